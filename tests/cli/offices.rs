//! Old Word files and workbooks: with the program that writes them again, without it, and with one that is broken.

use super::{corpus, gongkai, records, sources};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

const OLD: [&str; 4] = ["word-97.doc", "word-97-2019-form.wps", "word-rich-text.rtf", "sheet-of-excel-97.xls"];

fn archive(folder: &Path) {
    fs::create_dir(folder).unwrap();
    for name in OLD.into_iter().chain(["aligned-pages.txt"]) {
        fs::copy(corpus().join(name), folder.join(name)).unwrap();
    }
}

fn convert(archive: &Path, dataset: &Path, path: Option<&Path>) -> Vec<Value> {
    let mut command = gongkai();
    if let Some(path) = path {
        command.env("PATH", path);
    }
    command.arg("convert").arg(archive).arg("-o").arg(dataset).arg("-q").assert().success();
    records(dataset)
}

#[test]
fn a_mixture_comes_out_under_the_names_it_went_in() {
    if !["soffice", "libreoffice"].into_iter().any(which) {
        assert!(std::env::var_os("CI").is_none(), "LibreOffice is not installed");
        return;
    }
    let folder = tempdir().unwrap();
    archive(&folder.path().join("in"));
    let records = convert(&folder.path().join("in"), &folder.path().join("ds"), None);
    assert_eq!(sources(&records).len(), OLD.len() + 1);
    for name in OLD {
        let truth: Value =
            serde_json::from_slice(&fs::read(corpus().join(format!("../truth/{name}.json"))).unwrap()).unwrap();
        let read = records.iter().find(|r| r["document"]["source"].as_str().is_some_and(|s| s.ends_with(name)));
        assert_eq!(read.map(|r| &r["verdict"]), Some(&truth["verdict"]), "{name}");
    }
}

#[test]
fn without_the_program_each_says_how_to_get_it() {
    let folder = tempdir().unwrap();
    archive(&folder.path().join("in"));
    fs::create_dir(folder.path().join("bin")).unwrap();
    let records = convert(&folder.path().join("in"), &folder.path().join("ds"), Some(&folder.path().join("bin")));
    for name in OLD {
        let record =
            records.iter().find(|r| r["document"]["source"].as_str().is_some_and(|s| s.ends_with(name))).unwrap();
        assert_eq!(record["reason"], "unsupported_type", "{name}");
        assert!(
            record["findings"].to_string().contains("apt-get install libreoffice"),
            "{name}: {}",
            record["findings"]
        );
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_costs_only_what_needs_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    archive(&folder.path().join("in"));
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("soffice"), "#!/bin/sh\nexit 77\n").unwrap();
    fs::set_permissions(bin.join("soffice"), fs::Permissions::from_mode(0o755)).unwrap();
    let records = convert(&folder.path().join("in"), &folder.path().join("ds"), Some(&bin));
    for record in &records {
        let is_old = OLD.iter().any(|name| record["document"]["source"].as_str().is_some_and(|s| s.ends_with(name)));
        assert_eq!(
            record["verdict"] == "unreadable",
            is_old,
            "{}: {}",
            record["document"]["source"],
            record["findings"]
        );
    }
}

fn which(program: &str) -> bool {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file())
}
