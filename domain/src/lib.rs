//! The rules of Hikae (控え), as pure code.
//!
//! # Glossary: one meaning each, used in every layer
//!
//! - **Subject** (本人): a natural person, known by identifiers, whether or not they ever opened an account.
//! - **Identifier**: a system and a value, such as an insured number (被保険者番号); see [`identifier`].
//! - **Assignment**: a dated statement by someone that an identifier belongs to a subject.
//! - **Link / unlink**: events that join or part two subjects that are one person; see [`link`].
//! - **Account**: a subject's sign-in with passkeys. Staff and holders' people have accounts without a subject.
//! - **Holder**: an organisation that holds records and may disclose them. **Operator**: a person of it.
//!   **Client**: a program of it.
//! - **Study** (研究・利用課題): an approved secondary use, versioned.
//! - **Purpose**: what a study is for; see [`purpose`].
//! - **Decision**: an event: a subject said *refuse* or *allow* about a scope. Never changed.
//! - **Choices**: what holds now: the fold of a subject's decisions; see [`choice`].
//! - **Check**: a holder's question before disclosing, and our answer.
//! - **Disclosure**: a holder's report that records of subjects went to a study. **Use**: one subject's part of it.
//! - **Conflict**: a use made while the subject's choices refused it.
//! - **Position** (控え番号): the zero-based index of an entry in the log.
//!
//! # Architecture invariant
//!
//! This crate does no I/O, reads no clock, draws no random number, and compiles for `wasm32-unknown-unknown`: the
//! browser and an auditor's laptop run the very rules that the server runs.

pub mod account;
pub mod actor;
pub mod alarm;
pub mod approval;
pub mod category;
pub mod check;
pub mod choice;
pub mod clock;
pub mod code;
pub mod contact;
pub mod desk;
pub mod disclosure;
pub mod failure;
pub mod form_draft;
pub mod holder;
pub mod id;
pub mod identifier;
pub mod inquiry;
pub mod link;
pub mod log;
pub mod ports;
pub mod proxy;
pub mod purpose;
pub mod statistics;
pub mod study;
pub mod words;
