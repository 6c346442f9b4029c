//! One document → its record. A fault on the way becomes that document's `crashed`, and ends
//! nothing else.

use gongkai::acquire::{Document, MediaType};
use gongkai::finding::{Reason, Unreadable};
use gongkai::write::record::{DocumentFacts, Record};
use gongkai::{Outcome, ReadTwice, SecondReading, decode};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a panic says for the record, in place of printing it between the lines of the progress.
pub(crate) fn keep_panics_quiet() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |at| format!("{}:{}", within_crate(at.file()), at.line()));
        let message = info.payload_as_str().unwrap_or("no message");
        LAST.with_borrow_mut(|last| *last = Some(format!("{place}: {message}")));
    }));
}

/// What becomes of a document, come what may.
pub(crate) fn outcome(
    document: &Document,
    second: Option<&SecondReading>,
    which: ReadTwice,
) -> (DocumentFacts, Outcome) {
    (facts(document), guard(|| gongkai::convert(document, second, which)))
}

/// The same as a record.
pub(crate) fn record(document: &Document, second: Option<&SecondReading>, which: ReadTwice) -> Record {
    let (facts, outcome) = outcome(document, second, which);
    Record::new(facts, outcome)
}

fn facts(document: &Document) -> DocumentFacts {
    let pdf = (document.media_type == MediaType::Pdf).then(|| decode::pdf::facts(&document.bytes)).flatten();
    let (pages, producer) = pdf.map(|pdf| (pdf.pages, pdf.producer)).unzip();
    DocumentFacts { pages, producer: producer.flatten(), ..DocumentFacts::of(document) }
}

fn guard(read: impl FnOnce() -> Outcome) -> Outcome {
    caught(read).unwrap_or_else(Outcome::Unreadable)
}

/// What some work makes; where it panics, that as a reason.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Unreadable> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let said = LAST.take().unwrap_or_default();
        Unreadable::new(
            Reason::Crashed,
            format!("reading it failed in gongkai itself ({said}): please report this with the document"),
        )
    })
}

/// A source path without the folders of the machine it was built on, so that records are the same everywhere.
fn within_crate(file: &str) -> &str {
    let file =
        file.rsplit_once("/registry/src/").map_or(file, |(_, rest)| rest.split_once('/').map_or(rest, |(_, p)| p));
    file.rsplit_once("/rustc/").map_or(file, |(_, rest)| rest.split_once('/').map_or(rest, |(_, p)| p))
}

#[cfg(test)]
mod tests {
    use super::{guard, keep_panics_quiet, within_crate};
    use gongkai::Outcome;
    use gongkai::finding::Reason;

    #[test]
    fn a_panic_becomes_a_reason_with_its_place() {
        keep_panics_quiet();
        let Outcome::Unreadable(why) = guard(|| panic!("row 7 is not there")) else { panic!("a report came out") };
        assert_eq!(why.reason, Reason::Crashed);
        assert!(why.message.contains("reading.rs"), "{}", why.message);
        assert!(why.message.contains("row 7 is not there"), "{}", why.message);
    }

    #[test]
    fn places_do_not_tell_the_machine() {
        assert_eq!(within_crate("/home/x/.cargo/registry/src/index-1/nom-8.0.0/src/lib.rs"), "nom-8.0.0/src/lib.rs");
        assert_eq!(within_crate("/rustc/0123/library/core/src/slice.rs"), "library/core/src/slice.rs");
        assert_eq!(within_crate("src/parse/number.rs"), "src/parse/number.rs");
    }
}
