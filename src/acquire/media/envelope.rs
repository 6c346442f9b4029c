//! Text that wraps a document: mail and saved web pages, JSON, scripts. Told by how it begins.

use super::super::MediaType;
use regex::Regex;
use std::sync::LazyLock;

/// Lines of a mail's head. Relays add some dozens.
const HEAD_LINES: usize = 200;

/// `[{"`, `{"`: brackets and quotes that no text in words begins with.
static JSON: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^(?:\{\s*["}]|\[\s*(?:\{\s*"|\[\s*["\[{\d]|"))"#).ok());

/// `var x = "`, `callback({`, `window.data = [`, `document.write('`, comments before it passed over.
static SCRIPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^(?:/\*(?s:.*?)\*/\s*|//[^\n]*\n\s*)*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$\[\]]*\s*(?:=\s*(?:[\[{"'`]|JSON\.parse)|\(\s*[\[{"'`])"#,
    )
    .ok()
});

/// What wraps a document, if something does.
pub(super) fn tell(text: &str) -> Option<MediaType> {
    let matches = |r: &Option<Regex>| r.as_ref().is_some_and(|r| r.is_match(text));
    if is_mail(text) {
        Some(MediaType::Mail)
    } else if matches(&JSON) {
        Some(MediaType::Json)
    } else {
        matches(&SCRIPT).then_some(MediaType::Script)
    }
}

/// A head of `Name: value` lines, one of which says that this is mail.
fn is_mail(text: &str) -> bool {
    let mut says = false;
    for line in text.lines().take(HEAD_LINES) {
        if line.trim().is_empty() {
            return says;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        says |= ["mime-version", "content-type"].contains(&name.to_ascii_lowercase().as_str());
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_by_how_they_begin() {
        for (text, kind) in [
            (
                "From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x\r\n<html>",
                Some(MediaType::Mail),
            ),
            ("{\"code\":200,\"data\":{}}", Some(MediaType::Json)),
            ("[\n {\"content\": \"<p>\"}]", Some(MediaType::Json)),
            ("/**/jQuery1_2({\"a\":1})", Some(MediaType::Script)),
            ("var content = \"<table>\";", Some(MediaType::Script)),
            ("window.__DATA__={\"a\":1}", Some(MediaType::Script)),
            ("[索引号] 12345", None),
            ("{一、总体情况}", None),
            ("MIME-Version: 是一种头\n正文", None),
            ("标题：2023年\n\nContent-Type: x", None),
            ("一、总体情况 = \"好\"", None),
        ] {
            assert_eq!(tell(text), kind, "{text}");
        }
    }
}
