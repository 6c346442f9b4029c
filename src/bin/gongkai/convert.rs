//! `gongkai convert`: the main job.

use crate::conversion::{Converter, Done, Item, Shop};
use crate::failure::Failure;
use crate::isolate::Limits as PerDocument;
use crate::office::Desk;
use crate::progress::Progress;
use crate::summary::Looks;
use crate::{batch, inputs, reading, size};
use clap::ValueEnum;
use gongkai::ReadTwice;
use gongkai::acquire::{self, Inputs};
use gongkai::verify::Verdict;
use gongkai::write::folder::Folder;
use gongkai::write::journal::{Journal, Retry, Settings};
use gongkai::write::ledger::Ledger;
use gongkai::write::places::Places;
use gongkai::write::record::Parser;
use gongkai::write::run::{self, Counts, Limits, Run};
use gongkai::write::tables::Options;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Convert reports into a dataset
///
/// Reads files, folders and archives, tells their type by content, and writes into DATASET: reports.ndjson (one JSON object a
/// document), the tables documents, facts, checks and narratives (Parquet), datapackage.json (what they hold), failures.csv
/// (what could not be read, and what to do) and run.json (what ran).
///
/// A run that was stopped, whatever stopped it, goes on where it was when the same command is given again. Given again after it
/// has ended, it reads only what is new: the dataset holds what the inputs hold now.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "gongkai convert [OPTIONS] --output <DATASET> <INPUT>...",
    after_help = "Examples:\n  gongkai convert archive/ -o dataset\n  gongkai convert 2023.zip crawl.warc.gz -o dataset -j 4 --fail-on needs_review,unreadable\n  find . -name '*.pdf' | gongkai convert - -o dataset\n  gongkai convert archive/ -o dataset --retry failed"
)]
pub(crate) struct Args {
    /// Files, folders and archives to read; `-` for a list of paths on stdin
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Folder to write
    #[arg(short, long, value_name = "DATASET")]
    output: Option<PathBuf>,
    /// Threads to use [default: one a core]
    #[arg(short = 'j', long = "threads", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Exit with 1 when a document has one of these verdicts
    #[arg(long, value_name = "VERDICT", value_enum, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// Read these again, and nothing else that was read before
    #[arg(long, value_name = "WHICH", value_enum, value_delimiter = ',', conflicts_with = "force")]
    retry: Vec<Again>,
    /// Read everything again
    #[arg(long)]
    force: bool,
    /// Leave documents unread that are larger
    #[arg(long, value_name = "SIZE", default_value = size::LIMIT, value_parser = size::parse)]
    max_size: u64,
    /// Seconds of a processor that one document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Memory that one document may take
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size::parse)]
    memory: u64,
    /// Read every PDF with a second engine, and doubt what it reads otherwise; without this, only PDFs that are not clean.
    /// PDFs then take twice as long
    #[arg(long)]
    read_twice: bool,
    #[command(flatten)]
    tables: Tables,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

// What the tables are written as, beside Parquet. (clap would print a docstring of this instead of what `convert` says.)
#[derive(Debug, clap::Args)]
struct Tables {
    /// Write the tables as CSV, too
    #[arg(long)]
    csv: bool,
    /// Write the tables as an Excel workbook, too
    #[arg(long)]
    xlsx: bool,
}

/// The verdicts that a run can be made to fail on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum FailOn {
    PublisherInconsistent,
    NeedsReview,
    Unreadable,
}

impl FailOn {
    fn is(self, verdict: Verdict) -> bool {
        match self {
            Self::PublisherInconsistent => verdict == Verdict::PublisherInconsistent,
            Self::NeedsReview => verdict == Verdict::NeedsReview,
            Self::Unreadable => verdict == Verdict::Unreadable,
        }
    }
}

/// What can be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Again {
    /// What was unreadable
    Failed,
    /// What needs review
    NeedsReview,
}

impl From<Again> for Retry {
    fn from(again: Again) -> Self {
        match again {
            Again::Failed => Self::Failed,
            Again::NeedsReview => Self::NeedsReview,
        }
    }
}

impl Args {
    fn settings(&self) -> Settings {
        let mut retry: Vec<Retry> = self.retry.iter().map(|&again| again.into()).collect();
        retry.sort_unstable();
        retry.dedup();
        Settings { read_twice: self.read_twice, retry, force: self.force, ..Settings::default() }
    }

    /// The inputs that are named, and those of a list on stdin.
    fn list(&self, except: &Path) -> Result<Inputs, Failure> {
        let (dashes, given): (Vec<_>, Vec<_>) = self.inputs.iter().cloned().partition(|input| input.as_os_str() == "-");
        given.iter().try_for_each(|input| inputs::check(input))?;
        let listed = if dashes.is_empty() {
            Vec::new()
        } else {
            acquire::paths(io::stdin().lock())
                .map_err(|error| Failure::new(format!("the list of paths on stdin could not be read ({error})")))?
        };
        Ok(Inputs::list(&given, &listed, Some(except)))
    }
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let output = args.output.as_deref().ok_or_else(|| {
        Failure::new("no output folder is named: say where the dataset shall be written with -o DATASET")
    })?;
    let started = (Instant::now(), jiff::Timestamp::now());
    reading::keep_panics_quiet();
    let pool = batch::pool(args.threads.map(usize::from))?;
    let inputs = args.list(output)?;
    let settings = args.settings();
    let mut ledger = Ledger::default();
    let (folder, journal) = Folder::open(output, &settings, &mut ledger)?;
    let ledger = Mutex::new(ledger);
    let mut progress = Progress::new(inputs.bytes(), args.quiet);
    let mut taking = Taking { folder: &folder, journal, places: folder.places()?, ledger: &ledger, converted: 0 };
    let passed_over = convert(args, &pool, &inputs, &mut taking, &mut progress)?;
    let Taking { places, converted, .. } = taking;
    let hidden = inputs.hidden() + passed_over.hidden;
    // What grows with the number of documents is let go as soon as it has served.
    drop(inputs);
    let ledger = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    progress.closing("gathering", places.len());
    let mut looks = Looks::default();
    let assembled = folder.assemble(places, &ledger, |gist, place| {
        looks.add(gist, place);
        progress.closed(1);
    })?;
    drop(ledger);
    progress.closing("tables of", assembled.lines.len());
    let options = Options { csv: args.tables.csv, xlsx: args.tables.xlsx };
    pool.install(|| folder.tables(&assembled.lines, &options, &|documents| progress.closed(documents)))?;
    progress.done();
    let counts = Counts {
        converted,
        hidden,
        links: passed_over.links,
        answers: passed_over.answers,
        revisits: passed_over.revisits,
        ways: passed_over.ways,
        ..assembled.counts
    };
    let took = started.0.elapsed();
    folder.finish(&Run {
        schema: run::SCHEMA,
        parser: Parser::THIS,
        inputs: args.inputs.iter().map(|p| p.to_string_lossy().into_owned()).collect(),
        counts: counts.clone(),
        started: started.1.to_string(),
        finished: jiff::Timestamp::now().to_string(),
        elapsed_seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
        threads: pool.current_num_threads(),
        settings,
        limits: Limits { document_bytes: args.max_size, seconds: args.timeout, memory_bytes: args.memory },
    })?;
    if !args.quiet {
        looks.tell(&counts, took, output, &mut io::stderr().lock())?;
    }
    let met = args.fail_on.iter().any(|f| looks.verdicts().any(|verdict| f.is(verdict)));
    Ok(ExitCode::from(u8::from(met)))
}

/// Goes through the inputs, and converts what has not been converted yet.
fn convert(
    args: &Args,
    pool: &rayon::ThreadPool,
    inputs: &Inputs,
    taking: &mut Taking,
    progress: &mut Progress,
) -> Result<acquire::PassedOver, Failure> {
    let desk = Desk::new();
    let shop = Shop {
        ledger: taking.ledger,
        desk: &desk,
        document_bytes: args.max_size,
        limits: PerDocument { seconds: args.timeout, memory: args.memory },
        which: if args.read_twice { ReadTwice::All } else { ReadTwice::Unclean },
    };
    let mut passed_over = acquire::PassedOver::default();
    let limits = acquire::Limits::of_documents(args.max_size);
    let done = batch::run(
        pool,
        |give| {
            let mut number = 0;
            passed_over = acquire::visit(inputs, &limits, &mut |found| {
                number += 1;
                give(Item { number: number - 1, found })
            });
        },
        || Converter::new(&shop),
        |done| taking.take(done?, progress),
    );
    if done.is_err() {
        progress.done();
    }
    done.map(|()| passed_over)
}

/// Where results go as they come.
struct Taking<'a> {
    folder: &'a Folder,
    journal: Journal,
    places: Places,
    ledger: &'a Mutex<Ledger>,
    converted: u64,
}

impl Taking<'_> {
    fn take(&mut self, done: Done, progress: &mut Progress) -> Result<(), Failure> {
        let broken = |error: io::Error| self.folder.broken(&error);
        let known = done.document.is_some() && done.made.is_none();
        let ledger = || self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let verdict = match (done.document, done.made) {
            (Some(number), Some((brief, line))) => {
                let at = self.journal.add(line).map_err(broken)?;
                ledger().enter(number, &brief.gist, at);
                self.converted += 1;
                Some(brief.gist.verdict)
            }
            // Nothing is known yet where a copy is still under way.
            (Some(number), None) => ledger().record(number).map(|(_, gist)| gist.verdict),
            (None, _) => {
                self.converted += 1;
                Some(Verdict::Unreadable)
            }
        };
        self.places.add(done.number, &done.place, done.document).map_err(broken)?;
        progress.step(verdict, known, done.passed);
        Ok(())
    }
}
