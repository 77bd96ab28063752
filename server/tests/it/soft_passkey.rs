//! An authenticator in software, with its browser: makes and shows one discoverable ES256 passkey, well or badly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::clock::Random;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::machine::SystemRandom;
use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// What an authenticator, its browser, or somebody in between can do wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No finger, no PIN: UV=0.
    NoUserVerification,
    /// Nobody touched it: UP=0.
    NoUserPresence,
    /// The page was another site's.
    OtherOrigin(&'static str),
    /// The passkey was scoped to another site.
    OtherRelyingParty,
    /// The answer is one to another challenge.
    OtherChallenge,
    /// The answer is one to a ceremony of the other kind.
    OtherKind,
    /// Our page stood in a frame of another site.
    Embedded,
    /// A well-formed signature by another key.
    BogusSignature,
    /// No signature at all.
    NoSignature,
    /// The counter stands where it stood before: a copy.
    Copied,
    /// It says it is somebody else's.
    OtherUser,
    /// It says nothing about whose it is.
    NoUser,
    /// It was made without a place in the authenticator, so that it cannot be found without a user name.
    NotDiscoverable,
}

/// What the authenticator keeps.
struct Credential {
    id: Vec<u8>,
    user: Vec<u8>,
    key: SigningKey,
    counter: u32,
}

/// The authenticator.
pub struct SoftPasskey {
    origin: String,
    credential: Mutex<Option<Credential>>,
}

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const WITH_CREDENTIAL: u8 = 0x40;

impl SoftPasskey {
    /// An empty one, used on pages of that origin.
    pub fn new(origin: &str) -> Self {
        Self { origin: origin.to_owned(), credential: Mutex::default() }
    }

    /// `navigator.credentials.create`.
    pub async fn make(&self, challenge: &Value) -> Value {
        self.make_with(challenge, None)
    }

    /// The same, done wrong.
    pub fn make_badly(&self, challenge: &Value, flaw: Flaw) -> Value {
        self.make_with(challenge, Some(flaw))
    }

    /// `navigator.credentials.get`.
    pub async fn show(&self, challenge: &Value) -> Value {
        self.show_with(challenge, None)
    }

    /// The same, done wrong.
    pub fn show_badly(&self, challenge: &Value, flaw: Flaw) -> Value {
        self.show_with(challenge, Some(flaw))
    }

    /// Whether the options of a registration exclude the passkey that is in here: a real one refuses then.
    pub fn is_excluded(&self, challenge: &Value) -> bool {
        let credential = self.credential.lock().unwrap();
        let id = encode(&credential.as_ref().expect("a passkey was made").id);
        challenge["publicKey"]["excludeCredentials"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == id.as_str()))
    }

    fn make_with(&self, challenge: &Value, flaw: Option<Flaw>) -> Value {
        let options = &challenge["publicKey"];
        let credential = Credential { id: random::<32>().to_vec(), user: decode(&options["user"]["id"]), key: new_key(), counter: 0 };
        let client_data = self.client_data("webauthn.create", "webauthn.get", options, flaw);
        let mut data = authenticator_data(options["rp"]["id"].as_str().unwrap(), WITH_CREDENTIAL, 0, flaw);
        data.extend([0; 16]);
        data.extend(u16::try_from(credential.id.len()).unwrap().to_be_bytes());
        data.extend(&credential.id);
        data.extend(cose_key(&credential.key));
        let made = json!({
            "id": encode(&credential.id),
            "rawId": encode(&credential.id),
            "type": "public-key",
            "response": { "attestationObject": encode(&attestation_object(&data)), "clientDataJSON": encode(&client_data) },
            "extensions": { "credProps": { "rk": flaw != Some(Flaw::NotDiscoverable) } },
        });
        *self.credential.lock().unwrap() = Some(credential);
        made
    }

    fn show_with(&self, challenge: &Value, flaw: Option<Flaw>) -> Value {
        let options = &challenge["publicKey"];
        let mut credential = self.credential.lock().unwrap();
        let credential = credential.as_mut().expect("a passkey was made");
        if flaw != Some(Flaw::Copied) {
            credential.counter += 1;
        }
        let client_data = self.client_data("webauthn.get", "webauthn.create", options, flaw);
        let data = authenticator_data(options["rpId"].as_str().unwrap(), 0, credential.counter, flaw);
        let signed = [data.as_slice(), Sha256::digest(&client_data).as_slice()].concat();
        let key = if flaw == Some(Flaw::BogusSignature) { &new_key() } else { &credential.key };
        let signature: Signature = key.sign(&signed);
        let signature = if flaw == Some(Flaw::NoSignature) { Vec::new() } else { signature.to_der().as_bytes().to_vec() };
        let user = match flaw {
            Some(Flaw::OtherUser) => Some(encode(&random::<16>())),
            Some(Flaw::NoUser) => None,
            _ => Some(encode(&credential.user)),
        };
        json!({
            "id": encode(&credential.id),
            "rawId": encode(&credential.id),
            "type": "public-key",
            "response": {
                "authenticatorData": encode(&data),
                "clientDataJSON": encode(&client_data),
                "signature": encode(&signature),
                "userHandle": user,
            },
            "extensions": {},
        })
    }

    fn client_data(&self, kind: &str, other_kind: &str, options: &Value, flaw: Option<Flaw>) -> Vec<u8> {
        let origin = if let Some(Flaw::OtherOrigin(other)) = flaw { other } else { &self.origin };
        let challenge = if flaw == Some(Flaw::OtherChallenge) { json!(encode(&random::<32>())) } else { options["challenge"].clone() };
        let data = json!({
            "type": if flaw == Some(Flaw::OtherKind) { other_kind } else { kind },
            "challenge": challenge,
            "origin": origin,
            "crossOrigin": flaw == Some(Flaw::Embedded),
        });
        data.to_string().into_bytes()
    }
}

fn authenticator_data(relying_party: &str, more: u8, counter: u32, flaw: Option<Flaw>) -> Vec<u8> {
    let relying_party = if flaw == Some(Flaw::OtherRelyingParty) { "elsewhere.example" } else { relying_party };
    let flags = match flaw {
        Some(Flaw::NoUserVerification) => USER_PRESENT,
        Some(Flaw::NoUserPresence) => USER_VERIFIED,
        _ => USER_PRESENT | USER_VERIFIED,
    };
    let mut data = Sha256::digest(relying_party).to_vec();
    data.push(flags | more);
    data.extend(counter.to_be_bytes());
    data
}

/// CBOR `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`: an EC key for ES256 on P-256.
fn cose_key(key: &SigningKey) -> Vec<u8> {
    let point = key.verifying_key().to_encoded_point(false);
    let (x, y) = (point.x().unwrap(), point.y().unwrap());
    let mut cbor = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    cbor.extend(x);
    cbor.extend([0x22, 0x58, 0x20]);
    cbor.extend(y);
    cbor
}

/// CBOR `{"fmt": "none", "attStmt": {}, "authData": bytes}`.
fn attestation_object(data: &[u8]) -> Vec<u8> {
    let mut cbor = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
    cbor.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
    cbor.extend(data);
    cbor
}

fn new_key() -> SigningKey {
    SigningKey::from_slice(&random::<32>()).expect("nearly every 32 bytes are a key")
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom.fill(&mut bytes);
    bytes
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
