//! Section headings: their number and their words.
//!
//! ```text
//! heading = [ chapter | arabic ] words
//! ```
//!
//! Which section of the form a heading opens is told by its words; its number is only a number, because publishers count
//! in every way (again from 一, twice 二, in Arabic).

use super::fold::{Folded, is_longer, letters, normal};
use super::label::{Ordinal, ordinal};
use super::memo::Memo;

/// The longest heading, in characters, without what is run on behind it.
const LONGEST: usize = 45;

/// What the words of each section's heading say, surest first. All of the letters of one entry must stand in the
/// heading, in order. Source: the two forms' section titles, and the rewordings of them that are published.
const SECTIONS: [(u8, &[&str]); 13] = [
    (4, &["行政", "复议"]),
    (4, &["行政诉讼"]),
    (3, &["收到", "处理", "申请"]),
    (3, &["依申请公开", "办理情况"]),
    (3, &["政府信息公开申请", "情况"]),
    (2, &["主动公开", "政府", "情况"]),
    (2, &["主动公开情况"]),
    (5, &["问题", "改进"]),
    (5, &["存在", "问题"]),
    (6, &["其他", "报告", "事项"]),
    (6, &["其他需要"]),
    (1, &["总体", "情况"]),
    (1, &["概述"]),
];

/// A section heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its number as printed.
    pub ordinal: Option<Ordinal>,
    /// The section of the form that its words name, 1 to 6.
    pub section: Option<u8>,
    /// The heading as printed.
    pub text: String,
}

/// Reads a line as a heading: one with a chapter number (or an Arabic one before the words of a section), or one that is
/// nothing but the words of a section. Refuses sentences and sub-headings.
pub fn read(line: &str) -> Option<Heading> {
    thread_local!(static KNOWN: Memo<Option<Heading>> = Memo::new());
    // Most lines are sentences: they need no folding.
    if is_longer(line.trim(), LONGEST) || line.contains(['。', '；', ';', '|']) {
        return None;
    }
    KNOWN.with(|known| known.of(line, read_short))
}

fn read_short(line: &str) -> Option<Heading> {
    let text = normal(line.trim());
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.contains(['。', '；', ';', '|']) {
        return None;
    }
    let (words, number) = match ordinal(text) {
        Ok((rest, number)) => (rest, Some(number)),
        // `l六、` and other dirt before the number.
        Err(_) => match text.char_indices().nth(1).map(|(i, _)| ordinal(&text[i..])) {
            Some(Ok((rest, number @ Ordinal::Chapter(_)))) => (rest, Some(number)),
            _ => (text, None),
        },
    };
    let folded = letters(words);
    let section = section_of(&folded);
    let heading = Heading { ordinal: number, section, text: line.trim().to_owned() };
    match number {
        Some(Ordinal::Chapter(_)) if !folded.is_empty() => Some(heading),
        Some(Ordinal::Arabic(_)) => section.filter(|_| is_bare(&folded)).map(|_| heading),
        None => section
            .filter(|_| {
                is_bare(&folded) && !text.contains(['，', ',', '、', ':', '：']) || folded == "行政复议行政诉讼情况"
            })
            .map(|_| heading),
        _ => None,
    }
}

/// The section that the words name.
pub fn section_of(folded: &str) -> Option<u8> {
    SECTIONS
        .iter()
        .find(|(_, parts)| {
            let mut after = 0;
            parts.iter().all(|part| folded[after..].find(part).inspect(|at| after += at + part.len()).is_some())
        })
        .map(|(number, _)| *number)
}

/// Whether a line is a heading of the form from its number to its last word: nothing of it stands on the next line.
pub fn is_whole(line: &str) -> bool {
    read(line).is_some_and(|h| h.section.is_some() && h.ordinal.is_some() && is_bare(&letters(line)))
}

/// Whether the words are a heading's and not part of a sentence: they end as headings end.
fn is_bare(folded: &str) -> bool {
    ["情况", "事项", "概述", "问题", "措施"].iter().any(|end| folded.ends_with(end)) && folded.chars().count() <= 30
}

/// Where headings of the form begin inside a line that has everything run together (`…六个部分。一、总体情况2019年，…`):
/// the byte positions of chapter numbers that are followed by the words of a section.
pub fn run_on(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, c) in line.char_indices() {
        if is_numeral(c) && heads(&line[at..]) {
            found.push(at);
        }
    }
    found
}

/// Whether a text begins with a chapter number and the words of a section.
pub fn heads(text: &str) -> bool {
    if !text.starts_with(is_numeral) {
        return false;
    }
    let tail = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
    matches!(ordinal(tail), Ok((words, Ordinal::Chapter(_))) if heading_words(words).is_some())
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// How many bytes of a run-on text are its heading: up to the end of the words of a section.
pub fn heading_words(text: &str) -> Option<usize> {
    // No heading's words are longer; the rest of a line of everything needs no folding.
    let near = text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at]);
    // The same line is asked when the title, the end of the report and its sections are looked for.
    thread_local!(static KNOWN: Memo<Option<usize>> = Memo::new());
    KNOWN.with(|known| known.of(near, heading_words_near))
}

fn heading_words_near(near: &str) -> Option<usize> {
    let folded = Folded::new(near);
    ["情况", "事项", "概述"]
        .iter()
        .filter_map(|end| {
            let to = folded.text.find(end)? + end.len();
            let words = &folded.text[..to];
            let plain = !words.contains(['。', '，', ',', '；', ';', '一']) && words.chars().count() <= 30;
            (plain && section_of(&letters(words)).is_some()).then(|| folded.printed(0..to).len())
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_words() {
        for (line, number) in [
            ("一、总体情况", 1),
            ("1、 总体情况", 1),
            ("二、行政机关主动公开政府信息情况", 2),
            ("二、主动公开政府政府情况", 2),
            ("三、收到和处理政府信息公开申请情况", 3),
            ("四、政府信息公开行政法复议、行政诉讼情况", 4),
            ("四、因政府信息公开工作被申请行政复议提起行政诉讼情况", 4),
            ("五、存在问题及改进情况", 5),
            ("六、其他需要报告的事项", 6),
            ("l六、其他需要报告的事项", 6),
            ("总体情况", 1),
        ] {
            assert_eq!(read(line).and_then(|h| h.section), Some(number), "{line}");
        }
    }

    #[test]
    fn chapters_of_the_publishers_own_are_headings_too() {
        assert!(read("五、政府信息管理").is_some_and(|h| h.section.is_none()));
    }

    #[test]
    fn sentences_and_sub_headings_are_not() {
        assert_eq!(read("（一）主动公开情况。"), None);
        assert_eq!(read("2024 年收到政府信息公开申请 34 件。"), None);
        assert_eq!(read("1.属于国家秘密"), None);
        assert_eq!(read("一是进一步充实信息公开内容。"), None);
    }

    #[test]
    fn headings_inside_a_line_are_found() {
        let line = "等六个部分。一、总体情况2019年，我区贯彻。二、主动公开政府信息情况 第二十条";
        let at = run_on(line);
        assert_eq!(at.len(), 2);
        assert!(line[at[0]..].starts_with("一、总体情况2019"));
        let line = "六個部分。一、總體情況2019年，（一）二、主動公開政府資訊情況";
        assert_eq!(run_on(line).len(), 2);
        assert_eq!(heading_words("（二）總體情況2019"), Some("（二）總體情況".len()));
    }
}
