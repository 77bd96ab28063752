//! The receipt (控え): a slip of paper, torn at both ends, with a red seal.

use crate::text;
use leptos::prelude::*;

/// The paper and the seal.
#[component]
pub fn Receipt(
    /// Whether it lies there slightly turned, as an ornament.
    #[prop(optional)]
    tilt: bool,
    /// What is written on it.
    children: Children,
) -> AnyView {
    view! {
        <div class="paper" class:tilt=tilt>
            <article class="receipt">
                <Seal />
                {children()}
            </article>
        </div>
    }
    .into_any()
}

/// The seal: "kept". It says nothing that the words do not, so only eyes meet it.
#[component]
pub fn Seal() -> impl IntoView {
    view! {
        <p class="stamp" aria-hidden="true" lang="ja">
            "控" <br /> "済"
        </p>
    }
}

/// The number of a receipt, as the small line over its heading.
#[component]
pub fn ReceiptNumber(
    /// The number.
    number: String,
) -> impl IntoView {
    view! { <p class="eyebrow">{text!("decision-number", number = number)}</p> }
}
