//! `gongkai diff`: what changed between two conversions of an archive.

use crate::changes::{Format, Printer, Tally};
use crate::failure::Failure;
use clap::ValueEnum;
use gongkai::write::diff::{self, Change, Kind};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tell what changed between two conversions of an archive
///
/// Documents that only one of them has; verdicts, forms, years, agencies and their divisions; every cell whose status, value,
/// printed text or place is another; sections, checks and findings. A document is known by its bytes, one whose bytes
/// changed by its source. The version of the program that wrote a record is no change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongkai diff before after
  gongkai diff before after --summary
  gongkai diff before after --only cell,verdict --format csv > changes.csv
  gongkai diff before after --only verdict --exit-code")]
pub(crate) struct Args {
    /// Dataset before: a folder that `gongkai convert` has written, or its reports.ndjson
    #[arg(value_name = "A")]
    before: PathBuf,
    /// Dataset after
    #[arg(value_name = "B")]
    after: PathBuf,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Tell these kinds of change only
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    only: Vec<Only>,
    /// Print how many changes there are of each kind, and no change
    #[arg(long, conflicts_with = "format")]
    summary: bool,
    /// Exit with 1 when something changed
    #[arg(long)]
    exit_code: bool,
}

/// A kind of change, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Documents of one side only
    Documents,
    /// Other bytes, another source, type or size
    Document,
    /// Verdicts, and why a document is unreadable
    Verdict,
    /// Forms
    Form,
    /// Years
    Year,
    /// Agencies
    Agency,
    /// Administrative divisions
    Region,
    /// Titles
    Title,
    /// Cells: status, value, printed text, note, unit
    Cell,
    /// Where cells were read, and their possible readings
    Place,
    /// Headings and texts
    Section,
    /// Checks
    Check,
    /// Findings
    Finding,
    /// What no other kind names
    Other,
}

impl Only {
    fn is(self, kind: Kind) -> bool {
        match self {
            Self::Documents => matches!(kind, Kind::Removed | Kind::Added),
            Self::Document => matches!(kind, Kind::Bytes | Kind::Document),
            Self::Verdict => matches!(kind, Kind::Verdict | Kind::Reason),
            Self::Form => kind == Kind::Form,
            Self::Year => kind == Kind::Year,
            Self::Agency => kind == Kind::Agency,
            Self::Region => kind == Kind::Region,
            Self::Title => kind == Kind::Title,
            Self::Cell => matches!(kind, Kind::Cell | Kind::Note | Kind::Unit),
            Self::Place => matches!(kind, Kind::Place | Kind::Candidates),
            Self::Section => kind == Kind::Section,
            Self::Check => kind == Kind::Check,
            Self::Finding => kind == Kind::Finding,
            Self::Other => kind == Kind::Other,
        }
    }
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let [before, after] = [&args.before, &args.after].map(|path| records(path));
    let mut printer = Printer::new(args.format, args.summary)?;
    let mut tally = Tally::default();
    let is_wanted = |change: &Change| args.only.is_empty() || args.only.iter().any(|only| only.is(change.kind));
    let told = diff::diff(&before, &after, |changed| {
        let changes: Vec<&Change> = changed.changes.iter().filter(|change| is_wanted(change)).collect();
        if changes.is_empty() {
            return Ok(());
        }
        tally.add(&changes);
        printer.print(changed, &changes).map_err(Halt::Writing)
    });
    match told {
        Ok(counts) => printer.finish(&tally, &counts)?,
        Err(Halt::Reading(error)) => return Err(Failure::new(error.to_string())),
        Err(Halt::Writing(failure)) => return Err(failure),
    }
    Ok(ExitCode::from(u8::from(args.exit_code && tally.changed > 0)))
}

/// The records of a dataset.
fn records(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("reports.ndjson") } else { path.to_owned() }
}

/// What ended it early: reading what is compared, or writing what is told.
enum Halt {
    Reading(io::Error),
    Writing(Failure),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Reading(error)
    }
}
