//! Digests of identifiers, encrypted anew with the next storage key while nobody else works on the database.

use super::entity::{identifier_assignments as assignments, look_up_scratch};
use super::{Store, StoreError, Tx, commit, inconsistent};
use crate::keys::IdentifierDigest;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};

impl Store {
    /// Begins to write as the only one. `None`: somebody else is connected. The store must have one connection at most.
    ///
    /// On SQLite nobody can come until the end: without its write-ahead log, an exclusive transaction keeps out readers, too. On
    /// PostgreSQL nobody else is there now; that no node starts meanwhile is the business of the check values.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn begin_alone(&self) -> Result<Option<Tx>, StoreError> {
        if self.db().get_database_backend() == DbBackend::Postgres {
            // Whose kind is not shown to this role is somebody else, too; only the database's own workers are nobody.
            let others = "SELECT COUNT(*) AS others FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                          AND (backend_type IS NULL OR backend_type = 'client backend')";
            let row = self.db().query_one_raw(Statement::from_string(DbBackend::Postgres, others)).await?;
            let others: i64 = row.ok_or_else(|| inconsistent("pg_stat_activity", "pid", "count"))?.try_get("", "others")?;
            return if others == 0 { Ok(Some(self.begin().await?)) } else { Ok(None) };
        }
        // SQLite leaves this mode only where nobody else has the file open; the next connection goes back to it.
        let left = self.db().query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode = DELETE")).await;
        let mode: Option<String> = left.ok().flatten().and_then(|row| row.try_get("", "journal_mode").ok());
        if mode.as_deref() != Some("delete") {
            return Ok(None);
        }
        let mode = Some(SqliteTransactionMode::Exclusive);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        Ok(Some(self.db().begin_with_options(options).await?))
    }

    /// Makes durable what was done until now, where going on from there is possible: on SQLite all of it is one transaction.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn step(&self, tx: Tx) -> Result<Tx, StoreError> {
        if tx.get_database_backend() != DbBackend::Postgres {
            return Ok(tx);
        }
        commit(tx).await?;
        self.begin().await
    }
}

/// The next digests that are encrypted with that version of the key, after `after`, in their order.
pub(crate) async fn digests_after(
    tx: &Tx,
    version: i16,
    after: Option<IdentifierDigest>,
    limit: u64,
) -> Result<Vec<IdentifierDigest>, StoreError> {
    let mut select = assignments::Entity::find()
        .select_only()
        .column(assignments::Column::Digest)
        .distinct()
        .filter(assignments::Column::KeyVersion.eq(version));
    if let Some(after) = after {
        select = select.filter(assignments::Column::Digest.gt(after.to_vec()));
    }
    let found: Vec<Vec<u8>> = select.order_by_asc(assignments::Column::Digest).limit(limit).into_tuple().all(tx).await?;
    let whole =
        |digest: Vec<u8>| digest.try_into().map_err(|_| inconsistent("identifier_assignments", "digest", "a digest of another length"));
    found.into_iter().map(whole).collect()
}

/// Puts new digests in the place of old ones: in one statement, and on every row that has them.
pub(crate) async fn replace(tx: &Tx, digests: &[(IdentifierDigest, IdentifierDigest)], (from, to): (i16, i16)) -> Result<(), StoreError> {
    if digests.is_empty() {
        return Ok(());
    }
    let pairs: Vec<String> = (0..digests.len()).map(|n| format!("(${}, ${})", 2 * n + 1, 2 * n + 2)).collect();
    let (pairs, next) = (pairs.join(", "), 2 * digests.len());
    // Both databases call the columns of VALUES so.
    let sql = format!(
        "UPDATE identifier_assignments SET digest = pair.column2, key_version = ${} FROM (VALUES {pairs}) AS pair \
         WHERE identifier_assignments.digest = pair.column1 AND identifier_assignments.key_version = ${}",
        next + 1,
        next + 2
    );
    let each = digests.iter().flat_map(|(old, new)| [Value::from(old.to_vec()), Value::from(new.to_vec())]);
    let values: Vec<Value> = each.chain([to.into(), from.into()]).collect();
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Whoever looks a person up keeps the digest for some minutes: those of a key that is gone find nobody.
pub(crate) async fn forget_look_ups(tx: &Tx) -> Result<(), StoreError> {
    look_up_scratch::Entity::delete_many().exec(tx).await?;
    Ok(())
}
