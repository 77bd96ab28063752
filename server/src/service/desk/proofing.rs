//! Proofs at the counter: a higher level, a letter that opens an account.

use super::finding::DESK;
use super::in_view::{InView, alive, done, in_view, line, proved};
use crate::service::Core;
use crate::service::activations::somebody_protected;
use crate::service::contact::outbox;
use crate::service::holder::qr;
use crate::store::accounts::{self, Kind};
use crate::store::activations::{self, Activation};
use crate::store::{audit, commit, facts, links, look_up_scratch, look_ups, notices, subjects};
use domain::account::{ACTIVATION_LIFETIME, Level, Notice, NoticeKind};
use domain::actor::{Actor, Operation};
use domain::code::ActivationCode;
use domain::desk::{Act, two_proofs};
use domain::failure::{Failure, Problem};
use domain::id::{ActivationId, LookUpId, NoticeId};
use domain::ports::desk::DeskLetter;

pub(super) async fn raise_level(core: &Core, actor: &Actor, id: LookUpId, proofs: [&str; 2]) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let [one, other] = two_proofs(proofs[0], proofs[1])?;
    let tx = core.store.begin().await?;
    let person = links::subjects_with(&tx, &[subject]).await?;
    alive(facts::facts_of(&tx, &person).await?)?;
    let account = accounts::first_of(&tx, &proved(links::proved_with(&tx, subject).await?, subject)).await?.ok_or(Problem::NotFound)?;
    let account = accounts::account_locked(&tx, account.id).await?.ok_or(Problem::NotFound)?;
    if account.level == Level::Two {
        return Err(Problem::AlreadyDone.into());
    }
    // Whoever hands out the code does not vouch for the one who used it: both together would be a whole account in one hand.
    if look_ups::did(&tx, look_up.account, &person, Act::LetterIssued).await? {
        return Err(Problem::NeedsSecondPerson.into());
    }
    let mut issuers = account.issuers.clone();
    if !issuers.contains(&DESK) {
        issuers.push(DESK);
    }
    accounts::set_level(&tx, account.id, Level::Two, &issuers).await?;
    let now = core.now();
    let notice = Notice { id: NoticeId::new(now, &*core.random), kind: NoticeKind::LevelRaised, at: now };
    notices::insert(&tx, account.id, &notice).await?;
    outbox::tell_of(core, &tx, account.id, notice.kind).await?;
    let shown = format!("{} {}", one.code(), other.code());
    done(core, &tx, id, Act::LevelRaised, Some(shown.clone()), None).await?;
    let line = line(actor, Operation::ActOnBehalf, now, id, Some(subject)).because(&format!("level raised: {shown}"));
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn issue_letter(core: &Core, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let tx = core.store.begin().await?;
    let person = links::subjects_with(&tx, &[subject]).await?;
    let known = facts::facts_of(&tx, &person).await?;
    alive(known)?;
    // No letter leaves the house for somebody who must not be found; nor for whoever was entered under a number of theirs.
    if known.protected.is_some() || somebody_protected(&tx, &subjects::sharing(&tx, &person).await?).await? {
        return Err(Problem::ProtectedPerson.into());
    }
    if !accounts::accounts_of_subjects(&tx, &person).await?.is_empty() || look_up_scratch::letter(&tx, id).await?.is_some() {
        return Err(Problem::AlreadyDone.into());
    }
    // The code asks for the birth date beside it: the one that the person told, where nobody had said one before.
    if subjects::birth_digest_of(&tx, subject).await?.is_none() {
        let told = look_up_scratch::told(&tx, id).await?.filter(|told| told.subject == subject).ok_or(Problem::EvidenceNeeded)?;
        subjects::set_birth_digest(&tx, subject, told.birth_digest).await?;
    }
    let now = core.now();
    let code = ActivationCode::new(&*core.random);
    let activation = Activation {
        id: ActivationId::new(now, &*core.random),
        opens: Kind::Patient(subject),
        issuer: DESK,
        grants: Level::One,
        tries: 0,
        created_at: now,
        expires_at: Some(now + ACTIVATION_LIFETIME),
        used_at: None,
        used_by: None,
        label: None,
        invited_by: Some(look_up.account),
    };
    activations::insert(&tx, &core.keys.activation_digest(&code), &activation).await?;
    let sealed = core.keys.seal(&*core.random, "look_up_scratch.letter", id.0, code.symbols());
    look_up_scratch::set_letter(&tx, id, subject, sealed).await?;
    done(core, &tx, id, Act::LetterIssued, Some(activation.id.to_string()), None).await?;
    let line = line(actor, Operation::ActOnBehalf, now, id, Some(subject)).because("letter issued");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn letter(core: &Core, actor: &Actor, id: LookUpId) -> Result<Option<DeskLetter>, Failure> {
    in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let db = core.store.db();
    let Some(sealed) = look_up_scratch::letter(db, id).await? else { return Ok(None) };
    let broken = || Failure::Inconsistent { table: "look_up_scratch", column: "letter", row: id.to_string() };
    let code = ActivationCode::read(&core.keys.unseal("look_up_scratch.letter", id.0, &sealed)?).ok_or_else(broken)?;
    let issued = look_ups::acts_of(db, &[id]).await?.into_iter().find(|done| done.act == Act::LetterIssued).ok_or_else(broken)?;
    let base_url = core.config.base_url.trim_end_matches('/').to_owned();
    let qr = qr::draw(&format!("{base_url}/activate#code={}", code.grouped()))?;
    Ok(Some(DeskLetter { code, qr, expires_at: issued.at + ACTIVATION_LIFETIME, base_url }))
}
