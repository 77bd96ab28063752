//! A checkpoint with the signatures under it (C2SP signed-note, "Format").

use super::key::{KeyKind, VerifierKey};
use super::{Checkpoint, NoteFault};
use crate::clock::Timestamp;
use signed_note::{Note, NoteError, Signature, VerificationError, Verifier, Verifiers};
use std::fmt;

/// More than a hundred signatures of every kind we know.
const MAX_LENGTH: usize = 32_768;

/// The last second that our times can show: the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// A checkpoint as it is published: the text, a blank line and one line for each signature. Signatures are there, not
/// verified: that needs keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    text: String,
    claimed: Checkpoint,
}

impl SignedCheckpoint {
    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`].
    pub fn parse(text: &str) -> Result<Self, NoteFault> {
        let note = read(text)?;
        let body = std::str::from_utf8(note.text()).map_err(|_| NoteFault::Malformed)?;
        Ok(Self { text: text.to_owned(), claimed: Checkpoint::parse(body)? })
    }

    /// The note.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the text says, signed or not. Only for what we made ourselves.
    #[must_use]
    pub const fn claimed(&self) -> &Checkpoint {
        &self.claimed
    }

    /// The signature lines, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.rsplit_once("\n\n").map_or("", |(_, lines)| lines).lines()
    }

    /// The note with one more signature line; a line of the same key is replaced.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] if that is not one signature line.
    pub fn with_line(&self, line: &str) -> Result<Self, NoteFault> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let key = signed_with(line)?;
        let kept = self.lines().filter(|other| signed_with(other).is_ok_and(|other| other != key));
        let lines = kept.chain([line]).flat_map(|line| [line, "\n"]).collect::<String>();
        Self::parse(&format!("{}\n{lines}", self.claimed.body()))
    }

    /// The checkpoint, if a key of its log that we know has signed it. Lines of keys that we do not know are ignored;
    /// one wrong signature of a known key makes the whole note worthless. A key that was retired before the log was so large counts for
    /// nothing by itself.
    ///
    /// # Errors
    /// All but [`NoteFault::Malformed`].
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Checkpoint, NoteFault> {
        let of_the_log = |key: &&VerifierKey| key.kind() == KeyKind::Log && key.name() == self.claimed.origin;
        let keys: Vec<&VerifierKey> = keys.iter().filter(of_the_log).collect();
        if keys.is_empty() {
            return Err(NoteFault::OtherLog(self.claimed.origin.clone()));
        }
        let signed = self.signed_by(&keys)?;
        let of = |line: &Signature| keys.iter().find(|key| key.name() == line.name() && key.id() == line.id());
        if signed.iter().filter_map(of).any(|key| key.vouches_for(self.claimed.size)) {
            return Ok(self.claimed.clone());
        }
        Err(NoteFault::RetiredKey(self.claimed.origin.clone()))
    }

    /// Which of these witnesses have cosigned, and when by their own clock. Lines that do not fit are left out.
    #[must_use]
    pub fn cosignatures(&self, witnesses: &[VerifierKey]) -> Vec<(String, Timestamp)> {
        witnesses.iter().filter_map(|witness| self.cosignature(witness).ok()).collect()
    }

    /// When that witness has cosigned.
    ///
    /// # Errors
    /// [`NoteFault::UnknownKey`] if it has not; [`NoteFault::BadSignature`] if its line does not fit.
    pub fn cosignature(&self, witness: &VerifierKey) -> Result<(String, Timestamp), NoteFault> {
        if witness.kind() != KeyKind::Witness {
            return Err(NoteFault::UnknownKey);
        }
        let lines = self.signed_by(&[witness])?;
        // "timestamp is the time at which the cosignature was generated", big-endian, in front.
        let seconds = lines.first().and_then(|line| line.signature().first_chunk()).map(|time| u64::from_be_bytes(*time));
        let seconds = seconds.filter(|seconds| *seconds <= LAST_SECOND).and_then(|seconds| i64::try_from(seconds).ok());
        let time = seconds.map(|seconds| Timestamp::from_millis(seconds * 1_000));
        time.map(|time| (witness.name().to_owned(), time)).ok_or_else(|| NoteFault::BadSignature(witness.name().to_owned()))
    }

    fn signed_by(&self, keys: &[&VerifierKey]) -> Result<Vec<Signature>, NoteFault> {
        match read(&self.text)?.verify(&Known(keys)) {
            Ok((verified, _)) => Ok(verified),
            Err(NoteError::InvalidSignature { name, .. }) => Err(NoteFault::BadSignature(name)),
            Err(_) => Err(NoteFault::UnknownKey),
        }
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The keys that count.
struct Known<'a>(&'a [&'a VerifierKey]);

impl Verifiers for Known<'_> {
    fn verifier(&self, name: &str, id: u32) -> Result<&dyn Verifier, VerificationError> {
        let found = self.0.iter().find(|key| VerifierKey::name(key) == name && key.id() == id);
        found.map(|key| *key as &dyn Verifier).ok_or_else(|| VerificationError::UnknownKey { name: name.to_owned(), id })
    }
}

fn read(text: &str) -> Result<Note, NoteFault> {
    if text.len() > MAX_LENGTH {
        return Err(NoteFault::Malformed);
    }
    Note::from_bytes(text.as_bytes()).map_err(|_| NoteFault::Malformed)
}

/// The name and the id of the key that a line names.
fn signed_with(line: &str) -> Result<(String, u32), NoteFault> {
    let line = Signature::from_bytes(line.as_bytes()).map_err(|_| NoteFault::Malformed)?;
    Ok((line.name().to_owned(), line.id()))
}
