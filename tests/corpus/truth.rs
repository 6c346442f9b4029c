//! What a document of the corpus is known to say, and how a record is held against it.

use crate::sections::{self, Section};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Kinds of document that print no edges of paragraphs.
const NO_PARAGRAPHS: [&str; 2] = ["text_glued", "text_spaced"];

/// The truth of one document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Truth {
    /// The document's name.
    file: String,
    /// What sort of document it is.
    kind: String,
    /// What it is there to show.
    #[serde(rename = "note", default)]
    _note: Option<String>,
    form: Option<String>,
    year: Option<u16>,
    agency: Option<String>,
    verdict: String,
    /// Verdicts that are as good.
    #[serde(default)]
    verdict_also: Vec<String>,
    reason: Option<String>,
    /// Reasons that are as good.
    #[serde(default)]
    reason_also: Vec<String>,
    /// Every cell that is printed, and what is printed in it.
    cells: BTreeMap<String, Value>,
    /// Cells that can't be told for certain, and must be marked where they are not right.
    #[serde(default)]
    doubtful: BTreeSet<String>,
    /// Headings and text of its sections, where the maker knows them.
    #[serde(default)]
    sections: Vec<Section>,
    /// Why this version fails here.
    #[serde(default)]
    pub(crate) expected_failure: Option<String>,
}

/// Cells, counted as `score` counts them.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) cells: usize,
    pub(crate) right: usize,
    pub(crate) flagged: usize,
    pub(crate) silent: usize,
}

impl Truth {
    /// The truth of a document of the corpus.
    pub(crate) fn load(corpus: &Path, name: &str) -> Result<Self, String> {
        if !corpus.join("documents").join(name).is_file() {
            return Err(format!("corpus/truth has {name}.json, and corpus/documents has no {name}"));
        }
        let text = fs::read(corpus.join("truth").join(format!("{name}.json")));
        let text = text.map_err(|_| format!("{name} has no truth: write corpus/truth/{name}.json"))?;
        let truth: Self = serde_json::from_slice(&text).map_err(|e| format!("{name}.json: {e}"))?;
        if truth.file == name { Ok(truth) } else { Err(format!("{name}.json is about {}", truth.file)) }
    }

    /// Everything in a record that the truth does not allow.
    pub(crate) fn faults(&self, record: &Value) -> Vec<String> {
        let mut found = Vec::new();
        let mut told =
            |what: &str, wanted: &str, got: &Value| found.push(format!("{what}: {wanted} expected, got {got}"));
        let allowed = |word: &Value, first: Option<&String>, also: &[String]| match word {
            Value::String(word) => first == Some(word) || also.contains(word),
            _ => word.is_null() && first.is_none(),
        };
        if !allowed(&record["verdict"], Some(&self.verdict), &self.verdict_also) {
            told("verdict", &self.verdict, &record["verdict"]);
        }
        if !allowed(&record["reason"], self.reason.as_ref(), &self.reason_also) {
            told("reason", &format!("{:?}", self.reason), &record["reason"]);
        }
        if self.verdict == "unreadable" {
            return found;
        }
        if !allowed(&record["form"], self.form.as_ref(), &[]) {
            told("form", &format!("{:?}", self.form), &record["form"]);
        }
        if record["year"].as_u64() != self.year.map(u64::from) {
            told("year", &format!("{:?}", self.year), &record["year"]);
        }
        if !allowed(&record["agency"]["name"], self.agency.as_ref(), &[]) {
            told("agency", &format!("{:?}", self.agency), &record["agency"]["name"]);
        }
        for (id, printed) in &self.cells {
            let got = value(record, id);
            let marked = record["cells"][id]["status"] == "doubtful";
            if number(got) != number(printed) && !(marked && self.doubtful.contains(id)) {
                let status = &record["cells"][id]["status"];
                found.push(format!("{id}: printed {printed}, got {got}, {status}"));
            }
        }
        if !self.sections.is_empty() {
            found.extend(sections::faults(&self.sections, record, !NO_PARAGRAPHS.contains(&self.kind.as_str())));
        }
        // A number where the truth has no cell comes from nowhere.
        let cells = record["cells"].as_object().into_iter().flatten().map(|(id, _)| id);
        for id in cells.filter(|id| !self.cells.contains_key(*id) && !value(record, id).is_null()) {
            found.push(format!("{id}: not printed, got {}", value(record, id)));
        }
        found
    }

    /// Counts the cells of a record.
    pub(crate) fn count(&self, record: &Value, tally: &mut Tally) {
        let review = record["verdict"] == "needs_review" || record["verdict"] == "unreadable";
        for (id, printed) in &self.cells {
            tally.cells += 1;
            if number(value(record, id)) == number(printed) {
                tally.right += 1;
            } else if review || record["cells"][id]["status"] == "doubtful" {
                tally.flagged += 1;
            } else {
                tally.silent += 1;
            }
        }
    }
}

fn value<'a>(record: &'a Value, id: &str) -> &'a Value {
    id.split('.').fold(&record["tables"], |at, word| &at[word])
}

/// A JSON number as an exact decimal; null where there is none.
fn number(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}
