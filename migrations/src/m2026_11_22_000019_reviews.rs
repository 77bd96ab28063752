//! When it has to be looked at again whether a person may still not see all of a use, and what was found then.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What holds now; gone when everything is shown, or when the report was corrected or withdrawn.
        table("reviews_due")
            .col(uuid("disclosure_id"))
            .col(uuid("subject_id"))
            .col(uuid("holder_id"))
            .col(integer("row_index"))
            .col(text("reason"))
            .col(text("role"))
            .col(text("review_by"))
            .key(&["disclosure_id", "subject_id"])
            .references(&["disclosure_id"], "disclosures", &["id"])
            .references(&["holder_id"], "holders", &["id"])
            .index(&["holder_id", "review_by"])
            .index(&["review_by"])
            .create(manager)
            .await?;
        table("display_reviews")
            .col(uuid("id"))
            .col(uuid("disclosure_id"))
            .col(uuid("subject_id"))
            .col(small_integer("display"))
            .col(text_null("reason"))
            .col(text_null("role"))
            .col(text_null("review_by"))
            .col(uuid("account_id"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["disclosure_id"], "disclosures", &["id"])
            .references(&["account_id"], "accounts", &["id"])
            .between("display", 0, 2)
            .index(&["disclosure_id"])
            .create(manager)
            .await?;
        append_only(manager, "display_reviews", &["id"]).await?;
        // Reports from before: those that still stand, as far as their rows are known.
        let known = "INSERT INTO reviews_due (disclosure_id, subject_id, holder_id, row_index, reason, role, review_by) \
                     SELECT r.disclosure_id, r.subject_id, d.holder_id, u.row_index, r.reason, r.role, r.review_by \
                     FROM display_reasons r JOIN disclosures d ON d.id = r.disclosure_id \
                     JOIN uses u ON u.subject_id = r.subject_id AND u.disclosed_at = d.disclosed_at AND u.disclosure_id = d.id \
                     WHERE u.row_index IS NOT NULL \
                     AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.disclosure_id = r.disclosure_id)";
        manager.get_connection().execute_unprepared(known).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["display_reviews", "reviews_due"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
