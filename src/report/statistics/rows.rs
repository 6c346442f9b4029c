//! The statistics table out of tables: rows by their labels and chapters, values by the header above them.

use super::entries::{self, Entry};
use super::header::{Head, Header};
use super::values;
use super::{Attempt, FEWEST_ROWS};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::label::{self, Label, Ordinal};
use crate::parse::number::Content;
use crate::parse::table::{Field, Table};
use crate::place::Place;
use crate::report::align::{Labelled, MOST_ROWS, align_in_chapters};
use crate::report::form::{Item, Statistics, Variant, said, words};
use crate::report::id::CellId;
use crate::report::recognise::{ALIKE, Match, best, is_exact};
use crate::report::{Cell, Doubt, Status};
use smol_str::SmolStr;

/// How many lines above or below a row may belong to its label.
const MOST_PIECES: usize = 4;

/// An entry and the chapter it stands in.
struct Candidate<'a> {
    entry: &'a Entry<'a>,
    chapter: Option<usize>,
    /// Words in lines of their own above and below it, where white space alone sets the table: the rest of its label.
    pieces: [Vec<&'a str>; 2],
}

/// A table, its header, and the entries of its rows, halves that stand side by side one after the other, as they are printed.
pub(super) struct Listed<'a> {
    table: &'a Table,
    header: Option<Header>,
    entries: Vec<Entry<'a>>,
}

/// The entries of every table, whatever variant they are of.
pub(super) fn list<'a>(printed: &'a [Printed], form: &Statistics) -> Vec<Listed<'a>> {
    let tables = printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
    let of = |(t, table): (usize, &'a Table)| {
        let mut headers: Vec<Option<Header>> = table.rows.iter().map(|row| Header::read(row, table, form)).collect();
        let header = headers.iter().position(Option::is_some).and_then(|first| headers[first].clone());
        let rows = table.rows.iter().zip(&mut headers).filter(|(_, header)| header.is_none()).map(|(row, _)| row);
        let mut entries: Vec<Entry> = rows.flat_map(|row| entries::of(row, t, form, header.as_ref())).collect();
        entries.sort_by_key(|entry| entry.half);
        Listed { table, header, entries }
    };
    tables.enumerate().map(of).collect()
}

/// Whether any row of any table may be recognised word for word as a variant's: by a look at the letters of all labels, one
/// after the other.
///
/// A wording is made of labels that stand one after the other, so it is a stretch of these letters, where all labels last (see
/// [`label::lasting`]) and each has words outside of brackets. Where no name stands in them, no row is named.
pub(super) fn may_name(tables: &[Listed], form: &Statistics) -> bool {
    let entries = tables.iter().flat_map(|table| &table.entries).filter(|entry| !is_footer(entry, form));
    let mut all = String::new();
    for field in entries.flat_map(|entry| &entry.labels) {
        match label::lasting(&field.text).filter(|letters| !label::is_numeral(letters)) {
            Some(letters) => all.push_str(&letters),
            None => return true,
        }
    }
    form.variants.iter().any(|variant| variant.is_named_in(&all))
}

/// Reads every table as a variant's.
pub(super) fn read(tables: &[Listed], form: &Statistics, variant: &Variant) -> Attempt {
    let (candidates, labelled) = candidates(tables, form, variant);
    // Too few for the table to be this variant's.
    if labelled.iter().filter(|l| is_named_row(l, variant)).count() < FEWEST_ROWS {
        return Attempt::new();
    }
    let items: Vec<&Item> = variant.rows.iter().collect();
    let matched = align_in_chapters(&labelled, &items, |i| variant.chapter(i));
    let mut attempt = Attempt::new();
    let mut inherited: Vec<Head> = Vec::new();
    for (t, Listed { table, header, .. }) in tables.iter().enumerate() {
        let of_table = || candidates.iter().zip(&matched).filter(|(c, m)| c.entry.table == t && m.is_some());
        if of_table().next().is_none() {
            continue;
        }
        attempt.celled &= table.kind.has_cells();
        let rows: Vec<&Entry> = of_table().map(|(c, _)| c.entry).collect();
        for half in 0..=rows.iter().map(|e| e.half).max().unwrap_or(0) {
            let rows: Vec<&Entry> = rows.iter().copied().filter(|e| e.half == half).collect();
            let heads = values::heads(&rows, half, header.as_ref(), &inherited, table, &mut attempt.reading);
            inherited = heads.columns.iter().map(|(c, _)| (*c, None)).collect();
            attempt.columns.extend(heads.columns.iter().filter_map(|(c, _)| *c));
            for (candidate, (i, how)) in
                of_table().filter(|(c, _)| c.entry.half == half).filter_map(|(c, m)| Some((c, (*m)?)))
            {
                let item = items[i];
                let label = candidate.entry.labels.last().or(candidate.entry.values.first());
                attempt.reading.note_match(
                    how,
                    label.map_or("", |f| f.text.as_str()),
                    &item.label,
                    label.map(|f| f.at),
                );
                if item.heading {
                    continue;
                }
                attempt.exact += usize::from(how == Match::Exact);
                let strayed = variant.is_shared(i) && candidate.chapter != variant.chapter(i);
                for (c, mut cell) in values::cells(candidate.entry, &heads, table, &mut attempt.reading) {
                    let unit = candidate.entry.unit.or(label.copied()).map_or("", |f| f.text.as_str());
                    cell.take_unit(item, unit.trim());
                    if cell.stands() && (strayed || how >= Match::Pieced) {
                        cell.doubt(Doubt::Label);
                    }
                    attempt.reading.put(item.cells()[c].clone(), cell);
                }
            }
        }
    }
    unclaimed(&candidates, &matched, form, &mut attempt);
    attempt
}

/// The entries from the first that is named as in the form to the last, each with its chapter; and the wordings of each.
fn candidates<'a>(
    tables: &'a [Listed<'a>],
    form: &Statistics,
    variant: &Variant,
) -> (Vec<Candidate<'a>>, Vec<Labelled>) {
    let mut found = Vec::new();
    let mut chapter = None;
    let mut pieces: Vec<&str> = Vec::new();
    for Listed { table, entries, .. } in tables {
        let halved = entries.last().is_some_and(|entry| entry.half > 0);
        for entry in entries {
            if entry.labels.is_empty() && entry.printed().next().is_none() || is_footer(entry, form) {
                continue;
            }
            chapter = opened(entry, variant).map_or(chapter, |Chapter(opened)| opened);
            let is_piece = !table.kind.has_cells() && entry.values.is_empty() && !is_named(entry, variant);
            if is_piece {
                pieces.extend(entry.labels.iter().map(|f| f.text.as_str()));
                continue;
            }
            let before: Vec<&str> = std::mem::take(&mut pieces);
            if let Some(last) = found.last_mut() {
                let last: &mut Candidate = last;
                last.pieces[1] = before.iter().copied().take(MOST_PIECES).collect();
            }
            let above = before[before.len().saturating_sub(MOST_PIECES)..].to_vec();
            found.push(Candidate { entry, chapter, pieces: [above, Vec::new()] });
        }
        // Which half the next table goes on with is not known.
        chapter = chapter.filter(|_| !halved);
    }
    let mut labels: Vec<Labelled> = found.iter().map(|c| labelled(c, variant)).collect();
    let named = |l: &Labelled| l.own.iter().any(|w| variant.is_name(w));
    let first = labels.iter().position(named).unwrap_or(found.len());
    let last = labels.iter().rposition(named).unwrap_or(first);
    found.truncate(last + 1);
    labels.truncate(last + 1);
    found.drain(..first.min(found.len()));
    labels.drain(..first.min(labels.len()));
    found.truncate(MOST_ROWS);
    labels.truncate(MOST_ROWS);
    (found, labels)
}

/// Whether a row can be recognised word for word.
fn is_named_row(labelled: &Labelled, variant: &Variant) -> bool {
    labelled.own.iter().chain(&labelled.pieced).any(|w| variant.is_name(w))
}

/// Whether the words of an entry are the name of a row, with nothing of it left for another line.
fn is_named(entry: &Entry, variant: &Variant) -> bool {
    let texts: String = entry.labels.iter().map(|f| f.text.as_str()).collect();
    let count = |marks: [char; 2]| texts.matches(marks).count();
    if count(['（', '(']) > count(['）', ')']) {
        return false;
    }
    let printed = words(&texts);
    variant.is_name(&printed) || variant.is_name_in_a_chapter(&printed)
}

fn is_footer(entry: &Entry, form: &Statistics) -> bool {
    let begins = |f: &&Field| form.footer.iter().any(|w| f.label.words.starts_with(w.as_str()));
    entry.labels.first().is_some_and(begins)
}

/// A chapter, by the place of its first row; none where it is not one of the form's.
struct Chapter(Option<usize>);

/// The chapter that an entry opens or stands in by its own words: none where it says nothing of it.
fn opened(entry: &Entry, variant: &Variant) -> Option<Chapter> {
    let of = |field: &Field| -> Option<Chapter> {
        let printed = said(&field.label);
        if let Some(exact) = variant.openers().find(|o| is_exact(printed, &variant.rows[*o])) {
            return Some(Chapter(Some(exact)));
        }
        let Some(Ordinal::Chapter(number)) = field.label.ordinal else { return None };
        let openers: Vec<usize> = variant.openers().collect();
        let by_number = |o: &usize| Label::read(&variant.rows[*o].label).ordinal == Some(Ordinal::Chapter(number));
        let alike = best(printed, openers.iter().map(|o| &variant.rows[*o])).filter(|(_, score)| *score >= ALIKE);
        Some(Chapter(alike.map(|(at, _)| openers[at]).filter(by_number)))
    };
    entry.above.iter().chain(&entry.labels).find_map(|f| of(f))
}

/// The wordings an entry's label may have: with its chapter's words where its chapter shares names with another.
fn labelled(candidate: &Candidate, variant: &Variant) -> Labelled {
    let labels = &candidate.entry.labels;
    let texts: String = labels.iter().map(|f| f.text.as_str()).collect();
    let mut own: Vec<SmolStr> = labels.last().map(|f| said(&f.label).into()).into_iter().collect();
    if labels.len() > 1 {
        own.push(words(&texts));
    }
    own.retain(|w| w.chars().count() > 1);
    own.dedup();
    let is_name = |w: &SmolStr| variant.is_name(w);
    if let Some(chapter) = candidate.chapter
        && !own.iter().any(is_name)
    {
        let within: Vec<SmolStr> = own.iter().map(|w| variant.in_chapter(chapter, w)).filter(is_name).collect();
        own.splice(0..0, within);
    }
    let [above, below] = &candidate.pieces;
    let mut pieced = Vec::new();
    if !may_be_pieced(candidate, variant) {
        return Labelled { own, pieced };
    }
    for a in 0..=above.len() {
        for b in (0..=below.len()).filter(|b| a + b > 0) {
            let parts =
                above[above.len() - a..].iter().copied().chain([texts.as_str()]).chain(below[..b].iter().copied());
            let joined = words(&parts.collect::<String>());
            let within = candidate.chapter.map(|c| variant.in_chapter(c, &joined)).filter(is_name);
            pieced.extend(within.or_else(|| Some(joined).filter(is_name)));
        }
    }
    Labelled { own, pieced }
}

/// Whether a name can be made of an entry's label and the pieces around it, by a look at their letters: where these last,
/// every wording that is made of them is the end of some of them, and a name that is in none of them is none.
fn may_be_pieced(candidate: &Candidate, variant: &Variant) -> bool {
    let lasting = |texts: &[&str]| texts.iter().map(|text| label::lasting(text)).collect::<Option<Vec<SmolStr>>>();
    let own: Vec<&str> = candidate.entry.labels.iter().map(|f| f.text.as_str()).collect();
    let [above, below] = &candidate.pieces;
    let (Some(above), Some(own), Some(below)) = (lasting(above), lasting(&own), lasting(below)) else { return true };
    // A label without such letters is what stands in its brackets.
    let has_words = own.iter().any(|letters| !label::is_numeral(letters));
    !has_words || variant.is_named_in(&[above, own, below].concat().concat())
}

/// Rows between those of the form that are none of it: told, never dropped in silence. Numbers without a label may be those
/// of a row that was read as blank, or the rest of those on the line above, if it was broken.
fn unclaimed(candidates: &[Candidate], matched: &[Option<(usize, Match)>], form: &Statistics, attempt: &mut Attempt) {
    let mut blanks_in_doubt = false;
    let mut broken = Vec::new();
    let line = |at: Place| if let Place::Text { line, .. } = at { Some(line) } else { None };
    for (candidate, _) in candidates.iter().zip(matched).filter(|(_, m)| m.is_none()) {
        let entry = &candidate.entry;
        let is_number = |f: &&Field| matches!(f.content, Content::Number(_) | Content::Unread);
        let Some(number) = entry.values.iter().copied().find(|f| is_number(f)) else { continue };
        let text = |f: &Field| f.text.trim().replace('\n', "");
        let finding = if entry.labels.is_empty() {
            blanks_in_doubt = true;
            broken.extend(line(number.at).and_then(|line| line.checked_sub(1)));
            let message = format!("{} stands in a row of the statistics table that has no label", text(number));
            Finding::new("numbers-unclaimed", Severity::Warning, message)
        } else {
            let label: String = entry.labels.iter().map(|f| text(f)).collect();
            let message = format!("“{label}” ({}) is no indicator of the form: it is kept in no cell", text(number));
            Finding::new("row-unknown", Severity::Warning, message)
        };
        attempt.reading.findings.push(finding.at(Some(number.at)));
    }
    if blanks_in_doubt {
        let of_form = |id: &CellId| id.starts_with(form.table.as_str());
        let blank = attempt.reading.cells.iter_mut().filter(|(id, c)| of_form(id) && c.status == Status::Blank);
        blank.for_each(|(_, cell)| cell.doubt(Doubt::Moved));
        let is_above = |cell: &Cell| cell.at.and_then(line).is_some_and(|line| broken.contains(&line));
        let above = attempt.reading.cells.iter_mut().filter(|(_, cell)| cell.stands() && is_above(cell));
        above.for_each(|(_, cell)| cell.doubt(Doubt::Beside));
    }
}
