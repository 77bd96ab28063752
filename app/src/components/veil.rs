//! Where a protected person reads that names are left out, and how to see them.

use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use leptos::prelude::*;

/// The way to the passkey and back to this very page.
#[component]
pub fn Veil() -> AnyView {
    let here = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
    let next = leptos_router::location::Url::escape(&here);
    view! {
        <div class="notice" data-veil="">
            <p>{text!("veil-why")}</p>
            <a class="btn quiet" href=format!("{}?next={next}", Path::SignIn)>
                {text!("veil-confirm")}
            </a>
        </div>
    }
    .into_any()
}
