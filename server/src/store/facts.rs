//! What was written down about people beside their decisions.

use super::entity::subject_facts;
use super::many::KEYS_PER_QUERY;
use super::{StoreError, inconsistent};
use domain::clock::{Date, Timestamp, format_date, parse_date};
use domain::desk::{FactKind, Facts};
use domain::id::{AccountId, SubjectId};
use sea_orm::prelude::Uuid;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A fact that somebody writes down.
#[derive(Clone, Debug)]
pub struct NewFact<'a> {
    /// Its id: a ULID.
    pub id: Uuid,
    /// About whom.
    pub subject: SubjectId,
    /// What it says.
    pub kind: FactKind,
    /// The day, for a death.
    pub day: Option<Date>,
    /// What was shown for it.
    pub sources: &'a [&'static str],
    /// The reason, sealed.
    pub note: Option<Vec<u8>>,
    /// Who enters it; `None`: Hikae itself.
    pub entered_by: Option<AccountId>,
    /// The second member of staff, where one is needed.
    pub approved_by: Option<AccountId>,
    /// When.
    pub at: Timestamp,
}

/// Writes a fact down.
pub async fn insert<C: ConnectionTrait>(db: &C, new: &NewFact<'_>) -> Result<(), StoreError> {
    let row = subject_facts::ActiveModel {
        id: Set(new.id),
        subject_id: Set(new.subject.0),
        kind: Set(new.kind.code().to_owned()),
        day: Set(new.day.map(format_date)),
        sources: Set(new.sources.join(" ")),
        note: Set(new.note.clone()),
        entered_by: Set(new.entered_by.map(|account| account.0)),
        approved_by: Set(new.approved_by.map(|account| account.0)),
        at: Set(new.at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// What holds of the one person whom these subjects are.
pub async fn facts_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Facts, StoreError> {
    let mut written = Vec::new();
    for chunk in subjects.chunks(KEYS_PER_QUERY) {
        let theirs = subject_facts::Column::SubjectId.is_in(chunk.iter().map(|subject| subject.0));
        for row in subject_facts::Entity::find().filter(theirs).order_by_asc(subject_facts::Column::At).all(db).await? {
            written.push(read(&row)?);
        }
    }
    // Ids carry the millisecond and then chance: of two facts in one millisecond the one that protects comes last.
    written.sort_by_key(|(_, kind, at, _)| (*at, *kind != FactKind::Lifted));
    Ok(Facts::fold(written))
}

fn read(row: &subject_facts::Model) -> Result<(SubjectId, FactKind, Timestamp, Option<Date>), StoreError> {
    let broken = |column| inconsistent("subject_facts", column, row.id);
    let kind = FactKind::from_code(&row.kind).ok_or_else(|| broken("kind"))?;
    let day = row.day.as_deref().map(parse_date).transpose().map_err(|_| broken("day"))?;
    Ok((SubjectId(row.subject_id), kind, Timestamp::from_millis(row.at), day))
}
