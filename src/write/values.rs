//! The nested `tables` of a record → the digits of each cell, by dotted id.
//!
//! The JSON has been checked by its reader; this goes over its bytes once and keeps where a path and its number stand.
//! Cells are asked for in the order in which values stand, so that finding one is comparing one.

use std::ops::Range;

/// The values of one record.
#[derive(Debug, Default)]
pub(super) struct Values {
    paths: String,
    /// Where a path stands in `paths`, and where its number stands in the JSON; none where it is null.
    leaves: Vec<(Range<usize>, Option<Range<usize>>)>,
    next: usize,
}

impl Values {
    /// Takes over the values of a record; those of the one before are forgotten.
    pub(super) fn read(&mut self, json: &str) {
        self.paths.clear();
        self.leaves.clear();
        self.next = 0;
        let bytes = json.as_bytes();
        // The path to where we are, and how long it was at each level above.
        let mut path = String::new();
        let mut above: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'"' => {
                    let start = at + 1;
                    let length = bytes[start..].iter().position(|b| *b == b'"').unwrap_or(bytes.len() - start);
                    path.truncate(above.last().copied().unwrap_or(0));
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&json[start..start + length]);
                    at = start + length + 1;
                }
                b'{' => {
                    above.push(path.len());
                    at += 1;
                }
                b'}' => {
                    above.pop();
                    at += 1;
                }
                b'n' => {
                    self.keep(&path, None);
                    at += "null".len();
                }
                b'-' | b'0'..=b'9' => {
                    let end = bytes[at..].iter().position(|b| matches!(b, b',' | b'}' | b' ' | b'\n'));
                    let end = end.map_or(bytes.len(), |length| at + length);
                    self.keep(&path, Some(at..end));
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    fn keep(&mut self, path: &str, number: Option<Range<usize>>) {
        let start = self.paths.len();
        self.paths.push_str(path);
        self.leaves.push((start..self.paths.len(), number));
    }

    /// The digits of a cell in the JSON that was read, none where it has no number.
    pub(super) fn of<'j>(&mut self, json: &'j str, cell: &str) -> Option<&'j str> {
        let count = self.leaves.len();
        let found = (0..count)
            .map(|step| (self.next + step) % count)
            .find(|l| self.paths[self.leaves[*l].0.clone()] == *cell)?;
        self.next = found + 1;
        self.leaves[found].1.clone().map(|number| &json[number])
    }
}

#[cfg(test)]
mod tests {
    use super::Values;

    #[test]
    fn a_number_is_found_by_its_path_in_any_order() {
        let json = r#"{"proactive":{"fees":{"amount":7730.28,"items_change":-18},"regulations":{"issued":3}},"appeals":{"total":null}, "z": 12345678901234567.123456 }"#;
        let mut values = Values::default();
        for _ in 0..2 {
            values.read(json);
            assert_eq!(values.of(json, "proactive.fees.amount"), Some("7730.28"));
            assert_eq!(values.of(json, "appeals.total"), None);
            assert_eq!(values.of(json, "proactive.fees.items_change"), Some("-18"));
            assert_eq!(values.of(json, "proactive.regulations.issued"), Some("3"));
            assert_eq!(values.of(json, "proactive.regulations"), None);
            assert_eq!(values.of(json, "z"), Some("12345678901234567.123456"));
        }
        values.read("{}");
        assert_eq!(values.of("{}", "z"), None);
    }
}
