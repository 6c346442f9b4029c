//! Decisions: kept at once, applied by the next conversion, taken back without a trace, never applied to another reading.

use super::super::{corpus, record, records};
use super::browser::Server;
use super::{convert, sources_and_dataset};
use gongkai::verify::Verdict;
use gongkai::verify::reviewed::{Seen, judge_again};
use gongkai::write::recall::Recalled;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn run(dataset: &Path) -> Value {
    serde_json::from_slice(&fs::read(dataset.join("run.json")).unwrap()).unwrap()
}

/// The files of a dataset that tell of no time.
fn files(dataset: &Path) -> Vec<Vec<u8>> {
    ["reports.ndjson", "facts.parquet", "facts.csv", "checks.parquet", "documents.parquet", "datapackage.json"]
        .iter()
        .map(|name| fs::read(dataset.join(name)).unwrap())
        .collect()
}

const SLIP: &str = "slip-outcome-total.html";
const GLUED: &str = "glued-ambiguous.txt";

#[test]
fn a_correction_outlives_a_killed_server_and_is_applied() {
    let (_folder, input, dataset) = sources_and_dataset();
    let before = files(&dataset);
    let server = Server::start(&dataset, &[]);
    let number = server.number(GLUED);
    let cells = server.report(number)["view"]["cells"].clone();
    let doubtful: Vec<&String> =
        cells.as_object().unwrap().iter().filter(|(_, cell)| cell["status"] == "doubtful").map(|(id, _)| id).collect();
    let cell = doubtful[0].as_str();
    let action = server.decide(number, "correct", &[cell], "41.50");
    // Killed at once: what was answered is on the disk.
    drop(server);
    let line = fs::read_to_string(dataset.join("decisions.ndjson")).unwrap();
    let decision: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&decision["cell"], decision["now"].to_string().as_str()), (&json!(cell), "41.50"));
    assert_eq!(
        (&decision["by"], &decision["why"], &decision["was"]["status"]),
        (&json!("王"), &json!("看过原件"), &json!("doubtful"))
    );
    let server = Server::start(&dataset, &[]);
    assert_eq!(server.report(number)["view"]["cells"][cell]["status"], "corrected");
    // What was read is as it was.
    assert_eq!(files(&dataset), before);
    convert(&input, &dataset);
    let now = records(&dataset);
    let fact = &record(&now, GLUED)["cells"][cell];
    assert_eq!((&fact["status"], &fact["was"]["status"]), (&json!("corrected"), &json!("doubtful")));
    let value = cell.split('.').fold(&record(&now, GLUED)["tables"], |at, word| &at[word]);
    assert_eq!(value.to_string(), "41.50");
    let facts = fs::read_to_string(dataset.join("facts.csv")).unwrap();
    assert!(facts.lines().any(|line| line.contains(cell) && line.contains("corrected") && line.contains("41.5")));
    assert_eq!(run(&dataset)["counts"]["decisions"], json!({"applied": 1, "stale": 0, "unread": 0}));
    // Again: the same. Taken back: as if it had never been.
    let applied = files(&dataset);
    convert(&input, &dataset);
    assert_eq!(files(&dataset), applied);
    let undone = server.post(&format!("api/report/{number}/undo"), &json!(action));
    assert_eq!(undone.status, 200, "{}", undone.text());
    convert(&input, &dataset);
    assert_eq!(files(&dataset), before);
    assert!(!dataset.join("readings.ndjson").exists());
}

#[test]
fn a_dataset_made_anew_with_the_same_decisions_is_the_same() {
    let (folder, input, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    server.decide(server.number(SLIP), "not_a_report", &[], "");
    let number = server.number(GLUED);
    for stop in server.report(number)["view"]["stops"].as_array().unwrap() {
        if let Some(cells) = stop["cells"].as_array() {
            server.decide(number, "accept", &cells.iter().map(|c| c.as_str().unwrap()).collect::<Vec<_>>(), "");
        }
    }
    convert(&input, &dataset);
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::copy(dataset.join("decisions.ndjson"), other.join("decisions.ndjson")).unwrap();
    convert(&input, &other);
    assert_eq!(files(&dataset), files(&other));
    let records = records(&dataset);
    assert_eq!(
        (&record(&records, SLIP)["verdict"], &record(&records, SLIP)["reason"]),
        (&json!("unreadable"), &json!("not_a_report"))
    );
    assert_ne!(record(&records, GLUED)["verdict"], "needs_review", "all its doubts were settled");
}

#[test]
fn a_publishers_slip_is_looked_at_and_a_mended_reading_makes_it_clean() {
    let (_folder, input, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    let number = server.number(SLIP);
    let view = server.report(number)["view"].clone();
    assert_eq!(view["verdict"], "publisher_inconsistent");
    let stops = view["stops"].as_array().unwrap().iter().filter(|stop| stop["kind"] == "check");
    let mut checks = stops.map(|stop| &view["checks"][stop["check"].as_u64().unwrap() as usize]);
    let check = checks.find(|check| check["id"] == "requests.outcomes").unwrap();
    assert!(check["equation"].as_str().unwrap().contains('≠'), "{check}");
    while let Some(stop) = server.report(number)["view"]["stops"].as_array().unwrap().first() {
        let cells: Vec<&str> = stop["cells"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        server.decide(number, "publisher", &cells, "");
    }
    assert_eq!(server.report(number)["view"]["verdict"], "publisher_inconsistent");
    assert_eq!(server.get(&format!("api/queue?state=done&text={SLIP}")).json()["count"], 1);
    // A total that the reviewer says is printed otherwise than it was read.
    let total = &check["cells"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();
    server.decide(number, "correct", &[total], &check["expected"].to_string());
    convert(&input, &dataset);
    let records = records(&dataset);
    let now = record(&records, SLIP);
    let fails = now["checks"]
        .as_array()
        .unwrap()
        .iter()
        .any(|c| c["id"] == check["id"] && c["subject"] == check["subject"] && c["result"] == "fail");
    assert!(!fails, "the sum was not done again");
    assert_eq!(now["cells"][total.as_str()]["status"], "corrected");
}

#[test]
fn a_decision_about_another_reading_is_stale() {
    let (_folder, input, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    let number = server.number(GLUED);
    let cells = server.report(number)["view"]["cells"].clone();
    let cell = cells.as_object().unwrap().iter().find(|(_, cell)| cell["status"] == "doubtful").unwrap().0.clone();
    server.decide(number, "correct", &[&cell], "7");
    drop(server);
    // As if an earlier version had read something else there.
    let path = dataset.join("decisions.ndjson");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(r#""status":"doubtful""#, r#""status":"read""#)).unwrap();
    convert(&input, &dataset);
    assert_eq!(run(&dataset)["counts"]["decisions"]["stale"], 1);
    assert_eq!(record(&records(&dataset), GLUED)["cells"][&cell]["status"], "doubtful");
    let server = Server::start(&dataset, &[]);
    let view = server.report(number)["view"].clone();
    assert_eq!((view["stale"].as_array().unwrap().len(), &view["cells"][&cell]["status"]), (1, &json!("doubtful")));
    // A document that is gone is told with the whole.
    fs::remove_file(input.join(GLUED)).unwrap();
    convert(&input, &dataset);
    assert_eq!(run(&dataset)["counts"]["decisions"]["stale"], 1);
    let server = Server::start(&dataset, &[]);
    assert_eq!(server.get("api/whole").json()["gone"].as_array().unwrap().len(), 1);
}

#[test]
fn two_people_see_what_the_other_decides() {
    let (_folder, _, dataset) = sources_and_dataset();
    let (one, other) = (Server::start(&dataset, &[]), Server::start(&dataset, &[]));
    let number = one.number(SLIP);
    let action = one.decide(number, "accept", &["requests.received.total"], "");
    let decided =
        |server: &Server| server.report(number)["view"]["cells"]["requests.received.total"]["decided"].clone();
    assert_eq!(decided(&other)["decision"], "accept");
    assert_eq!(other.post(&format!("api/report/{number}/undo"), &json!(action)).status, 200);
    assert_eq!(decided(&one), Value::Null);
    assert_eq!(one.post(&format!("api/report/{number}/undo"), &json!(action)).status, 400);
}

#[test]
fn what_is_no_decision_is_refused() {
    let (_folder, _, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    for body in [
        json!({}),
        json!({"decision": "correct", "cells": ["requests.received.total"], "now": "12a"}),
        json!({"decision": "correct", "cells": ["requests.received.total"], "now": "1e5"}),
        json!({"decision": "correct", "cells": [], "now": "1"}),
        json!({"decision": "accept", "cells": ["no.such.cell"]}),
        json!({"decision": "undo"}),
        json!({"decision": "accept", "why": "x".repeat(10_000)}),
    ] {
        let answer = server.post(&format!("api/report/{}/decide", server.number(SLIP)), &body);
        assert_eq!(answer.status, 400, "{body}");
    }
    assert_eq!(server.post("api/report/9999/decide", &json!({"decision": "accept"})).status, 400);
    assert!(!dataset.join("decisions.ndjson").exists());
}

#[test]
fn the_sample_tells_a_rate_with_its_interval() {
    let (_folder, _, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &["--sample", "3"]);
    let queue = server.get("api/queue?verdict=sample").json();
    let numbers: Vec<u64> =
        queue["reports"].as_array().unwrap().iter().map(|r| r["number"].as_u64().unwrap()).collect();
    assert_eq!(server.get("api/sample").json()["cells"]["high"], 1.0);
    server.decide(numbers[0], "correct", &["requests.received.total"], "99999");
    for number in &numbers {
        server.decide(*number, "accept", &[], "");
    }
    let sample = server.get("api/sample").json();
    assert_eq!(
        (&sample["looked"], &sample["cells"]["wrong"], &sample["reports"]["wrong"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let (low, high) = (sample["cells"]["low"].as_f64().unwrap(), sample["cells"]["high"].as_f64().unwrap());
    let share = 1.0 / sample["cells"]["seen"].as_f64().unwrap();
    assert!(low < share && share < high && high < 0.02, "{low} {share} {high}");
    assert!(sample["more"][2]["cells"].as_u64().unwrap() > 1000);
}

#[test]
fn a_record_read_back_and_judged_again_says_the_same() {
    let folder = tempdir().unwrap();
    let (input, dataset) = (folder.path().join("in"), folder.path().join("ds"));
    fs::create_dir(&input).unwrap();
    for entry in fs::read_dir(corpus()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| ["txt", "html", "md"].iter().any(|quick| end == *quick)) {
            fs::copy(&path, input.join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::copy(corpus().join("writer-slip-appeals.pdf"), input.join("writer-slip-appeals.pdf")).unwrap();
    convert(&input, &dataset);
    let text = fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
    let mut judged = 0;
    for line in text.lines() {
        let read = Recalled::read(line.as_bytes()).unwrap();
        if read.verdict == Verdict::Unreadable {
            continue;
        }
        let mut report = read.report().unwrap();
        let judgement = judge_again(&mut report, &Seen::default());
        let source = read.document.get();
        assert_eq!((judgement.verdict, &judgement.checks), (read.verdict, &read.checks), "{source}");
        assert_eq!([report.findings, judgement.findings].concat(), read.findings, "{source}");
        judged += 1;
    }
    assert!(judged > 100, "only {judged} were judged");
}
