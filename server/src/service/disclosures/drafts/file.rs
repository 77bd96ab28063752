//! The rows of a report from a CSV file. The answer of a check can be handed in as it is: its tokens, its check id, and what
//! it did not permit are understood.

use crate::service::table::{Encoding, Header, PersonColumns, Reader, Record, Unreadable, text};
use domain::disclosure::report::{MAX_ROWS, ReportRow, RowFault, Shown};
use domain::failure::{Failure, Problem};

/// What a file says.
pub(super) struct File {
    pub rows: Vec<Result<ReportRow, RowFault>>,
    /// Of the check whose answer it is.
    pub check_id: Option<String>,
}

/// What stands in the first cell of the last line of a check's answer.
const SUMMARY: &[u8] = b"#summary";
/// What a row that began so became in the answer of a check.
const NO_SUMMARY: &[u8] = b"'#summary";
/// Where the check id stands in that line.
const CHECK_ID: usize = 4;

/// Where everything stands.
struct Columns {
    person: PersonColumns,
    token: Option<usize>,
    record_count: Option<usize>,
    decision: Option<usize>,
    display: Option<usize>,
    reason: Option<usize>,
    role: Option<usize>,
    review_by: Option<usize>,
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Unreadable> {
        Ok(Self {
            person: PersonColumns::find(header)?,
            token: header.find(&["token"])?,
            record_count: header.find(&["record_count", "件数"])?,
            decision: header.find(&["decision"])?,
            display: header.find(&["display"])?,
            reason: header.find(&["display_reason"])?,
            role: header.find(&["clinician_role"])?,
            review_by: header.find(&["review_by"])?,
        })
    }
}

/// How much of it is taken apart at once.
const PIECE: usize = 64 * 1024;

/// Reads it. `own`: the system of the holder's own patient numbers; `with_denied`: rows that the check did not permit were
/// handed over all the same, and are reported.
///
/// # Errors
/// [`Problem::UnreadableFile`], [`Problem::TooManyRows`].
pub(super) fn read(bytes: &[u8], own: &str, with_denied: bool) -> Result<File, Failure> {
    let mut reader = Reader::new(None);
    let mut records = Vec::new();
    // Short lines would make more of a file than there is room for: it is read no further than it can be taken in.
    for piece in bytes.chunks(PIECE) {
        reader.push(piece, &mut records)?;
        if records.len() > MAX_ROWS + 1 {
            return Err(Problem::TooManyRows.into());
        }
    }
    reader.finish(&mut records)?;
    let form = reader.form().ok_or(Unreadable::Empty)?;
    let columns = Columns::find(&form.header)?;
    let (mut rows, mut check_id) = (Vec::new(), None);
    // Only the last row can be the summary: another one that begins so is a row, about nobody.
    if let Some(last) = records.pop_if(|record| record.cell(0) == SUMMARY) {
        check_id = cell(form.encoding, &last, Some(CHECK_ID));
    }
    for record in &records {
        if rows.len() == MAX_ROWS {
            return Err(Problem::TooManyRows.into());
        }
        rows.push(row(&columns, form.encoding, record, own, with_denied));
    }
    Ok(File { rows, check_id })
}

fn row(columns: &Columns, encoding: Encoding, record: &Record, own: &str, with_denied: bool) -> Result<ReportRow, RowFault> {
    if matches!(record.cell(0), SUMMARY | NO_SUMMARY) {
        return Err(RowFault::InvalidIdentifier);
    }
    let said = |column| cell(encoding, record, column);
    if !with_denied && said(columns.decision).is_some_and(|decision| decision != "permit") {
        return Err(RowFault::NotPermitted);
    }
    let person = columns.person.row(encoding, record, own)?;
    let count = said(columns.record_count).map(|count| count.parse()).transpose();
    let [display, reason, role, review_by] = [columns.display, columns.reason, columns.role, columns.review_by].map(said);
    Ok(ReportRow {
        identifiers: person.identifiers,
        token: said(columns.token),
        record_count: count.map_err(|_| RowFault::InvalidCount)?,
        shown: Shown::read(display.as_deref(), reason.as_deref(), role.as_deref(), review_by.as_deref())?,
    })
}

/// What a cell says; nothing where it is empty or no text.
fn cell(encoding: Encoding, record: &Record, column: Option<usize>) -> Option<String> {
    let said = text(encoding, record.cell(column?))?.trim().to_owned();
    (!said.is_empty()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "urn:oid:1.2.392.100495.20.3.51.11310000001";

    fn faults(file: &str, with_denied: bool) -> Vec<Option<RowFault>> {
        read(file.as_bytes(), OWN, with_denied).unwrap().rows.into_iter().map(Result::err).collect()
    }

    #[test]
    fn the_answer_of_a_check_is_a_report() {
        let file = "patient_number,decision,reason,token\r\nA-1,permit,no-objection,abcdefghijk\r\nA-2,deny,refused,\r\n\
                    A-3,error,invalid-identifier,\r\n#summary,1,1,1,the-check,2026-11-23T01:00:00.000Z,5,00\r\n";
        let read = read(file.as_bytes(), OWN, false).unwrap();
        assert_eq!(read.check_id.as_deref(), Some("the-check"));
        assert_eq!(read.rows.len(), 3);
        assert_eq!(read.rows[0].as_ref().ok().and_then(|row| row.token.clone()).as_deref(), Some("abcdefghijk"));
        assert_eq!(faults(file, false), [None, Some(RowFault::NotPermitted), Some(RowFault::NotPermitted)]);
        assert_eq!(faults(file, true), [None, None, None]);
    }

    #[test]
    fn only_the_last_line_is_the_summary() {
        let file = "patient_number\nA-1\n#summary,1,0,0,another\nA-2\n#summary,2,0,1,the-check\n";
        assert_eq!(read(file.as_bytes(), OWN, false).unwrap().check_id.as_deref(), Some("the-check"));
        assert_eq!(faults(file, false), [None, Some(RowFault::InvalidIdentifier), None]);
    }

    #[test]
    fn a_row_says_how_much_its_person_may_see() {
        let file = "patient_number,record_count,display,display_reason,clinician_role,review_by\n\
                    1,3,hidden,undisclosed-diagnosis,attending-physician,2027-01-01\n2,x,,,,\n3,,generic,,,\n4,-1,full,,,\n";
        let expected = [None, Some(RowFault::InvalidCount), Some(RowFault::InvalidDisplay), Some(RowFault::InvalidCount)];
        assert_eq!(faults(file, false), expected);
    }

    #[test]
    fn what_is_no_table_of_persons_is_one_clear_error() {
        let many = format!("patient_number\n{}", "1\n".repeat(MAX_ROWS + 1));
        for (file, problem) in [
            ("", Problem::UnreadableFile),
            ("name,age\nTaro,5\n", Problem::UnreadableFile),
            ("patient_number\n\"1\n", Problem::UnreadableFile),
            ("patient_number\n1\0\n", Problem::UnreadableFile),
            (many.as_str(), Problem::TooManyRows),
        ] {
            let Err(failure) = read(file.as_bytes(), OWN, false) else { panic!("{:.20}", file) };
            assert_eq!(failure.problem(), problem, "{:.20}", file);
        }
    }
}
