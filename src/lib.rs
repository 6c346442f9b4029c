//! `gongkai` turns published Chinese government-information-disclosure annual reports into checked data.

pub mod acquire;
pub mod decode;
pub mod finding;
pub mod layout;
pub mod parse;
pub mod place;
pub mod report;
pub mod verify;
pub mod write;

use acquire::Document;
use decode::Line;
use finding::Unreadable;

/// What became of a document.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A report came out, with what its checks say.
    Report(Box<report::Report>, verify::Judgement),
    /// None did.
    Unreadable(Unreadable),
}

/// A second, independent way to the text of a PDF, asked only where the first reading leaves doubt. The caller says how
/// it is run, because it must be run where its faults cost nothing (see `decode::second`).
pub type SecondReading<'a> = dyn Fn(&Document) -> Result<Vec<Line>, Unreadable> + Sync + 'a;

/// Reads one document: the whole road from bytes to verdict.
pub fn convert(_document: &Document, _second: Option<&SecondReading>) -> Outcome {
    Outcome::Unreadable(Unreadable::new(finding::Reason::Crashed, "not yet"))
}
