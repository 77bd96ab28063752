//! Who asked what a person chose: one row per subject, holder and purposes, never for which study.

use super::entity::{holders, who_asked};
use super::many;
use super::{StoreError, inconsistent, studies, uses};
use domain::check::Asked;
use domain::clock::Timestamp;
use domain::id::{HolderId, SubjectId};
use domain::purpose::PurposeCode;
use domain::words::Words;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whom a holder asked about, and what for (sorted codes, separated by spaces).
pub(crate) type About = (SubjectId, HolderId, String);

/// How often it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    /// First.
    pub first: Timestamp,
    /// Last.
    pub last: Timestamp,
    /// How many times.
    pub count: u64,
    /// The last answer.
    pub last_permitted: bool,
}

impl Tally {
    /// Asked once.
    pub(crate) fn once(at: Timestamp, permitted: bool) -> Self {
        Self { first: at, last: at, count: 1, last_permitted: permitted }
    }

    /// Both together, whichever came first.
    pub(crate) fn and(self, other: Self) -> Self {
        let later = if other.last >= self.last { other } else { self };
        Self {
            first: self.first.min(other.first),
            last: later.last,
            count: self.count.saturating_add(other.count),
            last_permitted: later.last_permitted,
        }
    }
}

/// Purposes as they are stored.
#[must_use]
pub(crate) fn purposes_key<'a>(codes: impl IntoIterator<Item = &'a PurposeCode>) -> String {
    let sorted: BTreeSet<&str> = codes.into_iter().map(PurposeCode::as_str).collect();
    sorted.into_iter().collect::<Vec<_>>().join(" ")
}

/// Adds up what was asked. The rows come in the order of their key, so that two nodes cannot wait for each other in a circle.
pub(crate) async fn add<C: ConnectionTrait>(db: &C, asked: &BTreeMap<About, Tally>) -> Result<(), StoreError> {
    let rows = asked.iter().map(|(about, tally)| row(about, tally)).collect();
    Ok(many::insert_or::<who_asked::Entity, _>(db, rows, added_up()).await?)
}

fn row((subject, holder, purposes): &About, tally: &Tally) -> who_asked::ActiveModel {
    who_asked::ActiveModel {
        subject_id: Set(subject.0),
        holder_id: Set(holder.0),
        purposes: Set(purposes.clone()),
        first_at: Set(tally.first.millis()),
        last_at: Set(tally.last.millis()),
        count: Set(i64::try_from(tally.count).unwrap_or(i64::MAX)),
        last_permitted: Set(tally.last_permitted),
    }
}

/// [`Tally::and`] in SQL.
fn added_up() -> OnConflict {
    use who_asked::Column::{Count, FirstAt, HolderId, LastAt, LastPermitted, Purposes, SubjectId};
    let newer = |column: &str| {
        Expr::cust(format!(
            r#"CASE WHEN "excluded"."last_at" >= "who_asked"."last_at" THEN "excluded"."{column}" ELSE "who_asked"."{column}" END"#
        ))
    };
    let earlier = r#"CASE WHEN "excluded"."first_at" < "who_asked"."first_at" THEN "excluded"."first_at" ELSE "who_asked"."first_at" END"#;
    OnConflict::columns([SubjectId, HolderId, Purposes])
        .value(FirstAt, Expr::cust(earlier))
        .value(LastAt, newer("last_at"))
        .value(LastPermitted, newer("last_permitted"))
        .value(Count, Expr::cust(r#""who_asked"."count" + "excluded"."count""#))
        .to_owned()
}

/// How many rows of one person are looked at: far more than there are holders times their purposes.
const ROWS_OF_A_PERSON: u64 = 5_000;

/// Who asked about a person, latest first. The subjects are one person, so their rows are added up. `everybody`: all who are
/// that person, proved or not; what is hidden from one of them is hidden from all.
pub(crate) async fn asked_about<C: ConnectionTrait>(
    db: &C,
    person: &[SubjectId],
    everybody: &[SubjectId],
    limit: usize,
) -> Result<Vec<Asked>, StoreError> {
    let rows = who_asked::Entity::find()
        .filter(who_asked::Column::SubjectId.is_in(person.iter().map(|subject| subject.0)))
        .limit(ROWS_OF_A_PERSON)
        .all(db)
        .await?;
    let hidden = Hidden::of(db, everybody).await?;
    let mut added: BTreeMap<(Uuid, String), Tally> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| !hidden.would_show_through(row)) {
        let tally = tally(&row)?;
        let key = (row.holder_id, row.purposes);
        let sum = added.get(&key).map_or(tally, |before| before.and(tally));
        added.insert(key, sum);
    }
    let mut latest: Vec<_> = added.into_iter().collect();
    latest.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.last));
    latest.truncate(limit);
    named(db, latest).await
}

/// What was used without the person being shown it. Whoever asks before such a use names its purposes, or some of them: that
/// they asked would tell of the use. Which version of the study was asked about is not kept, so each of them counts.
struct Hidden(BTreeMap<Uuid, Vec<BTreeSet<String>>>);

impl Hidden {
    async fn of<C: ConnectionTrait>(db: &C, everybody: &[SubjectId]) -> Result<Self, StoreError> {
        let hidden = uses::hidden_from(db, everybody).await?;
        let named: BTreeSet<_> = hidden.iter().map(|(_, study)| *study).collect();
        let versions = studies::every_version(db, &named.into_iter().collect::<Vec<_>>()).await?;
        let mut purposes: BTreeMap<Uuid, Vec<BTreeSet<String>>> = BTreeMap::new();
        for (holder, study) in hidden {
            let of_study = versions.iter().filter(|((id, _), _)| *id == study);
            let codes = of_study.map(|(_, study)| study.registration.purposes.iter().map(ToString::to_string).collect());
            purposes.entry(holder.0).or_default().extend(codes);
        }
        Ok(Self(purposes))
    }

    fn would_show_through(&self, row: &who_asked::Model) -> bool {
        let mut used = self.0.get(&row.holder_id).into_iter().flatten();
        used.any(|used| row.purposes.split(' ').all(|code| used.contains(code)))
    }
}

fn tally(row: &who_asked::Model) -> Result<Tally, StoreError> {
    let count = u64::try_from(row.count).map_err(|_| inconsistent("who_asked", "count", row_name(row)))?;
    Ok(Tally {
        first: Timestamp::from_millis(row.first_at),
        last: Timestamp::from_millis(row.last_at),
        count,
        last_permitted: row.last_permitted,
    })
}

fn row_name(row: &who_asked::Model) -> String {
    format!("{}/{}/{}", SubjectId(row.subject_id), HolderId(row.holder_id), row.purposes)
}

async fn named<C: ConnectionTrait>(db: &C, latest: Vec<((Uuid, String), Tally)>) -> Result<Vec<Asked>, StoreError> {
    let ids: BTreeSet<Uuid> = latest.iter().map(|((holder, _), _)| *holder).collect();
    let rows = holders::Entity::find().filter(holders::Column::Id.is_in(ids)).all(db).await?;
    let names: BTreeMap<Uuid, Words> = rows.into_iter().map(|row| (row.id, Words { ja: row.name_ja, en: row.name_en })).collect();
    let asked = latest.into_iter().map(|((holder, purposes), tally)| {
        let row = || format!("{}/{purposes}", HolderId(holder));
        Ok(Asked {
            holder: HolderId(holder),
            holder_name: Some(names.get(&holder).cloned().ok_or_else(|| inconsistent("who_asked", "holder_id", row()))?),
            purposes: purposes
                .split(' ')
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(|_| inconsistent("who_asked", "purposes", row()))?,
            first: tally.first,
            last: tally.last,
            count: tally.count,
            last_permitted: tally.last_permitted,
        })
    });
    asked.collect()
}

/// Deletes the oldest of those from before that moment, about as many as `most`.
pub(crate) async fn forget_before<C: ConnectionTrait>(db: &C, before: Timestamp, most: u64) -> Result<(), StoreError> {
    let oldest: Vec<i64> = who_asked::Entity::find()
        .select_only()
        .column(who_asked::Column::LastAt)
        .filter(who_asked::Column::LastAt.lt(before.millis()))
        .order_by_asc(who_asked::Column::LastAt)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    if let Some(last) = oldest.last() {
        who_asked::Entity::delete_many().filter(who_asked::Column::LastAt.lte(*last)).exec(db).await?;
    }
    Ok(())
}

/// A holder attested of so many persons that they have no insured number.
pub(crate) async fn attested<C: ConnectionTrait>(db: &C, holder: HolderId, times: u64) -> Result<(), StoreError> {
    use holders::Column::NoInsuredNumberAttested;
    let times = i64::try_from(times).unwrap_or(i64::MAX);
    holders::Entity::update_many()
        .col_expr(NoInsuredNumberAttested, Expr::col(NoInsuredNumberAttested).add(times))
        .filter(holders::Column::Id.eq(holder.0))
        .exec(db)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh_sqlite;
    use domain::holder::{Holder, SourceKind};

    const A: HolderId = HolderId(Uuid::from_u128(8));
    const B: HolderId = HolderId(Uuid::from_u128(9));

    async fn with_holders() -> crate::store::tests::FreshStore {
        let fresh = fresh_sqlite().await;
        for (id, name) in [(A, "A"), (B, "B")] {
            let holder = Holder { id, name: Words::new(name, name), kind: SourceKind::Provider, institution_number: None };
            super::super::holders::insert(fresh.db(), &holder, Timestamp::from_millis(0)).await.unwrap();
        }
        fresh
    }

    fn person(n: u128) -> SubjectId {
        SubjectId(Uuid::from_u128(n))
    }

    async fn asks(db: &impl ConnectionTrait, of: u128, holder: HolderId, purposes: &str, at: i64, permitted: bool) {
        let tally = Tally::once(Timestamp::from_millis(at), permitted);
        add(db, &BTreeMap::from([((person(of), holder, purposes.to_owned()), tally)])).await.unwrap();
    }

    #[test]
    fn the_order_in_which_purposes_are_named_does_not_matter() {
        let codes: Vec<PurposeCode> = ["policy-resources", "ai-development", "policy-resources"].map(|code| code.parse().unwrap()).into();
        assert_eq!(purposes_key(&codes), "ai-development policy-resources");
    }

    #[tokio::test]
    async fn what_came_late_changes_neither_the_last_answer_nor_the_last_time() {
        let store = with_holders().await;
        for (at, permitted) in [(5, true), (9, false), (3, true), (7, true)] {
            asks(store.db(), 1, A, "education", at, permitted).await;
        }
        let asked = asked_about(store.db(), &[person(1)], &[person(1)], 10).await.unwrap();
        let [one] = &asked[..] else { panic!("{asked:?}") };
        assert_eq!((one.first.millis(), one.last.millis(), one.count, one.last_permitted), (3, 9, 4, false));
    }

    #[tokio::test]
    async fn linked_subjects_are_one_person_and_the_latest_comes_first() {
        let store = with_holders().await;
        asks(store.db(), 1, A, "education", 1, true).await;
        asks(store.db(), 2, A, "education", 4, false).await;
        asks(store.db(), 1, B, "ai-development education", 6, true).await;
        asks(store.db(), 3, B, "education", 8, true).await;
        let asked = asked_about(store.db(), &[person(1), person(2)], &[person(1), person(2)], 10).await.unwrap();
        let told: Vec<_> = asked
            .iter()
            .map(|a| (a.holder, a.holder_name.as_ref().unwrap().en.as_str(), a.purposes.len(), a.count, a.last_permitted))
            .collect();
        assert_eq!(told, [(B, "B", 2, 1, true), (A, "A", 1, 2, false)]);
        assert_eq!(asked_about(store.db(), &[person(1), person(2)], &[person(1), person(2)], 1).await.unwrap().len(), 1);
        assert_eq!(asked_about(store.db(), &[], &[], 10).await.unwrap(), []);
    }

    #[tokio::test]
    async fn the_oldest_are_forgotten_a_few_at_a_time() {
        let store = with_holders().await;
        for at in [1, 2, 2, 3, 9] {
            asks(store.db(), u128::try_from(at).unwrap() * 10 + u128::from(at == 2), A, "education", at, true).await;
        }
        let left = async || who_asked::Entity::find().all(store.db()).await.unwrap().len();
        let before = Timestamp::from_millis(5);
        let mut seen = vec![left().await];
        for _ in 0..3 {
            forget_before(store.db(), before, 2).await.unwrap();
            seen.push(left().await);
        }
        assert_eq!(seen, [4, 2, 1, 1]);
    }

    #[tokio::test]
    async fn attestations_are_counted_by_holder() {
        let store = with_holders().await;
        for times in [2, 3] {
            attested(store.db(), A, times).await.unwrap();
        }
        let counts = holders::Entity::find().order_by_asc(holders::Column::Id).all(store.db()).await.unwrap();
        assert_eq!(counts.iter().map(|holder| holder.no_insured_number_attested).collect::<Vec<_>>(), [5, 0]);
    }
}
