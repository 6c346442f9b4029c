//! Inputs (files and folders) → a sorted list of what they hold, nothing of it opened.
//!
//! Whatever is not a plain file and not passed over on purpose is in the list too, with the reason why it can't be read:
//! a folder without permission, a link to nowhere or into itself, a device. So the list accounts for all that was found.

use crate::finding::{Reason, Unreadable};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A place where a document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it, relative to the input given.
    pub source: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size, as far as that could be told.
    pub bytes: Option<u64>,
    /// Why it can't be read, where the walk saw that already.
    pub problem: Option<Unreadable>,
    /// The other places of the same bytes (see [`gather`](super::gather::gather)).
    pub also: Vec<String>,
}

/// What the inputs hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// All that was found, sorted by source.
    pub found: Vec<Found>,
    /// Hidden files and folders that were passed over.
    pub hidden: u64,
}

/// Lists what the inputs hold. In a folder, hidden files and folders are passed over, and so is `except`, the folder the
/// results go to. A file given by name is taken whatever its name.
pub fn walk(inputs: &[PathBuf], except: Option<&Path>) -> Walked {
    let except = except.and_then(|path| fs::canonicalize(path).ok());
    let mut walked = Walked::default();
    for (input, prefix) in prefixes(inputs) {
        let is_ours = |entry: &DirEntry| {
            entry.depth() > 0
                && entry.file_type().is_dir()
                && except.as_deref().is_some_and(|x| fs::canonicalize(entry.path()).is_ok_and(|path| path == x))
        };
        let mut entries = WalkDir::new(input).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && is_hidden(entry.file_name()) => {
                    walked.hidden += 1;
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Ok(entry) if is_ours(&entry) => entries.skip_current_dir(),
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => walked.found.push(found(source(prefix.as_deref(), input, entry.path()), &entry)),
                Err(error) => {
                    let path = error.path().unwrap_or(input).to_owned();
                    if path != *input && path.file_name().is_some_and(is_hidden) {
                        walked.hidden += 1;
                        continue;
                    }
                    let source = source(prefix.as_deref(), input, &path);
                    let problem = Some(Unreadable::new(Reason::Damaged, explain(&error)));
                    walked.found.push(Found { source, path, bytes: None, problem, also: Vec::new() });
                }
            }
        }
    }
    walked.found.sort_by(|a, b| a.source.cmp(&b.source).then_with(|| a.path.cmp(&b.path)));
    tell_apart(&mut walked.found);
    walked
}

fn found(source: String, entry: &DirEntry) -> Found {
    // What is no file is not opened: a pipe would wait for ever, a device never end.
    let problem = (!entry.file_type().is_file()).then(|| {
        Unreadable::new(Reason::UnsupportedType, "it is no file but a pipe, a socket or a device, and was not opened")
    });
    let bytes = entry.metadata().ok().map(|m| m.len()).filter(|_| problem.is_none());
    Found { source, path: entry.path().to_owned(), bytes, problem, also: Vec::new() }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// What happened to an entry that can't be listed, in a sentence.
fn explain(error: &walkdir::Error) -> String {
    if let Some(ancestor) = error.loop_ancestor() {
        return format!("it is a link back to {}, a folder it stands in, and was not followed", spell(ancestor));
    }
    match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::PermissionDenied) => {
            "there is no permission to open it; give read access and run again".to_owned()
        }
        Some(std::io::ErrorKind::NotFound) => "it does not exist, or is a link to something that does not".to_owned(),
        Some(kind) => format!("it could not be opened: {kind}"),
        None => "it could not be opened".to_owned(),
    }
}

/// What the sources from each input start with: nothing for a single one; the input's own name for several; the input as
/// given where names are alike. An input given twice is walked once.
fn prefixes(inputs: &[PathBuf]) -> Vec<(&PathBuf, Option<String>)> {
    let mut seen = BTreeSet::new();
    let inputs: Vec<&PathBuf> = inputs.iter().filter(|i| seen.insert(normal(i))).collect();
    if inputs.len() < 2 {
        return inputs.into_iter().map(|i| (i, None)).collect();
    }
    let mut count: BTreeMap<Option<&OsStr>, u32> = BTreeMap::new();
    for input in &inputs {
        *count.entry(input.file_name()).or_default() += 1;
    }
    let prefix = |input: &PathBuf| match input.file_name() {
        Some(name) if count.get(&Some(name)) == Some(&1) => spell(Path::new(name)),
        _ => spell(input),
    };
    inputs.into_iter().map(|input| (input, Some(prefix(input)))).collect()
}

/// A path without `./`, for comparing.
fn normal(path: &Path) -> PathBuf {
    path.components().filter(|c| !matches!(c, Component::CurDir)).collect()
}

fn source(prefix: Option<&str>, input: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(input).ok().filter(|r| !r.as_os_str().is_empty()).map(spell);
    match (prefix, inside) {
        (Some(prefix), Some(inside)) => format!("{}/{inside}", prefix.trim_end_matches('/')),
        (Some(prefix), None) => prefix.to_owned(),
        (None, Some(inside)) => inside,
        (None, None) => spell(path.file_name().map_or(path, Path::new)),
    }
}

/// A path as text, parted by `/`. A name that is not UTF-8 is spelled with `%XX` for its raw bytes (and `%25` for a `%`),
/// so that different names stay different.
fn spell(path: &Path) -> String {
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

/// Sources must differ, for unread documents are named by them. They can be alike where one input lies in another, or a
/// name happens to be spelled like another's raw bytes; the later one gets a number.
fn tell_apart(found: &mut Vec<Found>) {
    found.dedup_by(|a, b| a.source == b.source && normal(&a.path) == normal(&b.path));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for found in found {
        let mut number = 1;
        let mut source = found.source.clone();
        while !taken.insert(source.clone()) {
            number += 1;
            source = format!("{} ({number})", found.source);
        }
        found.source = source;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fs::{File, create_dir_all, write};

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            create_dir_all(path.parent().unwrap()).unwrap();
            write(path, file).unwrap();
        }
        folder
    }

    fn sources(inputs: &[PathBuf]) -> Vec<String> {
        walk(inputs, None).found.into_iter().map(|f| f.source).collect()
    }

    #[test]
    fn a_folder_is_listed_by_source_and_hidden_things_are_counted() {
        let folder = folder(&["b/2.txt", "b/1.txt", "a.txt", ".git/config", "b/.DS_Store", "b.txt"]);
        let walked = walk(&[folder.path().to_owned()], None);
        let sources: Vec<_> = walked.found.iter().map(|f| (f.source.as_str(), f.bytes)).collect();
        assert_eq!(sources, [("a.txt", Some(5)), ("b.txt", Some(5)), ("b/1.txt", Some(7)), ("b/2.txt", Some(7))]);
        assert_eq!(walked.hidden, 2);
    }

    #[test]
    fn a_file_is_its_name_even_when_hidden() {
        let folder = folder(&["b/.report.txt"]);
        assert_eq!(sources(&[folder.path().join("b/.report.txt")]), [".report.txt"]);
    }

    #[test]
    fn several_inputs_have_distinct_sources() {
        let folder = folder(&["one/x/1.txt", "two/x/1.txt", "two/y/1.txt"]);
        let at = |p: &str| folder.path().join(p);
        assert_eq!(sources(&[at("one"), at("two/y")]), ["one/x/1.txt", "y/1.txt"]);
        assert_eq!(sources(&[at("one/x/1.txt"), at("two/y")]), ["1.txt", "y/1.txt"]);
        assert_eq!(sources(&[at("one"), at("./one/")]), ["x/1.txt"]);
        let alike = sources(&[at("one/x"), at("two/x")]);
        assert!(alike[0].ends_with("one/x/1.txt") && alike[1].ends_with("two/x/1.txt"), "{alike:?}");
    }

    #[test]
    fn the_results_folder_is_passed_over() {
        let folder = folder(&["1.txt", "out/reports.ndjson"]);
        let walked = walk(&[folder.path().to_owned()], Some(&folder.path().join("out")));
        assert_eq!(walked.found.len(), 1);
    }

    #[test]
    fn what_does_not_exist_is_told() {
        let problem = walk(&[PathBuf::from("/nowhere/at/all")], None).found.remove(0).problem;
        assert_eq!(problem.map(|p| p.reason), Some(Reason::Damaged));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_are_told() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["a/1.txt", "elsewhere.txt"]);
        symlink(folder.path(), folder.path().join("a/loop")).unwrap();
        symlink(folder.path().join("elsewhere.txt"), folder.path().join("a/2.txt")).unwrap();
        symlink("/nowhere", folder.path().join("a/3.txt")).unwrap();
        let found = walk(&[folder.path().join("a")], None).found;
        let told: Vec<_> = found.iter().map(|f| (f.source.as_str(), f.problem.is_some())).collect();
        assert_eq!(told[..3], [("1.txt", false), ("2.txt", false), ("3.txt", true)]);
        let found = walk(&[folder.path().to_owned()], None).found;
        let looped = found.iter().find(|f| f.source == "a/loop").and_then(|f| f.problem.clone());
        assert!(looped.is_some_and(|p| p.message.contains("link back")));
    }

    #[cfg(unix)]
    #[test]
    fn sockets_are_not_opened() {
        let folder = folder(&["1.txt"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
        let found = walk(&[folder.path().to_owned()], None).found;
        assert_eq!(found[1].problem.as_ref().map(|p| p.reason), Some(Reason::UnsupportedType));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_spelled() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&[]);
        for name in [&b"100%.txt"[..], b"\xC4\xEA%\xB1\xA8.txt"] {
            File::create(folder.path().join(OsStr::from_bytes(name))).unwrap();
        }
        assert_eq!(sources(&[folder.path().to_owned()]), ["%C4%EA%25%B1%A8.txt", "100%.txt"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_is_there_is_listed_once_in_order(names in prop::collection::btree_set("[a-c]/[a-c]{1,2}/?[d-f]", 1..12)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let folder = folder(&names);
            let found = sources(&[folder.path().to_owned()]);
            let mut sorted = names.clone();
            sorted.sort_unstable();
            prop_assert_eq!(found, sorted);
        }
    }
}
