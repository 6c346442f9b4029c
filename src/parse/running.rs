//! A whole sheet as running text: labels and runs of digits by turns, whatever tables they stood in.
//!
//! This is the way to read what has no table left: glued text, one cell a line, labels and numbers by turns. It is also
//! a reading of its own beside the tables, because it rests on order alone.
//!
//! ```text
//! text    = 1*( words run )
//! words   = 1*( letter | punctuation | ordinal | "(" … ")" )
//! run     = 1*( digit | sign | "." | "," | nil mark | gap ), which begins with a digit, a sign before one, a nil mark alone, or
//!           nil marks and digits glued to the words: `规章///`, `行政规范性文件无无3`
//! ordinal = digit ( "." | "、" ) before a letter
//! ```

mod marks;

use super::Printed;
use super::fold::{character, letters, without_brackets};
use super::label::Label;
use super::memo::Memo;
use crate::layout::{LineKind, TextLine};
use crate::place::Place;
use marks::starts_number;
use smol_str::SmolStr;

/// Digits in brackets are part of the words (`（指2020年…，如-8）`) unless there are more numbers in it than a note has:
/// a row of numbers may stand between the halves of a bracketed label.
const MOST_NUMBERS_IN_NOTE: usize = 3;

/// The longest bracketed note, in characters.
const LONGEST_NOTE: usize = 120;

/// Words and the run of digits after them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pair {
    /// The words as printed, without gaps.
    pub words: String,
    /// The words from the last ordinal on, as a label: what most likely names the run.
    pub label: Option<SmolStr>,
    /// All letters of the words.
    pub letters: SmolStr,
    /// What of the words stands on the run's own line of a text, as printed.
    pub beside: String,
    /// The run: digits, signs and marks; cells and words apart by one space.
    pub run: String,
    /// The run stood in several cells of a table: its gaps are the edges of cells, and no number of it is two.
    pub celled: bool,
    /// The words after the run touch it: their own number, if they begin with one, may be its last digit.
    pub touches: bool,
    /// The run stood at several heights of a page: its order is no line's.
    pub scattered: bool,
    /// Where the run begins.
    pub at: Option<Place>,
}

/// A character of the text; there are thousands, so it holds no place of its own.
#[derive(Debug, Clone, Copy)]
struct Char {
    c: char,
    gap: bool,
    /// It is a word by itself that stands for no number: `无`.
    nil: bool,
    /// The line or cell it stands in, by its number among the [`Text`]'s.
    source: u32,
    /// How many characters stand before it there.
    column: u32,
}

/// A document's characters in order, and where they stand.
#[derive(Debug, Default)]
struct Text {
    chars: Vec<Char>,
    /// The places of its lines and cells, and whether each is a cell.
    sources: Vec<(Place, bool)>,
}

impl Text {
    /// Where a character stands.
    fn at(&self, c: &Char) -> Place {
        match self.sources[c.source as usize].0 {
            Place::Text { line, columns } => {
                let column = columns.map_or(1, |c| c[0]) + c.column;
                Place::Text { line, columns: Some([column, column]) }
            }
            other => other,
        }
    }

    /// The cell it stands in, by its number; none in running text.
    fn cell(&self, c: &Char) -> Option<u32> {
        self.sources[c.source as usize].1.then_some(c.source)
    }
}

/// Reads a document as running text.
pub fn read(printed: &[Printed]) -> Vec<Pair> {
    let mut text = Text::default();
    for item in printed {
        match item {
            Printed::Line(line) if line.kind == LineKind::Furniture || is_page_number(&line.text) => {}
            Printed::Line(line) => text.push(&line.text, line.at, false),
            Printed::Table(table) => {
                for field in table.rows.iter().flat_map(|r| r.fields.iter().filter(|f| f.starts)) {
                    if !is_page_number(&field.text) {
                        text.push(&field.text, field.at, table.kind.has_cells());
                    }
                }
            }
        }
    }
    text.pairs()
}

/// A line that is a page number (`- 3 -`, `—4—`): digits between dashes, alone.
fn is_page_number(text: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '·');
    let text = text.trim();
    let inner = text.trim_matches(|c: char| dash(c) || c.is_whitespace());
    text.starts_with(dash)
        && text.ends_with(dash)
        && !inner.is_empty()
        && inner.len() <= 3
        && inner.bytes().all(|b| b.is_ascii_digit())
}

impl Text {
    fn push(&mut self, text: &str, at: Place, is_cell: bool) {
        let source = self.sources.len() as u32;
        self.sources.push((at, is_cell));
        let mut gap = true;
        let mut rest = text.chars();
        for column in 0.. {
            let Some(printed) = rest.next() else { break };
            if is_gap(printed) {
                gap = true;
                continue;
            }
            let nil = printed == '无' && self.is_nil(gap, rest.clone().next());
            character(printed, |c| {
                self.chars.push(Char { c, gap, nil, source, column });
                gap = false;
            });
        }
    }
}

impl Text {
    /// Whether a `无` that comes next stands for a cell: alone, or glued to other cells. `无法提供` is a label.
    fn is_nil(&self, gap: bool, next: Option<char>) -> bool {
        let is_glued = !gap && self.chars.last().is_some_and(|before| before.nil || before.c.is_ascii_digit());
        match next {
            Some('无') => true,
            Some('法') => false,
            next => is_glued || gap && next.is_none_or(is_gap),
        }
    }
}

/// Whether a character parts cells and is none of them.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '|' | '│' | '┃')
}

fn is_run(c: &Char) -> bool {
    c.nil || c.c.is_ascii_digit() || matches!(c.c, '.' | ',' | '-' | '+' | '−' | '—' | '–' | '/')
}

impl Text {
    fn pairs(&self) -> Vec<Pair> {
        let chars = &self.chars[..];
        let mut found = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let words_end = words(chars, at);
            let run_end = self.run(words_end);
            if words_end == at && run_end == words_end {
                break;
            }
            let mut pair = self.pair(&chars[at..words_end], &chars[words_end..run_end]);
            pair.touches = chars.get(run_end).is_some_and(|next| !next.gap);
            found.push(pair);
            at = run_end;
        }
        found
    }
}

/// words = 1*( letter | punctuation | ordinal | "(" … ")" )
fn words(chars: &[Char], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() {
        let c = chars[at].c;
        if c == '(' || c == '[' {
            at = note(chars, at).unwrap_or(at + 1);
        } else if !(c.is_ascii_digit() || is_run(&chars[at]) && starts_number(chars, at)) {
            at += 1;
        } else if let Some(end) = ordinal(chars, at, at == from) {
            at = end;
        } else {
            break;
        }
    }
    at
}

/// "(" … ")" with few numbers in it.
fn note(chars: &[Char], at: usize) -> Option<usize> {
    let close = (at + 1..chars.len().min(at + LONGEST_NOTE)).find(|&i| matches!(chars[i].c, ')' | ']'))?;
    let inside = &chars[at + 1..close];
    let numbers = (0..inside.len())
        .filter(|&i| inside[i].c.is_ascii_digit() && (i == 0 || inside[i].gap || !inside[i - 1].c.is_ascii_digit()))
        .count();
    (numbers <= MOST_NUMBERS_IN_NOTE).then_some(close + 1)
}

/// ordinal = digit ( "." | "、" ) before a letter
fn ordinal(chars: &[Char], at: usize, first: bool) -> Option<usize> {
    // After a run, the run's grammar has left this digit to the words.
    let one = chars[at].c.is_ascii_digit() && (first || !chars[at - 1].c.is_ascii_digit() || chars[at].gap);
    let mark = chars.get(at + 1).is_some_and(|m| matches!(m.c, '.' | '、' | ','));
    let letter = chars.get(at + 2).is_some_and(|l| l.c.is_alphabetic());
    (one && mark && letter).then_some(at + 2)
}

impl Text {
    /// Whether a character stands on a later line of a text than another: what begins the line is not what ended the other.
    fn is_below(&self, above: &Char, c: &Char) -> bool {
        matches!((self.at(above), self.at(c)), (Place::Text { line: a, .. }, Place::Text { line: b, .. }) if a < b)
    }

    /// run = 1*( digit | … ), up to the ordinal of the next words
    fn run(&self, from: usize) -> usize {
        let chars = &self.chars[..];
        let mut at = from;
        while at < chars.len() && is_run(&chars[at]) {
            let before_label = chars[at].c.is_ascii_digit()
                && chars.get(at + 1).is_some_and(|m| matches!(m.c, '.' | '、' | ',') && !self.is_below(&chars[at], m))
                && chars.get(at + 2).is_some_and(|l| l.c.is_alphabetic());
            if before_label && at > from {
                break;
            }
            at += 1;
        }
        at
    }

    fn pair(&self, words: &[Char], run: &[Char]) -> Pair {
        thread_local!(static KNOWN: Memo<(Option<SmolStr>, SmolStr)> = Memo::new());
        let mut text = String::with_capacity(words.len() * 3);
        text.extend(words.iter().map(|c| c.c));
        let mut digits = String::with_capacity(run.len() * 2);
        for (i, c) in run.iter().enumerate() {
            if c.gap && i > 0 {
                digits.push(' ');
            }
            digits.push(c.c);
        }
        let (label, letters) =
            KNOWN.with(|known| known.of(&text, |text| (last_label(text), letters(&without_brackets(text)).into())));
        let at = run.first().map(|c| self.at(c));
        let line = |at: Place| if let Place::Text { line, .. } = at { Some(line) } else { None };
        let own = at.and_then(line);
        let is_beside = |c: &&Char| own.is_some() && line(self.at(c)) == own;
        let on_line = words.iter().rev().take_while(is_beside).count();
        let beside = words[words.len() - on_line..].iter().map(|c| c.c).collect();
        Pair {
            label,
            letters,
            beside,
            words: text,
            run: digits,
            touches: false,
            celled: run.windows(2).any(|two| two[1].gap && self.cell(&two[1]) != self.cell(&two[0])),
            scattered: at.is_some_and(|at| run.iter().any(|c| !is_level(at, self.at(c)))),
            at: at.map(|at| spread(at, run.last().map(|l| self.at(l)))),
        }
    }
}

/// Whether two places of a page are in one line; places of other kinds have no height.
fn is_level(one: Place, other: Place) -> bool {
    let (Place::Page { page, area: Some(one) }, Place::Page { page: p, area: Some(other) }) = (one, other) else {
        return true;
    };
    let middle = other.centre().1;
    page == p && one.top() < middle && middle < one.bottom()
}

/// The place from the first to the last character of a run in one line.
fn spread(first: Place, last: Option<Place>) -> Place {
    match (first, last) {
        (Place::Text { line, columns: Some([from, _]) }, Some(Place::Text { line: end, columns: Some([_, to]) }))
            if line == end =>
        {
            Place::Text { line, columns: Some([from, to]) }
        }
        _ => first,
    }
}

/// The words from the last ordinal on.
fn last_label(text: &str) -> Option<SmolStr> {
    let mut starts = text.char_indices().filter(|(i, _)| super::label::ordinal(&text[*i..]).is_ok());
    // A numeral inside words (`三类`) is no ordinal: the grammar wants its mark.
    starts.next_back().map(|(i, _)| Label::read(&text[i..]).words).filter(|w| !w.is_empty())
}

/// The lines of a document that are running text, for headings and titles.
pub fn lines(printed: &[Printed]) -> impl Iterator<Item = &TextLine> {
    printed.iter().filter_map(|p| if let Printed::Line(line) = p { Some(line) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<(Option<String>, String)> {
        let line = TextLine {
            text: text.into(),
            at: Place::Text { line: 1, columns: None },
            kind: LineKind::Body,
            goes_on: false,
        };
        read(&[Printed::Line(line)]).into_iter().map(|p| (p.label.map(Into::into), p.run)).collect()
    }

    fn labelled(text: &str) -> Vec<(String, String)> {
        runs(text).into_iter().filter_map(|(l, r)| l.map(|l| (l, r))).collect()
    }

    fn pair(label: &str, run: &str) -> (String, String) {
        (label.into(), run.into())
    }

    #[test]
    fn the_next_rows_ordinal_is_not_this_rows_number() {
        assert_eq!(
            labelled("（三）不予公开1.属于国家秘密00000002.其他法律行政法规禁止公开1000001"),
            [pair("属于国家秘密", "0000000"), pair("其他法律行政法规禁止公开", "1000001")]
        );
        assert_eq!(labelled("1.属于国家秘密 0 0 2.其他法律 3"), [pair("属于国家秘密", "0 0"), pair("其他法律", "3")]);
    }

    #[test]
    fn numbers_in_a_note_are_words_and_a_row_between_brackets_is_not() {
        assert_eq!(runs("本年增/减(指2020年增减，如-8)行政许可33 0 0")[0].1, "33 0 0");
        assert_eq!(
            labelled("（二）部分公开（区分处理的，只计这一情 447 7 0 0 0 0 454 形，不计其他情形）")[0],
            pair("部分公开", "447 7 0 0 0 0 454")
        );
    }

    #[test]
    fn signs_decimals_and_marks_belong_to_the_run() {
        assert_eq!(runs("行政处罚2648-18538行政强制 — 3")[0].1, "2648-18538");
        assert_eq!(runs("行政处罚2648-18538行政强制 — 3")[1].1, "— 3");
        assert_eq!(runs("行政事业性收费24252.311082三、收到")[0].1, "24252.311082");
    }

    #[test]
    fn nil_marks_belong_to_the_run_however_they_stand() {
        assert_eq!(runs("规章|无|无|无|")[0].1, "无 无 无");
        assert_eq!(runs("规章///行政规范性文件1113")[0].1, "///");
        assert_eq!(
            labelled(
                "1.属于国家秘密///////2.其他法律行政法规禁止公开3/////3（四）无法提供1.本机关不掌握相关政府信息无无无无无无无"
            ),
            [
                pair("属于国家秘密", "///////"),
                pair("其他法律行政法规禁止公开", "3/////3"),
                pair("本机关不掌握相关政府信息", "无无无无无无无")
            ]
        );
        assert_eq!(runs("行政规范性文件1无25")[0].1, "1无25");
        assert_eq!(runs("行政许可/")[0].1, "/");
        for words in
            ["依申请公开——以群众需求为导向", "网址http://www.example.cn/a", "本年增/减", "办理结果0（四）无法提供"]
        {
            assert!(runs(words).iter().all(|(_, run)| !run.contains(['/', '—', '无'])), "{words}");
        }
    }
}
