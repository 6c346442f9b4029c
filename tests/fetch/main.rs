//! `gongkai fetch`, run as a person would run it, against sites on this machine.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod again;
mod kept;
mod manners;
mod old;
mod onward;
mod posted;
mod refusals;
mod secure;
mod site;
mod stopped;
mod world;

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The binary, without the proxies and colours of whoever runs the tests.
fn gongkai() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("gongkai");
    for name in
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "CLICOLOR_FORCE"]
    {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    command
}

/// A folder with a list of sources and a place for an archive.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(list: &str) -> Self {
        Self::named("sources.csv", list)
    }

    fn named(name: &str, list: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), list).unwrap();
        Self { folder }
    }

    fn list(&self) -> PathBuf {
        let mut lists = fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().path());
        lists.find(|path| path.is_file()).unwrap()
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// The command, without pauses between questions.
    fn fetch(&self) -> Command {
        let mut command = gongkai();
        command.arg("fetch").arg(self.list()).arg("-o").arg(self.archive());
        command.args(["--contact", "tests@example.org", "--delay", "0"]);
        command
    }

    /// The entries of the log by address, the last one of each.
    fn entries(&self) -> BTreeMap<String, Value> {
        let log = fs::read_to_string(self.archive().join("fetch.ndjson")).unwrap();
        let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["event"] == "address").map(|line| (text(&line["url"]), line)).collect()
    }

    fn summary(&self) -> Value {
        serde_json::from_slice(&fs::read(self.archive().join("fetch.json")).unwrap()).unwrap()
    }

    /// Converts the archive, and gives the records.
    fn convert(&self) -> Vec<Value> {
        let dataset = self.folder.path().join("dataset");
        gongkai().arg("convert").arg(self.archive()).arg("-o").arg(&dataset).arg("-q").assert().success();
        let text = fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A document of the corpus.
fn corpus(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents").join(name)).unwrap()
}

/// One text of many.
fn each<T>(of: impl IntoIterator<Item = T>, text: impl Fn(T) -> String) -> String {
    of.into_iter().map(text).collect::<Vec<_>>().concat()
}
