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
    [&entry.agency, &entry.known_as].into_iter().flatten().chain([&entry.source, &entry.id]).any(|own| own.contains(text))
}
