//! What was said about a conflict, by the holder and by the desk, in the order in which it was.

use crate::components::moment::Moment;
use crate::i18n::Locale;
use crate::text;
use domain::disclosure::case::CaseNote;
use leptos::prelude::*;

/// Every note; nothing where there is none.
#[component]
pub fn CaseNotes(
    /// Oldest first.
    notes: Vec<CaseNote>,
) -> AnyView {
    let one = |note: CaseNote| {
        view! {
            <li class="said" data-note=note.by.code()>
                <p class="small">
                    <strong>{text!(&format!("conflict-note-{}", note.by.code()))}</strong>
                    " "
                    <span class="muted">
                        <Moment at=note.at locale=Locale::current() />
                    </span>
                    " "
                    {note.closes.then(|| view! { <span class="tag ok">{text!("conflict-note-closes")}</span> })}
                </p>
                <p class="written" dir="auto">
                    {note.text}
                </p>
            </li>
        }
    };
    (!notes.is_empty()).then(|| view! { <ol class="thread">{notes.into_iter().map(one).collect_view()}</ol> }).into_any()
}
