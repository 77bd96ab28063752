//! What the desk is shown, and that the person sees that it was.

use super::{REASON, found, look_up, met, page, refusal};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::world::World;
use domain::category::Form;
use domain::clock::Span;
use domain::disclosure::Display;
use domain::id::{DisclosureId, SubjectId};
use server::service::links::link;
use server::store::commit;
use server::store::disclosures::{Disclosure, NewUse, report};
use server::store::links::Cause;

/// A use of the person's records, shown to them like that; whoever received them has that name.
async fn used(world: &World, subject: SubjectId, display: Display, recipient: &str) -> DisclosureId {
    let (core, hospital) = (world.core(), world.hospital().await);
    let study = world.study(&["ai-development"], true).await;
    world.clock.pass(Span::minutes(1));
    let disclosure = Disclosure {
        id: DisclosureId::new(core.now(), &*core.random),
        holder: hospital.id,
        study: (study, 1),
        disclosed_at: core.now(),
        reported_at: core.now(),
        recipient: recipient.to_owned(),
        form: Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check: None,
        historic: false,
    };
    let row = NewUse { subject, display, covered: false, record_count: Some(3), row: None };
    report(core.store.db(), &disclosure, None, &[row]).await.unwrap();
    disclosure.id
}

on_both_databases! {
    async fn the_person_reads_who_looked_why_and_what_they_did(world: World) {
        let (staff, taro, hana) = (world.support().await, world.patient().await, world.patient().await);
        page(&taro.browser, "/overview").await;
        assert!(!page(&taro.browser, "/overview").await.contains("data-new-look"));
        world.clock.pass(Span::minutes(5));
        let id = found(&staff, &taro).await;
        staff.browser.post_form("/do/person/decide", &refusal(&id)).await;
        let usage = page(&taro.browser, "/usage").await;
        let looked = usage.split("id=\"looked\"").nth(1).unwrap();
        assert!(looked.contains(REASON) && looked.contains("data-act=\"decided\"") && looked.contains("/decisions/0"), "{looked}");
        assert!(!looked.contains(&staff.account.to_string()), "no name of who it was");
        // It is nobody else's to read.
        assert!(!page(&hana.browser, "/usage").await.contains(REASON));
        // On the next visit the overview says so.
        world.clock.pass(Span::minutes(20));
        page(&taro.browser, "/usage").await;
        world.clock.pass(Span::minutes(20));
        assert!(page(&taro.browser, "/overview").await.contains("data-new-look"));
        assert!(page(&taro.browser, "/decisions").await.contains("窓口（本人の申し出）・電話"));
    }

    async fn the_list_of_looks_is_paged(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        for n in 0..12 {
            look_up(&staff, &taro.insured, BIRTH_DATE, &format!("理由その{n}。")).await;
            world.clock.pass(Span::seconds(2));
        }
        let first = page(&taro.browser, "/usage").await;
        assert_eq!(first.matches("data-look=").count(), 10);
        let next = first.split("/usage?looked=").nth(1).unwrap().split('#').next().unwrap().to_owned();
        let second = page(&taro.browser, &format!("/usage?looked={next}")).await;
        assert_eq!(second.matches("data-look=").count(), 2);
        assert!(second.contains("理由その0。") && !second.contains("理由その2。"), "{second}");
        assert_eq!(taro.browser.get("/usage?looked=nonsense").await.status, 200);
    }

    async fn the_desk_sees_no_use_until_it_says_why(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let shown = used(&world, taro.subject, Display::Full, "見える先").await;
        let generic = used(&world, taro.subject, Display::Generic, "一般の先").await;
        let hidden = used(&world, taro.subject, Display::Hidden, "隠した先").await;
        let id = found(&staff, &taro).await;
        let address = format!("/desk/person/{id}");
        let closed = page(&staff.browser, &address).await;
        for one in [shown, generic, hidden] {
            assert!(!closed.contains(&one.to_string()), "{closed}");
        }
        assert_eq!(met(&staff.browser, "/do/person/history", &[("look_up", &*id), ("reason", "")]).await, "reason-needed");
        let why = "本人が、どの病院かを尋ねた。";
        assert_eq!(staff.browser.post_form("/do/person/history", &[("look_up", &*id), ("reason", why)]).await.status, 303);
        let open = page(&staff.browser, &address).await;
        assert!(open.contains(&shown.to_string()) && open.contains(&generic.to_string()), "{open}");
        assert!(!open.contains(&hidden.to_string()) && !open.contains("隠した先"), "a hidden use is nowhere: {open}");
        assert!(!open.contains("一般の先"), "a generic one is generic here, too");
        // The person reads that it was opened, and why.
        let usage = page(&taro.browser, "/usage").await;
        assert!(usage.contains("data-act=\"use-seen\"") && usage.contains(why), "{usage}");
        assert!(!usage.contains(&hidden.to_string()));
        // A new look begins closed.
        let again = found(&staff, &taro).await;
        assert!(!page(&staff.browser, &format!("/desk/person/{again}")).await.contains(&shown.to_string()));
    }

    async fn a_linked_record_is_said_to_be_there_and_not_shown(world: World) {
        let (staff, taro, hana) = (world.support().await, world.patient().await, world.patient().await);
        hana.decide("purpose:education", "refuse").await;
        let tx = world.core().store.begin().await.unwrap();
        link(world.core(), &tx, taro.subject, hana.subject, Cause::Desk, world.core().now()).await.unwrap();
        commit(tx).await.unwrap();
        let id = found(&staff, &taro).await;
        let shown = page(&staff.browser, &format!("/desk/person/{id}")).await;
        assert!(shown.contains("同じ人の登録がほかに"), "{shown}");
        // What she said holds for both; her list of decisions is hers.
        let row = shown.split("data-scope=\"purpose:education\"").nth(1).unwrap().split("</tr>").next().unwrap();
        assert!(row.contains("断る"), "{row}");
        assert!(!shown.contains("/receipt/0"), "{shown}");
        assert_eq!(staff.browser.get(&format!("/desk/person/{id}/receipt/0")).await.status, 404);
        // What is entered is entered for the one who was looked up.
        staff.browser.post_form("/do/person/decide", &refusal(&id)).await;
        assert!(page(&taro.browser, "/decisions").await.contains("すべての二次利用"));
        assert!(!page(&hana.browser, "/decisions").await.contains("すべての二次利用"));
    }

    async fn two_people_under_one_number_are_not_shown(world: World) {
        let staff = world.support().await;
        let (one, other) = (world.new_insured_number(), world.new_insured_number());
        let desk = domain::id::HolderId(uuid::Uuid::nil());
        let level = domain::account::Level::One;
        world.issue(&[&one], BIRTH_DATE, desk, level).await;
        world.issue(&[&other], BIRTH_DATE, desk, level).await;
        // Twins: an issuer that names both numbers makes a third one, whom all of them reach.
        world.issue(&[&one, &other], BIRTH_DATE, desk, level).await;
        let id = look_up(&staff, &one, BIRTH_DATE, REASON).await;
        assert!(page(&staff.browser, &format!("/desk/person/{id}")).await.contains("data-nobody"));
    }
}
