//! Leaving: what opens the account and what tells of its owner goes, what was decided stays (product.md, "Getting in").

use super::stop::{Stop, audited, permit};
use crate::service::contact::outbox;
use crate::service::{Core, leaves};
use crate::store::audit::{self, Line};
use crate::store::log::LockedHead;
use crate::store::{
    Tx, accounts, approvals, ceremonies, commit, form_drafts, inquiries, links, notices, passkeys, proxies, recovery, sessions,
};
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation, Patient};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, NoticeId};
use uuid::Uuid;

pub(super) async fn leave(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::Leave).await?;
    let left = leave_for_good(core, actor, actor.patient()?).await;
    audited(core, actor, Operation::Leave, left).await
}

async fn leave_for_good(core: &Core, actor: &Actor, patient: &Patient) -> Result<(), Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    let account = accounts::account_locked(&tx, patient.account).await?;
    let account =
        account.filter(|account| account.ended_at.is_none()).ok_or(Stop::refused(Problem::SignInNeeded, "the account is gone"))?.id;
    end_grants(core, &tx, &mut head, account).await?;
    // The desk need not answer somebody who no longer comes to read it.
    inquiries::close_all_of(&tx, account, now).await?;
    remove_what_is_theirs(core, &tx, account).await?;
    // What authenticators still know the account by leads nowhere.
    let mut handle = [0; 16];
    core.random.fill(&mut handle);
    accounts::set_left(&tx, account, Uuid::from_bytes(handle), now).await?;
    audit::append(&tx, &core.config.node, [Line::of(actor, Operation::Leave, now).to(account)]).await?;
    Ok(commit(tx).await?)
}

/// Whoever the account acted for is told that it no longer does.
async fn end_grants(core: &Core, tx: &Tx, head: &mut LockedHead, account: AccountId) -> Result<(), Stop> {
    let now = core.now();
    for kept in proxies::of_account(tx, account).await?.into_iter().filter(|kept| !kept.grant.ended) {
        let person = links::proved_with(tx, kept.grant.subject).await?;
        if !proxies::end_of_subjects(tx, &[kept.grant.subject], kept.grant.id, account, now).await? {
            continue;
        }
        leaves::enter_proxy(core, tx, head, false, &kept.grant).await?;
        for theirs in accounts::accounts_of_subjects(tx, &person).await? {
            let notice = Notice { id: NoticeId::new(now, &*core.random), kind: NoticeKind::ProxyEnded, at: now };
            notices::insert(tx, theirs, &notice).await?;
            outbox::tell_of(core, tx, theirs, notice.kind).await?;
        }
    }
    Ok(())
}

/// Every way in and back, and what was written to or by the owner and is nobody's record.
async fn remove_what_is_theirs(core: &Core, tx: &Tx, account: AccountId) -> Result<(), Stop> {
    ceremonies::remove_all_of(tx, account).await?;
    sessions::remove_of(tx, account, None).await?;
    passkeys::remove_all_of(tx, account).await?;
    recovery::remove_printed_of(tx, account).await?;
    approvals::void_bindings_of(tx, account, core.now()).await?;
    notices::remove_all_of(tx, account).await?;
    outbox::say_goodbye(core, tx, account).await?;
    form_drafts::remove_all_of(tx, account).await?;
    Ok(())
}
