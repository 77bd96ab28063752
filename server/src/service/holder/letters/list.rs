//! Whom a form asks letters for: one person, or a list as spreadsheets write it, pasted or as a file.

use crate::service::table::{Encoding, Header, PersonColumns, Reader, Record, Unreadable, text};
use domain::check::RawIdentifier;
use domain::failure::{Failure, Problem};
use domain::identifier::INSURED;
use domain::ports::{Recipients, RowFault};

/// How many letters one list may ask for: each is a sheet of paper.
const MAX_ROWS: usize = 500;
/// How much of what was typed is shown again beside what is wrong with it.
const SHOWN: usize = 80;

/// What a row says.
pub(super) struct Asked {
    /// Counted from 1 without the header.
    pub(super) row: usize,
    pub(super) identifiers: Result<Vec<RawIdentifier>, RowFault>,
    /// As it was typed.
    pub(super) birth_date: String,
    /// The holder's own number, if it is given.
    pub(super) own_number: Option<String>,
    /// Whether the first number is one of the holder's own.
    pub(super) own: bool,
    /// The first number, as it was typed.
    pub(super) number: String,
}

/// What the key of a form is bound to.
pub(super) fn body(to: &Recipients) -> Vec<u8> {
    match to {
        Recipients::One { own_number, number, birth_date } => format!("one\0{own_number}\0{number}\0{birth_date}").into_bytes(),
        Recipients::List(bytes) => [b"list\0", &bytes[..]].concat(),
    }
}

/// The rows; `own` is the system of the holder's own numbers.
pub(super) fn read(to: &Recipients, own: &str) -> Result<Vec<Asked>, Failure> {
    match to {
        Recipients::One { own_number, number, birth_date } => {
            let system = if *own_number { own } else { INSURED };
            let number = number.trim();
            let identifiers = if number.is_empty() {
                Err(RowFault::NoNumber)
            } else {
                Ok(vec![RawIdentifier { system: system.to_owned(), value: number.to_owned() }])
            };
            Ok(vec![asked(1, identifiers, birth_date, own)])
        }
        Recipients::List(bytes) => rows(&comma_separated(bytes), own),
    }
}

fn asked(row: usize, identifiers: Result<Vec<RawIdentifier>, RowFault>, birth_date: &str, own: &str) -> Asked {
    let shown = |text: &str| text.chars().take(SHOWN).collect::<String>();
    let numbers = identifiers.as_deref().unwrap_or_default();
    Asked {
        row,
        birth_date: shown(birth_date.trim()),
        own_number: numbers.iter().find(|raw| raw.system == own).map(|raw| shown(&raw.value)),
        own: numbers.first().is_none_or(|raw| raw.system == own),
        number: numbers.first().map(|raw| shown(&raw.value)).unwrap_or_default(),
        identifiers,
    }
}

fn rows(bytes: &[u8], own: &str) -> Result<Vec<Asked>, Failure> {
    let (mut reader, mut records) = (Reader::new(None), Vec::new());
    reader.push(bytes, &mut records)?;
    reader.finish(&mut records)?;
    let form = reader.form().ok_or(Unreadable::Empty)?;
    let columns = Columns::find(&form.header)?;
    match records.len() {
        0 => Err(Unreadable::Empty.into()),
        1..=MAX_ROWS => Ok(records.iter().enumerate().map(|(index, record)| columns.row(form.encoding, index + 1, record, own)).collect()),
        _ => Err(Problem::TooManyRows.into()),
    }
}

struct Columns {
    person: PersonColumns,
    birth_date: usize,
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Unreadable> {
        let birth_date = header.find(&["birth_date", "生年月日"])?.ok_or(Unreadable::NoColumns)?;
        Ok(Self { person: PersonColumns::find(header)?, birth_date })
    }

    fn row(&self, encoding: Encoding, row: usize, record: &Record, own: &str) -> Asked {
        let identifiers = self.person.row(encoding, record, own).map(|row| row.identifiers).map_err(|_| RowFault::NoNumber);
        let birth_date = text(encoding, record.cell(self.birth_date)).unwrap_or_default();
        asked(row, identifiers, &birth_date, own)
    }
}

/// A list as it is copied out of a spreadsheet has tabs between its cells: they become commas.
fn comma_separated(bytes: &[u8]) -> Vec<u8> {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !header.contains(&b'\t') {
        return bytes.to_vec();
    }
    let cell = |cell: &[u8]| {
        let cell = cell.strip_suffix(b"\r").unwrap_or(cell);
        // A cell with a line break in it is quoted already.
        if cell.starts_with(b"\"") {
            cell.to_vec()
        } else {
            [b"\"", &cell.iter().flat_map(doubled).collect::<Vec<u8>>()[..], b"\""].concat()
        }
    };
    let line = |line: &[u8]| line.split(|byte| *byte == b'\t').map(cell).collect::<Vec<_>>().join(&b',');
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    lines.map(line).collect::<Vec<_>>().join(&b'\n')
}

fn doubled(byte: &u8) -> Vec<u8> {
    if *byte == b'"' { vec![b'"', b'"'] } else { vec![*byte] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "urn:own";

    fn list(text: &str) -> Result<Vec<(String, String, Option<String>)>, Problem> {
        let read = read(&Recipients::List(text.as_bytes().to_vec()), OWN).map_err(|failure| failure.problem())?;
        Ok(read.into_iter().map(|asked| (asked.number, asked.birth_date, asked.own_number)).collect())
    }

    #[test]
    fn a_list_is_read_as_a_file_and_as_it_is_pasted() {
        let expected = Ok(vec![
            ("06132013:1:2:".to_owned(), "1979/4/2".to_owned(), Some("P-1".to_owned())),
            ("P, 2".to_owned(), "1980-01-01".to_owned(), Some("P, 2".to_owned())),
        ]);
        assert_eq!(list("氏名,被保険者番号,患者番号,生年月日\r\nx,06132013:1:2:,P-1,1979/4/2\r\ny,,\"P, 2\",1980-01-01\r\n"), expected);
        assert_eq!(
            list("insured_number\tpatient_number\tbirth_date\r\n06132013:1:2:\tP-1\t1979/4/2\r\n\tP, 2\t1980-01-01\r\n\r\n"),
            expected
        );
    }

    #[test]
    fn a_row_without_a_number_is_one_fault_not_the_end() {
        let asked = read(&Recipients::List(b"patient_number,birth_date\n,1979-04-02\nP-2,1979-04-02\n".to_vec()), OWN).unwrap();
        assert_eq!(asked.iter().map(|row| (row.row, row.identifiers.is_ok())).collect::<Vec<_>>(), [(1, false), (2, true)]);
        assert_eq!(asked[0].identifiers.as_ref().err(), Some(&RowFault::NoNumber));
    }

    #[test]
    fn what_is_no_list_is_refused_as_a_whole() {
        for text in ["", "patient_number,birth_date\n", "patient_number\nP-1\n", "birth_date\n1979-04-02\n", "P-1,1979-04-02\n", "a\0b"] {
            assert_eq!(list(text), Err(Problem::UnreadableFile), "{text:?}");
        }
        let many = |rows: usize| format!("patient_number,birth_date\n{}", "P,1979-04-02\n".repeat(rows));
        assert_eq!(list(&many(500)).map(|rows| rows.len()), Ok(500));
        assert_eq!(list(&many(501)), Err(Problem::TooManyRows));
    }
}
