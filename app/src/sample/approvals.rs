//! Samples of what takes two members of staff.

use super::at;
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::approval::{Course, Kind, Outcome};
use domain::choice::{Channel, Scope};
use domain::clock::parse_date;
use domain::code::RecoveryCode;
use domain::desk::Facts;
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, LookUpId, RequestId};
use domain::ports::{ApprovalPort, ApprovalView, Approvals, Asking, AskingView, BindingCode, OtherLookUp, Particulars, StaffMember};
use domain::proxy::{Ages, ProxyRole};
use uuid::Uuid;

pub(crate) struct Sample;

/// The look-up of the person that the samples are about.
pub(crate) fn look_up(n: u128) -> LookUpId {
    LookUpId(Uuid::from_u128(0x0193_5000 + n))
}

fn colleague(n: u128, label: &str) -> StaffMember {
    StaffMember { account: AccountId(Uuid::from_u128(0x0193_0003 + n)), label: Some(label.to_owned()) }
}

fn asked(n: u128, kind: Kind, reason: &str, evidence: &[&str], particulars: Particulars) -> ApprovalView {
    ApprovalView {
        course: Course {
            id: RequestId(Uuid::from_u128(0x0193_6000 + n)),
            kind,
            requested_by: colleague(1, "").account,
            requested_at: at("2026-11-22T00:50:00.000Z"),
            expires_at: at("2026-11-23T00:50:00.000Z"),
            decided_by: None,
            decided_at: None,
            written: None,
        },
        outcome: None,
        reason: reason.to_owned(),
        evidence: evidence.iter().map(|code| (*code).to_owned()).collect(),
        particulars,
        requested_by: colleague(1, "窓口 佐倉"),
        decided_by: None,
        own: false,
        may_bind: false,
        used_at: None,
        cancelled_at: None,
    }
}

fn settled(mut view: ApprovalView, outcome: Outcome) -> ApprovalView {
    view.course.written = Some(outcome);
    view.outcome = Some(outcome);
    if outcome != Outcome::Expired {
        view.course.decided_by = Some(colleague(2, "").account);
        view.course.decided_at = Some(at("2026-11-22T01:00:00.000Z"));
        view.decided_by = Some(colleague(2, "窓口 緑川"));
    }
    view
}

fn recovery(n: u128) -> ApprovalView {
    asked(n, Kind::Recovery, "電話をなくした。窓口で本人を確かめた。", &["photo-id", "insurance-card"], Particulars::None)
}

fn waiting() -> Vec<ApprovalView> {
    let ages = Ages { turns_15: parse_date("2030-06-10").unwrap(), turns_18: parse_date("2033-06-10").unwrap() };
    let proxy = Particulars::Proxy(ProxyRole::Parent, Some(ages));
    let permit = Particulars::Permit(Scope::Purpose("education".parse().unwrap()), Channel::Paper);
    vec![
        recovery(1),
        ApprovalView { own: true, ..asked(2, Kind::Proxy, "母。子どもの保護者として来た。", &["family-register"], proxy) },
        asked(3, Kind::Permit, "署名のある用紙が届いた。", &["paper"], permit),
        asked(4, Kind::Link, "転職で番号が変わった。", &["insurance-card"], Particulars::None),
        asked(5, Kind::LiftProtection, "本人が窓口で申し出た。", &["my-number-card", "residence-record"], Particulars::None),
    ]
}

fn past() -> Vec<ApprovalView> {
    vec![
        ApprovalView { may_bind: true, ..settled(recovery(6), Outcome::Approved) },
        ApprovalView { used_at: Some(at("2026-11-22T01:05:00.000Z")), ..settled(recovery(7), Outcome::Approved) },
        ApprovalView {
            used_at: Some(at("2026-11-22T01:05:00.000Z")),
            cancelled_at: Some(at("2026-11-22T01:09:00.000Z")),
            ..settled(recovery(10), Outcome::Approved)
        },
        settled(asked(8, Kind::Unlink, "番号の取りちがえだった。", &[], Particulars::None), Outcome::Declined),
        settled(recovery(9), Outcome::Expired),
        settled(
            ApprovalView { particulars: Particulars::ByPost(super::studies::sakuradai().name, None), ..recovery(10) },
            Outcome::Approved,
        ),
    ]
}

#[async_trait]
impl ApprovalPort for Sample {
    async fn asking(&self, actor: &Actor, id: LookUpId) -> Result<Option<AskingView>, Failure> {
        actor.may(Operation::RequestApproval)?;
        let other = |n, has_account, linked| OtherLookUp { id: look_up(n), at: at("2026-11-22T01:02:00.000Z"), has_account, linked };
        let facts = Facts { protected: (id == look_up(9)).then(|| at("2026-10-01T00:00:00.000Z")), deceased_on: None };
        let others = if id == look_up(9) { vec![] } else { vec![other(2, true, false), other(3, false, true)] };
        Ok(Some(AskingView { look_up: id, has_account: id != look_up(9), facts, others, holders: vec![super::studies::sakuradai()] }))
    }
    async fn request(&self, actor: &Actor, asking: Asking) -> Result<RequestId, Failure> {
        actor.may(Operation::RequestApproval)?;
        domain::desk::reason(&asking.reason)?;
        Ok(recovery(1).course.id)
    }
    async fn approvals(&self, actor: &Actor, before: Option<RequestId>) -> Result<Approvals, Failure> {
        actor.may(Operation::Approve)?;
        let settled = past();
        let next = before.is_none().then(|| settled[3].course.id);
        Ok(Approvals { waiting: waiting(), settled: Page { items: settled, next } })
    }
    async fn approval(&self, actor: &Actor, id: RequestId) -> Result<Option<ApprovalView>, Failure> {
        actor.may(Operation::Approve)?;
        Ok(waiting().into_iter().chain(past()).find(|view| view.course.id == id))
    }
    async fn decide(&self, actor: &Actor, id: RequestId, _: bool) -> Result<(), Failure> {
        actor.may(Operation::Approve)?;
        let found = waiting().into_iter().find(|view| view.course.id == id).ok_or(Problem::AlreadyDone)?;
        if found.own { Err(Problem::OwnRequest.into()) } else { Ok(()) }
    }
    async fn make_binding_code(&self, actor: &Actor, _: RequestId) -> Result<(), Failure> {
        Ok(actor.may(Operation::RequestApproval)?)
    }
    async fn binding_code(&self, actor: &Actor, id: RequestId) -> Result<Option<BindingCode>, Failure> {
        actor.may(Operation::RequestApproval)?;
        let made = id == past()[0].course.id;
        Ok(made.then(|| BindingCode { code: RecoveryCode::from_bytes(&[0x3c; 16]), expires_at: at("2026-11-22T01:20:00.000Z") }))
    }
}
