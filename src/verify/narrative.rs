//! The number of requests told in section one is the one in the table.
//!
//! **What it does.** Looks in section one for a sentence that says how many requests were received this year
//! (`收到…申请34件`, `新收…34件`), and compares with `requests.received.total`. Advisory: it changes no verdict, because
//! publishers count in several ways (`收到` may include what was carried in).
//!
//! **Why it matters.** It is the one number of section three that a report says twice.
//!
//! **Example.** Section one says `受理政府信息公开申请859件`, the table has 856.

use super::{Check, CheckResult};
use crate::parse::fold::normal;
use crate::parse::number::exact;
use crate::report::Report;
use regex::Regex;
use std::sync::LazyLock;

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by the tests")]
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:新收|收到|受理|接收)(?:到|的)?[^。;；,，\d]{0,25}申请[^。;；,，\d]{0,8}(\d{1,7})\s*[件条份宗]")
        .expect("a constant pattern")
});

/// The check, where section one tells a number and the table has one.
pub fn check(report: &Report) -> Vec<Check> {
    let Some(section) = report.sections.iter().find(|s| s.number == Some(1)) else { return Vec::new() };
    let text = normal(&section.text.replace('\n', ""));
    let told = TOLD.captures(&text).and_then(|found| exact(&found[1]));
    let printed = report.cell("requests.received.total").filter(|c| c.stands()).and_then(|c| c.value);
    let (Some(expected), Some(actual)) = (told, printed) else { return Vec::new() };
    vec![Check {
        id: "narrative.received".to_owned(),
        subject: "received".to_owned(),
        result: if expected == actual { CheckResult::Pass } else { CheckResult::Fail },
        expected: Some(expected),
        actual: Some(actual),
        advisory: true,
    }]
}
