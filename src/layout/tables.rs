//! [`Frame`]s and marks → [`Table`]s, and tables cut by a page break → one.
//!
//! Each mark goes to the cell that holds its middle; a number that runs over the line beside it stays whole. Parts of a
//! table are joined on the union of their column edges; their rows stay as printed: what a page break cut in two remains
//! two rows, and the trace says so.

use super::lines;
use super::ruled::{Frame, SNAP};
use super::seam;
use super::{Grid, GridCell, GridKind, Trace};
use crate::decode::{Mark, Page};
use crate::place::{Area, Place};

/// How far a digit must reach over a line on both sides, as a share of its size, to be printed across it.
const ACROSS: f32 = 0.08;

/// A line closer than this share of the glyph size to a table's bottom belongs to the table: text has some padding.
const RUN_OVER: f32 = 0.3;

/// Digits closer than this share of their size are one number.
const ONE_NUMBER: f32 = 0.15;

/// A table of one page or more, before it becomes a [`Grid`].
#[derive(Debug)]
pub(super) struct Table {
    /// Page and rectangle of its last part.
    pub(super) page: u32,
    /// See `page`.
    pub(super) area: Area,
    /// Column edges, in points of its first page.
    edges: Vec<f32>,
    rows: u32,
    cells: Vec<GridCell>,
    /// Marks in its cells.
    pub(super) marks: u32,
}

/// Fills frames with a page's marks. Gives the tables that hold any and, for each mark, whether it went into one.
pub(super) fn filled(page: &Page, frames: &[Frame], trace: &mut Trace) -> (Vec<Table>, Vec<bool>) {
    let frames: Vec<&Frame> = frames.iter().filter(|f| is_whole(f, page, trace)).collect();
    let mut homes: Vec<Option<(usize, usize)>> = page.marks.iter().map(|m| home(&frames, m)).collect();
    keep_numbers_whole(page, &frames, &mut homes, trace);
    let mut contents: Vec<Vec<Vec<&Mark>>> = frames.iter().map(|f| vec![Vec::new(); f.slots.len()]).collect();
    let mut printed: Vec<u32> = vec![0; frames.len()];
    for (mark, home) in page.marks.iter().zip(&homes) {
        if let Some((frame, slot)) = *home {
            contents[frame][slot].push(mark);
            printed[frame] += u32::from(!lines::blank(mark));
        }
    }
    let mut tables = Vec::new();
    for ((frame, contents), marks) in frames.iter().zip(contents).zip(&printed) {
        if *marks > 0 {
            tables.push(table(page, frame, contents, *marks));
        } else {
            trace.note(
                "a table without a mark in it is let go",
                Some(Place::Page { page: page.number, area: Some(frame.area()) }),
            );
        }
    }
    (tables, homes.iter().map(|h| h.is_some_and(|(frame, _)| printed[frame] > 0)).collect())
}

/// Whether a frame's cells hold all the text within its sides. Where they don't, lines are missing from it (white lines
/// between shaded cells, say), and those that are there can't be trusted to part one cell from the next.
fn is_whole(frame: &Frame, page: &Page, trace: &mut Trace) -> bool {
    let area = frame.area();
    let inside = |(x, y): (f32, f32)| area.left() < x && x < area.right() && area.top() < y && y < area.bottom();
    let strays = |m: &&Mark| {
        let middle = m.area.centre();
        !m.hidden && !lines::blank(m) && inside(middle) && frame.holding(middle).is_none()
    };
    let strays = page.marks.iter().filter(strays).count();
    if strays > 0 {
        trace.note(
            format!("a table is let go: {strays} marks within it are in none of its cells, so lines are missing"),
            Some(Place::Page { page: page.number, area: Some(area) }),
        );
    }
    strays == 0
}

/// The frame and cell that hold a mark's middle; hidden marks have none.
fn home(frames: &[&Frame], mark: &Mark) -> Option<(usize, usize)> {
    if mark.hidden {
        return None;
    }
    let middle = mark.area.centre();
    frames.iter().enumerate().find_map(|(index, frame)| frame.holding(middle).map(|slot| (index, slot)))
}

/// A number printed across a line goes whole to the cell that holds its middle: cut in two, it would be two wrong ones.
fn keep_numbers_whole(page: &Page, frames: &[&Frame], homes: &mut [Option<(usize, usize)>], trace: &mut Trace) {
    let numeral = |m: &Mark| m.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) && !m.text.is_empty();
    let mut at = 0;
    while at < page.marks.len() {
        let start = at;
        at += 1;
        if !numeral(&page.marks[start]) || page.marks[start].hidden {
            continue;
        }
        // Digits of one number are drawn one after the other.
        while at < page.marks.len() && numeral(&page.marks[at]) && follows(&page.marks[at - 1], &page.marks[at]) {
            at += 1;
        }
        let homes = &mut homes[start..at];
        if homes.windows(2).all(|pair| pair[0] == pair[1]) {
            continue;
        }
        let marks = &page.marks[start..at];
        let Some(area) = marks.iter().map(|m| m.area).reduce(|a, b| a.union(&b)) else { continue };
        let across = homes.iter().flatten().any(|(frame, _)| {
            frames[*frame].xs.iter().any(|x| {
                let cuts = |m: &Mark| m.area.left() + ACROSS * m.size < *x && *x < m.area.right() - ACROSS * m.size;
                marks.iter().any(cuts)
            })
        });
        let middle = area.centre();
        let whole =
            frames.iter().enumerate().find_map(|(index, frame)| frame.holding(middle).map(|slot| (index, slot)));
        let number: String = marks.iter().map(|m| m.text.as_str()).collect();
        let place = Some(Place::Page { page: page.number, area: Some(area) });
        if across && whole.is_some() {
            homes.fill(whole);
            trace.note(format!("{number} is printed across a line and stays in the cell of its middle"), place);
        } else {
            trace.note(format!("{number} touches the next cell's digits"), place);
        }
    }
}

/// Whether a digit goes on where the last one ended.
fn follows(last: &Mark, next: &Mark) -> bool {
    let gap = next.area.left() - last.area.right();
    let level = (next.area.centre().1 - last.area.centre().1).abs();
    !next.hidden && !next.vertical && gap.abs() <= ONE_NUMBER * next.size && level <= 0.5 * next.size
}

fn table(page: &Page, frame: &Frame, contents: Vec<Vec<&Mark>>, marks: u32) -> Table {
    let cells = frame.slots.iter().zip(contents).map(|(slot, marks)| {
        let lines = lines::lines(marks);
        let printed = lines.iter().map(|l| l.area).reduce(|a, b| a.union(&b));
        GridCell {
            row: slot.rows.start as u32,
            column: slot.columns.start as u32,
            row_span: slot.rows.len() as u32,
            column_span: slot.columns.len() as u32,
            reach: [slot.columns.start as f32, slot.columns.end as f32],
            text: lines::cell_text(&lines),
            at: Place::Page { page: page.number, area: Some(within(page, printed.unwrap_or(frame.area_of(slot)))) },
        }
    });
    Table {
        page: page.number,
        area: frame.area(),
        edges: frame.xs.clone(),
        rows: (frame.ys.len() - 1) as u32,
        cells: cells.collect(),
        marks,
    }
}

/// An area as far as it lies on its page.
pub(super) fn within(page: &Page, area: Area) -> Area {
    let [x0, y0, x1, y1] = area.0;
    let (across, down) = (|x: f32| x.max(0.0).min(page.width), |y: f32| y.max(0.0).min(page.height));
    Area::new(across(x0), down(y0), across(x1), down(y1))
}

impl Table {
    /// Whether another table, on the next page, goes on with this one: as wide, and most of the column edges of the
    /// simpler one are the other's too. Pages may be shifted (margins that alternate).
    pub(super) fn continues_with(&self, next: &Self, size: f32) -> bool {
        let near = SNAP * size;
        let shift = next.area.left() - self.area.left();
        if (self.area.width() - next.area.width()).abs() > 2.0 * near {
            return false;
        }
        let inner = |t: &Self| t.edges.len().saturating_sub(2);
        let pairs = paired(&self.edges, &next.edges, shift, near);
        let shared = pairs.iter().filter(|(a, b)| a.is_some() && b.is_some()).count();
        2 * shared.saturating_sub(2) >= inner(self).min(inner(next))
    }

    /// Whether another table stands right below this one, with the same sides: the gap is less than a line of text.
    pub(super) fn adjoins(&self, below: &Self, size: f32) -> bool {
        let near = SNAP * size;
        let gap = below.area.top() - self.area.bottom();
        self.page == below.page
            && (-near..1.2 * size).contains(&gap)
            && (self.area.left() - below.area.left()).abs() <= near
            && (self.area.right() - below.area.right()).abs() <= near
    }

    /// Whether a line's text runs over this table's bottom: right below it, within its sides.
    pub(super) fn runs_over(&self, line: &Area, page: u32, size: f32) -> bool {
        let gap = line.top() - self.area.bottom();
        self.page == page && gap < RUN_OVER * size && line.left() > self.area.left() && line.right() < self.area.right()
    }

    /// Appends another table's rows, on the union of both tables' column edges.
    pub(super) fn append(&mut self, next: Self, size: f32, trace: &mut Trace) {
        let shift = next.area.left() - self.area.left();
        let pairs = paired(&self.edges, &next.edges, shift, SNAP * size);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        let mut edges = Vec::with_capacity(pairs.len());
        for (index, (a, b)) in pairs.iter().enumerate() {
            old.extend(a.map(|_| index as u32));
            new.extend(b.map(|_| index as u32));
            edges.push(a.or(b.map(|x| x - shift)).unwrap_or_default());
        }
        remap(&mut self.cells, &old);
        let mut cells = next.cells;
        remap(&mut cells, &new);
        let at = cells.first().map(|c| c.at);
        let joined = self.page != next.page && seam::join(&mut self.cells, self.rows, &mut cells);
        if joined {
            trace.note(
                "a row cut in two by the page break is joined: its label is in one half, its numbers in the other",
                at,
            );
        }
        for cell in &mut cells {
            cell.row += self.rows;
        }
        self.cells.append(&mut cells);
        self.rows += next.rows - u32::from(joined);
        self.edges = edges;
        self.marks += next.marks;
        (self.page, self.area) = (next.page, next.area);
    }

    /// The finished grid.
    pub(super) fn into_grid(self) -> Grid {
        let columns = self.edges.len().saturating_sub(1) as u32;
        Grid { kind: GridKind::Ruled, rows: self.rows, columns, cells: self.cells }
    }
}

/// Two ascending lists of edges as one, those of both lists that lie together in one pair.
fn paired(old: &[f32], new: &[f32], shift: f32, near: f32) -> Vec<(Option<f32>, Option<f32>)> {
    let (mut old, mut new) = (old.iter().copied().peekable(), new.iter().copied().peekable());
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    loop {
        let gap = match (old.peek(), new.peek()) {
            (Some(left), Some(right)) => left - (right - shift),
            (Some(_), None) => f32::NEG_INFINITY,
            (None, Some(_)) => f32::INFINITY,
            (None, None) => return pairs,
        };
        if gap.abs() <= near {
            pairs.push((old.next(), new.next()));
        } else if gap < 0.0 {
            pairs.push((old.next(), None));
        } else {
            pairs.push((None, new.next()));
        }
    }
}

/// Moves cells from their edges to those of the union.
fn remap(cells: &mut [GridCell], edges: &[u32]) {
    let edge = |at: u32| edges.get(at as usize).copied().unwrap_or(at);
    for cell in cells {
        let (from, to) = (edge(cell.column), edge(cell.column + cell.column_span));
        (cell.column, cell.column_span) = (from, to - from);
        cell.reach = [from as f32, to as f32];
    }
}
