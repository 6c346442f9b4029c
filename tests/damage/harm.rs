//! The ways to damage a decoded document.
//!
//! Most lose or move what is printed, and what was printed before is demanded still: right, or marked. Some print another
//! number in a cell's place (digits swapped, a value moved); then that number is what is printed.

use crate::chance::Chance;
use crate::{lined, paged, tagged};
use gongkai::decode::Content;
use gongkai::parse::number;
use gongkai::place::Place;
use rust_decimal::Decimal;

/// A harm that was done.
pub(crate) struct Harm {
    /// Which, and where.
    pub(crate) what: String,
    /// Cells in which another number is printed now.
    pub(crate) printed: Vec<(String, Option<Decimal>)>,
}

impl Harm {
    /// One that leaves what is printed.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), printed: Vec::new() }
    }
}

/// Where the cells of the undamaged document stand.
pub(crate) struct Cells(pub(crate) Vec<(String, Place)>);

impl Cells {
    /// The cell that stands at a place, if that is one's alone.
    pub(crate) fn at(&self, is_there: impl Fn(&Place) -> bool) -> Option<&String> {
        let mut found = self.0.iter().filter(|(_, at)| is_there(at));
        found.next().map(|(id, _)| id).filter(|_| found.next().is_none())
    }
}

/// Does one harm; none where the document has nothing to harm that way.
pub(crate) fn do_one(content: &mut Content, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    match content {
        Content::Flow(blocks) => tagged::harm(blocks, cells, chance),
        Content::Lines(lines) => lined::harm(lines, cells, chance),
        Content::Pages(pages) => paged::harm(pages, cells, chance),
    }
}

/// Does one harm to what tells the cells of a document apart; none to a text, which has its text only.
pub(crate) fn to_frame(content: &mut Content, chance: &mut Chance) -> Option<Harm> {
    match content {
        Content::Flow(blocks) => tagged::to_tags(blocks, chance),
        Content::Lines(_) => None,
        Content::Pages(pages) => {
            let p = chance.below(pages.len())?;
            paged::to_rules(&mut pages[p], chance).map(Harm::new)
        }
    }
}

/// What a cell of this text says; none where that is no plain value.
#[expect(clippy::option_option, reason = "no plain value, or one that is blank, or a number")]
pub(crate) fn value(text: &str) -> Option<Option<Decimal>> {
    match number::read(text) {
        number::Content::Number(n) if n.doubt.is_none() => Some(Some(n.value)),
        number::Content::Empty | number::Content::Nil => Some(None),
        _ => None,
    }
}

/// A text with some of its letters gone; digits stay.
pub(crate) fn cut(text: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<usize> =
        (0..text.chars().count()).filter(|&i| text.chars().nth(i).is_some_and(char::is_alphabetic)).collect();
    let from = chance.below(letters.len())?;
    let gone = &letters[from..letters.len().min(from + 1 + chance.below(4)?)];
    Some(text.chars().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, c)| c).collect())
}

/// A text with two different digits in each other's place.
pub(crate) fn swap_digits(text: &str, chance: &mut Chance) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let digits: Vec<usize> = (0..chars.len()).filter(|&i| chars[i].is_ascii_digit()).collect();
    let (a, b) = chance.two(&digits)?;
    chars.swap(a, b);
    let swapped: String = chars.into_iter().collect();
    (swapped != text).then_some(swapped)
}

/// A text with every digit another one: what another report of the same agency may say.
pub(crate) fn other_numbers(text: &str) -> String {
    text.chars().map(|c| c.to_digit(9).map_or(c, |d| char::from_digit(d + 1, 10).unwrap_or(c))).collect()
}

/// Two texts whose digits lie in each other: `12` and `34` as `13` and `24`.
pub(crate) fn interleave(a: &str, b: &str) -> Option<(String, String)> {
    if a == b || a.len() != b.len() || a.len() < 2 || !(a.to_owned() + b).bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let both: Vec<char> = a.chars().zip(b.chars()).flat_map(|(x, y)| [x, y]).collect();
    let (left, right) = both.split_at(a.len());
    Some((left.iter().collect(), right.iter().collect()))
}
