//! Bytes of a Word file → the parts in it, each as text, within limits.
//!
//! A part is found as the format says, by its relationship, or else under its usual name.

use super::xml::{Tag, Xml};
use crate::decode::charset;
use crate::finding::{Reason, Unreadable};
use encoding_rs::UTF_8;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The longest part that is read, in bytes after inflating. The longest report seen has 3 MB of XML.
const PART_LIMIT: u64 = 64 << 20;

/// Relationships that are read of one part. A report has some dozens.
const RELATIONSHIPS: usize = 10_000;

/// The opened file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of its parts, as the format compares them, in the order of the archive.
    names: Vec<String>,
    /// The name of the part that holds the text.
    main: String,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| explain(&error))?;
        let names = archive.file_names().map(|name| name.map_or_else(|_| String::new(), |n| normal(&n))).collect();
        let mut package = Self { archive, names, main: "word/document.xml".to_owned() };
        if let Some(target) = package.related("", "/officeDocument")? {
            package.main = target;
        }
        Ok(package)
    }

    /// The part that holds the text.
    pub(super) fn main(&mut self) -> Result<String, Unreadable> {
        let name = self.main.clone();
        self.part(&name)?.ok_or_else(|| {
            Unreadable::new(Reason::Damaged, "it is a Word file without its text (no main part): get the file again")
        })
    }

    /// Another part that the main one is related to, by the end of the relationship's type.
    pub(super) fn beside(&mut self, kind: &str) -> Result<Option<String>, Unreadable> {
        let main = self.main.clone();
        match self.related(&main, kind)? {
            Some(name) => self.part(&name),
            None => Ok(None),
        }
    }

    /// The name of the part that a part (or the package itself) is related to.
    fn related(&mut self, from: &str, kind: &str) -> Result<Option<String>, Unreadable> {
        let (folder, file) = from.rsplit_once('/').map_or(("", from), |(folder, file)| (folder, file));
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let Some(text) = self.part(&format!("{prefix}_rels/{file}.rels"))? else { return Ok(None) };
        let mut xml = Xml::new(&text);
        let mut seen = 0;
        while let Some(tag) = xml.next()? {
            let Tag::Open(element) = tag else { continue };
            if element.name() != "Relationship" || element.attr("TargetMode").is_some_and(|mode| mode == "External") {
                continue;
            }
            seen += 1;
            if seen > RELATIONSHIPS {
                break;
            }
            if element.attr("Type").is_some_and(|t| t.ends_with(kind))
                && let Some(target) = element.attr("Target")
            {
                let whole = if target.starts_with('/') { target } else { format!("{prefix}{target}") };
                return Ok(Some(normal(&whole)));
            }
        }
        Ok(None)
    }

    /// A part as text, if it is there.
    fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(index) = self.names.iter().position(|n| *n == normal(name)) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| explain(&error))?;
        let mut bytes = Vec::new();
        let read = file.take(PART_LIMIT + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > PART_LIMIT {
            let message = format!("its part {name} inflates to more than {} MB, which is the limit", PART_LIMIT >> 20);
            return Err(Unreadable::new(Reason::Memory, message));
        }
        read.map_err(|_| damaged(&format!("its part {name} can't be inflated")))?;
        Ok(Some(charset::decode(&bytes, Some(UTF_8))?.text))
    }
}

/// A part's name as the format compares names: from the root, whatever its case; some packers write backslashes.
fn normal(name: &str) -> String {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn explain(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Unreadable::new(
            Reason::Encrypted,
            "its parts are locked by a password: unpack and pack it again without one",
        ),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Unreadable::new(
            Reason::UnsupportedType,
            "it is packed in a way that Word does not use: open it in Word or LibreOffice, and save it again",
        ),
        _ => damaged("its list of parts can't be read, as when a download broke off"),
    }
}

fn damaged(what: &str) -> Unreadable {
    Unreadable::new(Reason::Damaged, format!("it is a Word file, and {what}: get the file again"))
}
