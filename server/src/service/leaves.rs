//! The entries of the log that are no decision: what counts for choices without being one, so that it, too, can be proved
//! later (docs/log-leaves.md). Links are entered where they are made.

use super::Core;
use super::links::blinding;
use crate::store::log::{self, LeafOf, LockedHead, NewLeaf};
use crate::store::{Tx, audit_heads, commit, leaves, register, studies};
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::id::StudyId;
use domain::log::leaf::{AuditHeadLeaf, CatalogueLeaf, Kind, ProxyLeaf, ReadLeaf, StudyEvent, StudyLeaf, V1};
use domain::proxy::Grant;
use domain::study::{Status, Study};
use std::collections::BTreeSet;

/// How many studies are read at once.
const STUDIES: u64 = 200;

/// Enters that a grant begins, or ends, at the locked head. Saving it, the audit line and the commit are the caller's.
///
/// # Errors
/// The database cannot be reached.
pub async fn enter_proxy(core: &Core, tx: &Tx, head: &mut LockedHead, begins: bool, grant: &Grant) -> Result<(), Failure> {
    let time = head.time(core.now());
    let Grant { id, subject, proxy, role, .. } = *grant;
    let leaf = ProxyLeaf { time, begins, grant: id, subject, proxy, role, blinding: blinding(core) };
    log::append(tx, head, leaf.to_bytes(), LeafOf::Event(Kind::Proxy, time)).await?;
    Ok(())
}

/// Enters what happened to a study, at the locked head. Saving it, the audit line and the commit are the caller's.
///
/// # Errors
/// The database cannot be reached.
pub async fn enter_study(tx: &Tx, head: &mut LockedHead, event: StudyEvent, study: &Study, now: Timestamp) -> Result<(), Failure> {
    let leaf = study_leaf(event, study, head.time(now))?;
    log::append_many(tx, head, vec![leaf]).await?;
    Ok(())
}

fn study_leaf(event: StudyEvent, study: &Study, time: Timestamp) -> Result<NewLeaf<'static>, Failure> {
    let broken = || Failure::Inconsistent { table: "studies", column: "version", row: study.id.to_string() };
    let version = u32::try_from(study.version).map_err(|_| broken())?;
    let leaf = StudyLeaf { v: V1, time, event, study: study.id, version, hash: StudyLeaf::hash_of(&study.registration) };
    Ok(NewLeaf::new(leaf.to_bytes(), LeafOf::Event(Kind::Study, time)))
}

/// Enters how far the audit chains have come, if any has moved since it was entered last; whether one had. No audit line: it
/// would move a chain again, and this would never end.
///
/// # Errors
/// The database cannot be reached.
pub async fn enter_audit_heads(core: &Core) -> Result<bool, Failure> {
    // Most minutes of most nights nothing has moved: nobody waits for that.
    if audit_heads::not_entered(core.store.db()).await?.is_none() {
        return Ok(false);
    }
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    // Another node may have been faster.
    let Some(heads) = audit_heads::not_entered(&tx).await? else { return Ok(false) };
    let time = head.time(core.now());
    let leaf = AuditHeadLeaf { v: V1, time, heads };
    log::append(&tx, &mut head, leaf.to_bytes(), LeafOf::Event(Kind::AuditHead, time)).await?;
    commit(tx).await?;
    Ok(true)
}

/// Enters the catalogue of purposes if it is another than was entered last, and whatever stands in the register of studies that
/// was not entered yet: for the start of a server, after a migration as much as the first time. What comes into the register later is
/// entered as it comes: whatever is found at a later start was put there by other means, and is told to whoever runs this.
///
/// # Errors
/// The database cannot be reached, or what it holds breaks a rule.
pub async fn catch_up(core: &Core) -> Result<(), Failure> {
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    let time = head.time(core.now());
    let first = leaves::newest(&tx, Kind::Catalogue).await?.is_none();
    let mut missing = Vec::new();
    missing.extend(catalogue_leaf(&tx, time).await?);
    for (event, study) in studies_missing(&tx).await? {
        if !first {
            let (id, version) = (study.id, study.version);
            tracing::warn!(study = %id, version, ?event, "in the register of studies, and in no entry of the log: it is entered now");
        }
        missing.push(study_leaf(event, &study, time)?);
    }
    if missing.is_empty() {
        return Ok(());
    }
    tracing::info!(entries = missing.len(), "entering the catalogue and the register of studies into the log");
    log::append_many(&tx, &mut head, missing).await?;
    Ok(commit(tx).await?)
}

/// Enters the catalogue as it is now, at the locked head. Saving it, the audit line and the commit are the caller's.
///
/// # Errors
/// The database cannot be reached, or what it holds breaks a rule.
pub async fn enter_catalogue(tx: &Tx, head: &mut LockedHead, now: Timestamp) -> Result<(), Failure> {
    if let Some(leaf) = catalogue_leaf(tx, head.time(now)).await? {
        log::append_many(tx, head, vec![leaf]).await?;
    }
    Ok(())
}

async fn catalogue_leaf(tx: &Tx, time: Timestamp) -> Result<Option<NewLeaf<'static>>, Failure> {
    let catalogue = studies::catalogue(tx).await?;
    let leaf = CatalogueLeaf { v: V1, time, version: catalogue.version, hash: CatalogueLeaf::hash_of(&catalogue) };
    if let Some((_, ReadLeaf::Catalogue(entered))) = leaves::newest(tx, Kind::Catalogue).await?
        && (entered.version, entered.hash) == (leaf.version, leaf.hash)
    {
        return Ok(None);
    }
    Ok(Some(NewLeaf::new(leaf.to_bytes(), LeafOf::Event(Kind::Catalogue, time))))
}

/// What happened to a study, and to which version of it.
type Happened = (StudyId, StudyEvent, i64);

/// What happened to the studies of the register, each in that version, and stands in no entry.
async fn studies_missing(tx: &Tx) -> Result<Vec<(StudyEvent, Study)>, Failure> {
    let entered = studies_entered(tx).await?;
    let (mut missing, mut before) = (Vec::new(), None);
    loop {
        let places = register::published_before(tx, before, STUDIES).await?;
        let Some(last) = places.last().copied() else { break };
        before = Some(last);
        let ids: Vec<_> = places.iter().map(|place| place.study).collect();
        // In the order of the versions of each study: the end of it after the last of them.
        for ((id, version), study) in studies::every_version(tx, &ids).await? {
            let happened = |event| (id, event, i64::from(version));
            if !entered.contains(&happened(StudyEvent::Published)) {
                missing.push((StudyEvent::Published, study));
            }
        }
        for study in studies::current(tx, &ids).await? {
            let happened: &[StudyEvent] = match study.status {
                Status::Draft | Status::Published => &[],
                Status::Ended => &[StudyEvent::Ended],
                Status::Deleted => &[StudyEvent::Ended, StudyEvent::Deleted],
            };
            for event in happened {
                if !entered.contains(&(study.id, *event, i64::from(study.version))) {
                    missing.push((*event, study.clone()));
                }
            }
        }
    }
    Ok(missing)
}

async fn studies_entered(tx: &Tx) -> Result<BTreeSet<Happened>, Failure> {
    let (mut entered, mut from) = (BTreeSet::new(), domain::log::Position::FIRST);
    loop {
        let page = leaves::of_kind_from(tx, Kind::Study, from).await?;
        let Some((last, _)) = page.last() else { return Ok(entered) };
        from = last.next();
        for (_, leaf) in page {
            if let ReadLeaf::Study(leaf) = leaf {
                entered.insert((leaf.study, leaf.event, i64::from(leaf.version)));
            }
        }
    }
}
