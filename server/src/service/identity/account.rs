//! The account page, and what can be tended on it.

use super::stop::{Stop, audited, permit};
use crate::service::{Core, protection};
use crate::store::audit::{self, Line};
use crate::store::{accounts, commit, facts, links, notices, passkeys, recovery, sessions};
use domain::account::{AccountView, SessionView, Standing};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, NoticeId, SessionRef};

/// How many notices, and how many sessions, the page shows.
const NOTICES_SHOWN: u64 = 20;
const SESSIONS_SHOWN: u64 = 50;

pub(super) async fn view(core: &Core, actor: &Actor) -> Result<AccountView, Failure> {
    permit(core, actor, Operation::SeeAccount).await?;
    let own = actor.own_sign_in()?;
    let (db, id) = (core.store.db(), own.account);
    let account = accounts::account(db, id).await?.ok_or(Problem::SignInNeeded)?;
    let living = sessions::living_of(db, id, core.now(), SESSIONS_SHOWN).await?;
    let sessions = living.into_iter().map(|session| SessionView {
        id: session.reference,
        created_at: session.created_at,
        seen_at: session.seen_at,
        current: own.session == Some(session.reference),
    });
    // Whoever works here has no records.
    let protected = match account.subject() {
        Some(subject) => facts::facts_of(db, &links::subjects_with(db, &[subject]).await?).await?.protected,
        None => None,
    };
    Ok(AccountView {
        level: account.level,
        standing: actor.patient().map_or(Standing::Open, |patient| patient.standing),
        passkeys: passkeys::passkeys_of(db, id).await?.iter().map(passkeys::Kept::view).collect(),
        sessions: sessions.collect(),
        has_recovery_code: recovery::printed_of(db, id).await?.is_some_and(|printed| printed.used_at.is_none()),
        protected,
        notices: notices::unread_of(db, id, NOTICES_SHOWN).await?,
    })
}

pub(super) async fn protect(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::ProtectOneself).await?;
    let protected = protection::protect_oneself(core, actor).await.map_err(Stop::from);
    audited(core, actor, Operation::ProtectOneself, protected).await
}

pub(super) async fn end_session(core: &Core, actor: &Actor, session: SessionRef) -> Result<(), Failure> {
    permit(core, actor, Operation::TendAccount).await?;
    let ended = end_one(core, actor, actor.own_sign_in()?.account, session).await.map_err(|stop| stop.about(session));
    audited(core, actor, Operation::TendAccount, ended).await
}

async fn end_one(core: &Core, actor: &Actor, account: AccountId, session: SessionRef) -> Result<(), Stop> {
    let tx = core.store.begin().await?;
    if !sessions::remove_one_of(&tx, account, session).await? {
        return Err(Stop::refused(Problem::NotFound, "no such session of the account"));
    }
    let line = Line::of(actor, Operation::TendAccount, core.now()).to(session).because("session ended");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn notice_seen(core: &Core, actor: &Actor, notice: NoticeId) -> Result<(), Failure> {
    permit(core, actor, Operation::TendAccount).await?;
    let seen = see(core, actor, actor.own_sign_in()?.account, notice).await.map_err(|stop| stop.about(notice));
    audited(core, actor, Operation::TendAccount, seen).await
}

async fn see(core: &Core, actor: &Actor, account: AccountId, notice: NoticeId) -> Result<(), Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    if !notices::set_seen(&tx, account, notice, now).await? {
        return Err(Stop::refused(Problem::NotFound, "no such notice of the account"));
    }
    let line = Line::of(actor, Operation::TendAccount, now).to(notice).because("notice read");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
