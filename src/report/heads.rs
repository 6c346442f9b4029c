//! The columns of a table without rules by where the words of its header stand.
//!
//! Takes header rows, gives the words that stand over one another, each with its reach: a label that is broken over lines is
//! one head. Headings of several columns are to be left out by the caller. Nothing is inferred: what is a column is for the
//! reader of the words to say.

use crate::parse::label::Label;
use crate::parse::number::Content;
use crate::parse::table::{Field, Row};
use smol_str::SmolStr;

/// The gap between two words that stand apart by a space, in characters, where no other word tells how wide one is: from
/// 0.3, which is a space, to 0.75, which parts cells.
const SPACE: f32 = 0.5;

/// Words of a header that stand over one another.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// What they say together.
    pub(super) text: String,
    /// The same, folded as a label.
    pub(super) words: SmolStr,
    /// How far they reach.
    pub(super) reach: [f32; 2],
}

/// A word of a header: how far down it stands, how far it reaches, what it says.
type Piece = (usize, [f32; 2], String);

/// The heads of some header rows, left to right; `spans` tells the headings of several columns.
pub(super) fn heads(header: &[Row], spans: impl Fn(&Field) -> bool) -> Vec<Head> {
    let words = |f: &&Field| f.starts && (f.is_words() || f.content == Content::Unread);
    let alone = header.iter().flat_map(|r| &r.fields).filter(words);
    let alone = alone.filter(|f| !f.text.contains(char::is_whitespace));
    let mut widths: Vec<f32> =
        alone.map(|f| (f.reach[1] - f.reach[0]) / f.text.chars().count().max(1) as f32).collect();
    widths.sort_by(f32::total_cmp);
    let em = widths.get(widths.len() / 2).copied();
    let mut pieces: Vec<Piece> = Vec::new();
    for (down, row) in header.iter().enumerate() {
        for field in row.fields.iter().filter(words).filter(|f| !spans(f)) {
            pieces.extend(split(field, em).into_iter().map(|(reach, text)| (down, reach, text)));
        }
    }
    pieces.sort_by(|a, b| a.1[0].total_cmp(&b.1[0]));
    let mut found: Vec<Vec<Piece>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for piece in pieces {
        let [from, to] = piece.1;
        match found.last_mut() {
            Some(head) if f32::midpoint(from, to) < end => head.push(piece),
            _ => found.push(vec![piece]),
        }
        end = end.max(to);
    }
    let head = |mut pieces: Vec<Piece>| {
        let reach = pieces.iter().map(|p| p.1).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).unwrap_or_default();
        pieces.sort_by_key(|(down, ..)| *down);
        let text: String = pieces.into_iter().map(|(.., text)| text).collect();
        Head { words: Label::read(&text).words, text, reach }
    };
    found.into_iter().map(head).collect()
}

/// The words that spaces set apart. Letters that stand apart one by one are one word, spread (`总 计`).
fn apart(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut spread = false;
    for word in text.split_whitespace() {
        let letter = word.chars().count() == 1;
        match found.last_mut() {
            Some(last) if spread && letter => last.push_str(word),
            _ => found.push(word.to_owned()),
        }
        spread = letter;
    }
    found
}

/// A field's words, where single spaces set them apart: characters are as wide as elsewhere, the rest is gaps.
fn split(field: &Field, em: Option<f32>) -> Vec<([f32; 2], String)> {
    let words = apart(&field.text);
    let characters: usize = words.iter().map(|w| w.chars().count()).sum();
    let gaps = words.len().saturating_sub(1) as f32;
    let width = field.reach[1] - field.reach[0];
    let usual = width / (characters as f32 + SPACE * gaps).max(1.0);
    let em = em.filter(|em| em * characters as f32 <= width).unwrap_or(usual);
    let gap = (width - em * characters as f32) / gaps.max(1.0);
    let mut at = field.reach[0];
    let mut found = Vec::with_capacity(words.len());
    for word in words {
        let to = at + em * word.chars().count() as f32;
        found.push(([at, to], word));
        at = to + gap;
    }
    found
}

/// Which head each value stands under, where every value stands under one, and no two under the same.
pub(super) fn under(heads: &[Head], values: &[&Field]) -> Option<Vec<usize>> {
    let edge = |left: &Head, right: &Head| f32::midpoint(left.reach[1], right.reach[0]);
    let edges: Vec<f32> = heads.windows(2).map(|pair| edge(&pair[0], &pair[1])).collect();
    let mut found: Vec<usize> = Vec::with_capacity(values.len());
    for value in values {
        let middle = f32::midpoint(value.reach[0], value.reach[1]);
        let at = edges.partition_point(|e| *e < middle);
        let touches = |head: &Head| value.overlap(head.reach) > 0.0;
        let others = heads.iter().enumerate().any(|(h, head)| h != at && touches(head));
        if others || found.last().is_some_and(|last| *last >= at) {
            return None;
        }
        found.push(at);
    }
    Some(found)
}

/// Whether each value is set in the middle of its head, to within the width of one of its digits.
pub(super) fn centred(heads: &[Head], values: &[&Field]) -> Vec<bool> {
    let middle = |reach: [f32; 2]| f32::midpoint(reach[0], reach[1]);
    let digit = |f: &Field| (f.reach[1] - f.reach[0]) / f.text.chars().count().max(1) as f32;
    heads.iter().zip(values).map(|(h, v)| (middle(h.reach) - middle(v.reach)).abs() <= digit(v)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Line;
    use crate::parse::{self, Printed};

    /// The rows of a text's table, of which the last holds values.
    fn rows(text: &str) -> Vec<Row> {
        let lines: Vec<Line> =
            text.lines().enumerate().map(|(n, t)| Line { number: n as u32 + 1, text: t.to_owned() }).collect();
        let printed = parse::read(&crate::layout::text::lay_out(&lines));
        printed.into_iter().find_map(|p| if let Printed::Table(t) = p { Some(t.rows) } else { None }).unwrap()
    }

    const TEXT: &str = "甲类      乙类      总计\n事项      事项\n  4         5         6\n";

    #[test]
    fn words_over_one_another_are_one_head() {
        let rows = rows(TEXT);
        let words: Vec<SmolStr> = heads(&rows[..2], |_| false).into_iter().map(|h| h.words).collect();
        assert_eq!(words, ["甲类事项", "乙类事项", "总计"]);
    }

    #[test]
    fn each_value_stands_under_one_head_or_nothing_is_said() {
        let rows = rows(TEXT);
        let heads = heads(&rows[..2], |_| false);
        let values: Vec<&Field> = rows[2].values().collect();
        assert_eq!(under(&heads, &values), Some(vec![0, 1, 2]));
        assert_eq!(under(&heads, &values[1..]), Some(vec![1, 2]));
        assert_eq!(under(&heads, &[values[0], values[0]]), None);
        assert_eq!(under(&heads[..1], &values[..2]), None);
    }
}
