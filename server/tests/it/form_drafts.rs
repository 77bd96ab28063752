//! What somebody typed into a form that was refused stands in it again, for them alone, and nowhere else.

use crate::desk::{REASON, found, location, page};
use crate::on_both_databases;
use crate::personas::Worker;
use crate::register::{form_with, save};
use crate::world::World;
use domain::clock::Span;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::store::entity::form_drafts;

const WORDS: &str = "</textarea><script>ことば";
const SHOWN: &str = "&lt;/textarea&gt;&lt;script&gt;ことば";

/// Sends a form that is refused, and says nothing of its words in the address.
async fn refused(who: &Worker, path: &str, fields: &[(&str, &str)], problem: &str) {
    let to = location(&who.browser.post_form(path, fields).await);
    let told = who.browser.call(path, fields).await;
    assert_eq!(told.json()["code"], problem, "{path}");
    assert!(to.contains("__err="), "{to}");
    assert!(!to.contains("ことば") && !to.contains("%E3%81") && !to.contains("script"), "{to}");
}

on_both_databases! {
    async fn what_a_second_member_is_asked_for_comes_back(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let id = found(&staff, &taro).await;
        let words = WORDS.repeat(60);
        let ask = [("look_up", &*id), ("kind", "recovery"), ("reason", &words), ("proof", "photo-id"), ("other_proof", "insurance-card")];
        refused(&staff, "/do/approval/request", &ask, "text-too-long").await;
        let address = format!("/desk/person/{id}/ask");
        let shown = page(&staff.browser, &address).await;
        assert!(shown.contains(&SHOWN.repeat(60)), "{shown}");
        assert!(!shown.contains("<script>ことば"), "{shown}");
        assert_eq!(shown.matches(SHOWN).count(), 60, "in one form of the six");
        let recovery = shown.split("id=\"recovery-proof\"").nth(1).unwrap().split("</form>").next().unwrap();
        assert!(recovery.contains("value=\"photo-id\" selected") && recovery.contains("value=\"insurance-card\" selected"), "{recovery}");
        // Nobody else's, not even about the same person.
        let theirs = found(&other, &taro).await;
        assert!(!page(&other.browser, &format!("/desk/person/{theirs}/ask")).await.contains("ことば"));
        // The look-up ended: the words are still there when the same person is looked up again, and not for another one.
        world.clock.pass(Span::minutes(31));
        crate::identity::sign_in(&staff.browser, &staff.passkey).await;
        let (again, hanako) = (found(&staff, &taro).await, found(&staff, &world.patient().await).await);
        assert!(page(&staff.browser, &format!("/desk/person/{again}/ask")).await.contains(SHOWN));
        assert!(!page(&staff.browser, &format!("/desk/person/{hanako}/ask")).await.contains("ことば"));
        // What was taken does not come back.
        let good = [("look_up", &*again), ("kind", "recovery"), ("reason", REASON), ("proof", "photo-id"), ("other_proof", "insurance-card")];
        assert!(location(&staff.browser.post_form("/do/approval/request", &good).await).starts_with("/desk/recovery/"));
        assert!(!page(&staff.browser, &format!("/desk/person/{again}/ask")).await.contains("ことば"));
        assert_eq!(form_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0);
    }

    async fn reasons_at_the_desk_come_back(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let id = found(&staff, &taro).await;
        let (address, words) = (format!("/desk/person/{id}"), WORDS.repeat(60));
        for (path, field) in [("/do/person/history", "history-reason"), ("/do/person/protect", "protect-reason")] {
            refused(&staff, path, &[("look_up", &id), ("reason", &words)], "text-too-long").await;
            let shown = page(&staff.browser, &address).await;
            let field = shown.split(&format!("id=\"{field}\"")).nth(1).unwrap().split('>').next().unwrap();
            assert!(field.contains("ことば"), "{path}: {field}");
        }
        let death = [("look_up", &*id), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "death-certificate")];
        refused(&staff, "/do/person/deceased", &death, "evidence-needed").await;
        let shown = page(&staff.browser, &address).await;
        assert!(shown.contains("value=\"2026-11-20\"") && shown.contains("value=\"death-certificate\" selected"), "{shown}");
        world.clock.pass(Span::hours(25));
        world.hikae.tidy().await.unwrap();
        assert_eq!(form_drafts::Entity::find().count(world.core().store.db()).await.unwrap(), 0, "a day is enough");
    }

    async fn a_holder_finds_keys_and_lists_again(world: World) {
        let hospital = world.hospital().await;
        let (manager, colleague) = (world.manager(&hospital).await, world.manager(&hospital).await);
        let program = [("name", "検査の仕組み"), ("scopes[]", "system/Consent.rs"), ("jwks", "{\"keys\":[{\"kty\":\"EC\",\"x\":\"ことば\"}]}")];
        refused(&manager, "/do/client/register", &program, "invalid-key").await;
        let shown = page(&manager.browser, "/holder/clients").await;
        assert!(shown.contains("value=\"検査の仕組み\"") && shown.contains("ことば"), "{shown}");
        assert!(!page(&colleague.browser, "/holder/clients").await.contains("ことば"));
        // A private key that was pasted by mistake is kept nowhere.
        let private = [("name", "検査の仕組み"), ("scopes[]", "system/Consent.rs"), ("jwks", "{\"keys\":[{\"kty\":\"EC\",\"d\":\"ことば\"}]}")];
        refused(&manager, "/do/client/register", &private, "private-key").await;
        let shown = page(&manager.browser, "/holder/clients").await;
        assert!(shown.contains("value=\"検査の仕組み\"") && !shown.contains("ことば"), "{shown}");

        refused(&manager, "/do/letters/write-list", &[("rows", "名前\nことば\n"), ("key", "k-1")], "unreadable-file").await;
        assert!(page(&manager.browser, "/holder/activations").await.contains("名前\nことば"));
        world.clock.pass(Span::minutes(11));
        assert!(!page(&manager.browser, "/holder/activations").await.contains("ことば"), "numbers of people are kept for minutes");
    }

    async fn a_study_comes_back_whole(world: World) {
        let (hanako, jiro) = (world.registrar().await, world.registrar().await);
        let fields = [("key", "k-1"), ("draft[title][ja]", "題のことば"), ("draft[summary][ja]", WORDS), ("draft[purposes][]", "advertising")];
        let to = location(&save(&hanako, &form_with(&fields)).await);
        assert!(to.contains("__err=") && !to.contains("%E3%81"), "{to}");
        let shown = page(&hanako.browser, "/registrar/studies/new").await;
        assert!(shown.contains("題のことば") && shown.contains(SHOWN), "{shown}");
        assert!(!page(&jiro.browser, "/registrar/studies/new").await.contains("ことば"));
        // Sent without what was wrong with it, it is a draft, and the form for a new one is empty again.
        let mended = form_with(&[("key", "k-2"), ("draft[title][ja]", "題のことば")]);
        assert!(location(&save(&hanako, &mended).await).contains("done=saved"));
        assert!(!page(&hanako.browser, "/registrar/studies/new").await.contains("ことば"));
    }
}
