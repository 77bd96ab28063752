//! The leaves that are no decision, and the erasure of leaves that are (docs/decisions/0008-erasure.md).

use super::entity::{current_choices, erased_leaves, idempotency_keys, log_entries, log_leaves};
use super::log::{LockedHead, position, stored};
use super::many::{self, KEYS_PER_QUERY};
use super::{StoreError, inconsistent};
use domain::log::Position;
use domain::log::leaf::{Kind, LeafHash, ReadLeaf};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// How many leaves are read at once.
const PAGE: u64 = 1_000;

/// The leaf of that kind that was entered last. Not for decisions.
pub async fn newest<C: ConnectionTrait>(db: &C, kind: Kind) -> Result<Option<(Position, ReadLeaf)>, StoreError> {
    let select = of_kind(kind).order_by_desc(log_leaves::Column::Position).limit(1);
    Ok(verified(db, select.all(db).await?).await?.pop())
}

/// The leaves of that kind from that position on, in order, some of them: the next ones come after the last. Not for decisions.
pub async fn of_kind_from<C: ConnectionTrait>(db: &C, kind: Kind, from: Position) -> Result<Vec<(Position, ReadLeaf)>, StoreError> {
    let select = of_kind(kind).filter(log_leaves::Column::Position.gte(stored(from)?));
    let page = select.order_by_asc(log_leaves::Column::Position).limit(PAGE).all(db).await?;
    verified(db, page).await
}

fn of_kind(kind: Kind) -> Select<log_leaves::Entity> {
    // In these very words: otherwise the databases do not see that the index without decisions will do.
    log_leaves::Entity::find().filter(Expr::cust("kind <> 'decision'")).filter(log_leaves::Column::Kind.eq(kind.code()))
}

/// What the rows say, if each is what the entry at its position is the hash of.
async fn verified<C: ConnectionTrait>(db: &C, rows: Vec<log_leaves::Model>) -> Result<Vec<(Position, ReadLeaf)>, StoreError> {
    let mut read = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(KEYS_PER_QUERY) {
        let positions = chunk.iter().map(|row| row.position);
        let select = log_entries::Entity::find().filter(log_entries::Column::Position.is_in(positions));
        let entries = select.order_by_asc(log_entries::Column::Position).all(db).await?;
        for row in chunk {
            let broken = || inconsistent("log_leaves", "bytes", row.position);
            let entry = entries.iter().find(|entry| entry.position == row.position).ok_or_else(broken)?;
            if LeafHash::of(&row.bytes).0[..] != entry.leaf_hash[..] {
                return Err(broken());
            }
            read.push((position("log_leaves", "position", row.position)?, ReadLeaf::parse(&row.bytes).map_err(|_| broken())?));
        }
    }
    Ok(read)
}

/// The entry that says that the leaf at that position was erased, if it was.
pub async fn erased_by<C: ConnectionTrait>(db: &C, at: Position) -> Result<Option<Position>, StoreError> {
    let Ok(number) = stored(at) else { return Ok(None) };
    let row = erased_leaves::Entity::find_by_id(number).one(db).await?;
    row.map(|row| position("erased_leaves", "erasure", row.erasure)).transpose()
}

/// Removes the leaves at these positions, and every copy of what they say. `erasure` is the entry that names them. What holds
/// instead of those that held is the caller's to save.
pub async fn erase<C: ConnectionTrait>(db: &C, _head: &LockedHead, positions: &[Position], erasure: Position) -> Result<(), StoreError> {
    let numbers: Vec<i64> = positions.iter().map(|at| stored(*at)).collect::<Result<_, _>>()?;
    let by = stored(erasure)?;
    for chunk in numbers.chunks(KEYS_PER_QUERY) {
        let these = || chunk.iter().copied();
        let rows = these().map(|at| erased_leaves::ActiveModel { position: Set(at), erasure: Set(by) });
        many::insert::<erased_leaves::Entity, _>(db, rows.collect()).await?;
        let gone = log_leaves::Entity::delete_many().filter(log_leaves::Column::Position.is_in(these())).exec(db).await?;
        if gone.rows_affected != chunk.len() as u64 {
            return Err(inconsistent("log_leaves", "position", erasure));
        }
        current_choices::Entity::delete_many().filter(current_choices::Column::Position.is_in(these())).exec(db).await?;
        // The hash of a form's content would give it away to whoever tries the few contents that there are. The key itself
        // stays: the same form again is answered, not entered.
        idempotency_keys::Entity::update_many()
            .col_expr(idempotency_keys::Column::BodyHash, Expr::value(vec![0_u8; 32]))
            .filter(idempotency_keys::Column::Position.is_in(these()))
            .exec(db)
            .await?;
    }
    Ok(())
}
