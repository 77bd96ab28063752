//! More look-ups than a desk needs: raised by whoever meets the limit, seen by everybody at the desk, closed by somebody else.

use crate::service::Core;
use crate::service::identity::stop::Stop;
use crate::store::audit::{self, Line};
use crate::store::look_up_alarms::{self, CLOSING, Row};
use crate::store::{Db, StoreError, Tx, accounts, commit};
use domain::actor::{Actor, Operation};
use domain::alarm::{Alarm, AlarmView, Cause};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, AlarmId};

/// Another look-up was refused.
pub(in crate::service) async fn raise(core: &Core, tx: &Tx, account: AccountId) -> Result<(), StoreError> {
    // Held: two refusals at once must not open two alarms.
    accounts::account_locked(tx, account).await?;
    let now = core.now();
    look_up_alarms::raise(tx, AlarmId::new(now, &*core.random), account, now).await
}

/// Alarms as that member of staff sees them.
pub(super) async fn latest(
    core: &Core,
    actor: &Actor,
    only_open: bool,
    before: Option<AlarmId>,
    limit: u64,
) -> Result<Vec<Alarm>, Failure> {
    let db = core.store.db();
    let mut shown = Vec::new();
    for row in look_up_alarms::latest(db, only_open, before, limit).await? {
        shown.push(alarm(db, actor, &row).await?);
    }
    Ok(shown)
}

async fn alarm(db: &Db, actor: &Actor, row: &Row) -> Result<Alarm, Failure> {
    let label = accounts::account(db, row.account).await?.and_then(|account| account.label);
    let cause = Cause::LookUps { by: row.account.into(), label, refused: row.refused, last_at: row.last_at };
    Ok(Alarm { id: row.id, cause, at: row.at, closed_at: row.closed_at, own: actor.account() == Some(row.account) })
}

/// One of them, with why it was closed.
pub(super) async fn one(core: &Core, actor: &Actor, id: AlarmId) -> Result<Option<AlarmView>, Failure> {
    let db = core.store.db();
    let Some(row) = look_up_alarms::alarm(db, id).await? else { return Ok(None) };
    let closing = row.closing.as_deref().map(|sealed| core.keys.unseal(CLOSING, id.0, sealed)).transpose()?;
    Ok(Some(AlarmView { alarm: alarm(db, actor, &row).await?, closing }))
}

/// Whoever caused it does not say what it was.
pub(super) async fn close(core: &Core, actor: &Actor, by: AccountId, id: AlarmId, why: &str) -> Result<(), Stop> {
    let tx = core.store.begin().await?;
    let now = core.now();
    let Some(row) = look_up_alarms::alarm(&tx, id).await? else { return Err(Stop::refused(Problem::NotFound, "no such alarm")) };
    if row.account == by {
        return Err(Stop::refused(Problem::OwnRequest, "own look-ups"));
    }
    if !look_up_alarms::close(&tx, id, by, core.keys.seal(&*core.random, CLOSING, id.0, why), now).await? {
        return Err(Stop::refused(Problem::AlreadyDone, "the alarm was closed before"));
    }
    let line = Line::of(actor, Operation::SeeIncidents, now).to(id).because("alarm closed");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
