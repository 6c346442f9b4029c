//! `gongkai check`: what the reports of a dataset say of one another.

use crate::failure::Failure;
use clap::ValueEnum;
use gongkai::verify::CheckResult;
use gongkai::verify::panel::{Panel, PanelCheck, coverage};
use gongkai::write::panel::{Members, members};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Check reports against one another, over years and agencies
///
/// What a year carries over, what is in force, tables copied from last year or under two names, jumps, fees in the wrong
/// unit, years that are missing or doubled. All of it is advice: no verdict changes. The reports of an agency are found by
/// its name, whatever its wording and its district's former names.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongkai check dataset
  gongkai check dataset --format csv > panel.csv
  gongkai check dataset --coverage > coverage.csv")]
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
    let found = members(&reports).map_err(|error| {
        let help = if error.kind() == io::ErrorKind::NotFound {
            "name a folder that gongkai convert has written"
        } else {
            "convert again"
        };
        Failure::new(format!("{} can't be read ({error}): {help}", reports.display()))
    })?;
    let Members { members, nameless, unreadable } = found;
    let count = members.len();
    let panel = Panel::new(members);
    let mut out = io::stdout().lock();
    if args.coverage {
        return print_coverage(&panel, out);
    }
    let checks = panel.judge();
    let shown = checks.iter().filter(|check| args.all || check.result == CheckResult::Fail);
    match args.format {
        Format::Json => {
            for check in shown {
                serde_json::to_writer(&mut out, check)?;
                writeln!(out)?;
            }
        }
        Format::Csv => print_rows(shown, out)?,
        Format::Text => {
            for check in shown {
                writeln!(out, "{} {}  {}  {}", check.agency, check.year, check.id, check.message)?;
                writeln!(out, "    {}", check.sources.join("  "))?;
            }
            let agencies = panel.agencies().count();
            summarise(&checks, &mut out)?;
            writeln!(
                out,
                "{count} reports of {agencies} agencies; {nameless} name no agency or year, {unreadable} are unreadable"
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A line a kind of check: how often it came out how.
fn summarise(checks: &[PanelCheck], out: &mut impl Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for check in checks {
        counts.entry(check.id).or_default()[check.result as usize] += 1;
    }
    if !counts.is_empty() {
        writeln!(out, "\n{:18} {:>10} {:>10} {:>14}", "check", "agrees", "fails", "can't be told")?;
    }
    for (id, [pass, fail, open]) in counts {
        writeln!(out, "{id:18} {pass:>10} {fail:>10} {open:>14}")?;
    }
    writeln!(out)
}

fn print_rows<'c>(checks: impl Iterator<Item = &'c PanelCheck>, out: impl Write) -> Result<(), Failure> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["check", "agency", "year", "subject", "result", "expected", "actual", "sources", "message"])
        .map_err(io::Error::from)?;
    for check in checks {
        let number = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string()).unwrap_or_default();
        let result = match check.result {
            CheckResult::Pass => "pass",
            CheckResult::Fail => "fail",
            CheckResult::NotAssessable => "not_assessable",
        };
        let year = check.year.to_string();
        let (expected, actual, sources) = (number(check.expected), number(check.actual), check.sources.join(" "));
        let row =
            [check.id, &check.agency, &year, &check.subject, result, &expected, &actual, &sources, &check.message];
        rows.write_record(row).map_err(io::Error::from)?;
    }
    Ok(rows.flush()?)
}

fn print_coverage(panel: &Panel, out: impl Write) -> Result<ExitCode, Failure> {
    let (years, agencies) = coverage::matrix(panel);
    let mut rows = csv::Writer::from_writer(out);
    let head = std::iter::once("agency".to_owned()).chain(years.iter().map(u16::to_string));
    rows.write_record(head).map_err(io::Error::from)?;
    for (agency, verdicts) in agencies {
        rows.write_record(std::iter::once(agency).chain(verdicts.iter().map(String::as_str)))
            .map_err(io::Error::from)?;
    }
    rows.flush()?;
    Ok(ExitCode::SUCCESS)
}
