//! Whole lists: what comes back, over the API and on the page; files that are none; the test persons.

mod stopping;

use crate::disclosures::{body as report_body, row as report_row};
use crate::on_both_databases;
use crate::personas::{Hospital, Worker, wire};
use crate::world::{Answer, Browser, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::clock::Span;
use domain::id::StudyId;
use http_body_util::BodyExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use server::store::entity::{audit_lines, holder_counts, list_checks, test_persons, who_asked};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

const PLAN: &str = "purpose=ai-development&commercial=false";

fn request(path: &str, token: &str, kind: &str, body: Body) -> Request<Body> {
    let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {token}")).header(header::CONTENT_TYPE, kind);
    request.body(body).unwrap()
}

/// Sends a list over the API.
async fn stream(world: &World, hospital: &Hospital, query: &str, list: impl Into<Body>) -> Answer {
    let token = hospital.token().await;
    world.send(request(&format!("/api/v1/checks/stream?{query}"), &token, "text/csv", list.into())).await
}

/// Sends a list on the page, as the form does.
async fn upload(world: &World, browser: &Browser, asked_for: &str, name: &str, list: &[u8], accept: &str) -> Answer {
    let base = &world.core().config.base_url;
    let request = Request::post("/do/check/file")
        .header(header::ORIGIN, base)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, accept)
        .header(header::REFERER, format!("{base}/holder/check"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX");
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"asked_for\"\r\n\r\n{asked_for}\r\n--XX\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    let body = [head.as_bytes(), list, b"\r\n--XX--\r\n"].concat();
    browser.send(request, Body::from(body)).await
}

/// The rows of an answer, and the cells of its summary, whose hash is right.
#[track_caller]
fn taken_apart(answer: &Answer) -> (Vec<String>, Vec<String>) {
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let end = answer.body.len() - usize::from(answer.body.ends_with(b"\n"));
    let last = answer.body[..end].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    let (rows, summary) = answer.body.split_at(last);
    let summary: Vec<String> = String::from_utf8(summary.to_vec()).unwrap().trim_end().split(',').map(str::to_owned).collect();
    assert_eq!((summary[0].as_str(), summary.len()), ("#summary", 8), "{summary:?}");
    let hash: String = Sha256::digest(rows).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(summary[7], hash);
    (String::from_utf8_lossy(rows).lines().map(str::to_owned).collect(), summary)
}

/// Permitted, denied and not answered.
#[track_caller]
fn counts(answer: &Answer) -> [u64; 3] {
    let (_, summary) = taken_apart(answer);
    [&summary[1], &summary[2], &summary[3]].map(|count| count.parse().unwrap())
}

async fn lists(world: &World) -> Vec<list_checks::Model> {
    list_checks::Entity::find().all(world.core().store.db()).await.unwrap()
}

/// The numbers of a hospital's test persons, as its page shows them.
async fn test_numbers(world: &World, worker: &Worker) -> Vec<String> {
    let page = worker.browser.get("/holder/check").await;
    assert_eq!(page.status, StatusCode::OK);
    let known = test_persons::Entity::find().all(world.core().store.db()).await.unwrap();
    known.into_iter().map(|person| person.value).filter(|value| page.text().contains(value.as_str())).collect()
}

fn insured(rows: std::ops::Range<u32>) -> String {
    rows.map(|n| format!("06132013:77:{n}:\n")).collect()
}

on_both_databases! {
    async fn a_list_comes_back_with_an_answer_in_every_row(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&["ai-development"], true).await;
        taro.decide("commercial", "refuse").await;
        let wide: String = hanako.insured.chars().map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c }).collect();
        let list = format!(
            "氏名,insured_number,メモ\r\n\"山田\r\n太郎\",{},=cmd()|' /C calc'!A0\r\n花子,{wide},\"a \"\"b\"\", c\"\r\n?,1234,\r\n!,,x,beyond\r\n",
            taro.insured
        );
        let answer = stream(&world, &hospital, &format!("study={study}"), list).await;
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let (_, summary) = taken_apart(&answer);
        let text = answer.text();
        let rows = format!(
            "氏名,insured_number,メモ,decision,reason,token\r\n\"山田\r\n太郎\",{},'=cmd()|' /C calc'!A0,deny,refused,\r\n花子,{wide},\"a \"\"b\"\", c\",permit,no-objection,",
            taro.insured
        );
        let rest = text.strip_prefix(&rows).unwrap_or_else(|| panic!("{text}"));
        let (token, rest) = rest.split_once("\r\n").unwrap();
        assert_eq!(token.trim_start_matches('\'').len(), 11);
        assert!(rest.starts_with("?,1234,,error,invalid-identifier,\r\n!,,x,error,invalid-identifier,,beyond\r\n#summary,1,1,2,"), "{rest}");
        assert_eq!((summary[5].as_str(), summary[6].as_str()), ("2026-11-23T01:00:00.000Z", "1"));

        // The same persons in one request get the same answers, and, as nothing moved, the same check and token.
        let one = hospital.check_study(&[taro.insured_number(), hanako.insured_number()], study).await.json();
        assert_eq!((&one["results"][0]["decision"], &one["results"][1]["decision"]), (&json!("deny"), &json!("permit")));
        let log = format!("origin=\"{}\", size={}, root=:{}:", one["log"]["origin"].as_str().unwrap(), summary[6], one["log"]["root"].as_str().unwrap());
        assert_eq!(answer.header("hikae-log"), Some(log.as_str()));
        assert_eq!((one["check_id"].as_str().unwrap(), one["results"][1]["token"].as_str().unwrap()), (summary[4].as_str(), token.trim_start_matches('\'')));
    }

    async fn a_list_in_the_encoding_of_windows_comes_back_in_it(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        taro.decide("all", "refuse").await;
        let list = format!("被保険者番号,病名\n{},①表示ソ\n", taro.insured);
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&list);
        for kind in ["text/csv", "text/csv; charset=Shift_JIS"] {
            let path = format!("/api/v1/checks/stream?{PLAN}");
            let answer = world.send(request(&path, &hospital.token().await, kind, Body::from(bytes.to_vec()))).await;
            assert_eq!(answer.header("content-type"), Some("text/csv; charset=shift_jis; header=present"));
            taken_apart(&answer);
            let (text, _, lossy) = encoding_rs::SHIFT_JIS.decode(&answer.body);
            assert!(!lossy);
            let expected = format!("被保険者番号,病名,decision,reason,token\n{},①表示ソ,deny,refused,\n#summary,0,1,0,", taro.insured);
            assert!(text.starts_with(&expected), "{text}");
        }
    }

    async fn a_file_that_is_no_list_is_refused_as_a_whole(world: World) {
        let hospital = world.hospital().await;
        let long = ["insured_number\n".as_bytes(), &vec![b'1'; 10_000_000]].concat();
        let files: [(&str, Vec<u8>); 8] = [
            ("empty", vec![]),
            ("no header", insured(0..3).into_bytes()),
            ("no column that names persons", b"name,age\nA,1\n".to_vec()),
            ("a column twice", b"patient_number,patient_number\n1,2\n".to_vec()),
            ("NUL", b"insured_number\n0613\x00:1:2:\n".to_vec()),
            ("UTF-16", b"\xff\xfev\0a\0l\0u\0e\0".to_vec()),
            ("an open quote", b"insured_number\n\"06132013:1:2:\n06132013:1:3:\n".to_vec()),
            ("a line of 10 MB", long),
        ];
        for (what, file) in files {
            let answer = stream(&world, &hospital, PLAN, file).await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (422, Some("unreadable-file")), "{what}");
        }
        assert_eq!(lists(&world).await.len(), 0);
    }

    async fn nobody_everybody_and_strangers_are_answers_too(world: World) {
        let hospital = world.hospital().await;
        let patients = [world.patient().await, world.patient().await];
        for patient in &patients {
            patient.decide("all", "refuse").await;
        }
        let all_refused: String = patients.iter().map(|patient| format!("{}\n", patient.insured)).collect();
        for (rows, expected) in [(String::new(), [0, 0, 0]), (all_refused, [0, 2, 0]), (insured(0..5), [5, 0, 0])] {
            assert_eq!(counts(&stream(&world, &hospital, PLAN, format!("insured_number\n{rows}")).await), expected);
        }
    }

    async fn a_question_that_cannot_be_answered_is_refused_before_the_list_is_read(world: World) {
        let (hospital, study) = (world.hospital().await, world.study(&["education"], false).await);
        for (query, status, code) in [
            ("", 400, "study-or-purpose"),
            (&*format!("study={study}&purpose=education"), 400, "study-or-purpose"),
            ("purpose=education&commercial=perhaps", 400, "malformed"),
            ("study=7", 404, "unknown-study"),
            ("study=01J00000000000000000000000", 404, "unknown-study"),
            ("purpose=advertising", 404, "unknown-purpose"),
        ] {
            let answer = stream(&world, &hospital, query, "insured_number\n").await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str().unwrap()), (status, code), "{query}");
        }
        let path = format!("/api/v1/checks/stream?{PLAN}");
        for kind in ["application/ndjsonx", "application/json", "text/csvx"] {
            let answer = world.send(request(&path, &hospital.token().await, kind, Body::from("{}"))).await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str().unwrap()), (415, "unsupported-media-type"), "{kind}");
        }
        let answer = world.send(request(&path, &hospital.token().await, "text/csv; charset=utf-16", Body::from("a"))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn the_page_answers_as_the_api_does(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let (clerk, study) = (world.operator(&hospital).await, world.study(&["ai-development"], false).await);
        taro.decide("purpose:ai-development", "refuse").await;
        let list = format!("insured_number\n{}\n06132013:1:1:\nx\n", taro.insured);
        let api = stream(&world, &hospital, &format!("study={study}"), list.clone()).await;
        let page = upload(&world, &clerk.browser, &format!("study:{study}"), "患者.csv", list.as_bytes(), "text/html").await;
        assert_eq!(taken_apart(&page), taken_apart(&api));
        assert_eq!(page.header("content-disposition"), Some("attachment; filename=\"list.checked.csv\"; filename*=UTF-8''%E6%82%A3%E8%80%85.checked.csv"));
        let plan = upload(&world, &clerk.browser, "commercial:ai-development", "x.csv", list.as_bytes(), "*/*").await;
        assert_eq!(counts(&plan), [1, 1, 1]);

        // Checked again, the old answers make room for the new ones.
        let again = stream(&world, &hospital, &format!("study={study}"), api.body.clone()).await;
        assert_eq!(taken_apart(&again), taken_apart(&api));
    }

    async fn a_form_that_cannot_be_answered_goes_back_and_says_why(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let sent = async |asked_for: &str, list: &str, accept: &str| upload(&world, &clerk.browser, asked_for, "x.csv", list.as_bytes(), accept).await;
        let back = sent("purpose:education", "", "text/html").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let page = clerk.browser.get(back.header("location").unwrap().trim_start_matches(&world.core().config.base_url)).await;
        assert!(page.text().contains(r#"data-problem="unreadable-file""#), "{}", page.text());
        for (asked_for, status, code) in [("", 400, "study-or-purpose"), ("study:7", 404, "unknown-study"), ("purpose:x", 404, "unknown-purpose")] {
            let answer = sent(asked_for, "insured_number\n", "*/*").await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str().unwrap()), (status, code), "{asked_for}");
        }
    }

    async fn nobody_else_checks_lists(world: World) {
        let (taro, support) = (world.patient().await, world.support().await);
        let hospital = world.hospital().await;
        let list = b"insured_number\n06132013:1:1:\n";
        for browser in [&taro.browser, &support.browser] {
            let answer = upload(&world, browser, "purpose:education", "x.csv", list, "*/*").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(browser.get("/holder/check").await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(upload(&world, &world.browser(), "purpose:education", "x.csv", list, "*/*").await.status, StatusCode::UNAUTHORIZED);
        // From another site's page.
        let clerk = world.operator(&hospital).await;
        let foreign = Request::post("/do/check/file").header(header::ORIGIN, "https://elsewhere.example");
        assert_eq!(clerk.browser.send(foreign, Body::empty()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(lists(&world).await.len(), 0);
    }

    async fn test_persons_show_whether_refusals_are_applied(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (clerk, elsewhere) = (world.operator(&hospital).await, world.operator(&other).await);
        let (numbers, theirs) = (test_numbers(&world, &clerk).await, test_numbers(&world, &elsewhere).await);
        assert_eq!((numbers.len(), theirs.len()), (3, 3));
        assert_eq!(test_numbers(&world, &clerk).await, numbers, "made once");
        let red = async || clerk.browser.get("/holder/check").await.text().contains(r#"data-list="not-in-order""#);
        assert!(!red().await, "nothing has been checked yet");

        let list = |numbers: &[String]| {
            // The newest of two lists of one moment is not told.
            world.clock.pass(Span::seconds(1));
            let rows: String = numbers.iter().map(|number| format!("{number},\n")).collect();
            format!("patient_number,insured_number\n,06132013:5:5:\n{rows}")
        };
        assert_eq!(counts(&stream(&world, &hospital, PLAN, list(&numbers[..2])).await), [1, 2, 0]);
        assert!(red().await, "one is missing");
        let answer = upload(&world, &clerk.browser, "purpose:ai-development", "x.csv", list(&numbers).as_bytes(), "*/*").await;
        assert_eq!(counts(&answer), [1, 3, 0]);
        assert!(!red().await, "all three were denied");
        // Another hospital's are strangers here.
        assert_eq!(counts(&stream(&world, &hospital, PLAN, list(&theirs)).await), [1, 0, 3]);
        assert!(red().await);
        // Where the law exempts a use from refusal nobody can be denied.
        assert_eq!(counts(&stream(&world, &hospital, "purpose=infectious-disease-control", list(&numbers)).await), [4, 0, 0]);
        assert!(!red().await);
        // A check of one request knows them, too.
        let rows: Vec<_> = numbers.iter().map(|number| wire(&hospital.local_system, number)).collect();
        let one = hospital.check_purpose(&rows, "education").await.json();
        assert_eq!(one["summary"], json!({ "permit": 0, "deny": 3, "error": 0 }));

        // They are in nobody's numbers.
        world.hikae.behind.flush().await.unwrap();
        assert_eq!(who_asked::Entity::find().all(world.core().store.db()).await.unwrap().len(), 0);
        let counted = holder_counts::Entity::find().filter(holder_counts::Column::HolderId.eq(hospital.id.0)).all(world.core().store.db()).await.unwrap();
        let of = |what: &str| counted.iter().find(|row| row.what == what).map(|row| row.n);
        assert_eq!((of("checks"), of("checked-rows")), (Some(4), Some(7)), "one row each, and three of another hospital's");
    }

    async fn a_check_of_one_request_that_names_a_test_person_is_a_list_too(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let numbers = test_numbers(&world, &clerk).await;
        let red = async || clerk.browser.get("/holder/check").await.text().contains(r#"data-list="not-in-order""#);
        let ask = async |numbers: &[String]| {
            world.clock.pass(Span::seconds(1));
            let rows: Vec<_> = numbers.iter().map(|number| wire(&hospital.local_system, number)).collect();
            hospital.check_purpose(&rows, "education").await.json()["summary"].clone()
        };
        hospital.check_purpose(&[wire(domain::identifier::INSURED, "06132013:5:5:")], "education").await;
        assert_eq!(lists(&world).await.len(), 0, "none of them was asked about");
        assert_eq!(ask(&numbers[..2]).await["deny"], 2);
        assert!(red().await, "one is missing");
        assert_eq!(ask(&numbers).await["deny"], 3);
        assert!(!red().await);
    }

    async fn lines_of_json_are_answered_line_by_line(world: World) {
        let (taro, hospital, study) = (world.patient().await, world.hospital().await, world.study(&["ai-development"], false).await);
        taro.decide("all", "refuse").await;
        let stranger = wire(domain::identifier::INSURED, "06132013:1:1:");
        let both = json!({ "identifiers": [stranger, taro.insured_number()] });
        let list = format!("{stranger}\r\n{}\n\nno json\n{both}", taro.insured_number());
        let path = format!("/api/v1/checks/stream?study={study}");
        let answer = world.send(request(&path, &hospital.token().await, "application/x-ndjson; charset=utf-8", Body::from(list))).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("application/x-ndjson")));
        let lines: Vec<serde_json::Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();

        // The same persons in one request get the same answers, and, as nothing moved, the same check.
        let subjects = json!([stranger, taro.insured_number(), "no json", both]);
        let one = hospital.check_study(subjects.as_array().unwrap(), study).await.json();
        assert_eq!(json!(lines[..4]), one["results"]);
        let mut summary = one["summary"].clone();
        for name in ["check_id", "checked_at", "valid_until", "log"] {
            summary[name] = one[name].clone();
        }
        assert_eq!(lines[4], json!({ "summary": summary }));
        assert_eq!(lines.len(), 5);
        assert_eq!(lists(&world).await.len(), 1);
        let empty = world.send(request(&path, &hospital.token().await, "application/x-ndjson", Body::empty())).await;
        assert_eq!(empty.json()["summary"]["permit"], 0, "nobody is an answer, too");
        let endless = Body::from(vec![b' '; 2_000_000]);
        let answer = world.send(request(&path, &hospital.token().await, "application/x-ndjson", endless)).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (422, Some("unreadable-file")));
    }

    async fn only_the_last_line_can_be_a_summary(world: World) {
        let hospital = world.hospital().await;
        let list = "insured_number,value,value\n06132013:1:1:,1,2\n#summary,x,y\n06132013:1:2:,3,4\n#summary,9,9\n";
        let answer = stream(&world, &hospital, PLAN, list).await;
        let (rows, _) = taken_apart(&answer);
        assert_eq!(rows[1..], [
            "06132013:1:1:,1,2,permit,no-objection,",
            "'#summary,x,y,error,invalid-identifier,",
            "06132013:1:2:,3,4,permit,no-objection,",
        ]);
        assert_eq!(counts(&answer), [2, 0, 1]);
        // Asked again, it is nobody still.
        assert_eq!(taken_apart(&stream(&world, &hospital, PLAN, answer.body.clone()).await).0, rows);
    }

    async fn a_token_is_reported_as_it_stands_in_the_list(world: World) {
        let (hospital, study) = (world.hospital().await, world.study(&["ai-development"], false).await);
        let answer = stream(&world, &hospital, &format!("study={study}"), format!("insured_number\n{}", insured(0..2_000))).await;
        let (rows, summary) = taken_apart(&answer);
        // One token in 64 begins with a sign that a spreadsheet would calculate.
        let cells: Vec<&str> = rows.iter().find(|row| row.contains(",'-")).unwrap().split(',').collect();
        let number = wire(domain::identifier::INSURED, cells[0]);
        let mut report = report_body(&world, study, vec![report_row(&number, json!({ "token": cells[3] }))]);
        report["check_id"] = json!(summary[4]);
        assert_eq!(world.reported(&hospital, &report).await["unchecked"], 0);
    }

    async fn who_refuses_meanwhile_is_denied_and_who_allows_meanwhile_stays_denied(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        hanako.decide("all", "refuse").await;
        let part = |rows: u32| format!("{}{}\n{}\n", insured(0..rows), taro.insured, hanako.insured);
        let (first, second) = (format!("insured_number\n{}", part(10_000)), part(3));
        let (go_on, decided) = tokio::sync::oneshot::channel::<()>();
        let pieces = futures::stream::unfold((0, Some(decided)), move |(step, decided)| {
            let piece = if step == 0 { first.clone() } else { second.clone() };
            async move {
                let decided = if step == 1 { decided.unwrap().await.unwrap(); None } else { decided };
                (step < 2).then_some((Ok::<_, std::io::Error>(piece), (step + 1, decided)))
            }
        });
        let path = format!("/api/v1/checks/stream?{PLAN}");
        let response = world.router.clone().oneshot(request(&path, &hospital.token().await, "text/csv", Body::from_stream(pieces))).await.unwrap();
        taro.decide("all", "refuse").await;
        hanako.decide("all", "allow").await;
        go_on.send(()).unwrap();
        let (parts, body) = response.into_parts();
        let answer = Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() };
        let (rows, summary) = taken_apart(&answer);
        let told = |number: &str| rows.iter().filter(|row| row.starts_with(number)).map(|row| row.split(',').nth(1).unwrap()).collect::<Vec<_>>();
        assert_eq!(told(&taro.insured), ["permit", "deny"]);
        assert_eq!(told(&hanako.insured), ["deny", "deny"]);
        assert_eq!(summary[6], "1", "the pinned position");
        // Asked anew, the allow counts.
        assert_eq!(counts(&stream(&world, &hospital, PLAN, format!("insured_number\n{}\n", hanako.insured)).await), [1, 0, 0]);
    }

    async fn a_list_that_breaks_off_has_no_summary(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let whole = format!("insured_number\n{}\n{}", taro.insured, insured(0..10_000));
        let cut = Body::from_stream(futures::stream::iter([Ok(whole.clone()), Err(std::io::Error::other("gone"))]));
        let bad = Body::from(format!("{whole}\"06132013:1:1:"));
        for body in [cut, bad] {
            let path = format!("/api/v1/checks/stream?{PLAN}");
            let response = world.router.clone().oneshot(request(&path, &hospital.token().await, "text/csv", body)).await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            assert!(response.into_body().collect().await.is_err());
        }
        assert_eq!(lists(&world).await.len(), 0);
        world.hikae.behind.flush().await.unwrap();
        let db = world.core().store.db();
        let lines = audit_lines::Entity::find().filter(audit_lines::Column::Operation.eq("check")).all(db).await.unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.outcome == "unavailable" && line.reason.as_ref().unwrap().contains("broke off after")), "{lines:?}");
        // He was asked about all the same.
        let asked = who_asked::Entity::find().filter(who_asked::Column::SubjectId.eq(taro.subject.0)).one(db).await.unwrap().unwrap();
        assert_eq!(asked.count, 2);
    }
}

/// Two hundred thousand rows, quickly, in the memory of one part.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_thousand_rows_are_a_list_like_any_other() {
    let world = World::on_sqlite().await;
    let (taro, hospital) = (world.patient().await, world.hospital().await);
    taro.decide("all", "refuse").await;
    let study: StudyId = world.study(&["education"], false).await;
    let parts = (0..20).map(|n| Ok::<_, std::io::Error>(insured(n * 10_000..(n + 1) * 10_000)));
    let head = format!("insured_number\n{}\n", taro.insured);
    let body = Body::from_stream(futures::stream::iter(std::iter::once(Ok(head)).chain(parts)));
    let query = format!("study={study}");
    // As a server does: what waits to be written takes up room, until it is.
    let behind = world.hikae.behind.clone();
    tokio::spawn(async move { behind.run(std::future::pending()).await });
    let answered = tokio::time::timeout(std::time::Duration::from_secs(60), stream(&world, &hospital, &query, body));
    let answer = answered.await.expect("in less than a minute, unoptimised and beside other tests");
    assert_eq!(counts(&answer), [200_000, 1, 0]);
    let (rows, _) = taken_apart(&answer);
    assert_eq!(rows.len(), 200_002);
    for n in [0, 1, 99_999, 199_999_usize] {
        assert!(rows[n + 2].starts_with(&format!("06132013:77:{n}:,permit,no-objection,")), "{}", rows[n + 2]);
    }
    let [list] = &lists(&world).await[..] else { panic!("one list") };
    assert_eq!((list.rows, list.permit, list.deny, list.error, list.test_persons_denied), (200_001, 200_000, 1, 0, 0));
}
