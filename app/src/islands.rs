//! What runs in the browser. Everything else is HTML.
//!
//! Every byte here is downloaded on a phone: the page draws, words included, and an island shows, hides and sends.

pub mod check_file;
pub mod choice_switch;
mod dom;
pub mod passkey;
