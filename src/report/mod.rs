//! Rows → a typed [`Report`]. The statutory forms live here as data.
//!
//! Every value has its text and its place. Nothing is judged: whether the numbers agree is `verify`'s affair.

mod align;
mod along;
mod appeals;
mod beside;
mod blanks;
mod cells;
mod columns;
mod complete;
mod counted;
mod early;
mod edges;
mod empty_rows;
mod exchanged;
pub mod form;
mod heads;
pub mod id;
pub(crate) mod index;
mod mend;
mod merge;
mod order;
mod parts;
mod proactive;
mod prose;
mod ragged;
mod reading;
mod recognise;
pub mod region;
mod requests;
mod running_text;
mod sections;
mod settle;
mod slip;
mod statistics;
mod table_words;
mod tables;

use crate::finding::{Finding, Reason, Severity, Unreadable};
use crate::parse::Printed;
use crate::parse::title::{self, Title};
use crate::place::Place;
use form::forms;
use id::CellId;
use merge::Independence;
use reading::Reading;
use region::Region;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use tables::Tables;

/// A report, as read.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The agency, as printed in the title.
    pub agency: Option<String>,
    /// The division it governs, where that can be told.
    pub region: Option<Region>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The title, as printed.
    pub title: Option<String>,
    /// The form's id (`ogi-2021`), decided by labels.
    pub form: Option<String>,
    /// Its sections in printed order.
    pub sections: Vec<Section>,
    /// Every cell of the form, in the form's order.
    pub cells: Vec<(CellId, Cell)>,
    /// What was off while reading.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The cell of an id, where the form has it.
    pub fn cell(&self, id: &str) -> Option<&Cell> {
        self.cells.iter().find(|(i, _)| *i == *id).map(|(_, c)| c)
    }
}

/// A section: its heading and its running text, tables left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// The section of the form it is, 1 to 6, by its words; absent for a chapter of the publisher's own.
    pub number: Option<u8>,
    /// The heading as printed.
    pub heading: String,
    /// Its text, paragraphs joined by `\n`.
    pub text: String,
}

/// A cell of the form and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What is known.
    pub status: Status,
    /// The number printed, exactly; the best reading where doubtful.
    pub value: Option<Decimal>,
    /// The text as printed.
    pub raw: Option<SmolStr>,
    /// What stood beside the number (`其中修订16件`).
    pub note: Option<SmolStr>,
    /// `万元` or `元` where money is meant.
    pub unit: Option<SmolStr>,
    /// Where it was read.
    pub at: Option<Place>,
    /// The reading rests on the document's own structure with row and column recognised, or on two readings that agree.
    /// What speaks against it all the same stands in `doubts`.
    pub certain: bool,
    /// Everything that casts a doubt on it.
    pub doubts: BTreeSet<Doubt>,
    /// Other readings that were possible.
    pub candidates: Vec<Decimal>,
}

/// Why a cell is in doubt. What cast a doubt decides what may lift it (see `merge`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Its text can be read in more than one way (digits with a gap between them), or in none.
    Text,
    /// Its characters are not certain: by their font, struck through, or set as a footnote's. Every engine reads the same.
    Characters,
    /// The label of its row is known by its place, or by pieces around it.
    Label,
    /// The header over it was not recognised.
    Header,
    /// Cells of its row, or of its header, seem to have moved.
    Moved,
    /// Its row, or the columns of its table, do not stand in the form's order.
    Order,
    /// A number that no cell holds stands beside it.
    Beside,
    /// It is empty, and a sum does not hold without it.
    Lost,
    /// It is printed twice, with different values.
    Twice,
    /// What stands there can be parted into numbers in several ways.
    Parting,
    /// The drawn rules say one number, the places of the numbers another.
    Alignment,
    /// Its table says one number, the order of the text another.
    TextOrder,
    /// A second engine reads another number in the same document.
    Engine,
}

/// What is known about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Printed and read.
    Read,
    /// The cell is there, and empty or only a nil mark.
    Blank,
    /// The form has the cell, the document does not show it.
    Missing,
    /// Something was read, and the evidence is against it or ambiguous.
    Doubtful,
    /// Set by a reviewer.
    Corrected,
}

/// How many cells a document must show to be a report in spite of having no title.
const FEWEST_CELLS: usize = 20;

/// As many numbers as this are a report, whatever the page calls itself (`图解`): an explanation quotes some.
const MOST_QUOTED: usize = 150;

/// How many sections of the form a document must have to be a report in spite of having no tables.
const FEWEST_SECTIONS: usize = 3;

/// Reads a report out of what is printed. Refuses what is none.
pub fn read(printed: &[Printed]) -> Result<Report, Unreadable> {
    let forms = forms();
    let whole = printed;
    let printed = sections::first_report(printed);
    let title = sections::title(printed);
    let (sections, left_out) = sections::read(printed);
    let Tables { form, mut reading } = tables::read(printed, forms, FEWEST_CELLS);
    let shown = reading.cells.len();
    let known: BTreeSet<u8> = sections.iter().filter_map(|s| s.number).collect();
    let about = title.as_ref().is_some_and(|t| t.about);
    let chapters = known.len() >= FEWEST_SECTIONS || prose::has_chapters(&sections);
    let titled = title.is_some() && chapters;
    let numbers = reading.cells.values().filter(|c| c.value.is_some()).count();
    let about = about && numbers < MOST_QUOTED;
    if about || (shown < FEWEST_CELLS && !titled) {
        let what = if about { "it speaks about a report" } else { "it has neither the tables nor the sections of one" };
        return Err(Unreadable::new(Reason::NotAReport, format!("this is not an annual report: {what}")));
    }
    let year = title.as_ref().and_then(|t| t.year).or_else(|| sections::period(printed));
    // Words of a form among a site's links, in a year before there was the form, and not one cell: it is prose.
    let form = form.filter(|_| !(reading.cells.is_empty() && prose::is_before_forms(&sections, year)));
    if form.is_none() {
        reading.findings.push(prose::without_form(printed, &sections, year, reading.cells.is_empty()));
    }
    let ids = form.as_ref().and_then(|f| f.cells(forms, year));
    let mut report = Report { sections, findings: left_out.into_iter().collect(), ..Report::default() };
    report.form = form.map(|f| f.id(forms).to_owned());
    let placed = std::mem::take(&mut reading.placed);
    fill(&mut report, ids, reading);
    mend::mend(&mut report);
    beside::doubt(&mut report, printed);
    blanks::doubt(&mut report);
    early::doubt(&mut report);
    along::doubt(&mut report);
    slip::settle(&mut report, &placed);
    exchanged::unsettle(&mut report);
    name(&mut report, title, printed);
    let nobodys = report.agency.is_none() && report.year.is_none();
    if nobodys && shown > 0 && report.cells.iter().all(|(_, c)| matches!(c.status, Status::Blank | Status::Missing)) {
        let message =
            "it is the form of a report, not filled in: no cell has a value, and no agency and no year is named";
        return Err(Unreadable::new(Reason::NotAReport, message));
    }
    if printed.len() < whole.len() {
        let message = "parts of a second report follow the first: only the first is read, and which of them is meant is not known";
        report.findings.push(Finding::new("another-report", Severity::Error, message));
    }
    Ok(report)
}

/// Year, agency and title: by the title; what it leaves out, by the text, which is said.
fn name(report: &mut Report, title: Option<Title>, printed: &[Printed]) {
    let mut note = |code, message| report.findings.push(Finding::new(code, Severity::Note, message));
    let period = sections::period(printed);
    let titled = title.as_ref().and_then(|t| t.year);
    report.year = titled.or(period);
    if let (Some(titled), Some(period)) = (titled, period)
        && titled != period
    {
        note("year-disagrees", format!("the title says {titled}, the period of the figures is {period}"));
    }
    if report.year.is_none() {
        let first = report.sections.iter().find(|s| s.number == Some(1)).and_then(|s| title::first_year(&s.text));
        if let Some(year) = first {
            note("year-from-text", format!("no title and no period names the year; section one first names {year}"));
        }
        report.year = first;
    }
    report.agency = title.as_ref().and_then(|t| t.agency.clone());
    if report.agency.is_none()
        && let Some(named) = sections::author(printed).or_else(|| sections::signature(printed))
    {
        note("agency-from-text", format!("no title names the agency; the text names {named} as the author"));
        report.agency = Some(named);
    }
    report.title = title.map(|t| t.text);
    let lines = printed.iter().filter_map(|printed| match printed {
        Printed::Line(line) => Some(line.text.as_str()),
        Printed::Table(_) => None,
    });
    report.region = report.agency.as_deref().and_then(|agency| region::find(agency, lines));
}

/// Adds what a second engine's text says: it fills gaps, lifts doubts and casts them.
pub fn confirm(report: &mut Report, second: &[Printed]) {
    let mut cells = tables::cells(sections::first_report(second), forms(), FEWEST_CELLS);
    // Places in the second engine's text are no places of the document.
    for (_, cell) in cells.iter_mut() {
        cell.at = None;
    }
    let other = Reading { cells, ..Reading::default() };
    // Which rows are printed was decided by the first reading; the second only confirms them.
    let ids = report.form.is_some().then(|| report.cells.iter().map(|(id, _)| id.clone()).collect());
    let mut first = Reading::default();
    first.cells.extend(report.cells.drain(..));
    merge::add(&mut first, &other, Independence::OtherEngine);
    fill(report, ids, first);
    mend::mend(report);
    blanks::doubt(report);
    early::doubt(report);
    along::doubt(report);
}

/// Holds the report against another layout of the same pages, which leaves their rules out of account: a cell that the two
/// read differently is in doubt. It adds no value, and lifts no doubt.
pub fn hold_against(report: &mut Report, unruled: &[Printed]) {
    let other = tables::cells(sections::first_report(unruled), forms(), FEWEST_CELLS);
    for (id, cell) in &mut report.cells {
        let finding = other.get(id).and_then(|other| merge::hold(id, cell, other, Doubt::Alignment));
        report.findings.extend(finding);
    }
}

/// Marks every cell that was read from one of these places, where the text may not say what is meant.
pub fn doubt(report: &mut Report, guessed: &[Place]) {
    let meets = |at: Place, guess: &Place| match (at, guess) {
        (Place::Page { page, area: Some(a) }, Place::Page { page: p, area: Some(b) }) => page == *p && a.meets(b),
        (Place::Cell { .. }, Place::Cell { .. }) => at == *guess,
        _ => false,
    };
    let mut doubted = 0;
    for (_, cell) in &mut report.cells {
        if cell.stands() && cell.at.is_some_and(|at| guessed.iter().any(|guess| meets(at, guess))) {
            cell.doubt(Doubt::Characters);
            doubted += 1;
        }
    }
    if doubted > 0 {
        let message = format!(
            "{doubted} cells hold characters that are not certain: by their font, struck through, set small, or not shown as stored"
        );
        report.findings.push(Finding::new("characters-uncertain", Severity::Warning, message));
    }
}

/// Puts the cells into the order of the form's; those that were not found are missing.
fn fill(report: &mut Report, ids: Option<Vec<CellId>>, mut reading: Reading) {
    report.findings.append(&mut reading.findings);
    report.cells = match ids {
        None => reading.cells.into_sorted(),
        Some(ids) => {
            let mut cell = |id: &CellId| reading.cells.take(id).unwrap_or_else(Cell::missing);
            ids.into_iter().map(|id| (cell(&id), id)).map(|(cell, id)| (id, cell)).collect()
        }
    };
}
