//! What the two pages about people are put together from. `base` is the noun of the actions: `people` or `operators`.

use crate::components::moment::{Day, Moment};
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::disclosure::Page;
use domain::id::AccountId;
use domain::ports::{Colleague, Invited, LABEL_LIMIT, WorkRole};
use domain::words::Words;
use leptos::prelude::*;

/// What a form on this page did, as the address says it after a redirect: no more than a sentence.
const DONE: [(&str, &str); 3] = [("ended", "people-done-ended"), ("withdrawn", "people-done-withdrawn"), ("joined", "holders-done-joined")];

/// What was just done.
#[component]
pub fn Done(
    /// The visit.
    visit: Visit,
) -> AnyView {
    let asked = visit.query("done");
    let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
    view! { {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })} }.into_any()
}

/// The form that invites: what for, and what the invited are to go by.
#[component]
pub fn Invite(
    /// The noun of the action.
    base: &'static str,
    /// The codes of the roles that can be chosen; the first is.
    roles: Vec<&'static str>,
    /// The organisation, on the page of all of them.
    #[prop(optional, into)]
    holder: String,
) -> AnyView {
    // Several of these forms may stand on one page: what ties labels to fields has the organisation in it.
    let mark = if holder.is_empty() { base.to_owned() } else { holder.clone() };
    let first = roles.first().copied().unwrap_or_default();
    let choices = roles.into_iter().map(|role| {
        let id = format!("role-{role}-{mark}");
        view! {
            <div class="option">
                <input type="radio" id=id.clone() name="role" value=role checked=role == first />
                <label for=id>
                    <b>{text!(&format!("role-{role}"))}</b>
                    <span>{text!(&format!("role-{role}-why"))}</span>
                </label>
            </div>
        }
    });
    let (id, hint) = (format!("label-{mark}"), format!("label-{mark}-hint"));
    view! {
        <form method="post" action=format!("/do/{base}/invite") class="form">
            {(!holder.is_empty()).then(|| view! { <input type="hidden" name="holder" value=holder /> })}
            <fieldset class="field options">
                <legend>{text!("people-role")}</legend>
                {choices.collect_view()}
            </fieldset>
            <div class="field">
                <label for=id.clone()>{text!("people-label")}</label>
                <p class="hint" id=hint.clone()>
                    {text!("people-label-hint")}
                </p>
                <input
                    id=id
                    name="label"
                    type="text"
                    required
                    pattern=r".*\S.*"
                    maxlength=LABEL_LIMIT.to_string()
                    autocomplete="off"
                    aria-describedby=hint
                />
            </div>
            <button type="submit" class="btn">
                {text!("people-invite-do")}
            </button>
        </form>
    }
    .into_any()
}

/// Who was invited and has not come.
#[component]
pub fn Open(
    /// They.
    invited: Vec<Invited>,
    /// The noun of the action.
    base: &'static str,
    /// In which language.
    locale: Locale,
) -> AnyView {
    if invited.is_empty() {
        return ().into_any();
    }
    let rows = invited.into_iter().map(|one| {
        view! {
            <li>
                <div>
                    <b>{one.label.clone()}</b>
                    <p class="muted">{role_at(one.role, one.holder.as_ref(), locale)}</p>
                    <p class="small muted">
                        {text!("people-invited-at")} " " <Moment at=one.at locale=locale />
                        {one.until.map(|until| view! { " · " {text!("people-invited-until")} " " <Day at=until locale=locale /> })}
                    </p>
                </div>
                <form method="post" action=format!("/do/{base}/withdraw")>
                    <input type="hidden" name="invitation" value=one.id.to_string() />
                    <button type="submit" class="btn quiet" aria-label=text!("people-withdraw-whom", label = one.label)>
                        {text!("people-withdraw")}
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <section class="card flush" id="invited">
            <h2 class="head">{text!("people-invited")}</h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Who works here, or did.
#[component]
pub fn Came(
    /// They.
    came: Page<Colleague, AccountId>,
    /// The noun of the action.
    base: &'static str,
    /// The page that this is.
    page: Path,
    /// In which language.
    locale: Locale,
) -> AnyView {
    let next = came.next.map(|next| format!("{page}?before={next}#people"));
    let rows = came.items.into_iter().map(|one| view! { <Person one=one base=base locale=locale /> });
    view! {
        <section class="card flush" id="people">
            <h2 class="head">{text!("people-came")}</h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
        {next
            .map(|next| {
                view! {
                    <nav class="pager" aria-label=text!("people-pages")>
                        <a class="btn ghost" href=next>
                            {text!("people-older")}
                        </a>
                    </nav>
                }
            })}
    }
    .into_any()
}

#[component]
fn Person(one: Colleague, base: &'static str, locale: Locale) -> AnyView {
    let label = one.label.clone();
    let ended = one.ended_at;
    let may_end = ended.is_none() && !one.own;
    view! {
        <li>
            <div>
                <b>{label.clone()}</b>
                <p class="muted">{role_at(one.role, one.holder.as_ref(), locale)}</p>
                <p class="small muted">
                    {text!("people-since")} " " <Day at=one.since locale=locale />
                    {ended.map(|ended| view! { " · " {text!("people-ended")} " " <Day at=ended locale=locale /> })}
                </p>
            </div>
            {ended.map(|_| view! { <span class="tag">{text!("people-ended-tag")}</span> })}
            {one.own.then(|| view! { <span class="tag ok">{text!("people-you")}</span> })}
            {may_end
                .then(|| {
                    view! {
                        <details class="more">
                            <summary>{text!("people-end-open", label = label.clone())}</summary>
                            <p>{text!("people-end-means")}</p>
                            <form method="post" action=format!("/do/{base}/end")>
                                <input type="hidden" name="account" value=one.account.to_string() />
                                <button type="submit" class="btn danger">
                                    {text!("people-end", label = label)}
                                </button>
                            </form>
                        </details>
                    }
                })}
        </li>
    }
    .into_any()
}

/// A role, and where: 担当者（桜台大学病院）.
pub fn role_at(role: WorkRole, holder: Option<&Words>, locale: Locale) -> String {
    let role = text!(&format!("role-{}", role.code()));
    match holder {
        Some(holder) => text!("role-at", role = role, holder = locale.pick(holder)),
        None => role,
    }
}
