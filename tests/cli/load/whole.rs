//! The warehouse is whole: its numbers are those of the records, and whatever ends a load leaves it as it was.

use super::{Archive, ask, load};
use crate::{corpus, gongkai, records};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The number of a cell in a record.
fn number<'r>(record: &'r Value, cell: &str) -> Option<&'r Value> {
    let found = cell.split('.').try_fold(&record["tables"], |tables, word| tables.get(word));
    found.filter(|value| value.is_number())
}

#[test]
fn every_number_of_every_record_is_there_with_every_digit() {
    let folder = tempfile::tempdir().unwrap();
    let (dataset, warehouse) = (folder.path().join("ds"), folder.path().join("w.sqlite"));
    gongkai().arg("convert").arg(corpus()).arg("-o").arg(&dataset).arg("-q").assert().success();
    load(&dataset, &warehouse, &[]);
    let records = records(&dataset);
    let mut printed = Vec::new();
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    let current = ask(&warehouse, "select document_id from reports");
    for record in &records {
        let id = record["document"]["id"].as_str().unwrap();
        for (cell, facts) in record["cells"].as_object().unwrap() {
            let status = facts["status"].as_str().unwrap();
            // The text as printed may have noughts at its end; the number has none.
            let value = number(record, cell).map(|n| n.to_string().parse::<Decimal>().unwrap().normalize().to_string());
            printed.push(format!("{id} {cell} {} {status}", value.as_deref().unwrap_or("-")));
            if current.iter().any(|known| known == id)
                && matches!(status, "read" | "corrected")
                && let Some(value) = value
            {
                *sums.entry(cell.clone()).or_default() += value.parse::<Decimal>().unwrap();
            }
        }
    }
    printed.sort();
    let mut kept = ask(
        &warehouse,
        "select d.document_id, c.cell_id, f.value, f.status from fact f join cell c using (cell_no)
        join report r using (report_no) join document d using (document_no)",
    );
    kept.sort();
    assert!(printed.len() > 10_000);
    let differ: Vec<_> = printed.iter().zip(&kept).filter(|(printed, kept)| printed != kept).take(3).collect();
    assert!(printed == kept, "{} printed, {} kept: {differ:?}", printed.len(), kept.len());
    // The program's own sums, of each cell over forms, levels, kinds and years.
    let mut added: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in ask(&warehouse, "select cell_id, sum from cell_sums where sum is not null") {
        let (cell, sum) = row.split_once(' ').unwrap();
        *added.entry(cell.to_owned()).or_default() += sum.parse::<Decimal>().unwrap();
    }
    assert_eq!(added, sums);
    assert!(sums.values().any(|sum| sum.scale() > 0), "no number with a fraction was among them");
    // Every view can be asked, and names every document once where it promises so.
    for view in ask(&warehouse, "select name from sqlite_schema where type = 'view'") {
        ask(&warehouse, &format!("select count(*) from (select * from {view})"));
    }
    let twice = ask(
        &warehouse,
        "select agency_no, year, form is null, count(*) from reports group by 1, 2, 3 having count(*) > 1",
    );
    assert!(twice.is_empty(), "{twice:?}");
    let total = ask(&warehouse, "select count(*) from documents");
    assert_eq!(total, [records.len().to_string()]);
}

#[test]
fn numbers_with_fractions_are_added_exactly() {
    let archive = Archive::new();
    let amounts = ["7730.28", "0.1", "0.2", "-0.35", "12345678901234567.000001"];
    let mut lines = String::new();
    for (document, amount) in (1..).zip(amounts) {
        let mut record = archive.report(document, "青石市水利局", 2010 + u16::from(document));
        record["tables"]["proactive"]["fees"]["amount"] = serde_json::from_str(amount).unwrap();
        record["cells"]["proactive.fees.amount"]["status"] = "read".into();
        lines += &record.to_string();
        lines.push('\n');
    }
    std::fs::write(archive.dataset().join("reports.ndjson"), lines).unwrap();
    archive.load(&[]);
    let exact = archive.ask("select exact from facts where cell_id = 'proactive.fees.amount' order by year");
    assert_eq!(exact, amounts);
    // Over years, as cell_sums has one row a year.
    let sums = archive.ask("select sum from cell_sums where cell_id = 'proactive.fees.amount' order by year");
    assert_eq!(sums, amounts);
}

/// What a warehouse holds, in a few numbers.
fn state(warehouse: &Path) -> Vec<String> {
    if !warehouse.exists() || std::fs::metadata(warehouse).unwrap().len() == 0 {
        return vec!["nothing".to_owned()];
    }
    let whole = ask(warehouse, "pragma integrity_check");
    assert_eq!(whole, ["ok"]);
    if ask(warehouse, "select count(*) from sqlite_schema") == ["0"] {
        return vec!["nothing".to_owned()];
    }
    ask(
        warehouse,
        "select (select count(*) from load), (select count(*) from report), (select count(*) from fact), (select group_concat(standing) from report)",
    )
}

fn command(dataset: &Path, warehouse: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gongkai"));
    command.arg("load").arg(dataset).arg(warehouse).stderr(Stdio::null());
    command
}

#[test]
fn a_load_that_is_killed_leaves_the_warehouse_as_it_was() {
    let archive = Archive::new();
    let reports: Vec<Value> = (0..120).map(|n| archive.report(n, "青石市水利局", 1900 + u16::from(n))).collect();
    archive.holds(&reports.iter().take(10).collect::<Vec<_>>());
    let mut before = state(&archive.warehouse());
    let mut killed = 0;
    for round in 0..2 {
        for step in 0..6 {
            let mut load = command(&archive.dataset(), &archive.warehouse()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(20 + 60 * step));
            load.kill().unwrap();
            let ended = load.wait().unwrap().success();
            let now = state(&archive.warehouse());
            assert!(ended || now == before, "round {round}, step {step}: {now:?} of {before:?}");
            killed += u32::from(!ended);
        }
        archive.load(&[]);
        before = state(&archive.warehouse());
        archive.holds(&reports.iter().skip(5).collect::<Vec<_>>());
    }
    assert!(killed > 2, "the loads were too quick to be killed");
    assert_eq!(archive.ask("select count(*) from fact where report_no not in (select report_no from report)"), ["0"]);
}

#[test]
fn of_two_loads_at_once_one_waits_or_is_told() {
    let archive = Archive::new();
    let reports: Vec<Value> = (0..60).map(|n| archive.report(n, "青石市水利局", 1900 + u16::from(n))).collect();
    archive.holds(&reports.iter().collect::<Vec<_>>());
    let start = || command(&archive.dataset(), &archive.warehouse()).spawn().unwrap();
    let (mut one, mut other) = (start(), start());
    let ends = [one.wait().unwrap().code(), other.wait().unwrap().code()];
    assert!(ends.contains(&Some(0)) && ends.iter().all(|end| matches!(end, Some(0 | 2))), "{ends:?}");
    assert_eq!(archive.ask("select count(*), count(distinct document_no) from report"), ["60 60"]);
    assert_eq!(archive.ask("select count(*) from load"), ["1"]);
}
