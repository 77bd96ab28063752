//! Closing one's account for good: what opens it goes, what was decided stands.

use crate::approvals::look_up;
use crate::identity::{done, is_signed_in, newest_line, print_recovery_code, problem, recover, sign_in, told};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient};
use crate::proxies::{child, granted, people};
use crate::world::World;
use domain::account::{Level, NoticeKind};
use domain::clock::Span;
use domain::id::HolderId;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::store::entity::{accounts, form_drafts, inquiries, notices, passkeys, proxies, recovery_codes, sessions};

async fn leave(of: &Patient) -> crate::world::Answer {
    of.browser.call("/do/account/leave", &[]).await
}

/// How many rows name that account where nothing may be left.
async fn left_of(world: &World, account: uuid::Uuid) -> u64 {
    let db = world.core().store.db();
    let mut rows = 0;
    rows += passkeys::Entity::find().filter(passkeys::Column::AccountId.eq(account)).count(db).await.unwrap();
    rows += sessions::Entity::find().filter(sessions::Column::AccountId.eq(account)).count(db).await.unwrap();
    rows += recovery_codes::Entity::find().filter(recovery_codes::Column::AccountId.eq(account)).count(db).await.unwrap();
    rows += notices::Entity::find().filter(notices::Column::AccountId.eq(account)).count(db).await.unwrap();
    rows + form_drafts::Entity::find().filter(form_drafts::Column::AccountId.eq(account)).count(db).await.unwrap()
}

async fn account_of(world: &World, of: &Patient) -> accounts::Model {
    let theirs = accounts::Entity::find().filter(accounts::Column::SubjectId.eq(of.subject.0));
    theirs.one(world.core().store.db()).await.unwrap().unwrap()
}

on_both_databases! {
    async fn what_opens_the_account_goes_and_what_was_decided_stands(world: World) {
        let taro = world.patient().await;
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &taro.passkey).await);
        let code = print_recovery_code(&taro.browser).await;
        done(taro.decide("all", "refuse").await);
        done(taro.browser.call("/do/inquiries/ask", &[("text", "なぜですか。")]).await);
        taro.browser.post_form("/do/inquiries/ask", &[("text", &"あ".repeat(9_000))]).await;
        let account = account_of(&world, &taro).await;
        assert!(left_of(&world, account.id).await >= 4);

        let gone = taro.browser.post_form("/do/account/leave", &[]).await;
        assert_eq!((gone.status.as_u16(), gone.header("location")), (303, Some("/goodbye")));
        assert_eq!(newest_line(&world).await.0, "leave");
        assert_eq!(world.browser().get("/goodbye").await.status, 200);
        assert_eq!(left_of(&world, account.id).await, 0);
        for browser in [&taro.browser, &elsewhere] {
            assert!(!is_signed_in(&world, browser).await);
        }
        let row = accounts::Entity::find_by_id(account.id).one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!((row.subject_id, row.issuers.as_str()), (None, "[]"));
        assert_ne!(row.handle, account.handle, "what the authenticator knows it by names nothing");
        assert_eq!(problem(&sign_in(&world.browser(), &taro.passkey).await), "passkey-rejected");
        assert_eq!(problem(&world.browser().call("/do/recovery/begin", &[("code", &code)]).await), "recovery-rejected");
        let open = inquiries::Entity::find().filter(inquiries::Column::Status.ne("closed")).count(world.core().store.db());
        assert_eq!(open.await.unwrap(), 0, "the desk answers nobody who is gone");

        let asked = world.hospital().await.check_purpose(&[taro.insured_number()], "education").await;
        assert_eq!(asked.json()["results"][0]["decision"], "deny", "{}", asked.text());
    }

    async fn whoever_left_can_come_back_and_finds_the_choices(world: World) {
        let taro = world.patient().await;
        done(taro.decide("all", "refuse").await);
        done(leave(&taro).await);
        let (code, subject) = world.issue(&[&taro.insured], BIRTH_DATE, HolderId(uuid::Uuid::nil()), Level::Two).await;
        assert_eq!(subject, taro.subject);
        let (browser, passkey) = world.activate(&code.grouped(), BIRTH_DATE).await;
        let page = browser.get("/decisions").await;
        assert!(page.status == 200 && page.text().contains("/decisions/"), "{}", page.text());
        let again = Patient { browser, passkey, subject, insured: taro.insured.clone() };
        assert_ne!(account_of(&world, &again).await.id, uuid::Uuid::nil());
        done(again.decide("all", "allow").await);
        // And leaves a second time.
        done(leave(&again).await);
    }

    async fn it_needs_a_passkey_shown_just_now_and_no_open_recovery(world: World) {
        let taro = world.patient().await;
        world.clock.pass(Span::minutes(6));
        assert_eq!(problem(&leave(&taro).await), "fresh-passkey-needed");
        done(sign_in(&taro.browser, &taro.passkey).await);
        let code = print_recovery_code(&taro.browser).await;
        let new = world.browser();
        recover(&world, &new, &code).await;
        assert_eq!(problem(&new.call("/do/account/leave", &[]).await), "closed-after-recovery", "an earlier passkey can still cancel it");
        assert_eq!(problem(&world.browser().call("/do/account/leave", &[]).await), "sign-in-needed");
    }

    async fn whom_the_account_acted_for_is_told_and_no_longer_acted_for(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        granted(&sato, &mori, &child, &yuki).await;
        let grant = people(&world, &yuki).await.acts_for[0].id.to_string();
        done(yuki.browser.call("/do/person/view", &[("proxy", grant.as_str())]).await);
        assert_eq!(problem(&leave(&yuki).await), "not-allowed", "not with the child in view");
        done(yuki.browser.call("/do/person/view", &[("proxy", "")]).await);
        let (code, _) = world.issue(&[&child.insured], crate::proxies::CHILD_BORN, HolderId(uuid::Uuid::nil()), Level::Two).await;
        let (theirs, _) = world.activate(&code.grouped(), crate::proxies::CHILD_BORN).await;

        done(leave(&yuki).await);
        let living = proxies::Entity::find().filter(proxies::Column::EndedAt.is_null()).count(world.core().store.db());
        assert_eq!(living.await.unwrap(), 0);
        assert!(told(&world, &theirs, NoticeKind::ProxyEnded).await);
    }

    async fn the_desk_still_helps_a_person_who_left(world: World) {
        let (sato, taro) = (world.support().await, world.patient().await);
        done(leave(&taro).await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        assert_eq!(sato.browser.get(&format!("/desk/person/{seen}")).await.status, 200);
        let form = [("look_up", seen.as_str()), ("scope", "all"), ("stance", "refuse"), ("channel", "phone"), ("read_back", "yes")];
        done(sato.browser.call("/do/person/decide", &form).await);
    }
}
