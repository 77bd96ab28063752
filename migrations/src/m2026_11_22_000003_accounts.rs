//! Sign-ins: accounts, passkeys, sessions, and the ways in and back.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        accounts(manager).await?;
        sign_in(manager).await?;
        ways_in_and_back(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["notices", "recoveries", "recovery_codes", "activations", "sessions", "ceremonies", "passkeys", "accounts"])
            .await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("accounts")
        .col(uuid("id"))
        .col(uuid("handle"))
        .col(text("kind"))
        .col(uuid_null("subject_id"))
        .col(text_null("role"))
        .col(uuid_null("holder_id"))
        .col(small_integer("level"))
        .col(text("issuers"))
        .col(big_integer("created_at"))
        .col(big_integer_null("overview_seen_at"))
        .col(big_integer_null("overview_opened_at"))
        .col(big_integer_null("closed_until"))
        .key(&["id"])
        .references(&["subject_id"], "subjects", &["id"])
        .references(&["holder_id"], "holders", &["id"])
        .one_of("kind", &["patient", "staff", "operator"])
        .between("level", 1, 2)
        .unique(&["handle"])
        .unique(&["subject_id"])
        .create(manager)
        .await?;
    table("notices")
        .col(uuid("id"))
        .col(uuid("account_id"))
        .col(text("kind"))
        .col(big_integer("at"))
        .col(big_integer_null("seen_at"))
        .key(&["id"])
        .references(&["account_id"], "accounts", &["id"])
        .index(&["account_id", "at"])
        .create(manager)
        .await
}

async fn sign_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("passkeys")
        .col(uuid("id"))
        .col(uuid("account_id"))
        .col(blob("credential_id"))
        .col(text("credential"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"))
        .col(uuid_null("set_aside_by"))
        .col(uuid_null("recovery_id"))
        .key(&["id"])
        .references(&["account_id"], "accounts", &["id"])
        .unique(&["credential_id"])
        .index(&["account_id"])
        .create(manager)
        .await?;
    // No reference to accounts: a ceremony may run for an account that is made only when it succeeds.
    table("ceremonies")
        .col(uuid("id"))
        .col(text("kind"))
        .col(uuid_null("account_id"))
        .col(uuid_null("activation_id"))
        .col(text("state"))
        .col(big_integer("expires_at"))
        .key(&["id"])
        .index(&["account_id"])
        .index(&["expires_at"])
        .create(manager)
        .await?;
    table("sessions")
        .col(blob("digest"))
        .col(uuid("ref_id"))
        .col(uuid_null("account_id"))
        .col(text("data"))
        .col(big_integer("created_at"))
        .col(big_integer("seen_at"))
        .col(big_integer("expires_at"))
        .key(&["digest"])
        .references(&["account_id"], "accounts", &["id"])
        .unique(&["ref_id"])
        .index(&["account_id"])
        .index(&["expires_at"])
        .create(manager)
        .await
}

async fn ways_in_and_back(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // No reference from issuer_id and used_by: the desk is no holder, and an account that left leaves its code used.
    table("activations")
        .col(uuid("id"))
        .col(blob("code_digest"))
        .col(text("kind"))
        .col(uuid_null("subject_id"))
        .col(uuid("issuer_id"))
        .col(small_integer("grants_level"))
        .col(small_integer("tries"))
        .col(big_integer("created_at"))
        .col(big_integer_null("expires_at"))
        .col(big_integer_null("used_at"))
        .col(uuid_null("used_by"))
        .key(&["id"])
        .references(&["subject_id"], "subjects", &["id"])
        .one_of("kind", &["patient", "staff", "operator"])
        .between("grants_level", 1, 2)
        .unique(&["code_digest"])
        .index(&["subject_id"])
        .create(manager)
        .await?;
    table("recovery_codes")
        .col(uuid("account_id"))
        .col(blob("digest"))
        .col(big_integer("created_at"))
        .col(big_integer_null("used_at"))
        .key(&["account_id"])
        .references(&["account_id"], "accounts", &["id"])
        .unique(&["digest"])
        .create(manager)
        .await?;
    table("recoveries")
        .col(uuid("id"))
        .col(uuid("account_id"))
        .col(text("by_means"))
        .col(big_integer("completed_at"))
        .col(big_integer("closed_until"))
        .col(big_integer_null("cancelled_at"))
        .key(&["id"])
        .references(&["account_id"], "accounts", &["id"])
        .one_of("by_means", &["printed-code", "desk"])
        .index(&["account_id"])
        .create(manager)
        .await
}
