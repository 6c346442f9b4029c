//! The tables of a document, whichever form they are of: out of tables, and, where these leave doubt, out of running text.
//!
//! The form is decided by what is printed, never by the year.

use super::cells::Cells;
use super::form::{Forms, Proactive, Variant};
use super::heads;
use super::id::CellId;
use super::merge::{self, Independence};
use super::reading::Reading;
use super::statistics::{self, Found};
use super::{Doubt, Status, appeals, proactive, requests, running_text};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::fold::letters;
use crate::parse::running::{self, Pair};
use std::cell::LazyCell;

/// The form that a document uses.
#[derive(Debug, Clone)]
pub(crate) enum Form<'f> {
    /// Three tables in six sections; （六）其他处理 as a single row or as three.
    Sections(&'f Proactive, bool),
    /// The statistics table: its variant, where it is a known one, and the columns that are printed.
    Statistics(Option<&'f Variant>, Vec<usize>),
}

impl Form<'_> {
    /// The form's id.
    pub(crate) fn id<'a>(&'a self, forms: &'a Forms) -> &'a str {
        match self {
            Self::Sections(form, _) => &form.id,
            Self::Statistics(..) => &forms.statistics.id,
        }
    }

    /// The cells of the form, in its order; none where the table is nobody's but the publisher's.
    pub(crate) fn cells(&self, forms: &Forms, year: Option<u16>) -> Option<Vec<CellId>> {
        match self {
            Self::Sections(form, single) => Some(forms.cells(form, *single)),
            Self::Statistics(variant, columns) => variant.map(|v| forms.statistics.cells(v, columns, year)),
        }
    }
}

/// What the tables show.
#[derive(Debug)]
pub(crate) struct Tables<'f> {
    /// The form, where its words are printed.
    pub(crate) form: Option<Form<'f>>,
    /// What was read.
    pub(crate) reading: Reading,
}

impl Tables<'_> {
    /// Whether they are tables of their own form beyond doubt, whatever else is printed.
    fn suffice(&self, fewest: usize) -> bool {
        let shown = self.reading.cells.values().filter(|c| c.status != Status::Missing).count();
        self.form.is_some() && shown >= fewest
    }
}

/// Reads the tables of a document. `fewest` is how many cells of section two to four make a form of them.
pub(crate) fn read<'f>(printed: &[Printed], forms: &'f Forms, fewest: usize) -> Tables<'f> {
    let running: LazyCell<Vec<Pair>, _> = LazyCell::new(|| running::read(printed));
    let sections = sections(printed, forms, &running);
    let Some(Found { variant, columns, reading }) = statistics::read(printed, &running, &forms.statistics) else {
        return sections;
    };
    if !sections.suffice(fewest) {
        return Tables { form: Some(Form::Statistics(variant, columns)), reading };
    }
    let mut both = sections;
    let message = format!(
        "the tables of two forms are printed: those of {} are read, {} numbers of the statistics table are not",
        both.form.as_ref().map_or("", |f| f.id(forms)),
        reading.cells.values().filter(|c| c.value.is_some()).count()
    );
    both.reading.findings.push(Finding::new("two-forms", Severity::Error, message));
    both
}

/// Reads the cells alone, as [`read`] does: where three tables suffice, a statistics table would add no cell.
pub(crate) fn cells(printed: &[Printed], forms: &Forms, fewest: usize) -> Cells {
    let running: LazyCell<Vec<Pair>, _> = LazyCell::new(|| running::read(printed));
    let sections = sections(printed, forms, &running);
    let statistics =
        if sections.suffice(fewest) { None } else { statistics::read(printed, &running, &forms.statistics) };
    statistics.map_or(sections.reading, |found| found.reading).cells
}

/// The three tables of the forms with six sections.
fn sections<'f>(
    printed: &[Printed],
    forms: &'f Forms,
    running: &LazyCell<Vec<Pair>, impl FnOnce() -> Vec<Pair>>,
) -> Tables<'f> {
    let form = which(printed, forms);
    let mut reading = requests::read(printed, &forms.requests);
    let parts = [form.map(|f| proactive::read(printed, f)), Some(appeals::read(printed, &forms.appeals))];
    for part in parts.into_iter().flatten() {
        reading.cells.extend(part.cells);
        reading.findings.extend(part.findings);
        reading.twice.extend(part.twice);
        reading.placed.extend(part.placed);
    }
    let single = |reading: &Reading| {
        let is_shown = |id: &CellId| reading.cells.get(id).is_some_and(|c| c.status != Status::Missing);
        forms.requests.is_single(|row| row.cells().iter().any(is_shown))
    };
    let wanted = |single| form.map_or_else(Vec::new, |f| forms.cells(f, single));
    let lacks = |id: &CellId| reading.cells.get(id).is_none_or(|c| !c.stands() || !c.certain);
    let other = running_text::read(running, forms, form);
    if form.is_none() || wanted(single(&reading)).iter().any(lacks) {
        if reading.cells.is_empty() {
            reading.findings.extend(other.findings.iter().cloned());
        }
        merge::add(&mut reading, &other, Independence::SameText);
    } else {
        // Where the tables leave nothing open, the text adds nothing; what it says otherwise casts a doubt all the same.
        for (id, other) in other.cells.iter() {
            let held = reading.cells.get_mut(id).and_then(|cell| merge::hold(id, cell, other, Doubt::TextOrder));
            reading.findings.extend(held);
        }
    }
    reading.settle_twice();
    Tables { form: form.map(|f| Form::Sections(f, single(&reading))), reading }
}

/// Which form a document uses, by the words that only one form prints; they are looked for in the tables first.
fn which<'f>(printed: &[Printed], forms: &'f Forms) -> Option<&'f Proactive> {
    let tables = || printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
    let in_tables = || -> String {
        let fields = tables().flat_map(|t| t.rows.iter().flat_map(|r| r.fields.iter().filter(|f| f.starts)));
        fields.flat_map(|f| [f.letters.as_str(), "|"]).collect()
    };
    // Labels broken over lines, in tables that have nothing but white space.
    let in_heads = || -> String {
        tables()
            .filter(|t| !t.kind.has_cells())
            .flat_map(|t| t.rows.chunk_by(|a, b| a.has_values() == b.has_values()))
            .filter(|rows| rows.iter().all(|r| !r.has_values()))
            .flat_map(|rows| heads::heads(rows, |_| false))
            .map(|head| letters(&head.text) + "|")
            .collect()
    };
    let in_lines = || -> String { running::lines(printed).map(|l| letters(&l.text)).collect() };
    // A site's menu names rows (`政府集中采购`): out of tables, only the words of columns tell.
    let is_row =
        |word: &String| forms.proactive.iter().any(|f| f.rows.iter().any(|r| r.names().iter().any(|n| n == word)));
    let of = |text: String, rows_tell: bool| {
        let printed = forms.evidence.within(&text);
        let words = forms.proactive.iter().flat_map(|f| &f.evidence.words);
        let mut tells = words.enumerate().map(|(at, word)| printed & 1 << at != 0 && (rows_tell || !is_row(word)));
        let score = |f: &Proactive| tells.by_ref().take(f.evidence.words.len()).filter(|tells| *tells).count();
        let scores: Vec<usize> = forms.proactive.iter().map(score).collect();
        let most = scores.iter().copied().max().filter(|most| *most > 0)?;
        let mut best = forms.proactive.iter().zip(&scores).filter(|(_, score)| **score == most).map(|(form, _)| form);
        best.next().filter(|_| best.next().is_none())
    };
    of(in_tables(), true).or_else(|| of(in_heads(), true)).or_else(|| of(in_lines(), false))
}
