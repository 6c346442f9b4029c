//! Which stretch of a table is which column of the form: by the header above it.
//!
//! Takes the stretches where values stand and the header rows, gives each stretch its column and how sure that is.
//! Values are never counted off: where nothing of a header is recognised, the result says so.

use super::form::{Item, Requests};
use super::recognise::{is_exact, likeness};
use super::{heads, order};
use crate::parse::label::Label;
use crate::parse::table::{Field, Row, Table};
use smol_str::SmolStr;

/// Likeness from which the header of a stretch is taken for the column that its place says.
const ALIKE: f32 = 0.5;

/// How many stretches a header field may reach over and still name one of them; wider ones are headings of several.
const WIDEST_NAME: usize = 2;

/// How sure the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Surety {
    /// Every column's label was recognised.
    Recognised,
    /// Most were, and the others stand between them.
    Inferred,
    /// There are as many stretches as columns, and that is all that is known.
    Counted,
    /// Every label was recognised, and they stand in another order than the form's.
    OutOfOrder,
}

/// A stretch of the table and the column it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) reach: [f32; 2],
    pub(crate) column: usize,
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) surety: Surety,
    /// Labels of the form that were not recognised word for word.
    pub(crate) unnamed: Vec<usize>,
}

/// The stretches in which the values of the given rows stand.
pub(crate) fn stretches(table: &Table, rows: &[usize]) -> Vec<[f32; 2]> {
    if table.kind.has_columns() { by_column(table, rows) } else { by_extent(table, rows) }
}

/// In a grid with columns: the reaches of the rows that have the usual number of values, cut to what they share.
fn by_column(table: &Table, rows: &[usize]) -> Vec<[f32; 2]> {
    let counts: Vec<usize> = rows.iter().map(|&r| table.rows[r].values().count()).collect();
    let Some(usual) = counts.iter().copied().max_by_key(|c| (counts.iter().filter(|x| *x == c).count(), *c)) else {
        return Vec::new();
    };
    let mut shared: Option<Vec<[f32; 2]>> = None;
    for (&r, _) in rows.iter().zip(&counts).filter(|(_, c)| **c == usual) {
        let reaches: Vec<[f32; 2]> = table.rows[r].values().map(|f| f.reach).collect();
        match &mut shared {
            None => shared = Some(reaches),
            Some(all) => {
                for (a, b) in all.iter_mut().zip(reaches) {
                    let both = [a[0].max(b[0]), a[1].min(b[1])];
                    if both[0] < both[1] {
                        *a = both;
                    }
                }
            }
        }
    }
    shared.unwrap_or_default()
}

/// By alignment: printed values that stand over one another are one stretch.
fn by_extent(table: &Table, rows: &[usize]) -> Vec<[f32; 2]> {
    let mut all: Vec<[f32; 2]> =
        rows.iter().flat_map(|&r| table.rows[r].values().filter(|f| f.is_printed_value()).map(|f| f.reach)).collect();
    all.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut found: Vec<[f32; 2]> = Vec::new();
    for reach in all {
        match found.last_mut() {
            Some(last) if reach[0] < last[1] => last[1] = last[1].max(reach[1]),
            _ => found.push(reach),
        }
    }
    found
}

/// What stands in the header rows over a stretch, top to bottom, headings of several stretches left out.
fn over(header: &[&Row], reach: [f32; 2], all: &[[f32; 2]], frames: impl Fn(&str) -> bool) -> String {
    let middle = |r: &[f32; 2]| f32::midpoint(r[0], r[1]);
    let names = |f: &&Field| {
        let over =
            all.iter().filter(|s| f.overlap(**s) > 0.0 && (f.reach[0]..=f.reach[1]).contains(&middle(s))).count();
        f.starts && f.is_words() && over <= WIDEST_NAME && !frames(&f.label.words)
    };
    let mine = |f: &&Field| {
        let own = f.overlap(reach);
        own > 0.0 && all.iter().all(|s| f.overlap(*s) <= own)
    };
    header.iter().flat_map(|row| row.fields.iter().filter(names).filter(mine)).map(|f| f.text.as_str()).collect()
}

/// Whether words are of a heading over several columns, and of no column's name.
fn frames(words: &str, columns: &[Item], frame: &[SmolStr]) -> bool {
    let of_a_name = columns.iter().any(|c| c.names().iter().any(|n| n.contains(words)));
    frame.iter().any(|f| f.contains(words)) && !of_a_name
}

/// The columns of a table without rules by its header alone, whose names must be whole and in the form's order: where a
/// column is empty, or its numbers are set to one side or the other, the numbers do not show how many columns there are.
pub(crate) fn under_heads(header: &[Row], columns: &[Item], frame: &[SmolStr]) -> Option<Columns> {
    let heads = heads::heads(header, |f| frames(&f.label.words, columns, frame));
    // What stands further left is over the labels.
    let heads = &heads[heads.len().checked_sub(columns.len())?..];
    let named = heads.iter().zip(columns).all(|(head, column)| is_exact(&head.words, column));
    let stretches = heads.iter().enumerate().map(|(column, head)| Stretch { reach: head.reach, column }).collect();
    named.then_some(Columns { stretches, surety: Surety::Recognised, unnamed: Vec::new() })
}

/// Gives each stretch its column by the header rows. `frame` are headings of several columns: without rules they reach over
/// a few of these only, in whose midst they are set.
pub(crate) fn name(stretches: &[[f32; 2]], header: &[&Row], columns: &[Item], frame: &[SmolStr]) -> Option<Columns> {
    let over = |s: &[f32; 2]| over(header, *s, stretches, |words| frames(words, columns, frame));
    let words: Vec<SmolStr> = stretches.iter().map(|s| Label::read(&over(s)).words).collect();
    let exact: Vec<Option<usize>> = words.iter().map(|w| columns.iter().position(|c| is_exact(w, c))).collect();
    let named: Vec<(usize, usize)> = exact.iter().enumerate().filter_map(|(s, c)| c.map(|c| (s, c))).collect();
    let once = (0..columns.len()).all(|c| named.iter().filter(|(_, n)| *n == c).count() <= 1);
    let place = |s: usize, c: usize| Stretch { reach: stretches[s], column: c };
    if once && named.len() == columns.len() {
        // Columns in another order than the form's are rather a header that lost a cell.
        let surety = if named.is_sorted_by_key(|(_, c)| *c) { Surety::Recognised } else { Surety::OutOfOrder };
        let stretches = named.into_iter().map(|(s, c)| place(s, c)).collect();
        return Some(Columns { stretches, surety, unnamed: Vec::new() });
    }
    // Stretches without a name and without values (an empty leading or trailing column) are let go beforehand by the
    // caller; what is left must be as many as the form has.
    if stretches.len() != columns.len() {
        return None;
    }
    if named.iter().any(|(s, c)| s != c) {
        return None;
    }
    // A name that is more like another column's than that of its place tells of columns that moved.
    let like = |s: usize, c: usize| likeness(&words[s], &columns[c]);
    let moved = (0..columns.len()).any(|s| (0..columns.len()).any(|c| like(s, c) > like(s, s) + ALIKE / 2.0));
    let known: Vec<bool> = (0..columns.len()).map(|c| likeness(&words[c], &columns[c]) >= ALIKE).collect();
    let count = known.iter().filter(|k| **k).count();
    let unnamed = (0..columns.len()).filter(|c| !is_exact(&words[*c], &columns[*c])).collect();
    let surety = match count * 2 > columns.len() {
        _ if moved => Surety::OutOfOrder,
        true => Surety::Inferred,
        false => Surety::Counted,
    };
    let stretches = (0..columns.len()).map(|c| place(c, c)).collect();
    Some(Columns { stretches, surety, unnamed })
}
/// Columns by the order of a header whose words do not stand over their numbers: full rows are read by it.
pub(super) fn ordered(header: &[Row], form: &Requests) -> Option<Columns> {
    // Other tables may stand above, with labels that begin as a column's name does.
    let announces = |r: &Row| r.fields.iter().any(|f| f.letters.contains(form.frame[0].as_str()));
    let header = &header[header.iter().rposition(announces).unwrap_or(0)..];
    let fields = || header.iter().flat_map(|r| &r.fields);
    let words: String = fields().map(|f| f.letters.as_str()).collect();
    // Names are broken over lines; what begins one must not stand left of what begins the one before it.
    let begins = |f: &Field| {
        let words = f.letters.as_str();
        let two = |c: &Item| c.names()[0].chars().take(2).collect::<String>();
        let begins = |c: &Item| words.starts_with(&two(c)) || !words.is_empty() && c.names()[0].starts_with(words);
        form.columns.iter().position(begins)
    };
    let mut from_left: Vec<(f32, usize)> =
        fields().filter_map(|f| Some((f32::midpoint(f.reach[0], f.reach[1]), begins(f)?))).collect();
    from_left.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Programs shift the words of a line by the letters before them: within each line, and over all lines, the order holds
    // where places do not. The total alone may stand above what it follows.
    let last = form.columns.len() - 1;
    let lines: Vec<Vec<usize>> = header.iter().map(|r| r.fields.iter().filter_map(begins).collect()).collect();
    let over_all: Vec<usize> = lines.concat().into_iter().filter(|c| *c != last).collect();
    let by_lines = over_all.is_sorted_by(|a, b| a < b) && lines.iter().all(|line| line.is_sorted());
    let columns = |surety| Columns { stretches: Vec::new(), surety, unnamed: Vec::new() };
    if !by_lines && !from_left.is_sorted_by_key(|(_, c)| *c) {
        return Some(columns(Surety::OutOfOrder));
    }
    order::of_requests(&words, form).then(|| columns(Surety::Inferred))
}
