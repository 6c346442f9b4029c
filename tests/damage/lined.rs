//! Harms to lines of text: tabs, spaces and line ends lost and doubled, lines lost, moved and printed again.

use crate::chance::Chance;
use crate::harm::{Cells, Harm, cut, other_numbers, swap_digits, value};
use gongkai::decode::Line;
use gongkai::place::Place;

/// A harm to one line of a text, or to two.
pub(crate) fn harm(lines: &mut Vec<Line>, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let short: Vec<usize> =
        (0..lines.len()).filter(|&i| lines[i].text.contains(['\t', '|']) || lines[i].text.trim().len() < 90).collect();
    let l = chance.one(&short)?;
    let text = lines[l].text.clone();
    let mut harm = match chance.below(3)? {
        0 => to_gaps(lines, l, chance).map(Harm::new),
        1 => to_lines(lines, l, &short, cells, chance),
        _ => to_text(lines, l, cells, chance),
    }?;
    harm.what = format!("{}, line {} ({text:?})", harm.what, l + 1);
    Some(harm)
}

/// Where a line has tabs or bars, in bytes.
fn separators(text: &str) -> Vec<usize> {
    text.match_indices(['\t', '|']).map(|(i, _)| i).collect()
}

/// The runs of spaces inside a line, in bytes.
fn gaps(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(' ') {
        match found.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found.retain(|(from, _)| !text[..*from].trim().is_empty());
    found
}

fn to_gaps(lines: &mut [Line], l: usize, chance: &mut Chance) -> Option<&'static str> {
    let text = &mut lines[l].text;
    Some(match chance.below(9)? {
        0 => {
            let at = chance.one(&separators(text))?;
            text.replace_range(at..=at, "");
            "a tab lost"
        }
        1 => {
            let at = chance.one(&separators(text))?;
            text.replace_range(at..=at, " ");
            "a tab made a space"
        }
        2 => {
            let at = chance.one(&separators(text))?;
            let again = text[at..=at].to_owned();
            text.insert_str(at, &again);
            "a tab doubled"
        }
        3 => {
            let at = chance.one(&separators(text))?;
            text.replace_range(at..=at, "\u{3000}");
            "a tab made a wide space"
        }
        4 => {
            let (from, to) = chance.one(&gaps(text))?;
            text.replace_range(from..to, "");
            "a gap lost"
        }
        5 => {
            let (from, to) = chance.one(&gaps(text))?;
            text.replace_range(from..to, " ");
            "a gap made one space"
        }
        6 => {
            *text = text.trim_start().to_owned();
            "leading white space lost"
        }
        7 => {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            "white space folded"
        }
        _ => {
            *text = format!("\u{3000}\u{3000}{}", text.replace(' ', "\u{3000}"));
            "spaces made wide"
        }
    })
}

fn to_lines(lines: &mut Vec<Line>, l: usize, short: &[usize], cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let text = lines[l].text.clone();
    Some(Harm::new(match chance.below(8)? {
        0 => {
            lines.remove(l);
            "the line lost"
        }
        1 => {
            let next = lines.get(l + 1)?.text.clone();
            lines[l].text.push_str(&next);
            lines.remove(l + 1);
            "its end lost"
        }
        2 => {
            let cuts: Vec<usize> = text.char_indices().map(|(i, _)| i).skip(1).collect();
            break_at(lines, l, chance.one(&cuts)?);
            "the line broken"
        }
        3 => {
            let at = chance.one(&separators(&text))?;
            break_at(lines, l, at);
            "the line broken before a tab"
        }
        4 => {
            let (a, b) = chance.two(short)?;
            let bare = |l: usize| !lines[l].text.contains(char::is_alphabetic);
            if bare(a) && bare(b) {
                return swap_numbers(lines, (a, b), cells);
            }
            let first = std::mem::take(&mut lines[a].text);
            lines[a].text = std::mem::replace(&mut lines[b].text, first);
            "two other lines swapped"
        }
        5 => {
            let again = lines[l].clone();
            lines.insert(l, again);
            "the line printed twice"
        }
        6 => {
            if text.chars().filter(|c| c.is_numeric()).count() < 2 {
                return None;
            }
            let mut again = lines[l].clone();
            // The first digits may be the label's.
            let at = again.text.char_indices().rev().find(|(_, c)| c.is_alphabetic()).map_or(0, |(i, _)| i);
            let changed = other_numbers(&again.text[at..]);
            again.text.replace_range(at.., &changed);
            lines.insert(l + chance.below(2)?, again);
            "the line printed with other numbers too"
        }
        _ => {
            // The first tenth of the page, and all that stood before it, again below: a second table.
            let from = l.saturating_sub(8);
            let again: Vec<Line> = lines[from..=l].to_vec();
            let changed = again.into_iter().map(|line| Line { text: other_numbers(&line.text), ..line });
            let at = lines.len();
            lines.splice(at..at, changed);
            "a stretch of lines printed with other numbers at the end"
        }
    }))
}

/// Numbers without a word in their line, in each other's place: nothing tells which were whose, and those of one line are what
/// is printed in the other.
fn swap_numbers(lines: &mut [Line], (a, b): (usize, usize), cells: &Cells) -> Option<Harm> {
    let (of_a, of_b) = (cells_of(cells, lines[a].number), cells_of(cells, lines[b].number));
    let said = |line: &Line| line.text.split_whitespace().map(value).collect::<Option<Vec<_>>>();
    let (in_a, in_b) = (said(&lines[a])?, said(&lines[b])?);
    if of_a.len() != in_a.len() || of_b.len() != in_b.len() || in_a.len() != in_b.len() {
        return None;
    }
    let printed = of_a.into_iter().zip(in_b).chain(of_b.into_iter().zip(in_a)).collect();
    let first = std::mem::take(&mut lines[a].text);
    lines[a].text = std::mem::replace(&mut lines[b].text, first);
    Some(Harm { what: format!("two lines of numbers swapped, {} and {}", a + 1, b + 1), printed })
}

/// The cells of a line, from left to right.
fn cells_of(cells: &Cells, line: u32) -> Vec<String> {
    let place = |at: &Place| match at {
        Place::Text { line: n, columns } if *n == line => Some(columns.map_or(0, |c| c[0])),
        _ => None,
    };
    let mut here: Vec<(u32, &String)> = cells.0.iter().filter_map(|(id, at)| Some((place(at)?, id))).collect();
    here.sort_unstable();
    here.into_iter().map(|(_, id)| id.clone()).collect()
}

fn break_at(lines: &mut Vec<Line>, l: usize, at: usize) {
    lines[l + 1..].iter_mut().for_each(|line| line.number += 1);
    let rest = Line { number: lines[l].number + 1, text: lines[l].text.split_off(at) };
    lines.insert(l + 1, rest);
}

fn to_text(lines: &mut [Line], l: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    match chance.below(5)? {
        0 => {
            lines[l].text = cut(&lines[l].text, chance)?;
            Some(Harm::new("letters lost"))
        }
        1 => {
            // A cell of its own: the text between two tabs or gaps that is one value.
            let number = lines[l].number;
            let (id, columns) = cell(cells, number, chance)?;
            let chars: Vec<char> = lines[l].text.chars().collect();
            let (from, to) = (columns[0] as usize - 1, (columns[1] as usize).min(chars.len()));
            let swapped = swap_digits(&chars.get(from..to)?.iter().collect::<String>(), chance)?;
            let printed = vec![(id, value(&swapped)?)];
            let rest = |r: std::ops::Range<usize>| chars[r].iter().collect::<String>();
            lines[l].text = format!("{}{swapped}{}", rest(0..from), rest(to..chars.len()));
            Some(Harm { what: "digits swapped".to_owned(), printed })
        }
        2 => {
            let other = chance.below(lines.len()).filter(|o| *o != l)?;
            let (a, b) = (label(&lines[l].text)?, label(&lines[other].text)?);
            let (first, second) = (lines[l].text[..a].to_owned(), lines[other].text[..b].to_owned());
            lines[l].text.replace_range(..a, &second);
            lines[other].text.replace_range(..b, &first);
            Some(Harm::new("two labels of lines swapped"))
        }
        3 => {
            let a = label(&lines[l].text)?;
            lines[l].text.replace_range(..a, "");
            Some(Harm::new("a label lost"))
        }
        _ => {
            let fields: Vec<String> = lines[l].text.split('\t').map(str::to_owned).collect();
            let at = chance.below(fields.len())?;
            if fields.len() < 3 {
                return None;
            }
            let kept: Vec<&str> =
                fields.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, f)| f.as_str()).collect();
            lines[l].text = kept.join("\t");
            Some(Harm::new(format!("the field {:?} lost", fields[at])))
        }
    }
}

/// A cell of the undamaged document that stands in a line by itself, with its columns.
fn cell(cells: &Cells, line: u32, chance: &mut Chance) -> Option<(String, [u32; 2])> {
    let here: Vec<(&String, [u32; 2])> = cells
        .0
        .iter()
        .filter_map(|(id, at)| match at {
            Place::Text { line: n, columns: Some(columns) } if *n == line => Some((id, *columns)),
            _ => None,
        })
        .collect();
    let (id, columns) = chance.one(&here)?;
    let alone = here.iter().filter(|(_, c)| c[0] <= columns[1] && columns[0] <= c[1]).count() == 1;
    alone.then(|| (id.clone(), columns))
}

/// Where a line's label ends: before the last white space or tab that digits follow.
fn label(text: &str) -> Option<usize> {
    let words = text.char_indices().rev().find(|(_, c)| c.is_alphabetic())?;
    let end = words.0 + words.1.len_utf8();
    text[end..].contains(|c: char| c.is_ascii_digit()).then_some(end)
}
