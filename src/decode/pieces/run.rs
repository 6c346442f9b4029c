//! A run of text between two breaks, with white space folded as a browser folds it.

use unicode_width::UnicodeWidthChar;

/// A run being gathered.
#[derive(Debug, Default)]
pub(in crate::decode) struct Run {
    text: String,
    /// White space since the last character, not yet known to stand between two.
    gap: Option<Gap>,
    /// The next character begins or follows raised text.
    at_raised: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Space,
    /// It holds a line break of the source.
    Broken,
}

impl Run {
    /// Adds text as it stands in the source.
    pub(in crate::decode) fn push(&mut self, text: &str, as_written: bool) {
        for c in text.chars() {
            match c {
                '\n' if as_written => self.end_line(),
                ' ' | '\t' | '\n' | '\r' | '\u{C}' if !as_written => {
                    let gap = if c == '\n' || self.gap == Some(Gap::Broken) { Gap::Broken } else { Gap::Space };
                    self.gap = Some(gap);
                }
                c => self.character(c),
            }
        }
    }

    /// Begins a new line in the run, as `<br>` does.
    pub(in crate::decode) fn end_line(&mut self) {
        self.gap = None;
        self.at_raised = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Raised or lowered text begins or ends here. A raised number must not grow into the one beside it.
    pub(in crate::decode) fn raise(&mut self) {
        self.at_raised = true;
    }

    fn character(&mut self, c: char) {
        let before = self.text.chars().next_back();
        if let (Some(gap), Some(before)) = (self.gap.take(), before) {
            // A line break of the source between two wide characters is no space: Chinese has none (CSS Text 4.1.2).
            let is_inside_chinese = gap == Gap::Broken && is_wide(before) && is_wide(c);
            if before != '\n' && !is_inside_chinese {
                self.text.push(' ');
            }
        }
        if std::mem::take(&mut self.at_raised) && c.is_numeric() && self.text.ends_with(char::is_numeric) {
            self.text.push('^');
        }
        self.text.push(c);
    }

    /// The run, if it holds anything but white space; a new one begins.
    pub(in crate::decode) fn take(&mut self) -> Option<String> {
        let run = std::mem::take(self);
        let text = run.text.trim_end_matches('\n');
        (!text.chars().all(char::is_whitespace)).then(|| text.to_owned())
    }

    /// Whether nothing was added yet.
    pub(in crate::decode) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2) && !c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(texts: &[&str]) -> Option<String> {
        let mut run = Run::default();
        for text in texts {
            run.push(text, false);
        }
        run.take()
    }

    #[test]
    fn white_space_is_folded_across_elements() {
        assert_eq!(run(&[" \n a ", " b", "\t", "c \n"]).as_deref(), Some("a b c"));
        assert_eq!(run(&["1", "2"]).as_deref(), Some("12"));
        assert_eq!(run(&["1\n", "2"]).as_deref(), Some("1 2"));
        assert_eq!(run(&["\u{A0}5\u{A0} 6"]).as_deref(), Some("\u{A0}5\u{A0} 6"));
        assert_eq!(run(&["\n", "\u{A0}", "\u{3000}"]), None);
    }

    #[test]
    fn a_line_break_inside_chinese_is_no_space_but_digits_are_kept_apart() {
        assert_eq!(run(&["上海市\n    人民政府"]).as_deref(), Some("上海市人民政府"));
        assert_eq!(run(&["上海市 人民政府"]).as_deref(), Some("上海市 人民政府"));
        assert_eq!(run(&["１\n２"]).as_deref(), Some("１ ２"));
    }

    #[test]
    fn raised_digits_are_set_off() {
        let mut r = Run::default();
        r.push("22", false);
        r.raise();
        r.push("1", false);
        r.raise();
        r.push("件", false);
        assert_eq!(r.take().as_deref(), Some("22^1件"));
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(texts in prop::collection::vec("[a-z0-9一-龥 \n\u{A0}]{0,9}", 0..9), pre: bool) {
            let mut r = Run::default();
            for text in &texts {
                r.push(text, pre);
            }
            let kept: String = r.take().unwrap_or_default().split_whitespace().collect();
            let had: String = texts.concat().split_whitespace().collect();
            prop_assert_eq!(kept, had);
        }
    }
}
