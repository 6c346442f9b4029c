//! The statistics table out of running text: what follows a label and its unit is its value.
//!
//! This reads what has no table left (glued cells, a cell a line, words set apart by single spaces). It never calls a value
//! certain. Two numbers that were run together are parted only where one way is left, by digits or by the table's sums.

use super::{Attempt, FEWEST_ROWS};
use crate::parse::glued;
use crate::parse::label::{Label, Ordinal};
use crate::parse::running::Pair;
use crate::report::Doubt;
use crate::report::align::{MOST_ROWS, out_of_order};
use crate::report::form::{Item, Statistics, Variant};
use crate::report::recognise::Match;
use crate::report::running_text::{goes_on, of_ways, tokens};
use crate::report::settle::{Sums, Way, by_sums};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How many pairs before the first row may be its header: a year in it makes two of it.
const HEADER_PAIRS: usize = 3;

/// A row found in the text.
struct Found<'a> {
    at: usize,
    pair: &'a Pair,
    doubts: Vec<Doubt>,
}

/// Reads running text as a variant's table.
pub(super) fn read(pairs: &[Pair], form: &Statistics, variant: &Variant) -> Attempt {
    let mut attempt = Attempt::new();
    attempt.celled = false;
    // Each row that is found ends the words before a number with its name.
    let endings = pairs.iter().filter(|p| !p.run.is_empty() && variant.ends(without_unit(&p.letters, form)));
    if endings.take(FEWEST_ROWS).count() < FEWEST_ROWS {
        return attempt;
    }
    let rows = rows(pairs, form, variant, &mut attempt);
    let Some(first) = rows.values().map(|f| f.at).min() else { return attempt };
    attempt.exact = rows.len();
    let turned = turned(&rows, variant);
    for i in &turned {
        let pair = rows[i].pair;
        attempt.reading.note_match(Match::OutOfOrder, &pair.words, &variant.rows[*i].label, pair.at);
    }
    let Columns { count, headed } = columns(pairs, first, form, variant);
    attempt.columns = (0..count).collect();
    let ways: BTreeMap<usize, Vec<Way>> = rows.iter().map(|(i, found)| (*i, ways(found.pair, count))).collect();
    let readable: BTreeMap<usize, Vec<Way>> = ways.into_iter().filter(|(_, w)| !w.is_empty()).collect();
    let sums = sums(variant, &readable);
    let settled = by_sums(readable, &sums, count);
    for (i, found) in &rows {
        let item = &variant.rows[*i];
        let ways = settled.get(i).map_or(&[][..], Vec::as_slice);
        let unit = found.pair.words.as_str();
        for c in 0..count {
            let mut cell = of_ways(ways, c, found.pair);
            found.doubts.iter().for_each(|why| cell.doubt(*why));
            if turned.contains(i) {
                cell.doubt(Doubt::Moved);
            }
            if !headed {
                cell.doubt(Doubt::Header);
            }
            cell.take_unit(item, printed_unit(unit));
            attempt.reading.put(item.cells()[c].clone(), cell);
        }
    }
    attempt
}

/// The rows whose label and number stand together, by their place in the variant.
fn rows<'a>(
    pairs: &'a [Pair],
    form: &Statistics,
    variant: &Variant,
    attempt: &mut Attempt,
) -> BTreeMap<usize, Found<'a>> {
    let mut rows: BTreeMap<usize, Found> = BTreeMap::new();
    let mut chapter = None;
    for (at, pair) in pairs.iter().enumerate() {
        let opener = variant.openers().filter_map(|o| {
            variant.rows[o].names().iter().filter_map(|n| pair.letters.rfind(n.as_str())).max().map(|place| (place, o))
        });
        chapter = opener.max().map(|(_, o)| o).or(chapter);
        if pair.run.is_empty() || rows.len() >= MOST_ROWS {
            continue;
        }
        let letters = without_unit(&pair.letters, form);
        let named = |(r, _): (usize, &Item)| -> Option<(usize, usize)> {
            let fits = |bare: &SmolStr| {
                let in_chapter = !variant.is_shared(r) || chapter == variant.chapter(r);
                (in_chapter && letters.ends_with(bare.as_str())).then(|| bare.chars().count())
            };
            variant.bare(r).iter().filter_map(fits).max().map(|length| (length, r))
        };
        let Some((_, i)) = variant.rows.iter().enumerate().filter(|(_, item)| !item.heading).filter_map(named).max()
        else {
            continue;
        };
        let mut doubts = Vec::new();
        if let Some(first) = rows.get_mut(&i) {
            if first.pair.run != pair.run {
                first.doubts.push(Doubt::Twice);
            }
            continue;
        }
        if names_several(pair, variant, i) {
            doubts.push(Doubt::Label);
        }
        if goes_on(pairs.get(at + 1)) || may_hold_an_ordinal(pair, pairs.get(at + 1), i, variant) {
            doubts.push(Doubt::Text);
        }
        attempt.reading.note_match(Match::Exact, &pair.words, &variant.rows[i].label, pair.at);
        rows.insert(i, Found { at, pair, doubts });
    }
    rows
}

/// The rows that do not stand where the form has them within their chapter: in order, a label and its place are two
/// witnesses; out of it, they contradict each other.
fn turned(rows: &BTreeMap<usize, Found>, variant: &Variant) -> Vec<usize> {
    let mut printed: Vec<(usize, usize)> = rows.iter().map(|(i, found)| (found.at, *i)).collect();
    printed.sort_unstable();
    let mut chapters: Vec<Option<usize>> = rows.keys().map(|i| variant.chapter(*i)).collect();
    chapters.dedup();
    let of = |chapter| printed.iter().map(|(_, i)| *i).filter(|i| variant.chapter(*i) == chapter).collect::<Vec<_>>();
    let turned = |items: Vec<usize>| items.clone().into_iter().zip(out_of_order(&items)).filter(|(_, turned)| *turned);
    chapters.into_iter().flat_map(|c| turned(of(c)).map(|(i, _)| i).collect::<Vec<_>>()).collect()
}

/// The letters without the unit that stands between a label and its number.
fn without_unit<'w>(letters: &'w str, form: &Statistics) -> &'w str {
    let unit = form.units.iter().filter(|u| letters.ends_with(u.as_str())).max_by_key(|u| u.len());
    unit.map_or(letters, |u| &letters[..letters.len() - u.len()])
}

/// `万元` or `元`, where the words before a number end with it.
fn printed_unit(words: &str) -> &str {
    let words = words.trim_end();
    ["万元", "元"].into_iter().find(|u| words.ends_with(u)).unwrap_or("")
}

/// Whether the names of other rows with values stand before the same number: it is one row's, and which is not known.
fn names_several(pair: &Pair, variant: &Variant, row: usize) -> bool {
    let own: usize = variant.bare(row).iter().map(SmolStr::len).max().unwrap_or(0);
    let before = &pair.letters[..pair.letters.floor_char_boundary(pair.letters.len().saturating_sub(own))];
    let others = variant.rows.iter().enumerate().filter(|(r, item)| *r != row && !item.heading);
    others.into_iter().any(|(r, _)| {
        let mut names = variant.bare(r).iter().filter(|n| n.chars().count() > 4);
        names.any(|n| before.contains(n.as_str()))
    })
}

/// Whether the last digit of a run may be the ordinal of the next row, whose own is not printed.
fn may_hold_an_ordinal(pair: &Pair, next: Option<&Pair>, row: usize, variant: &Variant) -> bool {
    let Some(next) = next.filter(|_| pair.touches) else { return false };
    let following = variant.rows.get(row + 1);
    let numbered = following.is_some_and(|f| matches!(Label::read(&f.label).ordinal, Some(Ordinal::Arabic(_))));
    let is_next = following.is_some_and(|f| f.names().iter().any(|n| next.letters.contains(n.as_str())));
    numbered && is_next && !next.words.starts_with(|c: char| c.is_ascii_digit())
}

/// What the header says of the columns.
struct Columns {
    count: usize,
    /// It names them, in order, and nothing else.
    headed: bool,
}

fn columns(pairs: &[Pair], first: usize, form: &Statistics, variant: &Variant) -> Columns {
    let words: String = pairs[first.saturating_sub(HEADER_PAIRS)..=first].iter().map(|p| p.letters.as_str()).collect();
    let names = |c: usize| form.columns[c].names().iter();
    let find = |c: usize, words: &str| {
        names(c).filter_map(|n| Some((words.rfind(n.as_str())?, n.len()))).max_by_key(|(at, len)| (at + len, *len))
    };
    // From what stands over the labels to the first of them.
    let from = form.over_labels.iter().filter(|w| w.chars().count() > 2).filter_map(|w| words.rfind(w.as_str())).max();
    let Some(from) = from else { return Columns { count: 1, headed: false } };
    let to = variant.rows.iter().flat_map(Item::names).filter_map(|n| words[from..].find(n.as_str())).min();
    let header = &words[from..to.map_or(words.len(), |t| from + t)];
    let all_years = find(form.columns.len() - 1, header);
    let current = find(0, &header[..all_years.map_or(header.len(), |(at, _)| at)]);
    let Some((at, length)) = current else {
        return Columns { count: 1 + usize::from(all_years.is_some()), headed: false };
    };
    let end = all_years.map_or(at + length, |(at, length)| at + length);
    // What is left behind the last name may be a column that was not recognised; an ordinal is a letter or two.
    let mut rest = header.get(end..).unwrap_or("");
    for word in form.over_units.iter().chain(&form.over_notes) {
        rest = rest.strip_prefix(word.as_str()).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches("其中");
    Columns { count: 1 + usize::from(all_years.is_some()), headed: rest.chars().count() <= 1 && !rest.contains('计') }
}

/// Every way to read a run as a row of as many numbers.
fn ways(pair: &Pair, count: usize) -> Vec<Way> {
    match tokens(&pair.run) {
        Some(row) if row.len() == count => vec![row],
        Some(row) if row.len() > 1 || count == 1 || pair.celled => Vec::new(),
        _ => {
            let mut ways = glued::signed_ways(&pair.run, count);
            ways.sort_by_key(unusual);
            ways
        }
    }
}

/// How unusual a parting is, for which candidate is told first: the sum of all years is the greater, and not much longer. It
/// decides nothing: the cells stay in doubt.
fn unusual(way: &Way) -> (bool, usize) {
    let lengths: Vec<usize> = way.iter().flatten().map(|n| n.to_string().len()).collect();
    let spread = lengths.iter().max().unwrap_or(&0) - lengths.iter().min().unwrap_or(&0);
    (way.first() > way.last(), spread)
}

/// The variant's sums whose rows are all there.
fn sums(variant: &Variant, rows: &BTreeMap<usize, Vec<Way>>) -> Sums {
    let side = |ids: &[String]| -> Option<Vec<usize>> {
        let index = |id: &String| variant.rows.iter().position(|r| r.id == *id).filter(|i| rows.contains_key(i));
        ids.iter().map(index).collect()
    };
    Sums(variant.identities.iter().filter_map(|i| Some((side(&i.left)?, side(&i.right)?))).collect())
}
