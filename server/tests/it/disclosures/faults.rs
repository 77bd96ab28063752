//! Reports that are wrong: in a row, as a whole, or in what they claim of a check.

use super::{PURPOSE, body, checked, row};
use crate::on_both_databases;
use crate::personas::wire;
use crate::world::World;
use domain::clock::{Clock, Span};
use domain::holder::ClientScope;
use domain::identifier::INSURED;
use domain::study::{Status, Study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use server::store::entity::{studies, subjects, uses};
use server::store::{commit, links};

on_both_databases! {
    async fn rows_that_cannot_be_taken_in_are_skipped_and_the_rest_is_taken_in(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let number = || wire(INSURED, &world.new_insured_number());
        let less = |display: &str| json!({ "display": display, "display_reason": "risk-of-harm", "clinician_role": "department-head" });
        let mut too_late = less("generic");
        too_late["review_by"] = json!("2028-01-01");
        let rows = vec![
            wire(INSURED, "1"),
            wire("urn:oid:1.2.392.200119.6.102", "123456789012"),
            taro.insured_number(),
            taro.insured_number(),
            json!({ "identifiers": [number(), taro.insured_number()] }),
            row(&number(), less("hidden")),
            row(&number(), too_late),
            row(&number(), json!({ "display": "secret" })),
            row(&number(), json!({ "record_count": -1 })),
            row(&number(), json!({ "record_count": "many" })),
            json!("row"),
            json!({ "system": INSURED }),
            json!({ "identifiers": [] }),
            json!({ "identifiers": vec![number(); 33] }),
            row(&number(), json!({ "record_count": null, "display": "full", "token": "" })),
            wire("urn:oid:1.2.392.100495.20.3.51.19999999999", "P-1"),
        ];
        let answer = world.reported(&hospital, &body(&world, study, rows)).await;
        let skipped: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|row| (row["index"].as_u64().unwrap(), row["reason"].as_str().unwrap())).collect();
        assert_eq!(skipped, [
            (0, "invalid-identifier"), (1, "unknown-system"), (3, "duplicate"), (5, "invalid-display"), (6, "invalid-display"),
            (7, "invalid-display"), (8, "invalid-count"), (9, "invalid-count"), (10, "invalid-identifier"), (11, "invalid-identifier"),
            (12, "invalid-identifier"), (13, "invalid-identifier"), (15, "unknown-system"),
        ]);
        assert_eq!((&answer["accepted"], &answer["unchecked"]), (&json!(3), &json!(3)), "the fifth names another number of his, too");
        let db = world.core().store.db();
        assert_eq!(uses::Entity::find().count(db).await.unwrap(), 2);
        assert_eq!(subjects::Entity::find().count(db).await.unwrap(), 2, "no skipped row makes a person");
    }

    async fn whether_two_numbers_are_one_persons_is_not_told(world: World) {
        let (one, other, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let core = world.core();
        let tx = core.store.begin().await.unwrap();
        server::service::links::link(core, &tx, one.subject, other.subject, links::Cause::Desk, core.now()).await.unwrap();
        commit(tx).await.unwrap();
        // A number of the same subject, known from another hospital.
        let elsewhere = world.hospital().await;
        let (old, open) = (world.new_insured_number(), domain::identifier::Systems { insured_numbers: true, local: None });
        let digest = core.keys.identifier_digest(&domain::identifier::Identifier::parse(INSURED, &old, &open).unwrap());
        server::store::subjects::assign(core.store.db(), (digest, core.keys.storage_version()), one.subject, elsewhere.id, domain::identifier::Kind::Insured, core.now()).await.unwrap();
        one.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));

        let rows = || vec![one.insured_number(), other.insured_number(), wire(INSURED, &old)];
        let strangers = || (0..3).map(|_| wire(INSURED, &world.new_insured_number())).collect::<Vec<_>>();
        // Twice: what the first report said of the numbers must not tell it either.
        for _ in 0..2 {
            let answer = world.reported(&hospital, &body(&world, study, rows())).await;
            assert_eq!((&answer["errors"], &answer["accepted"], &answer["unchecked"]), (&json!([]), &json!(3), &json!(3)));
            let against = |n| json!({ "index": n, "kind": "against" });
            assert_eq!(answer["conflicts"], json!([against(0), against(1), against(2)]), "as each of them alone");
        }
        assert_eq!(world.reported(&hospital, &body(&world, study, strangers())).await["errors"], json!([]));
        let of_them = |id: domain::id::SubjectId| uses::Entity::find().filter(uses::Column::SubjectId.eq(id.0));
        for patient in [&one, &other] {
            assert_eq!(of_them(patient.subject).count(core.store.db()).await.unwrap(), 2, "a use in each report");
        }
        // One row with both numbers is one use of one person, not two; and a row that says nothing new is a duplicate.
        let both = json!({ "identifiers": [one.insured_number(), other.insured_number()] });
        let answer = world.reported(&hospital, &body(&world, study, vec![both, other.insured_number()])).await;
        assert_eq!((&answer["accepted"], &answer["errors"]), (&json!(1), &json!([{ "index": 1, "reason": "duplicate" }])));
    }

    async fn a_row_of_ones_own_is_not_lost_to_a_number_that_is_shared(world: World) {
        let (one, other, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let core = world.core();
        let (shared, open) = (world.new_insured_number(), domain::identifier::Systems { insured_numbers: true, local: None });
        let digest = core.keys.identifier_digest(&domain::identifier::Identifier::parse(INSURED, &shared, &open).unwrap());
        for subject in [one.subject, other.subject] {
            server::store::subjects::assign(core.store.db(), (digest, core.keys.storage_version()), subject, hospital.id, domain::identifier::Kind::Insured, core.now()).await.unwrap();
        }
        let hidden = json!({
            "display": "hidden", "display_reason": "risk-of-harm", "clinician_role": "department-head", "review_by": "2027-01-01", "record_count": 3
        });
        let (check, tokens) = checked(&hospital, study, &[wire(INSURED, &shared), other.insured_number()]).await;
        world.clock.pass(Span::minutes(1));
        let own = row(&other.insured_number(), json!({ "token": tokens[1], "record_count": 7 }));
        let mut report = body(&world, study, vec![row(&wire(INSURED, &shared), hidden), own]);
        report["check_id"] = check;
        let answer = world.reported(&hospital, &report).await;
        assert_eq!((&answer["accepted"], &answer["errors"], &answer["unchecked"]), (&json!(2), &json!([]), &json!(1)));
        let path = format!("/usage/{}", answer["disclosure_id"].as_str().unwrap());
        let page = other.browser.get(&path).await;
        assert!(page.status == 200 && page.text().contains("糖尿病の研究"), "{}", page.text());
        assert_eq!(one.browser.get(&path).await.status, 404, "what is hidden from one stays hidden");
    }

    async fn a_number_of_two_persons_shows_neither_of_them_details_of_the_other(world: World) {
        let (one, other, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let core = world.core();
        let open = domain::identifier::Systems { insured_numbers: true, local: None };
        let parsed = domain::identifier::Identifier::parse(INSURED, &one.insured, &open).unwrap();
        let digest = core.keys.identifier_digest(&parsed);
        server::store::subjects::assign(core.store.db(), (digest, core.keys.storage_version()), other.subject, hospital.id, parsed.kind(), core.now()).await.unwrap();
        other.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));
        let answer = world.reported(&hospital, &body(&world, study, vec![one.insured_number()])).await;
        assert_eq!(answer["conflicts"], json!([{ "index": 0, "kind": "against" }]), "any of them who refuses counts, as in a check");
        for patient in [&one, &other] {
            let page = patient.browser.get(&format!("/usage/{}", answer["disclosure_id"].as_str().unwrap())).await;
            assert!(page.status == 200 && !page.text().contains("糖尿病の研究"));
        }
    }

    async fn what_is_wrong_with_the_whole_refuses_the_whole(world: World) {
        let hospital = world.hospital().await;
        let study = world.study(&[PURPOSE], false).await;
        let ended = world.study(&[PURPOSE], false).await;
        let draft = world.study(&[PURPOSE], false).await;
        for (id, status) in [(ended, Status::Ended), (draft, Status::Draft)] {
            let at = (status == Status::Ended).then(|| world.clock.now().millis());
            studies::Entity::update_many()
                .col_expr(studies::Column::Status, Expr::value(status.code()))
                .col_expr(studies::Column::EndedAt, Expr::value(at))
                .filter(studies::Column::Id.eq(id.0))
                .exec(world.core().store.db()).await.unwrap();
        }
        world.clock.pass(Span::minutes(1));
        let number = wire(INSURED, &world.new_insured_number());
        let good = || body(&world, study, vec![number.clone()]);
        let with = |name: &str, value: Value| { let mut body = good(); body[name] = value; body };
        let without = |name: &str| { let mut body = good(); body.as_object_mut().unwrap().remove(name); body };
        let cases = [
            (with("disclosed_at", json!("2026-11-22T02:00:00.000Z")), 422, "in-future"),
            (with("disclosed_at", json!("yesterday")), 400, "malformed"),
            (with("study", json!("01J00000000000000000000000")), 404, "unknown-study"),
            (with("study", json!("a study")), 404, "unknown-study"),
            (with("study", json!(draft)), 404, "unknown-study"),
            (with("study", json!(ended)), 422, "study-ended"),
            (with("form", json!("raw")), 400, "malformed"),
            (with("categories", json!([])), 400, "malformed"),
            (with("categories", json!(["gossip"])), 400, "malformed"),
            (with("recipient", json!(" ")), 422, "text-needed"),
            (with("recipient", json!("大".repeat(201))), 422, "text-too-long"),
            (with("records_to", json!("2018-01-01")), 422, "invalid-date"),
            (with("records_to", json!("2026-02-30")), 400, "malformed"),
            (without("records_to"), 400, "malformed"),
            (without("recipient"), 400, "malformed"),
            (without("subjects"), 400, "malformed"),
            (with("subjects", json!({})), 400, "malformed"),
            (json!([good()]), 400, "malformed"),
        ];
        for (n, (body, status, code)) in cases.into_iter().enumerate() {
            let answer = world.post_report(&hospital, "/api/v1/disclosures", Some(&format!("{n}")), &body).await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)), "{body}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
        for key in [None, Some(""), Some(" "), Some("x".repeat(256).as_str())] {
            assert_eq!(world.post_report(&hospital, "/api/v1/disclosures", key, &good()).await.status, 400, "{key:?}");
        }
        assert_eq!(world.reports().await, 0);
        // What was handed over while the study ran may be reported after its end.
        let before_its_end = with("study", json!(ended));
        let before_its_end = row(&before_its_end, json!({ "disclosed_at": world.clock.now() - Span::minutes(2) }));
        assert_eq!(world.reported(&hospital, &before_its_end).await["accepted"], 1);
    }

    async fn only_a_token_of_this_very_check_and_number_covers_a_row(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (study, another) = (world.study(&[PURPOSE], false).await, world.study(&[PURPOSE], false).await);
        let numbers = [taro.insured_number(), hanako.insured_number()];
        let (check, tokens) = checked(&hospital, study, &numbers).await;
        let (_, of_another) = checked(&hospital, another, &numbers).await;
        let (others_check, of_other) = checked(&other, study, &numbers).await;
        let unchecked = async |number: &Value, token: &Value, at: Span| {
            let mut report = body(&world, study, vec![row(number, json!({ "token": token }))]);
            report["check_id"] = check.clone();
            report["disclosed_at"] = json!(world.clock.now() - at);
            world.reported(&hospital, &report).await["unchecked"].as_u64().unwrap() == 1
        };
        world.clock.pass(Span::minutes(1));
        let now = Span::seconds(0);
        assert!(!unchecked(&numbers[0], &tokens[0], now).await);
        assert!(unchecked(&numbers[0], &tokens[1], now).await, "another person's token");
        assert!(unchecked(&numbers[0], &of_another[0], now).await, "another study's token");
        assert!(unchecked(&numbers[0], &of_other[0], now).await, "another holder's token");
        assert!(unchecked(&numbers[0], &json!("not base64!"), now).await && unchecked(&numbers[0], &json!(null), now).await);
        assert!(unchecked(&numbers[0], &tokens[0], Span::minutes(2)).await, "disclosed before the check");
        let either = json!({ "identifiers": [wire(INSURED, &world.new_insured_number()), numbers[0]] });
        assert!(!unchecked(&either, &tokens[0], now).await, "one of the row's numbers is enough");

        let purpose = hospital.check_purpose(&numbers, PURPOSE).await.json()["check_id"].clone();
        let (_, _) = (of_other, of_another);
        let mine_of_another = checked(&hospital, another, &numbers).await.0;
        for named in [others_check, mine_of_another, purpose, json!("nonsense"), json!("AAAA"), json!("")] {
            let mut report = body(&world, study, vec![numbers[0].clone()]);
            report["check_id"] = named.clone();
            let answer = world.post_report(&hospital, "/api/v1/disclosures", Some(&format!("{named}")), &report).await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (422, Some("unknown-check")), "{named}");
        }
    }

    async fn a_check_of_an_older_version_covers_only_what_was_disclosed_under_it(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let id = world.study(&[PURPOSE], false).await;
        let (check, tokens) = checked(&hospital, id, &[taro.insured_number()]).await;
        world.clock.pass(Span::minutes(1));
        let under_it = world.clock.now();
        world.clock.pass(Span::minutes(1));
        let core = world.core();
        let first = world.hikae.ports.studies.study(id).await.unwrap().unwrap();
        server::store::studies::amend(core.store.db(), &Study { version: 2, ..first }, core.now()).await.unwrap();
        for (at, unchecked) in [(under_it, 0), (world.clock.now(), 1)] {
            let mut report = body(&world, id, vec![row(&taro.insured_number(), json!({ "token": tokens[0] }))]);
            (report["check_id"], report["disclosed_at"]) = (check.clone(), json!(at));
            assert_eq!(world.reported(&hospital, &report).await["unchecked"], unchecked);
        }
    }

    async fn a_program_without_the_scope_reports_nothing(world: World) {
        let hospital = world.hospital_with(&[ClientScope::ConsentRead]).await;
        let study = world.study(&[PURPOSE], false).await;
        let report = body(&world, study, vec![]).to_string();
        let request = axum::http::Request::post("/api/v1/disclosures")
            .header("authorization", format!("Bearer {}", hospital.token().await))
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .body(axum::body::Body::from(report))
            .unwrap();
        let answer = world.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (403, Some("insufficient-scope")));
    }
}
