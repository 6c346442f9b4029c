//! Rows → a typed [`Report`]. The statutory forms live here as data.
//!
//! Every value has its text and its place. Nothing is judged: whether the numbers agree is `verify`'s affair.

use crate::finding::Finding;
use crate::place::Place;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A report, as read.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The agency, as printed in the title.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The title, as printed.
    pub title: Option<String>,
    /// The form's id (`ogi-2021`), decided by labels.
    pub form: Option<String>,
    /// Its sections in printed order.
    pub sections: Vec<Section>,
    /// Every cell of the form, in the form's order.
    pub cells: Vec<(String, Cell)>,
    /// What was off while reading.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The cell of an id, where the form has it.
    pub fn cell(&self, id: &str) -> Option<&Cell> {
        self.cells.iter().find(|(i, _)| i == id).map(|(_, c)| c)
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
    pub raw: Option<String>,
    /// What stood beside the number (`其中修订16件`).
    pub note: Option<String>,
    /// `万元` or `元` where money is meant.
    pub unit: Option<String>,
    /// Where it was read.
    pub at: Option<Place>,
    /// The reading rests on the document's own structure with row and column recognised, or on two readings that agree.
    pub certain: bool,
    /// Other readings that were possible.
    pub candidates: Vec<Decimal>,
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
