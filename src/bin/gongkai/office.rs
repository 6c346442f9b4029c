//! Documents that another program must write again, many at a time.
//!
//! The documents of a run are parted into blocks by their number, whatever the number of threads. The first document of a
//! block that needs the program has it asked about all of its block; the others find their results there. Where the
//! program is not found, documents stay as they are, and their decoder says what is missing.

use gongkai::acquire::office::{Office, is_wanted, may_be_wanted, refusal};
use gongkai::acquire::{self, Document, Found};
use gongkai::finding::Unreadable;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Documents in a block: enough that starting the program costs little, few enough that their bytes fit in memory.
const BLOCK: usize = 32;

/// Bytes of the documents of a block that are held at once; what is beyond is asked about alone.
const BLOCK_BYTES: usize = 256 << 20;

type Rendition = Result<Vec<u8>, Unreadable>;

fn can_be_written_again(document: &Document) -> bool {
    is_wanted(document.media_type) && refusal(document).is_none()
}

/// Renditions of the documents of a run.
pub(crate) struct Renditions<'a> {
    office: Option<Office>,
    found: &'a [Found],
    limit: u64,
    /// By block, by the document's number; each is taken out once.
    blocks: Vec<OnceLock<Mutex<BTreeMap<usize, Rendition>>>>,
}

impl<'a> Renditions<'a> {
    /// For the documents of a run, none of them larger than `limit`.
    pub(crate) fn new(found: &'a [Found], limit: u64) -> Self {
        let blocks = (0..found.len().div_ceil(BLOCK)).map(|_| OnceLock::new()).collect();
        Self { office: Office::find(), found, limit, blocks }
    }

    /// Gives a document its rendition, if it needs one and the program is there.
    pub(crate) fn add(&self, document: &mut Document, number: usize) {
        let Some(office) = self.office.as_ref().filter(|_| can_be_written_again(document)) else {
            return;
        };
        let made = self.blocks.get(number / BLOCK).and_then(|block| {
            let made = block.get_or_init(|| Mutex::new(self.block(office, number / BLOCK)));
            made.lock().unwrap_or_else(PoisonError::into_inner).remove(&number)
        });
        // A file that changed since, or was left out of its block, is asked about alone.
        document.rendition = made.or_else(|| office.write_again(&[document]).pop());
    }

    fn block(&self, office: &Office, block: usize) -> BTreeMap<usize, Rendition> {
        let mut documents: Vec<(usize, Document)> = Vec::new();
        let mut bytes = 0;
        for (number, found) in self.found.iter().enumerate().skip(block * BLOCK).take(BLOCK) {
            let Some(document) = Some(found)
                .filter(|found| found.problem.is_none() && found.path().is_none_or(may_be_wanted))
                .and_then(|found| acquire::read(found, self.limit).ok())
                .filter(can_be_written_again)
            else {
                continue;
            };
            bytes += document.bytes.len();
            if bytes > BLOCK_BYTES {
                break;
            }
            documents.push((number, document));
        }
        let given: Vec<&Document> = documents.iter().map(|(_, document)| document).collect();
        let made = office.write_again(&given);
        documents.iter().map(|(number, _)| *number).zip(made).collect()
    }
}
