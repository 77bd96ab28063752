//! Signing in with a passkey, and everything that must not work.

use crate::identity::{account, actor, begin, done, finish, is_signed_in, newest_line, problem, sign_in, sign_in_badly};
use crate::on_both_databases;
use crate::soft_passkey::{Flaw, SoftPasskey};
use crate::world::World;
use domain::actor::Actor;
use domain::clock::Span;
use std::collections::BTreeSet;

on_both_databases! {
    async fn a_passkey_alone_signs_in(world: World) {
        let taro = world.patient().await;
        world.clock.pass(Span::hours(1));
        let browser = world.browser();
        done(sign_in(&browser, &taro.passkey).await);
        assert_eq!(actor(&world, &browser).await.subject(), Ok(taro.subject));
        assert_eq!(browser.get("/overview").await.status, 200);
        let view = account(&world, &browser).await;
        assert_eq!(view.passkeys[0].last_used_at, Some(world.core().now()));
        assert_eq!(newest_line(&world).await.0, "sign-in");
    }

    async fn a_challenge_names_nobody(world: World) {
        world.patient().await;
        let begun = begin(&world.browser(), "sign-in", &[]).await;
        assert_eq!(begun["challenge"]["publicKey"]["allowCredentials"], serde_json::json!([]));
        assert_eq!(begun["challenge"]["publicKey"]["userVerification"], "required");
        assert!(begun["challenge"].get("mediation").is_none());
    }

    async fn every_fault_has_one_answer_and_its_own_cause(world: World) {
        let taro = world.patient().await;
        let flaws = [
            Flaw::NoUserVerification,
            Flaw::NoUserPresence,
            Flaw::OtherOrigin("https://evil.example"),
            Flaw::OtherRelyingParty,
            Flaw::OtherChallenge,
            Flaw::OtherKind,
            Flaw::Embedded,
            Flaw::BogusSignature,
            Flaw::OtherUser,
            Flaw::NoUser,
        ];
        let mut causes = BTreeSet::new();
        let mut answers = BTreeSet::new();
        let browser = world.browser();
        for flaw in flaws {
            let answer = sign_in_badly(&browser, &taro.passkey, flaw).await;
            assert_eq!(problem(&answer), "passkey-rejected", "{flaw:?}");
            answers.insert((answer.status.as_u16(), answer.text().to_owned()));
            causes.insert(newest_line(&world).await.2);
            assert!(!is_signed_in(&world, &browser).await, "{flaw:?}");
        }
        assert_eq!(answers.len(), 1);
        assert_eq!(causes.len(), flaws.len(), "{causes:?}");
        done(sign_in(&browser, &taro.passkey).await);
    }

    async fn what_is_no_signature_is_refused_like_a_wrong_one(world: World) {
        let taro = world.patient().await;
        let answer = sign_in_badly(&world.browser(), &taro.passkey, Flaw::NoSignature).await;
        assert_eq!(problem(&answer), "passkey-rejected");
    }

    async fn origins_that_only_look_like_ours_are_others(world: World) {
        let taro = world.patient().await;
        for origin in ["http://localhost:3001", "https://localhost:3000", "http://a.localhost:3000", "http://localhost.evil.example:3000"] {
            let answer = sign_in_badly(&world.browser(), &taro.passkey, Flaw::OtherOrigin(origin)).await;
            assert_eq!(problem(&answer), "passkey-rejected", "{origin}");
            assert_eq!(newest_line(&world).await.2, "another origin", "{origin}");
        }
    }

    async fn an_answer_is_good_once(world: World) {
        let taro = world.patient().await;
        let (browser, thief) = (world.browser(), world.browser());
        let begun = begin(&browser, "sign-in", &[]).await;
        let shown = taro.passkey.show(&begun["challenge"]).await;
        done(finish(&browser, "sign-in", &begun, "shown", &shown).await);
        assert_eq!(problem(&finish(&thief, "sign-in", &begun, "shown", &shown).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "a ceremony that is unknown or was used");
        // With a ceremony of the thief's own it answers the wrong challenge.
        let own = begin(&thief, "sign-in", &[]).await;
        assert_eq!(problem(&finish(&thief, "sign-in", &own, "shown", &shown).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "an answer to another challenge");
        assert!(!is_signed_in(&world, &thief).await);
    }

    async fn of_two_who_send_the_same_answer_at_once_one_is_in(world: World) {
        let taro = world.patient().await;
        let (one, other) = (world.browser(), world.browser());
        let begun = begin(&one, "sign-in", &[]).await;
        let shown = taro.passkey.show(&begun["challenge"]).await;
        let (first, second) =
            tokio::join!(finish(&one, "sign-in", &begun, "shown", &shown), finish(&other, "sign-in", &begun, "shown", &shown));
        assert_eq!([first.status, second.status].iter().filter(|status| status.is_success()).count(), 1);
    }

    async fn a_ceremony_lasts_five_minutes(world: World) {
        let taro = world.patient().await;
        let browser = world.browser();
        let begun = begin(&browser, "sign-in", &[]).await;
        let shown = taro.passkey.show(&begun["challenge"]).await;
        world.clock.pass(Span::minutes(5));
        assert_eq!(problem(&finish(&browser, "sign-in", &begun, "shown", &shown).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "a ceremony that is too old");
    }

    async fn a_passkey_of_nobody_is_refused(world: World) {
        let taro = world.patient().await;
        let begun = begin(&taro.browser, "passkey", &[]).await;
        let never_kept = SoftPasskey::new(&world.core().config.base_url);
        never_kept.make(&begun["challenge"]).await;
        assert_eq!(problem(&sign_in(&world.browser(), &never_kept).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "an unknown passkey");
    }

    async fn a_copied_authenticator_is_noticed_by_its_counter(world: World) {
        let taro = world.patient().await;
        done(sign_in(&world.browser(), &taro.passkey).await);
        assert_eq!(problem(&sign_in_badly(&world.browser(), &taro.passkey, Flaw::Copied).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "the counter went back");
        done(sign_in(&world.browser(), &taro.passkey).await);
    }

    async fn signing_in_again_makes_the_passkey_fresh(world: World) {
        let taro = world.patient().await;
        let fresh = async || matches!(actor(&world, &taro.browser).await, Actor::Patient(patient) if patient.fresh);
        assert!(fresh().await);
        world.clock.pass(Span::minutes(5));
        assert!(!fresh().await);
        done(sign_in(&taro.browser, &taro.passkey).await);
        assert!(fresh().await);
        assert_eq!(account(&world, &taro.browser).await.sessions.len(), 1, "the new session takes the place of the old one");
    }
}
