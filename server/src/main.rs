//! The `hikae` program.

fn main() {}
