//! What the person must see before anything else.

use crate::components::notice_advice::advice;
use crate::components::use_words as words;
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use domain::account::{Notice, NoticeKind};
use domain::clock::Timestamp;
use domain::disclosure::UseView;
use leptos::prelude::*;

/// How many conflicts the overview lists; where there are so many, there may be more.
const LISTED: usize = 5;

/// Uses that went against the person's choice.
#[component]
pub fn Conflicts(
    /// Newest first.
    found: Vec<UseView>,
) -> impl IntoView {
    let count = found.len();
    (count > 0).then(|| {
        let heading = match count {
            1 => text!("overview-conflict-one"),
            LISTED.. => text!("overview-conflict-many", count = count),
            _ => text!("overview-conflict-several", count = count),
        };
        let only = (count == 1).then(|| found[0].id);
        view! {
            <div class="banner" role="alert">
                <span class="tag alert">{text!("overview-conflict-tag")}</span>
                <div>
                    <strong>{heading}</strong>
                    <ul class="bare">{found.into_iter().map(|of| view! { <ConflictLine link=only.is_none() of=of /> }).collect_view()}</ul>
                </div>
                {only
                    .map(|id| {
                        view! {
                            <a class="btn ghost" href=Path::Use(id).to_string()>
                                {text!("overview-conflict-see")}
                            </a>
                        }
                    })}
            </div>
        }
    })
}

/// One of them in a sentence.
#[component]
fn ConflictLine(
    /// The use.
    of: UseView,
    /// Whether the sentence is the link, too.
    link: bool,
) -> AnyView {
    let locale = Locale::current();
    let line =
        text!("overview-conflict-line", date = locale.date_of(of.disclosed_at), holder = words::holder(&of), study = words::title(&of));
    let kind = of.conflict().map(|kind| kind.code());
    view! {
        <li data-conflict=kind>
            {if link { view! { <a href=Path::Use(of.id).to_string()>{line}</a> }.into_any() } else { line.into_any() }}
        </li>
    }
    .into_any()
}

/// After a recovery the history is closed for a while.
#[component]
pub fn Closed(
    /// Until when.
    until: Timestamp,
) -> AnyView {
    view! {
        <div class="banner warn">
            <div>
                <strong>{text!("overview-closed", until = Locale::current().moment(until))}</strong>
                <p>{text!("overview-closed-why")}</p>
            </div>
        </div>
    }
    .into_any()
}

/// What happened to the account and was not read yet.
#[component]
pub fn Notices(
    /// Newest first.
    unread: Vec<Notice>,
    /// Until when the account is closed after a recovery.
    closed_until: Option<Timestamp>,
    /// The time.
    now: Timestamp,
) -> impl IntoView {
    let one = move |notice: Notice| {
        let advice = advice(&notice, closed_until, now);
        view! { <OneNotice notice=notice advice=advice /> }
    };
    (!unread.is_empty()).then(|| {
        view! {
            <section class="stack tight">
                <h2 class="quietly">{text!("overview-notices")}</h2>
                <ul class="notices">{unread.into_iter().map(one).collect_view()}</ul>
            </section>
        }
    })
}

/// One of them, with the form that says it was read.
#[component]
fn OneNotice(
    /// The notice.
    notice: Notice,
    /// What to do about it.
    advice: Option<String>,
) -> AnyView {
    let id = format!("notice-{}", notice.id);
    view! {
        <li class="notice">
            <div id=id.clone()>
                <p>{text!(&format!("notice-{}", notice.kind.code()))}</p>
                {advice.map(|advice| view! { <p>{advice}</p> })}
                {(notice.kind == NoticeKind::InquiryAnswered)
                    .then(|| {
                        view! {
                            <p class="alone">
                                <a href=Path::Inquiries.to_string()>{text!("notice-inquiry-answered-see")}</a>
                            </p>
                        }
                    })}
                <p class="small muted">{Locale::current().moment(notice.at)}</p>
            </div>
            <form method="post" action="/do/notice/seen">
                <input type="hidden" name="notice" value=notice.id.to_string() />
                <button type="submit" class="btn quiet" aria-describedby=id>
                    {text!("overview-notice-seen")}
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// One passkey and nothing else: said once, kindly, and not in red.
#[component]
pub fn SecondWayBack() -> AnyView {
    view! {
        <div class="notice">
            <div>
                <p>
                    <strong>{text!("overview-second-way")}</strong>
                </p>
                <p>{text!("overview-second-way-why")}</p>
            </div>
            <a class="btn quiet" href=Path::Welcome.to_string()>
                {text!("overview-second-way-do")}
            </a>
        </div>
    }
    .into_any()
}
