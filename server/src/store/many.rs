//! Many rows, or the rows of many keys, in one statement.
//!
//! PostgreSQL takes one array for each column (`unnest`), so that the text of a statement is the same however many there are, and is
//! parsed once. SQLite has no arrays: it takes a parameter for each value, in pieces.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, FunctionCall, InsertStatement, OnConflict, Query, SelectStatement, Value};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, Insert, Iterable,
    JoinType, QueryFilter,
};
use std::collections::BTreeMap;

/// How many keys one list carries, and how many rows one statement of SQLite: few enough for its 32,766 parameters.
pub const KEYS_PER_QUERY: usize = 500;

/// Writes these rows, of which none is there yet; in their order, as far as the same of them is null. No rows are no statement.
pub async fn insert<E, C>(db: &C, rows: Vec<E::ActiveModel>) -> Result<(), DbErr>
where
    E: EntityTrait,
    C: ConnectionTrait,
{
    write::<E, C>(db, rows, None).await
}

/// The same, where some may be there already. No two of these rows may have the same key.
pub async fn insert_or<E, C>(db: &C, rows: Vec<E::ActiveModel>, conflict: OnConflict) -> Result<(), DbErr>
where
    E: EntityTrait,
    C: ConnectionTrait,
{
    write::<E, C>(db, rows, Some(conflict)).await
}

/// The rows with these keys, in no order. A key names at most one row.
///
/// PostgreSQL keeps the plan of a statement whose text it knows. For `= ANY`, planned while the table is small, that is to read all of it,
/// and so it stays until somebody counts the rows anew; asked for one by one (`LATERAL … LIMIT 1`), keys are looked up in their index.
pub async fn with_keys<E, C, V>(db: &C, key: E::Column, keys: &[V]) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    C: ConnectionTrait,
    V: Into<Value> + Clone,
{
    if db.get_database_backend() == DbBackend::Postgres {
        let Some(asked) = unnest(keys.iter().cloned().map(Into::into).collect()) else { return Ok(Vec::new()) };
        let statement = db.get_database_backend().build(&looked_up::<E>(key, asked));
        return E::Model::find_by_statement(statement).all(db).await;
    }
    let mut rows = Vec::new();
    for piece in keys.chunks(KEYS_PER_QUERY) {
        rows.extend(E::find().filter(key.is_in(piece.iter().cloned())).all(db).await?);
    }
    Ok(rows)
}

fn looked_up<E: EntityTrait>(key: E::Column, asked: FunctionCall) -> SelectStatement {
    let (of_asked, found) = (Alias::new("asked"), Alias::new("found"));
    let one = Query::select()
        .columns(E::Column::iter())
        .from(E::default().table_ref())
        // A function that gives one column gives it its own name.
        .and_where(Expr::col((E::default(), key)).eq(Expr::col((of_asked.clone(), of_asked.clone()))))
        .limit(1)
        .take();
    Query::select()
        .columns(E::Column::iter().map(|column| (found.clone(), column)))
        .from_function(asked, of_asked)
        .join_lateral(JoinType::InnerJoin, one, found, Expr::cust("TRUE"))
        .take()
}

/// These values, of one type, as one array that comes apart into rows; `None` of none.
fn unnest(values: Vec<Value>) -> Option<FunctionCall> {
    let array = Value::Array(values.first()?.array_type(), Some(Box::new(values)));
    Some(Func::cust("unnest").arg(Expr::val(array)))
}

async fn write<E, C>(db: &C, rows: Vec<E::ActiveModel>, conflict: Option<OnConflict>) -> Result<(), DbErr>
where
    E: EntityTrait,
    C: ConnectionTrait,
{
    if db.get_database_backend() == DbBackend::Postgres {
        for (columns, arrays) in by_columns::<E>(rows) {
            db.execute(&unnested::<E>(columns, arrays, conflict.clone())?).await?;
        }
        return Ok(());
    }
    for piece in rows.chunks(KEYS_PER_QUERY) {
        let mut insert = Insert::many(piece.to_vec());
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}

/// The rows turned into columns. What is null in a row is left out of its statement, which is the same to the database: the arrays of
/// sea-query carry no nulls, and no column here has another default. So there are as many statements as patterns of nulls.
fn by_columns<E: EntityTrait>(rows: Vec<E::ActiveModel>) -> BTreeMap<Vec<usize>, Vec<Vec<Value>>> {
    let mut found: BTreeMap<Vec<usize>, Vec<Vec<Value>>> = BTreeMap::new();
    for mut row in rows {
        let there = E::Column::iter().enumerate().filter_map(|(number, column)| match row.take(column) {
            ActiveValue::Set(value) | ActiveValue::Unchanged(value) if value != value.as_null() => Some((number, value)),
            _ => None,
        });
        let (columns, values): (Vec<_>, Vec<_>) = there.unzip();
        let arrays = found.entry(columns).or_insert_with(|| vec![Vec::new(); values.len()]);
        arrays.iter_mut().zip(values).for_each(|(array, value)| array.push(value));
    }
    found
}

/// `INSERT INTO … SELECT unnest($1), unnest($2), …`
fn unnested<E: EntityTrait>(columns: Vec<usize>, arrays: Vec<Vec<Value>>, conflict: Option<OnConflict>) -> Result<InsertStatement, DbErr> {
    let all: Vec<_> = E::Column::iter().collect();
    let mut select = Query::select();
    // Set-returning functions beside each other in one list go in step; all are of one length.
    select.exprs(arrays.into_iter().filter_map(unnest).map(Expr::from));
    let mut insert = Query::insert();
    insert.into_table(E::default().table_ref()).columns(columns.into_iter().map(|number| all[number]));
    insert.select_from(select).map_err(|error| DbErr::Custom(error.to_string()))?;
    if let Some(conflict) = conflict {
        insert.on_conflict(conflict);
    }
    Ok(insert)
}
