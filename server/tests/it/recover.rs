//! Coming back with the printed code, and undoing it.

use crate::identity::{
    account, actor, add_passkey, begin, done, finish, is_signed_in, newest_line, print_recovery_code, problem, recover, shown_code, sign_in,
};
use crate::on_both_databases;
use crate::soft_passkey::{Flaw, SoftPasskey};
use crate::world::World;
use domain::account::{NoticeKind, Standing};
use domain::actor::Actor;
use domain::clock::Span;

const NOTICE: &str = "印刷した復旧コードで、アカウントに入りなおしました。";
const HOW_TO_CANCEL: &str = "前のパスキーでサインインすると取り消せます。";

async fn standing(world: &World, browser: &crate::world::Browser) -> Option<Standing> {
    if let Actor::Patient(patient) = actor(world, browser).await { Some(patient.standing) } else { None }
}

/// Whether the notice of a recovery says that an earlier passkey cancels it; it stands there in either case.
async fn says_how_to_cancel(browser: &crate::world::Browser, said: bool) {
    for path in ["/overview", "/account"] {
        let page = browser.get(path).await;
        assert!(page.text().contains(NOTICE), "{path}");
        assert_eq!(page.text().contains(HOW_TO_CANCEL), said, "{path}");
    }
}

on_both_databases! {
    async fn a_printed_code_and_a_new_passkey_bring_back_the_account(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        done(taro.decide("all", "refuse").await);
        let new = world.browser();
        let passkey = recover(&world, &new, &code.to_lowercase().replace('-', " ")).await;

        let until = world.core().now() + Span::hours(24);
        assert_eq!(standing(&world, &new).await, Some(Standing::ClosedUntil(until)));
        assert!(!is_signed_in(&world, &taro.browser).await, "every session ends");
        let view = account(&world, &new).await;
        assert_eq!(view.notices[0].kind, NoticeKind::Recovered);
        assert_eq!(view.passkeys.iter().map(|passkey| passkey.set_aside).collect::<Vec<_>>(), [true, false]);
        let next = shown_code(&new).await.expect("the next way back is on the page");
        assert!(view.has_recovery_code && next != code);
        assert_eq!(actor(&world, &new).await.subject(), Ok(taro.subject));

        let say = async |stance: &str| new.call("/do/choices/record", &[("scope", "all"), ("stance", stance)]).await;
        assert_eq!(problem(&say("allow").await), "closed-after-recovery");
        done(say("refuse").await);
        assert_eq!(new.get("/usage").await.status, 403);

        says_how_to_cancel(&new, true).await;
        world.clock.pass(Span::hours(24));
        done(sign_in(&new, &passkey).await);
        assert_eq!(standing(&world, &new).await, Some(Standing::Open));
        says_how_to_cancel(&new, false).await;
        done(say("allow").await);
        assert_eq!(new.get("/usage").await.status, 200);
    }

    async fn what_was_refused_before_is_taken_back_with_a_fresh_passkey_only(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        for scope in ["all", "purpose:education"] {
            done(taro.decide(scope, "refuse").await);
        }
        let new = world.browser();
        let passkey = recover(&world, &new, &code).await;
        world.clock.pass(Span::days(40));
        done(sign_in(&new, &passkey).await);
        world.clock.pass(Span::minutes(5));
        let say = async |scope: &str, stance: &str| new.call("/do/choices/record", &[("scope", scope), ("stance", stance)]).await;
        assert_eq!(problem(&say("all", "allow").await), "fresh-passkey-needed");
        assert_eq!(newest_line(&world).await.2, "fresh-passkey-needed");
        // Refusing needs nothing, and what was refused since is taken back as ever.
        done(say("commercial", "refuse").await);
        done(say("commercial", "allow").await);
        done(say("purpose:care-quality", "allow").await);

        // A plain form is led to the ceremony; what was chosen stands there.
        let sent = new.post_form("/do/choices/record", &[("scope", "purpose:education"), ("stance", "allow")]).await;
        assert_eq!(sent.header("location"), Some("/choices?confirm=purpose:education#confirm"), "{}", sent.text());
        let page = new.get("/choices?confirm=purpose:education").await;
        assert!(page.text().contains("data-ceremony=\"confirm\"") && page.text().contains("id=\"confirm\""), "{}", page.text());
        done(sign_in(&new, &passkey).await);
        let page = new.get("/choices?confirm=purpose:education").await;
        assert!(!page.text().contains("data-ceremony=\"confirm\"") && page.text().contains("id=\"confirm\""), "shown just now");
        done(say("purpose:education", "allow").await);
        done(say("all", "allow").await);
    }

    async fn a_yes_to_one_study_takes_back_older_refusals_too(world: World) {
        let taro = world.patient().await;
        let study = format!("study:{}", world.study(&["education"], false).await);
        let code = print_recovery_code(&taro.browser).await;
        done(taro.decide("all", "refuse").await);
        let new = world.browser();
        let passkey = recover(&world, &new, &code).await;
        world.clock.pass(Span::hours(24));
        done(sign_in(&new, &passkey).await);
        world.clock.pass(Span::minutes(5));
        let allow = async || new.call("/do/choices/record", &[("scope", &study), ("stance", "allow")]).await;
        assert_eq!(problem(&allow().await), "fresh-passkey-needed");
        done(sign_in(&new, &passkey).await);
        done(allow().await);
    }

    async fn a_recovery_that_was_cancelled_asks_for_nothing(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        done(taro.decide("all", "refuse").await);
        recover(&world, &world.browser(), &code).await;
        done(sign_in(&taro.browser, &taro.passkey).await);
        done(taro.browser.call("/do/recovery/cancel", &[]).await);
        done(sign_in(&taro.browser, &taro.passkey).await);
        world.clock.pass(Span::minutes(6));
        done(taro.decide("all", "allow").await);
    }

    async fn a_code_is_good_once_and_every_fault_has_one_answer(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        recover(&world, &world.browser(), &code).await;
        let mut answers = Vec::new();
        for (typed, cause) in
            [(code.as_str(), "an unknown code"), ("ABCDE-FGHJK-MNPQR-STVWX-YZ012-3", "an unknown code"), ("hello", "no code can be read")]
        {
            let answer = world.browser().call("/do/recovery/begin", &[("code", typed)]).await;
            assert_eq!(problem(&answer), "recovery-rejected", "{cause}");
            assert_eq!(newest_line(&world).await.2, cause);
            answers.push((answer.status, answer.text().to_owned()));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
    }

    async fn a_new_code_makes_the_old_one_void(world: World) {
        let taro = world.patient().await;
        let old = print_recovery_code(&taro.browser).await;
        let new = world.browser();
        let begun = begin(&new, "recovery", &[("code", &old)]).await;
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        print_recovery_code(&taro.browser).await;
        assert_eq!(problem(&finish(&new, "recovery", &begun, "made", &made).await), "recovery-rejected");
        assert_eq!(problem(&new.call("/do/recovery/begin", &[("code", &old)]).await), "recovery-rejected");
        assert!(is_signed_in(&world, &taro.browser).await);
    }

    async fn of_two_with_the_same_code_one_comes_back(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let devices = [world.browser(), world.browser()];
        let mut made = Vec::new();
        for device in &devices {
            let begun = begin(device, "recovery", &[("code", &code)]).await;
            let passkey = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
            made.push((begun, passkey));
        }
        let (one, other) = tokio::join!(
            finish(&devices[0], "recovery", &made[0].0, "made", &made[0].1),
            finish(&devices[1], "recovery", &made[1].0, "made", &made[1].1),
        );
        assert_eq!([one.status, other.status].iter().filter(|status| status.is_success()).count(), 1);
    }

    async fn a_passkey_that_was_made_badly_recovers_nothing(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let new = world.browser();
        for flaw in [Flaw::NoUserVerification, Flaw::OtherOrigin("https://evil.example"), Flaw::OtherChallenge] {
            let begun = begin(&new, "recovery", &[("code", &code)]).await;
            let made = SoftPasskey::new(&world.core().config.base_url).make_badly(&begun["challenge"], flaw);
            assert_eq!(problem(&finish(&new, "recovery", &begun, "made", &made).await), "passkey-rejected", "{flaw:?}");
        }
        assert!(is_signed_in(&world, &taro.browser).await);
        recover(&world, &new, &code).await;
    }

    async fn an_old_passkey_can_do_one_thing_and_that_for_a_day(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        recover(&world, &thief, &code).await;

        done(sign_in(&taro.browser, &taro.passkey).await);
        assert!(matches!(standing(&world, &taro.browser).await, Some(Standing::OnlyCancel(_))));
        assert_eq!(taro.browser.get("/start").await.header("location"), Some("/account"), "where that can be done");
        assert_eq!(problem(&taro.decide("all", "refuse").await), "only-cancel-recovery");
        assert_eq!(problem(&taro.browser.call("/do/passkey/begin", &[]).await), "only-cancel-recovery");
        assert_eq!(problem(&taro.browser.call("/do/recovery-code/issue", &[]).await), "only-cancel-recovery");

        world.clock.pass(Span::hours(24));
        assert!(!is_signed_in(&world, &taro.browser).await);
        assert_eq!(problem(&sign_in(&taro.browser, &taro.passkey).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "a passkey from before a recovery");
    }

    async fn whoever_may_only_cancel_loses_even_that_with_the_day(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        recover(&world, &world.browser(), &code).await;
        world.clock.pass(Span::minutes(24 * 60 - 1));
        done(sign_in(&taro.browser, &taro.passkey).await);
        world.clock.pass(Span::minutes(1));
        assert_eq!(problem(&taro.browser.call("/do/recovery/cancel", &[]).await), "sign-in-needed");
    }

    async fn cancelling_undoes_all_that_the_recovery_made(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        let stolen = recover(&world, &thief, &code).await;
        let added = add_passkey(&world, &thief).await;
        let thiefs_code = print_recovery_code(&thief).await;
        let old = account(&world, &thief).await.passkeys[0].id.to_string();
        says_how_to_cancel(&thief, true).await;
        assert_eq!(problem(&thief.call("/do/passkey/remove", &[("passkey", &old)]).await), "closed-after-recovery");

        world.clock.pass(Span::seconds(1));
        done(sign_in(&taro.browser, &taro.passkey).await);
        done(taro.browser.call("/do/recovery/cancel", &[]).await);
        assert!(!is_signed_in(&world, &thief).await);
        for passkey in [&stolen, &added] {
            assert_eq!(problem(&sign_in(&thief, passkey).await), "passkey-rejected");
        }
        assert_eq!(problem(&thief.call("/do/recovery/begin", &[("code", &thiefs_code)]).await), "recovery-rejected");

        done(sign_in(&taro.browser, &taro.passkey).await);
        assert_eq!(standing(&world, &taro.browser).await, Some(Standing::Open));
        let view = account(&world, &taro.browser).await;
        assert_eq!(view.notices[0].kind, NoticeKind::RecoveryCancelled);
        assert_eq!((view.passkeys.len(), view.passkeys[0].set_aside, view.has_recovery_code), (1, false, false));
        assert_eq!(taro.browser.get("/usage").await.status, 200);
        says_how_to_cancel(&taro.browser, false).await;
    }

    async fn a_second_recovery_does_not_hide_the_first(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        recover(&world, &thief, &code).await;
        let again = shown_code(&thief).await.unwrap();
        let last = recover(&world, &thief, &again).await;

        done(sign_in(&taro.browser, &taro.passkey).await);
        done(taro.browser.call("/do/recovery/cancel", &[]).await);
        assert_eq!(problem(&sign_in(&thief, &last).await), "passkey-rejected");
        done(sign_in(&taro.browser, &taro.passkey).await);
        assert_eq!(standing(&world, &taro.browser).await, Some(Standing::Open));
        assert_eq!(account(&world, &taro.browser).await.passkeys.len(), 1);
    }

    async fn nobody_else_cancels(world: World) {
        let taro = world.patient().await;
        assert_eq!(problem(&taro.browser.call("/do/recovery/cancel", &[]).await), "not-allowed");
        assert_eq!(problem(&world.browser().call("/do/recovery/cancel", &[]).await), "sign-in-needed");
        let code = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        recover(&world, &thief, &code).await;
        assert_eq!(problem(&thief.call("/do/recovery/cancel", &[]).await), "not-allowed");
    }

    async fn a_passkey_that_was_set_aside_can_be_thrown_away_later(world: World) {
        let taro = world.patient().await;
        let code = print_recovery_code(&taro.browser).await;
        let new = world.browser();
        let passkey = recover(&world, &new, &code).await;
        world.clock.pass(Span::hours(24));
        done(sign_in(&new, &passkey).await);
        let passkeys = account(&world, &new).await.passkeys;
        let (old, good) = (passkeys[0].id.to_string(), passkeys[1].id.to_string());
        assert_eq!(problem(&new.call("/do/passkey/remove", &[("passkey", &good)]).await), "last-passkey");
        done(new.call("/do/passkey/remove", &[("passkey", &old)]).await);
        assert_eq!(account(&world, &new).await.passkeys.len(), 1);
    }
}
