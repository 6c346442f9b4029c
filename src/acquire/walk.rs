//! Inputs (files, folders, lists of paths) → a sorted list of the files they hold, nothing of it opened.
//!
//! Whatever is not a plain file and not passed over on purpose is in the list too, with the reason why it can't be read:
//! a folder without permission, a link to nowhere or into itself, a device. So the list accounts for all that was found.
//! The list of a million files is kept in memory, so an entry is its path below its input and little else.

use super::spell::spell;
use crate::finding::{Reason, Unreadable};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::num::NonZero;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What the inputs hold: files in the order of their sources.
#[derive(Debug, Default)]
pub struct Inputs {
    roots: Vec<Root>,
    files: Vec<Listed>,
    /// Sources of files that would otherwise have the source of an earlier one.
    renamed: BTreeMap<usize, String>,
    hidden: u64,
    bytes: u64,
}

/// An input.
#[derive(Debug)]
struct Root {
    /// What the paths of its files are relative to.
    base: PathBuf,
    /// What the sources of its files start with.
    prefix: Option<String>,
}

/// A file, or something in the place of one.
#[derive(Debug)]
struct Listed {
    path: Box<Path>,
    root: u32,
    /// Its size and 1, where that could be told.
    bytes: Option<NonZero<u64>>,
    problem: Option<Box<Unreadable>>,
}

/// A file of the inputs, as the walk saw it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) source: String,
    pub(super) path: PathBuf,
    pub(super) bytes: Option<u64>,
    pub(super) problem: Option<&'a Unreadable>,
}

impl Inputs {
    /// Lists what the inputs hold: `given` are files and folders, `listed` such as were read from a list (see [`paths`](super::list::paths)).
    /// In a folder, hidden files and folders are passed over, and so are `except`, the folder the results go to, and what
    /// `gongkai fetch` writes beside an archive. A file given by name is taken whatever its name.
    pub fn list(given: &[PathBuf], listed: &[PathBuf], except: Option<&Path>) -> Self {
        let except = except.and_then(|path| fs::canonicalize(path).ok());
        let mut inputs = Self::default();
        for (input, prefix) in prefixes(given, !listed.is_empty()) {
            inputs.roots.push(Root { base: input.clone(), prefix });
            inputs.walk(input, except.as_deref());
        }
        inputs.roots.push(Root { base: PathBuf::new(), prefix: None });
        for path in listed {
            inputs.walk(&normal(path), except.as_deref());
        }
        inputs.sort();
        inputs
    }

    /// How many files there are, archives counted as one.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Hidden files and folders that were passed over.
    pub fn hidden(&self) -> u64 {
        self.hidden
    }

    /// The files, in order.
    pub(super) fn files(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.files.len()).map(|number| self.entry(number))
    }

    /// The file with a source.
    pub(super) fn file(&self, source: &str) -> Option<Entry<'_>> {
        let renamed = self.renamed.iter().find(|(_, renamed)| *renamed == source).map(|(number, _)| *number);
        let number = renamed.or_else(|| {
            let first = self.files.partition_point(|file| self.source(file).as_ref() < source);
            self.files.get(first).filter(|file| self.source(file) == source).map(|_| first)
        })?;
        Some(self.entry(number))
    }

    fn entry(&self, number: usize) -> Entry<'_> {
        let file = &self.files[number];
        Entry {
            source: self.renamed.get(&number).cloned().unwrap_or_else(|| self.source(file).into_owned()),
            path: self.path(file),
            bytes: file.bytes.map(|bytes| bytes.get() - 1),
            problem: file.problem.as_deref(),
        }
    }

    /// Whether a file has this source.
    pub(super) fn holds(&self, source: &str) -> bool {
        self.file(source).is_some()
    }

    fn walk(&mut self, input: &Path, except: Option<&Path>) {
        let is_ours = |entry: &DirEntry| {
            entry.depth() > 0
                && entry.file_type().is_dir()
                && except.is_some_and(|x| fs::canonicalize(entry.path()).is_ok_and(|path| path == x))
        };
        let mut entries = WalkDir::new(input).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && is_hidden(entry.file_name()) => {
                    self.hidden += 1;
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Ok(entry) if is_ours(&entry) => entries.skip_current_dir(),
                Ok(entry) if entry.depth() > 0 && is_log_of_fetch(&entry) => {}
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    // What is no file is not opened: a pipe would wait for ever, a device never end.
                    let problem = (!entry.file_type().is_file()).then(|| {
                        Unreadable::new(
                            Reason::UnsupportedType,
                            "it is no file but a pipe, a socket or a device, and was not opened",
                        )
                    });
                    let bytes = entry.metadata().ok().map(|m| m.len()).filter(|_| problem.is_none());
                    self.push(entry.path(), bytes, problem);
                }
                Err(error) => {
                    let path = error.path().unwrap_or(input);
                    if path != input && path.file_name().is_some_and(is_hidden) {
                        self.hidden += 1;
                        continue;
                    }
                    self.push(path, None, Some(Unreadable::new(Reason::Damaged, explain(&error))));
                }
            }
        }
    }

    fn push(&mut self, path: &Path, bytes: Option<u64>, problem: Option<Unreadable>) {
        let root = self.roots.len() - 1;
        let path = path.strip_prefix(&self.roots[root].base).unwrap_or(path);
        self.bytes += bytes.unwrap_or(0);
        let bytes = bytes.and_then(|bytes| NonZero::new(bytes.saturating_add(1)));
        self.files.push(Listed { path: path.into(), root: root as u32, bytes, problem: problem.map(Box::new) });
    }

    fn path(&self, file: &Listed) -> PathBuf {
        let base = &self.roots[file.root as usize].base;
        if file.path.as_os_str().is_empty() { base.clone() } else { base.join(&file.path) }
    }

    fn source(&self, file: &Listed) -> Cow<'_, str> {
        let root = &self.roots[file.root as usize];
        let inside = Some(&file.path).filter(|p| !p.as_os_str().is_empty()).map(|p| spell(p));
        match (&root.prefix, inside) {
            (Some(prefix), Some(inside)) => Cow::Owned(format!("{}/{inside}", prefix.trim_end_matches('/'))),
            (Some(prefix), None) => Cow::Borrowed(prefix),
            (None, Some(inside)) => Cow::Owned(inside),
            (None, None) => Cow::Owned(spell(root.base.file_name().map_or(&root.base, Path::new))),
        }
    }

    /// The order of two files is that of their sources, then of their paths.
    fn compare(&self, a: &Listed, b: &Listed) -> Ordering {
        match (a.path.to_str(), b.path.to_str()) {
            // Nearly all files: below the same input and with names that are spelled as they are.
            (Some(x), Some(y)) if a.root == b.root => x.cmp(y),
            _ => self.source(a).cmp(&self.source(b)).then_with(|| self.path(a).cmp(&self.path(b))),
        }
    }

    /// Sources must differ, for unread documents are named by them. They can be alike where one input lies in another, or
    /// a name happens to be spelled like another's raw bytes; the later one gets a number.
    fn sort(&mut self) {
        let mut files = std::mem::take(&mut self.files);
        files.sort_by(|a, b| self.compare(a, b));
        files.dedup_by(|a, b| {
            let is_same = self.source(a) == self.source(b) && normal(&self.path(a)) == normal(&self.path(b));
            if is_same {
                self.bytes -= a.bytes.map_or(0, |bytes| bytes.get() - 1);
            }
            is_same
        });
        files.shrink_to_fit();
        self.files = files;
        let alike: Vec<usize> =
            (1..self.files.len()).filter(|&n| self.source(&self.files[n]) == self.source(&self.files[n - 1])).collect();
        for number in alike {
            let source = self.source(&self.files[number]).into_owned();
            let free = (2..=u32::MAX).map(|n| format!("{source} ({n})")).find(|source| !self.holds(source));
            self.renamed.extend(free.map(|source| (number, source)));
        }
    }
}

/// What `gongkai fetch` writes beside the files of an archive, and is no document.
const OF_FETCH: [&str; 3] = ["fetch.ndjson", "fetch.json", "coverage.csv"];

/// How the log of an archive begins.
const LOG_OF_FETCH: &[u8] = br#"{"event":"begin","schema":"gongkai.fetch/"#;

fn is_log_of_fetch(entry: &DirEntry) -> bool {
    let begins = |path: &Path| {
        let mut start = [0; LOG_OF_FETCH.len()];
        fs::File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut start)).is_ok()
            && start == LOG_OF_FETCH
    };
    OF_FETCH.iter().any(|name| entry.file_name() == *name) && begins(&entry.path().with_file_name("fetch.ndjson"))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// What happened to an entry that can't be listed, in a sentence.
fn explain(error: &walkdir::Error) -> String {
    if let Some(ancestor) = error.loop_ancestor() {
        return format!("it is a link back to {}, a folder it stands in, and was not followed", spell(ancestor));
    }
    match error.io_error().map(io::Error::kind) {
        Some(io::ErrorKind::PermissionDenied) => {
            "there is no permission to open it; give read access and run again".to_owned()
        }
        Some(io::ErrorKind::NotFound) => "it does not exist, or is a link to something that does not".to_owned(),
        Some(kind) => format!("it could not be opened: {kind}"),
        None => "it could not be opened".to_owned(),
    }
}

/// What the sources from each input start with: nothing for a single one; the input's own name for several; the input as
/// given where names are alike. An input given twice is walked once.
fn prefixes(inputs: &[PathBuf], amid_others: bool) -> Vec<(&PathBuf, Option<String>)> {
    let mut seen = BTreeSet::new();
    let inputs: Vec<&PathBuf> = inputs.iter().filter(|i| seen.insert(normal(i))).collect();
    if inputs.len() < 2 && !amid_others {
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

    /// Sources, sizes and problems.
    fn files(inputs: &[PathBuf]) -> Vec<(String, Option<u64>, Option<Unreadable>)> {
        let inputs = Inputs::list(inputs, &[], None);
        inputs.files().map(|f| (f.source, f.bytes, f.problem.cloned())).collect()
    }

    fn sources(inputs: &[PathBuf]) -> Vec<String> {
        files(inputs).into_iter().map(|f| f.0).collect()
    }

    #[test]
    fn a_folder_is_listed_by_source_and_hidden_things_are_counted() {
        let folder = folder(&["b/2.txt", "b/1.txt", "a.txt", ".git/config", "b/.DS_Store", "b.txt"]);
        let walked = Inputs::list(&[folder.path().to_owned()], &[], None);
        let files: Vec<_> = walked.files().collect();
        let sources: Vec<_> = files.iter().map(|f| (f.source.as_str(), f.bytes)).collect();
        assert_eq!(sources, [("a.txt", Some(5)), ("b.txt", Some(5)), ("b/1.txt", Some(7)), ("b/2.txt", Some(7))]);
        assert_eq!((walked.hidden(), walked.bytes()), (2, 24));
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
        let walked = Inputs::list(&[folder.path().to_owned()], &[], Some(&folder.path().join("out")));
        assert_eq!(walked.len(), 1);
    }

    #[test]
    fn what_does_not_exist_is_told() {
        let problem = files(&[PathBuf::from("/nowhere/at/all")]).remove(0).2;
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
        let found = files(&[folder.path().join("a")]);
        let told: Vec<_> = found.iter().map(|f| (f.0.as_str(), f.2.is_some())).collect();
        assert_eq!(told[..3], [("1.txt", false), ("2.txt", false), ("3.txt", true)]);
        let found = files(&[folder.path().to_owned()]);
        let looped = found.iter().find(|f| f.0 == "a/loop").and_then(|f| f.2.clone());
        assert!(looped.is_some_and(|p| p.message.contains("link back")));
    }

    #[cfg(unix)]
    #[test]
    fn sockets_are_not_opened() {
        let folder = folder(&["1.txt"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
        let found = files(&[folder.path().to_owned()]);
        assert_eq!(found[1].2.as_ref().map(|p| p.reason), Some(Reason::UnsupportedType));
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
