//! One page to send: chosen reports with their sources, read-only, in a single file that loads and runs nothing.

use super::answers::document;
use super::bench::Bench;
use super::drawer::{Head, Task};
use super::drawing::Room;
use super::sheet::{self, text};
use super::view::View;
use super::{Args, Shown};
use crate::failure::Failure;
use data_encoding::BASE64;
use gongkai::acquire::MediaType;
use gongkai::place::{Area, Place};
use gongkai::verify::Verdict;
use gongkai::write::record::word;
use gongkai::write::review::drawn;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Reports that one page may hold: what a browser still opens.
const MOST: usize = 200;

/// Pages of a document that are shown.
const PAGES: usize = 40;

/// Pixels a point: enough to read small print by.
const SCALE: f32 = 1.5;

const STYLE: &str = include_str!("page/export.css");

/// Writes it.
pub(super) fn write(bench: &Bench, args: &Args, file: &Path) -> Result<(), Failure> {
    let chosen = chosen(bench, args)?;
    let shown = file.display();
    let failed = |error: io::Error| {
        Failure::new(format!("{shown} can't be written ({error}): choose another file with --export"))
    };
    let mut to = BufWriter::new(File::create(file).map_err(failed)?);
    let room = Room::new();
    let head = format!(
        "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>政府信息公开工作年度报告 · gongkai</title><style>{}{STYLE}</style></head><body>\
         <header><h1>政府信息公开工作年度报告</h1><p>gongkai {} · {} 份</p></header>",
        sheet::SOURCE_STYLE,
        env!("CARGO_PKG_VERSION"),
        chosen.len(),
    );
    to.write_all(head.as_bytes()).map_err(failed)?;
    for (place, number) in chosen.iter().enumerate() {
        let read = |error: io::Error| Failure::new(format!("the dataset can't be read ({error}): convert again"));
        let view = bench.view(*number).map_err(read)?;
        let html = section(bench, &room, *number, &view, &format!("r{}", place + 1));
        to.write_all(html.as_bytes()).map_err(failed)?;
    }
    to.write_all(b"</body></html>\n").and_then(|()| to.flush()).map_err(failed)?;
    writeln!(io::stderr(), "{} reports are in {shown}", chosen.len())?;
    Ok(())
}

/// The numbers of the reports that are asked for.
fn chosen(bench: &Bench, args: &Args) -> Result<Vec<usize>, Failure> {
    let entries = &bench.index.entries;
    let mut chosen = Vec::new();
    for named in &args.document {
        let found = entries.iter().position(|entry| entry.source == *named || entry.id == *named);
        chosen.push(found.ok_or_else(|| {
            Failure::new(format!("the dataset has no document {named}: name it as `source` in reports.ndjson does"))
        })?);
    }
    if args.document.is_empty() {
        let wanted = |verdict: Verdict| {
            let shown = match verdict {
                Verdict::Clean => Shown::Clean,
                Verdict::PublisherInconsistent => Shown::PublisherInconsistent,
                Verdict::NeedsReview => Shown::NeedsReview,
                Verdict::Unreadable => Shown::Unreadable,
            };
            if args.verdict.is_empty() { verdict != Verdict::Clean } else { args.verdict.contains(&shown) }
        };
        chosen.extend((0..entries.len()).filter(|number| wanted(entries[*number].verdict)));
    }
    if chosen.len() > MOST {
        let count = chosen.len();
        return Err(Failure::new(format!(
            "{count} reports are too many for one page, {MOST} are not: choose some with --document or --verdict"
        )));
    }
    Ok(chosen)
}

fn section(bench: &Bench, room: &Room, number: usize, view: &View, anchor: &str) -> String {
    let entry = &bench.index.entries[number];
    let mut to = String::new();
    let agency = entry.agency.as_deref().unwrap_or("?");
    let year = entry.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    let verdict = word(&view.verdict);
    let _ = write!(
        to,
        "<section id=\"{anchor}\"><h2>{} {year} <span class=\"verdict {verdict}\">{verdict}</span></h2><p class=\"from\">{} · {}</p>\
         <div class=\"sides\"><div class=\"source\">",
        text(agency),
        text(&entry.source),
        text(&entry.id),
    );
    match drawn_source(bench, room, number, view, anchor) {
        Ok(source) => to.push_str(&source),
        Err(why) => {
            let _ = write!(to, "<p class=\"why\">{}</p>", text(&why));
        }
    }
    to.push_str("</div><div class=\"tables\">");
    sheet::doubts(view, anchor, &mut to);
    sheet::tables(view, anchor, &mut to);
    to.push_str("</div></div></section>");
    to
}

fn drawn_source(bench: &Bench, room: &Room, number: usize, view: &View, anchor: &str) -> Result<String, String> {
    let entry = &bench.index.entries[number];
    let draw = |task: &Task| room.draw(&entry.id, task, || document(bench, number));
    let mut to = String::new();
    if entry.media_type != Some(MediaType::Pdf) {
        let places = view.cells.values().filter_map(|cell| cell.at).collect();
        let drawn = draw(&Task::Html { places })?;
        let mut html = String::from_utf8_lossy(&drawn.body).into_owned();
        for (id, cell) in &view.cells {
            if let Some(name) = cell.at.and_then(drawn::name) {
                // The first cell that is read from a place gives it its anchor.
                html = html.replacen(&format!(" data-at=\"{name}\""), &format!(" id=\"{anchor}-at-{id}\""), 1);
            }
        }
        return Ok(html);
    }
    let sizes = draw(&Task::Sizes)?;
    let Head::Sizes(sizes) = &sizes.head else { return Err("that is no PDF".to_owned()) };
    for (size, page) in sizes.iter().zip(1u32..).take(PAGES) {
        let picture = draw(&Task::Picture { page, scale: SCALE })?;
        let (width, height) = (size.width, size.height);
        let _ = write!(
            to,
            "<figure><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"第 {page} 页\"><image width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{}\"/>",
            BASE64.encode(&picture.body)
        );
        for (id, cell) in &view.cells {
            if let Some(Place::Page { page: on, area: Some(area) }) = cell.at
                && on == page
            {
                frame(anchor, id, area, cell.fails, &word(&cell.status), &mut to);
            }
        }
        to.push_str("</svg></figure>");
    }
    Ok(to)
}

fn frame(anchor: &str, id: &str, area: Area, fails: bool, status: &str, to: &mut String) {
    let fails = if fails { " fails" } else { "" };
    let _ = write!(
        to,
        "<a href=\"#{anchor}-cell-{id}\"><rect id=\"{anchor}-at-{id}\" class=\"box {status}{fails}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{id}</title></rect></a>",
        area.left(),
        area.top(),
        area.width(),
        area.height()
    );
}
