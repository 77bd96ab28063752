//! Every page in every language, and every word.

mod pages;
mod words;
