//! The browser's authenticator: `navigator.credentials`.

use crate::islands::passkey::Trouble;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Array, JSON, Reflect, Uint8Array};
use leptos::prelude::window;
use serde_json::value::RawValue;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CredentialsContainer;
use webauthn_rs_proto::{PublicKeyCredential, RegisterPublicKeyCredential};

/// Asks the person to make a passkey.
pub(crate) async fn make_passkey(challenge: &RawValue) -> Result<RegisterPublicKeyCredential, Trouble> {
    let credentials = credentials()?;
    let options = options(challenge, "excludeCredentials").map_err(|_| Trouble::Failed)?;
    let promise = credentials.create_with_options(options.unchecked_ref()).map_err(trouble)?;
    credential(JsFuture::from(promise).await).map(Into::into)
}

/// Asks the person to show a passkey.
pub(crate) async fn show_passkey(challenge: &RawValue) -> Result<PublicKeyCredential, Trouble> {
    let credentials = credentials()?;
    let options = options(challenge, "allowCredentials").map_err(|_| Trouble::Failed)?;
    let promise = credentials.get_with_options(options.unchecked_ref()).map_err(trouble)?;
    credential(JsFuture::from(promise).await).map(Into::into)
}

/// The options of a ceremony as the browser takes them: what is bytes travels as base64url (WebAuthn 3, §5.1.8).
fn options(challenge: &RawValue, credentials: &str) -> Result<JsValue, JsValue> {
    let options = JSON::parse(challenge.get())?;
    let public_key = Reflect::get(&options, &"publicKey".into())?;
    decode(&public_key, "challenge")?;
    let user = Reflect::get(&public_key, &"user".into())?;
    if user.is_object() {
        decode(&user, "id")?;
    }
    if let Ok(listed) = Reflect::get(&public_key, &credentials.into())?.dyn_into::<Array>() {
        for credential in listed.iter() {
            decode(&credential, "id")?;
        }
    }
    Ok(options)
}

/// Puts bytes where their text was.
fn decode(object: &JsValue, field: &str) -> Result<(), JsValue> {
    let text = Reflect::get(object, &field.into())?.as_string().unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| JsValue::UNDEFINED)?;
    Reflect::set(object, &field.into(), &Uint8Array::from(bytes.as_slice())).map(|_| ())
}

fn credentials() -> Result<CredentialsContainer, Trouble> {
    // Old browsers and pages without TLS have no `PublicKeyCredential`, and calling what is not there would throw.
    let known = js_sys::Reflect::has(&window(), &"PublicKeyCredential".into()).unwrap_or(false);
    if known { Ok(window().navigator().credentials()) } else { Err(Trouble::Unsupported) }
}

fn credential(settled: Result<JsValue, JsValue>) -> Result<web_sys::PublicKeyCredential, Trouble> {
    settled.map_err(trouble)?.dyn_into().map_err(|_| Trouble::Failed)
}

/// What a rejected promise means to the person. The names are those of the WebAuthn specification.
fn trouble(thrown: JsValue) -> Trouble {
    let name = js_sys::Reflect::get(&thrown, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "AbortError" => Trouble::Cancelled,
        "InvalidStateError" => Trouble::Already,
        "NotSupportedError" | "ConstraintError" | "SecurityError" => Trouble::Unsupported,
        _ => Trouble::Failed,
    }
}
