//! `gongkai check`: what the reports of a dataset say of one another, printed or as tables.

use crate::failure::Failure;
use clap::ValueEnum;
use gongkai::verify::CheckResult;
use gongkai::verify::panel::{Panel, PanelCheck, coverage};
use gongkai::write::checks;
use gongkai::write::panel::members;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Check reports against one another, over years and agencies
///
/// What a year carries over, what is in force, what was pending, numbers that one year prints and the next does not, tables
/// copied from last year or under two names, jumps, fees in the wrong unit, noughts where the peers have hundreds, cities
/// with less than their counties, years that are missing or doubled. All of it is advice: no verdict changes. The reports of
/// an agency are found by its name, whatever its wording and its district's former names.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongkai check dataset
  gongkai check dataset --format csv > panel.csv
  gongkai check dataset --coverage > coverage.csv
  gongkai check dataset -o checks")]
pub(crate) struct Args {
    /// Folder that `gongkai convert` has written
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print what agrees and what can't be told, too
    #[arg(long)]
    all: bool,
    /// Print the verdicts by agency and year instead, as CSV
    #[arg(long, conflicts_with_all = ["format", "all"])]
    coverage: bool,
    /// Write all of it as tables into a folder instead: panel.parquet (a row a check), coverage.parquet (a row an agency and
    /// year), datapackage.json (what they hold)
    #[arg(short, long, value_name = "FOLDER", conflicts_with_all = ["format", "all", "coverage"])]
    output: Option<PathBuf>,
    /// Write the tables as CSV, too
    #[arg(long, requires = "output")]
    csv: bool,
}

/// How checks are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A row a check
    Csv,
    /// A JSON object a line
    Json,
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let reports = args.dataset.join("reports.ndjson");
    let mut found = members(&reports).map_err(|error| {
        let help = if error.kind() == io::ErrorKind::NotFound {
            "name a folder that gongkai convert has written"
        } else {
            "convert again"
        };
        Failure::new(format!("{} can't be read ({error}): {help}", reports.display()))
    })?;
    let (count, nameless, unreadable) = (found.count(), found.nameless, found.unreadable);
    let panel = found.panel();
    let mut tally = Tally::default();
    let mut said = Vec::new();
    if let Some(folder) = &args.output {
        for table in checks::write(&panel, folder, args.csv, |check| tally.add(check))? {
            let path = folder.join(&table.path);
            if table.table.is_empty() {
                writeln!(said, "{}", path.display())?;
            } else {
                writeln!(said, "{}: {} rows", path.display(), table.rows)?;
            }
        }
    } else if args.coverage {
        print_coverage(&panel, io::stdout().lock())?;
        return Ok(ExitCode::SUCCESS);
    } else {
        let shown = panel.judge()?.filter(|check| {
            let Ok(check) = check else { return true };
            tally.add(check);
            args.all || check.result == CheckResult::Fail
        });
        print(shown, args.format, io::stdout().lock())?;
        if args.format != Format::Text {
            return Ok(ExitCode::SUCCESS);
        }
    }
    tally.tell(&mut said)?;
    writeln!(
        said,
        "{count} reports of {} agencies; {nameless} name no agency or year, {unreadable} are unreadable",
        panel.count()
    )?;
    if args.output.is_some() {
        io::stderr().write_all(&said)?;
    } else {
        io::stdout().write_all(&said)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints checks as they come.
fn print(checks: impl Iterator<Item = io::Result<PanelCheck>>, format: Format, out: impl Write) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(out);
    match format {
        Format::Json => {
            for check in checks {
                serde_json::to_writer(&mut out, &check?)?;
                writeln!(out)?;
            }
        }
        Format::Csv => print_rows(checks, &mut out)?,
        Format::Text => {
            for check in checks {
                let check = check?;
                writeln!(out, "{} {}  {}  {}", check.agency, check.year, check.id, check.message)?;
                writeln!(out, "    {}", check.sources.join("  "))?;
            }
        }
    }
    Ok(out.flush()?)
}

/// How often each kind of check came out how.
#[derive(Debug, Default)]
struct Tally(BTreeMap<&'static str, [usize; 3]>);

impl Tally {
    fn add(&mut self, check: &PanelCheck) {
        self.0.entry(check.id).or_default()[check.result as usize] += 1;
    }

    /// A line a kind.
    fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.0.is_empty() {
            writeln!(out, "\n{:18} {:>10} {:>10} {:>14}", "check", "agrees", "fails", "can't be told")?;
        }
        for (id, [pass, fail, open]) in &self.0 {
            writeln!(out, "{id:18} {pass:>10} {fail:>10} {open:>14}")?;
        }
        writeln!(out)
    }
}

fn print_rows(checks: impl Iterator<Item = io::Result<PanelCheck>>, out: impl Write) -> Result<(), Failure> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["check", "agency", "year", "subject", "result", "expected", "actual", "sources", "message"])
        .map_err(io::Error::from)?;
    for check in checks {
        let check = check?;
        let number = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string()).unwrap_or_default();
        let year = check.year.to_string();
        let (expected, actual, sources) = (number(check.expected), number(check.actual), check.sources.join(" "));
        let row = [
            check.id,
            &check.agency,
            &year,
            &check.subject,
            check.result.word(),
            &expected,
            &actual,
            &sources,
            &check.message,
        ];
        rows.write_record(row).map_err(io::Error::from)?;
    }
    Ok(rows.flush()?)
}

fn print_coverage(panel: &Panel, out: impl Write) -> Result<(), Failure> {
    let years = panel.years();
    let mut rows = csv::Writer::from_writer(out);
    let head = std::iter::once("agency".to_owned()).chain(years.iter().map(u16::to_string));
    rows.write_record(head).map_err(io::Error::from)?;
    for found in panel.agencies() {
        let (agency, of) = found?;
        let verdicts = coverage::verdicts(&years, &of);
        rows.write_record(std::iter::once(agency).chain(verdicts.iter().map(String::as_str)))
            .map_err(io::Error::from)?;
    }
    Ok(rows.flush()?)
}
