//! The choice model as sentences of the specification.

use super::*;
use crate::clock::Timestamp;
use crate::id::SubjectId;
use crate::link::{Kin, Link};
use crate::log::Position;
use crate::purpose::{Catalogue, Purpose};
use crate::words::Words;
use proptest::prelude::*;
use uuid::Uuid;

const ME: u128 = 1;
const ALSO_ME: u128 = 2;

fn subject(n: u128) -> SubjectId {
    SubjectId(Uuid::from_u128(n))
}

fn study() -> StudyId {
    StudyId(Uuid::from_u128(77))
}

/// `"<who> <effective> <scope> <stance>"` per line; positions follow the order of the lines.
fn decisions(lines: &[(u128, i64, &str, Stance)]) -> Vec<Decision> {
    lines.iter().enumerate().map(|(n, &(who, at, scope, stance))| decision(n as u64, who, at, scope, stance)).collect()
}

fn decision(position: u64, who: u128, effective: i64, scope: &str, stance: Stance) -> Decision {
    let scope = if scope == "study" { Scope::Study(study()) } else { scope.parse().unwrap() };
    Decision {
        position: Position(position),
        subject: subject(who),
        scope,
        stance,
        effective: Timestamp::from_millis(effective),
        recorded: Timestamp::from_millis(1_000 + position as i64),
        channel: Channel::Online,
        by: DecidedBy::Patient,
        notice: "2026-11".into(),
    }
}

fn verdict(lines: &[(u128, i64, &str, Stance)], kin: Kin, purposes: &[&str], commercial: bool) -> Verdict {
    verdict_with(lines, kin, purposes, commercial, &Catalogue::version_1())
}

fn verdict_with(lines: &[(u128, i64, &str, Stance)], kin: Kin, purposes: &[&str], commercial: bool, catalogue: &Catalogue) -> Verdict {
    let purposes = purposes.iter().map(|code| catalogue.find(&code.parse().unwrap()).unwrap()).collect();
    Choices::fold(&decisions(lines), kin).verdict(&Intended { study: Some(study()), commercial, purposes }, catalogue)
}

fn alone(lines: &[(u128, i64, &str, Stance)], purposes: &[&str]) -> Verdict {
    verdict(lines, Kin::default(), purposes, false)
}

/// The two subjects are one person since that position.
fn linked(position: u64) -> Kin {
    Kin::from_links([Link { position: Position(position), one: subject(ME), other: subject(ALSO_ME) }])
}

use Reason::*;
use Stance::{Allow, Refuse};
use Verdict::{Deny, Permit};

const AI: &[&str] = &["ai-development"];
const EXEMPT: &[&str] = &["infectious-disease-control"];

#[test]
fn nothing_said_is_allowed() {
    assert_eq!(alone(&[], AI), Permit(NoObjection));
}

#[test]
fn refusing_everything_denies_everything_but_what_the_law_exempts() {
    let all = [(ME, 1, "all", Refuse)];
    assert_eq!(alone(&all, AI), Deny(All));
    assert_eq!(alone(&all, EXEMPT), Permit(ExemptByLaw));
    assert_eq!(alone(&[(ME, 1, "study", Refuse)], EXEMPT), Permit(ExemptByLaw));
}

#[test]
fn one_refusable_purpose_makes_the_whole_use_refusable() {
    assert_eq!(alone(&[(ME, 1, "all", Refuse)], &["infectious-disease-control", "education"]), Deny(All));
}

#[test]
fn a_study_with_two_purposes_needs_both() {
    let no = [(ME, 1, "purpose:ai-development", Refuse)];
    assert_eq!(alone(&no, &["academic-research", "ai-development"]), Deny(Purpose));
    assert_eq!(alone(&no, &["academic-research"]), Permit(NoObjection));
}

#[test]
fn refusing_commercial_users_denies_only_uses_with_one() {
    let no = [(ME, 1, "commercial", Refuse)];
    assert_eq!(verdict(&no, Kin::default(), AI, true), Deny(Commercial));
    assert_eq!(verdict(&no, Kin::default(), AI, false), Permit(NoObjection));
}

#[test]
fn a_yes_to_one_study_wins_over_older_general_noes() {
    for general in ["all", "purpose:ai-development", "commercial"] {
        let lines = [(ME, 1, general, Refuse), (ME, 2, "study", Allow)];
        assert_eq!(verdict(&lines, Kin::default(), AI, true), Permit(Study), "{general}");
    }
}

#[test]
fn a_later_general_no_means_everything() {
    for general in ["all", "purpose:ai-development", "commercial"] {
        let lines = [(ME, 1, general, Refuse), (ME, 2, "study", Allow), (ME, 3, general, Refuse)];
        assert!(!verdict(&lines, Kin::default(), AI, true).permits(), "{general}");
    }
}

#[test]
fn a_backdated_general_no_does_not_override_a_later_yes() {
    assert_eq!(alone(&[(ME, 5, "study", Allow), (ME, 3, "all", Refuse)], AI), Permit(Study));
    assert_eq!(alone(&[(ME, 5, "all", Allow), (ME, 3, "all", Refuse)], AI), Permit(NoObjection));
}

#[test]
fn a_no_to_a_study_is_asked_first() {
    assert_eq!(alone(&[(ME, 1, "study", Refuse), (ME, 2, "all", Refuse)], AI), Deny(Study));
}

#[test]
fn of_two_decisions_of_one_moment_the_later_in_the_log_wins() {
    assert_eq!(alone(&[(ME, 1, "all", Refuse), (ME, 1, "all", Allow)], AI), Permit(NoObjection));
    assert_eq!(alone(&[(ME, 1, "all", Allow), (ME, 1, "all", Refuse)], AI), Deny(All));
}

#[test]
fn taking_back_the_general_no_leaves_the_particular_ones() {
    let lines = [(ME, 1, "purpose:ai-development", Refuse), (ME, 2, "all", Refuse), (ME, 3, "all", Allow)];
    assert_eq!(alone(&lines, AI), Deny(Purpose));
}

#[test]
fn a_reaffirmed_no_is_one_more_objection_and_the_first_is_kept() {
    let catalogue = Catalogue::version_1();
    let all = decisions(&[(ME, 1, "all", Refuse), (ME, 2, "all", Refuse)]);
    let of = Intended { study: None, commercial: false, purposes: vec![&catalogue.purposes[2]] };
    let positions: Vec<_> = Choices::fold(&all, Kin::default()).objections(&of, &catalogue).iter().map(|(_, o)| o.position.0).collect();
    assert_eq!(positions, [0, 1]);
}

fn with_new_purpose(parent: Option<&str>) -> Catalogue {
    let mut catalogue = Catalogue::version_1();
    catalogue.version = 2;
    catalogue.purposes.push(super::super::purpose::Purpose {
        code: "foundation-models".parse().unwrap(),
        name: Words::new("基盤モデル", "Foundation models"),
        ehds: "e".into(),
        act_reason: "HRESCH".into(),
        legal_basis: None,
        exempt_until: None,
        why: None,
        parent: parent.map(|code| code.parse().unwrap()),
        since: 2,
    });
    catalogue
}

#[test]
fn refusing_the_parent_refuses_a_new_purpose_until_the_person_answers_for_it() {
    let catalogue = with_new_purpose(Some("ai-development"));
    let new: &[&str] = &["foundation-models"];
    let no = (ME, 1, "purpose:ai-development", Refuse);
    assert_eq!(verdict_with(&[no], Kin::default(), new, false, &catalogue), Deny(Purpose));
    let answered = [no, (ME, 2, "purpose:foundation-models", Allow)];
    assert_eq!(verdict_with(&answered, Kin::default(), new, false, &catalogue), Permit(NoObjection));
    let again = [no, answered[1], (ME, 3, "purpose:ai-development", Refuse)];
    assert_eq!(verdict_with(&again, Kin::default(), new, false, &catalogue), Deny(Purpose));
}

#[test]
fn who_refused_every_purpose_is_taken_to_refuse_a_new_one_until_they_answer() {
    let catalogue = with_new_purpose(None);
    let new: &[&str] = &["foundation-models"];
    let codes: Vec<String> = Catalogue::version_1().refusable().map(|p| format!("purpose:{}", p.code)).collect();
    let mut lines: Vec<_> = codes.iter().map(|code| (ME, 1, code.as_str(), Refuse)).collect();
    assert_eq!(verdict_with(&lines, Kin::default(), new, false, &catalogue), Deny(Purpose));
    assert_eq!(verdict_with(&lines[1..], Kin::default(), new, false, &catalogue), Permit(NoObjection));
    lines.push((ME, 2, "purpose:foundation-models", Allow));
    assert_eq!(verdict_with(&lines, Kin::default(), new, false, &catalogue), Permit(NoObjection));
}

/// Two more versions: the second brings `foundation-models`, the third brings `synthetic-data`, each with a parent or without.
fn with_three_versions(second: Option<&str>, third: Option<&str>) -> Catalogue {
    let mut catalogue = with_new_purpose(second);
    catalogue.version = 3;
    catalogue.purposes.push(Purpose {
        code: "synthetic-data".parse().unwrap(),
        name: Words::new("合成データ", "Synthetic data"),
        parent: third.map(|code| code.parse().unwrap()),
        since: 3,
        ..catalogue.purposes[2].clone()
    });
    catalogue
}

const NEWEST: &[&str] = &["synthetic-data"];

#[test]
fn refusing_the_parent_of_a_parent_refuses_too() {
    let catalogue = with_three_versions(Some("ai-development"), Some("foundation-models"));
    let no = (ME, 1, "purpose:ai-development", Refuse);
    assert_eq!(verdict_with(&[no], Kin::default(), NEWEST, false, &catalogue), Deny(Purpose));
    for answered in ["purpose:foundation-models", "purpose:synthetic-data"] {
        let lines = [no, (ME, 2, answered, Allow)];
        assert_eq!(verdict_with(&lines, Kin::default(), NEWEST, false, &catalogue), Permit(NoObjection), "{answered}");
    }
}

#[test]
fn who_is_taken_to_refuse_one_new_purpose_is_taken_to_refuse_the_next() {
    let catalogue = with_three_versions(None, None);
    let codes: Vec<String> = Catalogue::version_1().refusable().map(|p| format!("purpose:{}", p.code)).collect();
    let mut lines: Vec<_> = codes.iter().map(|code| (ME, 1, code.as_str(), Refuse)).collect();
    assert_eq!(verdict_with(&lines, Kin::default(), NEWEST, false, &catalogue), Deny(Purpose));
    lines.push((ME, 2, "purpose:foundation-models", Allow));
    assert_eq!(verdict_with(&lines, Kin::default(), NEWEST, false, &catalogue), Permit(NoObjection));
}

#[test]
fn parents_in_a_circle_hand_on_a_refusal_and_come_to_an_end() {
    let catalogue = with_three_versions(Some("synthetic-data"), Some("foundation-models"));
    for (refused, asked) in [("purpose:synthetic-data", "foundation-models"), ("purpose:foundation-models", "synthetic-data")] {
        assert_eq!(verdict_with(&[], Kin::default(), &[asked], false, &catalogue), Permit(NoObjection));
        assert_eq!(verdict_with(&[(ME, 1, refused, Refuse)], Kin::default(), &[asked], false, &catalogue), Deny(Purpose));
    }
}

/// Histories that say one thing about each purpose of three versions, and mostly no: whoever refused all is met often.
fn any_history_of_purposes() -> impl Strategy<Value = Vec<Decision>> {
    let old = prop_oneof![20 => Just(Some(Refuse)), 1 => Just(Some(Allow)), 1 => Just(None)];
    let new = prop_oneof![1 => Just(Some(Refuse)), 2 => Just(Some(Allow)), 3 => Just(None)];
    let old = prop::collection::vec((old, 0..4_i64, prop_oneof![20 => Just(ME), 1 => Just(ALSO_ME)]), 7);
    let new = prop::collection::vec((new, 4..8_i64, prop_oneof![Just(ME), Just(ALSO_ME)]), 2);
    (old, new).prop_map(|(old, new)| {
        let catalogue = with_three_versions(None, None);
        let said = catalogue.refusable().zip(old.into_iter().chain(new));
        let lines: Vec<_> = said.filter_map(|(p, (stance, at, who))| Some((who, at, format!("purpose:{}", p.code), stance?))).collect();
        decisions(&lines.iter().map(|(who, at, scope, stance)| (*who, *at, scope.as_str(), *stance)).collect::<Vec<_>>())
    })
}

fn any_parent(older: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(prop::sample::select(older))
}

/// The rule itself, word for word, for one subject: a purpose is refused by its own no; by its parent's, unless the
/// person answered for it later; and, while nothing was said about it, when every older purpose is.
fn refused_by_the_words(purpose: &Purpose, catalogue: &Catalogue, history: &[Decision]) -> bool {
    let said = |purpose: &Purpose| {
        let about = history.iter().filter(|d| d.scope == Scope::Purpose(purpose.code.clone()));
        about.max_by_key(|d| (d.effective, d.position))
    };
    match said(purpose).map(|d| d.stance) {
        Some(stance) => stance == Refuse,
        None => {
            let parent = purpose.parent.as_ref().and_then(|code| catalogue.find(code));
            let mut older = catalogue.refusable().filter(|p| p.since < purpose.since).peekable();
            parent.is_some_and(|parent| refused_by_the_words(parent, catalogue, history))
                || (older.peek().is_some() && older.all(|p| refused_by_the_words(p, catalogue, history)))
        }
    }
}

proptest! {
    #[test]
    fn over_three_versions_what_counts_as_refused_is_handed_on(
        history in any_history_of_purposes(),
        second in any_parent(&["ai-development", "education"]),
        third in any_parent(&["foundation-models", "ai-development", "care-quality"]),
    ) {
        let catalogue = with_three_versions(second, third);
        // One subject, who answers for each new purpose after all that was said about what it came from.
        let at = |d: &Decision| match &d.scope {
            Scope::Purpose(code) if *code == "synthetic-data".parse().unwrap() => Timestamp::from_millis(99),
            _ => d.effective,
        };
        let history: Vec<_> = history.iter().map(|d| Decision { subject: subject(ME), effective: at(d), ..d.clone() }).collect();
        let choices = Choices::fold(&history, Kin::default());
        for purpose in catalogue.refusable() {
            prop_assert_eq!(choices.refuses_purpose(purpose, &catalogue), refused_by_the_words(purpose, &catalogue, &history), "{}", purpose.code);
        }
    }

    #[test]
    fn over_three_versions_linking_never_permits_a_purpose_that_one_had_refused(history in any_history_of_purposes(), third in any_parent(&["foundation-models"])) {
        let catalogue = with_three_versions(None, third);
        let refuses = |history: &[Decision], kin: Kin, purpose: &Purpose| Choices::fold(history, kin).refuses_purpose(purpose, &catalogue);
        for purpose in catalogue.refusable() {
            for who in [ME, ALSO_ME] {
                let own: Vec<_> = history.iter().filter(|d| d.subject == subject(who)).cloned().collect();
                prop_assert!(!refuses(&own, Kin::default(), purpose) || refuses(&history, linked(1_000), purpose), "{}", purpose.code);
            }
        }
    }
}

#[test]
fn while_linked_the_refusal_of_one_denies_the_other() {
    assert_eq!(verdict(&[(ALSO_ME, 1, "all", Refuse)], linked(1), AI, false), Deny(All));
}

#[test]
fn an_allow_from_before_the_link_does_not_undo_the_others_refusal() {
    for lines in [
        [(ALSO_ME, 1, "all", Refuse), (ME, 2, "all", Allow)],
        [(ALSO_ME, 1, "all", Refuse), (ME, 2, "study", Allow)],
        [(ALSO_ME, 1, "study", Refuse), (ME, 2, "study", Allow)],
    ] {
        assert!(!verdict(&lines, linked(2), AI, false).permits(), "{lines:?}");
    }
}

#[test]
fn once_linked_the_person_decides_anew_for_both() {
    let lines = [(ALSO_ME, 1, "all", Refuse), (ME, 5, "all", Allow)];
    assert_eq!(verdict(&lines, linked(0), AI, false), Permit(NoObjection));
    let lines = [(ALSO_ME, 1, "all", Refuse), (ME, 5, "study", Allow)];
    assert_eq!(verdict(&lines, linked(0), AI, false), Permit(Study));
}

fn any_scope() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("all"), Just("commercial"), Just("study"), Just("purpose:ai-development"), Just("purpose:education")]
}

fn any_history() -> impl Strategy<Value = Vec<Decision>> {
    let line = (prop_oneof![Just(ME), Just(ALSO_ME)], 0..6_i64, any_scope(), prop_oneof![Just(Refuse), Just(Allow)]);
    prop::collection::vec(line, 0..14).prop_map(|lines| decisions(&lines))
}

proptest! {
    #[test]
    fn the_fold_does_not_depend_on_the_order_of_arrival(history in any_history(), shuffled in any::<prop::sample::Index>(), link in 0..14_u64) {
        let mut turned = history.clone();
        if !turned.is_empty() {
            let at = shuffled.index(turned.len());
            turned.rotate_left(at);
            turned.reverse();
        }
        prop_assert_eq!(Choices::fold(&history, linked(link)), Choices::fold(&turned, linked(link)));
    }

    #[test]
    fn a_decision_that_arrives_twice_counts_once(history in any_history()) {
        let twice: Vec<_> = history.iter().chain(&history).cloned().collect();
        prop_assert_eq!(Choices::fold(&history, Kin::default()), Choices::fold(&twice, Kin::default()));
    }

    #[test]
    fn one_more_refusal_never_permits_what_was_denied(history in any_history(), scope in any_scope(), who in prop_oneof![Just(ME), Just(ALSO_ME)], at in 0..8_i64, link in 0..14_u64) {
        let catalogue = Catalogue::version_1();
        let of = Intended { study: Some(study()), commercial: true, purposes: vec![&catalogue.purposes[2], &catalogue.purposes[6]] };
        let before = Choices::fold(&history, linked(link)).verdict(&of, &catalogue);
        let mut more = history.clone();
        more.push(decision(history.len() as u64, who, at, scope, Refuse));
        let after = Choices::fold(&more, linked(link)).verdict(&of, &catalogue);
        prop_assert!(before.permits() || !after.permits());
    }

    #[test]
    fn a_refusal_that_takes_effect_last_denies_whatever_was_said_before(history in any_history(), link in 0..14_u64) {
        let catalogue = Catalogue::version_1();
        let of = Intended { study: Some(study()), commercial: false, purposes: vec![&catalogue.purposes[2]] };
        let mut more = history.clone();
        more.push(decision(history.len() as u64, ME, 9, "all", Refuse));
        prop_assert!(!Choices::fold(&more, linked(link)).verdict(&of, &catalogue).permits());
    }

    #[test]
    fn linking_never_permits_what_one_of_the_two_had_denied(history in any_history()) {
        let catalogue = Catalogue::version_1();
        let of = Intended { study: Some(study()), commercial: true, purposes: vec![&catalogue.purposes[2]] };
        let of_one = |who| {
            let own: Vec<_> = history.iter().filter(|d| d.subject == subject(who)).cloned().collect();
            Choices::fold(&own, Kin::default()).verdict(&of, &catalogue)
        };
        let one = Choices::fold(&history, linked(1_000)).verdict(&of, &catalogue);
        prop_assert!(!one.permits() || (of_one(ME).permits() && of_one(ALSO_ME).permits()));
    }

    #[test]
    fn current_choices_answer_like_the_whole_history(history in any_history(), link in 0..14_u64) {
        // What the store keeps per subject and scope is the latest decision only.
        let mut latest: std::collections::BTreeMap<_, &Decision> = std::collections::BTreeMap::new();
        for d in &history {
            let slot = latest.entry((d.subject, d.scope.clone())).or_insert(d);
            if (d.effective, d.position) > (slot.effective, slot.position) { *slot = d; }
        }
        let catalogue = Catalogue::version_1();
        let of = Intended { study: Some(study()), commercial: true, purposes: vec![&catalogue.purposes[2]] };
        let whole = Choices::fold(&history, linked(link)).verdict(&of, &catalogue);
        let kept = Choices::fold(latest.into_values(), linked(link)).verdict(&of, &catalogue);
        prop_assert_eq!(whole, kept);
    }

    #[test]
    fn a_scope_reads_back_as_it_was_written(scope in any_scope()) {
        let scope = if scope == "study" { Scope::Study(study()) } else { scope.parse().unwrap() };
        prop_assert_eq!(scope.to_string().parse::<Scope>(), Ok(scope));
    }
}

#[test]
fn what_is_no_scope_is_refused() {
    for text in ["", "ALL", "purpose", "purpose:", "purpose:A", "study:", "study:1", "all:", "subject:1", "study:../"] {
        assert_eq!(text.parse::<Scope>(), Err(InvalidScope), "{text}");
    }
}

// Keeps the helper honest: the purposes used above are what they are taken for.
#[test]
fn the_catalogues_third_purpose_is_ai_development() {
    let catalogue = Catalogue::version_1();
    let codes: Vec<&str> = catalogue.purposes.iter().map(|p: &Purpose| p.code.as_str()).collect();
    assert_eq!((codes[2], codes[6]), ("ai-development", "education"));
}
