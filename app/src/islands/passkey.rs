//! Passkeys: the ceremonies between a person, their authenticator and the server.
//!
//! They are the one thing that needs JavaScript; the pages say so where it is off.

pub mod activation;
pub mod add;
pub mod confirmed;
pub mod recovery;
pub mod sign_in;

use crate::actions;
use crate::problem::ServerProblem;
use crate::side::{make_passkey, show_passkey};
use domain::failure::Problem;
use domain::ports::Registering;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// Why a passkey could not be made or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The person closed the dialogue, or let it time out.
    Cancelled,
    /// The browser or the device has no passkeys (old browser, no screen lock, no TLS).
    Unsupported,
    /// This device already holds a passkey of this account.
    Already,
    /// Anything else.
    Failed,
}

/// What a ceremony met: trouble here, or a problem that the server told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// On this device.
    Trouble(Trouble),
    /// On the server, or on the way there.
    Problem(Problem),
}

impl From<Trouble> for Met {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<ServerProblem> for Met {
    fn from(problem: ServerProblem) -> Self {
        Self::Problem(problem.code)
    }
}

/// The words for everything that a ceremony can meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetWords {
    /// Heading of the summary.
    pub heading: String,
    /// See [`Trouble::Cancelled`].
    pub cancelled: String,
    /// See [`Trouble::Unsupported`].
    pub unsupported: String,
    /// See [`Trouble::Already`].
    pub already: String,
    /// See [`Trouble::Failed`].
    pub failed: String,
    /// The problems to be expected; the last one stands for all others.
    pub problems: Vec<(Problem, String)>,
}

impl MetWords {
    /// Takes the words from the catalogue; on the server only.
    #[must_use]
    pub fn from_catalogue(expected: &[Problem]) -> Self {
        // Whatever is asked of the server, it may have no time, no patience, or a fault.
        let always = [Problem::TooManyRequests, Problem::WrongOrigin, Problem::Internal, Problem::Unavailable];
        let words = |problem: &Problem| (*problem, crate::components::problem::problem_words(*problem));
        Self {
            heading: crate::text!("problem-summary"),
            cancelled: crate::text!("passkey-cancelled"),
            unsupported: crate::text!("passkey-unsupported"),
            already: crate::text!("passkey-already"),
            failed: crate::text!("passkey-failed"),
            problems: expected.iter().chain(&always).map(words).collect(),
        }
    }

    /// The words for what was met.
    #[must_use]
    pub fn of(&self, met: Met) -> String {
        match met {
            Met::Trouble(Trouble::Cancelled) => self.cancelled.clone(),
            Met::Trouble(Trouble::Unsupported) => self.unsupported.clone(),
            Met::Trouble(Trouble::Already) => self.already.clone(),
            Met::Trouble(Trouble::Failed) => self.failed.clone(),
            Met::Problem(problem) => {
                let expected = self.problems.iter().find(|(of, _)| *of == problem);
                expected.or(self.problems.last()).map(|(_, words)| words.clone()).unwrap_or_default()
            }
        }
    }
}

/// Shows a passkey: a sign-in, or, signed in, the proof that the person is still there.
///
/// # Errors
/// What it met.
pub async fn confirm() -> Result<(), Met> {
    let asserting = actions::sign_in::begin().await?;
    let shown = show_passkey(asserting.challenge).await?;
    Ok(actions::sign_in::finish(asserting.ceremony, shown).await?)
}

/// Makes a passkey for a ceremony that the server began.
///
/// # Errors
/// What it met on this device.
pub(crate) async fn make(registering: Registering) -> Result<RegisterPublicKeyCredential, Met> {
    Ok(make_passkey(registering.challenge).await?)
}

/// Another page. After a sign-in it is a whole new page, so that nothing of the visitor's is left.
pub(crate) fn leave_for(address: &str) {
    // Where a browser refuses, the page stays as it is, and its links still lead on.
    _ = window().location().set_href(address);
}

/// Whether the island has woken up. Before that its buttons would send forms that lead nowhere.
pub(crate) fn awake() -> ReadSignal<bool> {
    let (awake, set_awake) = signal(false);
    Effect::new(move |_| set_awake.set(true));
    awake
}

/// What a ceremony met, read out at once.
#[component]
pub(crate) fn Summary(
    /// What it met; `None`: nothing.
    met: RwSignal<Option<Met>>,
    /// The words for it.
    words: StoredValue<MetWords>,
    /// Fields that have to do with it: their ids and labels.
    #[prop(optional, into)]
    fields: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if met.get().is_some()
            && let Some(summary) = place.get()
        {
            // Who cannot be focused is still read out: the summary is an alert.
            _ = summary.focus();
        }
    });
    move || {
        met.get().map(|met| {
            let links = fields.get().into_iter().map(|(id, label)| view! { <li><a href=format!("#{id}")>{label}</a></li> }).collect_view();
            view! {
                <div class="summary" role="alert" tabindex="-1" node_ref=place>
                    <h2>{words.with_value(|words| words.heading.clone())}</h2>
                    <p>{words.with_value(|words| words.of(met))}</p>
                    <ul>{links}</ul>
                </div>
            }
        })
    }
}
