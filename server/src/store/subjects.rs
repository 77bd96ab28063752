//! Natural persons, and the dated statements of which identifiers are theirs.

use super::StoreError;
use super::entity::{identifier_assignments as assignments, subjects};
use super::inconsistent;
use super::many::{self, KEYS_PER_QUERY};
use crate::keys::IdentifierDigest;
use domain::clock::Timestamp;
use domain::id::{HolderId, SubjectId};
use domain::identifier::Kind;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashSet};

/// Makes a person known. `birth_digest`: see [`crate::keys::Keys::birth_digest`]; empty when nobody told the date.
pub async fn create<C: ConnectionTrait>(db: &C, id: SubjectId, birth_digest: Option<[u8; 32]>, now: Timestamp) -> Result<(), StoreError> {
    let row = subjects::ActiveModel {
        id: Set(id.0),
        birth_digest: Set(birth_digest.map(|digest| digest.to_vec())),
        created_at: Set(now.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// Makes many persons known, of whom nobody told the birth date.
pub(crate) async fn create_all<C: ConnectionTrait>(db: &C, ids: &[SubjectId], now: Timestamp) -> Result<(), StoreError> {
    let rows = ids.iter().map(|id| subjects::ActiveModel { id: Set(id.0), birth_digest: Set(None), created_at: Set(now.millis()) });
    Ok(many::insert::<subjects::Entity, _>(db, rows.collect()).await?)
}

/// The digest of a person's birth date, if anybody told it.
pub async fn birth_digest_of<C: ConnectionTrait>(db: &C, id: SubjectId) -> Result<Option<[u8; 32]>, StoreError> {
    let Some(subject) = subjects::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let whole = |digest: Vec<u8>| digest.try_into().map_err(|_| inconsistent("subjects", "birth_digest", id));
    subject.birth_digest.map(whole).transpose()
}

/// Keeps a birth date that nobody had told before.
pub async fn set_birth_digest<C: ConnectionTrait>(db: &C, id: SubjectId, digest: [u8; 32]) -> Result<(), StoreError> {
    let row = subjects::ActiveModel { id: Set(id.0), birth_digest: Set(Some(digest.to_vec())), ..Default::default() };
    row.update(db).await?;
    Ok(())
}

/// Writes down that somebody says this identifier belongs to that person. Saying it again changes nothing, except that a
/// statement that had ended holds again: a person who is not reached is a refusal that is not applied. `key_version`: of the storage key
/// that the digest is encrypted with.
pub async fn assign<C: ConnectionTrait>(
    db: &C,
    (digest, key_version): (IdentifierDigest, i16),
    subject: SubjectId,
    asserted_by: HolderId,
    kind: Kind,
    now: Timestamp,
) -> Result<(), StoreError> {
    assign_all(db, &[(digest, subject, kind.number())], asserted_by, key_version, now).await
}

/// The same of many, each with the number of its kind and none twice.
pub(crate) async fn assign_all<C: ConnectionTrait>(
    db: &C,
    said: &[(IdentifierDigest, SubjectId, i16)],
    asserted_by: HolderId,
    key_version: i16,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows = said.iter().map(|(digest, subject, kind)| assignments::ActiveModel {
        digest: Set(digest.to_vec()),
        subject_id: Set(subject.0),
        asserted_by: Set(asserted_by.0),
        kind: Set(*kind),
        key_version: Set(key_version),
        valid_from: Set(now.millis()),
        valid_to: Set(None),
    });
    let key = [assignments::Column::Digest, assignments::Column::SubjectId, assignments::Column::AssertedBy];
    let again = OnConflict::columns(key)
        .update_column(assignments::Column::ValidTo)
        .action_and_where(Expr::col((assignments::Entity, assignments::Column::ValidTo)).is_not_null())
        .to_owned();
    Ok(many::insert_or::<assignments::Entity, _>(db, rows.collect(), again).await?)
}

/// Everybody whom these identifiers reach. A number that somebody no longer bears still reaches them: holders send every
/// number that their records carry, old ones too, and whoever is reached and refuses is a deny.
pub async fn of_digests<C: ConnectionTrait>(
    db: &C,
    digests: &[IdentifierDigest],
) -> Result<Vec<(IdentifierDigest, SubjectId)>, StoreError> {
    let mut reached = Vec::new();
    for chunk in digests.chunks(KEYS_PER_QUERY) {
        let rows: Vec<(Vec<u8>, uuid::Uuid)> = assignments::Entity::find()
            .select_only()
            .columns([assignments::Column::Digest, assignments::Column::SubjectId])
            .distinct()
            .filter(assignments::Column::Digest.is_in(bytes(chunk)))
            .into_tuple()
            .all(db)
            .await?;
        for (digest, subject) in rows {
            reached.push((whole(digest, subject)?, SubjectId(subject)));
        }
    }
    Ok(reached)
}

/// Everybody who bears a number that one of these persons bears, they themselves among them.
pub(crate) async fn sharing<C: ConnectionTrait>(db: &C, persons: &[SubjectId]) -> Result<BTreeSet<SubjectId>, StoreError> {
    let borne: Vec<(Vec<u8>, uuid::Uuid)> = assignments::Entity::find()
        .select_only()
        .columns([assignments::Column::Digest, assignments::Column::SubjectId])
        .distinct()
        .filter(assignments::Column::SubjectId.is_in(persons.iter().map(|person| person.0)))
        .into_tuple()
        .all(db)
        .await?;
    let digests: Vec<IdentifierDigest> = borne.into_iter().map(|(digest, bearer)| whole(digest, bearer)).collect::<Result<_, _>>()?;
    Ok(of_digests(db, &digests).await?.into_iter().map(|(_, subject)| subject).chain(persons.iter().copied()).collect())
}

/// Whether that holder said itself that one of these numbers is one of these persons'.
pub(crate) async fn said_by<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    digests: &[IdentifierDigest],
    persons: &[SubjectId],
) -> Result<bool, StoreError> {
    let said = assignments::Entity::find()
        .filter(assignments::Column::Digest.is_in(bytes(digests)))
        .filter(assignments::Column::SubjectId.is_in(persons.iter().map(|person| person.0)))
        .filter(assignments::Column::AssertedBy.eq(holder.0));
    Ok(said.one(db).await?.is_some())
}

/// Of these local numbers, those that this holder linked to an insured number: it said of the same person both that the
/// local number is theirs and that an insured (or public-payer) number is.
pub async fn linked_by<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    digests: &[IdentifierDigest],
) -> Result<HashSet<IdentifierDigest>, StoreError> {
    let mut linked = HashSet::new();
    for chunk in digests.chunks(KEYS_PER_QUERY) {
        let rows: Vec<(Vec<u8>, uuid::Uuid)> = assignments::Entity::find()
            .select_only()
            .columns([assignments::Column::Digest, assignments::Column::SubjectId])
            .filter(assignments::Column::Digest.is_in(bytes(chunk)))
            .filter(assignments::Column::AssertedBy.eq(holder.0))
            .filter(Expr::exists(insured_number_by(holder)))
            .into_tuple()
            .all(db)
            .await?;
        for (digest, subject) in rows {
            linked.insert(whole(digest, subject)?);
        }
    }
    Ok(linked)
}

/// An insured or public-payer number of the same person, said by the same holder.
fn insured_number_by(holder: HolderId) -> SelectStatement {
    let insured = Alias::new("insured");
    let of = |column: assignments::Column| Expr::col((insured.clone(), column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(assignments::Entity, insured.clone())
        .and_where(of(assignments::Column::SubjectId).equals((assignments::Entity, assignments::Column::SubjectId)))
        .and_where(of(assignments::Column::AssertedBy).eq(holder.0))
        .and_where(of(assignments::Column::Kind).is_in([Kind::Insured.number(), Kind::PublicPayer.number()]))
        .to_owned()
}

fn bytes(digests: &[IdentifierDigest]) -> impl Iterator<Item = Vec<u8>> {
    digests.iter().map(|digest| digest.to_vec())
}

fn whole(digest: Vec<u8>, subject: uuid::Uuid) -> Result<IdentifierDigest, StoreError> {
    digest.try_into().map_err(|_| inconsistent("identifier_assignments", "digest", SubjectId(subject)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh_sqlite;
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const HOLDER: HolderId = HolderId(Uuid::from_u128(9));
    const OTHER: HolderId = HolderId(Uuid::from_u128(10));

    async fn person(db: &impl ConnectionTrait, n: u128) -> SubjectId {
        let id = SubjectId(Uuid::from_u128(n));
        create(db, id, None, NOW).await.unwrap();
        id
    }

    #[tokio::test]
    async fn a_number_reaches_everybody_to_whom_it_was_ever_assigned() {
        let store = fresh_sqlite().await;
        let (a, b) = (person(store.db(), 1).await, person(store.db(), 2).await);
        for subject in [a, b, a] {
            assign(store.db(), ([7; 16], 1), subject, HOLDER, Kind::Insured, NOW).await.unwrap();
        }
        assign(store.db(), ([7; 16], 1), a, OTHER, Kind::Insured, NOW).await.unwrap();
        let mut reached = of_digests(store.db(), &[[7; 16], [8; 16]]).await.unwrap();
        reached.sort();
        assert_eq!(reached, [([7; 16], a), ([7; 16], b)]);
    }

    #[tokio::test]
    async fn a_statement_said_again_holds_again() {
        let store = fresh_sqlite().await;
        let a = person(store.db(), 1).await;
        assign(store.db(), ([7; 16], 1), a, HOLDER, Kind::Insured, NOW).await.unwrap();
        let end = assignments::Entity::update_many().col_expr(assignments::Column::ValidTo, Expr::value(NOW.millis() + 1));
        end.exec(store.db()).await.unwrap();
        assign(store.db(), ([7; 16], 1), a, HOLDER, Kind::Insured, NOW).await.unwrap();
        let row = assignments::Entity::find().one(store.db()).await.unwrap().unwrap();
        assert_eq!((row.valid_from, row.valid_to), (NOW.millis(), None));
    }

    #[tokio::test]
    async fn a_local_number_is_linked_by_the_holder_that_said_both() {
        let store = fresh_sqlite().await;
        let (a, b) = (person(store.db(), 1).await, person(store.db(), 2).await);
        assign(store.db(), ([1; 16], 1), a, HOLDER, Kind::Local, NOW).await.unwrap();
        assign(store.db(), ([2; 16], 1), b, HOLDER, Kind::Local, NOW).await.unwrap();
        assign(store.db(), ([3; 16], 1), a, HOLDER, Kind::Insured, NOW).await.unwrap();
        assign(store.db(), ([4; 16], 1), b, OTHER, Kind::Insured, NOW).await.unwrap();
        let all = [[1; 16], [2; 16], [5; 16]];
        assert_eq!(linked_by(store.db(), HOLDER, &all).await.unwrap(), HashSet::from([[1; 16]]));
        assert_eq!(linked_by(store.db(), OTHER, &all).await.unwrap(), HashSet::new());
    }

    #[tokio::test]
    async fn more_numbers_than_one_query_carries_are_all_looked_up() {
        let store = fresh_sqlite().await;
        let a = person(store.db(), 1).await;
        let digest = |n: u16| {
            let mut digest = [0; 16];
            digest[..2].copy_from_slice(&n.to_be_bytes());
            digest
        };
        for n in [3, 999] {
            assign(store.db(), (digest(n), 1), a, HOLDER, Kind::Insured, NOW).await.unwrap();
        }
        let asked: Vec<_> = (0..1_200).map(digest).collect();
        assert_eq!(of_digests(store.db(), &asked).await.unwrap(), [(digest(3), a), (digest(999), a)]);
    }

    #[tokio::test]
    async fn a_birth_digest_reads_back() {
        let store = fresh_sqlite().await;
        let a = person(store.db(), 1).await;
        let b = SubjectId(Uuid::from_u128(2));
        create(store.db(), b, Some([5; 32]), NOW).await.unwrap();
        assert_eq!(birth_digest_of(store.db(), a).await.unwrap(), None);
        assert_eq!(birth_digest_of(store.db(), b).await.unwrap(), Some([5; 32]));
    }
}
