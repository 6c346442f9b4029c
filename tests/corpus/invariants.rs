//! What holds for every document, good or broken: nothing printed is lost on the way, nothing comes from nowhere.
//!
//! The fuzz targets hold every input to the same (`fuzz/src/lib.rs` takes this file in by its path).

use gongkai::acquire::Document;
use gongkai::decode::{self, Block, Content};
use gongkai::layout::{self, Sheet};
use gongkai::place::{Area, Place};
use serde_json::Value;

/// Half a point: what rounding to tenths and a glyph's overhang may put a box outside its page.
const MARGIN: f32 = 0.5;

/// Checks them all for one document.
pub(crate) fn hold(document: &Document, record: &Value) -> Result<(), String> {
    match decode::decode(document) {
        Ok(content) => hold_for(&content, record),
        Err(_) if record["verdict"] == "unreadable" => Ok(()),
        Err(_) => Err("a report of what can't be decoded".to_owned()),
    }
}

/// Checks them all for what was decoded.
pub(crate) fn hold_for(content: &Content, record: &Value) -> Result<(), String> {
    balance(&layout::lay_out(content))?;
    marks_inside(content)?;
    places_inside(content, record)?;
    digits_from_the_source(content, record)
}

/// Every mark that came in is in a cell, in a line, or set aside.
fn balance(sheet: &Sheet) -> Result<(), String> {
    let t = &sheet.trace;
    let out = t.marks_in_cells + t.marks_in_lines + t.marks_aside;
    if out == t.marks_in { Ok(()) } else { Err(format!("{} marks came in, and {out} are told of: {t:?}", t.marks_in)) }
}

fn marks_inside(content: &Content) -> Result<(), String> {
    let Content::Pages(pages) = content else { return Ok(()) };
    for page in pages {
        if let Some(mark) = page.marks.iter().find(|m| !within(&m.area, page.width, page.height)) {
            return Err(format!("page {}: {mark:?} is outside", page.number));
        }
    }
    Ok(())
}

/// Every place in a record is one that the document has.
fn places_inside(content: &Content, record: &Value) -> Result<(), String> {
    let cells = record["cells"].as_object().into_iter().flatten().map(|(id, cell)| (id.as_str(), &cell["at"]));
    let findings = record["findings"].as_array().into_iter().flatten();
    let findings = findings.map(|f| (f["code"].as_str().unwrap_or_default(), &f["at"]));
    for (what, at) in cells.chain(findings).filter(|(_, at)| !at.is_null()) {
        if !exists(content, &place(at)?) {
            return Err(format!("{what} was read from {at}, where nothing is"));
        }
    }
    Ok(())
}

/// A place as written in a record.
fn place(at: &Value) -> Result<Place, String> {
    let number = |name: &str| at[name].as_u64().map(|n| n as u32);
    let list = |name: &str| at[name].as_array().map(|a| a.iter().filter_map(Value::as_f64).collect::<Vec<_>>());
    if let Some(page) = number("page") {
        let area = list("box").map(|b| Area([b[0] as f32, b[1] as f32, b[2] as f32, b[3] as f32]));
        return Ok(Place::Page { page, area });
    }
    if let Some(line) = number("line") {
        return Ok(Place::Text { line, columns: list("columns").map(|c| [c[0] as u32, c[1] as u32]) });
    }
    match (number("table"), number("row"), number("cell")) {
        (Some(table), Some(row), Some(cell)) => Ok(Place::Cell { table, row, cell }),
        _ => Err(format!("{at} is no place")),
    }
}

fn exists(content: &Content, place: &Place) -> bool {
    match (content, place) {
        (Content::Pages(pages), Place::Page { page, area }) => pages
            .iter()
            .find(|p| p.number == *page)
            .is_some_and(|p| area.is_none_or(|area| within(&area, p.width, p.height))),
        (Content::Lines(lines), Place::Text { line, columns }) => {
            lines.iter().find(|l| l.number == *line).is_some_and(|l| is_in(&l.text, *columns))
        }
        // Each line of a block has a number of its own.
        (Content::Flow(blocks), Place::Text { line, columns }) => blocks.iter().any(|b| {
            let Block::Text(text) = b else { return false };
            let within = line.checked_sub(text.order).and_then(|nth| text.text.split('\n').nth(nth as usize));
            within.is_some_and(|within| is_in(within, *columns))
        }),
        (Content::Flow(blocks), Place::Cell { table, row, cell }) => blocks.iter().any(|b| {
            let Block::Table(t) = b else { return false };
            let row = (*row as usize).checked_sub(1).and_then(|row| t.rows.get(row));
            t.number == *table && row.is_some_and(|row| (1..=row.len()).contains(&(*cell as usize)))
        }),
        _ => false,
    }
}

fn is_in(line: &str, columns: Option<[u32; 2]>) -> bool {
    columns.is_none_or(|[from, to]| from >= 1 && from <= to && to as usize <= line.chars().count())
}

fn within(area: &Area, width: f32, height: f32) -> bool {
    area.left() >= -MARGIN
        && area.top() >= -MARGIN
        && area.right() <= width + MARGIN
        && area.bottom() <= height + MARGIN
}

/// No value has a digit that was not printed: of each digit the values hold at most as many as the source does.
fn digits_from_the_source(content: &Content, record: &Value) -> Result<(), String> {
    let mut printed = [0_usize; 10];
    match content {
        Content::Pages(pages) => pages.iter().flat_map(|p| &p.marks).for_each(|m| add(&m.text, &mut printed)),
        Content::Lines(lines) => lines.iter().for_each(|l| add(&l.text, &mut printed)),
        Content::Flow(blocks) => blocks.iter().for_each(|b| match b {
            Block::Text(text) => add(&text.text, &mut printed),
            Block::Table(table) => table.rows.iter().flatten().for_each(|c| add(&c.text, &mut printed)),
            Block::Note(_) => {}
        }),
    }
    let mut told = [0_usize; 10];
    numbers(&record["tables"], &mut told);
    let more = (0..10).find(|d| told[*d] > printed[*d]);
    more.map_or(Ok(()), |d| Err(format!("the digit {d} is in the values {} times, printed {}", told[d], printed[d])))
}

fn numbers(tables: &Value, told: &mut [usize; 10]) {
    match tables {
        Value::Number(number) => add(&number.to_string(), told),
        Value::Object(members) => members.values().for_each(|member| numbers(member, told)),
        _ => {}
    }
}

/// Counts digits of both widths.
fn add(text: &str, counts: &mut [usize; 10]) {
    for c in text.chars() {
        let folded =
            if ('０'..='９').contains(&c) { c as u32 - '０' as u32 } else { (c as u32).wrapping_sub('0' as u32) };
        if let Some(count) = counts.get_mut(folded as usize) {
            *count += 1;
        }
    }
}
