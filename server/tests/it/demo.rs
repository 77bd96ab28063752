//! The demo: as large and as varied as it is said to be, the same for everybody, and never in production.

use crate::ground::{Ground, on_both};
use crate::identity::recover;
use crate::on_both_databases;
use crate::world::{Browser, World};
use axum::http::{Request, header};
use domain::clock::{Span, format_date};
use domain::disclosure::{Conflict, Display};
use domain::identifier::PATIENT_NUMBER_PREFIX;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::json;
use server::cli::demo::{DemoError, DemoFacts, DemoHolder, open, seed, seed_from};
use server::config::{Config, Mode};
use server::service::Core;
use server::store::entity::{
    clients, disclosures, display_reasons, holders, log_entries, log_leaves, passkeys, reviews_due, studies, study_versions, subjects, uses,
};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// An installation that keeps its files in a folder of its own.
fn installation(ground: &Ground) -> (Core, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { var: folder.path().to_owned(), ..Config::clone(&ground.core.config) };
    (Core { config: Arc::new(config), ..ground.core.clone() }, folder)
}

fn codes(rows: impl IntoIterator<Item = Option<String>>) -> BTreeSet<String> {
    rows.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_as_large_and_as_varied_as_it_is_said_to_be() {
    on_both(async |ground| {
        let (core, _folder) = installation(&ground);
        let facts = seed(&core).await.unwrap_or_else(|e| panic!("{e}"));
        let db = core.store.db();

        let kinds: BTreeSet<_> = holders::Entity::find().all(db).await.unwrap().into_iter().map(|row| row.kind).collect();
        assert_eq!((facts.holders.len(), kinds.len()), (8, 6));
        let programs = clients::Entity::find().all(db).await.unwrap();
        assert!(programs.iter().all(|client| !client.name.is_ascii()), "named in Japanese, as their hospitals name them");
        let purposes: BTreeSet<_> = facts.studies.iter().flat_map(|study| study.purposes.clone()).collect();
        assert_eq!((facts.studies.len(), purposes.len()), (12, 8));
        assert_eq!(subjects::Entity::find().count(db).await.unwrap(), 500);

        let rows = uses::Entity::find().all(db).await.unwrap();
        assert!((5_700..=6_300).contains(&rows.len()), "{}", rows.len());
        for display in [Display::Full, Display::Generic, Display::Hidden] {
            assert!(rows.iter().any(|row| row.display == display.number()), "{display:?}");
        }
        for kind in Conflict::ALL {
            assert!(rows.iter().any(|row| row.conflict == Some(kind.number())), "{kind:?}");
        }
        assert!(rows.iter().any(|row| row.covered) && rows.iter().any(|row| !row.covered));
        let withheld: BTreeSet<_> =
            rows.iter().filter(|row| row.display != Display::Full.number()).map(|row| (row.disclosure_id, row.subject_id)).collect();
        let reasons = display_reasons::Entity::find().all(db).await.unwrap();
        assert_eq!(reasons.iter().map(|row| (row.disclosure_id, row.subject_id)).collect::<BTreeSet<_>>(), withheld);
        let due = reviews_due::Entity::find().all(db).await.unwrap();
        assert_eq!(due.iter().map(|row| (row.disclosure_id, row.subject_id)).collect::<BTreeSet<_>>(), withheld);
        let (today, _) = core.now().in_tokyo();
        let day = |span| format_date((core.now() + span).in_tokyo().0);
        let overdue = due.iter().filter(|row| row.review_by < format_date(today)).count();
        assert!((1..withheld.len() / 5).contains(&overdue), "{overdue} of {}", withheld.len());
        assert!(due.iter().any(|row| (format_date(today)..=day(Span::days(30))).contains(&row.review_by)), "some are due now");
        assert!(due.iter().all(|row| row.review_by <= day(Span::days(366))), "within twelve months");

        let said = log_leaves::Entity::find().all(db).await.unwrap();
        let scopes = codes(said.iter().map(|leaf| leaf.scope.as_deref().map(|s| s.split(':').next().unwrap_or(s).to_owned())));
        assert_eq!(scopes, ["all", "commercial", "purpose", "study"].map(str::to_owned).into());
        let channels = codes(said.iter().map(|leaf| leaf.channel.clone()));
        assert_eq!(channels, ["counter", "online", "paper", "phone"].map(str::to_owned).into());
        assert_eq!(passkeys::Entity::find().count(db).await.unwrap(), 0, "who comes does so with a code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_years_of_disclosures_end_today_and_some_are_older_than_the_holder() {
    on_both(async |ground| {
        let (core, _folder) = installation(&ground);
        seed(&core).await.unwrap_or_else(|e| panic!("{e}"));
        let rows = disclosures::Entity::find().all(core.store.db()).await.unwrap();
        let (oldest, newest) =
            (rows.iter().map(|row| row.disclosed_at).min().unwrap(), rows.iter().map(|row| row.disclosed_at).max().unwrap());
        let years = (newest - oldest) / Span::days(365).millis();
        assert!((4..=5).contains(&years), "{years}");
        assert!(rows.iter().all(|row| row.disclosed_at <= row.reported_at && row.reported_at <= core.now().millis()));
        assert!(rows.iter().any(|row| row.historic) && rows.iter().any(|row| !row.historic));
        assert!(rows.iter().all(|row| row.check_id.is_none() || !row.historic), "nobody asked before it joined");
        let registered = studies::Entity::find().all(core.store.db()).await.unwrap();
        assert_eq!(registered.iter().filter(|study| study.status == "ended").count(), 2);
        assert!(registered.iter().any(|study| study.version == 2));
        let documents = study_versions::Entity::find().all(core.store.db()).await.unwrap();
        let linked: BTreeSet<_> = documents
            .iter()
            .filter(|row| serde_json::from_str::<serde_json::Value>(&row.document).unwrap()["sources"].as_array().unwrap().len() > 1)
            .map(|row| row.study_id)
            .collect();
        assert_eq!(linked.len(), 2, "studies that link several sources");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_the_demo_is_a_log_like_any_other() {
    on_both(async |ground| {
        let (core, _folder) = installation(&ground);
        seed(&core).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(log_entries::Entity::find().count(core.store.db()).await.unwrap() > 100);
        crate::log::check_log(&core.store).await;
    })
    .await;
}

/// Everything that the demo's seed decides, from one installation.
async fn made_from(ground: &Ground, seed: &str) -> (DemoFacts, Vec<uses::Model>, Vec<log_entries::Model>, Vec<disclosures::Model>) {
    let (core, _folder) = installation(ground);
    let facts = seed_from(&core, seed).await.unwrap_or_else(|e| panic!("{e}"));
    let db = core.store.db();
    let mut uses = uses::Entity::find().all(db).await.unwrap();
    uses.sort_by_key(|row| (row.disclosure_id, row.subject_id));
    let leaves = log_entries::Entity::find().order_by_asc(log_entries::Column::Position).all(db).await.unwrap();
    let mut reported = disclosures::Entity::find().order_by_asc(disclosures::Column::Id).all(db).await.unwrap();
    for row in &mut reported {
        // Computed under keys that each installation makes for itself.
        row.check_id = row.check_id.take().map(|_| String::new());
    }
    (facts, uses, leaves, reported)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_demo_and_another_seed_another() {
    let first = made_from(&Ground::on_sqlite().await, "one").await;
    let again = made_from(&Ground::on_postgresql().await, "one").await;
    assert!(first == again);
    let other = made_from(&Ground::on_sqlite().await, "two").await;
    assert!(first.0.patients[0].activation_code != other.0.patients[0].activation_code);
    assert!(first.0.holders[0].private_key_pem != other.0.holders[0].private_key_pem);
}

#[tokio::test(flavor = "multi_thread")]
async fn production_refuses_it() {
    let ground = Ground::on_sqlite().await;
    let (core, folder) = installation(&ground);
    let config = Config { mode: Mode::Production, ..Config::clone(&core.config) };
    let core = Core { config: Arc::new(config), ..core };
    for outcome in [open(&core).await, seed(&core).await] {
        assert!(matches!(outcome, Err(DemoError::Production)));
    }
    assert_eq!(subjects::Entity::find().count(core.store.db()).await.unwrap(), 0);
    assert!(!DemoFacts::file(folder.path()).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_something_else_is_left_alone() {
    let ground = Ground::on_sqlite().await;
    let (core, folder) = installation(&ground);
    seed(&core).await.unwrap_or_else(|e| panic!("{e}"));
    assert!(matches!(seed(&core).await, Err(DemoError::NotADemo(_))), "never twice");
    std::fs::remove_file(DemoFacts::file(folder.path())).unwrap();
    assert!(matches!(open(&core).await, Err(DemoError::NotADemo(_))));
    assert_eq!(subjects::Entity::find().count(core.store.db()).await.unwrap(), 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_facts_are_a_file_for_their_owner_alone_in_the_shape_that_is_agreed() {
    let ground = Ground::on_sqlite().await;
    let (core, folder) = installation(&ground);
    let facts = open(&core).await.unwrap_or_else(|e| panic!("{e}"));
    let file: PathBuf = DemoFacts::file(folder.path());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["base_url", "holders", "patients", "proxies", "staff", "studies"]);
    assert_eq!(keys(&json["patients"][0]), ["activation_code", "birth_date", "conflicts", "identifiers", "label", "uses"]);
    assert_eq!(keys(&json["patients"][0]["identifiers"][0]), ["system", "value"]);
    let holder = ["alg", "client_id", "institution_number", "kid", "label", "operator_activation_code", "private_key_pem"];
    assert_eq!(keys(&json["holders"][0]), holder);
    assert_eq!(keys(&json["studies"][0]), ["commercial", "id", "purposes", "title"]);
    assert_eq!(keys(&json["staff"][0]), ["activation_code", "label", "role"]);
    assert_eq!(keys(&json["proxies"][0]), ["label", "recovery_code"]);
    let staff: Vec<_> = json["staff"].as_array().unwrap().iter().map(|one| one["label"].as_str().unwrap()).collect();
    assert_eq!(staff, ["support-1", "support-2", "support-3", "registrar-1", "registrar-2", "administrator-1"]);
    assert_eq!(json["holders"][0]["institution_number"], "1310000001");
    assert!(json["holders"].as_array().unwrap().iter().all(|holder| holder["operator_activation_code"].is_string()));
    assert_eq!(json["patients"][0]["uses"], 24, "the first has more than one page");
    assert_eq!(json["patients"][0]["conflicts"], 0, "the first has refused nothing");
    assert!(facts.patients.len() >= 24);
    let greeting = facts.greeting();
    let shown = facts.patients.iter().filter(|patient| greeting.contains(&patient.activation_code)).collect::<Vec<_>>();
    assert_eq!(shown.len(), 2, "{greeting}");
    assert!(shown.iter().all(|patient| greeting.contains(&patient.birth_date)));
    for (label, shown) in [("support-1", true), ("support-2", true), ("support-3", false), ("registrar-1", true), ("registrar-2", false)] {
        let one = facts.staff.iter().find(|one| one.label == label).unwrap();
        assert_eq!(greeting.contains(&one.activation_code), shown, "{label}");
    }
    assert!(greeting.contains(facts.holders[0].operator_activation_code.as_ref().unwrap()));
    assert!(greeting.contains(&facts.proxies[0].recovery_code));
}

/// How many uses, and how many conflicts among them, the person finds on the pages of `/usage`.
async fn found(browser: &Browser) -> (usize, usize) {
    let (mut path, mut uses, mut conflicts) = ("/usage".to_owned(), 0, 0);
    loop {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        uses += page.text().matches("data-use=\"").count();
        conflicts += page.text().matches("data-conflict=\"").count();
        let Some(older) = page.text().split("href=\"/usage?before=").nth(1) else { return (uses, conflicts) };
        path = format!("/usage?before={}", older.split('"').next().unwrap());
    }
}

on_both_databases! {
    async fn what_the_facts_count_is_what_the_person_finds(world: World) {
        let facts = seed(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        // The first, and one of every kind that is special.
        let special = facts.patients.iter().rev().take(10);
        for patient in facts.patients.iter().take(1).chain(special) {
            let (browser, _) = world.activate(&patient.activation_code, &patient.birth_date).await;
            assert_eq!(found(&browser).await, (patient.uses, patient.conflicts), "{}", patient.label);
        }
        assert!(facts.patients.iter().rev().take(10).any(|patient| patient.conflicts > 0));
    }

    async fn a_used_code_is_left_out_at_the_next_start(world: World) {
        let before = open(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        world.activate(&before.patients[0].activation_code, &before.patients[0].birth_date).await;
        let after = open(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(after.patients[..] == before.patients[1..]);
        assert!(DemoFacts::read(&world.core().config.var).unwrap().unwrap() == after);
    }

    async fn an_invitation_of_the_demo_is_left_out_once_it_was_used(world: World) {
        let before = open(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        world.clock.pass(Span::days(400));
        let (support, _) = world.activate(&before.staff[0].activation_code, "").await;
        assert_eq!(support.get("/start").await.header("location"), Some("/desk"));
        let (manager, _) = world.activate(before.holders[1].operator_activation_code.as_ref().unwrap(), "").await;
        assert_eq!(manager.get("/start").await.header("location"), Some("/holder"));
        let after = open(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(after.staff[..] == before.staff[1..]);
        assert!(after.holders[1].operator_activation_code.is_none());
        assert!(after.holders[0] == before.holders[0] && after.patients == before.patients);
    }

    async fn something_waits_for_each_of_those_who_come_to_work(world: World) {
        let facts = seed(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        let comes = async |label: &str| {
            let code = &facts.staff.iter().find(|one| one.label == label).unwrap().activation_code;
            world.activate(code, "").await.0
        };
        let (desk, registrar) = (comes("support-1").await, comes("registrar-1").await);
        let queue = desk.get("/desk").await;
        let case = queue.text().split("name=\"case\" value=\"").nth(1).expect("a question waits");
        let taken = desk.post_form("/do/cases/take", &[("case", case.split('"').next().unwrap())]).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
        let waiting = desk.get("/desk/recovery").await;
        let request = waiting.text().split("/desk/recovery/").nth(1).expect("a request waits").split('"').next().unwrap().to_owned();
        let decided = desk.post_form("/do/approval/decide", &[("request", &request), ("verdict", "approve")]).await;
        assert!(decided.header("location").is_some_and(|to| !to.contains("__err")), "{:?}", decided.header("location"));
        let drafts = registrar.get("/registrar").await;
        let study = drafts.text().split("/registrar/studies/").find(|part| part.starts_with("01")).expect("a draft waits");
        let draft = registrar.get(&format!("/registrar/studies/{}", study.split('"').next().unwrap())).await;
        assert!(draft.text().contains("/do/register/publish"), "it is complete");
    }

    async fn what_is_not_shown_waits_to_be_looked_at_again(world: World) {
        let facts = seed(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        let support = &facts.staff.iter().find(|one| one.label == "support-1").unwrap().activation_code;
        let (desk, _) = world.activate(support, "").await;
        assert!(desk.get("/desk/incidents").await.text().contains("id=\"reviews\""), "some were forgotten");
        let mut due = 0;
        for holder in &facts.holders {
            let (manager, _) = world.activate(holder.operator_activation_code.as_ref().unwrap(), "").await;
            due += usize::from(manager.get("/holder/disclosures").await.text().contains("id=\"reviews\""));
        }
        assert!(due > 1, "{due}");
    }

    async fn a_parent_of_the_demo_comes_back_and_acts_for_the_child(world: World) {
        let before = open(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        let parent = world.browser();
        recover(&world, &parent, &before.proxies[0].recovery_code).await;
        let account = parent.get("/account").await;
        let grant = account.text().split("name=\"proxy\" value=\"").nth(1).expect("somebody to act for").split('"').next().unwrap().to_owned();
        parent.post_form("/do/person/view", &[("proxy", &grant)]).await;
        assert!(parent.get("/choices").await.text().contains("data-in-view"));
        assert!(open(world.core()).await.unwrap_or_else(|e| panic!("{e}")).proxies.is_empty(), "a used code is left out");
    }

    async fn a_hospital_of_the_demo_asks_about_its_patients_with_its_key(world: World) {
        let facts = seed(world.core()).await.unwrap_or_else(|e| panic!("{e}"));
        let token = token(&world, &facts.holders[0]).await;
        let local = format!("{PATIENT_NUMBER_PREFIX}{}", facts.holders[0].institution_number.as_deref().unwrap());
        let own: Vec<_> = facts.patients.iter().filter(|patient| patient.identifiers[1].system == local).collect();
        let rows: Vec<_> = own.iter().flat_map(|patient| &patient.identifiers).map(|number| json!(number)).collect();
        let body = json!({ "purpose": "official-statistics", "commercial": false, "subjects": rows }).to_string();
        let request = Request::post("/api/v1/checks")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = world.send(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let results = answer.json()["results"].clone();
        for (patient, answers) in own.iter().zip(results.as_array().unwrap().chunks(2)) {
            let refused = patient.label.contains("entered") || patient.label.contains("everything");
            let expected = if refused { "deny" } else { "permit" };
            assert!(answers.iter().all(|answer| answer["decision"] == expected), "{} {answers:?}", patient.label);
        }
    }
}

/// An access token for a holder's client.
async fn token(world: &World, holder: &DemoHolder) -> String {
    let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::ES384);
    header.kid = Some(holder.kid.clone());
    let (client, core) = (&holder.client_id, world.core());
    let exp = core.now().millis() / 1_000 + 200;
    let claims = json!({ "iss": client, "sub": client, "aud": core.config.token_endpoint(), "exp": exp, "jti": "1" });
    let key = jsonwebtoken::EncodingKey::from_ec_pem(holder.private_key_pem.as_bytes()).unwrap();
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("scope", "system/Consent.rs")
        .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .append_pair("client_assertion", &jsonwebtoken::encode(&header, &claims, &key).unwrap())
        .finish();
    let request = Request::post("/oauth/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = world.send(request.body(form.into()).unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["access_token"].as_str().unwrap().to_owned()
}
