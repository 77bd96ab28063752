//! The switches of the choices page, at once. Underneath is the same form that works without any of this.
//!
//! The board is the island around all of them: the answer to one decision says how every switch stands now, because a
//! refusal of everything, or of a purpose, changes what holds for others.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use crate::actions::choices::record;
use crate::components::switch::{Recorded, Saved, SavedCard, Switch, SwitchForm};
use domain::choice::Stance;
use domain::failure::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

/// What the board says by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoardWords {
    /// Above the reason why something was not recorded.
    pub failed: String,
    /// The reasons. The last one stands for all that are not listed.
    pub problems: Vec<(Problem, String)>,
}

impl BoardWords {
    fn problem(&self, met: Problem) -> String {
        self.problems
            .iter()
            .find(|(problem, _)| *problem == met)
            .or(self.problems.last())
            .map_or_else(String::new, |(_, words)| words.clone())
    }
}

/// What the switches share.
#[derive(Clone, Copy)]
struct Board {
    /// The latest decision.
    saved: RwSignal<Option<Saved>>,
    /// How every switch stands since then; empty before.
    switches: RwSignal<Vec<Switch>>,
    /// The scope of what could not be recorded, and why.
    trouble: RwSignal<Option<(String, String)>>,
    words: StoredValue<BoardWords>,
}

impl Board {
    fn met(self, scope: String, problem: Problem) {
        if problem == Problem::SignInNeeded {
            leave_for("/sign-in?next=%2Fchoices");
        }
        self.saved.set(None);
        self.trouble.set(Some((scope, self.words.with_value(|words| words.problem(problem)))));
    }

    fn recorded(self, recorded: Recorded) {
        self.trouble.set(None);
        match recorded.now {
            Some((saved, switches)) => {
                self.switches.set(switches);
                self.saved.set(Some(saved));
            }
            None => leave_for(&format!("/choices?decided={}#saved", recorded.position)),
        }
    }
}

/// Another page instead of this one. Where that cannot be done the page stays as it is, which is still true.
fn leave_for(address: &str) {
    let _ = window().location().set_href(address);
}

/// Around all switches of the page.
#[island]
pub fn ChoiceBoard(
    /// What it says by itself.
    words: BoardWords,
    /// The decision that led here, when a form was sent without this island.
    saved: Option<Saved>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let board = Board {
        saved: RwSignal::new(saved),
        switches: RwSignal::new(Vec::new()),
        trouble: RwSignal::new(None),
        words: StoredValue::new(words),
    };
    provide_context(board);
    // Empty at first: a live region speaks of what is put into it later.
    let told = move || board.switches.with(|all| !all.is_empty()).then(|| board.saved.get()).flatten();
    view! {
        <p class="quietly" role="status">
            {move || told().map(|saved| format!("{} {} {}", saved.heading, saved.title, saved.since))}
        </p>
        {children()}
    }
}

/// One switch.
#[island]
pub fn ChoiceSwitch(
    /// How it stands when the page is drawn.
    switch: Switch,
) -> impl IntoView {
    let board = expect_context::<Board>();
    let scope = StoredValue::new(switch.scope.clone());
    let is_mine = move |other: &str| scope.with_value(|scope| scope == other);
    let drawn = switch;
    let now = Memo::new(move |_| {
        board.switches.with(|all| all.iter().find(|switch| is_mine(&switch.scope)).cloned()).unwrap_or_else(|| drawn.clone())
    });
    let busy = RwSignal::new(false);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = now.get_untracked();
        let stance = if asked.allowed { Stance::Refuse } else { Stance::Allow };
        spawn_local(async move {
            match record(asked.scope.clone(), stance.code().to_owned(), Some(asked.made_for), Some(asked.key)).await {
                Ok(recorded) => board.recorded(recorded),
                Err(problem) => board.met(asked.scope, problem.code),
            }
            busy.set(false);
        });
    };

    let saved = move || board.saved.get().filter(|saved| is_mine(&saved.scope));
    let trouble = move || board.trouble.get().filter(|(scope, _)| is_mine(scope));
    view! {
        <SwitchForm switch=now busy=busy submit=submit />
        {move || saved().map(|saved| view! { <SavedCard saved=saved /> })}
        {move || {
            trouble()
                .map(|(_, why)| {
                    view! {
                        <div class="notice bad" role="alert">
                            <p>
                                <strong>{board.words.with_value(|words| words.failed.clone())}</strong>
                                " "
                                {why}
                            </p>
                        </div>
                    }
                })
        }}
    }
}
