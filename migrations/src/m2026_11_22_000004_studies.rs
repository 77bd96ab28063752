//! What records are used for: purposes and categories, each list in version 1, and studies.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("purposes")
            .col(text("code"))
            .col(integer("sort_order"))
            .col(text("name_ja"))
            .col(text("name_en"))
            .col(text("ehds"))
            .col(text("act_reason"))
            .col(text_null("legal_basis_ja"))
            .col(text_null("legal_basis_en"))
            .col(text_null("parent"))
            .col(integer("since_version"))
            .key(&["code"])
            .references(&["parent"], "purposes", &["code"])
            .create(manager)
            .await?;
        table("categories")
            .col(text("code"))
            .col(integer("sort_order"))
            .col(text("name_ja"))
            .col(text("name_en"))
            .col(integer("since_version"))
            .key(&["code"])
            .create(manager)
            .await?;
        table("studies")
            .col(uuid("id"))
            .col(integer("version"))
            .col(text("status"))
            .col(big_integer_null("ended_at"))
            .col(big_integer("created_at"))
            .col(big_integer_null("published_at"))
            .key(&["id"])
            .one_of("status", &["draft", "published", "ended", "deleted"])
            .index(&["status", "published_at", "id"])
            .create(manager)
            .await?;
        table("study_versions")
            .col(uuid("study_id"))
            .col(integer("version"))
            .col(text("document"))
            .col(big_integer("created_at"))
            .key(&["study_id", "version"])
            .references(&["study_id"], "studies", &["id"])
            .create(manager)
            .await?;
        manager.execute(purposes_1()).await?;
        manager.execute(categories_1()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["study_versions", "studies", "categories", "purposes"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Version 1 of the purposes. Frozen: a change is a later step, and a new version.
fn purposes_1() -> InsertStatement {
    let law_ja = "感染症の予防及び感染症の患者に対する医療に関する法律 第15条";
    let law_en = "Act on the Prevention of Infectious Diseases and Medical Care for Patients with Infectious Diseases, Article 15";
    let refusable = [
        ("academic-research", "医学研究（学術）", "Academic medical research", "e", "HRESCH"),
        ("drug-device-development", "医薬品・医療機器の開発", "Drug and medical device development", "e", "CLINTRCH"),
        ("ai-development", "AI・ソフトウェアの開発", "AI and software development", "e", "HRESCH"),
        ("care-quality", "医療の質・安全の向上", "Quality and safety of care", "f", "HQUALIMP"),
        ("policy-resources", "政策立案・医療資源の最適配分", "Policy and allocation of resources", "b", "HOPERAT"),
        ("official-statistics", "統計の作成", "Official statistics", "c", "HSYSADMIN"),
        ("education", "教育・研修", "Education and training", "d", "TRAIN"),
    ];
    let exempt = ("infectious-disease-control", "感染症への対応", "Communicable disease control", "a", "PUBHLTH");
    let columns =
        ["code", "sort_order", "name_ja", "name_en", "ehds", "act_reason", "legal_basis_ja", "legal_basis_en", "parent", "since_version"];
    let mut insert = Query::insert().into_table("purposes").columns(columns).take();
    let rows = refusable.map(|row| (row, None)).into_iter().chain([(exempt, Some((law_ja, law_en)))]);
    for (order, ((code, ja, en, ehds, act_reason), law)) in (1_i32..).zip(rows) {
        let law_ja = law.map(|(ja, _)| ja.to_owned());
        let law_en = law.map(|(_, en)| en.to_owned());
        let parent = None::<String>;
        insert.values_panic([
            code.into(),
            order.into(),
            ja.into(),
            en.into(),
            ehds.into(),
            act_reason.into(),
            law_ja.into(),
            law_en.into(),
            parent.into(),
            1.into(),
        ]);
    }
    insert
}

/// Version 1 of the categories. Frozen like the purposes.
fn categories_1() -> InsertStatement {
    let mut insert = Query::insert().into_table("categories").columns(["code", "sort_order", "name_ja", "name_en", "since_version"]).take();
    let rows = [
        (1, "referral-letter", "診療情報提供書", "Referral letters"),
        (2, "discharge-summary", "退院時サマリー", "Discharge summaries"),
        (3, "checkup-report", "健康診断結果報告書", "Health check-up reports"),
        (4, "diagnoses", "傷病名", "Diagnoses"),
        (5, "allergies", "アレルギー", "Allergies"),
        (6, "infections", "感染症", "Infections"),
        (7, "contraindications", "薬剤禁忌", "Drug contraindications"),
        (8, "laboratory", "検査", "Laboratory results"),
        (9, "prescriptions", "処方", "Prescriptions"),
        (10, "immunizations", "予防接種", "Immunizations"),
        (11, "maternal-child", "母子保健", "Maternal and child health"),
        (12, "municipal-screening", "自治体検診", "Municipal screening"),
        (13, "long-term-care", "介護", "Long-term care"),
        (14, "claims", "レセプト", "Insurance claims"),
        (15, "death", "死亡", "Death records"),
        (16, "imaging", "画像", "Imaging"),
        (17, "genome", "ゲノム", "Genome"),
        (18, "other", "その他", "Other"),
    ];
    for (order, code, ja, en) in rows {
        insert.values_panic([code.into(), order.into(), ja.into(), en.into(), 1.into()]);
    }
    insert
}
