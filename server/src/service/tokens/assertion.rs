//! The assertion with which a client proves who it is (RFC 7523, as SMART narrows it down).

use super::{TokenFault, in_time};
use crate::service::Core;
use crate::store::clients;
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::holder::ClientScope;
use domain::id::HolderId;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A client that proved who it is, with an assertion that is not yet used up.
#[derive(Debug)]
pub struct Verified {
    /// The client.
    pub id: String,
    /// Whose it is.
    pub holder: HolderId,
    pub(super) kid: String,
    pub(super) scopes: BTreeSet<ClientScope>,
    pub(super) jti_digest: [u8; 32],
    pub(super) expires_at: Timestamp,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    nbf: Option<f64>,
    jti: String,
}

/// One audience, which RFC 7519 lets people write as a list. One of several could be shown by another of them to us.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    List([String; 1]),
}

impl Audience {
    fn is(&self, expected: &str) -> bool {
        let (Self::One(aud) | Self::List([aud])) = self;
        aud == expected
    }
}

/// The client that an assertion names, whether that is true or not; only for the audit, and only if it looks like an id.
pub(super) fn claimed_client(assertion: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claimed {
        iss: String,
    }
    let iss = jsonwebtoken::dangerous::insecure_decode_claims::<Claimed>(assertion).ok()?.iss;
    let looks_like_an_id = iss.len() <= 64 && iss.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    looks_like_an_id.then_some(iss)
}

/// Every check in its order: who claims to be whom, with which key, whether it signed, and what.
pub(super) async fn verify(core: &Core, assertion: &str) -> Result<Verified, TokenFault> {
    let invalid = TokenFault::InvalidClient;
    let header = jsonwebtoken::decode_header(assertion).map_err(|_| invalid("header not readable"))?;
    let kid = kid_of(&header).map_err(invalid)?;
    let claimed: Claims =
        jsonwebtoken::dangerous::insecure_decode_claims(assertion).map_err(|_| invalid("claims missing or not readable"))?;

    let db = core.store.db();
    let client = clients::client(db, &claimed.iss).await.map_err(Failure::from)?;
    let client = client.ok_or(invalid("unknown client"))?;
    let key = clients::key_of(db, &client.id, kid).await.map_err(Failure::from)?.ok_or(invalid("unknown key"))?;
    if client.revoked {
        return Err(invalid("client revoked"));
    }
    if key.revoked {
        return Err(invalid("key revoked"));
    }

    let jwk: Jwk = serde_json::from_str(&key.jwk).map_err(|_| broken_key(&client.id, kid))?;
    if !fits(&jwk, header.alg) {
        return Err(invalid("algorithm is not the key's"));
    }
    let key = DecodingKey::from_jwk(&jwk).map_err(|_| broken_key(&client.id, kid))?;
    let claims = jsonwebtoken::decode::<Claims>(assertion, &key, &signature_alone(header.alg)).map_err(|_| invalid("bad signature"))?;
    let (jti_digest, expires_at) = check(&claims.claims, core).map_err(invalid)?;
    Ok(Verified { id: client.id, holder: client.holder, kid: kid.to_owned(), scopes: client.scopes, jti_digest, expires_at })
}

fn kid_of(header: &Header) -> Result<&str, &'static str> {
    if !matches!(header.alg, Algorithm::RS384 | Algorithm::ES384) {
        return Err("algorithm not taken");
    }
    if header.typ.as_deref() != Some("JWT") {
        return Err("typ is not JWT");
    }
    // RFC 7515 §4.1.11: what must be understood and is not makes the whole thing invalid.
    if header.crit.is_some() {
        return Err("crit not understood");
    }
    header.kid.as_deref().ok_or("no kid")
}

/// An algorithm belongs to the key, never to whoever signs: the classical confusion starts there.
fn fits(jwk: &Jwk, alg: Algorithm) -> bool {
    match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) => alg == Algorithm::ES384 && key.curve == EllipticCurve::P384,
        AlgorithmParameters::RSA(_) => alg == Algorithm::RS384,
        _ => false,
    }
}

/// The library asks the machine what time it is; we ask our clock, in [`check`].
fn signature_alone(alg: Algorithm) -> Validation {
    let mut validation = Validation::new(alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

fn check(claims: &Claims, core: &Core) -> Result<([u8; 32], Timestamp), &'static str> {
    let now = core.now();
    if claims.iss != claims.sub {
        return Err("iss and sub differ");
    }
    if !claims.aud.is(&core.config.token_endpoint()) {
        return Err("aud is not our token endpoint");
    }
    let expires_at = numeric_date(claims.exp);
    if !in_time(expires_at, now) {
        return Err("exp past or more than five minutes ahead");
    }
    if claims.nbf.is_some_and(|nbf| numeric_date(nbf) > now) {
        return Err("not valid yet");
    }
    if claims.jti.is_empty() {
        return Err("no jti");
    }
    Ok((Sha256::digest(claims.jti.as_bytes()).into(), expires_at))
}

/// Seconds since 1970, perhaps with a fraction. Conversion from floating point saturates, and what is out of range is
/// never in time.
#[expect(clippy::cast_possible_truncation, reason = "saturates, see above")]
fn numeric_date(seconds: f64) -> Timestamp {
    Timestamp::from_millis((seconds * 1_000.0) as i64)
}

fn broken_key(client: &str, kid: &str) -> Failure {
    Failure::Inconsistent { table: "client_keys", column: "jwk", row: format!("{client}/{kid}") }
}
