//! The register of studies: written by one, published by another, open to everybody, and what checks make of it.

use crate::disclosures::body as report_body;
use crate::on_both_databases;
use crate::personas::Worker;
use crate::world::{Answer, World};
use domain::clock::{Span, Timestamp};
use domain::id::StudyId;
use domain::study::draft::LEFT_AFTER;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use server::store::entity::{audit_lines, studies, study_drafts, study_versions, study_writers};

const TITLE: &str = "睡眠薬の安全性の調査";

/// A complete form.
fn form() -> Vec<(&'static str, String)> {
    [
        ("draft[title][ja]", TITLE),
        ("draft[title][en]", "Safety of sleeping pills"),
        ("draft[summary][ja]", "眠りを助ける薬を、\r\n安全に使えるかを調べます。"),
        ("draft[summary][en]", "Whether medicines for sleep are safe."),
        ("draft[purposes][]", "academic-research"),
        ("draft[users][0][name][ja]", "東都大学"),
        ("draft[users][0][name][en]", "Toto University"),
        ("draft[users][1][name][ja]", "みのり製薬"),
        ("draft[users][1][name][en]", "Minori Pharma"),
        ("draft[users][1][commercial]", "true"),
        ("draft[users][2][name][ja]", ""),
        ("draft[users][2][name][en]", ""),
        ("draft[categories][]", "prescriptions"),
        ("draft[categories][]", "diagnoses"),
        ("draft[form]", "pseudonymised"),
        ("draft[sources][0][name][ja]", "桜台病院"),
        ("draft[sources][0][name][en]", "Sakuradai Hospital"),
        ("draft[sources][0][kind]", "provider"),
        ("draft[review_body][ja]", "倫理審査委員会"),
        ("draft[review_body][en]", "Ethics committee"),
        ("draft[approval_number]", "2026-077"),
        ("draft[legal_basis][ja]", "第27条"),
        ("draft[legal_basis][en]", "Article 27"),
        ("draft[from]", "2026-04-01"),
        ("draft[to]", "2029-03-31"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// The same with some fields changed or added.
pub fn form_with(changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields = form();
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

pub async fn save(worker: &Worker, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    worker.browser.post_form("/do/register/save", &fields).await
}

#[track_caller]
fn location(answer: &Answer) -> &str {
    assert!(answer.status.is_redirection(), "{}", answer.text());
    answer.header("location").unwrap()
}

/// The study whose page the answer leads to.
#[track_caller]
fn study_in(answer: &Answer) -> StudyId {
    let path = location(answer).strip_prefix("/registrar/studies/").unwrap_or_else(|| panic!("{}", location(answer)));
    path.split('?').next().unwrap().parse().unwrap()
}

/// Writes a complete draft.
pub async fn drafted(worker: &Worker) -> StudyId {
    study_in(&save(worker, &form()).await)
}

/// What an island would be told.
pub async fn told(worker: &Worker, path: &str, study: StudyId, more: &[(&str, &str)]) -> String {
    let id = study.to_string();
    let mut fields = vec![("study", id.as_str())];
    fields.extend_from_slice(more);
    let answer = worker.browser.call(path, &fields).await;
    if answer.status == 200 { "done".to_owned() } else { answer.json()["code"].as_str().unwrap_or_default().to_owned() }
}

pub async fn publish(worker: &Worker, study: StudyId, revision: &str) -> String {
    told(worker, "/do/register/publish", study, &[("revision", revision)]).await
}

/// A study that two people brought into the register.
async fn published(world: &World, writer: &Worker) -> StudyId {
    let study = drafted(writer).await;
    assert_eq!(publish(&world.registrar().await, study, "1").await, "done");
    study
}

/// Operation, object, outcome and reason of the newest audit lines, newest first.
async fn newest_lines(world: &World, count: usize) -> Vec<(String, Option<String>, String, Option<String>)> {
    let lines = audit_lines::Entity::find().order_by_desc(audit_lines::Column::Seq).all(world.core().store.db()).await.unwrap();
    lines.into_iter().take(count).map(|line| (line.operation, line.object, line.outcome, line.reason)).collect()
}

on_both_databases! {
    async fn a_draft_that_was_left_is_taken_over_and_neither_of_the_two_publishes_it(world: World) {
        let (first, taker, third, admin) =
            (world.registrar().await, world.registrar().await, world.registrar().await, world.administrator().await);
        let study = drafted(&first).await;
        let path = "/do/register/take-over";
        assert_eq!(told(&taker, path, study, &[]).await, "not-allowed", "its writer is still at it");
        assert_eq!(told(&first, path, study, &[]).await, "already-done");
        assert_eq!(told(&admin, path, study, &[]).await, "not-allowed", "who does not write takes nothing over");
        world.clock.pass(LEFT_AFTER);
        for worker in [&first, &taker, &third] {
            crate::identity::done(crate::identity::sign_in(&worker.browser, &worker.passkey).await);
        }
        assert!(taker.browser.get("/registrar").await.text().contains("id=\"left\""));
        let page = taker.browser.get(&format!("/registrar/studies/{study}")).await;
        assert!(page.text().contains("id=\"take-over\""), "{}", page.text());
        assert_eq!(told(&taker, path, study, &[]).await, "done");
        let line = newest_lines(&world, 1).await.remove(0);
        assert_eq!((line.0.as_str(), line.1, line.3), ("draft-study", Some(study.to_string()), Some(format!("taken over from {}", first.account))));

        // The first writer cannot change it any longer, nor publish it; the taker can change it, and not publish it.
        let id = study.to_string();
        let changed = form_with(&[("study", &id), ("draft[title][en]", "Changed by the taker")]);
        let refused = save(&first, &changed).await;
        assert!(location(&refused).contains("__err="), "{}", location(&refused));
        assert_eq!(publish(&first, study, "1").await, "own-request");
        assert!(first.browser.get(&format!("/registrar/studies/{study}")).await.text().contains("id=\"wrote\""));
        assert_eq!(study_in(&save(&taker, &changed).await), study);
        assert_eq!(publish(&taker, study, "2").await, "own-request");
        assert_eq!(publish(&first, study, "2").await, "own-request");
        assert_eq!(publish(&third, study, "2").await, "done", "somebody who wrote nothing of it");
        assert!(study_writers::Entity::find().all(world.core().store.db()).await.unwrap().is_empty(), "the next version begins anew");
    }

    async fn the_draft_of_somebody_who_is_gone_can_be_taken_over_at_once(world: World) {
        let (first, taker, admin) = (world.registrar().await, world.registrar().await, world.administrator().await);
        let study = drafted(&first).await;
        let ended = admin.browser.post_form("/do/people/end", &[("account", &first.account.to_string())]).await;
        assert!(location(&ended).contains("done=ended"), "{}", location(&ended));
        assert_eq!(told(&taker, "/do/register/take-over", study, &[]).await, "done");
        assert_eq!(publish(&taker, study, "1").await, "own-request");
    }

    async fn a_study_is_written_by_one_published_by_another_and_checked_by_a_hospital(world: World) {
        let (writer, reader, hospital, taro) = (world.registrar().await, world.registrar().await, world.hospital().await, world.patient().await);
        let study = drafted(&writer).await;
        let visitor = world.browser();
        for browser in [&visitor, &taro.browser] {
            assert_eq!(browser.get(&format!("/studies/{study}")).await.status, 404);
            assert!(!browser.get("/studies").await.text().contains(TITLE));
        }
        assert_eq!(hospital.check_study(&[taro.insured_number()], study).await.json()["code"], "unknown-study");
        assert_eq!(taro.decide(&format!("study:{study}"), "refuse").await.json()["code"], "unknown-study");

        let page = reader.browser.get(&format!("/registrar/studies/{study}")).await;
        assert!(page.text().contains(TITLE) && page.text().contains("/do/register/publish"));
        let own = writer.browser.get(&format!("/registrar/studies/{study}")).await;
        assert!(!own.text().contains("/do/register/publish") && own.text().contains("/do/register/save"));
        assert_eq!(publish(&reader, study, "1").await, "done");

        let page = visitor.get(&format!("/studies/{study}")).await;
        for words in [TITLE, "東都大学", "みのり製薬", "2026-077", "第27条", "処方"] {
            assert!(page.text().contains(words), "{words}");
        }
        assert!(visitor.get("/studies").await.text().contains(TITLE));
        let checked = hospital.check_study(&[taro.insured_number()], study).await;
        assert_eq!(checked.json()["results"][0]["decision"], "permit", "{}", checked.text());
        // A study that never used their records can be refused as well as any other.
        assert_eq!(taro.decide(&format!("study:{study}"), "refuse").await.status, 200);
        assert_eq!(hospital.check_study(&[taro.insured_number()], study).await.json()["results"][0]["decision"], "deny");
        assert!(taro.browser.get("/choices").await.text().contains(TITLE));

        let version = study_versions::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!((version.drafted_by, version.published_by), (Some(writer.account.0), Some(reader.account.0)));
        // That these are two is a rule of the database, too.
        let alone = study_versions::Entity::update_many().col_expr(study_versions::Column::PublishedBy, Expr::value(writer.account.0));
        assert!(alone.exec(world.core().store.db()).await.is_err());
        assert_eq!(study_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
        let table = reader.browser.get("/registrar").await;
        assert!(table.text().contains(&format!("/studies/{study}")));
    }

    async fn nobody_publishes_what_they_wrote(world: World) {
        let (writer, administrator) = (world.registrar().await, world.administrator().await);
        let study = drafted(&writer).await;
        assert_eq!(publish(&writer, study, "1").await, "own-request");
        let line = &newest_lines(&world, 1).await[0];
        assert_eq!((line.0.as_str(), line.1.as_deref(), line.2.as_str()), ("publish-study", Some(study.to_string().as_str()), "own-request"));
        assert_eq!(studies::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
        assert_eq!(publish(&administrator, study, "1").await, "done");
        assert_eq!(publish(&administrator, study, "1").await, "already-done");
    }

    async fn what_changed_since_it_was_read_is_not_published(world: World) {
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let study = drafted(&writer).await;
        let id = study.to_string();
        let changed = form_with(&[("study", &id), ("draft[purposes][]", "education")]);
        assert_eq!(study_in(&save(&writer, &changed).await), study);
        assert_eq!(publish(&reader, study, "1").await, "already-done");
        assert_eq!(publish(&reader, study, "2").await, "done");
    }

    async fn only_those_who_keep_the_register_come_near_it(world: World) {
        let (hospital, patient) = (world.hospital().await, world.patient().await);
        let (writer, other) = (world.registrar().await, world.registrar().await);
        let study = drafted(&writer).await;
        let id = study.to_string();
        let outsiders = [world.support().await.browser, world.operator(&hospital).await.browser, world.manager(&hospital).await.browser, patient.browser];
        for browser in &outsiders {
            for path in ["/registrar", "/registrar/studies/new", &format!("/registrar/studies/{study}")] {
                assert_eq!(browser.get(path).await.status, 403, "{path}");
            }
            for (path, fields) in [
                ("/do/register/save", vec![("draft[title][ja]", "x"), ("draft[title][en]", "x")]),
                ("/do/register/publish", vec![("study", &*id), ("revision", "1")]),
                ("/do/register/discard", vec![("study", &*id)]),
                ("/do/register/end", vec![("study", &*id)]),
                ("/do/register/results", vec![("study", &*id), ("ja", "x"), ("en", "x")]),
            ] {
                assert_eq!(browser.call(path, &fields).await.status, 403, "{path}");
            }
        }
        // Another registrar reads it, and changes nothing.
        let forged = form_with(&[("study", &id), ("draft[title][ja]", "別の題名")]);
        assert!(location(&save(&other, &forged).await).contains("__err="));
        assert_eq!(told(&other, "/do/register/discard", study, &[]).await, "not-allowed");
        assert!(writer.browser.get(&format!("/registrar/studies/{study}")).await.text().contains(TITLE));
        // An administrator publishes and does not write.
        let administrator = world.administrator().await;
        assert_eq!(administrator.browser.get("/registrar/studies/new").await.status, 403);
        assert_eq!(administrator.browser.get("/registrar").await.status, 200);
    }

    async fn a_prohibited_purpose_cannot_even_be_saved(world: World) {
        let writer = world.registrar().await;
        let page = writer.browser.get("/registrar/studies/new").await;
        for purpose in domain::purpose::PROHIBITED {
            assert!(!page.text().contains(&format!("value=\"{purpose}\"")), "{purpose}");
            let mut fields = form();
            fields.push(("draft[purposes][]", format!(" {purpose} ")));
            assert!(location(&save(&writer, &fields).await).contains("__err="));
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(writer.browser.call("/do/register/save", &fields).await.json()["code"], "prohibited-purpose");
        }
        assert_eq!(study_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
        assert_eq!(newest_lines(&world, 1).await[0].2, "prohibited-purpose");
    }

    async fn what_is_incomplete_is_kept_with_what_is_wrong_and_not_published(world: World) {
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let fields = form_with(&[("draft[title][en]", ""), ("draft[to]", "2026-02-30"), ("draft[form]", "naked"), ("more", "users")]);
        let answer = save(&writer, &fields).await;
        let study = study_in(&answer);
        assert!(location(&answer).ends_with("#users"));
        let page = writer.browser.get(&format!("/registrar/studies/{study}?done=saved")).await;
        for words in ["href=\"#title-en\"", "href=\"#to\"", "href=\"#form\"", TITLE, "draft[users][2][name][ja]"] {
            assert!(page.text().contains(words), "{words}");
        }
        assert_eq!(publish(&reader, study, "1").await, "text-needed");
        assert!(!reader.browser.get("/registrar").await.text().contains(TITLE));
        assert!(!reader.browser.get(&format!("/registrar/studies/{study}")).await.text().contains("/do/register/publish"));
        assert_eq!(told(&writer, "/do/register/discard", study, &[]).await, "done");
        assert_eq!(writer.browser.get(&format!("/registrar/studies/{study}")).await.status, 404);
    }

    async fn one_form_sent_twice_is_one_draft(world: World) {
        let (writer, other) = (world.registrar().await, world.registrar().await);
        let fields = form_with(&[("key", "abc")]);
        let first = study_in(&save(&writer, &fields).await);
        assert_eq!(study_in(&save(&writer, &fields).await), first);
        assert_ne!(study_in(&save(&other, &fields).await), first);
        assert_eq!(study_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 2);
    }

    async fn a_new_version_is_checked_once_it_is_published(world: World) {
        let (writer, hospital, taro) = (world.registrar().await, world.hospital().await, world.patient().await);
        let study = published(&world, &writer).await;
        taro.decide("purpose:education", "refuse").await;
        let decision = async || hospital.check_study(&[taro.insured_number()], study).await.json()["results"][0]["decision"].clone();
        let id = study.to_string();
        let begun = writer.browser.get(&format!("/registrar/studies/{study}?new=1")).await;
        assert!(begun.text().contains("/do/register/save") && begun.text().contains("東都大学"));
        save(&writer, &form_with(&[("study", &id), ("draft[purposes][]", "education"), ("draft[title][ja]", "新しい題名")])).await;
        // While it waits, what is published stands.
        assert_eq!(decision().await, "permit");
        assert!(!world.browser().get(&format!("/studies/{study}")).await.text().contains("新しい題名"));
        world.clock.pass(Span::days(1));
        assert_eq!(publish(&world.registrar().await, study, "1").await, "done");
        assert_eq!(decision().await, "deny");
        let page = world.browser().get(&format!("/studies/{study}")).await;
        assert!(page.text().contains("新しい題名") && page.text().contains("第1版 2026年（令和8年）11月22日"), "{}", page.text());
        assert!(page.text().contains("第2版 2026年（令和8年）11月23日"));
        assert_eq!(study_versions::Entity::find().count(world.core().store.db()).await.unwrap(), 2);
    }

    async fn an_ended_study_is_not_checked_and_owes_its_results(world: World) {
        let (writer, hospital, taro) = (world.registrar().await, world.hospital().await, world.patient().await);
        let study = published(&world, &writer).await;
        assert_eq!(told(&writer, "/do/register/end", study, &[]).await, "done");
        assert_eq!(told(&writer, "/do/register/end", study, &[]).await, "already-done");
        let answer = hospital.check_study(&[taro.insured_number()], study).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (422, &"study-ended".into()));
        let id = study.to_string();
        assert!(location(&save(&writer, &form_with(&[("study", &id)])).await).contains("__err="));

        let overdue = async || world.browser().get("/studies?stage=overdue").await.text().contains(TITLE);
        assert!(!overdue().await);
        world.clock.pass(Span::days(549));
        assert!(overdue().await);
        let writer = world.registrar().await;
        assert_eq!(told(&writer, "/do/register/results", study, &[("ja", "論文"), ("en", " ")]).await, "text-needed");
        assert_eq!(told(&writer, "/do/register/results", study, &[("ja", "論文になりました"), ("en", "See the paper")]).await, "done");
        assert!(!overdue().await);
        assert!(world.browser().get(&format!("/studies/{study}")).await.text().contains("論文になりました"));
        let reasons: Vec<_> = newest_lines(&world, 1).await.into_iter().filter_map(|line| line.3).collect();
        assert_eq!(reasons, ["results"]);
    }

    async fn a_study_ends_with_its_period_though_nobody_ends_it(world: World) {
        let (hospital, taro) = (world.hospital().await, world.patient().await);
        let clerk = world.operator(&hospital).await;
        let exempt = world.study(&["infectious-disease-control"], false).await;
        let offered = async || clerk.browser.get("/holder/check").await.text().contains(&exempt.to_string());
        assert!(offered().await);
        // The last moment of its last day in Tokyo.
        let last: Timestamp = "2027-12-31T14:59:59.999Z".parse().unwrap();
        world.clock.set(last);
        let row = [taro.insured_number()];
        assert_eq!(hospital.check_study(&row, exempt).await.json()["results"][0]["reason"], "exempt-by-law");
        world.clock.pass(Span::hours(24));
        let answer = hospital.check_study(&row, exempt).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (422, &"study-ended".into()), "not even what the law exempts");
        let clerk = world.operator(&hospital).await;
        assert!(!clerk.browser.get("/holder/check").await.text().contains(&exempt.to_string()));
        // What was handed over while it ran may be reported late; what was handed over after that may not.
        let reported = async |at: Timestamp, key: &str| {
            let mut body = report_body(&world, exempt, row.to_vec());
            body["disclosed_at"] = serde_json::json!(at);
            world.post_report(&hospital, "/api/v1/disclosures", Some(key), &body).await.status.as_u16()
        };
        assert_eq!((reported(last, "in time").await, reported(last + Span::seconds(1), "too late").await), (201, 422));
        let shown = async |stage: &str| world.browser().get(&format!("/studies?stage={stage}")).await.text().contains(&exempt.to_string());
        assert!(shown("ended").await && !shown("running").await && !shown("overdue").await);
        let page = world.browser().get(&format!("/studies/{exempt}")).await;
        assert!(page.text().contains("2027年（令和9年）12月31日"), "{}", page.text());
        world.clock.pass(Span::days(549));
        assert!(shown("overdue").await);
    }

    async fn a_study_whose_period_has_passed_can_be_prolonged_by_two(world: World) {
        let (writer, hospital, taro) = (world.registrar().await, world.hospital().await, world.patient().await);
        let study = published(&world, &writer).await;
        world.clock.set("2029-04-02T01:00:00.000Z".parse().unwrap());
        let decision = async || hospital.check_study(&[taro.insured_number()], study).await.status.as_u16();
        assert_eq!(decision().await, 422);
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let page = writer.browser.get(&format!("/registrar/studies/{study}")).await;
        assert!(page.text().contains("?new=1"), "{}", page.text());
        save(&writer, &form_with(&[("study", &study.to_string()), ("draft[to]", "2030-03-31")])).await;
        assert_eq!(publish(&reader, study, "1").await, "done");
        assert_eq!(decision().await, 200);
    }

    async fn that_data_is_deleted_comes_after_the_end_and_reaches_the_persons(world: World) {
        let (writer, hospital, taro) = (world.registrar().await, world.hospital().await, world.patient().await);
        let study = published(&world, &writer).await;
        let report = world.reported(&hospital, &crate::disclosures::body(&world, study, vec![taro.insured_number()])).await;
        let report = report["disclosure_id"].as_str().unwrap().to_owned();
        let deleted = async || told(&writer, "/do/register/deleted", study, &[]).await;
        assert_eq!(deleted().await, "study-runs");
        assert_eq!(told(&writer, "/do/register/end", study, &[]).await, "done");
        let page = async |browser: &crate::world::Browser, path: &str| browser.get(path).await.text().to_owned();
        let (theirs, public) = (format!("/usage/{report}"), format!("/studies/{study}"));
        assert!(page(&writer.browser, &format!("/registrar/studies/{study}")).await.contains("/do/register/deleted"));
        assert!(!page(&taro.browser, &theirs).await.contains("データは消されました"));
        assert_eq!(deleted().await, "done");
        assert_eq!(deleted().await, "already-done");
        for (browser, path) in [(&taro.browser, &*theirs), (&taro.browser, "/usage"), (&world.browser(), &*public)] {
            assert!(page(browser, path).await.contains("データは消されました"), "{path}");
        }
        assert!(!page(&writer.browser, &format!("/registrar/studies/{study}")).await.contains("/do/register/deleted"));
        assert_eq!(told(&writer, "/do/register/results", study, &[("ja", "論文"), ("en", "Paper")]).await, "done", "results still come");
        assert_eq!(told(&world.administrator().await, "/do/register/deleted", study, &[]).await, "already-done");
        assert_eq!(told(&world.support().await, "/do/register/deleted", study, &[]).await, "not-allowed");
    }

    async fn results_stay_with_a_study_that_is_changed(world: World) {
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let study = published(&world, &writer).await;
        assert_eq!(told(&writer, "/do/register/results", study, &[("ja", "毎年公表"), ("en", "Every year")]).await, "done");
        let id = study.to_string();
        save(&writer, &form_with(&[("study", &id)])).await;
        assert_eq!(publish(&reader, study, "1").await, "done");
        assert!(world.browser().get(&format!("/studies/{study}")).await.text().contains("毎年公表"));
    }

    async fn the_register_is_searched_and_paged_by_everybody(world: World) {
        for _ in 0..21 {
            world.study(&["academic-research"], false).await;
            world.clock.pass(Span::minutes(1));
        }
        let companies = world.study(&["ai-development"], true).await;
        let visitor = world.browser();
        let shown = |page: &Answer| page.text().matches("data-study=").count();
        let first = visitor.get("/studies").await;
        assert_eq!(shown(&first), 20);
        assert!(first.text().contains(&companies.to_string()));
        let older = first.text().split("before=").nth(1).unwrap().split('"').next().unwrap();
        let second = visitor.get(&format!("/studies?before={older}")).await;
        assert_eq!(shown(&second), 2);
        for (query, count) in [
            ("purpose=ai-development", 1),
            ("users=commercial", 1),
            ("users=other&q=DIABETES", 20),
            ("q=%E7%B3%96%E5%B0%BF%E7%97%85&purpose=ai-development&stage=running", 1),
            ("stage=ended", 0),
            ("q=zzz", 0),
            // What nobody could have chosen is not asked for.
            ("purpose=A+B&users=x&stage=%00&before=zzz", 20),
        ] {
            assert_eq!(shown(&visitor.get(&format!("/studies?{query}")).await), count, "{query}");
        }
    }

    async fn what_was_forged_is_an_error_of_the_form_and_nothing_is_kept(world: World) {
        let writer = world.registrar().await;
        for (fields, code) in [
            (form_with(&[("study", "../../etc")]), "not-found"),
            (form_with(&[("study", "01J00000000000000000000000")]), "not-found"),
            (form_with(&[("draft[users][0][commercial]", "maybe")]), "malformed"),
            (form_with(&[("draft[users][x][name][ja]", "?")]), "malformed"),
        ] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = writer.browser.call("/do/register/save", &fields).await;
            assert_eq!(answer.json()["code"], code, "{}", answer.text());
        }
        assert_eq!(study_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
        let script = form_with(&[("draft[title][ja]", "</title><script>alert(1)</script>"), ("draft[summary][ja]", "</textarea><script>alert(2)</script>\u{202e}")]);
        let study = study_in(&save(&writer, &script).await);
        assert_eq!(publish(&world.registrar().await, study, "1").await, "done");
        for browser in [&world.browser(), &writer.browser] {
            for path in [format!("/studies/{study}"), "/studies".to_owned(), format!("/registrar/studies/{study}?new=1")] {
                let page = browser.get(&path).await;
                assert!(!page.text().contains("<script>alert") && !page.text().contains('\u{202e}'), "{path}");
            }
        }
    }
}
