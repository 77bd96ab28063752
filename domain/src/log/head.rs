//! How far the log has come.

use super::Position;
use super::tree::{Edge, TreeHash};
use crate::clock::Timestamp;

/// The state of the log: how many entries it has, and the root over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are, which is the position of the next.
    pub size: Position,
    /// The time of the latest entry; times in the log never go back.
    pub time: Timestamp,
    /// The root over all entries.
    pub root: TreeHash,
    /// The right edge of the tree, whose root that is.
    pub edge: Edge,
}
