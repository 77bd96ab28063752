//! Check values of keys: a node whose keys do not reproduce them refuses to start.

use super::entity::key_checks;
use super::{Store, StoreError, Tx};
use crate::keys::KeyCheck;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// How keys and database do not belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// It is another key of that name and version.
    Wrong(&'static str),
    /// Something in the database was written with a version that is not here.
    Missing(String, i32),
    /// The database has never heard of that version. Whatever is there was written with another one.
    Unknown(&'static str, i32),
}

/// Compares what the database knows of its keys with the keys that are here, in both directions. An installation's first start
/// writes it; after that only a rotation does, so that no wrong key is ever taken for a new one.
///
/// # Errors
/// The database cannot be reached.
pub async fn compare(store: &Store, here: &[KeyCheck]) -> Result<Option<KeyFault>, StoreError> {
    let tx = store.begin().await?;
    let kept = all(&tx).await?;
    if kept.is_empty() {
        for check in here {
            insert(&tx, check).await?;
        }
        tx.commit().await?;
        return Ok(None);
    }
    Ok(fault(&kept, here))
}

fn fault(kept: &BTreeMap<(String, i32), Vec<u8>>, here: &[KeyCheck]) -> Option<KeyFault> {
    let of = |check: &KeyCheck| kept.get(&(check.name.to_owned(), check.version));
    if let Some(wrong) = here.iter().find(|check| of(check).is_some_and(|value| *value != check.value)) {
        return Some(KeyFault::Wrong(wrong.name));
    }
    let known = |(name, version): &&(String, i32)| here.iter().any(|check| check.name == name && check.version == *version);
    if let Some((name, version)) = kept.keys().find(|key| !known(key)) {
        return Some(KeyFault::Missing(name.clone(), *version));
    }
    here.iter().find(|check| of(check).is_none()).map(|check| KeyFault::Unknown(check.name, check.version))
}

async fn all<C: ConnectionTrait>(db: &C) -> Result<BTreeMap<(String, i32), Vec<u8>>, StoreError> {
    let rows = key_checks::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| ((row.name, row.version), row.value)).collect())
}

/// Every version of a key that the database knows, with its value.
pub(crate) async fn versions_of<C: ConnectionTrait>(db: &C, name: &str) -> Result<BTreeMap<i32, Vec<u8>>, StoreError> {
    let rows = key_checks::Entity::find().filter(key_checks::Column::Name.eq(name)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.version, row.value)).collect())
}

/// Makes a version known: part of its rotation.
pub(crate) async fn insert(tx: &Tx, check: &KeyCheck) -> Result<(), StoreError> {
    let row = key_checks::ActiveModel { name: Set(check.name.to_owned()), version: Set(check.version), value: Set(check.value.to_vec()) };
    row.insert(tx).await?;
    Ok(())
}

/// Nothing is left that was written with older versions: the end of a rotation.
pub(crate) async fn forget_before(tx: &Tx, name: &str, version: i32) -> Result<(), StoreError> {
    let older = key_checks::Entity::delete_many().filter(key_checks::Column::Name.eq(name));
    older.filter(key_checks::Column::Version.lt(version)).exec(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh_sqlite;

    fn check(name: &'static str, version: i32, byte: u8) -> KeyCheck {
        KeyCheck { name, version, value: [byte; 32] }
    }

    #[tokio::test]
    async fn only_the_first_start_writes_and_every_difference_is_named() {
        let store = fresh_sqlite().await;
        let first = [check("identifier", 1, 1), check("storage", 1, 2), check("sealing", 1, 3)];
        for _ in 0..2 {
            assert_eq!(compare(&store, &first).await.unwrap(), None);
        }
        let storage_only = [first[0], check("storage", 1, 9), first[2]];
        assert_eq!(compare(&store, &storage_only).await.unwrap(), Some(KeyFault::Wrong("storage")));
        let sealing_only = [first[0], first[1], check("sealing", 1, 9)];
        assert_eq!(compare(&store, &sealing_only).await.unwrap(), Some(KeyFault::Wrong("sealing")));
        let another_version = [check("identifier", 2, 9), first[1], first[2]];
        assert_eq!(compare(&store, &another_version).await.unwrap(), Some(KeyFault::Missing("identifier".to_owned(), 1)));
        let one_more = [first[0], first[1], check("sealing", 2, 4), first[2]];
        assert_eq!(compare(&store, &one_more).await.unwrap(), Some(KeyFault::Unknown("sealing", 2)));
        let one_less = [first[0], first[1]];
        assert_eq!(compare(&store, &one_less).await.unwrap(), Some(KeyFault::Missing("sealing".to_owned(), 1)));
        assert_eq!(compare(&store, &first).await.unwrap(), None, "none of that was written");
    }
}
