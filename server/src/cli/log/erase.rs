//! `hikae log erase`: the content of decisions that hold no more, where the law demands it (docs/decisions/0008-erasure.md).

use super::verify;
use crate::service::Core;
use crate::service::erasures::{self, Erasing, Whose};
use crate::state::whole;
use clap::Args;
use domain::actor::Actor;
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use std::collections::BTreeSet;
use std::error::Error;

/// What to erase.
#[derive(Clone, Debug, Args)]
pub struct EraseArgs {
    /// Of that subject.
    #[arg(long, value_name = "ID", required_unless_present = "account", conflicts_with = "account")]
    subject: Option<SubjectId>,
    /// Of the person of that account, and of everybody who is proved to be this person.
    #[arg(long, value_name = "ID")]
    account: Option<AccountId>,
    /// Only this entry; may be given more than once. Without it: every decision of the person.
    #[arg(long, value_name = "N")]
    entry: Vec<Position>,
    /// Which law demands it, and who decided that it does. It stands in the audit for ever: no name, no content.
    #[arg(long, value_name = "REASON")]
    because: String,
}

impl EraseArgs {
    fn whose(&self) -> Result<Whose, &'static str> {
        match (self.subject, self.account) {
            (Some(subject), None) => Ok(Whose::Subject(subject)),
            (None, Some(account)) => Ok(Whose::Account(account)),
            _ => Err("--subject or --account"),
        }
    }
}

/// Erases, and checks the whole log afterwards.
///
/// # Errors
/// Why nothing was erased, or what the log is like now.
pub async fn erase(core: &Core, args: &EraseArgs) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    let entries: BTreeSet<Position> = args.entry.iter().copied().collect();
    let erasing = Erasing { whose: args.whose()?, entries, reason: args.because.clone() };
    let erased = erasures::erase(core, &Actor::System, &erasing).await?;
    let numbers: Vec<String> = erased.entries.iter().map(ToString::to_string).collect();
    let done = format!("erased: {} (entry {} says so)\n", numbers.join(", "), erased.erasure);
    Ok(done + &verify(core).await?)
}
