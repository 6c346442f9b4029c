//! The checks over reports in the warehouse: made after each load, of the reports that count, and kept with their dates.

use super::{Archive, load, with};
use crate::gongkai;
use serde_json::Value;
use std::fs;
use std::path::Path;

const CARRIED_IN: &str = "requests.carried_in.total";

/// A report that prints another number of requests carried in.
fn carrying(record: &Value, number: u64) -> Value {
    let mut record = with(record, CARRIED_IN, number);
    record["cells"][CARRIED_IN]["status"] = "read".into();
    record
}

/// What is said of that number.
const HOLDS: &str = "select year, result, expected, actual from panel_checks
    where identity = 'panel.carried' and subject = 'total'";

#[test]
fn what_reports_say_of_one_another_stands_there_and_a_finding_that_no_longer_holds_ends() {
    let archive = Archive::new();
    let before = archive.report(1, "青石市政府", 2022);
    let after = carrying(&archive.report(2, "青石市人民政府", 2023), 9_999);
    archive.holds(&[&before, &after]);
    let said = archive.load(&[]);
    let failing = archive.ask("select count(*) from panel_checks where result = 'fail'");
    assert!(said.contains(&format!("Checks over reports (panel_checks): {} fail, ", failing[0])), "{said}");
    let carried_out = before["tables"]["requests"]["carried_out"]["total"].to_string();
    assert_eq!(archive.ask(HOLDS), [format!("2023 fail {carried_out} 9999")]);
    let evidence = archive.ask("select evidence, source, other_source from panel_checks where actual = 9999");
    assert!(evidence[0].starts_with("total: the report of 2022 makes"), "{evidence:?}");
    assert!(evidence[0].ends_with(" 2.txt 1.txt"), "{evidence:?}");
    // Again: no byte changes.
    let bytes = fs::read(archive.warehouse()).unwrap();
    let said = archive.load(&[]);
    assert!(said.ends_with("nothing changed.\n"), "{said}");
    assert!(bytes == fs::read(archive.warehouse()).unwrap(), "a load of the same dataset wrote to the file");
    // A report of another agency: nothing of what stands there is written again.
    let rows = archive.ask("select count(*) from panel_check");
    archive.holds(&[&before, &after, &archive.report(3, "青石市财政局", 2023)]);
    archive.load(&[]);
    assert_eq!(archive.ask("select count(*) from panel_check where from_load = 1 and until_load is null"), rows);
    // Read otherwise, it agrees: the finding ends, and stays with its dates.
    archive.holds(&[&before, &carrying(&after, carried_out.parse().unwrap())]);
    let said = archive.load(&[]);
    assert!(said.contains(" ended."), "{said}");
    assert_eq!(archive.ask(HOLDS), [format!("2023 pass {carried_out} {carried_out}")]);
    let kept = "select from_load, until_load, result, evidence is null from panel_check
        where identity = 'panel.carried' and subject = 'total' order by panel_check_no";
    assert_eq!(archive.ask(kept), ["1 3 fail 0", "3 - pass 1"]);
    let number = "select count(*), count(distinct panel_check_no), sum(report_no not in (select report_no from report)) from panel_check";
    let [all] = &archive.ask(number)[..] else { panic!() };
    let [all, distinct, lost] = all.split(' ').collect::<Vec<_>>()[..] else { panic!() };
    assert!(all == distinct && lost == "0", "{all} rows have {distinct} numbers, {lost} name no report");
}

#[test]
fn they_are_those_of_gongkai_check_over_the_reports_that_count() {
    let archive = Archive::new();
    let old = archive.report(1, "青石市水利局", 2021);
    archive.holds(&[&old]);
    archive.load(&[]);
    // One is published again, one is doubled, a year is missing, a table stands under two names.
    let again = carrying(&archive.report(2, "青石市水利局", 2021), 3);
    let mut records = vec![old];
    records.push(again.clone());
    records.push(carrying(&archive.report(3, "青石市水利局", 2022), 8));
    records.push(archive.report(4, "青石市水利局", 2025));
    records.push(archive.report(5, "青石市财政局", 2024));
    records.push(carrying(&archive.report(6, "青石市财政局", 2024), 5));
    records.push(archive.report(8, "青石市民政局", 2025));
    let mut text = archive.report(7, "青石市水利局", 2022);
    text["form"] = Value::Null;
    text["tables"] = serde_json::json!({});
    text["cells"] = serde_json::json!({});
    records.push(text);
    archive.holds(&records.iter().collect::<Vec<_>>());
    let said = archive.load(&["--only", "clean"]);
    assert!(said.contains("1 superseded") && said.contains("2 doubled"), "{said}");
    let mut here = archive.ask("select identity, agency, year, subject, result, document_id from panel_checks");
    archive.holds(&records[1..].iter().collect::<Vec<_>>());
    let json = gongkai().arg("check").arg(archive.dataset()).args(["--all", "--format", "json"]).assert().success();
    let word = |row: &Value, name: &str| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned);
    let mut there: Vec<String> = String::from_utf8_lossy(&json.get_output().stdout)
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            let names = ["id", "agency", "year", "subject", "result"].map(|name| word(&row, name));
            format!("{} {}", names.join(" "), row["documents"][0].as_str().unwrap())
        })
        .collect();
    here.sort();
    there.sort();
    assert_eq!(here, there);
    for identity in ["panel.gap", "panel.doubled", "panel.carried", "panel.copied"] {
        assert!(here.iter().any(|row| row.starts_with(identity)), "{identity} is not among {here:?}");
    }
}

#[test]
fn what_was_left_out_once_is_made_by_the_next_load() {
    let archive = Archive::new();
    let (before, after) = (archive.report(1, "青石市水利局", 2022), archive.report(2, "青石市水利局", 2023));
    let wrong = carrying(&after, 9_999);
    archive.holds(&[&before, &wrong]);
    let said = archive.load(&["--no-check"]);
    assert!(!said.contains("Checks over reports"), "{said}");
    assert_eq!(archive.ask("select count(*) from panel_check"), ["0"]);
    assert!(archive.load(&["--no-check"]).contains("nothing changed"));
    assert!(archive.load(&[]).contains("Checks over reports"));
    assert_eq!(archive.ask(HOLDS).len(), 1);
    assert_eq!(archive.ask("select load_no, panel_checks > 0 from load order by 1"), ["1 -", "2 1"]);
    assert!(archive.load(&[]).contains("nothing changed"));
    // What nobody looked at again after a change is not said to hold.
    archive.holds(&[&before, &after]);
    archive.load(&["--no-check"]);
    assert_eq!(archive.ask("select count(*) from panel_checks"), ["0"]);
    let other = archive.folder.path().join("other.sqlite");
    load(&archive.dataset(), Path::new(&other), &[]);
    archive.load(&[]);
    let all = "select identity, year, subject, result, expected, actual, evidence from panel_checks order by 1, 2, 3";
    assert_eq!(archive.ask(all), super::ask(&other, all));
}
