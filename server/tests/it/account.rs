//! What belongs to a sign-in: more passkeys, fewer, a printed code, notices.

use crate::identity::{
    account, add_passkey, begin, done, finish, is_signed_in, newest_line, print_recovery_code, problem, shown_code, sign_in,
};
use crate::on_both_databases;
use crate::soft_passkey::{Flaw, SoftPasskey};
use crate::world::World;
use domain::account::NoticeKind;
use domain::clock::Span;
use sea_orm::EntityTrait;
use server::store::entity::passkeys as kept;

on_both_databases! {
    async fn a_second_passkey_is_a_second_way_in(world: World) {
        let taro = world.patient().await;
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &taro.passkey).await);
        let second = add_passkey(&world, &taro.browser).await;
        assert!(!is_signed_in(&world, &elsewhere).await, "the other sessions end");
        let view = account(&world, &taro.browser).await;
        assert_eq!(view.passkeys.len(), 2);
        assert_eq!(view.notices[0].kind, NoticeKind::PasskeyAdded);
        for passkey in [&taro.passkey, &second] {
            done(sign_in(&world.browser(), passkey).await);
        }
    }

    async fn an_authenticator_is_not_taken_twice(world: World) {
        let taro = world.patient().await;
        let begun = begin(&taro.browser, "passkey", &[]).await;
        assert!(taro.passkey.is_excluded(&begun["challenge"]));
    }

    async fn a_passkey_that_was_made_badly_is_not_added(world: World) {
        let taro = world.patient().await;
        for flaw in [Flaw::NoUserVerification, Flaw::OtherOrigin("https://evil.example"), Flaw::OtherChallenge] {
            let begun = begin(&taro.browser, "passkey", &[]).await;
            let made = SoftPasskey::new(&world.core().config.base_url).make_badly(&begun["challenge"], flaw);
            assert_eq!(problem(&finish(&taro.browser, "passkey", &begun, "made", &made).await), "passkey-rejected", "{flaw:?}");
        }
        assert_eq!(account(&world, &taro.browser).await.passkeys.len(), 1);
    }

    async fn a_ceremony_of_somebody_else_adds_nothing(world: World) {
        let (taro, hana) = (world.patient().await, world.patient().await);
        let begun = begin(&taro.browser, "passkey", &[]).await;
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        assert_eq!(problem(&finish(&hana.browser, "passkey", &begun, "made", &made).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "a ceremony of another account");
        assert_eq!(account(&world, &hana.browser).await.passkeys.len(), 1);
    }

    async fn changes_of_the_sign_in_need_a_fresh_passkey(world: World) {
        let taro = world.patient().await;
        let only = account(&world, &taro.browser).await.passkeys[0].id.to_string();
        let begun = begin(&taro.browser, "passkey", &[]).await;
        world.clock.pass(Span::minutes(4));
        done(sign_in(&world.browser(), &taro.passkey).await);
        world.clock.pass(Span::seconds(59));
        // Begun while it was fresh, it may be completed in the ceremony's own time.
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        done(finish(&taro.browser, "passkey", &begun, "made", &made).await);
        world.clock.pass(Span::seconds(1));
        for (path, fields) in
            [("/do/passkey/begin", vec![]), ("/do/recovery-code/issue", vec![]), ("/do/passkey/remove", vec![("passkey", only.as_str())])]
        {
            assert_eq!(problem(&taro.browser.call(path, &fields).await), "fresh-passkey-needed", "{path}");
        }
        done(sign_in(&taro.browser, &taro.passkey).await);
        begin(&taro.browser, "passkey", &[]).await;
    }

    async fn a_removed_passkey_opens_nothing_and_the_last_one_stays(world: World) {
        let taro = world.patient().await;
        let second = add_passkey(&world, &taro.browser).await;
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &taro.passkey).await);
        let passkeys = account(&world, &taro.browser).await.passkeys;
        let remove = async |id: &str| taro.browser.call("/do/passkey/remove", &[("passkey", id)]).await;
        world.clock.pass(Span::seconds(1));
        done(sign_in(&taro.browser, &second).await);
        done(remove(&passkeys[0].id.to_string()).await);
        assert_eq!(account(&world, &taro.browser).await.notices[0].kind, NoticeKind::PasskeyRemoved);
        assert!(!is_signed_in(&world, &elsewhere).await, "the other sessions end");
        assert_eq!(problem(&sign_in(&world.browser(), &taro.passkey).await), "passkey-rejected");
        assert_eq!(problem(&remove(&passkeys[1].id.to_string()).await), "last-passkey");
        assert_eq!(problem(&remove(&passkeys[0].id.to_string()).await), "not-found");
        done(sign_in(&world.browser(), &second).await);
    }

    async fn of_two_passkeys_removed_at_once_one_stays(world: World) {
        let taro = world.patient().await;
        add_passkey(&world, &taro.browser).await;
        let passkeys = account(&world, &taro.browser).await.passkeys;
        let remove = async |n: usize| taro.browser.call("/do/passkey/remove", &[("passkey", &passkeys[n].id.to_string())]).await;
        let (one, other) = tokio::join!(remove(0), remove(1));
        assert_eq!([one.status, other.status].iter().filter(|status| status.is_success()).count(), 1);
        assert_eq!(kept::Entity::find().all(world.core().store.db()).await.unwrap().len(), 1);
    }

    async fn a_session_ends_with_the_passkey_that_began_it(world: World) {
        let taro = world.patient().await;
        let second = add_passkey(&world, &taro.browser).await;
        let first = account(&world, &taro.browser).await.passkeys[0].id.to_string();
        let removed = taro.browser.post_form("/do/passkey/remove", &[("passkey", &first)]).await;
        assert_eq!(removed.header("location"), Some("/sign-in?done=passkey-removed&next=%2Faccount"), "{}", removed.text());
        assert!(!is_signed_in(&world, &taro.browser).await);
        done(sign_in(&taro.browser, &second).await);
    }

    async fn a_ceremony_that_was_begun_with_a_fresh_passkey_may_outlast_it(world: World) {
        let taro = world.patient().await;
        world.clock.pass(Span::minutes(4));
        let begun = begin(&taro.browser, "passkey", &[]).await;
        world.clock.pass(Span::minutes(2));
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        done(finish(&taro.browser, "passkey", &begun, "made", &made).await);
        assert_eq!(account(&world, &taro.browser).await.passkeys.len(), 2);
    }

    async fn nobody_removes_somebody_elses(world: World) {
        let (taro, hana) = (world.patient().await, world.patient().await);
        add_passkey(&world, &hana.browser).await;
        let hers = account(&world, &hana.browser).await;
        let passkey = hers.passkeys[0].id.to_string();
        let notice = hers.notices[0].id.to_string();
        assert_eq!(problem(&taro.browser.call("/do/passkey/remove", &[("passkey", &passkey)]).await), "not-found");
        assert_eq!(problem(&taro.browser.call("/do/notice/seen", &[("notice", &notice)]).await), "not-found");
        assert_eq!(account(&world, &hana.browser).await.notices.len(), 1);
    }

    async fn a_notice_that_was_read_is_not_shown_again(world: World) {
        let taro = world.patient().await;
        add_passkey(&world, &taro.browser).await;
        let notice = account(&world, &taro.browser).await.notices[0].id.to_string();
        for _ in 0..2 {
            done(taro.browser.call("/do/notice/seen", &[("notice", &notice)]).await);
        }
        assert_eq!(account(&world, &taro.browser).await.notices, []);
    }

    async fn a_recovery_code_can_be_read_for_ten_minutes(world: World) {
        let taro = world.patient().await;
        assert_eq!(shown_code(&taro.browser).await, None);
        let code = print_recovery_code(&taro.browser).await;
        assert!(account(&world, &taro.browser).await.has_recovery_code);
        world.clock.pass(Span::seconds(599));
        assert_eq!(shown_code(&taro.browser).await, Some(code));
        world.clock.pass(Span::seconds(1));
        assert_eq!(shown_code(&taro.browser).await, None);
    }

    async fn a_recovery_code_that_is_kept_is_not_shown_again(world: World) {
        let taro = world.patient().await;
        print_recovery_code(&taro.browser).await;
        done(taro.browser.call("/do/recovery-code/kept", &[]).await);
        assert_eq!(shown_code(&taro.browser).await, None);
        assert!(account(&world, &taro.browser).await.has_recovery_code);
    }

    async fn somebody_at_work_adds_a_passkey_and_ends_what_runs_elsewhere(world: World) {
        let hospital = world.hospital().await;
        for worker in [world.support().await, world.registrar().await, world.administrator().await, world.operator(&hospital).await] {
            // Time passed since they came.
            done(sign_in(&worker.browser, &worker.passkey).await);
            let elsewhere = world.browser();
            done(sign_in(&elsewhere, &worker.passkey).await);
            let view = account(&world, &worker.browser).await;
            let other = view.sessions.iter().find(|session| !session.current).unwrap();
            done(worker.browser.call("/do/session/end-other", &[("session", &other.id.to_string())]).await);
            assert!(!is_signed_in(&world, &elsewhere).await);

            world.clock.pass(Span::seconds(1));
            let second = add_passkey(&world, &worker.browser).await;
            let view = account(&world, &worker.browser).await;
            assert_eq!((view.passkeys.len(), view.notices[0].kind), (2, NoticeKind::PasskeyAdded));
            done(sign_in(&elsewhere, &second).await);
            world.clock.pass(Span::minutes(5));
            let first = view.passkeys[0].id.to_string();
            assert_eq!(problem(&worker.browser.call("/do/passkey/remove", &[("passkey", &first)]).await), "fresh-passkey-needed");
            done(sign_in(&worker.browser, &second).await);
            done(worker.browser.call("/do/passkey/remove", &[("passkey", &first)]).await);
            assert!(!is_signed_in(&world, &elsewhere).await, "a change of the ways in ends the others");
            assert_eq!(problem(&sign_in(&world.browser(), &worker.passkey).await), "passkey-rejected");
        }
    }

    async fn for_work_there_is_no_printed_way_back(world: World) {
        let support = world.support().await;
        assert_eq!(problem(&support.browser.call("/do/recovery-code/issue", &[]).await), "not-allowed");
        assert_eq!(newest_line(&world).await, ("keep-recovery-code".to_owned(), "not-allowed".to_owned(), "not permitted".to_owned()));
        assert_eq!(support.browser.get("/account/recovery-code").await.status, 403);
        let page = support.browser.get("/account").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("id=\"passkeys\"") && !page.text().contains("recovery-code"), "{}", page.text());
    }

    async fn a_new_recovery_code_ends_the_other_sessions(world: World) {
        let taro = world.patient().await;
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &taro.passkey).await);
        print_recovery_code(&taro.browser).await;
        assert!(!is_signed_in(&world, &elsewhere).await);
    }
}
