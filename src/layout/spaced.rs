//! Lines of text laid out with spaces → rows of words with their columns, for `aligned`.
//!
//! Programs differ in how wide they take a Chinese character to be: two columns, as a terminal shows it, or one, as
//! `pdftotext -layout` counts; and, of those that say two, in how wide a quotation mark is beside them (UAX #11 calls it
//! ambiguous). The widths under which more numbers stand below each other are those that were meant.

use super::aligned::{self, Row, Word};
use super::text::printed;
use super::{LineKind, TextLine};
use crate::decode::Line;
use crate::place::Place;
use unicode_width::UnicodeWidthChar;

/// The rows of lines, and the width of a Chinese character in them.
pub(super) fn rows(lines: &[(&Line, TextLine)]) -> (Vec<Row>, f32) {
    let read = |wide: u32, ambiguous: u32| -> (Vec<Row>, f32) {
        (lines.iter().map(|(line, text)| row(line, text.kind, wide, ambiguous)).collect(), wide as f32)
    };
    // All are judged by the same tolerance, or the wider would win by its slack.
    let support = |(rows, _): &(Vec<Row>, f32)| aligned::support(rows, 1.0).iter().sum::<usize>();
    let mut best = read(2, 1);
    // Which lines may be a table's hangs on their gaps alone, whatever a character's width. One line supports none.
    if best.0.iter().filter(|row| row.is_seed()).count() < 2 {
        return best;
    }
    let mut most = support(&best);
    for (wide, ambiguous) in [(2, 2), (1, 1)] {
        let other = read(wide, ambiguous);
        let supported = support(&other);
        if supported > most {
            (best, most) = (other, supported);
        }
    }
    best
}

/// The width of one separator: two spaces, or an ideographic one.
const SEPARATOR: f32 = 2.0;

/// Whether these lines are only set apart, not aligned: no gap in them is wider than one separator. Where words stand says
/// nothing then, their order all.
pub(super) fn is_packed(rows: &[Row]) -> bool {
    rows.iter().all(|row| row.words.windows(2).all(|two| two[1].reach[0] - two[0].reach[1] <= SEPARATOR))
}

/// A run of characters that are not white space.
struct Token {
    text: String,
    /// First and last character, from 1.
    columns: [u32; 2],
    reach: [u32; 2],
}

fn row(line: &Line, kind: LineKind, wide: u32, ambiguous: u32) -> Row {
    let tokens = tokens(&line.text, wide, ambiguous);
    // The numbers that end a line are cells even where one space is all that parts them from the label.
    let trailing = tokens.iter().rev().take_while(|t| aligned::is_number(&t.text)).count();
    let label = if trailing >= 2 { tokens.len() - trailing } else { tokens.len() };
    let mut words: Vec<Word> = Vec::new();
    let (mut gaps, mut end) = (false, [0, 0]);
    for (index, token) in tokens.iter().enumerate() {
        let gap = token.reach[0] - end[0];
        let numbers = index > 0 && aligned::is_number(&tokens[index - 1].text) && aligned::is_number(&token.text);
        let apart = gap >= 2 || numbers || index >= label;
        gaps |= index > 0 && gap >= 2;
        match words.last_mut() {
            Some(word) if !apart => {
                word.text.push(' ');
                word.text.push_str(&token.text);
                word.reach[1] = token.reach[1] as f32;
                word.marks += printed(&token.text);
                if let Place::Text { columns: Some(columns), .. } = &mut word.at {
                    columns[1] = token.columns[1];
                }
            }
            _ => words.push(Word {
                text: token.text.clone(),
                reach: token.reach.map(|c| c as f32),
                at: Place::Text { line: line.number, columns: Some(token.columns) },
                marks: printed(&token.text),
            }),
        }
        end = [token.reach[1], token.columns[1]];
    }
    Row {
        words,
        down: line.number as f32,
        page: 1,
        size: 1.0,
        gaps,
        furniture: kind == LineKind::Furniture,
        heading: kind == LineKind::Heading,
    }
}

fn tokens(text: &str, wide: u32, ambiguous: u32) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut column, mut open) = (0, false);
    for (c, at) in text.chars().zip(1..) {
        // An ideographic space is as wide as a character, whatever that is taken to be, but always a wide gap.
        let width = match UnicodeWidthChar::width(c) {
            Some(2..) if c.is_whitespace() => 2,
            Some(2..) => wide,
            Some(1) if UnicodeWidthChar::width_cjk(c) == Some(2) => ambiguous,
            Some(1) => 1,
            _ => u32::from(c == '\t'),
        };
        if c == Line::UNPRINTED {
            continue;
        }
        if c.is_whitespace() {
            open = false;
        } else if let Some(token) = tokens.last_mut().filter(|_| open) {
            token.text.push(c);
            token.columns[1] = at;
            token.reach[1] = column + width;
        } else {
            tokens.push(Token { text: c.to_string(), columns: [at, at], reach: [column, column + width] });
            open = true;
        }
        column += width;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_gaps_and_numbers_by_any_space() {
        let line = Line { number: 7, text: "  （一）予以 公开  12 0 3".into() };
        let row = row(&line, LineKind::Body, 2, 1);
        let words: Vec<_> = row.words.iter().map(|w| (w.text.as_str(), w.reach)).collect();
        assert_eq!(
            words,
            [("（一）予以 公开", [2.0, 17.0]), ("12", [19.0, 21.0]), ("0", [22.0, 23.0]), ("3", [24.0, 25.0])]
        );
        assert_eq!(row.words[1].at, Place::Text { line: 7, columns: Some([13, 14]) });
        assert!(row.gaps);
    }

    #[test]
    fn words_with_one_separator_between_are_not_aligned() {
        let row = |text: &str| row(&Line { number: 1, text: text.into() }, LineKind::Body, 2, 1);
        assert!(is_packed(&[row("自然人  总计"), row("本年新收\u{3000}0\u{3000}12")]));
        assert!(!is_packed(&[row("自然人  总计"), row("本年新收    0  12")]));
    }
}
