//! Which lines of running text go on with the paragraph of the line above.
//!
//! Takes the lines of a sheet as they were placed, marks each that only continues a line that was full. A line is full
//! where the next word would not have fitted before the edge that lines share (the measure); a paragraph ends with a line
//! that is not, and begins with an indented one, or below a wider gap. Nothing is joined here: what the joined text is, is
//! `parse`'s affair. Texts that are not broken at a width have no measure, and none of their lines goes on.

use super::{Item, LineKind, TextLine};
use crate::place::Place;
use unicode_width::UnicodeWidthChar as _;

/// Lines that share an edge make it a measure: fewer may be of one length by chance.
const FEWEST: usize = 3;

/// How far from the measure a full line may end, in glyph sizes: punctuation hangs, or is set half as wide.
const LEEWAY: f32 = 0.6;

/// Lines of a text that reach this near to the measure make it one: a Latin word or a number is moved as a whole.
const RAGGED: f32 = 2.0;

/// Broken at more than this many glyphs a text is not broken at a width, but at its paragraphs.
const WIDEST: f32 = 70.0;

/// A first line begins this many glyph sizes to the right of others at least; two is usual.
const INDENT: f32 = 1.0;

/// A gap this many times the usual one parts paragraphs.
const PARTING: f32 = 1.6;

/// A line, measured in glyph sizes (in points on a page).
struct Set {
    item: usize,
    left: f32,
    right: f32,
    em: f32,
    /// Where the line stands from top to bottom, counted in the same way within a page.
    down: f32,
    page: Option<u32>,
    /// Furniture stands between it and the line before.
    after_furniture: bool,
    /// No line before it can go on here: a table or the edge of a block lies between.
    parted: bool,
}

/// Marks the lines that go on. `parts` tells of a place that something else begins there (a block of a web page).
pub(super) fn mark(items: &mut [Item], parts: impl Fn(&Place) -> bool) {
    let sets = measured(items, parts);
    let Some(whole) = measure(&sets, items) else { return };
    let gap = usual_gap(&sets);
    let mut going_on = Vec::new();
    for (at, pair) in sets.windows(2).enumerate() {
        let [above, line] = pair else { continue };
        let edge = above.page.and_then(|p| of_page(&sets, p)).unwrap_or(whole);
        let follows = !line.parted && (line.em - above.em).abs() <= 0.1 * above.em && is_next(above, line, gap);
        if follows && is_full(above, line, edge, items) && !begins(&sets, at + 1, edge, items) {
            going_on.push(line.item);
        }
    }
    for item in going_on {
        if let Some(Item::Line(line)) = items.get_mut(item) {
            line.goes_on = true;
        }
    }
}

fn text(items: &[Item], set: &Set) -> String {
    let Some(Item::Line(line)) = items.get(set.item) else { return String::new() };
    line.text.trim().to_owned()
}

/// The lines of running text, measured.
fn measured(items: &[Item], parts: impl Fn(&Place) -> bool) -> Vec<Set> {
    let mut sets = Vec::new();
    let (mut parted, mut after_furniture) = (true, false);
    for (item, printed) in items.iter().enumerate() {
        let line = match printed {
            Item::Line(line) if line.kind == LineKind::Furniture => {
                after_furniture = true;
                continue;
            }
            Item::Line(line) if line.kind == LineKind::Body => line,
            _ => {
                parted = true;
                continue;
            }
        };
        if let Some(mut set) = set(line) {
            set.item = item;
            set.parted = parted || parts(&line.at);
            set.after_furniture = after_furniture;
            sets.push(set);
        }
        (parted, after_furniture) = (false, false);
    }
    sets
}

fn set(line: &TextLine) -> Option<Set> {
    let plain =
        Set { item: 0, left: 0.0, right: 0.0, em: 1.0, down: 0.0, page: None, after_furniture: false, parted: false };
    match line.at {
        Place::Page { page, area: Some(area) } => {
            let em = (area.bottom() - area.top()).max(1.0);
            Some(Set { left: area.left(), right: area.right(), em, down: area.centre().1, page: Some(page), ..plain })
        }
        Place::Text { line: number, columns } => {
            let spaces = line.text.len() - line.text.trim_start().len();
            // A column is half a glyph wide.
            let left = columns.map_or(spaces as f32, |c| c[0].saturating_sub(1) as f32) / 2.0;
            Some(Set { left, right: left + width(line.text.trim()), down: number as f32, ..plain })
        }
        _ => None,
    }
}

/// How wide a text is, in glyph sizes.
fn width(text: &str) -> f32 {
    text.chars().map(|c| c.width_cjk().unwrap_or(0) as f32 / 2.0).sum()
}

/// The edge that lines share, over a whole document.
fn measure(sets: &[Set], items: &[Item]) -> Option<f32> {
    let near = |edge: f32, set: &&Set| set.right <= edge + LEEWAY * set.em && set.right >= edge - RAGGED * set.em;
    let is_text = sets.iter().any(|s| s.page.is_none());
    // In a text only lines that break off inside a sentence show that it is broken at a width.
    let broken: Vec<&Set> = sets.iter().filter(|s| !is_text || !ends(&text(items, s))).collect();
    let shared = |edge: f32| broken.iter().filter(|s| near(edge, s)).count();
    let mut edges: Vec<f32> = sets.iter().map(|s| s.right).collect();
    edges.sort_by(|a, b| b.total_cmp(a));
    // How many lines run beyond an edge is how many come before it in this order.
    let widest = edges
        .iter()
        .enumerate()
        .find(|(beyond, edge)| {
            let lines = shared(**edge);
            lines >= FEWEST && (!is_text || (**edge <= WIDEST && beyond * 4 <= lines))
        })
        .map(|(_, edge)| *edge)?;
    Some(if is_text { usual_edge(&edges, widest) } else { widest })
}

/// Where most lines near the widest end: in a text a mark of punctuation may hang beyond.
fn usual_edge(edges: &[f32], widest: f32) -> f32 {
    let near = || edges.iter().filter(|e| **e <= widest && **e >= widest - RAGGED);
    let ending = |edge: f32| near().filter(|e| (**e - edge).abs() < 0.25).count();
    near().copied().max_by_key(|e| ending(*e)).unwrap_or(widest)
}

/// The edge of one page, where two lines share it: pages may lie, and may be set more narrowly.
fn of_page(sets: &[Set], page: u32) -> Option<f32> {
    let here = || sets.iter().filter(|s| s.page == Some(page));
    let edge = here().map(|s| s.right).reduce(f32::max)?;
    (here().filter(|s| s.right >= edge - RAGGED * s.em).count() >= 2).then_some(edge)
}

/// The usual distance between lines, in the middle of all that there are.
fn usual_gap(sets: &[Set]) -> f32 {
    let gaps = sets.windows(2).filter(|p| p[0].page == p[1].page && !p[1].parted).map(|p| p[1].down - p[0].down);
    let mut gaps: Vec<f32> = gaps.filter(|g| *g > 0.0).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0)
}

/// Whether a line is the next: right below, or the first after a page's edge.
fn is_next(above: &Set, line: &Set, gap: f32) -> bool {
    let down = line.down - above.down;
    above.page != line.page || line.after_furniture || (down > 0.0 && down <= PARTING * gap)
}

/// Whether the first word of the next line would not have fitted.
fn is_full(above: &Set, line: &Set, edge: f32, items: &[Item]) -> bool {
    // An indent that a text lost leaves its first line short by two, justified Latin words by one more.
    let before = text(items, above);
    let lost = match before.chars().next_back() {
        _ if above.page.is_some() || ends(&before) => 0.0,
        Some(last) if last.is_alphanumeric() => 3.0,
        _ => 2.0,
    };
    edge - above.right < (first_word(&text(items, line)) + LEEWAY + lost) * above.em
}

/// How wide the first word of a line is: what may stand neither at a line's end nor at its beginning goes with it.
fn first_word(line: &str) -> f32 {
    let opening = |c: &char| "（(《〈“‘「『【〔[".contains(*c);
    let closing = |c: &char| "，。、；：！？）)》〉”’」』】〕],.;:%％".contains(*c);
    let latin = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '@');
    let mut chars = line.chars().peekable();
    let mut word = String::new();
    word.extend(std::iter::from_fn(|| chars.next_if(opening)));
    let before = word.len();
    word.extend(std::iter::from_fn(|| chars.next_if(latin)));
    if word.len() == before {
        word.extend(chars.next());
    }
    word.extend(std::iter::from_fn(|| chars.next_if(closing)));
    width(&word)
}

/// Whether a line ends as sentences do.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['”', '）', ')', '’', '》']).ends_with(['。', '！', '？', '；', '：', ';', ':'])
}

/// Whether a line begins a paragraph: it is indented, or, where no indents are left, looks it after the end of a sentence.
fn begins(sets: &[Set], at: usize, edge: f32, items: &[Item]) -> bool {
    let (Some(above), Some(line)) = (at.checked_sub(1).and_then(|a| sets.get(a)), sets.get(at)) else { return true };
    let near = |s: &&Set| s.page == line.page || line.page.is_none();
    let margin = sets.iter().filter(near).map(|s| s.left).fold(f32::INFINITY, f32::min).min(above.left);
    if line.left - margin >= INDENT * line.em && line.left - above.left >= -LEEWAY * line.em {
        return true;
    }
    let (before, here) = (text(items, above), text(items, line));
    if !ends(&before) {
        return false;
    }
    let is_short = edge - line.right > (2.0 - LEEWAY) * line.em;
    counted(&here) || (line.page.is_none() && is_short && !ends(&here))
}

/// Whether a line opens with a number as lists do: `（一）`, `一、`, `1.` before a word.
fn counted(line: &str) -> bool {
    let bare = line.trim_start_matches(['（', '(']);
    let number = bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let mut after = number.chars();
    let mark =
        after.next().is_some_and(|c| "）)、.．".contains(c) || (c == '是' && bare.starts_with(['一', '二', '三'])));
    number.len() < bare.len() && mark && !after.next().is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Content, Line};
    use crate::layout::lay_out;

    /// The paragraphs of a text, lines that go on parted by `/`.
    fn paragraphs(text: &str) -> Vec<String> {
        let lines = text.lines().zip(1..).map(|(text, number)| Line { number, text: text.into() }).collect();
        let mut found: Vec<String> = Vec::new();
        for item in lay_out(&Content::Lines(lines)).items {
            let Item::Line(line) = item else { continue };
            match found.last_mut() {
                Some(last) if line.goes_on => *last = format!("{last}/{}", line.text),
                _ => found.push(line.text),
            }
        }
        found
    }

    #[test]
    fn lines_broken_at_a_width_go_on_and_a_short_line_ends_them() {
        let text = "一、总体情况\n    全年认真做好各项公开工作，更新各\n类栏目共12个，网站发布的信息都经\n过审查，没有差错。\n    （一）主动公开。全年公开信息共计\n1204条，均按时发布。\n二、其他";
        assert_eq!(
            paragraphs(text),
            [
                "一、总体情况",
                "全年认真做好各项公开工作，更新各/类栏目共12个，网站发布的信息都经/过审查，没有差错。",
                "（一）主动公开。全年公开信息共计/1204条，均按时发布。",
                "二、其他"
            ]
        );
    }

    #[test]
    fn a_lost_indent_leaves_the_first_line_short() {
        let text = "全年认真做好各项公开工作，更新\n各类栏目共有十二个，网站发布信息\n都经过审查，没有出现过任何差错。\n本机关的热线电话全年有人值守\n接听，答复都在时限之内，没有超期\n的，群众满意。";
        assert_eq!(
            paragraphs(text),
            [
                "全年认真做好各项公开工作，更新/各类栏目共有十二个，网站发布信息/都经过审查，没有出现过任何差错。",
                "本机关的热线电话全年有人值守/接听，答复都在时限之内，没有超期/的，群众满意。"
            ]
        );
    }

    #[test]
    fn a_text_of_whole_paragraphs_has_no_measure() {
        let text = "一、总体情况\n全年认真做好各项公开工作，更新各类栏目共12个，网站发布的信息都经过审查。\n（一）主动公开。更新栏目。\n（二）依申请公开。答复及时。\n（三）平台建设。栏目更新。\n全年认真做好各项公开工作，更新各类栏目。";
        assert_eq!(paragraphs(text).len(), 6);
    }
}
