//! The holder's own pages: its programs and their keys, the letters it hands out, its numbers.

mod home;
mod jwks;
mod letters;
mod programs;
pub(crate) mod qr;
mod statistics;
mod way_back;

use super::Core;
use crate::store::{Db, holders};
use async_trait::async_trait;
use domain::actor::Actor;
use domain::check::RawIdentifier;
use domain::failure::{Failure, Problem};
use domain::holder::Holder;
use domain::id::{HolderId, LettersId, RequestId};
use domain::ports::{
    ClientsView, HolderHome, HolderPort, Issued, LettersView, NewProgram, Poster, Recipients, Statistics, WayBack, WayBackLetter,
};

/// What a holder's people and programs do besides checking and reporting.
#[derive(Clone)]
pub struct HolderService {
    core: Core,
}

impl HolderService {
    /// The holders of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Takes letters away that can be read no longer.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn tidy(&self) -> Result<(), Failure> {
        letters::tidy(&self.core).await?;
        way_back::tidy(&self.core).await
    }
}

/// The only holder whose things this actor can reach.
fn holder_of(actor: &Actor) -> Result<HolderId, Problem> {
    match actor {
        Actor::Operator { holder, .. } | Actor::Client { holder, .. } => Ok(*holder),
        _ => Err(Problem::NotAllowed),
    }
}

/// The organisation that this actor belongs to.
async fn organisation(db: &Db, actor: &Actor) -> Result<Holder, Failure> {
    let id = holder_of(actor)?;
    let missing = || Failure::Inconsistent { table: "holders", column: "id", row: id.to_string() };
    holders::holder(db, id).await?.ok_or_else(missing)
}

#[async_trait]
impl HolderPort for HolderService {
    async fn home(&self, actor: &Actor) -> Result<HolderHome, Failure> {
        home::home(&self.core, actor).await
    }

    async fn clients(&self, actor: &Actor) -> Result<ClientsView, Failure> {
        programs::clients(&self.core, actor).await
    }

    async fn register_client(&self, actor: &Actor, new: NewProgram) -> Result<String, Failure> {
        programs::register(&self.core, actor, new).await
    }

    async fn add_keys(&self, actor: &Actor, client: &str, jwks: &str) -> Result<(), Failure> {
        programs::add_keys(&self.core, actor, client, jwks).await
    }

    async fn revoke_key(&self, actor: &Actor, client: &str, kid: &str) -> Result<(), Failure> {
        programs::revoke_key(&self.core, actor, client, kid).await
    }

    async fn revoke_client(&self, actor: &Actor, client: &str) -> Result<(), Failure> {
        programs::revoke(&self.core, actor, client).await
    }

    async fn issue(&self, actor: &Actor, identifiers: &[RawIdentifier], birth_date: &str) -> Result<Issued, Failure> {
        letters::issue(&self.core, actor, identifiers, birth_date).await
    }

    async fn write_letters(&self, actor: &Actor, to: Recipients, key: &str) -> Result<LettersId, Failure> {
        letters::write(&self.core, actor, &to, key).await
    }

    async fn letters(&self, actor: &Actor, id: LettersId) -> Result<Option<LettersView>, Failure> {
        letters::letters(&self.core, actor, id).await
    }

    async fn letters_printed(&self, actor: &Actor, id: LettersId) -> Result<(), Failure> {
        letters::printed(&self.core, actor, id).await
    }

    async fn ways_back(&self, actor: &Actor) -> Result<Vec<WayBack>, Failure> {
        way_back::waiting(&self.core, actor).await
    }

    async fn way_back(&self, actor: &Actor, id: RequestId) -> Result<Option<WayBackLetter>, Failure> {
        way_back::letter(&self.core, actor, id).await
    }

    async fn way_back_printed(&self, actor: &Actor, id: RequestId) -> Result<(), Failure> {
        way_back::printed(&self.core, actor, id).await
    }

    async fn poster(&self, actor: &Actor) -> Result<Poster, Failure> {
        home::poster(&self.core, actor).await
    }

    async fn statistics(&self, actor: &Actor) -> Result<Statistics, Failure> {
        statistics::statistics(&self.core, actor).await
    }
}
