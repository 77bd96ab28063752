//! Many rows in one statement, and the rows of many keys: the same on both databases.

use crate::ground::{Ground, on_both};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, Statement};
use server::store::entity::subjects::{ActiveModel, Column, Entity, Model};
use server::store::many;
use std::collections::BTreeMap;
use uuid::Uuid;

/// More than one list of keys carries.
const ROWS: u128 = 1_203;

/// Every third one has no birth digest.
fn digest(number: u128) -> Option<Vec<u8>> {
    (!number.is_multiple_of(3)).then(|| number.to_be_bytes().repeat(2))
}

fn row(number: u128, birth_digest: Option<Vec<u8>>) -> ActiveModel {
    ActiveModel { id: Set(Uuid::from_u128(number)), birth_digest: Set(birth_digest), created_at: Set(i64::try_from(number).unwrap()) }
}

async fn write_all(ground: &Ground) {
    let rows = (1..=ROWS).map(|number| row(number, digest(number)));
    many::insert::<Entity, _>(ground.core.store.db(), rows.collect()).await.unwrap();
}

async fn stored(ground: &Ground) -> BTreeMap<u128, Model> {
    let rows = Entity::find().all(ground.core.store.db()).await.unwrap();
    rows.into_iter().map(|row| (row.id.as_u128(), row)).collect()
}

#[tokio::test]
async fn every_row_is_written_as_it_is_whatever_is_null_in_it() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let before = stored(&ground).await.len();
        many::insert::<Entity, _>(db, Vec::new()).await.unwrap();
        write_all(&ground).await;
        let rows = stored(&ground).await;
        assert_eq!(rows.len(), before + 1_203);
        for number in 1..=ROWS {
            let written = (rows[&number].birth_digest.clone(), rows[&number].created_at);
            assert_eq!(written, (digest(number), i64::try_from(number).unwrap()), "{number}");
        }
        assert!(many::insert::<Entity, _>(db, vec![row(ROWS, None)]).await.is_err(), "it is there already");
    })
    .await;
}

#[tokio::test]
async fn what_is_there_already_is_replaced_by_null_too() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        write_all(&ground).await;
        let replace = OnConflict::column(Column::Id).update_column(Column::BirthDigest).to_owned();
        // Those that had one lose it, and the other way round; the last hundred are new.
        let other = |number: u128| digest(number).is_none().then(|| vec![7; 32]);
        let again = (1..=ROWS + 100).map(|number| row(number, other(number))).collect();
        many::insert_or::<Entity, _>(db, again, replace).await.unwrap();
        let rows = stored(&ground).await;
        assert!((1..=ROWS + 100).all(|number| rows[&number].birth_digest == other(number)));
    })
    .await;
}

#[tokio::test]
async fn the_rows_of_many_keys_are_found_and_no_others() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        write_all(&ground).await;
        let found = async |numbers: Vec<u128>| {
            let keys: Vec<_> = numbers.into_iter().map(Uuid::from_u128).collect();
            let rows = many::with_keys::<Entity, _, _>(db, Column::Id, &keys).await.unwrap();
            let mut found: Vec<_> = rows.into_iter().map(|row| (row.id.as_u128(), row.birth_digest)).collect();
            found.sort();
            found
        };
        assert_eq!(found(vec![]).await, []);
        assert_eq!(found(vec![ROWS + 1]).await, []);
        // Of 1,302 keys the odd ones are asked for, and nobody has the last fifty of them.
        let odd: Vec<_> = (1..=ROWS + 100).filter(|number| !number.is_multiple_of(2)).collect();
        assert_eq!(
            found(odd.clone()).await,
            odd.into_iter().filter(|number| *number <= ROWS).map(|number| (number, digest(number))).collect::<Vec<_>>()
        );
    })
    .await;
}

/// What is null is left out of a statement on PostgreSQL: a default would stand there instead.
#[tokio::test]
async fn no_column_that_may_be_null_has_a_default() {
    let ground = Ground::on_postgresql().await;
    let nullable = "SELECT table_name || '.' || column_name AS name, column_default IS NOT NULL AS defaults \
                    FROM information_schema.columns WHERE table_schema = 'public' AND is_nullable = 'YES'";
    let rows = ground.core.store.db().query_all_raw(Statement::from_string(DbBackend::Postgres, nullable)).await.unwrap();
    let columns = rows.iter().map(|row| (row.try_get::<String>("", "name").unwrap(), row.try_get::<bool>("", "defaults").unwrap()));
    let (with, without): (Vec<_>, Vec<_>) = columns.partition(|(_, defaults)| *defaults);
    assert_eq!(with, []);
    assert!(without.iter().any(|(name, _)| name == "subjects.birth_digest"), "they are looked at");
}
