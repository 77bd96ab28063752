//! What several pages are put together from.

pub mod decision_words;
pub mod frame;
pub mod problem;
pub mod switch;
pub mod use_row;
pub mod use_words;
