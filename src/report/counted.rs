//! The rows of section three, counted off against the form where their labels are broken.
//!
//! Takes all printed rows of values in their order. Where there are exactly as many as the form has, and the words beside
//! every one of them begin its label, or are like it, and no ordinal contradicts, count and labels say the same: nothing is
//! left that another row could be. A label in a narrow column is broken over a dozen lines, of which the first stands
//! beside the numbers (`7.属于 2 2 0 0 0 0 4`, `行政执`, `法案卷`).

use super::align::Labelled;
use super::form::{Item, Requests};
use super::recognise::{ALIKE, Match, likeness_from};
use crate::parse::label::{Label, Ordinal};
use smol_str::SmolStr;

/// So many letters at least must begin a label: `其他` begins one, and is another.
const FEWEST: usize = 2;

/// The longest label of the form has 37 characters: what stands before so many is no row's.
const LONGEST: usize = 60;

/// What is printed beside a row's values.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// The ordinal, where one is printed.
    pub(super) ordinal: Option<Ordinal>,
    /// The words.
    pub(super) words: SmolStr,
}

impl Beside {
    /// The words from the last ordinal on: a group's label may stand before the row's (`（ 1.信访`, `三 （一）予以公开`).
    pub(super) fn read(text: &str) -> Self {
        let from = text.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
        let text = &text[from..];
        let mut starts = text.char_indices().map(|(at, _)| Label::read(&text[at..]));
        let last = starts.rfind(|label| label.ordinal.is_some());
        let Label { ordinal, words } = last.unwrap_or_else(|| Label::read(text));
        Self { ordinal, words }
    }
}

/// Which row of the form each printed row is, if they are the form's rows, one after the other.
pub(super) fn off(beside: &[Beside], labelled: &[Labelled], form: &Requests) -> Option<Vec<(usize, Match)>> {
    [false, true].into_iter().find_map(|single| {
        let rows: Vec<usize> =
            form.rows_printed(single).filter_map(|row| form.rows.iter().position(|other| other.id == row.id)).collect();
        let agrees = |(r, i): (usize, &usize)| agree(&beside[r], &labelled[r], &form.rows[*i]);
        if rows.len() != beside.len() || rows.len() != labelled.len() {
            return None;
        }
        rows.iter().enumerate().map(|(r, i)| agrees((r, i)).map(|how| (*i, how))).collect()
    })
}

/// Whether the words beside a row's values, and the ordinal before them, are how the label of an item begins.
pub(super) fn begins(beside: &str, item: &Item) -> bool {
    let beside = Beside::read(beside);
    beside.ordinal.is_some() && agree(&beside, &Labelled::default(), item).is_some()
}

/// How the words beside a row's values name an item, if they do.
fn agree(beside: &Beside, labelled: &Labelled, item: &Item) -> Option<Match> {
    let own = Label::read(&item.label).ordinal;
    if beside.ordinal.is_some() && beside.ordinal != own {
        return None;
    }
    let is_named = item.names().contains(&beside.words);
    let begins = |name: &SmolStr| beside.words.chars().count() >= FEWEST && name.starts_with(beside.words.as_str());
    let alike = |words: &SmolStr| likeness_from(ALIKE, words, item) >= ALIKE;
    let is_alike = || labelled.own.iter().chain(&labelled.pieced).any(alike);
    // A beginning that its ordinal does not tell apart may be a neighbour's (`属于`).
    let is_begun = beside.ordinal.is_some() && item.names().iter().any(begins);
    if is_named { Some(Match::Exact) } else { (is_begun || is_alike()).then_some(Match::Alike) }
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    /// The labels of all rows, cut short, as they stand beside the numbers of a narrow column.
    fn printed(single: bool) -> Vec<String> {
        let cut = |label: &String| label.chars().take(5).collect();
        forms().requests.rows_printed(single).map(|row| cut(&row.label)).collect()
    }

    fn counted(rows: &[String]) -> Option<usize> {
        let beside: Vec<Beside> = rows.iter().map(|r| Beside::read(r)).collect();
        off(&beside, &vec![Labelled::default(); rows.len()], &forms().requests).map(|found| found.len())
    }

    #[test]
    fn all_rows_with_the_beginnings_of_their_labels_are_the_forms() {
        assert_eq!(counted(&printed(false)), Some(printed(false).len()));
        assert_eq!(counted(&printed(true)), Some(printed(true).len()));
        let mut grouped = printed(false);
        grouped[4] = format!("（ {}", grouped[4]);
        assert_eq!(counted(&grouped), Some(grouped.len()));
    }

    #[test]
    fn a_row_lost_doubled_turned_or_named_otherwise_is_not() {
        let whole = printed(false);
        let mut lost = whole.clone();
        lost.remove(7);
        let mut doubled = lost.clone();
        doubled.insert(7, lost[6].clone());
        let mut turned = whole.clone();
        turned.swap(7, 8);
        let mut renamed = whole.clone();
        renamed[7] = "7.其他".to_owned();
        for rows in [lost, doubled, turned, renamed] {
            assert_eq!(counted(&rows), None, "{rows:?}");
        }
    }
}
