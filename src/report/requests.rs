//! Section three out of tables: rows by their labels, columns by the header above them.
//!
//! Takes all tables of a document (the table may be cut, or be part of a larger one), gives the cells
//! `requests.ROW.COLUMN` that they show.

use super::align::{Labelled, MOST_ROWS, align};
use super::columns::{self, Columns, Stretch, Surety};
use super::complete;
use super::counted::{self, Beside};
use super::edges;
use super::empty_rows;
use super::form::{Item, Requests};
use super::id::CellId;
use super::parts;
use super::ragged::{Margins, fields_in_order, full_rows};
use super::reading::Reading;
use super::recognise::{Match, is_exact};
use super::{Cell, Doubt, Status};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::label::Label;
use crate::parse::table::{Field, Row, Table};
use crate::place::Place;
use smol_str::SmolStr;

/// The longest line between rows that can be a piece of a label, in characters; longer ones are running text.
const LONGEST_PIECE: usize = 40;

/// How many pieces above or below a row may belong to its label.
const MOST_PIECES: usize = 4;

/// A row that holds values, and the words around it.
struct Candidate<'a> {
    table: usize,
    row: usize,
    printed: &'a Row,
    above: Vec<&'a str>,
    below: Vec<&'a str>,
}

/// Reads section three.
pub(crate) fn read(printed: &[Printed], form: &Requests) -> Reading {
    let tables: Vec<&Table> =
        printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None }).collect();
    let candidates = near_the_form(candidates(printed, form), form);
    let items: Vec<&Item> = form.rows.iter().collect();
    let labelled: Vec<Labelled> = candidates.iter().map(|c| labelled(c, tables[c.table], form)).collect();
    let matched = counted_off(&candidates, &labelled, form).unwrap_or_else(|| align(&labelled, &items));
    let white = tables.iter().all(|t| !t.kind.has_cells());
    let rows: Vec<_> =
        candidates.iter().zip(&matched).filter_map(|(c, m)| m.map(|(i, _)| ((c.table, c.row), i))).collect();
    let empty = if white { empty_rows::find(printed, &rows, form) } else { Vec::new() };
    let complete = complete::in_order(&matched, &empty, form);
    let mut reading = Reading::default();
    let suspect = beside_unclaimed(&candidates, &labelled, &matched, form, &mut reading);
    let mut inherited: Option<Columns> = None;
    let mut loose: Vec<(Vec<CellId>, &str, Option<Place>)> = Vec::new();
    for (t, table) in tables.iter().enumerate() {
        let weigh = |how, r: usize, i: usize| {
            if complete { complete::weigh(how, &labelled[r], items[i]) } else { how }
        };
        let mine: Vec<(&Candidate, usize, Match, bool)> = (0..candidates.len())
            .filter(|r| candidates[*r].table == t)
            .filter_map(|r| matched[r].map(|(i, how)| (&candidates[r], i, weigh(how, r, i), suspect[r])))
            .collect();
        if mine.is_empty() {
            continue;
        }
        let all: Vec<usize> = mine.iter().map(|(c, ..)| c.row).collect();
        let second = parts::second(table, &all, form.columns.len()).unwrap_or(all.len());
        let rows = all[..second].to_vec();
        let found = columns_of(table, &rows, form, inherited.as_ref());
        let Some(columns) = found else {
            reading.findings.push(
                Finding::new(
                    "columns-unknown",
                    Severity::Warning,
                    "rows of section three were found, and their columns could not be told apart",
                )
                .at(mine[0].0.printed.fields.first().map(|f| f.at)),
            );
            continue;
        };
        note_columns(&columns, form, table, &mut reading);
        let other = all.get(second).map(|r| parts::columns(&columns, &table.rows[*r]));
        let full = full_rows(table, form.columns.len());
        for (n, (candidate, i, how, suspect)) in mine.into_iter().enumerate() {
            let columns = other.as_ref().filter(|_| n >= second).unwrap_or(&columns);
            let item = items[i];
            let label = candidate.printed.labels().next_back().or(candidate.printed.fields.first());
            let words = candidate.printed.labels().next_back().map_or(candidate.above.concat(), |f| f.text.to_string());
            reading.note_match(how, &words, &item.label, label.map(|f| f.at));
            let (cells, moved) = cells(candidate.printed, table, columns, &full, form);
            if moved {
                reading.note_moved(&item.label, label.map(|f| f.at));
            }
            if table.kind.has_loose_ends() {
                loose.push((item.cells().to_vec(), &item.label, label.map(|f| f.at)));
            }
            let twice = complete && complete::is_full(candidate.printed, columns, form.columns.len());
            for (c, mut cell) in cells {
                if suspect && cell.stands() {
                    cell.doubt(Doubt::Beside);
                }
                if how >= Match::Pieced && cell.stands() {
                    cell.doubt(if how == Match::OutOfOrder { Doubt::Order } else { Doubt::Label });
                }
                let id = item.cells()[c].clone();
                if !table.kind.has_cells() && !moved && columns.surety < Surety::Counted && cell.stands() {
                    reading.placed.insert(id.clone());
                }
                if twice && columns.surety < Surety::Counted {
                    reading.twice.insert(id.clone());
                }
                reading.put(id, cell);
            }
        }
        inherited = Some(columns);
    }
    let shown = inherited.is_some() && !suspect.contains(&true);
    for row in empty.into_iter().filter(|_| shown) {
        for id in items[row].cells() {
            if !reading.cells.contains(id) {
                reading.placed.insert(id.clone());
                reading.put(id.clone(), Cell::blank(None));
            }
        }
    }
    let rows: Vec<Vec<CellId>> = loose.iter().map(|(row, ..)| row.clone()).collect();
    for r in edges::moved(&reading, &rows) {
        let (row, label, at) = &loose[r];
        reading.note_moved(label, *at);
        edges::doubt(&mut reading, row);
    }
    reading
}

/// The columns of a table, by what tells them in its kind.
fn columns_of(table: &Table, rows: &[usize], form: &Requests, before: Option<&Columns>) -> Option<Columns> {
    if table.kind.has_columns() {
        return placed(table, rows, form, before);
    }
    if table.kind.has_cells() {
        return counted(table, rows, form, before);
    }
    let header = &table.rows[..rows[0]];
    // The rest of a table stands under the header of its first part.
    let names = |f: &Field| form.columns.iter().any(|c| is_exact(&f.label.words, c));
    let has_own = header.iter().flat_map(|r| &r.fields).any(names);
    let goes_on = || before.filter(|c| !c.stretches.is_empty() && !has_own).cloned();
    let by_place = placed(table, rows, form, before).filter(|c| c.surety != Surety::Counted);
    // The words of a header may be shifted against its numbers; where every row is full, its order is all that is needed.
    let is_full = |r: &usize| table.rows[*r].values().filter(|f| f.is_printed_value()).count() == form.columns.len();
    if by_place.as_ref().is_some_and(|c| c.surety == Surety::OutOfOrder) && rows.iter().all(is_full) {
        let by_order = columns::ordered(header, form).filter(|c| c.surety == Surety::Inferred);
        return by_order.or(by_place);
    }
    by_place
        .or_else(|| columns::under_heads(header, &form.columns, &form.frame))
        .or_else(|| columns::ordered(&table.rows[..rows[0]], form))
        .or_else(goes_on)
}

fn note_columns(columns: &Columns, form: &Requests, table: &Table, reading: &mut Reading) {
    let at = table.rows.first().and_then(|r| r.fields.first()).map(|f| f.at);
    let names: Vec<&str> = columns.unnamed.iter().map(|c| form.columns[*c].label.as_str()).collect();
    let (code, severity, how) = match columns.surety {
        Surety::Recognised => return,
        Surety::Inferred => ("header-damaged", Severity::Note, "known by their place among the others"),
        Surety::Counted => ("header-missing", Severity::Warning, "counted off, because the header was not recognised"),
        Surety::OutOfOrder => ("header-out-of-order", Severity::Warning, "in another order than the form's"),
    };
    let message =
        format!("the columns {}of section three are {how}", names.join("、") + if names.is_empty() { "" } else { " " });
    reading.findings.push(Finding::new(code, severity, message).at(at));
}

/// Which rows stand beside one whose numbers no row of the form claims: its numbers may be theirs (a row cut in two).
fn beside_unclaimed(
    candidates: &[Candidate],
    labelled: &[Labelled],
    matched: &[Option<(usize, Match)>],
    form: &Requests,
    reading: &mut Reading,
) -> Vec<bool> {
    let mut suspect = vec![false; candidates.len()];
    let (Some(first), Some(last)) =
        (matched.iter().position(Option::is_some), matched.iter().rposition(Option::is_some))
    else {
        return suspect;
    };
    for r in first..=last {
        let of_a_group = |w: &SmolStr| form.groups.iter().any(|g| Label::read(&g.label).words == *w);
        if matched[r].is_none() && labelled[r].own.iter().all(of_a_group) {
            let at = candidates[r].printed.fields.first().map(|f| f.at);
            let message = "numbers of section three stand in a row without a label, and belong to no row for certain";
            reading.findings.push(Finding::new("numbers-unclaimed", Severity::Warning, message).at(at));
            suspect[r - 1] = true;
            suspect[r + 1] = true;
        }
    }
    suspect
}

/// Every row of every table that holds values, or that has an exact label of the form beside empty cells.
fn candidates<'a>(printed: &'a [Printed], form: &Requests) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut pieces: Vec<&str> = Vec::new();
    let mut table = 0;
    for item in printed {
        match item {
            Printed::Line(line) if line.text.chars().count() <= LONGEST_PIECE => pieces.push(&line.text),
            Printed::Line(_) => pieces.clear(),
            Printed::Table(t) => {
                for (r, row) in t.rows.iter().enumerate() {
                    if row.has_values() || is_empty_row_of(row, form) {
                        if let Some(last) = found.last_mut() {
                            last.below = pieces.iter().copied().take(MOST_PIECES).collect();
                        }
                        let above = pieces[pieces.len().saturating_sub(MOST_PIECES)..].to_vec();
                        pieces.clear();
                        found.push(Candidate { table, row: r, printed: row, above, below: Vec::new() });
                    } else {
                        pieces.extend(row.fields.iter().filter(|f| f.starts && f.is_words()).map(|f| f.text.as_str()));
                    }
                }
                table += 1;
            }
        }
    }
    found
}

/// The candidates from a little before the first that is named as in the form to a little after the last: a document may
/// have other tables, and long ones.
fn near_the_form<'a>(mut candidates: Vec<Candidate<'a>>, form: &Requests) -> Vec<Candidate<'a>> {
    let named = |c: &Candidate| c.printed.labels().any(|f| form.rows.iter().any(|i| is_exact(&f.label.words, i)));
    let Some(first) = candidates.iter().position(named) else { return Vec::new() };
    let last = candidates.iter().rposition(named).unwrap_or(first);
    candidates.truncate(last + 1 + form.rows.len());
    candidates.drain(..first.saturating_sub(form.rows.len()));
    candidates.truncate(MOST_ROWS);
    candidates
}

fn is_empty_row_of(row: &Row, form: &Requests) -> bool {
    let empty = row.values().count();
    let label = row.labels().next_back().map(|f| &f.label.words);
    empty >= form.columns.len() && label.is_some_and(|w| form.rows.iter().any(|i| is_exact(w, i)))
}

/// The rows that have a value a column, counted off against the form; other tables stand before and after them.
fn counted_off(rows: &[Candidate], labelled: &[Labelled], form: &Requests) -> Option<Vec<Option<(usize, Match)>>> {
    let is_whole = |c: &Candidate| c.printed.values().count() == form.columns.len();
    let (first, last) = (rows.iter().position(is_whole)?, rows.iter().rposition(is_whole)?);
    let beside = |c: &Candidate| c.printed.labels().next_back().map_or_else(Beside::default, |l| Beside::read(&l.text));
    let beside: Vec<Beside> = rows[first..=last].iter().map(beside).collect();
    let counted = counted::off(&beside, &labelled[first..=last], form)?;
    let mut matched = vec![None; rows.len()];
    matched.splice(first..=last, counted.into_iter().map(Some));
    Some(matched)
}

/// The wordings a row's label may have.
fn labelled(candidate: &Candidate, table: &Table, form: &Requests) -> Labelled {
    let own: Vec<&Field> = candidate.printed.labels().collect();
    let texts: Vec<&str> = own.iter().map(|f| f.text.as_str()).collect();
    let mut labelled = Labelled::default();
    labelled.own.extend(own.last().map(|f| f.label.words.clone()));
    if texts.len() > 1 {
        labelled.own.push(Label::read(&texts.concat()).words);
    }
    labelled.own.retain(|w| w.chars().count() > 1);
    // In a grid of cells the label is in the row. Elsewhere it may stand above and below its numbers, if it is no name.
    let is_named = || labelled.own.iter().any(|w| form.rows.iter().any(|i| is_exact(w, i)));
    if !table.kind.has_columns() && !is_named() {
        let last = texts.last().copied();
        for a in 0..=candidate.above.len() {
            for b in 0..=candidate.below.len() {
                let above = candidate.above[candidate.above.len() - a..].iter().copied();
                let parts: String = above.chain(last).chain(candidate.below[..b].iter().copied()).collect();
                let words = Label::read(&parts).words;
                if a + b > 0 && !words.is_empty() {
                    labelled.pieced.push(words);
                }
            }
        }
    }
    labelled
}

/// Columns where every field has a place from left to right.
fn placed(table: &Table, rows: &[usize], form: &Requests, inherited: Option<&Columns>) -> Option<Columns> {
    let all = columns::stretches(table, rows);
    let header: Vec<&Row> = table.rows[..rows[0]].iter().collect();
    let in_use = |s: &&[f32; 2]| {
        rows.iter().any(|&r| table.rows[r].values().any(|f| f.is_printed_value() && f.overlap(**s) > 0.0))
    };
    columns::name(&all, &header, &form.columns, &form.frame)
        .or_else(|| {
            let used: Vec<[f32; 2]> = all.iter().filter(in_use).copied().collect();
            columns::name(&used, &header, &form.columns, &form.frame)
        })
        .map(|found| match inherited {
            // The rest of a table that was cut: its header stands over the first part.
            Some(before) if found.surety == Surety::Counted => {
                Columns { surety: before.surety, unnamed: before.unnamed.clone(), ..found }
            }
            _ => found,
        })
}

/// Columns where fields are sure and their places are not: the header's labels in printed order.
fn counted(table: &Table, rows: &[usize], form: &Requests, inherited: Option<&Columns>) -> Option<Columns> {
    let header: Vec<&str> = table.rows[..rows[0]]
        .iter()
        .flat_map(|r| r.fields.iter().filter(|f| f.is_words()).map(|f| f.label.words.as_str()))
        .collect();
    let unnamed: Vec<usize> =
        (0..form.columns.len()).filter(|c| !header.iter().any(|w| is_exact(w, &form.columns[*c]))).collect();
    let named = |row: &Row| -> Vec<usize> {
        let words = row.fields.iter().filter(|f| f.is_words());
        words.filter_map(|f| form.columns.iter().position(|c| is_exact(&f.label.words, c))).collect()
    };
    // In one row the total stands last; over several it may stand above the others.
    let rows = &table.rows[..rows[0]];
    let last = form.columns.len() - 1;
    let over_all: Vec<usize> = rows.iter().flat_map(named).filter(|c| *c != last).collect();
    if !over_all.is_sorted() || !rows.iter().all(|r| named(r).is_sorted()) {
        return None;
    }
    let surety = match unnamed.len() {
        0 => Surety::Recognised,
        n if n * 2 < form.columns.len() => Surety::Inferred,
        _ => inherited.map_or(Surety::Counted, |c| c.surety),
    };
    Some(Columns { stretches: Vec::new(), surety, unnamed })
}

/// The cells of a row by the form's columns, and whether they seem to have moved.
fn cells(row: &Row, table: &Table, columns: &Columns, full: &[Margins], form: &Requests) -> (Vec<(usize, Cell)>, bool) {
    let certain = table.kind.has_cells() && columns.surety < Surety::Counted;
    let printed = row.values().filter(|f| f.is_printed_value()).count();
    let full_line = !table.kind.has_cells() && printed == form.columns.len();
    let (mut cells, moved) = if columns.stretches.is_empty() || full_line {
        let fields = fields_in_order(row, full, form.columns.len()).unwrap_or_default();
        (fields.into_iter().map(|f| Cell::of(f, certain)).enumerate().collect(), row.seems_moved(table))
    } else {
        let (cells, astray) = by_stretch(row, table, columns, certain);
        (cells, astray || row.seems_moved(table))
    };
    let doubt = match columns.surety {
        _ if moved => Some(Doubt::Moved),
        Surety::OutOfOrder => Some(Doubt::Order),
        Surety::Counted => Some(Doubt::Header),
        _ => None,
    };
    if let Some(doubt) = doubt {
        // In a row that moved, a cell that seems lost may be the one whose value stands beside it.
        let in_doubt = |c: &Cell| c.stands() || moved && c.status == Status::Missing;
        cells.iter_mut().filter(|(_, c)| in_doubt(c)).for_each(|(_, c)| c.doubt(doubt));
    }
    (cells, moved)
}

/// What stands in each stretch, and whether something is not where it should be: a value outside every column or over
/// two, or a column without a cell.
fn by_stretch(row: &Row, table: &Table, columns: &Columns, certain: bool) -> (Vec<(usize, Cell)>, bool) {
    let values: Vec<&Field> = row.values().collect();
    let touches = |f: &Field, s: &Stretch| f.overlap(s.reach) > 0.0;
    let outside = |f: &&Field| f.is_printed_value() && columns.stretches.iter().filter(|s| touches(f, s)).count() != 1;
    let mut astray = values.iter().any(outside);
    let cell = |s: &Stretch| {
        let mut here = values.iter().filter(|f| touches(f, s));
        match (here.next(), here.next()) {
            (Some(f), None) => Cell::of(f, certain),
            (Some(f), Some(_)) => {
                astray = true;
                Cell::of(f, false)
            }
            // White space alone: an empty place in a row that has others is a blank.
            (None, _) if !table.kind.has_cells() && !values.is_empty() => Cell::blank(None),
            (None, _) => {
                astray = true;
                Cell::missing()
            }
        }
    };
    let stretches = columns.stretches.iter();
    let columns: Vec<usize> = stretches.clone().map(|s| s.column).collect();
    let cells: Vec<Cell> = stretches.map(cell).collect();
    (columns.into_iter().zip(cells).collect(), astray)
}
