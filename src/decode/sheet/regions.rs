//! Sheets → blocks: regions of cells as tagged tables, lines that stand alone as texts.
//!
//! Hidden rows and columns are taken out first. A row is a **line** when one cell of it shows something, and that is not
//! a cell of a table: it has no lines at its sides in a sheet that draws them, or it fills the whole width and opens a
//! chapter (`一、`) or is running text. Rows that follow each other and are no lines are one table; an empty row without
//! lines ends it. In doubt a row is a table's: labels are found in one-cell rows too.

use super::book::{Budget, Sheet, Shown};
use crate::decode::{Block, Role, TaggedCell, TaggedTable, TextBlock};
use crate::finding::{Finding, Reason, Severity, Unreadable};
use crate::place::Place;
use std::collections::{BTreeMap, BTreeSet};

/// A sheet draws lines if so many of its cells have them.
const DRAWN_FROM: usize = 8;

/// A cell alone in its row with more characters is running text. The longest title rows of tables have about 20.
const LONG: usize = 60;

/// Columns of a table. The widest statutory table has fifteen; empty ones between them are rarely more than twice that.
const MOST_COLUMNS: u32 = 1000;

/// So many rounded cells are told one by one. A report shows two hundred numbers.
const MOST_ROUNDED: usize = 1000;

/// Makes blocks of the sheets of a workbook.
pub(super) fn blocks(sheets: &[Sheet]) -> Result<Vec<Block>, Unreadable> {
    let mut maker = Maker::default();
    let mut budget = Budget::default();
    let seen: Vec<Visible> =
        sheets.iter().filter(|s| !s.is_hidden).map(|s| Visible::of(s, &mut budget)).collect::<Result<_, _>>()?;
    let is_shown = |s: &&Visible| s.cells.values().any(|c| !c.text.trim().is_empty());
    let several = seen.iter().filter(is_shown).count() > 1;
    for sheet in seen.iter().filter(is_shown) {
        // A sheet that begins with a line has a heading of its own.
        if several && !is_default_name(sheet.name) && sheet.begins_with_table() {
            maker.text(sheet.name, Role::Heading(2));
        }
        maker.sheet(sheet)?;
    }
    if maker.blocks.is_empty() {
        return Err(Unreadable::new(Reason::Empty, "the workbook shows nothing: its sheets are empty or hidden"));
    }
    maker.tell(sheets);
    Ok(maker.blocks)
}

/// `Sheet1`, `工作表 2`: a name that nobody gave.
fn is_default_name(name: &str) -> bool {
    let name = name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')'));
    name.is_empty() || ["sheet", "工作表", "表", "chart"].contains(&name.to_lowercase().as_str())
}

/// A sheet without what is hidden: rows and columns counted anew.
struct Visible<'a> {
    name: &'a str,
    cells: BTreeMap<(u32, u32), &'a Shown>,
    /// Rows and columns that a merged cell takes, by its first.
    spans: BTreeMap<(u32, u32), (u32, u32)>,
    /// The first cell of the merged cell that takes each other place.
    covered: BTreeMap<(u32, u32), (u32, u32)>,
    draws_lines: bool,
}

/// For each number that is kept, what it becomes.
struct Kept {
    rows: BTreeMap<u32, u32>,
    columns: BTreeMap<u32, u32>,
}

impl Kept {
    fn of(sheet: &Sheet) -> Self {
        let hidden = |c: u32| sheet.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&c));
        let used = || sheet.cells.keys().copied();
        let rows: BTreeSet<u32> = used().map(|(r, _)| r).collect();
        let columns: BTreeSet<u32> = used().map(|(_, c)| c).collect();
        // Rows that hold nothing count as one between two that do: it sets them apart.
        let (mut at, mut before) = (0, None);
        let mut kept_rows = BTreeMap::new();
        for row in rows.into_iter().filter(|r| !sheet.hidden_rows.contains(r)) {
            let is_apart = before.is_some_and(|b: u32| (b + 1..row).any(|r| !sheet.hidden_rows.contains(&r)));
            at += u32::from(is_apart);
            kept_rows.insert(row, at);
            at += 1;
            before = Some(row);
        }
        let columns = columns.into_iter().filter(|c| !hidden(*c)).zip(0..).collect();
        Self { rows: kept_rows, columns }
    }
}

impl<'a> Visible<'a> {
    fn of(sheet: &'a Sheet, budget: &mut Budget) -> Result<Self, Unreadable> {
        let kept = Kept::of(sheet);
        let place = |(r, c): (u32, u32)| Some((*kept.rows.get(&r)?, *kept.columns.get(&c)?));
        let mut cells: BTreeMap<(u32, u32), &Shown> =
            sheet.cells.iter().filter_map(|(at, cell)| Some((place(*at)?, cell))).collect();
        let (mut spans, mut covered) = (BTreeMap::new(), BTreeMap::new());
        for [top, left, bottom, right] in &sheet.merged {
            let rows: Vec<u32> = kept.rows.range(*top..=(*bottom).max(*top)).map(|(_, r)| *r).collect();
            let columns: Vec<u32> = kept.columns.range(*left..=(*right).max(*left)).map(|(_, c)| *c).collect();
            budget.spend(1 + rows.len().saturating_mul(columns.len()))?;
            let (Some(&r), Some(&c)) = (rows.first(), columns.first()) else { continue };
            // What a merged cell shows is stored in its first place, even where that is hidden.
            match sheet.cells.get(&(*top, *left)) {
                Some(cell) => cells.insert((r, c), cell),
                None => cells.remove(&(r, c)),
            };
            spans.insert((r, c), (rows.len() as u32, columns.len() as u32));
            for (&row, &column) in rows.iter().flat_map(|r| columns.iter().map(move |c| (r, c))) {
                if (row, column) != (r, c) {
                    covered.insert((row, column), (r, c));
                }
            }
        }
        let draws_lines = cells.values().filter(|c| c.is_bordered).count() >= DRAWN_FROM;
        Ok(Self { name: &sheet.name, cells, spans, covered, draws_lines })
    }

    fn begins_with_table(&self) -> bool {
        let first = self.cells.iter().find(|(_, c)| !c.text.trim().is_empty() || c.is_bordered);
        first.is_some_and(|((row, _), _)| self.kind(*row) == Kind::Row)
    }

    fn text(&self, at: (u32, u32)) -> &str {
        self.cells.get(&at).map_or("", |c| c.text.trim())
    }

    /// The cells of a row that show something of their own.
    fn speaking(&self, row: u32) -> Vec<u32> {
        let is_own = |c: &u32| !self.covered.contains_key(&(row, *c)) && !self.text((row, *c)).is_empty();
        self.cells.range((row, 0)..(row + 1, 0)).map(|((_, c), _)| *c).filter(is_own).collect()
    }

    /// The places of a row with lines at their sides.
    fn bordered(&self, row: u32) -> impl Iterator<Item = u32> {
        self.cells.range((row, 0)..(row + 1, 0)).filter(|(_, cell)| cell.is_bordered).map(|((_, c), _)| *c)
    }

    /// Whether a cell that shows something reaches into a row from above.
    fn is_reached(&self, row: u32) -> bool {
        let from_above = |(_, first): (&(u32, u32), &(u32, u32))| first.0 < row && !self.text(*first).is_empty();
        self.covered.range((row, 0)..(row + 1, 0)).any(from_above)
    }

    fn kind(&self, row: u32) -> Kind {
        let speaking = self.speaking(row);
        let [only] = speaking[..] else {
            let is_table = !speaking.is_empty() || self.is_reached(row) || self.bordered(row).next().is_some();
            return if is_table { Kind::Row } else { Kind::Empty };
        };
        let (height, width) = self.spans.get(&(row, only)).copied().unwrap_or((1, 1));
        if self.is_reached(row) {
            return Kind::Row;
        }
        let (mut beside, mut is_bordered) = (false, false);
        for column in self.bordered(row) {
            is_bordered = true;
            beside |= !(only..only + width).contains(&column);
        }
        let text = self.text((row, only));
        let is_running = opens_chapter(text) || text.chars().count() > LONG || text.contains('。');
        match (self.draws_lines, is_bordered) {
            (true, false) => Kind::Line(only),
            (true, true) if is_running && !beside => Kind::Line(only),
            // Without lines to go by, only what is plainly no label of a table.
            (false, _) if is_running && height == 1 => Kind::Line(only),
            (false, _) => Kind::Lone(only),
            (true, true) => Kind::Row,
        }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    /// One cell, not of a table.
    Line(u32),
    /// One cell, of a table if rows of one stand above and below it.
    Lone(u32),
    Row,
}

/// `一、总体情况`: the ordinal of a chapter.
fn opens_chapter(text: &str) -> bool {
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    rest.len() < text.len() && rest.starts_with(['、', '．', '.', '，'])
}

#[derive(Debug, Default)]
struct Maker {
    blocks: Vec<Block>,
    texts: u32,
    tables: u32,
    budget: Budget,
    /// Cells that display other digits than they store.
    rounded: Vec<Place>,
}

impl Maker {
    fn text(&mut self, text: &str, role: Role) {
        let order = self.texts + 1;
        self.texts += text.split('\n').count() as u32;
        self.blocks.push(Block::Text(TextBlock { text: text.to_owned(), role, within: Vec::new(), order }));
    }

    fn sheet(&mut self, sheet: &Visible) -> Result<(), Unreadable> {
        let Some(last) = sheet.cells.keys().next_back().map(|(r, _)| *r) else { return Ok(()) };
        let kinds: Vec<Kind> = (0..=last).map(|row| sheet.kind(row)).collect();
        let mut row = 0;
        while row < kinds.len() {
            let lone = |at: usize| matches!(kinds.get(at), Some(Kind::Lone(_)));
            let is_row = |at: usize| matches!(kinds.get(at), Some(Kind::Row));
            match kinds[row] {
                Kind::Empty => row += 1,
                Kind::Line(column) => {
                    self.text(sheet.text((row as u32, column)), Role::Paragraph);
                    row += 1;
                }
                Kind::Lone(column) if !is_row(row + 1) => {
                    self.text(sheet.text((row as u32, column)), Role::Paragraph);
                    row += 1;
                }
                Kind::Lone(_) | Kind::Row => {
                    // A table: rows, and one-cell rows with rows below them.
                    let mut end = row + 1;
                    while is_row(end) || lone(end) && is_row(end + 1) {
                        end += 1;
                    }
                    self.table(sheet, row as u32..end as u32)?;
                    row = end;
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, sheet: &Visible, rows: std::ops::Range<u32>) -> Result<(), Unreadable> {
        let used = |row: u32| {
            let of_spans = sheet.speaking(row).into_iter().flat_map(move |c| {
                let width = sheet.spans.get(&(row, c)).map_or(1, |(_, w)| *w);
                [c, c + width - 1]
            });
            sheet.bordered(row).chain(of_spans)
        };
        let Some(left) = rows.clone().flat_map(used).min() else { return Ok(()) };
        let right = rows.clone().flat_map(used).max().unwrap_or(left);
        if right - left >= MOST_COLUMNS {
            let message = format!("a table of the workbook has more than {MOST_COLUMNS} columns, which is the limit");
            return Err(Unreadable::new(Reason::Memory, message));
        }
        self.tables += 1;
        let mut tagged = Vec::new();
        for row in rows.clone() {
            self.budget.spend((right - left + 1) as usize)?;
            let is_own = |c: &u32| match sheet.covered.get(&(row, *c)) {
                // A cell that began above this table, or left of it, is told where it began.
                Some((r, c)) => *r < rows.start || *c < left,
                None => true,
            };
            let cell = |c: u32| {
                let (height, width) = sheet.spans.get(&(row, c)).copied().unwrap_or((1, 1));
                TaggedCell {
                    text: sheet.text((row, c)).to_owned(),
                    row_span: height.clamp(1, rows.end - row),
                    column_span: width.clamp(1, right + 1 - c),
                    origin: 0,
                }
            };
            let mut own: Vec<u32> = (left..=right).filter(is_own).collect();
            // Where cells have lines, a place at a row's end without any is no cell of it.
            let is_there = |c: &u32| !sheet.draws_lines || sheet.cells.contains_key(&(row, *c));
            own.truncate(own.iter().rposition(is_there).map_or(0, |last| last + 1));
            let differs = |c: &u32| sheet.cells.get(&(row, *c)).is_some_and(|cell| cell.differs);
            let place = |(i, _): (usize, &u32)| Place::Cell {
                table: self.tables,
                row: row - rows.start + 1,
                cell: i as u32 + 1,
            };
            self.rounded.extend(own.iter().enumerate().filter(|(_, c)| differs(c)).map(place));
            tagged.push(own.into_iter().map(cell).collect());
        }
        self.blocks.push(Block::Table(TaggedTable {
            number: self.tables,
            within: Vec::new(),
            rows: tagged,
            is_loose: !sheet.draws_lines,
        }));
        Ok(())
    }

    /// Says what the sheets hold and do not show.
    fn tell(&mut self, sheets: &[Sheet]) {
        let digits = |cell: &Shown| cell.text.contains(|c: char| c.is_ascii_digit());
        let is_hidden = |sheet: &Sheet, (row, column): (u32, u32)| {
            let in_column = |(from, to): &(u32, u32)| (*from..=*to).contains(&column);
            sheet.is_hidden || sheet.hidden_rows.contains(&row) || sheet.hidden_columns.iter().any(in_column)
        };
        let all = || sheets.iter().flat_map(|s| s.cells.iter().map(move |(at, cell)| (s, *at, cell)));
        let hidden = all().filter(|(s, at, cell)| is_hidden(s, *at) && digits(cell)).count();
        if hidden > 0 {
            let message =
                format!("{hidden} cells with digits stand in hidden rows, columns or sheets, and are left out");
            self.blocks.push(Block::Note(Finding::new("hidden-content", Severity::Note, message)));
        }
        if self.rounded.len() > MOST_ROUNDED {
            let message = "too many cells display other digits than they store to tell each";
            self.blocks.push(Block::Note(Finding::new("display-rounded", Severity::Error, message)));
        }
        for place in self.rounded.iter().take(MOST_ROUNDED) {
            let message = "a number is displayed with other digits than are stored, by its number format";
            let finding = Finding::new("display-rounded", Severity::Warning, message).at(Some(*place));
            self.blocks.push(Block::Note(finding));
        }
    }
}
