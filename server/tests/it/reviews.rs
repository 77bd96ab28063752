//! What a person does not see has to be looked at again: the holder is reminded, decides, and the desk sees who did not.

use crate::desk::{location, met, page};
use crate::disclosures::{PURPOSE, body, id_of, row};
use crate::identity::{done, sign_in};
use crate::on_both_databases;
use crate::personas::{Hospital, Patient, Worker};
use crate::world::World;
use domain::clock::Span;
use domain::id::DisclosureId;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use server::store::entity::{display_reviews, reviews_due};

/// A report of a person who is to see nothing of it, with that day of review.
async fn hidden(world: &World, hospital: &Hospital, patient: &Patient, review_by: &str) -> DisclosureId {
    let study = world.study(&[PURPOSE], false).await;
    let said = json!({
        "display": "hidden", "display_reason": "undisclosed-diagnosis", "clinician_role": "attending-physician", "review_by": review_by
    });
    id_of(&world.reported(hospital, &body(world, study, vec![row(&patient.insured_number(), said)])).await)
}

/// Days pass; whoever works signs in again.
async fn days_pass(world: &World, days: i64, workers: &[&Worker]) {
    world.clock.pass(Span::days(days));
    for worker in workers {
        done(sign_in(&worker.browser, &worker.passkey).await);
    }
}

fn found<'a>(report: &'a str, display: &'a str, day: &'a str) -> [(&'a str, &'a str); 6] {
    let reason = if display == "full" { "" } else { "risk-of-harm" };
    let role = if display == "full" { "" } else { "department-head" };
    [("report", report), ("rows[]", "0"), ("display", display), ("reason", reason), ("role", role), ("review_by", day)]
}

on_both_databases! {
    async fn a_holder_is_reminded_thirty_days_before_and_the_desk_sees_what_is_overdue(world: World) {
        let (taro, hospital, other) = (world.patient().await, world.hospital().await, world.hospital().await);
        let (clerk, stranger, staff) = (world.operator(&hospital).await, world.operator(&other).await, world.support().await);
        let report = hidden(&world, &hospital, &taro, "2027-01-10").await.to_string();
        assert!(!page(&clerk.browser, "/holder").await.contains("data-reviews"), "there is time");
        assert!(page(&clerk.browser, &format!("/holder/disclosures/{report}")).await.contains("data-review=\"later\""));

        days_pass(&world, 19, &[&clerk, &stranger, &staff]).await; // 11 December
        assert!(page(&clerk.browser, "/holder").await.contains("data-reviews=\"1\""));
        let list = page(&clerk.browser, "/holder/disclosures").await;
        assert!(list.contains(&format!("data-due=\"{report}\"")) && list.contains("1月10日"), "{list}");
        assert!(!page(&stranger.browser, "/holder").await.contains("data-reviews"));
        assert!(!page(&stranger.browser, "/holder/disclosures").await.contains(&report));
        assert!(!page(&staff.browser, "/desk/incidents").await.contains(&report), "it is the holder's until the day has passed");

        days_pass(&world, 30, &[&clerk, &staff]).await; // 10 January: the day itself
        assert!(!page(&staff.browser, "/desk/incidents").await.contains(&report));
        days_pass(&world, 1, &[&clerk, &staff]).await;
        let incidents = page(&staff.browser, "/desk/incidents").await;
        assert!(incidents.contains(&format!("data-due=\"{report}\"")) && incidents.contains("data-review=\"overdue\""), "{incidents}");
        assert!(!incidents.contains(&taro.insured) && !incidents.contains(&taro.subject.to_string()));
        assert!(page(&clerk.browser, "/holder/disclosures").await.contains("data-review=\"overdue\""));
    }

    async fn what_was_found_holds_from_then_on_and_the_old_entry_stays(world: World) {
        let (taro, hospital, other) = (world.patient().await, world.hospital().await, world.hospital().await);
        let (clerk, stranger) = (world.operator(&hospital).await, world.operator(&other).await);
        let report = hidden(&world, &hospital, &taro, "2026-12-01").await.to_string();
        let db = world.core().store.db();
        let settle = "/do/reviews/settle";
        assert_eq!(taro.browser.get(&format!("/usage/{report}")).await.status, 404);
        // What is not sound changes nothing, and what was typed is still there.
        for wrong in [found(&report, "hidden", "2026-11-21"), found(&report, "generic", ""), found(&report, "", "2027-05-01")] {
            assert_eq!(met(&clerk.browser, settle, &wrong).await, "invalid-review", "{wrong:?}");
        }
        assert!(location(&clerk.browser.post_form(settle, &found(&report, "hidden", "2028-05-01")).await).contains("__err="));
        let shown = page(&clerk.browser, &format!("/holder/disclosures/{report}")).await;
        assert!(shown.contains("value=\"2028-05-01\"") && shown.contains("value=\"department-head\" selected"), "{shown}");
        let none: Vec<_> = found(&report, "full", "").into_iter().filter(|(name, _)| *name != "rows[]").collect();
        assert_eq!(met(&clerk.browser, settle, &none).await, "text-needed");
        assert_eq!(met(&clerk.browser, settle, &[("report", &*report), ("rows[]", "1"), ("display", "full")]).await, "not-found");
        assert_eq!(met(&stranger.browser, settle, &found(&report, "full", "")).await, "not-found");
        assert_eq!(met(&world.support().await.browser, settle, &found(&report, "full", "")).await, "not-allowed");
        assert_eq!(display_reviews::Entity::find().count(db).await.unwrap(), 0);

        // Later: another day, less hidden.
        let to = location(&clerk.browser.post_form(settle, &found(&report, "generic", "2027-05-01")).await);
        assert_eq!(to, format!("/holder/disclosures/{report}?done=reviewed#reviews"));
        let seen = page(&taro.browser, &format!("/usage/{report}")).await;
        assert!(!seen.contains("糖尿病の研究"), "generic: without the study");
        assert!(!page(&clerk.browser, "/holder").await.contains("data-reviews"), "the new day is months away");
        // Then everything is shown, and nothing is left to look at.
        assert_eq!(clerk.browser.post_form(settle, &found(&report, "full", "")).await.status, 303);
        assert!(page(&taro.browser, &format!("/usage/{report}")).await.contains("糖尿病の研究"));
        assert_eq!(reviews_due::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(display_reviews::Entity::find().count(db).await.unwrap(), 2, "both stay");
        assert_eq!(met(&clerk.browser, settle, &found(&report, "hidden", "2027-05-01")).await, "not-found");
    }

    async fn a_report_that_no_longer_stands_has_nothing_to_be_looked_at(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let (gone, old) = (hidden(&world, &hospital, &taro, "2026-12-01").await, hidden(&world, &hospital, &taro, "2026-12-01").await);
        world.clock.pass(Span::minutes(1));
        done(world.corrected(&hospital, &json!(gone), "w", &json!({ "withdraw": true })).await);
        // Corrected with a new day.
        let study = world.study(&[PURPOSE], false).await;
        let said = json!({
            "display": "hidden", "display_reason": "risk-of-harm", "clinician_role": "hospital-director", "review_by": "2027-06-01"
        });
        let instead = body(&world, study, vec![row(&taro.insured_number(), said)]);
        done(world.corrected(&hospital, &json!(old), "c", &instead).await);
        let left: Vec<_> = reviews_due::Entity::find().all(world.core().store.db()).await.unwrap();
        assert_eq!(left.iter().map(|of| of.review_by.as_str()).collect::<Vec<_>>(), ["2027-06-01"]);
        assert!(!page(&clerk.browser, "/holder").await.contains("data-reviews"));
    }
}
