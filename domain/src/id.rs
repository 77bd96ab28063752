//! Identities of our own things: 128 random-enough bits, written as ULIDs (26 characters, Crockford base32) on every
//! wire and kept as UUIDs in the store.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A text that is not a ULID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 26 characters of Crockford base32 were expected")]
pub struct InvalidId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id that sorts by the time it was made: 48 bits of milliseconds, then 80 random bits.
            #[must_use]
            pub fn new(now: crate::clock::Timestamp, random: &dyn crate::clock::Random) -> Self {
                let mut bytes = [0; 16];
                random.fill(&mut bytes);
                let millis = u64::try_from(now.millis()).unwrap_or(0).to_be_bytes();
                bytes[..6].copy_from_slice(&millis[2..]);
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&ulid::Ulid::from(self.0.as_u128()).to_string())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let ulid = ulid::Ulid::from_string(text).map_err(|_| InvalidId)?;
                let id = Self(Uuid::from_u128(u128::from(ulid)));
                // One spelling per id: the crate also takes small letters and wraps what is over 128 bits.
                if id.to_string() == text { Ok(id) } else { Err(InvalidId) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A natural person, known by identifiers.
    SubjectId
);
id!(
    /// A sign-in.
    AccountId
);
id!(
    /// A passkey of an account.
    PasskeyId
);
id!(
    /// One running WebAuthn ceremony (five minutes, one use).
    CeremonyId
);
id!(
    /// A code that was handed out to open an account.
    ActivationId
);
id!(
    /// An organisation that holds records.
    HolderId
);
id!(
    /// An approved secondary use.
    StudyId
);
id!(
    /// A change of the catalogue of purposes that waits for a second person.
    PurposeDraftId
);
id!(
    /// One report of a release; with a subject it names a use.
    DisclosureId
);
id!(
    /// One recovery of an account whose passkeys were lost.
    RecoveryId
);
id!(
    /// A notice shown to a person in the portal.
    NoticeId
);
id!(
    /// A member of staff's view of one person who was looked up: theirs alone, for a short time.
    LookUpId
);
id!(
    /// Something that a member of staff asked a second one to approve.
    RequestId
);
id!(
    /// A grant to act for somebody.
    ProxyId
);
id!(
    /// A person's question to the desk, with its answers.
    InquiryId
);
id!(
    /// A report that somebody prepares.
    DraftId
);
id!(
    /// One use that went against a choice, for those who answer for it; names no person.
    ConflictId
);
id!(
    /// A sign of life after a death was written down.
    AlarmId
);
id!(
    /// A program of a holder, as it was registered on a page. Where it is a client id it is this text.
    ClientId
);
id!(
    /// Letters that were made together.
    LettersId
);
id!(
    /// A session as its owner may see and end it; not the secret in the cookie.
    SessionRef
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = StudyId(Uuid::from_u128(0x0190_0000_0000_0000_0000_0000_0000_0001));
        assert_eq!(id.to_string().len(), 26);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in [
            "",
            "01J",
            "not-an-id-not-an-id-not-an",
            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "01j00000000000000000000000",
            "０1J00000000000000000000000",
        ] {
            assert_eq!(text.parse::<StudyId>(), Err(InvalidId), "{text}");
        }
    }
}
