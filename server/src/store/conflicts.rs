//! Whether uses went against what their persons said: asked when a report comes in, and again when a link or a late entry
//! brings something to light.

use super::choices::all_decisions_of;
use super::disclosures::{Disclosure, disclosures};
use super::entity::uses;
use super::links::kin_of;
use super::{StoreError, cases, corrections, holder_counts, inconsistent, studies};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::check::VALIDITY;
use domain::choice::{Choices, Decision, Stance};
use domain::clock::Timestamp;
use domain::disclosure::{Conflict, Covering, conflict};
use domain::id::{DisclosureId, HolderId, StudyId, SubjectId};
use domain::link::Kin;
use domain::log::Position;
use domain::purpose::Catalogue;
use domain::statistics::{Month, What};
use domain::study::Study;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// How many uses are compared at once.
const USES_AT_ONCE: u64 = 500;

/// Compares uses with the refusals that deny them (product.md, "Conflicts").
pub(super) struct Judge {
    said: BTreeMap<SubjectId, Vec<Decision>>,
    kin: Kin,
    catalogue: Catalogue,
}

impl Judge {
    /// Knows what these subjects, and all who are one person with them, ever said.
    pub(super) async fn of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Self, StoreError> {
        let kin = kin_of(db, subjects).await?;
        let everybody: BTreeSet<_> = subjects.iter().flat_map(|subject| kin.with(*subject)).collect();
        let everybody: Vec<_> = everybody.into_iter().collect();
        let mut said: BTreeMap<SubjectId, Vec<Decision>> = BTreeMap::new();
        for decision in all_decisions_of(db, &everybody).await? {
            said.entry(decision.subject).or_default().push(decision);
        }
        Ok(Self { said, kin, catalogue: studies::catalogue(db).await? })
    }

    /// Whether nobody here ever refused anything: then nothing went against it.
    fn nothing_refused(&self) -> bool {
        self.said.values().flatten().all(|decision| decision.stance == Stance::Allow)
    }

    /// Whether and how a use of this subject's records went against what the person said. `covering`: the check that covers it.
    pub(super) fn conflict_of(
        &self,
        subject: SubjectId,
        study: &Study,
        disclosed_at: Timestamp,
        covering: Option<Covering>,
    ) -> Option<Conflict> {
        let person = self.kin.with(subject);
        let decisions: Vec<_> = person.iter().filter_map(|one| self.said.get(one)).flatten().collect();
        if decisions.is_empty() {
            return None;
        }
        let choices = Choices::fold_at(decisions, self.kin.of(subject), disclosed_at);
        let objections = choices.objections(&study.intended(&self.catalogue), &self.catalogue);
        conflict(disclosed_at, objections.into_iter().map(|(_, objection)| objection), covering)
    }
}

/// Compares the uses of a person, who is all these subjects, with everything the person said, and marks those that went
/// against it. `since`: only those disclosed from then on. A conflict that was found before stays as it was found, and a
/// report that was corrected or withdrawn is not judged any more. What is found counts for its holder in the month of `now`.
pub async fn find_more<C: ConnectionTrait>(
    db: &C,
    person: &[SubjectId],
    since: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let judge = Judge::of(db, person).await?;
    if judge.nothing_refused() {
        return Ok(());
    }
    let mut counts = Counts::new();
    for subject in person {
        let mut after = None;
        loop {
            let page = unmarked_uses_of(db, *subject, since, after).await?;
            let Some(last) = page.last() else { break };
            after = Some((last.disclosed_at, last.disclosure_id));
            mark_page(db, &judge, &page, now, &mut counts).await?;
        }
    }
    for ((holder, kind), n) in counts {
        holder_counts::add(db, holder, Month::of(now), What::AgainstChoice(kind), n).await?;
    }
    Ok(())
}

/// How many rows of a holder's reports turned out to have gone against a choice. Added up and written in their order, so that
/// nobody waits in a circle.
type Counts = BTreeMap<(HolderId, Conflict), u64>;

async fn unmarked_uses_of<C: ConnectionTrait>(
    db: &C,
    subject: SubjectId,
    since: Option<Timestamp>,
    after: Option<(i64, uuid::Uuid)>,
) -> Result<Vec<uses::Model>, StoreError> {
    let mut select = uses::Entity::find().filter(uses::Column::SubjectId.eq(subject.0)).filter(uses::Column::Conflict.is_null());
    if let Some(since) = since {
        select = select.filter(uses::Column::DisclosedAt.gte(since.millis()));
    }
    if let Some((at, id)) = after {
        let same_moment = Condition::all().add(uses::Column::DisclosedAt.eq(at)).add(uses::Column::DisclosureId.gt(id));
        select = select.filter(Condition::any().add(uses::Column::DisclosedAt.gt(at)).add(same_moment));
    }
    let oldest_first = select.order_by_asc(uses::Column::DisclosedAt).order_by_asc(uses::Column::DisclosureId);
    Ok(oldest_first.limit(USES_AT_ONCE).all(db).await?)
}

async fn mark_page<C: ConnectionTrait>(
    db: &C,
    judge: &Judge,
    page: &[uses::Model],
    now: Timestamp,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let ids: Vec<_> = page.iter().map(|row| DisclosureId(row.disclosure_id)).collect();
    let changed = corrections::of(db, &ids).await?;
    let reported = disclosures(db, &ids).await?;
    let named: Vec<_> = reported.values().map(|disclosure| disclosure.study.0).collect();
    let studies = studies::every_version(db, &named).await?;
    for row in page {
        let id = DisclosureId(row.disclosure_id);
        let disclosure = reported.get(&id).ok_or_else(|| inconsistent("uses", "disclosure_id", id))?;
        if disclosure.historic || changed.contains_key(&id) {
            continue;
        }
        if let Some(kind) = conflict_of(judge, row, disclosure, &studies)? {
            mark(db, row, kind).await?;
            // A row that reached several persons is one row, as when it was reported.
            if !cases::row_is_known(db, id, row.row_index).await? {
                *counts.entry((disclosure.holder, kind)).or_default() += 1;
            }
            cases::open(db, disclosure, &[cases::Found { use_row: row.clone(), kind }], now).await?;
        }
    }
    Ok(())
}

fn conflict_of(
    judge: &Judge,
    row: &uses::Model,
    disclosure: &Disclosure,
    studies: &BTreeMap<(StudyId, i32), Study>,
) -> Result<Option<Conflict>, StoreError> {
    let study = studies.get(&disclosure.study).ok_or_else(|| inconsistent("disclosures", "study_id", disclosure.id))?;
    let covering = covering(disclosure).filter(|_| row.covered);
    Ok(judge.conflict_of(SubjectId(row.subject_id), study, disclosure.disclosed_at, covering))
}

/// The check that a report named, as far as it was one of ours.
fn covering(disclosure: &Disclosure) -> Option<Covering> {
    disclosure.check.as_ref().and_then(|(check_id, _)| covering_of(check_id))
}

/// What a check id covers: time and log size stand readable in front of its MAC, which is verified when a report is taken in.
#[must_use]
pub fn covering_of(check_id: &str) -> Option<Covering> {
    let bytes = URL_SAFE_NO_PAD.decode(check_id).ok()?;
    let (time, rest) = bytes.split_first_chunk::<8>()?;
    let (size, _) = rest.split_first_chunk::<8>()?;
    let checked_at = Timestamp::from_millis(i64::from_be_bytes(*time));
    let log_size = Position(u64::from_be_bytes(*size));
    Some(Covering { checked_at, valid_until: checked_at + VALIDITY, log_size })
}

async fn mark<C: ConnectionTrait>(db: &C, row: &uses::Model, kind: Conflict) -> Result<(), StoreError> {
    uses::Entity::update_many()
        .col_expr(uses::Column::Conflict, Expr::value(kind.number()))
        .filter(uses::Column::SubjectId.eq(row.subject_id))
        .filter(uses::Column::DisclosedAt.eq(row.disclosed_at))
        .filter(uses::Column::DisclosureId.eq(row.disclosure_id))
        .exec(db)
        .await?;
    Ok(())
}
