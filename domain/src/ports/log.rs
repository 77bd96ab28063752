//! The published log, as everybody may see it, and a person's own receipts from it.

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::failure::Failure;
use crate::log::Position;
use crate::log::growth::Growth;
use crate::log::note::VerifierKey;
use crate::log::receipt::Receipt;
use crate::log::tree::{TileAt, TreeHash};
use async_trait::async_trait;

/// How many independent witnesses have to have cosigned before a page says that nothing can be changed unnoticed (log.md).
pub const WITNESSES_NEEDED: usize = 2;

/// A checkpoint as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// How many entries it covers.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// When it was signed.
    pub time: Timestamp,
}

/// The newest checkpoint that witnesses cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The checkpoint.
    pub checkpoint: Published,
    /// Which of our witnesses, by name, and when each says it saw the log so. Only signatures that verified.
    pub by: Vec<(String, Timestamp)>,
}

/// What a witness did when it was last asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// This server has not asked it yet.
    NotAsked,
    /// It cosigned what was published.
    Cosigned,
    /// It could not be reached, was too slow, or said that it cannot now.
    Silent,
    /// It says that it does not know this log, or not this key.
    Unknown,
    /// It answered what no witness may: another size each time, a signature that does not verify, anything unreadable.
    Wrong,
    /// It says that our proof does not hold: to it this log is not the one that it saw before.
    Inconsistent,
    /// It saw a log of ours that is longer than ours. Either it lies, or entries were lost here.
    Ahead {
        /// As long as it says.
        size: u64,
    },
}

impl WitnessAnswer {
    /// The word for it, in locales and log lines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Cosigned => "cosigned",
            Self::Silent => "silent",
            Self::Unknown => "unknown",
            Self::Wrong => "wrong",
            Self::Inconsistent => "inconsistent",
            Self::Ahead { .. } => "ahead",
        }
    }

    /// Every answer, for tables of words.
    pub const ALL: [Self; 7] =
        [Self::NotAsked, Self::Cosigned, Self::Silent, Self::Unknown, Self::Wrong, Self::Inconsistent, Self::Ahead { size: 0 }];

    /// Whether somebody has to look at this log now.
    #[must_use]
    pub const fn alarms(self) -> bool {
        matches!(self, Self::Wrong | Self::Inconsistent | Self::Ahead { .. })
    }
}

/// A witness that this installation asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessView {
    /// Its key, as its operator gave it.
    pub key: VerifierKey,
    /// What it did last.
    pub answer: WitnessAnswer,
}

/// How the log stands, as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// Its origin: the first line of each checkpoint, and the name of its keys.
    pub origin: String,
    /// Where it is read: the address below which checkpoint, tiles and keys are, without a slash at its end.
    pub prefix: String,
    /// The newest published checkpoint; `None`: none was yet.
    pub checkpoint: Option<Published>,
    /// The keys that sign its checkpoints, each a line that verifiers take.
    pub keys: Vec<VerifierKey>,
    /// The witnesses that are asked.
    pub witnesses: Vec<WitnessView>,
    /// The newest checkpoint that any of them cosigned.
    pub cosigned: Option<Cosigned>,
    /// How it grew of late.
    pub growth: Growth,
}

impl LogView {
    /// How many entries are published.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size)
    }

    /// How many witnesses cosigned the same checkpoint, of those that this installation asks.
    #[must_use]
    pub fn cosigners(&self) -> usize {
        self.cosigned.as_ref().map_or(0, |cosigned| cosigned.by.len())
    }

    /// Up to which size enough witnesses saw the log: only of what lies below may a page say that it cannot be changed
    /// unnoticed.
    #[must_use]
    pub fn witnessed(&self) -> u64 {
        self.cosigned.as_ref().filter(|cosigned| cosigned.by.len() >= WITNESSES_NEEDED).map_or(0, |cosigned| cosigned.checkpoint.size)
    }
}

/// The published log. It is read from what was published alone, never from what decisions wait for.
#[async_trait]
pub trait LogPort: Send + Sync {
    /// How it stands.
    async fn state(&self) -> Result<LogView, Failure>;
    /// The newest published checkpoint, as a signed note; `None`: none was yet.
    async fn checkpoint(&self) -> Result<Option<String>, Failure>;
    /// The first `width` hashes of a tile, one after the other; `None`: they are not published.
    async fn tile(&self, at: TileAt, width: u16) -> Result<Option<Vec<u8>>, Failure>;
    /// The receipt of one of the person's own decisions; `None`: there is no such one.
    async fn receipt(&self, actor: &Actor, at: Position) -> Result<Option<Receipt>, Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen_by(names: &[&str]) -> LogView {
        let checkpoint = Published { size: 9, root: TreeHash([1; 32]), time: Timestamp::from_millis(0) };
        let by = names.iter().map(|name| ((*name).to_owned(), Timestamp::from_millis(0))).collect();
        let cosigned = Some(Cosigned { checkpoint: Published { size: 7, ..checkpoint.clone() }, by });
        let prefix = "https://hikae.example/log".into();
        LogView {
            origin: "hikae.example/log".into(),
            prefix,
            checkpoint: Some(checkpoint),
            keys: vec![],
            witnesses: vec![],
            cosigned,
            growth: Growth::default(),
        }
    }

    #[test]
    fn one_witness_is_not_enough_to_claim_anything() {
        assert_eq!(seen_by(&[]).witnessed(), 0);
        assert_eq!(seen_by(&["a"]).witnessed(), 0);
        assert_eq!(seen_by(&["a", "b"]).witnessed(), 7, "and only for what they saw");
    }
}
