//! What several pages are put together from.

pub mod frame;
pub mod problem;
