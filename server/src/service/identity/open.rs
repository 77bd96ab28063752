//! Opening an account: the first passkey, for a code that was accepted.

use super::activate::usable;
use super::session::standing;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::service::activations::count_used;
use crate::service::alarms::suspend_death;
use crate::service::{Core, protection};
use crate::store::accounts::{self, Account, Kind as AccountKind};
use crate::store::activations::{self, Activation};
use crate::store::audit::{self, Line};
use crate::store::ceremonies::Kind;
use crate::store::passkeys::{self, Kept};
use crate::store::{Tx, commit, links};
use domain::actor::{Actor, Operation};
use domain::alarm::Sign;
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, ActivationId, CeremonyId, PasskeyId, SubjectId};
use domain::ports::SignedIn;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// What the ceremony of an activation needs to be completed.
#[derive(Serialize, Deserialize)]
pub(super) struct Opening {
    /// The user handle that the authenticator was given, for the account to be.
    pub(super) handle: Uuid,
    pub(super) registration: PasskeyRegistration,
}

pub(super) async fn finish(
    core: &Core,
    actor: &Actor,
    ceremony: CeremonyId,
    made: &RegisterPublicKeyCredential,
) -> Result<SignedIn, Failure> {
    permit(core, actor, Operation::Activate).await?;
    let opened = match verify(core, ceremony, made).await {
        Ok((activation, handle, passkey)) => open(core, actor, activation, handle, passkey).await.map_err(|stop| stop.about(activation)),
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Activate, opened).await
}

async fn verify(core: &Core, id: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(ActivationId, Uuid, Passkey), Stop> {
    let ceremony = webauthn::take(core, id, Kind::Activation).await?;
    let broken = Failure::Inconsistent { table: "ceremonies", column: "activation_id", row: ceremony.id.to_string() };
    let activation = ceremony.activation.ok_or(broken)?;
    let opening: Opening = webauthn::state_of(&ceremony)?;
    let passkey = webauthn::finish_registration(&core.config, made, &opening.registration).map_err(|stop| stop.about(activation))?;
    Ok((activation, opening.handle, passkey))
}

/// Opens the account. Everything that was true when the code was accepted is asked again, behind the lock: of two devices
/// that come with the same code, one opens the account.
async fn open(core: &Core, actor: &Actor, activation: ActivationId, handle: Uuid, credential: Passkey) -> Result<SignedIn, Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let activation = activations::activation_locked(&tx, activation).await?;
    let activation = activation.ok_or(Stop::refused(Problem::ActivationRejected, "the code is gone"))?;
    usable(&activation, now)?;
    if let AccountKind::Patient(subject) = activation.opens {
        let person = links::subjects_with(&tx, &[subject]).await?;
        if has_account(&tx, &person, None).await? {
            return Err(Stop::refused(Problem::SignInFirst, "the person has an account"));
        }
        if protection::since(&tx, subject).await?.is_some() {
            return Err(Stop::refused(Problem::ActivationRejected, "the person is protected meanwhile"));
        }
    }
    if passkeys::is_known(&tx, credential.cred_id()).await? {
        return Err(Stop::refused(Problem::PasskeyRejected, "a passkey that is known already"));
    }
    let account = account_to_be(core, &activation, handle, now);
    let id = PasskeyId::new(now, &*core.random);
    let passkey =
        Kept { id, account: account.id, credential, created_at: now, last_used_at: Some(now), set_aside_by: None, recovery: None };
    accounts::insert(&tx, &account).await?;
    passkeys::insert(&tx, &passkey).await?;
    activations::set_used(&tx, activation.id, account.id, now).await?;
    count_used(&tx, &activation, now).await?;
    let suspended = match account.subject() {
        Some(subject) => suspend_death(core, &tx, actor, Sign::Activated, (subject, account.id)).await?,
        None => None,
    };
    let line = Line::of(actor, Operation::Activate, now).to(account.id).because("account opened");
    audit::append(&tx, &core.config.node, [line].into_iter().chain(suspended)).await?;
    commit(tx).await?;
    Ok(SignedIn { account: account.id, passkey: id, standing: standing(&account, now) })
}

fn account_to_be(core: &Core, activation: &Activation, handle: Uuid, now: Timestamp) -> Account {
    let is_patient = matches!(activation.opens, AccountKind::Patient(_));
    Account {
        id: AccountId::new(now, &*core.random),
        handle,
        kind: activation.opens,
        level: activation.grants,
        // Whose word it is matters for who a patient is; an invitation proofs nobody.
        issuers: if is_patient { vec![activation.issuer] } else { Vec::new() },
        created_at: now,
        overview_seen_at: None,
        overview_opened_at: None,
        closed_until: None,
        label: activation.label.clone(),
        ended_at: None,
    }
}

/// Whether a person, known as these subjects, has an account besides that one. Holds the subjects, so that nobody opens
/// one for them meanwhile.
pub(super) async fn has_account(tx: &Tx, person: &[SubjectId], besides: Option<AccountId>) -> Result<bool, Stop> {
    accounts::hold_subjects(tx, person).await?;
    let accounts = accounts::accounts_of_subjects(tx, person).await?;
    Ok(accounts.into_iter().any(|account| Some(account) != besides))
}
