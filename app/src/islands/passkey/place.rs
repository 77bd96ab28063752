//! The HTML that a ceremony works in. The page draws it whole, with everything that may have to be said in it, hidden
//! ([`crate::components::ceremony`]); here it is only shown and hidden.

use super::Kind;
use leptos::prelude::location_hash;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

/// The element around a ceremony.
#[derive(Clone)]
pub(super) struct Place(Element);

impl Place {
    pub(super) fn new(root: Element) -> Self {
        Self(root)
    }

    /// The island is there: its buttons lead somewhere from now on.
    pub(super) fn wake(&self, kind: Kind) {
        for button in self.all("button") {
            set(&button, "disabled", None);
        }
        // The letter's QR code leads to `/activate#code=…`: what stands behind the # never leaves the browser.
        if kind == Kind::Activate
            && let Some(hash) = location_hash()
            && let Some(code) = hash.strip_prefix("code=")
            && let Some(field) = self.field("code")
        {
            field.set_value(code);
        }
    }

    /// What was typed into a field.
    pub(super) fn value(&self, id: &str) -> String {
        self.field(id).map_or_else(String::new, |field| field.value())
    }

    pub(super) fn busy(&self) -> bool {
        self.0.get_attribute("aria-busy").as_deref() == Some("true")
    }

    pub(super) fn set_busy(&self, busy: bool) {
        let value = if busy { "true" } else { "false" };
        set(&self.0, "aria-busy", Some(value));
        for button in self.all("button") {
            set(&button, "aria-busy", Some(value));
        }
    }

    /// Shows one step of two, and goes there: what had the focus is gone.
    pub(super) fn step(&self, shown: u8) {
        for step in [1, 2] {
            if let Some(part) = self.one(&format!("[data-step='{step}']")) {
                set(&part, "hidden", (step != shown).then_some(""));
                if step == shown {
                    focus(part.query_selector("h2, input").ok().flatten());
                }
            }
        }
    }

    /// Takes back what was told.
    pub(super) fn forget(&self) {
        self.show(&[]);
    }

    /// Shows what stands beside these codes, and goes there. What nobody thought of is "cannot be reached now".
    pub(super) fn tell(&self, codes: &[&str]) {
        if !self.show(codes) {
            self.show(&["unavailable"]);
        }
        focus(self.one(".summary"));
    }

    /// Whether there was anything to show.
    fn show(&self, codes: &[&str]) -> bool {
        let is_meant = |of: &Element| of.get_attribute("data-met").is_some_and(|met| met.split(' ').any(|met| codes.contains(&met)));
        let mut any = false;
        for told in self.all("[data-met]") {
            let meant = is_meant(&told);
            if let Some(field) = told.query_selector("input").ok().flatten() {
                let error = told.query_selector(".error").ok().flatten();
                mark(&told, &field, meant, error.is_some_and(|error| is_meant(&error)));
            } else {
                set(&told, "hidden", (!meant).then_some(""));
                any |= meant;
            }
        }
        if let Some(summary) = self.one(".summary") {
            set(&summary, "hidden", (!any).then_some(""));
        }
        any
    }

    fn one(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).ok().flatten()
    }

    /// All that the selector meets, as a list that does not change while it is walked.
    fn all(&self, selector: &str) -> Vec<Element> {
        let below = self.0.get_elements_by_tag_name("*");
        let nth = |index| below.item(index);
        (0..below.length()).filter_map(nth).filter(|element| element.matches(selector).unwrap_or(false)).collect()
    }

    fn field(&self, id: &str) -> Option<HtmlInputElement> {
        self.one(&format!("#{id}"))?.dyn_into().ok()
    }
}

/// Marks a field as wrong or not. Its own error, when that is shown, describes it, too.
fn mark(around: &Element, field: &Element, wrong: bool, error: bool) {
    _ = around.class_list().toggle_with_force("bad", wrong);
    set(field, "aria-invalid", wrong.then_some("true"));
    let id = field.id();
    let described = if error { format!("{id}-hint {id}-error") } else { format!("{id}-hint") };
    set(field, "aria-describedby", Some(&described));
}

fn set(element: &Element, attribute: &str, value: Option<&str>) {
    // Neither can fail: the names are constants.
    _ = match value {
        Some(value) => element.set_attribute(attribute, value),
        None => element.remove_attribute(attribute),
    };
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        _ = element.focus();
    }
}
