//! Errors among things looked at → what share of all is wrong, with its exact interval (Clopper and Pearson 1934).
//!
//! The interval holds for things drawn independently. Cells of one report are not quite that: who cites a rate of cells
//! should look at that of reports beside it.

use serde::Serialize;
use statrs::function::beta::beta_reg;

/// Confidence of the intervals.
pub const CONFIDENCE: f64 = 0.95;

/// Steps of a bisection: each halves what is left of 0 to 1, to less than a double can tell.
const STEPS: u32 = 60;

/// The most things that are counted up to for a bound.
const MOST: u64 = 1 << 40;

/// A share, estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// How many were wrong.
    pub wrong: u64,
    /// Of how many.
    pub seen: u64,
    /// The share among those seen; 0 where none was.
    pub share: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Rate {
    /// The rate of so many wrong ones among those seen.
    pub fn of(wrong: u64, seen: u64) -> Self {
        let wrong = wrong.min(seen);
        let share = if seen == 0 { 0.0 } else { wrong as f64 / seen as f64 };
        Self { wrong, seen, share, low: low(wrong, seen), high: high(wrong, seen) }
    }

    /// How many more have to be seen until the upper end is at most `bound`, if they are all right; nothing where that
    /// never comes.
    pub fn more_for(&self, bound: f64) -> Option<u64> {
        if !(bound > 0.0 && bound < 1.0) {
            return None;
        }
        let holds = |more: u64| high(self.wrong, self.seen + more) <= bound;
        if holds(0) {
            return Some(0);
        }
        let mut enough = 1;
        while !holds(enough) {
            enough *= 2;
            if enough > MOST {
                return None;
            }
        }
        let mut too_few = enough / 2;
        while enough - too_few > 1 {
            let middle = u64::midpoint(enough, too_few);
            if holds(middle) { enough = middle } else { too_few = middle }
        }
        Some(enough)
    }
}

/// The share at which as many wrong ones or more would be seen in one of forty samples.
fn low(wrong: u64, seen: u64) -> f64 {
    if wrong == 0 {
        return 0.0;
    }
    let (a, b) = (wrong as f64, (seen - wrong) as f64 + 1.0);
    solve(|share| beta_reg(a, b, share), (1.0 - CONFIDENCE) / 2.0)
}

/// The share at which as many or fewer would be.
fn high(wrong: u64, seen: u64) -> f64 {
    if wrong >= seen {
        return 1.0;
    }
    let (a, b) = (wrong as f64 + 1.0, (seen - wrong) as f64);
    solve(|share| beta_reg(a, b, share), 1.0 - (1.0 - CONFIDENCE) / 2.0)
}

/// Where a function that grows from 0 to 1 reaches a value.
fn solve(function: impl Fn(f64) -> f64, value: f64) -> f64 {
    let (mut below, mut above) = (0.0, 1.0);
    for _ in 0..STEPS {
        let middle = f64::midpoint(below, above);
        if function(middle) < value { below = middle } else { above = middle }
    }
    f64::midpoint(below, above)
}

#[cfg(test)]
mod tests {
    use super::Rate;

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-6, "{value} is not {expected}");
    }

    #[test]
    fn intervals_are_those_of_r() {
        // binom.test(x, n)$conf.int of R 4.3.
        for (wrong, seen, low, high) in [
            (0, 10, 0.0, 0.308_497_1),
            (1, 10, 0.002_528_579, 0.445_016_1),
            (5, 10, 0.187_086_0, 0.812_914_0),
            (10, 10, 0.691_502_9, 1.0),
            (0, 5000, 0.0, 0.000_737_504),
            (3, 20000, 0.000_030_934, 0.000_438_303),
        ] {
            let rate = Rate::of(wrong, seen);
            close(rate.low, low);
            close(rate.high, high);
        }
    }

    #[test]
    fn nothing_seen_is_nothing_known() {
        let rate = Rate::of(0, 0);
        assert_eq!((rate.share, rate.low, rate.high), (0.0, 0.0, 1.0));
    }

    #[test]
    fn what_is_still_to_be_seen_is_just_enough() {
        let rate = Rate::of(1, 100);
        let more = rate.more_for(0.01).unwrap();
        assert!(Rate::of(1, 100 + more).high <= 0.01);
        assert!(Rate::of(1, 100 + more - 1).high > 0.01);
        assert_eq!(Rate::of(0, 0).more_for(0.001), Some(3688));
        assert_eq!(rate.more_for(1.0), None);
        assert_eq!(rate.more_for(f64::NAN), None);
    }
}
