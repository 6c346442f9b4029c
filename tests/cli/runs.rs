//! Runs that are killed, begun again, or meet documents that kill their reader.

use super::{corpus, gongkai, record, records, sources};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::{TempDir, tempdir};

fn convert(input: &Path, dataset: &Path, more: &[&str]) -> Value {
    gongkai().arg("convert").arg(input).arg("-o").arg(dataset).arg("-q").args(more).assert().success();
    serde_json::from_slice(&fs::read(dataset.join("run.json")).unwrap()).unwrap()
}

/// A folder with a few documents of the corpus, quick ones of several types.
fn some() -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    let mut names: Vec<_> = fs::read_dir(corpus()).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    names.retain(|p| p.extension().is_some_and(|x| ["txt", "html", "docx", "xlsx"].iter().any(|y| x == *y)));
    for path in names.iter().step_by(4) {
        fs::copy(path, input.join(path.file_name().unwrap())).unwrap();
    }
    (folder, input)
}

/// A PDF that asks its reader for a fault, and a right one.
fn faulty(faults: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    let right = fs::read(corpus().join("browser-landscape.pdf")).unwrap();
    for fault in faults {
        let mut bytes = right.clone();
        bytes.extend(format!("\n%gongkai-rehearsal: {fault}\n").bytes());
        fs::write(input.join(format!("{fault}.pdf")), bytes).unwrap();
    }
    fs::write(input.join("zz-right.pdf"), right).unwrap();
    (folder, input)
}

#[test]
fn a_document_that_kills_its_reader_costs_itself_only() {
    let (folder, input) = faulty(&["abort", "hang", "memory", "overflow"]);
    let dataset = folder.path().join("ds");
    let mut run = gongkai();
    run.env("GONGKAI_REHEARSAL", "1").arg("convert").arg(&input).arg("-o").arg(&dataset);
    run.args(["--timeout", "2", "--memory", "300M", "-j", "2", "-q"])
        .timeout(Duration::from_mins(5))
        .assert()
        .success();
    let records = records(&dataset);
    let reason = |name: &str| record(&records, name)["reason"].as_str().unwrap_or("none").to_owned();
    assert_eq!(reason("abort.pdf"), "crashed");
    assert_eq!(reason("overflow.pdf"), "crashed");
    assert_eq!(reason("memory.pdf"), "memory");
    assert_eq!(reason("hang.pdf"), "timeout");
    assert_eq!(record(&records, "zz-right.pdf")["verdict"], "clean");
    let failures = fs::read_to_string(dataset.join("failures.csv")).unwrap();
    assert!(failures.lines().any(|line| line.starts_with("hang.pdf,timeout,") && line.contains("--timeout")));
    assert_eq!(failures.lines().count(), 5, "{failures}");
}

#[test]
fn without_the_rehearsal_such_documents_are_like_others() {
    let (folder, input) = faulty(&["abort"]);
    let dataset = folder.path().join("ds");
    convert(&input, &dataset, &[]);
    assert_eq!(record(&records(&dataset), "abort.pdf")["verdict"], "clean");
}

#[test]
fn nothing_is_read_twice_and_what_is_new_is_read() {
    let (folder, input) = some();
    let dataset = folder.path().join("ds");
    let first = convert(&input, &dataset, &[]);
    let before = fs::read(dataset.join("reports.ndjson")).unwrap();
    assert_eq!(first["counts"]["converted"], first["counts"]["documents"]);
    let second = convert(&input, &dataset, &[]);
    assert_eq!(second["counts"]["converted"], 0);
    assert!(before == fs::read(dataset.join("reports.ndjson")).unwrap());
    let forced = convert(&input, &dataset, &["--force"]);
    assert_eq!(forced["counts"]["converted"], first["counts"]["documents"]);
    assert!(before == fs::read(dataset.join("reports.ndjson")).unwrap());
    fs::write(input.join("new.txt"), "公告").unwrap();
    fs::create_dir(input.join("0")).unwrap();
    let name = sources(&records(&dataset)).remove(0);
    fs::copy(input.join(&name), input.join("0/copy")).unwrap();
    let third = convert(&input, &dataset, &[]);
    assert_eq!((&third["counts"]["converted"], &third["counts"]["duplicates"]), (&1.into(), &1.into()));
    let records = records(&dataset);
    assert_eq!(record(&records, "0/copy")["document"]["also"], serde_json::json!([name]));
    assert_eq!(record(&records, "new.txt")["reason"], "not_a_report");
}

#[test]
fn what_failed_or_needs_review_is_retried_alone() {
    let (folder, input) = some();
    let dataset = folder.path().join("ds");
    fs::write(input.join("none.txt"), "公告").unwrap();
    fs::write(input.join("noise.pdf"), "%PDF-1.4 and no more").unwrap();
    let first = convert(&input, &dataset, &[]);
    let count = |verdict: &str| first["counts"]["verdicts"][verdict].as_u64().unwrap_or(0);
    assert!(count("unreadable") >= 2 && count("needs_review") > 0, "{first}");
    assert_eq!(convert(&input, &dataset, &["--retry", "failed"])["counts"]["converted"], count("unreadable"));
    let both = convert(&input, &dataset, &["--retry", "needs_review,failed"]);
    assert_eq!(both["counts"]["converted"], count("unreadable") + count("needs_review"));
    assert_eq!(convert(&input, &dataset, &[])["counts"]["converted"], 0);
}

#[test]
fn another_version_and_other_settings_read_anew() {
    let (folder, input) = some();
    let dataset = folder.path().join("ds");
    let all = convert(&input, &dataset, &[])["counts"]["documents"].clone();
    assert_eq!(convert(&input, &dataset, &["--read-twice"])["counts"]["converted"], all);
    let reports = dataset.join("reports.ndjson");
    let version = format!(r#""version":"{}""#, env!("CARGO_PKG_VERSION"));
    let old = fs::read_to_string(&reports).unwrap().replace(&version, r#""version":"0.0.1""#);
    fs::write(&reports, old).unwrap();
    assert_eq!(convert(&input, &dataset, &["--read-twice"])["counts"]["converted"], all);
}

#[test]
fn a_run_killed_at_any_moment_goes_on_to_the_same_bytes() {
    let (folder, input) = some();
    let whole = folder.path().join("whole");
    convert(&input, &whole, &[]);
    let killed = folder.path().join("killed");
    for n in 0..12 {
        let mut run = Command::new(assert_cmd::cargo::cargo_bin!("gongkai"));
        run.arg("convert").arg(&input).arg("-o").arg(&killed).args(["-q", "-j", "2"]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 + 55 * n));
        run.kill().unwrap();
        run.wait().unwrap();
        if n == 5 && killed.join("journal.ndjson").exists() {
            // What a power cut leaves at the end of a file.
            let journal = killed.join("journal.ndjson");
            let mut bytes = fs::read(&journal).unwrap();
            bytes.truncate(bytes.len().saturating_sub(77));
            bytes.extend([0; 4096]);
            fs::write(&journal, bytes).unwrap();
        }
    }
    convert(&input, &killed, &[]);
    for name in fs::read_dir(&whole).unwrap().map(|e| e.unwrap().file_name()).filter(|name| name != "run.json") {
        assert!(fs::read(whole.join(&name)).unwrap() == fs::read(killed.join(&name)).unwrap(), "{name:?} differs");
    }
    assert!(!killed.join("journal.ndjson").exists() && !killed.join("part").exists());
}

#[test]
fn a_swap_that_was_broken_off_is_ended_by_the_next_run() {
    let (folder, input) = some();
    let dataset = folder.path().join("ds");
    convert(&input, &dataset, &[]);
    // As a run leaves it that was killed after its files were complete and before all were in place.
    fs::create_dir(dataset.join("ready")).unwrap();
    fs::rename(dataset.join("run.json"), dataset.join("ready/run.json")).unwrap();
    fs::rename(dataset.join("reports.ndjson"), dataset.join("ready/reports.ndjson")).unwrap();
    assert_eq!(convert(&input, &dataset, &[])["counts"]["converted"], 0);
}

#[test]
fn a_list_of_paths_comes_from_stdin() {
    let (folder, input) = some();
    let names: Vec<PathBuf> = fs::read_dir(&input).unwrap().map(|e| e.unwrap().path()).take(3).collect();
    let list: Vec<&str> = names.iter().map(|p| p.to_str().unwrap()).collect();
    let dataset = folder.path().join("ds");
    gongkai().args(["convert", "-", "-q", "-o"]).arg(&dataset).write_stdin(list.join("\n")).assert().success();
    assert_eq!(records(&dataset).len(), 3);
}
