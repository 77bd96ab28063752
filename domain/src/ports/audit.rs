//! The audit chain, to be looked at.

use crate::actor::{Actor, Operation};
use crate::clock::Timestamp;
use crate::disclosure::Page;
use crate::failure::Failure;
use async_trait::async_trait;

/// A line of the chain as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number, gap-free from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Kind of the actor, and its account or client: `kind` or `kind:id`.
    pub actor: String,
    /// Whether it was done for somebody else.
    pub on_behalf: bool,
    /// What, as its code.
    pub operation: String,
    /// To what: an id of ours.
    pub object: Option<String>,
    /// From where, truncated.
    pub origin: Option<String>,
    /// `ok`, or the code of the problem.
    pub outcome: String,
    /// A reason that was given, or the distinct cause behind a common answer.
    pub reason: Option<String>,
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only this operation.
    pub operation: Option<Operation>,
    /// Only actors of this kind; one of [`crate::actor::Actor::KINDS`].
    pub actor: Option<&'static str>,
}

/// What recomputing the newest lines found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The first line that was recomputed.
    pub from: u64,
    /// The last one.
    pub to: u64,
    /// The first line that does not follow from the one before it; `None`: they hold.
    pub broken: Option<u64>,
}

/// The audit page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditView {
    /// Whose chain it is.
    pub node: String,
    /// The names of all nodes that have a chain.
    pub nodes: Vec<String>,
    /// Its lines, newest first. A page of a filtered list may be short, or empty, and still have a next one.
    pub lines: Page<AuditLine, u64>,
    /// What recomputing the newest lines found.
    pub checked: Checked,
}

/// The audit chain.
#[async_trait]
pub trait AuditPort: Send + Sync {
    /// The lines of a node's chain before that one, newest first; without a name, of the node that answers. Looking is itself
    /// written down.
    async fn lines(&self, actor: &Actor, node: Option<&str>, filter: AuditFilter, before: Option<u64>) -> Result<AuditView, Failure>;
}
