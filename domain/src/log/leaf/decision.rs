//! What somebody said about a use of their records.

use super::{Blinding, ChainEnd, Hidden, LeafHash, ReadLeaf, V1};
use crate::choice::{Channel, DecidedBy, Scope, Stance};
use crate::clock::Timestamp;
use crate::id::SubjectId;
use serde::{Deserialize, Serialize};

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
        let written = ReadDecision {
            v: V1,
            time: self.time,
            effective: self.effective,
            scope: self.scope.clone(),
            stance: self.stance,
            channel: self.channel,
            actor: self.actor,
            notice: self.notice.to_owned(),
            subject: self.blinding.hide(self.subject.0),
            seq: self.seq(),
            prev: self.previous.map(|previous| previous.hash),
            blinding: self.blinding,
        };
        ReadLeaf::Decision(written).to_bytes()
    }
}

/// A decision as its leaf says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDecision {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// Since when it holds.
    pub effective: Timestamp,
    /// About what.
    pub scope: Scope,
    /// What was said.
    pub stance: Stance,
    /// How it reached us.
    pub channel: Channel,
    /// Who entered it.
    #[serde(with = "decided_by")]
    pub actor: DecidedBy,
    /// The version of the notice text that was shown.
    pub notice: String,
    /// Whose it is.
    pub subject: Hidden,
    /// Its number among the subject's, counted from 1.
    pub seq: u64,
    /// The hash of the subject's leaf before it; `null` for the first.
    #[serde(deserialize_with = "Option::deserialize")]
    pub prev: Option<LeafHash>,
    /// Its blinding.
    pub blinding: Blinding,
}

impl ReadDecision {
    /// Whether it is that subject's.
    #[must_use]
    pub fn is_of(&self, subject: SubjectId) -> bool {
        self.blinding.hide(subject.0) == self.subject
    }

    /// Only the first of a chain has nothing before it.
    pub(super) fn holds(&self) -> bool {
        self.seq >= 1 && (self.seq == 1) == self.prev.is_none()
    }
}

mod decided_by {
    use super::DecidedBy;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(who: &DecidedBy, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(who.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DecidedBy, D::Error> {
        let code = String::deserialize(from)?;
        DecidedBy::from_code(&code).ok_or_else(|| D::Error::custom("nobody who decides"))
    }
}
