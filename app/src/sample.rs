//! Fixed, rich data to render every page from, for tests: what a person of each kind would see.

mod alarms;
mod approvals;
mod audit;
mod checks;
mod choices;
mod conflicts;
mod contact;
mod desk;
mod disclosures;
mod form_drafts;
mod holder;
mod holders;
mod identity;
mod inquiries;
mod log;
mod people;
mod proxies;
mod purposes;
mod register;
mod reviews;
mod status;
mod studies;
mod uses;

use crate::i18n::Locale;
use crate::visit::{Outgoing, Visit};
use domain::account::{Level, SESSION_LIFETIME, Standing};
use domain::actor::{Actor, OperatorRole, OwnSignIn, Patient, ProxySight, StaffRole};
use domain::clock::{Clock, Timestamp};
use domain::failure::Failure;
use domain::id::{AccountId, RecoveryId, SubjectId};
use domain::ports::{Ports, QrCode, SessionPort, SignedIn};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

pub(crate) use uses::uses;

/// 10:14 in Tokyo, on a Sunday.
pub(crate) const NOW: &str = "2026-11-22T01:14:07.000Z";

/// A moment, from RFC 3339.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Who looks at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// Nobody is signed in.
    Visitor,
    /// Someone who has used the service for a while: uses, decisions, a conflict, one passkey.
    Patient,
    /// The same, with a passkey used just now.
    Fresh,
    /// Someone who refused everything, then allowed one study.
    Refuser,
    /// Someone who has just come: nothing has been used, nothing has been said.
    Newcomer,
    /// Someone at level 1.
    LevelOne,
    /// Someone who is protected, and has not shown their passkey just now.
    Protected,
    /// Someone who came back with the printed code a few hours ago.
    Recovered,
    /// Someone who signed in with a passkey from before a recovery.
    OnlyCancel,
    /// Somebody at the desk.
    Support,
    /// A parent with their child in view.
    Proxy,
    /// A parent with their child of fifteen in view.
    ProxyOfTeen,
    /// Somebody who keeps the register of studies.
    Registrar,
    /// Somebody who hands out access.
    Administrator,
    /// Somebody who looks after a hospital's programs and people.
    Manager,
    /// A colleague who checks and reports.
    Clerk,
    /// As the manager, of a hospital that has just joined.
    NewManager,
}

impl Person {
    fn actor(self) -> Actor {
        let by = |account| OwnSignIn { account: AccountId(Uuid::from_u128(account)), fresh: self == Self::Registrar, session: None };
        let staff = |role| Actor::Staff { by: by(0x0193_0003), role };
        let operator = |role| Actor::Operator { by: by(0x0193_0004), holder: studies::sakuradai().id, role };
        match self {
            Self::Visitor => return Actor::Anonymous,
            Self::Support => return staff(StaffRole::Support),
            Self::Registrar => return staff(StaffRole::Registrar),
            Self::Administrator => return staff(StaffRole::Administrator),
            Self::Manager | Self::NewManager => return operator(OperatorRole::Manager),
            Self::Clerk => return operator(OperatorRole::Clerk),
            _ => {}
        }
        let patient = Patient {
            account: AccountId(Uuid::from_u128(0x0193_0001)),
            subject: subject(),
            level: if self == Self::LevelOne { Level::One } else { Level::Two },
            standing: match self {
                Self::Recovered => Standing::ClosedUntil(at("2026-11-22T22:40:00.000Z")),
                Self::OnlyCancel => Standing::OnlyCancel(RecoveryId(Uuid::from_u128(0x0193_0002))),
                _ => Standing::Open,
            },
            fresh: self == Self::Fresh,
            session: None,
        };
        let child = SubjectId(Uuid::from_u128(0x0193_0009));
        match self {
            Self::Proxy => Actor::Proxy { by: patient, of: child, sight: ProxySight::Everything },
            Self::ProxyOfTeen => Actor::Proxy { by: patient, of: child, sight: ProxySight::Choices },
            _ => Actor::Patient(patient),
        }
    }

    fn closed_until(self) -> Option<Timestamp> {
        match self.actor() {
            Actor::Patient(Patient { standing: Standing::ClosedUntil(until), .. }) => Some(until),
            _ => None,
        }
    }
}

/// Whose records the samples are about.
pub(crate) fn subject() -> SubjectId {
    SubjectId(Uuid::from_u128(0x0193_0000))
}

/// What the page did to the answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: Mutex<Option<u16>>,
    pub(crate) redirect: Mutex<Option<String>>,
    pub(crate) locale: Mutex<Option<Locale>>,
}

impl Outgoing for Answer {
    fn redirect(&self, to: &str) {
        *self.redirect.lock().unwrap() = Some(to.to_owned());
    }
    fn status(&self, code: u16) {
        *self.status.lock().unwrap() = Some(code);
    }
    fn set_locale_cookie(&self, locale: Locale) {
        *self.locale.lock().unwrap() = Some(locale);
    }
}

struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        at(NOW)
    }
}

struct NoSession;

#[async_trait::async_trait]
impl SessionPort for NoSession {
    async fn begin(&self, _: SignedIn) -> Result<(), Failure> {
        Ok(())
    }
    async fn holds(&self) -> Result<bool, Failure> {
        Ok(true)
    }
    async fn latest_end(&self) -> Result<Option<Timestamp>, Failure> {
        Ok(Some(at(NOW) + SESSION_LIFETIME))
    }
    async fn view(&self, _: Option<SubjectId>) -> Result<(), Failure> {
        Ok(())
    }
    async fn end(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// A visit of that person, and what becomes of its answer.
pub(crate) fn visit(person: Person, locale: Locale, path: &str) -> (Visit, Arc<Answer>) {
    let answer = Arc::new(Answer::default());
    let visit = Visit {
        ports: Ports {
            identity: Arc::new(identity::Sample(person)),
            choices: Arc::new(choices::Sample(person)),
            uses: Arc::new(uses::Sample(person)),
            studies: Arc::new(studies::Sample),
            purposes: Arc::new(purposes::Sample(person)),
            register: Arc::new(register::Sample(person)),
            disclosures: Arc::new(disclosures::Sample),
            conflicts: Arc::new(conflicts::Sample),
            holder: Arc::new(holder::Sample(person)),
            people: Arc::new(people::Sample(person)),
            holders: Arc::new(holders::Sample),
            checks: Arc::new(checks::Sample(person)),
            inquiries: Arc::new(inquiries::Sample(person)),
            approvals: Arc::new(approvals::Sample),
            contact: Arc::new(contact::Sample(person)),
            proxies: Arc::new(proxies::Sample(person)),
            audit: Arc::new(audit::Sample),
            log: Arc::new(log::Sample(person)),
            reviews: Arc::new(reviews::Sample),
            alarms: Arc::new(alarms::Sample),
            status: Arc::new(status::Sample(person)),
            form_drafts: Arc::new(form_drafts::Sample),
            desk: Arc::new(desk::Sample(person)),
            clock: Arc::new(FixedClock),
        },
        actor: person.actor(),
        session: Arc::new(NoSession),
        outgoing: answer.clone(),
        locale,
        path: path.to_owned(),
        assets: "test".into(),
        wants_page: true,
        report: Arc::new(|_| {}),
        new_key: Arc::new(|| "0123456789abcdef".to_owned()),
        draw: Arc::new(|_| Some(QrCode { size: 33, path: "M4 4h7v1h-7z".to_owned() })),
    };
    (visit, answer)
}
