//! Samples of studies and holders. All names are invented.

use super::at;
use async_trait::async_trait;
use domain::category::Form;
use domain::failure::Failure;
use domain::holder::{Holder, SourceKind};
use domain::id::{HolderId, StudyId};
use domain::ports::StudiesPort;
use domain::purpose::Catalogue;
use domain::study::{Registration, Review, Source, Status, Study, UserOrganisation};
use domain::words::Words;
use uuid::Uuid;

pub(crate) struct Sample;

#[async_trait]
impl StudiesPort for Sample {
    async fn purposes(&self) -> Result<Catalogue, Failure> {
        Ok(Catalogue::version_1())
    }
    async fn study(&self, id: StudyId) -> Result<Option<Study>, Failure> {
        Ok(all().into_iter().find(|study| study.id == id))
    }
}

/// A university hospital.
pub(crate) fn sakuradai() -> Holder {
    Holder {
        id: HolderId(Uuid::from_u128(0x0193_0101)),
        name: Words::new("桜台大学病院", "Sakuradai University Hospital"),
        kind: SourceKind::Provider,
        institution_number: Some("1310000001".to_owned()),
    }
}

/// A certified operator.
pub(crate) fn aoba() -> Holder {
    Holder {
        id: HolderId(Uuid::from_u128(0x0193_0102)),
        name: Words::new("青葉臨床データセンター", "Aoba Clinical Data Centre"),
        kind: SourceKind::CertifiedOperator,
        institution_number: None,
    }
}

/// A public database.
pub(crate) fn care_database() -> Holder {
    Holder {
        id: HolderId(Uuid::from_u128(0x0193_0103)),
        name: Words::new("介護データベース", "Long-term Care Database"),
        kind: SourceKind::PublicDatabase,
        institution_number: None,
    }
}

/// Who takes part in a study, in the order of the arguments of [`study`].
fn user(ja: &str, en: &str, commercial: bool) -> UserOrganisation {
    UserOrganisation { name: Words::new(ja, en), commercial }
}

/// One study; what differs is given.
fn study(id: u128, title: (&str, &str), summary: (&str, &str), purposes: &[&str], users: Vec<UserOrganisation>) -> Study {
    Study {
        id: StudyId(Uuid::from_u128(0x0193_0200 + id)),
        version: 1,
        status: Status::Published,
        ended_at: None,
        registration: Registration {
            title: Words::new(title.0, title.1),
            summary: Words::new(summary.0, summary.1),
            purposes: purposes.iter().map(|code| code.parse().unwrap()).collect(),
            users,
            review: Review {
                body: Words::new("東都大学 医学系倫理審査委員会", "Toto University Medical Ethics Committee"),
                approval_number: format!("2026-{:03}", 100 + id),
            },
            categories: vec!["laboratory".to_owned(), "prescriptions".to_owned()],
            form: Form::PseudonymisedProcessed,
            sources: vec![Source { name: sakuradai().name, kind: SourceKind::Provider }],
            legal_basis: Words::new(
                "個人情報の保護に関する法律 第27条第1項第7号",
                "Act on the Protection of Personal Information, Article 27(1)(vii)",
            ),
            period: ("2026-04-01".to_owned(), "2029-03-31".to_owned()),
            results: None,
        },
    }
}

/// The studies of the samples: academic; commercial; over public databases, linked; ended with results; exempt by law.
pub(crate) fn all() -> Vec<Study> {
    let diabetes = study(
        1,
        ("糖尿病の重症化を防ぐ治療の比較", "Comparing treatments that keep diabetes from getting worse"),
        (
            "どの薬の組み合わせが、腎臓や目の合併症を少なくするかを、検査と処方の記録から調べます。",
            "Looks at test results and prescriptions to see which combinations of medicines lead to fewer complications of kidneys and eyes.",
        ),
        &["academic-research"],
        vec![user("東都大学 医学部", "Toto University School of Medicine", false)],
    );
    let safety = study(
        2,
        ("医薬品の安全性に関する調査", "Survey of the safety of medicines"),
        (
            "新しい薬を使い始めた人に、思わぬ症状が出ていないかを調べます。",
            "Checks whether people who started a new medicine show unexpected symptoms.",
        ),
        &["drug-device-development"],
        vec![user("みのり製薬 株式会社", "Minori Pharmaceutical Co., Ltd.", true)],
    );
    let mut emergency = study(
        3,
        ("地域ごとの救急医療の配置に関する分析", "Where emergency care is needed, region by region"),
        (
            "救急で運ばれた人の流れを調べ、病院や救急車の置き方を考えるために使います。",
            "Looks at how people are taken to hospital in an emergency, to plan where hospitals and ambulances should be.",
        ),
        &["policy-resources", "official-statistics"],
        vec![user("国立保健政策研究所", "National Institute of Health Policy", false)],
    );
    emergency.registration.form = Form::Anonymised;
    emergency.registration.categories = vec!["long-term-care".to_owned(), "claims".to_owned()];
    emergency.registration.sources = vec![
        Source { name: care_database().name, kind: SourceKind::PublicDatabase },
        Source { name: Words::new("レセプトデータベース", "Claims Database"), kind: SourceKind::PublicDatabase },
    ];
    let mut imaging = study(
        4,
        ("胸部画像から肺の病気を見つけるプログラムの開発", "A program that finds lung disease in chest images"),
        (
            "レントゲン写真から病気の疑いを知らせるプログラムをつくります。",
            "Builds a program that points to possible disease in chest X-rays.",
        ),
        &["ai-development"],
        vec![
            user("あかつきメディカルAI 株式会社", "Akatsuki Medical AI Inc.", true),
            user("東都大学 工学部", "Toto University School of Engineering", false),
        ],
    );
    imaging.status = Status::Ended;
    imaging.ended_at = Some(at("2024-12-31T15:00:00.000Z"));
    imaging.registration.categories = vec!["imaging".to_owned()];
    let infection = study(
        5,
        ("感染症の発生状況の把握", "Watching the spread of infectious diseases"),
        ("感染症がどこでどれだけ起きているかを調べます。", "Counts where, and how often, infectious diseases occur."),
        &["infectious-disease-control"],
        vec![user("国立感染症対策機構", "National Agency for Infectious Disease Control", false)],
    );
    vec![diabetes, safety, emergency, imaging, infection]
}
