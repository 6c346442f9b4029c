//! The table in small texts of tabbed rows: chapters, columns, numbers that nothing claims.

use super::{Found, read};
use crate::decode::Line;
use crate::parse::running;
use crate::report::Status;
use crate::report::form::forms;

/// Rows of the first chapter, so that the table is known as such.
const FIRST: &str = "（一）主动公开政府信息数\t条\t7\n其中：主动公开规范性文件数\t条\t1\n制发规范性文件总数\t件\t2\n\
    1.政府公报公开政府信息数\t条\t3\n2.政府网站公开政府信息数\t条\t4\n3.政务微博公开政府信息数\t条\t5\n";

fn found(text: &str) -> Found<'static> {
    let lines: Vec<Line> =
        text.lines().enumerate().map(|(n, t)| Line { number: n as u32 + 1, text: t.to_owned() }).collect();
    let printed = crate::parse::read(&crate::layout::text::lay_out(&lines));
    read(&printed, &running::read(&printed), &forms().statistics).unwrap()
}

fn cell(found: &Found, row: &str, column: &str) -> Option<(Status, String)> {
    let cell = found.reading.cells.get(&format!("statistics.{row}.{column}").into())?;
    Some((cell.status, cell.value.map_or_else(String::new, |v| v.to_string())))
}

fn read_as(n: &str) -> (Status, String) {
    (Status::Read, n.to_owned())
}

const APPEALS: &str = "四、行政复议数量\t件\t3\n（一）维持具体行政行为数\t件\t2\n（二）被依法纠错数\t件\t1\n\
    五、行政诉讼数量\t件\t9\n（一）维持具体行政行为数\t件\t4\n（二）被依法纠错数\t件\t5\n";

#[test]
fn the_same_label_is_known_by_its_chapter() {
    let found = found(&format!("统计指标\t单位\t统计数\n{FIRST}{APPEALS}"));
    assert_eq!(cell(&found, "reconsideration.upheld", "current"), Some(read_as("2")));
    assert_eq!(cell(&found, "litigation.upheld", "current"), Some(read_as("4")));
    assert_eq!(cell(&found, "litigation.corrected", "current"), Some(read_as("5")));
}

#[test]
fn and_is_in_doubt_without_it() {
    let lost = APPEALS.replace("五、行政诉讼数量\t件\t9\n", "");
    let found = found(&format!("统计指标\t单位\t统计数\n{FIRST}{lost}"));
    assert_eq!(cell(&found, "reconsideration.upheld", "current").map(|c| c.0), Some(Status::Doubtful));
    assert_eq!(cell(&found, "litigation.total", "current"), None);
}

#[test]
fn one_column_of_numbers_needs_no_header_and_two_do() {
    assert_eq!(cell(&found(FIRST), "disclosed.items", "current"), Some(read_as("7")));
    let two = FIRST.replace('\n', "\t90\n");
    let without = found(&two);
    assert_eq!(cell(&without, "disclosed.items", "current").map(|c| c.0), Some(Status::Doubtful));
    let with = found(&format!("统计指标\t单位\t2015年度\t历年累计\n{two}"));
    assert_eq!(cell(&with, "disclosed.items", "current"), Some(read_as("7")));
    assert_eq!(cell(&with, "disclosed.items", "cumulative"), Some(read_as("90")));
    let turned = found(&format!("统计指标\t单位\t历年累计\t2015年度\n{two}"));
    assert_eq!(
        cell(&turned, "disclosed.items", "current"),
        Some((Status::Doubtful, "90".into())),
        "labels may have turned"
    );
}

#[test]
fn a_column_of_another_year_is_not_this_years() {
    let two = FIRST.replace('\n', "\t90\n");
    let beside = found(&format!("统计指标\t单位\t统计数\t上年同期\n{two}"));
    assert_eq!(cell(&beside, "disclosed.items", "current"), Some(read_as("7")));
    assert!(beside.reading.findings.iter().any(|f| f.code == "column-unknown"));
    let alone = found(&format!("统计指标\t单位\t上年同期\n{FIRST}"));
    assert_eq!(cell(&alone, "disclosed.items", "current"), None);
}

#[test]
fn rows_that_the_form_does_not_have_are_told() {
    let found =
        found(&format!("统计指标\t单位\t统计数\n{FIRST}6.政务大厅查询次数\t次\t88\n4.政务微信公开政府信息数\t条\t6\n"));
    let told: Vec<&str> = found.reading.findings.iter().map(|f| f.code.as_str()).collect();
    assert!(told.contains(&"row-unknown"), "{told:?}");
    assert_eq!(cell(&found, "disclosed.channels.wechat", "current"), Some(read_as("6")));
}
