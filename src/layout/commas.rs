//! Rows whose fields are set apart by commas (RFC 4180), among lines of text.
//!
//! A comma is also a mark of sentences and of thousands, so a line alone says nothing. Rows are a run of lines of which
//! several are a label and numbers, or many numbers, and nothing else; no comma in them stands between the digits of what
//! could be one number, and none of them is a sentence.

use super::aligned::is_number;
use super::fields::{Field, is_printed, trimmed};
use crate::decode::Line;

/// A line without a comma may be a row of one field up to this length; the longest labels stay below 60 characters.
const LONGEST_LONE_FIELD: usize = 80;

/// How many lines without a comma may follow one another inside a run: a heading and the article above a header.
const MOST_LONE_FIELDS: usize = 2;

/// So many rows of numbers are a table.
const FEWEST_ROWS: usize = 2;

/// So many fields a row of a table has at least that makes a run one.
const FEWEST_FIELDS: usize = 3;

/// So many numbers without a label are a row; fewer may be one number with its thousands parted.
const MANY: usize = 6;

/// How many lines the run takes that opens here, if one does.
pub(super) fn run(lines: &[Line]) -> Option<usize> {
    if !lines.first().is_some_and(|l| is_row(&l.text)) {
        return None;
    }
    let (mut end, mut lone, mut rows) = (0, 0, 0);
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        if is_row(text) {
            rows += usize::from(is_of_numbers(text));
            (end, lone) = (index + 1, 0);
        } else if !text.trim().is_empty()
            && lone < MOST_LONE_FIELDS
            && !text.contains(['。', ',', '\t'])
            && text.chars().count() <= LONGEST_LONE_FIELD
        {
            lone += 1;
        } else {
            break;
        }
    }
    (rows >= FEWEST_ROWS).then_some(end)
}

/// Fields set apart by commas, a label or numbers each, and no sentence.
fn is_row(text: &str) -> bool {
    if !text.contains(',') || text.contains(['。', '\t']) {
        return false;
    }
    let fields = fields(text);
    let words = |f: &&Field| !f.text.is_empty() && !is_number(&f.text);
    // `行政许可 1,234`: the comma is the number's. `(区分处理的, 只计这一情形)`: it is the label's.
    let ends_in_number = |f: &Field| f.text.ends_with(|c: char| c.is_ascii_digit());
    let parts_a_number = |two: &[Field]| {
        words(&&two[0]) && ends_in_number(&two[0]) && two[1].text.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_clause = text.contains(", ");
    fields.len() >= 2 && !is_clause && !fields.windows(2).any(parts_a_number)
}

/// A label and numbers, or many numbers; empty fields among them.
fn is_of_numbers(text: &str) -> bool {
    let fields = fields(text);
    let first = fields.iter().position(|f| is_number(&f.text)).unwrap_or(fields.len());
    let numbers = fields[first..].iter().filter(|f| is_number(&f.text)).count();
    let only = fields[first..].iter().all(|f| f.text.is_empty() || is_number(&f.text));
    only && numbers > 0 && fields.len() >= FEWEST_FIELDS && (first > 0 || numbers >= MANY)
}

/// The fields of a row. In quotes, a comma is a character like any other.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let length = text.chars().count();
    let mut found = Vec::new();
    // Where the field begins, in characters and in bytes.
    let (mut from, mut start, mut quoted) = (0, 0, false);
    for (at, (end, c)) in text.char_indices().enumerate() {
        quoted ^= c == '"';
        if c == ',' && !quoted {
            found.push(field(&text[start..end], from, length));
            (from, start) = (at + 1, end + 1);
        }
    }
    found.push(field(&text[start..], from, length));
    found
}

/// A field without the quotes round it. An empty one has the place of the comma that ends it, or the line's last.
fn field(part: &str, from: usize, length: usize) -> Field {
    let nothing = (from + part.chars().count() + 1).min(length).max(1) as u32;
    let empty = Field { text: String::new(), columns: [nothing, nothing] };
    let Some(whole) = trimmed(part, from) else { return empty };
    let inside = part.trim_matches(|c: char| !is_printed(c));
    match inside.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => trimmed(inner, whole.columns[0] as usize).unwrap_or(empty),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> Option<usize> {
        let line = |(n, text): (usize, &str)| Line { number: n as u32 + 1, text: text.to_owned() };
        run(&text.lines().enumerate().map(line).collect::<Vec<_>>())
    }

    #[test]
    fn rows_of_labels_and_numbers_are_a_run() {
        assert_eq!(count("信息内容,本年制发件数,本年废止件数\n规章,0,0\n规范性文件,3,\n三、收到"), Some(3));
        assert_eq!(count("\"甲,乙\",\"1\",\"2\"\n第二项\n丙,3,4"), Some(3));
        assert_eq!(count("结果维持,结果纠正\n0,0,0,0,0,1\n0,0,0,0,0,2"), Some(3));
    }

    #[test]
    fn sentences_and_thousands_are_none() {
        assert_eq!(count("行政许可 1,234\n行政处罚 2,345,678"), None);
        assert_eq!(count("1,234\n2,345"), None);
        assert_eq!(count("全年公开,共3件,其中\n依申请,5"), None);
        assert_eq!(count("（二）部分公开(区分处理的, 只计这一情形), 3, 4\n甲, 1, 2\n乙, 3, 4"), None);
    }

    #[test]
    fn fields_know_their_places() {
        let found = fields("\"甲,乙\",12,");
        let shown: Vec<_> = found.iter().map(|f| (f.text.as_str(), f.columns)).collect();
        assert_eq!(shown, [("甲,乙", [2, 4]), ("12", [7, 8]), ("", [9, 9])]);
    }
}
