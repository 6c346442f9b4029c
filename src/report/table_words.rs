//! Words of the statutory tables that stand in running text, because a table was glued together or fell apart: they are
//! told from prose by being nothing but pieces of labels, one after the other.
//!
//! Takes the text of a section that has a table, gives it without the words of the table. A sentence that names rows of
//! the form (`行政许可、行政处罚等`) stays: only a line that is wholly made of pieces, or a stretch that holds several
//! labels that nothing but a table has, is left out.

use super::form::{Forms, Item, forms};
use crate::parse::fold::{Folded, letters, normal, without_brackets};
use crate::parse::label::{Label, Ordinal, ordinal};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Labels that only a table prints: so many in one stretch are a table inside a line of text.
const FEWEST_STRONG: usize = 3;

/// Units that numbers have in sentences, and not in the tables.
const COUNTED: &str = "件条份宗次个";

/// The longest text that is looked through, in bytes: glued sections three have 5,000.
const LONGEST: usize = 200_000;

/// The words of all tables, and where in them each pair of letters stands.
struct Words {
    labels: Vec<Vec<char>>,
    /// Rows of section two, which no form counts.
    own: Vec<Vec<char>>,
    /// Labels that are not words of sentences: heads of columns, and what stands around the tables.
    strong: Vec<bool>,
    pairs: BTreeMap<(char, char), Vec<(usize, usize)>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(forms()));

impl Words {
    fn of(forms: &Forms) -> Self {
        fn names(item: &Item) -> impl Iterator<Item = &String> {
            std::iter::once(&item.label).chain(&item.aliases)
        }
        let mut said: Vec<(String, bool)> = Vec::new();
        for form in &forms.proactive {
            said.extend(form.rows.iter().flat_map(names).map(|l| (l.clone(), false)));
            said.extend(form.rows.iter().filter_map(|r| r.article.clone()).map(|l| (l, true)));
            said.extend(form.columns.iter().flat_map(names).map(|l| (l.clone(), true)));
            said.push((form.corner.clone(), true));
        }
        let (requests, appeals) = (&forms.requests, &forms.appeals);
        said.extend(requests.rows.iter().flat_map(names).map(|l| (l.clone(), false)));
        said.extend(requests.groups.iter().map(|g| (g.label.clone(), false)));
        said.extend(requests.columns.iter().flat_map(names).map(|l| (l.clone(), false)));
        said.extend(appeals.kinds.iter().chain(&appeals.results).flat_map(names).map(|l| (l.clone(), false)));
        said.extend(requests.frame.iter().chain(&appeals.frame).map(|l| (l.to_string(), true)));
        said.extend(appeals.results.iter().map(|r| (r.label.clone(), r.label.starts_with("结果"))));
        let rows = forms.proactive.iter().flat_map(|f| f.rows.iter().flat_map(names));
        let own = rows.map(|label| letters(label).chars().collect()).collect();
        let (mut labels, mut strong) = (Vec::new(), Vec::new());
        for (label, is_strong) in said {
            let words = ordinal(&label).map_or(label.as_str(), |(words, _)| words);
            labels.push(letters(words).chars().collect::<Vec<_>>());
            strong.push(is_strong);
        }
        let mut pairs = BTreeMap::<_, Vec<_>>::new();
        for (n, label) in labels.iter().enumerate() {
            for (at, two) in label.windows(2).enumerate() {
                pairs.entry((two[0], two[1])).or_default().push((n, at));
            }
        }
        Self { labels, own, strong, pairs }
    }

    /// The longest piece of a label that begins here: how many letters, whether it is a whole label, and a strong one.
    fn piece(&self, text: &[Letter]) -> Option<(usize, bool, bool)> {
        let [first, second, ..] = text else { return None };
        let length = |(n, at): &(usize, usize)| {
            let label = &self.labels[*n][*at..];
            let long = label.iter().zip(text).take_while(|(l, t)| **l == t.c).count();
            let whole = *at == 0 && long == label.len();
            (long, whole, whole && self.strong[*n])
        };
        self.pairs.get(&(first.c, second.c))?.iter().map(length).max()
    }
}

/// A letter of a text, with what stands between the one before and this.
struct Letter {
    c: char,
    /// Where in the folded text it begins and ends.
    bytes: [usize; 2],
    /// A sentence ended before it.
    parted: bool,
}

/// A row's label has so many letters at least; `七、其他` may be a chapter.
const SHORTEST_ROW: usize = 6;

/// Whether a line is made of labels of a table and no heading: `四、结转下年度继续办理`.
pub(super) fn is_row(line: &str) -> bool {
    let words = ordinal(line).map_or(line, |(words, _)| words);
    let letters = letters_of(&Folded::new(words).text);
    let whole = WORDS.piece(&letters).is_some_and(|(long, whole, _)| whole && long >= SHORTEST_ROW);
    whole && stretches(&letters).first().is_some_and(|s| s.letters + 1 >= letters.len()) || is_begun_row(line)
}

/// Whether a line is the first part of a counted row or group, broken over lines: `二、上年结转政府信息公开申 17 2 0`, `三、本`.
fn is_begun_row(line: &str) -> bool {
    let line = normal(line);
    let Ok((rest, number @ Ordinal::Chapter(_))) = ordinal(line.trim()) else { return false };
    // Its numbers, or the first row of its group, may stand beside it.
    let words = letters(rest.split(|c: char| c == '(' || c.is_ascii_digit()).next().unwrap_or_default());
    let form = &forms().requests;
    let mut labels =
        form.rows.iter().map(|r| &r.label).chain(form.groups.iter().map(|g| &g.label)).map(|l| Label::read(l));
    // Of a label one letter wide, its first line is its number.
    let is_bare = || {
        let row = ordinal(rest.trim()).map_or_else(|_| String::new(), |(row, _)| letters(row));
        words.is_empty() && form.rows.iter().any(|item| item.names().iter().any(|name| *name == row))
    };
    is_bare() || !words.is_empty() && labels.any(|l| l.ordinal == Some(number) && l.words.starts_with(&words))
}

/// So many words with gaps between, all of them pieces of labels, are a line of a table's header.
const FEWEST_PIECES: usize = 4;

/// Whether a line is the pieces of labels that stand side by side and are broken over lines: `持 正 果 结 结果维 总计`, or
/// the last letters of two, a group's and a row's: `开 密`.
fn is_pieces(line: &str) -> bool {
    let pieces: Vec<Vec<char>> = line.split_whitespace().map(|word| letters(word).chars().collect()).collect();
    let is_piece = |piece: &Vec<char>| {
        !piece.is_empty() && WORDS.labels.iter().any(|label| label.windows(piece.len()).any(|part| part == piece))
    };
    let is_end = |piece: &Vec<char>| piece.len() == 1 && WORDS.labels.iter().any(|label| label.ends_with(piece));
    pieces.len() >= FEWEST_PIECES && pieces.iter().all(is_piece) || pieces.len() == 2 && pieces.iter().all(is_end)
}

/// A section's text without the words of its table, and how many characters were left out.
pub(super) fn cut(text: &str) -> (String, usize) {
    if text.len() > LONGEST {
        return (text.to_owned(), 0);
    }
    let mut lines: Vec<String> = text.split('\n').map(cut_line).collect();
    leave_out_cells(&mut lines);
    lines.retain(|line| !line.trim().is_empty());
    let kept = lines.join("\n");
    let printed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let left_out = printed(text).saturating_sub(printed(&kept));
    (kept, left_out)
}

/// So many lines that are left out are those of a table that fell apart.
const FEWEST_CELLS: usize = 5;

/// Leaves out lines that say `无` and nothing else among those of a table that fell apart: alone such a line is an answer.
fn leave_out_cells(lines: &mut [String]) {
    let is_nil = |line: &String| letters(line) == "无";
    let mut left_out = 0;
    for at in 0..lines.len() {
        let is_within = lines.get(at + 1).is_some_and(|after| after.is_empty() || is_nil(after));
        if is_nil(&lines[at]) && (left_out > 0 && is_within || left_out >= FEWEST_CELLS) {
            lines[at].clear();
        }
        left_out = if lines[at].is_empty() { left_out + 1 } else { 0 };
    }
}

fn cut_line(line: &str) -> String {
    let folded = Folded::new(line);
    let letters = letters_of(&folded.text);
    if is_sub_heading(line) {
        return line.to_owned();
    }
    if is_labelled_number(line) || is_pieces(line) {
        return String::new();
    }
    let mut kept = String::new();
    let mut from = 0;
    for stretch in stretches(&letters) {
        let is_counted = stretch.letters < letters.len() && letters.last().is_some_and(|l| COUNTED.contains(l.c));
        let is_all = stretch.letters + 1 >= letters.len().max(2) && !is_counted && !line.contains(['。', '；']);
        if !is_all && stretch.strong < FEWEST_STRONG {
            continue;
        }
        if is_all {
            return String::new();
        }
        let to = end_of_numbers(&folded.text, stretch.bytes[1]);
        kept.push_str(folded.printed(from..start_of_mark(&folded.text, stretch.bytes[0])));
        from = to;
    }
    // A number alone, or the last letter of a broken label; `无` is an answer.
    if from == 0 && (letters.is_empty() || letters.len() == 1 && letters[0].c != '无') {
        return String::new();
    }
    kept.push_str(folded.printed(from..folded.text.len()));
    kept
}

/// Whether a line is a counted heading that only says what a row of section two says: `（二）行政处罚`.
fn is_sub_heading(line: &str) -> bool {
    let words = |(words, _)| letters(words).chars().collect::<Vec<_>>();
    !line.chars().any(|c| c.is_ascii_digit())
        && ordinal(&normal(line)).is_ok_and(|rest| WORDS.own.contains(&words(rest)))
}

/// Whether a line is a label and its number, notes in brackets aside: `行政处罚 23（当场）、45（一般）`.
fn is_labelled_number(line: &str) -> bool {
    let bare = without_brackets(&normal(line));
    let words: Vec<char> = letters(&bare).chars().collect();
    bare.contains(|c: char| c.is_ascii_digit()) && WORDS.labels.contains(&words)
}

fn letters_of(text: &str) -> Vec<Letter> {
    let mut found = Vec::new();
    let mut parted = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // A unit of money is part of its number.
        let is_unit = "万亿元".contains(c) && (before.is_ascii_digit() || "万亿".contains(before));
        before = if c.is_alphabetic() && !is_unit { ' ' } else { c };
        if is_unit || is_nil_mark(text, at) {
            continue;
        }
        if c.is_alphabetic() {
            found.push(Letter { c, bytes: [at, at + c.len_utf8()], parted });
            parted = false;
        } else {
            parted |= matches!(c, '。' | ';' | '!' | '?');
        }
    }
    found
}

/// Whether a `无` stands for a cell among others that were run together: `46无1无无11`.
fn is_nil_mark(text: &str, at: usize) -> bool {
    let Some(after) = text[at..].strip_prefix('无') else { return false };
    let is_cell = |c: char| c == '无' || c.is_ascii_digit();
    after.starts_with(is_cell) || text[..at].ends_with(is_cell) && !after.starts_with('法')
}

/// A piece shorter than this, and no whole label, may be a word of the sentence beside a table.
const SURE: usize = 4;

/// Pieces of labels, one right after the other.
struct Stretch {
    /// From the first sure piece to the last.
    bytes: [usize; 2],
    letters: usize,
    strong: usize,
}

fn stretches(letters: &[Letter]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = 0;
    let mut open = false;
    let mut gap = 0;
    while at < letters.len() {
        open &= !letters[at].parted;
        let Some((long, whole, strong)) = WORDS.piece(&letters[at..]) else {
            // A label's lone letter, or the unit of a sum, parts no table; a counted thing is a sentence's.
            gap += 1;
            open &= gap <= 1 && !COUNTED.contains(letters[at].c);
            at += 1;
            continue;
        };
        let bytes = [letters[at].bytes[0], letters[at + long - 1].bytes[1]];
        let is_sure = whole || long >= SURE;
        if let Some(last) = found.last_mut().filter(|_| open) {
            if is_sure {
                let is_first = last.bytes[0] == last.bytes[1];
                last.bytes = [if is_first { bytes[0] } else { last.bytes[0] }, bytes[1]];
            }
            last.letters += long + gap;
            last.strong += usize::from(strong);
        } else {
            let bytes = if is_sure { bytes } else { [bytes[0], bytes[0]] };
            found.push(Stretch { bytes, letters: long, strong: usize::from(strong) });
        }
        (open, gap) = (true, 0);
        at += long;
    }
    found
}

/// Where the numbers after a table's last label end; a year that opens a sentence is not one of them.
fn end_of_numbers(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let number = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,-—/)".contains(c);
    let is_number = |(at, c): &(usize, char)| number(*c) || is_nil_mark(text, from + at);
    let mut to = rest.char_indices().find(|c| !is_number(c)).map_or(rest.len(), |(at, _)| at);
    if rest[to..].starts_with('年') && rest[..to].ends_with(|c: char| c.is_ascii_digit()) {
        to = to.saturating_sub(4);
    } else if to > 0 {
        for unit in ["万元", "元"] {
            to += if rest[to..].starts_with(unit) { unit.len() } else { 0 };
        }
    }
    from + to
}

/// Where the number or bracket before a label begins.
fn start_of_mark(text: &str, to: usize) -> usize {
    text[..to].trim_end_matches(['(', ' ', '“']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_a_line_is_cut_out_of_it() {
        let table = "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件123第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费0.5";
        let line = format!("以下为统计。{table}注：数据含下属单位。");
        assert_eq!(cut(&line).0, "以下为统计。注：数据含下属单位。");
        assert_eq!(cut(&format!("{table}2023年，我局主动公开信息。")).0, "2023年，我局主动公开信息。");
        assert_eq!(cut(table).0, "");
    }

    #[test]
    fn pieces_of_labels_on_lines_of_their_own_go() {
        for line in [
            "（二）部分公开（区分处理的，只",
            "理结计这一情形，不计其他情形）",
            "果",
            "法提供行制作",
            "规章 0 0 5",
            "行政事业性收费1.2亿元",
            "行政处罚23（当场）、45（一般）",
            "持 正 果 结 结果维 总计",
            "开 密",
            "1",
        ] {
            assert_eq!(cut(line).0, "", "{line}");
        }
    }

    #[test]
    fn a_row_with_a_chapters_number_is_no_heading() {
        for line in [
            "四、结转下年度继续办理",
            "三、本年度办理结果 （一）予以公开 6 3 0",
            "一、本年新收政府信息公开申请数量 2",
            "二、上年结转政府信息公开申 17 2 0",
            "三、本",
            "三、本年度办 （一）予以公开 6 3",
        ] {
            assert!(is_row(line), "{line}");
        }
        for line in ["七、其他", "四、行政许可办理工作情况", "三、政府信息公开申请办理结果分析"]
        {
            assert!(!is_row(line), "{line}");
        }
    }

    #[test]
    fn nil_marks_of_a_table_are_left_out_with_it_and_an_answer_stays() {
        let table = "行政许可|\n5|\n行政处罚|\n无|\n行政强制|\n无|\n无";
        assert_eq!(cut(table).0, "");
        assert_eq!(cut("第二十条第（一）项信息内容本年制发件数规章无无无行政规范性文件1无9").0, "");
        assert_eq!(cut("本年度没有收到申请。\n无").0, "本年度没有收到申请。\n无");
    }

    #[test]
    fn sentences_stay() {
        for line in [
            "本年新收政府信息公开申请3件，上年结转政府信息公开申请1件，其中予以公开2件。",
            "主动公开行政许可、行政处罚、行政强制、行政事业性收费等信息。",
            "无 无",
            "注：行政复议、行政诉讼数量含上年度结转数量。",
            "2023年，我单位未出现申请行政复议、提起行政诉讼的情况",
            "该部分以表格形式报告。表格如下：",
            "（二）行政处罚",
            "行政处罚23件",
            "无",
        ] {
            assert_eq!(cut(line).0, line);
        }
    }
}
