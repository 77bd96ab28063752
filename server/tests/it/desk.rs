//! The desk, for one person at a time: whom it finds, what it may enter, and that the person sees it.

mod alone;
mod counter;
mod seen;
mod undated;

use crate::identity::account;
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient, Worker, wire};
use crate::world::{Answer, Browser, World};
use domain::account::NoticeKind;
use domain::clock::Span;
use domain::identifier::INSURED;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use server::store::entity::audit_lines;

pub const REASON: &str = "電話。すべて断りたいとのこと。";

/// Looks for one person with the form, and answers where it leads.
pub async fn look_up(staff: &Worker, insured: &str, birth_date: &str, reason: &str) -> String {
    let fields = [("system", INSURED), ("value", insured), ("birth_date", birth_date), ("reason", reason)];
    let sent = staff.browser.post_form("/do/person/look-up", &fields).await;
    let to = location(&sent);
    let id = to.strip_prefix("/desk/person/").unwrap_or_else(|| panic!("{to}"));
    assert_eq!(id.len(), 26, "nothing but an id of ours stands in the address: {to}");
    id.to_owned()
}

/// The living look-up of that patient.
pub async fn found(staff: &Worker, patient: &Patient) -> String {
    look_up(staff, &patient.insured, BIRTH_DATE, REASON).await
}

#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.text());
    answer.header("location").unwrap().to_owned()
}

/// The problem that an island would be told.
pub async fn met(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.call(path, fields).await;
    assert!(answer.status.is_client_error(), "{path}: {} {}", answer.status, answer.text());
    answer.json()["code"].as_str().unwrap().to_owned()
}

pub async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

/// What a form says about "refuse everything, by phone, now".
pub fn refusal(id: &str) -> [(&str, &str); 6] {
    [("look_up", id), ("scope", "all"), ("stance", "refuse"), ("channel", "phone"), ("received", ""), ("read_back", "yes")]
}

/// The same with one field changed.
pub fn but<'a>(fields: [(&'a str, &'a str); 6], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.into_iter().map(|(of, old)| (of, if of == name { value } else { old })).collect()
}

/// The audit lines of look-ups and acts, as (operation, outcome, reason), in order.
pub async fn audited(world: &World, operation: &str) -> Vec<(String, String)> {
    let lines = audit_lines::Entity::find()
        .filter(audit_lines::Column::Operation.eq(operation))
        .order_by_asc(audit_lines::Column::Seq)
        .all(world.core().store.db())
        .await
        .unwrap();
    lines.into_iter().map(|line| (line.outcome, line.reason.unwrap_or_default())).collect()
}

on_both_databases! {
    async fn somebody_without_an_account_phones_and_the_next_check_denies(world: World) {
        let (staff, hospital) = (world.support().await, world.hospital().await);
        let insured = world.new_insured_number();
        let row = [wire(INSURED, &insured)];
        assert_eq!(hospital.check_purpose(&row, "ai-development").await.json()["results"][0]["decision"], "permit");

        let id = look_up(&staff, &insured, "1950-05-05", REASON).await;
        let nobody = page(&staff.browser, &format!("/desk/person/{id}")).await;
        assert!(nobody.contains("data-nobody"), "{nobody}");
        assert!(!nobody.contains(&insured) && !nobody.contains("1950"), "what was typed is not shown again");
        assert_eq!(location(&staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await), format!("/desk/person/{id}"));
        // Twice is once.
        assert_eq!(staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await.status, 303);

        let read_back = page(&staff.browser, &format!("/desk/person/{id}?scope=all&stance=refuse&channel=phone&received=")).await;
        assert!(read_back.contains("すべての二次利用を断ります"), "{read_back}");
        let entered = staff.browser.post_form("/do/person/decide", &refusal(&id)).await;
        assert_eq!(location(&entered), format!("/desk/person/{id}#entered"));
        let after = page(&staff.browser, &format!("/desk/person/{id}")).await;
        let position = after.split("data-position=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let receipt = page(&staff.browser, &format!("/desk/person/{id}/receipt/{position}")).await;
        assert!(receipt.contains("すべての二次利用を断りました") && receipt.contains("You refused every secondary use"), "{receipt}");
        assert!(receipt.contains("電話") && receipt.contains("by phone"), "{receipt}");
        // The paper carries the proof: whoever has no account verifies it as everybody else does.
        assert_eq!(receipt.matches("class=\"qr\"").count(), 2, "a code on each sheet: {receipt}");
        let proof = receipt.split("c2sp.org/tlog-proof@v1").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
        let proof: domain::log::receipt::Receipt = format!("c2sp.org/tlog-proof@v1{proof}").parse().unwrap();
        let verified = proof.verify(&world.hikae.ports.log.state().await.unwrap().keys, &[]).unwrap();
        assert_eq!((proof.position.to_string(), verified.decision.unwrap().scope.to_string()), (position.clone(), "all".to_owned()));

        world.clock.pass(Span::seconds(1));
        assert_eq!(hospital.check_purpose(&row, "ai-development").await.json()["results"][0]["decision"], "deny");
        // Found the second time, by the same number and day.
        let again = look_up(&staff, &insured, "1950-05-05", REASON).await;
        assert!(page(&staff.browser, &format!("/desk/person/{again}")).await.contains("data-scope=\"all\""));
        // With another day there is nobody.
        let other = look_up(&staff, &insured, "1950-05-06", REASON).await;
        assert!(page(&staff.browser, &format!("/desk/person/{other}")).await.contains("data-nobody"));
        let outcomes: Vec<String> = audited(&world, "look-up").await.into_iter().map(|(outcome, _)| outcome).collect();
        assert_eq!(outcomes, ["person-not-found", "ok", "ok", "person-not-found"]);
        crate::log::check_log(&world.core().store).await;
    }

    async fn a_look_up_is_its_members_alone_and_ends(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let id = found(&staff, &taro).await;
        let address = format!("/desk/person/{id}");
        assert!(page(&staff.browser, &address).await.contains(REASON));
        assert_eq!(other.browser.get(&address).await.status, 404);
        assert_eq!(met(&other.browser, "/do/person/decide", &refusal(&id)).await, "not-found");
        assert_eq!(met(&other.browser, "/do/person/protect", &[("look_up", &id), ("reason", REASON)]).await, "not-found");
        assert_eq!(met(&other.browser, "/do/person/close", &[("look_up", &id)]).await, "not-found");
        assert_eq!(met(&staff.browser, "/do/person/decide", &refusal("01J00000000000000000000000")).await, "not-found");
        for wrong in ["", "x", "../admin"] {
            assert_eq!(met(&staff.browser, "/do/person/decide", &refusal(wrong)).await, "malformed");
        }

        // Fourteen minutes at a time, so that the session of the member of staff goes on.
        for _ in 0..3 {
            world.clock.pass(Span::minutes(11));
            staff.browser.get("/desk/person").await;
        }
        assert_eq!(staff.browser.get(&address).await.status, 410);
        for path in ["/do/person/decide"] {
            assert_eq!(met(&staff.browser, path, &refusal(&id)).await, "look-up-ended");
        }
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "look-up-ended");

        let closed = found(&staff, &taro).await;
        assert_eq!(location(&staff.browser.post_form("/do/person/close", &[("look_up", &closed)]).await), "/desk/person");
        assert_eq!(staff.browser.get(&format!("/desk/person/{closed}")).await.status, 410);
    }

    async fn more_than_a_desk_needs_is_refused_with_an_alarm(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        for _ in 0..20 {
            found(&staff, &taro).await;
        }
        let fields = [("system", INSURED), ("value", &*taro.insured), ("birth_date", BIRTH_DATE), ("reason", REASON)];
        assert_eq!(met(&staff.browser, "/do/person/look-up", &fields).await, "too-many-requests");
        let (outcome, reason) = audited(&world, "look-up").await.pop().unwrap();
        assert_eq!(outcome, "too-many-requests");
        assert!(reason.starts_with("alarm"), "{reason}");
        // Somebody else is not held up, and an hour later neither is the first one.
        found(&other, &taro).await;
        for _ in 0..5 {
            world.clock.pass(Span::minutes(13));
            staff.browser.get("/desk/person").await;
        }
        found(&staff, &taro).await;
    }

    async fn of_look_ups_sent_at_once_no_more_go_through_than_one_after_the_other(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let fields = [("system", INSURED), ("value", &*taro.insured), ("birth_date", BIRTH_DATE), ("reason", REASON)];
        let sent = futures::future::join_all((0..30).map(|_| staff.browser.call("/do/person/look-up", &fields))).await;
        let refused = sent.iter().filter(|answer| answer.status.as_u16() == 429).count();
        assert_eq!(refused, 10, "{:?}", sent.iter().map(|answer| answer.status).collect::<Vec<_>>());
    }

    async fn under_a_number_of_somebody_else_nobody_is_made_known_by_one_alone(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let hospital = world.hospital().await;
        let decision = async || hospital.check_purpose(&[taro.insured_number()], "ai-development").await.json()["results"][0]["decision"].clone();
        let id = look_up(&staff, &taro.insured, "1950-05-06", REASON).await;
        let address = format!("/desk/person/{id}");
        let create = async || location(&staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await);
        create().await;
        create().await;
        assert!(page(&staff.browser, &address).await.contains("data-waiting=\"other-birth-date\""));
        assert_eq!(met(&staff.browser, "/do/person/decide", &refusal(&id)).await, "person-not-found");
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "person-not-found");
        assert_eq!(met(&staff.browser, "/do/person/let-look", &[("look_up", &id), ("answer", "yes")]).await, "own-request");
        assert_eq!((decision().await, account(&world, &taro.browser).await.notices.len()), ("permit".into(), 0));

        assert!(page(&other.browser, "/desk/person").await.contains(&id), "the other one sees that it waits");
        other.browser.post_form("/do/person/let-look", &[("look_up", &id), ("answer", "yes")]).await;
        assert!(page(&staff.browser, &address).await.contains("data-nobody"), "now they can be made known");
        create().await;
        assert_eq!(staff.browser.post_form("/do/person/decide", &refusal(&id)).await.status, 303);
        world.clock.pass(Span::seconds(1));
        assert_eq!(decision().await, "deny", "whoever bears the number and refuses is heard");
        let told: Vec<_> = account(&world, &taro.browser).await.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(told, [NoticeKind::NumberShared], "and whoever had it before knows");
    }

    async fn no_letter_is_printed_for_a_number_of_somebody_protected(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = found(&staff, &taro).await;
        staff.browser.post_form("/do/person/protect", &[("look_up", &seen), ("reason", REASON)]).await;
        let id = look_up(&staff, &taro.insured, "1950-05-06", REASON).await;
        let create = async || staff.browser.post_form("/do/person/create", &[("look_up", &id)]).await;
        create().await;
        other.browser.post_form("/do/person/let-look", &[("look_up", &id), ("answer", "yes")]).await;
        create().await;
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &id)]).await, "protected-person");
    }

    async fn what_cannot_be_looked_up_is_refused(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let good = [("system", INSURED), ("value", &*taro.insured), ("birth_date", BIRTH_DATE), ("reason", REASON)];
        let long = "あ".repeat(501);
        for (name, value, problem) in [
            ("reason", "", "reason-needed"),
            ("reason", " \u{200b}\n", "reason-needed"),
            ("reason", &*long, "text-too-long"),
            ("birth_date", "1979-02-30", "invalid-date"),
            ("birth_date", "", "invalid-date"),
            ("birth_date", "2026-11-23", "invalid-date"),
            ("value", "", "invalid-identifier"),
            ("value", "123", "invalid-identifier"),
            ("system", "urn:oid:1.2.392.200119.6.102", "invalid-identifier"),
            ("system", "", "invalid-identifier"),
        ] {
            let fields: Vec<_> = good.iter().map(|&(of, old)| (of, if of == name { value } else { old })).collect();
            assert_eq!(met(&staff.browser, "/do/person/look-up", &fields).await, problem, "{name}: {value:?}");
        }
        // What was typed comes back into its fields, and stands in no address.
        let mistyped: Vec<_> = good.iter().map(|&(of, old)| (of, if of == "value" { "0613-2013" } else { old })).collect();
        let back = location(&staff.browser.post_form("/do/person/look-up", &mistyped).await);
        assert!(!back.contains("0613") && !back.contains("1979"), "{back}");
        let back = back.strip_prefix(&world.core().config.base_url).unwrap_or(&back).to_owned();
        let form = page(&staff.browser, &format!("/desk/person?{}", back.split_once('?').unwrap().1)).await;
        assert!(form.contains("0613-2013") && form.contains(BIRTH_DATE) && form.contains(REASON), "{form}");
        assert!(!page(&staff.browser, "/desk/person").await.contains("0613-2013"));
        // Full-width digits are the same number.
        let wide: String = taro.insured.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        let id = look_up(&staff, &wide, BIRTH_DATE, "</p><script>alert(1)</script>").await;
        let shown = page(&staff.browser, &format!("/desk/person/{id}")).await;
        assert!(!shown.contains("data-nobody") && !shown.contains("<script>alert"), "{shown}");
    }

    async fn what_cannot_be_entered_is_refused_and_changes_nothing(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        taro.decide("all", "refuse").await;
        let id = found(&staff, &taro).await;
        for (name, value, problem) in [
            ("received", "2026-11-23", "in-future"),
            ("received", "2026-08-23", "too-long-ago"),
            ("received", "2026-02-30", "invalid-date"),
            ("scope", "everything", "unknown-scope"),
            ("scope", "purpose:infectious-disease-control", "not-refusable"),
            ("scope", "study:01J00000000000000000000000", "unknown-study"),
            ("stance", "perhaps", "malformed"),
            ("channel", "online", "not-allowed"),
            ("channel", "pigeon", "malformed"),
            ("stance", "allow", "evidence-needed"),
        ] {
            assert_eq!(met(&staff.browser, "/do/person/decide", &but(refusal(&id), name, value)).await, problem, "{name}: {value}");
        }
        let unread: Vec<_> = refusal(&id).into_iter().filter(|(name, _)| *name != "read_back").collect();
        assert_eq!(met(&staff.browser, "/do/person/decide", &unread).await, "read-back-needed");
        // At the counter an allow takes two.
        let mut allow = but(refusal(&id), "stance", "allow");
        for field in &mut allow {
            if field.0 == "channel" {
                field.1 = "counter";
            }
        }
        assert_eq!(met(&staff.browser, "/do/person/decide", &allow).await, "needs-second-person");
        let shown = page(&staff.browser, &format!("/desk/person/{id}?scope=all&stance=allow&channel=counter&received=")).await;
        assert!(shown.contains("data-problem=\"needs-second-person\"") && !shown.contains("action=\"/do/person/decide\""), "{shown}");
        assert!(page(&taro.browser, "/decisions").await.matches("class=\"decision\"").count() == 1, "only the person's own");
        // A paper of last week holds from that day's midnight on.
        let paper: Vec<_> = refusal(&id)
            .into_iter()
            .map(|(name, old)| match name {
                "channel" => (name, "paper"),
                "received" => (name, "2026-11-15"),
                "scope" => (name, "commercial"),
                _ => (name, old),
            })
            .collect();
        assert_eq!(staff.browser.post_form("/do/person/decide", &paper).await.status, 303);
        let decisions = page(&taro.browser, "/decisions").await;
        assert!(decisions.contains("窓口（本人の申し出）") && decisions.contains("11月15日"), "{decisions}");
    }

    async fn the_same_form_twice_is_one_decision(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let id = found(&staff, &taro).await;
        let mut fields = refusal(&id).to_vec();
        fields.push(("key", "k-1"));
        for _ in 0..2 {
            assert_eq!(staff.browser.post_form("/do/person/decide", &fields).await.status, 303);
        }
        assert_eq!(page(&taro.browser, "/decisions").await.matches("class=\"decision\"").count(), 1);
        assert_eq!(page(&taro.browser, "/usage").await.matches("data-act=\"decided\"").count(), 1);
    }

    async fn nobody_but_the_desk_looks_anybody_up(world: World) {
        let (staff, taro) = (world.support().await, world.patient().await);
        let hospital = world.hospital().await;
        let id = found(&staff, &taro).await;
        let address = format!("/desk/person/{id}");
        let strangers = [
            world.registrar().await.browser,
            world.administrator().await.browser,
            world.operator(&hospital).await.browser,
            world.manager(&hospital).await.browser,
            world.patient().await.browser,
        ];
        for browser in &strangers {
            for path in ["/desk/person", &address, &format!("{address}/receipt/0"), &format!("{address}/letter")] {
                assert_eq!(browser.get(path).await.status, 403, "{path}");
            }
            let fields = [("system", INSURED), ("value", &*taro.insured), ("birth_date", BIRTH_DATE), ("reason", REASON), ("role", "support")];
            assert_eq!(met(browser, "/do/person/look-up", &fields).await, "not-allowed");
            assert_eq!(met(browser, "/do/person/decide", &refusal(&id)).await, "not-allowed");
            for act in ["create", "close", "letter"] {
                assert_eq!(met(browser, &format!("/do/person/{act}"), &[("look_up", &*id)]).await, "not-allowed", "{act}");
            }
        }
        let anybody = world.browser();
        assert_eq!(met(&anybody, "/do/person/decide", &refusal(&id)).await, "sign-in-needed");
    }
}
