//! Inputs → everything they hold, one after the other, in a fixed order.
//!
//! A plain file is only named, and read when its turn has come. An archive is opened here, and what it holds is handed on
//! in the order in which it is stored; nothing is unpacked to a disk.

use super::archive::{Kind, Limits, Opened, START, is_zipped_document};
use super::fetch::recognise;
use super::walk::{Entry, Inputs};
use crate::finding::Unreadable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Seek};
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

/// What is said of a document elsewhere: by the link that led to it, by the list of sources. It is never taken for what the
/// document says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hints {
    /// What the link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The page with the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The agency, by the list of sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The year, by the list of sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// What the document itself says otherwise: `agency`, `year`, `title` where the link names another year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<String>,
}

impl Hints {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same, with what a document says otherwise that names this agency and year. A name that is another's end is the
    /// same agency, more shortly.
    #[must_use]
    pub fn held_against(mut self, agency: Option<&str>, year: Option<u16>) -> Self {
        self.differs.clear();
        let is_same = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
        if let (Some(hint), Some(printed)) = (&self.agency, agency)
            && !is_same(hint, printed)
        {
            self.differs.push("agency".to_owned());
        }
        if self.year.is_some() && year.is_some() && self.year != year {
            self.differs.push("year".to_owned());
        }
        let titled = self.title.as_deref().and_then(recognise::year);
        if titled.is_some() && year.is_some() && titled != year {
            self.differs.push("title".to_owned());
        }
        self
    }
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
    /// What is said of it elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hints: Option<Hints>,
}

/// A place where a document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it: relative to the input given, then through archives (`a.zip!2024/b.pdf`). No two are alike.
    pub source: String,
    /// The way to it as it is named on a command line.
    pub shown: String,
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
}

impl Found {
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
    /// Pages that were only the way to reports, as a crawler says that led on from them: lists, sitemaps, robots.txt.
    pub ways: u64,
}

/// Hands on all that the inputs hold, until `give` breaks off.
pub fn visit(inputs: &Inputs, limits: &Limits, give: &mut dyn FnMut(Found) -> ControlFlow<()>) -> PassedOver {
    let mut over = PassedOver::default();
    let mut before = 0;
    for file in inputs.files() {
        let bytes = file.bytes.unwrap_or(0);
        if pass(&file, before, inputs, limits, None, give, &mut over).is_break() {
            break;
        }
        before += bytes;
    }
    over
}

/// Finds one document again by its source; nothing where there is none. An archive is gone through up to it, and what
/// stands before it is taken out only where that is the way to it.
pub fn find(inputs: &Inputs, source: &str, limits: &Limits) -> Option<Found> {
    let ends = source.match_indices('!').map(|(at, _)| at).chain([source.len()]);
    let file = ends.rev().find_map(|end| inputs.file(&source[..end]))?;
    let only = (file.source != source).then_some(source);
    let mut found = None;
    let mut keep = |this: Found| {
        if this.source == source {
            found = Some(this);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let _ = pass(&file, 0, inputs, limits, Some(only.unwrap_or(source)), &mut keep, &mut PassedOver::default());
    found
}

/// What there is at a place that a person has written down.
#[derive(Debug)]
pub enum At {
    /// A document.
    Document(Box<Found>),
    /// An archive, with the way to the first document in it.
    Archive(Option<String>),
    /// Nothing of that name; the archive that should hold it, if there is one.
    Nothing(Option<PathBuf>),
}

/// Looks up a path, which may lead on into an archive: `archives/a.zip!2024/b.pdf`.
pub fn at(path: &Path, limits: &Limits) -> At {
    let text = path.to_str().unwrap_or_default();
    let inside = || {
        text.rmatch_indices('!')
            .map(|(at, _)| at)
            .map(|end| text.split_at(end))
            .find(|(file, _)| Path::new(file).is_file())
    };
    let place = if path.exists() { Some((path, "")) } else { inside().map(|(file, rest)| (Path::new(file), rest)) };
    let Some((file, rest)) = place else { return At::Nothing(None) };
    let inputs = Inputs::list(&[file.to_owned()], &[], None);
    let Some(name) = inputs.files().next().map(|file| file.source) else { return At::Nothing(None) };
    match find(&inputs, &format!("{name}{rest}"), limits) {
        Some(found) => At::Document(Box::new(found)),
        None if rest.is_empty() => {
            let mut first = None;
            visit(&inputs, limits, &mut |found| {
                first = Some(found.source);
                ControlFlow::Break(())
            });
            let inside = first.and_then(|first| first.strip_prefix(&name).map(str::to_owned));
            At::Archive(inside.map(|inside| format!("{}{inside}", file.display())))
        }
        None => At::Nothing(Some(file.to_owned())),
    }
}

/// Hands on a file, or what is in it if it is an archive.
fn pass(
    file: &Entry,
    before: u64,
    inputs: &Inputs,
    limits: &Limits,
    only: Option<&str>,
    give: &mut dyn FnMut(Found) -> ControlFlow<()>,
    over: &mut PassedOver,
) -> ControlFlow<()> {
    let bytes = file.bytes.unwrap_or(0);
    if file.problem.is_none()
        && let Some((kind, mut opened)) = archive(&file.path, limits)
    {
        let archive =
            Opened { source: &file.source, path: &file.path, bytes, before, inputs, limits, only, give, over };
        return archive.pass(kind, &mut opened);
    }
    give(Found {
        source: file.source.clone(),
        shown: file.path.display().to_string(),
        origin: Origin::File(file.path.clone()),
        bytes: file.bytes,
        problem: file.problem.cloned(),
        served: None,
        passed: before + bytes,
    })
}

/// The archive that a file is; nothing for a document, or what can't be opened.
fn archive(path: &Path, limits: &Limits) -> Option<(Kind, File)> {
    let mut file = File::open(path).ok()?;
    let mut start = [0; START];
    let mut length = 0;
    while length < START {
        match file.read(&mut start[length..]).ok()? {
            0 => break,
            read => length += read,
        }
    }
    let kind = Kind::tell(&start[..length])?;
    if kind == Kind::Zip && is_zipped_document(&mut file, limits.document_bytes) {
        return None;
    }
    file.rewind().ok()?;
    Some((kind, file))
}
