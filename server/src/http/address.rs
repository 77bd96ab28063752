//! The address a request comes from.

use crate::config::Config;
use crate::origin;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Extensions;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The caller's address: the last value of the header that the configuration trusts, else the peer's.
#[must_use]
pub fn address_of(headers: &HeaderMap, extensions: &Extensions, config: &Config) -> Option<IpAddr> {
    if config.client_address_header.is_empty() {
        return extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    }
    // The last value is the one that our own proxy added; those before it are whatever the caller claims.
    let last = headers.get_all(config.client_address_header.as_str()).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// Makes the address known to audit lines.
pub async fn remember(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let address = address_of(request.headers(), request.extensions(), &config);
    origin::within(address, next.run(request)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(header: &str) -> Config {
        Config { client_address_header: header.into(), ..Config::defaults().unwrap() }
    }

    #[test]
    fn a_header_counts_only_where_the_configuration_trusts_it() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 192.0.2.77".parse().unwrap());
        assert_eq!(address_of(&headers, &Extensions::new(), &config("")), None);
        let trusted = address_of(&headers, &Extensions::new(), &config("x-forwarded-for"));
        assert_eq!(trusted, Some("192.0.2.77".parse().unwrap()), "the last value is our proxy's");
    }
}
