//! What waits for somebody when the demo begins: a child for a parent, a draft to be published, a request to be decided and
//! a question to be answered. Whoever left it has an account without a passkey, so that nobody comes as them; the parent
//! alone has a printed recovery code.

use super::facts::DemoProxy;
use super::people::{Part, Person};
use super::register::registration;
use super::studies::{StudyPlan, User};
use super::{DemoError, Stage};
use crate::keys::Keys;
use crate::service::{approvals, inquiries, leaves};
use crate::store::accounts::{self, Account, Kind};
use crate::store::audit::{self, Line};
use crate::store::inquiries::Inquiry;
use crate::store::proxies::{self, GrantedBy};
use crate::store::register::{KeptDraft, insert_draft};
use crate::store::{Tx, log, recovery};
use domain::account::Level;
use domain::actor::{Actor, Operation, StaffRole};
use domain::approval::{Paper, Wanted, ages_from};
use domain::category::Form;
use domain::clock::{Random, Span, format_date};
use domain::code::RecoveryCode;
use domain::desk::Proof;
use domain::id::{AccountId, InquiryId, ProxyId, StudyId};
use domain::inquiry::{self, Language, Queued, Status};
use domain::proxy::{Grant, ProxyRole};
use domain::study::draft::Draft;

/// How old a parent of a child of school age may be.
const PARENT_AGES: std::ops::Range<i32> = 28..46;
/// What somebody asks the desk.
const QUESTION: &str = "先月、引っこして病院を変わりました。前の病院にある記録も、断ったことになりますか。";
/// Why two numbers should be one person.
const SAME_PERSON: &str = "転職で保険証が変わり、前の番号の分も一緒にしたいとのこと。写真つきの証明書と、前の保険証で確かめた。";

/// The study that waits to be published.
const DRAFT: StudyPlan = StudyPlan {
    title: ("在宅酸素療法を受ける人の救急受診を減らす研究", "Fewer emergency visits for people on oxygen at home"),
    summary: (
        "自宅で酸素を使う人が、どんなときに救急で病院に運ばれるかを調べ、その前に気づける目印をさがします。",
        "We study when people who use oxygen at home are taken to hospital, and look for signs that can be noticed before.",
    ),
    purposes: &["academic-research", "care-quality"],
    users: &[User {
        name: ("青葉医科大学 医学部", "Aoba Medical University, School of Medicine"),
        commercial: false,
        joined_days_ago: None,
    }],
    review: ("青葉医科大学 医学系研究倫理審査委員会", "Aoba Medical University, Medical Research Ethics Committee"),
    categories: &["diagnoses", "prescriptions", "laboratory"],
    form: Form::PseudonymisedProcessed,
    sources: &[0, 3],
    legal_basis: ("個人情報の保護に関する法律 第27条第1項第7号", "Act on the Protection of Personal Information, Article 27(1)(vii)"),
    began_days_ago: -30,
    ends_in_days: 1_100,
    results: None,
    release_every_days: 60,
};

/// Those at work who left it: two of the desk, and a registrar.
struct Colleagues {
    desk: [AccountId; 2],
    registrar: AccountId,
}

/// Leaves everything behind that waits. Answers who can come back to act for somebody.
pub(super) async fn leave(stage: &Stage, tx: &Tx, people: &[Person]) -> Result<Vec<DemoProxy>, DemoError> {
    stage.clock.set(stage.now - Span::hours(3));
    let staff = |role| Kind::Staff(role);
    let colleagues = Colleagues {
        desk: [
            account(stage, tx, staff(StaffRole::Support), Some("support-4")).await?,
            account(stage, tx, staff(StaffRole::Support), Some("support-5")).await?,
        ],
        registrar: account(stage, tx, staff(StaffRole::Registrar), Some("registrar-3")).await?,
    };
    let mut unknown = people.iter().rev().filter(|person| person.part == Part::Passer);
    let mut somebody = || unknown.next().ok_or(DemoError::Plan("a passer"));
    let (asker, one, other) = (somebody()?, somebody()?, somebody()?);
    let (parent, granted) = parent(stage, tx, people, &colleagues).await?;
    let lines = [
        granted,
        question(stage, tx, asker).await?,
        request(stage, tx, (one, other), &colleagues).await?,
        draft(stage, tx, &colleagues).await?,
    ];
    audit::append(tx, &stage.core.config.node, lines).await?;
    Ok(vec![parent])
}

/// An account that nobody can sign in to.
pub(super) async fn account(stage: &Stage, tx: &Tx, kind: Kind, label: Option<&str>) -> Result<AccountId, DemoError> {
    let at = stage.core.now();
    let mut handle = [0; 16];
    stage.random.fill(&mut handle);
    let account = Account {
        id: AccountId::new(at, &*stage.random),
        handle: uuid::Builder::from_random_bytes(handle).into_uuid(),
        kind,
        level: if matches!(kind, Kind::Patient(_)) { Level::Two } else { Level::One },
        issuers: Vec::new(),
        created_at: at,
        overview_seen_at: None,
        overview_opened_at: None,
        closed_until: None,
        label: label.map(str::to_owned),
        ended_at: None,
    };
    accounts::insert(tx, &account).await?;
    Ok(account.id)
}

/// A parent who may act for the first child, and lost the phone: what opens the account is the recovery code.
async fn parent(stage: &Stage, tx: &Tx, people: &[Person], colleagues: &Colleagues) -> Result<(DemoProxy, Line), DemoError> {
    let at = stage.core.now();
    let today = at.in_tokyo().0;
    let child = people.iter().find(|person| person.part == Part::Child).ok_or(DemoError::Plan("a child"))?;
    let grown = |person: &&Person| person.part == Part::Passer && PARENT_AGES.contains(&(today.year() - person.birth_date.year()));
    let parent = people.iter().find(grown).ok_or(DemoError::Plan("a parent"))?;
    let account = account(stage, tx, Kind::Patient(parent.subject), None).await?;
    let code = RecoveryCode::new(&*stage.random);
    recovery::put_printed(tx, account, &Keys::recovery_digest(&code), at).await?;
    let role = ProxyRole::Parent;
    let ages = ages_from(role, &format_date(child.birth_date), today).map_err(|_| DemoError::Plan("a child's age"))?;
    let grant = Grant { id: ProxyId::new(at, &*stage.random), subject: child.subject, proxy: account, role, ages, ended: false };
    let [asked, approved] = colleagues.desk;
    let mut head = log::lock(tx).await?;
    leaves::enter_proxy(&stage.core, tx, &mut head, true, &grant).await?;
    proxies::insert(tx, &grant, Paper::FamilyRegister.code(), GrantedBy { asked, approved }, at).await?;
    let label = format!("患者{:03}（子ども）の親 / Parent of patient {:03}, a child", child.number, child.number);
    Ok((DemoProxy { label, recovery_code: code.grouped() }, Line::of(&Actor::System, Operation::Approve, at).to(grant.id)))
}

/// A question in the queue.
async fn question(stage: &Stage, tx: &Tx, asker: &Person) -> Result<Line, DemoError> {
    let at = stage.core.now();
    let account = account(stage, tx, Kind::Patient(asker.subject), None).await?;
    let id = InquiryId::new(at, &*stage.random);
    let queued = Queued { id, kind: inquiry::Kind::General, status: Status::Open, language: Language::Ja, asked_at: at };
    inquiries::enter(&stage.core, tx, &Inquiry { queued, subject: asker.subject, account, about: None }, QUESTION).await?;
    Ok(Line::of(&Actor::System, Operation::Inquire, at).to(id))
}

/// A request for a second member of staff: two numbers are one person's.
async fn request(stage: &Stage, tx: &Tx, (one, other): (&Person, &Person), colleagues: &Colleagues) -> Result<Line, DemoError> {
    let wanted = Wanted::Link(other.subject);
    let evidence = Proof::PhotoId.code().to_owned();
    let new = approvals::NewRequest { by: colleagues.desk[0], subject: one.subject, wanted, reason: SAME_PERSON, evidence };
    let id = approvals::keep(&stage.core, tx, new).await?;
    Ok(Line::of(&Actor::System, Operation::RequestApproval, stage.core.now()).to(id))
}

/// A study that somebody wrote and somebody else has to publish.
async fn draft(stage: &Stage, tx: &Tx, colleagues: &Colleagues) -> Result<Line, DemoError> {
    let at = stage.core.now();
    let study = StudyId::new(at, &*stage.random);
    let draft = Draft::of(&registration(stage, &DRAFT, at)?);
    insert_draft(tx, &KeptDraft { study, draft, drafted_by: colleagues.registrar, revision: 1, saved_at: at }, None).await?;
    Ok(Line::of(&Actor::System, Operation::DraftStudy, at).to(study))
}
