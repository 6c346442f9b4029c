//! What a warehouse makes of datasets that come one after another: nothing twice, nothing lost, nothing guessed.

use super::{Archive, with};
use serde_json::{Value, json};
use std::fs;

const TOTAL: &str = "requests.received.total";

#[test]
fn the_same_dataset_again_changes_no_byte() {
    let archive = Archive::new();
    archive.holds(&[&archive.report(1, "青石市水利局", 2022), &archive.report(2, "青石市水利局", 2023)]);
    let said = archive.load(&[]);
    assert!(said.starts_with("2 documents; 2 new."), "{said}");
    let before = fs::read(archive.warehouse()).unwrap();
    let said = archive.load(&[]);
    assert!(said.contains("nothing changed"), "{said}");
    assert!(before == fs::read(archive.warehouse()).unwrap(), "a load of the same dataset wrote to the file");
    assert_eq!(archive.ask("select count(*) from load"), ["1"]);
}

#[test]
fn a_report_published_again_supersedes_the_old_one_which_stays() {
    let archive = Archive::new();
    let old = archive.report(1, "青石市政府", 2023);
    archive.holds(&[&old]);
    archive.load(&[]);
    // The agency signs otherwise now, and is the same.
    let new = with(&archive.report(2, "青石市人民政府", 2023), TOTAL, 4_321);
    archive.holds(&[&old, &new]);
    let said = archive.load(&[]);
    assert!(said.contains("1 new") && said.contains("1 superseded"), "{said}");
    assert_eq!(archive.standings(), ["1.txt superseded 2.txt", "2.txt current -"]);
    let query = format!("select value from facts where cell_id = '{TOTAL}'");
    assert_eq!(archive.ask(&query), ["4321"]);
    assert_eq!(archive.ask("select count(distinct report_no) from fact"), ["2"], "the old numbers are gone");
    let dates = archive.ask("select source, from_time is not null, until_time is not null from history order by 1");
    assert_eq!(dates, ["1.txt 1 1", "2.txt 1 0"]);
    // When the new one is withdrawn, the old one counts again.
    archive.holds(&[&old]);
    archive.load(&[]);
    assert_eq!(archive.standings(), ["1.txt current -", "2.txt withdrawn -"]);
}

#[test]
fn a_document_that_is_gone_is_marked_and_may_come_back() {
    let archive = Archive::new();
    let (stays, goes) = (archive.report(1, "青石市水利局", 2023), archive.report(2, "青石市财政局", 2023));
    archive.holds(&[&stays, &goes]);
    archive.load(&[]);
    archive.holds(&[&stays]);
    let said = archive.load(&[]);
    assert!(said.contains("1 there no longer"), "{said}");
    assert_eq!(archive.standings(), ["1.txt current -", "2.txt withdrawn -"]);
    assert_eq!(archive.ask("select agency from reports"), ["青石市水利局"]);
    assert_eq!(archive.ask("select withdrawn_load from document where source = '2.txt'"), ["2"]);
    archive.holds(&[&stays, &goes]);
    let said = archive.load(&[]);
    assert!(said.contains("1 there again"), "{said}");
    assert_eq!(archive.standings(), ["1.txt current -", "2.txt current -"]);
    assert_eq!(archive.ask("select count(*) from report"), ["2"], "its rows were written twice");
}

#[test]
fn another_reading_of_a_document_takes_the_place_of_the_one_before() {
    let archive = Archive::new();
    let read = archive.report(1, "青石市水利局", 2023);
    archive.holds(&[&read]);
    archive.load(&[]);
    let mut corrected = with(&read, TOTAL, 77);
    corrected["cells"][TOTAL]["status"] = "corrected".into();
    archive.holds(&[&corrected]);
    let said = archive.load(&[]);
    assert!(said.contains("1 read otherwise than before"), "{said}");
    assert_eq!(archive.standings(), ["1.txt reread 1.txt", "1.txt current -"]);
    let facts = format!("select value, exact, status from facts where cell_id = '{TOTAL}'");
    assert_eq!(archive.ask(&facts), ["77 77 corrected"]);
    // A newer version of the program that reads the same is no other reading.
    let mut newer = corrected.clone();
    newer["parser"]["version"] = "9.9.9".into();
    newer["findings"] = json!([]);
    newer["cells"][TOTAL]["at"] = json!({"line": 999});
    archive.holds(&[&newer]);
    archive.load(&[]);
    assert_eq!(archive.ask("select count(*) from report"), ["2"]);
    assert!(archive.load(&[]).contains("nothing changed"));
}

#[test]
fn a_document_found_elsewhere_is_the_same_document() {
    let archive = Archive::new();
    let mut report = archive.report(1, "青石市水利局", 2023);
    archive.holds(&[&report]);
    archive.load(&[]);
    report["document"]["source"] = "2023.zip!1.txt".into();
    archive.holds(&[&report]);
    let said = archive.load(&[]);
    assert!(said.contains("1 found elsewhere"), "{said}");
    assert_eq!(archive.standings(), ["2023.zip!1.txt current -"]);
    assert_eq!(archive.ask("select count(*), min(from_load) from report"), ["1 1"]);
}

#[test]
fn two_reports_of_one_year_that_differ_are_both_marked_and_in_no_sum() {
    let archive = Archive::new();
    let one = archive.report(1, "青石市水利局", 2023);
    let other = with(&archive.report(2, "青石市水利局", 2023), TOTAL, 4_321);
    archive.holds(&[&one, &other, &archive.report(3, "青石市财政局", 2023)]);
    let said = archive.load(&[]);
    assert!(said.contains("2 doubled"), "{said}");
    assert_eq!(archive.standings(), ["1.txt doubled -", "2.txt doubled -", "3.txt current -"]);
    assert_eq!(archive.ask("select agency from reports"), ["青石市财政局"]);
    assert_eq!(archive.ask(&format!("select reports from cell_sums where cell_id = '{TOTAL}'")), ["1"]);
    // Both are there for who asks, and once it is known which was fetched later, that one counts.
    assert_eq!(archive.ask("select count(*) from documents where standing = 'doubled'"), ["2"]);
    let at = |record: &Value, time: &str| {
        let mut record = record.clone();
        record["document"]["retrieved_at"] = time.into();
        record
    };
    archive.holds(&[&at(&one, "2024-05-01T10:00:00Z"), &at(&other, "2024-04-01T10:00:00Z")]);
    archive.load(&[]);
    assert_eq!(archive.standings(), ["1.txt current -", "2.txt superseded 1.txt", "3.txt withdrawn -"]);
}

#[test]
fn two_documents_that_print_the_same_count_once() {
    let archive = Archive::new();
    let mut worse = archive.report(1, "青石市水利局", 2023);
    worse["verdict"] = "needs_review".into();
    archive.holds(&[&worse, &archive.report(2, "青石市水利局", 2023)]);
    archive.load(&[]);
    assert_eq!(archive.standings(), ["1.txt copy 2.txt", "2.txt current -"]);
}

#[test]
fn only_clean_leaves_out_the_cells_of_all_others_and_nothing_stale_takes_their_place() {
    let archive = Archive::new();
    let old = archive.report(1, "青石市水利局", 2023);
    archive.holds(&[&old]);
    archive.load(&["--only", "clean"]);
    let mut new = with(&archive.report(2, "青石市水利局", 2023), TOTAL, 4_321);
    new["verdict"] = "needs_review".into();
    archive.holds(&[&old, &new, &archive.report(3, "青石市财政局", 2023)]);
    archive.load(&["--only", "clean"]);
    assert_eq!(archive.standings(), ["1.txt superseded 2.txt", "2.txt left_out -", "3.txt current -"]);
    assert_eq!(archive.ask("select count(*) from fact where report_no = 2"), ["0"]);
    assert!(archive.load(&["--only", "clean"]).contains("nothing changed"));
    archive.load(&[]);
    let current = archive.ask("select source from reports order by 1");
    assert_eq!(current, ["2.txt", "3.txt"], "without --only its cells are there");
}

#[test]
fn a_doubtful_number_is_marked_and_in_no_wide_view_and_in_no_sum() {
    let archive = Archive::new();
    let mut report = with(&archive.report(1, "青石市水利局", 2023), TOTAL, 4_321);
    report["cells"][TOTAL]["status"] = "doubtful".into();
    report["verdict"] = "needs_review".into();
    archive.holds(&[&report]);
    archive.load(&[]);
    assert_eq!(archive.ask(&format!("select value, status from facts where cell_id = '{TOTAL}'")), ["4321 doubtful"]);
    let wide = "select requests_received_total, requests_received_natural_person is null, doubtful, doubtful_cells from report_ogi_2021";
    assert_eq!(archive.ask(wide), [format!("- 0 {TOTAL} 1")]);
    assert_eq!(archive.ask(&wide.replace("ogi_2021", "all")), [format!("- 0 {TOTAL} 1")]);
    let sum = format!("select sum, left_out from cell_sums where cell_id = '{TOTAL}'");
    assert_eq!(archive.ask(&sum), ["- 1"]);
    assert_eq!(archive.ask("select received from disclosure"), ["-"]);
}

#[test]
fn rates_are_of_counts_that_are_known_and_stand_by_level_and_kind() {
    let archive = Archive::new();
    let mut records = Vec::new();
    for (document, agency) in [(1, "淮安市洪泽区人民政府"), (2, "淮安市洪泽区教育局"), (3, "淮安市人民政府")]
    {
        let mut record = archive.report(document, agency, 2023);
        let code = if document == 3 { "320800" } else { "320813" };
        record["agency"]["region"] =
            json!({"code": code, "name": "-", "path": ["江苏省", "淮安市"], "sure": true, "basis": "name"});
        for (row, number) in [("outcome_total", 20), ("granted", 11), ("partial", 4)] {
            record["tables"]["requests"][row]["total"] = number.into();
            record["cells"][format!("requests.{row}.total")]["status"] = "read".into();
        }
        records.push(record);
    }
    archive.holds(&records.iter().collect::<Vec<_>>());
    archive.load(&[]);
    let rates = archive.ask("select distinct decided, disclosed, disclosure_rate from disclosure");
    assert_eq!(rates, ["20 15 0.75"]);
    let by_region = archive
        .ask("select region_code, level, kind, reports, left_out, decided from disclosure_by_region order by 1, 2, 3");
    let rows = |code: &str| by_region.iter().filter(|row| row.starts_with(code)).count();
    assert_eq!((rows("000000"), rows("320000"), rows("320800"), rows("320813")), (3, 3, 3, 2), "{by_region:?}");
    assert!(by_region.iter().all(|row| row.ends_with(" 1 0 20")), "a total was added to its parts: {by_region:?}");
}
