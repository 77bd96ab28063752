//! What somebody at the desk has to look at: signs of life after a death was written down, and more look-ups than a desk needs.

use crate::desk::{audited, found, location, met, page};
use crate::identity::{print_recovery_code, recover, sign_in};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::world::World;
use domain::account::Level;
use domain::identifier::INSURED;
use sea_orm::EntityTrait;
use server::store::entity::{alarms, look_up_alarms};

/// The desk writes the person's death down.
async fn declared_dead(staff: &Worker, patient: &Patient) {
    let id = found(staff, patient).await;
    let death = [("look_up", &*id), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
    assert_eq!(staff.browser.post_form("/do/person/deceased", &death).await.status, 303);
}

async fn only_alarm(world: &World) -> alarms::Model {
    let [one] = alarms::Entity::find().all(world.core().store.db()).await.unwrap().try_into().unwrap();
    one
}

on_both_databases! {
    async fn a_sign_in_after_a_death_waits_for_the_desk(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        assert!(!page(&staff.browser, "/desk").await.contains("open-incidents"), "nothing waits");
        declared_dead(&staff, &taro).await;
        for _ in 0..2 {
            assert!(sign_in(&world.browser(), &taro.passkey).await.status.is_success());
        }
        let alarm = only_alarm(&world).await;
        assert_eq!((alarm.sign.as_str(), alarm.subject_id), ("signed-in", taro.subject.0), "once, however often they sign in");
        assert!(page(&staff.browser, "/desk").await.contains("id=\"open-incidents\" data-count=\"1\""));
        let id = domain::id::AlarmId(alarm.id).to_string();
        let list = page(&staff.browser, "/desk/incidents").await;
        assert!(list.contains(&format!("data-alarm=\"{id}\"")), "{list}");

        let read = |lines: &[(String, String)]| lines.iter().filter(|(_, reason)| reason == "alarm read").count();
        assert_eq!(read(&audited(&world, "see-incidents").await), 0, "the list names nobody");
        let address = format!("/desk/incidents/alarms/{id}");
        let shown = page(&other.browser, &address).await;
        assert!(!shown.contains(&taro.subject.to_string()) && !shown.contains(&taro.insured), "masked: {shown}");
        assert!(shown.contains(&taro.subject.to_string()[20..]), "{shown}");
        assert_eq!(read(&audited(&world, "see-incidents").await), 1, "who reads it stands in the audit");

        for who in [&world.registrar().await, &world.manager(&world.hospital().await).await] {
            assert_eq!(who.browser.get(&address).await.status, 403);
            assert_eq!(met(&who.browser, "/do/alarms/close", &[("alarm", &id), ("reason", "x")]).await, "not-allowed");
        }
        assert_eq!(taro.browser.get(&address).await.status, 403);
        for unknown in ["01J00000000000000000000000", "x"] {
            assert_eq!(staff.browser.get(&format!("/desk/incidents/alarms/{unknown}")).await.status, 404);
            assert_eq!(met(&staff.browser, "/do/alarms/close", &[("alarm", unknown), ("reason", "x")]).await, "not-found");
        }
        assert_eq!(met(&staff.browser, "/do/alarms/close", &[("alarm", &*id), ("reason", " ")]).await, "text-needed");
        let long = "わかったこと。".repeat(400);
        assert!(location(&staff.browser.post_form("/do/alarms/close", &[("alarm", &*id), ("reason", &long)]).await).contains("__err="));
        assert!(page(&staff.browser, &address).await.contains(&long), "nothing is lost");
        let closing = [("alarm", &*id), ("reason", "取り違えでした。</p><script>alert(1)</script>")];
        assert_eq!(location(&staff.browser.post_form("/do/alarms/close", &closing).await), format!("{address}?done=closed#done"));
        assert_eq!(met(&other.browser, "/do/alarms/close", &closing).await, "already-done");
        let shown = page(&staff.browser, &address).await;
        assert!(shown.contains("取り違えでした。") && !shown.contains("<script>alert") && !shown.contains("/do/alarms/close"), "{shown}");
        let kept = only_alarm(&world).await.closing.unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("取り違え"), "sealed");
        assert!(!page(&staff.browser, "/desk").await.contains("open-incidents"));
        assert!(!page(&staff.browser, "/desk/incidents").await.contains(&id));
        assert!(page(&staff.browser, "/desk/incidents?all=1").await.contains(&id));
    }

    async fn coming_back_with_a_code_and_using_a_letter_are_signs_too(world: World) {
        let (staff, hospital, hana) = (world.support().await, world.hospital().await, world.patient().await);
        let printed = print_recovery_code(&hana.browser).await;
        declared_dead(&staff, &hana).await;
        recover(&world, &world.browser(), &printed).await;
        let alarm = only_alarm(&world).await;
        assert_eq!((alarm.sign.as_str(), alarm.subject_id), ("recovered", hana.subject.0));
        let id = domain::id::AlarmId(alarm.id).to_string();
        assert_eq!(staff.browser.post_form("/do/alarms/close", &[("alarm", &*id), ("reason", "本人でした。")]).await.status, 303);

        // Somebody who is signed in adds the letter of a dead person to the account: that person was born on the same day.
        let jiro = world.patient().await;
        let insured = world.new_insured_number();
        let (code, dead) = world.issue(&[&insured], BIRTH_DATE, hospital.id, Level::One).await;
        let id = crate::desk::look_up(&staff, &insured, BIRTH_DATE, crate::desk::REASON).await;
        let death = [("look_up", &*id), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
        assert_eq!(staff.browser.post_form("/do/person/deceased", &death).await.status, 303);
        let joined = jiro.browser.call("/do/activation/begin", &[("code", &code.grouped()), ("birth_date", BIRTH_DATE)]).await;
        assert_eq!(joined.status, 200, "{}", joined.text());
        let joined: Vec<_> = alarms::Entity::find().all(world.core().store.db()).await.unwrap();
        let joined: Vec<_> = joined.iter().filter(|alarm| alarm.sign == "activated").map(|alarm| alarm.subject_id).collect();
        assert_eq!(joined, [dead.0]);

        let insured = world.new_insured_number();
        let (code, _) = world.issue(&[&insured], BIRTH_DATE, hospital.id, Level::One).await;
        let id = crate::desk::look_up(&staff, &insured, BIRTH_DATE, crate::desk::REASON).await;
        let death = [("look_up", &*id), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
        assert_eq!(staff.browser.post_form("/do/person/deceased", &death).await.status, 303);
        world.activate(&code.grouped(), BIRTH_DATE).await;

        let lines = audited(&world, "activate").await;
        assert_eq!(lines.iter().filter(|(_, reason)| reason.starts_with("alarm: activated")).count(), 2);
        assert!(page(&staff.browser, "/desk").await.contains("data-count=\"2\""));
    }

    async fn too_many_look_ups_are_seen_by_colleagues_and_closed_by_one_of_them(world: World) {
        let (eager, other) = (world.support().await, world.support().await);
        let administrator = world.administrator().await;
        let taro = world.patient().await;
        for _ in 0..domain::desk::LOOK_UPS_AN_HOUR {
            found(&eager, &taro).await;
        }
        assert!(!page(&other.browser, "/desk").await.contains("open-incidents"), "as many as a desk needs");
        let fields = [("system", INSURED), ("value", &*taro.insured), ("birth_date", BIRTH_DATE), ("reason", crate::desk::REASON)];
        for _ in 0..3 {
            assert_eq!(met(&eager.browser, "/do/person/look-up", &fields).await, "too-many-requests");
        }
        let [alarm] = look_up_alarms::Entity::find().all(world.core().store.db()).await.unwrap().try_into().unwrap();
        assert_eq!((alarm.account_id, alarm.refused), (eager.account.0, 3), "one alarm, however often they try");
        let id = domain::id::AlarmId(alarm.id).to_string();
        let address = format!("/desk/incidents/alarms/{id}");
        for who in [&eager, &other, &administrator] {
            assert!(page(&who.browser, "/desk/incidents").await.contains(&format!("data-alarm=\"{id}\"")));
            let shown = page(&who.browser, &address).await;
            assert!(!shown.contains(&eager.account.to_string()) && !shown.contains(&taro.insured), "{shown}");
        }
        assert!(page(&other.browser, "/desk").await.contains("id=\"open-incidents\" data-count=\"1\""));

        assert!(!page(&eager.browser, &address).await.contains("/do/alarms/close"));
        let closing = [("alarm", &*id), ("reason", "電話が多い日でした。")];
        assert_eq!(met(&eager.browser, "/do/alarms/close", &closing).await, "own-request");
        assert_eq!(crate::identity::newest_line(&world).await.2, "own look-ups");
        assert_eq!(location(&other.browser.post_form("/do/alarms/close", &closing).await), format!("{address}?done=closed#done"));
        assert_eq!(met(&administrator.browser, "/do/alarms/close", &closing).await, "already-done");
        assert!(page(&other.browser, &address).await.contains("電話が多い日でした。"));
        assert!(!page(&other.browser, "/desk").await.contains("open-incidents"));

        assert_eq!(met(&eager.browser, "/do/person/look-up", &fields).await, "too-many-requests");
        assert!(page(&other.browser, "/desk").await.contains("data-count=\"1\""), "who goes on after that raises it anew");
    }

    async fn the_number_counts_reports_with_open_conflicts_too(world: World) {
        let (staff, hospital) = (world.support().await, world.hospital().await);
        let (taro, hanako) = (world.patient().await, world.patient().await);
        world.against(&hospital, &[&taro, &hanako]).await;
        assert!(page(&staff.browser, "/desk").await.contains("data-count=\"1\""), "a report, however many people are in it");
        declared_dead(&staff, &hanako).await;
        sign_in(&world.browser(), &hanako.passkey).await;
        assert!(page(&staff.browser, "/desk").await.contains("data-count=\"2\""));
    }
}
