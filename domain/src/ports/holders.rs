//! The organisations that joined.

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::disclosure::Page;
use crate::failure::Failure;
use crate::holder::{Holder, SourceKind};
use crate::id::HolderId;
use crate::words::Words;
use async_trait::async_trait;

/// The longest name of an organisation, in characters.
pub const NAME_LIMIT: usize = 120;

/// An organisation that is to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// What it is called.
    pub name: Words,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// 医療機関コード as it was typed; empty for those who have none.
    pub institution_number: String,
}

/// An organisation that joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Which.
    pub holder: Holder,
    /// When.
    pub at: Timestamp,
}

/// Letting organisations join.
#[async_trait]
pub trait HoldersPort: Send + Sync {
    /// Those that joined, latest first.
    async fn joined(&self, actor: &Actor, before: Option<HolderId>) -> Result<Page<Joined, HolderId>, Failure>;
    /// Lets one join. A number that another organisation has is a [`crate::failure::Problem::AlreadyDone`].
    async fn join(&self, actor: &Actor, joining: Joining) -> Result<HolderId, Failure>;
}
