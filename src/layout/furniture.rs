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
