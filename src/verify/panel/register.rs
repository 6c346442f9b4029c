//! Reports in brief, in the order of agencies and years: what is kept in memory of each while the rest lies on a shelf.
//!
//! An archive has some hundred thousand reports. Which of them stand together (of an agency, of a year, of one kind, in one city)
//! is told by some thirty bytes of each; what a check then asks for is taken from the shelf.

use super::{FEWEST_COUNTS, Member};
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Where reports lie until a check asks for them.
pub trait Shelf {
    /// The report that was put there after `place` others.
    fn member(&self, place: usize) -> io::Result<Member>;
}

impl Shelf for Vec<Member> {
    fn member(&self, place: usize) -> io::Result<Member> {
        self.get(place).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A text that many reports share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word(NonZeroU32);

/// The texts, each kept once.
#[derive(Debug, Default)]
struct Words {
    texts: Vec<Arc<str>>,
    places: BTreeMap<Arc<str>, Word>,
}

impl Words {
    fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.places.get(text) {
            return *known;
        }
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        // There are fewer texts than reports, of which there are fewer than places.
        let word = Word(u32::try_from(self.texts.len()).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX));
        self.places.insert(text, word);
        word
    }

    fn text(&self, word: Word) -> &str {
        self.texts.get(word.0.get() as usize - 1).map_or("", |text| text)
    }
}

/// A report in brief.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brief {
    /// Its place on the shelf.
    place: u32,
    pub(super) agency: Word,
    pub(super) region: Option<Word>,
    pub(super) organ: Option<Word>,
    pub(super) year: u16,
    has_tables: bool,
    /// Whether it has so many numbers other than zero that another is not like it by chance.
    pub(super) is_telling: bool,
    pub(super) print: u64,
}

/// Reports in brief.
#[derive(Debug, Default)]
pub struct Register {
    words: Words,
    briefs: Vec<Brief>,
}

impl Register {
    /// Takes the next report of the shelf down.
    pub fn put(&mut self, member: &Member) {
        let mut word = |text: &Option<String>| text.as_ref().map(|text| self.words.word(text));
        let (region, organ) = (word(&member.region), word(&member.organ));
        self.briefs.push(Brief {
            place: u32::try_from(self.briefs.len()).unwrap_or(u32::MAX),
            agency: self.words.word(&member.agency),
            region,
            organ,
            year: member.year,
            has_tables: member.form.is_some(),
            is_telling: member.counts >= FEWEST_COUNTS,
            print: member.print,
        });
    }

    /// How many reports it has.
    pub fn count(&self) -> usize {
        self.briefs.len()
    }

    /// Puts the reports in the order of what is said of their places on the shelf; one of which nothing is said is left out.
    pub fn order<T: Ord>(&mut self, of: impl Fn(usize) -> Option<T>) {
        self.briefs.retain(|brief| of(brief.at()).is_some());
        self.briefs.sort_by_cached_key(|brief| of(brief.at()));
    }

    /// Puts them in the order of agencies and years. A text without tables says nothing beside a report with tables: many
    /// agencies publish the two as two files.
    pub(super) fn settle(&mut self) {
        let words = &self.words;
        self.briefs.sort_by(|a, b| (words.text(a.agency), a.year).cmp(&(words.text(b.agency), b.year)));
        let years = self.briefs.chunk_by(|a, b| (a.agency, a.year) == (b.agency, b.year));
        let is_kept: Vec<bool> = years
            .flat_map(|year| {
                let has_tables = year.iter().any(|brief| brief.has_tables);
                year.iter().map(move |brief| brief.has_tables == has_tables)
            })
            .collect();
        let mut is_kept = is_kept.into_iter();
        self.briefs.retain(|_| is_kept.next().unwrap_or(true));
    }

    /// All reports.
    pub(super) fn briefs(&self) -> &[Brief] {
        &self.briefs
    }

    /// The reports of each agency; they must have been settled.
    pub(super) fn agencies(&self) -> impl Iterator<Item = &[Brief]> {
        self.briefs.chunk_by(|a, b| a.agency == b.agency)
    }

    /// The reports that are the only ones of their agency and year; they must have been settled.
    pub(super) fn single(&self) -> impl Iterator<Item = &Brief> {
        let years = self.briefs.chunk_by(|a, b| (a.agency, a.year) == (b.agency, b.year));
        years.filter_map(|briefs| {
            let (first, rest) = briefs.split_first()?;
            rest.iter().all(|other| other.print == first.print).then_some(first)
        })
    }

    /// The reports of an agency; they must have been settled.
    pub(super) fn of(&self, agency: &str) -> &[Brief] {
        let name = |brief: &Brief| self.words.text(brief.agency);
        let from = self.briefs.partition_point(|brief| name(brief) < agency);
        let count = self.briefs[from..].partition_point(|brief| name(brief) == agency);
        &self.briefs[from..from + count]
    }

    pub(super) fn text(&self, word: Word) -> &str {
        self.words.text(word)
    }
}

impl<'m> FromIterator<&'m Member> for Register {
    fn from_iter<M: IntoIterator<Item = &'m Member>>(members: M) -> Self {
        let mut register = Self::default();
        for member in members {
            register.put(member);
        }
        register
    }
}

impl Brief {
    /// Its place on the shelf.
    pub(super) fn at(&self) -> usize {
        self.place as usize
    }
}
