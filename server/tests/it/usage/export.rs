//! The uses as files to take home.

use super::{disclose, holder, row, studies_of, today};
use crate::identity::{done, newest_line, print_recovery_code, problem, recover, sign_in};
use crate::on_both_databases;
use crate::world::{Answer, World};
use domain::clock::Span;
use domain::disclosure::Display;
use domain::id::HolderId;
use domain::study::Study;
use domain::words::Words;
use serde_json::Value;
use server::store::disclosures::Disclosure;
use server::store::studies;

/// A holder and a study.
async fn ready(world: &World) -> (HolderId, Study) {
    let study = world.study(&["academic-research", "education"], true).await;
    (holder(world.core()).await, studies_of(world, study).await)
}

/// That it is a file for one person alone.
#[track_caller]
fn is_a_file(answer: &Answer, kind: &str, name: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some(kind));
    assert_eq!(answer.header("content-disposition"), Some(format!("attachment; filename=\"{name}\"").as_str()));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

on_both_databases! {
    async fn a_table_has_every_use_and_nothing_that_a_spreadsheet_would_calculate(world: World) {
        let taro = world.patient().await;
        let (holder, study) = ready(&world).await;
        let evil = Words::new("=HYPERLINK(\"https://evil.example\")", "@evil, \"quoted\"\nline");
        let registration = domain::study::Registration { title: evil, ..study.registration.clone() };
        let study = Study { version: 2, registration, ..study };
        studies::amend(world.core().store.db(), &study, world.core().now()).await.unwrap();
        let recipient = "-2+3".to_owned();
        let full = Disclosure { recipient, ..today(world.core(), holder, &study) };
        disclose(world.core(), &full, &[row(taro.subject, Display::Full)]).await;
        let hidden = today(world.core(), holder, &study);
        disclose(world.core(), &hidden, &[row(taro.subject, Display::Hidden)]).await;

        let answer = taro.browser.get("/usage/export?format=csv").await;
        is_a_file(&answer, "text/csv; charset=utf-8; header=present", "hikae-uses-2026-11-22.csv");
        assert_eq!(newest_line(&world).await.2, "taken home as csv");
        let table = answer.text().strip_prefix('\u{feff}').unwrap();
        assert!(table.starts_with("渡された日,渡した機関,"), "{table}");
        assert_eq!(table.matches("\r\n").count(), 2, "{table}");
        assert!(table.contains(r#""'=HYPERLINK(""https://evil.example"")""#), "{table}");
        assert!(table.contains(",'-2+3,"), "{table}");
        assert!(table.contains(&full.id.to_string()) && !table.contains(&hidden.id.to_string()));
    }

    async fn json_and_fhir_parse_however_long_they_are(world: World) {
        let taro = world.patient().await;
        let (holder, study) = ready(&world).await;
        for n in 0..205 {
            let disclosed_at = world.core().now() - Span::hours(n);
            let display = if n == 3 { Display::Generic } else { Display::Full };
            disclose(world.core(), &Disclosure { disclosed_at, ..today(world.core(), holder, &study) }, &[row(taro.subject, display)]).await;
        }
        let answer = taro.browser.get("/usage/export?format=json").await;
        is_a_file(&answer, "application/json", "hikae-uses-2026-11-22.json");
        let whole = answer.json();
        assert_eq!((&whole["format"], &whole["version"]), (&Value::from("hikae-uses"), &Value::from(1)));
        let uses = whole["uses"].as_array().unwrap();
        assert_eq!(uses.len(), 205);
        assert!(uses.windows(2).all(|pair| pair[0]["disclosed_at"].as_str() > pair[1]["disclosed_at"].as_str()));
        assert_eq!((&uses[0]["record_count"], &uses[0]["purposes"][0]["code"]), (&Value::from(3), &Value::from("academic-research")));
        let mut told: Vec<&str> = uses[3].as_object().unwrap().keys().map(String::as_str).collect();
        told.sort_unstable();
        assert_eq!(told, ["address", "categories", "disclosed_at", "form", "holder", "id", "purposes"], "in general terms");

        let answer = taro.browser.get("/usage/export?format=fhir").await;
        is_a_file(&answer, "application/fhir+json", "hikae-uses-fhir-2026-11-22.json");
        let bundle = answer.json();
        assert_eq!((&bundle["resourceType"], &bundle["type"]), (&Value::from("Bundle"), &Value::from("collection")));
        let entries = bundle["entry"].as_array().unwrap();
        assert_eq!(entries.len(), 205);
        entries.iter().for_each(is_an_audit_event);
        assert_eq!(entries[3]["resource"]["agent"].as_array().unwrap().len(), 1, "in general terms nobody received it");
    }

    async fn nothing_to_take_home_is_a_whole_file_too(world: World) {
        let taro = world.patient().await;
        assert_eq!(taro.browser.get("/usage/export?format=json").await.json()["uses"], Value::Array(vec![]));
        let nothing = taro.browser.get("/usage/export?format=fhir").await.json();
        assert!(nothing["resourceType"] == "Bundle" && nothing.get("entry").is_none(), "FHIR knows no empty lists: {nothing}");
        assert_eq!(taro.browser.get("/usage/export?format=csv").await.text().lines().count(), 1);
    }

    async fn a_file_is_asked_for_by_its_form(world: World) {
        let taro = world.patient().await;
        let without = taro.browser.get("/usage/export").await;
        assert_eq!((without.status.as_u16(), without.header("location")), (303, Some("/usage#export")));
        assert_eq!(taro.browser.get("/usage/export?format=pdf").await.status, 400);
        assert_eq!(world.browser().get("/usage/export?format=csv").await.status, 303, "sign in first");
    }

    async fn for_a_protected_person_no_file_and_no_filter_tells_where_the_records_lie(world: World) {
        let taro = world.patient().await;
        let (holder, study) = ready(&world).await;
        disclose(world.core(), &today(world.core(), holder, &study), &[row(taro.subject, Display::Full)]).await;
        done(taro.browser.call("/do/account/protect", &[]).await);
        world.clock.pass(Span::minutes(6));
        let first = async |format: &str, list: &str| {
            let answer = taro.browser.get(&format!("/usage/export?format={format}")).await;
            (answer.text().contains("桜台"), answer.json()[list][0].clone())
        };
        let (named, of) = first("json", "uses").await;
        assert!(!named && of["purposes"].is_array() && of.get("holder").is_none() && of.get("study").is_none(), "{of}");
        let (named, entry) = first("fhir", "entry").await;
        is_an_audit_event(&entry);
        assert!(!named && entry["resource"]["agent"][0].get("who").is_none(), "{entry}");
        assert!(!taro.browser.get("/usage/export?format=csv").await.text().contains("桜台"));
        let other = HolderId::new(world.core().now(), &server::machine::SystemRandom);
        for asked in [holder, other] {
            let page = taro.browser.get(&format!("/usage?holder={asked}")).await;
            assert!(page.text().contains("data-use=") && !page.text().contains("name=\"holder\""), "the same, whoever is asked for");
        }

        done(sign_in(&taro.browser, &taro.passkey).await);
        assert!(first("json", "uses").await.0, "with a passkey shown just now");
    }

    async fn in_the_day_after_a_recovery_nothing_is_taken_home(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let new = world.browser();
        recover(&world, &new, &code).await;
        let answer = new.get("/usage/export?format=json").await;
        assert_eq!((answer.status.as_u16(), problem(&answer).as_str()), (403, "closed-after-recovery"));
    }
}

/// What FHIR R4 demands of an AuditEvent in a Bundle.
#[track_caller]
fn is_an_audit_event(entry: &Value) {
    let event = &entry["resource"];
    assert!(entry["fullUrl"].as_str().unwrap().starts_with("urn:uuid:"));
    assert_eq!(event["resourceType"], "AuditEvent");
    assert!(event["type"]["system"].is_string() && event["type"]["code"].is_string());
    assert!(event["recorded"].as_str().unwrap().parse::<domain::clock::Timestamp>().is_ok());
    let agents = event["agent"].as_array().unwrap();
    assert!(!agents.is_empty() && agents.iter().all(|agent| agent["requestor"].is_boolean()));
    assert!(event["source"]["observer"].is_object());
    let details = event["entity"][0]["detail"].as_array().unwrap();
    assert!(details.iter().all(|detail| detail["type"].is_string() && !detail["valueString"].as_str().unwrap().is_empty()));
}
