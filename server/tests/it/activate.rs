//! Opening an account with a letter.

use crate::identity::{account, actor, begin, done, enter_code, finish, is_signed_in, newest_line, problem};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::soft_passkey::{Flaw, SoftPasskey};
use crate::world::{Browser, World};
use domain::account::{Level, NoticeKind};
use domain::actor::Actor;
use domain::clock::Span;
use domain::id::{HolderId, SubjectId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use server::store::entity::{activations, kin};
use std::collections::BTreeSet;

const DESK: HolderId = HolderId(uuid::Uuid::nil());
const WRONG_DATE: &str = "1979-04-03";

async fn letter(world: &World) -> String {
    let number = world.new_insured_number();
    world.issue(&[&number], BIRTH_DATE, DESK, Level::One).await.0.grouped()
}

async fn subject_of(world: &World, browser: &Browser) -> SubjectId {
    actor(world, browser).await.subject().unwrap()
}

async fn unused_codes(world: &World) -> usize {
    let unused = activations::Entity::find().filter(activations::Column::UsedAt.is_null());
    unused.all(world.core().store.db()).await.unwrap().len()
}

/// Enters the letter and makes a passkey; the browser is signed in afterwards.
async fn open(world: &World, browser: &Browser, code: &str) -> SoftPasskey {
    let passkey = SoftPasskey::new(&world.core().config.base_url);
    let begun = done(enter_code(browser, code, BIRTH_DATE).await).json()["Register"].clone();
    let made = passkey.make(&begun["challenge"]).await;
    done(finish(browser, "activation", &begun, "made", &made).await);
    passkey
}

on_both_databases! {
    async fn a_letter_and_a_birth_date_open_an_account(world: World) {
        let browser = world.browser();
        open(&world, &browser, &letter(&world).await).await;
        let view = account(&world, &browser).await;
        assert_eq!((view.level, view.passkeys.len(), view.sessions.len()), (Level::One, 1, 1));
        assert!(view.sessions[0].current);
        assert_eq!(unused_codes(&world).await, 0);
        assert_eq!(browser.get("/overview").await.status, 200);
    }

    async fn a_code_is_read_as_people_type_it(world: World) {
        let typed = letter(&world).await.to_lowercase().replace('-', " ー ").replace('0', "o");
        done(enter_code(&world.browser(), &typed, BIRTH_DATE).await);
    }

    async fn a_wrong_birth_date_and_an_unknown_code_are_answered_alike(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        let wrong = enter_code(&browser, &code, WRONG_DATE).await;
        assert_eq!(newest_line(&world).await.2, "a wrong birth date");
        let unknown = enter_code(&browser, "ABCDE-FGHJK-MNPQ", WRONG_DATE).await;
        assert_eq!(newest_line(&world).await.2, "an unknown code");
        let unreadable = enter_code(&browser, "?", WRONG_DATE).await;
        assert_eq!(newest_line(&world).await.2, "no code can be read");
        for answer in [&wrong, &unknown, &unreadable] {
            assert_eq!((answer.status, answer.text()), (wrong.status, wrong.text()));
            assert_eq!(problem(answer), "activation-rejected");
        }
    }

    async fn the_fifth_wrong_birth_date_locks_the_code_for_good(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        for _ in 0..4 {
            assert_eq!(problem(&enter_code(&browser, &code, WRONG_DATE).await), "activation-rejected");
        }
        assert_eq!(problem(&enter_code(&browser, &code, WRONG_DATE).await), "activation-locked");
        assert_eq!(problem(&enter_code(&browser, &code, BIRTH_DATE).await), "activation-locked");
        assert_eq!(problem(&enter_code(&browser, &code, WRONG_DATE).await), "activation-locked");
    }

    async fn four_wrong_birth_dates_are_forgiven(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        for _ in 0..4 {
            enter_code(&browser, &code, WRONG_DATE).await;
        }
        open(&world, &browser, &code).await;
    }

    async fn tries_side_by_side_are_all_counted(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        let (a, b, c, d, e) = tokio::join!(
            enter_code(&browser, &code, WRONG_DATE),
            enter_code(&browser, &code, WRONG_DATE),
            enter_code(&browser, &code, WRONG_DATE),
            enter_code(&browser, &code, WRONG_DATE),
            enter_code(&browser, &code, WRONG_DATE),
        );
        let locked = [a, b, c, d, e].iter().filter(|answer| problem(answer) == "activation-locked").count();
        assert_eq!(locked, 1);
    }

    async fn what_is_not_a_date_is_no_try(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        for text in ["1979-13-01", "1979/04/02", "2 April 1979"] {
            for _ in 0..2 {
                assert_eq!(problem(&enter_code(&browser, &code, text).await), "malformed");
            }
        }
        done(enter_code(&browser, &code, BIRTH_DATE).await);
    }

    async fn used_and_too_old_are_told_to_whoever_knows_the_birth_date(world: World) {
        let (code, late) = (letter(&world).await, letter(&world).await);
        open(&world, &world.browser(), &code).await;
        let browser = world.browser();
        assert_eq!(problem(&enter_code(&browser, &code, BIRTH_DATE).await), "activation-used");
        assert_eq!(problem(&enter_code(&browser, &code, WRONG_DATE).await), "activation-rejected");
        world.clock.pass(Span::days(21));
        assert_eq!(problem(&enter_code(&browser, &late, BIRTH_DATE).await), "activation-expired");
        assert_eq!(problem(&enter_code(&browser, &late, WRONG_DATE).await), "activation-rejected");
    }

    async fn of_two_devices_with_one_code_one_opens_the_account(world: World) {
        let code = letter(&world).await;
        let devices = [world.browser(), world.browser()];
        let mut made: Vec<(Value, Value)> = Vec::new();
        for device in &devices {
            let begun = done(enter_code(device, &code, BIRTH_DATE).await).json()["Register"].clone();
            let passkey = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
            made.push((begun, passkey));
        }
        let (one, other) = tokio::join!(
            finish(&devices[0], "activation", &made[0].0, "made", &made[0].1),
            finish(&devices[1], "activation", &made[1].0, "made", &made[1].1),
        );
        let (loser, signed_in) = if one.status.is_success() { (other, &devices[0]) } else { (one, &devices[1]) };
        assert_eq!(problem(&loser), "activation-used");
        assert!(is_signed_in(&world, signed_in).await);
        assert_eq!(account(&world, signed_in).await.passkeys.len(), 1);
    }

    async fn a_passkey_that_was_made_badly_opens_nothing(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        let mut causes = BTreeSet::new();
        let flaws = [
            Flaw::NoUserVerification,
            Flaw::NoUserPresence,
            Flaw::OtherOrigin("https://evil.example"),
            Flaw::OtherRelyingParty,
            Flaw::OtherChallenge,
            Flaw::OtherKind,
            Flaw::Embedded,
            Flaw::NotDiscoverable,
        ];
        for flaw in flaws {
            let passkey = SoftPasskey::new(&world.core().config.base_url);
            let begun = done(enter_code(&browser, &code, BIRTH_DATE).await).json()["Register"].clone();
            let answer = finish(&browser, "activation", &begun, "made", &passkey.make_badly(&begun["challenge"], flaw)).await;
            assert_eq!(problem(&answer), "passkey-rejected", "{flaw:?}");
            causes.insert(newest_line(&world).await.2);
            // The ceremony is gone, whatever came of it.
            let again = finish(&browser, "activation", &begun, "made", &passkey.make(&begun["challenge"]).await).await;
            assert_eq!(problem(&again), "passkey-rejected", "{flaw:?}");
        }
        assert_eq!(causes.len(), flaws.len(), "{causes:?}");
        assert!(!is_signed_in(&world, &browser).await);
        open(&world, &browser, &code).await;
    }

    async fn a_ceremony_lasts_five_minutes(world: World) {
        let (browser, code) = (world.browser(), letter(&world).await);
        let begun = done(enter_code(&browser, &code, BIRTH_DATE).await).json()["Register"].clone();
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        world.clock.pass(Span::minutes(5));
        assert_eq!(problem(&finish(&browser, "activation", &begun, "made", &made).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "a ceremony that is too old");
    }

    async fn a_ceremony_of_another_kind_opens_nothing(world: World) {
        let browser = world.browser();
        let begun = begin(&browser, "sign-in", &[]).await;
        let passkey = SoftPasskey::new(&world.core().config.base_url);
        let code = letter(&world).await;
        let registering = done(enter_code(&browser, &code, BIRTH_DATE).await).json()["Register"].clone();
        let made = passkey.make(&registering["challenge"]).await;
        let mixed = json!({ "ceremony": begun["ceremony"] });
        assert_eq!(problem(&finish(&browser, "activation", &mixed, "made", &made).await), "passkey-rejected");
    }

    async fn a_person_with_an_account_signs_in_first(world: World) {
        let number = world.new_insured_number();
        let browser = world.browser();
        let (first, _) = world.issue(&[&number], BIRTH_DATE, DESK, Level::One).await;
        open(&world, &browser, &first.grouped()).await;
        let (second, _) = world.issue(&[&number], BIRTH_DATE, world.hospital().await.id, Level::One).await;
        assert_eq!(problem(&enter_code(&world.browser(), &second.grouped(), BIRTH_DATE).await), "sign-in-first");
        assert_eq!(unused_codes(&world).await, 1);

        let joined = done(enter_code(&browser, &second.grouped(), BIRTH_DATE).await);
        assert_eq!(joined.json(), json!({ "Joined": { "level": 2 } }));
        let view = account(&world, &browser).await;
        assert_eq!((view.level, view.passkeys.len()), (Level::Two, 1));
        assert_eq!(view.notices.iter().map(|notice| notice.kind).collect::<Vec<_>>(), [NoticeKind::LevelRaised]);
        assert_eq!(problem(&enter_code(&browser, &second.grouped(), BIRTH_DATE).await), "activation-used");
    }

    async fn the_same_issuer_twice_is_one_proof(world: World) {
        let (number, hospital) = (world.new_insured_number(), world.hospital().await.id);
        let browser = world.browser();
        let (first, _) = world.issue(&[&number], BIRTH_DATE, hospital, Level::One).await;
        open(&world, &browser, &first.grouped()).await;
        let (second, _) = world.issue(&[&number], BIRTH_DATE, hospital, Level::One).await;
        let joined = done(enter_code(&browser, &second.grouped(), BIRTH_DATE).await);
        assert_eq!(joined.json(), json!({ "Joined": { "level": 1 } }));
        assert_eq!(account(&world, &browser).await.notices, []);
    }

    async fn another_number_of_the_same_person_is_joined(world: World) {
        let browser = world.browser();
        open(&world, &browser, &letter(&world).await).await;
        let number = world.new_insured_number();
        let (code, other) = world.issue(&[&number], BIRTH_DATE, world.hospital().await.id, Level::One).await;
        done(enter_code(&browser, &code.grouped(), BIRTH_DATE).await);
        let own = subject_of(&world, &browser).await;
        assert_ne!(own, other);
        let kin = kin::Entity::find_by_id((own.0, other.0)).one(world.core().store.db()).await.unwrap();
        assert!(kin.is_some(), "the two subjects are one person now");
        let (third, _) = world.issue(&[&number], BIRTH_DATE, DESK, Level::One).await;
        assert_eq!(problem(&enter_code(&world.browser(), &third.grouped(), BIRTH_DATE).await), "sign-in-first");
    }

    async fn a_relatives_letter_does_not_bring_the_relatives_records(world: World) {
        let browser = world.browser();
        open(&world, &browser, &letter(&world).await).await;
        let number = world.new_insured_number();
        let (code, _) = world.issue(&[&number], "2011-08-30", DESK, Level::Two).await;
        assert_eq!(problem(&enter_code(&browser, &code.grouped(), "2011-08-30").await), "activation-rejected");
        assert_eq!(newest_line(&world).await.2, "the account's person was born on another day");
        assert_eq!(unused_codes(&world).await, 1);
        assert_eq!(account(&world, &browser).await.level, Level::One);
    }

    async fn somebody_who_has_an_account_of_their_own_is_not_joined_to_another(world: World) {
        let other = world.patient().await;
        let browser = world.browser();
        open(&world, &browser, &letter(&world).await).await;
        let (code, _) = world.issue(&[&other.insured], BIRTH_DATE, DESK, Level::One).await;
        assert_eq!(problem(&enter_code(&browser, &code.grouped(), BIRTH_DATE).await), "activation-rejected");
        assert_eq!(newest_line(&world).await.2, "the person has another account");
        assert_eq!(unused_codes(&world).await, 1);
        let own = subject_of(&world, &browser).await;
        assert!(kin::Entity::find_by_id((own.0, other.subject.0)).one(world.core().store.db()).await.unwrap().is_none());
    }

    async fn an_account_opens_at_the_level_that_was_proofed(world: World) {
        let number = world.new_insured_number();
        let (code, _) = world.issue(&[&number], BIRTH_DATE, DESK, Level::Two).await;
        let browser = world.browser();
        open(&world, &browser, &code.grouped()).await;
        assert!(matches!(actor(&world, &browser).await, Actor::Patient(patient) if patient.level == Level::Two && patient.fresh));
    }
}
