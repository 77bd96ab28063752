//! What several pages are put together from.

pub mod ceremony;
pub mod decision_words;
pub mod fact;
pub mod frame;
pub mod heading;
pub mod level_note;
pub mod moment;
pub mod problem;
pub mod prose;
pub mod receipt;
pub mod switch;
pub mod text_area;
pub mod use_row;
pub mod use_words;
