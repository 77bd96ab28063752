//! The store: the only place that names sea-orm.
//!
//! Rules of every file here (one per noun): queries carry their scope in their name (`decisions_of(subject)`, never
//! `find()`); what is not there is `Ok(None)`; a row that breaks a rule is [`StoreError::Inconsistent`] and names table,
//! column and row; lists are paged by key, never by `OFFSET`, and nothing on a page's way counts a table.
//!
//! Lock order, so that nobody waits in a circle: `log_head`, then anything else, then `audit_heads` last.

pub mod accounts;
pub mod activations;
pub mod alarms;
pub mod approvals;
pub mod audit;
pub mod audit_heads;
pub mod cases;
pub mod ceremonies;
pub mod choices;
pub mod clients;
pub mod conflicts;
pub mod contacts;
pub mod corrections;
pub mod disclosures;
pub mod entity;
pub mod facts;
pub mod form_drafts;
mod grants;
pub mod holder_counts;
pub mod holders;
pub mod inquiries;
pub mod inquiry_messages;
pub mod key_checks;
pub mod leaves;
pub mod letters;
pub mod links;
pub mod log;
pub mod log_check;
pub mod log_days;
pub mod log_tree;
pub mod look_up_alarms;
pub mod look_up_scratch;
pub mod look_ups;
pub mod mails;
pub mod many;
pub mod marks;
pub mod nodes;
pub mod notices;
pub mod passkeys;
pub mod people;
pub mod posted_codes;
pub mod proxies;
pub mod purposes;
pub mod recovery;
pub mod register;
pub mod reports;
pub mod reviews;
pub mod sessions;
pub mod storage_rotation;
pub mod studies;
pub mod subjects;
pub mod test_persons;
#[cfg(test)]
pub(crate) mod tests;
pub mod uses;
pub mod who_asked;

use domain::failure::Failure;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::collections::HashSet;
use std::time::Duration;

/// What can go wrong below the services.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not do it.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// A stored row breaks a rule.
    #[error("inconsistent: {table}.{column} of row {row}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Inconsistent { table, column, row } => Self::Inconsistent { table, column, row },
            StoreError::Database(error @ (DbErr::Type(_) | DbErr::Json(_) | DbErr::RecordNotFound(_) | DbErr::ConvertFromU64(_))) => {
                Self::Internal(error.to_string())
            }
            // Whatever the database says no to (gone, locked, read-only, full, cut off in the middle): nothing was
            // committed that was acknowledged, and the same call may pass later.
            StoreError::Database(error) => Self::Unavailable(error.to_string()),
        }
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the database at that URL. An SQLite file is made when it is missing and `create` says so.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn connect(url: &str, connections: u32, create: bool) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url.to_owned());
        options
            .max_connections(connections)
            .connect_timeout(Duration::from_secs(5))
            .acquire_timeout(Duration::from_secs(5))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |sqlite| {
                use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
                // WAL: readers do not wait for the writer. FULL: what was acknowledged survives a power cut.
                sqlite
                    .create_if_missing(create)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(5))
            });
        Ok(Self { db: Database::connect(options).await? })
    }

    /// For reading outside a transaction.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// Begins to write. Dropping the transaction undoes it.
    ///
    /// # Errors
    /// The database cannot be reached, or stays locked.
    pub async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        // BEGIN IMMEDIATE: two writers that both read first would deadlock on upgrade (SQLite "database is locked").
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// Begins to read: everything read in it was true at one moment. Dropping it ends it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.db.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // Without a word of ours SQLite begins deferred: a reader that no writer waits for.
            _ => TransactionOptions::default(),
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.db.query_one_raw(Statement::from_string(self.db.get_database_backend(), "SELECT 1")).await?;
        Ok(())
    }

    /// What keeps a commit from being durable when it is answered, as this database is set up; `None`: nothing. SQLite is opened so that
    /// it waits for the disk; PostgreSQL can be told not to, for a server, a database or a role.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn not_durable(&self) -> Result<Option<&'static str>, StoreError> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        for setting in ["synchronous_commit", "fsync"] {
            let row = self.db.query_one_raw(Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"))).await?;
            if row.map(|row| row.try_get_by_index::<String>(0)).transpose()?.as_deref() == Some("off") {
                return Ok(Some(setting));
            }
        }
        Ok(None)
    }

    /// Brings the schema to the newest step.
    ///
    /// # Errors
    /// A step failed; it is undone where the database can.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        use migrations::{Migrator, MigratorTrait};
        Ok(Migrator::up(&self.db, None).await?)
    }

    /// Whether every migration has been applied.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn is_current(&self) -> Result<bool, StoreError> {
        use migrations::{Migrator, MigratorTrait};
        // Read here and not by the migrator, which would first make its own table where there is none: the server's role may not.
        let backend = self.db.get_database_backend();
        let there = match backend {
            DbBackend::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
            _ => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
        };
        if self.db.query_one_raw(Statement::from_string(backend, there)).await?.is_none() {
            return Ok(false);
        }
        let applied = self.db.query_all_raw(Statement::from_string(backend, "SELECT version FROM seaql_migrations")).await?;
        let applied: HashSet<String> = applied.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
        Ok(Migrator::migrations().iter().all(|step| applied.contains(step.name())))
    }
}

/// The open database, for services to hand on.
pub type Db = DatabaseConnection;

/// A transaction, for services to hold and hand on.
pub type Tx = DatabaseTransaction;

/// Makes a transaction's changes durable. After an error nobody knows whether they are: nothing may be acknowledged, and
/// asking again with the same idempotency key tells.
pub async fn commit(tx: Tx) -> Result<(), StoreError> {
    Ok(tx.commit().await?)
}

/// Adds `FOR UPDATE` where the database knows it; on SQLite the whole write transaction is exclusive already.
pub(crate) fn locked<E: sea_orm::EntityTrait>(select: sea_orm::Select<E>, db: &impl ConnectionTrait) -> sea_orm::Select<E> {
    use sea_orm::QuerySelect;
    if db.get_database_backend() == DbBackend::Postgres { select.lock_exclusive() } else { select }
}

/// The error of a row that breaks a rule.
pub(crate) fn inconsistent(table: &'static str, column: &'static str, row: impl ToString) -> StoreError {
    StoreError::Inconsistent { table, column, row: row.to_string() }
}
