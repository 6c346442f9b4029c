//! `gongkai convert`: the main job.

use crate::failure::Failure;
use crate::inputs;
use crate::office::Renditions;
use crate::progress::Progress;
use crate::summary::Looks;
use crate::{batch, reading, second, size};
use clap::ValueEnum;
use gongkai::ReadTwice;
use gongkai::acquire;
use gongkai::verify::Verdict;
use gongkai::write::folder::{self, Folder};
use gongkai::write::record::{Parser, Record};
use gongkai::write::run::{self, Counts, Limits, Run};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Convert reports into a dataset
///
/// Reads files and folders, tells their type by content, and writes DATASET/reports.ndjson (one JSON object a document) and
/// DATASET/run.json (what ran). A dataset that is already there is replaced once the new one is complete.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "gongkai convert [OPTIONS] --output <DATASET> <INPUT>...",
    after_help = "Examples:\n  gongkai convert archive/ -o dataset\n  gongkai convert 2023/ 2024.pdf -o dataset -j 4 --fail-on needs_review,unreadable"
)]
pub(crate) struct Args {
    /// Files and folders to read
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
    /// Leave documents unread that are larger
    #[arg(long, value_name = "SIZE", default_value = size::LIMIT, value_parser = size::parse)]
    max_size: u64,
    /// Read every PDF with a second engine, and doubt what it reads otherwise; without this, only PDFs that are not clean.
    /// PDFs then take twice as long
    #[arg(long)]
    read_twice: bool,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
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

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let output = args.output.as_deref().ok_or_else(|| {
        Failure::new("no output folder is named: say where the dataset shall be written with -o DATASET")
    })?;
    let started = (Instant::now(), jiff::Timestamp::now());
    reading::keep_panics_quiet();
    args.inputs.iter().try_for_each(|input| inputs::check(input))?;
    let pool = batch::pool(args.threads.map(usize::from))?;
    let mut folder = Folder::open(output)?;
    let inputs = acquire::Inputs::list(&args.inputs, &[], Some(output));
    let mut found = Vec::new();
    acquire::visit(&inputs, &acquire::Limits::of_documents(args.max_size), &mut |f| {
        found.push(f);
        std::ops::ControlFlow::Continue(())
    });
    let found = pool.install(|| acquire::gather(found, args.max_size));
    let progress = Progress::new(found.len(), args.quiet);
    let mut counts = Counts { hidden: inputs.hidden(), ..Counts::default() };
    let mut looks = Looks::default();
    let mut met = false;
    let mut paths = found.iter().map(|f| f.path().unwrap_or(std::path::Path::new("")));
    let second = second::reading();
    let which = if args.read_twice { ReadTwice::All } else { ReadTwice::Unclean };
    let renditions = Renditions::new(&found, args.max_size);
    let numbered: Vec<_> = found.iter().enumerate().collect();
    let done = batch::in_order(
        &pool,
        &numbered,
        |&(number, found)| {
            let (facts, outcome) = reading::convert(found, number, args.max_size, &renditions, &second, which);
            let record = Record::new(facts, outcome);
            let line = folder::line(&record);
            (record, line)
        },
        |(record, line)| {
            folder.write(&line?)?;
            counts.add(&record);
            if let Some(path) = paths.next() {
                looks.add(&record, path);
            }
            met |= args.fail_on.iter().any(|f| f.is(record.verdict));
            progress.step(&counts);
            Ok(())
        },
    );
    progress.done();
    if let Err(failure) = done {
        folder.abandon();
        return Err(failure);
    }
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
        limits: Limits { document_bytes: args.max_size },
    })?;
    if !args.quiet {
        looks.tell(&counts, took, output, &mut io::stderr().lock())?;
    }
    Ok(ExitCode::from(u8::from(met)))
}
