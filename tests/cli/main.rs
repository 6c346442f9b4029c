//! The real binary, run as a person would run it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod bad_input;
mod check;
mod dataset;
mod diff;
mod help;
mod load;
mod offices;
mod readme;
mod review;
mod runs;
mod show;

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The binary, without the colours and terminals of whoever runs the tests.
fn gongkai() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("gongkai");
    command.env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

/// The project's folder.
fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents of the corpus. A test without its data must fail, so their absence is told here.
fn corpus() -> PathBuf {
    let documents = home().join("corpus/documents");
    assert!(documents.is_dir(), "{} is missing", documents.display());
    documents
}

/// The records of a dataset.
fn records(dataset: &Path) -> Vec<Value> {
    let text = fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The record of a source.
fn record<'a>(records: &'a [Value], source: &str) -> &'a Value {
    let found: Vec<_> = records.iter().filter(|r| r["document"]["source"] == source).collect();
    assert_eq!(found.len(), 1, "{source} has {} records of {}", found.len(), sources(records).join(", "));
    found[0]
}

fn sources(records: &[Value]) -> Vec<String> {
    records.iter().map(|r| r["document"]["source"].as_str().unwrap_or_default().to_owned()).collect()
}

/// What a command that can't be done says: one sentence on stderr, nothing on stdout, exit 2.
fn refusal(command: &mut Command) -> String {
    let output = command.assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "not one sentence: {said}");
    said
}
