//! `gongkai diff`: what changed between two conversions, as a person would run it.

use super::{corpus, gongkai, records, refusal, sources};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A dataset of some documents of the corpus, and a copy whose records a test may change.
fn two() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    let texts = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path());
    let mut texts: Vec<PathBuf> = texts.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    texts.sort();
    for text in &texts[..6] {
        fs::copy(text, input.join(text.file_name().unwrap())).unwrap();
    }
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    for dataset in [&a, &b] {
        gongkai().arg("convert").arg(&input).arg("-o").arg(dataset).arg("-q").assert().success();
    }
    (folder, a, b)
}

fn rewrite(dataset: &Path, change: impl Fn(&mut Vec<Value>)) {
    let mut records = records(dataset);
    change(&mut records);
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    fs::write(dataset.join("reports.ndjson"), lines.join("\n") + "\n").unwrap();
}

fn diff(a: &Path, b: &Path, more: &[&str]) -> (String, Option<i32>) {
    let output = gongkai().arg("diff").arg(a).arg(b).args(more).assert().get_output().clone();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn two_conversions_of_one_archive_are_alike() {
    let (_folder, a, b) = two();
    let (text, code) = diff(&a, &b, &["--exit-code"]);
    assert_eq!((text.as_str(), code), ("6 documents in A, 6 in B: 6 alike, 0 with changes told\n", Some(0)));
    assert_eq!(diff(&a, &b.join("reports.ndjson"), &["--format", "json"]), (String::new(), Some(0)));
    // In another order, and in other JSON words.
    rewrite(&b, |records| records.reverse());
    assert_eq!(diff(&a, &b, &["--exit-code"]), (text, Some(0)));
}

#[test]
fn every_change_is_told_by_cell() {
    let (_folder, a, b) = two();
    let source = sources(&records(&a)).remove(2);
    rewrite(&b, |records| {
        let record = &mut records[2];
        record["verdict"] = json!("needs_review");
        record["tables"]["requests"]["received"]["total"] = json!(4321);
        record["cells"]["requests.received.total"] = json!({"status": "doubtful", "raw": "43 21"});
        records.remove(0);
        records[0]["document"]["id"] = json!("sha256:other");
    });
    let gone = sources(&records(&a)).remove(0);
    let (text, code) = diff(&a, &b, &["--exit-code"]);
    assert_eq!(code, Some(1));
    for told in [
        format!("{source}\n    verdict: "),
        " → needs_review\n".to_owned(),
        " → doubtful 4321 “43 21”\n".to_owned(),
        format!("{gone}\n    only in A\n"),
        " → sha256:other\n".to_owned(),
        "6 documents in A, 5 in B: 3 alike, 3 with changes told\n".to_owned(),
    ] {
        assert!(text.contains(&told), "{told} is not in {text}");
    }
    assert_eq!(diff(&a, &b, &[]).1, Some(0));
    let (json, _) = diff(&a, &b, &["--format", "json", "--only", "cell"]);
    let rows: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 1, "{json}");
    assert_eq!(rows[0]["source"], source.as_str());
    assert_eq!((&rows[0]["kind"], &rows[0]["subject"]), (&json!("cell"), &json!("requests.received.total")));
    assert_eq!(rows[0]["now"], json!({"status": "doubtful", "value": 4321, "raw": "43 21"}));
    let (csv, _) = diff(&a, &b, &["--format", "csv", "--only", "verdict,documents"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert_eq!(lines[0], "document_id,source,kind,subject,was_status,was,was_raw,now_status,now,now_raw");
    assert!(lines[1].contains(",verdict,,,") && lines[1].ends_with(",needs_review,"), "{csv}");
    assert!(lines[2].ends_with(",removed,,,,,,,"), "{csv}");
    let (summary, code) = diff(&a, &b, &["--summary", "--only", "title", "--exit-code"]);
    assert_eq!((summary.lines().count(), code), (1, Some(0)));
    let (summary, _) = diff(&a, &b, &["--summary", "--only", "cell"]);
    assert!(summary.starts_with("kind") && summary.contains("cell                    1            1\n"), "{summary}");
}

#[test]
fn what_is_no_dataset_is_told() {
    let (folder, a, b) = two();
    let said = refusal(gongkai().arg("diff").arg(&a).arg(folder.path()));
    assert!(said.contains("name a folder that gongkai convert has written"), "{said}");
    let reports = b.join("reports.ndjson");
    let whole = fs::read_to_string(&reports).unwrap();
    fs::write(&reports, &whole[..whole.len() / 2]).unwrap();
    let output = gongkai().arg("diff").arg(&a).arg(&b).assert().code(2).get_output().clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("convert again"), "{output:?}");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let (_folder, a, b) = two();
    rewrite(&b, |records| records.iter_mut().for_each(|record| record["title"] = json!("x")));
    let program = assert_cmd::cargo::cargo_bin!("gongkai");
    let line = format!("{} diff {} {} --format json | head -1", program.display(), a.display(), b.display());
    let done = std::process::Command::new("bash").args(["-o", "pipefail", "-c", &line]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
