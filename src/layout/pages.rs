//! Pages of marks and rules → a [`Sheet`]: ruled tables joined over page breaks, tables by alignment, and lines.
//!
//! Each page is taken apart by itself; then the pages are read as one stream, in which furniture stands aside, a table
//! that goes on is one grid, and the lines between are looked through for tables without rules.

use super::aligned::{self, Row};
use super::lines::{self, SetLine};
use super::tables::{self, Table, within};
use super::{Item, LineKind, Sheet, TextLine, Trace, furniture, paragraphs, ruled};
use crate::decode::Page;
use crate::place::Place;

/// Printed larger than the running text by this much is a heading: one step of Chinese type sizes is 1.14 to 1.2.
const LARGER: f32 = 1.18;

/// The glyph size assumed where a page has no glyphs.
const USUAL_SIZE: f32 = 10.5;

/// A thing on a page.
enum Piece {
    Table(Table),
    Line(PageLine),
}

/// A line on its page.
struct PageLine {
    line: SetLine,
    page: usize,
    kind: LineKind,
}

/// Finds the tables and lines of pages.
pub fn lay_out(pages: &[Page]) -> Sheet {
    let mut sheet = Sheet::default();
    let size = usual(pages.iter().flat_map(|p| &p.marks).filter(|m| !m.hidden).map(|m| (m.size, 1)));
    let size = size.unwrap_or(USUAL_SIZE);
    let mut pieces = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        take_apart(page, index, size, &mut sheet.trace, &mut pieces);
    }
    set_kinds(&mut pieces, pages);
    read(pieces, pages, size, &mut sheet);
    paragraphs::mark(&mut sheet.items, |_| false);
    sheet
}

/// Lays pages out a second time, as if no rule were drawn on them: a reading by the places of the marks alone. None where
/// no rule is drawn.
pub fn without_rules(pages: &[Page]) -> Option<Sheet> {
    let ruled = pages.iter().any(|page| !page.rules.is_empty());
    let bare = |page: &Page| Page { rules: Vec::new(), ..page.clone() };
    ruled.then(|| lay_out(&pages.iter().map(bare).collect::<Vec<_>>()))
}

/// The size of most marks, to half a point.
fn usual(sizes: impl Iterator<Item = (f32, u32)>) -> Option<f32> {
    let mut counts = std::collections::BTreeMap::<u32, u32>::new();
    for (size, count) in sizes {
        *counts.entry((size * 2.0).round().max(1.0) as u32).or_default() += count;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(size, _)| size as f32 / 2.0)
}

/// The tables and lines of one page, top to bottom.
fn take_apart(page: &Page, index: usize, size: f32, trace: &mut Trace, pieces: &mut Vec<Piece>) {
    let printed = page.marks.iter().filter(|m| !lines::blank(m));
    trace.marks_in += printed.clone().count() as u32;
    let hidden = printed.filter(|m| m.hidden).count() as u32;
    trace.marks_aside += hidden;
    if hidden > 0 {
        let at = Some(Place::Page { page: page.number, area: None });
        trace.note(format!("{hidden} marks are not visible and set aside"), at);
    }
    let frames = ruled::frames(page, size, trace);
    let (tables, taken) = tables::filled(page, &frames, trace);
    let free = page.marks.iter().zip(&taken).filter(|(mark, taken)| !mark.hidden && !**taken).map(|(mark, _)| mark);
    let mut here: Vec<(f32, Piece)> = lines::lines(free)
        .into_iter()
        .map(|line| (line.area.top(), Piece::Line(PageLine { line, page: index, kind: LineKind::Body })))
        .collect();
    here.extend(tables.into_iter().map(|table| (table.area.top(), Piece::Table(table))));
    here.sort_by(|a, b| a.0.total_cmp(&b.0));
    pieces.extend(here.into_iter().map(|(_, piece)| piece));
}

/// Tells headings and furniture from running text.
fn set_kinds(pieces: &mut [Piece], pages: &[Page]) {
    // Sentences tell the size of running text; the labels of tables without rules are often smaller.
    let sizes = |sentences: bool| {
        usual(pieces.iter().filter_map(|piece| match piece {
            Piece::Line(l) if !sentences || l.line.text().contains(['，', '。', '；']) => {
                Some((l.line.size, l.line.marks()))
            }
            _ => None,
        }))
    };
    let body = sizes(true).or_else(|| sizes(false)).unwrap_or(USUAL_SIZE);
    let edges: Vec<furniture::Edge> = edge_lines(pieces, pages);
    for index in furniture::found(&edges, pages.len()) {
        if let Some(Piece::Line(line)) = pieces.get_mut(index) {
            line.kind = LineKind::Furniture;
        }
    }
    for piece in pieces {
        if let Piece::Line(line) = piece
            && line.kind == LineKind::Body
            && line.line.size >= LARGER * body
        {
            line.kind = LineKind::Heading;
        }
    }
}

/// The lines at the top and bottom of each page that no table lies beyond.
fn edge_lines(pieces: &[Piece], pages: &[Page]) -> Vec<furniture::Edge> {
    let mut edges = Vec::new();
    let mut from = 0;
    for (index, page) in pages.iter().enumerate() {
        let of = |piece: &Piece| match piece {
            Piece::Line(line) => line.page,
            Piece::Table(table) => pages.iter().position(|p| p.number == table.page).unwrap_or(0),
        };
        let to = from + pieces[from..].iter().take_while(|p| of(p) == index).count();
        let mut take = |order: &mut dyn Iterator<Item = usize>| {
            for (rank, at) in order.take(furniture::DEPTH).enumerate() {
                let Piece::Line(PageLine { line, .. }) = &pieces[at] else { break };
                edges.push(furniture::Edge {
                    index: at,
                    page: index,
                    number: page.number,
                    outermost: rank == 0,
                    words: line.words.len(),
                    down: line.area.centre().1 / page.height.max(1.0),
                    text: line.text(),
                });
            }
        };
        take(&mut (from..to));
        take(&mut (from..to).rev());
        from = to;
    }
    edges
}

/// The pieces of all pages as one stream.
fn read(pieces: Vec<Piece>, pages: &[Page], size: f32, sheet: &mut Sheet) {
    let mut open: Option<Table> = None;
    let mut loose: Vec<PageLine> = Vec::new();
    for piece in pieces {
        let table = match piece {
            Piece::Line(line) => {
                // What runs over a table's last line is its text, though no cell holds it; it parts no table.
                let runs_over =
                    open.as_ref().is_some_and(|t| t.runs_over(&line.line.area, pages[line.page].number, size));
                if line.kind != LineKind::Furniture && !runs_over {
                    finish(open.take(), sheet);
                }
                loose.push(line);
                continue;
            }
            Piece::Table(table) => table,
        };
        let at = Some(Place::Page { page: table.page, area: Some(table.area) });
        match &mut open {
            Some(above) if above.adjoins(&table, size) => {
                sheet.trace.note("a table right below another of the same width goes on with it", at);
                above.append(table, size, &mut sheet.trace);
            }
            Some(above) if above.page + 1 == table.page && above.continues_with(&table, size) => {
                sheet.trace.note("a table goes on after a page break", at);
                above.append(table, size, &mut sheet.trace);
            }
            _ => {
                if open.is_some() {
                    sheet.trace.note("a table stands by itself: its columns do not go on from the one before", at);
                }
                finish(open.take(), sheet);
                loose_lines(&std::mem::take(&mut loose), pages, size, sheet);
                open = Some(table);
            }
        }
    }
    finish(open, sheet);
    loose_lines(&loose, pages, size, sheet);
}

fn finish(table: Option<Table>, sheet: &mut Sheet) {
    if let Some(table) = table {
        sheet.trace.marks_in_cells += table.marks;
        sheet.items.push(Item::Grid(table.into_grid()));
    }
}

/// Lines between ruled tables: tables by alignment among them, the rest as they are.
fn loose_lines(lines: &[PageLine], pages: &[Page], size: f32, sheet: &mut Sheet) {
    let rows: Vec<Row> = lines.iter().map(|line| row(line, &pages[line.page])).collect();
    let mut at = 0;
    for run in aligned::tables(&rows, size) {
        lines[at..run.start].iter().for_each(|line| push_line(line, pages, sheet));
        let grid = aligned::grid(&rows[run.clone()]);
        let place = grid.cells.first().map(|c| c.at);
        sheet.trace.note(format!("{} lines are a table by the alignment of their numbers", grid.rows), place);
        sheet.trace.marks_in_cells +=
            rows[run.clone()].iter().filter(|r| !r.furniture).flat_map(|r| &r.words).map(|w| w.marks).sum::<u32>();
        sheet.items.push(Item::Grid(grid));
        let within = lines[run.clone()].iter().filter(|l| l.kind == LineKind::Furniture);
        within.for_each(|line| push_line(line, pages, sheet));
        at = run.end;
    }
    lines[at..].iter().for_each(|line| push_line(line, pages, sheet));
}

fn push_line(line: &PageLine, pages: &[Page], sheet: &mut Sheet) {
    let page = &pages[line.page];
    sheet.trace.marks_in_lines += line.line.marks();
    sheet.items.push(Item::Line(TextLine {
        text: line.line.text(),
        at: Place::Page { page: page.number, area: Some(within(page, line.line.area)) },
        kind: line.kind,
        goes_on: false,
    }));
}

/// A line as the search for aligned tables wants it.
fn row(line: &PageLine, page: &Page) -> Row {
    let set = &line.line;
    let words = set.words.iter().map(|word| aligned::Word {
        text: word.text.clone(),
        reach: [word.area.left(), word.area.right()],
        at: Place::Page { page: page.number, area: Some(within(page, word.area)) },
        marks: word.marks,
    });
    Row {
        words: words.collect(),
        down: set.area.centre().1,
        page: page.number,
        size: set.size,
        gaps: set.words.len() > 1,
        furniture: line.kind == LineKind::Furniture,
        heading: line.kind == LineKind::Heading || set.vertical,
    }
}

#[cfg(test)]
mod tests;
