//! Signing in with a passkey, without a user name.

use super::session::standing_with;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::service::Core;
use crate::service::alarms::suspend_death;
use crate::store::accounts;
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Kind};
use crate::store::{commit, passkeys, recovery};
use domain::actor::{Actor, Operation};
use domain::alarm::Sign;
use domain::failure::{Failure, Problem};
use domain::id::CeremonyId;
use domain::ports::{Asserting, SignedIn};
use webauthn_rs_proto::PublicKeyCredential;

pub(super) async fn begin(core: &Core, actor: &Actor) -> Result<Asserting, Failure> {
    permit(core, actor, Operation::SignIn).await?;
    let (challenge, state) = webauthn::start_sign_in(&core.config)?;
    let ceremony = webauthn::ceremony(core, Kind::SignIn, &state)?;
    ceremonies::insert(core.store.db(), &ceremony).await?;
    Ok(Asserting { ceremony: ceremony.id, challenge })
}

pub(super) async fn finish(core: &Core, actor: &Actor, id: CeremonyId, shown: &PublicKeyCredential) -> Result<SignedIn, Failure> {
    permit(core, actor, Operation::SignIn).await?;
    let signed_in = verify(core, actor, id, shown).await;
    audited(core, actor, Operation::SignIn, signed_in).await
}

async fn verify(core: &Core, actor: &Actor, id: CeremonyId, shown: &PublicKeyCredential) -> Result<SignedIn, Stop> {
    let reject = |cause| Stop::refused(Problem::PasskeyRejected, cause);
    let ceremony = webauthn::take(core, id, Kind::SignIn).await?;
    let state = webauthn::state_of(&ceremony)?;
    let (handle, credential_id) = webauthn::claimed(&core.config, shown)?;
    let now = core.now();

    // The passkey is held from here on: of two copies of an authenticator that sign in at once, the second meets the
    // counter that the first left.
    let tx = core.store.begin().await?;
    let mut kept = passkeys::with_credential_locked(&tx, credential_id).await?.ok_or(reject("an unknown passkey"))?;
    let account = accounts::account(&tx, kept.account).await?.filter(|account| account.handle == handle);
    let account = account.ok_or_else(|| reject("a passkey of another user handle").about(kept.account))?;
    if account.ended_at.is_some() {
        return Err(reject("an account whose access has ended").about(account.id));
    }
    let result = webauthn::finish_sign_in(&core.config, shown, state, &kept.credential).map_err(|stop| stop.about(account.id))?;
    let recoveries = match kept.set_aside_by {
        Some(id) => (recovery::recovery(&tx, id).await?, recovery::last_of(&tx, account.id, Some(kept.created_at)).await?),
        None => (None, None),
    };
    let standing = standing_with(&account, (&kept).into(), recoveries, now);
    let standing = standing.ok_or_else(|| reject("a passkey from before a recovery").about(account.id))?;

    kept.credential.update_credential(&result);
    passkeys::set_used(&tx, kept.id, &kept.credential, now).await?;
    let suspended = match account.subject() {
        Some(subject) => suspend_death(core, &tx, actor, Sign::SignedIn, (subject, account.id)).await?,
        None => None,
    };
    let line = Line::of(actor, Operation::SignIn, now).to(account.id);
    audit::append(&tx, &core.config.node, [line].into_iter().chain(suspended)).await?;
    commit(tx).await?;
    Ok(SignedIn { account: account.id, passkey: kept.id, standing })
}
