//! Bytes → text: which encoding they are in, told by a mark, by their shape, by declaration or by what they hold.
//!
//! The order of trust: a byte order mark; the shape of UTF-16; being valid UTF-8, which other encodings are not by chance;
//! a declaration, where it decodes without a fault; detection between the two encodings Chinese texts are otherwise in.
//! A declaration comes late because page templates outlive the encoding they name. What can't be decoded stays in the
//! text as U+FFFD, so that no digit beside it passes for a clean one; where that is much of the text, it is damaged.

use crate::acquire::media::utf16_order;
use crate::finding::{Reason, Unreadable};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Of so many characters one may be undecodable (or be no character at all: a control, one of private use), and the text
/// still counts as text. Single bytes lost in copying leave one in thousands; bytes that are no text leave one in ten.
const CHARACTERS_PER_FAULT: usize = 20;

/// Of so many characters beyond ASCII one may be broken, and the bytes are still UTF-8 (a text cut in mid-character, a
/// byte lost): bytes of another encoding break UTF-8 at almost every character.
const UTF8_CHARACTERS_PER_FAULT: usize = 50;

/// Text, and how it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding it was in.
    pub encoding: &'static str,
    /// How many characters could not be decoded; each is a U+FFFD in the text.
    pub replaced: usize,
}

/// Decodes bytes to text. `declared` is what the document itself says about its encoding.
pub fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Unreadable> {
    let (encoding, bytes) = tell(bytes, declared);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if encoding == UTF_8 => Cow::Borrowed(text),
        _ => encoding.decode_without_bom_handling(bytes).0,
    };
    let (mut replaced, mut unlikely) = (0, 0);
    // All ideographs before those for private use are likely.
    for c in text.chars().filter(|c| !('\u{a0}'..'\u{e000}').contains(c) && is_unlikely(*c)) {
        unlikely += 1;
        replaced += usize::from(c == '\u{FFFD}');
    }
    let characters = text.chars().count();
    // A handful of faults in a short text is still a text.
    if unlikely > 2 && unlikely * CHARACTERS_PER_FAULT > characters {
        return Err(Unreadable::new(
            Reason::Damaged,
            format!(
                "{unlikely} of {characters} characters can't be decoded, as {} or any other encoding known here; \
                 get the file again from where it was published",
                encoding.name()
            ),
        ));
    }
    let text = text.strip_prefix('\u{FEFF}').map_or_else(|| text.to_string(), str::to_owned);
    Ok(Decoded { text, encoding: encoding.name(), replaced })
}

/// The encoding that a label such as `gb2312` names, as far as Chinese documents are written in it. Single-byte encodings
/// decode anything without a fault and are therefore no evidence: a declared `iso-8859-1` counts as nothing declared.
pub fn declared(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    match encoding {
        e if e == GBK || e == GB18030 => Some(GB18030),
        e if e == BIG5 || e == UTF_8 => Some(e),
        _ => None,
    }
}

/// What two declarations come to. Servers declare one encoding for all they hold, pages keep that of their template: where
/// they name two that Chinese texts are in, neither counts, and the bytes decide. UTF-8 is told by the bytes in any case.
pub fn agreed(outside: Option<&'static Encoding>, inside: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let said = |declared: Option<&'static Encoding>| declared.filter(|e| *e != UTF_8);
    match (said(outside), said(inside)) {
        (Some(outside), Some(inside)) if outside != inside => None,
        (outside, inside) => outside.or(inside),
    }
}

/// Which encoding the bytes are in, and the bytes without their byte order mark.
fn tell<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> (&'static Encoding, &'a [u8]) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[length..]);
    }
    // The byte order mark as GB18030 writes it.
    if let Some(rest) = bytes.strip_prefix(&[0x84, 0x31, 0x95, 0x33]) {
        return (GB18030, rest);
    }
    if let Some(big_endian) = utf16_order(bytes) {
        return (if big_endian { UTF_16BE } else { UTF_16LE }, bytes);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, bytes);
    }
    let as_utf8 = String::from_utf8_lossy(bytes);
    let beyond_ascii = as_utf8.chars().filter(|c| !c.is_ascii()).count();
    if faults(&as_utf8) * UTF8_CHARACTERS_PER_FAULT <= beyond_ascii {
        return (UTF_8, bytes);
    }
    match declared {
        Some(encoding) if encoding != UTF_8 && is_clean(encoding, bytes) => (encoding, bytes),
        _ => (detect(bytes), bytes),
    }
}

/// GB18030 (which holds GB2312 and GBK) or Big5. Other guesses of the detector are not taken: a short Chinese text
/// resembles Korean or Japanese often enough, and no report is written in those.
fn detect(bytes: &[u8]) -> &'static Encoding {
    match (is_clean(GB18030, bytes), is_clean(BIG5, bytes)) {
        (true, false) => return GB18030,
        (false, true) => return BIG5,
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    if detector.guess(None, Utf8Detection::Deny) == BIG5 { BIG5 } else { GB18030 }
}

fn is_clean(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// Characters that decoding leaves where there was no text: replacements, controls, characters of private use (GB18030
/// has code points for those).
fn is_unlikely(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}'))
}

fn faults(text: &str) -> usize {
    text.matches('\u{FFFD}').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAMPLE: &str = "2019年政府信息公开工作年度报告\n一、总体情况\n规章\t13\t13\t524\n";
    const TRADITIONAL: &str =
        "興國縣良村鎮2024年政府信息公開工作年度報告，一、總體情況。收到和處理政府信息公開申請情況";

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes, None).map_or_else(|e| e.message, |d| d.text)
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_reports_come_in_is_told() {
        assert_eq!(text_of(SAMPLE.as_bytes()), SAMPLE);
        assert_eq!(text_of(format!("\u{FEFF}{SAMPLE}").as_bytes()), SAMPLE);
        assert_eq!(text_of(&GB18030.encode(SAMPLE).0), SAMPLE);
        assert_eq!(text_of(&BIG5.encode(TRADITIONAL).0), TRADITIONAL);
        for big_endian in [false, true] {
            assert_eq!(text_of(&utf16(SAMPLE, big_endian)), SAMPLE);
            assert_eq!(text_of(&utf16(&format!("\u{FEFF}{SAMPLE}"), big_endian)), SAMPLE);
        }
    }

    #[test]
    fn declarations_that_disagree_count_for_nothing() {
        assert_eq!(agreed(Some(GB18030), None), Some(GB18030));
        assert_eq!(agreed(Some(UTF_8), Some(BIG5)), Some(BIG5));
        assert_eq!(agreed(Some(BIG5), Some(GB18030)), None);
    }

    #[test]
    fn a_wrong_declaration_is_overruled() {
        let decoded = decode(SAMPLE.as_bytes(), declared("gb2312"));
        assert_eq!(decoded.map(|d| d.text), Ok(SAMPLE.to_owned()));
        let decoded = decode(&GB18030.encode(SAMPLE).0, declared("utf-8"));
        assert_eq!(decoded.map(|d| d.text), Ok(SAMPLE.to_owned()));
        let decoded = decode(&GB18030.encode(SAMPLE).0, declared("iso-8859-1"));
        assert_eq!(decoded.map(|d| d.text), Ok(SAMPLE.to_owned()));
    }

    #[test]
    fn a_text_cut_in_mid_character_stays_utf8_and_shows_the_fault() {
        let bytes = SAMPLE.repeat(9).into_bytes();
        let cut = &bytes[..bytes.len() - " 524\n".len() - "\t13\t13".len() - 1];
        let decoded = decode(cut, None);
        assert_eq!(decoded.map(|d| (d.encoding, d.replaced)), Ok(("UTF-8", 1)));
    }

    #[test]
    fn noise_is_damaged() {
        let mut state = 88_172_645_463_325_252_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8 | 0x80
        })
        .take(4000)
        .collect();
        assert_eq!(decode(&noise, None).map_err(|e| e.reason), Err(Reason::Damaged));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(words in prop::collection::vec(prop::sample::select(vec![
            "政府信息公开", "年度报告", "申请人情况", "自然人", "商业企业", "13", "5.20", "\t", "\n", "，", "。", "一、", "总计",
        ]), 12..60), big_endian: bool) {
            // Ten characters are too few to tell encodings apart by; every report has hundreds.
            let text = format!("{}{}", SAMPLE, words.concat());
            prop_assert_eq!(&text_of(text.as_bytes()), &text);
            prop_assert_eq!(&text_of(&GB18030.encode(&text).0), &text);
            prop_assert_eq!(&text_of(&utf16(&text, big_endian)), &text);
        }

        #[test]
        fn no_bytes_crash_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes, None);
        }
    }
}
