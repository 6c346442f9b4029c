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

/// Draws a sample of at most so many reports; the numbers of their entries.
pub fn draw(entries: &[Entry], size: usize, seed: u64) -> BTreeSet<usize> {
    let mut strata: BTreeMap<(Option<&str>, String), Vec<([u8; 32], usize)>> = BTreeMap::new();
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
