use super::*;
use crate::category;
use crate::clock::Span;
use crate::clock::parse_date;
use crate::disclosure::Display;

const NOW: &str = "2026-11-22T01:00:00.000Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn report() -> Report {
    Report {
        study: StudyId(uuid::Uuid::from_u128(1)),
        disclosed_at: now(),
        recipient: "東都大学".into(),
        form: Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check_id: None,
        rows: vec![],
    }
}

fn fault(change: impl FnOnce(&mut Report)) -> Option<Problem> {
    let mut report = report();
    change(&mut report);
    report.fault(now(), &category::version_1())
}

#[test]
fn a_code_on_the_wire_is_the_name_that_serde_writes() {
    for fault in RowFault::ALL {
        assert_eq!(serde_json::to_value(fault).unwrap(), fault.code());
    }
}

#[test]
fn showing_less_needs_a_reason_a_role_and_a_review() {
    let read = |display, reason, role, review| Shown::read(display, reason, role, review);
    let (reason, role, review) = (Some("undisclosed-diagnosis"), Some("attending-physician"), Some("2027-03-01"));
    assert_eq!(read(None, None, None, None), Ok(Shown::Full));
    assert_eq!(read(Some("full"), reason, role, review), Ok(Shown::Full));
    assert_eq!(read(Some("hidden"), reason, role, review).map(|shown| shown.display()), Ok(Display::Hidden));
    for missing in [
        read(Some("generic"), None, role, review),
        read(Some("generic"), reason, None, review),
        read(Some("hidden"), reason, role, None),
        read(Some("hidden"), Some("because"), role, review),
        read(Some("hidden"), reason, Some("Dr. Yamada"), review),
        read(Some("hidden"), reason, role, Some("2027-02-30")),
        read(Some("nothing"), reason, role, review),
        read(Some(""), reason, role, review),
    ] {
        assert_eq!(missing, Err(RowFault::InvalidDisplay));
    }
}

#[test]
fn a_review_comes_within_twelve_months() {
    let until = |day: &str| {
        let withheld =
            Withheld { reason: DisplayReason::RiskOfHarm, role: ClinicianRole::DepartmentHead, review_by: parse_date(day).unwrap() };
        Shown::Hidden(withheld).reviewed_in_time(now())
    };
    assert!(until("2026-11-22") && until("2027-11-22"));
    assert!(!until("2026-11-21") && !until("2027-11-24"));
}

#[test]
fn what_is_wrong_with_the_whole_is_said_before_anything_is_looked_up() {
    assert_eq!(fault(|_| ()), None);
    assert_eq!(fault(|report| report.disclosed_at = now() + Span::seconds(1)), Some(Problem::InFuture));
    assert_eq!(fault(|report| report.recipient = " \u{3000}".into()), Some(Problem::TextNeeded));
    assert_eq!(fault(|report| report.recipient = "大".repeat(201)), Some(Problem::TextTooLong));
    assert_eq!(fault(|report| report.recipient = "a\u{0}b".into()), Some(Problem::Malformed));
    assert_eq!(fault(|report| report.categories = vec![]), Some(Problem::Malformed));
    assert_eq!(fault(|report| report.categories.push("gossip".into())), Some(Problem::Malformed));
    let days = |from: &str, to: &str| Some((parse_date(from).unwrap(), parse_date(to).unwrap()));
    assert_eq!(fault(|report| report.records = days("2026-04-01", "2026-03-31")), Some(Problem::InvalidDate));
    assert_eq!(fault(|report| report.records = days("2026-04-01", "2026-11-23")), Some(Problem::InvalidDate));
    assert_eq!(fault(|report| report.rows = vec![Err(RowFault::UnknownSystem); MAX_STREAMED_ROWS + 1]), Some(Problem::TooManyRows));
}

#[test]
fn a_place_in_a_list_reads_back_as_it_was_written() {
    let place = Before { at: now(), id: DisclosureId(uuid::Uuid::from_u128(9)) };
    assert_eq!(place.to_string().parse(), Ok(place));
    for text in ["", "1", "1.x", "x.01J00000000000000000000000"] {
        assert!(text.parse::<Before<DisclosureId>>().is_err(), "{text}");
    }
}
