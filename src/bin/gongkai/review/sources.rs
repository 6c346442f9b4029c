//! The bytes of a document, found again where the archive lies.
//!
//! A record names its document by the way from the inputs of the run. Only what has the record's digest is handed out, so
//! that no other file is, wherever a name may lead.

use crate::office::Desk;
use gongkai::acquire::{self, At, Document, Found, Inputs, Limits, SIZE_LIMIT};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

/// Where sources are looked for.
pub(super) struct Sources {
    roots: Vec<PathBuf>,
    listed: OnceLock<Inputs>,
    dataset: PathBuf,
    desk: Desk,
}

impl Sources {
    /// Those under some folders, files and archives; the dataset itself is none.
    pub(super) fn new(roots: Vec<PathBuf>, dataset: &Path) -> Self {
        Self { roots, listed: OnceLock::new(), dataset: dataset.to_owned(), desk: Desk::new() }
    }

    /// A document by its source and digest; an error says what to do.
    pub(super) fn document(&self, source: &str, id: &str) -> Result<Document, String> {
        let has_left =
            Path::new(source).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
        if has_left {
            return Err(format!("{source} leads out of the inputs, and is not opened"));
        }
        let direct = self.roots.iter().flat_map(|root| {
            // A single file, or one of several inputs, is named by its own name.
            let beside = root.parent().map(|parent| parent.join(source));
            [Some(root.join(source)), beside].into_iter().flatten()
        });
        let direct = direct.filter_map(|path| match acquire::at(&path, &Limits::of_documents(SIZE_LIMIT)) {
            At::Document(found) => Some(*found),
            _ => None,
        });
        let mut differs = false;
        let mut fits = |found: Found| {
            let document = acquire::take(found, SIZE_LIMIT).ok()?;
            differs |= document.id != id;
            (document.id == id).then_some(document)
        };
        let found = direct.into_iter().find_map(&mut fits);
        let found =
            found.or_else(|| acquire::find(self.listed(), source, &Limits::of_documents(SIZE_LIMIT)).and_then(fits));
        let mut document = found.ok_or_else(|| {
            if differs {
                format!("{source} has changed since it was read: convert again")
            } else {
                format!("{source} is not where it was read: tell where the sources are with --sources")
            }
        })?;
        source.clone_into(&mut document.source);
        self.desk.alone(&mut document);
        Ok(document)
    }

    /// All that the roots hold, listed once, when a source is not found by its name alone.
    fn listed(&self) -> &Inputs {
        self.listed.get_or_init(|| Inputs::list(&self.roots, &[], Some(&self.dataset)))
    }
}
