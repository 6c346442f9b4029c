//! Reports without a table of any form: until 2018 many were chapters and nothing else.
//!
//! Such a report is whole as it is. But a report whose tables were pictures, or were lost on the way, looks alike, and must
//! not be taken for one: a heading that demands a table, the heading of the statistics table, or numbers in rows that no form
//! knows say that something is there that was not read.

use super::Section;
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::fold::letters;
use crate::parse::label::{Ordinal, ordinal};

/// The last report year for which no notice demanded tables in the text.
const LAST_FREE_YEAR: u16 = 2018;

/// How many chapters a report in prose has at least.
const FEWEST_CHAPTERS: usize = 3;

/// How many of them are those that every report has: what was disclosed, what was asked for, appeals, problems.
const FEWEST_KNOWN: usize = 2;

/// The shortest text of all chapters together, in characters.
const SHORTEST: usize = 100;

/// How many rows with a label and a number are a table, and no list of links.
const FEWEST_ROWS: usize = 3;

/// The longest line that is a heading of a table, in characters.
const LONGEST_HEADING: usize = 40;

/// How a sentence refers to a statistics table of the same document.
const ENCLOSED: [&str; 5] = ["所附统计表", "后附统计表", "文后统计表", "文末统计表", "见下表"];

/// Whether sections are the chapters of a report.
pub(super) fn has_chapters(sections: &[Section]) -> bool {
    let chapter = |s: &&Section| matches!(ordinal(s.heading.trim()), Ok((_, Ordinal::Chapter(_))));
    let known: std::collections::BTreeSet<u8> = sections.iter().filter_map(|s| s.number).collect();
    let text: usize = sections.iter().map(|s| s.text.chars().count()).sum();
    sections.iter().filter(chapter).count() >= FEWEST_CHAPTERS && known.len() >= FEWEST_KNOWN && text >= SHORTEST
}

/// What is said of a report that prints the tables of no form: a note where it has none, an error where it has some.
pub(super) fn without_form(printed: &[Printed], sections: &[Section], year: Option<u16>, empty: bool) -> Finding {
    let error = |code, message: &str| Finding::new(code, Severity::Error, message);
    if !empty || demands_tables(sections, year) {
        return error(
            "form-unknown",
            "the form could not be told: the words of section two that tell one form from another are not printed",
        );
    }
    if prints_rows(printed) {
        return error("table-unknown", "a table with numbers is printed that is of no form this version knows");
    }
    match statistics_table(printed) {
        Some(Elsewhere::Attached) => {
            let message = "the report prints no table; it says that its statistics table is attached";
            Finding::new("table-elsewhere", Severity::Note, message)
        }
        Some(Elsewhere::Headed) => error(
            "table-lost",
            "the heading of the statistics table is printed, and no table under it: it may be a picture",
        ),
        Some(Elsewhere::Enclosed) => error(
            "table-lost",
            "the report refers to the statistics table that is enclosed with it, and none is printed: a page of it may be lost",
        ),
        None => Finding::new("no-tables", Severity::Note, "the report is prose, and prints no table"),
    }
}

/// Whether a heading is that of a section for which the forms demand a table.
fn demands_tables(sections: &[Section], year: Option<u16>) -> bool {
    let numbers: std::collections::BTreeSet<u8> = sections.iter().filter_map(|s| s.number).collect();
    let with_table = (2..=4).filter(|n| numbers.contains(n)).count();
    !is_free(year) && (sections.iter().any(is_of_form) || with_table >= 2)
}

/// Whether a report is of a year for which no form of six sections was set, and has none of its headings.
pub(super) fn is_before_forms(sections: &[Section], year: Option<u16>) -> bool {
    is_free(year) && !sections.iter().any(is_of_form)
}

fn is_free(year: Option<u16>) -> bool {
    year.is_some_and(|y| y <= LAST_FREE_YEAR)
}

/// Whether a heading is one that only the forms of six sections have; the chapters before them were other ones.
fn is_of_form(section: &Section) -> bool {
    let words = letters(&section.heading);
    words.contains("收到和处理") && words.contains("申请") || words.contains("总体情况") || section.number == Some(6)
}

fn prints_rows(printed: &[Printed]) -> bool {
    let rows = printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
    rows.flat_map(|t| &t.rows).filter(|r| r.has_values() && r.labels().next().is_some()).count() >= FEWEST_ROWS
}

/// Where the statistics table is.
enum Elsewhere {
    /// In a file of its own.
    Attached,
    /// It should be under its heading.
    Headed,
    /// A sentence says that the report encloses it.
    Enclosed,
}

fn statistics_table(printed: &[Printed]) -> Option<Elsewhere> {
    let names = |text: &str| text.contains("统计表") && text.contains("公开");
    let lines = || crate::parse::running::lines(printed).map(|l| l.text.trim());
    let text: String = lines().collect();
    let mut found = ENCLOSED.iter().any(|words| text.contains(words)).then_some(Elsewhere::Enclosed);
    let lines = lines().filter(|t| names(t));
    for line in lines {
        let attached =
            ["附件", "附表", ".xls", ".doc", ".pdf", ".et", ".rar", ".zip", "下载"].iter().any(|w| line.contains(w));
        let heading =
            line.chars().count() <= LONGEST_HEADING && !line.contains(['。', '，', '、']) || line.ends_with("统计表");
        if attached {
            return Some(Elsewhere::Attached);
        }
        if heading {
            found = Some(Elsewhere::Headed);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{LineKind, TextLine};
    use crate::place::Place;

    fn sections(headings: &[&str]) -> Vec<Section> {
        let section = |h: &&str| Section {
            number: crate::parse::heading::read(h).and_then(|h| h.section),
            heading: (*h).to_owned(),
            text: "本年工作按要求进行。".repeat(5),
        };
        headings.iter().map(section).collect()
    }

    fn told(lines: &[&str], headings: &[&str], year: u16) -> (String, Severity) {
        let line = |text: &&str| {
            let at = Place::Text { line: 1, columns: None };
            Printed::Line(TextLine { text: (*text).to_owned(), at, kind: LineKind::Body, goes_on: false })
        };
        let printed: Vec<Printed> = lines.iter().map(line).collect();
        let finding = without_form(&printed, &sections(headings), Some(year), true);
        (finding.code, finding.severity)
    }

    const CHAPTERS: [&str; 4] =
        ["一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息办理情况", "四、存在的主要问题和改进措施"];

    #[test]
    fn chapters_are_a_report_until_2018() {
        assert!(has_chapters(&sections(&CHAPTERS)));
        assert_eq!(told(&["全年公开12条。"], &CHAPTERS, 2015), ("no-tables".into(), Severity::Note));
        assert_eq!(told(&["全年公开12条。"], &CHAPTERS, 2020), ("form-unknown".into(), Severity::Error));
    }

    #[test]
    fn a_table_elsewhere_is_no_fault_and_one_that_is_lost_is() {
        let attached = told(&["附件：2015年政府信息公开情况统计表.xls"], &CHAPTERS, 2015);
        assert_eq!(attached, ("table-elsewhere".into(), Severity::Note));
        assert_eq!(told(&["政府信息公开情况统计表"], &CHAPTERS, 2015), ("table-lost".into(), Severity::Error));
        assert_eq!(told(&["具体数据见本报告所附统计表。"], &CHAPTERS, 2015), ("table-lost".into(), Severity::Error));
    }
}
