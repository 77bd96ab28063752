//! The schema: every step up, down and up again on both databases, the same as the entities, and its own guard.

mod tree;

use crate::ground::{Ground, on_both};
use domain::purpose::Catalogue;
use migrations::{Migrator, MigratorTrait};
use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Iden, Iterable,
    PrimaryKeyToColumn, QueryOrder, Statement,
};
use server::store::entity::{self, categories, log_head, log_tiles, purposes};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Name, kind of value, whether it may be empty, place in the key (0: none).
type Shape = BTreeMap<String, (String, bool, bool)>;

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap()
}

/// Everything that the schema consists of, as the database itself writes it down.
async fn written_down(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT coalesce(sql, name) AS line FROM sqlite_master WHERE tbl_name NOT LIKE 'seaql_%' AND name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable) AS line FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql_%' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%' \
             UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND conrelid::regclass::text NOT LIKE 'seaql_%' \
             UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        }
    };
    rows(db, sql).await.iter().map(|row| row.try_get("", "line").unwrap()).collect()
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_again() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let first = written_down(db).await;
        assert!(first.len() > 60, "{first:?}");
        for _ in Migrator::migrations() {
            Migrator::down(db, Some(1)).await.unwrap();
        }
        assert_eq!(written_down(db).await, BTreeSet::new());
        for _ in Migrator::migrations() {
            Migrator::up(db, Some(1)).await.unwrap();
        }
        assert_eq!(written_down(db).await, first);
        Migrator::down(db, None).await.unwrap();
        Migrator::up(db, None).await.unwrap();
        assert_eq!(written_down(db).await, first);
    })
    .await;
}

/// The columns of a table as the database has them.
async fn shape_in_database(db: &DatabaseConnection, table: &str) -> Shape {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            format!("SELECT name, lower(type) AS type, \"notnull\" = 0 AS empty, pk > 0 AS key FROM pragma_table_info('{table}')")
        }
        _ => format!(
            "SELECT column_name::text AS name, data_type::text AS type, is_nullable = 'YES' AS empty, EXISTS (SELECT 1 FROM \
             information_schema.key_column_usage k JOIN information_schema.table_constraints t USING (constraint_name, table_name) \
             WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name) AS key \
             FROM information_schema.columns c WHERE table_schema = 'public' AND table_name = '{table}'"
        ),
    };
    let rows = rows(db, &sql).await;
    let read = |row: &sea_orm::QueryResult| {
        let value = (row.try_get("", "type").unwrap(), row.try_get("", "empty").unwrap(), row.try_get("", "key").unwrap());
        (row.try_get("", "name").unwrap(), value)
    };
    rows.iter().map(read).collect()
}

/// The columns of a table as the program believes them to be.
fn shape_in_program<E: EntityTrait>(backend: DbBackend) -> (String, Shape)
where
    E::Column: Iterable,
{
    let key: BTreeSet<String> = E::PrimaryKey::iter().map(|part| part.into_column().to_string()).collect();
    let columns = E::Column::iter().map(|column| {
        let def = column.def();
        let kind = match (backend, def.get_column_type()) {
            (DbBackend::Sqlite, ColumnType::Uuid) => "uuid_text",
            (_, ColumnType::Uuid) => "uuid",
            (_, ColumnType::Text) => "text",
            (DbBackend::Sqlite, ColumnType::VarBinary(_)) => "blob",
            (_, ColumnType::VarBinary(_)) => "bytea",
            (DbBackend::Sqlite, ColumnType::BigInteger | ColumnType::Integer) => "integer",
            (_, ColumnType::BigInteger) => "bigint",
            (_, ColumnType::Integer) => "integer",
            (_, ColumnType::SmallInteger) => "smallint",
            (_, ColumnType::Boolean) => "boolean",
            (_, other) => panic!("no rule for {other:?}"),
        };
        let name = column.to_string();
        let in_key = key.contains(&name);
        (name, (kind.to_owned(), def.is_null(), in_key))
    });
    (E::default().table_name().to_owned(), columns.collect())
}

fn entities(backend: DbBackend) -> BTreeMap<String, Shape> {
    macro_rules! all {
        ($($table:ident)*) => {
            [$(shape_in_program::<entity::$table::Entity>(backend)),*].into()
        };
    }
    all! {
        access_tokens accounts activations alarms assertion_jtis audit_heads audit_lines binding_codes catalogue_versions categories ceremonies client_keys clients
        conflict_notes conflicts contacts corrections current_choices disclosures display_reasons display_reviews erased_leaves form_drafts holder_counts holders idempotency_keys identifier_assignments inquiries inquiry_messages key_checks kin letters links list_checks log_checkpoints log_days log_edge_tiles log_entries log_head
        log_leaves log_tiles look_up_acts look_up_alarms look_up_scratch look_ups mails marks nodes notices passkeys posted_codes proxies purpose_drafts purposes recoveries recovery_codes report_drafts report_keys requests reviews_due sessions studies study_drafts study_versions study_writers subject_chains subject_facts subjects
        test_persons uses who_asked
    }
}

#[tokio::test]
async fn the_entities_are_the_tables() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let sql = match db.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'seaql_%'",
            _ => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%'",
        };
        let mut tables = BTreeMap::new();
        for row in rows(db, sql).await {
            let name: String = row.try_get("", "name").unwrap();
            tables.insert(name.clone(), shape_in_database(db, &name).await);
        }
        let believed = entities(db.get_database_backend());
        assert_eq!(tables.keys().collect::<Vec<_>>(), believed.keys().collect::<Vec<_>>());
        for (name, shape) in tables {
            assert_eq!(shape, believed[&name], "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_installation_starts_with_version_1_and_an_empty_log() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let stored = purposes::Entity::find().order_by_asc(purposes::Column::SortOrder).all(db).await.unwrap();
        let expected = Catalogue::version_1().purposes;
        assert_eq!(stored.len(), expected.len());
        for (order, (row, purpose)) in (1..).zip(stored.into_iter().zip(expected)) {
            let law = purpose.legal_basis.map(|law| (Some(law.ja), Some(law.en))).unwrap_or_default();
            let expected = purposes::Model {
                code: purpose.code.to_string(),
                sort_order: order,
                name_ja: purpose.name.ja,
                name_en: purpose.name.en,
                ehds: purpose.ehds,
                act_reason: purpose.act_reason,
                legal_basis_ja: law.0,
                legal_basis_en: law.1,
                parent: purpose.parent.map(|code| code.to_string()),
                since_version: i32::try_from(purpose.since).unwrap(),
                why_ja: None,
                why_en: None,
                exempt_until: None,
                changed_version: None,
            };
            assert_eq!(row, expected);
        }
        let stored = categories::Entity::find().order_by_asc(categories::Column::SortOrder).all(db).await.unwrap();
        let stored: Vec<_> = stored.into_iter().map(|row| (row.code, row.name_ja, row.name_en, row.since_version)).collect();
        let expected = domain::category::version_1().into_iter().map(|c| (c.code, c.name.ja, c.name.en, i32::try_from(c.since).unwrap()));
        assert_eq!(stored, expected.collect::<Vec<_>>());
        let head = log_head::Entity::find().all(db).await.unwrap();
        let root = Sha256::digest([]).to_vec();
        assert_eq!(head, [log_head::Model { id: 1, size: 0, time: 0, root, edge: vec![] }]);
    })
    .await;
}

async fn refuses(db: &DatabaseConnection, sql: &str, word: &str) {
    let error = db.execute_unprepared(sql).await.expect_err(sql).to_string();
    assert!(error.contains(word), "{sql}: {error}");
}

#[tokio::test]
async fn what_was_appended_is_never_changed_or_removed() {
    on_both(async |ground: Ground| {
        let (db, one, other) = (ground.core.store.db(), ground.subject().await, ground.subject().await);
        let tx = ground.core.store.begin().await.unwrap();
        let cause = server::store::links::Cause::Desk;
        server::service::links::link(&ground.core, &tx, one, other, cause, ground.core.now()).await.unwrap();
        server::service::links::unlink(&ground.core, &tx, one, other, cause, ground.core.now()).await.unwrap();
        tx.commit().await.unwrap();
        let hash = match db.get_database_backend() {
            DbBackend::Sqlite => "zeroblob(32)",
            _ => "decode(repeat('00', 32), 'hex')",
        };
        let line = format!("INSERT INTO audit_lines VALUES ('n', 1, 1, 'system', NULL, 'check', NULL, NULL, 'ok', NULL, {hash})");
        db.execute_unprepared(&line).await.unwrap();
        let tile = log_tiles::ActiveModel { level: Set(0), tile: Set(0), hashes: Set(vec![7; 8192]) };
        tile.insert(db).await.unwrap();
        db.execute_unprepared("INSERT INTO erased_leaves VALUES (0, 1)").await.unwrap();
        for (table, change) in [
            ("log_entries", format!("leaf_hash = {hash}")),
            ("log_tiles", "level = 2".into()),
            ("links", "at = 5".into()),
            ("audit_lines", "actor = 'x'".into()),
            ("erased_leaves", "erasure = 2".into()),
        ] {
            refuses(db, &format!("UPDATE {table} SET {change}"), "append-only").await;
            refuses(db, &format!("DELETE FROM {table}"), "append-only").await;
            if db.get_database_backend() == DbBackend::Sqlite {
                refuses(db, &format!("REPLACE INTO {table} SELECT * FROM {table}"), "append-only").await;
            } else {
                refuses(db, &format!("TRUNCATE {table} CASCADE"), "append-only").await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn closed_sets_are_closed_in_the_database_too() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let hash = match db.get_database_backend() {
            DbBackend::Sqlite => "zeroblob",
            _ => "octet_zero",
        };
        if db.get_database_backend() == DbBackend::Postgres {
            let zeros = "CREATE FUNCTION octet_zero(n int) RETURNS bytea LANGUAGE sql AS $$ SELECT decode(repeat('00', n), 'hex') $$";
            db.execute_unprepared(zeros).await.unwrap();
        }
        for (sql, word) in [
            (format!("INSERT INTO log_entries VALUES (0, {hash}(31))"), "CHECK"),
            (format!("INSERT INTO log_entries VALUES (-1, {hash}(32))"), "CHECK"),
            (format!("INSERT INTO log_head VALUES (2, 0, 0, {hash}(32), {hash}(0))"), "CHECK"),
            (format!("INSERT INTO log_tiles VALUES (0, 0, {hash}(32))"), "CHECK"),
            (format!("INSERT INTO log_edge_tiles VALUES (1, 0, {hash}(8192))"), "CHECK"),
            (format!("INSERT INTO uses VALUES ({hash}(16), 1, {hash}(16), 3, true, NULL, NULL, NULL)"), "CHECK"),
        ] {
            let sql = if db.get_database_backend() == DbBackend::Postgres {
                sql.replace("VALUES (octet_zero(16), 1, octet_zero(16)", "VALUES (gen_random_uuid(), 1, gen_random_uuid()")
            } else {
                sql
            };
            let error = db.execute_unprepared(&sql).await.expect_err(&sql).to_string();
            assert!(error.to_uppercase().contains(word), "{sql}: {error}");
        }
    })
    .await;
}
