//! Reporting by hand: form, preview, report.

use super::{PURPOSE, checked};
use crate::on_both_databases;
use crate::personas::Worker;
use crate::world::{Answer, Browser, World};
use axum::body::Body;
use axum::http::{Request, header};
use domain::actor::{Actor, OperatorRole};
use domain::clock::Span;
use domain::failure::Problem;
use domain::id::StudyId;
use domain::identifier::INSURED;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::store::entity::report_drafts;

/// Sends the form as a browser does.
async fn upload(browser: &Browser, fields: &[(&str, &str)], file: Option<&[u8]>) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    if let Some(file) = file {
        body.extend_from_slice(
            b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\ncontent-type: text/csv\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::post("/do/disclosures/upload")
        .header(header::ORIGIN, "http://localhost:3000")
        .header(header::REFERER, "http://localhost:3000/holder/disclosures")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    browser.send(request, Body::from(body)).await
}

/// The fields of a good form. The clock of these stories begins at 10:00 in Tokyo.
fn fields(study: &str) -> Vec<(&str, &str)> {
    vec![
        ("study", study),
        ("disclosed_at", "2026-11-22T10:00"),
        ("recipient", "東都大学 <データ室>"),
        ("form", "pseudonymised"),
        ("category", "laboratory"),
        ("category", "prescriptions"),
        ("records_from", "2022-04-01"),
        ("records_to", "2026-03-31"),
        ("check_id", ""),
    ]
}

/// A form, its file, and the problem that it meets.
type Wrong<'a> = (Vec<(&'a str, &'a str)>, &'a [u8], &'a str);

/// Where an answer leads.
#[track_caller]
fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

/// Sends the form and opens the page that it leads to.
async fn previewed(clerk: &Worker, fields: &[(&str, &str)], file: &[u8]) -> (String, Answer) {
    let to = led(&upload(&clerk.browser, fields, Some(file)).await);
    let page = clerk.browser.get(&to).await;
    assert_eq!(page.status, 200);
    (to.split_once("draft=").unwrap().1.to_owned(), page)
}

on_both_databases! {
    async fn the_answer_of_a_check_is_dropped_seen_and_reported_once(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let study: StudyId = world.study(&[PURPOSE], false).await;
        let (check_id, tokens) = checked(&hospital, study, &[taro.insured_number()]).await;
        world.clock.pass(Span::minutes(1));
        let file = format!(
            "\u{feff}insured_number,decision,reason,token\r\n{},permit,no-objection,{}\r\n{},deny,refused,\r\n1,permit,no-objection,\r\n\
             {},permit,no-objection,\r\n#summary,2,1,0,{},2026-11-23T01:00:00.000Z,0,00\r\n",
            taro.insured, tokens[0].as_str().unwrap(), hanako.insured, world.new_insured_number(), check_id.as_str().unwrap()
        );
        let id = study.to_string();
        let (draft, page) = previewed(&clerk, &fields(&id), file.as_bytes()).await;
        for told in ["東都大学 &lt;データ室&gt;", "data-row=\"1\"", "data-row=\"2\"", check_id.as_str().unwrap()] {
            assert!(page.text().contains(told), "{told}");
        }
        assert_eq!(world.reports().await, 0, "nothing is reported by looking");
        let confirm = async || led(&clerk.browser.post_form("/do/disclosures/report", &[("draft", &draft)]).await);
        let (first, again) = (confirm().await, confirm().await);
        assert_eq!(first, again);
        assert_eq!(world.reports().await, 1);
        let report = clerk.browser.get(&first).await;
        assert_eq!(report.status, 200);
        let list = clerk.browser.get("/holder/disclosures").await;
        assert!(list.text().contains(first.split('?').next().unwrap()));
        let seen = taro.browser.get(&first.replace("/holder/disclosures", "/usage")).await;
        assert!(seen.status == 200 && seen.text().contains("東都大学 &lt;データ室&gt;"));
        assert_eq!(hanako.browser.get(&first.replace("/holder/disclosures", "/usage")).await.status, 404, "denied, so not reported");
    }

    async fn a_list_that_is_checked_and_handed_on_within_one_minute_was_checked(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let study: StudyId = world.study(&[PURPOSE], false).await;
        world.clock.pass(Span::seconds(20));
        let (check_id, tokens) = checked(&hospital, study, &[taro.insured_number()]).await;
        world.clock.pass(Span::seconds(20));
        let (check_id, token) = (check_id.as_str().unwrap(), tokens[0].as_str().unwrap());
        let file = format!("insured_number,decision,token\n{},permit,{token}\n#summary,1,0,0,{check_id},2026-11-23T01:00:00.000Z,0,00\n", taro.insured);
        // The form knows minutes only: 10:00, and it is forty seconds past.
        let id = study.to_string();
        let (draft, page) = previewed(&clerk, &fields(&id), file.as_bytes()).await;
        assert!(!page.text().contains("notice warn"), "no row counts as unchecked");
        world.clock.pass(Span::minutes(2));
        let confirm = async || led(&clerk.browser.post_form("/do/disclosures/report", &[("draft", &draft)]).await);
        assert_eq!(confirm().await, confirm().await, "the same report, however late it is pressed");
    }

    async fn what_is_wrong_is_said_with_everything_that_was_written(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let study = world.study(&[PURPOSE], false).await.to_string();
        let good = b"insured_number\n06132013:5:1:\n".as_slice();
        let with = |name: &'static str, value: &'static str| {
            fields(&study).into_iter().map(|(field, was)| (field, if field == name { value } else { was })).collect::<Vec<_>>()
        };
        let too_many = format!("insured_number\n{}", "06132013:5:1:\n".repeat(10_001));
        let cases: [Wrong<'_>; 14] = [
            (fields(&study), b"", "unreadable-file"),
            (fields(&study), b"name,age\nTaro,5\n", "unreadable-file"),
            (fields(&study), b"insured_number\n\"06132013:5:1:\n", "unreadable-file"),
            (fields(&study), b"insured_number\n0613\x002013:5:1:\n", "unreadable-file"),
            (fields(&study), too_many.as_bytes(), "too-many-rows"),
            (with("disclosed_at", "2026-11-23T10:00"), good, "in-future"),
            (with("disclosed_at", "tomorrow"), good, "invalid-date"),
            (with("study", ""), good, "text-needed"),
            (with("study", "01J00000000000000000000000"), good, "unknown-study"),
            (with("recipient", " "), good, "text-needed"),
            (with("form", "raw"), good, "malformed"),
            (with("category", "gossip"), good, "malformed"),
            (with("records_to", ""), good, "invalid-date"),
            (with("check_id", "nonsense"), good, "unknown-check"),
        ];
        for (fields, file, problem) in cases {
            let (draft, page) = previewed(&clerk, &fields, file).await;
            assert!(page.text().contains(&format!("data-problem=\"{problem}\"")), "{problem}");
            let kept = fields.iter().find(|(name, _)| *name == "check_id").unwrap().1;
            assert!(page.text().contains("2022-04-01") && page.text().contains(kept), "{problem}");
            let confirmed = clerk.browser.call("/do/disclosures/report", &[("draft", &draft)]).await;
            assert!(confirmed.status.is_client_error(), "{problem}: {}", confirmed.status);
        }
        assert_eq!(world.reports().await, 0);
    }

    async fn a_draft_is_sealed_belongs_to_one_person_and_is_gone_after_an_hour(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (clerk, colleague, stranger) = (world.operator(&hospital).await, world.operator(&hospital).await, world.operator(&other).await);
        let study = world.study(&[PURPOSE], false).await.to_string();
        let insured = world.new_insured_number();
        let file = format!("insured_number\n{insured}\n");
        let (draft, _) = previewed(&clerk, &fields(&study), file.as_bytes()).await;
        let kept = report_drafts::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&kept.sealed).contains(&insured));
        for somebody_else in [&colleague, &stranger] {
            let page = format!("/holder/disclosures/preview?draft={draft}");
            assert_eq!(somebody_else.browser.get(&page).await.status, 404);
            assert_eq!(somebody_else.browser.call("/do/disclosures/report", &[("draft", &draft)]).await.status, 404);
        }
        // Whoever signs in again finds it, for an hour.
        let again = Actor::Operator { by: clerk.sign_in(), holder: hospital.id, role: OperatorRole::Clerk };
        let look = async || world.hikae.ports.disclosures.drafted(&again, draft.parse().unwrap()).await.unwrap();
        world.clock.pass(Span::minutes(59));
        assert!(look().await.is_some());
        world.clock.pass(Span::minutes(2));
        assert!(look().await.is_none());
        let gone = world.hikae.ports.disclosures.report_draft(&again, draft.parse().unwrap()).await.unwrap_err();
        assert_eq!(gone.problem(), Problem::NotFound);
        world.hikae.tidy().await.unwrap();
        assert_eq!(report_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
    }

    async fn a_form_with_more_than_is_read_is_refused_and_nobody_else_may_send_one(world: World) {
        let hospital = world.hospital().await;
        let (clerk, taro, support) = (world.operator(&hospital).await, world.patient().await, world.support().await);
        let study = world.study(&[PURPOSE], false).await.to_string();
        let huge = vec![b'x'; 9 * 1024 * 1024];
        let back = led(&upload(&clerk.browser, &fields(&study), Some(&huge)).await);
        assert!(clerk.browser.get(&back).await.text().contains("data-problem=\"too-large\""));
        let back = led(&upload(&clerk.browser, &[("recipient", &"x".repeat(5_000))], None).await);
        assert!(clerk.browser.get(&back).await.text().contains("data-problem=\"too-large\""));
        for browser in [&taro.browser, &support.browser, &world.browser()] {
            let answer = upload(browser, &fields(&study), Some(b"insured_number\n1\n")).await;
            assert!(answer.status == 303 && !answer.header("location").unwrap().contains("draft="));
        }
        assert_eq!(report_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
    }

    async fn a_report_is_corrected_and_withdrawn_by_hand(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (clerk, stranger) = (world.operator(&hospital).await, world.operator(&other).await);
        let study = world.study(&[PURPOSE], false).await.to_string();
        let file = format!("system,value,record_count\n{INSURED},{},3\n", world.new_insured_number());
        let (draft, _) = previewed(&clerk, &fields(&study), file.as_bytes()).await;
        let first = led(&clerk.browser.post_form("/do/disclosures/report", &[("draft", &draft)]).await);
        let old = first.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!(stranger.browser.get(&format!("/holder/disclosures/{old}")).await.status, 404);
        assert_eq!(stranger.browser.call("/do/disclosures/withdraw", &[("report", &old), ("key", "k")]).await.status, 404);

        let form = clerk.browser.get(&format!("/holder/disclosures?corrects={old}")).await;
        assert!(form.text().contains(&format!("name=\"corrects\" value=\"{old}\"")) && form.text().contains("2026-11-22T10:00"));
        let mut again = fields(&study);
        again.push(("corrects", &old));
        let (draft, _) = previewed(&clerk, &again, file.as_bytes()).await;
        let second = led(&clerk.browser.post_form("/do/disclosures/report", &[("draft", &draft)]).await);
        let new = second.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(clerk.browser.get(&format!("/holder/disclosures/{old}")).await.text().contains(&new));

        led(&clerk.browser.post_form("/do/disclosures/withdraw", &[("report", &new), ("key", "k")]).await);
        assert_eq!(clerk.browser.call("/do/disclosures/withdraw", &[("report", &new), ("key", "l")]).await.status, 409);
        assert_eq!(world.reports().await, 2, "both are still there");
    }
}
