//! Entries → the queue: the most suspicious first, as far as somebody asks for them.
//!
//! What nobody could read comes first, then what is in doubt, then the publishers' own contradictions; among those, what has
//! more doubts. Clean reports stand in it only where a sample draws them.

use super::index::Entry;
use crate::verify::Verdict;
use crate::write::record::word;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for. What is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// A verdict, or `sample`.
    pub verdict: String,
    /// Why a document is unreadable.
    pub reason: String,
    /// A finding's code.
    pub finding: String,
    /// The form.
    pub form: String,
    /// A division, of whatever level.
    pub region: String,
    /// The year.
    pub year: String,
    /// `open` or `done`.
    pub state: String,
    /// Words of the agency's name or the source.
    pub text: String,
}

/// How many entries of the queue have each value, by what they are filtered by.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets(pub BTreeMap<&'static str, BTreeMap<String, usize>>);

/// The numbers of the entries that are to be looked at, in the order of the queue.
pub fn order(entries: &[Entry], sample: &BTreeSet<usize>) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..entries.len()).filter(|n| entries[*n].verdict != Verdict::Clean || sample.contains(n)).collect();
    let rank = |entry: &Entry| match entry.verdict {
        Verdict::Unreadable => 0,
        Verdict::NeedsReview => 1,
        Verdict::PublisherInconsistent => 2,
        Verdict::Clean => 3,
    };
    order.sort_by_key(|n| {
        let entry = &entries[*n];
        (rank(entry), Reverse(entry.marked.len() + entry.failed.len()), *n)
    });
    order
}

impl Filter {
    /// Whether an entry is asked for. `done` tells whether nothing is left to decide in it.
    pub fn takes(&self, entry: &Entry, done: bool) -> bool {
        let is = |wanted: &str, value: Option<String>| wanted.is_empty() || value.as_deref() == Some(wanted);
        is(&self.verdict, Some(kind(entry)))
            && is(&self.reason, entry.reason.as_ref().map(word))
            && is(&self.form, entry.form.clone())
            && is(&self.year, entry.year.map(|year| year.to_string()))
            && is(&self.state, Some(state(done).to_owned()))
            && (self.finding.is_empty() || entry.findings.contains(&self.finding))
            && (self.region.is_empty() || entry.region.contains(&self.region))
            && (self.text.is_empty() || self.text.split_whitespace().all(|text| says(entry, text)))
    }
}

impl Facets {
    /// Counts an entry.
    pub fn add(&mut self, entry: &Entry, done: bool) {
        let mut one = |name, value: String| *self.0.entry(name).or_default().entry(value).or_default() += 1;
        one("verdict", kind(entry));
        one("state", state(done).to_owned());
        entry.reason.iter().for_each(|reason| one("reason", word(reason)));
        entry.form.iter().for_each(|form| one("form", form.clone()));
        entry.year.iter().for_each(|year| one("year", year.to_string()));
        entry.region.iter().for_each(|division| one("region", division.clone()));
        entry.findings.iter().for_each(|code| one("finding", code.clone()));
    }
}

/// The verdict; of a clean report, that it stands here because a sample drew it.
fn kind(entry: &Entry) -> String {
    if entry.verdict == Verdict::Clean { "sample".to_owned() } else { word(&entry.verdict) }
}

fn state(done: bool) -> &'static str {
    if done { "done" } else { "open" }
}

fn says(entry: &Entry, text: &str) -> bool {
    [&entry.agency, &entry.known_as]
        .into_iter()
        .flatten()
        .chain([&entry.source, &entry.id])
        .any(|own| own.contains(text))
}

#[cfg(test)]
mod tests {
    use super::{Filter, order};
    use crate::verify::Verdict;
    use crate::write::review::index::tests::entry;
    use std::collections::BTreeSet;

    #[test]
    fn the_most_suspicious_come_first_and_clean_ones_only_if_drawn() {
        let entries = [
            entry(0, Verdict::Clean, "ogi-2021", 0),
            entry(1, Verdict::PublisherInconsistent, "ogi-2021", 0),
            entry(2, Verdict::NeedsReview, "ogi-2021", 1),
            entry(3, Verdict::NeedsReview, "ogi-2019", 9),
            entry(4, Verdict::Unreadable, "ogi-2019", 0),
            entry(5, Verdict::Clean, "ogi-2021", 0),
        ];
        assert_eq!(order(&entries, &BTreeSet::from([5])), [4, 3, 2, 1, 5]);
    }

    #[test]
    fn every_word_of_a_filter_has_to_fit() {
        let entry = entry(7, Verdict::NeedsReview, "ogi-2021", 1);
        let takes = |change: fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            filter.takes(&entry, false)
        };
        assert!(
            takes(|_| {}) && takes(|f| f.text = "水利 7.txt".to_owned()) && takes(|f| f.region = "江省".to_owned())
        );
        assert!(takes(|f| f.state = "open".to_owned()) && takes(|f| f.year = "2023".to_owned()));
        assert!(!takes(|f| f.text = "水利 8.txt".to_owned()) && !takes(|f| f.verdict = "sample".to_owned()));
        assert!(!takes(|f| f.state = "done".to_owned()) && !takes(|f| f.reason = "damaged".to_owned()));
        assert!(!takes(|f| f.finding = "other".to_owned()) && !takes(|f| f.form = "ogi-2019".to_owned()));
    }
}
