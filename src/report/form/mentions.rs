//! Which items of a form a text names: the names of all are looked for in one pass over it.

use aho_corasick::AhoCorasick;
use smol_str::SmolStr;

/// A set of items, a bit each.
pub(crate) type Items = u64;

/// The names of some items, at most 64.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    anywhere: Option<AhoCorasick>,
    /// The item of each name, in the order of the automaton's patterns.
    items: Vec<Items>,
    /// The names in the order of their letters, with their items.
    sorted: Vec<(SmolStr, Items)>,
}

impl Mentions {
    /// Of names, each with the number of its item.
    #[expect(clippy::expect_used, reason = "names of the forms, which are compiled in and read by every test")]
    pub(super) fn of<'n>(names: impl IntoIterator<Item = (usize, &'n str)>) -> Self {
        let mut sorted: Vec<(SmolStr, Items)> =
            names.into_iter().map(|(item, name)| (SmolStr::new(name), 1 << item)).collect();
        sorted.sort();
        let anywhere = AhoCorasick::new(sorted.iter().map(|(name, _)| name.as_str()));
        Self {
            anywhere: Some(anywhere.expect("some hundred short names make no large automaton")),
            items: sorted.iter().map(|(_, item)| *item).collect(),
            sorted,
        }
    }

    /// The items of which a name stands in a text.
    pub(crate) fn within(&self, text: &str) -> Items {
        let found = self.anywhere.iter().flat_map(|names| names.find_overlapping_iter(text));
        found.fold(0, |items, name| items | self.items[name.pattern().as_usize()])
    }

    /// Whether any name stands in a text.
    pub(crate) fn any_within(&self, text: &str) -> bool {
        self.anywhere.as_ref().is_some_and(|names| names.is_match(text))
    }

    /// The items of which a name begins with some words.
    pub(crate) fn beginning_with(&self, words: &str) -> Items {
        let from = self.sorted.partition_point(|(name, _)| name.as_str() < words);
        let found = self.sorted[from..].iter().take_while(|(name, _)| name.starts_with(words));
        found.fold(0, |items, (_, item)| items | item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_pass_finds_what_a_search_for_each_name_finds(
            names in prop::collection::vec("[总计其他]{1,3}", 0..6),
            text in "[总计其他处理]{0,9}",
        ) {
            let mentions = Mentions::of(names.iter().map(String::as_str).enumerate());
            let all = |is_it: &dyn Fn(&str) -> bool| {
                names.iter().enumerate().filter(|(_, name)| is_it(name)).fold(0, |items, (item, _)| items | 1 << item)
            };
            prop_assert_eq!(mentions.within(&text), all(&|name| text.contains(name)));
            prop_assert_eq!(mentions.any_within(&text), mentions.within(&text) != 0);
            prop_assert_eq!(mentions.beginning_with(&text), all(&|name| name.starts_with(&text)));
        }
    }
}
