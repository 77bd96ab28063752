//! Whether whoever asked may still ask. A list is on its way for up to an hour; a client that is shut out, or a person whose
//! access ends, stops within five seconds (security.md, "Audit").

use crate::service::Core;
use crate::store::accounts::{self, Kind};
use crate::store::{Tx, clients, commit};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::holder::ClientScope;
use std::collections::BTreeSet;
use std::time::Duration;

/// How often it is looked at while a list is on its way.
const LOOK_EVERY: Duration = Duration::from_secs(4);

/// Who asked, as they stood when they began.
#[derive(Clone)]
pub(super) struct Standing {
    actor: Actor,
    /// The good keys of a client. Withdrawing one ends all of its tokens, and so what was begun with one.
    keys: BTreeSet<String>,
}

impl Standing {
    /// That of somebody who begins.
    ///
    /// # Errors
    /// As [`Self::holds`].
    pub(super) async fn of(db: &Tx, actor: &Actor) -> Result<Self, Failure> {
        let keys = if let Actor::Client { client, .. } = actor { clients::good_keys(db, client).await? } else { BTreeSet::new() };
        let standing = Self { actor: actor.clone(), keys };
        standing.holds(db).await?;
        Ok(standing)
    }

    /// Whether it still holds.
    ///
    /// # Errors
    /// [`Problem::InvalidToken`] or [`Problem::SignInNeeded`]: it does not; the database cannot be reached.
    pub(super) async fn holds(&self, db: &Tx) -> Result<(), Failure> {
        match &self.actor {
            Actor::Client { client: id, holder, .. } => {
                let client = clients::client(db, id).await?.filter(|client| !client.revoked && client.holder == *holder);
                let may = client.is_some_and(|client| client.scopes.contains(&ClientScope::ConsentRead));
                let same_keys = self.keys.is_subset(&clients::good_keys(db, id).await?);
                if may && same_keys { Ok(()) } else { Err(Problem::InvalidToken.into()) }
            }
            Actor::Operator { by, holder, .. } => {
                let account = accounts::account(db, by.account).await?.filter(|account| account.ended_at.is_none());
                let now = account.and_then(|account| match account.kind {
                    Kind::Operator(of, role) if of == *holder => Some(Actor::Operator { by: *by, holder: of, role }),
                    _ => None,
                });
                now.ok_or(Problem::SignInNeeded)?.may(Operation::Check)?;
                Ok(())
            }
            _ => Err(Problem::NotAllowed.into()),
        }
    }
}

/// Looks at it again and again.
pub struct Watch {
    pub(super) core: Core,
    pub(super) standing: Standing,
}

impl Watch {
    /// Waits until it does not hold any more, or nobody can tell; why.
    pub async fn until_it_ends(self) -> Failure {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if let Err(failure) = self.look().await {
                return failure;
            }
        }
    }

    async fn look(&self) -> Result<(), Failure> {
        let snapshot = self.core.store.snapshot().await?;
        self.standing.holds(&snapshot).await?;
        Ok(commit(snapshot).await?)
    }
}
