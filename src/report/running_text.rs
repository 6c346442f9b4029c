//! Sections two to four out of running text: what follows a label is its row.
//!
//! This reads what has no table left (glued cells, a cell a line) and is the reading beside the tables where these leave
//! doubt. Where a run of digits can be parted in several ways, the identities decide ([`settle`](super::settle)), and what
//! they leave open is in doubt, with the candidates.
//!
//! Order is structure only where it is whole: a table's values are certain if its header is in the form's order, every row
//! of the form is there by its label and in its place, and each is followed by exactly as many values, set apart in print, as
//! it has columns. A value lost or printed twice leaves a row of another length, and the whole table uncertain.

use super::align::{Labelled, MOST_ROWS, align};
use super::counted::{self, Beside};
use super::form::{Appeals, Forms, Item, Items, Proactive, Requests, SHORTEST_NAME};
use super::id::CellId;
use super::reading::Reading;
use super::recognise::Match;
use super::settle::{Way, settle};
use super::{Cell, Doubt, order};
use crate::parse::fold::letters;
use crate::parse::glued;
use crate::parse::label::Label;
use crate::parse::memo::Memo;
use crate::parse::number::{self, Content};
use crate::parse::running::Pair;
use crate::place::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The most candidates told for one cell.
const MOST_CANDIDATES: usize = 12;

/// The longest name of a unit that has a row of section four of its own (`区本级`, `各镇街道`), in letters.
const LONGEST_UNIT: usize = 12;

/// Words of as few letters before a number name no row: they are what is left of a note.
const FEWEST_OF_A_LABEL: usize = 4;

/// Reads all three sections.
pub(crate) fn read(pairs: &[Pair], forms: &Forms, form: Option<&Proactive>) -> Reading {
    let mut reading = Reading::default();
    let Some(start) = start(pairs, &forms.requests) else { return reading };
    let end =
        pairs[start..].iter().position(|p| announces_appeals(p, &forms.appeals)).map_or(pairs.len(), |p| start + p);
    let glued = requests(&pairs[start..end], &forms.requests, &mut reading);
    appeals(&pairs[end..], &forms.appeals, &mut reading);
    if let Some(form) = form {
        proactive(pairs, start, form, glued, &mut reading);
    }
    reading
}

/// The pair of the first row of section three: not a sentence of section one that says the same words.
fn start(pairs: &[Pair], form: &Requests) -> Option<usize> {
    // In a narrow column the label is broken, and a whole row of values stands beside its beginning.
    let begins = |p: &Pair, row: usize| is_whole(p, form) && counted::begins(named(p), &form.rows[row]);
    let is = |p: &Pair, row: usize| {
        form.rows[row].names().iter().any(|n| p.label.as_ref() == Some(n) || p.letters.ends_with(n.as_str()))
            || begins(p, row)
    };
    (0..pairs.len()).find(|&p| is(&pairs[p], 0) && pairs[p + 1..].iter().take(3).any(|n| is(n, 1)))
}

fn announces_appeals(pair: &Pair, form: &Appeals) -> bool {
    thread_local!(static KNOWN: Memo<Items> = Memo::new());
    let named = KNOWN.with(|known| known.of(&pair.letters, |letters| form.named.within(letters)));
    named.count_ones() as usize == form.kinds.len()
}

/// One cell of a run: a number, or a nil mark.
pub(super) fn tokens(run: &str) -> Option<Vec<Option<Decimal>>> {
    run.split_whitespace()
        .map(|token| match number::read(token) {
            Content::Number(n) if n.doubt.is_none() => Some(Some(n.value)),
            Content::Nil => Some(None),
            _ => None,
        })
        .collect()
}

/// Every way to read a run as a row of section three.
///
/// In a text whose cells are apart a row with fewer of them has lost some; it is not glued.
fn ways(pair: &Pair, columns: usize, apart: bool) -> Vec<Way> {
    let run = &pair.run;
    if pair.celled || apart {
        return Vec::new();
    }
    let balanced = |row: &[u64]| row.len() < columns || row[..columns - 1].iter().sum::<u64>() == row[columns - 1];
    glued::ways(run, columns, balanced)
}

/// Section three. Gives whether any of its rows was glued.
fn requests(pairs: &[Pair], form: &Requests, reading: &mut Reading) -> bool {
    let above = pairs.first().map_or_else(String::new, |p| letters(&p.words));
    let headed = order::of_requests(&above, form);
    let places = order::printed(&above, form).unwrap_or_else(|| (0..form.columns.len()).collect());
    let pairs = pairs.iter().filter(|p| !p.run.is_empty()).take(MOST_ROWS);
    // Each with its row, where it is whole.
    let row = |pair: &Pair| tokens(&pair.run).filter(|t| t.len() == form.columns.len());
    let mut pairs: Vec<(&Pair, Option<Way>)> = pairs.map(|pair| (pair, row(pair))).collect();
    // After the form's last row, if it is whole, follows what is said before section four.
    let last = form.rows.last().map_or(&[][..], Item::names);
    let is_last = |p: &Pair| p.label.as_ref().is_some_and(|l| last.contains(l));
    if let Some(end) = pairs.iter().position(|(p, row)| row.is_some() && is_last(p)) {
        pairs.truncate(end + 1);
    }
    let labelled: Vec<Labelled> = pairs
        .iter()
        .map(|(p, _)| Labelled {
            own: p.label.iter().chain([&p.letters]).filter(|w| !w.is_empty()).cloned().collect(),
            pieced: Vec::new(),
        })
        .collect();
    let counted = counted_off(&pairs, form);
    let is_counted = counted.is_some();
    let full = pairs.iter().filter(|(_, row)| row.is_some()).count();
    let apart = full * 2 > pairs.len();
    let items: Vec<&Item> = form.rows.iter().collect();
    let mut rows: BTreeMap<usize, Vec<Way>> = BTreeMap::new();
    let mut runs: BTreeMap<usize, (&Pair, Match, bool)> = BTreeMap::new();
    let mut twice: Vec<usize> = Vec::new();
    let several: Vec<bool> = pairs.iter().map(|(pair, _)| !is_counted && names_several(pair, form)).collect();
    let matched = counted.map_or_else(|| align(&labelled, &items), |rows| rows.into_iter().map(Some).collect());
    for (at, (i, how)) in matched.into_iter().enumerate().filter_map(|(at, m)| m.map(|m| (at, m))) {
        let (pair, row) = &mut pairs[at];
        let pair = *pair;
        if let Some((first, ..)) = runs.get(&i) {
            if first.run != pair.run {
                twice.push(i);
            }
            continue;
        }
        let row = row.clone().map(|row| vec![row]);
        rows.insert(i, row.unwrap_or_else(|| ways(pair, form.columns.len(), apart)));
        runs.insert(i, (pair, how, several[at]));
    }
    rows.retain(|_, ways| !ways.is_empty());
    let settled = settle(form, rows);
    let single = form.is_single(|row| runs.keys().any(|r| items[*r].id == row.id));
    let is_named = |i: &Item| runs.iter().any(|(r, (_, how, _))| items[*r].id == i.id && *how <= Match::Alike);
    let certain = headed
        && runs.len() == pairs.len()
        && full == pairs.len()
        && form.rows_printed(single).all(is_named)
        && !several.contains(&true);
    for (r, (pair, how, several)) in &runs {
        let item = items[*r];
        reading.note_match(*how, &pair.words, &item.label, pair.at);
        let ways = settled.get(r).map_or(&[][..], Vec::as_slice);
        for (c, id) in item.cells().iter().enumerate() {
            let mut cell = of_ways(ways, places[c], pair);
            cell.certain = certain;
            let doubts = [
                (twice.contains(r), Doubt::Twice),
                (!headed, Doubt::Header),
                (*how >= Match::Pieced || *several, Doubt::Label),
            ];
            doubts.iter().filter(|(holds, _)| *holds).for_each(|(_, why)| cell.doubt(*why));
            reading.put(id.clone(), cell);
        }
    }
    pairs.iter().any(|(p, _)| !p.celled && !p.run.contains(' ') && p.run.len() >= form.columns.len())
}

/// The rows, where every one has a value a column, counted off against the form.
fn counted_off(pairs: &[(&Pair, Option<Way>)], form: &Requests) -> Option<Vec<(usize, Match)>> {
    if pairs.iter().any(|(p, row)| p.celled || row.is_none()) {
        return None;
    }
    let beside: Vec<Beside> = pairs.iter().map(|(p, _)| Beside::read(named(p))).collect();
    // What stands between a row's line and the next row's is the rest of its label.
    let below = pairs.iter().skip(1).map(|(next, _)| next).filter(|next| !next.beside.is_empty());
    let rests = below.map(|next| next.words.strip_suffix(next.beside.as_str())).chain([None]);
    let wordings = beside.iter().zip(rests).map(|(beside, rest)| Labelled {
        own: vec![beside.words.clone()],
        pieced: rest.into_iter().map(|rest| Label::read(&format!("{}{rest}", beside.words)).words).collect(),
    });
    counted::off(&beside, &wordings.collect::<Vec<_>>(), form)
}

/// Whether a run is a row of section three, every cell apart.
fn is_whole(pair: &Pair, form: &Requests) -> bool {
    tokens(&pair.run).is_some_and(|t| t.len() == form.columns.len())
}

/// The words that most likely name a run: those on its line, or, where it has a line of its own, those above.
fn named(pair: &Pair) -> &str {
    if pair.beside.is_empty() { &pair.words } else { &pair.beside }
}

/// Whether the names of several rows stand before a run, or the last of them is broken off there: it is one row's, and which
/// is not known.
fn names_several(pair: &Pair, form: &Requests) -> bool {
    let label = pair.label.as_deref().filter(|label| label.chars().count() >= SHORTEST_NAME);
    let begun = label.map_or(0, |label| form.named.beginning_with(label));
    thread_local!(static KNOWN: Memo<Items> = Memo::new());
    let within = KNOWN.with(|known| known.of(&pair.letters, |letters| form.named.within(letters)));
    (within | begun).count_ones() > 1
}

/// The first of some pairs, with the numbers that follow it on lines of their own after nothing but a note
/// (`14（其中修订3件）`), and how many notes these were.
fn with_notes(pairs: &[Pair]) -> (Pair, usize) {
    let line = |p: &Pair| if let Some(Place::Text { line, .. }) = p.at { Some(line) } else { None };
    let is_note = |p: &Pair| {
        let inside = p.words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
        inside.is_some_and(|w| !w.contains(['(', ')'])) && !p.run.is_empty()
    };
    let follows = |two: &&[Pair]| is_note(&two[1]) && line(&two[0]).is_some() && line(&two[0]) < line(&two[1]);
    let notes = pairs.windows(2).take_while(follows).count();
    let mut whole = pairs.first().cloned().unwrap_or_default();
    for pair in pairs.iter().skip(1).take(notes) {
        whole.run = format!("{} {}", whole.run, pair.run);
    }
    (whole, notes)
}

/// Whether what follows a run says that it is not the whole number, or not the only one: a multiplier (`1.2亿元`), or
/// nothing but a note before the next number (`23（当场）、45（一般）`).
pub(super) fn goes_on(next: Option<&Pair>) -> bool {
    let Some(next) = next else { return false };
    let multiplies = next.words.starts_with(['亿', '千', '百', '十', '%', '‰'])
        || next.words.starts_with('万') && !next.words.starts_with("万元");
    multiplies || (next.letters.is_empty() && !next.run.is_empty())
}

/// The cell of a column, out of all the ways its row can be read.
pub(super) fn of_ways(ways: &[Way], column: usize, pair: &Pair) -> Cell {
    let mut values: Vec<Option<Decimal>> = Vec::new();
    for way in ways {
        if !values.contains(&way[column]) {
            values.push(way[column]);
        }
    }
    match values[..] {
        [Some(value)] => Cell::number(value, &pair.run, pair.at),
        [None] => Cell::blank(pair.at),
        _ => Cell::one_of(values.into_iter().flatten().take(MOST_CANDIDATES).collect(), &pair.run, pair.at),
    }
}

/// Section four: fifteen numbers after the header.
fn appeals(pairs: &[Pair], form: &Appeals, reading: &mut Reading) {
    let Some((pair, rest)) = pairs.split_first() else { return };
    let size = form.kinds.len() * form.results.len();
    let row_of = |p: &Pair| tokens(&p.run).filter(|t| t.len() == size);
    let per = form.results.len();
    let sums = |row: &[u64]| row.chunks_exact(per).all(|k| k[..per - 1].iter().sum::<u64>() == k[per - 1]);
    let ways: Vec<Way> = match row_of(pair) {
        Some(row) => vec![row],
        None if pair.celled => Vec::new(),
        None => glued::ways(&pair.run, size, sums),
    };
    let headed = order::of_appeals(&pair.letters, form);
    // Rows of units and their sum, or a row that numbers the columns: which is meant is not said.
    let more = rest.iter().take_while(|p| p.letters.chars().count() <= LONGEST_UNIT).any(|p| row_of(p).is_some());
    let numbers = row_of(pair).is_some_and(|row| row.iter().zip(1..).all(|(v, n)| *v == Some(Decimal::from(n))));
    for (c, id) in form.cells().enumerate() {
        let mut cell = of_ways(&ways, c, pair);
        cell.certain = row_of(pair).is_some() && !pair.scattered;
        let doubts = [(more || numbers, Doubt::Twice), (!headed, Doubt::Header)];
        doubts.iter().filter(|(holds, _)| *holds).for_each(|(_, why)| cell.doubt(*why));
        reading.put(id.clone(), cell);
    }
}

/// Section two. In a text whose rows are glued, a gap says nothing: only a run with one way to part it is read.
fn proactive(pairs: &[Pair], end: usize, form: &Proactive, glued: bool, reading: &mut Reading) {
    let begins = |p: &&Pair| form.rows.iter().any(|row| ends_with(p, row).is_some()) && heads(p, form);
    let Some(first) = pairs[..end].iter().position(|p| begins(&p)) else { return };
    let mut labels = String::new();
    let mut order: Vec<(usize, CellId)> = Vec::new();
    for (at, pair) in pairs[..end].iter().enumerate().skip(first) {
        labels.push_str(&pair.letters);
        if pair.run.is_empty() {
            continue;
        }
        let named = form.rows.iter().enumerate().filter_map(|(at, row)| Some((ends_with(pair, row)?, at, row)));
        let Some((_, place, row)) = named.max_by_key(|(length, ..)| *length) else { continue };
        let columns: Vec<&Item> = form.columns_of(row).collect();
        let headed = order::of_row(&labels, &columns);
        let (pair, notes) = &with_notes(&pairs[at..end]);
        let next = pairs.get(at + 1 + notes);
        // A number between this row and the next that is no row's may belong to it.
        let unclaimed = next.is_some_and(|n| {
            let few = n.letters.chars().count() <= FEWEST_OF_A_LABEL;
            few && !n.run.is_empty() && form.rows.iter().all(|r| ends_with(n, r).is_none())
        });
        let mut ways = split(pair, columns.len(), glued);
        ways.sort_by_key(|w| usual(w, &columns));
        let after = next.map_or("", |next| next.words.as_str());
        for (c, column) in columns.iter().enumerate() {
            let mut cell = of_ways(&ways, c, pair);
            let doubts = [(goes_on(next) || unclaimed, Doubt::Text), (!headed, Doubt::Header)];
            doubts.iter().filter(|(holds, _)| *holds).for_each(|(_, why)| cell.doubt(*why));
            cell.take_unit(column, after);
            let Some(id) = form.cell(row, column).cloned() else { continue };
            order.push((place, id.clone()));
            reading.put(id, cell);
        }
    }
    reading.doubt_order(&order);
    let stands = |id: &CellId| reading.cells.get(id).is_some_and(Cell::stands);
    let ids = form.rows.iter().flat_map(Item::cells);
    if !glued && ids.eq(order.iter().map(|(_, id)| id)) && order.iter().all(|(_, id)| stands(id)) {
        for (_, id) in &order {
            if let Some(cell) = reading.cells.get_mut(id) {
                cell.certain = true;
            }
        }
    }
}

/// Every way to read a run as a row of section two. Only in a glued text may a number be more than one.
fn split(pair: &Pair, columns: usize, glued: bool) -> Vec<Way> {
    match tokens(&pair.run).filter(|t| t.len() == columns && (!glued || columns == 1)) {
        Some(row) => vec![row],
        None if glued => glued::signed_ways(&pair.run, columns),
        None => Vec::new(),
    }
}

/// The length of the row's name that the words before a run end with.
fn ends_with(pair: &Pair, row: &Item) -> Option<usize> {
    row.names().iter().filter(|n| pair.letters.ends_with(n.as_str())).map(|n| n.chars().count()).max()
}

fn heads(pair: &Pair, form: &Proactive) -> bool {
    form.evidence.words.iter().any(|w| pair.letters.contains(w.as_str()))
}

/// How unusual a parting of a glued row is, for which candidate is told first: no change of items is the usual; documents
/// in force outnumber those issued, and those issued those repealed; then lengths that are alike. It decides nothing: the
/// cells stay in doubt.
fn usual(way: &[Option<Decimal>], columns: &[&Item]) -> (bool, bool, bool, usize) {
    let at = |id: &str| columns.iter().position(|c| c.id == id).and_then(|c| way[c]);
    let changed = at("items_change").is_some_and(|n| !n.is_zero());
    let last = way.last().copied().flatten();
    let outnumbered = at("items_change").is_none() && way.iter().any(|n| *n > last);
    let lengths: Vec<usize> = way.iter().flatten().map(|n| n.to_string().len()).collect();
    let spread = lengths.iter().max().unwrap_or(&0) - lengths.iter().min().unwrap_or(&0);
    (changed, outnumbered, at("repealed") > at("issued"), spread)
}
