//! The checkpoint that all witnesses are asked about, and what they have signed of it so far.

use crate::store::log_tree::StoredCheckpoint;
use domain::clock::{Span, Timestamp};
use domain::log::note::{NoteFault, SignedCheckpoint, VerifierKey};
use domain::ports::WITNESSES_NEEDED;

/// Who did not sign it by then probably will not: the newest is worth more.
const PATIENCE: Span = Span::seconds(30);

/// One checkpoint, with the lines of the log and of those who have cosigned it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    checkpoint: StoredCheckpoint,
    note: SignedCheckpoint,
    since: Timestamp,
    overtaken: bool,
}

impl Candidate {
    /// What was published last. Where that is the one before, nothing that was signed is forgotten.
    pub(super) fn new(published: StoredCheckpoint, before: Option<&Self>, now: Timestamp) -> Result<Self, NoteFault> {
        let note = SignedCheckpoint::parse(&published.note)?;
        let mut new = Self { checkpoint: published, note, since: now, overtaken: false };
        if let Some(before) = before {
            new.learn(before.note.as_str())?;
        }
        Ok(new)
    }

    pub(super) const fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// The signed note, as it is sent.
    pub(super) const fn note(&self) -> &SignedCheckpoint {
        &self.note
    }

    /// As it is stored, with everything that was signed of it.
    pub(super) fn stored(&self) -> StoredCheckpoint {
        StoredCheckpoint { note: self.note.to_string(), ..self.checkpoint.clone() }
    }

    pub(super) fn signed_by(&self, witness: &VerifierKey) -> bool {
        self.note.cosignature(witness).is_ok()
    }

    /// Whether it is still worth asking about: not enough of these have signed it, and it is not too old.
    pub(super) fn goes_on(&self, witnesses: &[VerifierKey], now: Timestamp) -> bool {
        let enough = self.note.cosignatures(witnesses).len() >= witnesses.len().min(WITNESSES_NEEDED);
        !enough && !self.overtaken && now < self.since + PATIENCE
    }

    /// A witness has seen a newer one, and will not sign this one any more.
    pub(super) const fn overtake(&mut self) {
        self.overtaken = true;
    }

    /// Adds signature lines.
    pub(super) fn add(&mut self, lines: &[String]) -> Result<(), NoteFault> {
        for line in lines {
            self.note = self.note.with_line(line)?;
        }
        Ok(())
    }

    /// Adds the lines of another note, if it is of the same checkpoint.
    pub(super) fn learn(&mut self, other: &str) -> Result<(), NoteFault> {
        let other = SignedCheckpoint::parse(other)?;
        if other.claimed() == self.note.claimed() {
            for line in other.lines() {
                self.note = self.note.with_line(line)?;
            }
        }
        Ok(())
    }
}
