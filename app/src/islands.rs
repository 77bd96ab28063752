//! What runs in the browser. Everything else is HTML.
//!
//! An island gets its words as props: there is no catalogue in the browser.

pub mod choice_switch;
pub mod passkey;
