//! `gongkai review`: a page on this machine on which a person looks at what was marked, and decides.
//!
//! The [`bench`] holds the dataset and the decisions, [`server`] answers the page (`page/`, compiled in), [`drawing`] has
//! sources drawn by children of this program ([`drawer`]), [`view`] tells what is shown of a report, [`export`] writes one
//! file to send.

mod answers;
mod bench;
pub(crate) mod drawer;
mod drawing;
mod export;
mod fonts;
mod guard;
mod server;
mod sheet;
mod sources;
mod view;

use crate::failure::Failure;
use crate::reading;
use bench::Bench;
use clap::ValueEnum;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Look at what was marked, and decide, on a page in the browser
///
/// Serves a page on this machine: the source as published beside the tables as read, with every doubt and every sum that
/// fails. What is decided is kept in DATASET/decisions.ndjson at once, and never changes what was read; gongkai convert applies
/// it when it is run again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongkai review dataset
  gongkai review dataset --sample 200 --seed 7
  gongkai review dataset --sources /archive/2023
  gongkai review dataset --export report.html --document 2024/xx.pdf")]
pub(crate) struct Args {
    /// Folder that `gongkai convert` has written
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// Folder, file or archive in which the sources lie now; may be given more than once [default: the inputs of the run]
    #[arg(long, value_name = "PATH")]
    sources: Vec<PathBuf>,
    /// Draw so many clean reports at random into the queue, to tell how good the unmarked ones are
    #[arg(long, value_name = "N", default_value_t = 0)]
    sample: usize,
    /// Seed of the sample: the same one draws the same reports
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Name to put under decisions [default: that of the user logged in]
    #[arg(long, value_name = "NAME", value_parser = name)]
    by: Option<String>,
    /// Address to serve the page at; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Write one page to send, read-only and without a server, and end
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// What the page to send shows: a document by source or id; may be given more than once
    #[arg(long, value_name = "SOURCE", requires = "export")]
    document: Vec<String>,
    /// What the page to send shows: documents by verdict [default: all that are not clean]
    #[arg(long, value_name = "VERDICT", requires = "export", value_enum, value_delimiter = ',')]
    verdict: Vec<Shown>,
}

/// Verdicts that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Shown {
    Clean,
    PublisherInconsistent,
    NeedsReview,
    Unreadable,
}

/// A reviewer's name: something, and not a file of it.
fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 200 { Err("a name is some letters".to_owned()) } else { Ok(text.to_owned()) }
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    reading::keep_panics_quiet();
    let bench = Bench::open(args)?;
    match &args.export {
        Some(file) => export::write(&bench, args, file),
        None => server::serve(bench, args),
    }?;
    Ok(ExitCode::SUCCESS)
}
