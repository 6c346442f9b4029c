//! What a thread of the pool does with a place where a document was found: it is read, looked up, and converted if nobody
//! has done so yet.
//!
//! Formats that were made to be looked into by anybody, text and web pages of ordinary size, are read in this process:
//! their readers are linear, without recursion on what a document says, and fuzzed. All else goes to the thread's worker.

use crate::batch::{Hands, Held};
use crate::failure::Failure;
use crate::isolate::{Limits, Worker};
use crate::office::Desk;
use crate::reading;
use gongkai::acquire::{self, Document, Found, MediaType, Origin};
use gongkai::finding::Unreadable;
use gongkai::write::brief::Brief;
use gongkai::write::ledger::{Key, Ledger};
use gongkai::write::places::Place;
use gongkai::write::record::{DocumentFacts, Record};
use gongkai::{Outcome, ReadTwice};
use std::sync::{Mutex, PoisonError};

/// The largest text or page that is read in this process, in bytes. The largest known report has 1.5 MB, most have 100 KB;
/// what is larger may take time that nobody could stop.
const AT_HOME: usize = 2 << 20;

/// A place where a document was found, by its number in the run.
pub(crate) struct Item {
    /// The number.
    pub(crate) number: usize,
    /// The place.
    pub(crate) found: Found,
}

impl Held for Item {
    fn bytes(&self) -> u64 {
        match &self.found.origin {
            Origin::File(_) => 0,
            Origin::Member(bytes) => bytes.len() as u64,
        }
    }
}

/// What came of a place.
pub(crate) struct Done {
    /// Its number.
    pub(crate) number: usize,
    /// The place.
    pub(crate) place: Place,
    /// The bytes of the inputs that are behind now.
    pub(crate) passed: u64,
    /// The number of its document, if there is one.
    pub(crate) document: Option<u32>,
    /// The record that was made of it, where there was none before.
    pub(crate) made: Option<(Brief, Vec<u8>)>,
}

/// A document that waits for another program, with all that is needed to go on.
#[derive(Debug)]
pub(crate) struct Waiting {
    /// The document.
    pub(crate) document: Document,
    number: usize,
    place: Place,
    passed: u64,
    entry: u32,
}

/// What all threads share.
pub(crate) struct Shop<'a> {
    /// What is known of every document.
    pub(crate) ledger: &'a Mutex<Ledger>,
    /// Where documents wait for another program.
    pub(crate) desk: &'a Desk,
    /// The largest document read.
    pub(crate) document_bytes: u64,
    /// What a document may take.
    pub(crate) limits: Limits,
    /// Which PDFs are read twice.
    pub(crate) which: ReadTwice,
}

/// A thread's hands.
pub(crate) struct Converter<'a> {
    shop: &'a Shop<'a>,
    worker: Worker,
}

impl<'a> Converter<'a> {
    /// Hands that work in a shop.
    pub(crate) fn new(shop: &'a Shop<'a>) -> Self {
        Self { shop, worker: Worker::new(shop.limits) }
    }

    fn go_on(&mut self, waiting: Waiting) -> Result<Done, Failure> {
        let Waiting { document, number, place, passed, entry } = waiting;
        let made = if is_read_at_home(&document) {
            let record = reading::record(&document, None, self.shop.which);
            (Brief::of(&record), serde_json::to_vec(&record)?)
        } else {
            match self.worker.convert(&document, self.shop.which)? {
                Ok(made) => made,
                Err(why) => unread(DocumentFacts::of(&document), why)?,
            }
        };
        Ok(Done { number, place, passed, document: Some(entry), made: Some(made) })
    }
}

impl Hands<Item, Result<Done, Failure>> for Converter<'_> {
    fn work(&mut self, item: Item, give: &mut dyn FnMut(Result<Done, Failure>)) {
        let Item { number, found } = item;
        let (passed, bytes) = (found.passed, found.bytes);
        let mut place = Place {
            source: found.source.clone(),
            path: found.shown.clone(),
            unread: None,
            served: found.served.clone(),
        };
        let document = match acquire::take(found, self.shop.document_bytes) {
            Ok(document) => document,
            Err(why) => {
                let facts = DocumentFacts::unread(acquire::unread_id(&place.source), &place.source, bytes)
                    .served(place.served.as_ref());
                give(unread(facts, why).map(|(_, line)| {
                    place.unread = Some(String::from_utf8_lossy(&line).into_owned());
                    Done { number, place, passed, document: None, made: None }
                }));
                return;
            }
        };
        let Some(key) = Key::of(&document.id) else { return };
        let (entry, is_new) = self.shop.ledger.lock().unwrap_or_else(PoisonError::into_inner).claim(key);
        if !is_new {
            give(Ok(Done { number, place, passed, document: Some(entry), made: None }));
            return;
        }
        let has_to_wait = self.shop.desk.wants(&document);
        let one = Waiting { document, number, place, passed, entry };
        if !has_to_wait {
            give(self.go_on(one));
            return;
        }
        for one in self.shop.desk.wait(one) {
            give(self.go_on(one));
        }
    }

    fn end(&mut self, give: &mut dyn FnMut(Result<Done, Failure>)) {
        for one in self.shop.desk.rest() {
            give(self.go_on(one));
        }
    }
}

fn is_read_at_home(document: &Document) -> bool {
    matches!(document.media_type, MediaType::Text | MediaType::Html) && document.bytes.len() <= AT_HOME
}

fn unread(facts: DocumentFacts, why: Unreadable) -> Result<(Brief, Vec<u8>), Failure> {
    let record = Record::new(facts, Outcome::Unreadable(why));
    Ok((Brief::of(&record), serde_json::to_vec(&record)?))
}
