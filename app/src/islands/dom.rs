//! The little that islands do to the HTML of a page. The page draws everything, with all that may have to be said hidden in
//! it (`data-met="<code> …"`); islands show and hide.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Sets an attribute, or takes it away.
pub(super) fn set(element: &Element, attribute: &str, value: Option<&str>) {
    // Neither can fail: the names are constants.
    _ = match value {
        Some(value) => element.set_attribute(attribute, value),
        None => element.remove_attribute(attribute),
    };
}

/// The first below that the selector meets.
pub(super) fn one(below: &Element, selector: &str) -> Option<Element> {
    below.query_selector(selector).ok().flatten()
}

/// All below that the selector meets, as a list that does not change while it is walked.
pub(super) fn all(below: &Element, selector: &str) -> Vec<Element> {
    let everything = below.get_elements_by_tag_name("*");
    let nth = |index| everything.item(index);
    (0..everything.length()).filter_map(nth).filter(|element| element.matches(selector).unwrap_or(false)).collect()
}

/// Moves the focus there.
pub(super) fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        _ = element.focus();
    }
}

/// Whether that is meant by one of the codes.
pub(super) fn is_meant(element: &Element, codes: &[&str]) -> bool {
    element.get_attribute("data-met").is_some_and(|met| met.split(' ').any(|met| codes.contains(&met)))
}

/// Shows below what stands beside one of these codes and hides what stands beside others. Whether there was any.
pub(super) fn show(below: &Element, codes: &[&str]) -> bool {
    let mut any = false;
    for told in all(below, "[data-met]:not(.field)") {
        let meant = is_meant(&told, codes);
        set(&told, "hidden", (!meant).then_some(""));
        any |= meant;
    }
    any
}

/// As [`show`]; what nobody thought of is "cannot be reached now".
pub(super) fn tell(below: &Element, codes: &[&str]) {
    if !show(below, codes) {
        show(below, &["unavailable"]);
    }
}

/// Another page. After a sign-in it is a whole new page, so that nothing of the visitor's is left.
pub(super) fn leave_for(address: &str) {
    // Where a browser refuses, the page stays as it is, and its links still lead on.
    _ = window().location().set_href(address);
}
