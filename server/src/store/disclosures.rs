//! Disclosures as holders report them: one row per release, and one narrow row per person (its use).

use super::cases::{self, Found};
use super::conflicts::Judge;
use super::entity::{disclosures, uses};
use super::many;
use super::uses::{SeenBy, studies_seen_by};
use super::{StoreError, inconsistent, studies};
use domain::category::Form;
use domain::clock::{Date, Timestamp, format_date, parse_date};
use domain::disclosure::{Conflict, Covering, Display};
use domain::id::{DisclosureId, HolderId, StudyId, SubjectId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::BTreeMap;

/// What a report says of a release as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Its id.
    pub id: DisclosureId,
    /// Who disclosed.
    pub holder: HolderId,
    /// To which study, in which version.
    pub study: (StudyId, i32),
    /// When.
    pub disclosed_at: Timestamp,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Who received the records, as the holder wrote it.
    pub recipient: String,
    /// In which form.
    pub form: Form,
    /// Codes of the kinds of records.
    pub categories: Vec<String>,
    /// The first and last day of the records.
    pub records: Option<(Date, Date)>,
    /// The check that the report names, and when it was answered.
    pub check: Option<(String, Timestamp)>,
    /// Dated before the holder joined: not judged.
    pub historic: bool,
}

/// One person's part of a report.
#[derive(Clone, Copy, Debug)]
pub struct NewUse {
    /// Whose records.
    pub subject: SubjectId,
    /// How much of it the person may see.
    pub display: Display,
    /// Whether the row's token proves that the named check covered it.
    pub covered: bool,
    /// How many records.
    pub record_count: Option<u32>,
    /// Which row of the report it is, from 0: the holder's way to tell whom a conflict is about.
    pub row: Option<u32>,
}

/// Takes in a report, and answers for each of its rows whether and how it went against the person's choices. `covering` is
/// what the named check covers, if it is one of ours; each subject stands in one row.
pub async fn report<C: ConnectionTrait>(
    db: &C,
    disclosure: &Disclosure,
    covering: Option<Covering>,
    rows: &[NewUse],
) -> Result<Vec<Option<Conflict>>, StoreError> {
    let counts = (rows_of(rows.iter()), rows_of(rows.iter().filter(|part| !part.covered)));
    report_rows(db, disclosure, covering, rows, counts).await
}

/// The same of a report of which several rows may have come to one use. `counts`: how many rows were taken in, and how many of
/// them no check covers.
pub(crate) async fn report_rows<C: ConnectionTrait>(
    db: &C,
    disclosure: &Disclosure,
    covering: Option<Covering>,
    rows: &[NewUse],
    counts: (u32, u32),
) -> Result<Vec<Option<Conflict>>, StoreError> {
    let conflicts = judged(db, disclosure, covering, rows).await?;
    row(disclosure, counts)?.insert(db).await?;
    let rows: Vec<_> = rows.iter().zip(&conflicts).map(|(part, conflict)| use_row(disclosure, part, *conflict)).collect();
    let new = rows.iter().map(|row| row.clone().into_active_model().reset_all());
    many::insert::<uses::Entity, _>(db, new.collect()).await?;
    let against = rows.into_iter().zip(&conflicts).filter_map(|(use_row, kind)| kind.map(|kind| Found { use_row, kind }));
    cases::open(db, disclosure, &against.collect::<Vec<_>>(), disclosure.reported_at).await?;
    Ok(conflicts)
}

/// Compares each row with the refusals that deny it at the moment of the disclosure.
pub(crate) async fn judged<C: ConnectionTrait>(
    db: &C,
    disclosure: &Disclosure,
    covering: Option<Covering>,
    rows: &[NewUse],
) -> Result<Vec<Option<Conflict>>, StoreError> {
    if disclosure.historic || rows.is_empty() {
        return Ok(vec![None; rows.len()]);
    }
    let (id, version) = disclosure.study;
    let unknown = || inconsistent("disclosures", "study_id", disclosure.id);
    let study = studies::study_at(db, id, version).await?.ok_or_else(unknown)?;
    let judge = Judge::of(db, &rows.iter().map(|part| part.subject).collect::<Vec<_>>()).await?;
    let conflict_of = |part: &NewUse| judge.conflict_of(part.subject, &study, disclosure.disclosed_at, covering.filter(|_| part.covered));
    Ok(rows.iter().map(conflict_of).collect())
}

fn row(disclosure: &Disclosure, (accepted, unchecked): (u32, u32)) -> Result<disclosures::ActiveModel, StoreError> {
    let (study, version) = disclosure.study;
    let unwritable = |error: serde_json::Error| sea_orm::DbErr::Json(error.to_string());
    Ok(disclosures::ActiveModel {
        id: Set(disclosure.id.0),
        holder_id: Set(disclosure.holder.0),
        study_id: Set(study.0),
        study_version: Set(version),
        disclosed_at: Set(disclosure.disclosed_at.millis()),
        reported_at: Set(disclosure.reported_at.millis()),
        recipient: Set(disclosure.recipient.clone()),
        form: Set(disclosure.form.code().to_owned()),
        categories: Set(serde_json::to_string(&disclosure.categories).map_err(unwritable)?),
        records_from: Set(disclosure.records.map(|(from, _)| format_date(from))),
        records_to: Set(disclosure.records.map(|(_, to)| format_date(to))),
        check_id: Set(disclosure.check.as_ref().map(|(id, _)| id.clone())),
        checked_at: Set(disclosure.check.as_ref().map(|(_, at)| at.millis())),
        historic: Set(disclosure.historic),
        accepted: Set(Some(i32::try_from(accepted).unwrap_or(i32::MAX))),
        unchecked: Set(Some(i32::try_from(unchecked).unwrap_or(i32::MAX))),
    })
}

/// How many rows of the report these are: one that is about several persons stands here once for each, in succession.
fn rows_of<'a>(parts: impl Iterator<Item = &'a NewUse>) -> u32 {
    let (mut count, mut last) = (0, None);
    for part in parts {
        count += u32::from(part.row.is_none() || part.row != last);
        last = part.row;
    }
    count
}

fn use_row(disclosure: &Disclosure, part: &NewUse, conflict: Option<Conflict>) -> uses::Model {
    uses::Model {
        subject_id: part.subject.0,
        disclosed_at: disclosure.disclosed_at.millis(),
        disclosure_id: disclosure.id.0,
        display: part.display.number(),
        covered: part.covered,
        conflict: conflict.map(Conflict::number),
        record_count: part.record_count.map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
        row_index: part.row.map(|row| i32::try_from(row).unwrap_or(i32::MAX)),
    }
}

/// Those of these disclosures that exist.
pub(crate) async fn disclosures<C: ConnectionTrait>(
    db: &C,
    ids: &[DisclosureId],
) -> Result<BTreeMap<DisclosureId, Disclosure>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = disclosures::Entity::find().filter(disclosures::Column::Id.is_in(ids.iter().map(|id| id.0))).all(db).await?;
    rows.into_iter().map(|row| read(row).map(|disclosure| (disclosure.id, disclosure))).collect()
}

pub(super) fn read(row: disclosures::Model) -> Result<Disclosure, StoreError> {
    let id = DisclosureId(row.id);
    let broken = |column| inconsistent("disclosures", column, id);
    let records = match (&row.records_from, &row.records_to) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            Some((parse_date(from).map_err(|_| broken("records_from"))?, parse_date(to).map_err(|_| broken("records_to"))?))
        }
        _ => return Err(broken("records_to")),
    };
    let check = match (row.check_id, row.checked_at) {
        (None, None) => None,
        (Some(named), Some(at)) => Some((named, Timestamp::from_millis(at))),
        _ => return Err(broken("checked_at")),
    };
    Ok(Disclosure {
        id,
        holder: HolderId(row.holder_id),
        study: (StudyId(row.study_id), row.study_version),
        disclosed_at: Timestamp::from_millis(row.disclosed_at),
        reported_at: Timestamp::from_millis(row.reported_at),
        form: Form::from_code(&row.form).ok_or_else(|| broken("form"))?,
        categories: serde_json::from_str(&row.categories).map_err(|_| broken("categories"))?,
        recipient: row.recipient,
        records,
        check,
        historic: row.historic,
    })
}

/// The studies whose use of these subjects' records may be shown to them in full, most recently used first.
/// `only_from`: the holders whose uses may be seen at level 1.
pub(crate) async fn studies_used_by<C: ConnectionTrait>(
    db: &C,
    subjects: &[SubjectId],
    only_from: Option<&[HolderId]>,
    limit: u64,
) -> Result<Vec<StudyId>, StoreError> {
    studies_seen_by(db, SeenBy { subjects, only_from }, limit).await
}
