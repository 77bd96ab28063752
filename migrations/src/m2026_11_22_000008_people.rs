//! People of work: what an invitation is for and who made it; what an account is called and when its access ended.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "accounts", text_null("label")).await?;
        add(manager, "accounts", big_integer_null("ended_at")).await?;
        // No reference from holder_id and invited_by: SQLite cannot add one to a table that exists.
        add(manager, "activations", text_null("role")).await?;
        add(manager, "activations", uuid_null("holder_id")).await?;
        add(manager, "activations", text_null("label")).await?;
        add(manager, "activations", uuid_null("invited_by")).await?;
        // The people of a holder, and staff, among ten million patients who have neither.
        index(manager, "accounts", "role").await?;
        index(manager, "accounts", "holder_id").await?;
        index(manager, "activations", "role").await?;
        index(manager, "activations", "holder_id").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("activations", "holder_id"), ("activations", "role"), ("accounts", "holder_id"), ("accounts", "role")] {
            manager.drop_index(Index::drop().name(format!("ix_{table}_{column}")).table(table).to_owned()).await?;
        }
        for column in ["invited_by", "label", "holder_id", "role"] {
            drop(manager, "activations", column).await?;
        }
        drop(manager, "accounts", "ended_at").await?;
        drop(manager, "accounts", "label").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    // One at a time: SQLite knows no statement that adds two.
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

async fn drop(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).take()).await
}

async fn index(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.create_index(Index::create().name(format!("ix_{table}_{column}")).table(table).col(column).take()).await
}
