//! `gongkai check`: reports against one another, as a person would run it.

use super::{corpus, gongkai, records, refusal};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Two years of one agency under two wordings, a third year that is last year's table once more, and a year missing.
fn dataset() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("ds");
    gongkai().arg("convert").arg(corpus().join("pipes.txt")).arg("-o").arg(&dataset).arg("-q").assert().success();
    let record = records(&dataset).remove(0);
    let as_of = |agency: &str, year: u16, carried_in: Option<u64>| {
        let mut record = record.clone();
        record["agency"] = serde_json::json!({"name": agency, "region": null});
        record["year"] = year.into();
        record["document"]["source"] = format!("{year}.html").into();
        if let Some(carried_in) = carried_in {
            record["tables"]["requests"]["carried_in"]["total"] = carried_in.into();
            record["cells"]["requests.carried_in.total"]["status"] = "read".into();
        }
        record.to_string()
    };
    let lines = [
        as_of("青石市政府", 2021, None),
        as_of("青石市人民政府", 2022, Some(9_999)),
        as_of("青石市人民政府", 2023, Some(9_999)),
        as_of("青石市人民政府", 2025, None),
    ];
    fs::write(dataset.join("reports.ndjson"), lines.join("\n") + "\n").unwrap();
    (folder, dataset)
}

#[test]
fn what_reports_say_of_one_another_is_printed() {
    let (_folder, dataset) = dataset();
    let text = gongkai().arg("check").arg(&dataset).assert().success().get_output().stdout.clone();
    let text = String::from_utf8(text).unwrap();
    for told in [
        "青石市人民政府 2022  panel.carried  total",
        "2023  panel.copied",
        "2024  panel.gap",
        "4 reports of 1 agencies",
    ] {
        assert!(text.contains(told), "{told} is not in {text}");
    }
    let json =
        gongkai().arg("check").arg(&dataset).args(["--format", "json"]).assert().success().get_output().stdout.clone();
    let rows: Vec<Value> = String::from_utf8(json).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let carried = rows.iter().find(|row| row["id"] == "panel.carried" && row["subject"] == "total").unwrap();
    assert_eq!((&carried["actual"], &carried["sources"][0]), (&9_999.into(), &"2022.html".into()));
    let csv = gongkai().arg("check").arg(&dataset).arg("--coverage").assert().success().get_output().stdout.clone();
    assert_eq!(String::from_utf8(csv).unwrap(), "agency,2021,2022,2023,2025\n青石市人民政府,clean,clean,clean,clean\n");
}

#[test]
fn all_of_it_is_written_as_tables() {
    let (folder, dataset) = dataset();
    let checks = folder.path().join("checks");
    let check = || gongkai().arg("check").arg(&dataset).arg("-o").arg(&checks).arg("--csv").assert().success();
    let output = check().get_output().clone();
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("coverage.parquet: 5 rows") && said.contains("4 reports of 1 agencies"), "{said}");
    let files = || -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(&checks).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        files.iter().map(|f| (f.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(f).unwrap())).collect()
    };
    let first = files();
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    let all = ["coverage.csv", "coverage.parquet", "datapackage.json", "panel.csv", "panel.parquet"];
    assert_eq!(names, all);
    let text = |name: &str| {
        let (_, bytes) = first.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let coverage = text("coverage.csv");
    assert!(coverage.contains("青石市人民政府,,2024,gap,0,,\r\n"), "{coverage}");
    assert!(text("panel.csv").contains(",panel.carried,青石市人民政府,,2022,total,fail,"), "{}", text("panel.csv"));
    let package: Value = serde_json::from_str(&text("datapackage.json")).unwrap();
    assert_eq!((&package["name"], &package["resources"][1]["rows"]), (&"gongkai-checks".into(), &5.into()));
    // Again: the same bytes, and nothing left behind.
    check();
    assert!(files() == first);
}

/// 鄂州市 has three districts: their reports and its own, of one year, each with as many requests as told.
fn city_and_districts(requests: [u64; 4]) -> (TempDir, PathBuf) {
    let (folder, dataset) = dataset();
    let record = records(&dataset).remove(0);
    let places = [("420700", "鄂州市"), ("420702", "梁子湖区"), ("420703", "华容区"), ("420704", "鄂城区")];
    let line = |((code, name), requests): ((&str, &str), u64)| {
        let mut path = vec!["湖北省", "鄂州市"];
        path.extend((code != "420700").then_some(name));
        let mut record = record.clone();
        let region = serde_json::json!({"code": code, "name": name, "path": path, "sure": true, "basis": "name"});
        record["agency"] = serde_json::json!({"name": format!("{name}人民政府"), "region": region});
        record["year"] = 2023.into();
        record["document"]["source"] = format!("{code}.html").into();
        record["tables"]["requests"]["received"]["total"] = requests.into();
        record["cells"]["requests.received.total"]["status"] = "read".into();
        record.to_string()
    };
    let lines: Vec<String> = places.into_iter().zip(requests).map(line).collect();
    fs::write(dataset.join("reports.ndjson"), lines.join("\n") + "\n").unwrap();
    (folder, dataset)
}

#[test]
fn a_city_with_less_than_its_districts_is_told_and_so_is_a_district_that_is_lacking() {
    let parents = |dataset: &PathBuf| -> Vec<Value> {
        let json = gongkai().arg("check").arg(dataset).args(["--format", "json", "--all"]).assert().success();
        let text = String::from_utf8(json.get_output().stdout.clone()).unwrap();
        let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        rows.filter(|row| row["id"] == "panel.parent" && row["subject"] != "requests.outcome_total.total").collect()
    };
    let (_folder, dataset) = city_and_districts([59, 10, 20, 30]);
    let found = parents(&dataset);
    let received = found.iter().find(|row| row["subject"] == "requests.received.total").unwrap();
    assert_eq!((&received["agency"], &received["result"]), (&"鄂州市人民政府".into(), &"fail".into()));
    assert_eq!((&received["expected"], &received["actual"]), (&60.into(), &59.into()));
    assert_eq!(received["sources"].as_array().unwrap().len(), 4);
    let (_folder, dataset) = city_and_districts([75, 10, 20, 30]);
    let found = parents(&dataset);
    let received = found.iter().find(|row| row["subject"] == "requests.received.total").unwrap();
    assert_eq!(received["result"], "pass");
    let lines = fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
    let without: Vec<&str> = lines.lines().filter(|line| !line.contains("420703.html")).collect();
    fs::write(dataset.join("reports.ndjson"), without.join("\n") + "\n").unwrap();
    let found = parents(&dataset);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["result"], "not_assessable");
    assert!(found[0]["message"].as_str().unwrap().ends_with("none of 华容区"), "{}", found[0]);
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let (folder, dataset) = dataset();
    let before = fs::read(dataset.join("datapackage.json")).unwrap();
    let said = refusal(gongkai().arg("check").arg(&dataset).arg("-o").arg(&dataset));
    assert!(said.contains("holds other files") && said.contains("-o"), "{said}");
    assert_eq!(fs::read(dataset.join("datapackage.json")).unwrap(), before);
    fs::write(folder.path().join("file"), "x").unwrap();
    let said = refusal(gongkai().arg("check").arg(&dataset).arg("-o").arg(folder.path().join("file/checks")));
    assert!(said.contains("can't be made"), "{said}");
}

#[test]
fn what_is_no_dataset_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = |part: &str| {
        let output = gongkai().arg("check").arg(folder.path()).assert().code(2).get_output().stderr.clone();
        assert!(String::from_utf8(output.clone()).unwrap().contains(part), "{}", String::from_utf8_lossy(&output));
    };
    told("name a folder that gongkai convert has written");
    fs::write(folder.path().join("reports.ndjson"), "{\"schema\":1}\n").unwrap();
    told("line 1 is no record");
}
