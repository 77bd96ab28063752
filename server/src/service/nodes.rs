//! Whether a node has its name for itself: two servers that both call themselves `node-1` would write one audit chain, and nobody
//! could tell from it which of the two did what.

use super::Core;
use crate::store::nodes;
use domain::clock::Span;
use domain::failure::Failure;
use uuid::Uuid;

/// Who renewed a name so lately lives.
const LIVES: Span = Span::seconds(150);

/// One start of a server under its name.
#[derive(Clone, Copy, Debug)]
pub struct Start(Uuid);

/// What a server finds out about its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Nobody else has it.
    Own,
    /// Another server goes by it, too.
    Shared,
}

/// A server begins under its configured name. It serves in any case: whoever was killed and comes back at once must not wait.
///
/// # Errors
/// The database cannot be reached.
pub async fn begin(core: &Core) -> Result<(Start, Name), Failure> {
    let mut bytes = [0; 16];
    core.random.fill(&mut bytes);
    let start = Start(uuid::Builder::from_random_bytes(bytes).into_uuid());
    let now = core.now();
    let before = nodes::take(core.store.db(), &core.config.node, start.0, now).await?;
    Ok((start, tell(core, before.is_some_and(|seen_at| now < seen_at + LIVES))))
}

/// Still here; to be said each minute.
///
/// # Errors
/// The database cannot be reached.
pub async fn renew(core: &Core, start: Start) -> Result<Name, Failure> {
    let own = nodes::renew(core.store.db(), &core.config.node, start.0, core.now()).await?;
    Ok(tell(core, !own))
}

fn tell(core: &Core, shared: bool) -> Name {
    if shared {
        tracing::error!(
            node = core.config.node,
            "another server goes by this name and writes the same audit chain: give each its own HIKAE_NODE"
        );
        Name::Shared
    } else {
        Name::Own
    }
}

/// A server stops: its name is free for the next one.
///
/// # Errors
/// The database cannot be reached.
pub async fn end(core: &Core, start: Start) -> Result<(), Failure> {
    Ok(nodes::leave(core.store.db(), &core.config.node, start.0).await?)
}
