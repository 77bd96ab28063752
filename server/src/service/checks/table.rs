//! A list as a table: the rows that came, with an answer at the end of each, and the summary below
//! (holder-api.md, "CSV in", "CSV out").

use super::pinned::PinnedCheck;
use super::standing::Watch;
use crate::keys::base64url;
use crate::service::table::{Encoding, Form, PersonColumns, Reader, Record, Unreadable, Writer};
use domain::check::{Answer, MAX_ROWS, Row};
use domain::failure::Failure;
use domain::identifier::RowError;
use sha2::{Digest, Sha256};

/// The columns that are added. A list that was answered before has them already: they are written anew.
const ADDED: [&str; 3] = ["decision", "reason", "token"];
/// Begins the line below the last row.
const SUMMARY: &[u8] = b"#summary";
/// What a row that begins like it becomes: only the last line of an answer may begin so.
const NO_SUMMARY: &[u8] = b"'#summary";
/// How many bytes of rows wait for each other to be answered together.
const PART_BYTES: usize = 4 * 1024 * 1024;
/// How much is read before it is looked whether a part is full.
const PIECE: usize = 64 * 1024;

/// A table that is being answered.
pub struct TableCheck {
    check: PinnedCheck,
    reader: Reader,
    columns: Option<Columns>,
    waiting: Vec<Record>,
    waiting_bytes: usize,
    /// A row that begins like a summary, until it is known whether it is the last one.
    held: Option<Record>,
    hash: Sha256,
}

/// What is done with the columns, once the header row is known.
struct Columns {
    writer: Writer,
    encoding: Encoding,
    persons: PersonColumns,
    /// Those that pass through: all but the ones that are added.
    kept: Vec<usize>,
    count: usize,
}

impl Columns {
    fn find(form: &Form) -> Result<Self, Failure> {
        let named = |name: &str| form.header.find(&[name]);
        let mut old = Vec::new();
        for name in ADDED {
            old.extend(named(name)?);
        }
        Ok(Self {
            writer: Writer::new(form),
            encoding: form.encoding,
            persons: PersonColumns::find(&form.header)?,
            kept: (0..form.header.len()).filter(|column| !old.contains(column)).collect(),
            count: form.header.len(),
        })
    }

    /// Cells beyond the header's come last, so that what is added stands below its heading.
    fn row(&self, record: &Record, added: [&str; 3], into: &mut Vec<u8>) {
        let kept = self.kept.iter().map(|column| record.cell(*column));
        let beyond = record.cells().skip(self.count);
        let cells = kept.chain(added.map(str::as_bytes)).chain(beyond);
        let no_summary = |(index, cell)| if index == 0 && cell == SUMMARY { NO_SUMMARY } else { cell };
        self.writer.row(cells.enumerate().map(no_summary), into);
    }

    /// Whom the row is about. One that looks like a summary, anywhere but at the end, is about nobody.
    fn person(&self, record: &Record, own: &str) -> Result<Row, RowError> {
        if matches!(record.cell(0), SUMMARY | NO_SUMMARY) {
            return Err(RowError::InvalidIdentifier);
        }
        self.persons.row(self.encoding, record, own)
    }
}

impl TableCheck {
    /// Answers a table in that encoding, where somebody said so.
    #[must_use]
    pub fn new(check: PinnedCheck, said: Option<Encoding>) -> Self {
        Self { check, reader: Reader::new(said), columns: None, waiting: Vec::new(), waiting_bytes: 0, held: None, hash: Sha256::new() }
    }

    /// In which encoding the answer is: once something of it was written, it is known.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.columns.as_ref().map(|columns| columns.encoding)
    }

    /// Whether whoever asked may still ask, to be looked at meanwhile.
    #[must_use]
    pub fn watch(&self) -> Watch {
        self.check.watch()
    }

    /// Takes the next piece of the table; the answered rows that are complete with it, which may be none yet.
    ///
    /// # Errors
    /// It is no table, or nothing certain can be said: the answer ends here, without a summary.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut out = Vec::new();
        for piece in bytes.chunks(PIECE) {
            let before = self.waiting.len();
            self.reader.push(piece, &mut self.waiting)?;
            self.take(before, &mut out)?;
            if self.waiting.len() >= MAX_ROWS || self.waiting_bytes >= PART_BYTES {
                self.answer(&mut out).await?;
            }
        }
        self.hash.update(&out);
        Ok(out)
    }

    /// The table is over: the last rows, and the summary; and in which encoding all of it is.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub async fn finish(mut self) -> Result<(Vec<u8>, Encoding), Failure> {
        let (mut out, before) = (Vec::new(), self.waiting.len());
        self.reader.finish(&mut self.waiting)?;
        self.take(before, &mut out)?;
        self.answer(&mut out).await?;
        let columns = self.columns.ok_or(Unreadable::Empty)?;
        self.hash.update(&out);
        let hash = self.hash.finalize();
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let summary = self.check.finish().await?;
        let counts = [summary.permit, summary.deny, summary.error].map(|count| count.to_string());
        let (valid_until, log_size) = (summary.valid_until.to_string(), summary.log_size.to_string());
        let [permit, deny, error] = &counts;
        let cells = [permit, deny, error, &summary.check_id, &valid_until, &log_size, &hash].map(|cell| cell.as_bytes());
        columns.writer.row(std::iter::once(SUMMARY).chain(cells), &mut out);
        Ok((out, columns.encoding))
    }

    /// Writes the header row, once it is there, and counts the new rows.
    fn take(&mut self, before: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        if self.columns.is_none()
            && let Some(form) = self.reader.form()
        {
            let columns = Columns::find(form)?;
            columns.writer.begin(out);
            columns.row(&form.first, ADDED, out);
            self.columns = Some(columns);
        }
        // The last row of an answer that is checked again is its summary, and makes room for ours. Another row that begins
        // so is a row like any other.
        if self.waiting.len() > before
            && let Some(held) = self.held.take()
        {
            self.waiting.insert(before, held);
        }
        if self.waiting.len() > before && self.waiting.last().is_some_and(|record| record.cell(0) == SUMMARY) {
            self.held = self.waiting.pop();
        }
        self.waiting_bytes += self.waiting.iter().skip(before).map(Record::size).sum::<usize>();
        Ok(())
    }

    /// Answers what waits.
    async fn answer(&mut self, out: &mut Vec<u8>) -> Result<(), Failure> {
        let Some(columns) = &self.columns else { return Ok(()) };
        for part in self.waiting.chunks(MAX_ROWS) {
            let own = self.check.own_system().to_owned();
            let rows: Vec<_> = part.iter().map(|record| columns.person(record, &own)).collect();
            for (record, answer) in part.iter().zip(self.check.answer(&rows).await?) {
                let (decision, reason, token) = words(&answer);
                columns.row(record, [decision, reason, &token], out);
            }
        }
        self.waiting.clear();
        self.waiting_bytes = 0;
        Ok(())
    }
}

/// Decision, reason and token as they are written.
fn words(answer: &Answer) -> (&'static str, &'static str, String) {
    (answer.decision().code(), answer.reason(), answer.token().map(|token| base64url(&token)).unwrap_or_default())
}
