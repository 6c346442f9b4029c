//! Text folded for comparison, so that labels that say the same compare equal.
//!
//! Takes text as printed, gives its letters only: NFKC (full-width forms, Kangxi radicals), simplified characters, no
//! white space, no punctuation, no digits; words of converted copies (`規範性檔案`) become those of the forms. What is kept
//! as a value is never folded.

mod alone;

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// Words that stand for others of as many characters in converted copies (`规范性档案`), in simplified characters.
static WORDS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| data(include_str!("words.txt")).filter_map(|line| line.split_once(' ')).collect());

/// The lines of a file of data that are no comments.
fn data(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Text in simplified characters with the words of the forms in the place of those of a converted copy. As many bytes as
/// before: both are words of Chinese characters, and of one length.
fn said(mut text: String) -> String {
    if WORDS.iter().any(|(from, _)| text.contains(from)) {
        for (from, to) in WORDS.iter().filter(|(from, to)| from.len() == to.len()) {
            text = text.replace(from, to);
        }
    }
    text
}

/// Radicals that fonts map the glyph of a whole character to, beside those that NFKC mends.
/// Source: EquivalentUnifiedIdeograph.txt of the Unicode character database, the simplified radicals of 2E80 to 2EFF.
const RADICALS: [(char, char); 32] = [
    ('⺁', '厂'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺕', '彐'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺮', '竹'),
    ('⺷', '羊'),
    ('⺼', '月'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
];

/// Text as it looks: radicals and compatibility forms that stand for whole characters made those characters, everything
/// else kept.
pub fn whole(text: &str) -> String {
    // All that is mended lies in these blocks, which few texts have anything of.
    if !text.chars().any(|c| matches!(c, '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}'))
    {
        return text.to_owned();
    }
    let mend = |c: char| match c {
        // Fonts for simplified characters draw 户 with this radical, of which NFKC makes the traditional 戶.
        '\u{2f3e}' if !text.chars().any(|c| simplify(c) != c) => '户',
        '\u{2f00}'..='\u{2fd5}' => c.nfkc().next().unwrap_or(c),
        // What fonts for traditional characters and for Korean name the same glyph by.
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => c.nfc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' => RADICALS.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to),
        _ => c,
    };
    text.chars().map(mend).collect()
}

pub use alone::simplify;

/// Whether a character marks a footnote: a raised, lowered, circled or bracketed digit. NFKC makes a digit of it, which
/// would join the number before it.
pub fn is_footnote(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2089}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '※')
}

/// NFKC and simplified; footnote marks and everything else kept.
pub fn normal(text: &str) -> String {
    quickly(text, |_| true).unwrap_or_else(|| normal_slowly(text))
}

fn normal_slowly(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for part in whole(text).split_inclusive(is_footnote) {
        let mark = part.chars().next_back().filter(|c| is_footnote(*c));
        let plain = mark.map_or(part, |m| &part[..part.len() - m.len_utf8()]);
        folded.extend(plain.nfkc().map(simplify));
        folded.extend(mark);
    }
    said(folded)
}

/// Whether a text may hold a character once it is folded; false only where it does not.
pub fn may_hold(text: &str, wanted: char) -> bool {
    text.chars().any(|c| simplify(c) == wanted || alone::composed(c).is_none())
}

/// Whether a text has more characters than this, folded as by [`normal`], by its first ones alone.
pub fn is_longer(text: &str, characters: usize) -> bool {
    text.chars().map_while(alone::composed).take(characters + 1).count() > characters
}

/// A text folded by the table of characters that stand alone, where it has no others.
fn quickly(text: &str, wanted: impl Fn(char) -> bool) -> Option<String> {
    alone::fold(text, wanted).map(|(folded, may_be_converted)| if may_be_converted { said(folded) } else { folded })
}

/// One character folded as by [`normal`].
pub fn character(c: char, mut each: impl FnMut(char)) {
    match alone::composed(c) {
        Some(c) => each(simplify(c)),
        None => normal(c.encode_utf8(&mut [0; 4])).chars().for_each(each),
    }
}

/// A text folded as by [`normal`], with the way back: what stands in it can be given as printed.
#[derive(Debug, Clone)]
pub struct Folded<'a> {
    /// The folded text.
    pub text: String,
    printed: &'a str,
    /// For each character of the printed text, in bytes: where what it folds to ends, and where it ends itself.
    ends: Vec<(u32, u32)>,
}

impl<'a> Folded<'a> {
    /// Folds a text, character by character.
    pub fn new(printed: &'a str) -> Self {
        let mut text = String::with_capacity(printed.len());
        // Nearly all characters have three bytes.
        let mut ends = Vec::with_capacity(printed.len() / 3 + 8);
        let mut may_be_converted = false;
        for (at, c) in printed.char_indices() {
            may_be_converted |= alone::may_be_converted(c);
            character(c, |c| text.push(c));
            // No document has four gigabytes.
            ends.push((text.len() as u32, (at + c.len_utf8()) as u32));
        }
        Self { text: if may_be_converted { said(text) } else { text }, printed, ends }
    }

    /// Where the character that a byte of the folded text comes of begins and ends in the printed one.
    fn origin(&self, byte: usize) -> Option<(usize, usize)> {
        let at = self.ends.partition_point(|(folded, _)| *folded as usize <= byte);
        let (_, end) = self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before].1);
        Some((start as usize, *end as usize))
    }

    /// What a stretch of the folded text (bytes) is in print.
    pub fn printed(&self, stretch: std::ops::Range<usize>) -> &'a str {
        match (self.origin(stretch.start), stretch.end.checked_sub(1).and_then(|last| self.origin(last))) {
            (Some((from, _)), Some((_, to))) if from < to => &self.printed[from..to],
            _ => "",
        }
    }
}

/// The letters of a text: what is left for comparison.
///
/// ```
/// assert_eq!(gongkai::parse::fold::letters("總 计（１）"), "总计");
/// ```
pub fn letters(text: &str) -> String {
    quickly(text, alone::is_letter).unwrap_or_else(|| letters_slowly(text))
}

fn letters_slowly(text: &str) -> String {
    said(whole(text).nfkc().map(simplify).filter(|c| c.is_alphabetic()).collect())
}

/// Whether every character of a text folds by itself, whatever stands beside it, and is of no word of a converted copy.
pub fn folds_alone(text: &str) -> bool {
    text.chars().all(|c| alone::composed(c).is_some() && !alone::may_be_converted(c))
}

/// Whether every bracket that a text opens is closed in it, and none else.
pub fn are_brackets_closed(text: &str) -> bool {
    let mut depth = 0u32;
    for c in text.chars().filter_map(alone::composed) {
        match c {
            '(' | '〔' | '[' | '【' => depth += 1,
            ')' | '〕' | ']' | '】' if depth == 0 => return false,
            ')' | '〕' | ']' | '】' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// The text without what stands in brackets; a bracket left open runs to the end of the text.
pub fn without_brackets(text: &str) -> String {
    outside(text.chars().map(alone::composed), text.len()).unwrap_or_else(|| without_brackets_slowly(text))
}

fn without_brackets_slowly(text: &str) -> String {
    outside(text.nfkc().map(Some), text.len()).unwrap_or_default()
}

/// What stands outside brackets, where every character is known.
fn outside(text: impl Iterator<Item = Option<char>>, room: usize) -> Option<String> {
    let mut depth = 0u32;
    let mut kept = String::with_capacity(room);
    for c in text {
        match c? {
            '(' | '〔' | '[' | '【' => depth += 1,
            ')' | '〕' | ']' | '】' if depth > 0 => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_stand_for_a_character_are_made_that_character() {
        assert_eq!(whole("⻔\u{2f3e}，信\u{f9ba}"), "门户，信了");
        assert_eq!(whole("開\u{2f3e}，\u{f966}議"), "開戶，復議");
    }

    #[test]
    fn labels_that_say_the_same_fold_to_the_same() {
        for printed in ["總計", "总 计", "（总）计"] {
            assert_eq!(letters(printed), "总计");
        }
        assert_eq!(letters("行政規範性檔案"), "行政规范性文件");
        assert_eq!(letters("沒有現成資訊需要另行製作"), letters("没有现成信息需要另行制作"));
        assert_eq!(letters(&without_brackets("本年（2023）制发件数（单位：件）")), "本年制发件数");
    }

    #[test]
    fn what_is_folded_can_be_given_as_printed() {
        let folded = Folded::new("縣環保局（本級）２０２４年");
        assert_eq!(folded.text, "县环保局(本级)2024年");
        let at = folded.text.find("(本级)").unwrap_or_default();
        assert_eq!(folded.printed(at..at + "(本级)".len()), "（本級）");
        let folded = Folded::new("縣政府資訊公開");
        assert_eq!((folded.text.as_str(), folded.printed(3..15)), ("县政府信息公开", "政府資訊"));
    }

    #[test]
    fn an_open_bracket_swallows_the_rest_only() {
        assert_eq!(without_brackets("行政许可（含"), "行政许可");
        assert_eq!(without_brackets("规章）"), "规章)");
    }
}
