//! Everybody who asked what the person chose.

use crate::components::asked::AskedTable;
use crate::routes::Path;
use crate::text;
use domain::check::Asked;
use domain::disclosure::Page;
use domain::disclosure::history::AskedCursor;
use domain::purpose::Catalogue;
use leptos::prelude::*;

/// The section below the uses.
#[component]
pub(super) fn WhoAsked(
    /// One page of it.
    asked: Page<Asked, AskedCursor>,
    /// To name the purposes.
    catalogue: Catalogue,
) -> AnyView {
    let older = asked.next.map(|next| {
        view! {
            <p class="row foot-row">
                <a class="btn ghost" href=format!("{}?asked={next}#asked", Path::Usage)>
                    {text!("usage-asked-older")}
                </a>
            </p>
        }
    });
    let body = if asked.items.is_empty() {
        view! { <p class="muted foot-row">{text!("overview-asked-none")}</p> }.into_any()
    } else {
        view! { <AskedTable asked=asked.items catalogue=catalogue /> }.into_any()
    };
    view! {
        <section class="card flush" id="asked">
            <div class="head">
                <h2>{text!("overview-asked")}</h2>
                <p class="lead">{text!("usage-asked-lead")}</p>
            </div>
            {body}
            {older}
        </section>
    }
    .into_any()
}
