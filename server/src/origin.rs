//! Where the request at hand comes from, truncated, for audit lines.
//!
//! It travels beside the call and not through every signature: no rule depends on it, it is only written down.

use std::future::Future;
use std::net::IpAddr;

tokio::task_local! {
    static ORIGIN: Option<String>;
}

/// Runs the future as on a request from that address.
pub async fn within<F: Future>(address: Option<IpAddr>, run: F) -> F::Output {
    ORIGIN.scope(address.map(truncated), run).await
}

/// Where the request at hand comes from; `None` outside a request.
#[must_use]
pub fn current() -> Option<String> {
    ORIGIN.try_with(Clone::clone).ok().flatten()
}

/// The network that an address belongs to: /24 of IPv4, /48 of IPv6. Enough to see a pattern, not enough to name a home.
#[must_use]
pub fn truncated(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_network_of_an_address_is_kept() {
        assert_eq!(truncated("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(truncated("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1::/48");
        assert_eq!(truncated("::ffff:192.0.2.77".parse().unwrap()), "192.0.2.0/24");
    }

    #[tokio::test]
    async fn it_is_known_within_a_request_and_nowhere_else() {
        assert_eq!(current(), None);
        let inside = within(Some("192.0.2.77".parse().unwrap()), async { current() }).await;
        assert_eq!(inside.as_deref(), Some("192.0.2.0/24"));
    }
}
