//! WebAuthn, as this product uses it: discoverable passkeys, user verification required, one relying party, one origin.

use super::stop::Stop;
use crate::config::Config;
use crate::service::Core;
use crate::store::ceremonies::{self, Ceremony, Kind};
use domain::account::CEREMONY_LIFETIME;
use domain::clock::{Random, Timestamp, format_date};
use domain::failure::{Failure, Problem};
use domain::id::CeremonyId;
use serde::Deserialize;
use std::time::Duration;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, Url, Webauthn, WebauthnBuilder,
    WebauthnError,
};
use webauthn_rs_proto::{
    CreationChallengeResponse, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, ResidentKeyRequirement,
};

/// What people read in their authenticator.
const NAME: &str = "控え Hikae";

/// The one relying party, with its one origin.
pub(super) fn relying_party(config: &Config) -> Result<Webauthn, Failure> {
    let fault = |error: String| Failure::Internal(format!("passkeys cannot be used at {}: {error}", config.base_url));
    let origin = Url::parse(&config.base_url).map_err(|error| fault(error.to_string()))?;
    let host = config.host();
    let builder = WebauthnBuilder::new(&host, &origin).map_err(|error| fault(error.to_string()))?;
    let patience = u64::try_from(CEREMONY_LIFETIME.millis()).map(Duration::from_millis).unwrap_or_default();
    builder.rp_name(NAME).timeout(patience).build().map_err(|error| fault(error.to_string()))
}

/// A user handle: random, so that it names nobody and cannot be guessed.
pub(super) fn new_handle(random: &dyn Random) -> Uuid {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Starts a registration. The names that the authenticator will show tell what it is for and since when, not for whom.
pub(super) fn start_registration(
    config: &Config,
    handle: Uuid,
    now: Timestamp,
    exclude: Vec<CredentialID>,
) -> Result<(CreationChallengeResponse, PasskeyRegistration), Failure> {
    let name = format!("{NAME} {}", format_date(now.in_tokyo().0));
    let (mut challenge, state) = relying_party(config)?
        .start_passkey_registration(handle, &name, &name, Some(exclude))
        .map_err(|error| Failure::Internal(format!("a registration could not be started: {error}")))?;
    // Sign-in knows no user name, so a passkey that cannot be found without one would be of no use.
    let mut selection = challenge.public_key.authenticator_selection.take().unwrap_or_default();
    selection.resident_key = Some(ResidentKeyRequirement::Required);
    selection.require_resident_key = true;
    challenge.public_key.authenticator_selection = Some(selection);
    Ok((challenge, state))
}

/// Verifies what the browser made.
pub(super) fn finish_registration(
    config: &Config,
    made: &RegisterPublicKeyCredential,
    state: &PasskeyRegistration,
) -> Result<Passkey, Stop> {
    let passkey = relying_party(config)?.finish_passkey_registration(made, state).map_err(|error| rejected(&error))?;
    if made.extensions.cred_props.as_ref().and_then(|properties| properties.rk) == Some(false) {
        return Err(Stop::refused(Problem::PasskeyRejected, "not discoverable"));
    }
    Ok(passkey)
}

/// Starts a sign-in: no list of credentials, so there is nothing to enumerate.
pub(super) fn start_sign_in(config: &Config) -> Result<(RequestChallengeResponse, DiscoverableAuthentication), Failure> {
    let (mut challenge, state) = relying_party(config)?
        .start_discoverable_authentication()
        .map_err(|error| Failure::Internal(format!("a sign-in could not be started: {error}")))?;
    // The crate thinks of autofill. Here a person presses a button, and wants to see the dialog.
    challenge.mediation = None;
    Ok((challenge, state))
}

/// Who the browser says it is: user handle and credential id, not yet verified.
pub(super) fn claimed<'a>(config: &Config, shown: &'a PublicKeyCredential) -> Result<(Uuid, &'a [u8]), Stop> {
    relying_party(config)?.identify_discoverable_authentication(shown).map_err(|error| rejected(&error))
}

/// Verifies what the browser showed against the passkey that it named.
pub(super) fn finish_sign_in(
    config: &Config,
    shown: &PublicKeyCredential,
    state: DiscoverableAuthentication,
    passkey: &Passkey,
) -> Result<AuthenticationResult, Stop> {
    let result = relying_party(config)?.finish_discoverable_authentication_v2(shown, state, passkey).map_err(|error| rejected(&error))?;
    // The crate looks at this in registrations only.
    if embedded(&shown.response.client_data_json) {
        return Err(rejected(&WebauthnError::CredentialCrossOrigin));
    }
    Ok(result)
}

/// Whether a page of ours was embedded in another site's when the passkey was used.
fn embedded(client_data: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ClientData {
        #[serde(default)]
        cross_origin: bool,
    }
    serde_json::from_slice(client_data).map_or(true, |data: ClientData| data.cross_origin)
}

/// The one answer to the browser, and the cause for the audit.
fn rejected(error: &WebauthnError) -> Stop {
    use WebauthnError as Error;
    let cause = match error {
        Error::InvalidClientDataType => "an answer to another kind of ceremony",
        Error::MismatchedChallenge => "an answer to another challenge",
        Error::InvalidRPOrigin => "another origin",
        Error::InvalidRPIDHash => "another relying party",
        Error::CredentialCrossOrigin => "embedded in another site",
        Error::UserNotPresent => "nobody was present",
        Error::UserNotVerified => "the user was not verified",
        Error::AuthenticationFailure | Error::SignatureInvalid => "bogus signature",
        Error::CredentialPossibleCompromise => "the counter went back",
        Error::CredentialBackupEligibilityInconsistent | Error::CredentialMayNotBeHardwareBound => "the backup state is inconsistent",
        Error::InvalidUserUniqueId => "no user handle",
        Error::CredentialAlteredAlgFromRequest | Error::CredentialInsecureCryptography => "an algorithm that was not asked for",
        Error::ParseBase64Failure(_)
        | Error::ParseCBORFailure(_)
        | Error::ParseJSONFailure(_)
        | Error::ParseNOMFailure
        | Error::ParseInsufficientBytesAvailable => "unreadable",
        _ => "not a valid answer",
    };
    Stop::refused(Problem::PasskeyRejected, cause)
}

/// A ceremony that starts now.
pub(super) fn ceremony(core: &Core, kind: Kind, state: &impl serde::Serialize) -> Result<Ceremony, Failure> {
    let now = core.now();
    let state = serde_json::to_string(state).map_err(|error| Failure::Internal(format!("a ceremony cannot be written down: {error}")))?;
    let id = CeremonyId::new(now, &*core.random);
    Ok(Ceremony { id, kind, account: None, activation: None, state, expires_at: now + CEREMONY_LIFETIME })
}

/// Takes a ceremony, once and for all: whatever follows, nobody gets it again.
pub(super) async fn take(core: &Core, id: CeremonyId, kind: Kind) -> Result<Ceremony, Stop> {
    let reject = |cause| Stop::refused(Problem::PasskeyRejected, cause);
    let taken = ceremonies::take(core.store.db(), id, kind).await?.ok_or(reject("a ceremony that is unknown or was used"))?;
    if core.now() < taken.expires_at { Ok(taken) } else { Err(reject("a ceremony that is too old")) }
}

/// What a ceremony was started with.
pub(super) fn state_of<T: serde::de::DeserializeOwned>(ceremony: &Ceremony) -> Result<T, Failure> {
    let broken = || Failure::Inconsistent { table: "ceremonies", column: "state", row: ceremony.id.to_string() };
    serde_json::from_str(&ceremony.state).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedded_page_is_told_by_its_client_data() {
        assert!(!embedded(br#"{"type":"webauthn.get"}"#));
        assert!(!embedded(br#"{"crossOrigin":false}"#));
        assert!(embedded(br#"{"crossOrigin":true}"#));
        assert!(embedded(b"what?"));
    }

    #[test]
    fn a_challenge_asks_for_a_discoverable_passkey_with_verification_and_names_nobody() {
        let config = Config::defaults().unwrap();
        let now = "2026-11-22T16:00:00Z".parse().unwrap();
        let (challenge, _) = start_registration(&config, Uuid::from_u128(7), now, Vec::new()).unwrap();
        let json = serde_json::to_value(&challenge).unwrap();
        let options = &json["publicKey"];
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["requireResidentKey"], true);
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["rp"]["id"], "localhost");
        assert_eq!(options["user"]["name"], "控え Hikae 2026-11-23");
        assert_eq!(options["user"]["displayName"], "控え Hikae 2026-11-23");
    }

    #[test]
    fn a_sign_in_lists_no_credentials_and_waits_for_the_button() {
        let (challenge, _) = start_sign_in(&Config::defaults().unwrap()).unwrap();
        let json = serde_json::to_value(&challenge).unwrap();
        assert_eq!(json["publicKey"]["allowCredentials"], serde_json::json!([]));
        assert_eq!(json["publicKey"]["userVerification"], "required");
        assert_eq!(json.get("mediation"), None);
    }
}
