//! The child's side: documents from stdin, one after the other, their records to stdout, within the limits given.

use super::wire::{Question, answer};
use super::{Limits, rehearsal};
use crate::failure::Failure;
use crate::{reading, second};
use gongkai::write::brief::Brief;
use std::io::{self, BufReader, BufWriter};
use std::process::ExitCode;
use std::thread;

/// Stack of the thread that converts. Unused stack costs only addresses.
pub(super) const STACK: usize = 256 << 20;

/// Bytes of a pipe that are taken or given at a time.
const BUFFER: usize = 1 << 18;

/// Convert documents from stdin, for a parent that survives what they do
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    limits: Limits,
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let limits = args.limits;
    reading::keep_panics_quiet();
    limits.bound_memory();
    let converter = thread::Builder::new().stack_size(STACK).spawn(move || convert_all(limits))?;
    match converter.join() {
        Ok(Ok(())) => Ok(ExitCode::SUCCESS),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Ok(ExitCode::FAILURE),
    }
}

fn convert_all(limits: Limits) -> io::Result<()> {
    let mut from = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let mut to = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let second = second::reading();
    while let Some((document, which)) = Question::receive(&mut from)? {
        limits.bound_time();
        rehearsal::play(&document.bytes);
        let record = reading::record(&document, Some(&second), which);
        let line = serde_json::to_vec(&record)?;
        answer(Brief::of(&record), &line, &mut to)?;
    }
    Ok(())
}
