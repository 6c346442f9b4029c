//! Documents that another program must write again, gathered until there are enough to start it for.

use crate::conversion::Waiting;
use gongkai::acquire::Document;
use gongkai::acquire::office::{Office, is_wanted, refusal};
use std::mem;
use std::sync::{Mutex, PoisonError};

/// Documents that are gathered: enough that starting the program costs little.
const ENOUGH: usize = 32;

/// Bytes that are gathered at most, as they are held in memory.
const ENOUGH_BYTES: usize = 64 << 20;

/// The desk where such documents wait.
#[derive(Debug)]
pub(crate) struct Desk {
    office: Option<Office>,
    waiting: Mutex<Vec<Waiting>>,
}

impl Desk {
    /// An empty desk. Where the program is not found, nothing waits, and the documents' decoder says what is missing.
    pub(crate) fn new() -> Self {
        Self { office: Office::find(), waiting: Mutex::default() }
    }

    /// Whether a document has to wait here.
    pub(crate) fn wants(&self, document: &Document) -> bool {
        self.office.is_some() && is_wanted(document.media_type) && refusal(document).is_none()
    }

    /// Lets a document wait. When there are enough, all come back, written again.
    pub(crate) fn wait(&self, one: Waiting) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(one);
        let bytes: usize = waiting.iter().map(|one| one.document.bytes.len()).sum();
        if waiting.len() < ENOUGH && bytes < ENOUGH_BYTES {
            return Vec::new();
        }
        let all = mem::take(&mut *waiting);
        drop(waiting);
        self.write_again(all)
    }

    /// Whatever still waits, written again.
    pub(crate) fn rest(&self) -> Vec<Waiting> {
        let all = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.write_again(all)
    }

    /// A document alone, written again if it has to be.
    pub(crate) fn alone(&self, document: &mut Document) {
        if self.wants(document)
            && let Some(office) = &self.office
        {
            document.rendition = office.write_again(&[document]).pop();
        }
    }

    fn write_again(&self, mut all: Vec<Waiting>) -> Vec<Waiting> {
        if let Some(office) = self.office.as_ref().filter(|_| !all.is_empty()) {
            let documents: Vec<&Document> = all.iter().map(|one| &one.document).collect();
            let made = office.write_again(&documents);
            for (one, made) in all.iter_mut().zip(made) {
                one.document.rendition = Some(made);
            }
        }
        all
    }
}
