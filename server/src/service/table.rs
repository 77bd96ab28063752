//! Tables as holders keep them: CSV as a spreadsheet writes it (holder-api.md, "CSV in").
//!
//! Read piece by piece with bounded memory, whatever comes: a table that cannot be read is one clear error, never a wrong
//! row. Cells stay the bytes that they were. That is right for CP932, too: none of its second bytes is a comma, a quote or
//! the end of a line. Only what has to be understood is decoded.

mod encoding;
mod persons;
mod reader;
mod writer;

pub use encoding::Encoding;
pub use persons::PersonColumns;
pub use reader::{Form, Reader};
pub use writer::Writer;

use domain::failure::{Failure, Problem};
use std::borrow::Cow;

/// Why a file is no table that we can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Neither UTF-8 nor CP932, or not what was said, or not a text at all.
    #[error("not a text in UTF-8 or CP932")]
    NotText,
    /// There is not even a header row.
    #[error("empty")]
    Empty,
    /// A row is longer, or has more cells, than any row of persons.
    #[error("a row is too long")]
    RowTooLong,
    /// A quote was opened and never closed: nobody knows which rows are inside of it.
    #[error("a quote is never closed")]
    OpenQuote,
    /// The header row does not name the columns that are needed.
    #[error("no header row with the columns that are needed")]
    NoColumns,
    /// A column that is needed is there twice.
    #[error("a column is there twice")]
    TwoColumns,
}

impl From<Unreadable> for Failure {
    fn from(_: Unreadable) -> Self {
        Problem::UnreadableFile.into()
    }
}

/// One row: its cells, without the quotes.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many bytes its cells have.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// A cell; one that a shorter row leaves out is empty.
    #[must_use]
    pub fn cell(&self, index: usize) -> &[u8] {
        let Some(end) = self.ends.get(index) else { return b"" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..*end]
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|index| self.cell(index))
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Rows name persons.
        write!(f, "Record({} cells)", self.len())
    }
}

/// The names of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header(Vec<String>);

impl Header {
    /// As they stand in the first row: in small letters, without the spaces around them.
    ///
    /// # Errors
    /// [`Unreadable::NotText`].
    pub fn read(encoding: Encoding, record: &Record) -> Result<Self, Unreadable> {
        let name = |cell| Ok(encoding.text(plain(encoding, cell)).ok_or(Unreadable::NotText)?.trim().to_lowercase());
        record.cells().map(name).collect::<Result<_, _>>().map(Self)
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The column of one of these names, if there is one.
    ///
    /// # Errors
    /// [`Unreadable::TwoColumns`]: nobody knows which is meant.
    pub fn find(&self, names: &[&str]) -> Result<Option<usize>, Unreadable> {
        let mut found = self.0.iter().enumerate().filter(|(_, name)| names.contains(&name.as_str())).map(|(index, _)| index);
        let first = found.next();
        if found.next().is_some() { Err(Unreadable::TwoColumns) } else { Ok(first) }
    }
}

/// A cell as text, without the apostrophe that [`Writer`] put before what a spreadsheet would calculate. `None`: the bytes
/// are no text.
#[must_use]
pub fn text(encoding: Encoding, cell: &[u8]) -> Option<Cow<'_, str>> {
    encoding.text(plain(encoding, cell))
}

/// What [`Writer`] was given to write.
fn plain(encoding: Encoding, cell: &[u8]) -> &[u8] {
    match cell.strip_prefix(b"'") {
        Some(rest) if encoding.starts_a_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests;
