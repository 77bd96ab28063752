//! Sessions: whose they are, how long they live, and that they stay ended.

use crate::identity::{account, actor, done, is_signed_in, problem, sign_in};
use crate::on_both_databases;
use crate::world::World;
use axum::body::Body;
use axum::http::{Request, header};
use domain::account::Standing;
use domain::actor::Actor;
use domain::clock::Span;
use sea_orm::EntityTrait;
use serde_json::Value;
use server::service::identity::session;
use server::service::identity::tidy::tidy;
use server::store::entity::{ceremonies, sessions};

async fn rows(world: &World) -> Vec<sessions::Model> {
    sessions::Entity::find().all(world.core().store.db()).await.unwrap()
}

on_both_databases! {
    async fn after_signing_out_the_cookie_is_worth_nothing(world: World) {
        let taro = world.patient().await;
        let thief = taro.browser.stolen();
        assert!(is_signed_in(&world, &thief).await);
        done(taro.browser.call("/do/session/end", &[]).await);
        assert_eq!(taro.browser.cookie("hikae"), None);
        assert!(!is_signed_in(&world, &thief).await);
        assert_eq!(thief.get("/overview").await.status, 303);
        assert_eq!(rows(&world).await, []);
    }

    async fn a_new_sign_in_has_a_new_cookie_and_ends_the_old(world: World) {
        let taro = world.patient().await;
        let thief = taro.browser.stolen();
        done(sign_in(&taro.browser, &taro.passkey).await);
        assert_ne!(taro.browser.cookie("hikae"), thief.cookie("hikae"));
        assert!(!is_signed_in(&world, &thief).await);
    }

    async fn what_becomes_of_the_passkey_before_the_session_begins_counts(world: World) {
        let taro = world.patient().await;
        let identity = &world.hikae.ports.identity;
        let verified = async || {
            let begun = crate::identity::begin(&world.browser(), "sign-in", &[]).await;
            let shown = serde_json::from_value(taro.passkey.show(&begun["challenge"]).await).unwrap();
            let ceremony = begun["ceremony"].as_str().unwrap().parse().unwrap();
            identity.finish_sign_in(&Actor::Anonymous, ceremony, &shown).await.unwrap()
        };
        let begun = async |who| session::actor_of(world.core(), &session::begun(world.core(), who).await.unwrap()).await.unwrap();

        // A recovery comes in between: what begins is no more than a session of a passkey that was set aside.
        let code = crate::identity::print_recovery_code(&taro.browser).await;
        let who = verified().await;
        let new = world.browser();
        let passkey = crate::identity::recover(&world, &new, &code).await;
        let Actor::Patient(patient) = begun(who).await else { panic!("it may cancel") };
        assert!(matches!(patient.standing, Standing::OnlyCancel(_)), "{:?}", patient.standing);

        // Its removal: nothing begins at all.
        world.clock.pass(Span::hours(23));
        let who = verified().await;
        world.clock.pass(Span::hours(1));
        done(sign_in(&new, &passkey).await);
        let old = account(&world, &new).await.passkeys[0].id.to_string();
        done(new.call("/do/passkey/remove", &[("passkey", &old)]).await);
        assert_eq!(begun(who).await, Actor::Anonymous);
    }

    async fn who_signs_in_again_has_the_same_person_in_view(world: World) {
        let (sato, mori, hanako) = (world.support().await, world.support().await, world.patient().await);
        let child = crate::proxies::child(&world).await;
        crate::proxies::granted(&sato, &mori, &child, &hanako).await;
        let grant = crate::proxies::people(&world, &hanako).await.acts_for[0].id.to_string();
        done(hanako.browser.call("/do/person/view", &[("proxy", &grant)]).await);
        done(sign_in(&hanako.browser, &hanako.passkey).await);
        assert_eq!(actor(&world, &hanako.browser).await.subject(), Ok(child.subject));
    }

    async fn a_planted_cookie_is_not_taken_over(world: World) {
        let taro = world.patient().await;
        let planted = "AAAAAAAAAAAAAAAAAAAAAA";
        let begun = crate::identity::begin(&world.browser(), "sign-in", &[]).await;
        let shown = taro.passkey.show(&begun["challenge"]).await;
        let body = serde_json::json!({ "ceremony": begun["ceremony"], "shown": shown }).to_string();
        let request = Request::post("/do/sign-in/finish")
            .header(header::ORIGIN, &world.core().config.base_url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, format!("hikae={planted}"))
            .body(Body::from(body))
            .unwrap();
        let answer = done(world.send(request).await);
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("hikae=") && !cookie.contains(planted), "{cookie}");
    }

    async fn it_ends_after_thirty_idle_minutes(world: World) {
        let taro = world.patient().await;
        world.clock.pass(Span::minutes(29));
        assert!(is_signed_in(&world, &taro.browser).await);
        world.clock.pass(Span::minutes(29));
        assert!(is_signed_in(&world, &taro.browser).await, "use keeps it alive");
        world.clock.pass(Span::minutes(30));
        assert!(!is_signed_in(&world, &taro.browser).await);
        assert_eq!(rows(&world).await, [], "what has ended is removed when it is shown");
    }

    async fn it_ends_after_twelve_hours_however_busy(world: World) {
        let taro = world.patient().await;
        for _ in 0..35 {
            world.clock.pass(Span::minutes(20));
            assert!(is_signed_in(&world, &taro.browser).await);
        }
        world.clock.pass(Span::minutes(20));
        assert!(!is_signed_in(&world, &taro.browser).await);
    }

    async fn of_somebody_at_work_it_ends_after_fifteen_idle_minutes_and_twelve_hours_however_busy(world: World) {
        let hospital = world.hospital().await;
        for worker in [world.support().await, world.manager(&hospital).await] {
            done(sign_in(&worker.browser, &worker.passkey).await);
            world.clock.pass(Span::minutes(14));
            assert!(is_signed_in(&world, &worker.browser).await);
            world.clock.pass(Span::minutes(15));
            assert!(!is_signed_in(&world, &worker.browser).await);

            done(sign_in(&worker.browser, &worker.passkey).await);
            for _ in 0..71 {
                world.clock.pass(Span::minutes(10));
                assert!(is_signed_in(&world, &worker.browser).await);
            }
            world.clock.pass(Span::minutes(10));
            assert!(!is_signed_in(&world, &worker.browser).await, "twelve hours are over");
        }
    }

    async fn a_page_says_how_long_the_session_lasts_for_sure_and_asking_for_one_keeps_it(world: World) {
        let (taro, support) = (world.patient().await, world.support().await);
        // By somebody's page: the seconds when nothing is done, and those however much is done.
        let lasts = async |browser: &crate::world::Browser| {
            let page = browser.get("/account").await;
            ["data-idle=\"", "data-rest=\""].map(|name| page.text().split(name).nth(1).unwrap().split('"').next().unwrap().parse::<i64>().unwrap())
        };
        let [idle, rest] = lasts(&taro.browser).await;
        assert_eq!((idle, lasts(&support.browser).await[0]), (29 * 60, 14 * 60));
        // This use is not written down: one was just now.
        world.clock.pass(Span::seconds(59));
        assert_eq!(lasts(&taro.browser).await, [idle, rest - 59]);
        world.clock.pass(Span::seconds(idle));
        assert_eq!(lasts(&taro.browser).await, [idle, rest - 59 - idle], "it was kept, and is again");
        world.clock.pass(Span::seconds(idle + 60));
        assert!(!world.browser().get("/sign-in").await.text().contains("data-time-out"));
        assert_eq!(taro.browser.get("/account").await.header("location"), Some("/sign-in?next=%2Faccount"));
    }

    async fn a_clock_set_back_brings_nothing_back_to_life(world: World) {
        let taro = world.patient().await;
        world.clock.pass(Span::hours(1));
        assert!(!is_signed_in(&world, &taro.browser).await);
        world.clock.pass(Span::minutes(-50));
        assert!(!is_signed_in(&world, &taro.browser).await);

        done(sign_in(&taro.browser, &taro.passkey).await);
        world.clock.pass(Span::hours(-2));
        assert!(!is_signed_in(&world, &taro.browser).await, "nobody knows the age of a session from the future");
    }

    async fn its_use_is_written_down_once_a_minute(world: World) {
        let taro = world.patient().await;
        let began = world.core().now();
        world.clock.pass(Span::seconds(59));
        actor(&world, &taro.browser).await;
        assert_eq!(rows(&world).await[0].seen_at, began.millis());
        world.clock.pass(Span::seconds(1));
        actor(&world, &taro.browser).await;
        assert_eq!(rows(&world).await[0].seen_at, world.core().now().millis());
    }

    async fn the_store_knows_neither_the_cookie_nor_more_than_it_needs(world: World) {
        let taro = world.patient().await;
        let cookie = taro.browser.cookie("hikae").unwrap();
        let row = rows(&world).await.remove(0);
        let secret: tower_sessions::session::Id = cookie.parse().unwrap();
        assert_ne!(row.digest[..16], secret.0.to_le_bytes());
        assert_eq!(row.digest, world.core().keys.session_digest(&secret.0.to_le_bytes()));
        assert!(!row.data.contains(&cookie));
        let data: Value = serde_json::from_str(&row.data).unwrap();
        let names: Vec<&String> = data["session"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["account", "passkey", "passkey_at", "reference", "subject"]);
    }

    async fn strangers_have_no_session(world: World) {
        let browser = world.browser();
        assert_eq!(browser.get("/").await.header("set-cookie"), None);
        crate::identity::begin(&browser, "sign-in", &[]).await;
        assert_eq!(rows(&world).await, []);
    }

    async fn its_owner_sees_it_and_ends_it_from_elsewhere(world: World) {
        let taro = world.patient().await;
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &taro.passkey).await);
        let view = account(&world, &taro.browser).await;
        assert_eq!(view.sessions.iter().filter(|session| session.current).count(), 1);
        let other = view.sessions.iter().find(|session| !session.current).unwrap();
        done(taro.browser.call("/do/session/end-other", &[("session", &other.id.to_string())]).await);
        assert!(!is_signed_in(&world, &elsewhere).await);
        assert!(is_signed_in(&world, &taro.browser).await);
    }

    async fn nobody_ends_somebody_elses(world: World) {
        let (taro, hana) = (world.patient().await, world.patient().await);
        let hers = account(&world, &hana.browser).await.sessions[0].id.to_string();
        assert_eq!(problem(&taro.browser.call("/do/session/end-other", &[("session", &hers)]).await), "not-found");
        assert!(is_signed_in(&world, &hana.browser).await);
    }

    async fn what_is_over_is_cleared_away(world: World) {
        let taro = world.patient().await;
        crate::identity::begin(&world.browser(), "sign-in", &[]).await;
        world.clock.pass(Span::minutes(4));
        tidy(world.core()).await.unwrap();
        assert_eq!(ceremonies::Entity::find().all(world.core().store.db()).await.unwrap().len(), 1);
        world.clock.pass(Span::minutes(1));
        tidy(world.core()).await.unwrap();
        assert_eq!(ceremonies::Entity::find().all(world.core().store.db()).await.unwrap(), []);
        assert!(is_signed_in(&world, &taro.browser).await);
        world.clock.pass(Span::minutes(30));
        tidy(world.core()).await.unwrap();
        assert_eq!(rows(&world).await, []);
        assert_eq!(actor(&world, &taro.browser).await, Actor::Anonymous);
    }

    async fn its_cookie_is_for_this_site_and_for_no_script(world: World) {
        let taro = world.patient().await;
        let begun = crate::identity::begin(&taro.browser, "sign-in", &[]).await;
        let shown = taro.passkey.show(&begun["challenge"]).await;
        let answer = done(crate::identity::finish(&taro.browser, "sign-in", &begun, "shown", &shown).await);
        let cookie = answer.header("set-cookie").unwrap();
        let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax"]);
    }
}
