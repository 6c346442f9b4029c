//! Page numbers and running heads: what belongs to the page and not to the text.
//!
//! Only shapes are known here, no words of the form: a number alone, a number in dashes, `第3页`, `3/5`.

/// A line that reads like a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageNumber {
    /// The number.
    pub(super) number: u32,
    /// Whether something beside the digits says that it is one (`-3-`, `第3页`): a bare number may be a value.
    pub(super) dressed: bool,
}

/// Dashes seen round page numbers.
const DASHES: &[char] = &['-', '‐', '‑', '–', '—', '―', '─', '－', '－', '﹣', '~', '～', '·', '•'];

/// Reads a line as a page number.
pub(super) fn page_number(line: &str) -> Option<PageNumber> {
    if !line.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '第' || DASHES.contains(&c)) {
        return None;
    }
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    // Four digits at most: longer numbers are never pages.
    let read = |digits: &str| {
        let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    };
    if let Some(number) = read(&line) {
        return Some(PageNumber { number, dressed: false });
    }
    if let Some(inner) = line.strip_prefix(DASHES).and_then(|l| l.strip_suffix(DASHES)) {
        return read(inner.trim_matches(DASHES)).map(|number| PageNumber { number, dressed: true });
    }
    let inner = line.strip_prefix('第')?;
    let (number, rest) = inner.split_once('页')?;
    let rest = rest.trim_start_matches(['/', '，', ',', '、']);
    let total = rest.strip_prefix('共').and_then(|r| r.strip_suffix('页'));
    if rest.is_empty() || total.is_some_and(|t| read(t).is_some()) {
        return read(number).map(|number| PageNumber { number, dressed: true });
    }
    None
}

/// How many lines from the top and the bottom of a page are asked.
pub(super) const DEPTH: usize = 3;

/// The share of a page's height at its top and its bottom where furniture stands: margins are 2.5 to 3.7 cm of 29.7.
const MARGIN: f32 = 0.13;

/// A line at the edge of a page.
#[derive(Debug)]
pub(super) struct Edge {
    /// Which line it is, for the caller.
    pub(super) index: usize,
    /// Its page, from 0 in this document.
    pub(super) page: usize,
    /// The page's number.
    pub(super) number: u32,
    /// Nothing stands beyond it.
    pub(super) outermost: bool,
    /// How many words it has.
    pub(super) words: usize,
    /// How far down its middle stands, 0 to 1.
    pub(super) down: f32,
    /// What it says.
    pub(super) text: String,
}

/// Which lines are furniture. A page number that is only digits must count as the pages do, a running head must return on
/// most pages; both stand in the margin, so that a repeated header of a table does not pass for one.
pub(super) fn found(edges: &[Edge], pages: usize) -> Vec<usize> {
    let margin = |e: &&Edge| e.down < MARGIN || e.down > 1.0 - MARGIN;
    let bare = |e: &Edge| page_number(&e.text).filter(|n| !n.dressed && e.outermost).map(|n| n.number);
    let mut offsets = std::collections::BTreeMap::<i64, usize>::new();
    for (edge, number) in edges.iter().filter(margin).filter_map(|e| bare(e).map(|n| (e, n))) {
        *offsets.entry(i64::from(number) - i64::from(edge.number)).or_default() += 1;
    }
    // Where only one page counts, it must count right; else the step that most pages share is the numbering.
    let offset = offsets.iter().max_by_key(|(offset, count)| (**count, **offset == 0));
    let offset = offset.filter(|(offset, count)| **offset == 0 || **count > 1).map(|(offset, _)| *offset);
    let mut heads = std::collections::BTreeMap::<String, std::collections::BTreeSet<usize>>::new();
    for edge in edges.iter().filter(margin) {
        heads.entry(running(&edge.text)).or_default().insert(edge.page);
    }
    let furniture = |edge: &&Edge| {
        if let Some(number) = bare(edge) {
            return Some(i64::from(number) - i64::from(edge.number)) == offset;
        }
        let head = running(&edge.text);
        let returns = heads.get(&head).is_some_and(|on| on.len() >= 2 && 2 * on.len() >= pages);
        page_number(&edge.text).is_some_and(|n| n.dressed) || returns && edge.words <= 2 && head.chars().count() > 1
    };
    let mut found: Vec<usize> = edges.iter().filter(margin).filter(furniture).map(|e| e.index).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A running head without its page number: what returns from page to page.
fn running(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_by_their_dress() {
        for line in ["-3-", "— 3 —", "－ 3 －", "第3页", "第 3 页 共 12 页", "第3页/共12页", "- 3 -"] {
            assert_eq!(page_number(line), Some(PageNumber { number: 3, dressed: true }), "{line}");
        }
        assert_eq!(page_number("3"), Some(PageNumber { number: 3, dressed: false }));
        for line in ["-3", "3.5", "第3页说明", "第三项", "12345", "- -", "3/0"] {
            assert_eq!(page_number(line), None, "{line}");
        }
    }
}
