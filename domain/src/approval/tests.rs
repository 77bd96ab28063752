//! Who may decide what, when, and what each kind of request needs.

use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn staff(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn asked(kind: Kind) -> Course {
    Course {
        id: RequestId(Uuid::from_u128(9)),
        kind,
        requested_by: staff(1),
        requested_at: Timestamp::from_millis(0),
        expires_at: Timestamp::from_millis(0) + REQUEST_LIFETIME,
        decided_by: None,
        decided_at: None,
        written: None,
    }
}

#[test]
fn each_kind_needs_its_evidence() {
    let shown = |wanted: &Wanted, one, other| evidence(wanted, one, other).map(|codes| codes.join(" "));
    assert_eq!(shown(&Wanted::Recovery, "photo-id", "insurance-card"), Ok("photo-id insurance-card".into()));
    for wanted in [Wanted::Recovery, Wanted::LiftProtection] {
        for (one, other) in [("photo-id", "photo-id"), ("photo-id", ""), ("insurance-card", "pension-book"), ("x", "photo-id")] {
            assert_eq!(shown(&wanted, one, other), Err(Problem::EvidenceNeeded));
        }
    }
    let subject = SubjectId(Uuid::from_u128(1));
    assert_eq!(shown(&Wanted::Link(subject), "insurance-card", ""), Ok("insurance-card".into()));
    assert_eq!(shown(&Wanted::Link(subject), "", ""), Err(Problem::EvidenceNeeded));
    assert_eq!(shown(&Wanted::Unlink(subject), "", ""), Ok(String::new()));
    assert_eq!(shown(&Wanted::Permit(Scope::All, Channel::Paper), "", ""), Ok("paper".into()));
    assert_eq!(shown(&Wanted::Permit(Scope::All, Channel::Phone), "", ""), Err(Problem::EvidenceNeeded));
    for (paper, role, enough) in [
        ("family-register", ProxyRole::Parent, true),
        ("child-handbook", ProxyRole::Parent, true),
        ("court-record", ProxyRole::Parent, false),
        ("court-record", ProxyRole::Guardian, true),
        ("power-of-attorney", ProxyRole::Attorney, true),
        ("family-register", ProxyRole::Attorney, false),
        ("photo-id", ProxyRole::Parent, false),
    ] {
        let wanted = Wanted::Proxy { proxy: staff(1), role, ages: None };
        assert_eq!(shown(&wanted, paper, "").is_ok(), enough, "{paper} {role:?}");
    }
}

#[test]
fn a_phone_call_permits_nothing() {
    let may = Channel::ALL.map(|channel| may_permit(channel).is_ok());
    assert_eq!(may, [false, false, true, true]);
}

#[test]
fn a_binding_code_is_made_by_one_of_the_two_after_the_second_one_approved() {
    let now = Timestamp::from_millis(5);
    let mut course = asked(Kind::Recovery);
    assert_eq!(course.may_bind(staff(1), now), Err(Problem::NeedsSecondPerson));
    (course.decided_by, course.written) = (Some(staff(2)), Some(Outcome::Approved));
    assert_eq!([1, 2, 3].map(|n| course.may_bind(staff(n), now)), [Ok(()), Ok(()), Err(Problem::NotFound)]);
    assert_eq!(course.may_bind(staff(1), course.expires_at), Err(Problem::AlreadyDone));
    course.written = Some(Outcome::Declined);
    assert_eq!(course.may_bind(staff(1), now), Err(Problem::AlreadyDone));
    let link = Course { kind: Kind::Link, written: Some(Outcome::Approved), ..course };
    assert_eq!(link.may_bind(staff(1), now), Err(Problem::NotFound));
}

proptest! {
    #[test]
    fn whoever_asked_never_decides_and_nobody_decides_twice_or_late(
        kind in 0_usize..6, by in 1_u128..4, millis in 0_i64..200_000_000, written in proptest::option::of(0_usize..3),
    ) {
        let mut course = asked(Kind::ALL[kind]);
        course.written = written.map(|n| Outcome::ALL[n]);
        let now = Timestamp::from_millis(millis);
        let may = course.may_decide(staff(by), now);
        prop_assert_eq!(may.is_ok(), by != 1 && written.is_none() && now < course.expires_at);
    }

    #[test]
    fn one_member_of_staff_alone_never_gets_a_binding_code(
        kind in 0_usize..6, millis in 0_i64..200_000_000, outcome in proptest::option::of(0_usize..3),
    ) {
        let mut course = asked(Kind::ALL[kind]);
        let now = Timestamp::from_millis(millis);
        // Whatever the same person tries to enter as the outcome goes through may_decide.
        if course.may_decide(staff(1), now).is_ok() {
            course.written = outcome.map(|n| Outcome::ALL[n]);
        }
        prop_assert!(course.may_bind(staff(1), now).is_err());
    }
}
