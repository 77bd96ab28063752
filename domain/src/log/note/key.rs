//! Public keys of logs and witnesses (C2SP signed-note, "Verifier keys"; tlog-cosignature, "Format").

use crate::log::tree::decimal;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use signed_note::{Verifier, is_key_name_valid, key_id};
use std::{fmt, str::FromStr};

/// What a key signs; the "signature type identifier byte".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// `0x01`: Ed25519 over the text of the note, as logs sign.
    Log,
    /// `0x04`: "Timestamped Ed25519 checkpoint cosignatures", as witnesses sign.
    Witness,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }
}

/// A public key and whose it is. Written as a vkey line: `<name>+<hex(key ID)>+<base64(type ‖ key)>`. Behind the line of a key that
/// signs no more stands, after a space, how large the log was then: our own addition, for programs that know it.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    key: VerifyingKey,
    until: Option<u64>,
}

/// Why a text is not a public key that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// It has not the form `<name>+<key ID>+<key>`.
    #[error("not a verifier key: <name>+<key id>+<key> was expected")]
    Shape,
    /// "Non-empty, well-formed UTF-8 containing neither Unicode spaces nor plus".
    #[error("the name of a key must not be empty and must have no spaces and no +")]
    Name,
    /// The key ID is not that of this name and key.
    #[error("the key id does not fit the name and key: the line was changed")]
    WrongId,
    /// Neither a log's key nor a witness's.
    #[error("a kind of key that is not known here")]
    UnknownKind,
    /// The bytes are no Ed25519 public key, or one for which anybody can sign.
    #[error("not an Ed25519 public key that can be trusted")]
    Weak,
}

/// Signs notes. The secret stays with whoever implements this.
pub trait NoteSigner: Send + Sync {
    /// The public half, with the name that stands in the signature line.
    fn key(&self) -> &VerifierKey;
    /// The Ed25519 signature of exactly these bytes.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

impl VerifierKey {
    /// The key of a log.
    ///
    /// # Errors
    /// [`InvalidKey::Name`], [`InvalidKey::Weak`].
    pub fn from_ed25519(name: &str, key: &[u8; 32]) -> Result<Self, InvalidKey> {
        Self::new(name, KeyKind::Log, key)
    }

    /// The key of a witness.
    ///
    /// # Errors
    /// [`InvalidKey::Name`], [`InvalidKey::Weak`].
    pub fn of_witness(name: &str, key: &[u8; 32]) -> Result<Self, InvalidKey> {
        Self::new(name, KeyKind::Witness, key)
    }

    fn new(name: &str, kind: KeyKind, key: &[u8; 32]) -> Result<Self, InvalidKey> {
        if !is_key_name_valid(name) || name.contains(char::is_control) {
            return Err(InvalidKey::Name);
        }
        let key = VerifyingKey::from_bytes(key).map_err(|_| InvalidKey::Weak)?;
        if key.is_weak() { Err(InvalidKey::Weak) } else { Ok(Self { name: name.to_owned(), kind, key, until: None }) }
    }

    /// Whose key it is: for a log, its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The public key itself.
    #[must_use]
    pub fn ed25519(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// The same key, retired when its log had so many entries.
    #[must_use]
    pub fn retired_at(self, size: u64) -> Self {
        Self { until: Some(size), ..self }
    }

    /// How large a log this key may vouch for: whoever finds or steals a retired one cannot sign anything that came later.
    #[must_use]
    pub fn vouches_for(&self, size: u64) -> bool {
        self.until.is_none_or(|until| size <= until)
    }

    /// Whether it is the same key, whatever is known of its retirement.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        (&self.name, self.kind, self.key) == (&other.name, other.kind, other.key)
    }

    /// `SHA-256(key name ‖ 0x0A ‖ signature type ‖ public key)[:4]`.
    #[must_use]
    pub fn id(&self) -> u32 {
        key_id(&self.name, &self.typed())
    }

    fn typed(&self) -> Vec<u8> {
        [&[self.kind.byte()][..], self.key.as_bytes()].concat()
    }
}

impl Verifier for VerifierKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let fits = |message: &[u8], signature: &[u8; 64]| self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok();
        match self.kind {
            KeyKind::Log => signature.try_into().is_ok_and(|signature| fits(message, signature)),
            // struct { u64 timestamp; opaque ed25519_signature[64]; } timestamped_signature (tlog-cosignature, "Format").
            KeyKind::Witness => signature.split_first_chunk().is_some_and(|(time, signature)| {
                let message = cosigned_message(message, u64::from_be_bytes(*time));
                signature.try_into().is_ok_and(|signature| fits(&message, signature))
            }),
        }
    }
}

/// What a witness signs: "two newline (U+000A) terminated lines (one header line and one timestamp line) followed by the
/// whole note body of the cosigned checkpoint". The time is in seconds since 1970.
#[must_use]
pub fn cosigned_message(body: &[u8], time: u64) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), body].concat()
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}+{}", self.name, self.id(), STANDARD.encode(self.typed()))?;
        self.until.map_or(Ok(()), |until| write!(f, " {until}"))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = InvalidKey;
    fn from_str(line: &str) -> Result<Self, InvalidKey> {
        let bound = line.rsplit_once(' ').and_then(|(line, until)| Some((line, decimal(until)?)));
        let (line, until) = bound.map_or((line, None), |(line, until)| (line, Some(until)));
        let (name, rest) = line.split_once('+').ok_or(InvalidKey::Shape)?;
        let (id, key) = rest.split_once('+').ok_or(InvalidKey::Shape)?;
        let typed = STANDARD.decode(key).map_err(|_| InvalidKey::Shape)?;
        let (kind, key) = typed.split_first().ok_or(InvalidKey::Shape)?;
        let kind = [KeyKind::Log, KeyKind::Witness].into_iter().find(|known| known.byte() == *kind).ok_or(InvalidKey::UnknownKind)?;
        let read = Self::new(name, kind, key.try_into().map_err(|_| InvalidKey::Shape)?)?;
        // Go writes the key ID in lower case; so does everybody.
        if format!("{:08x}", read.id()) == id { Ok(Self { until, ..read }) } else { Err(InvalidKey::WrongId) }
    }
}
