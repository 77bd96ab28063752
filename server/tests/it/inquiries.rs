//! What people ask the desk: asking, taking, answering, and who may read it.

mod desk;
mod hostile;
mod sealed;

use crate::on_both_databases;
use crate::personas::{Patient, Worker};
use crate::world::{Answer, World};
use domain::actor::Actor;
use domain::category::Form;
use domain::clock::Span;
use domain::desk::FoundBy;
use domain::disclosure::Display;
use domain::failure::Problem;
use domain::form_draft::Place;
use domain::id::{AccountId, DisclosureId, SubjectId};
use domain::inquiry::WAITING_AT_MOST;
use server::store::disclosures::{Disclosure, NewUse, report};
use server::store::look_ups;
use uuid::Uuid;

const QUESTION: &str = "断ったのに、なぜ渡されたのですか。";
const ANSWER: &str = "病院に確かめました。申し訳ありません。";

/// Asks, as a form without JavaScript does, and says which inquiry it became.
async fn ask(patient: &Patient, fields: &[(&str, &str)]) -> String {
    let sent = patient.browser.post_form("/do/inquiries/ask", fields).await;
    let to = location(&sent);
    let id = to.strip_prefix("/inquiries/").and_then(|rest| rest.strip_suffix("?done=asked#done"));
    id.unwrap_or_else(|| panic!("{to}")).to_owned()
}

fn location(answer: &Answer) -> String {
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.text());
    answer.header("location").unwrap().to_owned()
}

async fn take(staff: &Worker, id: &str) {
    let taken = staff.browser.post_form("/do/cases/take", &[("case", id)]).await;
    assert_eq!(location(&taken), format!("/desk/cases/{id}?done=taken#done"));
}

async fn answer(staff: &Worker, id: &str, text: &str) {
    let sent = staff.browser.post_form("/do/cases/answer", &[("case", id), ("text", text)]).await;
    assert_eq!(location(&sent), format!("/desk/cases/{id}?done=answered#done"));
}

/// What an island would be told.
async fn met(browser: &crate::world::Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.call(path, fields).await;
    assert!(answer.status.is_client_error(), "{}: {}", answer.status, answer.text());
    answer.json()["code"].as_str().unwrap().to_owned()
}

/// A use of the person's records, against what they chose if they refused before.
async fn used(world: &World, subject: SubjectId) -> DisclosureId {
    let (core, hospital) = (world.core(), world.hospital().await);
    let study = world.study(&["ai-development"], true).await;
    world.clock.pass(Span::minutes(1));
    let disclosure = Disclosure {
        id: DisclosureId::new(core.now(), &*core.random),
        holder: hospital.id,
        study: (study, 1),
        disclosed_at: core.now(),
        reported_at: core.now(),
        recipient: "東都大学 データ室".into(),
        form: Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check: None,
        historic: false,
    };
    let row = NewUse { subject, display: Display::Full, covered: false, record_count: Some(3), row: None };
    report(core.store.db(), &disclosure, None, &[row]).await.unwrap();
    disclosure.id
}

async fn page(browser: &crate::world::Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

async fn status(browser: &crate::world::Browser, path: &str) -> u16 {
    browser.get(path).await.status.as_u16()
}

on_both_databases! {
    async fn what_was_written_before_a_recovery_is_closed_with_the_history(world: World) {
        let (sato, taro) = (world.support().await, world.patient().await);
        let code = crate::identity::print_recovery_code(&taro.browser).await;
        let id = ask(&taro, &[("text", QUESTION)]).await;
        take(&sato, &id).await;
        answer(&sato, &id, ANSWER).await;
        let too_long = format!("下書きの始まり{}", "あ".repeat(9_000));
        taro.browser.post_form("/do/inquiries/ask", &[("text", &too_long)]).await;
        assert!(taro.browser.get("/inquiries").await.text().contains("下書きの始まり"));

        let new = world.browser();
        let passkey = crate::identity::recover(&world, &new, &code).await;
        let (list, one) = (new.get("/inquiries").await, new.get(&format!("/inquiries/{id}")).await);
        for page in [&list, &one] {
            assert!(![QUESTION, ANSWER, "下書きの始まり"].iter().any(|text| page.text().contains(text)), "{}", page.text());
        }
        assert!(list.text().contains("いまは見られません") && one.text().contains("まで見られません"), "{}", one.text());
        location(&new.post_form("/do/inquiries/reply", &[("inquiry", &id), ("text", "もう一つあります。")]).await);
        let one = new.get(&format!("/inquiries/{id}")).await;
        assert!(one.text().contains("もう一つあります。") && !one.text().contains(ANSWER), "{}", one.text());

        world.clock.pass(Span::hours(24));
        crate::identity::done(crate::identity::sign_in(&new, &passkey).await);
        let one = new.get(&format!("/inquiries/{id}")).await;
        assert!(one.text().contains(ANSWER) && !one.text().contains("まで見られません"), "{}", one.text());
    }

    async fn the_person_sees_the_answer_and_that_somebody_looked_and_why(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        taro.decide("purpose:ai-development", "refuse").await;
        let about = used(&world, taro.subject).await.to_string();
        assert!(page(&taro.browser, &format!("/usage/{about}")).await.contains(&format!("/inquiries?about={about}")));
        assert!(page(&taro.browser, &format!("/inquiries?about={about}")).await.contains(&format!("value=\"{about}\"")));
        let id = ask(&taro, &[("text", QUESTION), ("about", &about)]).await;

        let queue = page(&desk.browser, "/desk").await;
        assert!(queue.contains(&format!("data-waiting=\"{id}\"")) && !queue.contains(QUESTION));
        take(&desk, &id).await;
        let case = page(&desk.browser, &format!("/desk/cases/{id}")).await;
        assert!(case.contains(QUESTION) && case.contains("糖尿病の研究") && case.contains("/desk/person/"));
        let view = case.split("/desk/person/").nth(1).unwrap().split('"').next().unwrap();
        assert!(page(&desk.browser, &format!("/desk/person/{view}")).await.contains("ai-development"), "what the person chose");
        answer(&desk, &id, ANSWER).await;

        assert!(page(&taro.browser, "/overview").await.contains("お問い合わせに、窓口が答えました。"));
        let read = page(&taro.browser, &format!("/inquiries/{id}")).await;
        assert!(read.contains(QUESTION) && read.contains(ANSWER) && read.contains("data-status=\"answered\""));
        let looked = look_ups::of_subjects(world.core().store.db(), &[taro.subject], None, 9).await.unwrap();
        let [look] = &looked[..] else { panic!("{looked:?}") };
        assert_eq!((look.account, look.found_by), (desk.account, FoundBy::Inquiry));
        assert_eq!(look.about.map(|about| about.to_string()), Some(about));
        assert_eq!(world.core().keys.unseal(look_ups::REASON, look.id.0, &look.reason).unwrap(), format!("inquiry {id}"));
        let usage = page(&taro.browser, "/usage").await;
        assert!(usage.contains(&format!("data-look=\"{}\"", look.id)) && usage.contains("あなたの問い合わせに答えるために"));
    }

    async fn nobody_else_reads_or_writes_it(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        let (one, other) = (world.support().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        let (read, case) = (format!("/inquiries/{id}"), format!("/desk/cases/{id}"));
        assert_eq!(status(&hanako.browser, &read).await, 404);
        assert_eq!(status(&one.browser, &case).await, 404, "nobody took it");
        for (path, fields) in [
            ("/do/inquiries/reply", [("inquiry", id.as_str()), ("text", "x")]),
            ("/do/inquiries/close", [("inquiry", id.as_str()), ("text", "x")]),
        ] {
            assert_eq!(met(&hanako.browser, path, &fields).await, "not-found");
        }
        take(&one, &id).await;
        assert_eq!(status(&one.browser, &case).await, 200);
        assert_eq!(status(&other.browser, &case).await, 404, "somebody else took it");
        assert!(!page(&other.browser, "/desk").await.contains(&id));
        for path in ["/do/cases/answer", "/do/cases/give-back", "/do/cases/close", "/do/cases/look"] {
            assert_eq!(met(&other.browser, path, &[("case", &id), ("text", "x")]).await, "not-found", "{path}");
        }
        for other in [world.registrar().await, world.administrator().await] {
            assert_eq!((status(&other.browser, "/desk").await, status(&other.browser, &case).await), (403, 403));
            assert_eq!(met(&other.browser, "/do/cases/take", &[("case", &id)]).await, "not-allowed");
        }
        assert_eq!((status(&taro.browser, "/desk").await, status(&one.browser, &read).await), (403, 403));
    }

    async fn given_back_it_is_the_next_ones_alone(world: World) {
        let (taro, one, other) = (world.patient().await, world.support().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        take(&one, &id).await;
        let given = one.browser.post_form("/do/cases/give-back", &[("case", &id)]).await;
        assert_eq!(location(&given), "/desk?done=given-back#done");
        assert_eq!(status(&one.browser, &format!("/desk/cases/{id}")).await, 404);
        let now = world.core().now();
        let inquiry = id.parse().unwrap();
        assert_eq!(look_ups::living_of_inquiry(world.core().store.db(), inquiry, one.account, now).await.unwrap(), None);
        take(&other, &id).await;
        assert!(page(&other.browser, &format!("/desk/cases/{id}")).await.contains(QUESTION));
        let seen = look_ups::of_subjects(world.core().store.db(), &[taro.subject], None, 9).await.unwrap();
        assert_eq!(seen.len(), 2, "both looked, and the person sees both");
    }

    async fn of_two_who_take_it_at_once_one_gets_it(world: World) {
        let (taro, one, other) = (world.patient().await, world.support().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        let fields = [("case", id.as_str())];
        let (first, second) =
            tokio::join!(one.browser.call("/do/cases/take", &fields), other.browser.call("/do/cases/take", &fields));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", first.text(), second.text());
        let lost = if first.status == 409 { first } else { second };
        assert_eq!(lost.json()["code"], "already-done");
        assert_eq!(met(&one.browser, "/do/cases/take", &[("case", "01J00000000000000000000000")]).await, "not-found");
    }

    async fn what_the_person_writes_after_the_answer_waits_for_anybody(world: World) {
        let (taro, one, other) = (world.patient().await, world.support().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        take(&one, &id).await;
        assert_eq!(met(&one.browser, "/do/cases/close", &[("case", &id)]).await, "text-needed", "nobody is left without an answer");
        answer(&one, &id, ANSWER).await;
        let sent = taro.browser.post_form("/do/inquiries/reply", &[("inquiry", &id), ("text", "もうひとつ教えてください。")]).await;
        assert_eq!(location(&sent), format!("/inquiries/{id}?done=sent#done"));
        assert_eq!(status(&one.browser, &format!("/desk/cases/{id}")).await, 404);
        take(&other, &id).await;
        let case = page(&other.browser, &format!("/desk/cases/{id}")).await;
        assert!([QUESTION, ANSWER, "もうひとつ教えてください。"].iter().all(|text| case.contains(text)));
        answer(&other, &id, "はい。").await;
        let closed = taro.browser.post_form("/do/inquiries/close", &[("inquiry", &id)]).await;
        assert_eq!(location(&closed), format!("/inquiries/{id}?done=closed#done"));
        assert_eq!(met(&taro.browser, "/do/inquiries/reply", &[("inquiry", &id), ("text", "x")]).await, "already-done");
        assert_eq!(status(&other.browser, &format!("/desk/cases/{id}")).await, 404, "what is over is the person's alone");
        let read = page(&taro.browser, &format!("/inquiries/{id}")).await;
        assert!(read.contains("はい。") && !read.contains("/do/inquiries/reply"));
    }

    async fn the_same_form_sent_twice_asks_once(world: World) {
        let taro = world.patient().await;
        let fields = [("text", QUESTION), ("key", "k1")];
        let first = ask(&taro, &fields).await;
        assert_eq!(ask(&taro, &fields).await, first);
        assert_eq!(met(&taro.browser, "/do/inquiries/ask", &[("text", "別のこと"), ("key", "k1")]).await, "key-reused");
        assert_ne!(ask(&taro, &[("text", QUESTION)]).await, ask(&taro, &[("text", QUESTION), ("key", "")]).await);
        let hanako = world.patient().await;
        assert_ne!(ask(&hanako, &fields).await, first, "a key is its sender's own");
    }

    async fn ten_wait_and_no_more(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        let mut last = String::new();
        for n in 0..WAITING_AT_MOST {
            last = ask(&taro, &[("text", &format!("質問 {n}"))]).await;
        }
        assert_eq!(met(&taro.browser, "/do/inquiries/ask", &[("text", "十一")]).await, "too-many-waiting");
        assert!(page(&taro.browser, "/inquiries").await.contains("十一</textarea>"), "what was refused is not lost");
        for n in 1..10 {
            taro.browser.post_form("/do/inquiries/reply", &[("inquiry", &last), ("text", &n.to_string())]).await;
        }
        assert_eq!(met(&taro.browser, "/do/inquiries/reply", &[("inquiry", &last), ("text", "x")]).await, "too-many-waiting");
        take(&desk, &last).await;
        answer(&desk, &last, ANSWER).await;
        ask(&taro, &[("text", "十一")]).await;
        assert!(!page(&taro.browser, "/inquiries").await.contains("十一</textarea>"), "it is asked now");
    }

    async fn nobody_asks_about_a_use_that_they_do_not_see(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        let about = used(&world, hanako.subject).await.to_string();
        assert_eq!(met(&taro.browser, "/do/inquiries/ask", &[("text", QUESTION), ("about", &about)]).await, "not-found");
        assert!(!page(&taro.browser, &format!("/inquiries?about={about}")).await.contains("糖尿病の研究"));
        let malformed = met(&taro.browser, "/do/inquiries/ask", &[("text", QUESTION), ("about", "x")]).await;
        assert_eq!(malformed, "malformed");
    }

    async fn a_refused_text_is_kept_for_a_day(world: World) {
        let taro = world.patient().await;
        let long = "い".repeat(4_001);
        assert_eq!(met(&taro.browser, "/do/inquiries/ask", &[("text", &long)]).await, "text-too-long");
        let hanako = world.patient().await;
        assert!(page(&taro.browser, "/inquiries").await.contains(&long));
        assert!(!page(&hanako.browser, "/inquiries").await.contains("いいい"), "nobody else's");
        let inquiries = world.hikae.ports.inquiries.clone();
        world.clock.pass(Place::Inquiry(None).kept_for());
        world.clock.pass(Span::minutes(1));
        let actor = actor_of(&world, &taro).await;
        assert_eq!(inquiries.inquiries(&actor, None).await.unwrap().draft, None);
        world.hikae.tidy().await.unwrap();
        assert_eq!(inquiries.inquiries(&actor, None).await.unwrap().draft, None);
    }
}

/// The person, as the services meet them.
async fn actor_of(world: &World, patient: &Patient) -> Actor {
    use domain::account::{Level, Standing};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use server::store::entity::accounts;
    let own = accounts::Entity::find().filter(accounts::Column::SubjectId.eq(patient.subject.0));
    let account = AccountId(own.one(world.core().store.db()).await.unwrap().unwrap().id);
    let (level, standing) = (Level::Two, Standing::Open);
    Actor::Patient(domain::actor::Patient { account, subject: patient.subject, level, standing, fresh: true, session: None })
}

#[test]
fn a_proxy_asks_nothing_in_the_name_of_another() {
    use domain::account::{Level, Standing};
    use domain::actor::{Operation, ProxySight};
    let by = domain::actor::Patient {
        account: AccountId(Uuid::from_u128(1)),
        subject: SubjectId(Uuid::from_u128(2)),
        level: Level::Two,
        standing: Standing::Open,
        fresh: true,
        session: None,
    };
    let proxy = Actor::Proxy { by, of: SubjectId(Uuid::from_u128(3)), sight: ProxySight::Everything };
    assert_eq!(proxy.may(Operation::Inquire), Err(Problem::NotAllowed));
}
