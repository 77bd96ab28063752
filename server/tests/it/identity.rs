//! What the stories of the way in have in common: the ceremonies as a page runs them, and a look behind them.

use crate::soft_passkey::{Flaw, SoftPasskey};
use crate::world::{Answer, Browser, World};
use domain::account::AccountView;
use domain::actor::Actor;
use domain::clock::Span;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use server::keys::base64url;
use server::service::identity::session::{self, SessionData, Sessions};
use server::store::entity::audit_lines;

/// The closed code of a refusal.
#[track_caller]
pub fn problem(answer: &Answer) -> String {
    assert!(answer.status.is_client_error(), "{} {}", answer.status, answer.text());
    answer.json()["code"].as_str().unwrap().to_owned()
}

/// It was done.
#[track_caller]
pub fn done(answer: Answer) -> Answer {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text());
    answer
}

/// Starts a ceremony.
pub async fn begin(browser: &Browser, noun: &str, fields: &[(&str, &str)]) -> Value {
    done(browser.call(&format!("/do/{noun}/begin"), fields).await).json()
}

/// Completes it with what an authenticator made or showed.
pub async fn finish(browser: &Browser, noun: &str, begun: &Value, field: &str, answer: &Value) -> Answer {
    browser.call_json(&format!("/do/{noun}/finish"), &json!({ "ceremony": begun["ceremony"], field: answer })).await
}

/// Shows code and birth date; the answer to what the letter says.
pub async fn enter_code(browser: &Browser, code: &str, birth_date: &str) -> Answer {
    browser.call("/do/activation/begin", &[("code", code), ("birth_date", birth_date)]).await
}

/// Signs in.
pub async fn sign_in(browser: &Browser, passkey: &SoftPasskey) -> Answer {
    let begun = begin(browser, "sign-in", &[]).await;
    let shown = passkey.show(&begun["challenge"]).await;
    finish(browser, "sign-in", &begun, "shown", &shown).await
}

/// Tries to.
pub async fn sign_in_badly(browser: &Browser, passkey: &SoftPasskey, flaw: Flaw) -> Answer {
    let begun = begin(browser, "sign-in", &[]).await;
    let shown = passkey.show_badly(&begun["challenge"], flaw);
    finish(browser, "sign-in", &begun, "shown", &shown).await
}

/// Adds a passkey to the account that is signed in, a moment later: the order of things made at once is nobody's.
pub async fn add_passkey(world: &World, browser: &Browser) -> SoftPasskey {
    world.clock.pass(Span::seconds(1));
    let passkey = SoftPasskey::new(&world.core().config.base_url);
    let begun = begin(browser, "passkey", &[]).await;
    let made = passkey.make(&begun["challenge"]).await;
    done(finish(browser, "passkey", &begun, "made", &made).await);
    passkey
}

/// Makes a recovery code and reads it off the page.
pub async fn print_recovery_code(browser: &Browser) -> String {
    done(browser.call("/do/recovery-code/issue", &[]).await);
    shown_code(browser).await.expect("the code is on the page")
}

/// The recovery code that the page shows, if it shows one.
pub async fn shown_code(browser: &Browser) -> Option<String> {
    let page = browser.get("/account/recovery-code").await;
    let is_code = |text: &&str| text.len() == 31 && text.bytes().enumerate().all(|(n, b)| (n % 6 == 5) == (b == b'-'));
    page.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find(is_code).map(str::to_owned)
}

/// Comes back with a printed code, on a new authenticator.
pub async fn recover(world: &World, browser: &Browser, code: &str) -> SoftPasskey {
    world.clock.pass(Span::seconds(1));
    let passkey = SoftPasskey::new(&world.core().config.base_url);
    let begun = begin(browser, "recovery", &[("code", code)]).await;
    let made = passkey.make(&begun["challenge"]).await;
    done(finish(browser, "recovery", &begun, "made", &made).await);
    passkey
}

/// Who this browser is, as the server sees it.
pub async fn actor(world: &World, browser: &Browser) -> Actor {
    let Some(cookie) = browser.cookie("hikae") else { return Actor::Anonymous };
    let secret: tower_sessions::session::Id = cookie.parse().unwrap();
    let secret = secret.0.to_le_bytes();
    assert_eq!(base64url(&secret), cookie);
    let Some((record, _)) = Sessions::new(world.core().clone()).record(secret).await.unwrap() else { return Actor::Anonymous };
    let record: Value = serde_json::from_str(&record).unwrap();
    let data: SessionData = serde_json::from_value(record["session"].clone()).unwrap();
    session::actor_of(world.core(), &data).await.unwrap()
}

/// The account page's facts.
pub async fn account(world: &World, browser: &Browser) -> AccountView {
    world.hikae.ports.identity.account(&actor(world, browser).await).await.unwrap()
}

/// Whether the account's owner is told that, among the notices that are not read yet.
pub async fn told(world: &World, browser: &Browser, kind: domain::account::NoticeKind) -> bool {
    account(world, browser).await.notices.iter().any(|notice| notice.kind == kind)
}

/// Whether somebody is signed in.
pub async fn is_signed_in(world: &World, browser: &Browser) -> bool {
    actor(world, browser).await != Actor::Anonymous
}

/// The audit's newest line: operation, outcome, cause.
pub async fn newest_line(world: &World) -> (String, String, String) {
    let newest = audit_lines::Entity::find().order_by_desc(audit_lines::Column::Seq);
    let line = newest.one(world.core().store.db()).await.unwrap().expect("the audit has lines");
    (line.operation, line.outcome, line.reason.unwrap_or_default())
}
