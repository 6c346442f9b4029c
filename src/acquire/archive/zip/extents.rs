//! Places in a file that were read already.
//!
//! A zip bomb without nesting has thousands of members over the same bytes; an archive that was packed has none.

use std::collections::BTreeMap;

/// Gaps too short for a header are closed, so that the members of an ordinary archive make up one extent.
const GAP: u64 = 30;

/// Extents by where they start, none of them touching another.
#[derive(Debug, Default)]
pub(super) struct Extents(BTreeMap<u64, u64>);

impl Extents {
    /// Takes the bytes from `start` to `end`; false if some were taken before.
    pub(super) fn take(&mut self, start: u64, end: u64) -> bool {
        let before = self.0.range(..=start).next_back().map(|(&s, &e)| (s, e));
        let after = self.0.range(start..).next().map(|(&s, &e)| (s, e));
        if before.is_some_and(|(_, e)| e > start) || after.is_some_and(|(s, _)| s < end) {
            return false;
        }
        let (mut from, mut to) = (start, end);
        if let Some((s, _)) = before.filter(|(_, e)| start - e < GAP) {
            from = s;
        }
        if let Some((s, e)) = after.filter(|(s, _)| s - end < GAP) {
            self.0.remove(&s);
            to = e;
        }
        self.0.insert(from, to);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_not_taken_again() {
        let mut extents = Extents::default();
        assert!(extents.take(100, 200) && extents.take(216, 300) && extents.take(0, 90));
        assert_eq!(extents.0.len(), 1);
        assert!(extents.take(1000, 2000));
        assert!(!extents.take(1999, 3000) && !extents.take(500, 1001) && !extents.take(50, 60));
        assert!(extents.take(400, 990));
    }
}
