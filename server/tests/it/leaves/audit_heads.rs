//! How far the audit chains had come stands in the log: a chain that was rewritten, however consistently, is given away.

use super::{all, entered};
use crate::audit::verify;
use crate::identity::done;
use crate::on_both_databases;
use crate::world::World;
use domain::log::leaf::{AuditHeadLeaf, ReadLeaf};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryFilter, QueryOrder};
use server::service::leaves::enter_audit_heads;
use server::store::entity::{audit_heads, audit_lines};
use sha2::{Digest, Sha256};

fn heads(leaves: &[ReadLeaf]) -> &AuditHeadLeaf {
    let [ReadLeaf::AuditHead(leaf)] = leaves else { panic!("{leaves:?}") };
    leaf
}

async fn without_triggers(db: &DatabaseConnection) {
    let triggers: &[&str] = match db.get_database_backend() {
        DbBackend::Postgres => &["audit_lines_append_only ON audit_lines"],
        _ => &["audit_lines_no_update", "audit_lines_no_delete"],
    };
    for trigger in triggers {
        db.execute_unprepared(&format!("DROP TRIGGER {trigger}")).await.unwrap();
    }
}

/// The hash of a line, as whoever has read the source computes it.
fn hash(row: &audit_lines::Model, before: &[u8]) -> Vec<u8> {
    let on_behalf_of = row.on_behalf_of.map(|id| id.as_bytes().to_vec());
    let fields: [Option<Vec<u8>>; 11] = [
        Some(before.to_vec()),
        Some(row.node.clone().into_bytes()),
        Some(row.seq.to_be_bytes().to_vec()),
        Some(row.at.to_be_bytes().to_vec()),
        Some(row.actor.clone().into_bytes()),
        on_behalf_of,
        Some(row.operation.clone().into_bytes()),
        row.object.clone().map(String::into_bytes),
        row.origin.clone().map(String::into_bytes),
        Some(row.outcome.clone().into_bytes()),
        row.reason.clone().map(String::into_bytes),
    ];
    let mut hash = Sha256::new();
    for field in fields {
        match field {
            None => hash.update([0]),
            Some(bytes) => {
                hash.update([1]);
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
        }
    }
    hash.finalize().to_vec()
}

/// Changes a line and every hash from there on, and the head: nothing in the chain itself is wrong afterwards.
async fn rewrite(db: &DatabaseConnection, node: &str, changed: i64) {
    let rows = audit_lines::Entity::find().order_by_asc(audit_lines::Column::Seq).all(db).await.unwrap();
    let mut before = Vec::new();
    for mut row in rows.into_iter().filter(|row| row.node == node) {
        if row.seq == changed {
            row.actor = "staff".into();
        }
        before = hash(&row, &before);
        audit_lines::Entity::update_many()
            .col_expr(audit_lines::Column::Actor, Expr::value(row.actor.clone()))
            .col_expr(audit_lines::Column::Hash, Expr::value(before.clone()))
            .filter(audit_lines::Column::Node.eq(node))
            .filter(audit_lines::Column::Seq.eq(row.seq))
            .exec(db)
            .await
            .unwrap();
    }
    let head = audit_heads::Entity::update_many().col_expr(audit_heads::Column::Hash, Expr::value(before));
    head.filter(audit_heads::Column::Node.eq(node)).exec(db).await.unwrap();
}

/// Takes the newest lines away, as if they had never been there.
async fn cut_off(db: &DatabaseConnection, node: &str, last: i64) {
    let beyond = audit_lines::Column::Node.eq(node).and(audit_lines::Column::Seq.gt(last));
    audit_lines::Entity::delete_many().filter(beyond).exec(db).await.unwrap();
    let kept = audit_lines::Entity::find_by_id((node.to_owned(), last)).one(db).await.unwrap().unwrap();
    audit_heads::Entity::update_many()
        .col_expr(audit_heads::Column::Seq, Expr::value(last))
        .col_expr(audit_heads::Column::Hash, Expr::value(kept.hash))
        .filter(audit_heads::Column::Node.eq(node))
        .exec(db)
        .await
        .unwrap();
}

on_both_databases! {
    async fn the_ends_of_all_chains_are_entered_when_one_has_moved_and_not_otherwise(world: World) {
        let (core, taro) = (world.core(), world.patient().await);
        done(taro.decide("all", "refuse").await);
        let first = entered(&world, async { assert!(enter_audit_heads(core).await.unwrap()) }).await;
        let stored = audit_heads::Entity::find_by_id(core.config.node.clone()).one(core.store.db()).await.unwrap().unwrap();
        let [head] = heads(&first).heads.as_slice() else { panic!("one node") };
        assert_eq!((head.node.as_str(), i64::try_from(head.seq).unwrap()), (core.config.node.as_str(), stored.seq));
        assert_eq!(head.hash.0[..], stored.hash[..]);
        // It leaves no line itself: otherwise each minute would move the chain for the next one.
        assert_eq!(entered(&world, async { assert!(!enter_audit_heads(core).await.unwrap()) }).await, []);

        done(taro.decide("all", "allow").await);
        let second = entered(&world, async { assert!(enter_audit_heads(core).await.unwrap()) }).await;
        assert!(heads(&second).heads[0].seq > head.seq);
        // Two nodes at the same moment enter it once.
        done(taro.decide("all", "refuse").await);
        let both = entered(&world, async {
            let (one, other) = tokio::join!(enter_audit_heads(core), enter_audit_heads(core));
            assert!(one.unwrap() ^ other.unwrap());
        }).await;
        assert_eq!(both.len(), 1);
        let text = String::from_utf8(all(&world).await.pop().unwrap().to_bytes()).unwrap();
        assert!(!text.contains(&taro.subject.to_string()) && !text.contains("blinding"), "{text}");
        crate::log::check_log(&core.store).await;
    }

    async fn a_chain_that_was_rewritten_as_a_whole_is_given_away_by_the_log(world: World) {
        let (core, taro) = (world.core(), world.patient().await);
        let (db, node) = (core.store.db(), core.config.node.as_str());
        for stance in ["refuse", "allow", "refuse"] {
            done(taro.decide("all", stance).await);
        }
        enter_audit_heads(core).await.unwrap();
        let entry = all(&world).await.len() - 1;
        done(taro.decide("all", "allow").await);
        enter_audit_heads(core).await.unwrap();
        let (good, said) = verify(&world);
        assert!(good && said.contains("the log knows it from 2 entries"), "{said}");

        without_triggers(db).await;
        rewrite(db, node, 2).await;
        assert_eq!(server::store::audit_heads::nodes(db).await.unwrap().len(), 1);
        // Later entries go along with the chain as it is now: the one from before gives it away all the same.
        enter_audit_heads(core).await.unwrap();
        let (good, said) = verify(&world);
        assert!(!good && said.contains("holds in itself") && said.contains(&format!("of entry {entry}")), "{said}");
    }

    async fn a_chain_whose_newest_lines_were_cut_off_is_given_away_by_the_log(world: World) {
        let (core, taro) = (world.core(), world.patient().await);
        let (db, node) = (core.store.db(), core.config.node.as_str());
        for stance in ["refuse", "allow"] {
            done(taro.decide("all", stance).await);
        }
        enter_audit_heads(core).await.unwrap();
        let ReadLeaf::AuditHead(leaf) = all(&world).await.pop().unwrap() else { panic!("the heads") };
        let last = i64::try_from(leaf.heads[0].seq).unwrap();
        without_triggers(db).await;
        cut_off(db, node, last - 1).await;
        let (good, said) = verify(&world);
        assert!(!good && said.contains(&format!("line {last}")), "{said}");
    }
}
