//! What people see: pages, components and islands.
//!
//! Compiled twice: for the server (feature `ssr`), where every page is rendered, and for the browser (feature `hydrate`),
//! where only the islands wake up.
//!
//! # How a page comes about
//!
//! 1. The server makes a [`Visit`] for the request (who asks, in which language, with which ports) and hands it over with
//!    [`provide`]; then it renders [`shell()`].
//! 2. [`routes`] names every page and every action once, with the operation it is; the server checks access by it.
//! 3. `pages/<noun>.rs` builds the page inside [`page::page`], which turns every failure into a page that says so.
//! 4. A form posts to `actions/<noun>.rs`; where a script is needed (passkeys, instant switches), an island in
//!    `islands/` calls the same action.
//!
//! # Architecture invariants
//!
//! - This crate names no axum, tokio or sea-orm; what it needs from the server comes through [`Visit`].
//! - Only [`side`] knows for which side it is being compiled.
//! - Words come from `locales/` only; islands get theirs as props.

#[expect(missing_docs, reason = "the macro makes a struct of the arguments of every action; the function says what they are")]
pub mod actions;
pub mod components;
pub mod i18n;
pub mod islands;
pub mod notice;
pub mod page;
pub mod pages;
pub mod problem;
pub mod routes;
pub mod shell;
pub mod side;
pub mod visit;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use i18n::Locale;
pub use problem::ServerProblem;
pub use shell::{App, shell};
pub use visit::{Outgoing, Visit, provide, visit};
