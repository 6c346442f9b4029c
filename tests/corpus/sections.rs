//! The sections of a record against those that the maker of the corpus put into the document.

use serde::Deserialize;
use serde_json::Value;

/// A section as it was made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    number: Option<u8>,
    heading: String,
    /// Its paragraphs, a line each.
    text: String,
}

/// Everything in which the sections of a record are not those that were made, white space aside. `paragraphs`: their
/// edges are printed too.
pub(crate) fn faults(made: &[Section], record: &Value, paragraphs: bool) -> Vec<String> {
    let got: Vec<&Value> = record["sections"].as_array().into_iter().flatten().collect();
    let headings = |of: &mut dyn Iterator<Item = &str>| of.map(folded).collect::<Vec<_>>();
    let wanted = headings(&mut made.iter().map(|s| s.heading.as_str()));
    let found = headings(&mut got.iter().map(|s| s["heading"].as_str().unwrap_or_default()));
    if wanted != found {
        return vec![format!("headings: {wanted:?} expected, got {found:?}")];
    }
    let mut faults = Vec::new();
    for (made, got) in made.iter().zip(got) {
        if got["number"].as_u64() != made.number.map(u64::from) {
            faults.push(format!("{}: its number is {}", made.heading, got["number"]));
        }
        let text = got["text"].as_str().unwrap_or_default();
        let lines = |text: &str| -> Vec<String> {
            if paragraphs { text.lines().map(folded).filter(|l| !l.is_empty()).collect() } else { vec![folded(text)] }
        };
        let (wanted, found) = (lines(&made.text), lines(text));
        if wanted != found {
            let first = wanted.iter().zip(&found).find(|(w, f)| w != f);
            faults.push(format!(
                "{}: {} paragraphs expected, got {}: {first:?}",
                made.heading,
                wanted.len(),
                found.len()
            ));
        }
    }
    faults
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
