//! What was asked and answered → the records of an archive (WARC 1.1, ISO 28500:2017), each packed by itself.
//!
//! An address makes up to three records: a `metadata` that says why it was fetched (before the answer, so that a reader in
//! one pass knows), the `request` and the `response` as they went over the wire; or a `revisit` in place of the response, where
//! its content is in the archive already.

use data_encoding::BASE32;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The content type of an answer's or a request's record.
const ANSWER: &str = "application/http;msgtype=response";
const QUESTION: &str = "application/http;msgtype=request";

/// The content type of records that hold lines of names and values.
const FIELDS: &str = "application/warc-fields";

/// Why the content is not kept again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revisit {
    /// The server said that nothing has changed (304).
    NotModified,
    /// It sent the same bytes.
    SamePayload,
}

impl Revisit {
    fn profile(self) -> &'static str {
        match self {
            Self::NotModified => "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            Self::SamePayload => "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        }
    }
}

/// What an address gave, as it is to be kept.
#[derive(Debug)]
pub struct Capture<'a> {
    /// The address.
    pub url: &'a str,
    /// When it was asked for (RFC 3339, in UTC).
    pub at: &'a str,
    /// The place in the archive behind which it is put: an address may be asked for twice in a second, and every record
    /// has an id of its own.
    pub behind: &'a str,
    /// The number of the server's machine, where it is known.
    pub ip: Option<std::net::IpAddr>,
    /// The bytes of the question.
    pub question: &'a [u8],
    /// The bytes of the answer.
    pub answer: &'a [u8],
    /// How many of them are its head.
    pub head: usize,
    /// Why it was fetched: names and values.
    pub reasons: &'a [(&'static str, String)],
    /// The record that holds the content already, and why it is not kept again.
    pub revisit: Option<(Revisit, &'a super::entry::Holder)>,
}

/// Records, ready to be appended to a file.
#[derive(Debug)]
pub struct Records {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The id of the record of the answer.
    pub id: String,
}

/// The digest of a payload as records name it.
pub fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", BASE32.encode(&Sha256::digest(bytes)))
}

/// The record that every file begins with: who made it.
pub fn info(file: &str, at: &str, version: &str, agent: &str) -> io::Result<Vec<u8>> {
    let block = format!(
        "software: gongkai/{version}\r\nformat: WARC File Format 1.1\r\n\
         conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         http-header-user-agent: {agent}\r\nrobots: obey\r\n"
    );
    let mut head = Head::new("warcinfo", &id(&[file, at, "warcinfo"]), at);
    head.line("WARC-Filename", file);
    packed(head, FIELDS, block.as_bytes())
}

/// The records of an address.
pub fn records(capture: &Capture) -> io::Result<Records> {
    let of_answer = id(&[capture.url, capture.at, capture.behind, "answer"]);
    let mut bytes = Vec::new();
    if !capture.reasons.is_empty() {
        let mut block = String::new();
        for (name, value) in capture.reasons {
            let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let _ = write!(block, "{name}: {value}\r\n");
        }
        let mut head = Head::new("metadata", &id(&[capture.url, capture.at, capture.behind, "reasons"]), capture.at);
        head.line("WARC-Target-URI", capture.url);
        head.line("WARC-Concurrent-To", &format!("<{of_answer}>"));
        bytes.extend(packed(head, FIELDS, block.as_bytes())?);
    }
    let mut head = Head::new("request", &id(&[capture.url, capture.at, capture.behind, "question"]), capture.at);
    head.line("WARC-Target-URI", capture.url);
    head.line("WARC-Concurrent-To", &format!("<{of_answer}>"));
    bytes.extend(packed(head, QUESTION, capture.question)?);
    let kind = if capture.revisit.is_some() { "revisit" } else { "response" };
    let mut head = Head::new(kind, &of_answer, capture.at);
    head.line("WARC-Target-URI", capture.url);
    if let Some(ip) = capture.ip {
        head.line("WARC-IP-Address", &ip.to_string());
    }
    let block = if let Some((why, holder)) = capture.revisit {
        head.line("WARC-Profile", why.profile());
        head.line("WARC-Refers-To", &format!("<{}>", holder.id));
        head.line("WARC-Refers-To-Target-URI", capture.url);
        head.line("WARC-Refers-To-Date", &holder.at);
        head.line("WARC-Payload-Digest", &holder.digest);
        &capture.answer[..capture.head]
    } else {
        head.line("WARC-Payload-Digest", &digest(&capture.answer[capture.head..]));
        capture.answer
    };
    bytes.extend(packed(head, ANSWER, block)?);
    Ok(Records { bytes, id: of_answer })
}

/// The head of a record.
struct Head(String);

impl Head {
    fn new(kind: &str, id: &str, at: &str) -> Self {
        Self(format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nWARC-Date: {at}\r\n"))
    }

    fn line(&mut self, name: &str, value: &str) {
        let _ = write!(self.0, "{name}: {value}\r\n");
    }
}

/// A record, packed by itself, so that it can be read without those before it.
fn packed(mut head: Head, content_type: &str, block: &[u8]) -> io::Result<Vec<u8>> {
    head.line("WARC-Block-Digest", &digest(block));
    head.line("Content-Type", content_type);
    head.line("Content-Length", &block.len().to_string());
    let mut to = GzEncoder::new(Vec::with_capacity(block.len() / 2 + 512), Compression::default());
    to.write_all(head.0.as_bytes())?;
    to.write_all(b"\r\n")?;
    to.write_all(block)?;
    to.write_all(b"\r\n\r\n")?;
    to.finish()
}

/// An id that no other record has: made of what it is of (RFC 9562, version 8), so nothing is left to chance.
fn id(of: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in of {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::super::entry::Holder;
    use super::*;
    use flate2::read::MultiGzDecoder;
    use std::io::Read;

    fn unpacked(bytes: &[u8]) -> String {
        let mut text = String::new();
        MultiGzDecoder::new(bytes).read_to_string(&mut text).unwrap();
        text
    }

    fn capture() -> Capture<'static> {
        Capture {
            url: "http://a.cn/1.html",
            at: "2024-03-01T02:03:04Z",
            behind: "0 0",
            ip: Some("1.2.4.8".parse().unwrap()),
            question: b"GET /1.html HTTP/1.1\r\n\r\n",
            answer: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            head: 38,
            reasons: &[],
            revisit: None,
        }
    }

    #[test]
    fn an_answer_is_kept_as_it_came_with_its_digests() {
        let reasons = [("role", "report".to_owned()), ("title", "年\r\n报".to_owned())];
        let records = records(&Capture { reasons: &reasons, ..capture() }).unwrap();
        let text = unpacked(&records.bytes);
        assert_eq!(text.matches("WARC/1.1\r\n").count(), 3);
        assert!(text.contains("title: 年  报\r\n"));
        assert!(text.contains(&format!("WARC-Concurrent-To: <{}>", records.id)));
        assert!(text.ends_with("Content-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n\r\n"));
        assert!(text.contains(&format!("WARC-Payload-Digest: {}", digest(b"ok"))));
    }

    #[test]
    fn what_is_kept_already_is_only_referred_to() {
        let holder = Holder {
            id: "urn:uuid:1".into(),
            at: "2023-03-01T02:03:04Z".into(),
            digest: digest(b"ok"),
            file: "x".into(),
        };
        let records = records(&Capture { revisit: Some((Revisit::NotModified, &holder)), ..capture() }).unwrap();
        let text = unpacked(&records.bytes);
        assert!(text.contains("WARC-Type: revisit") && text.contains("WARC-Refers-To: <urn:uuid:1>"));
        assert!(text.ends_with("Content-Length: 2\r\n\r\n\r\n\r\n"), "{text}");
    }

    #[test]
    fn an_address_asked_for_twice_in_a_second_has_records_of_its_own() {
        let (one, other) = (records(&capture()).unwrap(), records(&Capture { behind: "0 900", ..capture() }).unwrap());
        assert_ne!(one.id, other.id);
    }

    #[test]
    fn ids_differ_and_are_uuids() {
        let (a, b) = (id(&["a", "b"]), id(&["ab"]));
        assert_ne!(a, b);
        assert_eq!(a.len(), "urn:uuid:".len() + 36);
        assert_eq!(a.as_bytes()[9 + 14], b'8');
    }
}
