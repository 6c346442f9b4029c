//! Cells that are marked are told of.
//!
//! **What it does.** Counts the cells of each section that are missing or doubtful, and says where to look first.
//!
//! **Why it matters.** A report that needs review says why, even where no label and no sum was off.
//!
//! **Example.** The tables were pictures: 175 cells of `requests` are missing.

use crate::finding::{Finding, Severity};
use crate::report::{Report, Status};

/// One finding a section and mark.
pub fn told(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in ["proactive", "requests", "appeals", "statistics"] {
        for (status, code, how) in [
            (Status::Missing, "cells-missing", "are not shown by the document"),
            (Status::Doubtful, "cells-doubtful", "are in doubt"),
        ] {
            let marked =
                || report.cells.iter().filter(|(id, c)| c.status == status && id.split('.').next() == Some(section));
            if let Some((first, cell)) = marked().next() {
                let message = format!("{} cells of {section} {how}, {first} the first", marked().count());
                findings.push(Finding::new(code, Severity::Warning, message).at(cell.at));
            }
        }
    }
    findings
}
