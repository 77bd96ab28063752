//! Protected persons: no code reaches their account, names wait for the passkey, and they set it themselves with one button.

use crate::approvals::{TWO_PROOFS, ask, asked, decide, look_up};
use crate::desk::{audited, found, location, met, page};
use crate::disclosures::{PURPOSE, body};
use crate::identity::{account, begin, done, enter_code, finish, print_recovery_code, problem, sign_in};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::soft_passkey::SoftPasskey;
use crate::world::World;
use domain::account::Level;
use domain::clock::Span;
use sea_orm::EntityTrait;
use serde_json::json;
use server::store::entity::{accounts, alarms};

/// The desk protects whoever has that number.
async fn protected_by_desk(staff: &Worker, insured: &str) -> String {
    let id = look_up(staff, insured, BIRTH_DATE).await;
    done(staff.browser.call("/do/person/protect", &[("look_up", &id), ("reason", "本人の申し出")]).await);
    id
}

async fn alarms(world: &World) -> Vec<alarms::Model> {
    alarms::Entity::find().all(world.core().store.db()).await.unwrap()
}

async fn accounts(world: &World) -> usize {
    accounts::Entity::find().all(world.core().store.db()).await.unwrap().len()
}

/// A code for that number, as the hospital's program gets it.
async fn issued(hospital: &crate::personas::Hospital, insured: &str, birth_date: &str) -> serde_json::Value {
    let token = hospital.token_for("system/Patient.c").await.unwrap();
    let body = json!({ "identifiers": [{ "system": domain::identifier::INSURED, "value": insured }], "birth_date": birth_date });
    let answer = hospital.post_activation(&token, body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

on_both_databases! {
    async fn a_holder_is_answered_alike_and_what_it_got_opens_nothing(world: World) {
        let (staff, hospital) = (world.support().await, world.hospital().await);
        let (insured, free) = (world.new_insured_number(), world.new_insured_number());
        world.issue(&[&insured], BIRTH_DATE, hospital.id, Level::One).await;
        protected_by_desk(&staff, &insured).await;
        world.clock.pass(Span::minutes(1));
        let before = accounts(&world).await;
        let (theirs, other) = (issued(&hospital, &insured, BIRTH_DATE).await, issued(&hospital, &free, BIRTH_DATE).await);
        assert_eq!(theirs["expires_at"], other["expires_at"], "answered alike");
        let code = theirs["code"].as_str().unwrap();
        assert_eq!(problem(&enter_code(&world.browser(), code, BIRTH_DATE).await), "activation-rejected", "as with a wrong date");
        let [alarm] = alarms(&world).await.try_into().unwrap();
        assert_eq!((alarm.sign.as_str(), alarm.account_id), ("protected-code", None));
        assert!(audited(&world, "activate").await.iter().any(|(_, reason)| reason.starts_with("alarm: a code for a protected person")));
        let list = page(&staff.browser, "/desk/incidents").await;
        assert!(list.contains("保護の対象の方のコードが試されました"), "{list}");
        let read = page(&staff.browser, &format!("/desk/incidents/alarms/{}", domain::id::AlarmId(alarm.id))).await;
        assert!(read.contains("何も開いていません") && !read.contains("亡くなった"), "{read}");
        // With a wrong birth date in the letter the number is still theirs.
        let around = issued(&hospital, &insured, "1980-01-01").await;
        assert_eq!(problem(&enter_code(&world.browser(), around["code"].as_str().unwrap(), "1980-01-01").await), "activation-expired");
        // A hundred tries are not a hundred alarms.
        for _ in 0..7 {
            enter_code(&world.browser(), code, BIRTH_DATE).await;
        }
        assert!(alarms(&world).await.len() <= 5);
        assert_eq!(accounts(&world).await, before, "nobody got in");
    }

    async fn what_lies_about_when_protection_begins_is_void_for_ever(world: World) {
        let (sato, mori, taro, hospital) = (world.support().await, world.support().await, world.patient().await, world.hospital().await);
        let printed = print_recovery_code(&taro.browser).await;
        let insured = world.new_insured_number();
        let (letter, _) = world.issue(&[&insured], BIRTH_DATE, hospital.id, Level::One).await;
        // Begun before, finished after.
        let browser = world.browser();
        let begun = done(enter_code(&browser, &letter.grouped(), BIRTH_DATE).await).json()["Register"].clone();
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        let seen = protected_by_desk(&sato, &insured).await;
        assert!(finish(&browser, "activation", &begun, "made", &made).await.status.is_client_error());
        assert_eq!(problem(&enter_code(&taro.browser, &letter.grouped(), BIRTH_DATE).await), "activation-rejected", "nor into another account");

        world.clock.pass(Span::minutes(1));
        let lift = [("proof", "my-number-card"), ("other_proof", "residence-record")];
        let lifting = asked(&sato.browser, &seen, "lift-protection", &lift).await;
        done(decide(&mori.browser, &lifting, "approve").await);
        assert_eq!(problem(&enter_code(&world.browser(), &letter.grouped(), BIRTH_DATE).await), "activation-expired", "lifted, and void");

        done(taro.browser.call("/do/account/protect", &[]).await);
        assert!(!account(&world, &taro.browser).await.has_recovery_code);
        assert_eq!(problem(&world.browser().call("/do/recovery/begin", &[("code", &printed)]).await), "recovery-rejected");
        // One that the person prints themselves from then on is good.
        done(sign_in(&taro.browser, &taro.passkey).await);
        let anew = print_recovery_code(&taro.browser).await;
        done(world.browser().call("/do/recovery/begin", &[("code", &anew)]).await);
    }

    async fn a_protected_person_comes_back_at_the_counter_with_two_members_of_staff(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let code_of = async |request: &str| {
            done(sato.browser.call("/do/binding-code/make", &[("request", request)]).await);
            let shown = page(&sato.browser, &format!("/desk/recovery/{request}")).await;
            let is_code = |text: &&str| text.len() == 31 && text.bytes().enumerate().all(|(n, b)| (n % 6 == 5) == (b == b'-'));
            shown.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find(is_code).unwrap().to_owned()
        };
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let early = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
        done(decide(&mori.browser, &early, "approve").await);
        let handed = code_of(&early).await;
        world.clock.pass(Span::seconds(1));
        done(sato.browser.call("/do/person/protect", &[("look_up", &seen), ("reason", "本人の申し出")]).await);
        assert_eq!(problem(&world.browser().call("/do/recovery/begin", &[("code", &handed)]).await), "recovery-rejected", "from before");
        assert_eq!(alarms(&world).await.len(), 1);
        assert_eq!(problem(&sato.browser.call("/do/binding-code/make", &[("request", &early)]).await), "protected-person", "asked before");

        world.clock.pass(Span::seconds(1));
        let form = page(&sato.browser, &format!("/desk/person/{seen}/ask")).await;
        assert!(form.contains("郵便では送りません"), "{form}");
        assert_eq!(problem(&ask(&sato.browser, &seen, "recovery", &[("proof", "photo-id"), ("other_proof", "")]).await), "evidence-needed");
        let request = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
        assert_eq!(problem(&decide(&sato.browser, &request, "approve").await), "own-request");
        done(decide(&mori.browser, &request, "approve").await);
        world.clock.pass(Span::seconds(1));
        let code = code_of(&request).await;
        let new = world.browser();
        let begun = begin(&new, "recovery", &[("code", &code)]).await;
        let made = SoftPasskey::new(&world.core().config.base_url).make(&begun["challenge"]).await;
        done(finish(&new, "recovery", &begun, "made", &made).await);
    }

    async fn one_button_protects_at_once_and_only_the_desk_lifts_it(world: World) {
        let (staff, other, taro) = (world.support().await, world.support().await, world.patient().await);
        let open = found(&other, &taro).await;
        // Long after the passkey was used: setting it needs none.
        world.clock.pass(Span::minutes(14));
        let shown = page(&taro.browser, "/account").await;
        assert!(shown.contains("action=\"/do/account/protect\"") && !shown.contains("data-protected"), "{shown}");
        let set = taro.browser.post_form("/do/account/protect", &[]).await;
        assert_eq!(location(&set), "/account?done=protected#done");
        let shown = page(&taro.browser, "/account?done=protected").await;
        assert!(shown.contains("data-protected") && !shown.contains("action=\"/do/account/protect\""), "{shown}");
        assert_eq!(met(&taro.browser, "/do/account/protect", &[]).await, "already-done");
        assert_eq!(met(&staff.browser, "/do/account/protect", &[]).await, "not-allowed");
        assert_eq!(other.browser.get(&format!("/desk/person/{open}")).await.status, 410, "whoever had them open");
        let waits = found(&staff, &taro).await;
        assert!(page(&staff.browser, &format!("/desk/person/{waits}")).await.contains("data-waiting=\"protection\""));
        assert!(audited(&world, "protect-oneself").await.contains(&("ok".to_owned(), "protected by the person".to_owned())));
    }

    async fn names_that_tell_where_the_records_are_wait_for_the_passkey(world: World) {
        let (taro, hana, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::seconds(1));
        let numbers = vec![taro.insured_number(), hana.insured_number()];
        hospital.check_study(&numbers, study).await;
        world.hikae.behind.flush().await.unwrap();
        let used = world.reported(&hospital, &body(&world, study, numbers)).await;
        let one = format!("/usage/{}", used["disclosure_id"].as_str().unwrap());
        let holder = server::store::entity::holders::Entity::find_by_id(hospital.id.0).one(world.core().store.db()).await.unwrap().unwrap();
        let gives_away = [holder.name_ja.as_str(), "東都大学", "桜台大学病院", "糖尿病の研究"];
        let pages = ["/overview", "/usage", one.as_str(), "/choices"];
        let tells = async |of: &Patient, path: &str| {
            let shown = page(&of.browser, path).await;
            gives_away.iter().any(|name| shown.contains(name))
        };
        done(taro.browser.call("/do/account/protect", &[]).await);
        done(sign_in(&taro.browser, &taro.passkey).await);
        for path in pages {
            assert!(tells(&taro, path).await, "{path}: just after the passkey");
        }
        world.clock.pass(Span::minutes(6));
        for path in pages {
            assert!(!tells(&taro, path).await, "{path}: {}", page(&taro.browser, path).await);
            assert!(tells(&hana, path).await, "{path}: whoever is not protected");
            let shown = page(&taro.browser, path).await;
            let back = url::form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>();
            assert!(shown.contains(&format!("/sign-in?next={back}")), "{path} leads to the passkey and back: {shown}");
        }
        assert!(page(&taro.browser, &one).await.contains("data-conflict=\"against\""), "that it went against the choice is told");
        done(sign_in(&taro.browser, &taro.passkey).await);
        assert!(tells(&taro, "/overview").await);
    }
}
