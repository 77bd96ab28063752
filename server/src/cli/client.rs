//! `hikae client`: what a holder's program does, for trying things out by hand.

use crate::keys::base64url;
use clap::{Args, Subcommand};
use domain::clock::{Clock, Random, Span};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What can be done as a client.
#[derive(Clone, Debug, Subcommand)]
pub enum ClientCommand {
    /// Gets an access token from the running server and prints it, alone: TOKEN=$(hikae client token --demo)
    Token(TokenArgs),
}

/// How to get a token.
#[derive(Clone, Debug, Args)]
pub struct TokenArgs {
    /// As a holder of the demo, with the key in demo.json.
    #[arg(long, required = true)]
    demo: bool,
    /// Which holder of the demo, counted from 1.
    #[arg(long, default_value_t = 1, value_name = "N")]
    holder: usize,
    /// Scopes, separated by spaces.
    #[arg(long, default_value = "system/Consent.rs")]
    scope: String,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The demo's facts are not there.
    #[error("{0}: {1} (start the demo first: make run)")]
    NoDemo(PathBuf, std::io::Error),
    /// They cannot be read.
    #[error("{0}: {1}")]
    BrokenDemo(PathBuf, serde_json::Error),
    /// There is no such holder.
    #[error("the demo has holders 1 to {0}")]
    NoSuchHolder(usize),
    /// The key cannot sign.
    #[error("the key in demo.json: {0}")]
    Key(#[from] jsonwebtoken::errors::Error),
    /// The demo's server speaks plain HTTP.
    #[error("{0}: only http:// is spoken here")]
    NotPlainHttp(String),
    /// The server is not there.
    #[error("{0}: {1} (is the server running?)")]
    NoServer(String, std::io::Error),
    /// The server refuses.
    #[error("the server answered: {0}")]
    Refused(String),
}

#[derive(Deserialize)]
struct Demo {
    base_url: String,
    holders: Vec<DemoHolder>,
}

#[derive(Deserialize)]
struct DemoHolder {
    client_id: String,
    kid: String,
    private_key_pem: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: String,
    exp: i64,
    jti: String,
}

/// Gets a token as a holder of the demo whose facts are in `var`.
///
/// # Errors
/// [`ClientError`] says what to do.
pub fn token(args: &TokenArgs, var: &Path, clock: &dyn Clock, random: &dyn Random) -> Result<String, ClientError> {
    let file = var.join("demo.json");
    let text = std::fs::read_to_string(&file).map_err(|error| ClientError::NoDemo(file.clone(), error))?;
    let demo: Demo = serde_json::from_str(&text).map_err(|error| ClientError::BrokenDemo(file, error))?;
    let holder = args.holder.checked_sub(1).and_then(|n| demo.holders.get(n));
    let holder = holder.ok_or(ClientError::NoSuchHolder(demo.holders.len()))?;
    let assertion = assertion(holder, &demo.base_url, clock, random)?;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("scope", &args.scope)
        .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .append_pair("client_assertion", &assertion)
        .finish();
    token_in(&post(&demo.base_url, "/oauth/token", &form)?)
}

fn assertion(holder: &DemoHolder, base_url: &str, clock: &dyn Clock, random: &dyn Random) -> Result<String, ClientError> {
    let mut jti = [0; 16];
    random.fill(&mut jti);
    let claims = Claims {
        iss: &holder.client_id,
        sub: &holder.client_id,
        aud: format!("{base_url}/oauth/token"),
        // The server takes five minutes; a clock that runs ahead must not spoil it.
        exp: (clock.now() + Span::minutes(4)).millis() / 1_000,
        jti: base64url(&jti),
    };
    let header = Header { kid: Some(holder.kid.clone()), ..Header::new(Algorithm::ES384) };
    let key = EncodingKey::from_ec_pem(holder.private_key_pem.as_bytes())?;
    Ok(jsonwebtoken::encode(&header, &claims, &key)?)
}

/// One request in HTTP/1.0: the answer ends where the connection does. Enough for a server on this machine, and no HTTP
/// client has to be built for it.
fn post(base_url: &str, path: &str, form: &str) -> Result<String, ClientError> {
    let not_plain = || ClientError::NotPlainHttp(base_url.to_owned());
    let url = url::Url::parse(base_url).map_err(|_| not_plain())?;
    let (Some(host), Some(port), "http") = (url.host_str(), url.port_or_known_default(), url.scheme()) else {
        return Err(not_plain());
    };
    let no_server = |error| ClientError::NoServer(base_url.to_owned(), error);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).map_err(no_server)?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(no_server)?;
    let length = form.len();
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{form}"
    );
    stream.write_all(request.as_bytes()).map_err(no_server)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(no_server)?;
    Ok(answer)
}

fn token_in(answer: &str) -> Result<String, ClientError> {
    #[derive(Deserialize)]
    struct Answer {
        access_token: String,
    }
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    match serde_json::from_str::<Answer>(body) {
        Ok(Answer { access_token }) => Ok(access_token),
        Err(_) => Err(ClientError::Refused(format!("{} {body}", head.lines().next().unwrap_or_default()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_all_that_is_read_of_the_answer() {
        let answer = "HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{\"access_token\":\"abc\",\"expires_in\":300}";
        assert_eq!(token_in(answer).unwrap(), "abc");
    }

    #[test]
    fn a_refusal_is_told_as_it_came() {
        let answer = "HTTP/1.0 401 Unauthorized\r\n\r\n{\"error\":\"invalid_client\"}";
        assert_eq!(
            token_in(answer).unwrap_err().to_string(),
            "the server answered: HTTP/1.0 401 Unauthorized {\"error\":\"invalid_client\"}"
        );
        assert!(token_in("").is_err());
    }
}
