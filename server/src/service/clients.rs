//! Programs of holders: which there are, and with which keys they prove who they are.

use super::Core;
use crate::store::Tx;
use crate::store::clients::{self, Client};
use domain::failure::Failure;
use domain::holder::ClientScope;
use domain::id::HolderId;
use std::collections::BTreeSet;

/// A program that a holder registers.
#[derive(Clone, Debug)]
pub struct NewClient<'a> {
    /// Its `client_id`.
    pub id: &'a str,
    /// Whose it is.
    pub holder: HolderId,
    /// Its name, for the holder's people.
    pub name: &'a str,
    /// What it may do at most.
    pub scopes: BTreeSet<ClientScope>,
    /// Its public keys: name (`kid`) and JWK as JSON.
    pub keys: &'a [(String, String)],
}

/// Registers a program with its keys. The caller commits.
///
/// # Errors
/// The database cannot be reached.
pub async fn register(core: &Core, tx: &Tx, new: &NewClient<'_>) -> Result<(), Failure> {
    let client = Client { id: new.id.to_owned(), holder: new.holder, scopes: new.scopes.clone(), revoked: false };
    clients::insert(tx, &client, new.name, core.now()).await?;
    for (kid, jwk) in new.keys {
        clients::insert_key(tx, new.id, kid, jwk, core.now()).await?;
    }
    Ok(())
}
