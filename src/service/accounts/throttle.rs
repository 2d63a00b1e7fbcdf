//! Slowing down whoever guesses passwords, without locking anybody else out.
//!
//! What is counted is the pair of account and origin: a client address, or a browser from which
//! the account has signed in before. Failures from elsewhere never count against an account, so
//! nobody can lock out its owner; a known browser is not even hit by guesses from the same office
//! (OWASP, "Slow down online guessing attacks with device cookies"). Accounts that do not exist
//! are counted alike. Kept in memory only.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::Mutex,
    time::{Duration, Instant},
};

use crate::store::SecretHash;

/// Wrong passwords before the first wait.
const FREE: u32 = 5;
/// Longest wait.
const LONGEST: Duration = Duration::from_mins(5);
/// How long failures count.
const MEMORY: Duration = Duration::from_hours(1);
/// How many pairs are kept at most; the oldest go first.
const MOST: usize = 50_000;

/// Where an attempt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// A client, as limits count them: of IPv6 the network.
    Client(IpAddr),
    /// A browser from which the account has signed in before.
    Device(SecretHash),
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

#[derive(Debug, Default)]
pub(super) struct Throttle {
    failures: Mutex<HashMap<(String, Origin), Failures>>,
}

fn wait_after(count: u32) -> Duration {
    let doublings = count.saturating_sub(FREE);
    if doublings == 0 {
        return Duration::ZERO;
    }
    Duration::from_secs(1 << (doublings - 1).min(16)).min(LONGEST)
}

impl Throttle {
    /// How long this pair has to wait before its next attempt. An attempt that is let through is
    /// counted as failed at once, so that many at the same time do not slip past; success takes
    /// it back.
    pub(super) fn attempt(&self, name: &str, origin: Origin, now: Instant) -> Option<Duration> {
        let mut failures = self.failures.lock().expect("no holder panics");
        if failures.len() >= MOST {
            failures.retain(|_, kept| now.duration_since(kept.last) < MEMORY);
            if failures.len() >= MOST
                && let Some(oldest) =
                    failures.iter().min_by_key(|(_, kept)| kept.last).map(|(key, _)| key.clone())
            {
                failures.remove(&oldest);
            }
        }
        let kept =
            failures.entry((name.to_owned(), origin)).or_insert(Failures { count: 0, last: now });
        if now.duration_since(kept.last) >= MEMORY {
            kept.count = 0;
        }
        let since = now.duration_since(kept.last);
        let wait = wait_after(kept.count);
        if since < wait {
            return Some(wait - since);
        }
        *kept = Failures { count: kept.count + 1, last: now };
        None
    }

    /// The attempt succeeded: the pair is trusted again.
    pub(super) fn succeeded(&self, name: &str, origin: Origin) {
        self.failures.lock().expect("no holder panics").remove(&(name.to_owned(), origin));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Origin {
        Origin::Client(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn guessing_gets_slower_and_slower_but_never_ends() {
        let throttle = Throttle::default();
        let mut now = Instant::now();
        for _ in 0..FREE {
            assert_eq!(throttle.attempt("erika", client(1), now), None);
        }
        assert_eq!(throttle.attempt("erika", client(1), now), None, "the sixth is let through");
        assert_eq!(throttle.attempt("erika", client(1), now), Some(Duration::from_secs(1)));
        now += Duration::from_secs(1);
        assert_eq!(throttle.attempt("erika", client(1), now), None);
        assert_eq!(throttle.attempt("erika", client(1), now), Some(Duration::from_secs(2)));
        for _ in 0..100 {
            now += LONGEST;
            assert_eq!(throttle.attempt("erika", client(1), now), None);
        }
        assert_eq!(throttle.attempt("erika", client(1), now), Some(LONGEST));
    }

    #[test]
    fn guesses_lock_nobody_else_out() {
        let throttle = Throttle::default();
        let now = Instant::now();
        while throttle.attempt("erika", client(1), now).is_none() {}
        assert_eq!(throttle.attempt("erika", client(2), now), None, "from elsewhere");
        assert_eq!(throttle.attempt("erika", Origin::Device([1; 32]), now), None, "her browser");
        assert_eq!(throttle.attempt("ole", client(1), now), None, "her colleague");
    }

    #[test]
    fn success_and_time_clear_the_count() {
        let throttle = Throttle::default();
        let now = Instant::now();
        while throttle.attempt("erika", client(1), now).is_none() {}
        throttle.succeeded("erika", client(1));
        assert_eq!(throttle.attempt("erika", client(1), now), None);
        while throttle.attempt("erika", client(1), now).is_none() {}
        assert_eq!(throttle.attempt("erika", client(1), now + MEMORY), None);
    }
}
