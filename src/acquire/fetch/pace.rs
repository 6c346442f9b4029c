//! How a server answers → how long to wait before it is asked again.
//!
//! A server is asked by one connection, one question at a time. It gets time in proportion to the time it took, so one that is
//! slow because it is busy is left alone. Nothing here looks at a clock.

use jiff::Timestamp;
use std::time::Duration;

/// How many times the time of an answer is waited before the next question. Two means a third of the server's one connection.
const RATIO: u32 = 2;

/// The longest wait that an answer's own slowness leads to.
const LONGEST: Duration = Duration::from_secs(30);

/// The first wait after a failure, doubled by each further one.
const FIRST_BACKOFF: Duration = Duration::from_secs(2);

/// The wait before the next question.
#[derive(Debug, Clone)]
pub struct Pace {
    least: Duration,
    now: Duration,
}

impl Pace {
    /// With the least wait between two questions.
    pub fn new(least: Duration) -> Self {
        Self { least, now: least }
    }

    /// The site asks for at least so much.
    pub fn at_least(&mut self, delay: Duration) {
        self.least = self.least.max(delay);
        self.now = self.now.max(self.least);
    }

    /// Takes note of how long an answer took: the wait follows quickly upwards, slowly downwards.
    pub fn answered(&mut self, took: Duration) {
        let wanted = took.saturating_mul(RATIO).min(LONGEST).max(self.least);
        self.now = if wanted > self.now { wanted } else { (self.now + wanted) / 2 };
    }

    /// The wait before the next question.
    pub fn wait(&self) -> Duration {
        self.now
    }
}

/// The wait before something that failed is tried again, for the `nth` time (from 0), of at most `most`. `chance` is any
/// number; it spreads waits over half their length, so that hosts that failed together are not asked again together.
pub fn backoff(nth: u32, first: Option<Duration>, most: Duration, chance: u64) -> Duration {
    let whole = first.unwrap_or(FIRST_BACKOFF).saturating_mul(1 << nth.min(16)).min(most);
    let spread = u64::try_from(whole.as_millis()).unwrap_or(u64::MAX) / 2;
    let part = if spread == 0 { 0 } else { chance % spread };
    (whole / 2 + Duration::from_millis(part)).min(most)
}

/// What a `Retry-After` asks for: seconds, or a date.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value).ok()?;
    let seconds = until.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slow_server_is_left_alone_longer() {
        let mut pace = Pace::new(Duration::from_secs(1));
        pace.answered(Duration::from_millis(100));
        assert_eq!(pace.wait(), Duration::from_secs(1));
        pace.answered(Duration::from_secs(5));
        assert_eq!(pace.wait(), Duration::from_secs(10));
        pace.answered(Duration::from_millis(100));
        assert_eq!(pace.wait(), Duration::from_millis(5500));
        pace.answered(Duration::from_secs(500));
        assert_eq!(pace.wait(), Duration::from_secs(30));
        pace.at_least(Duration::from_secs(40));
        assert_eq!(pace.wait(), Duration::from_secs(40));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2015-10-21T07:27:00Z".parse().unwrap();
        assert_eq!(retry_after("120", now), Some(Duration::from_mins(2)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now), Some(Duration::from_mins(1)));
        assert_eq!(retry_after("Wed, 21 Oct 2014 07:28:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }

    proptest! {
        #[test]
        fn waits_grow_and_stay_within_bounds(nth in 0u32..40, chance: u64) {
            let most = Duration::from_mins(10);
            let wait = backoff(nth, None, most, chance);
            let whole = Duration::from_secs(2u64.saturating_mul(1 << nth.min(16))).min(most);
            prop_assert!(wait >= whole / 2 && wait <= whole);
        }
    }
}
