//! The ends of the audit chains, and what the log says of them: a chain that was rewritten, however consistently, does not
//! arrive there.

use super::entity::{audit_heads, audit_lines};
use super::leaves::{self, newest};
use super::{StoreError, inconsistent};
use domain::log::Position;
use domain::log::leaf::{ChainHead, Fingerprint, Kind, ReadLeaf};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// The ends of all chains, in the order of the nodes' names; `None`: the log says so already, or there is none.
pub async fn not_entered<C: ConnectionTrait>(db: &C) -> Result<Option<Vec<ChainHead>>, StoreError> {
    let rows = audit_heads::Entity::find().filter(audit_heads::Column::Seq.gt(0)).all(db).await?;
    let mut now: Vec<ChainHead> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    now.sort_by(|one, other| one.node.cmp(&other.node));
    match newest(db, Kind::AuditHead).await? {
        Some((_, ReadLeaf::AuditHead(entered))) if entered.heads == now => Ok(None),
        _ => Ok((!now.is_empty()).then_some(now)),
    }
}

fn read(row: audit_heads::Model) -> Result<ChainHead, StoreError> {
    let broken = |column| inconsistent("audit_heads", column, &row.node);
    let seq = u64::try_from(row.seq).map_err(|_| broken("seq"))?;
    let hash = <[u8; 32]>::try_from(row.hash.as_slice()).map_err(|_| broken("hash"))?;
    Ok(ChainHead { hash: Fingerprint(hash), seq, node: row.node })
}

/// Every node that has a chain, or had one when its end was entered into the log last.
pub async fn nodes<C: ConnectionTrait>(db: &C) -> Result<BTreeSet<String>, StoreError> {
    let rows = audit_heads::Entity::find().select_only().column(audit_heads::Column::Node).into_tuple::<String>().all(db).await?;
    let mut nodes: BTreeSet<String> = rows.into_iter().collect();
    if let Some((_, ReadLeaf::AuditHead(entered))) = newest(db, Kind::AuditHead).await? {
        nodes.extend(entered.heads.into_iter().map(|head| head.node));
    }
    Ok(nodes)
}

/// Where a chain is not the one that the log knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The entry of the log that says how far the chain had come.
    pub entry: Position,
    /// The line that was the last one then, and is another one now, or none.
    pub line: u64,
}

/// What the log says of a node's chain, from the first time on: how often, and where the chain departs from it first.
pub async fn compare<C: ConnectionTrait>(db: &C, node: &str) -> Result<(u64, Option<Departure>), StoreError> {
    let (mut from, mut said) = (Position::FIRST, 0);
    loop {
        let page = leaves::of_kind_from(db, Kind::AuditHead, from).await?;
        let Some((last, _)) = page.last() else { return Ok((said, None)) };
        from = last.next();
        let heads: Vec<(Position, ChainHead)> = page.into_iter().filter_map(|(entry, leaf)| Some((entry, of_node(leaf, node)?))).collect();
        let lines = hashes(db, node, heads.iter().map(|(_, head)| head.seq)).await?;
        for (entry, head) in heads {
            if lines.get(&head.seq).map(Vec::as_slice) != Some(&head.hash.0[..]) {
                return Ok((said, Some(Departure { entry, line: head.seq })));
            }
            said += 1;
        }
    }
}

fn of_node(leaf: ReadLeaf, node: &str) -> Option<ChainHead> {
    let ReadLeaf::AuditHead(leaf) = leaf else { return None };
    leaf.heads.into_iter().find(|head| head.node == node)
}

async fn hashes<C: ConnectionTrait>(db: &C, node: &str, lines: impl Iterator<Item = u64>) -> Result<BTreeMap<u64, Vec<u8>>, StoreError> {
    let wanted: Vec<i64> = lines.filter_map(|line| i64::try_from(line).ok()).collect();
    let rows = audit_lines::Entity::find()
        .select_only()
        .columns([audit_lines::Column::Seq, audit_lines::Column::Hash])
        .filter(audit_lines::Column::Node.eq(node))
        .filter(audit_lines::Column::Seq.is_in(wanted))
        .order_by_asc(audit_lines::Column::Seq)
        .into_tuple::<(i64, Vec<u8>)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(seq, hash)| Some((u64::try_from(seq).ok()?, hash))).collect())
}
