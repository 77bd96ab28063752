//! The entries of the log that are no decision: each act leaves exactly one, in its place, with what it has to say and nothing
//! of anybody's that it need not.

mod audit_heads;
mod erasures;

use crate::identity::done;
use crate::on_both_databases;
use crate::proxies::{child, granted, people};
use crate::register::{drafted, form_with, publish, save, told};
use crate::world::World;
use domain::id::StudyId;
use domain::log::leaf::{CatalogueLeaf, Kind, LeafHash, ReadLeaf, ReadProxy, StudyEvent, StudyLeaf};
use domain::proxy::ProxyRole;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder};
use server::service::leaves;
use server::store::entity::{log_entries, log_leaves, purposes, study_versions};

/// Every leaf there is, in its place: the whole log must be readable.
pub async fn all(world: &World) -> Vec<ReadLeaf> {
    let db = world.core().store.db();
    let rows = log_leaves::Entity::find().order_by_asc(log_leaves::Column::Position).all(db).await.unwrap();
    let entries = log_entries::Entity::find().order_by_asc(log_entries::Column::Position).all(db).await.unwrap();
    assert_eq!(rows.len(), entries.len());
    for (position, (row, entry)) in (0..).zip(rows.iter().zip(&entries)) {
        assert_eq!((row.position, entry.position), (position, position), "no gap, no duplicate");
        assert_eq!(entry.leaf_hash, LeafHash::of(&row.bytes).0);
    }
    let read = |row: &log_leaves::Model| {
        let leaf = ReadLeaf::parse(&row.bytes).unwrap();
        assert_eq!((leaf.kind().code(), leaf.time().millis()), (row.kind.as_str(), row.recorded_at));
        leaf
    };
    rows.iter().map(read).collect()
}

/// What was entered by something that was done.
async fn entered(world: &World, by: impl Future<Output = ()>) -> Vec<ReadLeaf> {
    let before = all(world).await;
    by.await;
    let mut after = all(world).await;
    assert_eq!(after[..before.len()], before);
    after.split_off(before.len())
}

fn proxy(leaves: &[ReadLeaf]) -> &ReadProxy {
    let [ReadLeaf::Proxy(leaf)] = leaves else { panic!("{leaves:?}") };
    leaf
}

fn study(leaves: &[ReadLeaf]) -> &StudyLeaf {
    let [ReadLeaf::Study(leaf)] = leaves else { panic!("{leaves:?}") };
    leaf
}

/// The hash of that version as it stands in the register.
async fn registered(world: &World, study: StudyId, version: i32) -> domain::log::leaf::Fingerprint {
    let row = study_versions::Entity::find_by_id((study.0, version)).one(world.core().store.db()).await.unwrap().unwrap();
    StudyLeaf::hash_of(&serde_json::from_str(&row.document).unwrap())
}

on_both_databases! {
    async fn a_grant_to_act_for_somebody_is_entered_when_it_begins_and_when_it_ends(world: World) {
        let (sato, mori, yuki) = (world.support().await, world.support().await, world.patient().await);
        let child = child(&world).await;
        let mut account = None;
        let begun = entered(&world, async {
            granted(&sato, &mori, &child, &yuki).await;
            account = crate::identity::actor(&world, &yuki.browser).await.account();
        }).await;
        let begin = proxy(&begun);
        assert_eq!((begin.begins, begin.role), (true, ProxyRole::Parent));
        assert_eq!(begin.subject, begin.blinding.hide(child.subject.0));
        assert_eq!(begin.proxy, begin.blinding.hide(account.unwrap().0));
        let text = String::from_utf8(begun[0].to_bytes()).unwrap();
        for secret in [child.subject.to_string(), yuki.subject.to_string(), account.unwrap().to_string(), child.insured.clone()] {
            assert!(!text.contains(&secret), "{text}");
        }

        let grant = people(&world, &yuki).await.acts_for[0].id;
        assert_eq!(begin.grant, grant);
        let looked_up = crate::approvals::look_up(&sato, &child.insured, crate::proxies::CHILD_BORN).await;
        let form = [("look_up", looked_up.as_str()), ("proxy", &grant.to_string())];
        let ended = entered(&world, async { drop(done(sato.browser.call("/do/proxy/end", &form).await)) }).await;
        let end = proxy(&ended);
        assert_eq!((end.begins, end.grant, end.role), (false, grant, ProxyRole::Parent));
        assert_ne!(end.subject, begin.subject, "nobody sees from the two that they are about the same person");
        let again = entered(&world, async { assert_ne!(sato.browser.call("/do/proxy/end", &form).await.status, 200) }).await;
        assert_eq!(again, []);

        let page = yuki.browser.get("/decisions").await;
        assert!(!page.text().contains("href=\"/decisions/"), "a list of decisions shows decisions");
        crate::log::check_log(&world.core().store).await;
    }

    async fn a_version_of_a_study_is_entered_when_it_is_published_and_a_study_when_it_ends(world: World) {
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let id = drafted(&writer).await;
        let refused = entered(&world, async { assert_eq!(publish(&writer, id, "1").await, "own-request") }).await;
        assert_eq!(refused, []);
        let first = entered(&world, async { assert_eq!(publish(&reader, id, "1").await, "done") }).await;
        let leaf = study(&first);
        assert_eq!((leaf.event, leaf.study, leaf.version), (StudyEvent::Published, id, 1));
        assert_eq!(leaf.hash, registered(&world, id, 1).await);

        let study_field = id.to_string();
        let mut amended = form_with(&[("draft[approval_number]", "2026-078")]);
        amended.push(("study", study_field));
        assert!(save(&writer, &amended).await.status.is_redirection());
        let second = entered(&world, async { assert_eq!(publish(&reader, id, "1").await, "done") }).await;
        assert_eq!((study(&second).version, study(&second).hash), (2, registered(&world, id, 2).await));
        assert_ne!(study(&second).hash, leaf.hash);

        // Results are said of a version, they do not make another one.
        let results = [("ja", "結果を公開しました。"), ("en", "Results are public.")];
        let told_results = entered(&world, async { assert_eq!(told(&reader, "/do/register/results", id, &results).await, "done") }).await;
        assert_eq!(told_results, []);
        assert_eq!(study(&second).hash, registered(&world, id, 2).await);

        let end = entered(&world, async { assert_eq!(told(&reader, "/do/register/end", id, &[]).await, "done") }).await;
        assert_eq!((study(&end).event, study(&end).version, study(&end).hash), (StudyEvent::Ended, 2, study(&second).hash));
        let again = entered(&world, async { assert_eq!(told(&reader, "/do/register/end", id, &[]).await, "already-done") }).await;
        assert_eq!(again, []);
        let gone = entered(&world, async { assert_eq!(told(&reader, "/do/register/deleted", id, &[]).await, "done") }).await;
        assert_eq!((study(&gone).event, study(&gone).version, study(&gone).hash), (StudyEvent::Deleted, 2, study(&second).hash));
        for public in first.iter().chain(&second).chain(&end).chain(&gone) {
            let text = String::from_utf8(public.to_bytes()).unwrap();
            assert!(![&writer, &reader].iter().any(|worker| text.contains(&worker.account.to_string())), "{text}");
        }
        crate::log::check_log(&world.core().store).await;
    }

    async fn a_version_that_was_changed_after_it_was_published_is_named(world: World) {
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let id = drafted(&writer).await;
        assert_eq!(publish(&reader, id, "1").await, "done");
        let db = world.core().store.db();
        let row = study_versions::Entity::find_by_id((id.0, 1)).one(db).await.unwrap().unwrap();
        let more = row.document.replace("\"prescriptions\"", "\"prescriptions\",\"laboratory\"");
        assert_ne!(more, row.document);
        study_versions::ActiveModel { document: Set(more), ..row.into() }.update(db).await.unwrap();
        let faults = server::log::checker::check_log(&world.core().store).await.unwrap_err();
        let entry = all(&world).await.len() as u64 - 1;
        assert_eq!(faults, [server::log::checker::Fault::Study { entry, study: id, version: 1 }]);
    }

    async fn a_server_that_starts_enters_the_catalogue_and_what_the_register_held_before_once(world: World) {
        let before = world.study(&["education"], false).await;
        let core = world.core();
        let caught_up = entered(&world, async { leaves::catch_up(core).await.unwrap() }).await;
        let [ReadLeaf::Catalogue(catalogue), rest @ ..] = caught_up.as_slice() else { panic!("{caught_up:?}") };
        let stored = world.hikae.ports.studies.purposes().await.unwrap();
        assert_eq!((catalogue.version, catalogue.hash), (stored.version, CatalogueLeaf::hash_of(&stored)));
        assert_eq!((study(rest).event, study(rest).study, study(rest).version), (StudyEvent::Published, before, 1));
        assert_eq!(study(rest).hash, registered(&world, before, 1).await);

        // What services enter themselves is not entered again.
        let (writer, reader) = (world.registrar().await, world.registrar().await);
        let after = drafted(&writer).await;
        assert_eq!(publish(&reader, after, "1").await, "done");
        assert_eq!(told(&reader, "/do/register/end", after, &[]).await, "done");
        assert_eq!(entered(&world, async { leaves::catch_up(core).await.unwrap() }).await, []);

        let new = purposes::Entity::find_by_id("education").one(core.store.db()).await.unwrap().unwrap();
        let new = purposes::Model { code: "nursing-education".into(), since_version: 2, sort_order: 99, ..new };
        let row: purposes::ActiveModel = new.into();
        purposes::ActiveModel { name_en: Set("Nursing".into()), ..row.reset_all() }.insert(core.store.db()).await.unwrap();
        let changed = entered(&world, async { leaves::catch_up(core).await.unwrap() }).await;
        let [ReadLeaf::Catalogue(second)] = changed.as_slice() else { panic!("{changed:?}") };
        assert_eq!(second.version, 2);
        assert_ne!(second.hash, catalogue.hash);
        assert_eq!(all(&world).await.iter().filter(|leaf| leaf.kind() == Kind::Catalogue).count(), 2);
        crate::log::check_log(&core.store).await;
    }
}
