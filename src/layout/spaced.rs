//! Lines of text laid out with spaces → rows of words with their columns, for `aligned`.
//!
//! Programs differ in how wide they take a Chinese character to be: two columns, as a terminal shows it, or one, as
//! `pdftotext -layout` counts; and, of those that say two, in how wide a quotation mark is beside them (UAX #11 calls it
//! ambiguous). The widths under which more numbers stand below each other are those that were meant. No width parts words
//! otherwise, for white space is always as wide: only how far they reach is told anew.

use super::aligned::{self, Row, Word};
use super::text::printed;
use super::{LineKind, TextLine};
use crate::decode::Line;
use crate::place::Place;
use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// The rows of lines, and the width of a Chinese character in them.
pub(super) fn rows(lines: &[(&Line, TextLine)]) -> (Vec<Row>, f32) {
    let (mut rows, extents): (Vec<Row>, Vec<Vec<[Extent; 2]>>) =
        lines.iter().map(|(line, text)| row(line, text.kind)).unzip();
    let set = |rows: &mut [Row], widths: Widths| {
        for (word, extent) in rows.iter_mut().flat_map(|row| &mut row.words).zip(extents.iter().flatten()) {
            word.reach = extent.map(|extent| extent.columns(widths) as f32);
        }
    };
    // All are judged by the same tolerance, or the wider would win by its slack.
    let support = |rows: &[Row]| aligned::support(rows, 1.0).iter().sum::<usize>();
    let mut best = Widths { wide: 2, ambiguous: 1 };
    set(&mut rows, best);
    // Which lines may be a table's hangs on their gaps alone, whatever a character's width. One line supports none.
    if rows.iter().filter(|row| row.is_seed()).count() < 2 {
        return (rows, best.wide as f32);
    }
    let mut most = support(&rows);
    for other in [Widths { wide: 2, ambiguous: 2 }, Widths { wide: 1, ambiguous: 1 }] {
        set(&mut rows, other);
        let supported = support(&rows);
        if supported > most {
            (best, most) = (other, supported);
        }
    }
    set(&mut rows, best);
    (rows, best.wide as f32)
}

/// How many columns a character takes.
#[derive(Debug, Clone, Copy)]
struct Widths {
    /// A Chinese one.
    wide: u32,
    /// One that is as wide as its neighbours.
    ambiguous: u32,
}

/// How far a piece of a line reaches: the columns of all that is as wide for everybody, and how many other characters.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    sure: u32,
    wide: u32,
    ambiguous: u32,
}

impl Extent {
    fn columns(self, widths: Widths) -> u32 {
        self.sure + self.wide * widths.wide + self.ambiguous * widths.ambiguous
    }

    fn add(&mut self, c: char) {
        match c {
            ' '..='~' => self.sure += 1,
            '\u{4e00}'..='\u{9fff}' => self.wide += 1,
            _ => match UnicodeWidthChar::width(c) {
                // An ideographic space is as wide as a character, whatever that is taken to be, but always a wide gap.
                Some(2..) if c.is_whitespace() => self.sure += 2,
                Some(2..) => self.wide += 1,
                Some(1) if UnicodeWidthChar::width_cjk(c) == Some(2) => self.ambiguous += 1,
                Some(1) => self.sure += 1,
                _ => self.sure += u32::from(c == '\t'),
            },
        }
    }
}

/// The width of one separator: two spaces, or an ideographic one.
const SEPARATOR: f32 = 2.0;

/// Whether these lines are only set apart, not aligned: no gap in them is wider than one separator. Where words stand says
/// nothing then, their order all.
pub(super) fn is_packed(rows: &[Row]) -> bool {
    rows.iter().all(|row| row.words.windows(2).all(|two| two[1].reach[0] - two[0].reach[1] <= SEPARATOR))
}

/// A run of characters that are not white space.
struct Token<'l> {
    text: Cow<'l, str>,
    /// First and last character, from 1.
    columns: [u32; 2],
    reach: [Extent; 2],
    is_number: bool,
}

/// A line as a row, and how far its words reach.
fn row(line: &Line, kind: LineKind) -> (Row, Vec<[Extent; 2]>) {
    let tokens = tokens(&line.text);
    // The numbers that end a line are cells even where one space is all that parts them from the label.
    let trailing = tokens.iter().rev().take_while(|t| t.is_number).count();
    let label = if trailing >= 2 { tokens.len() - trailing } else { tokens.len() };
    let mut words: Vec<Word> = Vec::new();
    let mut reaches: Vec<[Extent; 2]> = Vec::new();
    let (mut gaps, mut end, mut after_number) = (false, 0, false);
    for (index, token) in tokens.into_iter().enumerate() {
        // White space alone stands between two words: it is as wide for everybody.
        let [from, to] = token.reach.map(|extent| extent.columns(Widths { wide: 2, ambiguous: 1 }));
        let gap = from - end;
        let apart = gap >= 2 || after_number && token.is_number || index >= label;
        gaps |= index > 0 && gap >= 2;
        match (words.last_mut(), reaches.last_mut()) {
            (Some(word), Some(reach)) if !apart => {
                word.text.push(' ');
                word.text.push_str(&token.text);
                word.marks += printed(&token.text);
                reach[1] = token.reach[1];
                if let Place::Text { columns: Some(columns), .. } = &mut word.at {
                    columns[1] = token.columns[1];
                }
            }
            _ => {
                reaches.push(token.reach);
                words.push(Word {
                    marks: printed(&token.text),
                    text: token.text.into_owned(),
                    reach: [0.0; 2],
                    at: Place::Text { line: line.number, columns: Some(token.columns) },
                });
            }
        }
        (end, after_number) = (to, token.is_number);
    }
    let row = Row {
        words,
        down: line.number as f32,
        page: 1,
        size: 1.0,
        gaps,
        furniture: kind == LineKind::Furniture,
        heading: kind == LineKind::Heading,
    };
    (row, reaches)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut extent = Extent::default();
    // The run that is open: its first byte and character, and where it began.
    let mut open: Option<(usize, u32, Extent)> = None;
    let mut last = (0, 0, extent);
    let mut close = |(from, first, start): (usize, u32, Extent), (to, last, end): (usize, u32, Extent)| {
        let piece = &text[from..to];
        let is_whole = !piece.contains(Line::UNPRINTED);
        let text = if is_whole { Cow::Borrowed(piece) } else { Cow::Owned(piece.replace(Line::UNPRINTED, "")) };
        tokens.push(Token { is_number: aligned::is_number(&text), text, columns: [first, last], reach: [start, end] });
    };
    for ((at, c), column) in text.char_indices().zip(1..) {
        if c == Line::UNPRINTED {
            continue;
        }
        let before = extent;
        extent.add(c);
        if !c.is_whitespace() {
            open.get_or_insert((at, column, before));
            last = (at + c.len_utf8(), column, extent);
        } else if let Some(run) = open.take() {
            close(run, last);
        }
    }
    if let Some(run) = open {
        close(run, last);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(line: &Line) -> TextLine {
        let at = Place::Text { line: line.number, columns: None };
        TextLine { text: line.text.clone(), at, kind: LineKind::Body, goes_on: false }
    }

    #[test]
    fn white_space_is_as_wide_for_everybody() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            let mut extent = Extent::default();
            extent.add(c);
            assert_eq!((extent.wide, extent.ambiguous), (0, 0), "{c:?}");
        }
        for c in '\u{4e00}'..='\u{9fff}' {
            assert_eq!(UnicodeWidthChar::width(c), Some(2), "{c}");
        }
    }

    #[test]
    fn words_are_parted_by_gaps_and_numbers_by_any_space() {
        let line = Line { number: 7, text: "  （一）予以 公开  12 0 3".into() };
        let (rows, _) = rows(&[(&line, line_of(&line))]);
        let row = &rows[0];
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
        let row = |text: &str| {
            let line = Line { number: 1, text: text.into() };
            rows(&[(&line, line_of(&line))]).0.remove(0)
        };
        assert!(is_packed(&[row("自然人  总计"), row("本年新收\u{3000}0\u{3000}12")]));
        assert!(!is_packed(&[row("自然人  总计"), row("本年新收    0  12")]));
    }
}
