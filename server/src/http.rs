//! What a browser meets.

pub mod address;
pub mod assets;
pub mod security;
pub mod session;
