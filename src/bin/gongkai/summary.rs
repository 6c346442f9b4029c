//! The closing summary of a run: a table by type, form and verdict, and the first names of each class that needs a look.

use crate::size;
use gongkai::acquire::MediaType;
use gongkai::finding::Reason;
use gongkai::verify::Verdict;
use gongkai::write::brief::Gist;
use gongkai::write::places::Place;
use gongkai::write::record::word;
use gongkai::write::run::Counts;
use indicatif::HumanCount;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// Names told of each class.
const NAMES: usize = 3;

/// The verdicts, as the columns of the table name them.
const COLUMNS: [(Verdict, &str); 4] = [
    (Verdict::Clean, "clean"),
    (Verdict::PublisherInconsistent, "inconsistent"),
    (Verdict::NeedsReview, "to review"),
    (Verdict::Unreadable, "unreadable"),
];

/// What came out, by class.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    classes: BTreeMap<(Verdict, Option<Reason>), Class>,
    /// By type and form: documents of each verdict, in the order of [`COLUMNS`].
    kinds: BTreeMap<(String, String), [u64; COLUMNS.len()]>,
}

#[derive(Debug, Default)]
struct Class {
    documents: u64,
    names: Vec<(String, String)>,
}

impl Looks {
    /// Takes note of a record, and of the place where its document was found.
    pub(crate) fn add(&mut self, gist: &Gist, place: &Place) {
        let class = self.classes.entry((gist.verdict, gist.reason)).or_default();
        class.documents += 1;
        if gist.verdict != Verdict::Clean && class.names.len() < NAMES {
            class.names.push((place.source.clone(), place.path.clone()));
        }
        let kind = (kind(gist.media_type), gist.form.clone().unwrap_or_else(|| "–".to_owned()));
        let row = self.kinds.entry(kind).or_default();
        for ((verdict, _), count) in COLUMNS.iter().zip(row) {
            *count += u64::from(*verdict == gist.verdict);
        }
    }

    /// The verdicts that came out.
    pub(crate) fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        self.classes.keys().map(|(verdict, _)| *verdict)
    }

    /// Says it all.
    pub(crate) fn tell(&self, counts: &Counts, took: Duration, dataset: &Path, to: &mut impl Write) -> io::Result<()> {
        let again = match counts.duplicates {
            0 => String::new(),
            1 => " (and an identical copy)".to_owned(),
            n => format!(" (and {} identical copies)", HumanCount(n)),
        };
        let known = match counts.documents - counts.converted {
            0 => String::new(),
            _ => format!(", {} of them read by this run", HumanCount(counts.converted)),
        };
        let (documents, bytes) = (HumanCount(counts.documents), size::told(counts.bytes));
        writeln!(to, "{documents} documents{again}, {bytes}, in {:.1} s{known}", took.as_secs_f64())?;
        for (count, one, many) in [
            (counts.hidden, "hidden file or folder", "hidden files or folders"),
            (counts.links, "link or device in an archive", "links or devices in archives"),
            (counts.answers, "answer of a server that is no document", "answers of servers that are no documents"),
            (counts.revisits, "answer noted as unchanged", "answers noted as unchanged"),
            (counts.ways, "page that only led on to reports", "pages that only led on to reports"),
        ] {
            match count {
                0 => {}
                1 => writeln!(to, "1 {one} was passed over")?,
                n => writeln!(to, "{} {many} were passed over", HumanCount(n))?,
            }
        }
        let decided = counts.decisions;
        if decided.applied > 0 {
            writeln!(to, "{} decisions of reviewers were applied", HumanCount(decided.applied))?;
        }
        if decided.stale > 0 {
            let count = HumanCount(decided.stale);
            writeln!(
                to,
                "{count} decisions of reviewers are about other readings, and were not applied: see gongkai review"
            )?;
        }
        if decided.unread > 0 {
            writeln!(
                to,
                "{} lines of decisions.ndjson are no decisions of this version, and were passed over",
                HumanCount(decided.unread)
            )?;
        }
        if counts.documents > 0 {
            writeln!(to)?;
            self.table(to)?;
            writeln!(to)?;
        }
        let mut look = None;
        for ((verdict, reason), class) in self.classes.iter().filter(|((verdict, _), _)| *verdict != Verdict::Clean) {
            let label = reason.map_or_else(|| word(verdict), |reason| format!("{}: {}", word(verdict), word(&reason)));
            let names: Vec<_> = class.names.iter().map(|(name, _)| name.as_str()).collect();
            let more = class.documents - names.len() as u64;
            let more = if more == 0 { String::new() } else { format!(" and {} more", HumanCount(more)) };
            writeln!(to, "{:>8}  {label}  ({}{more})", HumanCount(class.documents).to_string(), names.join(", "))?;
            look = look.or_else(|| class.names.first().map(|(_, path)| path));
        }
        if self.classes.keys().any(|(verdict, _)| *verdict == Verdict::Unreadable) {
            writeln!(
                to,
                "What can be done about each unreadable one is said in {}",
                dataset.join("failures.csv").display()
            )?;
        }
        if let Some(path) = look {
            writeln!(to, "Look at one with: gongkai show {}", quoted(path))?;
        }
        writeln!(to, "The dataset is in {}", dataset.display())
    }

    fn table(&self, to: &mut impl Write) -> io::Result<()> {
        let wide = |column: fn(&(String, String)) -> &str, head: &str| {
            self.kinds.keys().map(|kind| column(kind).width()).chain([head.width()]).max().unwrap_or(0)
        };
        let (types, forms) = (wide(|kind| &kind.0, "all"), wide(|kind| &kind.1, "form"));
        let head = |to: &mut dyn Write, kind: &str, form: &str| {
            write!(to, "{kind}{:a$}  {form}{:b$}", "", "", a = types - kind.width(), b = forms - form.width())
        };
        head(to, "type", "form")?;
        COLUMNS.iter().try_for_each(|(_, name)| write!(to, "{name:>14}"))?;
        writeln!(to)?;
        let mut all = [0; COLUMNS.len()];
        for ((kind, form), counts) in &self.kinds {
            head(to, kind, form)?;
            for (count, sum) in counts.iter().zip(&mut all) {
                write!(to, "{:>14}", HumanCount(*count).to_string())?;
                *sum += count;
            }
            writeln!(to)?;
        }
        if self.kinds.len() > 1 {
            head(to, "all", "")?;
            all.iter().try_for_each(|sum| write!(to, "{:>14}", HumanCount(*sum).to_string()))?;
            writeln!(to)?;
        }
        Ok(())
    }
}

/// A type as people call it.
fn kind(media_type: Option<MediaType>) -> String {
    let told = match media_type {
        Some(MediaType::Text) => "text",
        Some(MediaType::Html) => "HTML",
        Some(MediaType::Pdf) => "PDF",
        Some(MediaType::Docx) => "DOCX",
        Some(MediaType::Doc) => "DOC, WPS",
        Some(MediaType::Rtf) => "RTF",
        Some(MediaType::Odt) => "ODT",
        Some(MediaType::Xlsx) => "XLSX",
        Some(MediaType::Xls) => "XLS, ET",
        Some(MediaType::Ods) => "ODS",
        Some(MediaType::Encrypted) => "encrypted",
        Some(MediaType::Mail) => "mail, MHTML",
        Some(MediaType::Json) => "JSON",
        Some(MediaType::Script) => "script",
        Some(MediaType::Other) => "other",
        None => "not opened",
    };
    told.to_owned()
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    if path.chars().all(|c| c.is_alphanumeric() || "/._-+,:@".contains(c)) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
