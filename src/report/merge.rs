//! Two readings of one document → one: what they agree on is certain, what they disagree on is in doubt.
//!
//! The first reading rests on more of the document's structure; the second adds what it lacks. A value is never made of
//! two readings, and never loses its mark without evidence.

use super::id::CellId;
use super::reading::Reading;
use super::{Cell, Doubt, Status};
use crate::finding::{Finding, Severity};
use std::collections::BTreeSet;

/// How far the second reading is independent of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Independence {
    /// The same text, read another way: agreement mends a doubt about the table, not about the text.
    SameText,
    /// Another engine's text: agreement is evidence for everything.
    OtherEngine,
}

impl Independence {
    /// The doubt that disagreement casts.
    fn doubt(self) -> Doubt {
        match self {
            Self::SameText => Doubt::TextOrder,
            Self::OtherEngine => Doubt::Engine,
        }
    }
}

/// Adds a second reading.
pub(crate) fn add(first: &mut Reading, second: &Reading, independence: Independence) {
    let apart = rows_apart(first, second);
    for (id, other) in second.cells.iter() {
        // What fills a gap in such a row may be the number that the other reading has beside the gap.
        let unread = |cell: &Cell| cell.status == Status::Missing || !cell.stands() && cell.value.is_none();
        let gap = first.cells.get(id).is_some_and(unread);
        if gap && apart.contains(row(id)) {
            continue;
        }
        let Some(cell) = first.cells.get_mut(id) else {
            first.cells.insert(id.clone(), other.clone());
            continue;
        };
        if let Some(finding) = weigh(id, cell, other, independence) {
            first.findings.push(finding);
        }
    }
}

/// The row of a cell's id.
fn row(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(row, _)| row)
}

/// The rows of which the two readings read some number differently.
fn rows_apart<'r>(first: &Reading, second: &'r Reading) -> BTreeSet<&'r str> {
    let differ = |(id, other): &(&CellId, &Cell)| {
        let here = first.cells.get(id).and_then(|cell| cell.value);
        here.is_some() && other.value.is_some() && here != other.value
    };
    second.cells.iter().filter(differ).map(|(id, _)| row(id)).collect()
}

fn weigh(id: &str, cell: &mut Cell, other: &Cell, independence: Independence) -> Option<Finding> {
    let agrees = other.status == Status::Read && other.value == cell.value;
    match cell.status {
        Status::Missing => {
            *cell = other.clone();
            None
        }
        Status::Doubtful if agrees && may_lift(&cell.doubts, independence) => {
            cell.status = Status::Read;
            cell.doubts.clear();
            cell.certain = independence == Independence::OtherEngine || other.certain;
            cell.candidates.clear();
            None
        }
        Status::Doubtful if cell.value.is_none() && other.status == Status::Read => {
            cell.value = other.value;
            cell.candidates.extend(other.value);
            None
        }
        Status::Doubtful => {
            let new = other.value.filter(|v| !cell.candidates.contains(v) && Some(*v) != cell.value);
            cell.candidates.extend(new);
            None
        }
        Status::Read | Status::Blank if other.status == Status::Read && other.value != cell.value => {
            hold(id, cell, other, independence.doubt())
        }
        Status::Read | Status::Blank if cell.certain => None,
        Status::Read if agrees => {
            cell.certain = true;
            None
        }
        // A nil mark is printed, and read like a number.
        Status::Blank if other.status == Status::Blank && (other.certain || cell.raw.is_some()) => {
            cell.certain = true;
            None
        }
        _ => None,
    }
}

/// Doubts a cell that stands, where another reading reads another number for it: both are told, none is preferred.
pub(crate) fn hold(id: &str, cell: &mut Cell, other: &Cell, why: Doubt) -> Option<Finding> {
    if !cell.stands() || other.status != Status::Read || other.value == cell.value {
        return None;
    }
    let how = match why {
        Doubt::Alignment => "by the places of the numbers, without the rules",
        Doubt::TextOrder => "by the order of the text",
        _ => "by another engine",
    };
    let message = format!("{id} reads {}, and {} {how}", text(cell), text(other));
    cell.candidates.extend(cell.value.into_iter().chain(other.value));
    cell.doubt(why);
    Some(Finding::new("readings-differ", Severity::Warning, message).at(cell.at))
}

/// Whether an agreeing reading lifts every doubt. The same text read by its order tests labels and header anew, and says
/// nothing new of what the text is, of cells that moved, or of which of two is meant. Another engine's text is new
/// evidence for all but the last, and for characters that any engine reads alike.
fn may_lift(doubts: &BTreeSet<Doubt>, independence: Independence) -> bool {
    doubts.iter().all(|doubt| match independence {
        Independence::SameText => matches!(doubt, Doubt::Label | Doubt::Header),
        Independence::OtherEngine => !matches!(doubt, Doubt::Twice | Doubt::Parting | Doubt::Characters),
    })
}

fn text(cell: &Cell) -> String {
    cell.value.map_or_else(|| "blank".to_owned(), |v| v.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn merged(first: Cell, second: Cell, independence: Independence) -> (Cell, usize) {
        let reading = |cell| Reading { cells: [("a".into(), cell)].into(), findings: Vec::new(), ..Reading::default() };
        let mut both = reading(first);
        add(&mut both, &reading(second), independence);
        (both.cells.get(&"a".into()).cloned().unwrap(), both.findings.len())
    }

    fn read(n: i64) -> Cell {
        Cell::number(Decimal::from(n), &n.to_string(), None)
    }

    fn doubtful(n: i64) -> Cell {
        let mut cell = read(n);
        cell.doubt(Doubt::Label);
        cell
    }

    #[test]
    fn agreement_makes_certain() {
        let (cell, findings) = merged(read(3), read(3), Independence::SameText);
        assert!(cell.certain && cell.status == Status::Read && findings == 0);
    }

    #[test]
    fn a_gap_is_not_filled_from_a_row_that_is_read_differently() {
        let reading = |cells: [(&str, Cell); 2]| Reading {
            cells: cells.map(|(id, cell)| (CellId::from(id), cell)).into(),
            findings: Vec::new(),
            ..Reading::default()
        };
        let mut both = reading([("row.a", Cell::missing()), ("row.b", doubtful(3))]);
        add(&mut both, &reading([("row.a", read(3)), ("row.b", read(5))]), Independence::SameText);
        let gap = |both: &Reading| both.cells.get(&"row.a".into()).cloned().unwrap();
        assert_eq!((gap(&both).value, gap(&both).status), (None, Status::Missing));
        let unread = Cell { value: None, ..doubtful(0) };
        let mut both = reading([("row.a", unread), ("row.b", doubtful(3))]);
        add(&mut both, &reading([("row.a", read(3)), ("row.b", read(5))]), Independence::SameText);
        assert_eq!(gap(&both).value, None);
    }

    #[test]
    fn disagreement_is_a_doubt_with_both_numbers() {
        let (cell, findings) = merged(read(3), read(5), Independence::OtherEngine);
        assert_eq!((cell.status, cell.candidates.len(), findings), (Status::Doubtful, 2, 1));
    }

    #[test]
    fn nor_does_structure_outweigh_another_reading() {
        for independence in [Independence::SameText, Independence::OtherEngine] {
            let certain = Cell { certain: true, ..read(3) };
            let (cell, findings) = merged(certain, read(5), independence);
            assert_eq!((cell.value, cell.status, findings), (Some(Decimal::from(3)), Status::Doubtful, 1));
        }
    }

    #[test]
    fn several_doubts_are_lifted_together_or_not_at_all() {
        let mut cell = doubtful(3);
        cell.doubt(Doubt::Moved);
        assert_eq!(merged(cell.clone(), read(3), Independence::SameText).0.status, Status::Doubtful);
        assert_eq!(merged(cell, read(3), Independence::OtherEngine).0.status, Status::Read);
    }

    #[test]
    fn the_same_text_cannot_mend_its_own_ambiguity() {
        let broken = Cell { doubts: [Doubt::Text].into(), ..doubtful(23) };
        assert_eq!(merged(broken.clone(), read(23), Independence::SameText).0.status, Status::Doubtful);
        assert_eq!(merged(broken, read(23), Independence::OtherEngine).0.status, Status::Read);
    }

    #[test]
    fn a_doubt_about_the_table_is_mended_and_a_gap_is_filled() {
        assert_eq!(merged(doubtful(3), read(3), Independence::SameText).0.status, Status::Read);
        assert_eq!(merged(Cell::missing(), read(3), Independence::SameText).0.value, Some(Decimal::from(3)));
        assert_eq!(merged(doubtful(3), read(5), Independence::SameText).0.status, Status::Doubtful);
    }
}
