//! How much is taken out of archives, and the reader that holds to it.
//!
//! A zip bomb is a few kilobytes that unpack to petabytes, in one step, in nested steps or by members that share their
//! bytes. Nothing unpacked is kept, so what must be bounded is time: what a whole archive gives, nested ones with it.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Archives in archives are opened so deep: a province's zip of counties' zips of `tar.gz` is four, with its two steps for
/// the last.
pub(super) const DEPTH: u32 = 6;

/// Entries of an archive, of whatever kind. The largest crawl files hold some hundred thousand, a province in ten years
/// publishes some hundred thousand reports.
const MEMBERS: u64 = 10_000_000;

/// What an archive may unpack to, whatever its size, and how many times its size above that. Web pages shrink to a tenth,
/// pages of one template in one stream to a fiftieth; deflated zeros to a thousandth.
const UNPACKED: u64 = 1 << 30;
const RATIO: u64 = 200;

/// How much is taken out of archives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest document, in bytes.
    pub document_bytes: u64,
    /// Entries of an archive, with those of archives in it.
    pub members: u64,
    /// Bytes that an archive may unpack to whatever its size, with those of archives in it.
    pub unpacked_bytes: u64,
    /// How many times its size an archive may unpack to, if that is more.
    pub ratio: u64,
}

impl Limits {
    /// The limits for documents of at most so many bytes.
    pub fn of_documents(document_bytes: u64) -> Self {
        let unpacked_bytes = UNPACKED.max(document_bytes.saturating_mul(4));
        Self { document_bytes, members: MEMBERS, unpacked_bytes, ratio: RATIO }
    }
}

/// What is left of the limits for an archive and all in it.
#[derive(Debug)]
pub(super) struct Budget {
    members: Cell<u64>,
    unpacked: Cell<u64>,
    limit: u64,
    tripped: Cell<Option<Tripped>>,
}

/// The limit that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tripped {
    Members,
    Unpacked,
    Overlap,
}

impl Budget {
    /// For an archive of so many bytes.
    pub(super) fn new(limits: &Limits, bytes: u64) -> Rc<Self> {
        let unpacked = limits.unpacked_bytes.max(bytes.saturating_mul(limits.ratio));
        Rc::new(Self {
            members: Cell::new(limits.members),
            unpacked: Cell::new(unpacked),
            limit: unpacked,
            tripped: Cell::new(None),
        })
    }

    /// Counts an entry; false if it is one too many.
    pub(super) fn entry(&self) -> bool {
        let left = self.members.get().checked_sub(1);
        self.members.set(left.unwrap_or(0));
        if left.is_none() {
            self.tripped.set(Some(Tripped::Members));
        }
        left.is_some()
    }

    /// Members were seen to lie over one another.
    pub(super) fn overlaps(&self) {
        self.tripped.set(Some(Tripped::Overlap));
    }

    /// The bytes that may be unpacked.
    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// The limit that was met, if one was.
    pub(super) fn tripped(&self) -> Option<Tripped> {
        self.tripped.get()
    }
}

/// A reader of what was unpacked, which ends with an error where the budget does.
#[derive(Debug)]
pub(super) struct Unpacked<R> {
    inner: R,
    budget: Rc<Budget>,
}

impl<R> Unpacked<R> {
    pub(super) fn new(inner: R, budget: &Rc<Budget>) -> Self {
        Self { inner, budget: Rc::clone(budget) }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        if let Some(left) = self.budget.unpacked.get().checked_sub(read as u64) {
            self.budget.unpacked.set(left);
            return Ok(read);
        }
        self.budget.tripped.set(Some(Tripped::Unpacked));
        Err(io::Error::other("it unpacks to more than the limit"))
    }
}
