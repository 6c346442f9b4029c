//! A workbook as it shows on paper: sheets of shown cells, the same for every file format.

use crate::finding::{Reason, Unreadable};
use std::collections::{BTreeMap, BTreeSet};

/// Stands for what a cell shows that can't be told: a formula without its result, a number in an unknown format.
pub(super) const UNTOLD: char = '\u{FFFC}';

/// Cells of a workbook, those that are only bordered included. A report has two thousand; half a million take 100 MB.
const MOST_CELLS: usize = 500_000;

/// Rows and columns that are looked at: the limits of the programs that write such files.
pub(super) const ROWS: u32 = 1_048_576;
/// See [`ROWS`].
pub(super) const COLUMNS: u32 = 16_384;

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// By row and column, from 0. Only cells that show something or have borders.
    pub(super) cells: BTreeMap<(u32, u32), Shown>,
    /// First row and column, last row and column.
    pub(super) merged: Vec<[u32; 4]>,
    pub(super) hidden_rows: BTreeSet<u32>,
    /// First and last.
    pub(super) hidden_columns: Vec<(u32, u32)>,
}

/// What a cell shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its text as displayed.
    pub(super) text: String,
    /// It has a line on its left or right.
    pub(super) is_bordered: bool,
    /// What is stored is not what is displayed: rounded, or not displayed at all.
    pub(super) differs: bool,
}

/// Counts what a workbook holds, and says when it is too much.
#[derive(Debug, Default)]
pub(super) struct Budget(usize);

impl Budget {
    /// So many cells more.
    pub(super) fn spend(&mut self, cells: usize) -> Result<(), Unreadable> {
        self.0 = self.0.saturating_add(cells);
        if self.0 > MOST_CELLS {
            let message = format!("the workbook has more than {MOST_CELLS} cells, which is the limit; split it");
            return Err(Unreadable::new(Reason::Memory, message));
        }
        Ok(())
    }
}
