//! The product's stories, told through the real router, on SQLite and on a throw-away PostgreSQL.

mod postgres;
