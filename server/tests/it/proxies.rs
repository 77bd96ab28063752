//! People who act for others: a mother for her child, until the child is old enough or somebody ends it.

use crate::approvals::{ask, asked, decide, look_up};
use crate::identity::{actor, done, newest_line, problem, sign_in, told};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient, Worker, wire};
use crate::world::World;
use domain::account::{Level, NoticeKind};
use domain::actor::{Actor, ProxySight};
use domain::category::Form;
use domain::choice::DecidedBy;
use domain::clock::{Span, Timestamp, parse_date};
use domain::disclosure::Display;
use domain::id::{DisclosureId, HolderId, SubjectId};
use domain::identifier::INSURED;
use domain::ports::PeopleAround;
use server::machine::SystemRandom;
use server::store::disclosures::{Disclosure, NewUse, report};

pub const CHILD_BORN: &str = "2015-06-10";

/// A child without an account, as a hospital knows it.
pub struct Child {
    pub insured: String,
    pub born: String,
    pub subject: SubjectId,
}

pub async fn child(world: &World) -> Child {
    child_born(world, CHILD_BORN).await
}

/// The same, born on that day.
pub async fn child_born(world: &World, born: &str) -> Child {
    let insured = world.new_insured_number();
    let (_, subject) = world.issue(&[&insured], born, HolderId(uuid::Uuid::nil()), Level::Two).await;
    Child { insured, born: born.to_owned(), subject }
}

/// The records of somebody go to a study.
async fn disclose(world: &World, subject: SubjectId) -> DisclosureId {
    let (core, study) = (world.core(), world.study(&["education"], false).await);
    let disclosure = Disclosure {
        id: DisclosureId::new(core.now(), &SystemRandom),
        holder: world.hospital().await.id,
        study: (study, 1),
        disclosed_at: core.now(),
        reported_at: core.now(),
        recipient: "桜台大学".into(),
        form: Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check: None,
        historic: false,
    };
    let part = NewUse { subject, display: Display::Full, covered: false, record_count: None, row: None };
    report(core.store.db(), &disclosure, None, &[part]).await.unwrap();
    disclosure.id
}

/// What a form for a mother says.
fn mother<'a>(look_up: &'a str, born: &'a str) -> [(&'static str, &'a str); 4] {
    [("other", look_up), ("role", "parent"), ("proof", "family-register"), ("born", born)]
}

/// Two members of staff let the mother act for the child.
pub async fn granted(sato: &Worker, mori: &Worker, child: &Child, proxy: &Patient) {
    let of = look_up(sato, &child.insured, &child.born).await;
    let by = look_up(sato, &proxy.insured, BIRTH_DATE).await;
    let request = asked(&sato.browser, &of, "proxy", &mother(&by, &child.born)).await;
    assert_eq!(problem(&decide(&sato.browser, &request, "approve").await), "own-request");
    done(decide(&mori.browser, &request, "approve").await);
}

pub async fn people(world: &World, of: &Patient) -> PeopleAround {
    world.hikae.ports.proxies.people(&actor(world, &of.browser).await).await.unwrap()
}

async fn put_into_view(of: &Patient, grant: &str) -> crate::world::Answer {
    of.browser.call("/do/person/view", &[("proxy", grant)]).await
}

/// The first grant of somebody, put into view.
async fn viewing(world: &World, of: &Patient) -> String {
    let grant = people(world, of).await.acts_for[0].id.to_string();
    done(put_into_view(of, &grant).await);
    grant
}

async fn until(world: &World, day: &str, of: &Patient) {
    let then = Timestamp::start_of_day_in_tokyo(parse_date(day).unwrap()) + Span::hours(9);
    world.clock.pass(Span::seconds((then.millis() - world.core().now().millis()) / 1_000));
    done(sign_in(&of.browser, &of.passkey).await);
}

on_both_databases! {
    async fn a_mother_sees_and_decides_for_her_child_and_every_act_shows_who_did_it(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        let used = disclose(&world, child.subject).await;
        granted(&sato, &mori, &child, &yuki).await;
        assert!(told(&world, &yuki.browser, NoticeKind::ActsFor).await);
        assert_eq!(yuki.browser.get(&format!("/usage/{used}")).await.status, 404, "not in her own view");

        viewing(&world, &yuki).await;
        let Actor::Proxy { by, of, sight } = actor(&world, &yuki.browser).await else { panic!("the child is in view") };
        assert_eq!((by.subject, of, sight), (yuki.subject, child.subject, ProxySight::Everything));
        for page in ["/overview", "/usage", "/choices", "/decisions", "/account", "/help", &format!("/usage/{used}")] {
            let answer = yuki.browser.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(answer.text().contains("data-in-view"), "{page} says who is in view");
        }
        let own = yuki.subject.to_string();
        let form = [("scope", "all"), ("stance", "refuse"), ("for", own.as_str())];
        assert_eq!(problem(&yuki.browser.call("/do/choices/record", &form).await), "wrong-person", "a form of another tab");
        assert_eq!(problem(&yuki.decide("purpose:education", "refuse").await), "wrong-person", "said for nobody in particular");
        done(yuki.decide_for(child.subject, "purpose:education", "refuse").await);
        let line = newest_line(&world).await;
        assert_eq!((line.0.as_str(), line.1.as_str()), ("refuse", "ok"));
        let said = world.hikae.ports.choices.decisions(&actor(&world, &yuki.browser).await, None).await.unwrap().items;
        assert_eq!((said[0].subject, said[0].by), (child.subject, DecidedBy::Proxy));
        let hospital = world.hospital().await;
        let verdicts = hospital.check_purpose(&[wire(INSURED, &child.insured), yuki.insured_number()], "education").await.json();
        assert_eq!([&verdicts["results"][0]["decision"], &verdicts["results"][1]["decision"]], ["deny", "permit"]);

        done(put_into_view(&yuki, "").await);
        assert!(matches!(actor(&world, &yuki.browser).await, Actor::Patient(_)));
        assert!(!yuki.browser.get("/choices").await.text().contains("data-in-view"));
    }

    async fn in_a_dispute_the_refusal_stands(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        granted(&sato, &mori, &child, &yuki).await;
        let seen = look_up(&sato, &child.insured, CHILD_BORN).await;
        let form = [("look_up", seen.as_str()), ("scope", "all"), ("stance", "refuse"), ("channel", "phone"), ("read_back", "yes")];
        done(sato.browser.call("/do/person/decide", &form).await);
        viewing(&world, &yuki).await;
        assert_eq!(problem(&yuki.decide_for(child.subject, "all", "allow").await), "not-allowed", "the refusal is not hers");
        done(yuki.decide_for(child.subject, "commercial", "refuse").await);
        done(yuki.decide_for(child.subject, "commercial", "allow").await);
        assert_eq!(problem(&yuki.browser.call("/do/passkey/begin", &[]).await), "not-allowed", "her own sign-in, in her own view");
    }

    async fn from_fifteen_the_history_closes_and_at_eighteen_the_grant_ends(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        let used = disclose(&world, child.subject).await;
        granted(&sato, &mori, &child, &yuki).await;

        until(&world, "2030-06-09", &yuki).await;
        viewing(&world, &yuki).await;
        assert_eq!(yuki.browser.get(&format!("/usage/{used}")).await.status, 200);
        world.clock.pass(Span::minutes(20));
        until(&world, "2030-06-10", &yuki).await;
        viewing(&world, &yuki).await;
        for page in ["/overview", "/usage", &format!("/usage/{used}")] {
            assert_eq!(yuki.browser.get(page).await.status, 403, "{page}");
        }
        let choices = yuki.browser.get("/choices").await;
        assert_eq!(choices.status, 200);
        assert!(!choices.text().contains("糖尿病の研究"), "the studies would tell the history");
        done(yuki.decide_for(child.subject, "all", "refuse").await);

        until(&world, "2033-06-10", &yuki).await;
        let grant = people(&world, &yuki).await.acts_for[0].clone();
        assert_eq!(grant.sight, None);
        assert_eq!(problem(&put_into_view(&yuki, &grant.id.to_string()).await), "not-allowed");
    }

    async fn from_fifteen_the_young_persons_own_word_stands(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let insured = world.new_insured_number();
        let issuer = world.hospital().await.id;
        let (code, subject) = world.issue(&[&insured], CHILD_BORN, issuer, Level::One).await;
        let child = Child { insured: insured.clone(), born: CHILD_BORN.to_owned(), subject };
        let (browser, passkey) = world.activate(&code.grouped(), CHILD_BORN).await;
        let hana = Patient { browser, passkey, subject, insured };
        granted(&sato, &mori, &child, &yuki).await;
        let (ai, other) = (world.study(&["ai-development"], false).await, world.study(&["policy-resources"], true).await);
        let [ai, other] = [ai, other].map(|study| format!("study:{study}"));

        // Below fifteen a proxy may always refuse, and the child does not take it back.
        until(&world, "2030-06-09", &yuki).await;
        done(sign_in(&hana.browser, &hana.passkey).await);
        viewing(&world, &yuki).await;
        done(hana.decide("purpose:education", "allow").await);
        done(yuki.decide_for(subject, "purpose:education", "refuse").await);
        assert_eq!(problem(&hana.decide("purpose:education", "allow").await), "higher-level-needed");

        world.clock.pass(Span::minutes(20));
        until(&world, "2030-06-10", &yuki).await;
        done(sign_in(&hana.browser, &hana.passkey).await);
        viewing(&world, &yuki).await;
        world.clock.pass(Span::seconds(1));
        done(hana.decide("purpose:education", "allow").await);
        done(hana.decide(&ai, "allow").await);
        for scope in ["purpose:education", "all", "commercial", "purpose:ai-development", ai.as_str()] {
            assert_eq!(problem(&yuki.decide_for(subject, scope, "refuse").await), "own-word-stands", "{scope}");
        }
        assert_eq!(newest_line(&world).await.2, "own-word-stands");
        let page = yuki.browser.get("/choices").await;
        assert!(page.text().contains("15歳からは本人の選択が優先されます"), "and the switch says so");
        // About what the young person said nothing the proxy may still refuse, and the young person takes it back.
        for scope in ["purpose:care-quality", other.as_str()] {
            done(yuki.decide_for(subject, scope, "refuse").await);
            world.clock.pass(Span::seconds(1));
            done(hana.decide(scope, "allow").await);
            assert_eq!(problem(&yuki.decide_for(subject, scope, "refuse").await), "own-word-stands", "{scope}");
        }
        // What they refuse themselves nobody else takes back.
        world.clock.pass(Span::seconds(1));
        done(hana.decide("all", "refuse").await);
        assert_eq!(problem(&yuki.decide_for(subject, "all", "allow").await), "not-allowed");
        done(yuki.decide_for(subject, "purpose:education", "refuse").await);
    }

    async fn both_are_told_once_at_fifteen_and_at_eighteen_and_see_the_days(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let insured = world.new_insured_number();
        let (code, subject) = world.issue(&[&insured], CHILD_BORN, HolderId(uuid::Uuid::nil()), Level::Two).await;
        let (browser, passkey) = world.activate(&code.grouped(), CHILD_BORN).await;
        let child = Child { insured, born: CHILD_BORN.to_owned(), subject };
        granted(&sato, &mori, &child, &yuki).await;
        let shown = yuki.browser.get("/account").await;
        assert!(shown.text().contains("2030年（令和12年）6月10日") && shown.text().contains("2033年（令和15年）6月10日"), "{}", shown.text());

        world.hikae.tidy().await.unwrap();
        assert!(!told(&world, &yuki.browser, NoticeKind::WardIs15).await);
        for (day, own, proxys) in [("2030-06-10", NoticeKind::Is15, NoticeKind::WardIs15), ("2033-06-10", NoticeKind::Is18, NoticeKind::WardIs18)] {
            until(&world, day, &yuki).await;
            done(sign_in(&browser, &passkey).await);
            for _ in 0..2 {
                world.hikae.tidy().await.unwrap();
            }
            for (who, kind) in [(&browser, own), (&yuki.browser, proxys)] {
                let notices = crate::identity::account(&world, who).await.notices;
                assert_eq!(notices.iter().filter(|notice| notice.kind == kind).count(), 1, "{kind:?}");
            }
        }
        let shown = yuki.browser.get("/account").await;
        assert!(shown.text().contains("18歳になった 2033年（令和15年）6月10日 に終わりました"), "{}", shown.text());
    }

    async fn of_a_protected_or_a_dead_child_a_proxy_is_told_nothing(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let (one, other) = (child(&world).await, child(&world).await);
        for child in [&one, &other] {
            granted(&sato, &mori, child, &yuki).await;
        }
        let seen = look_up(&sato, &one.insured, CHILD_BORN).await;
        done(sato.browser.call("/do/person/protect", &[("look_up", &seen), ("reason", "学校からの連絡")]).await);
        let seen = look_up(&sato, &other.insured, CHILD_BORN).await;
        let form = [("look_up", seen.as_str()), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
        done(sato.browser.call("/do/person/deceased", &form).await);
        until(&world, "2030-06-10", &yuki).await;
        world.hikae.tidy().await.unwrap();
        assert!(!told(&world, &yuki.browser, NoticeKind::WardIs15).await);
        let shown = yuki.browser.get("/account").await;
        assert_eq!(shown.text().matches("いまはできません").count(), 2, "which of the two is not said");
    }

    async fn a_protected_persons_proxy_sees_nothing_from_that_moment(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        granted(&sato, &mori, &child, &yuki).await;
        let grant = viewing(&world, &yuki).await;
        let seen = look_up(&sato, &child.insured, CHILD_BORN).await;
        done(sato.browser.call("/do/person/protect", &[("look_up", &seen), ("reason", "学校からの連絡")]).await);
        assert!(matches!(actor(&world, &yuki.browser).await, Actor::Patient(_)), "back in her own view");
        let own = world.hikae.ports.choices.choices(&actor(&world, &yuki.browser).await).await.unwrap();
        assert_eq!(own.subject, yuki.subject);
        assert_eq!(problem(&put_into_view(&yuki, &grant).await), "not-allowed");
        let other = look_up(&sato, &yuki.insured, BIRTH_DATE).await;
        assert_eq!(problem(&ask(&sato.browser, &seen, "proxy", &mother(&other, CHILD_BORN)).await), "protected-person");
    }

    async fn a_dead_persons_proxy_sees_nothing(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        granted(&sato, &mori, &child, &yuki).await;
        let grant = viewing(&world, &yuki).await;
        let seen = look_up(&sato, &child.insured, CHILD_BORN).await;
        let form = [("look_up", seen.as_str()), ("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")];
        done(sato.browser.call("/do/person/deceased", &form).await);
        assert!(matches!(actor(&world, &yuki.browser).await, Actor::Patient(_)));
        assert_eq!(problem(&put_into_view(&yuki, &grant).await), "not-allowed");
        let permit = ask(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "counter")]).await;
        assert_eq!(problem(&permit), "not-allowed", "what a person said stands");
    }

    async fn the_person_ends_it_and_so_does_one_member_of_staff(world: World) {
        let (sato, mori) = (world.support().await, world.support().await);
        let (yuki, hana, taro) = (world.patient().await, world.patient().await, world.patient().await);
        let of = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        for proxy in [&yuki, &hana] {
            let by = look_up(&sato, &proxy.insured, BIRTH_DATE).await;
            let form = [("other", by.as_str()), ("role", "attorney"), ("proof", "power-of-attorney")];
            let request = asked(&sato.browser, &of, "proxy", &form).await;
            assert_eq!(problem(&ask(&sato.browser, &of, "proxy", &[form[0], form[1], ("proof", "court-record")]).await), "evidence-needed");
            done(decide(&mori.browser, &request, "approve").await);
            assert_eq!(problem(&ask(&sato.browser, &of, "proxy", &form).await), "already-done");
        }
        assert!(told(&world, &taro.browser, NoticeKind::ProxyGranted).await);
        let theirs = viewing(&world, &yuki).await;
        let around = people(&world, &taro).await.acted_for_by;
        assert_eq!(around.len(), 2);
        assert!(taro.browser.get("/account").await.text().contains("/do/proxy/end-own"));

        let end_own = async |who: &Patient, id: &str| who.browser.call("/do/proxy/end-own", &[("proxy", id)]).await;
        assert_eq!(problem(&end_own(&hana, &theirs).await), "not-found", "somebody else's");
        assert_eq!(problem(&end_own(&taro, "01J00000000000000000000000").await), "not-found");
        done(end_own(&taro, &theirs).await);
        assert!(matches!(actor(&world, &yuki.browser).await, Actor::Patient(_)), "it ends at once");
        assert_eq!(problem(&end_own(&taro, &theirs).await), "already-done");

        let second = around.iter().find(|of| of.id.to_string() != theirs).unwrap().id.to_string();
        let foreign = look_up(&sato, &yuki.insured, BIRTH_DATE).await;
        let end = async |look_up: &str| sato.browser.call("/do/proxy/end", &[("look_up", look_up), ("proxy", &second)]).await;
        assert_eq!(problem(&end(&foreign).await), "not-found", "another person's page");
        assert_eq!(sato.browser.get(&format!("/desk/proxies?person={of}")).await.status, 200);
        done(end(&of).await);
        assert!(told(&world, &hana.browser, NoticeKind::ProxyEnded).await);
    }

    async fn nobody_puts_a_person_into_view_without_a_grant_of_their_own(world: World) {
        let (sato, mori, yuki, thief) = (world.support().await, world.support().await, world.patient().await, world.patient().await);
        let child = child(&world).await;
        granted(&sato, &mori, &child, &yuki).await;
        let grant = people(&world, &yuki).await.acts_for[0].id.to_string();
        assert_eq!(problem(&put_into_view(&thief, &grant).await), "not-found");
        assert_eq!(problem(&put_into_view(&thief, &child.subject.to_string()).await), "not-found");
        assert_eq!(problem(&sato.browser.call("/do/person/view", &[("proxy", &grant)]).await), "not-allowed");
        assert_eq!(people(&world, &thief).await, PeopleAround::default());
    }

    async fn a_grant_needs_an_account_and_the_dates_of_the_child(world: World) {
        let (sato, yuki) = (world.support().await, world.patient().await);
        let child = child(&world).await;
        let of = look_up(&sato, &child.insured, CHILD_BORN).await;
        let by = look_up(&sato, &yuki.insured, BIRTH_DATE).await;
        let send = async |form: &[(&str, &str)]| problem(&ask(&sato.browser, &of, "proxy", form).await);
        let [other, role, proof, _] = mother(&by, CHILD_BORN);
        for born in ["", "2015-02-30", "2008-11-22", "2027-01-01", "junk"] {
            assert_eq!(send(&[other, role, proof, ("born", born)]).await, "invalid-date", "{born}");
        }
        assert_eq!(send(&[other, ("role", "friend"), proof]).await, "malformed");
        assert_eq!(send(&[("other", of.as_str()), role, proof, ("born", CHILD_BORN)]).await, "not-found", "the child has no account");
        let back = ask(&sato.browser, &by, "proxy", &[("other", by.as_str()), role, proof, ("born", CHILD_BORN)]).await;
        assert_eq!(problem(&back), "not-allowed", "nobody is their own proxy");
    }
}
