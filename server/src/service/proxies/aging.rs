//! The days on which a person turns 15 and 18: whom it concerns is told, once, by a notice.

use crate::service::Core;
use crate::service::contact::outbox;
use crate::store::proxies::{self, Kept};
use crate::store::{Tx, accounts, commit, facts, links, notices};
use domain::account::{Notice, NoticeKind};
use domain::failure::Failure;
use domain::id::{AccountId, NoticeId};
use domain::proxy::Age;

/// How many grants one round tells of.
const AT_ONCE: u64 = 100;

/// Tells of every birthday that has come since the last round.
///
/// # Errors
/// The store cannot be reached; the next round goes on.
pub async fn tell_of_age(core: &Core) -> Result<(), Failure> {
    let (today, _) = core.now().in_tokyo();
    for age in Age::ALL {
        if proxies::untold(core.store.db(), age, today, AT_ONCE).await?.is_empty() {
            continue;
        }
        let tx = core.store.begin().await?;
        // Read again where nobody else writes: of two nodes one tells.
        for kept in proxies::untold(&tx, age, today, AT_ONCE).await? {
            if proxies::set_told(&tx, kept.grant.id, age, core.now()).await? {
                tell_both(core, &tx, &kept, age).await?;
            }
        }
        commit(tx).await?;
    }
    Ok(())
}

/// The person, if they have an account, and the proxy. Of a protected person the proxy learns nothing, and nobody is told how
/// old a child who died would be.
async fn tell_both(core: &Core, tx: &Tx, kept: &Kept, age: Age) -> Result<(), Failure> {
    let person = links::subjects_with(tx, &[kept.grant.subject]).await?;
    let known = facts::facts_of(tx, &person).await?;
    if known.deceased_on.is_some() {
        return Ok(());
    }
    let (own, proxys) = match age {
        Age::Fifteen => (NoticeKind::Is15, NoticeKind::WardIs15),
        Age::Eighteen => (NoticeKind::Is18, NoticeKind::WardIs18),
    };
    for account in accounts::accounts_of_subjects(tx, &links::proved_with(tx, kept.grant.subject).await?).await? {
        tell(core, tx, account, own).await?;
    }
    if known.protected.is_none() {
        tell(core, tx, kept.grant.proxy, proxys).await?;
    }
    Ok(())
}

async fn tell(core: &Core, tx: &Tx, account: AccountId, kind: NoticeKind) -> Result<(), Failure> {
    let at = core.now();
    notices::insert(tx, account, &Notice { id: NoticeId::new(at, &*core.random), kind, at }).await?;
    outbox::tell_of(core, tx, account, kind).await
}
