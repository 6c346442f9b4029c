//! Mail, and web pages saved as one file (MHTML) → the part that is the report.
//!
//! Parts are decoded by what their bytes are, as any document is; a part's declared charset counts where its own bytes do
//! not tell. Of alternatives the richest is read. Mails inside mails are opened as deep as `mail-parser` goes (three).

use super::{MOST_PARTS, Part, choose};
use crate::acquire::{Document, MediaType, media};
use crate::decode::quiet::caught;
use crate::decode::{Content, charset, html, text};
use crate::finding::{Reason, Unreadable};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Mails inside mails that are opened.
const DEEPEST: usize = 4;

/// Decodes a mail or a saved web page.
pub fn decode(bytes: &[u8]) -> Result<Content, Unreadable> {
    let damaged = || Unreadable::new(Reason::Damaged, "the mail or web archive can't be taken apart; save it again");
    let message = caught(|| MessageParser::default().parse(bytes)).flatten().ok_or_else(damaged)?;
    let mut found = Found::default();
    found.message(&message, DEEPEST);
    if found.parts.is_empty()
        && let Some(error) = found.error
    {
        return Err(error);
    }
    choose(found.parts, "mail or web archive")
}

#[derive(Default)]
struct Found {
    parts: Vec<Part>,
    /// Why the first part that could not be decoded could not.
    error: Option<Unreadable>,
}

impl Found {
    fn message(&mut self, message: &Message, deepest: usize) {
        let skipped = poorer_alternatives(message);
        for (id, part) in message.parts.iter().enumerate() {
            if self.parts.len() >= MOST_PARTS {
                return;
            }
            match &part.body {
                PartType::Message(inner) if deepest > 1 => self.message(inner, deepest - 1),
                PartType::Multipart(_) | PartType::Message(_) => {}
                _ if skipped.contains(&id) => {}
                _ => match content(part, message.raw_message()) {
                    Some(Ok(content)) => self.parts.push(Part::new(content, None)),
                    Some(Err(error)) => {
                        self.error.get_or_insert(error);
                    }
                    None => {}
                },
            }
        }
    }
}

/// Of a `multipart/alternative` all but the last, which is the richest.
fn poorer_alternatives(message: &Message) -> Vec<usize> {
    let is_alternative = |p: &MessagePart| {
        p.content_type().is_some_and(|t| t.subtype().is_some_and(|s| s.eq_ignore_ascii_case("alternative")))
    };
    let mut poorer = Vec::new();
    for part in message.parts.iter().filter(|p| is_alternative(p)) {
        if let PartType::Multipart(children) = &part.body
            && let Some((_, others)) = children.split_last()
        {
            poorer.extend(others.iter().map(|id| *id as usize));
        }
    }
    poorer
}

/// What a part holds; nothing if it is of a kind that holds no report (a picture, a style sheet).
fn content(part: &MessagePart, raw: &[u8]) -> Option<Result<Content, Unreadable>> {
    let declared = part.content_type();
    let kind = declared.map(|t| format!("{}/{}", t.ctype(), t.subtype().unwrap_or_default()).to_ascii_lowercase());
    let kind = kind.as_deref().unwrap_or("text/plain");
    if kind.starts_with("image/") || matches!(kind, "text/css" | "text/javascript" | "application/javascript") {
        return None;
    }
    let body = raw.get(part.offset_body as usize..part.offset_end as usize)?;
    let bytes = match part.encoding {
        _ if part.is_encoding_problem => None,
        Encoding::None => Some(body.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(body),
        Encoding::Base64 => base64_decode(body),
    };
    let Some(bytes) = bytes else {
        return Some(Err(Unreadable::new(Reason::Damaged, "a part of the mail is not encoded as it says")));
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let encoding = declared.and_then(|t| t.attribute("charset")).and_then(charset::declared);
    let media_type = media::tell(&bytes);
    Some(match media_type {
        MediaType::Html => html::decode_as(&bytes, encoding).map(Content::Flow),
        // What is declared a page may be a frame without a tag that structures it.
        MediaType::Text if kind == "text/html" => html::decode_as(&bytes, encoding).map(Content::Flow),
        MediaType::Text => text::decode_as(&bytes, encoding).map(Content::Lines),
        MediaType::Mail | MediaType::Json | MediaType::Script | MediaType::Other => return None,
        media_type => {
            let document =
                Document { id: String::new(), source: String::new(), media_type, bytes, rendition: None, served: None };
            crate::decode::decode(&document)
        }
    })
}
