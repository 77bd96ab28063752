//! At level 1 a person sees only what their letter's sender reported: said where something might be missed.

use crate::routes::Path;
use crate::text;
use domain::account::Level;
use leptos::prelude::*;

/// What level 1 means, and the way to level 2. Nothing at level 2.
#[component]
pub fn LevelNote(
    /// The account's level.
    level: Level,
) -> impl IntoView {
    (level == Level::One).then(|| {
        view! {
            <div class="notice">
                <div>
                    <p>
                        <strong>{text!("overview-level-one")}</strong>
                    </p>
                    <p>{text!("overview-level-one-why")}</p>
                </div>
                <a class="btn quiet" href=Path::Activate.to_string()>
                    {text!("overview-level-one-do")}
                </a>
            </div>
        }
    })
}
