//! A field for several lines of text.
//!
//! The one place of the product with a `<textarea>`: leptos writes the children of one without escaping them, so that a
//! text with `</textarea><script>` in it would leave the field. Here it is escaped.

use crate::components::field::described_by;
use leptos::prelude::*;

/// A field for several lines of text, with its label, what it is for, and what is wrong with what it holds.
#[component]
pub fn TextArea(
    /// Its id in the page, by which an error summary leads to it.
    #[prop(into)]
    id: String,
    /// The name under which the form sends it.
    name: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what it holds.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Where the browser stops taking more. Without it nothing that is pasted is cut off unseen: the server says what is too
    /// long, and gives it back.
    #[prop(optional)]
    maxlength: Option<usize>,
    /// How many lines are seen.
    #[prop(default = 8)]
    rows: u32,
    /// What it holds.
    #[prop(optional, into)]
    value: String,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let (bad, described) = (error.is_some(), described_by(&id, hint.is_some(), error.is_some()));
    view! {
        <div class="field" class:bad=bad>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <textarea
                id=id
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|length| length.to_string())
                aria-describedby=described
                aria-invalid=bad.then_some("true")
                inner_html=inside(&value)
            ></textarea>
        </div>
    }
    .into_any()
}

/// The inside of a `<textarea>`. The parser drops one line break right behind the tag: it gets one of ours to drop.
fn inside(value: &str) -> String {
    let mut inside = String::with_capacity(value.len() + 1);
    inside.push('\n');
    for character in value.chars() {
        match character {
            '&' => inside.push_str("&amp;"),
            '<' => inside.push_str("&lt;"),
            '>' => inside.push_str("&gt;"),
            other => inside.push(other),
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: &str) -> String {
        view! { <TextArea id="text" name="text" label="問い合わせ" error=None maxlength=4_000 value=value /> }.to_html()
    }

    #[test]
    fn a_text_cannot_leave_its_field() {
        let html = drawn("</textarea><script>alert(1)</script>&lt;");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;</textarea>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    }

    #[test]
    fn a_line_break_at_the_head_of_a_text_stays() {
        assert!(drawn("\n二行目").contains(">\n\n二行目</textarea>"));
    }

    #[test]
    fn what_is_wrong_is_tied_to_the_field() {
        let html = view! { <TextArea id="text" name="text" label="Text" hint="Up to 4,000." error=Some("Too long.".to_owned()) maxlength=4_000 /> }.to_html();
        assert!(html.contains(r#"aria-describedby="text-hint text-error""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    }
}
