//! The switches of the choices page, at once. Underneath are the same forms that work without any of this.
//!
//! The board is the island around all of them. A form that is sent inside of it becomes a call; then the board takes the
//! new page's drawing of itself, because a refusal of everything, or of a purpose, changes what holds for others. So
//! there is one drawing of a switch, the server's.

use super::dom::{focus, leave_for, one, set, tell};
use crate::side::{member, page_html, send_form};
use domain::failure::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement, HtmlTemplateElement};

/// What is drawn anew after a decision.
pub const BOARD: &str = "board";
/// What says that something could not be recorded; it is moved beside the switch in question.
pub const TROUBLE: &str = "trouble";

/// Around all switches of the page.
#[island]
pub fn ChoiceBoard(
    /// The page.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    let busy = StoredValue::new(false);
    let submitted = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(root), Some(form)) = (root.get_untracked(), form) else { return };
        event.prevent_default();
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let (root, switch) = (Element::from(root), one(&form, "[role=switch]"));
        put_away_trouble(&root);
        if let Some(switch) = &switch {
            set(switch, "aria-busy", Some("true"));
        }
        spawn_local(async move {
            match decide(&form).await {
                Ok(address) => draw_anew(&root, &form, &address).await,
                Err(code) if code == Problem::SignInNeeded.code() => leave_for("/sign-in?next=%2Fchoices"),
                Err(code) if code == Problem::FreshPasskeyNeeded.code() => leave_for(&confirming(&form)),
                Err(code) => show_trouble(&root, &form, &code),
            }
            if let Some(switch) = &switch {
                set(switch, "aria-busy", None);
            }
            busy.set_value(false);
        });
    };
    view! {
        <div node_ref=root on:submit=submitted>
            // Empty at first: a live region speaks of what is put into it later.
            <p class="quietly" role="status"></p>
            {children()}
        </div>
    }
}

/// Records what the form says ([`crate::actions::choices::record`]). The address at which the page shows it as saved.
async fn decide(form: &Element) -> Result<String, String> {
    let field = |name| one(form, &format!("[name='{name}']"))?.dyn_into::<HtmlInputElement>().ok().map(|field| (name, field.value()));
    let fields: Vec<(&str, String)> = ["scope", "stance", "for", "key"].into_iter().filter_map(field).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let recorded = send_form("/do/choices/record", &fields).await?;
    Ok(format!("/choices?decided={}", member(&recorded, "position").unwrap_or_default()))
}

/// Where the same is said once more, with a passkey.
fn confirming(form: &Element) -> String {
    let scope = one(form, "[name='scope']").and_then(|field| field.dyn_into::<HtmlInputElement>().ok()).map(|field| field.value());
    format!("/choices?confirm={}#confirm", scope.unwrap_or_default())
}

/// Takes the board of the page as it stands now, and says aloud what was saved. Where that fails, the page itself comes.
async fn draw_anew(root: &Element, form: &Element, address: &str) {
    let fetched = page_html(address).await.and_then(|html| board_of(&html));
    let (Some(new), Some(board)) = (fetched, one(root, &format!("#{BOARD}"))) else {
        return leave_for(&format!("{address}#saved"));
    };
    board.set_inner_html(&new);
    let said = one(root, "#saved").and_then(|saved| saved.get_attribute("data-said"));
    if let Some(status) = one(root, "[role=status]") {
        status.set_text_content(said.as_deref());
    }
    // The switch that was touched is another one now.
    focus(one(root, &format!("#{} [role=switch]", form.id())));
}

/// What stands inside of the board of a page.
fn board_of(html: &str) -> Option<String> {
    let template: HtmlTemplateElement = document().create_element("template").ok()?.dyn_into().ok()?;
    template.set_inner_html(html);
    let board = template.content().query_selector(&format!("#{BOARD}")).ok()??;
    Some(board.inner_html())
}

fn show_trouble(root: &Element, form: &Element, code: &str) {
    if let (Some(trouble), Some(beside)) = (one(root, &format!("#{TROUBLE}")), form.parent_element()) {
        tell(&trouble, &[code]);
        _ = beside.append_child(&trouble);
        set(&trouble, "hidden", None);
    }
}

/// Takes it out of the board, too, before that is drawn anew.
fn put_away_trouble(root: &Element) {
    if let Some(trouble) = one(root, &format!("#{TROUBLE}")) {
        set(&trouble, "hidden", Some(""));
        _ = root.append_child(&trouble);
    }
}
