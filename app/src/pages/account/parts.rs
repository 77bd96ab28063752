//! The sections of the account page.

use crate::components::ceremony::{Confirmed, IssueCode, OneMorePasskey, WithoutScript};
use crate::components::moment::{Day, Moment};
use crate::components::notice_advice::advice;
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use domain::account::{Level, Notice, PasskeyView, SessionView};
use domain::clock::Timestamp;
use leptos::prelude::*;

/// What is to be told, each to be put away.
#[component]
pub(super) fn Notices(
    /// Newest first.
    notices: Vec<Notice>,
    /// Until when the account is closed after a recovery.
    closed_until: Option<Timestamp>,
    /// The time.
    now: Timestamp,
    /// In which language.
    locale: Locale,
) -> AnyView {
    let one = move |notice: Notice| {
        let look = if notice.kind.is_recovery() { "notice warn" } else { "notice" };
        let words = format!("notice-text-{}", notice.id);
        view! {
            <li class=look>
                <div id=words.clone()>
                    <p>{text!(&format!("notice-{}", notice.kind.code()))}</p>
                    {advice(&notice, closed_until, now).map(|advice| view! { <p>{advice}</p> })}
                    <p class="small muted">
                        <Moment at=notice.at locale=locale />
                    </p>
                </div>
                <form method="post" action="/do/notice/seen">
                    <input type="hidden" name="notice" value=notice.id.to_string() />
                    <button type="submit" class="btn quiet" aria-describedby=words>
                        {text!("account-notice-seen")}
                    </button>
                </form>
            </li>
        }
    };
    (!notices.is_empty())
        .then(|| {
            view! {
                <section aria-label=text!("account-notices")>
                    <ul class="notices">{notices.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
        .into_any()
}

/// The passkeys, one more, one less.
#[component]
pub(super) fn Passkeys(passkeys: Vec<PasskeyView>, fresh: bool, locale: Locale) -> AnyView {
    // The last one that is good cannot be removed; the form for it would only lead to a refusal.
    let last = passkeys.iter().filter(|passkey| !passkey.set_aside).count() == 1;
    let one = move |(index, passkey): (usize, PasskeyView)| {
        let name = text!("account-passkey", number = index + 1);
        let used = match passkey.last_used_at {
            Some(at) => view! {
                {text!("account-last-used")}
                " "
                <Moment at=at locale=locale />
            }
            .into_any(),
            None => text!("account-passkey-unused").into_any(),
        };
        let removable = !passkey.set_aside && !last;
        view! {
            <li data-passkey=passkey.id.to_string()>
                <div>
                    <p>
                        <strong>{name.clone()}</strong> " "
                        {passkey.set_aside.then(|| view! { <span class="tag warn">{text!("account-passkey-set-aside")}</span> })}
                    </p>
                    <p class="small muted">
                        {text!("account-passkey-made")} " " <Day at=passkey.created_at locale=locale />
                    </p>
                    <p class="small muted">{used}</p>
                </div>
                {removable.then(|| view! { <RemovePasskey passkey=passkey.id.to_string() name=name fresh=fresh /> })}
            </li>
        }
    };
    view! {
        <section class="stack" id="passkeys">
            <div>
                <h2>{text!("account-passkeys")}</h2>
                <p class="lead">{text!("account-passkeys-why")}</p>
            </div>
            <div class="card flush">
                <ul class="rows">{passkeys.into_iter().enumerate().map(one).collect_view()}</ul>
            </div>
            <WithoutScript />
            <OneMorePasskey look="btn ghost" next="/account?done=passkey-added#done" />
        </section>
    }
    .into_any()
}

/// Behind a fold that says what it means first; a plain form underneath.
#[component]
fn RemovePasskey(passkey: String, name: String, fresh: bool) -> AnyView {
    view! {
        <details class="more fold">
            <summary aria-label=text!("account-passkey-remove-one", name = name)>{text!("account-passkey-remove")}</summary>
            <div class="stack tight">
                <p>{text!("account-passkey-remove-what")}</p>
                <Confirmed fresh=fresh>
                    <form method="post" action="/do/passkey/remove">
                        <input type="hidden" name="passkey" value=passkey.clone() />
                        <button type="submit" class="btn danger">
                            {text!("account-passkey-remove-do")}
                        </button>
                    </form>
                </Confirmed>
            </div>
        </details>
    }
    .into_any()
}

/// The printed code: whether there is one, and a new one.
#[component]
pub(super) fn PrintedCode(has: bool, fresh: bool) -> AnyView {
    let (state, tag, label) =
        if has { ("account-code-has", "tag ok", "recovery-code-renew") } else { ("account-code-none", "tag warn", "recovery-code-make") };
    view! {
        <section class="stack" id="recovery-code">
            <div>
                <h2>{text!("account-code")}</h2>
                <p class="lead">{text!("account-code-why")}</p>
            </div>
            <p>
                <span class=tag>{text!(state)}</span>
            </p>
            {has.then(|| view! { <p>{text!("account-code-renew-what")}</p> })}
            <IssueCode fresh=fresh look="btn ghost" label=text!(label) />
        </section>
    }
    .into_any()
}

/// Where the account is signed in.
#[component]
pub(super) fn Sessions(
    /// Newest first.
    sessions: Vec<SessionView>,
    /// The key of the words that say why to look at them, and when they end by themselves.
    why: &'static str,
    /// In which language.
    locale: Locale,
) -> AnyView {
    let one = move |session: SessionView| {
        let began = locale.moment(session.created_at);
        view! {
            <li>
                <div>
                    <p>
                        {text!("account-session-from")} " " <Moment at=session.created_at locale=locale /> " " {session.current.then(|| view! { <span class="tag ok">{text!("account-session-here")}</span> })}
                    </p>
                    <p class="small muted">
                        {text!("account-last-used")} " " <Moment at=session.seen_at locale=locale />
                    </p>
                </div>
                {if session.current {
                    view! {
                        <form method="post" action="/do/session/end">
                            <button type="submit" class="btn ghost">
                                {text!("sign-out")}
                            </button>
                        </form>
                    }
                        .into_any()
                } else {
                    view! {
                        <form method="post" action="/do/session/end-other">
                            <input type="hidden" name="session" value=session.id.to_string() />
                            <button type="submit" class="btn ghost" aria-label=text!("account-session-end-one", session = began)>
                                {text!("account-session-end")}
                            </button>
                        </form>
                    }
                        .into_any()
                }}
            </li>
        }
    };
    view! {
        <section class="stack" id="sessions">
            <div>
                <h2>{text!("account-sessions")}</h2>
                <p class="lead">{text!(why)}</p>
            </div>
            <div class="card flush">
                <ul class="rows">{sessions.into_iter().map(one).collect_view()}</ul>
            </div>
        </section>
    }
    .into_any()
}

/// How sure we are of the person, and what that means.
#[component]
pub(super) fn Trust(level: Level) -> AnyView {
    let (state, what) = match level {
        Level::One => ("account-level-1", "account-level-1-what"),
        Level::Two => ("account-level-2", "account-level-2-what"),
    };
    view! {
        <section class="stack" id="level">
            <h2>{text!("account-level")}</h2>
            <p>
                <span class="tag">{text!(state)}</span>
            </p>
            <p>{text!(what)}</p>
            <p>
                <a class="btn ghost" href=Path::Activate.to_string()>
                    {text!("account-level-more")}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// All that a sign-in with a passkey from before a recovery can do.
#[component]
pub(super) fn Cancel() -> AnyView {
    view! {
        <div class="wrap narrow stack">
            <div>
                <h1>{text!("cancel-title")}</h1>
                <p class="lead">{text!("cancel-lead")}</p>
            </div>
            <div class="card warn">
                <p>{text!("cancel-what")}</p>
                <div class="row">
                    <form method="post" action="/do/recovery/cancel">
                        <button type="submit" class="btn">
                            {text!("cancel-do")}
                        </button>
                    </form>
                    <form method="post" action="/do/session/end">
                        <button type="submit" class="btn quiet">
                            {text!("cancel-not")}
                        </button>
                    </form>
                </div>
            </div>
            <p>{text!("cancel-help")}</p>
        </div>
    }
    .into_any()
}
