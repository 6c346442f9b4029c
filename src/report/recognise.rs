//! Which item of the form a printed label is, by its words alone: exactly, or by their likeness.
//!
//! Takes folded words. Where labels stand among others, [`align`](super::align) weighs their place too.

use super::form::Item;

/// Likeness from which a damaged label is taken for an item when its place agrees: a third of its letters may be lost.
pub(super) const ALIKE: f32 = 0.6;

/// By how much a label must be more like one item than like any other.
const CLEARLY: f32 = 0.05;

/// Words that make another thing of a label that is alike in all the rest: another period, or a part.
const CONTRARY: [&str; 6] = ["累计", "历年", "上年", "去年", "同期", "其中"];

/// Whether words before a name make it another thing's: `历年累计` before `处理决定数量`.
pub(super) fn means_another(before: &str) -> bool {
    CONTRARY.iter().any(|c| before.ends_with(c))
}

/// Whether words name another period, or a part: no column of this year's numbers.
pub(super) fn is_contrary(words: &str) -> bool {
    CONTRARY.iter().any(|c| words.contains(c))
}

/// How a label was recognised, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// Its words are a name of the item.
    Exact,
    /// Its words are like a name of the item, and its place among its neighbours agrees.
    Alike,
    /// The pieces of label that stand around it make something like a name of the item: the pieces may be a neighbour's.
    Pieced,
    /// By its place alone: as many unnamed as unclaimed between two that are certain.
    Place,
    /// Its words are a name, and it stands out of the form's order: its words may be another row's.
    OutOfOrder,
}

/// How like a printed label is to an item, 0 to 1; 1 is exact.
pub(super) fn likeness(words: &str, item: &Item) -> f32 {
    likeness_from(0.0, words, item)
}

/// The same for who asks for what is as like as `floor` only: 0 for what is surely less.
pub(super) fn likeness_from(floor: f32, words: &str, item: &Item) -> f32 {
    item.names().iter().map(|name| alike(words, name, floor)).fold(0.0, f32::max)
}

/// Whether the words are a name of the item.
pub(super) fn is_exact(words: &str, item: &Item) -> bool {
    item.names().iter().any(|name| name == words)
}

fn alike(words: &str, name: &str, floor: f32) -> f32 {
    if words == name {
        return 1.0;
    }
    if most_alike(words, name) < floor - ROUNDING || CONTRARY.iter().any(|c| words.contains(c) != name.contains(c)) {
        return 0.0;
    }
    let (w, n) = (words.chars().count() as f32, name.chars().count() as f32);
    if w == 0.0 || n == 0.0 {
        return 0.0;
    }
    // A name with letters lost keeps the order of those left; one with letters added keeps all.
    let lost = if is_within(words, name) && w >= 2.0 { (0.5 + 0.5 * w / n).min(0.97) } else { 0.0 };
    let added = if is_within(name, words) && n >= 4.0 { 0.6 + 0.35 * n / w } else { 0.0 };
    (strsim::normalized_levenshtein(words, name) as f32).max(lost).max(added).min(0.99)
}

/// What rounding may take from a likeness.
const ROUNDING: f32 = 0.001;

/// The most that two wordings can be alike by the letters they share, in whatever order: a glance, before letters are
/// weighed one against another.
fn most_alike(words: &str, name: &str) -> f32 {
    let bit = |c: char| 1u64 << (c as u32 % u64::BITS);
    let bits = |text: &str| text.chars().fold(0, |bits, c| bits | bit(c));
    let count = |text: &str, other: u64| {
        let (all, shared) =
            text.chars().fold((0, 0), |(all, shared), c| (all + 1, shared + usize::from(other & bit(c) != 0)));
        (all as f32, shared as f32)
    };
    let ((w, of_words), (n, of_name)) = (count(words, bits(name)), count(name, bits(words)));
    let turned = of_words.min(of_name) / w.max(n).max(1.0);
    let lost = if of_words >= w { 0.5 + 0.5 * w / n.max(1.0) } else { 0.0 };
    let added = if of_name >= n { 0.6 + 0.35 * n / w.max(1.0) } else { 0.0 };
    turned.max(lost).max(added)
}

/// Whether the letters of one stand in the other in the same order.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|l| l == c))
}

/// The item that the words name better than any other, where one does.
pub(super) fn best<'a>(words: &str, items: impl Iterator<Item = &'a Item>) -> Option<(usize, f32)> {
    let mut found: Option<(usize, f32)> = None;
    let mut second = 0.0;
    for (i, item) in items.enumerate() {
        let score = likeness_from(ALIKE - CLEARLY - ROUNDING, words, item);
        match found {
            Some((_, top)) if score <= top => second = f32::max(second, score),
            _ => {
                second = found.map_or(0.0, |(_, top)| top);
                found = Some((i, score));
            }
        }
    }
    found.filter(|(_, top)| *top >= 1.0 || (*top >= ALIKE && *top - second > CLEARLY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::label::Label;
    use crate::report::form::forms;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_glance_lets_go_of_nothing_that_is_alike(
            words in "[属于国家秘密其他处理总计结果维持]{0,8}",
            name in "[属于国家秘密其他处理总计结果维持]{0,8}",
            floor in 0.3f32..1.0,
        ) {
            let likeness = alike(&words, &name, 0.0);
            let glanced = alike(&words, &name, floor);
            prop_assert!(glanced.to_bits() == likeness.to_bits() || likeness < floor && glanced < floor);
        }
    }

    /// Every label and alias of the forms as four conversions to traditional characters leave it, words changed too.
    #[test]
    fn labels_of_converted_copies_name_what_they_named() {
        let lines = include_str!("forms/converted.txt").lines().filter(|l| !l.starts_with('#'));
        let converted: BTreeMap<&str, Vec<&str>> =
            lines.filter_map(|l| l.split_once('\t')).map(|(l, ways)| (l, ways.split('\t').collect())).collect();
        let f = forms();
        let proactive = f.proactive.iter().flat_map(|p| p.rows.iter().chain(&p.columns));
        let requests = f.requests.rows.iter().chain(&f.requests.columns);
        let appeals = f.appeals.kinds.iter().chain(&f.appeals.results);
        for item in proactive.chain(requests).chain(appeals) {
            for label in std::iter::once(&item.label).chain(&item.aliases) {
                let ways = converted.get(label.as_str());
                assert!(ways.is_some(), "{label} is new: run scripts/make-traditional");
                for way in ways.into_iter().flatten() {
                    assert!(is_exact(&Label::read(way).words, item), "{label}, printed {way}");
                }
            }
        }
    }
}
