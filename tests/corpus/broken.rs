//! Files that once broke the program, kept by `scripts/fuzz`: each must end with an outcome, in time and in memory.
//!
//! A file is named by what read it, then by what it did: `html-panic-….bin` goes to the decoder of web pages, whatever its
//! bytes look like, and to the program as any file does.

use crate::{invariants, record_of};
use gongkai::acquire::{Document, MediaType};
use gongkai::write::record::{DocumentFacts, Record};
use gongkai::{Outcome, ReadTwice};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long one file may take: twice what a fuzzer calls a hang, for the program under test is not optimised.
const TIME: Duration = Duration::from_secs(20);

/// How much memory it may ask for, in KiB of addresses: a gibibyte, and as much again for stacks that are never touched.
const ADDRESSES: u32 = 2 << 20;

/// One file.
pub(crate) fn ends(file: &Path) -> Result<(), String> {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    let decoder = name.split('-').next().unwrap_or_default();
    let media_type = decoder_of(decoder).ok_or_else(|| format!("{name} does not begin with the name of a decoder"))?;
    by_program(file)?;
    let document =
        Document { id: String::new(), source: name.to_owned(), media_type, bytes, rendition: None, served: None };
    let outcome: Outcome = gongkai::convert(&document, None, ReadTwice::Unclean);
    let record = serde_json::to_value(Record::new(DocumentFacts::of(&document), outcome));
    invariants::hold(&document, &record.map_err(|e| e.to_string())?)
}

fn decoder_of(name: &str) -> Option<MediaType> {
    Some(match name {
        "text" => MediaType::Text,
        "html" => MediaType::Html,
        "pdf" => MediaType::Pdf,
        "docx" => MediaType::Docx,
        "sheet" => MediaType::Xlsx,
        "mail" => MediaType::Mail,
        "embedded" => MediaType::Json,
        _ => return None,
    })
}

/// The real program gives a record, within bounds that the system holds it to.
fn by_program(file: &Path) -> Result<(), String> {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {ADDRESSES}; exec \"$@\""))
        .args(["sh", &assert_cmd::cargo::cargo_bin!("gongkai").to_string_lossy(), "show", "--json"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let started = Instant::now();
    while child.try_wait().map_err(|e| e.to_string())?.is_none() {
        if started.elapsed() > TIME {
            child.kill().map_err(|e| e.to_string())?;
            return Err(format!("it took longer than {TIME:?}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let record = record_of(&child.wait_with_output().map_err(|e| e.to_string())?)?;
    if record["reason"] == "crashed" { Err(format!("it crashed: {}", record["findings"])) } else { Ok(()) }
}
