//! What a run knows of every document so far: which are done, which are under way, and where their records lie.
//!
//! It holds about a hundred bytes a document and no record. A document is entered under its [`Key`] once: whoever
//! [claims](Ledger::claim) it first converts it, and its copies find it there.

use super::brief::Gist;
use crate::acquire::MediaType;
use crate::finding::Reason;
use crate::verify::Verdict;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::num::NonZero;

/// What tells one conversion from another: the digest of the bytes, and of what was said about them where they came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a document's id, `sha256:…`. An id of another kind was made of no bytes, and has none.
    pub fn of(id: &str) -> Option<Self> {
        let digits = id.strip_prefix("sha256:").filter(|digits| digits.len() == 64 && digits.is_ascii())?;
        let mut key = [0; 32];
        for (n, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * n..2 * n + 2], 16).ok()?;
        }
        Some(Self(key))
    }

    /// Its first bytes: those of a digest are as good a hash as any.
    fn hash(&self) -> u64 {
        self.0.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
    }
}

/// The file that a record lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// `reports.ndjson`, as an earlier run has left it.
    Reports,
    /// `readings.ndjson`: what an earlier run had read, where decisions changed it.
    Readings,
    /// The journal.
    Journal,
}

/// Where a record's line lies, its line end not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The file.
    pub home: Home,
    /// Its first byte.
    pub offset: u64,
    /// Its length.
    pub bytes: u64,
}

/// A word that many records share, by its number among all, from 1.
type Word = NonZero<u32>;

/// What is kept of a document whose record is there; a [`Gist`], packed, for there may be millions.
#[derive(Debug, Clone, Copy)]
struct Done {
    offset: u64,
    length: u64,
    /// The document's size; [`UNTOLD`] where that is not known.
    bytes: u64,
    form: Option<Word>,
    agency: Option<Word>,
    findings: Option<Word>,
    year: Option<NonZero<u16>>,
    home: Home,
    media_type: Option<MediaType>,
    verdict: Verdict,
    reason: Option<Reason>,
}

/// No document has so many bytes.
const UNTOLD: u64 = u64::MAX;

/// The documents of a run.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The numbers of the documents that are known, by their keys. It is only looked into: its own order is nobody's.
    numbers: HashTable<u32>,
    /// By the number of a document.
    keys: Vec<Key>,
    entries: Vec<Option<Done>>,
    words: Vec<String>,
    word_numbers: BTreeMap<String, u32>,
}

impl Ledger {
    /// The number of a document, and whether it is new: then whoever asked has to convert it.
    pub fn claim(&mut self, key: Key) -> (u32, bool) {
        let Self { numbers, keys, .. } = self;
        if let Some(number) = numbers.find(key.hash(), |number| keys[*number as usize] == key) {
            return (*number, false);
        }
        let number = keys.len() as u32;
        keys.push(key);
        numbers.insert_unique(key.hash(), number, |number| keys[*number as usize].hash());
        self.entries.push(None);
        (number, true)
    }

    /// Enters a record that is there.
    pub fn enter(&mut self, number: u32, gist: &Gist, at: At) {
        let done = Done {
            offset: at.offset,
            length: at.bytes,
            bytes: gist.bytes.unwrap_or(UNTOLD),
            form: gist.form.as_deref().and_then(|form| self.word(form)),
            agency: gist.agency.as_deref().and_then(|agency| self.word(agency)),
            findings: self.word(&gist.findings.join(" ")),
            // There was no year 0.
            year: gist.year.and_then(NonZero::new),
            home: at.home,
            media_type: gist.media_type,
            verdict: gist.verdict,
            reason: gist.reason,
        };
        if let Some(entry) = self.entries.get_mut(number as usize) {
            *entry = Some(done);
        }
    }

    /// Forgets a document, which will then be converted anew.
    pub fn forget(&mut self, key: Key) {
        let Self { numbers, keys, .. } = self;
        if let Ok(known) = numbers.find_entry(key.hash(), |number| keys[*number as usize] == key) {
            known.remove();
        }
    }

    /// How many documents it knows, forgotten ones included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where a document's record lies, and its gist; nothing while it is under way.
    pub fn record(&self, number: u32) -> Option<(At, Gist)> {
        let done = (*self.entries.get(number as usize)?)?;
        let gist = Gist {
            bytes: Some(done.bytes).filter(|bytes| *bytes != UNTOLD),
            media_type: done.media_type,
            verdict: done.verdict,
            reason: done.reason,
            year: done.year.map(NonZero::get),
            form: done.form.map(|form| self.words[place(form)].clone()),
            agency: done.agency.map(|agency| self.words[place(agency)].clone()),
            findings: done.findings.map_or_else(Vec::new, |codes| {
                self.words[place(codes)].split_whitespace().map(str::to_owned).collect()
            }),
        };
        Some((At { home: done.home, offset: done.offset, bytes: done.length }, gist))
    }

    /// The agency of a document's record, by the number of its name.
    pub fn agency(&self, number: u32) -> Option<u32> {
        self.entries.get(number as usize)?.as_ref()?.agency.map(|agency| place(agency) as u32)
    }

    /// The rank of each name among all, by the name's number.
    pub fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.words.len()];
        for (rank, number) in self.word_numbers.values().enumerate() {
            ranks[*number as usize] = rank as u32;
        }
        ranks
    }

    fn word(&mut self, text: &str) -> Option<Word> {
        let number = self.word_numbers.get(text).copied().unwrap_or_else(|| {
            let number = self.words.len() as u32;
            self.words.push(text.to_owned());
            self.word_numbers.insert(text.to_owned(), number);
            number
        });
        NonZero::new(number + 1)
    }
}

/// The place of a word among all.
fn place(word: Word) -> usize {
    word.get() as usize - 1
}

#[cfg(test)]
mod tests {
    use super::{At, Gist, Home, Key, Ledger};
    use crate::verify::Verdict;

    fn key(n: u8) -> Key {
        Key::of(&format!("sha256:{}", format!("{n:02x}").repeat(32))).unwrap()
    }

    #[test]
    fn an_id_that_is_no_digest_has_no_key() {
        assert!(Key::of("path:sha256:00").is_none());
        assert!(Key::of(&format!("sha256:{}", "x".repeat(64))).is_none());
        assert!(Key::of(&format!("sha256:{}", "水".repeat(22))).is_none());
        assert_ne!(key(1), key(2));
    }

    #[test]
    fn a_document_is_claimed_once_and_found_again() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.claim(key(7)), (0, true));
        assert_eq!(ledger.claim(key(8)), (1, true));
        assert_eq!(ledger.claim(key(7)), (0, false));
        assert!(ledger.record(0).is_none());
        let gist = Gist {
            bytes: Some(3),
            media_type: None,
            verdict: Verdict::Clean,
            reason: None,
            form: Some("ogi-2021".to_owned()),
            agency: Some("青石市水利局".to_owned()),
            year: Some(2023),
            findings: vec!["a-b".to_owned(), "c".to_owned()],
        };
        let at = At { home: Home::Journal, offset: 5, bytes: 6 };
        ledger.enter(0, &gist, at);
        assert_eq!(ledger.record(0), Some((at, gist)));
        ledger.forget(key(7));
        assert_eq!(ledger.claim(key(7)), (2, true));
    }
}
