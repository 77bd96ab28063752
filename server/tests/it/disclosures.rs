//! What hospitals report, and what becomes of it.

mod faults;
mod page;

use crate::on_both_databases;
use crate::personas::{Hospital, Patient, wire};
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::{Clock, Span};
use domain::id::{DisclosureId, StudyId};
use domain::identifier::INSURED;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use server::machine::SystemClock;
use server::service::choices::entry::enter;
use server::store::entity::{audit_lines, disclosures, display_reasons, holders, subjects, uses};
use server::store::{commit, log};

pub(crate) const PURPOSE: &str = "ai-development";

/// A report of now, without rows.
pub(crate) fn body(world: &World, study: StudyId, subjects: Vec<Value>) -> Value {
    json!({
        "study": study, "disclosed_at": world.clock.now(), "recipient": "東都大学 データ室", "form": "pseudonymised",
        "categories": ["laboratory", "prescriptions"], "records_from": "2019-04-01", "records_to": "2026-03-31", "subjects": subjects
    })
}

/// A row with what is said besides its number.
pub(crate) fn row(number: &Value, said: Value) -> Value {
    let mut row = number.clone();
    for (name, value) in said.as_object().unwrap() {
        row[name] = value.clone();
    }
    row
}

impl World {
    /// Sends something to the API with a token that covers reports.
    pub(crate) async fn post_report(&self, hospital: &Hospital, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let assertion = hospital.assertion(&hospital.header(), &hospital.claims());
        let token = hospital.ask_token(&assertion, "system/AuditEvent.c").await.json()["access_token"].as_str().unwrap().to_owned();
        let mut request =
            Request::post(path).header(header::AUTHORIZATION, format!("Bearer {token}")).header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Reports with a key of its own, and is answered.
    #[track_caller]
    pub(crate) fn reported(&self, hospital: &Hospital, body: &Value) -> impl Future<Output = Value> {
        let key = format!("key-{}", uuid::Uuid::from_u128(rand(self)));
        async move {
            let answer = self.post_report(hospital, "/api/v1/disclosures", Some(&key), body).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
            answer.json()
        }
    }

    /// Corrects or withdraws a report.
    pub(crate) async fn corrected(&self, hospital: &Hospital, id: &Value, key: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/disclosures/{}/corrections", id.as_str().unwrap());
        self.post_report(hospital, &path, Some(key), body).await
    }

    /// Enters a refusal of everything that came on paper on the day before yesterday.
    pub(crate) async fn paper(&self, patient: &Patient) {
        let core = self.core();
        let (received, _) = (core.now() - Span::days(2)).in_tokyo();
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        let new = NewDecision {
            subject: patient.subject,
            scope: Scope::All,
            stance: Stance::Refuse,
            channel: Channel::Paper,
            received: Some(received),
            notice: "2026-11".into(),
        };
        enter(core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
        commit(tx).await.unwrap();
    }

    /// How many reports there are.
    pub(crate) async fn reports(&self) -> u64 {
        disclosures::Entity::find().count(self.core().store.db()).await.unwrap()
    }
}

fn rand(world: &World) -> u128 {
    let mut bytes = [0; 16];
    world.core().random.fill(&mut bytes);
    u128::from_be_bytes(bytes)
}

/// Check id and the token of each row.
pub(crate) async fn checked(hospital: &Hospital, study: StudyId, rows: &[Value]) -> (Value, Vec<Value>) {
    let answer = hospital.check_study(rows, study).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    (json["check_id"].clone(), json["results"].as_array().unwrap().iter().map(|row| row["token"].clone()).collect())
}

/// A report of these persons with the tokens of a check of now.
async fn with_tokens(world: &World, hospital: &Hospital, study: StudyId, persons: &[&Patient]) -> Value {
    let numbers: Vec<_> = persons.iter().map(|patient| patient.insured_number()).collect();
    let (check_id, tokens) = checked(hospital, study, &numbers).await;
    let rows = numbers.iter().zip(tokens).map(|(number, token)| row(number, json!({ "token": token, "record_count": 41 }))).collect();
    let mut body = body(world, study, rows);
    body["check_id"] = check_id;
    body
}

on_both_databases! {
    async fn a_report_with_tokens_is_covered_and_reaches_the_persons(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let answer = world.reported(&hospital, &with_tokens(&world, &hospital, study, &[&taro, &hanako]).await).await;
        assert_eq!(answer["accepted"], 2);
        assert_eq!((&answer["errors"], &answer["conflicts"], &answer["unchecked"]), (&json!([]), &json!([]), &json!(0)));
        assert!(answer.get("corrects").is_none() && answer.get("withdrawn").is_none());
        let id = answer["disclosure_id"].as_str().unwrap();
        let page = taro.browser.get(&format!("/usage/{id}")).await;
        assert_eq!(page.status, 200);
        for told in ["糖尿病の研究", "東都大学 データ室", "41"] {
            assert!(page.text().contains(told), "{told}");
        }
        let lines = audit_lines::Entity::find().filter(audit_lines::Column::Operation.eq("report")).all(world.core().store.db()).await.unwrap();
        assert_eq!(lines.iter().map(|line| (line.object.as_deref(), line.outcome.as_str())).collect::<Vec<_>>(), [(Some(id), "ok")]);
    }

    async fn a_report_of_many_comes_line_by_line(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let mut head = body(&world, study, vec![]);
        head.as_object_mut().unwrap().remove("subjects");
        let number = |n: u32| wire(INSURED, &format!("06132013:66:{n}:"));
        let rows: Vec<_> = (0..10_001).map(number).chain([json!("?"), taro.insured_number(), number(7)]).map(|row| format!("{row}\n")).collect();
        let token = hospital.token_for("system/AuditEvent.c").await.unwrap();
        let send = async |kind: &str, body: String| {
            let request = Request::post("/api/v1/disclosures/stream").header(header::AUTHORIZATION, format!("Bearer {token}"));
            let request = request.header(header::CONTENT_TYPE, kind).header("idempotency-key", "many").body(Body::from(body)).unwrap();
            world.send(request).await
        };
        let lines = format!("{head}\n{}", rows.concat());
        assert_eq!(send("application/json", lines.clone()).await.status, 415);
        assert_eq!(send("application/x-ndjson", rows.concat()).await.status, 400, "no head");
        let answer = send("application/x-ndjson", lines.clone()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let told = answer.json();
        assert_eq!((&told["accepted"], &told["unchecked"]), (&json!(10_002), &json!(10_002)));
        assert_eq!(told["errors"], json!([{ "index": 10_001, "reason": "invalid-identifier" }, { "index": 10_003, "reason": "duplicate" }]));
        assert_eq!(taro.browser.get(&format!("/usage/{}", told["disclosure_id"].as_str().unwrap())).await.status, 200);
        assert_eq!(send("application/x-ndjson", lines).await.json(), told, "the same again is answered as the first time");
        assert_eq!(world.reports().await, 1);
    }

    async fn a_row_against_a_refusal_is_named_and_the_person_sees_it_first_thing(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("purpose:ai-development", "refuse").await;
        world.clock.pass(Span::minutes(1));
        let stranger = wire(INSURED, &world.new_insured_number());
        let answer = world.reported(&hospital, &body(&world, study, vec![stranger, taro.insured_number()])).await;
        assert_eq!(answer["conflicts"], json!([{ "index": 1, "kind": "against" }]));
        assert_eq!((&answer["accepted"], &answer["unchecked"]), (&json!(2), &json!(2)));
        let overview = taro.browser.get("/overview").await;
        let (conflict, body) = (overview.text().find("data-conflict=\"against\""), overview.text().find("<h2"));
        assert!(conflict.is_some() && conflict < body, "before anything else");
    }

    async fn a_check_from_before_the_refusal_explains_the_report_after_it(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let mut report = with_tokens(&world, &hospital, study, &[&taro]).await;
        world.clock.pass(Span::minutes(5));
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(5));
        report["disclosed_at"] = json!(world.clock.now());
        let answer = world.reported(&hospital, &report).await;
        assert_eq!(answer["conflicts"], json!([{ "index": 0, "kind": "checked-before" }]));
        assert_eq!(answer["unchecked"], 0);
        // A day later the answer of the check is over.
        world.clock.pass(Span::hours(25));
        report["disclosed_at"] = json!(world.clock.now());
        let answer = world.reported(&hospital, &report).await;
        assert_eq!((&answer["conflicts"], &answer["unchecked"]), (&json!([{ "index": 0, "kind": "against" }]), &json!(1)));
    }

    async fn paper_that_is_entered_late_marks_what_was_disclosed_meanwhile_before_and_after_its_entry(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let mut report = body(&world, study, vec![taro.insured_number()]);
        let first = world.reported(&hospital, &report).await;
        assert_eq!(first["conflicts"], json!([]));
        world.clock.pass(Span::minutes(10));
        world.paper(&taro).await;
        let page = taro.browser.get(&format!("/usage/{}", first["disclosure_id"].as_str().unwrap())).await;
        assert!(page.text().contains("data-conflict=\"late-entry\""));
        // What is reported only now, of the time before the entry.
        report["recipient"] = json!("別の部屋");
        let second = world.reported(&hospital, &report).await;
        assert_eq!(second["conflicts"], json!([{ "index": 0, "kind": "late-entry" }]));
    }

    async fn a_number_that_nobody_bore_makes_a_person_known_once(world: World) {
        let hospital = world.hospital().await;
        let study = world.study(&[PURPOSE], false).await;
        let (insured, local) = (world.new_insured_number(), wire(&hospital.local_system, "P-77"));
        let both = json!({ "identifiers": [wire(INSURED, &insured), local] });
        let first = world.reported(&hospital, &body(&world, study, vec![both])).await;
        let again = world.reported(&hospital, &body(&world, study, vec![local.clone()])).await;
        assert_eq!(subjects::Entity::find().count(world.core().store.db()).await.unwrap(), 1);
        // Whoever opens an account with that number later sees what was reported before.
        let (code, _) = world.issue(&[&insured], crate::personas::BIRTH_DATE, hospital.id, domain::account::Level::Two).await;
        let (browser, _) = world.activate(&code.grouped(), crate::personas::BIRTH_DATE).await;
        for answer in [&first, &again] {
            let path = format!("/usage/{}", answer["disclosure_id"].as_str().unwrap());
            assert_eq!(browser.get(&path).await.status, 200);
        }
        // The hospital has linked its own number now: a check of it alone is answered.
        assert_eq!(hospital.check_study(&[local], study).await.json()["results"][0]["decision"], "permit");
    }

    async fn a_hidden_use_is_the_holders_to_know_and_nowhere_the_persons(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));
        let said = json!({
            "display": "hidden", "display_reason": "undisclosed-diagnosis", "clinician_role": "attending-physician", "review_by": "2027-05-01"
        });
        let answer = world.reported(&hospital, &body(&world, study, vec![row(&taro.insured_number(), said)])).await;
        assert_eq!(answer["conflicts"], json!([{ "index": 0, "kind": "against" }]));
        let path = format!("/usage/{}", answer["disclosure_id"].as_str().unwrap());
        assert_eq!(taro.browser.get(&path).await.status, 404);
        for page in ["/overview", "/usage", "/choices"] {
            let page = taro.browser.get(page).await;
            assert!(!page.text().contains("糖尿病の研究") && !page.text().contains("data-conflict"));
        }
        let kept = display_reasons::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!((kept.reason.as_str(), kept.role.as_str(), kept.review_by.as_str()), ("undisclosed-diagnosis", "attending-physician", "2027-05-01"));
    }

    async fn what_was_disclosed_before_the_holder_joined_is_not_judged(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let joined = world.clock.now().millis() + 60_000;
        let change = holders::Entity::update_many().col_expr(holders::Column::JoinedAt, Expr::value(joined));
        change.filter(holders::Column::Id.eq(hospital.id.0)).exec(world.core().store.db()).await.unwrap();
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::seconds(1));
        let early = body(&world, study, vec![taro.insured_number()]);
        world.clock.pass(Span::hours(1));
        assert_eq!(world.reported(&hospital, &early).await["conflicts"], json!([]));
        let late = body(&world, study, vec![taro.insured_number()]);
        assert_eq!(world.reported(&hospital, &late).await["conflicts"], json!([{ "index": 0, "kind": "against" }]));
        let all = disclosures::Entity::find().all(world.core().store.db()).await.unwrap();
        assert_eq!(all.iter().filter(|row| row.historic).count(), 1);
    }

    async fn the_same_report_counts_once_however_often_it_is_sent(world: World) {
        let (taro, hospital, other) = (world.patient().await, world.hospital().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let report = body(&world, study, vec![taro.insured_number()]);
        let send = |hospital, key, report| world.post_report(hospital, "/api/v1/disclosures", Some(key), report);
        let copies = [(); 6].map(|()| send(&hospital, "march", &report));
        let answers: Vec<_> = futures_join(copies).await.iter().map(|answer| (answer.status.as_u16(), answer.json())).collect();
        assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == 201), "{answers:?}");
        assert_eq!(world.reports().await, 1);
        // Much later, when the study is over, the answer is still that of the first time.
        let over = server::store::entity::studies::Column::Status;
        let change = server::store::entity::studies::Entity::update_many().col_expr(over, Expr::value("ended"));
        change.exec(world.core().store.db()).await.unwrap();
        world.clock.pass(Span::days(30));
        assert_eq!(send(&hospital, "march", &report).await.json(), answers[0].1);
        // Another body with that key is refused; another holder's key is another key.
        let another = body(&world, study, vec![]);
        let refused = send(&hospital, "march", &another).await;
        assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (422, Some("key-reused")));
        assert_eq!(send(&other, "march", &report).await.json()["code"], "study-ended", "not the other's answer");
        assert_eq!(world.reports().await, 1);
    }

    async fn a_report_that_was_refused_leaves_its_key_free(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let mut report = body(&world, study, vec![taro.insured_number()]);
        report["form"] = json!("sealed");
        let refused = world.post_report(&hospital, "/api/v1/disclosures", Some("k"), &report).await;
        assert_eq!(refused.status, 400);
        report["form"] = json!("pseudonymised");
        report["disclosed_at"] = json!("2030-01-01T00:00:00.000Z");
        assert_eq!(world.post_report(&hospital, "/api/v1/disclosures", Some("k"), &report).await.json()["code"], "in-future");
        report["disclosed_at"] = json!(world.clock.now());
        assert_eq!(world.post_report(&hospital, "/api/v1/disclosures", Some("k"), &report).await.status, 201);
    }

    async fn a_correction_is_a_new_entry_and_the_old_one_stays_visible(world: World) {
        let (taro, hanako, hospital, other) = (world.patient().await, world.patient().await, world.hospital().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));
        let first = world.reported(&hospital, &body(&world, study, vec![taro.insured_number(), hanako.insured_number()])).await;
        let old = &first["disclosure_id"];
        let right = body(&world, study, vec![hanako.insured_number()]);
        assert_eq!(world.corrected(&other, old, "c", &right).await.json()["code"], "not-found", "another holder's report");
        let answer = world.corrected(&hospital, old, "c", &right).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let answer = answer.json();
        assert_eq!((&answer["corrects"], &answer["accepted"], &answer["conflicts"]), (old, &json!(1), &json!([])));
        assert_eq!(world.corrected(&hospital, old, "c", &right).await.json(), answer, "the same again");
        assert_eq!(world.corrected(&hospital, old, "d", &right).await.json()["code"], "already-done");
        assert_eq!(world.corrected(&hospital, &answer["disclosure_id"], "c", &right).await.json()["code"], "key-reused");
        // The person still sees what was reported first, and what became of it; it is no open conflict any more.
        let page = taro.browser.get(&format!("/usage/{}", old.as_str().unwrap())).await;
        assert!(page.text().contains("data-changed=\"corrected\"") && page.text().contains("data-conflict=\"against\""));
        // One is there for the end of the sign-in, and hidden.
        assert_eq!(taro.browser.get("/overview").await.text().matches("role=\"alert\"").count(), 1);
        assert!(taro.browser.get("/usage").await.text().contains("data-conflict=\"against\""));
    }

    async fn a_withdrawal_leaves_everything_where_it_was(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let first = world.reported(&hospital, &body(&world, study, vec![taro.insured_number()])).await;
        let old = &first["disclosure_id"];
        for wrong in [json!({ "withdraw": false }), json!({ "withdraw": true, "why": 1 }), json!({ "withdraw": "yes" }), json!({}), json!([])] {
            assert_eq!(world.corrected(&hospital, old, "w", &wrong).await.status, 400, "{wrong}");
        }
        let answer = world.corrected(&hospital, old, "w", &json!({ "withdraw": true })).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["withdrawn"], &answer.json()["disclosure_id"]), (201, &json!(true), old));
        assert_eq!(world.corrected(&hospital, old, "x", &json!({ "withdraw": true })).await.status, 409);
        let page = taro.browser.get(&format!("/usage/{}", old.as_str().unwrap())).await;
        assert!(page.text().contains("data-changed=\"withdrawn\""));
        // Paper that comes to light later says nothing against a disclosure that never was.
        world.clock.pass(Span::days(1));
        world.paper(&taro).await;
        let row = uses::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(row.conflict, None);
    }

    async fn a_large_report_comes_in_whole(world: World) {
        let hospital = world.hospital().await;
        let study = world.study(&[PURPOSE], false).await;
        let rows = |count: usize| (0..count).map(|n| wire(INSURED, &format!("06132013:7:{n}:"))).collect::<Vec<_>>();
        let (taro, whole) = (world.patient().await, body(&world, study, rows(10_000)));
        // Somebody decides again and again meanwhile: how long they wait at most is how long the report holds the log's head.
        let moment = || SystemClock.now().millis();
        let started = moment();
        let report = world.reported(&hospital, &whole);
        let deciding = async {
            let mut longest = 0;
            loop {
                let asked = moment();
                assert_eq!(taro.decide("purpose:education", "refuse").await.status, StatusCode::OK);
                longest = longest.max(moment() - asked);
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                if world.reports().await > 0 {
                    return longest;
                }
            }
        };
        let (answer, longest) = tokio::join!(report, deciding);
        assert_eq!(answer["accepted"], 10_000);
        println!("10,000 rows: {} ms in all; a decision waited at most {longest} ms", moment() - started);
        assert_eq!(uses::Entity::find().count(world.core().store.db()).await.unwrap(), 10_000);
        let answer = world.post_report(&hospital, "/api/v1/disclosures", Some("too many"), &body(&world, study, rows(10_001))).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (413, Some("too-many-rows")));
    }
}

/// Waits for all of them, which run at the same time.
async fn futures_join<const N: usize>(all: [impl Future<Output = Answer>; N]) -> Vec<Answer> {
    let mut all: Vec<_> = all.into_iter().map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(move |context| {
        for (one, done) in &mut all {
            if done.is_none()
                && let std::task::Poll::Ready(answer) = one.as_mut().poll(context)
            {
                *done = Some(answer);
            }
        }
        if all.iter().all(|(_, done)| done.is_some()) {
            std::task::Poll::Ready(all.iter_mut().filter_map(|(_, done)| done.take()).collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

/// The id of an answer.
pub(crate) fn id_of(answer: &Value) -> DisclosureId {
    answer["disclosure_id"].as_str().unwrap().parse().unwrap()
}
