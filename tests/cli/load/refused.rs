//! What can't be loaded, or not there: one sentence, and nothing changed.

use super::super::refusal;
use super::Archive;
use crate::gongkai;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

fn refused(dataset: &Path, target: &Path) -> String {
    refusal(gongkai().arg("load").arg(dataset).arg(target))
}

#[test]
fn what_is_no_dataset_is_told_and_no_file_is_left() {
    let archive = Archive::new();
    let said = refused(archive.folder.path(), &archive.warehouse());
    assert!(said.contains("no finished dataset"), "{said}");
    fs::remove_file(archive.dataset().join("reports.ndjson")).unwrap();
    let said = refused(&archive.dataset(), &archive.warehouse());
    assert!(said.contains("reports.ndjson"), "{said}");
    fs::write(archive.dataset().join("run.json"), r#"{"schema": "gongkai.run/9"}"#).unwrap();
    let said = refused(&archive.dataset(), &archive.warehouse());
    assert!(said.contains("run.json") && said.contains("convert again"), "{said}");
    assert!(!archive.warehouse().exists());
}

#[test]
fn a_broken_record_is_told_with_its_line_and_the_warehouse_stays() {
    let archive = Archive::new();
    let good = archive.report(1, "青石市水利局", 2023);
    archive.holds(&[&good]);
    archive.load(&[]);
    let before = fs::read(archive.warehouse()).unwrap();
    let mut later = archive.report(2, "青石市财政局", 2023);
    later["schema"] = "gongkai.report/7".into();
    let cut = archive.report(2, "青石市财政局", 2023).to_string();
    let twice = good.to_string();
    for (second, why) in
        [(later.to_string(), "its schema is not"), (cut[..cut.len() / 2].to_owned(), "line 2"), (twice, "twice")]
    {
        fs::write(archive.dataset().join("reports.ndjson"), format!("{good}\n{second}\n")).unwrap();
        let said = refused(&archive.dataset(), &archive.warehouse());
        assert!(said.contains("line 2 of") && said.contains(why), "{said}");
        assert!(before == fs::read(archive.warehouse()).unwrap(), "the warehouse was changed: {why}");
    }
    fs::remove_file(archive.warehouse()).unwrap();
    refused(&archive.dataset(), &archive.warehouse());
    assert!(!archive.warehouse().exists(), "a file was left for nothing");
}

#[test]
fn a_target_that_is_something_else_is_left_alone() {
    let archive = Archive::new();
    let theirs = archive.folder.path().join("theirs.sqlite");
    Connection::open(&theirs).unwrap().execute_batch("create table report (n); insert into report values (1)").unwrap();
    let said = refused(&archive.dataset(), &theirs);
    assert!(said.contains("tables of something else (report)"), "{said}");
    let text = archive.folder.path().join("notes.txt");
    fs::write(&text, "years of work ".repeat(500)).unwrap();
    let said = refused(&archive.dataset(), &text);
    assert!(said.contains("no SQLite database"), "{said}");
    assert!(fs::read_to_string(&text).unwrap().starts_with("years of work"));
    let said = refused(&archive.dataset(), &archive.folder.path().join("no/such/folder/w.sqlite"));
    assert!(said.contains("can't be opened or made"), "{said}");
    let said = refused(&archive.dataset(), Path::new("mysql://host/db"));
    assert!(said.contains("is no target"), "{said}");
}

#[test]
fn a_warehouse_of_a_later_version_is_refused_and_one_of_an_earlier_is_migrated() {
    let archive = Archive::new();
    archive.load(&[]);
    let tables = "select t.name, c.name, c.type from pragma_table_list t join pragma_table_info(t.name) c
        where t.schema = 'main' order by 1, c.cid";
    let indexes = "select name, sql from sqlite_schema where type = 'index' order by name";
    let (columns, views) = (archive.ask(tables), archive.ask("select sql from sqlite_schema where type = 'view'"));
    let kept = archive.ask(indexes);
    Connection::open(archive.warehouse())
        .unwrap()
        .execute_batch(
            "drop view history; drop view panel_checks; drop table panel_check; alter table load drop column panel_checks;
            alter table load drop column facts; alter table document drop column producer; alter table warehouse drop column checks;
            update warehouse set version = 1, views = ''",
        )
        .unwrap();
    let said = archive.load(&[]);
    assert!(said.contains("Checks over reports"), "an earlier version had none: {said}");
    assert_eq!(archive.ask(tables), columns);
    assert_eq!(archive.ask(indexes), kept);
    assert_eq!(archive.ask("select sql from sqlite_schema where type = 'view'").len(), views.len());
    assert_eq!(archive.ask("select version from warehouse"), ["4"]);
    assert_eq!(archive.ask("select count(*) from report"), ["1"], "its rows are gone");
    Connection::open(archive.warehouse()).unwrap().execute_batch("update warehouse set version = 99").unwrap();
    let said = refused(&archive.dataset(), &archive.warehouse());
    assert!(said.contains("later version"), "{said}");
}

#[test]
fn a_file_that_another_program_writes_to_is_waited_for_and_then_told() {
    let archive = Archive::new();
    archive.load(&[]);
    let other = Connection::open(archive.warehouse()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    archive.holds(&[&archive.report(9, "青石市财政局", 2020)]);
    let said = refused(&archive.dataset(), &archive.warehouse());
    assert!(said.contains("another program is writing"), "{said}");
    other.execute_batch("rollback").unwrap();
    archive.load(&[]);
}
