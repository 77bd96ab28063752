//! The twelve studies of the demo: every purpose, two that link several sources, one that the law exempts, one that ended
//! with results and one whose results are overdue. Invented; no such studies exist.

use domain::category::Form;

/// The same words in Japanese and English.
pub(super) type Both = (&'static str, &'static str);

/// A study as the demo registers it.
pub(super) struct StudyPlan {
    pub title: Both,
    pub summary: Both,
    pub purposes: &'static [&'static str],
    pub users: &'static [User],
    pub review: Both,
    pub categories: &'static [&'static str],
    pub form: Form,
    /// Which of [`super::holders::HOLDERS`] disclose for it.
    pub sources: &'static [usize],
    pub legal_basis: Both,
    /// How many days ago it began.
    pub began_days_ago: i64,
    /// In how many days it ends; negative for one that did.
    pub ends_in_days: i64,
    pub results: Option<Both>,
    /// How many days lie between two of a source's releases.
    pub release_every_days: i64,
}

/// An organisation that uses records.
pub(super) struct User {
    pub name: Both,
    pub commercial: bool,
    /// How many days ago it joined, where that was a later version of the registration.
    pub joined_days_ago: Option<i64>,
}

const fn academic(name: Both) -> User {
    User { name, commercial: false, joined_days_ago: None }
}

const fn company(name: Both) -> User {
    User { name, commercial: true, joined_days_ago: None }
}

const AOBA: Both = ("青葉医科大学 医学部", "Aoba Medical University, School of Medicine");
const AOBA_BOARD: Both = ("青葉医科大学 医学系研究倫理審査委員会", "Aoba Medical University, Medical Research Ethics Committee");
const CENTRAL_BOARD: Both = ("中央医療データ利用審査会", "Central Review Board for the Use of Medical Data");
const SAKURADAI_BOARD: Both = ("桜台総合病院 倫理審査委員会", "Sakuradai General Hospital, Ethics Committee");

const PRIVACY_ACT: Both =
    ("個人情報の保護に関する法律 第27条第1項第7号", "Act on the Protection of Personal Information, Article 27(1)(vii)");
const MEDICAL_DATA_ACT: Both = (
    "医療分野の研究開発に資するための匿名加工医療情報及び仮名加工医療情報に関する法律 第57条",
    "Act on Anonymised and Pseudonymised Medical Data for Research and Development, Article 57",
);
const DATABASE_ACT: Both =
    ("高齢者の医療の確保に関する法律 第16条の2", "Act on Assurance of Medical Care for Elderly People, Article 16-2");

/// Every study. The two that ended come last.
pub(super) const STUDIES: [StudyPlan; 12] = [
    StudyPlan {
        title: (
            "胸部エックス線画像から肺がんの疑いを早く見つけるAIの開発",
            "Developing an AI that finds early signs of lung cancer in chest X-rays",
        ),
        summary: (
            "健診や外来で撮った胸部エックス線画像をコンピューターに学ばせ、医師が見落としやすい小さな影を知らせる仕組みを作ります。名前や住所は渡りません。完成した仕組みは、医師の診断を助ける医療機器として国の審査を受けます。",
            "A computer learns from chest X-rays taken at check-ups and in outpatient care, and points doctors to small shadows that are easily missed. No names or addresses are handed over. The finished system will go through the national review for medical devices that support a doctor's diagnosis.",
        ),
        purposes: &["ai-development"],
        users: &[company(("株式会社ヒカリ画像診断", "Hikari Imaging Inc.")), academic(AOBA)],
        review: SAKURADAI_BOARD,
        categories: &["imaging", "diagnoses", "discharge-summary"],
        form: Form::PseudonymisedProcessed,
        sources: &[0],
        legal_basis: MEDICAL_DATA_ACT,
        began_days_ago: 860,
        ends_in_days: 600,
        results: None,
        release_every_days: 45,
    },
    StudyPlan {
        title: ("糖尿病の重症化を防ぐ治療の比較", "Comparing treatments that keep diabetes from getting worse"),
        summary: (
            "糖尿病の人が受けた治療と、その後の血糖値や腎臓の働きを比べます。どの治療が、どのような人の透析や失明を防いだかを調べ、治療の手引きに役立てます。",
            "We compare the treatments that people with diabetes received with their blood sugar and kidney function in the years after. The aim is to learn which treatment kept whom from dialysis or loss of sight, and to improve the treatment guidelines.",
        ),
        purposes: &["academic-research"],
        users: &[academic(AOBA), academic(("国立生活習慣病研究所", "National Institute for Lifestyle Diseases"))],
        review: AOBA_BOARD,
        categories: &["laboratory", "prescriptions", "diagnoses"],
        form: Form::PseudonymisedProcessed,
        sources: &[3],
        legal_basis: PRIVACY_ACT,
        began_days_ago: 1_500,
        ends_in_days: 700,
        results: None,
        release_every_days: 55,
    },
    StudyPlan {
        title: ("心不全の新しい飲み薬の、発売後の安全性調査", "Safety of a new heart failure tablet after its approval"),
        summary: (
            "新しい心不全の薬を飲んだ人に、めまい、腎臓の働きの低下などの副作用がどのくらい起きたかを、ほかの薬を飲んだ人と比べます。結果は国に報告され、薬の説明書に反映されます。",
            "We compare how often people who take a new heart failure medicine have side effects such as dizziness or weaker kidneys with people who take other medicines. The results are reported to the authorities and go into the medicine's package leaflet.",
        ),
        purposes: &["drug-device-development"],
        users: &[company(("東雲製薬株式会社", "Shinonome Pharmaceutical Co., Ltd."))],
        review: CENTRAL_BOARD,
        categories: &["prescriptions", "laboratory", "allergies", "contraindications"],
        form: Form::PseudonymisedProcessed,
        sources: &[5],
        legal_basis: MEDICAL_DATA_ACT,
        began_days_ago: 1_100,
        ends_in_days: 400,
        results: None,
        release_every_days: 50,
    },
    StudyPlan {
        title: (
            "子どものころの予防接種・健診と、大人になってからの健康の関係",
            "Vaccinations and check-ups in childhood, and health in adult life",
        ),
        summary: (
            "市がもつ予防接種や乳幼児健診の記録と、国のデータベースにある受診の記録を、一人ひとりについてつなぎ合わせます。子どものころの備えが、大人になってからの病気をどのくらい減らすかを調べます。",
            "Vaccination and child health records kept by the city are joined, person by person, with records of visits to doctors in the national database. We want to know how far prevention in childhood reduces illness in adult life.",
        ),
        purposes: &["academic-research"],
        users: &[academic(("みなと公衆衛生大学院", "Minato Graduate School of Public Health"))],
        review: CENTRAL_BOARD,
        categories: &["immunizations", "maternal-child", "municipal-screening", "claims"],
        form: Form::Anonymised,
        sources: &[7, 4],
        legal_basis: DATABASE_ACT,
        began_days_ago: 1_450,
        ends_in_days: 1_000,
        results: None,
        release_every_days: 75,
    },
    StudyPlan {
        title: ("入院中の転倒を減らすための看護の見直し", "Fewer falls in hospital: a review of nursing care"),
        summary: (
            "入院中に転んだ人の年齢、薬、時間帯などを調べ、見守りや部屋の明かりをどう変えればよいかを考えます。病院の中の安全のための調べで、結果はほかの病院にも伝えます。",
            "We look at the age, the medicines and the time of day of falls in hospital, to see how watching over patients and lighting their rooms should change. It serves safety within the hospital, and other hospitals learn of the results.",
        ),
        purposes: &["care-quality"],
        users: &[academic(("医療安全改善ネットワーク", "Network for Safer Care"))],
        review: AOBA_BOARD,
        categories: &["discharge-summary", "prescriptions"],
        form: Form::Pseudonymised,
        sources: &[1],
        legal_basis: ("医療法 第6条の12", "Medical Care Act, Article 6-12"),
        began_days_ago: 1_000,
        ends_in_days: 365,
        results: None,
        release_every_days: 60,
    },
    StudyPlan {
        title: ("地域ごとの救急医療と在宅医療の配置に関する分析", "Where emergency care and home care are needed, region by region"),
        summary: (
            "救急車で運ばれた人がどこで治療を受け、その後どこで暮らしたかを、二つのデータベースをつないで地域ごとに数えます。病院や訪問診療が足りない地域を見つけ、都道府県の医療計画に使います。",
            "Two databases are joined to count, region by region, where people brought in by ambulance were treated and where they lived afterwards. This shows where hospitals and home visits are missing, for the health plans of the prefectures.",
        ),
        purposes: &["policy-resources"],
        users: &[academic(("国立保健政策研究所", "National Institute of Health Policy"))],
        review: CENTRAL_BOARD,
        categories: &["claims", "long-term-care", "referral-letter"],
        form: Form::Anonymised,
        sources: &[4, 3],
        legal_basis: DATABASE_ACT,
        began_days_ago: 950,
        ends_in_days: 500,
        results: None,
        release_every_days: 65,
    },
    StudyPlan {
        title: ("医療のかかり方に関する年次統計", "Yearly statistics on the use of health care"),
        summary: (
            "一年間に何人が、どのような病気で、何回受診したかを数え、毎年公表します。公表されるのは人数や割合だけで、一人ひとりのことは分かりません。",
            "Every year we count how many people saw a doctor, how often and for what, and publish the figures. Only numbers and shares are published; nothing can be learned about any one person.",
        ),
        purposes: &["official-statistics"],
        users: &[academic(("国立統計情報センター", "National Statistics Centre"))],
        review: CENTRAL_BOARD,
        categories: &["claims", "diagnoses"],
        form: Form::Anonymised,
        sources: &[4],
        legal_basis: ("統計法 第32条", "Statistics Act, Article 32"),
        began_days_ago: 1_820,
        ends_in_days: 1_800,
        results: Some((
            "毎年9月に国立統計情報センターの「医療のかかり方統計」として公表しています。",
            "Published each September by the National Statistics Centre as \"Statistics on the Use of Health Care\".",
        )),
        release_every_days: 85,
    },
    StudyPlan {
        title: ("研修医が学ぶための症例集づくり", "A collection of cases for doctors in training"),
        summary: (
            "めずらしい経過や判断の難しかった治療を、だれのことか分からないように書き直し、若い医師の研修に使います。",
            "Unusual courses of illness and difficult decisions are rewritten so that nobody can tell whom they are about, and used to train young doctors.",
        ),
        purposes: &["education"],
        users: &[academic(("桜台総合病院 臨床研修センター", "Sakuradai General Hospital, Centre for Clinical Training"))],
        review: SAKURADAI_BOARD,
        categories: &["discharge-summary", "referral-letter", "imaging"],
        form: Form::Anonymised,
        sources: &[0],
        legal_basis: PRIVACY_ACT,
        began_days_ago: 1_050,
        ends_in_days: 800,
        results: None,
        release_every_days: 70,
    },
    StudyPlan {
        title: ("新しい変異をもつ呼吸器感染症の広がりの調査", "The spread of a respiratory infection with a new variant"),
        summary: (
            "新しい変異をもつウイルスが、どの地域で、どの年代に広がり、どのくらい重くなるかを急いで調べます。感染症から人を守るため、法律にもとづいて行われ、断ることはできません。",
            "An urgent survey of where, and among which age groups, a virus with a new variant spreads, and how severe it is. It protects people from infection, is carried out under the law, and cannot be refused.",
        ),
        purposes: &["infectious-disease-control"],
        users: &[academic(("国立感染症情報センター", "National Centre for Infectious Disease Information"))],
        review: CENTRAL_BOARD,
        categories: &["infections", "laboratory", "immunizations"],
        form: Form::Pseudonymised,
        sources: &[3],
        legal_basis: (
            "感染症の予防及び感染症の患者に対する医療に関する法律 第15条",
            "Act on the Prevention of Infectious Diseases and Medical Care for Patients with Infectious Diseases, Article 15",
        ),
        began_days_ago: 420,
        ends_in_days: 180,
        results: None,
        release_every_days: 50,
    },
    StudyPlan {
        title: ("心電図から不整脈の危険を知らせる装着型機器の開発", "A wearable device that warns of dangerous heart rhythms"),
        summary: (
            "治療を受けた人の心電図と経過から、危険な不整脈の前ぶれを見分ける計算方法を作り、身につける医療機器に組み込みます。はじめは大学だけの研究でしたが、途中から機器の会社が加わりました。",
            "From the electrocardiograms of people who were treated, and what happened afterwards, we work out how to tell the first signs of a dangerous heart rhythm, and build that into a device to wear. It began as university research; a device maker joined later.",
        ),
        purposes: &["drug-device-development", "ai-development"],
        users: &[
            academic(AOBA),
            User {
                name: ("ナギサ精機株式会社", "Nagisa Precision Instruments Co., Ltd."), commercial: true, joined_days_ago: Some(380)
            },
        ],
        review: AOBA_BOARD,
        categories: &["laboratory", "diagnoses", "prescriptions"],
        form: Form::PseudonymisedProcessed,
        sources: &[6],
        legal_basis: PRIVACY_ACT,
        began_days_ago: 1_000,
        ends_in_days: 450,
        results: None,
        release_every_days: 50,
    },
    StudyPlan {
        title: ("家で測った血圧と脳卒中の関係", "Blood pressure measured at home, and stroke"),
        summary: (
            "家で測った血圧の記録と、その後の脳卒中の起こり方の関係を調べました。研究は終わり、結果を論文にまとめました。",
            "We studied how blood pressure measured at home relates to later strokes. The study is over, and its results are published as a paper.",
        ),
        purposes: &["academic-research"],
        users: &[academic(("国立生活習慣病研究所", "National Institute for Lifestyle Diseases"))],
        review: CENTRAL_BOARD,
        categories: &["laboratory", "diagnoses", "checkup-report"],
        form: Form::PseudonymisedProcessed,
        sources: &[2],
        legal_basis: PRIVACY_ACT,
        began_days_ago: 1_350,
        ends_in_days: -300,
        results: Some((
            "朝の血圧が高い人では、脳卒中が約1.4倍多く起きていました。論文は「日本家庭血圧研究誌」に掲載されています。",
            "People with high blood pressure in the morning had about 1.4 times as many strokes. The paper appeared in the \"Japanese Journal of Home Blood Pressure\".",
        )),
        release_every_days: 60,
    },
    StudyPlan {
        title: ("診療の文章を要約するソフトウェアの開発", "Software that summarises clinical notes"),
        summary: (
            "紹介状や退院時の文章を学ばせて、短い要約を自動で作るソフトウェアを開発しました。開発は終わりましたが、結果はまだ公表されていません。",
            "Software learned from referral letters and discharge summaries to write short summaries by itself. Development is over, but the results have not been published yet.",
        ),
        purposes: &["ai-development"],
        users: &[company(("文月テクノロジーズ株式会社", "Fumizuki Technologies Inc."))],
        review: CENTRAL_BOARD,
        categories: &["referral-letter", "discharge-summary"],
        form: Form::Anonymised,
        sources: &[5],
        legal_basis: MEDICAL_DATA_ACT,
        began_days_ago: 1_500,
        ends_in_days: -640,
        results: None,
        release_every_days: 60,
    },
];
