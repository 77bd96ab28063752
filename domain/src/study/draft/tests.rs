//! What may be registered, and what may not.

use super::*;
use crate::category::version_1;
use proptest::prelude::*;

fn words(text: &str) -> Words {
    Words::new(text, text)
}

/// A draft with nothing wrong in it.
fn good() -> Draft {
    Draft {
        title: words("糖尿病の研究"),
        summary: words("検査値を調べます。"),
        purposes: vec!["academic-research".into()],
        users: vec![UserRow { name: words("東都大学"), commercial: false }],
        review_body: words("倫理審査委員会"),
        approval_number: "2026-001".into(),
        categories: vec!["laboratory".into()],
        form: "pseudonymised".into(),
        sources: vec![SourceRow { name: words("桜台病院"), kind: "provider".into() }],
        legal_basis: words("第27条"),
        from: "2026-04-01".into(),
        to: "2029-03-31".into(),
    }
}

fn examined(draft: &Draft) -> Result<Registration, Vec<FieldError>> {
    draft.examine(&Catalogue::version_1(), &version_1())
}

#[test]
fn a_complete_draft_is_a_registration_and_back_again() {
    let registration = examined(&good()).unwrap();
    assert_eq!(Draft::of(&registration), good());
    assert_eq!(registration.results, None);
}

#[test]
fn an_empty_form_is_told_everything_that_is_missing_at_once() {
    let fields: Vec<_> = examined(&Draft::default()).unwrap_err().into_iter().map(|(field, _)| field).collect();
    let expected: Vec<_> = Field::ALL.into_iter().filter(|field| field.row().is_none()).collect();
    assert_eq!(fields, expected);
}

#[test]
fn each_flaw_is_found_where_it_is() {
    let flaw = |change: fn(&mut Draft), expected: &[FieldError]| {
        let mut draft = good();
        change(&mut draft);
        assert_eq!(examined(&draft).unwrap_err(), expected);
    };
    flaw(|draft| draft.title.en.clear(), &[(Field::TitleEn, Flaw::Missing)]);
    flaw(|draft| draft.title.ja = "あ".repeat(201), &[(Field::TitleJa, Flaw::TooLong(200))]);
    flaw(|draft| draft.summary.ja = "あ".repeat(2_001), &[(Field::SummaryJa, Flaw::TooLong(2_000))]);
    flaw(|draft| draft.purposes.clear(), &[(Field::Purposes, Flaw::NothingChosen)]);
    flaw(|draft| draft.purposes.push("astrology".into()), &[(Field::Purposes, Flaw::Unknown)]);
    flaw(|draft| draft.users.clear(), &[(Field::Users, Flaw::Missing)]);
    flaw(|draft| draft.users[0].name.ja.clear(), &[(Field::UserJa(0), Flaw::Missing)]);
    flaw(|draft| draft.users = vec![draft.users[0].clone(); 21], &[(Field::Users, Flaw::TooMany)]);
    flaw(|draft| draft.approval_number.clear(), &[(Field::ApprovalNumber, Flaw::Missing)]);
    flaw(|draft| draft.categories = vec!["diary".into()], &[(Field::Categories, Flaw::Unknown)]);
    flaw(|draft| draft.form = "naked".into(), &[(Field::Form, Flaw::Unknown)]);
    flaw(|draft| draft.sources[0].kind.clear(), &[(Field::SourceKind(0), Flaw::NothingChosen)]);
    flaw(|draft| draft.legal_basis.ja.clear(), &[(Field::LegalBasisJa, Flaw::Missing)]);
    flaw(|draft| draft.from = "2026-02-30".into(), &[(Field::From, Flaw::NoDate)]);
    flaw(|draft| draft.to = "2026-03-31".into(), &[(Field::To, Flaw::EndsBeforeItBegins)]);
}

#[test]
fn a_study_may_last_one_day() {
    assert!(examined(&Draft { to: good().from, ..good() }).is_ok());
}

#[test]
fn a_study_that_the_law_exempts_must_say_by_which_law_and_until_when() {
    let exempt = Draft { purposes: vec!["infectious-disease-control".into()], ..good() };
    assert!(examined(&exempt).is_ok());
    assert!(examined(&Draft { legal_basis: Words::default(), ..exempt.clone() }).is_err());
    assert!(examined(&Draft { to: String::new(), ..exempt }).is_err());
}

#[test]
fn a_prohibited_purpose_is_not_kept_however_it_is_spelled_around() {
    for code in PROHIBITED {
        for purposes in [vec![code.to_owned()], vec!["education".into(), format!(" {code}\r\n")]] {
            assert_eq!(Draft { purposes, ..good() }.tidy(), Err(Problem::ProhibitedPurpose));
        }
    }
}

#[test]
fn what_nobody_meant_to_type_goes() {
    let mut draft = good();
    draft.title = Words::new(" 研究\u{202e}\0 ", "study\r\n");
    draft.users.push(UserRow { name: Words::new(" ", "\u{3000}"), commercial: true });
    draft.purposes.push("academic-research".into());
    let tidied = draft.tidy().unwrap();
    assert_eq!(tidied.title, Words::new("研究", "study"));
    assert_eq!((tidied.users.len(), tidied.purposes.len()), (1, 1));
    assert_eq!(Draft { summary: Words::new("一\r\n二", "a"), ..good() }.tidy().unwrap().summary.ja, "一\n二");
}

#[test]
fn results_need_both_languages_and_an_end() {
    assert_eq!(results(&Words::new(" 論文 ", "Paper")), Ok(Words::new("論文", "Paper")));
    assert_eq!(results(&Words::new("論文", " ")), Err(Problem::TextNeeded));
    assert_eq!(results(&Words::new(&"あ".repeat(2_001), "Paper")), Err(Problem::TextTooLong));
}

fn any_words() -> impl Strategy<Value = Words> {
    (".{0,210}", "[ -~]{0,20}").prop_map(|(ja, en)| Words::new(&ja, &en))
}

fn any_code() -> impl Strategy<Value = String> {
    let known: Vec<String> =
        ["academic-research", "education", "infectious-disease-control", "laboratory", "imaging", "provider", "registry"]
            .into_iter()
            .chain(Form::ALL.map(Form::code))
            .chain(PROHIBITED)
            .map(ToOwned::to_owned)
            .collect();
    prop_oneof![8 => prop::sample::select(known), 1 => ".{0,8}"]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let users = prop::collection::vec((any_words(), any::<bool>()), 0..4)
        .prop_map(|rows| rows.into_iter().map(|(name, commercial)| UserRow { name, commercial }).collect::<Vec<_>>());
    let sources = prop::collection::vec((any_words(), any_code()), 0..4)
        .prop_map(|rows| rows.into_iter().map(|(name, kind)| SourceRow { name, kind }).collect::<Vec<_>>());
    let days = (("20[0-9]{2}-0[1-9]-[0-3][0-9]"), ("20[0-9]{2}-0[1-9]-[0-3][0-9]"));
    let codes = || prop::collection::vec(any_code(), 0..3);
    ((any_words(), any_words(), any_words(), any_words()), (codes(), codes(), any_code(), ".{0,110}"), users, sources, days).prop_map(
        |((title, summary, review_body, legal_basis), (purposes, categories, form, approval_number), users, sources, (from, to))| Draft {
            title,
            summary,
            purposes,
            users,
            review_body,
            approval_number,
            categories,
            form,
            sources,
            legal_basis,
            from,
            to,
        },
    )
}

/// One of the good draft's parts, replaced by chance: nearly right drafts find more than wholly random ones.
fn nearly_good() -> impl Strategy<Value = Draft> {
    (any_draft(), any::<[bool; 6]>()).prop_map(|(other, keep)| Draft {
        title: if keep[0] { good().title } else { other.title },
        purposes: if keep[1] { good().purposes } else { other.purposes },
        users: if keep[2] { good().users } else { other.users },
        categories: if keep[3] { good().categories } else { other.categories },
        sources: if keep[4] { good().sources } else { other.sources },
        from: if keep[5] { good().from } else { other.from },
        ..good()
    })
}

proptest! {
    #[test]
    fn what_can_be_published_keeps_every_rule(draft in nearly_good()) {
        let Ok(draft) = draft.tidy() else { return Ok(()) };
        prop_assert!(!draft.names_prohibited());
        match draft.examine(&Catalogue::version_1(), &version_1()) {
            Ok(registration) => {
                prop_assert!(!registration.purposes.is_empty() && !registration.users.is_empty() && !registration.sources.is_empty());
                prop_assert!(registration.purposes.iter().all(|code| !PROHIBITED.contains(&code.as_str())));
                prop_assert!(registration.users.iter().all(|user| !user.name.ja.is_empty() && !user.name.en.is_empty()));
                prop_assert!(registration.period.0 <= registration.period.1);
                prop_assert!(registration.title.ja.chars().count() <= MAX_NAME);
                prop_assert_eq!(Draft::of(&registration), draft);
            }
            Err(flaws) => prop_assert!(!flaws.is_empty()),
        }
    }

    #[test]
    fn tidying_twice_changes_nothing_more(draft in any_draft()) {
        if let Ok(once) = draft.tidy() {
            prop_assert_eq!(once.clone().tidy().unwrap(), once);
        }
    }
}

#[test]
fn a_draft_is_left_after_three_days_or_when_its_writer_is_gone() {
    let at = |millis: i64| crate::clock::Timestamp::from_millis(1_800_000_000_000 + millis);
    let three_days = LEFT_AFTER.millis();
    assert!(!left(at(0), false, at(three_days - 1)));
    assert!(left(at(0), false, at(three_days)));
    assert!(left(at(0), true, at(0)));
}
