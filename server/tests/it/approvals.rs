//! What takes two members of staff: one asks, another one decides.

mod alone;
mod links;
mod recovery;

use crate::identity::{done, newest_line, problem};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Worker};
use crate::world::{Answer, Browser, World};
use domain::clock::Span;
use domain::identifier::INSURED;

/// The two proofs of somebody at a counter.
pub const TWO_PROOFS: [(&str, &str); 2] = [("proof", "photo-id"), ("other_proof", "insurance-card")];

/// Where an answer leads.
#[track_caller]
pub fn led_to(answer: &Answer) -> String {
    let to = answer.header("location").unwrap_or_else(|| panic!("{} {}", answer.status, answer.text()));
    to.split_once("localhost:3000").map_or(to, |(_, path)| path).to_owned()
}

/// The last part of an address without its query.
fn last_part(address: &str) -> String {
    address.split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// A member of staff looks somebody up: the look-up.
pub async fn look_up(by: &Worker, insured: &str, birth_date: &str) -> String {
    let form = [("system", INSURED), ("value", insured), ("birth_date", birth_date), ("reason", "窓口に来た")];
    last_part(&led_to(&done(by.browser.call("/do/person/look-up", &form).await)))
}

/// Asks a second member of staff.
pub async fn ask(by: &Browser, look_up: &str, kind: &str, more: &[(&str, &str)]) -> Answer {
    let mut form = vec![("look_up", look_up), ("kind", kind), ("reason", "窓口で本人を確かめた")];
    form.extend(more);
    by.call("/do/approval/request", &form).await
}

/// The same, where it is taken: the request.
pub async fn asked(by: &Browser, look_up: &str, kind: &str, more: &[(&str, &str)]) -> String {
    last_part(&led_to(&done(ask(by, look_up, kind, more).await)))
}

/// The second person's word.
pub async fn decide(by: &Browser, request: &str, verdict: &str) -> Answer {
    by.call("/do/approval/decide", &[("request", request), ("verdict", verdict)]).await
}

on_both_databases! {
    async fn another_member_of_staff_decides_and_once(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "counter")]).await;
        for verdict in ["approve", "decline"] {
            assert_eq!(problem(&decide(&sato.browser, &request, verdict).await), "own-request");
            assert_eq!(newest_line(&world).await, ("approve".into(), "own-request".into(), "own-request".into()));
        }
        done(decide(&mori.browser, &request, "decline").await);
        for verdict in ["approve", "decline"] {
            assert_eq!(problem(&decide(&mori.browser, &request, verdict).await), "already-done", "a replay");
        }
        assert_eq!(problem(&decide(&mori.browser, "01J00000000000000000000000", "approve").await), "not-found");
        assert_eq!(problem(&decide(&mori.browser, "nonsense", "approve").await), "not-found");
        let page = mori.browser.get(&format!("/desk/recovery/{request}")).await;
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("/do/approval/decide"), "what was decided offers nothing to decide");
    }

    async fn only_the_desk_asks_and_decides(world: World) {
        let (sato, taro, hospital) = (world.support().await, world.patient().await, world.hospital().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "counter")]).await;
        let others = [world.registrar().await, world.administrator().await, world.manager(&hospital).await];
        for other in &others {
            assert_eq!(problem(&decide(&other.browser, &request, "approve").await), "not-allowed");
            assert_eq!(problem(&ask(&other.browser, &seen, "recovery", &TWO_PROOFS).await), "not-allowed");
            assert_eq!(other.browser.get(&format!("/desk/recovery/{request}")).await.status, 403);
        }
        assert_eq!(problem(&decide(&taro.browser, &request, "approve").await), "not-allowed");
        assert_eq!(problem(&decide(&world.browser(), &request, "approve").await), "sign-in-needed");
    }

    async fn a_look_up_of_a_colleague_is_nothing_to_ask_about(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        assert_eq!(problem(&ask(&mori.browser, &seen, "recovery", &TWO_PROOFS).await), "look-up-ended");
        assert_eq!(mori.browser.get(&format!("/desk/person/{seen}/ask")).await.status, 410);
        world.clock.pass(Span::minutes(14));
        assert_eq!(sato.browser.get(&format!("/desk/person/{seen}/ask")).await.status, 200);
        world.clock.pass(Span::minutes(14));
        assert_eq!(sato.browser.get("/desk/recovery").await.status, 200);
        world.clock.pass(Span::minutes(2));
        assert_eq!(problem(&ask(&sato.browser, &seen, "recovery", &TWO_PROOFS).await), "look-up-ended");
    }

    async fn a_request_says_why_and_what_was_shown(world: World) {
        let (sato, taro) = (world.support().await, world.patient().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let form = |reason, kind| [("look_up", seen.as_str()), ("kind", kind), ("reason", reason), TWO_PROOFS[0], TWO_PROOFS[1]];
        let send = async |form: &[(&str, &str)]| problem(&sato.browser.call("/do/approval/request", form).await);
        assert_eq!(send(&form(" ", "recovery")).await, "reason-needed");
        let long = "あ".repeat(501);
        assert_eq!(send(&form(&long, "recovery")).await, "text-too-long");
        assert_eq!(send(&form("本人", "everything")).await, "malformed");
        for proofs in [[("proof", "photo-id"), ("other_proof", "photo-id")], [("proof", "photo-id"), ("other_proof", "")]] {
            assert_eq!(problem(&ask(&sato.browser, &seen, "recovery", &proofs).await), "evidence-needed");
        }
        assert_eq!(problem(&ask(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "phone")]).await), "evidence-needed");
        assert_eq!(problem(&ask(&sato.browser, &seen, "permit", &[("scope", "x"), ("channel", "paper")]).await), "unknown-scope");
        let exempt = [("scope", "purpose:infectious-disease-control"), ("channel", "paper")];
        assert_eq!(problem(&ask(&sato.browser, &seen, "permit", &exempt).await), "not-refusable");
    }

    async fn what_nobody_decides_in_a_day_is_over(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "counter")]).await;
        world.clock.pass(Span::hours(24));
        done(crate::identity::sign_in(&mori.browser, &mori.passkey).await);
        assert_eq!(problem(&decide(&mori.browser, &request, "approve").await), "already-done");
        let list = mori.browser.get("/desk/recovery").await;
        assert!(list.text().contains(&request));
    }

    async fn two_who_approve_at_once_make_one_outcome(world: World) {
        let (sato, mori, ono) = (world.support().await, world.support().await, world.support().await);
        let taro = world.patient().await;
        done(taro.decide("all", "refuse").await);
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "paper")]).await;
        let (one, other) = tokio::join!(decide(&mori.browser, &request, "approve"), decide(&ono.browser, &request, "approve"));
        let (good, bad) = if one.status.is_success() { (one, other) } else { (other, one) };
        done(good);
        assert_eq!(problem(&bad), "already-done");
        let entered = world.hikae.ports.choices.decisions(&crate::identity::actor(&world, &taro.browser).await, None).await.unwrap();
        assert_eq!(entered.items.len(), 2, "his refusal and one allow");
    }

    async fn an_allow_on_behalf_is_entered_with_the_approval_and_the_person_is_told(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        done(taro.decide("all", "refuse").await);
        world.clock.pass(Span::minutes(1));
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "paper")]).await;
        let hospital = world.hospital().await;
        let verdict = async || hospital.check_purpose(&[taro.insured_number()], "education").await.json()["results"][0]["decision"].clone();
        assert_eq!(verdict().await, "deny", "asking changes nothing");
        done(decide(&mori.browser, &request, "approve").await);
        assert_eq!(verdict().await, "permit");
        let account = crate::identity::account(&world, &taro.browser).await;
        assert_eq!(account.notices[0].kind, domain::account::NoticeKind::PermittedAtDesk);
        let page = taro.browser.get("/decisions").await;
        assert_eq!(page.status, 200);
    }
}
