//! Hikae's server.
//!
//! Architecture invariants, each with a test in `tests/it/architecture.rs`: `http` and `api` know `service`; `service`
//! knows `store` and sees no HTTP type; only `store` names sea-orm; only `config` reads the environment; the machine's
//! clock and random source are asked in `machine` alone.

pub mod api;
pub mod cli;
pub mod config;
pub mod http;
pub mod keys;
pub mod log;
pub mod machine;
pub mod mail;
pub mod origin;
pub mod sequencer;
pub mod service;
pub mod state;
pub mod store;
