//! The product's stories, told through the real router, on SQLite and on a throw-away PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "in a story a panic is the failure")]

mod account;
mod activate;
mod architecture;
mod checks;
mod choices;
mod demo;
mod faults;
mod ground;
mod identity;
mod inquiries;
mod links;
mod log;
mod migrations;
mod people;
mod personas;
mod policy;
mod postgres;
mod recover;
mod register;
mod security;
mod session;
mod sign_in;
mod soft_passkey;
mod token;
mod usage;
mod world;
