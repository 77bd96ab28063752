//! Public keys as people paste them: a JWKS, of which only what is public and needed is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::failure::Problem;
use p384::elliptic_curve::sec1::FromEncodedPoint;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// How long a JWKS may be: eight RSA keys with their certificates.
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// How many keys it may hold.
const MAX_KEYS: usize = 8;
/// How long the name of a key may be.
const MAX_KID: usize = 64;
/// RSA, in bits: less is no longer safe, more is refused by what verifies.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=4_096;
/// Members that only a private or a secret key has (RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// Its name.
    pub kid: String,
    /// Its JWK as JSON, with nothing in it that is not needed.
    pub jwk: String,
}

/// The keys of a JWKS; a single JWK is one of one key.
///
/// # Errors
/// [`Problem::PrivateKey`] before anything else, [`Problem::InvalidKey`] for what cannot be used.
pub(super) fn read(text: &str) -> Result<Vec<PublicKey>, Problem> {
    if text.len() > MAX_BYTES {
        return Err(Problem::TextTooLong);
    }
    if text.contains("PRIVATE KEY-----") {
        return Err(Problem::PrivateKey);
    }
    let whole: Value = serde_json::from_str(text.trim()).map_err(|_| Problem::InvalidKey)?;
    let jwks = match whole {
        Value::Object(mut members) => match members.remove("keys") {
            Some(Value::Array(keys)) => keys,
            Some(_) => return Err(Problem::InvalidKey),
            None => vec![Value::Object(members)],
        },
        Value::Array(keys) => keys,
        _ => return Err(Problem::InvalidKey),
    };
    let jwks = jwks.into_iter().map(object).collect::<Option<Vec<_>>>().ok_or(Problem::InvalidKey)?;
    if jwks.iter().any(|jwk| PRIVATE.iter().any(|member| jwk.contains_key(*member))) {
        return Err(Problem::PrivateKey);
    }
    let keys = jwks.iter().map(public_key).collect::<Option<Vec<_>>>().ok_or(Problem::InvalidKey)?;
    let names: BTreeSet<&str> = keys.iter().map(|key| key.kid.as_str()).collect();
    if keys.is_empty() || keys.len() > MAX_KEYS || names.len() != keys.len() { Err(Problem::InvalidKey) } else { Ok(keys) }
}

/// What a stored key signs with.
pub(super) fn algorithm(jwk: &str) -> Option<&'static str> {
    let jwk: Value = serde_json::from_str(jwk).ok()?;
    match jwk.get("kty")?.as_str()? {
        "EC" => Some("ES384"),
        "RSA" => Some("RS384"),
        _ => None,
    }
}

fn object(value: Value) -> Option<Map<String, Value>> {
    if let Value::Object(members) = value { Some(members) } else { None }
}

fn public_key(jwk: &Map<String, Value>) -> Option<PublicKey> {
    let kid = word(jwk, "kid")?;
    if kid.is_empty() || kid.len() > MAX_KID || !kid.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    if jwk.contains_key("use") && word(jwk, "use")? != "sig" {
        return None;
    }
    let (alg, mut kept) = match word(jwk, "kty")? {
        "EC" => ("ES384", elliptic(jwk)?),
        "RSA" => ("RS384", rsa(jwk)?),
        _ => return None,
    };
    if jwk.contains_key("alg") && word(jwk, "alg")? != alg {
        return None;
    }
    kept["kid"] = json!(kid);
    kept["alg"] = json!(alg);
    Some(PublicKey { kid: kid.to_owned(), jwk: kept.to_string() })
}

/// A point of P-384.
fn elliptic(jwk: &Map<String, Value>) -> Option<Value> {
    if word(jwk, "crv")? != "P-384" {
        return None;
    }
    let (x, y) = (number(jwk, "x")?, number(jwk, "y")?);
    if x.len() != 48 || y.len() != 48 {
        return None;
    }
    let point = p384::EncodedPoint::from_bytes([&[4], &x[..], &y[..]].concat()).ok()?;
    Option::<p384::PublicKey>::from(p384::PublicKey::from_encoded_point(&point))?;
    Some(json!({ "kty": "EC", "crv": "P-384", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) }))
}

fn rsa(jwk: &Map<String, Value>) -> Option<Value> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    let n = without_zeros(&n);
    let bits = n.len() * 8 - usize::try_from(n.first()?.leading_zeros()).ok()?;
    // An even modulus is no product of two odd primes.
    if !RSA_BITS.contains(&bits) || n.last()? % 2 == 0 {
        return None;
    }
    let e = without_zeros(&e);
    let exponent = e.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    // Smaller exponents have been the door to forged signatures; larger ones nobody uses.
    if e.len() > 4 || exponent < 65_537 || exponent % 2 == 0 {
        return None;
    }
    Some(json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": URL_SAFE_NO_PAD.encode(e) }))
}

fn word<'a>(jwk: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    jwk.get(member)?.as_str()
}

fn number(jwk: &Map<String, Value>, member: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(word(jwk, member)?).ok()
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    &bytes[first..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ec(kid: &str) -> Value {
        // The base point of the curve.
        let x = "qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3";
        let y = "NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f";
        json!({ "kty": "EC", "crv": "P-384", "x": x, "y": y, "kid": kid })
    }

    fn rsa_of(bits: usize, e: &str) -> Value {
        let mut n = vec![0xff; bits / 8];
        n[0] = 0xff >> ((8 - bits % 8) % 8);
        json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": e, "kid": "r", "alg": "RS384" })
    }

    fn set(keys: &[Value]) -> String {
        json!({ "keys": keys }).to_string()
    }

    fn with(mut jwk: Value, member: &str, value: Value) -> Value {
        jwk[member] = value;
        jwk
    }

    #[test]
    fn of_a_public_key_what_is_needed_is_kept() {
        let pasted = with(with(ec("2026-11"), "use", json!("sig")), "x5c", json!(["MIIB"]));
        let [key] = &read(&set(&[pasted])).unwrap()[..] else { panic!() };
        assert_eq!(key.kid, "2026-11");
        let kept: Value = serde_json::from_str(&key.jwk).unwrap();
        assert_eq!(kept, with(ec("2026-11"), "alg", json!("ES384")));
        assert_eq!(algorithm(&key.jwk), Some("ES384"));
        assert_eq!(read(&ec("one").to_string()).unwrap().len(), 1);
        let rsa = read(&set(&[rsa_of(2_048, "AQAB")])).unwrap();
        assert_eq!(algorithm(&rsa[0].jwk), Some("RS384"));
        assert_eq!(read(&set(&[rsa_of(4_096, "AQAB"), ec("a"), ec("b")])).unwrap().len(), 3);
    }

    #[test]
    fn a_private_key_is_told_apart_from_everything_else() {
        for member in PRIVATE {
            let pasted = with(ec("a"), member, json!("AA"));
            assert_eq!(read(&set(&[ec("b"), pasted.clone()])), Err(Problem::PrivateKey), "{member}");
            assert_eq!(read(&pasted.to_string()), Err(Problem::PrivateKey), "{member}");
        }
        assert_eq!(read(&set(&[json!({ "kty": "RSA", "d": null })])), Err(Problem::PrivateKey));
        assert_eq!(read("-----BEGIN EC PRIVATE KEY-----\nMIG2\n-----END EC PRIVATE KEY-----"), Err(Problem::PrivateKey));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        let off_the_curve = with(ec("a"), "y", ec("a")["x"].clone());
        let bad = [
            String::new(),
            "keys".into(),
            "{}".into(),
            "[]".into(),
            r#"{"keys":{}}"#.into(),
            r#"{"keys":[1]}"#.into(),
            "-----BEGIN PUBLIC KEY-----".into(),
            set(&[]),
            set(&[off_the_curve]),
            set(&[with(ec("a"), "crv", json!("P-256"))]),
            set(&[with(ec("a"), "x", json!("AAAA"))]),
            set(&[with(ec("a"), "alg", json!("ES256"))]),
            set(&[with(ec("a"), "alg", json!(384))]),
            set(&[with(ec("a"), "use", json!("enc"))]),
            set(&[with(ec("a"), "kid", Value::Null)]),
            set(&[ec("")]),
            set(&[ec("a b")]),
            set(&[ec("鍵")]),
            set(&[ec(&"k".repeat(65))]),
            set(&[ec("a"), ec("a")]),
            set(&(0..9).map(|n| ec(&n.to_string())).collect::<Vec<_>>()),
            set(&[rsa_of(2_047, "AQAB")]),
            set(&[rsa_of(1_024, "AQAB")]),
            set(&[rsa_of(4_104, "AQAB")]),
            set(&[rsa_of(2_048, "Aw")]),
            set(&[rsa_of(2_048, "AQAA")]),
            set(&[with(rsa_of(2_048, "AQAB"), "n", json!("not base64!"))]),
            set(&[json!({ "kty": "OKP", "crv": "Ed448", "x": "AA", "kid": "a" })]),
        ];
        for text in bad {
            assert_eq!(read(&text), Err(Problem::InvalidKey), "{text}");
        }
        assert_eq!(read(&" ".repeat(MAX_BYTES + 1)), Err(Problem::TextTooLong));
        assert_eq!(read(&"[".repeat(MAX_BYTES)), Err(Problem::InvalidKey));
    }

    proptest! {
        #[test]
        fn no_text_is_taken_for_a_key_by_chance(text in "\\PC{0,200}") {
            prop_assert!(read(&text).is_err());
        }
    }
}
