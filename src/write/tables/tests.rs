use super::description::{Kind, SCALE, TABLES};
use super::{Line, Options, PACKAGE, Sizes, WORKBOOK, Written, sheet, write_in};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaDataReader};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

const SMALL: Sizes = Sizes { group_documents: 3, group_bytes: 1 << 20, part_bytes: 1 << 30 };
const ALL: Options = Options { csv: true, xlsx: true };

/// A record with cells that are hard to keep: numbers of many digits, empty texts, a form that nobody knows.
fn record(number: usize) -> Value {
    let value = ["0", "7730.28", "12345678901234567.123456", "-18", "null", "0.1234567891", "1234567"][number % 7];
    let status = if value == "null" { ["blank", "missing", "doubtful"][number % 3] } else { "read" };
    let cell = json!({"status": status, "raw": format!("{value}\n\"件\""), "unit": "万元", "note": "", "at": {"page": number}});
    let bare = json!({"status": status, "at": {"line": 3, "columns": [1, 2]}});
    let digits: Value = serde_json::from_str(value).unwrap();
    let form = ["ogi-2021", "ogi-2019", "ogi-2014", "ogi-2099"][number % 4];
    let cells: BTreeMap<&str, &Value> = match form {
        "ogi-2014" => [("statistics.reconsideration.total.current", &bare)].into(),
        "ogi-2099" => [("new.cell", &cell), ("odd", &bare)].into(),
        _ => [
            ("proactive.fees.amount", &cell),
            ("requests.received.natural_person", &bare),
            ("requests.received.total", &bare),
            ("requests.carried_in.total", &bare),
            ("appeals.reconsideration.total", &bare),
        ]
        .into(),
    };
    let mut tables = json!({});
    for id in cells.keys() {
        let place = id.split('.').fold(&mut tables, |at, word| &mut at[word]);
        *place = digits.clone();
    }
    let check = json!({"id": "requests.balance", "subject": "total", "result": "fail", "expected": digits, "actual": 1, "advisory": true});
    let bare_check = json!({"id": "requests.balance", "subject": "other", "result": "not_assessable"});
    let mut record = json!({
        "schema": "gongkai.report/1",
        "document": {"id": format!("sha256:{number:064}"), "source": format!("包.zip!{number}.html"), "media_type": "text/html", "bytes": 5_000_000_000_u64},
        "verdict": "needs_review", "reason": null,
        "agency": {"name": format!("青石市水利局{}", number / 4), "region": null}, "year": 2020 + number % 3, "title": "=年报", "form": form,
        "sections": [{"number": 1, "heading": "一、总体情况", "text": "字\n".repeat(number * 40)}, {"number": null, "heading": "", "text": ""}],
        "tables": tables, "cells": cells, "checks": [check, bare_check], "findings": [], "parser": {"name": "gongkai", "version": "9"},
    });
    if number.is_multiple_of(5) {
        record["document"]["also"] = json!(["a", "b \" {"]);
        record["document"]["pages"] = json!(7);
        record["document"]["url"] = json!("https://example.com/?a=1");
        record["agency"]["region"] =
            json!({"code": "411203", "name": "陕州区", "path": [], "sure": false, "basis": "short_name"});
    }
    record
}

fn unreadable(number: usize) -> Value {
    json!({
        "schema": "gongkai.report/1", "document": {"id": format!("path:sha256:{number}"), "source": "x", "media_type": null, "bytes": null},
        "verdict": "unreadable", "reason": "empty", "agency": null, "year": null, "title": null, "form": null,
        "sections": [], "tables": {}, "cells": {}, "checks": [], "findings": [], "parser": {"name": "gongkai", "version": "9"},
    })
}

fn records() -> Vec<Value> {
    (0..40).map(|n| if n % 9 == 8 { unreadable(n) } else { record(n) }).collect()
}

/// A folder with the records, and where their lines are.
fn dataset(records: &[Value]) -> (tempfile::TempDir, Vec<Line>) {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    let mut lines = Vec::new();
    for record in records {
        let line = format!("{record}\n");
        lines.push(Line { offset: text.len() as u64, bytes: line.len() as u32 });
        text.push_str(&line);
    }
    fs::write(folder.path().join("reports.ndjson"), text).unwrap();
    (folder, lines)
}

fn written(folder: &Path, lines: &[Line], sizes: Sizes, options: Options, threads: usize) -> Vec<Written> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let done = std::sync::atomic::AtomicU64::new(0);
    let tell = |n| _ = done.fetch_add(n, std::sync::atomic::Ordering::Relaxed);
    let reports = folder.join("reports.ndjson");
    let written = pool.install(|| write_in(sizes, &reports, lines, folder, options, &tell)).unwrap();
    assert_eq!(done.into_inner(), lines.len() as u64);
    written
}

/// A cell as text, the same for what is read and what is wanted.
fn shown(field: &Field) -> String {
    match field {
        Field::Null => "null".to_owned(),
        Field::Str(text) => format!("{text:?}"),
        Field::Int(n) => n.to_string(),
        Field::Long(n) => n.to_string(),
        Field::Bool(truth) => truth.to_string(),
        Field::Decimal(decimal) => {
            assert_eq!(decimal.scale(), SCALE.cast_signed());
            let value = i128::from_be_bytes(decimal.data().try_into().unwrap());
            let mut text = String::new();
            super::decimal::write(value, &mut text);
            text
        }
        other => panic!("{other:?}"),
    }
}

/// The rows of some files of a table, ordered.
fn rows(folder: &Path, table: &str, written: &[Written]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for part in written.iter().filter(|w| w.table == table && w.path.extension().is_some_and(|e| e == "parquet")) {
        let reader = SerializedFileReader::new(File::open(folder.join(&part.path)).unwrap()).unwrap();
        let before = rows.len();
        let read = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        rows.extend(read.map(|row| row.get_column_iter().map(|(_, field)| shown(field)).collect::<Vec<_>>()));
        assert_eq!((rows.len() - before) as u64, part.rows);
    }
    rows.sort();
    rows
}

/// The rows of facts that records make, the slow clear way.
fn facts(records: &[Value]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for record in records {
        for (id, cell) in record["cells"].as_object().unwrap() {
            let words: Vec<&str> = id.split('.').collect();
            let (row, column) = if words.len() > 1 {
                (words[1..words.len() - 1].join("."), *words.last().unwrap())
            } else {
                Default::default()
            };
            let number = words.iter().fold(&record["tables"], |at, word| &at[word]);
            let digits = if number.is_null() { None } else { Some(number.to_string()) };
            let fits =
                digits.as_deref().is_none_or(|d| d.split_once('.').is_none_or(|(_, p)| p.len() <= SCALE as usize));
            let (row_label, column_label) = match id.as_str() {
                "proactive.fees.amount" if record["form"] == "ogi-2021" => {
                    (json!("行政事业性收费"), json!("本年收费金额（单位：万元）"))
                }
                "requests.received.natural_person" => (json!("一、本年新收政府信息公开申请数量"), json!("自然人")),
                "requests.received.total" => (json!("一、本年新收政府信息公开申请数量"), json!("总计")),
                "requests.carried_in.total" => (json!("二、上年结转政府信息公开申请数量"), json!("总计")),
                "appeals.reconsideration.total" => (json!("行政复议"), json!("总计")),
                "statistics.reconsideration.total.current" => (json!("四、行政复议数量"), json!("统计数")),
                _ => (Value::Null, Value::Null),
            };
            let status = if fits { cell["status"].clone() } else { json!("doubtful") };
            let raw = if fits || !cell["raw"].is_null() { cell["raw"].clone() } else { json!(digits) };
            let agency = &record["agency"];
            let text = [
                &record["document"]["id"],
                &agency["name"],
                &agency["region"]["code"],
                &agency["region"]["sure"],
                &record["year"],
                &record["form"],
                &json!(id),
                &json!(words[0]),
                &json!(row),
                &json!(column),
                &row_label,
                &column_label,
            ];
            let mut row: Vec<String> = text.iter().map(|v| shown_json(v)).collect();
            row.push(digits.filter(|_| fits).unwrap_or("null".to_owned()));
            // Of these only the one has a part that is printed; the others are the only numbers there are.
            let is_total = id == "requests.received.total";
            row.extend([&cell["unit"], &status].map(shown_json));
            row.push(is_total.to_string());
            row.extend([&raw, &cell["note"], &cell["at"]["page"]].map(shown_json));
            rows.push(row);
        }
    }
    rows.sort();
    rows
}

fn shown_json(value: &Value) -> String {
    value.as_str().map_or(value.to_string(), |text| format!("{text:?}"))
}

#[test]
fn every_cell_comes_back_from_several_row_groups_and_parts() {
    let records = records();
    let (folder, lines) = dataset(&records);
    for part_bytes in [1 << 30, 20_000, 1] {
        let into = folder.path().join(part_bytes.to_string());
        fs::create_dir(&into).unwrap();
        fs::copy(folder.path().join("reports.ndjson"), into.join("reports.ndjson")).unwrap();
        let written = written(&into, &lines, Sizes { part_bytes, ..SMALL }, Options::default(), 2);
        let parts = written.iter().filter(|w| w.table == "facts").count();
        assert_eq!(
            parts,
            match part_bytes {
                1 => 14,
                20_000 => parts.clamp(2, 13),
                _ => 1,
            }
        );
        assert_eq!(into.join("facts.parquet").is_dir(), parts > 1);
        similar(&rows(&into, "facts", &written), &facts(&records));
        assert_eq!(rows(&into, "documents", &written).len(), records.len());
        let checks = rows(&into, "checks", &written);
        assert_eq!(checks.len(), 36 * 2);
        assert_eq!(
            checks[2][3..],
            ["\"requests.balance\"", "\"other\"", "null", "null", "\"not_assessable\"", "false"]
        );
        assert_eq!(checks[3][3..], ["\"requests.balance\"", "\"total\"", "7730.28", "1", "\"fail\"", "true"]);
        let narratives = rows(&into, "narratives", &written);
        assert_eq!(narratives.len(), 36 * 2);
        assert_eq!(narratives[3][3..], ["2", "null", "\"\"", "\"\""]);
        assert_eq!(narratives[2][6], format!("{:?}", "字\n".repeat(40)));
    }
}

fn similar(found: &[Vec<String>], wanted: &[Vec<String>]) {
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), wanted.len());
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let records = records();
    let bytes = |threads| -> Vec<(String, Vec<u8>)> {
        let (folder, lines) = dataset(&records);
        let written = written(folder.path(), &lines, Sizes { part_bytes: 15_000, ..SMALL }, ALL, threads);
        written.iter().map(|w| (w.path.display().to_string(), fs::read(folder.path().join(&w.path)).unwrap())).collect()
    };
    let one = bytes(1);
    assert!(one.iter().any(|(path, _)| path == WORKBOOK) && one.iter().any(|(path, _)| path == "facts.csv"));
    for threads in [2, 5] {
        for ((path, bytes), (_, again)) in one.iter().zip(bytes(threads)) {
            assert!(*bytes == again, "{path} differs with {threads} threads");
        }
    }
}

#[test]
fn nothing_is_left_beside_the_files_that_are_told() {
    let (folder, lines) = dataset(&records());
    let written = written(folder.path(), &lines, Sizes { part_bytes: 1, ..SMALL }, ALL, 2);
    let mut found: Vec<String> = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file() && e.file_name() != "reports.ndjson")
        .map(|e| e.path().strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    found.sort();
    let mut told: Vec<String> = written.iter().map(|w| w.path.display().to_string()).collect();
    told.sort();
    assert_eq!(found, told);
    for file in &written {
        assert_eq!(fs::metadata(folder.path().join(&file.path)).unwrap().len(), file.bytes);
    }
    let package: Value = serde_json::from_slice(&fs::read(folder.path().join(PACKAGE)).unwrap()).unwrap();
    assert_eq!(package["resources"].as_array().unwrap().len(), 8);
    assert_eq!(package["resources"][1]["path"][13], "facts.parquet/part-00013.parquet");
    assert_eq!(package["resources"][1]["schema"]["fields"].as_array().unwrap().len(), TABLES[1].columns.len());
}

#[test]
fn a_query_on_one_cell_is_told_which_pages_to_read() {
    let (folder, lines) = dataset(&(0..2400).map(|_| record(1)).collect::<Vec<_>>());
    written(folder.path(), &lines, Sizes { group_documents: 2000, ..Sizes::USUAL }, Options::default(), 1);
    let file = File::open(folder.path().join("facts.parquet")).unwrap();
    let reader = ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Required);
    let metadata = reader.parse_and_finish(&file).unwrap();
    assert_eq!(metadata.num_row_groups(), 2);
    let cell = TABLES[1].columns.iter().position(|c| c.name == "cell_id").unwrap();
    let indexes = metadata.page_index_for_row_group(0);
    let pages = &indexes.offset_index(cell).unwrap().page_locations;
    assert_eq!(pages.iter().map(|p| p.first_row_index).collect::<Vec<_>>(), [0, 4096, 8192]);
    let index = indexes.column_index(cell).unwrap();
    let parquet::file::page_index::column_index::ColumnIndexMetaData::BYTE_ARRAY(index) = index else { panic!() };
    let bounds: Vec<_> = (0..3).map(|p| (index.min_value(p).unwrap(), index.max_value(p).unwrap())).collect();
    // Five cells of 2,000 rows each.
    assert_eq!(bounds[0].0, b"appeals.reconsideration.total");
    assert_eq!(bounds[0].1, b"requests.carried_in.total");
    assert_eq!(bounds[2], (&b"requests.received.total"[..], &b"requests.received.total"[..]));
}

#[test]
fn no_documents_make_empty_tables() {
    let (folder, lines) = dataset(&[]);
    let written = written(folder.path(), &lines, SMALL, ALL, 2);
    for table in &TABLES {
        assert_eq!(rows(folder.path(), table.name, &written), Vec::<Vec<String>>::new());
    }
    let csv = fs::read_to_string(folder.path().join("checks.csv")).unwrap();
    assert_eq!(csv, "\u{feff}document_id,agency,year,identity,subject,expected,actual,result,advisory\r\n");
}

#[test]
fn a_line_that_is_no_record_is_told_by_its_place() {
    let (folder, mut lines) = dataset(&records()[..2]);
    lines[1].offset += 1;
    let reports = folder.path().join("reports.ndjson");
    let error = write_in(SMALL, &reports, &lines, folder.path(), ALL, &|_| {}).unwrap_err();
    assert!(error.to_string().contains(&format!("record at byte {}", lines[1].offset)), "{error}");
}

#[test]
fn rows_that_a_sheet_does_not_hold_go_on_with_the_next() {
    let records: Vec<Value> = (0..9).map(record).collect();
    let (folder, lines) = dataset(&records);
    let mut group = super::Group::new();
    let text = fs::read(folder.path().join("reports.ndjson")).unwrap();
    for line in &lines {
        group.add(&serde_json::from_slice(&text[line.offset as usize..][..line.bytes as usize]).unwrap());
    }
    let mut book = sheet::Book::begin_with(folder.path(), 9).unwrap();
    for (t, rows) in group.tables.iter().enumerate() {
        book.append(t, rows).unwrap();
    }
    let path = folder.path().join("x.xlsx");
    book.finish(&path).unwrap();
    let mut parts = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut names = String::new();
    parts.by_name("xl/workbook.xml").unwrap().read_to_string(&mut names).unwrap();
    for name in ["\"documents\"", "\"documents 2\"", "\"facts\"", "\"facts 4\"", "\"checks 3\"", "\"narratives 3\""] {
        assert!(names.contains(name), "{name}: {names}");
    }
    assert!(!names.contains("\"facts 5\""));
}

#[test]
fn the_description_fits_itself() {
    for table in &TABLES {
        for key in table.key {
            assert!(table.columns.iter().any(|c| c.name == *key && c.required), "{}.{key}", table.name);
        }
        for column in table.columns {
            assert!(
                !(column.coded && matches!(column.kind, Kind::Long | Kind::Truth)),
                "{}: Parquet knows no dictionary of it",
                column.name
            );
            assert!(column.about.ends_with('.'), "{}", column.name);
        }
    }
    assert_eq!(TABLES[super::FACTS].columns[super::CELL_ID].name, "cell_id");
}
