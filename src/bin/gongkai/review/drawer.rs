//! A child that draws a document for the review page: its pages as pictures, or all of it as HTML. One question, one answer,
//! within limits.

use crate::failure::Failure;
use crate::isolate::{Limits, Question};
use crate::reading;
use crate::review::fonts;
use gongkai::acquire::Document;
use gongkai::decode;
use gongkai::finding::{Reason, Unreadable};
use gongkai::place::Place;
use gongkai::write::review::{drawn, picture};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::thread;

/// Stack of the thread that draws. Unused stack costs only addresses.
const STACK: usize = 64 << 20;

/// The longest task: the places of some thousand cells.
const TASK: u64 = 1 << 20;

/// What is to be drawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Task {
    /// The sizes of the pages only.
    Sizes,
    /// One page.
    Picture {
        /// The page, counted from 1.
        page: u32,
        /// Pixels a point.
        scale: f32,
    },
    /// The whole as HTML, with these places marked.
    Html {
        /// The places.
        places: Vec<Place>,
    },
}

/// What was drawn, as the head of an answer; a picture or HTML follows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Head {
    /// The sizes of the pages.
    Sizes(Vec<picture::Size>),
    /// PNG follows.
    Picture {
        /// Some characters may not be drawn: no font on this machine has them.
        lacks_faces: bool,
    },
    /// HTML follows.
    Html {
        /// It is the page as published.
        published: bool,
    },
    /// Nothing could be drawn.
    Failed(String),
}

/// Draw a document from stdin, for the review page
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    limits: Limits,
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let limits = args.limits;
    reading::keep_panics_quiet();
    limits.bound();
    let drawer = thread::Builder::new().stack_size(STACK).spawn(answer)?;
    let Ok(answer) = drawer.join() else { return Ok(ExitCode::FAILURE) };
    let (head, body) = answer?;
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &head)?;
    out.write_all(b"\n")?;
    out.write_all(&body)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn answer() -> io::Result<(Head, Vec<u8>)> {
    let mut from = BufReader::new(io::stdin().lock());
    let mut line = Vec::new();
    Read::take(&mut from, TASK).read_until(b'\n', &mut line)?;
    let task: Task = serde_json::from_slice(&line)?;
    let Some((document, _)) = Question::receive(&mut from)? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
    let drawn = reading::caught(|| draw(&task, &document)).and_then(|drawn| drawn);
    Ok(drawn.unwrap_or_else(|why| (Head::Failed(why.message), Vec::new())))
}

fn draw(task: &Task, document: &Document) -> Result<(Head, Vec<u8>), Unreadable> {
    match task {
        Task::Sizes => picture::sizes(&document.bytes).map(|sizes| (Head::Sizes(sizes), Vec::new())),
        Task::Picture { page, scale } => {
            if decode::pdf::facts(&document.bytes).is_none() {
                return Err(Unreadable::new(Reason::Damaged, "it is no PDF that can be opened"));
            }
            let drawn = picture::draw(&document.bytes, *page, *scale, fonts::chinese())?;
            Ok((Head::Picture { lacks_faces: drawn.lacks_faces }, drawn.png))
        }
        Task::Html { places } => {
            let drawn = drawn::draw(document, places)?;
            Ok((Head::Html { published: drawn.published }, drawn.html.into_bytes()))
        }
    }
}
