//! Where the text of a page may not say what is meant: characters that are only a guess, digits struck through, digits set
//! small or high beside another (a footnote's), and digits that mingle with others.
//!
//! Takes a page with its marks and rules, gives the places. What stands there is read; it is not trusted.

use super::{Direction, Mark, Page};
use crate::place::Place;

/// The places on a page.
pub(super) fn places(page: &Page) -> Vec<Place> {
    let place = |m: &Mark| Place::Page { page: page.number, area: Some(m.area) };
    if page.marks.len() as u64 * page.rules.len() as u64 > MOST_PAIRS {
        return page.marks.iter().filter(|m| m.is_digit() || m.guessed).map(place).collect();
    }
    let doubtful = |(i, m): (usize, &Mark)| m.guessed || page.is_struck(m) || page.is_raised(i);
    let found = page.marks.iter().enumerate().filter(|(i, m)| doubtful((*i, m))).map(|(_, m)| m);
    found.chain(page.mingled()).map(place).collect()
}

/// Pairs of a mark and a rule that are looked at, about a second's work. A page with more is no print: none of its digits
/// is trusted.
const MOST_PAIRS: u64 = 1_000_000_000;

/// Digits right of a digit's left edge that are looked at: a column of a dense page has three hundred.
const MOST_NEAR: usize = 1_000;

/// A digit smaller than its neighbour by this factor is a footnote's; sizes within one number are the same.
const SMALL: f32 = 0.8;

/// Digits of one number stand as close as this, in glyph sizes: in print they are a tenth apart at most.
const TOUCHING: f32 = 0.3;

/// A digit is covered by another one from this share of its width on; narrow setting lets digits overlap by a tenth.
const COVERED: f32 = 0.35;

/// Digits of one line differ in height by no more than this, in glyph sizes; of two lines, by more than that.
const SAME_LINE: f32 = 0.15;
const ONE_LINE: f32 = 0.85;

impl Page {
    /// Whether a rule runs through the middle of a digit.
    fn is_struck(&self, mark: &Mark) -> bool {
        let (_, middle) = mark.area.centre();
        mark.is_digit()
            && self.rules.iter().any(|r| {
                r.direction == Direction::Horizontal
                    && (r.at - middle).abs() < mark.size / 5.0
                    && r.from <= mark.area.left() + mark.size / 5.0
                    && r.to >= mark.area.right() - mark.size / 5.0
            })
    }

    /// The digits that do not stand with one another as those of one number do: one covers another in good part, or touches
    /// another that stands a little higher or lower, or that was not drawn next to it, with no rule between. What is
    /// printed twice in the same place to look bold was made one by the decoder; what is left is two texts in one place.
    fn mingled(&self) -> Vec<&Mark> {
        let printed = self.marks.iter().filter(|m| !m.hidden && !m.text.trim().is_empty());
        // A point or comma between two digits is part of their number.
        let printed = printed.filter(|m| !matches!(m.text.as_str(), "." | "," | "．" | "，"));
        let mut digits: Vec<(usize, &Mark)> = printed.enumerate().filter(|(_, m)| m.is_digit()).collect();
        digits.sort_by(|a, b| a.1.area.left().total_cmp(&b.1.area.left()));
        let mut found = Vec::new();
        for (i, (drawn, mark)) in digits.iter().enumerate() {
            let covered = mark.area.right() - mark.area.width() * COVERED;
            let reach = mark.area.right() + mark.size * TOUCHING;
            let near = digits[i + 1..].iter().take(MOST_NEAR).take_while(|(_, other)| other.area.left() < reach);
            for (other_drawn, other) in near {
                let off = (other.area.top() - mark.area.top()).abs() / mark.size.max(1.0);
                let over = other.area.left() < covered;
                let uneven = off > SAME_LINE;
                let apart = *other_drawn != drawn + 1 && !over;
                if off < ONE_LINE && (over || (uneven || apart) && !self.is_parted(mark, other)) {
                    found.extend([*mark, *other]);
                }
            }
        }
        found
    }

    /// Whether an upright rule runs between two marks, the first left of the second.
    fn is_parted(&self, left: &Mark, right: &Mark) -> bool {
        let ((from, y), (to, _)) = (left.area.centre(), right.area.centre());
        let upright = self.rules.iter().filter(|r| r.direction == Direction::Vertical);
        upright.into_iter().any(|r| from < r.at && r.at < to && r.from < y && y < r.to)
    }

    /// Whether a digit, drawn right after another one and beside it, is clearly smaller or higher.
    fn is_raised(&self, index: usize) -> bool {
        let mark = &self.marks[index];
        let Some(before) = index.checked_sub(1).map(|i| &self.marks[i]) else { return false };
        let beside = (mark.area.left() - before.area.right()).abs() < before.size / 2.0;
        let small = mark.size < SMALL * before.size;
        let raised = before.area.bottom() - mark.area.bottom() > before.size / 4.0;
        mark.is_digit() && before.is_digit() && beside && (small || raised)
    }
}

impl Mark {
    fn is_digit(&self) -> bool {
        !self.text.is_empty() && self.text.chars().all(char::is_numeric)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rule, Trust};
    use super::*;
    use crate::place::Area;

    /// How many places are unsure on a page of digits, each given by its left edge and top (they are 5 wide and 10 high),
    /// with an upright rule.
    fn unsure(digits: &[(f32, f32)], upright: f32) -> usize {
        let mark = |(x, y): &(f32, f32)| Mark {
            text: "1".into(),
            area: Area::new(*x, *y, x + 5.0, y + 10.0),
            size: 10.0,
            vertical: false,
            hidden: false,
            guessed: false,
        };
        let page = Page {
            number: 1,
            width: 90.0,
            height: 90.0,
            marks: digits.iter().map(mark).collect(),
            rules: vec![Rule { direction: Direction::Vertical, at: upright, from: 0.0, to: 90.0, thickness: 0.5 }],
            pictured: 0.0,
            trust: Trust::default(),
        };
        places(&page).len()
    }

    #[test]
    fn digits_of_a_number_stand_beside_each_other_in_the_order_of_drawing() {
        assert_eq!(unsure(&[(10.0, 10.0), (15.0, 10.0), (20.0, 10.0)], 80.0), 0);
        assert_eq!(unsure(&[(10.0, 10.0), (20.0, 10.0), (15.0, 10.0)], 80.0), 4, "one came in between");
        assert_eq!(unsure(&[(10.0, 10.0), (15.0, 14.0)], 80.0), 2, "one is lower");
        assert_eq!(unsure(&[(10.0, 10.0), (12.0, 10.0)], 80.0), 2, "one covers the other");
        assert_eq!(unsure(&[(10.0, 10.0), (17.0, 14.0)], 16.0), 0, "a rule parts them");
        assert_eq!(unsure(&[(10.0, 10.0), (10.0, 22.0)], 80.0), 0, "two lines");
    }
}
