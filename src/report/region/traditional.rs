//! Text as printed → text in which names of divisions are looked for: folded as all text is, and the traditional characters
//! of those names simplified. (The folding itself knows those of the forms' words only.)

use crate::parse::fold;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `traditional.txt`, which tells its source.
static SIMPLE: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let (from, to) = line.split_once(' ')?;
        Some((from.chars().next()?, to.chars().next()?))
    };
    let lines = include_str!("traditional.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(pair).collect()
});

/// A text with its white space.
pub(super) fn simple(text: &str) -> String {
    fold::normal(text).chars().map(|c| SIMPLE.get(&c).copied().unwrap_or(c)).collect()
}

/// A name, without white space.
pub(super) fn name(printed: &str) -> String {
    simple(printed).chars().filter(|c| !c.is_whitespace()).collect()
}
