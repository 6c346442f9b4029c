//! A reading: cells that one way of reading gave, with what was off. Several readings of one document are merged
//! (see [`merge`](super::merge)).

use super::align::out_of_order;
use super::cells::Cells;
use super::form::Item;
use super::id::CellId;
use super::recognise::Match;
use super::{Cell, Doubt as Why, Status};
use crate::finding::{Finding, Severity};
use crate::parse::number::{Content, Doubt};
use crate::parse::table::Field;
use crate::place::Place;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// What one way of reading gave.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// The cells it found, by id.
    pub(crate) cells: Cells,
    /// What was off.
    pub(crate) findings: Vec<Finding>,
    /// Cells that were read by their place and by their order alike, out of a table that has neither rules nor tags.
    pub(crate) twice: BTreeSet<CellId>,
    /// Cells that were read by their place alone, squarely under one column and beside one label (see `slip`).
    pub(crate) placed: BTreeSet<CellId>,
}

impl Reading {
    /// Makes certain what two ways of reading agree on, and no other reading has cast a doubt on.
    pub(crate) fn settle_twice(&mut self) {
        for id in &self.twice {
            if let Some(cell) = self.cells.get_mut(id).filter(|cell| cell.stands()) {
                cell.certain = true;
            }
        }
    }

    /// Takes a cell. One that is printed twice with two values is in doubt.
    pub(crate) fn put(&mut self, id: CellId, cell: Cell) {
        match self.cells.get_mut(&id) {
            None => {
                self.cells.insert(id, cell);
            }
            Some(first) if first.value == cell.value => first.certain &= cell.certain,
            Some(first) => {
                let message = format!("{id} is printed twice, as {} and as {}", shown(first), shown(&cell));
                self.findings.push(Finding::new("printed-twice", Severity::Warning, message).at(cell.at));
                first.candidates.extend(cell.value);
                first.doubt(Why::Twice);
            }
        }
    }

    /// Doubts the cells of rows that do not stand in the form's order, given each cell's row in the order of print.
    pub(crate) fn doubt_order(&mut self, printed: &[(usize, CellId)]) {
        let rows: Vec<usize> = printed.iter().map(|(row, _)| *row).collect();
        for ((_, id), _) in printed.iter().zip(out_of_order(&rows)).filter(|(_, turned)| *turned) {
            if let Some(cell) = self.cells.get_mut(id).filter(|cell| cell.stands()) {
                cell.doubt(Why::Order);
            }
        }
    }

    /// Notes that the cells of a row do not stand where they should.
    pub(crate) fn note_moved(&mut self, label: &str, at: Option<Place>) {
        let message =
            format!("the cells of “{label}” do not all stand under one column each: one may be lost or added");
        self.findings.push(Finding::new("cells-moved", Severity::Warning, message).at(at));
    }

    /// Notes that a label was not known by its exact words.
    pub(crate) fn note_match(&mut self, how: Match, printed: &str, label: &str, at: Option<Place>) {
        let finding = match how {
            Match::Exact => return,
            Match::Alike => Finding::new(
                "label-damaged",
                Severity::Note,
                format!("“{}” is taken for “{label}” by its likeness and its place", printed.replace('\n', "")),
            ),
            Match::Pieced => Finding::new(
                "label-pieced",
                Severity::Warning,
                format!("pieces of label around a row are taken for “{label}”, which they are only like"),
            ),
            Match::Place => Finding::new(
                "label-missing",
                Severity::Warning,
                format!("a row without a label is taken for “{label}” by its place alone"),
            ),
            Match::OutOfOrder => Finding::new(
                "label-out-of-order",
                Severity::Warning,
                format!("“{label}” does not stand where the form has it: labels may have changed places"),
            ),
        };
        self.findings.push(finding.at(at));
    }
}

fn shown(cell: &Cell) -> String {
    cell.value.map_or_else(|| "nothing".to_owned(), |v| v.to_string())
}

impl Cell {
    /// What a field of a table says.
    pub(crate) fn of(field: &Field, certain: bool) -> Self {
        let mut cell = Self {
            status: Status::Read,
            value: None,
            raw: Some(field.text.trim().into()),
            note: None,
            unit: None,
            at: Some(field.at),
            certain,
            doubts: BTreeSet::new(),
            candidates: Vec::new(),
        };
        match &field.content {
            Content::Empty => {
                cell.status = Status::Blank;
                cell.raw = None;
            }
            Content::Nil => cell.status = Status::Blank,
            Content::Number(number) => {
                cell.value = Some(number.value);
                cell.note = number.note.as_deref().map(SmolStr::new);
                cell.unit = number.unit.as_deref().map(SmolStr::new);
                if let Some(Doubt::Broken | Doubt::LeadingZero) = number.doubt {
                    cell.doubt(Why::Text);
                }
            }
            Content::Unread | Content::Words => cell.doubt(Why::Text),
        }
        cell
    }

    /// A number that was read out of running text.
    pub(crate) fn number(value: Decimal, raw: &str, at: Option<Place>) -> Self {
        Self {
            status: Status::Read,
            value: Some(value),
            raw: Some(raw.trim().into()),
            note: None,
            unit: None,
            at,
            certain: false,
            doubts: BTreeSet::new(),
            candidates: Vec::new(),
        }
    }

    /// A cell that is there and empty.
    pub(crate) fn blank(at: Option<Place>) -> Self {
        Self {
            status: Status::Blank,
            value: None,
            raw: None,
            note: None,
            unit: None,
            at,
            certain: false,
            doubts: BTreeSet::new(),
            candidates: Vec::new(),
        }
    }

    /// A cell the form has and the document does not show.
    pub(crate) fn missing() -> Self {
        Self { status: Status::Missing, ..Self::blank(None) }
    }

    /// A cell that could be one of several numbers; the first is the best reading.
    pub(crate) fn one_of(candidates: Vec<Decimal>, raw: &str, at: Option<Place>) -> Self {
        let mut cell = Self { value: candidates.first().copied(), ..Self::blank(at) };
        cell.raw = Some(raw.trim().into());
        cell.candidates = candidates;
        cell.doubt(Why::Parting);
        cell
    }

    /// The unit of money, where the column means money: as printed in the cell, else in the words given (a header, what
    /// follows the number), else as the form says.
    pub(crate) fn take_unit(&mut self, column: &Item, words: &str) {
        let Some(usual) = &column.unit else {
            self.unit = None;
            return;
        };
        if self.unit.is_none() && self.value.is_some() {
            let printed = ["万元", "元"].into_iter().find(|u| {
                words.starts_with(u) || words.contains(&format!("单位：{u}")) || words.contains(&format!("（{u}）"))
            });
            self.unit = printed.or_else(|| (!usual.is_empty()).then_some(usual.as_str())).map(SmolStr::new);
        }
    }

    /// Marks it.
    pub(crate) fn doubt(&mut self, why: Why) {
        self.status = Status::Doubtful;
        self.doubts.insert(why);
    }

    /// Whether it is empty, and not by a mark that says so.
    pub(crate) fn is_empty(&self) -> bool {
        self.status == Status::Blank && self.raw.is_none()
    }

    /// Whether it stands unmarked: read, or plainly blank.
    pub(crate) fn stands(&self) -> bool {
        matches!(self.status, Status::Read | Status::Blank | Status::Corrected)
    }
}
