//! Conflicts that come to light later: links and late entries compare with what was disclosed before, again.

use super::choices::all_decisions_of;
use super::disclosures::{Disclosure, disclosures};
use super::entity::uses;
use super::links::kin_of;
use super::{StoreError, inconsistent, studies};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::check::VALIDITY;
use domain::choice::{Choices, Decision, Stance};
use domain::clock::Timestamp;
use domain::disclosure::{Conflict, Covering, conflict};
use domain::id::{DisclosureId, StudyId, SubjectId};
use domain::link::Kin;
use domain::log::Position;
use domain::purpose::Catalogue;
use domain::study::Study;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// How many uses are compared at once.
const USES_AT_ONCE: u64 = 500;

/// Compares the uses of a person, who is all these subjects, with everything the person said, and marks those that went
/// against it. `since`: only those disclosed from then on. A conflict that was found before stays as it was found.
pub async fn find_more<C: ConnectionTrait>(db: &C, person: &[SubjectId], since: Option<Timestamp>) -> Result<(), StoreError> {
    let said = all_decisions_of(db, person).await?;
    if said.iter().all(|decision| decision.stance == Stance::Allow) {
        return Ok(());
    }
    let judge = Judge { kin: kin_of(db, person).await?, catalogue: studies::catalogue(db).await?, said };
    for subject in person {
        let mut after = None;
        loop {
            let page = unmarked_uses_of(db, *subject, since, after).await?;
            let Some(last) = page.last() else { break };
            after = Some((last.disclosed_at, last.disclosure_id));
            judge.mark(db, &page).await?;
        }
    }
    Ok(())
}

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

struct Judge {
    said: Vec<Decision>,
    kin: Kin,
    catalogue: Catalogue,
}

impl Judge {
    async fn mark<C: ConnectionTrait>(&self, db: &C, page: &[uses::Model]) -> Result<(), StoreError> {
        let reported: Vec<_> = page.iter().map(|row| DisclosureId(row.disclosure_id)).collect();
        let reported = disclosures(db, &reported).await?;
        let named: Vec<_> = reported.values().map(|disclosure| disclosure.study.0).collect();
        let studies = studies::every_version(db, &named).await?;
        for row in page {
            let id = DisclosureId(row.disclosure_id);
            let disclosure = reported.get(&id).ok_or_else(|| inconsistent("uses", "disclosure_id", id))?;
            if let Some(kind) = self.conflict_of(row, disclosure, &studies)? {
                mark(db, row, kind).await?;
            }
        }
        Ok(())
    }

    fn conflict_of(
        &self,
        row: &uses::Model,
        disclosure: &Disclosure,
        studies: &BTreeMap<(StudyId, i32), Study>,
    ) -> Result<Option<Conflict>, StoreError> {
        if disclosure.historic {
            return Ok(None);
        }
        let study = studies.get(&disclosure.study).ok_or_else(|| inconsistent("disclosures", "study_id", disclosure.id))?;
        let choices = Choices::fold_at(&self.said, self.kin.clone(), disclosure.disclosed_at);
        let objections = choices.objections(&study.intended(&self.catalogue), &self.catalogue);
        let objections = objections.into_iter().map(|(_, objection)| objection);
        Ok(conflict(disclosure.disclosed_at, objections, covering(disclosure).filter(|_| row.covered)))
    }
}

/// The check that a report named, as far as it was one of ours: time and log size stand readable in front of its MAC, which
/// was verified when the report was taken in.
fn covering(disclosure: &Disclosure) -> Option<Covering> {
    let (check_id, _) = disclosure.check.as_ref()?;
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
