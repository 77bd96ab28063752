//! Samples of the account: passkeys, sessions, notices, the printed code.

use super::{Person, at};
use async_trait::async_trait;
use domain::account::{AccountView, Level, Notice, NoticeKind, PasskeyView, SessionView, Standing};
use domain::actor::{Actor, Operation};
use domain::code::RecoveryCode;
use domain::failure::{Failure, Problem};
use domain::id::{CeremonyId, NoticeId, PasskeyId, SessionRef};
use domain::ports::{Activating, Asserting, IdentityPort, Registering, SignedIn};
use uuid::Uuid;
use webauthn_rs_proto::{PublicKeyCredential, RegisterPublicKeyCredential};

pub(crate) struct Sample(pub(crate) Person);

/// Notices of an account that has seen a thing or two.
pub(crate) fn notices(person: Person) -> Vec<Notice> {
    let notice = |id, kind, when| Notice { id: NoticeId(Uuid::from_u128(id)), kind, at: at(when) };
    match person {
        // What belongs to the sign-in is told in one's own view.
        Person::Newcomer | Person::Visitor | Person::OnlyCancel | Person::Proxy | Person::ProxyOfTeen => vec![],
        Person::Recovered => vec![notice(0x91, NoticeKind::Recovered, "2026-11-21T22:40:00.000Z")],
        Person::Support | Person::Registrar | Person::Administrator | Person::Manager | Person::NewManager | Person::Clerk => {
            vec![notice(0x92, NoticeKind::PasskeyAdded, "2026-11-20T09:12:00.000Z")]
        }
        _ => vec![
            notice(0x92, NoticeKind::PasskeyAdded, "2026-11-20T09:12:00.000Z"),
            notice(0x93, NoticeKind::LevelRaised, "2026-10-02T01:30:00.000Z"),
        ],
    }
}

fn passkeys(person: Person) -> Vec<PasskeyView> {
    let passkey = |id, created: &str, used: Option<&str>, set_aside| PasskeyView {
        id: PasskeyId(Uuid::from_u128(id)),
        created_at: at(created),
        last_used_at: used.map(at),
        set_aside,
    };
    match person {
        Person::Newcomer => vec![passkey(0x81, "2026-11-22T01:10:00.000Z", None, false)],
        Person::Recovered => vec![
            passkey(0x82, "2026-03-02T05:00:00.000Z", Some("2026-10-30T08:12:00.000Z"), true),
            passkey(0x83, "2026-11-21T22:40:00.000Z", Some("2026-11-22T01:02:00.000Z"), false),
        ],
        _ => vec![
            passkey(0x82, "2026-03-02T05:00:00.000Z", Some("2026-11-22T01:02:00.000Z"), false),
            passkey(0x84, "2026-11-20T09:12:00.000Z", None, false),
        ],
    }
}

#[async_trait]
impl IdentityPort for Sample {
    async fn begin_activation(&self, actor: &Actor, _: &str, _: &str) -> Result<Activating, Failure> {
        actor.may(Operation::Activate)?;
        Ok(Activating::Joined { level: 2 })
    }
    async fn finish_activation(&self, _: &Actor, _: CeremonyId, _: &RegisterPublicKeyCredential) -> Result<SignedIn, Failure> {
        Err(Problem::ActivationUsed.into())
    }
    async fn begin_sign_in(&self, _: &Actor) -> Result<Asserting, Failure> {
        Err(Problem::TooManyRequests.into())
    }
    async fn finish_sign_in(&self, _: &Actor, _: CeremonyId, _: &PublicKeyCredential) -> Result<SignedIn, Failure> {
        Err(Problem::PasskeyRejected.into())
    }
    async fn begin_passkey(&self, actor: &Actor) -> Result<Registering, Failure> {
        actor.may(Operation::ChangeSignIn)?;
        Err(Problem::TooManyRequests.into())
    }
    async fn finish_passkey(&self, _: &Actor, _: CeremonyId, _: &RegisterPublicKeyCredential) -> Result<(), Failure> {
        Err(Problem::PasskeyRejected.into())
    }
    async fn remove_passkey(&self, actor: &Actor, _: PasskeyId) -> Result<(), Failure> {
        actor.may(Operation::ChangeSignIn)?;
        Err(Problem::LastPasskey.into())
    }
    async fn issue_recovery_code(&self, actor: &Actor) -> Result<(), Failure> {
        actor.may(Operation::KeepRecoveryCode)?;
        Ok(actor.may(Operation::ChangeSignIn)?)
    }
    async fn recovery_code_to_print(&self, actor: &Actor) -> Result<Option<RecoveryCode>, Failure> {
        actor.may(Operation::KeepRecoveryCode)?;
        Ok((self.0 == Person::Fresh).then(|| RecoveryCode::from_bytes(&[0x5a; 16])))
    }
    async fn recovery_code_kept(&self, actor: &Actor) -> Result<(), Failure> {
        Ok(actor.may(Operation::KeepRecoveryCode)?)
    }
    async fn begin_recovery(&self, _: &Actor, _: &str) -> Result<Registering, Failure> {
        Err(Problem::RecoveryRejected.into())
    }
    async fn finish_recovery(&self, _: &Actor, _: CeremonyId, _: &RegisterPublicKeyCredential) -> Result<SignedIn, Failure> {
        Err(Problem::PasskeyRejected.into())
    }
    async fn cancel_recovery(&self, actor: &Actor) -> Result<(), Failure> {
        Ok(actor.may(Operation::CancelRecovery)?)
    }
    async fn leave(&self, actor: &Actor) -> Result<(), Failure> {
        Ok(actor.may(Operation::Leave)?)
    }
    async fn account(&self, actor: &Actor) -> Result<AccountView, Failure> {
        actor.may(Operation::SeeAccount)?;
        let session = |id, created: &str, seen: &str, current| SessionView {
            id: SessionRef(Uuid::from_u128(id)),
            created_at: at(created),
            seen_at: at(seen),
            current,
        };
        let here = session(0x71, "2026-11-22T01:02:00.000Z", "2026-11-22T01:14:00.000Z", true);
        let elsewhere = session(0x72, "2026-11-21T12:30:00.000Z", "2026-11-21T12:47:00.000Z", false);
        Ok(AccountView {
            level: if self.0 == Person::LevelOne { Level::One } else { Level::Two },
            standing: actor.patient().map_or(Standing::Open, |patient| patient.standing),
            passkeys: passkeys(self.0),
            sessions: if self.0 == Person::Patient { vec![here, elsewhere] } else { vec![here] },
            has_recovery_code: self.0 == Person::Patient,
            protected: (self.0 == Person::Protected).then(|| at("2026-11-20T02:00:00.000Z")),
            notices: notices(self.0),
        })
    }
    async fn end_session(&self, actor: &Actor, _: SessionRef) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendAccount)?)
    }
    async fn protect(&self, actor: &Actor) -> Result<(), Failure> {
        Ok(actor.may(Operation::ProtectOneself)?)
    }
    async fn notice_seen(&self, actor: &Actor, _: NoticeId) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendAccount)?)
    }
}
