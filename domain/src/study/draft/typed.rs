//! Texts as they are typed, without what nobody meant to type.

use crate::words::Words;

pub(super) fn blank(words: &Words) -> bool {
    words.ja.is_empty() && words.en.is_empty()
}

pub(crate) fn tidy_words(words: &Words) -> Words {
    Words { ja: tidy_text(&words.ja), en: tidy_text(&words.en) }
}

/// Browsers end lines with CR LF. Control characters and marks that turn the writing direction could make a page say
/// something else than what was approved.
pub(crate) fn tidy_text(text: &str) -> String {
    let hidden =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().filter(|c| !hidden(*c)).collect::<String>().trim().to_owned()
}

pub(super) fn once_each(codes: Vec<String>) -> Vec<String> {
    let mut once = Vec::new();
    for code in codes.iter().map(|code| tidy_text(code)).filter(|code| !code.is_empty()) {
        if !once.contains(&code) {
            once.push(code);
        }
    }
    once
}
