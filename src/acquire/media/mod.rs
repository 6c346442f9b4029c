//! What bytes are, told by the bytes: names and declared types of crawled files are wrong too often to be asked.
//!
//! Coarse on purpose: it says which decoder to try. That decoder has the last word about damage.

mod container;
mod envelope;

pub use container::{is_broken, is_office, names_of_members};

use super::MediaType;
use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// So much of a file's beginning is looked at; a page that has shown no tag and no control byte by then shows none.
const LOOKED_AT: usize = 64 * 1024;

/// A PDF's header may stand within so many bytes (the PDF reference's implementation note 13).
const PDF_HEADER_WITHIN: usize = 1024;

/// Of so many characters of a text one may be a control character or undecodable. Of random bytes every eighth is a
/// control byte.
const CHARACTERS_PER_FAULT: usize = 20;

/// Of two readings as UTF-16 the right one has at least this share, in percent, of characters a Chinese text is made
/// of. With bytes swapped it is about half.
const UTF16_EXPECTED: usize = 90;

/// A file that starts with text and not with a tag is a web page if it holds so many tags that structure a page. A plain
/// text that mentions one in passing has fewer.
const TAGS_AMID_TEXT: usize = 4;

/// Tags that structure a page. `br` and inline tags are missing: Markdown holds them too.
const STRUCTURE: [&str; 26] = [
    "html", "head", "body", "meta", "title", "div", "p", "table", "tbody", "thead", "tr", "td", "th", "h1", "h2", "h3",
    "h4", "h5", "h6", "ul", "ol", "li", "section", "article", "center", "form",
];

/// Further tags a page or a piece cut out of one may start with.
const OPENERS: [&str; 19] = [
    "span",
    "font",
    "strong",
    "b",
    "a",
    "link",
    "style",
    "script",
    "base",
    "header",
    "main",
    "nav",
    "img",
    "br",
    "hr",
    "tfoot",
    "caption",
    "blockquote",
    "pre",
];

/// Tells what bytes are. No bytes at all are a text with nothing in it, which its decoder says.
pub fn tell(bytes: &[u8]) -> MediaType {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    if is_pdf(start) {
        return MediaType::Pdf;
    }
    if let Some(told) = container::tell(bytes) {
        return told;
    }
    let Some(text) = readable(start, start.len() < bytes.len()) else { return MediaType::Other };
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.starts_with("{\\rtf") {
        return MediaType::Rtf;
    }
    if let Some(told) = envelope::tell(text) {
        return told;
    }
    if is_wrapped(text) {
        return MediaType::Other;
    }
    if is_page(text) { MediaType::Html } else { MediaType::Text }
}

/// A header `%PDF-` at the very start, or further on in something that is no text quoting it.
fn is_pdf(start: &[u8]) -> bool {
    const HEADER: &[u8] = b"%PDF-";
    let within = &start[..start.len().min(PDF_HEADER_WITHIN + HEADER.len())];
    match within.windows(HEADER.len()).position(|w| w == HEADER) {
        Some(0) => true,
        Some(_) => start.windows(4).any(|w| w == b" obj") || readable(start, true).is_none(),
        None => false,
    }
}

/// The beginning of a file as text, if it is one. `cut` says that the file goes on, perhaps in mid-character.
fn readable(start: &[u8], cut: bool) -> Option<Cow<'_, str>> {
    let text = match (Encoding::for_bom(start), utf16_order(start)) {
        (Some((encoding, _)), _) => encoding.decode_with_bom_removal(start).0,
        (None, Some(big_endian)) => {
            let encoding = if big_endian { UTF_16BE } else { UTF_16LE };
            encoding.decode_without_bom_handling(start).0
        }
        (None, None) => {
            // Whichever encoding fits best; only faults are counted here. None fits better than one without any.
            let unicode = std::str::from_utf8(start).map_or_else(|_| String::from_utf8_lossy(start), Cow::Borrowed);
            if faults(&unicode) == 0 {
                return Some(unicode);
            }
            let others = [GB18030, BIG5].map(|e| e.decode_without_bom_handling(start).0);
            std::iter::once(unicode).chain(others).min_by_key(|text| faults(text))?
        }
    };
    let allowed = text.chars().count() / CHARACTERS_PER_FAULT + usize::from(cut) + 2;
    // No text holds a NUL; one that does is damaged or something else.
    (faults(&text) <= allowed && !text.contains('\0')).then_some(text)
}

fn faults(text: &str) -> usize {
    text.chars()
        .filter(|&c| {
            c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}'))
        })
        .count()
}

/// Whether bytes without a byte order mark are UTF-16, and if so whether big-endian. ASCII characters (line ends, digits)
/// leave zero bytes, which no other text holds; which half is the high one is told by trying both, for the most frequent
/// word of these documents, 公开 (U+516C U+5F00), has a zero in the other half.
pub fn utf16_order(bytes: &[u8]) -> Option<bool> {
    let start = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    if start.len() < 4 || !start.contains(&0) {
        return None;
    }
    let share = |big_endian: bool| {
        let units = start
            .chunks_exact(2)
            .map(|b| if big_endian { u16::from_be_bytes([b[0], b[1]]) } else { u16::from_le_bytes([b[0], b[1]]) });
        let expected = units.filter(|u| {
            matches!(u, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0 | 0x2010..=0x2027 | 0x3000..=0x301F | 0x4E00..=0x9FFF
                | 0xFF00..=0xFFEF)
        });
        expected.count() * 200 / start.len()
    };
    let (little, big) = (share(false), share(true));
    (little.max(big) >= UTF16_EXPECTED && little != big).then_some(big > little)
}

/// Formats that are text on the outside, whose words are not what is printed: PostScript, XML that is no web page (Word's and
/// `LibreOffice`'s flat files). Read as lines they would yield wrong text.
fn is_wrapped(text: &str) -> bool {
    let begins =
        |with: &str| text.as_bytes().get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with.as_bytes()));
    begins("%!ps") || (begins("<?xml") && !text.to_ascii_lowercase().contains("<html"))
}

/// Whether text is a web page or a piece of one.
fn is_page(text: &str) -> bool {
    let mut first = text;
    while let Some(comment) = first.strip_prefix("<!--") {
        first = comment.find("-->").map_or("", |end| comment[end + 3..].trim_start());
    }
    let opening = tag_name(first);
    if opening.is_some_and(|n| n == "!doctype" || n == "?xml" || is_one_of(&n, &STRUCTURE) || is_one_of(&n, &OPENERS)) {
        return true;
    }
    let tags = text.match_indices('<').filter_map(|(i, _)| tag_name(&text[i..]));
    tags.filter(|name| is_one_of(name.trim_start_matches('/'), &STRUCTURE)).take(TAGS_AMID_TEXT).count()
        == TAGS_AMID_TEXT
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.contains(&name)
}

/// The name of the tag that text starts with, in lower case, with the `/` of an end tag.
fn tag_name(text: &str) -> Option<String> {
    let after = text.strip_prefix('<')?;
    let end = after
        .char_indices()
        .take(24)
        .find(|&(i, c)| !(c.is_ascii_alphanumeric() || (i == 0 && matches!(c, '/' | '!' | '?'))))?;
    (end.0 > 0 && (end.1 == '>' || end.1 == '/' || end.1.is_ascii_whitespace()))
        .then(|| after[..end.0].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str =
        "<!DOCTYPE html>\n<html><head><title>政府信息公开</title></head><body>一、总体情况</body></html>";

    #[test]
    fn pdf_by_its_header() {
        assert_eq!(tell(b"%PDF-1.7\n%\xE2\xE3"), MediaType::Pdf);
        assert_eq!(tell(b"\xEF\xBB\xBF\n%PDF-1.4\n1 0 obj\n<<>>"), MediaType::Pdf);
        assert_eq!(tell("附件的开头应为 %PDF-1.4 字样。".as_bytes()), MediaType::Text);
    }

    #[test]
    fn web_pages_of_every_encoding() {
        let utf16: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [PAGE.as_bytes(), &GB18030.encode(PAGE).0, &utf16, &[&[0xFF, 0xFE][..], &utf16].concat()] {
            assert_eq!(tell(bytes), MediaType::Html);
        }
    }

    #[test]
    fn pieces_of_web_pages() {
        for piece in [
            "<p style='text-align: center'>2019年政府信息公开工作年度报告</p>",
            "\n<!-- 正文 -->\n<table border=1><tr><td>1</td></tr></table>",
            "<tr><td>规章</td><td>13</td></tr>",
            "一、总体情况<p>本机关</p><p>二、</p>",
        ] {
            assert_eq!(tell(piece.as_bytes()), MediaType::Html, "{piece}");
        }
    }

    #[test]
    fn texts_that_mention_tags() {
        for text in [
            "数量<10件，占比>5%。\n一、总体情况",
            "网页正文位于<div>内",
            "| 规章<br>(件) | 13<br>件 | 5<br>件 | 3<br>件 |",
            "<本年度报告>根据条例编制",
        ] {
            assert_eq!(tell(text.as_bytes()), MediaType::Text, "{text}");
        }
    }

    #[test]
    fn everything_else() {
        for bytes in [
            &b"PK\x03\x04\x14\x00\x06\x00\x08\x00"[..],
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>",
        ] {
            assert_eq!(tell(bytes), MediaType::Other, "{bytes:?}");
        }
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(tell(&noise), MediaType::Other);
    }

    #[test]
    fn rich_text_by_its_first_word() {
        assert_eq!(tell(b"{\\rtf1\\ansi ...}"), MediaType::Rtf);
        assert_eq!(tell(b"\xEF\xBB\xBF\n{\\rtf1 ...}"), MediaType::Rtf);
        assert_eq!(tell("标签 {\\rtf1 位于文中".as_bytes()), MediaType::Text);
    }

    #[test]
    fn nothing_is_an_empty_text() {
        assert_eq!(tell(b""), MediaType::Text);
    }

    proptest! {
        #[test]
        fn no_bytes_crash_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = tell(&bytes);
        }

        #[test]
        fn chinese_text_is_text(text in "[一-龥，。0-9\n]{1,200}") {
            prop_assert_eq!(tell(text.as_bytes()), MediaType::Text);
        }
    }
}
