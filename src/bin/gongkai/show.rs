//! `gongkai show`: one document in the terminal, with its doubts.

use crate::failure::Failure;
use crate::office::Desk;
use crate::{batch, inputs, page, reading, second, stage};
use anstream::ColorChoice;
use clap::ValueEnum;
use gongkai::acquire::{self, Found, SIZE_LIMIT};
use gongkai::write::record::{DocumentFacts, Record, word};
use gongkai::{Outcome, ReadTwice};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Show one document: its tables, its checks, its doubts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai show report.pdf\n  gongkai show report.pdf --json\n  gongkai show report.pdf --stage layout --color always | less -R"
)]
pub(crate) struct Args {
    /// The document
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
    inputs::check(&args.file)?;
    let inputs = acquire::Inputs::list(std::slice::from_ref(&args.file), &[], None);
    let mut found = None;
    acquire::visit(&inputs, &acquire::Limits::of_documents(SIZE_LIMIT), &mut |f| {
        found = Some(f);
        std::ops::ControlFlow::Break(())
    });
    let Some(found) = &found else {
        return Err(Failure::new(format!("{} is no ordinary file: name one that can be read", args.file.display())));
    };
    // The road is walked on a thread with the stack that the batch gives.
    let text = batch::pool(Some(1))?.install(|| text(args, found))?;
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    out.write_all(&text)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
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
            let facts = DocumentFacts::unread(acquire::unread_id(&found.source), &found.source, found.bytes);
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
