//! The printed recovery code, for the ten minutes in which it can be read.

use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::code::RecoveryCode as Code;
use leptos::prelude::*;

/// The code, to be printed or written down.
#[component]
pub fn RecoveryCode() -> impl IntoView {
    page_with_own_heading("recovery-code-title", |visit| async move {
        let code = visit.ports.identity.recovery_code_to_print(&visit.actor).await?;
        Ok(match code {
            Some(code) => view! { <ToKeep code=code /> }.into_any(),
            None => view! { <Gone /> }.into_any(),
        })
    })
}

#[component]
fn ToKeep(code: Code) -> impl IntoView {
    // The groups may part at the end of a line, a group may not.
    let grouped = code.grouped();
    let groups: Vec<String> = grouped.split('-').map(ToOwned::to_owned).collect();
    let last = groups.len().saturating_sub(1);
    let shown = groups.into_iter().enumerate().map(|(index, group)| {
        let dash = if index < last { "-" } else { "" };
        view! {
            {group}
            {dash}
            <wbr />
        }
    });
    view! {
        <div class="wrap narrow stack">
            <Heading title="recovery-code-title" lead="recovery-code-lead" />
            <p class="secret" translate="no" data-recovery-code=grouped.clone()>
                {shown.collect_view()}
            </p>
            <ul class="checks">
                <li>{text!("recovery-code-keep")}</li>
                <li>{text!("recovery-code-print")}</li>
                <li>{text!("recovery-code-once")}</li>
            </ul>
            <p class="muted">{text!("recovery-code-ten-minutes")}</p>
            <form method="post" action="/do/recovery-code/kept">
                <button type="submit" class="btn big">
                    {text!("recovery-code-kept")}
                </button>
            </form>
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <div class="wrap narrow stack">
            <Heading title="recovery-code-title" lead="recovery-code-gone" />
            <p class="row">
                <a class="btn" href=format!("{}#recovery-code", Path::Account)>
                    {text!("recovery-code-to-account")}
                </a>
            </p>
        </div>
    }
}
