//! The HTML that a ceremony works in ([`crate::components::ceremony`]).

use super::Kind;
use crate::islands::dom::{all, focus, is_meant, one, set, show, tell};
use leptos::prelude::location_hash;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement};

/// The element around a ceremony.
#[derive(Clone)]
pub(super) struct Place(Element);

impl Place {
    pub(super) fn below(root: &Element) -> Option<Self> {
        one(root, "[data-ceremony]").map(Self)
    }

    /// What the ceremony is for.
    pub(super) fn kind(&self) -> Option<Kind> {
        let code = self.0.get_attribute("data-ceremony")?;
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Where to go then.
    pub(super) fn next(&self) -> String {
        self.0.get_attribute("data-next").unwrap_or_default()
    }

    /// The island is there: its buttons lead somewhere from now on.
    pub(super) fn wake(&self) {
        for button in all(&self.0, "button") {
            set(&button, "disabled", None);
        }
        // The letter's QR code leads to `/activate#code=…` or `/recover#code=…`: what stands behind the # never leaves the browser.
        if matches!(self.kind(), Some(Kind::Activate | Kind::Recover))
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

    /// What was typed into a field that not every form has.
    pub(super) fn asked(&self, id: &str) -> Option<String> {
        self.field(id).map(|field| field.value())
    }

    pub(super) fn busy(&self) -> bool {
        self.0.get_attribute("aria-busy").as_deref() == Some("true")
    }

    pub(super) fn set_busy(&self, busy: bool) {
        let value = if busy { "true" } else { "false" };
        set(&self.0, "aria-busy", Some(value));
        for button in all(&self.0, "button") {
            set(&button, "aria-busy", Some(value));
        }
    }

    /// Shows one step of two, and goes there: what had the focus is gone.
    pub(super) fn step(&self, shown: u8) {
        for step in [1, 2] {
            if let Some(part) = one(&self.0, &format!("[data-step='{step}']")) {
                set(&part, "hidden", (step != shown).then_some(""));
                if step == shown {
                    focus(one(&part, "h2, input"));
                }
            }
        }
    }

    /// Takes back what was told.
    pub(super) fn forget(&self) {
        show(&self.0, &[]);
        self.mark(&[]);
        self.summary(false);
    }

    /// Shows what stands beside these codes, and goes there.
    pub(super) fn tell(&self, codes: &[&str]) {
        tell(&self.0, codes);
        self.mark(codes);
        self.summary(true);
    }

    fn summary(&self, shown: bool) {
        if let Some(summary) = one(&self.0, ".summary") {
            set(&summary, "hidden", (!shown).then_some(""));
            focus(shown.then_some(summary));
        }
    }

    /// Marks the fields that are wrong. Their own errors, when those are shown, describe them, too.
    fn mark(&self, codes: &[&str]) {
        for around in all(&self.0, ".field[data-met]") {
            let wrong = is_meant(&around, codes);
            let error = one(&around, ".error").is_some_and(|error| is_meant(&error, codes));
            _ = around.class_list().toggle_with_force("bad", wrong);
            if let Some(field) = one(&around, "input") {
                let id = field.id();
                set(&field, "aria-invalid", wrong.then_some("true"));
                let described = if error { format!("{id}-hint {id}-error") } else { format!("{id}-hint") };
                set(&field, "aria-describedby", Some(&described));
            }
        }
    }

    fn field(&self, id: &str) -> Option<HtmlInputElement> {
        one(&self.0, &format!("#{id}"))?.dyn_into().ok()
    }
}
