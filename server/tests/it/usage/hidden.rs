//! What is hidden from a person does not show through elsewhere: not in who asked, not at the desk, not under the report that
//! a correction replaced.

use super::{holder, issued_by, joined, row, service, studies_of, today};
use crate::desk::{found, page};
use crate::disclosures::{PURPOSE, body, row as wire_row};
use crate::ground::{Ground, on_both, signed_in};
use crate::on_both_databases;
use crate::personas::{Hospital, Patient};
use crate::world::World;
use domain::account::Level;
use domain::clock::Span;
use domain::disclosure::Display;
use domain::id::{HolderId, StudyId, SubjectId};
use domain::ports::UsesPort;
use domain::study::Status;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use server::store::disclosures::report;
use server::store::entity::who_asked;
use server::store::links::Cause;

async fn asked_for(ground: &Ground, subject: SubjectId, holder: HolderId, purposes: &str) {
    let now = ground.core.now().millis();
    let row = who_asked::ActiveModel {
        subject_id: Set(subject.0),
        holder_id: Set(holder.0),
        purposes: Set(purposes.into()),
        first_at: Set(now),
        last_at: Set(now),
        count: Set(1),
        last_permitted: Set(true),
    };
    row.insert(ground.core.store.db()).await.unwrap();
}

/// What the overview tells of who asked: which holder, and for how many purposes.
async fn told(ground: &Ground, patient: &domain::actor::Patient) -> Vec<(HolderId, usize)> {
    let mut asked: Vec<_> = service(ground).overview(&signed_in(patient)).await.unwrap().asked;
    asked.sort_by_key(|asked| (asked.holder, asked.purposes.len()));
    asked.iter().map(|asked| (asked.holder, asked.purposes.len())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_before_a_hidden_use_is_not_told() {
    on_both(async |ground| {
        let (core, patient, former) = (&ground.core, ground.patient().await, ground.subject().await);
        let (clinic, other) = (holder(core).await, holder(core).await);
        let study = ground.study(&["ai-development", "education"], false, Status::Published).await;
        for purposes in ["ai-development education", "education", "academic-research"] {
            asked_for(&ground, patient.subject, clinic, purposes).await;
        }
        asked_for(&ground, patient.subject, other, "ai-development education").await;
        let mut all = vec![(clinic, 1), (clinic, 1), (clinic, 2), (other, 2)];
        all.sort();
        assert_eq!(told(&ground, &patient).await, all);

        // Reported later, about a subject that only the desk joined to this person: hidden from one is hidden from all.
        joined(&ground, patient.subject, former, Cause::Desk).await;
        report(core.store.db(), &today(core, clinic, &study), None, &[row(former, Display::Hidden)]).await.unwrap();
        let mut left = vec![(clinic, 1), (other, 2)];
        left.sort();
        assert_eq!(told(&ground, &patient).await, left, "its purposes, and some of them, are not told; other purposes and holders are");

        // A use that is shown in part hides nobody who asked.
        let stranger = ground.patient().await;
        asked_for(&ground, stranger.subject, clinic, "ai-development education").await;
        report(core.store.db(), &today(core, clinic, &study), None, &[row(stranger.subject, Display::Generic)]).await.unwrap();
        assert_eq!(told(&ground, &stranger).await, [(clinic, 2)]);
    })
    .await;
}

/// What a row says of a use that its person is shown less of.
fn withheld(patient: &Patient, display: &str) -> Value {
    wire_row(
        &patient.insured_number(),
        json!({ "display": display, "display_reason": "undisclosed-diagnosis", "clinician_role": "attending-physician", "review_by": "2027-05-01" }),
    )
}

/// Reports a use of everybody in full, and corrects it to that.
async fn corrected(world: &World, hospital: &Hospital, study: StudyId, all: &[&Patient], rows: Vec<Value>) -> [String; 2] {
    let first = world.reported(hospital, &body(world, study, all.iter().map(|patient| patient.insured_number()).collect())).await;
    let key = first["disclosure_id"].as_str().unwrap().to_owned();
    let answer = world.corrected(hospital, &first["disclosure_id"], &key, &body(world, study, rows)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    [key, answer.json()["disclosure_id"].as_str().unwrap().to_owned()]
}

on_both_databases! {
    async fn a_correction_that_shows_less_takes_back_what_was_shown_before(world: World) {
        let (taro, hanako, jiro, hospital) = (world.patient().await, world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        for refuser in [&taro, &hanako, &jiro] {
            refuser.decide("all", "refuse").await;
        }
        world.clock.pass(Span::minutes(1));
        let rows = vec![withheld(&taro, "hidden"), withheld(&hanako, "generic"), jiro.insured_number()];
        let both = corrected(&world, &hospital, study, &[&taro, &hanako, &jiro], rows).await;
        for id in &both {
            assert_eq!(taro.browser.get(&format!("/usage/{id}")).await.status, 404, "nothing of it");
            let generic = page(&hanako.browser, &format!("/usage/{id}")).await;
            assert!(!generic.contains("data-conflict") && !generic.contains("糖尿病の研究") && !generic.contains("東都大学"), "{generic}");
            assert!(!generic.contains("data-changed"), "without any remark: {generic}");
            assert!(page(&jiro.browser, &format!("/usage/{id}")).await.contains("data-conflict=\"against\""), "the others see it as before");
        }
        // Of the two, the report that no longer stands says so where all of it is shown, and nowhere else.
        for (patient, said) in [(&hanako, 0), (&jiro, 1)] {
            let one = page(&patient.browser, &format!("/usage/{}", both[0])).await;
            let export = patient.browser.get("/usage/export?format=json").await;
            let export = export.text();
            let marks = (one.matches("data-changed=\"corrected\"").count(), export.matches("\"corrected_at\"").count());
            assert_eq!(marks, (said, said), "{export}");
        }
        for path in ["/overview", "/usage", "/choices"] {
            let shown = page(&taro.browser, path).await;
            assert!(!shown.contains("糖尿病の研究") && !shown.contains("data-conflict") && !shown.contains("data-use="), "{path}");
        }
        // What was reported first stays as it was for its holder.
        let seen = world.manager(&hospital).await;
        let report = page(&seen.browser, &format!("/holder/disclosures/{}", both[0])).await;
        assert!(report.contains("糖尿病の研究"), "{report}");

        // A second correction that shows more again shows it from itself on.
        let again = world.corrected(&hospital, &json!(both[1]), "again", &body(&world, study, vec![taro.insured_number()])).await.json();
        assert_eq!(taro.browser.get(&format!("/usage/{}", again["disclosure_id"].as_str().unwrap())).await.status, 200);
        assert_eq!(taro.browser.get(&format!("/usage/{}", both[0])).await.status, 404);
    }

    async fn a_correction_of_a_correction_reaches_the_first_report(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        let [first, second] = corrected(&world, &hospital, study, &[&taro], vec![taro.insured_number()]).await;
        assert_eq!(taro.browser.get(&format!("/usage/{first}")).await.status, 200);
        let third = world.corrected(&hospital, &json!(second), "third", &body(&world, study, vec![withheld(&taro, "hidden")])).await;
        assert_eq!(third.status, 201);
        for id in [first, second] {
            assert_eq!(taro.browser.get(&format!("/usage/{id}")).await.status, 404);
        }
    }

    async fn the_desk_sees_no_more_of_the_history_than_the_person(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let study = world.study(&["academic-research"], false).await;
        let (study, own, foreign) = (studies_of(&world, study).await, holder(world.core()).await, holder(world.core()).await);
        for holder in [own, foreign] {
            report(world.core().store.db(), &today(world.core(), holder, &study), None, &[row(taro.subject, Display::Full)]).await.unwrap();
        }
        let uses_shown = async || {
            let id = found(&staff, &taro).await;
            staff.browser.post_form("/do/person/history", &[("look_up", &*id), ("reason", "本人の依頼。")]).await;
            page(&staff.browser, &format!("/desk/person/{id}")).await.matches("data-use=").count()
        };
        assert_eq!(uses_shown().await, 2);
        let domain::actor::Actor::Patient(patient) = crate::identity::actor(&world, &taro.browser).await else { panic!("a patient") };
        issued_by(world.core(), &patient, &[own]).await;
        let one = server::store::entity::accounts::ActiveModel {
            id: Set(patient.account.0),
            level: Set(Level::One.number()),
            ..Default::default()
        };
        one.update(world.core().store.db()).await.unwrap();
        assert_eq!(uses_shown().await, 1, "at level 1: the issuer's");
    }
}
