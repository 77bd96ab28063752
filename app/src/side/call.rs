//! Actions, asked for by islands. What comes back stays JSON text, read by the browser's own reader, member by member: one in
//! Rust, which must know every number there is, would be a fifth of the bundle.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response, UrlSearchParams};

/// Sends what a form would send. The answer, or the code of the problem.
pub(crate) async fn send_form(action: &str, fields: &[(&str, &str)]) -> Result<String, String> {
    let form = UrlSearchParams::new().map_err(|_| unavailable())?;
    for (name, value) in fields {
        form.append(name, value);
    }
    post(action, &form, "application/x-www-form-urlencoded").await
}

/// Sends a body that is JSON already.
pub(crate) async fn send_json(action: &str, body: &str) -> Result<String, String> {
    post(action, &body.into(), "application/json").await
}

/// A member of an object, a string as it is, anything else as JSON again.
pub(crate) fn member(json: &str, name: &str) -> Option<String> {
    let value = Reflect::get(&JSON::parse(json).ok()?, &name.into()).ok()?;
    value.as_string().or_else(|| JSON::stringify(&value).ok()?.as_string())
}

async fn post(action: &str, body: &JsValue, kind: &str) -> Result<String, String> {
    let (ok, answer) = answered(action, body, kind).await.map_err(|_| unavailable())?;
    // What a layer in front of the actions refuses has its code in the same place.
    if ok { Ok(answer) } else { Err(member(&answer, "code").unwrap_or_else(unavailable)) }
}

async fn answered(action: &str, body: &JsValue, kind: &str) -> Result<(bool, String), JsValue> {
    let headers = Object::new();
    Reflect::set(&headers, &"accept".into(), &"application/json".into())?;
    Reflect::set(&headers, &"content-type".into(), &kind.into())?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(body);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(action, &request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), text.as_string().unwrap_or_default()))
}

/// Nothing, or nothing of ours, came back.
fn unavailable() -> String {
    "unavailable".to_owned()
}
