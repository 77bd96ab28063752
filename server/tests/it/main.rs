//! The product's stories, told through the real router, on SQLite and on a throw-away PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "in a story a panic is the failure")]

mod account;
mod activate;
mod activations;
mod alarms;
mod approvals;
mod architecture;
mod audit;
mod check_files;
mod checks;
mod choices;
mod clients;
mod conflicts;
mod demo;
mod desk;
mod disclosures;
mod faults;
mod form_drafts;
mod ground;
mod identity;
mod incidents;
mod inquiries;
mod kill;
mod letters;
mod links;
mod log;
mod migrations;
mod people;
mod personas;
mod policy;
mod postgres;
mod process;
mod proxies;
mod recover;
mod register;
mod security;
mod sequencer;
mod session;
mod sign_in;
mod soft_passkey;
mod statistics;
mod token;
mod usage;
mod world;
