//! What holders ask before they disclose, and what they are told.

use crate::on_both_databases;
use crate::personas::{Hospital, wire};
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::clock::Span;
use domain::id::StudyId;
use domain::identifier::{INSURED, INSURED_OLDER, Identifier, Kind, PUBLIC_PAYER, Systems};
use domain::study::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use server::config::Config;
use server::store::entity::{audit_lines, holders, studies, who_asked};
use server::store::{commit, subjects};
use std::collections::BTreeSet;

const PURPOSE: &str = "ai-development";

/// Decision and reason of each row, in the order of the rows.
#[track_caller]
fn told(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let json = answer.json();
    let results = json["results"].as_array().unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    for (n, row) in results.iter().enumerate() {
        assert_eq!(row["index"], n);
    }
    results.iter().map(|row| (text(row, "decision"), text(row, "reason"))).collect()
}

/// Decision and reason of the only row.
#[track_caller]
fn only(answer: &Answer) -> (String, String) {
    let mut told = told(answer);
    assert_eq!(told.len(), 1);
    told.remove(0)
}

fn said(decision: &str, reason: &str) -> (String, String) {
    (decision.to_owned(), reason.to_owned())
}

fn permit() -> (String, String) {
    said("permit", "no-objection")
}

fn deny() -> (String, String) {
    said("deny", "refused")
}

/// The whole request gets no answer, and this is why.
#[track_caller]
fn assert_fault(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    let json = answer.json();
    assert_eq!((answer.status.as_u16(), &json["code"], &json["status"]), (status, &json!(code), &json!(status)), "{}", answer.text());
    let members: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["type", "title", "status", "code"]));
}

fn rows(count: usize) -> Vec<Value> {
    (0..count).map(|n| wire(INSURED, &format!("06132013:99:{n}:"))).collect()
}

fn purpose_check(subjects: impl Into<Value>) -> String {
    json!({ "purpose": PURPOSE, "commercial": false, "subjects": subjects.into() }).to_string()
}

async fn set_status(world: &World, study: StudyId, status: Status) {
    let change = studies::Entity::update_many().col_expr(studies::Column::Status, Expr::value(status.code()));
    change.filter(studies::Column::Id.eq(study.0)).exec(world.core().store.db()).await.unwrap();
}

/// The hospital said of somebody that this local number is theirs, and perhaps that this insured number is.
async fn says(world: &World, hospital: &Hospital, local: &str, insured: Option<&str>, of: domain::id::SubjectId) {
    let core = world.core();
    let open = Systems { insured_numbers: true, local: Some(hospital.local_system.clone()) };
    let tx = core.store.begin().await.unwrap();
    let mut numbers = vec![(hospital.local_system.as_str(), local, Kind::Local)];
    numbers.extend(insured.map(|value| (INSURED, value, Kind::Insured)));
    for (system, value, kind) in numbers {
        let digest = core.keys.identifier_digest(&Identifier::parse(system, value, &open).unwrap());
        subjects::assign(&tx, (digest, core.keys.storage_version()), of, hospital.id, kind, core.now()).await.unwrap();
    }
    commit(tx).await.unwrap();
}

on_both_databases! {
    async fn a_refusal_reaches_the_hospital_before_the_patient_has_read_the_answer(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let ask = async || only(&hospital.check_purpose(&[taro.insured_number()], PURPOSE).await);
        assert_eq!(ask().await, permit());
        for scope in ["purpose:ai-development", "all"] {
            taro.decide(scope, "refuse").await;
            assert_eq!(ask().await, deny(), "{scope}");
            taro.decide(scope, "allow").await;
            assert_eq!(ask().await, permit(), "{scope}");
        }
        taro.decide("purpose:education", "refuse").await;
        assert_eq!(ask().await, permit());
    }

    async fn an_answer_says_all_that_a_holder_needs(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], true).await;
        taro.decide("commercial", "refuse").await;
        let rows = [hanako.insured_number(), taro.insured_number(), wire(INSURED, "1")];
        let answer = hospital.check_study(&rows, study).await;
        assert_eq!(told(&answer), [permit(), deny(), said("error", "invalid-identifier")]);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let json = answer.json();
        assert_eq!(json["summary"], json!({ "permit": 1, "deny": 1, "error": 1 }));
        assert_eq!((&json["checked_at"], &json["valid_until"]), (&json!("2026-11-22T01:00:00.000Z"), &json!("2026-11-23T01:00:00.000Z")));
        let head = server::store::log::head(world.core().store.db()).await.unwrap();
        assert_eq!(json["log"], json!({ "origin": "localhost/log", "size": 1, "root": head.root.to_string() }));
        assert!(json["check_id"].as_str().unwrap().len() >= 32);
        assert_eq!(json["results"][0]["token"].as_str().unwrap().len(), 11);
        assert!(json["results"][1].get("token").is_none() && json["results"][2].get("token").is_none());
    }

    async fn an_unknown_number_is_answered_as_a_known_one_without_objection(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let unknown = wire(INSURED, &world.new_insured_number());
        let known = hospital.check_purpose(&[taro.insured_number()], PURPOSE).await;
        let answer = hospital.check_purpose(std::slice::from_ref(&unknown), PURPOSE).await;
        assert_eq!(known.json(), answer.json());
        let study = world.study(&[PURPOSE], false).await;
        let mut answers = [hospital.check_study(&[taro.insured_number()], study).await.json(), hospital.check_study(&[unknown], study).await.json()];
        for answer in &mut answers {
            let token = answer["results"][0]["token"].take();
            assert_eq!(token.as_str().unwrap().len(), 11);
        }
        assert_eq!(answers[0], answers[1]);
    }

    async fn every_spelling_of_a_number_is_the_number(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let full_width: String = taro.insured.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        let rows = [wire(INSURED, &format!("\u{3000}{full_width} ")), wire(INSURED_OLDER, &taro.insured)];
        assert_eq!(told(&hospital.check_purpose(&rows, PURPOSE).await), [deny(), deny()]);
    }

    async fn what_a_row_cannot_be_answered_for_is_told_by_row(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let invalid = || said("error", "invalid-identifier");
        let unknown = || said("error", "unknown-system");
        let good = wire(INSURED, "06132013:12:567:01");
        let many = |count| json!({ "identifiers": vec![good.clone(); count] });
        let cases = [
            (good.clone(), permit()),
            (wire(INSURED, "06132013:12:567"), invalid()),
            (wire(INSURED, "06132013:12:567:"), permit()),
            (wire(INSURED, ""), invalid()),
            (wire(PUBLIC_PAYER, "82136007::0000001:"), permit()),
            (wire(PUBLIC_PAYER, "82136007::000001:"), invalid()),
            (wire(&hospital.local_system, "a b"), invalid()),
            // My Number, under the name that the FHIR terminology of Japan gives it.
            (wire("urn:oid:1.2.392.200119.6.102", "123456789018"), unknown()),
            (wire(&other.local_system, "P-1"), unknown()),
            (wire("", ""), unknown()),
            (wire(&hospital.local_system, "P-1"), said("error", "not-linked")),
            (json!({ "identifiers": [good, wire(INSURED, "1")] }), invalid()),
            (json!({ "identifiers": [good, wire(&other.local_system, "P-1")] }), unknown()),
            (many(1), permit()),
            (many(32), permit()),
            (many(33), invalid()),
            (json!({ "identifiers": [] }), invalid()),
            (json!({ "identifiers": "06132013:12:567:01" }), invalid()),
            (json!({ "identifiers": [["a", "b"]] }), invalid()),
            (json!({ "identifiers": [{ "system": INSURED }] }), invalid()),
            (json!({ "system": INSURED, "value": "06132013:12:567:01", "identifiers": [good] }), invalid()),
            (json!({ "system": INSURED, "identifiers": [good] }), invalid()),
            (json!({ "system": INSURED }), invalid()),
            (json!({ "value": "06132013:12:567:01" }), invalid()),
            (json!({ "system": INSURED, "value": 6132013 }), invalid()),
            (json!({ "system": INSURED, "value": "06132013:12:567:01", "no_insured_number": "yes" }), invalid()),
            (json!({}), invalid()),
            (json!(null), invalid()),
            (json!("06132013:12:567:01"), invalid()),
            (json!([INSURED, "06132013:12:567:01"]), invalid()),
            (json!(17), invalid()),
        ];
        let (rows, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
        let answer = hospital.check_purpose(&rows, PURPOSE).await;
        for ((row, told), expected) in rows.iter().zip(told(&answer)).zip(expected) {
            assert_eq!(told, expected, "{row}");
        }
        let twice = format!(r#"{{"purpose":"{PURPOSE}","subjects":[{{"system":"{INSURED}","system":"x","value":"1"}}]}}"#);
        assert_eq!(only(&hospital.post_check(&hospital.token().await, twice).await), invalid());
    }

    async fn a_local_number_has_to_be_linked_to_an_insured_number(world: World) {
        let (taro, hospital, other) = (world.patient().await, world.hospital().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let local = wire(&hospital.local_system, "p-0012");
        let ask = async |row: &Value| only(&hospital.check_purpose(std::slice::from_ref(row), PURPOSE).await);
        let not_linked = said("error", "not-linked");
        assert_eq!(ask(&local).await, not_linked);
        says(&world, &other, "p-0012", Some(&taro.insured), taro.subject).await;
        assert_eq!(ask(&local).await, not_linked, "another hospital's number is another number");
        says(&world, &hospital, "p-0012", None, taro.subject).await;
        assert_eq!(ask(&local).await, not_linked, "the holder itself has to have said both");
        says(&world, &hospital, "p-0012", Some(&taro.insured), taro.subject).await;
        assert_eq!(ask(&local).await, deny());
        assert_eq!(ask(&wire(&hospital.local_system, "Ｐ－００１２")).await, deny(), "as a Japanese keyboard writes it");
        let with_insured = json!({ "identifiers": [wire(&hospital.local_system, "p-0099"), wire(INSURED, "06132013:1:2:")] });
        assert_eq!(ask(&with_insured).await, permit(), "the row brings the insured number itself");
        let one_linked = json!({ "identifiers": [wire(&hospital.local_system, "p-0099"), local] });
        assert_eq!(ask(&one_linked).await, deny());
    }

    async fn the_word_that_there_is_no_insured_number_is_counted(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let attested = |value: &str| json!({ "system": hospital.local_system, "value": value, "no_insured_number": true });
        let with_insured = json!({ "system": INSURED, "value": taro.insured, "no_insured_number": true });
        let rows = [attested("p-1"), attested("p-2"), attested("a b"), with_insured];
        let answers = told(&hospital.check_purpose(&rows, PURPOSE).await);
        assert_eq!(answers, [permit(), permit(), said("error", "invalid-identifier"), permit()]);
        hospital.check_purpose(&[attested("p-1")], PURPOSE).await;
        world.hikae.behind.flush().await.unwrap();
        let kept = holders::Entity::find_by_id(hospital.id.0).one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(kept.no_insured_number_attested, 3);
    }

    async fn any_number_that_leads_to_a_refusal_denies_the_row(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        taro.decide("purpose:ai-development", "refuse").await;
        let unknown = wire(INSURED, &world.new_insured_number());
        let row = |numbers: &[&Value]| json!({ "identifiers": numbers });
        let rows = [row(&[&unknown, &hanako.insured_number()]), row(&[&unknown, &hanako.insured_number(), &taro.insured_number()])];
        assert_eq!(told(&hospital.check_purpose(&rows, PURPOSE).await), [permit(), deny()]);
        // A number of two people (twins mixed up): whoever of them refuses is not disclosed.
        says(&world, &hospital, "p-7", Some(&taro.insured), hanako.subject).await;
        let twins = [taro.insured_number(), hanako.insured_number(), wire(&hospital.local_system, "p-7")];
        assert_eq!(told(&hospital.check_purpose(&twins, PURPOSE).await), [deny(), permit(), permit()]);
    }

    async fn copies_are_answered_like_the_first(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        let (a, b) = (hanako.insured_number(), taro.insured_number());
        let json = hospital.check_study(&[a.clone(), b.clone(), a.clone(), b, a], study).await.json();
        let without_index = |n: usize| {
            let mut row = json["results"][n].clone();
            row["index"].take();
            row
        };
        assert_eq!(json["summary"], json!({ "permit": 3, "deny": 2, "error": 0 }));
        assert!((without_index(0) == without_index(2)) && (without_index(0) == without_index(4)) && (without_index(1) == without_index(3)));
    }

    async fn a_token_belongs_to_one_check_study_holder_and_number(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (study, another) = (world.study(&[PURPOSE], false).await, world.study(&[PURPOSE], false).await);
        let rows = rows(2);
        let mut seen = BTreeSet::new();
        let mut see = |answer: &Answer| {
            for row in answer.json()["results"].as_array().unwrap() {
                assert!(seen.insert(row["token"].as_str().unwrap().to_owned()));
            }
        };
        see(&hospital.check_study(&rows, study).await);
        see(&hospital.check_study(&rows, another).await);
        see(&other.check_study(&rows, study).await);
        world.clock.pass(Span::seconds(1));
        see(&hospital.check_study(&rows, study).await);
        let planning = hospital.check_purpose(&rows, PURPOSE).await.json();
        assert!(planning["results"][0].get("token").is_none(), "planning covers no disclosure");
    }

    async fn no_row_is_an_answer_and_ten_thousand_are_one(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let token = hospital.token().await;
        let ask = async |rows: Vec<Value>| hospital.post_check(&token, purpose_check(rows)).await;
        let none = ask(vec![]).await;
        assert_eq!(told(&none), []);
        assert_eq!(none.json()["summary"], json!({ "permit": 0, "deny": 0, "error": 0 }));
        assert_eq!(told(&ask(rows(1)).await), [permit()]);

        let mut whole = rows(10_000);
        whole[9_999] = taro.insured_number();
        let answer = ask(whole.clone()).await;
        assert_eq!(answer.json()["summary"], json!({ "permit": 9_999, "deny": 1, "error": 0 }));
        assert_eq!(told(&answer)[9_999], deny());
        whole.push(taro.insured_number());
        assert_fault(&ask(whole).await, 413, "too-many-rows");
        let nothing = format!(r#"{{"purpose":"{PURPOSE}","subjects":[{}0]}}"#, "0,".repeat(3_000_000));
        assert_fault(&hospital.post_check(&token, nothing).await, 413, "too-many-rows");
    }

    async fn every_number_of_ten_thousand_people_fits_into_one_request(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let numbers: Vec<_> = (0..9).map(|n| wire(INSURED, &format!("06132013:88:{n}:"))).collect();
        let mut subjects = vec![json!({ "identifiers": numbers }); 10_000];
        subjects[9_999]["identifiers"].as_array_mut().unwrap().push(taro.insured_number());
        let body = purpose_check(subjects);
        assert!(body.len() > 8 * 1024 * 1024);
        let answer = hospital.post_check(&hospital.token().await, body).await;
        assert_eq!(answer.json()["summary"], json!({ "permit": 9_999, "deny": 1, "error": 0 }));
    }

    async fn a_body_that_cannot_be_read_gets_no_answer(world: World) {
        let hospital = world.hospital().await;
        let token = hospital.token().await;
        let deep = "[".repeat(5_000_000);
        let deep_subjects = format!(r#"{{"purpose":"{PURPOSE}","subjects":{deep}"#);
        let deep_unknown = format!(r#"{{"x":{deep}"#);
        for (what, body) in [
            ("nothing", ""),
            ("no JSON", "subjects"),
            ("half of it", r#"{"purpose":"ai-development","subjects":["#),
            ("something behind it", r#"{"purpose":"ai-development","subjects":[]} {}"#),
            ("a list", r#"["01J", null, null, []]"#),
            ("no subjects", r#"{"purpose":"ai-development"}"#),
            ("subjects that are no list", r#"{"purpose":"ai-development","subjects":{}}"#),
            ("subjects that are null", r#"{"purpose":"ai-development","subjects":null}"#),
            ("subjects twice", r#"{"purpose":"ai-development","subjects":[],"subjects":[]}"#),
            ("a study that is a number", r#"{"study":1,"subjects":[]}"#),
            ("a flag that is none", r#"{"purpose":"ai-development","commercial":"no","subjects":[]}"#),
            ("5 MB of [", &deep),
            ("5 MB of [ as subjects", &deep_subjects),
            ("5 MB of [ as something unknown", &deep_unknown),
        ] {
            let answer = hospital.post_check(&token, body.to_owned()).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("malformed")), "{what}");
        }
        assert_fault(&hospital.post_check(&token, vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']).await, 400, "malformed");
        let in_a_row = format!(r#"{{"purpose":"{PURPOSE}","subjects":[{}{}]}}"#, "[".repeat(2_000_000), "]".repeat(2_000_000));
        assert_eq!(only(&hospital.post_check(&token, in_a_row).await), said("error", "invalid-identifier"));
        assert_fault(&hospital.post_check(&token, " ".repeat(64 * 1024 * 1024 + 1)).await, 413, "too-large");
        let announced = Request::post("/api/v1/checks")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_LENGTH, 64 * 1024 * 1024 + 1)
            .body(Body::empty())
            .unwrap();
        assert_fault(&world.send(announced).await, 413, "too-large");
    }

    async fn only_json_is_read(world: World) {
        let hospital = world.hospital().await;
        let token = hospital.token().await;
        let ask = async |kind: Option<&str>| {
            let mut request = Request::post("/api/v1/checks").header(header::AUTHORIZATION, format!("Bearer {token}"));
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            world.send(request.body(Body::from(purpose_check(rows(0)))).unwrap()).await
        };
        for kind in [None, Some(""), Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("text/csv"), Some("application/jsonx")] {
            assert_fault(&ask(kind).await, 415, "unsupported-media-type");
        }
        for kind in ["application/json", "Application/JSON; charset=utf-8"] {
            assert_eq!(ask(Some(kind)).await.status, StatusCode::OK, "{kind}");
        }
    }

    async fn a_question_names_a_study_or_a_purpose_that_there_is(world: World) {
        let hospital = world.hospital().await;
        let token = hospital.token().await;
        let study = world.study(&[PURPOSE], false).await;
        let ask = async |mut body: Value| {
            body["subjects"] = json!([]);
            hospital.post_check(&token, body.to_string()).await
        };
        assert_fault(&ask(json!({})).await, 400, "study-or-purpose");
        assert_fault(&ask(json!({ "study": study, "purpose": PURPOSE })).await, 400, "study-or-purpose");
        assert_eq!(ask(json!({ "study": study })).await.status, StatusCode::OK);
        for id in ["01J00000000000000000000000", "", "01J…", "x", &study.to_string().to_lowercase(), &"0".repeat(100_000)] {
            assert_fault(&ask(json!({ "study": id })).await, 404, "unknown-study");
        }
        for code in ["advertising", "", "AI-development", "ai-development ", &"a".repeat(100_000)] {
            assert_fault(&ask(json!({ "purpose": code })).await, 404, "unknown-purpose");
        }
        for (status, expected) in [(Status::Draft, (404, "unknown-study")), (Status::Ended, (422, "study-ended")), (Status::Deleted, (422, "study-ended"))] {
            set_status(&world, study, status).await;
            assert_fault(&ask(json!({ "study": study })).await, expected.0, expected.1);
        }
    }

    async fn the_choice_model_holds_over_the_wire(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let row = [taro.insured_number()];
        let study = world.study(&[PURPOSE, "education"], true).await;
        let ask = async || only(&hospital.check_study(&row, study).await);
        taro.decide("purpose:education", "refuse").await;
        assert_eq!(ask().await, deny(), "a study with two purposes needs both");
        taro.decide(&format!("study:{study}"), "allow").await;
        assert_eq!(ask().await, permit(), "a yes to the study answers the older no");
        world.clock.pass(Span::seconds(1));
        taro.decide("commercial", "refuse").await;
        assert_eq!(ask().await, deny(), "and not the later one");
    }

    async fn without_a_word_about_it_a_commercial_user_takes_part(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("commercial", "refuse").await;
        let token = hospital.token().await;
        let ask = async |commercial: Value| {
            let body = json!({ "purpose": PURPOSE, "commercial": commercial, "subjects": [taro.insured_number()] });
            only(&hospital.post_check(&token, body.to_string()).await)
        };
        assert_eq!(ask(json!(true)).await, deny());
        assert_eq!(ask(json!(false)).await, permit());
        assert_eq!(ask(Value::Null).await, deny());
        let absent = json!({ "purpose": PURPOSE, "subjects": [taro.insured_number()] });
        assert_eq!(only(&hospital.post_check(&token, absent.to_string()).await), deny());
    }

    async fn what_the_law_exempts_is_permitted_and_said_so(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let exempt = "infectious-disease-control";
        let rows = [taro.insured_number(), wire(INSURED, "1")];
        let answers = told(&hospital.check_purpose(&rows, exempt).await);
        assert_eq!(answers, [said("permit", "exempt-by-law"), said("error", "invalid-identifier")]);
        let study = world.study(&[exempt], false).await;
        assert_eq!(only(&hospital.check_study(&rows[..1], study).await), said("permit", "exempt-by-law"));
        let mixed = world.study(&[exempt, PURPOSE], false).await;
        assert_eq!(only(&hospital.check_study(&rows[..1], mixed).await), deny());
    }

    async fn a_study_whose_purpose_nobody_knows_is_not_answered(world: World) {
        let hospital = world.hospital().await;
        let study = world.study(&["infectious-disease-control", "not-in-the-catalogue"], false).await;
        assert_fault(&hospital.check_study(&rows(1), study).await, 503, "unavailable");
    }

    async fn whoever_is_known_sees_who_asked_and_never_for_which_study(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&["education", PURPOSE], false).await;
        taro.decide("purpose:education", "refuse").await;
        let unknown = wire(INSURED, &world.new_insured_number());
        let rows = [taro.insured_number(), hanako.insured_number(), unknown, taro.insured_number(), wire(INSURED, "1")];
        hospital.check_study(&rows, study).await;
        world.clock.pass(Span::minutes(10));
        assert_eq!(taro.decide("purpose:education", "allow").await.status, StatusCode::OK);
        hospital.check_study(&rows[..1], study).await;
        hospital.check_purpose(&rows[..1], PURPOSE).await;
        world.hikae.behind.flush().await.unwrap();

        let kept = who_asked::Entity::find().all(world.core().store.db()).await.unwrap();
        let of = |subject: domain::id::SubjectId, purposes: &str| {
            let mut found = kept.iter().filter(|row| row.subject_id == subject.0 && row.purposes == purposes);
            let row = found.next().unwrap();
            assert!(found.next().is_none() && row.holder_id == hospital.id.0);
            (row.count, row.last_at - row.first_at, row.last_permitted)
        };
        assert_eq!(kept.len(), 3);
        assert_eq!(of(taro.subject, "ai-development education"), (2, 600_000, true));
        assert_eq!(of(taro.subject, PURPOSE), (1, 0, true));
        assert_eq!(of(hanako.subject, "ai-development education"), (1, 0, true));
    }

    async fn who_asked_adds_up_across_batches(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        for (n, stance) in ["refuse", "allow", "refuse"].into_iter().enumerate() {
            taro.decide("all", stance).await;
            hospital.check_purpose(&[taro.insured_number()], PURPOSE).await;
            world.hikae.behind.flush().await.unwrap();
            let row = who_asked::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
            assert_eq!((row.count, row.last_permitted), (i64::try_from(n).unwrap() + 1, stance == "allow"));
        }
    }

    async fn who_asked_is_forgotten_after_three_years(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        hospital.check_purpose(&[taro.insured_number()], PURPOSE).await;
        world.clock.pass(Span::days(3 * 365 - 1));
        hospital.check_purpose(&[hanako.insured_number()], PURPOSE).await;
        world.hikae.behind.flush().await.unwrap();
        let left = async || {
            world.hikae.tidy().await.unwrap();
            who_asked::Entity::find().all(world.core().store.db()).await.unwrap().len()
        };
        assert_eq!(left().await, 2);
        world.clock.pass(Span::days(3));
        assert_eq!(left().await, 1);
    }

    async fn every_check_leaves_an_audit_line(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let id = hospital.check_study(&[taro.insured_number(), wire(INSURED, "1")], study).await.json()["check_id"].clone();
        world.hikae.behind.flush().await.unwrap();
        let checks = audit_lines::Entity::find().filter(audit_lines::Column::Operation.eq("check"));
        let line = checks.one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(line.actor, format!("client:{}", hospital.client_id));
        assert_eq!(line.object.as_deref(), id.as_str());
        assert_eq!(line.reason, Some(format!("study {study} version 1: permit 1, deny 0, error 1")));
    }

    async fn whatever_is_not_there_is_told_as_a_problem(world: World) {
        let token = world.hospital().await.token().await;
        let ask = async |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
            world.send(request.body(Body::empty()).unwrap()).await
        };
        for path in ["/api", "/api/", "/api/v1", "/api/v2/checks", "/api/v1/checks/", "/api/v1/nothing", "/oauth/authorize"] {
            assert_fault(&ask("GET", path).await, 404, "not-found");
            assert_fault(&ask("POST", path).await, 404, "not-found");
        }
        for (method, path) in [("GET", "/api/v1/checks"), ("DELETE", "/api/v1/checks"), ("POST", "/api/v1/purposes"), ("PUT", "/oauth/token")] {
            let answer = ask(method, path).await;
            assert_fault(&answer, 405, "method-not-allowed");
            assert!(answer.header("allow").is_some(), "{method} {path}");
        }
    }

    async fn below_fhir_a_fault_is_an_operation_outcome(world: World) {
        let ask = async |method: &str, path: &str| world.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await;
        for (method, path, status, issue, code) in [
            ("GET", "/fhir", 404, "not-found", "not-found"),
            ("POST", "/fhir/", 404, "not-found", "not-found"),
            ("GET", "/fhir/Consent", 404, "not-found", "not-found"),
            ("POST", "/fhir/.well-known/smart-configuration", 405, "not-supported", "method-not-allowed"),
        ] {
            let answer = ask(method, path).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, Some("application/fhir+json")), "{method} {path}");
            let outcome = answer.json();
            assert_eq!(outcome["resourceType"], "OperationOutcome");
            let told = &outcome["issue"][0];
            assert_eq!((&told["severity"], &told["code"], &told["diagnostics"]), (&json!("error"), &json!(issue), &json!(code)));
            assert!(!told["details"]["text"].as_str().unwrap().is_empty());
        }
    }

    async fn the_purposes_are_those_of_the_catalogue(world: World) {
        let token = world.hospital().await.token().await;
        let request = Request::get("/api/v1/purposes").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let purposes = world.send(request.body(Body::empty()).unwrap()).await.json();
        assert_eq!(purposes.as_array().unwrap().len(), 8);
        assert_eq!(
            purposes[2],
            json!({ "code": PURPOSE, "ja": "AI・ソフトウェアの開発", "en": "AI and software development", "refusable": true, "legal_basis": null, "parent": null })
        );
        assert_eq!(purposes[7]["refusable"], false);
        assert!(purposes[7]["legal_basis"]["ja"].as_str().unwrap().contains("第15条"));
    }

    async fn twenty_checks_at_once_are_all_answered(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let token = hospital.token().await;
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let mut subjects = rows(300);
            subjects.push(taro.insured_number());
            let request = Request::post("/api/v1/checks")
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(purpose_check(subjects)))
                .unwrap();
            let router = world.router.clone();
            asking.spawn(async move { crate::world::send(&router, request).await });
        }
        for answer in asking.join_all().await {
            assert_eq!(told(&answer)[300], deny());
        }
        world.hikae.behind.flush().await.unwrap();
        let row = who_asked::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(row.count, 20);
    }
}

/// A world on SQLite with settings of its own.
pub(crate) async fn world_with(change: impl FnOnce(&mut Config)) -> World {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::defaults().unwrap();
    config.database_url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    config.var = folder.path().to_owned();
    config.tries_per_minute = 10_000;
    change(&mut config);
    World::with_config(folder, config).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_designation_holders_own_numbers_are_all_there_is() {
    let world = world_with(|config| config.insured_numbers = false).await;
    let hospital = world.hospital().await;
    let rows = [wire(INSURED, "06132013:12:567:01"), wire(&hospital.local_system, "p-1")];
    let answers = told(&hospital.check_purpose(&rows, PURPOSE).await);
    assert_eq!(answers, [said("error", "unknown-system"), permit()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_asks_without_end_waits_and_others_do_not() {
    let world = world_with(|config| config.requests_per_minute = 3).await;
    let (hospital, other) = (world.hospital().await, world.hospital().await);
    let (token, of_other) = (hospital.token().await, other.token().await);
    let ask = async |token: &str| hospital.post_check(token, purpose_check(rows(1))).await;
    for _ in 0..3 {
        assert_eq!(only(&ask(&token).await), permit());
    }
    // All of the API counts together, and a new token is no way out.
    let purposes = Request::get("/api/v1/purposes").header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty()).unwrap();
    for answer in [ask(&token).await, ask(&hospital.token().await).await, world.send(purposes).await] {
        assert_fault(&answer, 429, "too-many-requests");
        assert_eq!(answer.header("retry-after"), Some("20"));
    }
    assert_eq!(only(&ask(&of_other).await), permit());
    world.clock.pass(Span::seconds(20));
    assert_eq!(only(&ask(&token).await), permit());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_whose_time_is_up_is_no_answer() {
    let world = world_with(|config| {
        config.request_seconds = 1;
        config.database_connections = 1;
    })
    .await;
    let hospital = world.hospital().await;
    let token = hospital.token().await;
    let only_connection = world.core().store.begin().await.unwrap();
    let answer = hospital.post_check(&token, purpose_check(rows(1))).await;
    assert_fault(&answer, 503, "unavailable");
    assert!(answer.header("retry-after").is_some());
    drop(only_connection);
    assert_eq!(only(&hospital.post_check(&token, purpose_check(rows(1))).await), permit());
}
