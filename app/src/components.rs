//! What several pages are put together from.

pub mod again;
pub mod case_notes;
pub mod ceremony;
pub mod decision_words;
pub mod fact;
pub mod field;
pub mod frame;
pub mod heading;
pub mod in_view;
pub mod level_note;
pub mod list_checks;
pub mod looked;
pub mod moment;
pub mod notice_advice;
pub mod problem;
pub mod proof;
pub mod prose;
pub mod qr;
pub mod receipt;
pub mod study_facts;
pub mod switch;
pub mod text_area;
pub mod thread;
pub mod use_row;
pub mod use_words;
pub mod writing;
