//! Tables whose rows nobody changes or removes: the database itself refuses.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// PostgreSQL: the function that refuses, for every append-only table.
const FUNCTION: &str = "CREATE FUNCTION hikae_append_only() RETURNS trigger LANGUAGE plpgsql AS \
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$";

/// Makes what the triggers need.
pub(crate) async fn prepare(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    on_postgres(manager, FUNCTION).await
}

/// Removes it, after the last append-only table is gone.
pub(crate) async fn clear(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    on_postgres(manager, "DROP FUNCTION hikae_append_only()").await
}

async fn on_postgres(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Refuses UPDATE, DELETE and every other way to change or remove a row of that table. The triggers go with the table.
pub(crate) async fn append_only(manager: &SchemaManager<'_>, table: &str, key: &[&str]) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => vec![format!(
            "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION hikae_append_only()"
        )],
        _ => on_sqlite(table, key),
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

fn on_sqlite(table: &str, key: &[&str]) -> Vec<String> {
    let refuse = format!("BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END");
    let same: Vec<String> = key.iter().map(|column| format!("{column} = NEW.{column}")).collect();
    let exists = format!("EXISTS (SELECT 1 FROM {table} WHERE {})", same.join(" AND "));
    vec![
        format!("CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"),
        format!("CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"),
        // INSERT OR REPLACE removes the row before without asking the delete trigger (unless recursive_triggers is on).
        format!("CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refuse}"),
    ]
}
