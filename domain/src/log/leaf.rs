//! Leaves: what is hashed into the log. Canonical JSON (RFC 8785), hashed as RFC 6962 §2.1 says.

use super::Position;
use crate::choice::{Channel, DecidedBy, Scope, Stance};
use crate::clock::Timestamp;
use crate::id::SubjectId;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// SHA-256(0x00 ‖ leaf bytes).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeafHash(pub [u8; 32]);

impl LeafHash {
    /// The hash of these leaf bytes (RFC 6962 §2.1: the prefix keeps leaves and nodes apart).
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }
}

impl std::fmt::Display for LeafHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl std::fmt::Debug for LeafHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LeafHash({self})")
    }
}

/// 32 random bytes that make a leaf unguessable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Blinding(pub [u8; 32]);

// Private: with it and a subject's id anybody could find the leaf.
impl std::fmt::Debug for Blinding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Blinding(…)")
    }
}

impl Blinding {
    /// SHA-256(blinding ‖ subject id): names the subject to those who know both, and to nobody else.
    #[must_use]
    fn hide(&self, subject: SubjectId) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(self.0).chain_update(subject.0.as_bytes()).finalize())
    }
}

/// Where a subject's own chain of leaves stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainEnd {
    /// The number of the subject's latest leaf, counted from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: LeafHash,
}

/// A decision as it is logged.
#[derive(Clone, Debug)]
pub struct DecisionLeaf<'a> {
    /// When it was entered.
    pub time: Timestamp,
    /// Since when it holds.
    pub effective: Timestamp,
    /// About what.
    pub scope: &'a Scope,
    /// What was said.
    pub stance: Stance,
    /// How it reached us.
    pub channel: Channel,
    /// Who entered it.
    pub actor: DecidedBy,
    /// The version of the notice text that was shown.
    pub notice: &'a str,
    /// Whose it is.
    pub subject: SubjectId,
    /// The subject's leaf before it.
    pub previous: Option<ChainEnd>,
    /// Its blinding.
    pub blinding: Blinding,
}

impl DecisionLeaf<'_> {
    /// The number of this leaf among the subject's, counted from 1.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.previous.map_or(1, |previous| previous.seq + 1)
    }

    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical(&DecisionJson {
            v: 1,
            kind: "decision",
            time: self.time,
            effective: self.effective,
            scope: self.scope.to_string(),
            stance: self.stance.code(),
            channel: self.channel.code(),
            actor: self.actor.code(),
            notice: self.notice,
            subject: self.blinding.hide(self.subject),
            seq: self.seq(),
            prev: self.previous.map(|previous| previous.hash.to_string()),
            blinding: URL_SAFE_NO_PAD.encode(self.blinding.0),
        })
    }
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    v: u8,
    kind: &'static str,
    time: Timestamp,
    effective: Timestamp,
    scope: String,
    stance: &'static str,
    channel: &'static str,
    actor: &'static str,
    notice: &'a str,
    subject: String,
    seq: u64,
    /// `null` for the subject's first leaf.
    prev: Option<String>,
    blinding: String,
}

/// A link or unlink of two subjects as it is logged.
#[derive(Clone, Debug)]
pub struct LinkLeaf {
    /// When it was entered.
    pub time: Timestamp,
    /// `true` joins, `false` parts.
    pub joins: bool,
    /// One of the two.
    pub one: SubjectId,
    /// The other.
    pub other: SubjectId,
    /// Its blinding.
    pub blinding: Blinding,
}

impl LinkLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical(&LinkJson {
            v: 1,
            kind: if self.joins { "link" } else { "unlink" },
            time: self.time,
            subjects: [self.blinding.hide(self.one), self.blinding.hide(self.other)],
            blinding: URL_SAFE_NO_PAD.encode(self.blinding.0),
        })
    }
}

#[derive(Serialize)]
struct LinkJson {
    v: u8,
    kind: &'static str,
    time: Timestamp,
    subjects: [String; 2],
    blinding: String,
}

#[expect(clippy::expect_used, reason = "the leaf types hold only strings and small integers, which JSON can always carry")]
fn canonical(leaf: &impl Serialize) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(leaf).expect("leaf types serialise")
}

/// The state of the log: how many entries it has. Until the log is published there is no root to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are, which is the position of the next.
    pub size: Position,
    /// The time of the latest entry; times in the log never go back.
    pub time: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn leaf(previous: Option<ChainEnd>) -> Vec<u8> {
        DecisionLeaf {
            time: "2026-11-22T01:14:07.000Z".parse().unwrap(),
            effective: "2026-11-21T15:00:00.000Z".parse().unwrap(),
            scope: &"purpose:ai-development".parse().unwrap(),
            stance: Stance::Refuse,
            channel: Channel::Online,
            actor: DecidedBy::Patient,
            notice: "2026-11",
            subject: SubjectId(Uuid::from_u128(7)),
            previous,
            blinding: Blinding([9; 32]),
        }
        .to_bytes()
    }

    /// Frozen: receipts handed out carry these bytes.
    #[test]
    fn a_decision_leaf_is_canonical_json() {
        let text = String::from_utf8(leaf(None)).unwrap();
        let hidden = URL_SAFE_NO_PAD.encode(Sha256::digest([&[9_u8; 32][..], &7_u128.to_be_bytes()].concat()));
        let blinding = URL_SAFE_NO_PAD.encode([9; 32]);
        assert_eq!(
            text,
            format!(
                r#"{{"actor":"patient","blinding":"{blinding}","channel":"online","effective":"2026-11-21T15:00:00.000Z","kind":"decision","notice":"2026-11","prev":null,"scope":"purpose:ai-development","seq":1,"stance":"refuse","subject":"{hidden}","time":"2026-11-22T01:14:07.000Z","v":1}}"#
            )
        );
    }

    #[test]
    fn a_leaf_hash_starts_with_the_leaf_prefix() {
        // RFC 6962: the hash of an empty leaf, as every implementation of it knows it.
        assert_eq!(LeafHash::of(b"").0[..4], [0x6e, 0x34, 0x0b, 0x9c]);
    }

    #[test]
    fn a_leaf_names_the_one_before_it() {
        let first = leaf(None);
        let second = leaf(Some(ChainEnd { seq: 1, hash: LeafHash::of(&first) }));
        let json: serde_json::Value = serde_json::from_slice(&second).unwrap();
        assert_eq!(json["seq"], 2);
        assert_eq!(json["prev"], LeafHash::of(&first).to_string());
    }
}
