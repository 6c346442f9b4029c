//! The quick way to fold: a table of the characters that fold by themselves, whatever stands beside them.
//!
//! Nearly all of a report is ideographs, ASCII and Chinese punctuation, which NFKC neither joins nor parts: one look into a
//! table says what becomes of each. A text that holds any other character goes the slow way, through Unicode's own tables.

use super::{WORDS, data};
use std::sync::LazyLock;

/// The ideographs of the table.
const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// What becomes of an ideograph.
#[derive(Debug, Clone, Copy)]
struct Ideograph {
    /// The simplified one.
    simple: char,
    /// It is what a word of converted copies has in the place of another: a text without one holds no such word.
    is_converted: bool,
}

/// Traditional characters that occur in the words this program compares, with their simplified ones, in a table of all
/// ideographs; the file says where they come from. A full conversion is not needed to recognise a label, and names are kept
/// as printed.
static IDEOGRAPHS: LazyLock<Vec<Ideograph>> = LazyLock::new(|| {
    let mut table: Vec<_> = (FIRST..=LAST).map(|c| Ideograph { simple: c, is_converted: false }).collect();
    for (from, to) in data(include_str!("../traditional.txt")).filter_map(|line| line.split_once(' ')) {
        if let (Some(entry), Some(to)) =
            (from.chars().next().and_then(place).and_then(|p| table.get_mut(p)), to.chars().next())
        {
            entry.simple = to;
        }
    }
    // A changed character of each word: the last, which is seldom in other words.
    let changed =
        |(from, to): &(&str, &str)| from.chars().zip(to.chars()).filter(|(a, b)| a != b).last().map(|(a, _)| a);
    let converted: Vec<char> = WORDS.iter().filter_map(changed).collect();
    for entry in &mut table {
        entry.is_converted = converted.contains(&entry.simple);
    }
    table
});

/// The place of an ideograph in the table.
fn place(c: char) -> Option<usize> {
    (FIRST..=LAST).contains(&c).then(|| c as usize - FIRST as usize)
}

fn ideograph(c: char) -> Option<Ideograph> {
    place(c).and_then(|p| IDEOGRAPHS.get(p)).copied()
}

/// One character, simplified where it is one of the forms' words.
pub fn simplify(c: char) -> char {
    ideograph(c).map_or(c, |i| i.simple)
}

/// Whether a text that holds a character may, once it is folded, hold a word of a converted copy on its account.
pub(super) fn may_be_converted(c: char) -> bool {
    ideograph(c).map_or_else(|| composed(c).is_none(), |ideograph| ideograph.is_converted)
}

/// NFKC of a character that folds by itself; none where it may join its neighbours, or come apart.
pub(super) fn composed(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}'
        | FIRST..=LAST
        | '\u{3001}'
        | '\u{3002}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301b}'
        | '\u{b7}'
        | '\u{2013}'
        | '\u{2014}'
        | '\u{2018}'
        | '\u{2019}'
        | '\u{201c}'
        | '\u{201d}' => Some(c),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - ('\u{ff01}' as u32 - '!' as u32)),
        _ => None,
    }
}

/// A text whose characters all fold by themselves, in NFKC and simplified, those kept that are wanted; and whether it may
/// hold words of a converted copy. None for any other text.
pub(super) fn fold(text: &str, wanted: impl Fn(char) -> bool) -> Option<(String, bool)> {
    let mut folded = String::with_capacity(text.len());
    let mut may_be_converted = false;
    for c in text.chars() {
        let c = match ideograph(c) {
            Some(ideograph) => {
                may_be_converted |= ideograph.is_converted;
                ideograph.simple
            }
            None => composed(c)?,
        };
        if wanted(c) {
            folded.push(c);
        }
    }
    Some((folded, may_be_converted))
}

/// Whether a character is a letter: ideographs, of which there are most, are told without a search.
pub(super) fn is_letter(c: char) -> bool {
    (FIRST..=LAST).contains(&c) || c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::super::{
        Folded, letters, letters_slowly, may_hold, normal, normal_slowly, said, without_brackets,
        without_brackets_slowly,
    };
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn every_character_of_the_table_folds_as_unicode_says() {
        for c in '\0'..=char::MAX {
            if let Some(alone) = composed(c) {
                assert!(c.nfkc().eq([alone]), "{c}");
            }
            assert!(!is_letter(c) || c.is_alphabetic(), "{c}");
        }
        for (from, _) in data(include_str!("../traditional.txt")).filter_map(|line| line.split_once(' ')) {
            assert!(from.chars().all(|c| place(c).is_some()), "{from}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_folds_as_the_slow_one(text in "([政府資訊讯息公开专案反覆规范性檔案条例（１）(1)、 　①…がｶﾞé⼾⻔\u{301}]|[一-龥]|\\PC){0,12}") {
            prop_assert_eq!(normal(&text), normal_slowly(&text));
            prop_assert_eq!(letters(&text), letters_slowly(&text));
            prop_assert_eq!(without_brackets(&text), without_brackets_slowly(&text));
            prop_assert_eq!(Folded::new(&text).text, said(text.chars().map(|c| normal_slowly(&c.to_string())).collect()));
            prop_assert!(normal_slowly(&text).chars().all(|c| may_hold(&text, c)));
        }
    }
}
