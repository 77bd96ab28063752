//! One passkey more, or one less.

use super::session::end_others;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::service::Core;
use crate::service::contact::outbox;
use crate::store::accounts::{self, Account};
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::passkeys::{self, Kept};
use crate::store::{Tx, commit, notices, recovery};
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation, OwnSignIn};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, CeremonyId, NoticeId, PasskeyId};
use domain::ports::Registering;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};
use webauthn_rs_proto::RegisterPublicKeyCredential;

pub(super) async fn begin(core: &Core, actor: &Actor) -> Result<Registering, Failure> {
    permit(core, actor, Operation::ChangeSignIn).await?;
    let own = actor.own_sign_in()?;
    let db = core.store.db();
    let account = accounts::account(db, own.account).await?.ok_or(Problem::SignInNeeded)?;
    let known = passkeys::passkeys_of(db, account.id).await?.into_iter().map(|kept| kept.credential.cred_id().clone()).collect();
    let (challenge, registration) = webauthn::start_registration(&core.config, account.handle, core.now(), known)?;
    let ceremony = webauthn::ceremony(core, Kind::Passkey, &registration)?;
    let ceremony = Ceremony { account: Some(account.id), ..ceremony };
    ceremonies::insert(db, &ceremony).await?;
    Ok(Registering { ceremony: ceremony.id, challenge })
}

pub(super) async fn finish(core: &Core, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(), Failure> {
    // The ceremony is the proof that a passkey was fresh when it began; it may take the minutes that are left of that.
    permit(core, actor, Operation::TendAccount).await?;
    let own = actor.own_sign_in()?;
    let added = match verify(core, own.account, ceremony, made).await {
        Ok(passkey) => add(core, actor, own, passkey).await,
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::ChangeSignIn, added).await
}

async fn verify(core: &Core, account: AccountId, id: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<Passkey, Stop> {
    let ceremony = webauthn::take(core, id, Kind::Passkey).await?;
    if ceremony.account != Some(account) {
        return Err(Stop::refused(Problem::PasskeyRejected, "a ceremony of another account"));
    }
    let registration: PasskeyRegistration = webauthn::state_of(&ceremony)?;
    webauthn::finish_registration(&core.config, made, &registration)
}

async fn add(core: &Core, actor: &Actor, own: OwnSignIn, credential: Passkey) -> Result<(), Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let account = held(&tx, own).await?;
    if passkeys::is_known(&tx, credential.cred_id()).await? {
        return Err(Stop::refused(Problem::PasskeyRejected, "a passkey that is known already"));
    }
    // What is added while a recovery can still be cancelled goes with it: else whoever stole the printed code would keep
    // a way in.
    let recovery = recovery::open_of(&tx, account.id, now).await?.last().map(|recovery| recovery.id);
    let id = PasskeyId::new(now, &*core.random);
    let passkey = Kept { id, account: account.id, credential, created_at: now, last_used_at: None, set_aside_by: None, recovery };
    passkeys::insert(&tx, &passkey).await?;
    changed(core, tx, actor, own, NoticeKind::PasskeyAdded, id, "passkey added").await
}

pub(super) async fn remove(core: &Core, actor: &Actor, id: PasskeyId) -> Result<(), Failure> {
    permit(core, actor, Operation::ChangeSignIn).await?;
    let removed = remove_one(core, actor, actor.own_sign_in()?, id).await.map_err(|stop| stop.about(id));
    audited(core, actor, Operation::ChangeSignIn, removed).await
}

async fn remove_one(core: &Core, actor: &Actor, own: OwnSignIn, id: PasskeyId) -> Result<(), Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let account = held(&tx, own).await?;
    let all = passkeys::passkeys_of(&tx, account.id).await?;
    let this = all.iter().find(|kept| kept.id == id).ok_or(Stop::refused(Problem::NotFound, "no such passkey of the account"))?;
    if let Some(by) = this.set_aside_by {
        // It is the only thing that can undo the recovery, and whoever recovered may be the one to be undone.
        if recovery::recovery(&tx, by).await?.is_some_and(|recovery| recovery.is_open(now)) {
            return Err(Stop::refused(Problem::ClosedAfterRecovery, "it can still cancel the recovery"));
        }
    } else if all.iter().filter(|kept| kept.set_aside_by.is_none()).count() == 1 {
        return Err(Stop::refused(Problem::LastPasskey, "the last passkey"));
    }
    passkeys::remove(&tx, account.id, id).await?;
    changed(core, tx, actor, own, NoticeKind::PasskeyRemoved, id, "passkey removed").await
}

/// The account, held: two who each remove one of the last two passkeys must not both find another one left.
async fn held(tx: &Tx, own: OwnSignIn) -> Result<Account, Stop> {
    accounts::account_locked(tx, own.account).await?.ok_or(Stop::refused(Problem::SignInNeeded, "the account is gone"))
}

/// What follows from every change: the other sessions end, the person is told, the audit knows.
async fn changed(core: &Core, tx: Tx, actor: &Actor, own: OwnSignIn, kind: NoticeKind, passkey: PasskeyId, what: &str) -> Result<(), Stop> {
    let now = core.now();
    end_others(&tx, own).await?;
    notices::insert(&tx, own.account, &Notice { id: NoticeId::new(now, &*core.random), kind, at: now }).await?;
    outbox::tell_of(core, &tx, own.account, kind).await?;
    let line = Line::of(actor, Operation::ChangeSignIn, now).to(passkey).because(what);
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
