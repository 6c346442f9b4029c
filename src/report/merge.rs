//! Two readings of one document → one: what they agree on is certain, what they disagree on is in doubt.
//!
//! The first reading rests on more of the document's structure; the second adds what it lacks. A value is never made of
//! two readings, and never loses its mark without evidence.

use super::reading::Reading;
use super::{Cell, Status};
use crate::finding::{Finding, Severity};

/// How far the second reading is independent of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Independence {
    /// The same text, read another way: agreement mends a doubt about the table, not about the text.
    SameText,
    /// Another engine's text: agreement is evidence for everything.
    OtherEngine,
}

/// Adds a second reading.
pub(crate) fn add(first: &mut Reading, second: &Reading, independence: Independence) {
    for (id, other) in &second.cells {
        let Some(cell) = first.cells.get_mut(id) else {
            first.cells.insert(id.clone(), other.clone());
            continue;
        };
        if let Some(finding) = weigh(id, cell, other, independence) {
            first.findings.push(finding);
        }
    }
}

fn weigh(id: &str, cell: &mut Cell, other: &Cell, independence: Independence) -> Option<Finding> {
    let agrees = other.status == Status::Read && other.value == cell.value;
    let says_other = other.status == Status::Read && other.value != cell.value;
    match cell.status {
        Status::Missing => {
            *cell = other.clone();
            None
        }
        // The same text read another way says nothing new about a text that can be read in more than one.
        Status::Doubtful if cell.ambiguous && independence == Independence::SameText => None,
        Status::Doubtful if agrees => {
            cell.status = Status::Read;
            cell.certain = independence == Independence::OtherEngine;
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
        Status::Read | Status::Blank if cell.certain => {
            // Structure outweighs order: the disagreement is told, the value stands.
            let message = || format!("{id} reads {} in its table and {} in another reading", text(cell), text(other));
            (says_other && independence == Independence::OtherEngine)
                .then(|| Finding::new("readings-differ", Severity::Note, message()).at(cell.at))
        }
        Status::Read if agrees => {
            cell.certain = true;
            None
        }
        Status::Read | Status::Blank if says_other => {
            let message = format!("{id} reads {} one way and {} another", text(cell), text(other));
            cell.candidates.extend(cell.value);
            cell.candidates.extend(other.value);
            cell.doubt();
            Some(Finding::new("readings-differ", Severity::Warning, message).at(cell.at))
        }
        _ => None,
    }
}

fn text(cell: &Cell) -> String {
    cell.value.map_or_else(|| "blank".to_owned(), |v| v.to_string())
}
