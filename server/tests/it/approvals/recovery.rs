//! A lost phone: the desk opens a way back, with two members of staff and a code for ten minutes.

use super::{TWO_PROOFS, ask, asked, decide, look_up};
use crate::identity::{
    account, actor, add_passkey, begin, done, finish, is_signed_in, newest_line, print_recovery_code, problem, recover, shown_code,
    sign_in, told,
};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::soft_passkey::SoftPasskey;
use crate::world::{Answer, Browser, World};
use domain::account::{Level, NoticeKind, Standing};
use domain::actor::Actor;
use domain::clock::Span;
use sea_orm::EntityTrait;
use server::store::entity::{posted_codes, recoveries};

/// The code that a request's page shows, if it shows one.
async fn code_on(browser: &Browser, request: &str) -> Option<String> {
    code_at(browser, &format!("/desk/recovery/{request}")).await
}

/// The code on that page.
async fn code_at(browser: &Browser, path: &str) -> Option<String> {
    let page = browser.get(path).await;
    let is_code = |text: &&str| text.len() == 31 && text.bytes().enumerate().all(|(n, b)| (n % 6 == 5) == (b == b'-'));
    page.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find(is_code).map(str::to_owned)
}

async fn make(by: &Browser, request: &str) -> Answer {
    by.call("/do/binding-code/make", &[("request", request)]).await
}

/// Everything up to the approval.
async fn approved(taro: &Patient, sato: &Worker, mori: &Worker) -> String {
    let seen = look_up(sato, &taro.insured, BIRTH_DATE).await;
    let request = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
    assert_eq!(problem(&make(&sato.browser, &request).await), "needs-second-person");
    done(decide(&mori.browser, &request, "approve").await);
    request
}

async fn rejected(world: &World, code: &str, cause: &str) {
    let answer = world.browser().call("/do/recovery/begin", &[("code", code)]).await;
    assert_eq!(problem(&answer), "recovery-rejected", "{cause}");
    assert_eq!(newest_line(world).await.2, cause);
}

on_both_databases! {
    async fn a_lost_phone_is_replaced_with_two_members_of_staff_and_a_code(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        done(taro.decide("all", "refuse").await);
        let request = approved(&taro, &sato, &mori).await;
        assert_eq!(code_on(&sato.browser, &request).await, None, "nothing is shown before it was made");
        done(make(&sato.browser, &request).await);
        let code = code_on(&sato.browser, &request).await.expect("whoever made it sees it");
        assert_eq!(code_on(&mori.browser, &request).await, None, "nobody else does");

        let new = world.browser();
        recover(&world, &new, &code).await;
        let until = world.core().now() + Span::hours(24);
        let Actor::Patient(patient) = actor(&world, &new).await else { panic!("signed in") };
        assert_eq!((patient.standing, patient.subject), (Standing::ClosedUntil(until), taro.subject));
        assert!(!is_signed_in(&world, &taro.browser).await, "every session ends");
        let view = account(&world, &new).await;
        assert_eq!(view.notices[0].kind, NoticeKind::RecoveredAtDesk);
        assert_eq!(view.passkeys.iter().map(|passkey| passkey.set_aside).collect::<Vec<_>>(), [true, false]);
        let kept = recoveries::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(kept.by_means, "desk");

        let say = async |stance: &str| new.call("/do/choices/record", &[("scope", "all"), ("stance", stance)]).await;
        assert_eq!(problem(&say("allow").await), "closed-after-recovery");
        done(say("refuse").await);
        assert_eq!(new.get("/usage").await.status, 403);

        done(sign_in(&taro.browser, &taro.passkey).await);
        assert_eq!(taro.browser.get("/start").await.header("location"), Some("/account"), "where it can be cancelled");
        assert_eq!(taro.browser.get("/account").await.status, 200);
        assert_eq!(problem(&taro.decide("commercial", "refuse").await), "only-cancel-recovery");
        done(taro.browser.call("/do/recovery/cancel", &[]).await);
        assert!(!is_signed_in(&world, &new).await, "the lost phone was found: all of it is undone");
        for who in [&sato, &mori] {
            for address in ["/desk/recovery".to_owned(), format!("/desk/recovery/{request}")] {
                let page = who.browser.get(&address).await.text().to_owned();
                assert!(page.contains("ご本人が取り消し") && !page.contains(">承認<"), "{address} must not say that it holds: {page}");
            }
        }
    }

    async fn whoever_found_a_printed_code_does_not_undo_what_the_desk_did(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let printed = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        let stolen = recover(&world, &thief, &printed).await;
        let added = add_passkey(&world, &thief).await;
        let thiefs_code = print_recovery_code(&thief).await;

        let request = approved(&taro, &sato, &mori).await;
        done(make(&sato.browser, &request).await);
        let code = code_on(&sato.browser, &request).await.unwrap();
        let begun = begin(&thief, "sign-in", &[]).await;
        let shown = stolen.show(&begun["challenge"]).await;
        let owner = world.browser();
        recover(&world, &owner, &code).await;

        assert_eq!(problem(&finish(&thief, "sign-in", &begun, "shown", &shown).await), "passkey-rejected");
        for passkey in [&stolen, &added] {
            assert_eq!(problem(&sign_in(&thief, passkey).await), "passkey-rejected");
            assert_eq!(newest_line(&world).await.2, "a passkey from before a recovery");
        }
        assert_eq!(problem(&thief.call("/do/recovery/cancel", &[]).await), "sign-in-needed");
        rejected(&world, &thiefs_code, "an unknown code").await;
        assert!(is_signed_in(&world, &owner).await);
        assert!(shown_code(&owner).await.is_some(), "the owner has a new way back");
    }

    async fn nor_does_a_passkey_that_they_made_days_later(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let printed = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        let stolen = recover(&world, &thief, &printed).await;
        world.clock.pass(Span::days(3));
        done(sign_in(&thief, &stolen).await);
        let added = add_passkey(&world, &thief).await;
        for worker in [&sato, &mori] {
            done(sign_in(&worker.browser, &worker.passkey).await);
        }
        let request = approved(&taro, &sato, &mori).await;
        done(make(&sato.browser, &request).await);
        let owner = world.browser();
        recover(&world, &owner, &code_on(&sato.browser, &request).await.unwrap()).await;
        assert_eq!(problem(&sign_in(&thief, &added).await), "passkey-rejected");
        assert!(is_signed_in(&world, &owner).await);
    }

    async fn a_code_goes_by_post_through_a_holder_that_has_the_address(world: World) {
        let (sato, mori, hospital) = (world.support().await, world.support().await, world.hospital().await);
        let taro = world.patient_of(hospital.id, Level::Two).await;
        let (clerk, other) = (world.operator(&hospital).await, world.operator(&world.hospital().await).await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let holder = hospital.id.to_string();
        let by = |number| [&TWO_PROOFS[..], &[("holder", holder.as_str()), ("number", number)]].concat();
        let stranger = world.new_insured_number();
        let refused = ask(&sato.browser, &seen, "recovery", &by(&stranger)).await;
        assert_eq!(problem(&refused), "person-not-found", "a number that is somebody else's");
        let request = asked(&sato.browser, &seen, "recovery", &by(&taro.insured)).await;
        let letters = async |by: &Worker| by.browser.get("/holder/activations").await.text().contains(&request);
        assert!(!letters(&clerk).await, "nobody sends anything before the second person approved");
        done(decide(&mori.browser, &request, "approve").await);

        // Nobody at the desk sees a code, or makes another one.
        for worker in [&sato, &mori] {
            assert_eq!(code_on(&worker.browser, &request).await, None);
            assert_eq!(problem(&make(&worker.browser, &request).await), "not-found");
        }
        let letter = format!("/holder/activations/way-back/{request}");
        assert!(letters(&clerk).await && !letters(&other).await, "that holder's people see it, and nobody else");
        assert_eq!(other.browser.get(&letter).await.status, 404);
        let code = code_at(&clerk.browser, &letter).await.expect("it stands on the letter");
        assert!(clerk.browser.get(&letter).await.text().contains(&taro.insured), "beside the number under which the address is found");
        let printed = async |by: &Worker| by.browser.call("/do/letters/way-back-printed", &[("letter", &request)]).await;
        assert_eq!(problem(&printed(&other).await), "not-found");
        done(printed(&clerk).await);
        assert!(!letters(&clerk).await && code_at(&clerk.browser, &letter).await.is_none(), "it is on paper");
        let kept = posted_codes::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert_eq!(kept.number, None, "nobody needs the number any more");

        world.clock.pass(Span::days(20));
        let new = world.browser();
        recover(&world, &new, &code).await;
        assert!(matches!(actor(&world, &new).await, Actor::Patient(patient) if patient.subject == taro.subject));
    }

    async fn a_posted_code_ends_after_three_weeks_and_never_goes_to_who_is_protected(world: World) {
        let (sato, mori, hospital) = (world.support().await, world.support().await, world.hospital().await);
        let (taro, hana) = (world.patient_of(hospital.id, Level::Two).await, world.patient_of(hospital.id, Level::Two).await);
        let clerk = world.operator(&hospital).await;
        let holder = hospital.id.to_string();
        let mut requests = Vec::new();
        for of in [&taro, &hana] {
            let seen = look_up(&sato, &of.insured, BIRTH_DATE).await;
            let by = [&TWO_PROOFS[..], &[("holder", holder.as_str()), ("number", &of.insured)]].concat();
            let request = asked(&sato.browser, &seen, "recovery", &by).await;
            done(decide(&mori.browser, &request, "approve").await);
            requests.push((seen, request, by));
        }
        let letter = |n: usize| format!("/holder/activations/way-back/{}", requests[n].1);
        let code = code_at(&clerk.browser, &letter(0)).await.unwrap();

        let (seen, _, by) = &requests[1];
        done(sato.browser.call("/do/person/protect", &[("look_up", seen), ("reason", "本人の申し出")]).await);
        assert_eq!(clerk.browser.get(&letter(1)).await.status, 404, "protected before it was printed");
        assert_eq!(problem(&ask(&sato.browser, seen, "recovery", by).await), "protected-person");

        world.clock.pass(Span::days(21));
        rejected(&world, &code, "a code of the desk, too old").await;
        done(sign_in(&clerk.browser, &clerk.passkey).await);
        assert_eq!(clerk.browser.get(&letter(0)).await.status, 404);
        world.hikae.tidy().await.unwrap();
        let kept = posted_codes::Entity::find().all(world.core().store.db()).await.unwrap();
        assert!(kept.iter().all(|row| row.number.is_none()));
    }

    async fn nothing_is_permitted_at_the_desk_for_a_day_after_a_recovery(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let printed = print_recovery_code(&taro.browser).await;
        done(taro.decide("all", "refuse").await);
        let permit = [("scope", "all"), ("channel", "counter")];
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let waiting = asked(&sato.browser, &seen, "permit", &permit).await;
        recover(&world, &world.browser(), &printed).await;
        assert_eq!(problem(&ask(&sato.browser, &seen, "permit", &permit).await), "closed-after-recovery");
        assert_eq!(problem(&decide(&mori.browser, &waiting, "approve").await), "closed-after-recovery", "asked before, approved after");
        world.clock.pass(Span::hours(24));
        for worker in [&sato, &mori] {
            done(sign_in(&worker.browser, &worker.passkey).await);
        }
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let again = asked(&sato.browser, &seen, "permit", &permit).await;
        done(decide(&mori.browser, &again, "approve").await);
    }

    async fn a_code_is_good_once_and_for_ten_minutes(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let request = approved(&taro, &sato, &mori).await;
        done(make(&mori.browser, &request).await);
        let late = code_on(&mori.browser, &request).await.unwrap();
        world.clock.pass(Span::minutes(10));
        rejected(&world, &late, "a code of the desk, too old").await;
        assert_eq!(code_on(&mori.browser, &request).await, None);

        done(make(&mori.browser, &request).await);
        let replaced = code_on(&mori.browser, &request).await.unwrap();
        world.clock.pass(Span::seconds(1));
        done(make(&sato.browser, &request).await);
        let code = code_on(&sato.browser, &request).await.unwrap();
        assert_ne!(code, replaced);
        rejected(&world, &replaced, "an unknown code").await;

        recover(&world, &world.browser(), &code.to_lowercase()).await;
        rejected(&world, &code, "used before").await;
        assert_eq!(problem(&make(&sato.browser, &request).await), "already-done", "one approval opens one way back");
        assert_eq!(code_on(&sato.browser, &request).await, None);
    }

    async fn of_two_with_the_same_code_one_comes_back(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let request = approved(&taro, &sato, &mori).await;
        done(make(&sato.browser, &request).await);
        let code = code_on(&sato.browser, &request).await.unwrap();
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

    async fn a_third_member_of_staff_gets_no_code_and_a_declined_or_old_request_gives_none(world: World) {
        let (sato, mori, ono) = (world.support().await, world.support().await, world.support().await);
        let taro = world.patient().await;
        let request = approved(&taro, &sato, &mori).await;
        assert_eq!(problem(&make(&ono.browser, &request).await), "not-found");
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let declined = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
        done(decide(&mori.browser, &declined, "decline").await);
        assert_eq!(problem(&make(&sato.browser, &declined).await), "already-done");
        let link = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "counter")]).await;
        done(decide(&mori.browser, &link, "approve").await);
        assert_eq!(problem(&make(&sato.browser, &link).await), "not-found", "it is no recovery");
        world.clock.pass(Span::hours(24));
        done(sign_in(&sato.browser, &sato.passkey).await);
        assert_eq!(problem(&make(&sato.browser, &request).await), "already-done");
    }

    async fn there_is_no_way_back_for_who_has_no_account(world: World) {
        let sato = world.support().await;
        let insured = world.new_insured_number();
        world.issue(&[&insured], BIRTH_DATE, domain::id::HolderId(uuid::Uuid::nil()), domain::account::Level::Two).await;
        let nobody = look_up(&sato, &insured, BIRTH_DATE).await;
        assert_eq!(problem(&ask(&sato.browser, &nobody, "recovery", &TWO_PROOFS).await), "not-found");
    }

    async fn what_was_asked_for_before_protection_is_asked_for_anew(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
        done(sato.browser.call("/do/person/protect", &[("look_up", &seen), ("reason", "本人の申し出")]).await);
        assert_eq!(problem(&decide(&mori.browser, &request, "approve").await), "protected-person", "asked before, approved after");

        // Of two facts in one millisecond the one that protects holds.
        world.clock.pass(Span::seconds(1));
        let lift = [("proof", "my-number-card"), ("other_proof", "residence-record")];
        let lifting = asked(&sato.browser, &seen, "lift-protection", &lift).await;
        assert_eq!(problem(&decide(&sato.browser, &lifting, "approve").await), "own-request");
        done(decide(&mori.browser, &lifting, "approve").await);
        assert!(told(&world, &taro.browser, NoticeKind::ProtectionLifted).await);
        done(decide(&mori.browser, &request, "approve").await);
        assert_eq!(problem(&ask(&sato.browser, &seen, "lift-protection", &lift).await), "not-found", "nothing to lift");
    }
}
