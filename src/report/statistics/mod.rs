//! The statistics table (政府信息公开情况统计表): one list of indicators with one value, or one for the year and one for
//! all years.
//!
//! Takes all tables of a document, and its running text where no table tells cells apart; gives the cells
//! `statistics.ROW.COLUMN` of the variant whose rows are printed. Some labels stand under two chapters (复议 and 诉讼 have the
//! same results): such a row is known by its chapter too, and is in doubt where the chapter was not recognised.

mod entries;
mod header;
mod rows;
#[cfg(test)]
mod tests;
mod text;
mod values;

use super::form::{Statistics, Variant};
use super::reading::Reading;
use super::{merge, merge::Independence};
use crate::finding::{Finding, Severity};
use crate::parse::Printed;
use crate::parse::running::Pair;

/// How many rows of a variant must be printed, word for word, for a document to have the table.
const FEWEST_ROWS: usize = 5;

/// What was found of the table.
#[derive(Debug)]
pub(crate) struct Found<'f> {
    /// The variant whose rows are printed; none where they are half of none.
    pub(crate) variant: Option<&'f Variant>,
    /// The columns that are printed, by their place in the form.
    pub(crate) columns: Vec<usize>,
    /// The cells.
    pub(crate) reading: Reading,
}

/// A reading of one variant.
struct Attempt {
    /// Rows that were recognised word for word.
    exact: usize,
    columns: Vec<usize>,
    /// The cells were told apart by the document itself.
    celled: bool,
    reading: Reading,
}

/// Reads the table, if the document has it.
pub(crate) fn read<'f>(printed: &[Printed], running: &[Pair], form: &'f Statistics) -> Option<Found<'f>> {
    let listed = rows::list(printed, form);
    let may_be_listed = rows::may_name(&listed, form);
    let by_tables = may_be_listed.then(|| best(form, |variant| rows::read(&listed, form, variant))).flatten();
    let celled = by_tables.as_ref().is_some_and(|(_, a)| a.celled);
    let by_text = if celled { None } else { best(form, |variant| text::read(running, form, variant)) };
    let (variant, mut attempt) = match (by_tables, by_text) {
        (Some((variant, mut table)), Some((other, text))) if std::ptr::eq(variant, other) => {
            merge::add(&mut table.reading, &text.reading, Independence::SameText);
            table.exact = table.exact.max(text.exact);
            (variant, table)
        }
        (Some(one), Some(other)) if other.1.exact > one.1.exact => other,
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    let rows = variant.rows.iter().filter(|r| !r.heading).count();
    let known = attempt.exact * 2 >= rows;
    if !known {
        let message =
            "the rows of the statistics table are not half of any variant's that is known: what it lacks can't be told";
        attempt.reading.findings.push(Finding::new("variant-unknown", Severity::Error, message));
    }
    // A table has the year's column: one that shows no other than that of all years has lost it.
    attempt.columns.push(0);
    attempt.columns.sort_unstable();
    attempt.columns.dedup();
    Some(Found { variant: known.then_some(variant), columns: attempt.columns, reading: attempt.reading })
}

/// The variant most of whose rows are printed.
fn best<'f>(form: &'f Statistics, read: impl Fn(&'f Variant) -> Attempt) -> Option<(&'f Variant, Attempt)> {
    let all = form.variants.iter().map(|v| (v, read(v)));
    let best = all.max_by_key(|(_, attempt)| attempt.exact)?;
    (best.1.exact >= FEWEST_ROWS).then_some(best)
}

impl Attempt {
    fn new() -> Self {
        Self { exact: 0, columns: Vec::new(), celled: true, reading: Reading::default() }
    }
}
