//! A plain text → its lines.
//!
//! Takes bytes of any encoding Chinese texts come in, gives lines without their ends. Empty lines are kept, so that a
//! line's number is the number an editor shows. Nothing is trimmed: tabs and runs of spaces are what tables of texts are
//! made of.

use super::{Line, charset};
use crate::finding::{Reason, Unreadable};
use encoding_rs::Encoding;

/// Decodes a plain text.
pub fn decode(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
    decode_as(bytes, None)
}

/// Decodes a plain text whose encoding is declared outside of it.
pub fn decode_as(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Vec<Line>, Unreadable> {
    read(&charset::decode(bytes, declared)?.text)
}

/// The lines of a text.
pub fn read(text: &str) -> Result<Vec<Line>, Unreadable> {
    if text.chars().all(char::is_whitespace) {
        return Err(Unreadable::new(Reason::Empty, "the text holds nothing but white space"));
    }
    Ok(split(text))
}

/// Splits at every mark that ends a line: those of Unix, Windows and old Mac, the page break of a converted PDF, the
/// line break of Word (a vertical tab) and those of Unicode.
fn split(text: &str) -> Vec<Line> {
    const ENDS: [char; 6] = ['\n', '\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}'];
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = match rest.find(ENDS) {
            Some(end) => {
                let width = rest[end..].chars().next().map_or(1, char::len_utf8);
                let width = if rest[end..].starts_with("\r\n") { 2 } else { width };
                (&rest[..end], &rest[end + width..])
            }
            None => (rest, ""),
        };
        lines.push(Line { number: lines.len() as u32 + 1, text: line.to_owned() });
        rest = after;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(bytes: &[u8]) -> Vec<String> {
        decode(bytes).map(|lines| lines.into_iter().map(|l| l.text).collect()).unwrap_or_default()
    }

    #[test]
    fn every_line_end_ends_a_line() {
        assert_eq!(texts(b"a\nb\r\nc\rd\x0Ce\x0Bf\xE2\x80\xA8g\n"), ["a", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn empty_lines_and_tabs_are_kept() {
        assert_eq!(texts(b"a\n\n\tb  \r\n\r\nc"), ["a", "", "\tb  ", "", "c"]);
    }

    #[test]
    fn nothing_in_it_is_an_error_of_its_own() {
        for bytes in [&b""[..], b" \n\t", "\u{3000}\u{FEFF}".as_bytes().get(..3).unwrap_or_default()] {
            assert_eq!(decode(bytes).map_err(|e| e.reason), Err(Reason::Empty));
        }
    }

    proptest! {
        #[test]
        fn no_character_is_lost(text in "[\\PC\t\n\r]{1,80}") {
            let kept: String = split(&text).iter().map(|l| l.text.as_str()).collect();
            let had: String = text.chars().filter(|c| !"\n\r\u{B}\u{C}\u{2028}\u{2029}".contains(*c)).collect();
            prop_assert_eq!(kept, had);
        }

        #[test]
        fn lines_are_counted_from_one(text in "[a-z\n]{0,80}") {
            for (i, line) in split(&text).iter().enumerate() {
                prop_assert_eq!(line.number as usize, i + 1);
            }
        }
    }
}
