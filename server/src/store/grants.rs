//! What the server's own database role may do: everything it needs, and nothing that would change what is append-only.

use super::{Store, StoreError, Tx, commit};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

impl Store {
    /// Gives a role what the server needs: to read and write every table, but to change or remove no row of an append-only one, and
    /// no part of the schema. The triggers refuse that to everybody; this refuses it to the server also where somebody removed them.
    ///
    /// Answers how many tables are append-only; `None`: this database has no roles.
    ///
    /// # Errors
    /// There is no such role, or this one may not give it anything.
    pub async fn grant_to(&self, role: &str) -> Result<Option<usize>, StoreError> {
        if self.db().get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let role = format!("\"{}\"", role.replace('"', "\"\""));
        let tx = self.begin().await?;
        let append_only = append_only(&tx).await?;
        let mut statements = vec![
            // PostgreSQL before version 15 lets everybody make tables there.
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
            format!("GRANT USAGE ON SCHEMA public TO {role}"),
            // Whatever it had before, from an older version of this.
            format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
            format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
            format!("REVOKE INSERT, UPDATE, DELETE ON seaql_migrations FROM {role}"),
        ];
        statements.extend(append_only.iter().map(|table| format!("REVOKE UPDATE, DELETE ON {table} FROM {role}")));
        for statement in statements {
            tx.execute_unprepared(&statement).await?;
        }
        commit(tx).await?;
        Ok(Some(append_only.len()))
    }
}

/// The tables whose rows nobody changes or removes, as their triggers say.
async fn append_only(tx: &Tx) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname LIKE '%\\_append\\_only' ORDER BY 1";
    let rows = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?)
}
