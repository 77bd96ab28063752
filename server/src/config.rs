//! The configuration, and the only place that reads the environment.

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The documented defaults; also the sample file of the documentation.
pub const DEFAULTS: &str = include_str!("config.default.toml");

/// What kind of installation this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Keys are made as needed, demo data is allowed.
    Development,
    /// Keys must be brought, demo data and plain HTTP are refused.
    Production,
}

/// Every setting; `config.default.toml` says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is their documentation, and the test below keeps the two the same")]
pub struct Config {
    pub mode: Mode,
    pub addr: SocketAddr,
    pub base_url: String,
    pub database_url: String,
    pub database_connections: u32,
    pub var: PathBuf,
    pub site_root: PathBuf,
    pub keys: PathBuf,
    pub node: String,
    pub insured_numbers: bool,
    pub notice: String,
    pub insecure_http: bool,
    pub request_seconds: u64,
    pub head_seconds: u64,
    pub upload_seconds: u64,
    pub connections: usize,
    pub concurrent_checks: usize,
    pub lists_of_one_holder: usize,
    pub requests_per_minute: u32,
    pub tries_per_minute: u32,
    pub client_address_header: String,
    pub log_origin: String,
    pub witnesses: Vec<String>,
    pub smtp_url: String,
    pub mail_from: String,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A setting is missing, unknown or of the wrong shape.
    #[error("configuration: {0}")]
    Unreadable(#[from] Box<figment::Error>),
    /// The base URL is not an origin.
    #[error("base_url must be an origin such as https://hikae.example, without a path; it is {0:?}")]
    NotAnOrigin(String),
    /// Production needs TLS in front.
    #[error("production needs an https:// base_url (or `hikae serve --insecure-http`, on your own responsibility)")]
    PlainHttp,
    /// The name of the log could not stand in a checkpoint or in the header `Hikae-Log`.
    #[error("log_origin must be visible ASCII without \" and \\; it is {0:?}")]
    NotALogOrigin(String),
}

impl Config {
    /// Defaults, then the file named by `HIKAE_CONFIG`, then the environment.
    ///
    /// # Errors
    /// [`ConfigError`] names the setting at fault.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::from_environment_or_insecure(false)
    }

    /// The same, with `insecure_http` as the command line says it.
    ///
    /// # Errors
    /// [`ConfigError`] names the setting at fault.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn from_environment_or_insecure(insecure_http: bool) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Ok(file) = std::env::var("HIKAE_CONFIG") {
            figment = figment.merge(Toml::file_exact(file));
        }
        let mut figment =
            figment.merge(Env::prefixed("HIKAE_").ignore(&["config", "log", "pg_bin"])).merge(Env::raw().only(&["DATABASE_URL"]));
        if insecure_http {
            figment = figment.merge(("insecure_http", true));
        }
        Self::checked(&figment)
    }

    /// The documented defaults alone.
    ///
    /// # Errors
    /// None unless the embedded file is broken, which a test excludes.
    pub fn defaults() -> Result<Self, ConfigError> {
        Self::checked(&Figment::from(Toml::string(DEFAULTS)))
    }

    fn checked(figment: &Figment) -> Result<Self, ConfigError> {
        let mut config: Self = figment.extract().map_err(Box::new)?;
        if config.keys.as_os_str().is_empty() {
            config.keys = config.var.join("keys");
        }
        config.base_url = origin(&config.base_url)?;
        if config.mode == Mode::Production && !config.https() && !config.insecure_http {
            return Err(ConfigError::PlainHttp);
        }
        // It stands as a quoted string in a header: nothing in it may end that string, or the header.
        let log_origin = config.log_origin();
        if !log_origin.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
            return Err(ConfigError::NotALogOrigin(log_origin));
        }
        Ok(config)
    }

    /// Whether people reach this server over TLS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The host of the base URL: the relying party id of passkeys.
    #[must_use]
    pub fn host(&self) -> String {
        url::Url::parse(&self.base_url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The name of the log, and of the keys that sign it.
    #[must_use]
    pub fn log_origin(&self) -> String {
        if self.log_origin.is_empty() { format!("{}/log", self.host()) } else { self.log_origin.clone() }
    }

    /// Whether mail is handed over to a relay.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        !self.smtp_url.is_empty()
    }

    /// The value that a token assertion's `aud` must have.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        format!("{}/oauth/token", self.base_url)
    }
}

/// Whether log lines are JSON: in production, where programs read them.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "asked before there is a configuration, so that a fault in it is logged too")]
pub fn log_as_json() -> bool {
    std::env::var("HIKAE_MODE").is_ok_and(|mode| mode == "production")
}

/// Which log lines are written, as `HIKAE_LOG` says in the words of tracing's `EnvFilter`.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "asked before there is a configuration, so that a fault in it is logged too")]
pub fn log_filter() -> String {
    std::env::var("HIKAE_LOG").unwrap_or_else(|_| "info".to_owned())
}

/// The origin that a base URL names, without a slash at its end.
fn origin(base_url: &str) -> Result<String, ConfigError> {
    let fault = || ConfigError::NotAnOrigin(base_url.to_owned());
    let url = url::Url::parse(base_url).map_err(|_| fault())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !bare || !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(fault());
    }
    Ok(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(settings: &str) -> Result<Config, ConfigError> {
        Config::checked(&Figment::from(Toml::string(DEFAULTS)).merge(Toml::string(settings)))
    }

    #[test]
    fn the_documented_defaults_are_a_whole_configuration() {
        let config = Config::defaults().unwrap();
        assert_eq!(config.base_url, "http://localhost:3000");
        assert_eq!(config.keys, PathBuf::from("var/keys"));
    }

    #[test]
    fn an_unknown_setting_is_an_error_and_not_ignored() {
        assert!(matches!(with("insured_number = false"), Err(ConfigError::Unreadable(_))));
    }

    #[test]
    fn the_base_url_is_an_origin() {
        assert_eq!(with("base_url = 'https://hikae.example/'").unwrap().base_url, "https://hikae.example");
        for bad in ["hikae.example", "https://hikae.example/app", "ftp://hikae.example", "https://a@hikae.example", ""] {
            assert!(with(&format!("base_url = '{bad}'")).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_name_of_the_log_can_stand_in_a_header() {
        for good in ["", "hikae.example/log", "log.example/2026"] {
            assert!(with(&format!("log_origin = '{good}'")).is_ok(), "{good}");
        }
        for bad in ["hikae log", "hikae\"log", "hikae\\log", "控え", "a\r\nSet-Cookie:x"] {
            let settings = format!("log_origin = {}", serde_json::json!(bad));
            assert!(matches!(with(&settings), Err(ConfigError::NotALogOrigin(_))), "{bad}");
        }
    }

    #[test]
    fn production_wants_tls() {
        assert!(matches!(with("mode = 'production'"), Err(ConfigError::PlainHttp)));
        assert!(with("mode = 'production'\nbase_url = 'https://hikae.example'").is_ok());
        assert!(with("mode = 'production'\ninsecure_http = true").is_ok());
    }
}
