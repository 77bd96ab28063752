//! Uses that went against a choice, for the holder that reported them: its own rows, never a person.

use crate::components::again::Again;
use crate::components::case_notes::CaseNotes;
use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::disclosure::case::{CaseStatus, ConflictLine};
use domain::form_draft::Place;
use leptos::prelude::*;

/// The conflicts of this holder's reports.
#[component]
pub fn HolderConflicts() -> impl IntoView {
    page_with_own_heading("conflicts-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let list = visit.ports.conflicts.of_holder(&visit.actor, before).await?;
        let again = Again::of(&visit, Place::ConflictAnswer, "/do/conflicts/answer").await?;
        let done = visit.query("done").is_some_and(|done| done == "answered");
        let older = list.next.map(|next| format!("{}?before={next}", Path::HolderConflicts));
        let none = list.items.is_empty();
        // One that waits alone is what somebody came for; of several, whoever came chooses.
        let alone = list.items.iter().filter(|of| of.status == CaseStatus::Open).count() == 1;
        Ok(view! {
            <div class="wrap stack">
                <Heading title="conflicts-title" lead="conflicts-lead" />
                {done.then(|| view! { <p class="notice ok" id="done" role="status">{text!("conflicts-answered")}</p> })}
                {none.then(|| view! { <p class="card empty">{text!("conflicts-none")}</p> })}
                {list
                    .items
                    .into_iter()
                    .map(|of| {
                        let again = again.where_field("conflict", &of.id.to_string());
                        view! { <OneConflict of=of again=again alone=alone /> }
                    })
                    .collect_view()}
                <nav class="pager" aria-label=text!("conflicts-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::HolderConflicts.to_string()>
                                    {text!("conflicts-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("conflicts-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// One of them.
#[component]
fn OneConflict(
    /// The conflict.
    of: ConflictLine,
    /// An answer to it that was refused.
    again: Again,
    /// Whether no other one waits.
    alone: bool,
) -> AnyView {
    let locale = Locale::current();
    let look = match of.status {
        CaseStatus::Open => "tag alert",
        CaseStatus::Answered => "tag warn",
        CaseStatus::Closed => "tag ok",
        CaseStatus::Changed => "tag",
    };
    let open = of.status.is_open();
    let row = of.row.map_or_else(|| text!("conflicts-row-unknown"), |row| text!("report-row", n = row + 1));
    view! {
        <section class="card" data-case=of.id.to_string() data-status=of.status.code()>
            <ul class="tags">
                <li class=look>{text!(&format!("conflict-status-{}", of.status.code()))}</li>
                <li class="tag">{text!(&format!("conflict-kind-{}", of.kind.code()))}</li>
            </ul>
            <h2>{locale.pick(&of.study.registration.title)}</h2>
            <p>
                <Day at=of.disclosed_at locale=locale />
                " · "
                <a href=Path::HolderReport(of.disclosure).to_string()>{text!("conflicts-report")}</a>
                " · "
                {row}
            </p>
            <p class="small muted">{text!(&format!("conflict-kind-{}-why", of.kind.code()))}</p>
            <CaseNotes notes=of.notes.clone() />
            {open.then(|| view! { <AnswerForm of=of.clone() again=again alone=alone /> })}
        </section>
    }
    .into_any()
}

/// What the holder says to it.
#[component]
fn AnswerForm(of: ConflictLine, again: Again, alone: bool) -> AnyView {
    let (id, open) = (of.id.to_string(), again.is_some() || (alone && of.status == CaseStatus::Open));
    view! {
        <details class="more" open=open>
            <summary>{text!("conflicts-answer")}</summary>
            <form method="post" action="/do/conflicts/answer" class="stack tight">
                <input type="hidden" name="conflict" value=id.clone() />
                <TextArea
                    id=format!("text-{id}")
                    name="text"
                    label=text!("conflicts-answer-text")
                    hint=text!("conflicts-answer-hint")
                    error=again.wrong_text()
                    rows=4
                    value=again.value("text")
                />
                <label class="check">
                    <input type="checkbox" name="all" value="yes" checked=!again.value("all").is_empty() />
                    <span>{text!("conflicts-answer-all")}</span>
                </label>
                <p>
                    <button type="submit" class="btn">
                        {text!("conflicts-answer-do")}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}
