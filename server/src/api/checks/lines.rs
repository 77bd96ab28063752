//! A list as lines of JSON (NDJSON): a row each, as in `subjects`; an answer each, and the summary below.

use super::request::row;
use super::{LogAnswer, RowAnswer};
use crate::http::streaming::Answering;
use crate::service::checks::pinned::{PinnedCheck, Summary};
use crate::service::checks::standing::Watch;
use domain::check::{MAX_ROWS, Row};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::identifier::RowError;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type.
pub const NDJSON: &str = "application/x-ndjson";

/// How long one line may be.
const MAX_LINE: usize = 1024 * 1024;
/// How many bytes of rows wait for each other to be answered together.
const PART_BYTES: usize = 4 * 1024 * 1024;

/// A line of an answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnsweredLine {
    /// For a row.
    Row(RowAnswer),
    /// The last one.
    End(StreamEnd),
}

/// The last line of an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StreamEnd {
    summary: StreamSummary,
}

/// What the whole list came to. Without it nothing may be disclosed.
#[derive(Debug, Serialize, ToSchema)]
pub struct StreamSummary {
    permit: u64,
    deny: u64,
    error: u64,
    /// Names this check in a report of a disclosure.
    check_id: String,
    #[schema(value_type = String, example = "2026-11-22T01:14:07.000Z")]
    checked_at: Timestamp,
    /// Until when the answers may be used.
    #[schema(value_type = String, example = "2026-11-23T01:14:07.000Z")]
    valid_until: Timestamp,
    log: LogAnswer,
}

impl StreamEnd {
    fn of(summary: Summary, log: LogAnswer) -> Self {
        let Summary { permit, deny, error, check_id, checked_at, valid_until, .. } = summary;
        Self { summary: StreamSummary { permit, deny, error, check_id, checked_at, valid_until, log } }
    }
}

/// Lines that are being answered.
pub struct LinesCheck {
    check: PinnedCheck,
    /// What came of a line whose end has not come yet.
    line: Vec<u8>,
    waiting: Vec<Result<Row, RowError>>,
    waiting_bytes: usize,
    answered: usize,
}

impl LinesCheck {
    /// None of them yet.
    #[must_use]
    pub fn new(check: PinnedCheck) -> Self {
        Self { check, line: Vec::new(), waiting: Vec::new(), waiting_bytes: 0, answered: 0 }
    }

    /// A line is there. One without anything is no row; one that cannot be read is that row's error.
    fn take_line(&mut self) {
        let line = self.line.trim_ascii();
        if !line.is_empty() {
            self.waiting_bytes += line.len();
            self.waiting.push(row_of(line).ok_or(RowError::InvalidIdentifier));
        }
        self.line.clear();
    }

    /// Answers what waits.
    async fn answer(&mut self, out: &mut Vec<u8>) -> Result<(), Failure> {
        for part in std::mem::take(&mut self.waiting).chunks(MAX_ROWS) {
            for answer in self.check.answer(part).await? {
                write_line(&AnsweredLine::Row(RowAnswer::new(self.answered, &answer)), out)?;
                self.answered += 1;
            }
        }
        self.waiting_bytes = 0;
        Ok(())
    }
}

/// The row that a line is.
fn row_of(line: &[u8]) -> Option<Row> {
    row(serde_json::from_slice(line).ok()?)
}

fn write_line(line: &AnsweredLine, into: &mut Vec<u8>) -> Result<(), Failure> {
    serde_json::to_writer(&mut *into, line).map_err(|error| Failure::Internal(error.to_string()))?;
    into.push(b'\n');
    Ok(())
}

impl Answering for LinesCheck {
    async fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut out = Vec::new();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.line.len() + piece.len() > MAX_LINE {
                return Err(Problem::UnreadableFile.into());
            }
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.take_line();
            }
            if self.waiting.len() >= MAX_ROWS || self.waiting_bytes >= PART_BYTES {
                self.answer(&mut out).await?;
            }
        }
        Ok(out)
    }

    async fn finish(mut self) -> Result<(Vec<u8>, &'static str), Failure> {
        let mut out = Vec::new();
        self.take_line();
        self.answer(&mut out).await?;
        let log = LogAnswer::of(self.check.log());
        write_line(&AnsweredLine::End(StreamEnd::of(self.check.finish().await?, log)), &mut out)?;
        Ok((out, NDJSON))
    }

    fn kind(&self) -> Option<&'static str> {
        Some(NDJSON)
    }

    fn watch(&self) -> Watch {
        self.check.watch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_row_as_in_a_request() {
        assert!(row_of(br#"{"system":"urn:x","value":"1"}"#).is_some());
        assert!(row_of(br#" {"identifiers":[{"system":"urn:x","value":"1"}]} "#).is_some());
        for line in [&b"x"[..], b"[]", b"{}", b"\xff", br#"{"system":"urn:x"}"#, br#"{"system":"a","value":"b"} {}"#, b"null"] {
            assert!(row_of(line).is_none(), "{line:?}");
        }
    }
}
