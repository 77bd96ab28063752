//! Letting organisations join, and the list of those that did.

use crate::log::publisher::Publisher;
use crate::service::Core;
use crate::service::identity::stop::{Stop, audited};
use crate::store::audit::{self, Line};
use crate::store::{commit, holders};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::holder::{Holder, read_institution_number};
use domain::id::HolderId;
use domain::ports::{HoldersPort, Joined, Joining, NAME_LIMIT};
use domain::words::Words;

/// How many organisations one page of the list holds.
const PAGE: usize = 50;

/// The organisations.
#[derive(Clone)]
pub struct HoldersService {
    core: Core,
    publisher: Publisher,
}

impl HoldersService {
    /// Those of this installation; what their test persons refuse is published by that publisher.
    #[must_use]
    pub fn new(core: Core, publisher: Publisher) -> Self {
        Self { core, publisher }
    }

    async fn take_in(&self, actor: &Actor, holder: Holder) -> Result<HolderId, Stop> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        // The head of the log is what everybody who joins waits at: of two with one number, the second sees the first.
        let head = core.lock_log(&tx).await?;
        if let Some(number) = &holder.institution_number
            && holders::with_institution_number(&tx, number).await?.is_some()
        {
            return Err(Stop::refused(Problem::AlreadyDone, "another organisation has the institution number"));
        }
        super::join(core, &tx, head, &holder, now).await?;
        audit::append(&tx, &core.config.node, [Line::of(actor, Operation::ManageHolders, now).to(holder.id).because("joined")]).await?;
        commit(tx).await?;
        // The refusals of its test persons are decisions like all others: signed and kept before anybody counts on them.
        self.publisher.publish().await?;
        Ok(holder.id)
    }
}

#[async_trait]
impl HoldersPort for HoldersService {
    async fn joined(&self, actor: &Actor, before: Option<HolderId>) -> Result<Page<Joined, HolderId>, Failure> {
        actor.may(Operation::ManageHolders)?;
        // One more than is shown tells whether there is a next page.
        let mut found = holders::joined(self.core.store.db(), before, PAGE as u64 + 1).await?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = if more { found.last().map(|(holder, _)| holder.id) } else { None };
        Ok(Page { items: found.into_iter().map(|(holder, at)| Joined { holder, at }).collect(), next })
    }

    async fn join(&self, actor: &Actor, joining: Joining) -> Result<HolderId, Failure> {
        actor.may(Operation::ManageHolders)?;
        let holder = Holder {
            id: HolderId::new(self.core.now(), &*self.core.random),
            name: Words::new(&name(&joining.name.ja)?, &name(&joining.name.en)?),
            kind: joining.kind,
            institution_number: read_institution_number(&joining.institution_number)?,
        };
        let done = self.take_in(actor, holder).await;
        audited(&self.core, actor, Operation::ManageHolders, done).await
    }
}

/// A name: one line, not empty, not long.
fn name(text: &str) -> Result<String, Problem> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.join(" ");
    match name.chars().count() {
        0 => Err(Problem::TextNeeded),
        count if count > NAME_LIMIT => Err(Problem::TextTooLong),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_something() {
        assert_eq!(name(" 桜台  大学病院 "), Ok("桜台 大学病院".to_owned()));
        assert_eq!(name(" "), Err(Problem::TextNeeded));
        assert_eq!(name(&"あ".repeat(NAME_LIMIT + 1)), Err(Problem::TextTooLong));
    }
}
