//! The clean reports of a dataset → a random sample of them, stratified by form and type of document.
//!
//! Each stratum gives in proportion to its size, by largest remainders, so that every report has about the same chance and
//! what is found holds for all. Which reports a stratum gives is decided by a digest of the seed and the document: the same
//! seed draws the same reports, and a dataset that grows keeps most of its sample.

use super::index::Entry;
use crate::verify::Verdict;
use crate::write::record::word;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A report of a stratum: its lot, and its number.
type Lot = ([u8; 32], usize);

/// Draws a sample of at most so many reports; the numbers of their entries.
pub fn draw(entries: &[Entry], size: usize, seed: u64) -> BTreeSet<usize> {
    let mut strata: BTreeMap<(Option<&str>, String), Vec<Lot>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.verdict == Verdict::Clean) {
        let kind = entry.media_type.as_ref().map(word).unwrap_or_default();
        let lot = Sha256::digest(format!("{seed}\0{}", entry.id)).into();
        strata.entry((entry.form.as_deref(), kind)).or_default().push((lot, number));
    }
    let all: usize = strata.values().map(Vec::len).sum();
    let size = size.min(all);
    if size == 0 {
        return BTreeSet::new();
    }
    let mut given: Vec<usize> = strata.values().map(|of| of.len() * size / all).collect();
    let mut rest: Vec<(Reverse<usize>, usize)> =
        strata.values().enumerate().map(|(n, of)| (Reverse(of.len() * size % all), n)).collect();
    rest.sort_unstable();
    let missing = size - given.iter().sum::<usize>();
    rest.iter().take(missing).for_each(|(_, stratum)| given[*stratum] += 1);
    let mut drawn = BTreeSet::new();
    for (mut of, count) in strata.into_values().zip(given) {
        of.sort_unstable();
        drawn.extend(of.into_iter().take(count).map(|(_, number)| number));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::verify::Verdict;
    use crate::write::review::index::Entry;
    use crate::write::review::index::tests::entry;
    use std::collections::BTreeSet;

    fn dataset() -> Vec<Entry> {
        let form = |n: usize| if n < 90 { "ogi-2021" } else { "ogi-2019" };
        let verdict = |n: usize| if n.is_multiple_of(10) { Verdict::NeedsReview } else { Verdict::Clean };
        (0..100).map(|n| entry(n, verdict(n), form(n), 0)).collect()
    }

    #[test]
    fn it_is_of_the_clean_ones_in_proportion_and_the_same_for_a_seed() {
        let entries = dataset();
        let drawn = draw(&entries, 20, 7);
        assert_eq!(drawn.len(), 20);
        assert!(drawn.iter().all(|n| entries[*n].verdict == Verdict::Clean));
        assert_eq!(drawn.iter().filter(|n| **n >= 90).count(), 2);
        assert_eq!(draw(&entries, 20, 7), drawn);
        assert_ne!(draw(&entries, 20, 8), drawn);
        assert_eq!(draw(&entries, 1000, 7).len(), 90);
        assert!(draw(&entries, 0, 7).is_empty() && draw(&[], 5, 7).is_empty());
    }

    #[test]
    fn each_report_has_about_the_same_chance() {
        let entries = dataset();
        let mut counts = vec![0; entries.len()];
        for seed in 0..2000 {
            for n in draw(&entries, 9, seed) {
                counts[n] += 1;
            }
        }
        // Of 90 clean reports 9 are drawn: 200 times of 2000 each, give or take five standard deviations.
        let drawn: BTreeSet<_> = counts.iter().copied().filter(|count| *count > 0).collect();
        assert!(drawn.first() > Some(&130) && drawn.last() < Some(&270), "{drawn:?}");
    }
}
