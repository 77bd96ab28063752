//! The mails on their way: written in the transaction of what they tell, sealed, taken by whoever sends them, and given up
//! after a day. They say that there is something new in the portal, and nothing of what.

use super::PROVED;
use crate::service::Core;
use crate::store::contacts;
use crate::store::mails::{self, Mail, MailKind};
use crate::store::uses::{SeenBy, use_seen_by};
use crate::store::{Tx, accounts, commit, links};
use domain::account::{Level, NoticeKind};
use domain::clock::Span;
use domain::contact::{CODE_GOOD_FOR, Topic};
use domain::failure::Failure;
use domain::id::{AccountId, DisclosureId, NoticeId, SubjectId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the seals of mails are bound to, besides their rows.
const MAILS: &str = "mails";
/// How many are handed over in one round.
const ROUND: u64 = 20;
/// How long whoever took a mail has for it, before somebody else may.
const TAKEN_FOR: Span = Span::minutes(10);
/// How often a mail is tried: with waits that double from a minute on, for about a day.
const TRIES: i16 = 11;

/// What is sealed of a mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// In which language: the code of it.
    pub language: String,
    /// The code that proves the address, for the mail that brings one.
    pub code: Option<String>,
}

/// A mail that somebody sends now.
pub struct Outgoing {
    /// Which.
    pub id: Uuid,
    /// What it says.
    pub kind: MailKind,
    /// To whom.
    pub letter: Letter,
    tries: i16,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The relay took it.
    Over,
    /// It may take it later.
    NotNow,
    /// It never will.
    Never,
}

/// Puts a mail on its way.
pub(super) async fn queue(core: &Core, tx: &Tx, account: AccountId, kind: MailKind, letter: &Letter) -> Result<(), Failure> {
    let now = core.now();
    // A ULID like all others, without a type of its own.
    let id = NoticeId::new(now, &*core.random).0;
    let plain = serde_json::to_string(letter).map_err(|error| Failure::Internal(error.to_string()))?;
    let sealed = core.keys.seal(&*core.random, MAILS, id, &plain);
    Ok(mails::insert(tx, &Mail { id, account, kind, sealed, created_at: now, tries: 0 }).await?)
}

/// Mails that account that there is something new, if its owner wants to be told of that. Several things that are new at once
/// are one mail.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn tell(core: &Core, tx: &Tx, account: AccountId, topic: Topic) -> Result<(), Failure> {
    if !core.config.sends_mail() {
        return Ok(());
    }
    let kind = if topic == Topic::Security { MailKind::Security } else { MailKind::News };
    let Some(contact) = contacts::contact_of(tx, account).await?.filter(|contact| contact.topics.want(topic)) else { return Ok(()) };
    let Some(sealed) = contact.sealed else { return Ok(()) };
    if mails::waits(tx, account, kind).await? {
        return Ok(());
    }
    let to = core.keys.unseal(PROVED, account.0, &sealed)?;
    queue(core, tx, account, kind, &Letter { to, language: contact.language.code().to_owned(), code: None }).await
}

/// The same, for what stands in a notice.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn tell_of(core: &Core, tx: &Tx, account: AccountId, kind: NoticeKind) -> Result<(), Failure> {
    let topic = if kind == NoticeKind::InquiryAnswered { Topic::Inquiry } else { Topic::Security };
    tell(core, tx, account, topic).await
}

/// The same, for uses of that release that went against the choices of these subjects: told to whoever sees so in the portal,
/// and to nobody from whom it is kept there.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn tell_of_conflicts(core: &Core, tx: &Tx, release: DisclosureId, of: &[SubjectId]) -> Result<(), Failure> {
    if !core.config.sends_mail() {
        return Ok(());
    }
    for subject in of {
        let subjects = links::proved_with(tx, *subject).await?;
        let Some(account) = accounts::first_of(tx, &subjects).await? else { continue };
        let only_from = (account.level == Level::One).then_some(account.issuers.as_slice());
        let seen = use_seen_by(tx, SeenBy { subjects: &subjects, only_from }, release).await?;
        if seen.is_some_and(|seen| seen.conflict.is_some() && seen.display == domain::disclosure::Display::Full) {
            tell(core, tx, account.id, Topic::Conflict).await?;
        }
    }
    Ok(())
}

/// What goes with an account whose owner left: all but one last word to the address, which leaves no trace once it is sent.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn say_goodbye(core: &Core, tx: &Tx, account: AccountId) -> Result<(), Failure> {
    mails::remove_of(tx, account).await?;
    tell(core, tx, account, Topic::Security).await?;
    Ok(contacts::remove(tx, account).await?)
}

/// Takes mails whose time has come, for this node alone. A code that is too old to prove anything is forgotten.
///
/// # Errors
/// The database cannot be reached.
pub async fn take_due(core: &Core) -> Result<Vec<Outgoing>, Failure> {
    let (db, now) = (core.store.db(), core.now());
    let mut taken = Vec::new();
    for (mail, was_due) in mails::due(db, now, ROUND).await? {
        if mail.kind == MailKind::Code && mail.created_at + CODE_GOOD_FOR <= now {
            mails::remove(db, mail.id).await?;
            continue;
        }
        let tx = core.store.begin().await?;
        let mine = mails::take(&tx, mail.id, was_due, now + TAKEN_FOR).await?;
        commit(tx).await?;
        if !mine {
            continue;
        }
        match opened(core, &mail) {
            Ok(letter) => taken.push(Outgoing { id: mail.id, kind: mail.kind, letter, tries: mail.tries + 1 }),
            // One broken row keeps no other from being sent.
            Err(failure) => tracing::error!(?failure, "a mail cannot be opened"),
        }
    }
    Ok(taken)
}

fn opened(core: &Core, mail: &Mail) -> Result<Letter, Failure> {
    let plain = core.keys.unseal(MAILS, mail.id, &mail.sealed)?;
    let broken = |_| Failure::Inconsistent { table: "mails", column: "sealed", row: mail.id.to_string() };
    serde_json::from_str(&plain).map_err(broken)
}

/// Writes down what became of a mail. No line of the log says to whom it was.
///
/// # Errors
/// The database cannot be reached: then it is tried once more than needed.
pub async fn handed(core: &Core, mail: &Outgoing, how: Handed) -> Result<(), Failure> {
    let db = core.store.db();
    match how {
        Handed::NotNow if mail.tries < TRIES => Ok(mails::put_off(db, mail.id, core.now() + wait_after(mail.tries)).await?),
        Handed::Over => Ok(mails::remove(db, mail.id).await?),
        Handed::NotNow | Handed::Never => {
            tracing::warn!(kind = mail.kind.code(), tries = mail.tries, "a mail was given up");
            Ok(mails::remove(db, mail.id).await?)
        }
    }
}

/// How long to wait after so many tries: a minute, two, four, and so on.
fn wait_after(tries: i16) -> Span {
    Span::minutes(1 << tries.saturating_sub(1).clamp(0, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_for_about_a_day() {
        assert_eq!((wait_after(1), wait_after(2), wait_after(5)), (Span::minutes(1), Span::minutes(2), Span::minutes(16)));
        let whole: i64 = (1..TRIES).map(|tries| wait_after(tries).millis()).sum();
        assert!((Span::hours(16).millis()..Span::hours(26).millis()).contains(&whole), "{whole}");
    }
}
