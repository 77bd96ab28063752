//! Somebody at the counter: proofs, letters, protection, deaths.

use super::{REASON, found, location, look_up, met, page, refusal};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::world::World;
use domain::account::Level;
use domain::id::HolderId;

on_both_databases! {
    async fn two_kinds_of_proof_raise_the_level_and_the_person_is_told(world: World) {
        let hospital = world.hospital().await;
        let (staff, hana) = (world.support().await, world.patient_of(hospital.id, Level::One).await);
        let id = found(&staff, &hana).await;
        for (one, other) in [("photo-id", "photo-id"), ("insurance-card", "pension-book"), ("photo-id", ""), ("", ""), ("x", "photo-id")] {
            let fields = [("look_up", &*id), ("one", one), ("other", other)];
            assert_eq!(met(&staff.browser, "/do/person/level", &fields).await, "evidence-needed", "{one} {other}");
        }
        let good = [("look_up", &*id), ("one", "my-number-card"), ("other", "insurance-card")];
        assert_eq!(location(&staff.browser.post_form("/do/person/level", &good).await), format!("/desk/person/{id}#done"));
        assert_eq!(met(&staff.browser, "/do/person/level", &good).await, "already-done");
        let usage = page(&hana.browser, "/usage").await;
        assert!(usage.contains("data-act=\"level-raised\"") && usage.contains(REASON), "{usage}");
        let overview = page(&hana.browser, "/overview").await;
        assert!(overview.contains("data-new-look"), "{overview}");
    }

    async fn a_letter_opens_an_account_that_its_maker_cannot_raise(world: World) {
        let (staff, other) = (world.support().await, world.support().await);
        let insured = world.new_insured_number();
        let id = look_up(&staff, &insured, BIRTH_DATE, REASON).await;
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "person-not-found");
        staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await;
        let made = staff.browser.post_form("/do/person/letter", &[("look_up", &id)]).await;
        assert_eq!(location(&made), format!("/desk/person/{id}/letter"));
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "already-done");
        assert_eq!(other.browser.get(&format!("/desk/person/{id}/letter")).await.status, 404);
        let letter = page(&staff.browser, &format!("/desk/person/{id}/letter")).await;
        let code = letter.split("data-code=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(!letter.contains(&insured), "{letter}");

        let (browser, _) = world.activate(&code, BIRTH_DATE).await;
        let usage = page(&browser, "/usage").await;
        assert!(usage.contains("data-act=\"letter-issued\""), "the person sees who made it: {usage}");
        let proofs = [("look_up", &*id), ("one", "photo-id"), ("other", "insurance-card")];
        assert_eq!(met(&staff.browser, "/do/person/level", &proofs).await, "needs-second-person");
        let again = look_up(&staff, &insured, BIRTH_DATE, REASON).await;
        let proofs_again = [("look_up", &*again), ("one", "photo-id"), ("other", "insurance-card")];
        assert_eq!(met(&staff.browser, "/do/person/level", &proofs_again).await, "needs-second-person");
        // After it was closed the code is shown to nobody.
        staff.browser.post_form("/do/person/close", &[("look_up", &id)]).await;
        assert_eq!(staff.browser.get(&format!("/desk/person/{id}/letter")).await.status, 410);
        let theirs = look_up(&other, &insured, BIRTH_DATE, REASON).await;
        let proofs = [("look_up", &*theirs), ("one", "photo-id"), ("other", "insurance-card")];
        assert_eq!(other.browser.post_form("/do/person/level", &proofs).await.status, 303);
    }

    async fn nobody_raises_what_is_not_there(world: World) {
        let staff = world.support().await;
        let insured = world.new_insured_number();
        world.issue(&[&insured], BIRTH_DATE, HolderId(uuid::Uuid::nil()), Level::One).await;
        let id = look_up(&staff, &insured, BIRTH_DATE, REASON).await;
        let proofs = [("look_up", &*id), ("one", "photo-id"), ("other", "insurance-card")];
        assert_eq!(met(&staff.browser, "/do/person/level", &proofs).await, "not-found");
    }

    async fn a_protected_person_is_shown_once_two_agree(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let (id, open_elsewhere) = (found(&staff, &taro).await, found(&other, &taro).await);
        assert_eq!(met(&staff.browser, "/do/person/protect", &[("look_up", &*id), ("reason", " ")]).await, "reason-needed");
        let protect = [("look_up", &*id), ("reason", "本人の申し出。")];
        assert_eq!(location(&staff.browser.post_form("/do/person/protect", &protect).await), format!("/desk/person/{id}#done"));
        assert_eq!(met(&staff.browser, "/do/person/protect", &protect).await, "already-done");
        assert_eq!(other.browser.get(&format!("/desk/person/{open_elsewhere}")).await.status, 410, "whoever else had them open");
        staff.browser.post_form("/do/person/close", &[("look_up", &id)]).await;

        let waits = found(&staff, &taro).await;
        let address = format!("/desk/person/{waits}");
        let shown = page(&staff.browser, &address).await;
        assert!(shown.contains("data-waiting") && !shown.contains("data-scope"), "{shown}");
        assert_eq!(met(&staff.browser, "/do/person/decide", &refusal(&waits)).await, "protected-person");
        assert_eq!(met(&staff.browser, "/do/person/history", &[("look_up", &*waits), ("reason", REASON)]).await, "protected-person");
        let yes = [("look_up", &*waits), ("answer", "yes")];
        assert!(!page(&staff.browser, "/desk/person").await.contains(&format!("waiting-{waits}")), "nobody agrees with themselves");
        assert_eq!(met(&staff.browser, "/do/person/let-look", &yes).await, "own-request");
        assert_eq!(met(&other.browser, "/do/person/let-look", &[("look_up", &*waits), ("answer", "maybe")]).await, "malformed");
        assert!(page(&other.browser, "/desk/person").await.contains(&format!("waiting-{waits}")));
        assert_eq!(other.browser.post_form("/do/person/let-look", &yes).await.status, 303);
        assert_eq!(met(&other.browser, "/do/person/let-look", &yes).await, "already-done");
        assert_eq!(other.browser.get(&address).await.status, 404, "who agreed does not see the person");
        assert!(page(&staff.browser, &address).await.contains("data-scope"));
        assert_eq!(staff.browser.post_form("/do/person/decide", &refusal(&waits)).await.status, 303, "a protected person can refuse");

        let declined = found(&staff, &taro).await;
        assert_eq!(other.browser.post_form("/do/person/let-look", &[("look_up", &*declined), ("answer", "no")]).await.status, 303);
        assert_eq!(staff.browser.get(&format!("/desk/person/{declined}")).await.status, 410);
        let usage = page(&taro.browser, "/usage").await;
        assert_eq!(usage.matches("data-look=").count(), 4, "the one that was declined, too: {usage}");
        assert!(usage.contains("本人の申し出。"));
    }

    async fn a_protected_person_gets_no_letter(world: World) {
        let staff = world.support().await;
        let id = look_up(&staff, &world.new_insured_number(), BIRTH_DATE, REASON).await;
        staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await;
        staff.browser.post_form("/do/person/protect", &[("look_up", &*id), ("reason", REASON)]).await;
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "protected-person");
    }

    async fn a_death_is_written_down_from_two_sources(world: World) {
        let (staff, hospital, taro) = (world.support().await, world.hospital().await, world.patient().await);
        taro.decide("all", "refuse").await;
        let id = found(&staff, &taro).await;
        let good = [("look_up", &*id), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
        for (name, value, problem) in [
            ("other", "death-certificate", "evidence-needed"),
            ("other", "", "evidence-needed"),
            ("day", "2026-11-23", "in-future"),
            ("day", "yesterday", "invalid-date"),
        ] {
            let fields: Vec<_> = good.iter().map(|&(of, old)| (of, if of == name { value } else { old })).collect();
            assert_eq!(met(&staff.browser, "/do/person/deceased", &fields).await, problem, "{name}: {value}");
        }
        assert_eq!(staff.browser.post_form("/do/person/deceased", &good).await.status, 303);
        assert_eq!(met(&staff.browser, "/do/person/deceased", &good).await, "already-done");
        let shown = page(&staff.browser, &format!("/desk/person/{id}")).await;
        assert!(shown.contains("data-deceased") && !shown.contains("id=\"tell\""), "{shown}");
        assert_eq!(met(&staff.browser, "/do/person/decide", &refusal(&id)).await, "not-allowed", "nothing is said for the dead");
        // Whoever signs in lives.
        assert!(crate::identity::sign_in(&world.browser(), &taro.passkey).await.status.is_success());
        let again = page(&staff.browser, &format!("/desk/person/{}", found(&staff, &taro).await)).await;
        assert!(!again.contains("data-deceased"), "{again}");
        assert!(super::audited(&world, "sign-in").await.iter().any(|(_, reason)| reason.starts_with("alarm")));
        let row = [taro.insured_number()];
        assert_eq!(hospital.check_purpose(&row, "education").await.json()["results"][0]["decision"], "deny", "what was decided stands");
    }
}
