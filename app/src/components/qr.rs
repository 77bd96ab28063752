//! A QR code, drawn.

use domain::ports::QrCode;
use leptos::prelude::*;

/// A QR code: black on white, whatever the colours around it are.
#[component]
pub fn Qr(
    /// What is drawn.
    code: QrCode,
    /// What it leads to, for those who cannot see it.
    #[prop(into)]
    label: String,
) -> AnyView {
    let size = code.size.to_string();
    let field = format!("0 0 {size} {size}");
    view! {
        <svg class="qr" viewBox=field role="img" aria-label=label shape-rendering="crispEdges" focusable="false">
            <rect width=size.clone() height=size fill="#ffffff" />
            <path d=code.path fill="#000000" />
        </svg>
    }
    .into_any()
}
