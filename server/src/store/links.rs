//! Which subjects are one person: the links as they were logged, and what follows from those in force.

use super::entity::{kin, links};
use super::log::{self, LockedHead, position, stored};
use super::many::{self, KEYS_PER_QUERY};
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::SubjectId;
use domain::link::{Kin, Link};
use domain::log::Position;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

/// Why two subjects are taken for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person entered a code that was handed out for the other subject: an identifier of it is proved.
    Activation,
    /// Two members of staff found it so.
    Desk,
}

impl Cause {
    const fn code(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Desk => "desk",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Activation, Self::Desk].into_iter().find(|cause| cause.code() == code)
    }
}

/// A link, or an unlink, as it was logged.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Where it stands, and which two it is about.
    pub link: Link,
    /// `true` joins, `false` parts.
    pub joins: bool,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
}

/// Everybody who is one person with any of these. Empty for most.
pub async fn kin_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Kin, StoreError> {
    let mut pairs = pairs_of(db, subjects).await?;
    // The others' pairs among themselves: since when they are one person cannot be told from the pairs with us.
    let known: BTreeSet<_> = subjects.iter().copied().collect();
    let others: BTreeSet<_> = pairs.iter().map(|pair| pair.other).filter(|other| !known.contains(other)).collect();
    if !others.is_empty() {
        pairs.extend(pairs_of(db, &others.into_iter().collect::<Vec<_>>()).await?);
    }
    Ok(Kin::from_links(pairs))
}

async fn pairs_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<Link>, StoreError> {
    let mut pairs = Vec::new();
    for chunk in subjects.chunks(KEYS_PER_QUERY) {
        let rows = kin::Entity::find().filter(kin::Column::SubjectId.is_in(chunk.iter().map(|subject| subject.0))).all(db).await?;
        for row in rows {
            let since = position("kin", "since_position", row.since_position)?;
            pairs.push(Link { position: since, one: SubjectId(row.subject_id), other: SubjectId(row.other_id) });
        }
    }
    Ok(pairs)
}

/// These subjects and everybody who is one person with any of them, each once.
pub async fn subjects_with<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<SubjectId>, StoreError> {
    let mut all: BTreeSet<_> = subjects.iter().copied().collect();
    all.extend(pairs_of(db, subjects).await?.into_iter().map(|pair| pair.other));
    Ok(all.into_iter().collect())
}

/// The subject, and those who are one person with it by a proof of their own: the history of the others is not theirs to
/// see until an identifier of it is proved.
pub async fn proved_with<C: ConnectionTrait>(db: &C, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
    if pairs_of(db, &[subject]).await?.is_empty() {
        return Ok(vec![subject]);
    }
    let proved = events_around(db, &[subject]).await?.into_iter().filter(|event| !event.joins || event.cause == Cause::Activation);
    Ok(Kin::from_links(in_force(proved)).with(subject))
}

/// The links and unlinks of everybody who was ever linked, over however many others, with one of these; in log order.
pub async fn events_around<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<Event>, StoreError> {
    let mut found: BTreeMap<Position, Event> = BTreeMap::new();
    let mut seen: BTreeSet<SubjectId> = BTreeSet::new();
    let mut next: BTreeSet<SubjectId> = subjects.iter().copied().collect();
    while !next.is_empty() {
        let ids: Vec<_> = next.iter().map(|subject| subject.0).collect();
        seen.append(&mut next);
        let of_these = Condition::any().add(links::Column::One.is_in(ids.clone())).add(links::Column::Other.is_in(ids));
        for row in links::Entity::find().filter(of_these).order_by_asc(links::Column::Position).all(db).await? {
            let event = read(&row)?;
            next.extend([event.link.one, event.link.other].into_iter().filter(|subject| !seen.contains(subject)));
            found.insert(event.link.position, event);
        }
    }
    Ok(found.into_values().collect())
}

/// Everybody who was joined or parted at that position of the log or after it.
pub async fn linked_since<C: ConnectionTrait>(db: &C, at: Position) -> Result<Vec<SubjectId>, StoreError> {
    let rows = links::Entity::find().filter(links::Column::Position.gte(stored(at)?)).all(db).await?;
    Ok(rows.into_iter().flat_map(|row| [SubjectId(row.one), SubjectId(row.other)]).collect())
}

fn read(row: &links::Model) -> Result<Event, StoreError> {
    let cause = Cause::from_code(&row.cause).ok_or_else(|| inconsistent("links", "cause", row.position))?;
    let position = position("links", "position", row.position)?;
    let link = Link { position, one: SubjectId(row.one), other: SubjectId(row.other) };
    Ok(Event { link, joins: row.joins, at: Timestamp::from_millis(row.at), cause })
}

/// The links that hold after these events, in log order: for each two, the first since they were last parted.
pub fn in_force(events: impl IntoIterator<Item = Event>) -> Vec<Link> {
    let mut holding: BTreeMap<(SubjectId, SubjectId), Link> = BTreeMap::new();
    for Event { link, joins, .. } in events {
        let pair = (link.one.min(link.other), link.one.max(link.other));
        if joins {
            holding.entry(pair).or_insert(link);
        } else {
            holding.remove(&pair);
        }
    }
    holding.into_values().collect()
}

/// Adds a link or an unlink that was just logged, and derives anew who is one person with whom.
pub async fn save<C: ConnectionTrait>(db: &C, _head: &LockedHead, event: Event) -> Result<(), StoreError> {
    let row = links::ActiveModel {
        position: Set(stored(event.link.position)?),
        one: Set(event.link.one.0),
        other: Set(event.link.other.0),
        joins: Set(event.joins),
        at: Set(event.at.millis()),
        cause: Set(event.cause.code().to_owned()),
    };
    row.insert(db).await?;
    rebuild_kin(db, &[event.link.one, event.link.other]).await
}

async fn rebuild_kin<C: ConnectionTrait>(db: &C, around: &[SubjectId]) -> Result<(), StoreError> {
    let events = events_around(db, around).await?;
    let everybody: BTreeSet<_> = events.iter().flat_map(|event| [event.link.one, event.link.other]).collect();
    let now = Kin::from_links(in_force(events));
    kin::Entity::delete_many().filter(kin::Column::SubjectId.is_in(everybody.iter().map(|subject| subject.0))).exec(db).await?;
    let mut rows = Vec::new();
    for &subject in &everybody {
        for other in now.with(subject).into_iter().filter(|other| *other != subject) {
            let since = now.since(subject, other).ok_or_else(|| inconsistent("kin", "since_position", subject))?;
            let since = log::stored(since)?;
            rows.push(kin::ActiveModel { subject_id: Set(subject.0), other_id: Set(other.0), since_position: Set(since) });
        }
    }
    Ok(many::insert::<kin::Entity, _>(db, rows).await?)
}
