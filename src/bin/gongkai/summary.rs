//! The closing summary of a run: counts by verdict and by reason, with the first names of each that needs a look.

use crate::size;
use gongkai::finding::Reason;
use gongkai::verify::Verdict;
use gongkai::write::record::{Record, word};
use gongkai::write::run::Counts;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Names told of each class.
const NAMES: usize = 3;

/// The documents that need a look, by class: how many, and the first few.
#[derive(Debug, Default)]
pub(crate) struct Looks(BTreeMap<(Verdict, Option<Reason>), Class>);

#[derive(Debug, Default)]
struct Class {
    documents: u64,
    names: Vec<(String, PathBuf)>,
}

impl Looks {
    /// Takes note of a record, found at a path.
    pub(crate) fn add(&mut self, record: &Record, path: &Path) {
        let class = self.0.entry((record.verdict, record.reason)).or_default();
        class.documents += 1;
        if record.verdict != Verdict::Clean && class.names.len() < NAMES {
            class.names.push((record.document.source.clone(), path.to_owned()));
        }
    }

    /// Says it all.
    pub(crate) fn tell(&self, counts: &Counts, took: Duration, dataset: &Path, to: &mut impl Write) -> io::Result<()> {
        let again = match counts.duplicates {
            0 => String::new(),
            1 => " (and an identical copy)".to_owned(),
            n => format!(" (and {n} identical copies)"),
        };
        let (documents, bytes, seconds) = (counts.documents, size::told(counts.bytes), took.as_secs_f64());
        writeln!(to, "{documents} documents{again}, {bytes}, in {seconds:.1} s")?;
        match counts.hidden {
            0 => {}
            1 => writeln!(to, "a hidden file or folder was passed over")?,
            n => writeln!(to, "{n} hidden files or folders were passed over")?,
        }
        let mut look = None;
        for ((verdict, reason), class) in &self.0 {
            let label = reason.map_or_else(|| word(verdict), |reason| format!("{}: {}", word(verdict), word(&reason)));
            write!(to, "{:>8}  {label}", class.documents)?;
            let names: Vec<_> = class.names.iter().map(|(name, _)| name.as_str()).collect();
            if !names.is_empty() {
                let more = class.documents - names.len() as u64;
                let more = if more == 0 { String::new() } else { format!(" and {more} more") };
                write!(to, "  ({}{more})", names.join(", "))?;
            }
            writeln!(to)?;
            look = look.or_else(|| class.names.first().map(|(_, path)| path));
        }
        if let Some(path) = look {
            writeln!(to, "Look at one with: gongkai show {}", quoted(path))?;
        }
        writeln!(to, "The dataset is in {}", dataset.display())
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.chars().all(|c| c.is_alphanumeric() || "/._-+,:@".contains(c)) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
