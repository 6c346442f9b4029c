//! Inputs → everything they hold, one after the other, in a fixed order.
//!
//! A plain file is only named, and read when its turn has come. An archive is opened here, and what it holds is handed on
//! in the order in which it is stored; nothing is unpacked to a disk.

use super::walk::Inputs;
use crate::finding::Unreadable;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Where a document's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file of its own, not read yet.
    File(PathBuf),
    /// Here: they were taken out of an archive.
    Member(Vec<u8>),
}

/// What a crawler noted when it fetched a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// The address.
    pub url: String,
    /// When, as the crawler wrote it (RFC 3339).
    pub retrieved_at: Option<String>,
    /// The media type that the server declared.
    pub media_type: Option<String>,
    /// The charset that the server declared.
    pub charset: Option<String>,
}

/// A place where a document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it: relative to the input given, then through archives (`a.zip!2024/b.pdf`). No two are alike.
    pub source: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// Its size, as far as that could be told.
    pub bytes: Option<u64>,
    /// Why it can't be read, where that was seen already.
    pub problem: Option<Unreadable>,
    /// How it was fetched, where a crawler noted that.
    pub served: Option<Served>,
    /// The bytes of the inputs that are behind once this is done, of [`Inputs::bytes`].
    pub passed: u64,
    /// The other places of the same bytes (see [`gather`](super::gather::gather)).
    pub also: Vec<String>,
}

impl Found {
    /// The way to it as it is named on a command line.
    pub fn shown(&self) -> String {
        self.path().map_or_else(|| self.source.clone(), |path| path.to_string_lossy().into_owned())
    }

    /// The file it is, or nothing for a member of an archive.
    pub fn path(&self) -> Option<&Path> {
        if let Origin::File(path) = &self.origin { Some(path) } else { None }
    }
}

/// What was met in archives and is no document of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Hidden members.
    pub hidden: u64,
    /// Members that are no plain files: links, devices.
    pub links: u64,
    /// Answers of servers that are no documents: errors, redirections.
    pub answers: u64,
    /// Answers that a crawler did not keep again, because they were the same as before.
    pub revisits: u64,
}

/// How much is taken out of archives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest document, in bytes.
    pub document_bytes: u64,
}

/// Hands on all that the inputs hold, until `give` breaks off.
pub fn visit(inputs: &Inputs, limits: &Limits, give: &mut dyn FnMut(Found) -> ControlFlow<()>) -> PassedOver {
    let _ = limits;
    let mut passed = 0;
    for file in inputs.files() {
        passed += file.bytes.unwrap_or(0);
        let found = Found {
            source: file.source,
            origin: Origin::File(file.path),
            bytes: file.bytes,
            problem: file.problem.cloned(),
            served: None,
            passed,
            also: Vec::new(),
        };
        if give(found).is_break() {
            break;
        }
    }
    PassedOver::default()
}
