//! The statistics table of the form of 2014 (政府信息公开情况统计表): one list of indicators in several variants.
//!
//! The national table and those of provinces share an idea and some rows. What is the same in all stands in one file, the
//! rows and the arithmetic of each variant in another.

use super::{Equation, Identity, Item, Mentions, embedded as read};
use crate::parse::fold::letters;
use crate::parse::label::{Label, Ordinal};
use crate::report::id::{CellId, Ids};
use serde::Deserialize;
use smol_str::{SmolStr, format_smolstr};
use std::collections::{BTreeMap, BTreeSet};

/// The form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// The form's id.
    pub id: String,
    /// The form's name.
    pub label: String,
    /// The table's part of the cell id.
    pub table: String,
    /// The table's heading.
    pub heading: String,
    /// What stands over the labels.
    pub over_labels: Vec<SmolStr>,
    /// What stands over the units.
    pub over_units: Vec<SmolStr>,
    /// What stands over numbers that count the rows.
    pub over_ordinals: Vec<SmolStr>,
    /// What stands over notes.
    pub over_notes: Vec<SmolStr>,
    /// The units that are printed in a column of their own.
    pub units: Vec<SmolStr>,
    /// What the lines under the table begin with.
    pub footer: Vec<String>,
    /// The columns that hold values.
    pub columns: Vec<Item>,
    /// The tables that were printed.
    #[serde(skip)]
    pub variants: Vec<Variant>,
}

/// One table that was printed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// What it is called.
    pub id: String,
    /// Its heading.
    pub label: String,
    /// Its rows in printed order, headings without a value among them.
    pub rows: Vec<Item>,
    /// Its arithmetic.
    pub identities: Vec<Identity>,
    /// For each row, the row of its chapter (`四、行政复议数量`).
    #[serde(skip)]
    chapters: Vec<Option<usize>>,
    /// The rows that open a chapter.
    #[serde(skip)]
    openers: Vec<usize>,
    /// What names of rows are without the name of a chapter that they begin with.
    #[serde(skip)]
    rests: BTreeSet<SmolStr>,
    /// For each row, whether another chapter has a row of the same name.
    #[serde(skip)]
    shared: Vec<bool>,
    /// For each row, its names without the words of its chapter.
    #[serde(skip)]
    bare: Vec<Vec<SmolStr>>,
    /// All names of all rows.
    #[serde(skip)]
    named: BTreeSet<SmolStr>,
    /// All names, and all that is one after the name of its chapter, each the same item.
    #[serde(skip)]
    mentions: Mentions,
    /// The bare names of rows with values, by their last letter.
    #[serde(skip)]
    endings: BTreeMap<char, Vec<SmolStr>>,
}

/// What a label of the table says, folded: without its ordinal, notes and `其中`.
pub(crate) fn words(text: &str) -> SmolStr {
    said(&Label::read(text)).into()
}

/// The same of a label that was read.
pub(crate) fn said(label: &Label) -> &str {
    label.words.strip_prefix("其中").filter(|rest| !rest.is_empty()).unwrap_or(&label.words)
}

impl Statistics {
    /// The cells of a variant in a year, in printed order: those of the columns that are printed.
    pub fn cells(&self, variant: &Variant, columns: &[usize], year: Option<u16>) -> Vec<CellId> {
        let rows =
            variant.rows.iter().filter(|r| !r.heading && r.last_year.is_none_or(|l| year.is_none_or(|y| y <= l)));
        rows.flat_map(|row| columns.iter().map(|c| row.cells[*c].clone())).collect()
    }

    /// Whether a line is, word for word, the row of a chapter of a variant.
    pub(crate) fn is_chapter(&self, line: &str) -> bool {
        let printed = words(line);
        self.variants.iter().any(|v| v.openers().any(|o| v.rows[o].names.contains(&printed)))
    }

    /// The row of a cell id, of the first variant that has it.
    pub fn row(&self, id: &str) -> Option<&Item> {
        let row = id.strip_prefix(self.table.as_str())?.strip_prefix('.')?.rsplit_once('.')?.0;
        self.rows().find(|r| r.id == row)
    }

    /// The rows of all variants that have values.
    pub fn rows(&self) -> impl Iterator<Item = &Item> {
        self.variants.iter().flat_map(|v| &v.rows).filter(|r| !r.heading)
    }

    pub(super) fn equations<'s>(&'s self, ids: &'s Ids) -> impl Iterator<Item = Equation<'s>> {
        let identities = self.variants.iter().flat_map(|v| &v.identities);
        identities.flat_map(|i| self.columns.iter().map(|c| Equation::of(i, &self.table, &c.id, ids)))
    }
}

impl Variant {
    /// The chapter of a row.
    pub(crate) fn chapter(&self, row: usize) -> Option<usize> {
        self.chapters[row]
    }

    /// Whether a row is known by its chapter only.
    pub(crate) fn is_shared(&self, row: usize) -> bool {
        self.shared[row]
    }

    /// The names of a row without the words of its chapter.
    pub(crate) fn bare(&self, row: usize) -> &[SmolStr] {
        &self.bare[row]
    }

    /// Whether words are the name of a row.
    pub(crate) fn is_name(&self, words: &str) -> bool {
        self.named.contains(words)
    }

    /// Whether letters end with the bare name of a row with values, whatever its chapter.
    pub(crate) fn ends(&self, letters: &str) -> bool {
        let same = letters.chars().next_back().and_then(|last| self.endings.get(&last));
        same.is_some_and(|names| names.iter().any(|n| letters.ends_with(n.as_str())))
    }

    /// The rows that open a chapter.
    pub(crate) fn openers(&self) -> impl Iterator<Item = usize> {
        self.openers.iter().copied()
    }

    /// Whether the name of a row, or the rest of one after the name of its chapter, stands somewhere in some letters.
    pub(crate) fn is_named_in(&self, letters: &str) -> bool {
        self.mentions.any_within(letters)
    }

    /// Whether words are the name of a row once they follow the name of some chapter, as [`Self::in_chapter`] puts them.
    pub(crate) fn is_name_in_a_chapter(&self, words: &str) -> bool {
        self.rests.contains(words)
    }

    /// A name as a row of a chapter has it, where that chapter shares names with another.
    pub(crate) fn in_chapter(&self, chapter: usize, words: &str) -> SmolStr {
        format_smolstr!("{}{words}", self.rows[chapter].names[0])
    }

    fn prepare(&mut self) {
        for row in &mut self.rows {
            row.names = std::iter::once(&row.label).chain(&row.aliases).map(|l| words(l)).collect();
        }
        let opens = |label: &str| matches!(Label::read(label).ordinal, Some(Ordinal::Chapter(_)));
        let mut chapter = None;
        for (r, row) in self.rows.iter().enumerate() {
            if opens(&row.label) {
                chapter = Some(r);
            }
            self.chapters.push(chapter);
        }
        self.openers = (0..self.rows.len()).filter(|r| self.chapters[*r] == Some(*r)).collect();
        let twins = |a: usize, b: usize| {
            self.chapters[a] != self.chapters[b] && self.rows[a].names.iter().any(|n| self.rows[b].names.contains(n))
        };
        self.shared = (0..self.rows.len()).map(|a| (0..self.rows.len()).any(|b| twins(a, b))).collect();
        self.bare = self.rows.iter().map(|row| row.names.clone()).collect();
        for (_, names) in self.rows.iter().zip(&self.bare).filter(|(row, _)| !row.heading) {
            for name in names {
                self.endings.entry(name.chars().next_back().unwrap_or_default()).or_default().push(name.clone());
            }
        }
        for r in 0..self.rows.len() {
            if let Some(chapter) = self.chapters[r].filter(|_| self.shared[r]) {
                let names = self.rows[r].names.iter().map(|n| self.in_chapter(chapter, n)).collect();
                self.rows[r].names = names;
            }
        }
        self.named = self.rows.iter().flat_map(|row| row.names.iter().cloned()).collect();
        let chapters = || self.openers.iter().map(|opener| self.rows[*opener].names[0].as_str());
        let rests = self.named.iter().flat_map(|name| chapters().filter_map(|chapter| name.strip_prefix(chapter)));
        self.rests = rests.map(SmolStr::new).collect();
        let all = self.named.iter().chain(&self.rests).filter(|name| !name.is_empty());
        self.mentions = Mentions::of(all.map(|name| (0, name.as_str())));
    }
}

/// The form, as compiled in.
pub(super) fn embedded() -> Statistics {
    let mut form: Statistics = read(include_str!("../forms/ogi-2014.toml"));
    form.columns.iter_mut().for_each(Item::fold);
    for word in form.over_labels.iter_mut().chain(&mut form.over_units).chain(&mut form.over_ordinals) {
        *word = letters(word).into();
    }
    form.variants = vec![
        read(include_str!("../forms/ogi-2014-national.toml")),
        read(include_str!("../forms/ogi-2014-fujian.toml")),
    ];
    form.variants.iter_mut().for_each(Variant::prepare);
    form
}

#[cfg(test)]
mod tests {
    use super::super::forms;
    use smol_str::SmolStr;
    use std::collections::BTreeSet;

    #[test]
    fn no_path_is_both_a_value_and_an_object() {
        let ids: BTreeSet<&str> = forms().statistics.rows().map(|r| r.id.as_str()).collect();
        for a in &ids {
            assert!(!ids.iter().any(|b| b.starts_with(&format!("{a}."))), "{a}");
        }
    }

    #[test]
    fn every_name_of_a_variant_is_one_rows_name_and_every_sum_names_rows() {
        for variant in &forms().statistics.variants {
            let mut seen = BTreeSet::new();
            for row in &variant.rows {
                assert!(row.heading == row.id.is_empty(), "{}", row.label);
                let names: BTreeSet<&SmolStr> = row.names().iter().collect();
                assert!(names.iter().all(|n| seen.insert(n.as_str())), "{}: {names:?}", variant.id);
            }
            for identity in &variant.identities {
                for id in identity.left.iter().chain(&identity.right) {
                    assert!(variant.rows.iter().any(|r| r.id == *id), "{} names {id}", identity.id);
                }
            }
        }
    }

    #[test]
    fn what_is_a_name_in_a_chapter_is_one_in_some_chapter() {
        for variant in &forms().statistics.variants {
            let names = variant.rows.iter().flat_map(super::Item::names);
            for words in names.flat_map(|name| name.char_indices().map(|(at, _)| &name[at..])).chain([""]) {
                let some = variant.openers().any(|o| variant.is_name(&variant.in_chapter(o, words)));
                assert_eq!(variant.is_name_in_a_chapter(words), some, "{words}");
            }
        }
    }

    #[test]
    fn the_results_of_appeals_are_known_by_their_chapter() {
        let national = &forms().statistics.variants[0];
        let shared: Vec<&str> =
            (0..national.rows.len()).filter(|r| national.is_shared(*r)).map(|r| national.rows[r].id.as_str()).collect();
        assert_eq!(shared.len(), 6, "{shared:?}");
    }
}
