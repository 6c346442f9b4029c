//! The records of a run, in the order in which they were made → `reports.ndjson`, in the order of the input, and what
//! else a run says of all of them.
//!
//! A record is written as it stands; only the places where its document was found are put in anew, for they may have
//! changed since it was read.

use super::brief::{Brief, Gist};
use super::decisions::apply::apply;
use super::decisions::standing::Standing;
use super::ledger::{At, Home, Ledger};
use super::places::{Place, Places};
use super::recall::document_id;
use super::record::{self, DocumentFacts, word};
use super::run::{Counts, Decided};
use super::tables::Line;
use crate::finding::{Finding, Reason};
use crate::verify::Verdict;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes gathered before they go to the disk.
const BUFFER: usize = 1 << 18;

/// The records as they were read, of documents whose record decisions change.
pub const READINGS: &str = "readings.ndjson";

/// A mark that tells spreadsheet programs that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What was assembled.
#[derive(Debug, Default)]
pub struct Assembled {
    /// The counts.
    pub counts: Counts,
    /// The lines, sorted by agency, year and the order of the input.
    pub lines: Vec<Line>,
}

/// The files that records lie in.
#[derive(Debug)]
pub struct Homes {
    /// `reports.ndjson` of an earlier run, if there is one.
    pub reports: Option<File>,
    /// `readings.ndjson` of an earlier run, if there is one.
    pub readings: Option<File>,
    /// The journal.
    pub journal: File,
}

impl Homes {
    fn line(&mut self, at: At) -> io::Result<Vec<u8>> {
        let file = match at.home {
            Home::Reports => self.reports.as_mut(),
            Home::Readings => self.readings.as_mut(),
            Home::Journal => Some(&mut self.journal),
        };
        let file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        file.seek(SeekFrom::Start(at.offset))?;
        let mut line = Vec::new();
        file.take(at.bytes).read_to_end(&mut line)?;
        Ok(line)
    }
}

/// What a line is sorted by: agency (those without one last), year, place in the input.
type Order = (u32, Option<u16>, usize);

/// Stands after every agency.
const NO_AGENCY: u32 = u32::MAX;

/// Writes `reports.ndjson` and `failures.csv` into a folder, and `readings.ndjson` where decisions change a record. `each` is
/// told of every record as it holds, with the place where its document was found first.
pub fn assemble(
    places: Places,
    ledger: &Ledger,
    homes: &mut Homes,
    decisions: &Standing,
    into: &Path,
    mut each: impl FnMut(&Gist, &Place),
) -> io::Result<Assembled> {
    let mut found = places.read()?;
    let documents: Vec<Option<u32>> = found.documents().collect();
    let copies = copies(&documents, ledger.len());
    let ranks = ledger.ranks();
    let mut reports = Reports { to: buffered(into, "reports.ndjson")?, end: 0 };
    let mut reviewed = Reviewed { standing: decisions, into, readings: None, held: 0 };
    let mut failures = Failures::new(into)?;
    let mut counts = Counts::default();
    let mut lines: Vec<(Order, Line)> =
        Vec::with_capacity(documents.len() - copies.values().map(Vec::len).sum::<usize>());
    let mut seen = vec![false; ledger.len()];
    for (number, document) in documents.into_iter().enumerate() {
        let (line, gist, place) = match document {
            Some(document) if std::mem::replace(&mut seen[document as usize], true) => continue,
            Some(document) => {
                let (at, gist) = ledger.record(document).ok_or_else(|| lost("a document was claimed and not read"))?;
                let place = found.place(number)?;
                let others = copies.get(&document).map(Vec::as_slice).unwrap_or_default();
                let also: Vec<String> =
                    others.iter().map(|&other| Ok(found.place(other)?.source)).collect::<io::Result<_>>()?;
                counts.duplicates += also.len() as u64;
                (placed(homes.line(at)?, &place, also, &gist)?, gist, place)
            }
            None => {
                let mut place = found.place(number)?;
                let line = place.unread.take().ok_or_else(|| lost("a place has neither document nor record"))?;
                (line.clone().into_bytes(), Brief::read(line.as_bytes())?.gist, place)
            }
        };
        let (line, gist) = reviewed.apply(line, gist)?;
        counts.add(&gist);
        each(&gist, &place);
        if gist.verdict == Verdict::Unreadable {
            failures.add(&line)?;
        }
        let agency = document.and_then(|document| ledger.agency(document));
        let rank = agency.map_or(NO_AGENCY, |agency| ranks[agency as usize]);
        lines.push(((rank, gist.year, number), reports.add(&line)?));
    }
    reports.to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    counts.decisions = reviewed.finish()?;
    failures.finish()?;
    lines.sort_unstable_by_key(|(order, _)| *order);
    Ok(Assembled { counts, lines: lines.into_iter().map(|(_, line)| line).collect() })
}

/// Decisions, applied to the records that they are about.
struct Reviewed<'a> {
    standing: &'a Standing<'a>,
    into: &'a Path,
    readings: Option<BufWriter<File>>,
    held: u64,
}

impl Reviewed<'_> {
    /// A record as it holds. What was read is kept where that differs.
    fn apply(&mut self, line: Vec<u8>, gist: Gist) -> io::Result<(Vec<u8>, Gist)> {
        if self.standing.is_empty() {
            return Ok((line, gist));
        }
        let id = document_id(&line)?;
        let Some(decisions) = self.standing.document(&id) else { return Ok((line, gist)) };
        let applied = apply(&line, decisions)?;
        self.held += applied.held;
        let Some(now) = applied.line else { return Ok((line, gist)) };
        let to = match &mut self.readings {
            Some(to) => to,
            none => none.insert(buffered(self.into, READINGS)?),
        };
        to.write_all(&line)?;
        to.write_all(b"\n")?;
        let gist = Brief::read(&now)?.gist;
        Ok((now, gist))
    }

    /// How many decisions hold, and how many do not, because their document or what was read in it is another.
    fn finish(self) -> io::Result<Decided> {
        if let Some(readings) = self.readings {
            readings.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        Ok(Decided { applied: self.held, stale: self.standing.len() as u64 - self.held, unread: 0 })
    }
}

/// The further places of documents that were found more than once, by the document's number.
fn copies(documents: &[Option<u32>], count: usize) -> BTreeMap<u32, Vec<usize>> {
    let mut seen = vec![false; count];
    let mut copies: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        if let Some(document) = document
            && std::mem::replace(&mut seen[*document as usize], true)
        {
            copies.entry(*document).or_default().push(number);
        }
    }
    copies
}

/// A record's line with the places of its document put in.
fn placed(line: Vec<u8>, place: &Place, also: Vec<String>, gist: &Gist) -> io::Result<Vec<u8>> {
    let start = record::START.len();
    if !line.starts_with(record::START.as_bytes()) {
        return Err(lost("a record does not begin as records do"));
    }
    let mut rest = serde_json::Deserializer::from_slice(&line[start..]).into_iter::<DocumentFacts>();
    let facts = rest.next().ok_or_else(|| lost("a record is cut short"))??;
    let after = start + rest.byte_offset();
    let now = place.put(facts.clone(), also).held_against(gist.agency.as_deref(), gist.year);
    if now == facts {
        return Ok(line);
    }
    let mut placed = Vec::with_capacity(line.len() + BUFFER / 1024);
    placed.extend_from_slice(record::START.as_bytes());
    serde_json::to_writer(&mut placed, &now)?;
    placed.extend_from_slice(&line[after..]);
    Ok(placed)
}

fn lost(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn buffered(into: &Path, name: &str) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(BUFFER, File::create(into.join(name))?))
}

struct Reports {
    to: BufWriter<File>,
    end: u64,
}

impl Reports {
    fn add(&mut self, line: &[u8]) -> io::Result<Line> {
        self.to.write_all(line)?;
        self.to.write_all(b"\n")?;
        let bytes = u32::try_from(line.len()).map_err(|_| lost("a record has more than 4 GB"))?;
        let at = Line { offset: self.end, bytes };
        self.end += u64::from(bytes) + 1;
        Ok(at)
    }
}

/// `failures.csv`: the unreadable documents, and what can be done about each.
struct Failures(csv::Writer<BufWriter<File>>);

/// What of an unreadable record a person wants to know.
#[derive(Deserialize)]
struct Failure {
    document: DocumentFacts,
    reason: Option<Reason>,
    findings: Vec<Finding>,
}

impl Failures {
    fn new(into: &Path) -> io::Result<Self> {
        let mut to = buffered(into, "failures.csv")?;
        to.write_all(BYTE_ORDER_MARK)?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        csv.write_record(["source", "reason", "what_can_be_done", "media_type", "bytes", "document_id"])?;
        Ok(Self(csv))
    }

    fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let failure: Failure = serde_json::from_slice(line)?;
        let message = failure.findings.first().map_or("", |finding| finding.message.as_str());
        let facts = failure.document;
        self.0.write_record([
            &facts.source,
            &failure.reason.as_ref().map(word).unwrap_or_default(),
            message,
            &facts.media_type.as_ref().map(word).unwrap_or_default(),
            &facts.bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            &facts.id,
        ])?;
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        let to = self.0.into_inner().map_err(|error| io::Error::from(error.error().kind()))?;
        to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}
