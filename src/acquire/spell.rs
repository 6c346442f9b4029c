//! Names of files → labels: text that tells different names apart and does nothing else.
//!
//! A label is shown on terminals and put into tables, never used as a path again.

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Component, Path};

/// A path as text, parted by `/`. A name that is not UTF-8 is spelled with `%XX` for its raw bytes (and `%25` for a `%`),
/// so that different names stay different.
pub(super) fn spell(path: &Path) -> String {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::RootDir | Component::Prefix(_) => parts.push(String::new()),
            Component::CurDir => parts.push(".".to_owned()),
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(spell_name(name)),
        }
    }
    parts.join("/")
}

fn spell_name(name: &OsStr) -> String {
    if let Some(name) = name.to_str() {
        return name.to_owned();
    }
    let mut spelled = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        spelled.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            let _ = write!(spelled, "%{byte:02X}");
        }
    }
    spelled
}
