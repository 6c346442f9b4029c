//! The rows of a table, gathered column by column: what every file of a table is written from.
//!
//! A column whose values come again and again keeps each once, in a dictionary, and a number for each row. Such a
//! number costs a few bits in the file and nothing to compare, and most of a table is made of them.

use super::description::{Kind, Table};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::ops::Range;

/// A value on its way in or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::write) enum Value<'v> {
    /// Null.
    Null,
    /// Text.
    Text(&'v str),
    /// A whole number.
    Whole(i64),
    /// A decimal in units of its last place.
    Decimal(i128),
    /// Yes or no.
    Truth(bool),
}

impl<'v> From<Option<&'v str>> for Value<'v> {
    fn from(text: Option<&'v str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        i64::try_from(count).map_or(Self::Null, Self::Whole)
    }
}

impl From<Option<i32>> for Value<'_> {
    fn from(number: Option<i32>) -> Self {
        number.map_or(Self::Null, |n| Self::Whole(n.into()))
    }
}

impl From<Option<i128>> for Value<'_> {
    fn from(number: Option<i128>) -> Self {
        number.map_or(Self::Null, Self::Decimal)
    }
}

/// Some rows of a table.
#[derive(Debug)]
pub(in crate::write) struct Rows {
    pub(in crate::write) table: &'static Table,
    pub(in crate::write) columns: Vec<Values>,
}

impl Rows {
    pub(in crate::write) fn of(table: &'static Table) -> Self {
        let columns = table.columns.iter().map(|c| match (c.coded, c.kind) {
            (true, kind) => Values::Coded(Coded::of(kind)),
            (false, Kind::Text) => Values::Text(Texts::default()),
            (false, Kind::Truth) => Values::Truth(Vec::new()),
            (false, _) => Values::Whole(Vec::new()),
        });
        Self { table, columns: columns.collect() }
    }

    pub(in crate::write) fn count(&self) -> usize {
        self.columns.first().map_or(0, Values::count)
    }
}

/// The values of a column.
#[derive(Debug)]
pub(in crate::write) enum Values {
    /// Few that come again and again.
    Coded(Coded),
    /// Texts, each its own.
    Text(Texts),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Yes or no.
    Truth(Vec<Option<bool>>),
}

impl Values {
    pub(in crate::write) fn count(&self) -> usize {
        match self {
            Self::Coded(values) => values.codes.len(),
            Self::Text(values) => values.spans.len(),
            Self::Whole(values) => values.len(),
            Self::Truth(values) => values.len(),
        }
    }

    /// Adds a value to some rows.
    pub(in crate::write) fn put(&mut self, value: Value, rows: usize) {
        match (self, value) {
            (Self::Coded(to), value) => {
                let code = to.code(value);
                to.codes.extend(std::iter::repeat_n(code, rows));
            }
            (Self::Text(to), value) => to.put(value, rows),
            (Self::Whole(to), Value::Whole(n)) => to.extend(std::iter::repeat_n(Some(n), rows)),
            (Self::Truth(to), Value::Truth(t)) => to.extend(std::iter::repeat_n(Some(t), rows)),
            (Self::Truth(to), _) => to.extend(std::iter::repeat_n(None, rows)),
            (Self::Whole(to), _) => to.extend(std::iter::repeat_n(None, rows)),
        }
    }

    /// The number under which a value stands in the dictionary of a coded column.
    pub(in crate::write) fn code(&mut self, value: Value) -> u32 {
        match self {
            Self::Coded(values) => values.code(value),
            _ => NULL,
        }
    }

    /// Adds a row by the number of its value.
    pub(in crate::write) fn push(&mut self, code: u32) {
        if let Self::Coded(values) = self {
            values.codes.push(code);
        }
    }

    /// The value of a row.
    pub(in crate::write) fn get(&self, row: usize) -> Value<'_> {
        match self {
            Self::Coded(values) => values.value(values.codes[row]),
            Self::Text(values) => values.spans[row].clone().map(|span| &values.text[span]).into(),
            Self::Whole(values) => values[row].map_or(Value::Null, Value::Whole),
            Self::Truth(values) => values[row].map_or(Value::Null, Value::Truth),
        }
    }
}

/// Texts, one after another.
#[derive(Debug, Default)]
pub(in crate::write) struct Texts {
    pub(in crate::write) text: String,
    pub(in crate::write) spans: Vec<Option<Range<usize>>>,
}

impl Texts {
    fn put(&mut self, value: Value, rows: usize) {
        let span = match value {
            Value::Text(text) => {
                let start = self.text.len();
                self.text.push_str(text);
                Some(start..self.text.len())
            }
            _ => None,
        };
        self.spans.extend(std::iter::repeat_n(span, rows));
    }
}

/// The number that stands for null.
pub(in crate::write) const NULL: u32 = u32::MAX;

/// Values that come again and again.
#[derive(Debug)]
pub(in crate::write) struct Coded {
    pub(in crate::write) kind: Kind,
    /// For each row, the number of its value.
    pub(in crate::write) codes: Vec<u32>,
    words: Vec<u8>,
    /// Where each word ends.
    ends: Vec<usize>,
    known: HashTable<u32>,
    last: u32,
}

impl Coded {
    fn of(kind: Kind) -> Self {
        Self { kind, codes: Vec::new(), words: Vec::new(), ends: Vec::new(), known: HashTable::new(), last: NULL }
    }

    /// How many values there are.
    pub(in crate::write) fn count(&self) -> usize {
        self.ends.len()
    }

    /// A value as Parquet keeps it: text as it is, whole numbers little-endian, decimals big-endian.
    pub(in crate::write) fn word(&self, code: u32) -> &[u8] {
        word(&self.words, &self.ends, code)
    }

    /// The number of a value; one that is new gets the next.
    pub(in crate::write) fn code(&mut self, value: Value) -> u32 {
        match value {
            Value::Null => NULL,
            Value::Text(text) => self.intern(text.as_bytes()),
            // What a column of 32 bits can't hold is no page and no year.
            Value::Whole(n) => i32::try_from(n).map_or(NULL, |n| self.intern(&n.to_le_bytes())),
            Value::Decimal(n) => self.intern(&n.to_be_bytes()),
            Value::Truth(t) => self.intern(&[u8::from(t)]),
        }
    }

    fn intern(&mut self, new: &[u8]) -> u32 {
        let Self { words, ends, known, last, .. } = self;
        if *last != NULL && word(words, ends, *last) == new {
            return *last;
        }
        let hash = hash(new);
        *last = if let Some(code) = known.find(hash, |code| word(words, ends, *code) == new) {
            *code
        } else {
            let code = ends.len() as u32;
            words.extend_from_slice(new);
            ends.push(words.len());
            known.insert_unique(hash, code, |code| self::hash(word(words, ends, *code)));
            code
        };
        *last
    }

    fn value(&self, code: u32) -> Value<'_> {
        if code == NULL {
            return Value::Null;
        }
        let word = self.word(code);
        match self.kind {
            Kind::Text => std::str::from_utf8(word).ok().into(),
            Kind::Integer | Kind::Long => word.try_into().ok().map(i32::from_le_bytes).into(),
            Kind::Decimal => word.try_into().ok().map(i128::from_be_bytes).into(),
            Kind::Truth => Value::Truth(word == [1]),
        }
    }

    /// For each value its rank among all, by the order of its kind.
    pub(in crate::write) fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0..self.count() as u32).collect();
        match self.kind {
            Kind::Text => sorted.sort_unstable_by_key(|c| self.word(*c)),
            _ => sorted.sort_unstable_by_key(|c| match self.value(*c) {
                Value::Whole(n) => i128::from(n),
                Value::Decimal(n) => n,
                Value::Truth(t) => i128::from(t),
                Value::Null | Value::Text(_) => 0,
            }),
        }
        let mut ranks = vec![0; sorted.len()];
        for (rank, code) in sorted.iter().enumerate() {
            ranks[*code as usize] = rank as u32;
        }
        ranks
    }
}

impl Coded {
    /// The rows ordered by their values, those of one value as they stand: a count of each, then one walk.
    pub(in crate::write) fn order(&self) -> Vec<u32> {
        let ranks = self.ranks();
        // Rows without a value come last.
        let rank = |code: u32| ranks.get(code as usize).map_or(ranks.len(), |r| *r as usize);
        let mut starts = vec![0_u32; ranks.len() + 2];
        for code in &self.codes {
            starts[rank(*code) + 1] += 1;
        }
        for r in 1..starts.len() {
            starts[r] += starts[r - 1];
        }
        let mut order = vec![0; self.codes.len()];
        for (row, code) in self.codes.iter().enumerate() {
            let next = &mut starts[rank(*code)];
            order[*next as usize] = row as u32;
            *next += 1;
        }
        order
    }
}

fn word<'w>(words: &'w [u8], ends: &[usize], code: u32) -> &'w [u8] {
    let code = code as usize;
    let start = code.checked_sub(1).map_or(0, |before| ends[before]);
    &words[start..ends[code]]
}

/// The same in every run; numbers are given by first appearance, so it never shows.
fn hash(word: &[u8]) -> u64 {
    FixedState::default().hash_one(word)
}
