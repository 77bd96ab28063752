//! Where a person is told, outside of the portal, that there is something new: proved by a code before it is used, sealed,
//! and changed only with a fresh passkey.

pub(crate) mod outbox;

use crate::service::Core;
use crate::service::identity::stop::{Stop, audited, permit};
use crate::store::audit::{self, Line};
use crate::store::contacts::{self, Contact, Pending};
use crate::store::mails::MailKind;
use crate::store::{Tx, commit, notices};
use async_trait::async_trait;
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation, Patient};
use domain::contact::{CODE_AGAIN_AFTER, CODE_GOOD_FOR, CODE_TRIES, ContactView, EmailAddress, Topics};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, NoticeId};
use domain::inquiry::Language;
use domain::ports::ContactPort;
use outbox::{Letter, queue};
use subtle::ConstantTimeEq;

/// What the seals of addresses are bound to, besides their account: one that waits for its code does not open as one that is
/// proved.
const PROVED: &str = "contacts";
const WAITING: &str = "contacts.pending";
/// How many digits a code has: five tries among a million.
const DIGITS: usize = 6;

/// The contact data.
#[derive(Clone)]
pub struct ContactService {
    core: Core,
}

impl ContactService {
    /// The contact data of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Contact data is changed with a passkey shown just now, like the sign-in itself.
    async fn may_change(&self, actor: &Actor) -> Result<(), Failure> {
        self.may_tend(actor).await?;
        permit(&self.core, actor, Operation::ChangeSignIn).await
    }

    /// In the day after a recovery everything is told to the address of before: whoever came in with somebody else's code must not
    /// lead it to another one.
    async fn may_tend(&self, actor: &Actor) -> Result<(), Failure> {
        permit(&self.core, actor, Operation::TendOwnData).await?;
        let closed = actor.patient()?.standing.closed_since().is_some();
        let settled = if closed { Err(Stop::refused(Problem::ClosedAfterRecovery, "contact data after a recovery")) } else { Ok(()) };
        audited(&self.core, actor, Operation::TendOwnData, settled).await
    }

    fn opened(&self, context: &'static str, account: AccountId, sealed: &[u8]) -> Result<EmailAddress, Failure> {
        let plain = self.core.keys.unseal(context, account.0, sealed)?;
        EmailAddress::read(&plain).map_err(|_| Failure::Inconsistent { table: "contacts", column: "sealed", row: account.to_string() })
    }

    /// A code that nobody can guess in five tries.
    fn new_code(&self) -> String {
        let mut bytes = [0; 8];
        self.core.random.fill(&mut bytes);
        // Of 2^64 numbers the surplus is one in ten million million: no digit is likelier than another by more.
        format!("{:0DIGITS$}", u64::from_be_bytes(bytes) % 10_u64.pow(6))
    }

    async fn take_in(&self, actor: &Actor, patient: &Patient, typed: &str, language: Language) -> Result<(), Stop> {
        let (core, account, now) = (&self.core, patient.account, self.core.now());
        if !core.config.sends_mail() {
            return Err(Stop::refused(Problem::NotAllowed, "mail is not set up"));
        }
        let address = EmailAddress::read(typed).map_err(|problem| Stop::refused(problem, "no address"))?;
        let code = self.new_code();
        let tx = core.store.begin().await?;
        let before = contacts::contact_of_locked(&tx, account).await?.and_then(|contact| contact.pending);
        if before.is_some_and(|before| now < before.sent_at + CODE_AGAIN_AFTER) {
            return Err(Stop::refused(Problem::TooManyRequests, "a code was mailed just now"));
        }
        let sealed = core.keys.seal(&*core.random, WAITING, account.0, address.as_str());
        let pending = Pending { sealed, code: core.keys.contact_digest(account, &code), sent_at: now, tries: 0 };
        contacts::put_pending(&tx, account, &pending, language).await?;
        let letter = Letter { to: address.as_str().to_owned(), language: language.code().to_owned(), code: Some(code) };
        queue(core, &tx, account, MailKind::Code, &letter).await?;
        self.note(tx, actor, "contact address entered").await
    }

    async fn prove(&self, actor: &Actor, patient: &Patient, typed: &str) -> Result<(), Stop> {
        let (core, account, now) = (&self.core, patient.account, self.core.now());
        let tx = core.store.begin().await?;
        let nothing = Stop::refused(Problem::ContactCodeRejected, "no address waits for a code");
        let Some(Contact { sealed, language, pending: Some(pending), .. }) = contacts::contact_of_locked(&tx, account).await? else {
            return Err(nothing);
        };
        if pending.sent_at + CODE_GOOD_FOR <= now || pending.tries >= CODE_TRIES {
            return Err(Stop::refused(Problem::ContactCodeRejected, "a code that is too old, or was mistyped too often"));
        }
        let shown = core.keys.contact_digest(account, &digits_of(typed));
        if !bool::from(shown.ct_eq(&pending.code)) {
            contacts::count_wrong(&tx, account).await?;
            // The try counts, whatever becomes of the request.
            commit(tx).await?;
            return Err(Stop::refused(Problem::ContactCodeRejected, "a wrong code"));
        }
        let address = self.opened(WAITING, account, &pending.sealed)?;
        if let Some(old) = sealed {
            self.tell_the_old(&tx, account, &old, language, Some(&address)).await?;
        }
        contacts::set_proved(&tx, account, core.keys.seal(&*core.random, PROVED, account.0, address.as_str()), now).await?;
        self.notice(&tx, account).await?;
        self.note(tx, actor, "contact address proved").await
    }

    async fn forget(&self, actor: &Actor, patient: &Patient) -> Result<(), Stop> {
        let tx = self.core.store.begin().await?;
        let contact = contacts::contact_of_locked(&tx, patient.account).await?;
        let contact = contact.ok_or(Stop::refused(Problem::NotFound, "no contact address"))?;
        if let Some(old) = contact.sealed {
            self.tell_the_old(&tx, patient.account, &old, contact.language, None).await?;
            self.notice(&tx, patient.account).await?;
        }
        contacts::remove(&tx, patient.account).await?;
        self.note(tx, actor, "contact address removed").await
    }

    /// Whoever changed the address of somebody else must not keep that from them.
    async fn tell_the_old(
        &self,
        tx: &Tx,
        account: AccountId,
        old: &[u8],
        language: Language,
        new: Option<&EmailAddress>,
    ) -> Result<(), Failure> {
        let old = self.opened(PROVED, account, old)?;
        if new == Some(&old) || !self.core.config.sends_mail() {
            return Ok(());
        }
        let letter = Letter { to: old.as_str().to_owned(), language: language.code().to_owned(), code: None };
        queue(&self.core, tx, account, MailKind::Security, &letter).await
    }

    async fn notice(&self, tx: &Tx, account: AccountId) -> Result<(), Failure> {
        let now = self.core.now();
        let notice = Notice { id: NoticeId::new(now, &*self.core.random), kind: NoticeKind::ContactChanged, at: now };
        Ok(notices::insert(tx, account, &notice).await?)
    }

    async fn note(&self, tx: Tx, actor: &Actor, what: &str) -> Result<(), Stop> {
        let line = Line::of(actor, Operation::TendOwnData, self.core.now()).because(what);
        audit::append(&tx, &self.core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }
}

/// The digits of a code as somebody typed it, also from a full-width keyboard.
fn digits_of(typed: &str) -> String {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    };
    typed.chars().filter_map(digit).take(DIGITS + 1).collect()
}

#[async_trait]
impl ContactPort for ContactService {
    async fn contact(&self, actor: &Actor) -> Result<ContactView, Failure> {
        actor.may(Operation::TendOwnData)?;
        let account = actor.patient()?.account;
        let sends = self.core.config.sends_mail();
        let Some(contact) = contacts::contact_of(self.core.store.db(), account).await? else {
            return Ok(ContactView { sends, ..ContactView::default() });
        };
        let waiting = contact.pending.filter(|pending| self.core.now() < pending.sent_at + CODE_GOOD_FOR && pending.tries < CODE_TRIES);
        let waiting =
            waiting.map(|pending| Ok::<_, Failure>((self.opened(WAITING, account, &pending.sealed)?, pending.sent_at + CODE_GOOD_FOR)));
        Ok(ContactView {
            sends,
            address: contact.sealed.map(|sealed| self.opened(PROVED, account, &sealed)).transpose()?,
            topics: contact.topics,
            waiting: waiting.transpose()?,
        })
    }

    async fn enter(&self, actor: &Actor, typed: &str, language: Language) -> Result<(), Failure> {
        self.may_change(actor).await?;
        let done = self.take_in(actor, actor.patient()?, typed, language).await;
        audited(&self.core, actor, Operation::TendOwnData, done).await
    }

    async fn confirm(&self, actor: &Actor, code: &str) -> Result<(), Failure> {
        // The code is the proof that a passkey was fresh when the address was entered.
        self.may_tend(actor).await?;
        let done = self.prove(actor, actor.patient()?, code).await;
        audited(&self.core, actor, Operation::TendOwnData, done).await
    }

    async fn choose(&self, actor: &Actor, topics: Topics) -> Result<(), Failure> {
        self.may_change(actor).await?;
        let account = actor.patient()?.account;
        let tx = self.core.store.begin().await?;
        let done = if contacts::set_topics(&tx, account, topics).await? {
            self.note(tx, actor, "contact topics chosen").await
        } else {
            drop(tx);
            Err(Stop::refused(Problem::NotFound, "no contact address"))
        };
        audited(&self.core, actor, Operation::TendOwnData, done).await
    }

    async fn remove(&self, actor: &Actor) -> Result<(), Failure> {
        self.may_change(actor).await?;
        let done = self.forget(actor, actor.patient()?).await;
        audited(&self.core, actor, Operation::TendOwnData, done).await
    }
}

#[cfg(test)]
mod tests {
    use super::digits_of;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["012345", " 012 345 ", "０１２-３４５", "012345\n"] {
            assert_eq!(digits_of(typed), "012345", "{typed}");
        }
        assert_eq!(digits_of("0123456789").len(), 7, "too many stay too many");
    }
}
