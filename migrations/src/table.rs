//! How the steps write down a table: its columns, what holds for each row, and the indexes that its queries need.

use sea_orm_migration::prelude::*;

/// A table to be created, with its indexes.
pub(crate) struct NewTable {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

/// A table of that name, without columns yet.
pub(crate) fn table(name: &'static str) -> NewTable {
    NewTable { name, table: Table::create().table(name).take(), indexes: Vec::new() }
}

impl NewTable {
    /// One more column.
    pub(crate) fn col(mut self, column: ColumnDef) -> Self {
        self.table.col(column);
        self
    }

    /// Its primary key.
    pub(crate) fn key(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(*column);
        }
        self.table.primary_key(&mut key);
        self
    }

    /// These columns name a row of another table by its key.
    pub(crate) fn references(mut self, columns: &[&'static str], other: &'static str, key: &[&'static str]) -> Self {
        let mut reference = ForeignKey::create();
        reference.name(format!("fk_{}_{}", self.name, columns.join("_"))).from_tbl(self.name).to_tbl(other);
        for (column, its) in columns.iter().zip(key) {
            reference.from_col(*column).to_col(*its);
        }
        self.table.foreign_key(&mut reference);
        self
    }

    /// The column is one of these words, or empty where it may be.
    pub(crate) fn one_of(self, column: &'static str, words: &[&'static str]) -> Self {
        self.check(Expr::col(column).is_in(words.iter().copied()))
    }

    /// The column is a number from `first` to `last`, or empty where it may be.
    pub(crate) fn between(self, column: &'static str, first: i16, last: i16) -> Self {
        self.check(Expr::col(column).between(first, last))
    }

    /// The column holds exactly so many bytes, or is empty where it may be.
    pub(crate) fn bytes(self, column: &'static str, count: i32) -> Self {
        // length() counts the bytes of a blob on SQLite and of a bytea on PostgreSQL.
        self.check(Expr::expr(Func::cust("length").arg(Expr::col(column))).eq(count))
    }

    /// Holds for every row.
    pub(crate) fn check(mut self, rule: Expr) -> Self {
        self.table.check(rule);
        self
    }

    /// Rows are looked up, or ordered, by these columns.
    pub(crate) fn index(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(self.new_index("ix", columns));
        self
    }

    /// No two rows have the same of these columns; empty ones are never the same.
    pub(crate) fn unique(mut self, columns: &[&'static str]) -> Self {
        let mut index = self.new_index("ux", columns);
        self.indexes.push(index.unique().take());
        self
    }

    fn new_index(&self, prefix: &str, columns: &[&'static str]) -> IndexCreateStatement {
        let mut index = Index::create();
        index.name(format!("{prefix}_{}_{}", self.name, columns.join("_"))).table(self.name);
        for column in columns {
            index.col(*column);
        }
        index
    }

    /// Creates it.
    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops these tables, in this order.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(*name).take()).await?;
    }
    Ok(())
}
