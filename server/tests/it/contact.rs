//! The e-mail address: proved by a code, sealed, told to whoever it was taken from; and what is mailed to it.

mod relay;

use crate::identity::{done, newest_line, print_recovery_code, problem, recover, sign_in, told};
use crate::on_both_databases;
use crate::personas::Patient;
use crate::postgres;
use crate::world::{Browser, World};
use domain::account::NoticeKind;
use domain::clock::Span;
use relay::Relay;
use sea_orm::EntityTrait;
use server::config::Config;
use server::store::entity::{audit_lines, contacts, mails};

const ADDRESS: &str = "hana.suzuki@example.jp";

/// A world that sends mail to that relay.
async fn world_with(relay: &Relay, database_url: String, folder: tempfile::TempDir) -> World {
    let mut config = Config::defaults().unwrap();
    config.database_url = database_url;
    config.database_connections = 8;
    config.var = folder.path().to_owned();
    config.tries_per_minute = 10_000;
    config.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
    config.mail_from = "Hikae <no-reply@hikae.example>".to_owned();
    World::with_config(folder, config).await
}

/// Tells the same story on both databases, with a relay that takes mail.
async fn with_mail(story: impl AsyncFn(World, Relay)) {
    let (folder, relay) = (tempfile::tempdir().unwrap(), Relay::start().await);
    let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    story(world_with(&relay, url, folder).await, relay).await;
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.unwrap();
    let relay = Relay::start().await;
    story(world_with(&relay, url, tempfile::tempdir().unwrap()).await, relay).await;
}

async fn send(world: &World) {
    world.hikae.relay.as_ref().unwrap().send_due(world.core()).await.unwrap();
}

async fn enter(browser: &Browser, address: &str) -> crate::world::Answer {
    browser.call("/do/contact/enter", &[("address", address)]).await
}

async fn confirm(browser: &Browser, code: &str) -> crate::world::Answer {
    browser.call("/do/contact/confirm", &[("code", code)]).await
}

/// The whole way: the address, the code from the mail.
async fn proved(world: &World, relay: &Relay, of: &Patient, address: &str) {
    done(enter(&of.browser, address).await);
    send(world).await;
    done(confirm(&of.browser, &relay.last().code()).await);
}

async fn waiting(world: &World) -> usize {
    mails::Entity::find().all(world.core().store.db()).await.unwrap().len()
}

/// The page does not show an address as the one that mail goes to.
async fn goes_to(of: &Patient) -> Option<String> {
    let page = of.browser.get("/account").await;
    let (_, rest) = page.text().split_once("data-contact=\"")?;
    rest.split_once('"').map(|(address, _)| address.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_used_when_its_code_came_back_and_not_before() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        let typed = "ｈａｎａ．Ｓｕｚｕｋｉ＠Example.JP";
        done(enter(&taro.browser, typed).await);
        assert_eq!(goes_to(&taro).await, None);
        send(&world).await;
        let mail = relay.last();
        assert_eq!((mail.to.as_str(), mail.from.as_str()), ("<hana.Suzuki@example.jp>", "<no-reply@hikae.example>"));
        assert_eq!(waiting(&world).await, 0, "what was handed over leaves no trace");

        let code = mail.code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(problem(&confirm(&taro.browser, wrong).await), "contact-code-rejected");
        assert_eq!(newest_line(&world).await.2, "a wrong code");
        assert!(!told(&world, &taro.browser, NoticeKind::ContactChanged).await);
        done(confirm(&taro.browser, &code).await);
        assert_eq!(goes_to(&taro).await.as_deref(), Some("hana.Suzuki@example.jp"));
        assert!(told(&world, &taro.browser, NoticeKind::ContactChanged).await);
        assert_eq!(problem(&confirm(&taro.browser, &code).await), "contact-code-rejected", "once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_good_for_a_quarter_of_an_hour_and_five_tries_of_its_account() {
    with_mail(async |world, relay| {
        let (taro, hana) = (world.patient().await, world.patient().await);
        done(enter(&taro.browser, ADDRESS).await);
        assert_eq!(problem(&enter(&taro.browser, ADDRESS).await), "too-many-requests", "nobody's mailbox is filled");
        send(&world).await;
        let code = relay.last().code();
        assert_eq!(problem(&confirm(&hana.browser, &code).await), "contact-code-rejected", "somebody else's");
        for _ in 0..5 {
            assert_eq!(problem(&confirm(&taro.browser, "12345").await), "contact-code-rejected");
        }
        assert_eq!(problem(&confirm(&taro.browser, &code).await), "contact-code-rejected", "mistyped too often");

        world.clock.pass(Span::minutes(2));
        done(enter(&taro.browser, ADDRESS).await);
        send(&world).await;
        let code = relay.last().code();
        world.clock.pass(Span::minutes(15));
        assert_eq!(problem(&confirm(&taro.browser, &code).await), "contact-code-rejected", "too old");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_before_is_told_when_another_takes_its_place_or_none() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        proved(&world, &relay, &taro, ADDRESS).await;
        world.clock.pass(Span::minutes(2));
        done(enter(&taro.browser, "new@example.jp").await);
        assert_eq!(goes_to(&taro).await.as_deref(), Some(ADDRESS), "until the code comes back");
        send(&world).await;
        done(confirm(&taro.browser, &relay.last().code()).await);
        send(&world).await;
        assert_eq!((relay.last().to, relay.last().subject()), (format!("<{ADDRESS}>"), "控え：アカウントについて".to_owned()));

        done(taro.browser.call("/do/contact/remove", &[]).await);
        send(&world).await;
        assert_eq!(relay.last().to, "<new@example.jp>");
        assert!(contacts::Entity::find().all(world.core().store.db()).await.unwrap().is_empty());
        assert_eq!(problem(&taro.browser.call("/do/contact/choose", &[]).await), "not-found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_need_a_fresh_passkey() {
    with_mail(async |world, _relay| {
        let taro = world.patient().await;
        world.clock.pass(Span::minutes(6));
        for (action, field) in [("enter", [("address", ADDRESS)]), ("choose", [("conflicts", "yes")]), ("remove", [("x", "")])] {
            let answer = taro.browser.call(&format!("/do/contact/{action}"), &field).await;
            assert_eq!(problem(&answer), "fresh-passkey-needed", "{action}");
        }
        done(sign_in(&taro.browser, &taro.passkey).await);
        for typed in ["hana", "a@b.jp\r\nBcc: c@d.jp", ""] {
            assert_eq!(problem(&enter(&taro.browser, typed).await), "invalid-address", "{typed}");
        }
        let form = [("address", "はな＠example.jp")];
        let back = taro.browser.post_form("/do/contact/enter", &form).await;
        assert!(back.status.is_redirection(), "{}", back.status);
        let page = taro.browser.get("/account").await;
        assert!(page.text().contains("はな＠example.jp"), "nothing typed is lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_database_nor_audit_shows_an_address() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        done(enter(&taro.browser, ADDRESS).await);
        let db = world.core().store.db();
        let holds = |bytes: &[u8]| bytes.windows(4).any(|part| part == b"hana" || part == b"suzu");
        let row = mails::Entity::find().one(db).await.unwrap().unwrap();
        assert!(!holds(&row.sealed) && !holds(row.kind.as_bytes()));
        send(&world).await;
        done(confirm(&taro.browser, &relay.last().code()).await);
        let row = contacts::Entity::find().one(db).await.unwrap().unwrap();
        assert!(!holds(&row.sealed.unwrap()) && row.pending.is_none());
        let lines = audit_lines::Entity::find().all(db).await.unwrap();
        assert!(lines.iter().all(|line| !holds(format!("{line:?}").as_bytes())));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_is_told_by_mail_and_an_answer_if_it_is_wanted() {
    with_mail(async |world, relay| {
        let (taro, sato) = (world.patient().await, world.support().await);
        proved(&world, &relay, &taro, ADDRESS).await;
        let inquiry = async || {
            let asked = done(taro.browser.call("/do/inquiries/ask", &[("text", "検査の前に使われましたか。")]).await);
            let to = crate::approvals::led_to(&asked);
            let id = to.split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned();
            done(sato.browser.call("/do/cases/take", &[("case", &id)]).await);
            done(sato.browser.call("/do/cases/answer", &[("case", &id), ("text", "使われていません。")]).await);
            send(&world).await;
        };
        inquiry().await;
        let mail = relay.last();
        assert_eq!(mail.subject(), "控え：新しいお知らせ");
        assert!(mail.text().contains("http://localhost:3000/overview") && !mail.text().contains("検査"), "{}", mail.text());
        done(taro.browser.call("/do/contact/choose", &[("conflicts", "yes")]).await);
        let before = relay.count();
        inquiry().await;
        assert_eq!(relay.count(), before, "not wanted any more");

        let code = print_recovery_code(&taro.browser).await;
        recover(&world, &world.browser(), &code).await;
        send(&world).await;
        assert_eq!((relay.count(), relay.last().subject()), (before + 1, "控え：アカウントについて".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_day_after_a_recovery_nobody_leads_the_mail_elsewhere() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        proved(&world, &relay, &taro, ADDRESS).await;
        let code = print_recovery_code(&taro.browser).await;
        let thief = world.browser();
        recover(&world, &thief, &code).await;
        assert_eq!(problem(&enter(&thief, "thief@example.org").await), "closed-after-recovery");
        assert_eq!(problem(&confirm(&thief, "000000").await), "closed-after-recovery");
        assert_eq!(problem(&thief.call("/do/contact/remove", &[]).await), "closed-after-recovery");
        assert_eq!(problem(&thief.call("/do/contact/choose", &[]).await), "closed-after-recovery");
        send(&world).await;
        assert_eq!(relay.last().subject(), "控え：アカウントについて", "the owner hears of it where they did before");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_relay_does_not_take_now_is_tried_again_and_given_up_one_day() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        proved(&world, &relay, &taro, ADDRESS).await;
        let (sent, code) = (relay.count(), print_recovery_code(&taro.browser).await);
        relay.answers("451 later");
        recover(&world, &world.browser(), &code).await;
        send(&world).await;
        send(&world).await;
        assert_eq!((relay.tried(), waiting(&world).await), (1, 1), "not again at once");
        world.clock.pass(Span::minutes(1));
        relay.answers("");
        send(&world).await;
        assert_eq!((relay.count(), waiting(&world).await), (sent + 1, 0));

        relay.answers("451 later");
        done(sign_in(&world.browser(), &taro.passkey).await);
        let cancel = world.browser();
        done(sign_in(&cancel, &taro.passkey).await);
        done(cancel.call("/do/recovery/cancel", &[]).await);
        for _ in 0..40 {
            send(&world).await;
            world.clock.pass(Span::hours(1));
        }
        assert_eq!((relay.count(), waiting(&world).await), (sent + 1, 0), "given up");

        relay.answers("550 nobody here");
        let back = world.browser();
        done(sign_in(&back, &taro.passkey).await);
        done(back.call("/do/contact/remove", &[]).await);
        send(&world).await;
        assert_eq!((relay.count(), waiting(&world).await), (sent + 1, 0), "at once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_gets_a_last_word_and_nothing_of_the_address_stays() {
    with_mail(async |world, relay| {
        let taro = world.patient().await;
        proved(&world, &relay, &taro, ADDRESS).await;
        done(taro.browser.call("/do/account/leave", &[]).await);
        assert!(contacts::Entity::find().all(world.core().store.db()).await.unwrap().is_empty());
        let before = relay.count();
        send(&world).await;
        assert_eq!((relay.count(), relay.last().to, waiting(&world).await), (before + 1, format!("<{ADDRESS}>"), 0));
    })
    .await;
}

on_both_databases! {
    async fn without_a_relay_nothing_is_taken_and_the_page_says_so(world: World) {
        let taro = world.patient().await;
        assert!(world.hikae.relay.is_none());
        assert_eq!(problem(&enter(&taro.browser, ADDRESS).await), "not-allowed");
        let page = taro.browser.get("/account").await;
        assert!(page.text().contains("メールをお送りしていません") && !page.text().contains("/do/contact/enter"));
        assert_eq!(waiting(&world).await, 0);
    }
}

#[test]
fn a_relay_is_named_whole_or_not_at_all() {
    let of = |url: &str, from: &str| {
        server::mail::Relay::of(&Config { smtp_url: url.into(), mail_from: from.into(), ..Config::defaults().unwrap() })
    };
    assert!(of("", "").unwrap().is_none());
    for (url, from) in [
        ("smtp://localhost", ""),
        ("", "a@b.jp"),
        ("http://localhost", "a@b.jp"),
        ("localhost:25", "a@b.jp"),
        ("smtp://localhost", "nobody"),
    ] {
        let fault = of(url, from).err().unwrap();
        assert!(!fault.to_string().contains("localhost"), "it may hold a password: {fault}");
    }
}
