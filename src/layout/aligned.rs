//! Lines of words → the runs of them that are tables by alignment alone, as grids of words.
//!
//! Takes lines of words with their extents, in points or character columns. A table shows itself by numbers that stand
//! below numbers; labels may stand above, beside and below them, on lines of their own. Columns are not inferred: a cell
//! is a word, and its `reach` tells the reader where it stands.

use super::{Grid, GridCell, GridKind};
use crate::place::Place;
use std::ops::Range;

/// How many lines away the number may be that a number stands below. The tallest label wraps over some ten lines.
const NEIGHBOURS: usize = 12;

/// A line that stands further from both its neighbours than this many times the usual distance is no row: a blank line
/// around a heading makes two.
const APART: f32 = 1.5;

/// A numbered line this much larger than the next is a heading: type sizes are a ninth or more apart.
const LARGER: f32 = 1.1;

/// How many lines above and below tell what the usual distance is: rows of one table part are set alike.
const HEREABOUTS: usize = 5;

/// The most lines of labels between two lines with numbers.
const MOST_LABELS: usize = 10;

/// A single word wider than this share of the table's width is running text: label columns take half at most.
const PROSE: f32 = 0.7;

/// A single word above a table belongs to it if it begins further in than this share of the table's width.
const CAPTION: f32 = 0.15;

/// A line that stands less than this many times its glyph size above the next is no line of running text, which is set by
/// 1.2 or more: both are cells of one row, each in its middle.
const STAGGERED: f32 = 1.1;

/// Numbers in one line that make it a row by themselves: no sentence has five with nothing but gaps between.
const MANY: usize = 5;

/// Words a row of a table may have: the widest form has 15. A line of thousands would cost too much to compare.
const MOST_WORDS: usize = 120;

/// A word: a run of characters without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// What it says.
    pub(super) text: String,
    /// From where to where it reaches.
    pub(super) reach: [f32; 2],
    /// Where it stands.
    pub(super) at: Place,
    /// How many marks or printed characters it holds.
    pub(super) marks: u32,
}

/// A line of words.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its words, left to right.
    pub(super) words: Vec<Word>,
    /// How far down it stands, in points or lines; comparable within one page.
    pub(super) down: f32,
    /// Its page (always the same in a text).
    pub(super) page: u32,
    /// Its glyph size (in a text, 1).
    pub(super) size: f32,
    /// At least one gap in it is wide.
    pub(super) gaps: bool,
    /// It is furniture, which a table may run around.
    pub(super) furniture: bool,
    /// It can't be part of a table: a heading, which ends one.
    pub(super) heading: bool,
}

impl Row {
    fn numbers(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|w| is_number(&w.text))
    }

    /// A row of a table by its looks: words far apart, a number among them, no sentence.
    pub(super) fn is_seed(&self) -> bool {
        let open = !self.furniture && !self.heading && !self.is_sentence();
        self.gaps && self.words.len() <= MOST_WORDS && open && self.numbers().next().is_some()
    }

    fn is_sentence(&self) -> bool {
        self.words.iter().any(|w| w.text.contains('。'))
    }

    fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |w| w.reach[0])
    }

    fn width(&self) -> f32 {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => last.reach[1] - first.reach[0],
            _ => 0.0,
        }
    }
}

/// Whether a word is a number or a nil mark.
pub(super) fn is_number(word: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let nil = |c: char| matches!(c, '-' | '－' | '—' | '–' | '―' | '−' | '/' | '／');
    let sign = |c: char| matches!(c, '.' | ',' | '．' | '，' | '+' | '＋' | '%' | '％') || nil(c);
    // Most words end this with their first character.
    let is_set = !word.is_empty() && word.chars().all(|c| digit(c) || sign(c));
    is_set && (word.contains(digit) || word.chars().all(nil)) || word == "无"
}

/// How many numbers of these lines stand below or above another number; `em` is the width of a Chinese character.
pub(super) fn support(rows: &[Row], em: f32) -> Vec<usize> {
    let seeds: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].is_seed()).collect();
    let numbers: Vec<Vec<[f32; 2]>> =
        seeds.iter().map(|row| rows[*row].numbers().map(|word| word.reach).collect()).collect();
    let mut supported = vec![0; rows.len()];
    for (order, &row) in seeds.iter().enumerate() {
        let near = |other: &usize| seeds[*other].abs_diff(row) <= NEIGHBOURS;
        let before = (0..order).rev().take_while(near);
        let stands = |word: &&[f32; 2]| {
            let others = before.clone().chain((order + 1..seeds.len()).take_while(near));
            others.flat_map(|other| &numbers[other]).any(|number| below(**word, *number, em))
        };
        supported[row] = numbers[order].iter().filter(stands).count();
    }
    supported
}

/// Whether two numbers stand below each other: by their middles, as most tables are set, or by one of their sides.
fn below(a: [f32; 2], b: [f32; 2], em: f32) -> bool {
    let middle = |reach: [f32; 2]| f32::midpoint(reach[0], reach[1]);
    [(middle(a), middle(b)), (a[0], b[0]), (a[1], b[1])].iter().any(|(a, b)| (a - b).abs() <= 0.5 * em)
}

/// The runs of lines that are tables.
pub(super) fn tables(rows: &[Row], em: f32) -> Vec<Range<usize>> {
    let supported = support(rows, em);
    let width = rows.iter().filter(|r| r.is_seed()).map(Row::width).fold(0.0, f32::max);
    let label = |row: &Row| {
        let single = row.words.len() == 1;
        !row.heading && !row.is_sentence() && (!single || row.words[0].reach[1] - row.words[0].reach[0] < PROSE * width)
    };
    let inside = |at: usize| step(rows, at).is_some() && step(rows, at + 1).is_some();
    let lone = |at: usize| rows[at].words.len() == 1 && inside(at) && apart(rows, at) == [true, true];
    let belongs = |at: usize| rows[at].furniture || label(&rows[at]) && !lone(at) && !is_title(rows, at);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        if supported[at] == 0 && !(rows[at].is_seed() && (rows[at].numbers().count() >= 3 || is_headed(rows, at))) {
            at += 1;
            continue;
        }
        let floor = found.last().map_or(0, |r| r.end);
        // Down over labels to the last line with numbers.
        let (mut end, mut next) = (at + 1, at + 1);
        while next < rows.len() && next < end + MOST_LABELS && belongs(next) {
            next += 1;
            if rows[next - 1].is_seed() || rows[next - 1].numbers().next().is_some() && rows[next - 1].words.len() > 1 {
                end = next;
            }
        }
        // Up over headers: to the first line of several words, and over single words between. A single word on top must
        // stand away from the left side, where headings begin, or too little above the next line for one of text.
        let (mut start, mut above) = (at, at);
        while above > floor && start - above < MOST_LABELS && belongs(above - 1) {
            above -= 1;
            let side = rows[above..end].iter().filter(|r| r.words.len() > 1).map(Row::left).fold(f32::MAX, f32::min);
            let caption = above + 1 == start && rows[above].left() > side + CAPTION * width;
            let staggered =
                above + 1 == start && step(rows, above + 1).is_some_and(|step| step < STAGGERED * rows[above].size);
            if !rows[above].furniture && (rows[above].words.len() > 1 || caption || staggered) {
                start = above;
            }
        }
        if is_table(&rows[start..end], &supported[start..end]) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// A line of one word that is numbered as a heading (`三、`) and either printed larger than the next line, or stands off
/// from the line above it (from the one below, where a page begins with it).
fn is_title(rows: &[Row], at: usize) -> bool {
    let numbered = |text: &str| {
        let rest = text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
        rest.len() < text.len() && rest.trim_start().starts_with('、')
    };
    let off = if step(rows, at).is_some() { apart(rows, at)[0] } else { apart(rows, at)[1] };
    let larger = rows.get(at + 1).is_some_and(|next| rows[at].size >= LARGER * next.size);
    (off || larger) && rows[at].words.len() == 1 && numbered(&rows[at].words[0].text)
}

/// Whether a line of nothing but numbers stands below a header: its cells may be left empty but for one or two.
fn is_headed(rows: &[Row], at: usize) -> bool {
    let bare = rows[at].numbers().count() == rows[at].words.len();
    let mut above = rows[..at].iter().rev().filter(|r| !r.furniture).take(MOST_LABELS);
    let header = |r: &Row| r.words.len() >= MANY && !r.heading && r.numbers().next().is_none();
    bare && above.next().is_some_and(header)
}

/// How far a line stands below the one before it, if both stand in the text of one page.
fn step(rows: &[Row], at: usize) -> Option<f32> {
    let (above, row) = (rows.get(at.checked_sub(1)?)?, rows.get(at)?);
    (above.page == row.page && !above.furniture && !row.furniture).then_some(row.down - above.down)
}

/// Whether a line stands further from the one above it, and the one below it, than lines do hereabouts. Next to a page's
/// edge it does.
fn apart(rows: &[Row], at: usize) -> [bool; 2] {
    let near = at.saturating_sub(HEREABOUTS)..(at + 2 + HEREABOUTS).min(rows.len());
    let mut steps: Vec<f32> = near.filter(|i| *i != at && *i != at + 1).filter_map(|i| step(rows, i)).collect();
    steps.sort_by(f32::total_cmp);
    // The upper quartile: halves of a label stand closer than rows do.
    let usual = steps.get(steps.len() * 3 / 4).copied().unwrap_or(f32::INFINITY);
    [at, at + 1].map(|i| step(rows, i).is_none_or(|step| step > APART * usual))
}

/// Two lines of numbers below each other; or one, below a header as wide, or of so many that no sentence has them.
fn is_table(rows: &[Row], supported: &[usize]) -> bool {
    let lines = rows.iter().zip(supported).filter(|(row, n)| 2 * **n >= row.numbers().count().max(1)).count();
    let words = |least: usize| rows.iter().filter(|r| !r.furniture && r.words.len() >= least).count();
    let many = rows.iter().any(|r| r.is_seed() && r.numbers().count() >= MANY);
    lines >= 2 || words(3) >= 2 || words(2) >= 2 && many
}

/// The grid of a run: one row a line, one cell a word. Furniture within is left out; it stays a line.
pub(super) fn grid(rows: &[Row]) -> Grid {
    let mut grid = Grid { kind: GridKind::Aligned, rows: 0, columns: 0, cells: Vec::new() };
    for row in rows.iter().filter(|r| !r.furniture) {
        grid.columns = grid.columns.max(row.words.len() as u32);
        for (column, word) in row.words.iter().enumerate() {
            grid.cells.push(GridCell {
                row: grid.rows,
                column: column as u32,
                row_span: 1,
                column_span: 1,
                reach: word.reach,
                text: word.text.clone(),
                at: word.at,
            });
        }
        grid.rows += 1;
    }
    grid
}
