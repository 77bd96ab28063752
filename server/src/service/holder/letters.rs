//! Handing out activation codes: to a program one at a time, to people as letters that are printed.

mod list;
mod person;

use super::{organisation, qr};
use crate::service::Core;
use crate::service::activations::{self, NewActivation};
use crate::store::audit::{self, Line};
use crate::store::letters::{self, Made};
use crate::store::{Tx, commit, holder_counts};
use domain::account::{ACTIVATION_LIFETIME, Level};
use domain::actor::{Actor, Operation};
use domain::check::RawIdentifier;
use domain::clock::{Span, Timestamp, parse_date};
use domain::code::ActivationCode;
use domain::failure::{Failure, Problem};
use domain::holder::Holder;
use domain::id::{AccountId, LettersId, SubjectId};
use domain::identifier::Systems;
use domain::ports::{FaultyRow, Issued, Letter, LettersView, Recipients, RowFault};
use domain::statistics::{Month, What};
use list::Asked;
use person::Person;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use subtle::ConstantTimeEq;

/// How long letters can be read after they were made.
const SHOWN_FOR: Span = Span::minutes(30);
/// How long a form that made letters is known as one that did.
const FORM_KEPT: Span = Span::days(7);
/// How long the key of a form may be.
const MAX_KEY: usize = 64;
/// What the sealed text is, wherever one stands.
const SEALED: &str = "letters";

/// What is sealed until it was printed.
#[derive(Default, Serialize, Deserialize)]
struct Written {
    letters: Vec<WrittenLetter>,
    faulty: Vec<FaultyRow>,
}

#[derive(Serialize, Deserialize)]
struct WrittenLetter {
    row: usize,
    own_number: Option<String>,
    code: String,
}

pub(super) async fn issue(core: &Core, actor: &Actor, identifiers: &[RawIdentifier], birth_date: &str) -> Result<Issued, Failure> {
    actor.may(Operation::IssueActivation)?;
    let now = core.now();
    let holder = organisation(core.store.db(), actor).await?;
    // A program writes dates in one way.
    parse_date(birth_date).map_err(|_| Problem::InvalidDate)?;
    let person = Person::read(identifiers, birth_date, &systems(core, &holder), now).map_err(problem)?;
    let tx = core.store.begin().await?;
    let (code, subject) = make(core, &tx, &holder, &person).await?;
    holder_counts::add(&tx, holder.id, Month::of(now), What::ActivationsIssued, 1).await?;
    audit::append(&tx, &core.config.node, [Line::of(actor, Operation::IssueActivation, now).to(subject)]).await?;
    commit(tx).await?;
    Ok(Issued { code, expires_at: now + ACTIVATION_LIFETIME })
}

fn problem(fault: RowFault) -> Problem {
    match fault {
        RowFault::InvalidDate => Problem::InvalidDate,
        RowFault::InvalidIdentifier | RowFault::UnknownSystem | RowFault::NoNumber | RowFault::Duplicate => Problem::InvalidIdentifier,
    }
}

fn systems(core: &Core, holder: &Holder) -> Systems {
    Systems { insured_numbers: core.config.insured_numbers, local: Some(Systems::local_of(holder, &core.config.base_url)) }
}

/// A holder vouches alone: a second one, who is not asked by the first, raises the level.
async fn make(core: &Core, tx: &Tx, holder: &Holder, person: &Person) -> Result<(ActivationCode, SubjectId), Failure> {
    let new = NewActivation {
        identifiers: &person.identifiers,
        birth_date: person.birth_date,
        issuer: holder.id,
        grants: Level::One,
        expires: true,
    };
    activations::issue(core, tx, &new).await
}

pub(super) async fn write(core: &Core, actor: &Actor, to: &Recipients, key: &str) -> Result<LettersId, Failure> {
    actor.may(Operation::IssueActivation)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let (now, body) = (core.now(), list::body(to));
    let digest = core.keys.form_digest(&body);
    let id = LettersId::new(now, &*core.random);
    // A form without a key is a new one each time.
    let key = if key.is_empty() { id.to_string() } else { key.to_owned() };
    if key.len() > MAX_KEY {
        return Err(Problem::Malformed.into());
    }
    let holder = organisation(core.store.db(), actor).await?;
    let open = systems(core, &holder);
    let asked = list::read(to, open.local.as_deref().unwrap_or_default())?;

    let tx = core.store.begin().await?;
    // Of two copies of one form the second waits here, and then finds what the first did.
    if !letters::begin(&tx, id, (account, &key), digest, now).await? {
        return made_before(&tx, (account, &key), &core.keys.form_digests(&[&body])).await;
    }
    let (written, subjects) = write_each(core, &tx, &holder, &asked, &open).await?;
    let text = serde_json::to_string(&written).map_err(|error| Failure::Internal(error.to_string()))?;
    letters::fill(&tx, id, core.keys.seal(&*core.random, SEALED, id.0, &text)).await?;
    holder_counts::add(&tx, holder.id, Month::of(now), What::ActivationsIssued, subjects.len() as u64).await?;
    let lines: Vec<_> = subjects.iter().map(|subject| Line::of(actor, Operation::IssueActivation, now).to(subject)).collect();
    audit::append(&tx, &core.config.node, lines).await?;
    commit(tx).await?;
    Ok(id)
}

async fn made_before(tx: &Tx, (account, key): (AccountId, &str), digests: &[[u8; 32]]) -> Result<LettersId, Failure> {
    let made = letters::with_key_of(tx, account, key).await?.ok_or_else(|| Failure::Unavailable("a form is being worked on".to_owned()))?;
    if digests.iter().any(|digest| made.body_digest.ct_eq(digest).into()) { Ok(made.id) } else { Err(Problem::KeyReused.into()) }
}

/// A letter for each good row: one that is bad spoils no other.
async fn write_each(core: &Core, tx: &Tx, holder: &Holder, asked: &[Asked], open: &Systems) -> Result<(Written, Vec<SubjectId>), Failure> {
    let (mut written, mut subjects, mut seen) = (Written::default(), Vec::new(), HashSet::new());
    for row in asked {
        let person = match &row.identifiers {
            Ok(identifiers) => Person::read(identifiers, &row.birth_date, open, core.now()),
            Err(fault) => Err(*fault),
        };
        let person = person.and_then(|person| person.once(core, &mut seen));
        match person {
            Ok(person) => {
                let (code, subject) = make(core, tx, holder, &person).await?;
                subjects.push(subject);
                let own_number = row.own_number.clone();
                written.letters.push(WrittenLetter { row: row.row, own_number, code: code.grouped() });
            }
            Err(fault) => {
                let (number, birth_date) = (row.number.clone(), row.birth_date.clone());
                written.faulty.push(FaultyRow { row: row.row, fault, own_number: row.own, number, birth_date });
            }
        }
    }
    Ok((written, subjects))
}

pub(super) async fn letters(core: &Core, actor: &Actor, id: LettersId) -> Result<Option<LettersView>, Failure> {
    actor.may(Operation::IssueActivation)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let db = core.store.db();
    let Some(Made { sealed: Some(sealed), made_at, .. }) = letters::made_by(db, account, id).await? else { return Ok(None) };
    let shown_until = made_at + SHOWN_FOR;
    if core.now() >= shown_until {
        return Ok(None);
    }
    let written = opened(core, id, &sealed)?;
    Ok(Some(LettersView {
        id,
        holder: organisation(db, actor).await?,
        letters: written.letters.into_iter().map(|letter| drawn(core, letter)).collect::<Result<_, _>>()?,
        faulty: written.faulty,
        made_at,
        expires_at: made_at + ACTIVATION_LIFETIME,
        shown_until,
        base_url: core.config.base_url.clone(),
    }))
}

fn opened(core: &Core, id: LettersId, sealed: &[u8]) -> Result<Written, Failure> {
    let broken = || Failure::Inconsistent { table: "letters", column: "sealed", row: id.to_string() };
    let text = core.keys.unseal(SEALED, id.0, sealed).map_err(|_| broken())?;
    serde_json::from_str(&text).map_err(|_| broken())
}

/// What stands behind the # of an address never leaves the browser: the code comes into no log and no history of a proxy.
fn drawn(core: &Core, letter: WrittenLetter) -> Result<Letter, Failure> {
    let address = format!("{}/activate#code={}", core.config.base_url.trim_end_matches('/'), letter.code);
    Ok(Letter { row: letter.row, own_number: letter.own_number, qr: qr::draw(&address)?, code: letter.code })
}

pub(super) async fn printed(core: &Core, actor: &Actor, id: LettersId) -> Result<(), Failure> {
    actor.may(Operation::IssueActivation)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let tx = core.store.begin().await?;
    if !letters::empty(&tx, account, id).await? {
        return Err(Problem::NotFound.into());
    }
    let line = Line::of(actor, Operation::IssueActivation, core.now()).to(id).because("letters printed");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Letters that nobody printed go by themselves.
pub(super) async fn tidy(core: &Core) -> Result<(), Failure> {
    let now: Timestamp = core.now();
    let tx = core.store.begin().await?;
    letters::empty_before(&tx, now - SHOWN_FOR).await?;
    letters::forget_before(&tx, now - FORM_KEPT).await?;
    Ok(commit(tx).await?)
}
