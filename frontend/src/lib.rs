//! The browser bundle: wakes the islands of `app`, nothing else.

// Links the islands into the bundle: nothing here names them.
use app as _;

/// Called by the page once the bundle has arrived.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
