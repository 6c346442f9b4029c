//! The results of a workbook's formulas as the document itself holds them, for a workbook that another program has
//! written again: that program may have calculated them anew, and what was printed is the stored one.
//!
//! Takes the bytes of an old Excel file (MS-XLS) or an `OpenDocument` spreadsheet; gives numbers and empty texts. Any
//! other result (a text, an error, yes or no) is not told, nor is any where the file can't be followed: such a cell is
//! then marked, whatever was written in it.

use super::book::{Budget, COLUMNS, ROWS};
use crate::decode::package::Package;
use crate::decode::package::xml::{Element, Tag, Xml};
use crate::finding::Unreadable;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// Bytes of a workbook's stream that are looked at. A report's has some 100 KB.
const LARGEST_STREAM: u64 = 64 << 20;

/// What a formula came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Outcome {
    Number(f64),
    Empty,
    Untold,
}

impl Outcome {
    /// Whether a cell's value, as written again, is this one; numbers to the fifteen digits that are ever shown.
    pub(super) fn is(self, value: &str) -> bool {
        let digits = |number: f64| format!("{number:.14e}");
        match self {
            Self::Number(number) => value.trim().parse().is_ok_and(|v: f64| digits(v) == digits(number)),
            Self::Empty => value.is_empty(),
            Self::Untold => false,
        }
    }
}

/// The results of a sheet, by row and column from 0.
pub(super) type Results = BTreeMap<(u32, u32), Outcome>;

/// The results of each sheet, in order.
pub(super) fn of(bytes: &[u8]) -> Result<Vec<Results>, Unreadable> {
    let mut budget = Budget::default();
    if bytes.starts_with(b"PK") { open_document(bytes, &mut budget) } else { old_excel(bytes, &mut budget) }
}

/// A record's number and body, and where the next one begins.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let short = |at: usize| Some(u16::from_le_bytes([*stream.get(at)?, *stream.get(at + 1)?]));
    let end = at + 4 + usize::from(short(at + 2)?);
    Some((short(at)?, stream.get(at + 4..end)?, end))
}

/// Records: the beginning and the end of a part, a sheet's place, a formula (MS-XLS 2.3.2).
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const FORMULA: u16 = 0x0006;

fn old_excel(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Results>, Unreadable> {
    let mut stream = Vec::new();
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return Ok(Vec::new()) };
    let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let read = file.open_stream(name).and_then(|s| s.take(LARGEST_STREAM).read_to_end(&mut stream));
    if read.is_err() {
        return Ok(Vec::new());
    }
    let (mut sheets, mut at) = (Vec::new(), 0);
    while let Some((number, body, next)) = record(&stream, at).filter(|(number, ..)| *number != END) {
        if let (SHEET, [a, b, c, d, ..]) = (number, body) {
            sheets.push(of_sheet(&stream, u32::from_le_bytes([*a, *b, *c, *d]) as usize, budget)?);
        }
        at = next;
    }
    Ok(sheets)
}

fn of_sheet(stream: &[u8], mut at: usize, budget: &mut Budget) -> Result<Results, Unreadable> {
    let (mut found, mut depth) = (Results::new(), 0_u32);
    while let Some((number, body, next)) = record(stream, at) {
        match (number, depth) {
            (BEGIN, _) => depth += 1,
            (END, 0 | 1) => break,
            (END, _) => depth -= 1,
            (FORMULA, 1) => {
                if let [r0, r1, c0, c1, _, _, value @ ..] = body
                    && let Some(value) = value.first_chunk::<8>()
                {
                    budget.spend(1)?;
                    let place = (u16::from_le_bytes([*r0, *r1]).into(), u16::from_le_bytes([*c0, *c1]).into());
                    found.insert(place, outcome(*value));
                }
            }
            _ => {}
        }
        at = next;
    }
    Ok(found)
}

/// A result as stored: a number, unless its last two bytes are all ones; then the first says what it is (2.5.133).
fn outcome(value: [u8; 8]) -> Outcome {
    match value {
        [3, .., 0xFF, 0xFF] => Outcome::Empty,
        [.., 0xFF, 0xFF] => Outcome::Untold,
        _ => Outcome::Number(f64::from_le_bytes(value)),
    }
}

fn open_document(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Results>, Unreadable> {
    let source = Package::open(bytes)?.needed("content.xml")?;
    let mut sheets: Vec<Results> = Vec::new();
    let (mut row, mut column, mut rows) = (0_u32, 0_u32, 1_u32);
    let mut xml = Xml::new(&source);
    while let Some(tag) = xml.next()? {
        match tag {
            Tag::Open(element) => match element.name() {
                "table" => {
                    sheets.push(Results::new());
                    row = 0;
                }
                "table-row" => (column, rows) = (0, element.number("number-rows-repeated").unwrap_or(1)),
                "table-cell" | "covered-table-cell" => {
                    let columns = element.number("number-columns-repeated").unwrap_or(1);
                    // One that is repeated is known at its first place only, and marked at the others.
                    if let (Some(_), Some(sheet), true) =
                        (element.attr("formula"), sheets.last_mut(), row < ROWS && column < COLUMNS)
                    {
                        budget.spend(1)?;
                        sheet.insert((row, column), stored(&element));
                    }
                    column = column.saturating_add(columns);
                }
                _ => {}
            },
            Tag::Close(end) if end.name() == "table-row" => row = row.saturating_add(rows),
            _ => {}
        }
    }
    Ok(sheets)
}

fn stored(element: &Element) -> Outcome {
    match element.attr("value-type").as_deref() {
        Some("float" | "percentage" | "currency") => {
            element.attr("value").and_then(|v| v.parse().ok()).map_or(Outcome::Untold, Outcome::Number)
        }
        Some("string") if element.attr("string-value").is_some_and(|v| v.is_empty()) => Outcome::Empty,
        _ => Outcome::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek, Write};

    fn made(number: u16, body: &[u8]) -> Vec<u8> {
        [&number.to_le_bytes(), &(body.len() as u16).to_le_bytes(), body].concat()
    }

    fn formula(row: u8, column: u8, value: [u8; 8]) -> Vec<u8> {
        made(FORMULA, &[&[row, 0, column, 0, 0, 0], &value[..], &[0; 8]].concat())
    }

    #[test]
    fn results_of_an_old_workbook() {
        let start = made(BEGIN, &[0, 6, 5, 0]);
        let globals = start.len() + 4 + 8 + 4;
        let records = [
            start.clone(),
            made(SHEET, &[globals as u8, 0, 0, 0, 0, 0, 0, 0]),
            made(END, &[]),
            start.clone(),
            formula(2, 3, 17.5_f64.to_le_bytes()),
            // A chart in the sheet, whose records are not the sheet's.
            start,
            formula(9, 9, 1.0_f64.to_le_bytes()),
            made(END, &[]),
            formula(4, 0, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            formula(4, 1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            made(END, &[]),
        ];
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&records.concat()).unwrap();
        let (mut inner, mut bytes) = (file.into_inner(), Vec::new());
        inner.rewind().unwrap();
        inner.read_to_end(&mut bytes).unwrap();
        let expected = [((2, 3), Outcome::Number(17.5)), ((4, 0), Outcome::Empty), ((4, 1), Outcome::Untold)];
        assert_eq!(of(&bytes).unwrap(), [Results::from(expected)]);
    }

    #[test]
    fn results_of_an_open_document() {
        let content = "<d><table><table-row number-rows-repeated='3'><table-cell/></table-row><table-row>\
            <covered-table-cell number-columns-repeated='2'/><table-cell formula='of:=1' value-type='float' value='4'/>\
            <table-cell formula='of:=2'/></table-row></table><table/></d>";
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let first = Results::from([((3, 2), Outcome::Number(4.0)), ((3, 3), Outcome::Untold)]);
        assert_eq!(of(&bytes).unwrap(), [first, Results::new()]);
    }

    #[test]
    fn a_result_is_compared_to_the_digits_that_are_shown() {
        assert!(Outcome::Number(0.1 + 0.2).is("0.3"));
        assert!(!Outcome::Number(13122.0).is("13123") && !Outcome::Number(0.0).is(""));
        assert!(Outcome::Empty.is("") && !Outcome::Empty.is("0") && !Outcome::Untold.is(""));
    }
}
