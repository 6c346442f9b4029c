//! The corpus is the suite: every document in `corpus/documents` is a test by itself, held against its truth in
//! `corpus/truth`.
//!
//! A cell may be right; or, where the truth lists it as doubtful, wrong and marked. A document with an `expected_failure`
//! must fail, for its reason; once it passes, the line has to go. Invariants hold for every document, good or broken.

mod broken;
mod invariants;
mod sections;
mod truth;

use gongkai::acquire::office::{Office, is_wanted};
use gongkai::acquire::{Document, media};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use truth::{Tally, Truth};

/// Cells of the whole corpus that must be right, in a thousand.
const RIGHT_PER_MILLE: usize = 995;

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("whole", || whole().map_err(Failed::from))];
    let has_office = Office::find().is_some() || std::env::var_os("CI").is_some();
    for name in names() {
        let (document, invariant) = (name.clone(), name.clone());
        let is_left_out = !has_office && takes_office(&name);
        if is_left_out {
            let _ = writeln!(io::stderr(), "NOT TESTED: {name}, for LibreOffice is not installed");
        }
        let reading = Trial::test(format!("read::{name}"), move || read(&document).map_err(Failed::from));
        let holding = Trial::test(format!("invariants::{name}"), move || {
            let file = home().join("documents").join(&invariant);
            invariants::hold(&open(&file)?, &record(&file)?).map_err(Failed::from)
        });
        trials.extend([reading, holding].map(|trial| trial.with_ignored_flag(is_left_out)));
    }
    for name in list("broken") {
        let file = home().join("broken").join(&name);
        trials.push(Trial::test(format!("broken::{name}"), move || broken::ends(&file).map_err(Failed::from)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Whether a document is read by what LibreOffice makes of it. Where that is not installed, its tests are left out and
/// said so; where `CI` is set, they fail.
fn takes_office(name: &str) -> bool {
    let bytes = fs::read(home().join("documents").join(name)).unwrap_or_default();
    is_wanted(media::tell(&bytes))
}

/// A file as a document, with what LibreOffice makes of it where it takes that.
fn open(file: &Path) -> Result<Document, String> {
    let bytes = fs::read(file).map_err(|e| e.to_string())?;
    let mut document = Document {
        id: String::new(),
        source: file.to_string_lossy().into_owned(),
        media_type: media::tell(&bytes),
        bytes,
        rendition: None,
        served: None,
    };
    if let Some(office) = Office::find().filter(|_| is_wanted(document.media_type)) {
        document.rendition = office.write_again(&[&document]).pop();
    }
    Ok(document)
}

/// The documents and the truths, by the document's name: one without the other is a test that fails, not one that is gone.
fn names() -> BTreeSet<String> {
    let truths = list("truth").into_iter().map(|n| n.strip_suffix(".json").unwrap_or(&n).to_owned());
    list("documents").into_iter().chain(truths).collect()
}

/// The names of the files in a folder of the corpus.
fn list(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(home().join(folder)).ok();
    let names = entries.into_iter().flatten().filter_map(|e| e.ok()?.file_name().into_string().ok());
    names.filter(|n| !n.starts_with('.')).collect()
}

/// One document against its truth.
fn read(name: &str) -> Result<(), String> {
    let truth = Truth::load(&home(), name)?;
    let found = truth.faults(&record(&home().join("documents").join(name))?);
    match (&truth.expected_failure, found.is_empty()) {
        (Some(reason), _) if reason.trim().is_empty() => Err("its expected failure has no reason".to_owned()),
        (None, true) | (Some(_), false) => Ok(()),
        (None, false) => Err(found.join("\n")),
        (Some(reason), true) => Err(format!("it passes now: take out its expected_failure ({reason})")),
    }
}

/// All of it, as a user converts it, counted as `score` counts.
fn whole() -> Result<(), String> {
    let names = names();
    if names.len() < 40 {
        return Err(format!("the corpus has {} documents, and 40 is the least", names.len()));
    }
    let dataset = tempfile::tempdir().map_err(|e| e.to_string())?;
    let program = assert_cmd::cargo::cargo_bin!("gongkai");
    let run = Command::new(program)
        .arg("convert")
        .arg(home().join("documents"))
        .arg("-o")
        .arg(dataset.path().join("ds"))
        .output()
        .map_err(|e| e.to_string())?;
    if !run.status.success() {
        return Err(String::from_utf8_lossy(&run.stderr).into_owned());
    }
    let reports = fs::read_to_string(dataset.path().join("ds/reports.ndjson")).map_err(|e| e.to_string())?;
    let records: Vec<Value> = reports.lines().map(|l| serde_json::from_str(l).unwrap_or_default()).collect();
    let mut tally = Tally::default();
    for name in &names {
        let record = records.iter().find(|r| {
            let also = r["document"]["also"].as_array().into_iter().flatten();
            also.chain([&r["document"]["source"]]).any(|source| source == name.as_str())
        });
        let record = record.ok_or_else(|| format!("{name} was lost: no record tells of it"))?;
        if takes_office(name) && Office::find().is_none() && std::env::var_os("CI").is_none() {
            continue;
        }
        Truth::load(&home(), name)?.count(record, &mut tally);
    }
    let told = format!("{tally:?}");
    if tally.silent > 0 {
        return Err(format!("silent errors: {told}"));
    }
    if tally.right * 1000 < tally.cells * RIGHT_PER_MILLE {
        return Err(format!("fewer than {RIGHT_PER_MILLE} in 1000 cells are right: {told}"));
    }
    Ok(())
}

/// The record of one document, from the real program.
fn record(file: &Path) -> Result<Value, String> {
    let program = assert_cmd::cargo::cargo_bin!("gongkai");
    record_of(&Command::new(program).arg("show").arg(file).arg("--json").output().map_err(|e| e.to_string())?)
}

/// The record that a run of the program has printed.
fn record_of(shown: &Output) -> Result<Value, String> {
    if !shown.status.success() {
        return Err(String::from_utf8_lossy(&shown.stderr).into_owned());
    }
    serde_json::from_slice(&shown.stdout).map_err(|e| e.to_string())
}
