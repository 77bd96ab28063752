//! What a browser meets.

pub mod assets;
pub mod security;
