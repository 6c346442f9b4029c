//! `gongkai load`: a dataset into the warehouse.

use crate::failure::Failure;
use crate::progress::Loading;
use gongkai::write::record::word;
use gongkai::write::warehouse::{self, Dataset, LoadError, Loaded, Options, PanelTally, Place};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Load a dataset into the warehouse
///
/// TARGET is a file of SQLite, made where there is none; a database of PostgreSQL, by its address
/// (`postgres://user@host/database`, with sslmode and sslrootcert as psql has them); NAME.duckdb, if the program duckdb is on the path; or
/// NAME.sql, a script that DuckDB runs over the dataset.
///
/// All of a load is one transaction: it is there whole, or the warehouse is as it was. Loaded again, a dataset changes
/// nothing; a report that was published again or read otherwise takes the place of the old one, which stays with its dates;
/// a document that is there no longer is marked. (In DuckDB only the dataset as it is.) Doubtful values go in, marked. What
/// `gongkai check` says of the reports that count stands there too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongkai load dataset warehouse.sqlite
  gongkai load dataset warehouse.sqlite --only clean
  gongkai load dataset load.sql && duckdb warehouse.duckdb < load.sql
  PGPASSWORD=… gongkai load dataset 'postgres://loader@db.example/stats?sslmode=verify-full'")]
pub(crate) struct Args {
    /// Folder that `gongkai convert` has written
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The warehouse
    #[arg(value_name = "TARGET")]
    target: String,
    /// Load the cells of reports of these verdicts only; of the others it is kept that they are there
    #[arg(long, value_name = "VERDICT", value_enum, value_delimiter = ',')]
    only: Vec<Wanted>,
    /// Make no checks over reports, over years and agencies; those that stand there end where anything changed
    #[arg(long)]
    no_check: bool,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Verdicts that have cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[clap(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Clean,
    PublisherInconsistent,
    NeedsReview,
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::new(error.to_string())
    }
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let password = std::env::var("PGPASSWORD").ok();
    let place = Place::of(&args.target, password.as_deref())?;
    let dataset = Dataset::open(&args.dataset)?;
    let mut only: Vec<String> = args.only.iter().map(word).collect();
    only.sort();
    only.dedup();
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let options = Options { only, no_check: args.no_check, now };
    let progress = Loading::new(dataset.documents(), args.quiet);
    let loaded = warehouse::load(&dataset, &place, &options, &|documents| progress.step(documents));
    progress.done();
    let loaded = loaded?;
    if !args.quiet {
        // Nobody may be there to read it; the warehouse is right all the same.
        let _ = write!(io::stderr(), "{}", summary(&loaded));
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(loaded: &Loaded) -> String {
    let mut text = format!("{} documents", loaded.documents);
    let counts = [
        (loaded.added, "new"),
        (loaded.changed, "read otherwise than before"),
        (loaded.moved, "found elsewhere"),
        (loaded.returned, "there again"),
        (loaded.withdrawn, "there no longer"),
        (loaded.superseded, "superseded"),
        (loaded.doubled, "doubled (several of one agency and year print different numbers)"),
    ];
    for (count, told) in counts.into_iter().filter(|(count, _)| *count > 0) {
        text.push_str("; ");
        text.push_str(&count.to_string());
        text.push(' ');
        text.push_str(told);
    }
    text.push_str(if loaded.has_changed { ".\n" } else { "; nothing changed.\n" });
    if let Some(panel) = &loaded.panel {
        text.push_str(&checked(panel));
    }
    text
}

/// How the checks over reports came out.
fn checked(panel: &PanelTally) -> String {
    let PanelTally { pass, fail, open, added, ended } = panel;
    format!(
        "Checks over reports (panel_checks): {fail} fail, {pass} agree, {open} can't be told; {added} new or otherwise, {ended} ended.\n"
    )
}
