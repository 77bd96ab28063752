//! `hikae log erase`: the content of decisions that hold no more, where the law demands it (docs/decisions/0008-erasure.md).

use super::verify;
use crate::service::Core;
use crate::service::erasures::{self, Erasing, Whose};
use crate::state::whole;
use clap::{ArgGroup, Args};
use domain::actor::Actor;
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use std::collections::BTreeSet;
use std::error::Error;

/// What to erase.
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("whose").required(true).args(["subject", "account"]))]
pub struct EraseArgs {
    /// Of that subject.
    #[arg(long, value_name = "ID")]
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

/// Checks the whole log, erases, and checks it again: from a log that does not hold nothing is taken away.
///
/// # Errors
/// Why nothing was erased, or what the log is like now.
pub async fn erase(core: &Core, args: &EraseArgs) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    verify(core).await?;
    let entries: BTreeSet<Position> = args.entry.iter().copied().collect();
    let erasing = Erasing { whose: args.whose()?, entries, reason: args.because.clone() };
    let erased = erasures::erase(core, &Actor::System, &erasing).await?;
    let numbers: Vec<String> = erased.entries.iter().map(ToString::to_string).collect();
    let done = format!("erased: {} (entry {} says so)\n", numbers.join(", "), erased.erasure);
    Ok(done + &verify(core).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: EraseArgs,
    }

    const ID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn read(line: &[&str]) -> Result<EraseArgs, String> {
        let line = Line::try_parse_from(std::iter::once("erase").chain(line.iter().copied()));
        line.map(|line| line.args).map_err(|error| error.to_string())
    }

    #[test]
    fn whose_and_why_must_be_said_and_whose_once() {
        let one = read(&["--subject", ID, "--because", "x", "--entry", "3", "--entry", "17"]).unwrap();
        assert_eq!((one.whose(), one.entry), (Ok(Whose::Subject(ID.parse().unwrap())), vec![Position(3), Position(17)]));
        assert_eq!(read(&["--account", ID, "--because", "x"]).unwrap().whose(), Ok(Whose::Account(ID.parse().unwrap())));
        for line in [
            &["--because", "x"][..],
            &["--subject", ID],
            &["--subject", ID, "--account", ID, "--because", "x"],
            &["--subject", "27040811", "--because", "x"],
            &["--subject", ID, "--because", "x", "--entry", "-1"],
        ] {
            assert!(read(line).is_err(), "{line:?}");
        }
    }
}
