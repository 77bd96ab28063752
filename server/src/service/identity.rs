//! Getting in, and what belongs to the sign-in (security.md, "Sign-in" and "Sessions").

mod account;
mod activate;
mod join;
mod leave;
mod open;
mod passkeys;
mod recover;
mod recovery_code;
pub mod session;
mod sign_in;
pub(super) mod stop;
pub mod tidy;
mod webauthn;

use crate::service::Core;
use async_trait::async_trait;
use domain::account::AccountView;
use domain::actor::Actor;
use domain::code::RecoveryCode;
use domain::failure::Failure;
use domain::id::{CeremonyId, NoticeId, PasskeyId, SessionRef};
use domain::ports::{Activating, Asserting, IdentityPort, Registering, SignedIn};
pub use stop::permit;
use webauthn_rs_proto::{PublicKeyCredential, RegisterPublicKeyCredential};

/// The way in.
#[derive(Clone)]
pub struct IdentityService {
    core: Core,
}

/// A configuration that passkeys cannot be used with.
#[derive(Debug, thiserror::Error)]
#[error("{0} has no name that passkeys could be bound to: they need a domain, or localhost")]
pub struct IdentityError(String);

impl IdentityService {
    /// The way into this installation.
    ///
    /// # Errors
    /// [`IdentityError`]: the base URL is an address instead of a name, or browsers would take it for one.
    pub fn new(core: Core) -> Result<Self, IdentityError> {
        webauthn::relying_party(&core.config).map_err(|_| IdentityError(core.config.base_url.clone()))?;
        Ok(Self { core })
    }
}

/// One file per way; each begins with `stop::permit` and ends with its audit line.
#[async_trait]
impl IdentityPort for IdentityService {
    async fn begin_activation(&self, actor: &Actor, code: &str, birth_date: &str) -> Result<Activating, Failure> {
        activate::begin(&self.core, actor, code, birth_date).await
    }

    async fn finish_activation(
        &self,
        actor: &Actor,
        ceremony: CeremonyId,
        made: &RegisterPublicKeyCredential,
    ) -> Result<SignedIn, Failure> {
        open::finish(&self.core, actor, ceremony, made).await
    }

    async fn begin_sign_in(&self, actor: &Actor) -> Result<Asserting, Failure> {
        sign_in::begin(&self.core, actor).await
    }

    async fn finish_sign_in(&self, actor: &Actor, ceremony: CeremonyId, shown: &PublicKeyCredential) -> Result<SignedIn, Failure> {
        sign_in::finish(&self.core, actor, ceremony, shown).await
    }

    async fn begin_passkey(&self, actor: &Actor) -> Result<Registering, Failure> {
        passkeys::begin(&self.core, actor).await
    }

    async fn finish_passkey(&self, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(), Failure> {
        passkeys::finish(&self.core, actor, ceremony, made).await
    }

    async fn remove_passkey(&self, actor: &Actor, passkey: PasskeyId) -> Result<(), Failure> {
        passkeys::remove(&self.core, actor, passkey).await
    }

    async fn issue_recovery_code(&self, actor: &Actor) -> Result<(), Failure> {
        recovery_code::issue(&self.core, actor).await
    }

    async fn recovery_code_to_print(&self, actor: &Actor) -> Result<Option<RecoveryCode>, Failure> {
        recovery_code::to_print(&self.core, actor).await
    }

    async fn recovery_code_kept(&self, actor: &Actor) -> Result<(), Failure> {
        recovery_code::kept(&self.core, actor).await
    }

    async fn begin_recovery(&self, actor: &Actor, code: &str) -> Result<Registering, Failure> {
        recover::begin(&self.core, actor, code).await
    }

    async fn finish_recovery(&self, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<SignedIn, Failure> {
        recover::finish(&self.core, actor, ceremony, made).await
    }

    async fn cancel_recovery(&self, actor: &Actor) -> Result<(), Failure> {
        recover::cancel(&self.core, actor).await
    }

    async fn leave(&self, actor: &Actor) -> Result<(), Failure> {
        leave::leave(&self.core, actor).await
    }

    async fn account(&self, actor: &Actor) -> Result<AccountView, Failure> {
        account::view(&self.core, actor).await
    }

    async fn end_session(&self, actor: &Actor, session: SessionRef) -> Result<(), Failure> {
        account::end_session(&self.core, actor, session).await
    }

    async fn protect(&self, actor: &Actor) -> Result<(), Failure> {
        account::protect(&self.core, actor).await
    }

    async fn notice_seen(&self, actor: &Actor, notice: NoticeId) -> Result<(), Failure> {
        account::notice_seen(&self.core, actor, notice).await
    }
}
