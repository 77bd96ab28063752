//! Check values of keys: a node whose keys do not reproduce them refuses to start.

use super::entity::key_checks;
use super::{Store, StoreError};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// Compares the check values with those that the database keeps; an installation's first start writes them.
///
/// Answers the name of the first key that is not the one the database was written with, if there is one.
///
/// # Errors
/// The database cannot be reached.
pub async fn first_wrong_key(store: &Store, values: &[(&'static str, i32, [u8; 32])]) -> Result<Option<&'static str>, StoreError> {
    let tx = store.begin().await?;
    for (name, version, value) in values {
        match key_checks::Entity::find_by_id(((*name).to_owned(), *version)).one(&tx).await? {
            Some(kept) if kept.value != value => return Ok(Some(name)),
            Some(_) => {}
            None => {
                let row = key_checks::ActiveModel { name: Set((*name).to_owned()), version: Set(*version), value: Set(value.to_vec()) };
                row.insert(&tx).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(None)
}
