//! Changes between two datasets, as `gongkai diff` prints them: for people, as CSV, as JSON.

use crate::failure::Failure;
use clap::ValueEnum;
use gongkai::write::diff::{Change, Changed, Counts, Kind, Side};
use gongkai::write::record::word;
use indicatif::HumanCount;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Stdout, Write};

/// Characters that a line for people shows of a text.
const LONGEST: usize = 40;

/// Characters before the first that differs.
const BEFORE: usize = 10;

/// So many cells of a document are told one by one where only their places changed.
const FEW: usize = 3;

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// A row a change
    Csv,
    /// A JSON object a line
    Json,
}

/// Writes changes to stdout.
pub(crate) struct Printer {
    to: To,
    has_changes: bool,
}

enum To {
    Text(BufWriter<Stdout>),
    Csv(Box<csv::Writer<Stdout>>),
    Json(BufWriter<Stdout>),
}

/// A change as a JSON object.
#[derive(Serialize)]
struct Row<'c> {
    document_id: &'c str,
    source: &'c str,
    #[serde(flatten)]
    change: &'c Change,
}

const HEAD: [&str; 10] =
    ["document_id", "source", "kind", "subject", "was_status", "was", "was_raw", "now_status", "now", "now_raw"];

impl Printer {
    /// With changes, or for a summary only.
    pub(crate) fn new(format: Format, is_summary: bool) -> Result<Self, Failure> {
        let to = match format {
            Format::Text => To::Text(BufWriter::new(io::stdout())),
            Format::Csv => {
                let mut to = csv::Writer::from_writer(io::stdout());
                to.write_record(HEAD).map_err(io::Error::from)?;
                To::Csv(Box::new(to))
            }
            Format::Json => To::Json(BufWriter::new(io::stdout())),
        };
        Ok(Self { to, has_changes: !is_summary })
    }

    /// Prints changes of a document.
    pub(crate) fn print(&mut self, of: &Changed, changes: &[&Change]) -> Result<(), Failure> {
        let Changed { document, source, .. } = of;
        match &mut self.to {
            To::Text(_) if !self.has_changes => {}
            To::Text(to) => {
                writeln!(to, "{source}")?;
                for kind in changes.chunk_by(|a, b| a.kind == b.kind) {
                    match (kind, kind.len() > FEW) {
                        // A line more above a table moves all its cells.
                        ([first, ..], true) if first.kind == Kind::Place => {
                            writeln!(to, "    {}, and of {} more cells", line(first), kind.len() - 1)?;
                        }
                        _ => kind.iter().try_for_each(|change| writeln!(to, "    {}", line(change)))?,
                    }
                }
            }
            To::Csv(to) => {
                for change in changes {
                    let [was, now] = [change.was.as_ref(), change.now.as_ref()].map(fields);
                    let kind = word(&change.kind);
                    let subject = change.subject.as_deref().unwrap_or_default();
                    let first = [document.as_str(), source, &kind, subject];
                    let fields = first.into_iter().chain(was.iter().chain(&now).map(String::as_str));
                    to.write_record(fields).map_err(io::Error::from)?;
                }
            }
            To::Json(to) => {
                for change in changes {
                    serde_json::to_writer(&mut *to, &Row { document_id: document, source, change })?;
                    writeln!(to)?;
                }
            }
        }
        Ok(())
    }

    /// Ends what was begun; people are told how much there was.
    pub(crate) fn finish(self, tally: &Tally, counts: &Counts) -> Result<(), Failure> {
        match self.to {
            To::Text(mut to) => {
                if self.has_changes && tally.changed > 0 {
                    writeln!(to)?;
                }
                tally.tell(counts, &mut to)?;
                to.flush()?;
            }
            To::Csv(mut to) => to.flush()?,
            To::Json(mut to) => to.flush()?,
        }
        Ok(())
    }
}

/// A change in one line.
fn line(change: &Change) -> String {
    let kind = word(&change.kind);
    let (was, now) = match (&change.was, &change.now) {
        (Some(Side::Text(was)), Some(Side::Text(now))) => excerpts(was, now),
        (was, now) => (shown(was.as_ref()), shown(now.as_ref())),
    };
    match (change.kind, &change.subject) {
        (Kind::Removed, _) => "only in A".to_owned(),
        (Kind::Added, _) => "only in B".to_owned(),
        (_, Some(subject)) => format!("{kind} {subject}: {was} → {now}"),
        (_, None) => format!("{kind}: {was} → {now}"),
    }
}

fn shown(side: Option<&Side>) -> String {
    match side {
        None => "nothing".to_owned(),
        Some(Side::Text(text)) => excerpt(text, 0),
        Some(Side::Cell { status, value, raw }) => {
            let value = value.as_ref().map(ToString::to_string);
            let number = value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
            let raw = raw.as_ref().filter(|raw| value.as_ref() != Some(*raw));
            let raw = raw.map(|raw| format!(" “{}”", excerpt(raw, 0))).unwrap_or_default();
            format!("{status}{number}{raw}")
        }
    }
}

/// Two texts from shortly before the first character that differs.
fn excerpts(was: &str, now: &str) -> (String, String) {
    let alike = was.chars().zip(now.chars()).take_while(|(a, b)| a == b).count();
    let is_short = |text: &str| text.chars().count() <= LONGEST;
    let from = if is_short(was) && is_short(now) { 0 } else { alike.saturating_sub(BEFORE) };
    (excerpt(was, from), excerpt(now, from))
}

/// Some characters of a text, in one line.
fn excerpt(text: &str, from: usize) -> String {
    let mut rest = text.chars().skip(from);
    let part: String = rest.by_ref().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
    format!("{before}{part}{after}")
}

/// Status, value and printed text of a cell; anything else in the place of the value.
fn fields(side: Option<&Side>) -> [String; 3] {
    match side {
        None => Default::default(),
        Some(Side::Text(text)) => [String::new(), text.clone(), String::new()],
        Some(Side::Cell { status, value, raw }) => {
            let value = value.as_ref().map(ToString::to_string).unwrap_or_default();
            [status.clone(), value, raw.clone().unwrap_or_default()]
        }
    }
}

/// How often each kind of change came, and in how many documents.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<Kind, [u64; 2]>,
    /// Documents that changed.
    pub(crate) changed: u64,
}

impl Tally {
    /// Counts the changes of a document.
    pub(crate) fn add(&mut self, changes: &[&Change]) {
        self.changed += 1;
        let mut seen = Vec::new();
        for change in changes {
            let [count, documents] = self.kinds.entry(change.kind).or_default();
            *count += 1;
            if !seen.contains(&change.kind) {
                *documents += 1;
                seen.push(change.kind);
            }
        }
    }

    fn tell(&self, counts: &Counts, to: &mut impl Write) -> io::Result<()> {
        if !self.kinds.is_empty() {
            writeln!(to, "{:12} {:>12} {:>12}", "kind", "changes", "documents")?;
        }
        for (kind, [count, documents]) in &self.kinds {
            let [count, documents] = [count, documents].map(|n| HumanCount(*n).to_string());
            writeln!(to, "{:12} {count:>12} {documents:>12}", word(kind))?;
        }
        let [before, after, alike, changed] =
            [counts.before, counts.after, counts.alike, self.changed].map(|n| HumanCount(n).to_string());
        writeln!(to, "{before} documents in A, {after} in B: {alike} alike, {changed} with changes told")
    }
}
