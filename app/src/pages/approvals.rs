//! What waits for a second member of staff, and what was decided.

pub mod ask;
pub mod one;
mod parts;

use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::ports::ApprovalView;
use leptos::prelude::*;
use parts::{OutcomeTag, called};

/// What waits, and what was decided.
#[component]
pub fn Approvals() -> impl IntoView {
    page_with_own_heading("approvals-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let approvals = visit.ports.approvals.approvals(&visit.actor, before).await?;
        let older = approvals.settled.next.map(|next| format!("{}?before={next}#settled", Path::Approvals));
        let locale = visit.locale;
        Ok(view! {
            <div class="wrap stack loose">
                <Heading title="approvals-title" lead="approvals-lead" />
                <section class="card flush" id="waiting">
                    <h2 class="head">{text!("approvals-waiting")}</h2>
                    <Requests of=approvals.waiting locale=locale empty=text!("approvals-waiting-none") />
                </section>
                <section class="card flush" id="settled">
                    <h2 class="head">{text!("approvals-settled")}</h2>
                    <Requests of=approvals.settled.items locale=locale empty=text!("approvals-settled-none") />
                </section>
                <nav class="pager" aria-label=text!("approvals-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::Approvals.to_string()>
                                    {text!("approvals-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("approvals-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

#[component]
fn Requests(of: Vec<ApprovalView>, locale: Locale, empty: String) -> AnyView {
    if of.is_empty() {
        return view! { <p class="nothing-here">{empty}</p> }.into_any();
    }
    let row = move |view: ApprovalView| {
        let kind = text!(&format!("approval-{}", view.course.kind.code()));
        view! {
            <li data-request=view.course.id.to_string()>
                <div>
                    <p>
                        <strong>{kind.clone()}</strong>
                        " "
                        <OutcomeTag outcome=view.outcome cancelled=view.cancelled_at.is_some() /> " "
                        {(view.own && view.outcome.is_none()).then(|| view! { <span class="tag warn">{text!("approvals-own")}</span> })}
                        {view.may_bind.then(|| view! { <span class="tag new">{text!("approvals-may-bind")}</span> })}
                    </p>
                    <p>{view.reason}</p>
                    <p class="small muted">
                        {text!("approvals-asked-by", who = called(&view.requested_by))} " "
                        <Moment at=view.course.requested_at locale=locale />
                    </p>
                </div>
                <a class="btn ghost" href=Path::Approval(view.course.id).to_string()>
                    {text!("approvals-open")}
                    <span class="quietly">{kind}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="rows">{of.into_iter().map(row).collect_view()}</ul> }.into_any()
}
