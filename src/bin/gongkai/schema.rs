//! `gongkai schema`: what a record looks like, for programs.

use crate::failure::Failure;
use std::io::{self, Write};
use std::process::ExitCode;

/// Print the JSON Schema of a record
///
/// A record is one line of reports.ndjson, or what `gongkai show --json` prints.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gongkai schema > report.schema.json")]
pub(crate) struct Args {}

/// Runs it.
pub(crate) fn run(_: &Args) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &gongkai::write::schema::of_record())?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}
