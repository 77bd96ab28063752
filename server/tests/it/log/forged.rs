//! P4 and what is derived beside it: somebody with all rights on the database changes what checks and people go by, and leaves the log
//! alone. The checker names it.

use super::check_log;
use crate::on_both_databases;
use crate::proxies::{child, granted};
use crate::register::{drafted, publish, told};
use crate::world::World;
use domain::actor::Actor;
use domain::log::Position;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, ModelTrait};
use server::log::checker;
use server::service::erasures::{self, Erasing, Whose};
use server::service::leaves;
use server::service::links::link;
use server::store::commit;
use server::store::entity::{current_choices, kin, proxies, purposes, studies, study_versions};
use server::store::links::Cause;

async fn named(world: &World, words: &str) {
    let faults = checker::check_log(&world.core().store).await.expect_err(words);
    assert!(faults.iter().any(|fault| fault.to_string().contains(words)), "{words}: {faults:?}");
}

on_both_databases! {
    async fn a_choice_that_says_it_comes_from_an_erased_entry_is_none(world: World) {
        let (core, taro) = (world.core(), world.patient().await);
        for stance in ["refuse", "allow"] {
            crate::identity::done(taro.decide("all", stance).await);
        }
        let row = current_choices::Entity::find().one(core.store.db()).await.unwrap().unwrap();
        let erasing = Erasing { whose: Whose::Subject(taro.subject), entries: [].into(), reason: "個人情報保護法 第35条".into() };
        let erased = erasures::erase(core, &Actor::System, &erasing).await.unwrap();
        assert!(erased.entries.contains(&Position(row.position.try_into().unwrap())));
        world.hikae.sequencer.publisher().beat().await.unwrap();
        check_log(&core.store).await;
        let forged = current_choices::Model { stance: "refuse".into(), ..row };
        forged.into_active_model().reset_all().insert(core.store.db()).await.unwrap();
        named(&world, "is not what the log says (it says nothing about it)").await;
    }

    async fn who_is_one_person_follows_from_the_links(world: World) {
        let (core, taro, hana, jiro) = (world.core(), world.patient().await, world.patient().await, world.patient().await);
        let tx = core.store.begin().await.unwrap();
        for other in [&hana, &jiro] {
            link(core, &tx, taro.subject, other.subject, Cause::Desk, core.now()).await.unwrap();
        }
        commit(tx).await.unwrap();
        check_log(&core.store).await;
        // Hana's refusals would not count for Jiro any more.
        let db = core.store.db();
        let row = kin::Entity::find_by_id((hana.subject.0, jiro.subject.0)).one(db).await.unwrap().unwrap();
        row.clone().delete(db).await.unwrap();
        named(&world, "the table of kin").await;
        kin::Model { since_position: row.since_position - 1, ..row.clone() }.into_active_model().reset_all().insert(db).await.unwrap();
        named(&world, "the table of kin").await;
        row.clone().into_active_model().reset_all().update(db).await.unwrap();
        check_log(&core.store).await;
        // And somebody else's would.
        let stranger = world.patient().await;
        kin::Model { other_id: stranger.subject.0, ..row }.into_active_model().reset_all().insert(db).await.unwrap();
        named(&world, "the table of kin").await;
    }

    async fn who_may_act_for_whom_was_entered(world: World) {
        let (core, sato, mori) = (world.core(), world.support().await, world.support().await);
        let (child, yuki, stranger) = (child(&world).await, world.patient().await, world.patient().await);
        granted(&sato, &mori, &child, &yuki).await;
        check_log(&core.store).await;
        let db = core.store.db();
        let row = proxies::Entity::find().one(db).await.unwrap().unwrap();
        let account = crate::identity::actor(&world, &stranger.browser).await.account().unwrap();
        let changes = [
            proxies::ActiveModel { proxy_account: Set(account.0), ..row.clone().into_active_model() },
            proxies::ActiveModel { subject_id: Set(stranger.subject.0), ..row.clone().into_active_model() },
            proxies::ActiveModel { role: Set("guardian".into()), ..row.clone().into_active_model() },
            proxies::ActiveModel { ended_at: Set(Some(core.now().millis())), ended_by: Set(Some(account.0)), ..row.clone().into_active_model() },
        ];
        for change in changes {
            change.update(db).await.unwrap();
            named(&world, "to act for somebody is not what the log says").await;
            row.clone().into_active_model().reset_all().update(db).await.unwrap();
            check_log(&core.store).await;
        }
        let forged = proxies::Model { id: uuid::Uuid::from_u128(7), proxy_account: account.0, ..row };
        forged.into_active_model().reset_all().insert(db).await.unwrap();
        named(&world, "to act for somebody is not what the log says").await;
    }

    async fn a_version_of_a_study_that_nobody_entered_is_none(world: World) {
        let (writer, reader, db) = (world.registrar().await, world.registrar().await, world.core().store.db());
        let id = drafted(&writer).await;
        assert_eq!(publish(&reader, id, "1").await, "done");
        check_log(&world.core().store).await;
        let first = study_versions::Entity::find_by_id((id.0, 1)).one(db).await.unwrap().unwrap();
        // People would read, and hospitals ask, about more than was approved.
        let more = first.document.replace("\"prescriptions\"", "\"prescriptions\",\"laboratory\"");
        assert_ne!(more, first.document);
        let second = study_versions::Model { version: 2, document: more, ..first };
        second.clone().into_active_model().reset_all().insert(db).await.unwrap();
        let study = studies::Entity::find_by_id(id.0).one(db).await.unwrap().unwrap();
        let amended = studies::Model { version: 2, ..study.clone() };
        amended.into_active_model().reset_all().update(db).await.unwrap();
        named(&world, &id.to_string()).await;
        // The study says that it never had a second one.
        study.into_active_model().reset_all().update(db).await.unwrap();
        named(&world, &id.to_string()).await;
        second.delete(db).await.unwrap();
        check_log(&world.core().store).await;
    }

    async fn a_study_of_which_no_entry_knows_is_none(world: World) {
        leaves::catch_up(world.core()).await.unwrap();
        check_log(&world.core().store).await;
        let id = world.study(&["education"], false).await;
        named(&world, &id.to_string()).await;
        // Nor one that is in no list of the register, and for which hospitals would disclose all the same.
        let db = world.core().store.db();
        let study = studies::Entity::find_by_id(id.0).one(db).await.unwrap().unwrap();
        let unlisted = studies::Model { published_at: None, ..study };
        unlisted.into_active_model().reset_all().update(db).await.unwrap();
        named(&world, &id.to_string()).await;
    }

    async fn a_study_is_over_when_that_was_entered(world: World) {
        let (writer, reader, db) = (world.registrar().await, world.registrar().await, world.core().store.db());
        let id = drafted(&writer).await;
        assert_eq!(publish(&reader, id, "1").await, "done");
        let status_is = async |status: &str| {
            let before = studies::Entity::find_by_id(id.0).one(db).await.unwrap().unwrap();
            let ended_at = (status != "published").then(|| world.core().now().millis());
            let forged = studies::Model { status: status.into(), ended_at, ..before.clone() };
            forged.into_active_model().reset_all().update(db).await.unwrap();
            named(&world, &id.to_string()).await;
            before.into_active_model().reset_all().update(db).await.unwrap();
            check_log(&world.core().store).await;
        };
        for status in ["ended", "deleted"] {
            status_is(status).await;
        }
        assert_eq!(told(&reader, "/do/register/end", id, &[]).await, "done");
        // Hospitals would disclose for it again; and nobody has said yet that its records are gone.
        for status in ["published", "deleted"] {
            status_is(status).await;
        }
    }

    async fn the_catalogue_is_what_was_entered(world: World) {
        let (core, db) = (world.core(), world.core().store.db());
        leaves::catch_up(core).await.unwrap();
        check_log(&core.store).await;
        // Nobody could refuse that any more.
        let row = purposes::Entity::find_by_id("education").one(db).await.unwrap().unwrap();
        let law = Some("第1条".to_owned());
        let exempt = purposes::Model { legal_basis_ja: law.clone(), legal_basis_en: law, ..row.clone() };
        exempt.into_active_model().reset_all().update(db).await.unwrap();
        named(&world, "the catalogue of purposes is not what the entry says").await;
        row.clone().into_active_model().reset_all().update(db).await.unwrap();
        check_log(&core.store).await;
        let new = purposes::Model { code: "something-new".into(), since_version: 9, sort_order: 99, ..row };
        new.into_active_model().reset_all().insert(db).await.unwrap();
        named(&world, "the catalogue of purposes has more than the entry says").await;
    }
}
