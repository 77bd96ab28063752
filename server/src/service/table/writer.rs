//! Writing, in the form in which a file came.

use super::reader::BOM;
use super::{Encoding, Form};

/// Writes rows as the file they answer was written.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    encoding: Encoding,
    bom: bool,
    crlf: bool,
}

impl Writer {
    /// In that form.
    #[must_use]
    pub fn new(form: &Form) -> Self {
        Self { encoding: form.encoding, bom: form.bom, crlf: form.crlf }
    }

    /// A table of our own, as spreadsheets read it: UTF-8 that says so, and lines that end as on Windows.
    #[must_use]
    pub const fn for_spreadsheets() -> Self {
        Self { encoding: Encoding::Utf8, bom: true, crlf: true }
    }

    /// What stands before everything else.
    pub fn begin(&self, into: &mut Vec<u8>) {
        if self.bom {
            into.extend_from_slice(BOM);
        }
    }

    /// One row. What a spreadsheet would calculate gets an apostrophe in front, so that it stays the text that it is
    /// (OWASP, "CSV Injection").
    pub fn row<'a>(&self, cells: impl IntoIterator<Item = &'a [u8]>, into: &mut Vec<u8>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                into.push(b',');
            }
            self.cell(cell, into);
        }
        into.extend_from_slice(if self.crlf { b"\r\n" } else { b"\n" });
    }

    fn cell(&self, cell: &[u8], into: &mut Vec<u8>) {
        let harmful = self.encoding.starts_a_formula(cell);
        let quoted = cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
        if quoted {
            into.push(b'"');
        }
        if harmful {
            into.push(b'\'');
        }
        for byte in cell {
            if *byte == b'"' {
                into.push(b'"');
            }
            into.push(*byte);
        }
        if quoted {
            into.push(b'"');
        }
    }
}
