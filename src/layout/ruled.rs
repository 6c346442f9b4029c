//! The rules of a page → [`Frame`]s: where the cells of its tables lie.
//!
//! Rules on one line are merged, rules that touch make a component, and a component of enough lines is a table. Where a
//! page break leaves a table open, or a publisher its sides, the ends of its rules close it. What the cells hold is
//! decided elsewhere (`tables`).

use super::Trace;
use super::cells::{self, Slot};
use crate::decode::{Direction, Page};
use crate::place::{Area, Place};

/// Lines closer than this share of the glyph size are one: double rules are 1 to 3 points apart, and no cell that holds
/// a glyph is narrower.
pub(super) const SNAP: f32 = 0.35;

/// An end of a rule further out than this share of the glyph size leaves room for a cell.
const ROOM: f32 = 0.6;

/// Lines a page's tables may have: dense forms have some 100. Beyond, the page is a drawing, and pairing costs too much.
const MOST_LINES: usize = 3_000;

/// A straight line that one or more rules make.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// Its fixed coordinate.
    pub(super) at: f32,
    /// Where it starts.
    pub(super) from: f32,
    /// Where it ends.
    pub(super) to: f32,
}

/// A table's lines and the slots between them.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Its upright lines, left to right.
    pub(super) xs: Vec<f32>,
    /// Its level lines, top to bottom.
    pub(super) ys: Vec<f32>,
    /// Its cells, by row, then column.
    pub(super) slots: Vec<Slot>,
    /// For each elementary cell, row by row, the cell it belongs to.
    owners: Vec<Option<usize>>,
}

impl Frame {
    fn new(xs: Vec<f32>, ys: Vec<f32>, slots: Vec<Slot>) -> Self {
        let columns = xs.len().saturating_sub(1);
        let mut owners = vec![None; columns * ys.len().saturating_sub(1)];
        for (index, slot) in slots.iter().enumerate() {
            for row in slot.rows.clone() {
                owners[row * columns + slot.columns.start..row * columns + slot.columns.end].fill(Some(index));
            }
        }
        Self { xs, ys, slots, owners }
    }

    /// The rectangle it takes.
    pub(super) fn area(&self) -> Area {
        let end = |lines: &[f32], last: bool| if last { lines.last() } else { lines.first() }.copied().unwrap_or(0.0);
        Area::new(end(&self.xs, false), end(&self.ys, false), end(&self.xs, true), end(&self.ys, true))
    }

    /// The rectangle of a cell.
    pub(super) fn area_of(&self, cell: &Slot) -> Area {
        Area::new(
            self.xs[cell.columns.start],
            self.ys[cell.rows.start],
            self.xs[cell.columns.end],
            self.ys[cell.rows.end],
        )
    }

    /// The cell that holds a point.
    pub(super) fn holding(&self, (x, y): (f32, f32)) -> Option<usize> {
        let column = self.xs.partition_point(|at| *at <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|at| *at <= y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        if column >= columns {
            return None;
        }
        self.owners.get(row * columns + column).copied().flatten()
    }
}

/// The tables that a page's rules draw, smallest first, so that a table within a table's cell is asked first.
pub(super) fn frames(page: &Page, size: f32, trace: &mut Trace) -> Vec<Frame> {
    let here = Some(Place::Page { page: page.number, area: None });
    let snap = SNAP * size;
    let level = merged(page, Direction::Horizontal, snap);
    let upright = merged(page, Direction::Vertical, snap);
    if level.len() > MOST_LINES || upright.len() > MOST_LINES {
        trace.note(format!("{} lines are a drawing, no tables", level.len() + upright.len()), here);
        return Vec::new();
    }
    let (mut frames, mut lone) = (Vec::new(), 0);
    for (mut level, mut upright) in components(&level, &upright, snap) {
        if upright.is_empty() || level.is_empty() && upright.len() < 2 {
            lone += level.len() + upright.len();
            continue;
        }
        close(&mut level, &mut upright, size, trace, page.number);
        let (xs, ys) = (clustered(&upright, snap), clustered(&level, snap));
        let found = cells::slots(&xs, &ys, &level, &upright, snap);
        let frame = Frame::new(xs, ys, found.slots);
        let at = Some(Place::Page { page: page.number, area: Some(frame.area()) });
        if found.uneven > 0 {
            trace.note(format!("{} areas between rules were not rectangles and were cut up", found.uneven), at);
        }
        if frame.slots.len() < 2 {
            trace.note("lines that enclose fewer than two cells, or far too many, are no table", at);
            continue;
        }
        frames.push(frame);
    }
    if lone > 0 {
        trace.note(format!("{lone} lines that meet no other are no table"), here);
    }
    let extent = |frame: &Frame| frame.area().width() * frame.area().height();
    frames.sort_by(|a, b| extent(a).total_cmp(&extent(b)));
    frames
}

/// The rules of one direction, those on one line that touch or overlap made one.
fn merged(page: &Page, direction: Direction, snap: f32) -> Vec<Bar> {
    let mut bars: Vec<Bar> = page
        .rules
        .iter()
        .filter(|r| r.direction == direction)
        .map(|r| Bar { at: r.at, from: r.from.min(r.to), to: r.from.max(r.to) })
        .collect();
    bars.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut lines = Vec::new();
    let mut rest = bars.as_mut_slice();
    while let Some(first) = rest.first().map(|b| b.at) {
        let (line, after) = rest.split_at_mut(rest.partition_point(|b| b.at - first <= snap));
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut current: Option<(Bar, f32)> = None;
        for bar in line.iter() {
            let length = (bar.to - bar.from).max(f32::EPSILON);
            match &mut current {
                Some((whole, weight)) if bar.from <= whole.to + snap => {
                    whole.at = (whole.at * *weight + bar.at * length) / (*weight + length);
                    whole.to = whole.to.max(bar.to);
                    *weight += length;
                }
                _ => lines.extend(current.replace((*bar, length)).map(|(whole, _)| whole)),
            }
        }
        lines.extend(current.map(|(whole, _)| whole));
        rest = after;
    }
    lines
}

/// Lines that touch, directly or over others, as (level, upright).
fn components(level: &[Bar], upright: &[Bar], snap: f32) -> Vec<(Vec<Bar>, Vec<Bar>)> {
    let mut sets = cells::Sets::new(level.len() + upright.len());
    for (i, h) in level.iter().enumerate() {
        for (j, v) in upright.iter().enumerate() {
            let within = |at: f32, bar: &Bar| bar.from - snap <= at && at <= bar.to + snap;
            if within(v.at, h) && within(h.at, v) {
                sets.join(i, level.len() + j);
            }
        }
    }
    let mut found = std::collections::BTreeMap::<usize, (Vec<Bar>, Vec<Bar>)>::new();
    for (i, bar) in level.iter().enumerate() {
        found.entry(sets.root(i)).or_default().0.push(*bar);
    }
    for (j, bar) in upright.iter().enumerate() {
        found.entry(sets.root(level.len() + j)).or_default().1.push(*bar);
    }
    found.into_values().collect()
}

/// Draws the sides that a page break or an open design left out: where two or more lines end together beyond the last
/// line that crosses them.
fn close(level: &mut Vec<Bar>, upright: &mut Vec<Bar>, size: f32, trace: &mut Trace, page: u32) {
    for (crossed, missing, last, side) in [
        (false, true, true, "bottom"),
        (false, true, false, "top"),
        (true, false, true, "right side"),
        (true, false, false, "left side"),
    ] {
        let (running, crossing) = if crossed { (&*level, &*upright) } else { (&*upright, &*level) };
        let Some(bar) = missing_side(running, crossing, size, last) else { continue };
        let area = if missing {
            Area::new(bar.from, bar.at, bar.to, bar.at)
        } else {
            Area::new(bar.at, bar.from, bar.at, bar.to)
        };
        trace.note(
            format!("the {side} of a table is not drawn; its lines end together here"),
            Some(Place::Page { page, area: Some(area) }),
        );
        if missing { level.push(bar) } else { upright.push(bar) }
    }
}

/// The line that would close `running` lines beyond the outermost `crossing` one, at their ends or at their starts.
fn missing_side(running: &[Bar], crossing: &[Bar], size: f32, last: bool) -> Option<Bar> {
    // Turned so that "beyond" is always "more".
    let sign = if last { 1.0 } else { -1.0 };
    let tip = |bar: &Bar| if last { bar.to } else { -bar.from };
    let edge = crossing.iter().map(|b| b.at * sign).max_by(f32::total_cmp).unwrap_or(f32::NEG_INFINITY);
    let mut beyond: Vec<&Bar> = running.iter().filter(|b| tip(b) > edge + ROOM * size).collect();
    beyond.sort_by(|a, b| tip(b).total_cmp(&tip(a)));
    // The outermost end that two lines share.
    let shared = beyond.windows(2).find(|pair| tip(pair[0]) - tip(pair[1]) <= SNAP * size).map(|pair| tip(pair[1]))?;
    let ends = beyond.iter().filter(|b| (tip(b) - shared).abs() <= SNAP * size);
    let span = ends.fold((f32::INFINITY, f32::NEG_INFINITY), |(from, to), b| (from.min(b.at), to.max(b.at)));
    (span.1 - span.0 > SNAP * size).then_some(Bar { at: shared * sign, from: span.0, to: span.1 })
}

/// Where lines run, those close together as one.
fn clustered(bars: &[Bar], snap: f32) -> Vec<f32> {
    let mut at: Vec<f32> = bars.iter().map(|b| b.at).collect();
    at.sort_by(f32::total_cmp);
    let mut lines: Vec<(f32, f32, f32)> = Vec::new();
    for at in at {
        match lines.last_mut() {
            Some((first, sum, count)) if at - *first <= snap => {
                *sum += at;
                *count += 1.0;
            }
            _ => lines.push((at, at, 1.0)),
        }
    }
    lines.into_iter().map(|(_, sum, count)| sum / count).collect()
}
