//! Marks → words → lines in reading order, for a page or for one cell.
//!
//! Marks are sorted by height, cut into lines, and each line is sorted by itself: one comparison "by band, then from left
//! to right" would be no order at all. All tolerances are fractions of the glyph size.

use crate::decode::Mark;
use crate::place::Area;

/// Marks whose middles lie closer than this are on one line. Lines are set at least one glyph size apart; a label wrapped
/// round its number stands 0.6 above and below it.
const SAME_LINE: f32 = 0.5;

/// A gap wider than this is a space: between glyphs of one word there is none, an inter-word space is 0.25 to 0.5.
const SPACE: f32 = 0.3;

/// Between digits half of that separates already: two numbers read as one are the worst error, one read as two shows.
const DIGIT_SPACE: f32 = 0.15;

/// A gap wider than this parts two words of a table, though spaces fill it: one ideographic space is 1 wide, as in `总　计`.
const WIDE: f32 = 1.2;

/// A gap wider than this parts them if nothing fills it: lines are justified by less, and cells padded by 4 points each.
const JUMP: f32 = 0.75;

/// Between two numbers, a gap wider than this parts the words.
const WIDE_DIGITS: f32 = DIGIT_SPACE;

/// A run of marks without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// What it says, single spaces kept.
    pub(super) text: String,
    /// The box round its marks.
    pub(super) area: Area,
    /// How many marks it holds.
    pub(super) marks: u32,
}

/// Words on one line, left to right (or one column of vertical writing, top to bottom).
#[derive(Debug, Clone)]
pub(super) struct SetLine {
    /// Its words.
    pub(super) words: Vec<Word>,
    /// The box round them.
    pub(super) area: Area,
    /// The size of most of its marks.
    pub(super) size: f32,
    /// Written from top to bottom.
    pub(super) vertical: bool,
}

impl SetLine {
    /// What it says: words joined by two spaces.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join("  ")
    }

    /// How many marks it holds.
    pub(super) fn marks(&self) -> u32 {
        self.words.iter().map(|w| w.marks).sum()
    }
}

/// The lines that marks stand on, top to bottom; columns of vertical writing follow where they begin.
pub(super) fn lines<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<SetLine> {
    let (vertical, level): (Vec<&Mark>, Vec<&Mark>) = marks.into_iter().partition(|m| m.vertical);
    let mut lines: Vec<SetLine> = bands(level, |m| m.area.centre().1)
        .into_iter()
        .filter_map(|band| line(band, |a| (a.left(), a.right()), false))
        .collect();
    let upright = bands(vertical, |m| -m.area.centre().0);
    lines.extend(upright.into_iter().filter_map(|band| line(band, |a| (a.top(), a.bottom()), true)));
    lines.sort_by(|a, b| a.area.top().total_cmp(&b.area.top()));
    lines
}

/// Marks cut into bands by one coordinate, in its order. Blank marks neither open a band nor move it.
fn bands(mut marks: Vec<&Mark>, along: impl Fn(&Mark) -> f32) -> Vec<Vec<&Mark>> {
    marks.sort_by(|a, b| along(a).total_cmp(&along(b)));
    let mut bands: Vec<(f32, f32, Vec<&Mark>)> = Vec::new();
    for mark in marks.iter().copied().filter(|m| !blank(m)) {
        let (at, size) = (along(mark), mark.size);
        match bands.last_mut() {
            Some((sum, largest, band))
                if (at - *sum / band.len() as f32).abs() <= SAME_LINE * largest.max(size).min(2.0 * size) =>
            {
                *sum += at;
                *largest = largest.max(size);
                band.push(mark);
            }
            _ => bands.push((at, size, vec![mark])),
        }
    }
    let middles: Vec<f32> = bands.iter().map(|(sum, _, band)| sum / band.len() as f32).collect();
    for mark in marks.into_iter().filter(|m| blank(m)) {
        let at = along(mark);
        let next = middles.partition_point(|m| *m < at);
        let near = (next.saturating_sub(1)..=next)
            .filter(|i| middles.get(*i).is_some_and(|m| (m - at).abs() <= SAME_LINE * mark.size))
            .min_by(|a, b| (middles[*a] - at).abs().total_cmp(&(middles[*b] - at).abs()));
        if let Some(near) = near {
            bands[near].2.push(mark);
        }
    }
    bands.into_iter().map(|(_, _, band)| band).collect()
}

/// One band's marks as words.
fn line(mut band: Vec<&Mark>, extent: impl Fn(&Area) -> (f32, f32), vertical: bool) -> Option<SetLine> {
    band.sort_by(|a, b| extent(&a.area).0.total_cmp(&extent(&b.area).0));
    let mut words: Vec<Word> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    let mut spaced = false;
    let mut number = Token::default();
    for (index, mark) in band.iter().enumerate() {
        if blank(mark) {
            spaced = true;
            continue;
        }
        let (from, to) = extent(&mark.area);
        let digit = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let gap = (from - end) / mark.size.max(0.1);
        let last = words.last().and_then(|w| w.text.chars().last());
        let digits = last.is_some_and(|c| c.is_ascii_digit()) && digit(&mark.text);
        let apart = spaced || gap > if digits { DIGIT_SPACE } else { SPACE };
        // A number that stands beside a number is a cell beside a cell, however narrow the gap.
        let numbers = apart && gap > WIDE_DIGITS && number.is_number() && Token::opening(&band[index..]).is_number();
        match words.last_mut() {
            Some(word) if gap <= if spaced { WIDE } else { JUMP } && !numbers => {
                if apart {
                    word.text.push(' ');
                    number = Token::default();
                }
                word.text.push_str(&mark.text);
                word.area = word.area.union(&mark.area);
                word.marks += 1;
            }
            _ => {
                number = Token::default();
                words.push(Word { text: mark.text.to_string(), area: mark.area, marks: 1 });
            }
        }
        number.push(&mark.text);
        end = end.max(to);
        spaced = false;
    }
    let area = words.iter().map(|w| w.area).reduce(|a, b| a.union(&b))?;
    let mut sizes: Vec<f32> = band.iter().filter(|m| !blank(m)).map(|m| m.size).collect();
    sizes.sort_by(f32::total_cmp);
    Some(SetLine { words, area, size: sizes[sizes.len() / 2], vertical })
}

/// Whether the characters since the last space make a number.
#[derive(Default)]
struct Token {
    digits: bool,
    other: bool,
}

impl Token {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.digits |= c.is_ascii_digit();
            self.other |= !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '+' | '－' | '−');
        }
    }

    /// The token that opens a line's rest; where it ends does not matter, only what it begins with.
    fn opening(marks: &[&Mark]) -> Self {
        let mut token = Self::default();
        let signs = marks.iter().take_while(|m| matches!(m.text.as_str(), "-" | "+" | "－" | "−")).count();
        for mark in marks.iter().take((signs + 1).min(2)) {
            token.push(&mark.text);
        }
        token
    }

    fn is_number(&self) -> bool {
        self.digits && !self.other
    }
}

/// Whether a mark prints nothing.
pub(super) fn blank(mark: &Mark) -> bool {
    mark.text.chars().all(char::is_whitespace)
}

/// The text of a cell: its lines top to bottom joined by `\n`. Characters stacked one a line, narrowly, are vertical
/// writing in a format that has none, and are read as one line; digits never, they may be two rows' numbers.
pub(super) fn cell_text(lines: &[SetLine]) -> String {
    let stacked = lines.len() > 1
        && lines.iter().all(|l| {
            let one = l.words.len() == 1 && l.words[0].text.chars().count() == 1;
            one && !l.words[0].text.contains(char::is_numeric)
        })
        && lines
            .windows(2)
            .all(|pair| (pair[0].area.centre().0 - pair[1].area.centre().0).abs() <= SAME_LINE * pair[0].size);
    let texts: Vec<String> = lines.iter().map(SetLine::text).collect();
    texts.join(if stacked { "" } else { "\n" })
}
