//! Pages of this site, as text.

use leptos::prelude::window;
use leptos::web_sys::Response;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The page at an address of this site. `None` when it cannot be had.
pub(crate) async fn page_html(address: &str) -> Option<String> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
