//! Organisations that hold records, their programs, and what those show to be let in.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("holders")
            .col(uuid("id"))
            .col(text("name_ja"))
            .col(text("name_en"))
            .col(text("kind"))
            .col(text_null("institution_number"))
            .col(big_integer("joined_at"))
            .col(big_integer("no_insured_number_attested"))
            .key(&["id"])
            .unique(&["institution_number"])
            .create(manager)
            .await?;
        table("clients")
            .col(text("id"))
            .col(uuid("holder_id"))
            .col(text("name"))
            .col(text("scopes"))
            .col(big_integer("created_at"))
            .col(big_integer_null("revoked_at"))
            .key(&["id"])
            .references(&["holder_id"], "holders", &["id"])
            .index(&["holder_id"])
            .create(manager)
            .await?;
        table("client_keys")
            .col(text("client_id"))
            .col(text("kid"))
            .col(text("jwk"))
            .col(big_integer("created_at"))
            .col(big_integer_null("revoked_at"))
            .key(&["client_id", "kid"])
            .references(&["client_id"], "clients", &["id"])
            .create(manager)
            .await?;
        table("access_tokens")
            .col(blob("digest"))
            .col(text("client_id"))
            .col(text("scopes"))
            .col(big_integer("expires_at"))
            .key(&["digest"])
            .references(&["client_id"], "clients", &["id"])
            .index(&["expires_at"])
            .create(manager)
            .await?;
        table("assertion_jtis")
            .col(text("client_id"))
            .col(blob("jti_digest"))
            .col(big_integer("expires_at"))
            .key(&["client_id", "jti_digest"])
            .references(&["client_id"], "clients", &["id"])
            .index(&["expires_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["assertion_jtis", "access_tokens", "client_keys", "clients", "holders"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
