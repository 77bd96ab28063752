//! The browser's authenticator: `navigator.credentials`. Bytes travel as base64url (WebAuthn 3, §5.1.8 to 5.1.10); what the
//! browser calls JSON itself is too new to be relied upon.

use crate::islands::passkey::Trouble;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CredentialsContainer, PublicKeyCredential};

/// Asks the person to make a passkey. What the action that finishes the ceremony takes.
pub(crate) async fn make_passkey(begun: &str) -> Result<String, Trouble> {
    let credentials = credentials()?;
    let (ceremony, options) = options(begun, "excludeCredentials").map_err(|_| Trouble::Failed)?;
    let promise = credentials.create_with_options(options.unchecked_ref()).map_err(trouble)?;
    let made = credential(JsFuture::from(promise).await)?;
    finish(&ceremony, "made", &made, &["attestationObject", "clientDataJSON"]).map_err(|_| Trouble::Failed)
}

/// Asks the person to show a passkey. What the action that finishes the ceremony takes.
pub(crate) async fn show_passkey(begun: &str) -> Result<String, Trouble> {
    let credentials = credentials()?;
    let (ceremony, options) = options(begun, "allowCredentials").map_err(|_| Trouble::Failed)?;
    let promise = credentials.get_with_options(options.unchecked_ref()).map_err(trouble)?;
    let shown = credential(JsFuture::from(promise).await)?;
    finish(&ceremony, "shown", &shown, &["authenticatorData", "clientDataJSON", "signature", "userHandle"]).map_err(|_| Trouble::Failed)
}

/// The name of a ceremony, and its options as the browser takes them.
fn options(begun: &str, credentials: &str) -> Result<(JsValue, JsValue), JsValue> {
    let begun = JSON::parse(begun)?;
    let options = get(&begun, "challenge")?;
    let public_key = get(&options, "publicKey")?;
    decode(&public_key, "challenge")?;
    let user = get(&public_key, "user")?;
    if user.is_object() {
        decode(&user, "id")?;
    }
    if let Ok(listed) = get(&public_key, credentials)?.dyn_into::<Array>() {
        for credential in listed.iter() {
            decode(&credential, "id")?;
        }
    }
    Ok((get(&begun, "ceremony")?, options))
}

/// The body of the action: the ceremony and what the authenticator answered, of which these parts are bytes.
fn finish(ceremony: &JsValue, name: &str, credential: &PublicKeyCredential, bytes: &[&str]) -> Result<String, JsValue> {
    let answered = get(credential, "response")?;
    let response = Object::new();
    for part in bytes {
        let value = get(&answered, part)?;
        // A user handle need not be there.
        if value.is_object() {
            set(&response, part, &encode(&value))?;
        }
    }
    let id = encode(&get(credential, "rawId")?);
    let sent = Object::new();
    set(&sent, "id", &id)?;
    set(&sent, "rawId", &id)?;
    set(&sent, "type", &"public-key".into())?;
    set(&sent, "response", &response)?;
    set(&sent, "extensions", &extensions(credential)?)?;
    let body = Object::new();
    set(&body, "ceremony", ceremony)?;
    set(&body, name, &sent)?;
    Ok(JSON::stringify(&body)?.into())
}

/// Of the extensions, only whether the passkey can be found without a name is of use to anybody.
fn extensions(credential: &PublicKeyCredential) -> Result<JsValue, JsValue> {
    let extensions = Object::new();
    let found = get(&credential.get_client_extension_results(), "credProps")?;
    if found.is_object() && get(&found, "rk")?.as_bool().is_some() {
        set(&extensions, "credProps", &found)?;
    }
    Ok(extensions.into())
}

fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(|_| ())
}

/// Puts bytes where their text was.
fn decode(object: &JsValue, field: &str) -> Result<(), JsValue> {
    let text = get(object, field)?.as_string().unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| JsValue::UNDEFINED)?;
    set(object, field, &Uint8Array::from(bytes.as_slice()))
}

fn encode(buffer: &JsValue) -> JsValue {
    URL_SAFE_NO_PAD.encode(Uint8Array::new(buffer).to_vec()).into()
}

fn credentials() -> Result<CredentialsContainer, Trouble> {
    // Old browsers and pages without TLS have no `PublicKeyCredential`, and calling what is not there would throw.
    let known = js_sys::Reflect::has(&window(), &"PublicKeyCredential".into()).unwrap_or(false);
    if known { Ok(window().navigator().credentials()) } else { Err(Trouble::Unsupported) }
}

fn credential(settled: Result<JsValue, JsValue>) -> Result<PublicKeyCredential, Trouble> {
    settled.map_err(trouble)?.dyn_into().map_err(|_| Trouble::Failed)
}

/// What a rejected promise means to the person. The names are those of the WebAuthn specification.
fn trouble(thrown: JsValue) -> Trouble {
    let name = get(&thrown, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "AbortError" => Trouble::Cancelled,
        "InvalidStateError" => Trouble::Already,
        "NotSupportedError" | "ConstraintError" | "SecurityError" => Trouble::Unsupported,
        _ => Trouble::Failed,
    }
}
