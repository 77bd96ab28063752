//! Erasing what the law demands: never what holds, and the log still verifies (docs/decisions/0008-erasure.md).

use crate::identity::{actor, done, newest_line, problem};
use crate::on_both_databases;
use crate::personas::Patient;
use crate::world::World;
use domain::actor::Actor;
use domain::choice::{Channel, DecidedBy, NewDecision, NotErasable, Scope, Stance};
use domain::failure::Problem;
use domain::log::Position;
use domain::log::leaf::ReadLeaf;
use sea_orm::{EntityTrait, QueryOrder};
use server::service::choices::entry::enter;
use server::service::erasures::{self, Erased, Erasing, NotErased, Whose};
use server::store::entity::{current_choices, idempotency_keys, log_entries, log_leaves};
use server::store::{self, log};
use std::collections::BTreeSet;

async fn erase(world: &World, whose: Whose, entries: &[Position]) -> Result<Erased, NotErased> {
    let erasing = Erasing { whose, entries: entries.iter().copied().collect(), reason: "個人情報保護法 第35条".into() };
    erasures::erase(world.core(), &Actor::System, &erasing).await
}

/// Where the person's decisions stand.
async fn positions(world: &World, of: &Patient) -> Vec<Position> {
    crate::log::decisions(&world.core().store, &[of.subject]).await.into_iter().map(|decision| decision.position).collect()
}

/// Everything that an erasure could change.
async fn everything(world: &World) -> (Vec<log_entries::Model>, Vec<log_leaves::Model>, Vec<current_choices::Model>) {
    let db = world.core().store.db();
    let entries = log_entries::Entity::find().order_by_asc(log_entries::Column::Position).all(db).await.unwrap();
    let leaves = log_leaves::Entity::find().order_by_asc(log_leaves::Column::Position).all(db).await.unwrap();
    (entries, leaves, current_choices::Entity::find().order_by_asc(current_choices::Column::Scope).all(db).await.unwrap())
}

/// How many entries the log says are erased; it must be sound.
async fn erased(world: &World) -> u64 {
    crate::log::check_log(&world.core().store).await;
    let report = server::log::checker::examine(&world.core().store, None).await;
    report.unwrap_or_else(|faults| panic!("{faults:?}")).erased
}

/// Refuses everything, allows it, refuses education.
async fn three_decisions(world: &World) -> (Patient, [Position; 3]) {
    let taro = world.patient().await;
    for (scope, stance) in [("all", "refuse"), ("all", "allow"), ("purpose:education", "refuse")] {
        done(taro.decide(scope, stance).await);
    }
    let positions = positions(world, &taro).await.try_into().unwrap();
    (taro, positions)
}

fn at(positions: &[Position]) -> BTreeSet<Position> {
    positions.iter().copied().collect()
}

on_both_databases! {
    async fn a_refusal_in_force_is_never_erased_nor_what_answers_an_older_one(world: World) {
        let (taro, [no, yes, in_force]) = three_decisions(&world).await;
        let (hanako, before) = (world.patient().await, everything(&world).await);
        let of = Whose::Subject(taro.subject);
        let account = Whose::Account(actor(&world, &taro.browser).await.account().unwrap());
        for whose in [of, account] {
            let all = erase(&world, whose, &[]).await.unwrap_err();
            assert!(matches!(&all, NotErased::Holds(NotErasable::InForce(entries)) if *entries == at(&[in_force])), "{all}");
        }
        let answer = erase(&world, of, &[yes]).await.unwrap_err();
        assert!(matches!(&answer, NotErased::Holds(NotErasable::WouldHoldAgain(entries)) if *entries == at(&[no])), "{answer}");
        let others = erase(&world, Whose::Subject(hanako.subject), &[no]).await.unwrap_err();
        assert!(matches!(others, NotErased::Nothing), "{others}");
        let beyond = erase(&world, of, &[no, Position(99_999)]).await.unwrap_err();
        assert!(matches!(beyond, NotErased::NotTheirs(Position(99_999))), "{beyond}");
        let silent = Erasing { whose: of, entries: at(&[no]), reason: "  ".into() };
        assert!(matches!(erasures::erase(world.core(), &Actor::System, &silent).await, Err(NotErased::Reason)));
        let own = actor(&world, &taro.browser).await;
        assert!(matches!(erasures::erase(world.core(), &own, &silent).await, Err(NotErased::Failure(_))));
        assert_eq!(everything(&world).await, before, "nothing was changed by what was refused");
        crate::log::check_log(&world.core().store).await;
    }

    async fn what_holds_no_more_is_erased_and_the_log_still_verifies(world: World) {
        let (taro, [no, yes, in_force]) = three_decisions(&world).await;
        let hospital = world.hospital().await;
        let (entries, leaves, _) = everything(&world).await;
        let receipt = world.hikae.ports.log.receipt(&actor(&world, &taro.browser).await, no).await.unwrap().unwrap();

        let done_so = erase(&world, Whose::Subject(taro.subject), &[no, yes]).await.unwrap();
        assert_eq!(done_so.entries, at(&[no, yes]));
        let (after, left, current) = everything(&world).await;
        assert_eq!(after[..entries.len()], entries, "every hash stays");
        assert_eq!((after.len(), left.len()), (entries.len() + 1, leaves.len() - 1));
        assert!(left.iter().all(|leaf| ![no, yes].iter().any(|gone| leaf.position == i64::try_from(gone.0).unwrap())));
        let scopes: Vec<_> = current.iter().map(|row| row.scope.as_str()).collect();
        assert_eq!(scopes, ["purpose:education"], "no copy is left where it is said what holds");
        let ReadLeaf::Erasure(leaf) = ReadLeaf::parse(&left.last().unwrap().bytes).unwrap() else { panic!("the erasure") };
        assert_eq!((leaf.positions.as_slice(), done_so.erasure.0), (&[no, yes][..], after.len() as u64 - 1));
        assert_eq!(newest_line(&world).await, ("erase-entries".into(), "ok".into(), "個人情報保護法 第35条".into()));
        world.hikae.sequencer.publisher().beat().await.unwrap();
        assert_eq!(erased(&world).await, 2);

        // Choices, lists and checks say the same as before.
        assert_eq!(positions(&world, &taro).await, [in_force]);
        assert_eq!(hospital.check_purpose(&[taro.insured_number()], "education").await.json()["results"][0]["decision"], "deny");
        assert_eq!(hospital.check_purpose(&[taro.insured_number()], "ai-development").await.json()["results"][0]["decision"], "permit");
        assert_eq!(taro.browser.get("/decisions").await.text().matches("href=\"/decisions/").count(), 1);
        // Whoever has the number is told so, and a number that never was is another thing.
        let page = taro.browser.get(&format!("/decisions/{no}")).await;
        assert_eq!(page.status, 410);
        assert!(page.text().contains("消去しました"), "{}", page.text());
        assert_eq!(taro.browser.get("/decisions/99999").await.status, 404);
        let gone = world.hikae.ports.log.receipt(&actor(&world, &taro.browser).await, no).await;
        assert_eq!(gone.unwrap_err().problem(), Problem::Erased);
        // The receipt that was kept is as good as before.
        let keys = world.hikae.sequencer.publisher().signer().keys();
        assert!(receipt.verify(&keys, &[]).is_ok());

        let again = erase(&world, Whose::Subject(taro.subject), &[no]).await.unwrap_err();
        assert!(matches!(again, NotErased::NotTheirs(entry) if entry == no), "{again}");
    }

    async fn whoever_refuses_nothing_any_more_can_have_everything_erased_and_decide_again(world: World) {
        let taro = world.patient().await;
        let form = [("scope", "all"), ("stance", "refuse"), ("key", "one-form")];
        done(taro.browser.call("/do/choices/record", &form).await);
        done(taro.decide("all", "allow").await);
        let account = actor(&world, &taro.browser).await.account().unwrap();
        let all = erase(&world, Whose::Account(account), &[]).await.unwrap();
        assert_eq!(all.entries.len(), 2);
        assert!(erase(&world, Whose::Account(account), &[]).await.is_err(), "there is nothing left");
        let (_, _, current) = everything(&world).await;
        assert_eq!(current, []);
        let keys = idempotency_keys::Entity::find().all(world.core().store.db()).await.unwrap();
        assert!(keys.iter().all(|key| key.body_hash == [0; 32]), "nobody finds out by trying what the form said");
        // The same form again enters nothing, and says so.
        let before = everything(&world).await;
        assert_eq!(problem(&taro.browser.call("/do/choices/record", &form).await), "decision-key-reused");
        assert_eq!(everything(&world).await, before);

        // The chain of the person goes on from the hash of what was erased.
        done(taro.decide("all", "refuse").await);
        let (_, leaves, _) = everything(&world).await;
        let ReadLeaf::Decision(next) = ReadLeaf::parse(&leaves.last().unwrap().bytes).unwrap() else { panic!("a decision") };
        assert_eq!((next.seq, next.prev.is_some()), (3, true));
        assert_eq!(erased(&world).await, 2);
        assert!(erase(&world, Whose::Account(account), &[]).await.is_err(), "and is in force");
    }

    async fn what_is_not_signed_yet_is_not_erased(world: World) {
        let (core, taro) = (world.core(), world.patient().await);
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        let new = |stance| NewDecision {
            subject: taro.subject,
            scope: Scope::All,
            stance,
            channel: Channel::Online,
            received: None,
            notice: "2026-11".into(),
        };
        for stance in [Stance::Refuse, Stance::Allow] {
            enter(core, &tx, &mut head, &new(stance), DecidedBy::Patient, None).await.unwrap();
        }
        store::commit(tx).await.unwrap();
        let of = Whose::Subject(taro.subject);
        let early = erase(&world, of, &[]).await.unwrap_err();
        assert!(matches!(early, NotErased::NotPublished(_)), "{early}");
        world.hikae.sequencer.publisher().publish().await.unwrap();
        assert_eq!(erase(&world, of, &[]).await.unwrap().entries.len(), 2);
        world.hikae.sequencer.publisher().beat().await.unwrap();
        assert_eq!(erased(&world).await, 2);
    }
}
