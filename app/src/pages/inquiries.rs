//! What the person asked the desk, and the form that asks.

pub mod one;

use crate::components::moment::Moment;
use crate::components::use_words as words;
use crate::components::writing::{Writing, Written};
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::disclosure::UseView;
use domain::failure::Failure;
use domain::inquiry::{Listed, Status};
use leptos::prelude::*;

/// What the person asked the desk.
#[component]
pub fn Inquiries() -> impl IntoView {
    page_with_own_heading("inquiries-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let view = visit.ports.inquiries.inquiries(&visit.actor, before).await?;
        let about = asked_about(&visit).await?;
        let older = view.listed.next.map(|next| format!("{}?before={next}", Path::Inquiries));
        let (written, key) = (Written::of(&visit, view.draft), visit.form_key());
        Ok(view! {
            <div class="wrap narrow stack loose">
                <div>
                    <h1>{text!("inquiries-title")}</h1>
                    <p class="lead">{text!("inquiries-lead")}</p>
                </div>
                <Ask about=about written=written form_key=key />
                <Asked listed=view.listed.items first=before.is_none() />
                <nav class="pager" aria-label=text!("inquiries-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::Inquiries.to_string()>
                                    {text!("inquiries-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("inquiries-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// The use in the address, if the person may see it.
async fn asked_about(visit: &Visit) -> Result<Option<UseView>, Failure> {
    match visit.query("about").and_then(|text| text.parse().ok()) {
        Some(about) if visit.actor.may(Operation::SeeUses).is_ok() => visit.ports.uses.one_use(&visit.actor, about).await,
        _ => Ok(None),
    }
}

/// The form that asks.
#[component]
fn Ask(
    /// The use that it is about.
    about: Option<UseView>,
    /// What stands in the field.
    written: Written,
    /// The form's idempotency key.
    form_key: String,
) -> AnyView {
    view! {
        <section class="card" id="ask">
            <h2>{text!("inquiries-ask")}</h2>
            <form method="post" action="/do/inquiries/ask" class="form">
                {about
                    .map(|about| {
                        view! {
                            <div class="notice">
                                <div>
                                    <p class="eyebrow">{text!("inquiries-about")}</p>
                                    <AboutUse of=about.clone() />
                                </div>
                                <a class="btn quiet" href=Path::Inquiries.to_string()>
                                    {text!("inquiries-about-not")}
                                </a>
                            </div>
                            <input type="hidden" name="about" value=about.id.to_string() />
                        }
                    })}
                <input type="hidden" name="key" value=form_key />
                <Writing label=text!("inquiries-text") written=written />
                <p class="muted">{text!("inquiries-who-reads")}</p>
                <button type="submit" class="btn">
                    {text!("inquiries-send")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// A use in two lines.
#[component]
pub fn AboutUse(
    /// The use.
    of: UseView,
) -> AnyView {
    let title = view! { <strong>{words::title(&of)}</strong> };
    view! {
        <p>{title}</p>
        <p class="small muted">{Locale::current().date_of(of.disclosed_at)} " " {words::flow(&of)}</p>
        {of.conflict().map(|_| view! { <p><span class="tag alert">{text!("inquiries-against")}</span></p> })}
    }
    .into_any()
}

/// The list.
#[component]
fn Asked(
    /// Newest first.
    listed: Vec<Listed>,
    /// Whether it is the first page: there an empty list means that nothing was asked.
    first: bool,
) -> AnyView {
    if listed.is_empty() && first {
        return view! {
            <section class="card empty" id="asked">
                <h2>{text!("inquiries-empty")}</h2>
                <p class="lead">{text!("inquiries-empty-why")}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card flush" id="asked">
            <div class="head">
                <h2>{text!("inquiries-asked")}</h2>
            </div>
            <ul class="rows">{listed.into_iter().map(|of| view! { <AskedRow of=of /> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn AskedRow(of: Listed) -> AnyView {
    view! {
        <li data-inquiry=of.id.to_string()>
            <div>
                <p>
                    <a href=Path::Inquiry(of.id).to_string()>
                        <bdi>{of.begins.unwrap_or_else(|| text!("inquiry-closed-for-now"))}</bdi>
                    </a>
                </p>
                <p class="small muted">
                    {text!(&format!("inquiry-kind-{}", of.kind.code()))} " " <Moment at=of.asked_at locale=Locale::current() />
                </p>
            </div>
            <StatusTag status=of.status />
        </li>
    }
    .into_any()
}

/// Where an inquiry stands, in a word.
#[component]
pub fn StatusTag(
    /// Where.
    status: Status,
) -> AnyView {
    let look = match status {
        Status::Answered => "tag ok",
        Status::Open | Status::Taken | Status::Closed => "tag",
    };
    view! { <span class=look data-status=status.code()>{text!(&format!("inquiry-status-{}", status.code()))}</span> }.into_any()
}
