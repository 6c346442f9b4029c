//! An answer of a web server → the document, as it was before it was packed for the way.
//!
//! Crawlers keep answers as they came, or unpack them and keep the head all the same; so what the head says of packing
//! holds only where the content bears it out.

use super::damaged;
use crate::acquire::archive::limits::{Budget, Unpacked};
use crate::acquire::read::too_large;
use crate::acquire::{MediaType, media};
use crate::finding::Unreadable;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Read};
use std::rc::Rc;

/// The longest head of an answer, in bytes, and its lines. Servers send some dozen, with cookies a few kilobytes.
const HEAD: usize = 256 * 1024;
const LINES: usize = 256;

/// Bytes of the window and tables of Brotli's reader.
const BROTLI_BUFFER: usize = 64 * 1024;

/// How what gzip packed begins.
const GZIP: &[u8] = b"\x1F\x8B";

/// Packings one over another; servers use one.
const PACKINGS: usize = 3;

/// The head of an answer with a document.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) content_type: Option<String>,
    is_chunked: bool,
    packings: Vec<String>,
    length: Option<u64>,
}

impl Head {
    /// Reads it; nothing where the server did not answer with a document.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !(bytes.ends_with(b"\r\n\r\n") || bytes.ends_with(b"\n\n")) {
            if bytes.len() == HEAD {
                return Err(io::Error::other("the head of the server's answer is longer than the limit"));
            }
            from.read_exact(&mut byte)?;
            bytes.push(byte[0]);
        }
        let mut lines = [httparse::EMPTY_HEADER; LINES];
        let mut answer = httparse::Response::new(&mut lines);
        let mut lenient = httparse::ParserConfig::default();
        lenient
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true);
        lenient
            .parse_response(&mut answer, &bytes)
            .map_err(|error| io::Error::other(format!("the head of the server's answer can't be read ({error})")))?;
        if answer.code != Some(200) {
            return Ok(None);
        }
        let mut head = Self::default();
        for line in answer.headers.iter() {
            let value = String::from_utf8_lossy(line.value).trim().to_ascii_lowercase();
            match line.name.to_ascii_lowercase().as_str() {
                "content-type" => head.content_type = Some(value),
                "transfer-encoding" => head.is_chunked |= value.contains("chunked"),
                "content-encoding" => head.packings.extend(value.split(',').map(|p| p.trim().to_owned())),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        Ok(Some(head))
    }

    /// The document in what follows the head.
    pub(super) fn body(&self, raw: Vec<u8>, limit: u64, budget: &Rc<Budget>) -> Result<Vec<u8>, Unreadable> {
        let mut body = match self.is_chunked.then(|| joined(&raw)) {
            Some(Some(Ok(joined))) => joined,
            Some(Some(Err(why))) => return Err(damaged(why)),
            None if self.length.is_some_and(|length| length > raw.len() as u64) => {
                return Err(damaged("the server's answer was cut off"));
            }
            Some(None) | None => raw,
        };
        for packing in self.packings.iter().rev().take(PACKINGS) {
            body = unpacked(packing, body, limit, budget)?;
        }
        Ok(body)
    }
}

/// Media type and charset of a `Content-Type`.
pub(super) fn declared(content_type: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(content_type) = content_type else { return (None, None) };
    let mut parts = content_type.split(';').map(str::trim);
    let media_type = parts.next().filter(|t| !t.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media_type, charset.filter(|charset| !charset.is_empty()))
}

/// Joins the chunks of a body; nothing where it is not in chunks (a crawler joined them already).
fn joined(mut raw: &[u8]) -> Option<Result<Vec<u8>, &'static str>> {
    const CUT: Result<Vec<u8>, &str> = Err("the server's answer was cut off");
    let mut body = Vec::new();
    let mut is_first = true;
    loop {
        let (start, length) = match httparse::parse_chunk_size(raw) {
            Ok(httparse::Status::Complete(size)) => size,
            _ if is_first => return None,
            Ok(httparse::Status::Partial) => return Some(CUT),
            Err(_) => return Some(Err("a piece of the server's answer is damaged")),
        };
        if length == 0 {
            return Some(Ok(body));
        }
        let Some(chunk) = usize::try_from(length).ok().and_then(|length| raw.get(start..start.checked_add(length)?))
        else {
            return if is_first { None } else { Some(CUT) };
        };
        body.extend_from_slice(chunk);
        let rest = &raw[start + chunk.len()..];
        raw = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        is_first = false;
    }
}

fn unpacked(packing: &str, body: Vec<u8>, limit: u64, budget: &Rc<Budget>) -> Result<Vec<u8>, Unreadable> {
    // The standard means zlib's frame by deflate, some servers send none.
    let is_zlib = body.len() > 1 && body[0] & 0x0F == 8 && u16::from_be_bytes([body[0], body[1]]).is_multiple_of(31);
    let reader: Box<dyn Read + '_> = match packing {
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(&body[..])),
        "deflate" if is_zlib => Box::new(ZlibDecoder::new(&body[..])),
        "deflate" => Box::new(DeflateDecoder::new(&body[..])),
        "br" => Box::new(brotli_decompressor::Decompressor::new(&body[..], BROTLI_BUFFER)),
        _ => return Ok(body),
    };
    let mut content = Vec::new();
    let done = Unpacked::new(reader, budget).take(limit.saturating_add(1)).read_to_end(&mut content);
    match done {
        Ok(_) if content.len() as u64 > limit => Err(too_large(None, limit)),
        Ok(_) => Ok(content),
        // What is a text, a page or a PDF as it stands was unpacked by the crawler.
        Err(_) if media::tell(&body) != MediaType::Other && !body.starts_with(GZIP) => Ok(body),
        Err(error) => Err(damaged(&format!("the server's answer can't be unpacked ({error})"))),
    }
}
