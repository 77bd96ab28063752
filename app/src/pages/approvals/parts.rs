//! What the pages about requests are put together from.

use crate::text;
use domain::approval::Outcome;
use domain::ports::StaffMember;
use leptos::prelude::*;

/// What a colleague is called; without a label, by the end of their account.
pub(super) fn called(who: &StaffMember) -> String {
    who.label.clone().unwrap_or_else(|| {
        let id = who.account.to_string();
        text!("approvals-colleague", end = id.get(id.len().saturating_sub(6)..).unwrap_or_default())
    })
}

/// What became of a request.
#[component]
pub(super) fn OutcomeTag(
    /// What was decided.
    outcome: Option<Outcome>,
    /// Whether the person undid it: that is what counts then.
    cancelled: bool,
) -> AnyView {
    let (look, words) = match outcome {
        _ if cancelled => ("tag stop", text!("approval-cancelled")),
        None => ("tag", text!("approval-outcome-waiting")),
        Some(outcome @ Outcome::Approved) => ("tag ok", text!(&format!("approval-outcome-{}", outcome.code()))),
        Some(outcome) => ("tag stop", text!(&format!("approval-outcome-{}", outcome.code()))),
    };
    view! { <span class=look>{words}</span> }.into_any()
}

/// The words of what was shown: a proof of who somebody is, a paper, or the channel that proves itself.
pub(super) fn shown(code: &str) -> String {
    let families = ["proof", "paper", "channel"];
    families.iter().find_map(|family| crate::i18n::known_text(&format!("{family}-{code}"))).unwrap_or_else(|| code.to_owned())
}

/// A choice from a list, with its label.
#[component]
pub(super) fn Select(
    /// Its id in the page.
    id: String,
    /// The name under which the form sends it.
    name: &'static str,
    /// What it asks for.
    label: String,
    /// Values and their words.
    options: Vec<(String, String)>,
    /// The value that was chosen before.
    #[prop(optional, into)]
    chosen: String,
) -> AnyView {
    let one = |(value, words): (String, String)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {words}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name required>
                <option value="">{text!("approvals-choose")}</option>
                {options.into_iter().map(one).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
