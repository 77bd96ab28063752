//! Handing out activation codes (product.md, "Getting in").

use super::{Core, protection};
use crate::keys::IdentifierDigest;
use crate::store::accounts::Kind;
use crate::store::activations::{self, Activation};
use crate::store::{Tx, holder_counts, subjects};
use domain::account::{ACTIVATION_LIFETIME, Level};
use domain::clock::{Date, Timestamp};
use domain::code::ActivationCode;
use domain::failure::Failure;
use domain::id::{ActivationId, HolderId, SubjectId};
use domain::identifier::Identifier;
use domain::statistics::{Month, What};
use std::collections::BTreeSet;

/// A code that somebody wants to hand out.
#[derive(Clone, Debug)]
pub struct NewActivation<'a> {
    /// Every number that the issuer knows the person by; at least one.
    pub identifiers: &'a [Identifier],
    /// When the person was born.
    pub birth_date: Date,
    /// Whose word it is.
    pub issuer: HolderId,
    /// How sure the issuer is.
    pub grants: Level,
    /// Whether it ends after [`ACTIVATION_LIFETIME`]; only demo data does not.
    pub expires: bool,
}

/// Makes a code for the person that the numbers and the birth date name; whom nobody knew yet becomes a subject. Answers
/// alike in both cases, and also where one of the numbers is a protected person's: no code goes by post for them, so what is
/// made opens nothing, then or later. The caller commits.
///
/// # Errors
/// The database cannot be reached.
pub async fn issue(core: &Core, tx: &Tx, new: &NewActivation<'_>) -> Result<(ActivationCode, SubjectId), Failure> {
    let now = core.now();
    let digests: Vec<IdentifierDigest> = new.identifiers.iter().map(|identifier| core.keys.identifier_digest(identifier)).collect();
    let reached: BTreeSet<SubjectId> = subjects::of_digests(tx, &digests).await?.into_iter().map(|(_, subject)| subject).collect();
    let protected = somebody_protected(tx, &reached).await?;
    let subject = match known(core, tx, reached, new.birth_date).await? {
        Some(subject) => subject,
        None => {
            let subject = SubjectId::new(now, &*core.random);
            let birth = core.keys.birth_digest(subject, new.birth_date);
            subjects::create(tx, subject, Some(birth), now).await?;
            subject
        }
    };
    for (digest, identifier) in digests.into_iter().zip(new.identifiers) {
        subjects::assign(tx, (digest, core.keys.storage_version()), subject, new.issuer, identifier.kind(), now).await?;
    }
    let code = ActivationCode::new(&*core.random);
    let activation = Activation {
        id: ActivationId::new(now, &*core.random),
        opens: Kind::Patient(subject),
        issuer: new.issuer,
        grants: new.grants,
        tries: 0,
        created_at: now,
        expires_at: if protected { Some(now) } else { new.expires.then(|| now + ACTIVATION_LIFETIME) },
        used_at: None,
        used_by: None,
        label: None,
        invited_by: None,
    };
    activations::insert(tx, &core.keys.activation_digest(&code), &activation).await?;
    Ok((code, subject))
}

/// Counts a code that was used for the holder whose word it was. The nil id is the desk; invitations to work are nobody's word.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn count_used(tx: &Tx, activation: &Activation, now: Timestamp) -> Result<(), Failure> {
    if activation.issuer.0.is_nil() || !matches!(activation.opens, Kind::Patient(_)) {
        return Ok(());
    }
    Ok(holder_counts::add(tx, activation.issuer, Month::of(now), What::ActivationsUsed, 1).await?)
}

/// Whether one of them is protected, whatever birth date was named: a wrong one must not be a way around it.
pub(crate) async fn somebody_protected(tx: &Tx, reached: &BTreeSet<SubjectId>) -> Result<bool, Failure> {
    for subject in reached {
        if protection::since(tx, *subject).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The one subject with these numbers who was born that day, or of whom nobody said when. With none, or with several
/// (a number that was mixed up), a new subject is made: whoever refuses among them is heard by every check.
async fn known(core: &Core, tx: &Tx, reached: BTreeSet<SubjectId>, birth_date: Date) -> Result<Option<SubjectId>, Failure> {
    let mut fitting = Vec::new();
    for subject in reached {
        let kept = subjects::birth_digest_of(tx, subject).await?;
        if kept.is_none_or(|kept| kept == core.keys.birth_digest(subject, birth_date)) {
            fitting.push((subject, kept.is_none()));
        }
    }
    let [(subject, unsaid)] = fitting[..] else { return Ok(None) };
    if unsaid {
        subjects::set_birth_digest(tx, subject, core.keys.birth_digest(subject, birth_date)).await?;
    }
    Ok(Some(subject))
}
