//! The eight holders of the demo, one or more of every kind. Invented; no such organisations exist.

use domain::holder::SourceKind;

/// A holder as the demo makes it.
pub(super) struct HolderPlan {
    pub ja: &'static str,
    pub en: &'static str,
    pub kind: SourceKind,
    pub institution_number: Option<&'static str>,
    /// The id of its client.
    pub client: &'static str,
    /// How many days ago it joined: what it disclosed before is historic.
    pub joined_days_ago: i64,
    /// How many people in a hundred it holds records of. Of patients of their own, providers know all.
    pub knows_percent: usize,
}

/// The holders with patient numbers of their own: everybody is a patient of one of them.
pub(super) const PROVIDERS: usize = 3;

/// Every holder, the providers first.
pub(super) const HOLDERS: [HolderPlan; 8] = [
    HolderPlan {
        ja: "桜台総合病院",
        en: "Sakuradai General Hospital",
        kind: SourceKind::Provider,
        institution_number: Some("1310000001"),
        client: "sakuradai-hospital",
        joined_days_ago: 1_900,
        knows_percent: 0,
    },
    HolderPlan {
        ja: "青葉医科大学病院",
        en: "Aoba Medical University Hospital",
        kind: SourceKind::Provider,
        institution_number: Some("1310000002"),
        client: "aoba-university-hospital",
        joined_days_ago: 1_900,
        knows_percent: 0,
    },
    HolderPlan {
        ja: "みどり坂内科クリニック",
        en: "Midorizaka Internal Medicine Clinic",
        kind: SourceKind::Provider,
        institution_number: Some("1310000003"),
        client: "midorizaka-clinic",
        joined_days_ago: 1_400,
        knows_percent: 0,
    },
    HolderPlan {
        ja: "電子カルテ情報共有サービス 東日本センター",
        en: "Health Record Sharing Service, Eastern Centre",
        kind: SourceKind::EhrSharing,
        institution_number: None,
        client: "record-sharing-east",
        joined_days_ago: 1_900,
        knows_percent: 80,
    },
    HolderPlan {
        ja: "全国医療介護データベース管理機構",
        en: "National Health and Care Database Agency",
        kind: SourceKind::PublicDatabase,
        institution_number: None,
        client: "national-health-database",
        joined_days_ago: 1_900,
        knows_percent: 100,
    },
    HolderPlan {
        ja: "一般財団法人 みらい医療データ基盤",
        en: "Mirai Medical Data Foundation",
        kind: SourceKind::CertifiedOperator,
        institution_number: None,
        client: "mirai-medical-data",
        joined_days_ago: 1_900,
        knows_percent: 70,
    },
    HolderPlan {
        ja: "全国心臓血管治療レジストリ",
        en: "National Cardiovascular Treatment Registry",
        kind: SourceKind::Registry,
        institution_number: None,
        client: "cardiovascular-registry",
        joined_days_ago: 700,
        knows_percent: 25,
    },
    HolderPlan {
        ja: "七瀬市 健康推進部",
        en: "Nanase City, Health Promotion Department",
        kind: SourceKind::Municipality,
        institution_number: None,
        client: "nanase-city",
        joined_days_ago: 1_200,
        knows_percent: 45,
    },
];
