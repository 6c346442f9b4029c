//! Lines of Markdown → the same lines without Markdown's marks.
//!
//! Bold and code marks, `$…$` round a number, `&nbsp;`, `<br>` and footnote references are not printed in a row of a table:
//! each is replaced by as many spaces, so that every column of a line stays where it is. In running text, the marks of
//! headings, bold marks and `$…$` round a number are not. A backslash that keeps a character from being a mark is printed
//! nowhere, nor is a break inside a word. Only a text that has the line of dashes that makes a table one is Markdown;
//! elsewhere the marks of headings and such backslashes alone are let go. A number struck out (`~~12~~`) keeps its marks and
//! is no number.

use super::Line;
use regex::Regex;
use std::sync::LazyLock;

/// `| --- | :---: |`: the line under a table's head.
static UNDER_HEAD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\|?(?:\s*(?:-{2,}|:-+:?|-+:)\s*\|)+\s*(?:-{2,}|:-+:?|-+:)?\s*$").ok());

/// Marks that are not printed, wherever in a cell they stand.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\*\*|__|&(?:nbsp|ensp|emsp|thinsp);|&#(?:160|xa0);|</?(?:br|b|strong|p|span|center)\s*/?>|\[\^[^\]\s]{1,9}\]").ok()
});

/// Tags inside a line, with what they say of its looks: what stands on both sides is one word, as a browser has it.
static INLINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)</?(?:span|font|strong|b|em|i|u|o:p)(?:\s[^<>|]*)?>").ok());

/// A number as a formula.
static FORMULA: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$(\s*[-+]?[\d.,]+\s*)\$").ok());

/// A cell that is emphasised or code as a whole.
static WHOLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\|(\s*)([*_`])([^*_`|]+)([*_`])(\s*)(\||$)").ok());

/// A break in a word: no digit stands beside it.
static BREAK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)(\p{Han})(<br\s*/?>)(\p{Han})").ok());

/// Marks that are not printed in running text: of a heading, round bold words.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s{0,3}#{1,6}\s").ok());
static BOLD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\*\*|__)([^*_]+)(\*\*|__)").ok());

/// A number of running text as a formula.
static RUNNING_FORMULA: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\$)(\s*[-+]?[\d.,]+\s*(?:\\?%)?\s*)(\$)").ok());

/// A head of so many characters is a whole one. Pieces of heads broken over lines (`结果 | 结果` above `维持 | 纠正`) are
/// shorter, and stand over numbers of their own.
const WHOLE_HEAD: usize = 5;

/// Takes the marks out of the tables of a text.
pub(super) fn plain(mut lines: Vec<Line>) -> Vec<Line> {
    let (Some(under_head), Some(marks), Some(formula), Some(whole)) = (&*UNDER_HEAD, &*MARKS, &*FORMULA, &*WHOLE)
    else {
        return lines;
    };
    once(&mut lines, '\t');
    let is_under_head = |l: &Line| l.text.contains('|') && l.text.contains('-') && under_head.is_match(&l.text);
    if !lines.iter().any(is_under_head) {
        // Its tables may be drawn, tagged or taken apart; then only headings and backslashes show what it is.
        for line in lines.iter_mut().filter(|l| l.text.contains(['#', '\\'])) {
            let text = unheaded(&line.text);
            line.text = if text.contains('|') { text } else { unescaped(&text) };
        }
        return lines;
    }
    for line in lines.iter_mut().filter(|l| !is_under_head(l)) {
        if line.text.matches('|').count() < 2 {
            line.text = running(&line.text);
            continue;
        }
        // All that is let go is, or begins with, one of these.
        if !line.text.contains(['\\', '<', '*', '_', '`', '&', '[', '$']) {
            continue;
        }
        // A pipe that is no separator becomes its broken kin.
        let text = unescaped(&line.text.replace("\\|", " ¦"));
        let text = joined(&untagged(&text));
        let text = marks.replace_all(&text, |found: &regex::Captures| " ".repeat(found[0].chars().count()));
        let text = formula.replace_all(&text, " $1 ");
        let mut text = text.into_owned();
        // Neighbouring cells share a pipe: every other one is found at a time.
        for _ in 0..if text.contains(['*', '_', '`']) { 2 } else { 0 } {
            let replaced = whole.replace_all(&text, |c: &regex::Captures| {
                if c[2] == c[4] { format!("|{} {} {}{}", &c[1], &c[3], &c[5], &c[6]) } else { c[0].to_owned() }
            });
            text = replaced.into_owned();
        }
        line.text = text;
    }
    once(&mut lines, '|');
    lines
}

/// As many characters that are not printed.
fn unprinted(mark: &str) -> String {
    mark.chars().map(|_| Line::UNPRINTED).collect()
}

/// A text without the first and the third group of each match.
fn without(pattern: Option<&Regex>, text: &str) -> String {
    let Some(pattern) = pattern else { return text.to_owned() };
    let kept = |c: &regex::Captures| format!("{}{}{}", unprinted(&c[1]), &c[2], unprinted(&c[3]));
    pattern.replace_all(text, kept).into_owned()
}

/// A heading without its mark.
fn unheaded(text: &str) -> String {
    HEADING.as_ref().map_or(text.into(), |h| h.replace(text, |c: &regex::Captures| unprinted(&c[0]))).into_owned()
}

/// Running text without its marks, most of which has none.
fn running(text: &str) -> String {
    if !text.contains(['#', '*', '_', '$', '\\']) {
        return text.to_owned();
    }
    let text = without(BOLD.as_ref(), &unheaded(text));
    unescaped(&without(RUNNING_FORMULA.as_ref(), &text))
}

/// Words without the breaks inside them: neighbours share a character, so they are looked for twice.
fn joined(text: &str) -> String {
    let Some(pattern) = BREAK.as_ref().filter(|_| text.contains('<')) else { return text.to_owned() };
    let kept = |c: &regex::Captures| format!("{}{}{}", &c[1], unprinted(&c[2]), &c[3]);
    let once = pattern.replace_all(text, kept).into_owned();
    pattern.replace_all(&once, kept).into_owned()
}

/// A text without the tags inside its lines.
fn untagged(text: &str) -> String {
    let Some(pattern) = INLINE.as_ref().filter(|_| text.contains('<')) else { return text.to_owned() };
    pattern.replace_all(text, |found: &regex::Captures| unprinted(&found[0])).into_owned()
}

/// A text without the backslashes before what would be a mark.
fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut after = text.chars().skip(1).map(Some).chain(std::iter::once(None));
    let mut kept = String::with_capacity(text.len());
    let mut is_escaped = false;
    for c in text.chars() {
        let next = after.next().flatten();
        is_escaped = c == '\\' && !is_escaped && next.is_some_and(|n| n.is_ascii_punctuation());
        kept.push(if is_escaped { Line::UNPRINTED } else { c });
    }
    kept
}

/// Leaves a number that stands in every place of a merged cell in the first one only: under a whole head that is
/// repeated in the same places, and nowhere else.
fn once(lines: &mut [Line], separator: char) {
    let mut heads: Vec<String> = Vec::new();
    for line in lines {
        let fields: Vec<&str> = line.text.split(separator).collect();
        if fields.len() < 3 {
            heads.clear();
            continue;
        }
        heads.resize(fields.len(), String::new());
        let mut kept: Vec<String> = fields.iter().map(|f| (*f).to_owned()).collect();
        for at in 1..fields.len() {
            let (before, this) = (fields[at - 1].trim(), fields[at].trim());
            let is_repeated = is_number(this)
                && this == before
                && heads[at].chars().count() >= WHOLE_HEAD
                && heads[at] == heads[at - 1];
            if is_repeated {
                kept[at] = " ".repeat(fields[at].chars().count());
            }
        }
        for (head, field) in heads.iter_mut().zip(&fields) {
            if field.contains(char::is_alphabetic) {
                field.trim().clone_into(head);
            }
        }
        line.text = kept.join(&separator.to_string());
    }
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || ".,-+ ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> String {
        let lines = ["| 甲 | 乙 |", "|---|:-:|", text];
        let lines = lines.iter().zip(1..).map(|(t, number)| Line { number, text: (*t).to_owned() }).collect();
        plain(lines).pop().unwrap().text
    }

    #[test]
    fn marks_become_spaces_of_their_length() {
        for (written, shown) in [
            ("| **规章** | __12__ |", "|   规章   |   12   |"),
            ("| *1* | `2` |", "|  1  |  2  |"),
            ("| $12$ | $ 3.5 $ |", "|  12  |   3.5   |"),
            ("| 3[^1] | &nbsp; |", "| 3     |        |"),
            ("| 1<br>2 | a\\|b |", "| 1    2 | a ¦b |"),
            ("| 12* | ~~5~~ |", "| 12* | ~~5~~ |"),
            (
                "| <b style=\"x\">1</b>2 |",
                "| \u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}1\u{200b}\u{200b}\u{200b}\u{200b}2 |",
            ),
            ("| \\-18 | 1\\.甲 |", "| \u{200b}-18 | 1\u{200b}.甲 |"),
            ("| 商业<br>企业 | 1<br>2 |", "| 商业\u{200b}\u{200b}\u{200b}\u{200b}企业 | 1    2 |"),
            ("## 一、总体", "\u{200b}\u{200b}\u{200b}一、总体"),
            ("共**3**件，占$5\\%$", "共\u{200b}\u{200b}3\u{200b}\u{200b}件，占\u{200b}5\u{200b}%\u{200b}"),
        ] {
            assert_eq!(row(written), shown);
            assert_eq!(written.chars().count(), shown.chars().count());
        }
    }

    #[test]
    fn without_tables_of_pipes_headings_and_backslashes_are_let_go() {
        for (written, shown) in [
            ("1\\.属于国家秘密", "1\u{200b}.属于国家秘密"),
            ("316\\.4418", "316\u{200b}.4418"),
            ("## 二、主动公开", "\u{200b}\u{200b}\u{200b}二、主动公开"),
            ("规章|\\|\\|", "规章|\\|\\|"),
            ("C:\\报告", "C:\\报告"),
        ] {
            let lines = plain(vec![Line { number: 1, text: written.to_owned() }]);
            assert_eq!(lines[0].text, shown);
        }
    }

    #[test]
    fn a_number_in_every_place_of_a_merged_cell_is_one_number() {
        let texts = [
            "| 事项 | 处理决定数量 | 处理决定数量 |",
            "|---|---|---|",
            "| 许可 | 65 | 65 |",
            "| 事项 | 结果 | 结果 |",
            "| 规章 | 2 | 2 |",
        ];
        let lines = texts.iter().zip(1..).map(|(t, number)| Line { number, text: (*t).to_owned() }).collect();
        let shown: Vec<String> = plain(lines).into_iter().map(|l| l.text).collect();
        assert_eq!((shown[2].as_str(), shown[4].as_str()), ("| 许可 | 65 |    |", texts[4]));
    }

    #[test]
    fn texts_without_tables_are_left_alone() {
        let line = Line { number: 1, text: "首页 | **政务** | 公开".to_owned() };
        assert_eq!(plain(vec![line.clone()]), [line]);
    }
}
