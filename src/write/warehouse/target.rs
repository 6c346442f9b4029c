//! What a load asks of a database: a transaction, rows in bulk, and statements that every one of them understands.

use super::dialect::Dialect;
use crate::write::tables::columns::Value;
use crate::write::tables::description::Table;

/// Why a load can't be done: one sentence that says what happened, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError(String);

impl LoadError {
    /// With its sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}

/// A value that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    /// Null.
    Null,
    /// Text, or what a database writes as text.
    Text(String),
    /// A whole number.
    Whole(i64),
}

impl Field {
    /// As text; null is the empty one.
    pub(super) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// As a text that may be null.
    pub(super) fn some_text(&self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    /// As a whole number that may be null.
    pub(super) fn whole(&self) -> Option<i64> {
        match self {
            Self::Null => None,
            Self::Whole(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

/// What is told of each row.
pub(super) type Take<'t> = dyn FnMut(&[Field]) -> Result<(), LoadError> + 't;

/// A database in a transaction. What is not committed leaves it as it was.
pub(super) trait Target: Send {
    /// Its way to say things.
    fn dialect(&self) -> Dialect;

    /// Whether there is a table or view of ours.
    fn has(&mut self, name: &str) -> Result<bool, LoadError>;

    /// The names of its tables and views.
    fn names(&mut self) -> Result<Vec<String>, LoadError>;

    /// Runs statements.
    fn execute(&mut self, sql: &str) -> Result<(), LoadError>;

    /// Hands over the rows of a query, of whole numbers and texts.
    fn rows(&mut self, sql: &str, take: &mut Take) -> Result<(), LoadError>;

    /// Adds a row to a table, at the latest with the next [`flush`](Self::flush).
    fn append(&mut self, table: &'static Table, row: &[Value]) -> Result<(), LoadError>;

    /// Sees that every row that was added is there.
    fn flush(&mut self) -> Result<(), LoadError>;

    /// Makes it last.
    fn commit(&mut self) -> Result<(), LoadError> {
        self.execute("commit")
    }

    /// Forgets it.
    fn roll_back(&mut self) -> Result<(), LoadError> {
        self.execute("rollback")
    }

    /// The sentence for a warehouse that can't be taken.
    fn refusal(&self, why: &str) -> LoadError;
}
