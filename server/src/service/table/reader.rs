//! Reading, piece by piece.

use super::{Encoding, Header, Record, Unreadable};
use csv_core::ReadRecordResult;

/// How long one row may be: far more than anybody writes about a person, and little enough to hold.
const MAX_ROW_BYTES: usize = 1024 * 1024;
/// How many cells one row may have.
const MAX_CELLS: usize = 4_096;
/// How much is looked at to tell the encoding.
const BEGINNING: usize = 64 * 1024;
/// What Excel puts before UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// How a file is written, and its header row.
#[derive(Clone, Debug)]
pub struct Form {
    /// In which encoding.
    pub encoding: Encoding,
    /// Whether it says so by a byte order mark.
    pub bom: bool,
    /// Whether lines end with CR LF.
    pub crlf: bool,
    /// The header row, as it stands there.
    pub first: Record,
    /// The names of the columns.
    pub header: Header,
}

/// Reads a table from the pieces it comes in. Where they are cut does not matter. Lines without anything are no rows.
pub struct Reader {
    said: Option<Encoding>,
    /// What came before it was clear how the file is written.
    beginning: Vec<u8>,
    told: Option<(Encoding, bool)>,
    form: Option<Form>,
    core: csv_core::Reader,
    row: Vec<u8>,
    ends: Vec<usize>,
    row_len: usize,
    ends_len: usize,
}

impl Reader {
    /// A reader of a file in that encoding, where somebody said so.
    #[must_use]
    pub fn new(said: Option<Encoding>) -> Self {
        Self {
            said,
            beginning: Vec::new(),
            told: None,
            form: None,
            core: csv_core::Reader::new(),
            row: vec![0; MAX_ROW_BYTES],
            ends: vec![0; MAX_CELLS],
            row_len: 0,
            ends_len: 0,
        }
    }

    /// How the file is written; known once its header row has been read.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// Takes the next piece, and adds the rows that are complete with it.
    ///
    /// # Errors
    /// [`Unreadable`]: nothing more can be read, and what was read before may be wrong.
    pub fn push(&mut self, bytes: &[u8], rows: &mut Vec<Record>) -> Result<(), Unreadable> {
        // A text has none; a file in UTF-16 has one at every second place.
        if bytes.contains(&0) {
            return Err(Unreadable::NotText);
        }
        if let Some((encoding, bom)) = self.told {
            return self.read(bytes, encoding, bom, rows);
        }
        self.beginning.extend_from_slice(bytes);
        let enough = if self.said.is_some() || self.beginning.starts_with(BOM) { BOM.len() } else { BEGINNING };
        if self.beginning.len() >= enough { self.begin(false, rows) } else { Ok(()) }
    }

    /// Nothing comes any more: adds the last row.
    ///
    /// # Errors
    /// [`Unreadable`]: as before, and where a quote was never closed, or there was no header row.
    pub fn finish(&mut self, rows: &mut Vec<Record>) -> Result<(), Unreadable> {
        if self.told.is_none() {
            self.begin(true, rows)?;
        }
        if let Some((encoding, bom)) = self.told {
            // Ends the last row, if nothing did; inside of an open quote it ends nothing.
            self.read(b"\n", encoding, bom, rows)?;
        }
        match (&self.form, self.row_len + self.ends_len) {
            (_, 1..) => Err(Unreadable::OpenQuote),
            (None, _) => Err(Unreadable::Empty),
            (Some(_), 0) => Ok(()),
        }
    }

    fn begin(&mut self, whole: bool, rows: &mut Vec<Record>) -> Result<(), Unreadable> {
        let beginning = std::mem::take(&mut self.beginning);
        let text = beginning.strip_prefix(BOM);
        let encoding = match (text, self.said) {
            (Some(_), _) => Encoding::Utf8,
            (None, Some(said)) => said,
            (None, None) => Encoding::of_beginning(&beginning, whole)?,
        };
        self.told = Some((encoding, text.is_some()));
        self.read(text.unwrap_or(&beginning), encoding, text.is_some(), rows)
    }

    fn read(&mut self, mut bytes: &[u8], encoding: Encoding, bom: bool, rows: &mut Vec<Record>) -> Result<(), Unreadable> {
        while !bytes.is_empty() {
            let (result, taken, written, ended) =
                self.core.read_record(bytes, &mut self.row[self.row_len..], &mut self.ends[self.ends_len..]);
            let crlf = bytes[..taken].last() == Some(&b'\r');
            bytes = &bytes[taken..];
            self.row_len += written;
            self.ends_len += ended;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return Err(Unreadable::RowTooLong),
                ReadRecordResult::Record => {
                    let record = Record { bytes: self.row[..self.row_len].to_vec(), ends: self.ends[..self.ends_len].to_vec() };
                    (self.row_len, self.ends_len) = (0, 0);
                    if self.form.is_some() {
                        rows.push(record);
                    } else {
                        let header = Header::read(encoding, &record)?;
                        self.form = Some(Form { encoding, bom, crlf, first: record, header });
                    }
                }
            }
        }
        Ok(())
    }
}
