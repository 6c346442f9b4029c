//! Section two out of tables: rows by their labels, columns by the header row above them.
//!
//! The section is several small blocks under one another, each with a header row of its own (`信息内容 …`), and spans that
//! need not agree between header and body. A header stays in force until the next, over a page break too.

use super::form::{Item, Proactive, forms};
use super::heads::{self, Head};
use super::id::CellId;
use super::reading::Reading;
use super::recognise::{Match, best, is_exact, likeness_from};
use super::{Cell, Doubt, Status};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::fold::letters;
use crate::parse::label::Label;
use crate::parse::memo::Memo;
use crate::parse::number::Content;
use crate::parse::table::{Field, Row, Said, Table};
use std::rc::Rc;

/// Likeness from which a damaged row label is taken for a row of the form: the rows are few and unlike one another.
const ROW_ALIKE: f32 = 0.75;

/// Likeness from which a damaged column label is taken for the column that its place says.
const COLUMN_ALIKE: f32 = 0.4;

/// How many lines above and below its first words a header may be broken over: the longest note in one runs over six.
const MOST_BROKEN: usize = 4;

/// A header row: its labels, the one over the row labels left out.
struct Header {
    labels: Vec<Field>,
}

impl Header {
    /// Whether a value stands under each of its labels, all of which are the form's: their places and their count agree.
    fn is_full(&self, values: &[&Field], form: &Proactive) -> bool {
        let head = |l: &Field| Head { text: l.text.to_string(), words: l.label.words.clone(), reach: l.reach };
        let heads: Vec<Head> = self.labels.iter().map(head).collect();
        let values: Vec<&Field> = values.iter().filter(|v| v.is_printed_value()).copied().collect();
        let named = heads.iter().all(|h| form.columns.iter().any(|c| is_exact(&h.words, c)));
        named && values.len() == heads.len() && heads::under(&heads, &values).is_some()
    }
}

/// Reads section two as a form lays it out.
pub(crate) fn read(printed: &[Printed], form: &Proactive) -> Reading {
    let mut reading = Reading::default();
    let mut unheaded: Vec<(CellId, Cell)> = Vec::new();
    let mut header: Option<Header> = None;
    let mut order: Vec<(usize, CellId)> = Vec::new();
    let mut unclaimed = false;
    let mut beside_rest: Vec<usize> = Vec::new();
    let mut beside = false;
    for item in printed {
        let Printed::Table(table) = item else { continue };
        let mut below = 0;
        for (r, row) in table.rows.iter().enumerate() {
            let follows = std::mem::replace(&mut beside, true);
            if r < below {
                continue;
            }
            if let Some((found, end)) = broken_header(table, r, form) {
                (header, below) = (Some(found), end);
                continue;
            }
            if let Some(found) = header_of(row, form) {
                header = Some(found);
                continue;
            }
            let pieced = pieced(table, r, form);
            let found = pieced.as_ref().map(|(item, label)| (*item, Match::Exact, label));
            let Some((item, how, label)) = found.or_else(|| row_of(row, form)) else {
                let unnamed = follows && row.has_values() && row.labels().all(|l| is_piece(&l.label.words, form));
                unclaimed |= unnamed;
                // Or the rest of a row that was broken, within a number perhaps.
                if let Some((last, _)) = order.last().filter(|_| unnamed && row.labels().next().is_none()) {
                    beside_rest.push(*last);
                }
                beside = false;
                continue;
            };
            let values: Vec<&Field> = values_after(row, label);
            if values.is_empty() {
                continue;
            }
            match header.as_ref().and_then(|h| pairs(&values, h, form, item, (table, row))) {
                Some((cells, moved)) => {
                    let twice =
                        how == Match::Exact && !moved && header.as_ref().is_some_and(|h| h.is_full(&values, form));
                    if moved {
                        reading.note_moved(&item.label, Some(label.at));
                    }
                    reading.note_match(how, &label.text, &item.label, Some(label.at));
                    let place = form.rows.iter().position(|r| r.id == item.id).unwrap_or_default();
                    for (column, cell) in cells {
                        let Some(id) = form.cell(item, column).cloned() else { continue };
                        order.push((place, id.clone()));
                        if twice {
                            reading.twice.insert(id.clone());
                        }
                        reading.put(id, cell);
                    }
                }
                None => unheaded.extend(by_count(&values, form, item)),
            }
        }
    }
    reading.doubt_order(&order);
    if unclaimed {
        let message = "numbers of section two stand in a row without a label: they may be those of an empty row, or the rest of one";
        reading.findings.push(Finding::new("numbers-unclaimed", Severity::Warning, message));
        let broken = |id: &CellId| order.iter().any(|(row, i)| i == id && beside_rest.contains(row));
        let may_be_theirs = reading.cells.iter_mut().filter(|(id, c)| c.status == Status::Blank || broken(id));
        may_be_theirs.filter(|(_, c)| c.stands()).for_each(|(_, c)| c.doubt(Doubt::Beside));
    }
    for (id, cell) in unheaded {
        if !reading.cells.contains(&id) {
            let message = format!("{id} stands under no header that was recognised");
            reading.findings.push(Finding::new("header-missing", Severity::Warning, message).at(cell.at));
            reading.cells.insert(id, cell);
        }
    }
    reading
}

/// A header whose labels are broken over lines, in a table that has nothing but white space: the words that stand over one
/// another are labels of the form, whichever line of theirs the header's first words stand on. Gives the row after it too.
fn broken_header(table: &Table, at: usize, form: &Proactive) -> Option<(Header, usize)> {
    let opens = |f: &&Field| !f.label.words.is_empty() && form.corner.starts_with(f.label.words.as_str());
    let first = table.rows[at].fields.first().filter(|f| !table.kind.has_cells() && opens(f))?;
    let is_column = |words: &str| form.columns.iter().any(|c| is_exact(words, c));
    let is_number = |f: &Field| matches!(f.content, Content::Number(_) | Content::Nil);
    let has_words = |row: &&Row| !row.fields.iter().any(is_number);
    let from = at - table.rows[..at].iter().rev().take(MOST_BROKEN).take_while(has_words).count();
    let to = at + 1 + table.rows[at + 1..].iter().take(MOST_BROKEN).take_while(has_words).count();
    let (mut widest, mut found) = (0, None);
    for from in (from..=at).rev() {
        for to in at + 1..=to {
            let mut heads = heads::heads(&table.rows[from..to], |_| false).into_iter();
            if heads.next().is_none_or(|corner| corner.words != form.corner) {
                continue;
            }
            let heads: Vec<Head> = heads.collect();
            if heads.len() >= widest.max(1) && heads.iter().all(|h| is_column(&h.words)) {
                widest = heads.len();
                found = Some((heads, to));
            }
        }
    }
    let (heads, end) = found?;
    let label = |head: Head| Field {
        said: Rc::new(Said {
            label: Label { words: head.words.clone(), ..first.label.clone() },
            letters: letters(&head.text).into(),
            text: head.text.into(),
            content: first.content.clone(),
        }),
        reach: head.reach,
        ..first.clone()
    };
    Some((Header { labels: heads.into_iter().map(label).collect() }, end))
}

fn header_of(row: &Row, form: &Proactive) -> Option<Header> {
    if row.has_values() {
        return None;
    }
    let words: Vec<&Field> = row.fields.iter().filter(|f| f.starts && f.is_words()).collect();
    let is_column = |f: &&Field| form.columns.iter().any(|c| is_exact(&f.label.words, c));
    let titled = words.first().is_some_and(|f| f.label.words == form.corner);
    (titled || words.iter().any(is_column))
        .then(|| Header { labels: words.into_iter().skip(usize::from(titled)).cloned().collect() })
}

/// The row whose name the words of a label make that is broken over lines around its numbers, in a table that has nothing
/// but white space.
fn pieced<'f>(table: &Table, at: usize, form: &'f Proactive) -> Option<(&'f Item, Field)> {
    let row = &table.rows[at];
    let named = |words: &str| form.rows.iter().find(|i| is_exact(words, i));
    if table.kind.has_cells() || !row.has_values() || row.labels().any(|f| named(&f.label.words).is_some()) {
        return None;
    }
    let words = |row: &&Row| !row.has_values() && row.fields.len() == 1;
    let text = |row: &Row| row.fields.first().map_or("", |f| f.text.as_str()).to_owned();
    let own: String = row.labels().map(|f| f.text.as_str()).collect();
    let above: Vec<String> = table.rows[..at].iter().rev().take(MOST_BROKEN).take_while(words).map(text).collect();
    let below: Vec<String> = table.rows[at + 1..].iter().take(MOST_BROKEN).take_while(words).map(text).collect();
    let first = row.fields.first()?;
    for a in 1..=above.len() {
        for b in (0..=below.len()).rev() {
            let parts = above[..a].iter().rev().chain([&own]).chain(&below[..b]);
            let label = Label::read(&parts.map(String::as_str).collect::<String>());
            if let Some(item) = named(&label.words) {
                let left = [first.reach[0] - 1.0, first.reach[0] - 1.0];
                let reach = if own.is_empty() { left } else { first.reach };
                let (text, letters) = (item.label.as_str().into(), letters(&item.label).into());
                let said = Rc::new(Said { text, label, letters, content: Content::Words });
                return Some((item, Field { said, reach, ..first.clone() }));
            }
        }
    }
    None
}

fn row_of<'a, 'f>(row: &'a Row, form: &'f Proactive) -> Option<(&'f Item, Match, &'a Field)> {
    let labels = || row.fields.iter().filter(|f| f.starts && f.is_words());
    let exact =
        labels().find_map(|f| form.rows.iter().find(|i| is_exact(&f.label.words, i)).map(|i| (i, Match::Exact, f)));
    exact.or_else(|| {
        labels().find_map(|f| {
            let likeliest = likeliest(&f.label.words, form).filter(|(_, score)| *score >= ROW_ALIKE);
            likeliest.map(|(i, _)| (&form.rows[i], Match::Alike, f))
        })
    })
}

/// The row that words name better than any other: the rows of the other tables are asked too, and come again in every report.
fn likeliest(words: &str, form: &Proactive) -> Option<(usize, f32)> {
    type Found = Option<(usize, f32)>;
    thread_local!(static KNOWN: Vec<Memo<Found>> = forms().proactive.iter().map(|_| Memo::new()).collect());
    let read = |words: &str| best(words, form.rows.iter());
    let of_all = forms().proactive.iter().position(|other| std::ptr::eq(other, form));
    KNOWN.with(|known| match of_all.and_then(|at| known.get(at)) {
        Some(known) => known.of(words, read),
        None => read(words),
    })
}

/// Whether words are no more than a piece of a row's name: what is left of a label that was cut.
fn is_piece(words: &str, form: &Proactive) -> bool {
    form.rows.iter().any(|row| row.names().iter().any(|name| name.contains(words)))
}

/// The fields right of a row's label that can be values; those right of a second label are not this row's.
fn values_after<'a>(row: &'a Row, label: &Field) -> Vec<&'a Field> {
    row.fields
        .iter()
        .skip_while(|f| f.reach[0] <= label.reach[0])
        .filter(|f| f.starts)
        .take_while(|f| !f.is_words() || f.content == Content::Unread)
        .collect()
}

/// The row's values with their columns, where the header names them, and whether they seem to have moved.
fn pairs<'f>(
    values: &[&Field],
    header: &Header,
    form: &'f Proactive,
    row: &'f Item,
    (table, printed): (&Table, &Row),
) -> Option<(Vec<(&'f Item, Cell)>, bool)> {
    let wanted: Vec<&Item> = form.columns_of(row).collect();
    let named = name(&header.labels, &wanted)?;
    let places = named.iter().flatten().filter_map(|n| wanted.iter().position(|w| w.id == n.id));
    let turned = !places.is_sorted() || header.labels.iter().any(Field::holds_number);
    let meets = |v: &&&Field| header.labels.iter().any(|h| v.overlap(h.reach) > 0.0);
    // Empty cells under no label are the grid's, not the row's.
    let values: Vec<&Field> = values.iter().filter(|v| v.is_printed_value() || meets(v)).copied().collect();
    let taken = by_order(&values, &header.labels, table).or_else(|| by_reach(&values, &header.labels, table))?;
    let certain = table.kind.has_cells() && named.iter().all(Option::is_some);
    // A column without a cell, digits in the label, or labels that changed places: what is there may stand under
    // another's header.
    let torn = (table.kind.has_loose_ends() || !table.kind.has_cells()) && ends_early(&taken);
    let moved =
        table.kind.has_cells() && taken.iter().any(Option::is_none) || printed.seems_moved(table) || turned || torn;
    let cells = header.labels.iter().zip(named).zip(taken).filter_map(|((label, column), value)| {
        let column = column?;
        let mut cell = value.map_or_else(
            || if table.kind.has_cells() { Cell::missing() } else { Cell::blank(None) },
            |v| Cell::of(v, certain),
        );
        cell.take_unit(column, &label.text);
        if moved && cell.stands() {
            cell.doubt(Doubt::Moved);
        }
        Some((column, cell))
    });
    Some((cells.collect(), moved))
}

/// Whether only the last of a row's values is empty, or it and others beside zeros: a value may have been lost before it,
/// and a tab or white space stand for it at the row's end.
fn ends_early(values: &[Option<&Field>]) -> bool {
    let Some((last, others)) = values.split_last() else { return false };
    let is_zero = |v: &Field| matches!(&v.content, Content::Number(n) if n.value.is_zero());
    let all = others.iter().all(|v| v.is_some_and(Field::is_printed_value));
    last.is_none_or(|v| v.content == Content::Empty)
        && !others.is_empty()
        && (all || others.iter().flatten().copied().any(is_zero))
}

/// Which column each label of a header is: all by their words, or, if most are known, the others by their place.
fn name<'f>(labels: &[Field], wanted: &[&'f Item]) -> Option<Vec<Option<&'f Item>>> {
    let exact: Vec<Option<&Item>> =
        labels.iter().map(|l| wanted.iter().find(|c| is_exact(&l.label.words, c)).copied()).collect();
    let known = exact.iter().flatten().count();
    if known == wanted.len() {
        return Some(exact);
    }
    if labels.len() != wanted.len() {
        return None;
    }
    let in_place =
        labels.iter().zip(wanted).all(|(l, c)| likeness_from(COLUMN_ALIKE, &l.label.words, c) >= COLUMN_ALIKE);
    let agrees = exact.iter().zip(wanted).all(|(e, c)| e.is_none_or(|e| e.id == c.id));
    (in_place && agrees).then(|| wanted.iter().map(|c| Some(*c)).collect())
}

/// First value to first label, and so on: where there are as many, and each stands under its own.
fn by_order<'a>(values: &[&'a Field], labels: &[Field], table: &Table) -> Option<Vec<Option<&'a Field>>> {
    let under = |(v, l): (&&Field, &Field)| !table.kind.has_columns() || v.overlap(l.reach) > 0.0;
    (values.len() == labels.len() && values.iter().zip(labels).all(under))
        .then(|| values.iter().map(|v| Some(*v)).collect())
}

/// Each value to the label it stands under, where no two stand under one and none under two.
fn by_reach<'a>(values: &[&'a Field], labels: &[Field], table: &Table) -> Option<Vec<Option<&'a Field>>> {
    let mut taken = vec![None; labels.len()];
    for value in values {
        let mut under = labels.iter().enumerate().filter(|(_, l)| value.overlap(l.reach) > 0.0);
        match (under.next(), under.next()) {
            (Some((i, _)), None) if taken[i].is_none() => taken[i] = Some(*value),
            _ if !value.is_printed_value() => {}
            _ => return None,
        }
    }
    // Tabs tell fields: one that the row does not have was cut off at its end, and is not known to be blank.
    (table.kind.has_columns() || taken.iter().any(Option::is_some)).then_some(taken)
}

/// Without a header a row's values are only counted off, and are in doubt.
fn by_count(values: &[&Field], form: &Proactive, row: &Item) -> Vec<(CellId, Cell)> {
    let printed: Vec<&&Field> = values.iter().filter(|v| v.is_printed_value()).collect();
    if printed.len() != row.columns.len() {
        return Vec::new();
    }
    let columns = form.columns_of(row);
    columns
        .zip(row.cells())
        .zip(printed)
        .map(|((column, id), value)| {
            let mut cell = Cell::of(value, false);
            cell.doubt(Doubt::Header);
            cell.take_unit(column, "");
            (id.clone(), cell)
        })
        .collect()
}
