//! Names in archives → labels.
//!
//! A label is never used as a path, but people and programs may: so it never leads out of the archive (`..`, an absolute
//! path), never changes how a line is shown (controls, marks of direction), and is never absurdly long.

use encoding_rs::GB18030;
use std::fmt::Write;

/// The longest label of a member, in bytes. Systems allow 255 bytes for a part of a path, addresses have some hundreds.
const LONGEST: usize = 1024;

/// Raw bytes of a name as text: UTF-8 if they are, otherwise GB18030, in which Chinese Windows writes names.
pub(super) fn decode(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        // A name with bytes that are neither is spelled, so that no two become one.
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(raw) {
            Some(name) => name.into_owned(),
            None => spelled(raw),
        },
    }
}

fn spelled(raw: &[u8]) -> String {
    let mut name = String::new();
    for chunk in raw.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

/// The label of a member by its path in the archive; nothing for one that is hidden.
pub(super) fn label(name: &str) -> Option<String> {
    let mut label = String::new();
    for part in name.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")) {
        if part == "__MACOSX" || (part.starts_with('.') && part != "..") {
            return None;
        }
        if !label.is_empty() {
            label.push('/');
        }
        if part == ".." { label.push_str("%2E%2E") } else { push(part, &mut label) }
    }
    Some(if label.is_empty() { "(no name)".to_owned() } else { short(label) })
}

/// The label of a document by its address.
pub(super) fn address(url: &str) -> String {
    let mut label = String::new();
    push(url, &mut label);
    short(if label.is_empty() { "(no address)".to_owned() } else { label })
}

/// Adds text to a label, its characters that change how it is shown as `%XX` of their bytes.
fn push(text: &str, label: &mut String) {
    for c in text.chars() {
        if is_shown(c) {
            label.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(label, "%{byte:02X}");
            }
        }
    }
}

/// Whether a character is shown as itself: no control, no separator of lines, no mark of direction, nothing invisible.
fn is_shown(c: char) -> bool {
    !(c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'))
}

fn short(mut label: String) -> String {
    if label.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| label.is_char_boundary(at)).unwrap_or(0);
        label.truncate(end);
        label.push('…');
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_in_the_encodings_of_packers() {
        assert_eq!(decode("2024/某县.pdf".as_bytes()), "2024/某县.pdf");
        assert_eq!(decode(&GB18030.encode("2024/某县.pdf").0), "2024/某县.pdf");
        assert_eq!(decode(b"a\xFF.pdf"), "a%FF.pdf");
    }

    #[test]
    fn labels_lead_nowhere() {
        assert_eq!(label("../../etc/./passwd").as_deref(), Some("%2E%2E/%2E%2E/etc/passwd"));
        assert_eq!(label("C:\\报告\\1.doc").as_deref(), Some("C:/报告/1.doc"));
        assert_eq!(label("//server/1.doc").as_deref(), Some("server/1.doc"));
        assert_eq!(label("a\u{202E}fdp.exe\n").as_deref(), Some("a%E2%80%AEfdp.exe%0A"));
        assert_eq!(label("/").as_deref(), Some("(no name)"));
        assert_eq!(label("a/__MACOSX/b.txt"), None);
        assert_eq!(label("a/.git/b.txt"), None);
        assert_eq!(address("https://www.example.cn//a/../b?c=d\r\n"), "https://www.example.cn//a/../b?c=d%0D%0A");
    }

    proptest! {
        #[test]
        fn no_name_makes_an_unsafe_label(name in "\\PC{0,40}|[./\\\\\u{202E}\n a]{0,20}|a{900,1200}") {
            if let Some(label) = label(&name) {
                prop_assert!(label.len() <= LONGEST + 3 && !label.starts_with('/'));
                prop_assert!(label.split('/').all(|part| !part.is_empty() && part != ".."));
                prop_assert!(label.chars().all(is_shown));
            }
        }
    }
}
