//! Checks over reports → the tables `panel` and `coverage`, with their data package, in a folder of their own.
//!
//! They are made by the same machinery as the tables of a dataset, from the description here. `document_id` is that of the
//! dataset's tables, so that each can be joined to them.

use super::columns::Value;
use super::decimal;
use super::description::{Column, Kind, RESULTS, Table, VERDICTS, column};
use super::package::{self, Subject};
use super::plain::Plain;
use super::{PACKAGE, Written};
use crate::verify::panel::coverage::{self, State};
use crate::verify::panel::{Panel, PanelCheck};
use rust_decimal::Decimal;
use std::fs;
use std::io;
use std::path::Path;

const AGENCY: Column =
    column("agency", Kind::Text, 28, "The agency's normalised name, under which all its reports stand.")
        .required()
        .coded();
const REGION: Column = column(
    "region_code",
    Kind::Text,
    12,
    "Code of its administrative division (GB/T 2260), null where that is not sure.",
)
.coded();
const YEAR: Column = column("year", Kind::Integer, 7, "The year reported on.").required().coded();
const STATES: &[&str] = &["one", "copies", "doubled", "gap", "none"];

/// The tables, in the order of their files.
pub const TABLES: [Table; 2] = [
    Table {
        name: "panel",
        title: "Checks over reports",
        about: "One row a check of reports against one another, all of it advice, ordered by agency, year and identity.",
        columns: &[
            column("number", Kind::Long, 8, "Its place among the rows, from 1.").required(),
            column("identity", Kind::Text, 18, "The check, as its page of the documentation names it.").required().coded(),
            AGENCY,
            REGION,
            column("year", Kind::Integer, 7, "The year, of several the last.").required().coded(),
            column("subject", Kind::Text, 34, "What it was applied to: a column, a kind, a cell.").required().coded(),
            column("result", Kind::Text, 16, "pass: the reports agree; fail: they do not; not_assessable: something it needs is missing, doubtful or printed empty.").required().coded().words(RESULTS),
            column("expected", Kind::Decimal, 12, "What the other reports make; null where it could not be assessed, or has more than 9 places after the point (message tells it).").coded(),
            column("actual", Kind::Decimal, 12, "What is printed; null likewise.").coded(),
            column("document_id", Kind::Text, 24, "The report that it is said of, the one with actual.").required().coded(),
            column("other_document_ids", Kind::Text, 24, "The reports that it was held against, parted by spaces; null where there is none.").coded(),
            column("message", Kind::Text, 80, "One sentence for people.").required(),
        ],
        key: &["number"],
        has_document: false,
    },
    Table {
        name: "coverage",
        title: "Coverage",
        about: "One row an agency and year, for all years from the first to the last of any report, ordered by agency and year.",
        columns: &[
            AGENCY,
            REGION,
            YEAR,
            column("state", Kind::Text, 10, "one: there is a report; copies: several that print the same numbers; doubled: several that differ; gap: none, and there are some of years before and after; none: none, and none before or none after.").required().coded().words(STATES),
            column("reports", Kind::Integer, 8, "How many reports there are.").required().coded(),
            column("verdict", Kind::Text, 22, "The verdict of the report, of several that print the same the first's; null where there is none, or they differ.").coded().words(VERDICTS),
            column("document_id", Kind::Text, 24, "The document of that report; null likewise.").coded(),
        ],
        key: &["agency", "year"],
        has_document: false,
    },
];

/// What the package says of them.
const SUBJECT: Subject = Subject {
    name: "gongkai-checks",
    title: "Checks over government information disclosure annual reports",
    description: "Annual reports on government information disclosure (政府信息公开工作年度报告), held against one another over years and agencies. All of it is advice: no value and no verdict of the dataset changes.",
    tables: &TABLES,
};

/// What a folder's package says of these tables, by which a folder of them is known.
pub const PACKAGE_NAME: &str = SUBJECT.name;

/// Writes the tables into a folder, and tells what it wrote. `each` is told of every check.
pub fn write(
    panel: &Panel,
    into: &Path,
    with_csv: bool,
    mut each: impl FnMut(&PanelCheck),
) -> io::Result<Vec<Written>> {
    let mut checks = Plain::begin(&TABLES[0], into, with_csv)?;
    for (at, check) in panel.judge()?.enumerate() {
        let check = check?;
        each(&check);
        put(&mut checks, at + 1, panel.region(&check.agency), &check)?;
    }
    let mut written = checks.finish()?;
    let mut matrix = Plain::begin(&TABLES[1], into, with_csv)?;
    for found in coverage::states(panel) {
        let (agency, years) = found?;
        let region = panel.region(agency).into();
        for year in years {
            matrix.put(&[
                Value::Text(agency),
                region,
                Value::Whole(year.year.into()),
                Value::Text(state(year.state)),
                year.reports.into(),
                year.only.as_ref().map(|member| member.verdict.as_str()).into(),
                year.only.as_ref().map(|member| member.document.as_str()).into(),
            ])?;
        }
    }
    written.extend(matrix.finish()?);
    let described = package::describe(&SUBJECT, &written)?;
    fs::write(into.join(PACKAGE), &described)?;
    written.push(Written { table: "", path: PACKAGE.into(), rows: 0, bytes: described.len() as u64 });
    Ok(written)
}

fn put(to: &mut Plain, number: usize, region: Option<&str>, check: &PanelCheck) -> io::Result<()> {
    let exact = |n: Option<Decimal>| -> Value<'static> { n.and_then(|n| decimal::parse(&n.to_string())).into() };
    let (document, others) = check.documents.split_first().map_or(("", String::new()), |(d, rest)| (d, rest.join(" ")));
    to.put(&[
        number.into(),
        Value::Text(check.id),
        Value::Text(&check.agency),
        region.into(),
        Value::Whole(check.year.into()),
        Value::Text(&check.subject),
        Value::Text(check.result.word()),
        exact(check.expected),
        exact(check.actual),
        Value::Text(document),
        Some(others.as_str()).filter(|others| !others.is_empty()).into(),
        Value::Text(&check.message),
    ])
}

fn state(state: State) -> &'static str {
    match state {
        State::One => "one",
        State::Copies => "copies",
        State::Doubled => "doubled",
        State::Gap => "gap",
        State::None => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::panel::Member;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    fn member(agency: &str, year: u16, print: u64) -> Member {
        Member {
            document: format!("sha256:{agency}{year}{print}"),
            agency: agency.to_owned(),
            region: Some("320813".to_owned()),
            year,
            verdict: "clean".to_owned(),
            print,
            ..Member::default()
        }
    }

    fn rows(folder: &Path, table: &str) -> Vec<Vec<String>> {
        let file = fs::File::open(folder.join(format!("{table}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let shown = |field: &Field| match field {
            Field::Str(text) => text.clone(),
            other => other.to_string(),
        };
        let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        rows.map(|row| row.get_column_iter().map(|(_, field)| shown(field)).collect()).collect()
    }

    #[test]
    fn coverage_tells_gaps_and_doubles() {
        let folder = tempfile::tempdir().unwrap();
        let members = vec![
            member("甲", 2019, 1),
            member("甲", 2021, 1),
            member("甲", 2021, 2),
            member("乙", 2020, 5),
            member("乙", 2020, 5),
        ];
        let mut told = 0;
        let written =
            write(&Panel::new(members.iter().collect(), &members), folder.path(), true, |_| told += 1).unwrap();
        let coverage: Vec<String> = rows(folder.path(), "coverage").iter().map(|row| row.join(" ")).collect();
        assert_eq!(
            coverage,
            [
                "乙 320813 2019 none 0 null null",
                "乙 320813 2020 copies 2 clean sha256:乙20205",
                "乙 320813 2021 none 0 null null",
                "甲 320813 2019 one 1 clean sha256:甲20191",
                "甲 320813 2020 gap 0 null null",
                "甲 320813 2021 doubled 2 null null",
            ]
        );
        let panel = rows(folder.path(), "panel");
        assert_eq!((panel.len(), told), (2, 2));
        assert_eq!(panel[0][..7], ["1", "panel.gap", "甲", "320813", "2020", "report", "fail"]);
        assert_eq!(panel[1][9..11], ["sha256:甲20211", "sha256:甲20212"]);
        let files: Vec<_> = written.iter().map(|w| (w.path.display().to_string(), w.rows)).collect();
        let file = |path: &str, rows| (path.to_owned(), rows);
        let coverage = [file("coverage.parquet", 6), file("coverage.csv", 6)];
        let panel = [file("panel.parquet", 2), file("panel.csv", 2)];
        assert_eq!(files, [&panel[..], &coverage, &[file(PACKAGE, 0)]].concat());
    }

    #[test]
    fn the_description_fits_itself() {
        for table in &TABLES {
            assert!(table.key.iter().all(|key| table.columns.iter().any(|c| c.name == *key && c.required)));
            assert!(table.columns.iter().all(|c| c.about.ends_with('.')));
            assert!(table.columns.iter().all(|c| c.coded || c.kind != Kind::Decimal), "decimals are kept coded");
        }
    }
}
