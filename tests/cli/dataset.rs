//! What `convert` leaves behind: records, order, duplicates, the log.

use super::{corpus, gongkai, record, records, refusal, sources};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn convert(input: &Path, dataset: &Path, more: &[&str]) -> String {
    let mut command = gongkai();
    let run = command.arg("convert").arg(input).arg("-o").arg(dataset).args(more).assert().success();
    assert!(run.get_output().stdout.is_empty(), "stdout is for data");
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

fn log(dataset: &Path) -> Value {
    serde_json::from_slice(&fs::read(dataset.join("run.json")).unwrap()).unwrap()
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = tempdir().unwrap();
    let read = |name: &str, threads: &str| {
        let dataset = folder.path().join(name);
        convert(&corpus(), &dataset, &["-j", threads, "-q"]);
        fs::read(dataset.join("reports.ndjson")).unwrap()
    };
    let one = read("one", "1");
    assert!(one == read("two", "2"), "two threads write other bytes than one");
    assert!(one == read("many", "7"), "seven threads write other bytes than one");
}

#[test]
fn every_record_of_the_corpus_fits_the_schema() {
    let folder = tempdir().unwrap();
    let dataset = folder.path().join("ds");
    convert(&corpus(), &dataset, &["-q"]);
    let schema = gongkai().arg("schema").assert().success().get_output().stdout.clone();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let records = records(&dataset);
    for record in &records {
        let faults: Vec<_> = schema.iter_errors(record).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", record["document"]["source"], faults.join("; "));
        assert!(!record["document"]["source"].as_str().unwrap().starts_with('/'), "sources are relative");
    }
    let mut sorted = sources(&records);
    sorted.sort();
    assert_eq!(sources(&records), sorted, "a folder is read in the order of its names");
    let log = log(&dataset);
    assert_eq!(log["counts"]["documents"], records.len());
    let by_verdict: u64 = log["counts"]["verdicts"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(by_verdict, records.len() as u64);
}

#[test]
fn identical_bytes_are_one_document() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir_all(input.join("b")).unwrap();
    fs::write(input.join("a.txt"), "the same").unwrap();
    fs::write(input.join("b/c.txt"), "the same").unwrap();
    fs::write(input.join("b/d.txt"), "not same").unwrap();
    let dataset = folder.path().join("ds");
    let said = convert(&input, &dataset, &[]);
    let records = records(&dataset);
    assert_eq!(sources(&records), ["a.txt", "b/d.txt"]);
    assert_eq!(record(&records, "a.txt")["document"]["also"], serde_json::json!(["b/c.txt"]));
    assert!(record(&records, "b/d.txt")["document"].get("also").is_none());
    assert_eq!(log(&dataset)["counts"]["duplicates"], 1);
    assert!(said.contains("an identical copy"), "{said}");
}

#[test]
fn hidden_files_and_the_dataset_itself_are_no_input() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "a").unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git/b.txt"), "b").unwrap();
    fs::write(folder.path().join(".hidden"), "c").unwrap();
    let dataset = folder.path().join("ds");
    for _ in 0..2 {
        convert(folder.path(), &dataset, &["-q"]);
        assert_eq!(sources(&records(&dataset)), ["a.txt"]);
        assert_eq!(log(&dataset)["counts"]["hidden"], 2);
    }
}

#[test]
fn a_new_run_replaces_the_dataset() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.txt");
    let dataset = folder.path().join("ds");
    for text in ["a", "b"] {
        fs::write(&input, text).unwrap();
        convert(&input, &dataset, &["-q"]);
        fs::write(dataset.join("facts.csv"), "of an earlier run").unwrap();
    }
    fs::write(&input, "").unwrap();
    convert(&input, &dataset, &["-q"]);
    let records = records(&dataset);
    assert_eq!((records.len(), records[0]["reason"].as_str()), (1, Some("empty")));
    let left = ["journal.ndjson", "part", "ready", "facts.csv"].map(|name| dataset.join(name).exists());
    assert_eq!(left, [false; 4]);
}

#[test]
fn two_runs_do_not_write_into_each_other() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.txt");
    fs::write(&input, "a").unwrap();
    let dataset = folder.path().join("ds");
    convert(&input, &dataset, &["-q"]);
    let journal = fs::File::create(dataset.join("journal.ndjson")).unwrap();
    journal.lock().unwrap();
    let said = refusal(gongkai().args(["convert", "Cargo.toml", "-o"]).arg(&dataset));
    assert!(said.contains("another run"), "{said}");
}

#[test]
fn the_summary_counts_and_names_and_progress_stays_away_from_pipes() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for n in 0..5 {
        fs::write(input.join(format!("{n}.txt")), "x".repeat(n)).unwrap();
    }
    let dataset = folder.path().join("ds");
    let said = convert(&input, &dataset, &[]);
    assert!(said.starts_with("5 documents"), "{said}");
    assert!(said.contains("unreadable: empty") && said.contains("0.txt"), "{said}");
    assert!(said.contains("and 1 more"), "{said}");
    assert!(said.contains("gongkai show "), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\r'), "progress in a pipe: {said:?}");
    assert_eq!(convert(&input, &dataset, &["--quiet"]), "");
}

#[test]
fn fail_on_turns_a_verdict_into_exit_1_and_the_dataset_is_there_all_the_same() {
    let folder = tempdir().unwrap();
    let empty = folder.path().join("empty.txt");
    fs::write(&empty, "").unwrap();
    let dataset = folder.path().join("ds");
    let run = |fail_on: &str| {
        gongkai().arg("convert").arg(&empty).arg("-o").arg(&dataset).args(["--fail-on", fail_on]).assert()
    };
    run("needs_review,publisher_inconsistent").code(0);
    run("needs_review,unreadable").code(1);
    assert_eq!(records(&dataset).len(), 1);
}

#[test]
fn the_log_says_what_ran() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.txt");
    fs::write(&input, "").unwrap();
    let dataset = folder.path().join("ds");
    convert(&input, &dataset, &["-j", "3", "--max-size", "2M", "-q"]);
    let log = log(&dataset);
    assert_eq!(log["schema"], "gongkai.run/1");
    assert_eq!(log["parser"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(log["inputs"][0], input.to_str().unwrap());
    assert_eq!(log["threads"], 3);
    assert_eq!(log["limits"]["document_bytes"], 2 << 20);
    assert_eq!(log["counts"]["reasons"], serde_json::json!({"empty": 1}));
    assert!(log["started"].as_str().unwrap() <= log["finished"].as_str().unwrap());
}

#[test]
fn no_documents_are_no_failure() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    let dataset = folder.path().join("ds");
    let said = convert(&input, &dataset, &[]);
    assert!(said.contains("0 documents"), "{said}");
    assert_eq!(fs::read(dataset.join("reports.ndjson")).unwrap(), b"");
}
