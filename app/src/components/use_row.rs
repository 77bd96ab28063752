//! One use in a list: when, what, from whom to whom, and its facts as tags. The whole row leads to the use.

use crate::components::use_words as words;
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use domain::clock::format_date;
use domain::disclosure::{UseDetails, UseView};
use domain::study::Status;
use leptos::prelude::*;

/// A row of a list of uses.
#[component]
pub fn UseRow(
    /// The use.
    of: UseView,
    /// Whether it came after the person's last visit.
    #[prop(optional)]
    new: bool,
    /// Whether the year stands in the row; a list by year has it in its heading.
    #[prop(optional)]
    with_year: bool,
) -> AnyView {
    let locale = Locale::current();
    let (day, _) = of.disclosed_at.in_tokyo();
    let conflict = of.conflict();
    let commercial = of.details.as_ref().is_some_and(|details| details.study.commercial());
    view! {
        <li class="use" class:conflict=conflict.is_some() data-use=of.id.to_string() data-conflict=conflict.map(|kind| kind.code())>
            <time datetime=format_date(day)>
                <b>{locale.day(day)}</b>
                {with_year.then(|| text!("use-year", year = day.year().to_string()))}
            </time>
            <div>
                <h3>
                    <a href=Path::Use(of.id).to_string()>{words::title(&of)}</a>
                </h3>
                <p class="flow">{words::flow(&of)}</p>
                <ul class="tags">
                    {new.then(|| view! { <li class="tag new">{text!("use-new")}</li> })}
                    {conflict.map(|_| view! { <li class="tag alert">{text!("conflict-tag")}</li> })}
                    {of.purposes.iter().map(|purpose| view! { <li class="tag">{locale.pick(&purpose.name)}</li> }).collect_view()}
                    {commercial.then(|| view! { <li class="tag biz">{text!("use-commercial")}</li> })}
                    {words::records(&of).map(|records| view! { <li class="tag">{records}</li> })}
                    <li class="tag">{words::form(of.form)}</li>
                    {of.changed.map(|changed| view! { <li class="tag">{text!(words::changed_key(&changed))}</li> })}
                    {of.details.as_ref().map(|details| view! { <Standing of=details.clone() /> })}
                </ul>
            </div>
            <svg class="go" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M9 5l7 7-7 7" />
            </svg>
        </li>
    }
    .into_any()
}

/// How a use stands to the person's choices, in a word.
#[component]
fn Standing(
    /// The use's details.
    of: UseDetails,
) -> AnyView {
    let became = match of.study.status {
        Status::Draft | Status::Published => None,
        Status::Ended => Some("use-ended"),
        Status::Deleted => Some("study-status-deleted"),
    };
    let tag = match of {
        UseDetails { exempt: true, .. } => Some(("tag", "use-exempt")),
        UseDetails { historic: true, .. } => Some(("tag", "use-historic")),
        // A green word beside "against your choice" would confuse: the use's own page tells about the check.
        UseDetails { checked_at: Some(_), conflict: Some(_), .. } => None,
        UseDetails { checked_at: Some(_), .. } => Some(("tag ok", "use-checked")),
        UseDetails { checked_at: None, .. } => Some(("tag warn", "use-unchecked")),
    };
    view! {
        {tag.map(|(class, key)| view! { <li class=class>{text!(key)}</li> })}
        {became.map(|key| view! { <li class="tag">{text!(key)}</li> })}
    }
    .into_any()
}
