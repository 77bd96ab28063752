//! Running text from the catalogue of words, with the little marking that such text needs.
//!
//! An empty line parts paragraphs; lines that begin with `- ` are a list; `**strong**`; `[words](/address)`;
//! `｜漢字《かんじ》` puts the reading above a word (as 青空文庫 writes it). Only words of the catalogue come in here.

use leptos::prelude::*;

/// A text with paragraphs and lists.
#[component]
pub fn Prose(
    /// From the catalogue.
    text: String,
) -> impl IntoView {
    text.split("\n\n").map(|block| draw_block(block.trim())).collect_view()
}

/// A page of running text: headings and what stands under them, by their keys.
#[component]
pub fn Sections(
    /// Heading and text of each, and the name by which a link reaches it.
    of: &'static [(&'static str, &'static str, &'static str)],
) -> impl IntoView {
    of.iter()
        .map(|(id, heading, words)| {
            view! {
                <section class="prose" id=*id>
                    <h2>{crate::text!(heading)}</h2>
                    <Prose text=crate::text!(words) />
                </section>
            }
        })
        .collect_view()
}

/// One line of text, with its marks.
#[component]
pub fn Line(
    /// From the catalogue.
    text: String,
) -> impl IntoView {
    draw(&text)
}

fn draw_block(block: &str) -> AnyView {
    if block.starts_with("- ") {
        let items = block.lines().map(|line| {
            let item = line.trim().strip_prefix("- ").unwrap_or(line);
            view! { <li>{draw(item)}</li> }
        });
        view! { <ul>{items.collect_view()}</ul> }.into_any()
    } else {
        view! { <p>{draw(&joined(block))}</p> }.into_any()
    }
}

/// The lines of a paragraph as one. Japanese has no spaces between words, nor where a line was broken in the file.
fn joined(block: &str) -> String {
    let mut whole = String::new();
    for line in block.lines().map(str::trim) {
        let latin = whole.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
        if latin {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
}

fn draw(text: &str) -> impl IntoView + use<> {
    pieces(text).into_iter().map(Piece::draw).collect_view()
}

/// A stretch of text of one kind.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Strong(String),
    Link(String, String),
    Ruby(String, String),
}

impl Piece {
    fn draw(self) -> AnyView {
        match self {
            Self::Plain(words) => words.into_any(),
            Self::Strong(words) => view! { <strong>{words}</strong> }.into_any(),
            Self::Link(words, href) => view! { <a href=href>{words}</a> }.into_any(),
            // The brackets are for those who cannot show the reading above.
            Self::Ruby(word, reading) => view! {
                <ruby>
                    {word} <rp>"（"</rp> <rt>{reading}</rt> <rp>"）"</rp>
                </ruby>
            }
            .into_any(),
        }
    }
}

/// Cuts a line where its marks are. A mark without its other half is text.
fn pieces(text: &str) -> Vec<Piece> {
    let mut found = vec![];
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((piece, after)) = marked(rest) {
            if !plain.is_empty() {
                found.push(Piece::Plain(std::mem::take(&mut plain)));
            }
            found.push(piece);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        found.push(Piece::Plain(plain));
    }
    found
}

/// The marked piece at the very beginning of the text, and what comes after it.
fn marked(text: &str) -> Option<(Piece, &str)> {
    if let Some(inside) = text.strip_prefix("**") {
        let (words, after) = inside.split_once("**")?;
        return Some((Piece::Strong(words.to_owned()), after));
    }
    if let Some(inside) = text.strip_prefix('｜') {
        let (word, after) = inside.split_once('《')?;
        let (reading, after) = after.split_once('》')?;
        return Some((Piece::Ruby(word.to_owned(), reading.to_owned()), after));
    }
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (href, after) = after.split_once(')')?;
    Some((Piece::Link(words.to_owned(), href.to_owned()), after))
}

#[cfg(test)]
mod tests {
    use super::{Piece, joined, pieces};

    #[test]
    fn marks_become_what_they_say() {
        let plain = |words: &str| Piece::Plain(words.to_owned());
        assert_eq!(
            pieces("これは｜控え《ひかえ》です。**大切**、[助け](/help)へ。"),
            [
                plain("これは"),
                Piece::Ruby("控え".into(), "ひかえ".into()),
                plain("です。"),
                Piece::Strong("大切".into()),
                plain("、"),
                Piece::Link("助け".into(), "/help".into()),
                plain("へ。"),
            ]
        );
    }

    #[test]
    fn a_broken_line_leaves_a_space_in_english_only() {
        assert_eq!(joined("one\n    two"), "one two");
        assert_eq!(joined("一つ。\n    二つ"), "一つ。二つ");
        assert_eq!(joined(""), "");
    }

    #[test]
    fn half_a_mark_is_text() {
        for text in ["2 ** 3", "[x] (y)", "｜漢字", "a [b](c"] {
            assert_eq!(pieces(text), [Piece::Plain(text.to_owned())]);
        }
    }
}
