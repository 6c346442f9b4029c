//! Section four out of tables: one row of fifteen numbers under a header of two or three levels.
//!
//! A value's column is told by what stands above it: its kind (行政复议, 未经复议直接起诉, 复议后起诉) and its result.

use super::edges;
use super::form::Appeals;
use super::heads::{self, Head};
use super::id::CellId;
use super::order;
use super::reading::Reading;
use super::recognise::{is_exact, likeness};
use super::{Cell, Doubt};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::label::Label;
use crate::parse::table::{Field, Row, Table};

/// Likeness from which a damaged result label is taken for a result.
const ALIKE: f32 = 0.6;

/// Reads section four.
pub(crate) fn read(printed: &[Printed], form: &Appeals) -> Reading {
    let mut reading = Reading::default();
    for item in printed {
        let Printed::Table(table) = item else { continue };
        let mut from = 0;
        while let Some((header, rows)) = block(table, from, form) {
            from = rows.last().map_or(header, |r| *r) + 1;
            // More rows than one (units and their sum) are put into the same cells, which then are printed twice.
            for data in &rows {
                let header_rows = &table.rows[header..rows[0]];
                let rest = &table.rows[data + 1..];
                if !table.kind.has_cells() && by_heads(header_rows, &table.rows[*data], rest, form, &mut reading) {
                    continue;
                }
                fill(table, &table.rows[header..rows[0]], &table.rows[*data], form, &mut reading);
                if table.kind.has_loose_ends() {
                    doubt_edges(&table.rows[*data], form, &mut reading);
                }
            }
        }
    }
    reading
}

/// Doubts all fifteen numbers where an edge of one kind's five says that the row has moved.
fn doubt_edges(data: &Row, form: &Appeals, reading: &mut Reading) {
    let cells: Vec<CellId> = form.cells().cloned().collect();
    let kinds: Vec<Vec<CellId>> = form.kinds.iter().map(|kind| kind.cells().to_vec()).collect();
    if !edges::moved(reading, &kinds).is_empty() {
        reading.note_moved(&form.label, data.fields.first().map(|f| f.at));
        edges::doubt(reading, &cells);
    }
}

/// The header's first row and the rows of values of the first such block from a row on.
fn block(table: &Table, from: usize, form: &Appeals) -> Option<(usize, Vec<usize>)> {
    let announces = |row: &Row| {
        row.fields.iter().any(|f| {
            let words = &f.label.words;
            f.is_words() && (form.frame.contains(words) || form.kinds.iter().any(|k| is_exact(words, k)))
        })
    };
    let header = (from..table.rows.len()).find(|&r| announces(&table.rows[r]))?;
    let size = form.kinds.len() * form.results.len();
    let row = |r: usize| &table.rows[r];
    let mut below = header + 1..table.rows.len();
    let first = below.clone().find(|&r| row(r).has_values() && !numbers_columns(row(r)));
    let empty = || below.find(|&r| row(r).values().count() >= size && own_words(row(r)) == 0);
    let first = first.or_else(empty)?;
    let more = (first + 1..table.rows.len()).take_while(|&r| !announces(row(r))).filter(|&r| {
        let whole = row(r).values().filter(|f| f.is_printed_value()).count() >= size;
        // Where zeros are left out a second row has as many cells, and some numbers.
        whole || row(r).has_values() && row(r).values().count() >= size && own_words(row(r)) == 0
    });
    Some((header, std::iter::once(first).chain(more).collect()))
}

/// Whether a row only numbers the columns: 1, 2, 3 and so on.
fn numbers_columns(row: &Row) -> bool {
    let mut expected = 1..;
    let values: Vec<&Field> = row.values().filter(|f| f.is_printed_value()).collect();
    values.len() > 4 && values.iter().all(|f| expected.next().is_some_and(|n: u32| f.text.trim() == n.to_string()))
}

fn own_words(row: &Row) -> usize {
    row.fields.iter().filter(|f| f.starts && f.is_words()).count()
}

fn fill(table: &Table, header: &[Row], data: &Row, form: &Appeals, reading: &mut Reading) {
    let values: Vec<&Field> = data.values().collect();
    let size = form.kinds.len() * form.results.len();
    let id = |c: usize| form.kinds[c / form.results.len()].cells()[c % form.results.len()].clone();
    let named: Vec<Option<usize>> = values.iter().map(|v| column(header, v, form)).collect();
    let distinct = (0..size).all(|c| named.iter().filter(|n| **n == Some(c)).count() <= 1);
    let known = named.iter().flatten().count();
    if distinct && known == size {
        // A value under no label is one that moved, and others with it.
        let astray = values.iter().zip(&named).any(|(v, n)| n.is_none() && v.is_printed_value());
        // Labels in another order than the form's have rather changed places than their numbers with them.
        let turned = !named.iter().flatten().is_sorted();
        let joined = header.iter().flat_map(|r| &r.fields).any(|f| f.starts && f.holds_number());
        let moved = astray || turned || joined || data.seems_moved(table);
        if moved {
            reading.note_moved(&form.label, data.fields.first().map(|f| f.at));
        }
        for (c, value) in named.iter().zip(&values).filter_map(|(c, v)| c.map(|c| (c, v))) {
            let mut cell = Cell::of(value, table.kind.has_cells());
            if moved {
                cell.doubt(Doubt::Moved);
            }
            reading.put(id(c), cell);
        }
        return;
    }
    // The header is damaged or its spans are: the order of the form, where there are as many values, no label says
    // otherwise, and the kinds are printed.
    let at = data.fields.first().map(|f| f.at);
    let Some(values) = trimmed(&values, size) else {
        let message = format!("section four shows {} values where the form has {size}", values.len());
        reading.findings.push(Finding::new("columns-unknown", Severity::Warning, message).at(at));
        return;
    };
    let words = || header.iter().flat_map(|r| &r.fields).map(|f| f.letters.as_str()).collect::<String>();
    let in_order =
        table.kind.has_columns() || order_is_printed(header, form) || order::are_begun_in_order(&words(), form);
    let against = table.kind.has_columns()
        && values.iter().enumerate().any(|(i, v)| column(header, v, form).is_some_and(|c| c != i));
    let certain = in_order && !against && all_printed(header, form);
    if !certain {
        let message = "the values of section four are counted off, because their header was not recognised";
        reading.findings.push(Finding::new("header-missing", Severity::Warning, message).at(at));
    }
    for (c, value) in values.into_iter().enumerate() {
        let mut cell = Cell::of(value, certain && table.kind.has_cells());
        if !certain {
            cell.doubt(Doubt::Header);
        }
        reading.put(id(c), cell);
    }
}

/// Reads a row without rules by the heads it stands under, where the whole header is printed, each kind over its five
/// results, in the form's order. Where each of the fifteen holds a value, their order says the same as their places do,
/// and the reading is certain; an empty place is a blank, if no other values stand below.
fn by_heads(header: &[Row], data: &Row, rest: &[Row], form: &Appeals, reading: &mut Reading) -> bool {
    let is_kind = |f: &Field| form.kinds.iter().any(|k| is_exact(&f.label.words, k));
    let heads = heads::heads(header, |f| is_kind(f) || form.frame.contains(&f.label.words));
    let size = form.kinds.len() * form.results.len();
    let named = |(h, head): (usize, &Head)| is_exact(&head.words, &form.results[h % form.results.len()]);
    if heads.len() != size || !heads.iter().enumerate().all(named) {
        return false;
    }
    let stands_over = |(k, block): (usize, &[Head])| {
        let mut kinds = header.iter().flat_map(|r| &r.fields).filter(|f| is_exact(&f.label.words, &form.kinds[k]));
        let (Some(kind), None) = (kinds.next(), kinds.next()) else { return false };
        let middle = f32::midpoint(kind.reach[0], kind.reach[1]);
        block[0].reach[0] < middle && middle < block[block.len() - 1].reach[1]
    };
    let values: Vec<&Field> = data.values().filter(|f| f.is_printed_value()).collect();
    let alone = own_words(data) == 0 && (values.len() == size || !rest.iter().any(Row::has_values));
    let places = heads::under(&heads, &values).filter(|_| alone);
    let Some(places) = places.filter(|_| heads.chunks(form.results.len()).enumerate().all(stands_over)) else {
        return false;
    };
    // Where most numbers stand in the middle of their heads, one that does not may have run together with another.
    let centred = heads::centred(&heads, &values);
    let most = centred.iter().filter(|c| **c).count() * 3 > size * 2;
    for c in 0..size {
        let value = places.iter().position(|p| *p == c).map(|v| values[v]);
        let mut cell = value.map_or_else(|| Cell::blank(None), |v| Cell::of(v, false));
        if values.len() == size && most && centred.get(c) == Some(&false) {
            cell.doubt(Doubt::Moved);
        }
        let id = form.kinds[c / form.results.len()].cells()[c % form.results.len()].clone();
        if values.len() == size {
            reading.twice.insert(id.clone());
        }
        reading.placed.insert(id.clone());
        reading.put(id, cell);
    }
    true
}

/// As many values as the form has, empty cells at the edges let go.
fn trimmed<'a>(values: &[&'a Field], size: usize) -> Option<Vec<&'a Field>> {
    if values.len() == size {
        return Some(values.to_vec());
    }
    let first = values.iter().position(|v| v.is_printed_value())?;
    let last = values.iter().rposition(|v| v.is_printed_value())?;
    (last + 1 - first == size).then(|| values[first..=last].to_vec())
}

/// The column that the header names over a value.
fn column(header: &[Row], value: &Field, form: &Appeals) -> Option<usize> {
    let width = value.reach[1] - value.reach[0];
    let above: Vec<&Field> = header
        .iter()
        .flat_map(|r| r.fields.iter().filter(|f| f.starts && f.is_words() && f.overlap(value.reach) * 2.0 > width))
        .collect();
    let kind = above.iter().rev().find_map(|f| form.kinds.iter().position(|k| is_exact(&f.label.words, k)))?;
    let narrow: String = above
        .iter()
        .filter(|f| !form.frame.contains(&f.label.words) && !form.kinds.iter().any(|k| is_exact(&f.label.words, k)))
        .map(|f| f.text.as_str())
        .collect();
    let words = Label::read(&narrow).words;
    let (result, score) =
        form.results.iter().enumerate().map(|(i, r)| (i, likeness(&words, r))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (score >= ALIKE).then_some(kind * form.results.len() + result)
}

/// Whether the labels that are printed stand in the form's order.
fn order_is_printed(header: &[Row], form: &Appeals) -> bool {
    let kinds: Vec<usize> = header
        .iter()
        .flat_map(|r| &r.fields)
        .filter(|f| f.starts)
        .filter_map(|f| form.kinds.iter().position(|k| is_exact(&f.label.words, k)))
        .collect();
    let results: Vec<usize> = header
        .iter()
        .flat_map(|r| &r.fields)
        .filter(|f| f.starts)
        .filter_map(|f| form.results.iter().position(|k| is_exact(&f.label.words, k)))
        .collect();
    kinds.is_sorted() && results.chunks(form.results.len()).all(|c| c.is_sorted() && c.first() == Some(&0))
}

/// Whether every kind and every result is printed in the header.
fn all_printed(header: &[Row], form: &Appeals) -> bool {
    let printed: String =
        header.iter().flat_map(|r| &r.fields).filter(|f| f.is_words()).map(|f| f.label.words.as_str()).collect();
    let letters = |words: &str| words.chars().all(|c| printed.contains(c));
    form.kinds.iter().all(|k| k.names().iter().any(|n| printed.contains(n.as_str())))
        && form.results.iter().all(|r| r.names().iter().any(|n| letters(n)))
}
