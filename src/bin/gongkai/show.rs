//! `gongkai show`: one document in the terminal, with its doubts.

use crate::failure::Failure;
use crate::office::Desk;
use crate::{batch, inputs, page, reading, second, stage};
use anstream::ColorChoice;
use clap::ValueEnum;
use gongkai::acquire::{self, At, Found, Limits, SIZE_LIMIT};
use gongkai::write::record::{DocumentFacts, Record, word};
use gongkai::{Outcome, ReadTwice};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Show one document: its tables, its checks, its doubts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai show report.pdf\n  gongkai show report.pdf --json\n  gongkai show '2024.zip!county/report.pdf'\n  gongkai show report.pdf --stage layout --color always | less -R"
)]
pub(crate) struct Args {
    /// The document; one in an archive as ARCHIVE!NAME
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print its record, as `convert` would write it
    #[arg(long, conflicts_with = "stage")]
    json: bool,
    /// Print what a stage made of it, and how
    #[arg(long, value_enum)]
    stage: Option<stage::Stage>,
    /// When to use colour; `auto` heeds `NO_COLOR`
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match args.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    reading::keep_panics_quiet();
    if args.file.is_dir() {
        let shown = args.file.display();
        return Err(Failure::new(format!(
            "{shown} is a folder: name one document, or convert them all with gongkai convert"
        )));
    }
    let found = match acquire::at(&args.file, &Limits::of_documents(SIZE_LIMIT)) {
        At::Document(found) => found,
        At::Archive(first) => return Err(archive(&args.file, first.as_deref())),
        At::Nothing(Some(archive)) => {
            let (shown, archive) = (args.file.display(), archive.display());
            return Err(Failure::new(format!(
                "{shown} is not in the archive {archive}: name a document as `source` in reports.ndjson does"
            )));
        }
        At::Nothing(None) => {
            inputs::check(&args.file)?;
            let shown = args.file.display();
            return Err(Failure::new(format!("{shown} is no ordinary file: name one that can be read")));
        }
    };
    // The road is walked on a thread with the stack that the batch gives.
    let text = batch::pool(Some(1))?.install(|| text(args, &found))?;
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    out.write_all(&text)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// An archive is many documents.
fn archive(file: &Path, first: Option<&str>) -> Failure {
    let shown = file.display();
    let example = first.map_or_else(|| format!("{shown}!2024/report.pdf"), str::to_owned);
    Failure::new(format!(
        "{shown} is an archive: name one document in it, as in gongkai show '{example}', or convert them all with gongkai convert"
    ))
}

/// What is asked for, as bytes for the terminal.
fn text(args: &Args, found: &Found) -> Result<Vec<u8>, Failure> {
    let document = acquire::read(found, SIZE_LIMIT).map(|mut document| {
        Desk::new().alone(&mut document);
        document
    });
    if let Some(stage) = args.stage {
        let text = document.and_then(|document| reading::caught(|| stage::text(stage, &document)));
        return text.unwrap_or_else(|why| Ok(format!("unreadable: {}: {why}\n", word(&why.reason)).into_bytes()));
    }
    let (facts, outcome) = match document {
        Ok(document) => reading::outcome(&document, Some(&second::reading()), ReadTwice::default()),
        Err(why) => {
            let facts = DocumentFacts::unread(acquire::unread_id(&found.source), &found.source, found.bytes)
                .served(found.served.as_ref());
            (facts, Outcome::Unreadable(why))
        }
    };
    if args.json {
        let mut line = serde_json::to_vec(&Record::new(facts, outcome))?;
        line.push(b'\n');
        return Ok(line);
    }
    Ok(page::text(&facts, &outcome)?)
}
