//! What a PDF tells of itself, whether or not its pages can be read: facts about the document, like its size.

use crate::decode::quiet::caught;
use encoding_rs::{GB18030, WINDOWS_1252};
use hayro_interpret::hayro_syntax::Pdf;

/// Characters of a producer's name that are kept. The longest in use, with versions and licences, have some ninety.
const LONGEST_NAME: usize = 100;

/// Facts about a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The number of pages.
    pub pages: u32,
    /// The program that made it, by its own word: the Producer of the information dictionary, else its Creator
    /// (ISO 32000-1, 14.3.3).
    pub producer: Option<String>,
}

/// The facts about a PDF; none where the file can't be opened.
pub fn facts(bytes: &[u8]) -> Option<Facts> {
    let pdf = caught(|| Pdf::new(bytes.to_vec()).ok())??;
    let pages = u32::try_from(caught(|| pdf.pages().len())?).ok()?;
    let told = pdf.metadata();
    let producer = [&told.producer, &told.creator].into_iter().flatten().find_map(|name| named(name));
    Some(Facts { pages, producer })
}

/// A text string (ISO 32000-1, 7.9.2.2), on one line. Chinese programs write GBK where the standard has Latin letters.
fn named(bytes: &[u8]) -> Option<String> {
    let (text, _, is_broken) = GB18030.decode(bytes);
    let text = if is_broken { WINDOWS_1252.decode(bytes).0 } else { text };
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NAME, facts, named};

    #[test]
    fn what_is_no_pdf_has_no_facts() {
        assert_eq!(facts(b"%PDF-1.7\n"), None);
        assert_eq!(facts(b""), None);
    }

    #[test]
    fn producers_are_named_in_any_encoding_and_bounded() {
        let cases: [(&[u8], Option<&str>); 7] = [
            (b"LibreOffice 7.4", Some("LibreOffice 7.4")),
            (b"\xFE\xFF\x00M\x00S\x00\xAE", Some("MS®")),
            (b"\xEF\xBB\xBFWPS \xE6\x96\x87\xE5\xAD\x97", Some("WPS 文字")),
            (b"WPS \xCE\xC4\xD7\xD6", Some("WPS 文字")),
            (b"Word\xAE 2016", Some("Word® 2016")),
            (b"  a\r\n\0b ", Some("a b")),
            (b" \0", None),
        ];
        for (bytes, name) in cases {
            assert_eq!(named(bytes).as_deref(), name, "{bytes:?}");
        }
        assert_eq!(named(&[b'x'; 5000]).map(|name| name.len()), Some(LONGEST_NAME));
    }
}
