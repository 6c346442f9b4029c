//! Bytes of a ZIP package (Office Open XML, `OpenDocument`) → the parts in it, each as text, within limits that do not
//! trust what the package declares. A part is found by its name or by how another one is related to it; what a part
//! holds is read tag by tag by [`xml`].

pub(super) mod xml;

use super::charset;
use crate::finding::{Reason, Unreadable};
use encoding_rs::UTF_8;
use std::io::{Cursor, Read};
use xml::{Tag, Xml};
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries of a package. A report has some dozens, one with many pictures some hundreds.
const MOST_ENTRIES: usize = 20_000;

/// The longest part that is read, in bytes after inflating. The longest report seen has 3 MB of XML; 64 MB hold a
/// workbook of a million filled cells.
const LARGEST_PART: u64 = 64 << 20;

/// Bytes of all the parts read, so that no package of many large ones holds more than its share of memory.
const LARGEST_WHOLE: u64 = 192 << 20;

/// Relationships that are read of one part. A report has some dozens.
const MOST_RELATIONSHIPS: usize = 10_000;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of its parts, as the formats compare them, in the order of the archive.
    names: Vec<String>,
    /// How many more bytes may be read.
    left: u64,
}

/// How a part, or the package itself, is related to another part.
#[derive(Debug)]
pub(super) struct Relationship {
    /// What the part calls it.
    pub(super) id: String,
    /// Its type: an address, of which the last step says what it is in every edition of the format.
    kind: String,
    /// The name of the other part.
    pub(super) target: String,
}

impl Relationship {
    /// Whether it is of a type, by the last step of the type's address.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| explain(&error))?;
        if archive.len() > MOST_ENTRIES {
            let message = format!("it has more than {MOST_ENTRIES} parts, which is the limit");
            return Err(Unreadable::new(Reason::Memory, message));
        }
        let names = archive.file_names().map(|name| name.map_or_else(|_| String::new(), |n| normal(&n))).collect();
        Ok(Self { archive, names, left: LARGEST_WHOLE })
    }

    /// The name of the part that all others belong to: the text of a document, the list of a workbook's sheets.
    pub(super) fn main(&mut self, usual: &str) -> Result<String, Unreadable> {
        let found = self.relationships("")?.into_iter().find(|r| r.is("officeDocument"));
        Ok(found.map_or_else(|| usual.to_owned(), |r| r.target))
    }

    /// What a part (or the package itself, by an empty name) is related to inside the package.
    pub(super) fn relationships(&mut self, from: &str) -> Result<Vec<Relationship>, Unreadable> {
        let (folder, file) = from.rsplit_once('/').unwrap_or(("", from));
        let Some(text) = self.part(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let (mut xml, mut found) = (Xml::new(&text), Vec::new());
        while let Some(tag) = xml.next()? {
            let Tag::Open(element) = tag else { continue };
            if element.name() != "Relationship" || element.attr("TargetMode").is_some_and(|mode| mode == "External") {
                continue;
            }
            let Some(target) = element.attr("Target") else { continue };
            let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
            let text = |name| element.attr(name).unwrap_or_default();
            found.push(Relationship { id: text("Id"), kind: text("Type"), target: normal(&whole) });
            if found.len() == MOST_RELATIONSHIPS {
                break;
            }
        }
        Ok(found)
    }

    /// A part as text, if it is there.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let name = normal(name);
        let Some(index) = self.names.iter().position(|n| *n == name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| explain(&error))?;
        let limit = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            let message = format!("its part {name} inflates to more than {} MB, which is the limit", limit >> 20);
            return Err(Unreadable::new(Reason::Memory, message));
        }
        read.map_err(|_| damaged(&format!("its part {name} can't be inflated")))?;
        self.left -= bytes.len() as u64;
        Ok(Some(charset::decode(&bytes, Some(UTF_8))?.text))
    }

    /// A part that must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, Unreadable> {
        self.part(name)?.ok_or_else(|| damaged(&format!("its part {name} is missing")))
    }
}

/// A part's name as the formats compare names: from the root, whatever its case; some packers write backslashes.
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
            "it is packed in a way that no office program uses: open it in one, and save it again",
        ),
        _ => damaged("its list of parts can't be read, as when a download broke off"),
    }
}

fn damaged(what: &str) -> Unreadable {
    Unreadable::new(Reason::Damaged, format!("it is an office file, and {what}: get the file again"))
}

#[cfg(test)]
pub(super) mod tests;
