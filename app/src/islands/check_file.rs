//! Sending a list in place: how far it is, what came back, the file to keep. Underneath is the form that works without any
//! of this, and answers with the file itself.

use super::dom::{focus, leave_for, one, set, show, tell};
use crate::side::{page_html, send_list};
use domain::failure::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement, HtmlTemplateElement};

/// That refusals may not be applied.
pub const ALARM: &str = "alarm";
/// The lists checked last.
pub const LISTS: &str = "lists";
/// Where the form is.
const PAGE: &str = "/holder/check";

/// Around the form and everything that is said of its list.
#[island]
pub fn CheckList(
    /// The form, and all that may have to be said.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    let busy = StoredValue::new(false);
    let submitted = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let (Some(root), Some(form)) = (root.get_untracked(), form) else { return };
        event.prevent_default();
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        spawn_local(async move {
            check(&root.into(), &form).await;
            busy.set_value(false);
        });
    };
    view! {
        <div class="stack loose" node_ref=root on:submit=submitted>
            // Empty at first: a live region speaks of what is put into it later.
            <p class="quietly" role="status"></p>
            {children()}
        </div>
    }
}

async fn check(root: &Element, form: &HtmlFormElement) {
    let button = one(form, "button[type=submit]");
    let busy = |busy| _ = button.as_ref().map(|button| set(button, "aria-busy", busy));
    busy(Some("true"));
    trouble(root, None);
    show(root, &["on-its-way"]);
    let progress = one(root, "progress");
    let so_far = move |percent: Option<u32>| {
        if let Some(progress) = &progress {
            // Without a value it is a bar that only says that something happens: everything is there, and is being answered.
            set(progress, "value", percent.map(|percent| percent.to_string()).as_deref());
        }
    };
    so_far(Some(0));
    match send_list(form, so_far).await {
        Ok(answered) => {
            show(root, &["answered"]);
            let mut said = String::new();
            for (name, count) in ["permit", "deny", "error"].into_iter().zip(&answered.counts) {
                if let Some(place) = one(root, &format!("[data-count={name}]")) {
                    place.set_text_content(Some(count));
                    said += &place.previous_element_sibling().and_then(|name| name.text_content()).unwrap_or_default();
                    said += &format!(" {count} ");
                }
            }
            if let Some(link) = one(root, "#download") {
                set(&link, "href", Some(&answered.address));
                set(&link, "download", Some(&answered.file_name));
            }
            if let Some(status) = one(root, "[role=status]") {
                status.set_text_content(Some(&said));
            }
            draw_lists_anew(root).await;
            focus(one(root, "#download"));
        }
        Err(code) if code == Problem::SignInNeeded.code() => leave_for("/sign-in?next=%2Fholder%2Fcheck"),
        Err(code) => trouble(root, Some(&code)),
    }
    busy(None);
}

/// Shows why there is no answer, or puts that away.
fn trouble(root: &Element, code: Option<&str>) {
    let Some(place) = one(root, "#not-answered") else { return };
    set(&place, "hidden", code.is_none().then_some(""));
    match code {
        Some(code) => {
            show(root, &[]);
            tell(&place, &[code]);
            focus(Some(place));
        }
        None => _ = show(root, &[]),
    }
}

/// Takes what the server draws of the lists checked last, now that there is one more.
async fn draw_lists_anew(root: &Element) {
    let Some(html) = page_html(PAGE).await else { return };
    let Some(template) = document().create_element("template").ok().and_then(|it| it.dyn_into::<HtmlTemplateElement>().ok()) else {
        return;
    };
    template.set_inner_html(&html);
    for place in [ALARM, LISTS].map(|id| format!("#{id}")) {
        if let (Ok(Some(drawn)), Some(there)) = (template.content().query_selector(&place), one(root, &place)) {
            there.set_inner_html(&drawn.inner_html());
        }
    }
}
