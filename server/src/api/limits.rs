//! How often one client, or one address, may try something.

use super::error::ApiError;
use crate::config::Config;
use crate::http::address::address_of;
use crate::service::refusals::Refusals;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::actor::Operation;
use domain::clock::{Clock, Timestamp};
use domain::failure::Problem;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How many seconds to wait before the next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub u64);

impl From<Wait> for ApiError {
    fn from(Wait(seconds): Wait) -> Self {
        Self::Wait(seconds)
    }
}

/// Counts tries. One for the whole server, so that the token endpoint and the sign-in and code forms share their limits.
pub struct Tries {
    config: Arc<Config>,
    addresses: Buckets<IpAddr>,
    clients: Buckets<String>,
    requests: Buckets<String>,
}

impl Tries {
    /// As many a minute as the configuration says.
    #[must_use]
    pub fn new(config: Arc<Config>, clock: &Arc<dyn Clock>) -> Self {
        let per_minute = config.tries_per_minute;
        let requests = Buckets::new(config.requests_per_minute, clock.clone());
        let (addresses, clients) = (Buckets::new(per_minute, clock.clone()), Buckets::new(per_minute, clock.clone()));
        Self { config, addresses, clients, requests }
    }

    /// One more try from that address.
    ///
    /// # Errors
    /// [`Wait`]: there were too many.
    pub fn address(&self, address: Option<IpAddr>) -> Result<(), Wait> {
        // Callers without an address share one bucket: a missing address opens nothing.
        self.addresses.take(&address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), network))
    }

    /// One more try of that client, which has proved who it is: a name alone would let anybody shut a hospital out.
    ///
    /// # Errors
    /// [`Wait`]: there were too many.
    pub fn client(&self, id: &str) -> Result<(), Wait> {
        self.clients.take(&id.to_owned())
    }

    /// One more request of that client, which a token covers.
    ///
    /// # Errors
    /// [`Wait`]: there were too many.
    pub fn request(&self, client: &str) -> Result<(), Wait> {
        self.requests.take(&client.to_owned())
    }
}

/// Whoever has a 64-bit network has all its addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// What the forms that take codes are limited with.
#[derive(Clone)]
pub struct Limit {
    /// The tries of the whole server.
    pub tries: Arc<Tries>,
    /// Where refusals are counted.
    pub refusals: Refusals,
    /// What the form is for.
    pub operation: Operation,
}

/// Lets a request through if its address has not tried too often.
pub async fn by_address(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let Limit { tries, refusals, operation } = limit;
    match tries.address(address_of(request.headers(), request.extensions(), &tries.config)) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            refusals.note(operation, Problem::TooManyRequests, "tried too often");
            ApiError::from(wait).into_response()
        }
    }
}

/// One token bucket per key.
struct Buckets<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, Elapsed, NoOpMiddleware<Nanos>>,
    since_tidied: AtomicU32,
}

/// After how many tries full buckets are thrown away.
const TIDY_EVERY: u32 = 4_096;

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn new(per_minute: u32, clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::new(quota, DefaultKeyedStateStore::default(), Elapsed::new(clock));
        Self { limiter, since_tidied: AtomicU32::new(0) }
    }

    fn take(&self, key: &K) -> Result<(), Wait> {
        if self.since_tidied.fetch_add(1, Ordering::Relaxed) >= TIDY_EVERY {
            self.since_tidied.store(0, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::Clock::now(self.limiter.clock()));
            Wait(wait.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX).max(1))
        })
    }
}

/// Our clock as one that never goes back: when the wall clock is set back, time here goes on from where it was.
#[derive(Clone)]
struct Elapsed {
    clock: Arc<dyn Clock>,
    seen: Arc<Mutex<(Timestamp, Duration)>>,
}

impl Elapsed {
    fn new(clock: Arc<dyn Clock>) -> Self {
        let seen = Arc::new(Mutex::new((clock.now(), Duration::ZERO)));
        Self { clock, seen }
    }
}

impl governor::clock::Clock for Elapsed {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, elapsed) = *seen;
        let now = self.clock.now();
        let passed = u64::try_from(now.millis().saturating_sub(last.millis())).unwrap_or(0);
        *seen = (now, elapsed.saturating_add(Duration::from_millis(passed)));
        seen.1.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::Span;
    use std::sync::atomic::AtomicI64;

    struct Hand(AtomicI64);

    impl Hand {
        fn turn(&self, span: Span) {
            self.0.fetch_add(span.millis(), Ordering::SeqCst);
        }
    }

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(self.0.load(Ordering::SeqCst))
        }
    }

    fn tries() -> (Arc<Hand>, Tries) {
        let hand = Arc::new(Hand(AtomicI64::new(1_790_000_000_000)));
        let config = Config { tries_per_minute: 3, ..Config::defaults().unwrap() };
        let clock: Arc<dyn Clock> = hand.clone();
        (hand, Tries::new(Arc::new(config), &clock))
    }

    fn from(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_fourth_try_of_a_minute_waits_and_another_address_does_not() {
        let (hand, tries) = tries();
        for _ in 0..3 {
            tries.address(from("192.0.2.1")).unwrap();
        }
        assert_eq!(tries.address(from("192.0.2.1")), Err(Wait(20)));
        assert_eq!(tries.address(from("::ffff:192.0.2.1")), Err(Wait(20)));
        assert_eq!(tries.address(from("192.0.2.2")), Ok(()));
        hand.turn(Span::seconds(20));
        assert_eq!(tries.address(from("192.0.2.1")), Ok(()));
    }

    #[test]
    fn one_network_is_one_caller() {
        let (_, tries) = tries();
        for n in 0..3 {
            tries.address(from(&format!("2001:db8:1:2::{n}"))).unwrap();
        }
        assert!(tries.address(from("2001:db8:1:2:ffff::1")).is_err());
        assert!(tries.address(from("2001:db8:1:3::1")).is_ok());
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let (hand, tries) = tries();
        hand.turn(Span::hours(1));
        for _ in 0..3 {
            tries.client("a").unwrap();
        }
        hand.turn(Span::seconds(-7_200));
        assert!(tries.client("a").is_err());
        hand.turn(Span::seconds(20));
        assert_eq!(tries.client("a"), Ok(()));
    }

    #[test]
    fn buckets_that_are_full_again_are_thrown_away() {
        let (hand, tries) = tries();
        for n in 0..TIDY_EVERY {
            tries.client(&n.to_string()).unwrap();
        }
        hand.turn(Span::minutes(2));
        tries.client("one more").unwrap();
        assert!(tries.clients.limiter.len() <= 1);
    }
}
