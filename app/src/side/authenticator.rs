//! The browser's authenticator: `navigator.credentials`.

use crate::islands::passkey::Trouble;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CredentialCreationOptions, CredentialRequestOptions, CredentialsContainer};
use webauthn_rs_proto::{CreationChallengeResponse, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse};

/// Asks the person to make a passkey.
pub(crate) async fn make_passkey(challenge: CreationChallengeResponse) -> Result<RegisterPublicKeyCredential, Trouble> {
    let options = CredentialCreationOptions::from(challenge);
    let promise = credentials()?.create_with_options(&options).map_err(trouble)?;
    credential(JsFuture::from(promise).await).map(Into::into)
}

/// Asks the person to show a passkey.
pub(crate) async fn show_passkey(challenge: RequestChallengeResponse) -> Result<PublicKeyCredential, Trouble> {
    let options = CredentialRequestOptions::from(challenge);
    let promise = credentials()?.get_with_options(&options).map_err(trouble)?;
    credential(JsFuture::from(promise).await).map(Into::into)
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
