//! Entries → the whole in counts: by verdict, form, year and region; what fails most; agencies by years.

use super::index::Entry;
use crate::verify::Verdict;
use crate::write::record::word;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Lines of a list of what fails most.
const MOST: usize = 20;

/// Agencies of the matrix that are handed out at a time.
pub const AGENCIES: usize = 200;

/// A dataset in counts.
#[derive(Debug, Default, Serialize)]
pub struct Whole {
    /// How many documents.
    pub documents: usize,
    /// By verdict.
    pub verdicts: BTreeMap<String, usize>,
    /// Verdicts by form.
    pub forms: BTreeMap<String, BTreeMap<String, usize>>,
    /// Verdicts by year.
    pub years: BTreeMap<String, BTreeMap<String, usize>>,
    /// Verdicts by the largest division: a province.
    pub regions: BTreeMap<String, BTreeMap<String, usize>>,
    /// Verdicts by media type.
    pub types: BTreeMap<String, BTreeMap<String, usize>>,
    /// Documents by finding, the most frequent first.
    pub findings: Vec<(String, usize)>,
    /// Sums that fail, by identity.
    pub identities: Vec<(String, usize)>,
    /// Rows of the form whose cells are missing or in doubt, with how many documents show it.
    pub rows: Vec<(String, usize)>,
    /// Programs that made the PDFs which are unreadable or need review, without their versions.
    pub producers: Vec<(String, usize)>,
}

/// A report: its number and its verdict.
pub type Numbered = (usize, Verdict);

/// The reports of agencies by year.
#[derive(Debug, Default, Serialize)]
pub struct Matrix {
    /// The years, of any report.
    pub years: Vec<u16>,
    /// How many agencies there are.
    pub agencies: usize,
    /// An agency's reports of each year: their numbers and verdicts.
    pub rows: Vec<(String, Vec<Vec<Numbered>>)>,
}

/// Counts the whole.
pub fn count(entries: &[Entry]) -> Whole {
    let mut whole = Whole { documents: entries.len(), ..Whole::default() };
    let (mut findings, mut identities, mut rows, mut producers) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for entry in entries {
        let verdict = word(&entry.verdict);
        let none = || "—".to_owned();
        for (map, key) in [
            (&mut whole.forms, entry.form.clone().unwrap_or_else(none)),
            (&mut whole.years, entry.year.map_or_else(none, |year| year.to_string())),
            (&mut whole.regions, entry.region.first().cloned().unwrap_or_else(none)),
            (&mut whole.types, entry.media_type.as_ref().map_or_else(none, word)),
        ] {
            *map.entry(key).or_default().entry(verdict.clone()).or_default() += 1;
        }
        *whole.verdicts.entry(verdict).or_default() += 1;
        let row = |id: &String| id.rsplit_once('.').map_or(id.clone(), |(row, _)| row.to_owned());
        let once = |words: &mut dyn Iterator<Item = String>, to: &mut BTreeMap<String, usize>| {
            for word in words.collect::<BTreeSet<String>>() {
                *to.entry(word).or_default() += 1;
            }
        };
        once(&mut entry.findings.iter().cloned(), &mut findings);
        once(&mut entry.failed.iter().cloned(), &mut identities);
        once(&mut entry.marked.iter().map(row), &mut rows);
        if matches!(entry.verdict, Verdict::Unreadable | Verdict::NeedsReview) {
            once(&mut entry.producer.iter().map(|name| program(name)), &mut producers);
        }
    }
    (whole.findings, whole.identities) = (most(findings), most(identities));
    (whole.rows, whole.producers) = (most(rows), most(producers));
    whole
}

/// A producer's name up to its version: `Microsoft® Word 2016` and `Microsoft® Word 2019` are mended together.
fn program(name: &str) -> String {
    let is_version =
        |word: &str| word.trim_start_matches(['v', 'V', '(', 'm', '-']).starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = name
        .split(' ')
        .enumerate()
        .take_while(|(at, word)| *at == 0 || !is_version(word))
        .map(|(_, word)| word)
        .collect();
    words.join(" ")
}

fn most(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(word, count)| (Reverse(*count), word.clone()));
    counts.truncate(MOST);
    counts
}

/// The agencies whose name holds a text, from one on, by years.
pub fn matrix(entries: &[Entry], text: &str, from: usize) -> Matrix {
    let mut agencies: BTreeMap<&str, BTreeMap<u16, Vec<Numbered>>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        if let (Some(agency), Some(year)) = (&entry.known_as, entry.year)
            && agency.contains(text)
        {
            agencies.entry(agency).or_default().entry(year).or_default().push((number, entry.verdict));
        }
    }
    let years: BTreeSet<u16> = agencies.values().flat_map(BTreeMap::keys).copied().collect();
    let count = agencies.len();
    let rows = agencies.into_iter().skip(from).take(AGENCIES).map(|(agency, mut of)| {
        (agency.to_owned(), years.iter().map(|year| of.remove(year).unwrap_or_default()).collect())
    });
    Matrix { rows: rows.collect(), agencies: count, years: years.iter().copied().collect() }
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn a_producer_is_named_without_its_version() {
        for (told, name) in [
            ("Microsoft® Word 2016", "Microsoft® Word"),
            ("Skia/PDF m120", "Skia/PDF"),
            ("LibreOffice 7.4 (X86)", "LibreOffice"),
            ("WPS 文字", "WPS 文字"),
            ("3-Heights PDF", "3-Heights PDF"),
            ("iText® 5.5.13 ©2000-2018", "iText®"),
        ] {
            assert_eq!(program(told), name);
        }
    }
}
