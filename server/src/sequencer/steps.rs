//! The steps at which tests let a decision fail (docs/decisions/0010).
//!
//! A test sets the failpoint `<step>@<node>` (see [`name`]) with the `fail` crate: `return` makes the step an error, `panic`, `sleep`
//! and `pause` do what they say. Only programs that were built for tests have failpoints; elsewhere nothing of them is left.

use crate::service::Core;
use domain::failure::Failure;

/// The head is locked, nothing is written.
pub const AFTER_LOCK: &str = "sequencer-after-lock";
/// Leaves, chains, current choices and keys are written; the audit lines are not.
pub const AFTER_APPEND: &str = "sequencer-after-append";
/// Everything is written and nothing committed: failed, and not persisted.
pub const BEFORE_COMMIT: &str = "sequencer-before-commit";
/// Committed, and reported as failed: the outcome that nobody knows.
pub const AFTER_COMMIT: &str = "sequencer-after-commit";
/// The publication has not begun.
pub const BEFORE_PUBLICATION: &str = "publisher-before-publication";
/// Tiles and signed checkpoint are written and not committed.
pub const BEFORE_PUBLICATION_COMMIT: &str = "publisher-before-commit";
/// They are committed, and that is reported as failed.
pub const AFTER_PUBLICATION_COMMIT: &str = "publisher-after-commit";
/// The kept checkpoint is not written yet.
pub const BEFORE_KEPT: &str = "publisher-before-kept";
/// It is written; nobody was answered.
pub const AFTER_KEPT: &str = "publisher-after-kept";

/// Every step, in their order.
pub const ALL: [&str; 9] = [
    AFTER_LOCK,
    AFTER_APPEND,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_PUBLICATION,
    BEFORE_PUBLICATION_COMMIT,
    AFTER_PUBLICATION_COMMIT,
    BEFORE_KEPT,
    AFTER_KEPT,
];

/// The failpoint of a step on the node of that name: tests run beside each other, each with a node of its own.
#[must_use]
pub fn name(step: &str, node: &str) -> String {
    format!("{step}@{node}")
}

/// Here a test may let it fail.
pub(crate) fn may_fail(core: &Core, step: &'static str) -> Result<(), Failure> {
    // Without failpoints the macro is empty, and nothing else needs them.
    let _ = (core, step);
    fail::fail_point!(&name(step, &core.config.node), |_| Err(Failure::Unavailable(format!("failpoint {step}"))));
    Ok(())
}
