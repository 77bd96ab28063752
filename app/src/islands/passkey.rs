//! Passkeys: the ceremonies between a person, their authenticator and the server.
//!
//! They are the one thing that needs JavaScript; the pages say so where it is off. Forms, buttons and every word that
//! may be needed are HTML of the page ([`crate::components::ceremony`]); the island around them runs the ceremony and
//! shows what it met. So one small island serves five pages, and no words travel twice.

mod day;
mod place;
mod run;

use super::dom::leave_for;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement};
use place::Place;
use run::{Then, confirm};

/// What a passkey is made or shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To open an account: a form, then a button.
    Activate,
    /// To get back into one: a form, then a button.
    Recover,
    /// To sign in: a button.
    SignIn,
    /// To have one more: a button.
    Add,
    /// To send a form that needs it shown just now.
    Confirm,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Activate, Self::Recover, Self::SignIn, Self::Add, Self::Confirm];

    /// As it stands in the page.
    const fn code(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Recover => "recover",
            Self::SignIn => "sign-in",
            Self::Add => "add",
            Self::Confirm => "confirm",
        }
    }
}

/// Why a passkey could not be made or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Trouble {
    /// Every trouble.
    pub const ALL: [Self; 4] = [Self::Cancelled, Self::Unsupported, Self::Already, Self::Failed];

    /// As it stands beside its words in the page; the key of the words, too.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cancelled => "passkey-cancelled",
            Self::Unsupported => "passkey-unsupported",
            Self::Already => "passkey-already",
            Self::Failed => "passkey-failed",
        }
    }
}

/// What a ceremony met.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Met {
    /// The code or the date cannot be read; nothing was sent.
    Unread { code: bool, day: bool },
    /// On this device.
    Trouble(Trouble),
    /// On the server, or on the way there: the code of the problem.
    Problem(String),
}

impl From<Trouble> for Met {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<String> for Met {
    fn from(code: String) -> Self {
        Self::Problem(code)
    }
}

impl Met {
    /// The codes beside what is to be shown then.
    fn codes(&self) -> Vec<&str> {
        match self {
            Self::Unread { code, day } => {
                let mut codes = vec!["unread"];
                codes.extend(code.then_some("unread-code"));
                codes.extend(day.then_some("unread-day"));
                codes
            }
            Self::Trouble(trouble) => vec![trouble.code()],
            Self::Problem(code) => vec![code],
        }
    }
}

/// The forms and buttons of one ceremony. What it is for stands in the page, not in props of the island: a reader of props
/// is a reader of all JSON.
#[component]
pub fn Ceremony(
    /// What for.
    kind: Kind,
    /// Where to go then.
    next: String,
    /// Forms, buttons and words.
    children: Children,
) -> AnyView {
    view! {
        <CeremonyIsland>
            <div class="ceremony" data-ceremony=kind.code() data-next=next>
                {children()}
            </div>
        </CeremonyIsland>
    }
    .into_any()
}

/// Around a ceremony.
#[island]
pub fn CeremonyIsland(
    /// The ceremony.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    let place = move || Place::below(&root.get_untracked()?.into());
    let begun = StoredValue::new(None);

    Effect::new(move |_| {
        if let Some(place) = root.get().and_then(|root| Place::below(&root.into())) {
            place.wake();
        }
    });

    let go = move |place: Place, task: Task| {
        if place.busy() {
            return;
        }
        place.forget();
        place.set_busy(true);
        spawn_local(async move {
            match task.run(&place, begun.get_value()).await {
                Ok(Then::Leave) => return leave_for(&place.next()),
                Ok(Then::Joined) => return leave_for("/overview"),
                Ok(Then::Sent) => return,
                Ok(Then::SecondStep(challenge)) => {
                    begun.set_value(Some(challenge));
                    place.step(2);
                }
                Err(met) => {
                    // What the server refuses after the first step is over for good; what was typed still stands there.
                    if matches!(met, Met::Problem(_)) {
                        place.step(1);
                    }
                    place.tell(&met.codes());
                }
            }
            place.set_busy(false);
        });
    };

    let submitted = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        if let (Some(place), Some(form)) = (place(), form)
            && let Some(kind) = place.kind()
        {
            event.prevent_default();
            go(place, if kind == Kind::Confirm { Task::ThenSend(form) } else { Task::Open(kind) });
        }
    };
    let clicked = move |event: MouseEvent| {
        let button = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|it| it.closest("button").ok().flatten());
        let is_plain = button.is_some_and(|button| button.get_attribute("type").as_deref() == Some("button"));
        if let Some(place) = place().filter(|_| is_plain)
            && let Some(kind) = place.kind()
        {
            go(place, Task::Touch(kind));
        }
    };
    view! {
        <div node_ref=root on:submit=submitted on:click=clicked>
            {children()}
        </div>
    }
}

/// What was asked for.
enum Task {
    /// Take what stands in the form.
    Open(Kind),
    /// The button of the ceremony itself: browsers make no passkey that nobody touched anything for.
    Touch(Kind),
    /// Confirm, then send this form.
    ThenSend(HtmlFormElement),
}

impl Task {
    async fn run(self, place: &Place, begun: Option<String>) -> Result<Then, Met> {
        match self {
            Self::Open(Kind::Activate) => run::open_activation(&place.value("code"), place.asked("birth_date").as_deref()).await,
            Self::Open(_) => run::open_recovery(&place.value("code")).await,
            Self::Touch(Kind::Activate) => run::finish_activation(begun).await,
            Self::Touch(Kind::Recover) => run::finish_recovery(begun).await,
            Self::Touch(Kind::Add) => run::add().await,
            Self::Touch(Kind::SignIn | Kind::Confirm) => confirm().await.map(|()| Then::Leave),
            Self::ThenSend(form) => {
                confirm().await?;
                // Sent by script, so that it does not come here again. What cannot be sent is no form of ours.
                form.submit().map(|()| Then::Sent).map_err(|_| Met::Trouble(Trouble::Failed))
            }
        }
    }
}
