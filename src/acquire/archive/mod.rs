//! An archive → the documents in it, in the order in which they are stored, with their bytes.
//!
//! One pass, nothing unpacked to a disk. What is an archive is told by content. Members are told apart by labels made of
//! their names ([`names`]); what can't be taken out is handed on as well, with the reason. An archive that breaks off, or
//! meets a limit ([`limits`]), keeps what was taken out before that, and is itself handed on once, with a sentence.
//! Office files are packed like archives, and are documents.

mod compressed;
mod kind;
mod limits;
mod names;
mod sevenzip;
mod tar;
mod warc;
mod zip;

pub(super) use kind::{Kind, START};
pub use limits::Limits;
pub use warc::answered;
pub(super) use zip::is_document as is_zipped_document;

use super::read::too_large;
use super::visit::{Found, Origin, PassedOver, Served};
use super::walk::Inputs;
use crate::finding::{Reason, Unreadable};
use limits::{Budget, DEPTH, Tripped, Unpacked};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

/// Bytes read at once from a file and from what it unpacks to.
const BUFFER: usize = 64 * 1024;

/// What can be read from any place.
pub(super) trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// Why the way through an archive ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Whoever takes the documents wants no more.
    Enough,
    /// A limit of the whole archive was met.
    Tripped,
}

/// Whether what was read was whole, and its end reached. What was not has been handed on with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    Broken,
}

type Done = Result<State, End>;

/// A file among the inputs that is an archive, and all in it.
pub(super) struct Opened<'w> {
    pub(super) source: &'w str,
    pub(super) path: &'w Path,
    /// Its size, and the bytes of the inputs before it.
    pub(super) bytes: u64,
    pub(super) before: u64,
    pub(super) inputs: &'w Inputs,
    pub(super) limits: &'w Limits,
    /// The only document wanted.
    pub(super) only: Option<&'w str>,
    pub(super) give: &'w mut dyn FnMut(Found) -> ControlFlow<()>,
    pub(super) over: &'w mut PassedOver,
}

/// The way through it.
struct Passage<'w> {
    opened: Opened<'w>,
    budget: Rc<Budget>,
    /// How far the file was read.
    at: Rc<Cell<u64>>,
    /// Hashes of the labels given, so that none is given twice, with how often each was wanted: few bytes each, for there
    /// may be millions.
    labels: BTreeMap<u64, u32>,
    /// Documents handed on, and all that was.
    taken: u64,
    given: u64,
    /// Documents handed on before the innermost archive.
    from: u64,
}

impl Opened<'_> {
    /// Hands on all that is in it.
    pub(super) fn pass(self, kind: Kind, file: &mut dyn Seekable) -> ControlFlow<()> {
        let budget = Budget::new(self.limits, self.bytes);
        let source = self.source.to_owned();
        let at = Rc::new(Cell::new(0));
        let mut passage =
            Passage { opened: self, budget, at: Rc::clone(&at), labels: BTreeMap::new(), taken: 0, given: 0, from: 0 };
        let done = match kind {
            Kind::Zip => passage.within(&source, |p| zip::pass(p, &source, file, 0)),
            Kind::SevenZip => passage.within(&source, |p| sevenzip::pass(p, &source, file, 0)),
            Kind::Rar => passage.refuse(&source),
            _ => passage.stream(&source, kind, &mut BufReader::with_capacity(BUFFER, Counted { inner: file, at }), 0),
        };
        match done {
            Ok(_) => ControlFlow::Continue(()),
            Err(End::Enough) => ControlFlow::Break(()),
            Err(End::Tripped) => match passage.tripped(&source) {
                Err(End::Enough) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            },
        }
    }
}

/// A document in an archive, before it is read.
struct Member {
    label: String,
    bytes: Option<u64>,
    served: Option<Served>,
}

impl Passage<'_> {
    /// An archive that is read from its beginning to its end. Compression is no level of names: what is in `a.tar.gz` is
    /// `a.tar.gz!b`, and a single document keeps the label of the file that it was compressed to.
    fn stream(&mut self, label: &str, kind: Kind, packed: &mut dyn Read, depth: u32) -> Done {
        match kind {
            Kind::Tar => self.within(label, |p| tar::pass(p, label, packed, depth)),
            Kind::Warc => self.within(label, |p| warc::pass(p, label, packed, depth)),
            Kind::Compressed(compression) => {
                let reader = match compressed::reader(compression, packed) {
                    Ok(reader) => Unpacked::new(reader, &self.budget),
                    Err(error) => return self.broken(label, &error.to_string()),
                };
                let mut reader = BufReader::with_capacity(BUFFER, reader);
                let member = Member { label: label.to_owned(), bytes: None, served: None };
                match self.contents(member, &mut reader, depth + 1)? {
                    State::Whole => self.drain(label, &mut reader),
                    State::Broken => Ok(State::Broken),
                }
            }
            Kind::Zip | Kind::SevenZip | Kind::Rar => self.refuse(label),
        }
    }

    /// The end of a stream holds the sum of it all, so it is read.
    fn drain(&mut self, label: &str, reader: &mut dyn Read) -> Done {
        match io::copy(reader, &mut io::sink()) {
            Ok(_) => Ok(State::Whole),
            Err(_) if self.budget.tripped().is_some() => Err(End::Tripped),
            Err(error) => {
                let why = format!("what follows them can't be read ({error}), so that any of them may be altered");
                self.broken(label, &why)
            }
        }
    }

    /// Passes an archive with members, and says so if nothing came out of it.
    fn within(&mut self, label: &str, pass: impl FnOnce(&mut Self) -> Done) -> Done {
        let given = self.given;
        let from = std::mem::replace(&mut self.from, self.taken);
        let state = pass(self)?;
        self.from = from;
        if self.given == given && self.opened.only.is_none() {
            let message = "no document is in this archive: if there should be one, get it again";
            self.problem(Member::of(label), Unreadable::new(Reason::Empty, message))?;
            return Ok(State::Broken);
        }
        Ok(state)
    }

    /// Reads a member, which is a document or an archive itself.
    fn contents(&mut self, member: Member, reader: &mut dyn Read, depth: u32) -> Done {
        let mut start = Vec::new();
        if let Err(error) = Read::take(&mut *reader, START as u64).read_to_end(&mut start) {
            return self.unread(member, &error);
        }
        let kind = Kind::tell(&start);
        if kind.is_some() && depth > DEPTH {
            let message = format!("it is an archive in {DEPTH} others, and was left closed: unpack the outer ones");
            return self.problem(member, Unreadable::new(Reason::Memory, message));
        }
        if let Some(kind @ (Kind::Tar | Kind::Warc | Kind::Compressed(_))) = kind {
            let label = member.label;
            return match self.stream(&label, kind, &mut Cursor::new(start).chain(&mut *reader), depth)? {
                State::Whole => self.drain(&label, reader),
                State::Broken => Ok(State::Broken),
            };
        }
        let limit = self.opened.limits.document_bytes;
        let mut bytes = start;
        let rest = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
        if let Err(error) = reader.take(rest).read_to_end(&mut bytes) {
            return self.unread(member, &error);
        }
        if bytes.len() as u64 > limit {
            let size = member.bytes.filter(|&size| size > limit);
            self.problem(member, too_large(size, limit))?;
            return Ok(State::Broken);
        }
        match kind {
            Some(Kind::Zip) if !zip::is_document(&mut Cursor::new(&bytes), limit) => {
                let label = member.label;
                self.within(&label, |p| zip::pass(p, &label, &mut Cursor::new(bytes), depth))
            }
            Some(Kind::SevenZip) => {
                let label = member.label;
                self.within(&label, |p| sevenzip::pass(p, &label, &mut Cursor::new(bytes), depth))
            }
            Some(Kind::Rar) => self.refuse(&member.label),
            _ if bytes.is_empty() => self.problem(member, Unreadable::new(Reason::Empty, "the file is empty")),
            _ => self.document(member, bytes),
        }
    }

    /// The label of a member, nothing where it is passed over: because it is hidden, or another one is wanted.
    fn label(&mut self, archive: &str, name: &str) -> Option<String> {
        let Some(label) = names::label(name) else {
            self.opened.over.hidden += 1;
            return None;
        };
        self.claim(&format!("{archive}!{label}"))
    }

    /// A label that no other document has, by a number if need be; nothing where another document is wanted.
    fn claim(&mut self, label: &str) -> Option<String> {
        let of_label = hash(label);
        let mut number = self.labels.get(&of_label).copied().unwrap_or(0);
        let mut free = label.to_owned();
        loop {
            number += 1;
            if number > 1 {
                free = format!("{label} ({number})");
            }
            if (number == 1 || !self.labels.contains_key(&hash(&free))) && !self.opened.inputs.holds(&free) {
                break;
            }
        }
        self.labels.insert(of_label, number);
        self.labels.entry(hash(&free)).or_insert(1);
        let leads =
            |wanted: &str| wanted.strip_prefix(&free).is_some_and(|rest| rest.is_empty() || rest.starts_with('!'));
        self.opened.only.is_none_or(leads).then_some(free)
    }

    /// Counts an entry of an archive, document or not.
    fn count(&self) -> Result<(), End> {
        if self.budget.entry() { Ok(()) } else { Err(End::Tripped) }
    }

    fn document(&mut self, member: Member, bytes: Vec<u8>) -> Done {
        self.taken += 1;
        let size = Some(bytes.len() as u64);
        self.give(Member { bytes: size, ..member }, Origin::Member(bytes), None).map(|()| State::Whole)
    }

    fn problem(&mut self, member: Member, problem: Unreadable) -> Done {
        self.give(member, Origin::Member(Vec::new()), Some(problem)).map(|()| State::Whole)
    }

    fn give(&mut self, member: Member, origin: Origin, problem: Option<Unreadable>) -> Result<(), End> {
        self.given += 1;
        let Member { label: source, bytes, served } = member;
        let origin = if source == self.opened.source && problem.is_some() {
            Origin::File(self.opened.path.to_owned())
        } else {
            origin
        };
        let passed = self.opened.before + self.at.get().min(self.opened.bytes);
        let inside = source.strip_prefix(self.opened.source).unwrap_or_default();
        let shown = format!("{}{inside}", self.opened.path.display());
        let found = Found { source, shown, origin, bytes, problem, served, passed };
        if (self.opened.give)(found).is_break() { Err(End::Enough) } else { Ok(()) }
    }

    /// A member whose bytes did not come.
    fn unread(&mut self, member: Member, error: &io::Error) -> Done {
        if self.budget.tripped().is_some() {
            return Err(End::Tripped);
        }
        let message = format!("it could not be taken out of its archive: {}; get that again", told(error));
        self.problem(member, Unreadable::new(Reason::Damaged, message))?;
        Ok(State::Broken)
    }

    /// An archive that can't be read on.
    fn broken(&mut self, label: &str, why: &str) -> Done {
        if self.budget.tripped().is_some() {
            return Err(End::Tripped);
        }
        let message = format!(
            "this archive breaks off after {}: {why}; get it again, for there may be more in it",
            documents(self.taken - self.from)
        );
        self.problem(Member::of(label), Unreadable::new(Reason::Damaged, message))?;
        Ok(State::Broken)
    }

    /// An archive that met a limit.
    fn tripped(&mut self, label: &str) -> Done {
        let (reason, what) = match self.budget.tripped() {
            Some(Tripped::Members) => {
                (Reason::Memory, format!("it has more than {} entries", self.opened.limits.members))
            }
            Some(Tripped::Overlap) => {
                (Reason::Damaged, "its members lie over one another, as in a zip bomb".to_owned())
            }
            _ => {
                let limit = self.budget.limit();
                (
                    Reason::Memory,
                    format!(
                        "it unpacks to more than {limit} bytes, {} times its size",
                        limit / self.opened.bytes.max(1)
                    ),
                )
            }
        };
        let message = format!(
            "this archive was left after {}: {what}; if it is sound, unpack it and convert the folder",
            documents(self.taken)
        );
        self.problem(Member::of(label), Unreadable::new(reason, message))
    }

    /// An archive of a kind that is not read: there is no free reader of RAR, and none of ZIP or 7z in a stream.
    fn refuse(&mut self, label: &str) -> Done {
        let message = "it is a RAR archive, which is not read here: unpack it, or pack it again as ZIP";
        self.problem(Member::of(label), Unreadable::new(Reason::UnsupportedType, message))
    }
}

impl Member {
    fn of(label: &str) -> Self {
        Self { label: label.to_owned(), bytes: None, served: None }
    }
}

fn documents(count: u64) -> String {
    if count == 1 { "1 document".to_owned() } else { format!("{count} documents") }
}

/// A member, or all of an archive, behind a password.
fn locked() -> Unreadable {
    Unreadable::new(
        Reason::Encrypted,
        "it is behind a password in its archive: unpack that with its password, and convert the folder",
    )
}

/// What a reader says, for a sentence.
fn told(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof { "it breaks off within it".to_owned() } else { error.to_string() }
}

fn hash(label: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    label.hash(&mut hasher);
    hasher.finish()
}

/// A file that says how far it was read.
struct Counted<'f> {
    inner: &'f mut dyn Seekable,
    at: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        self.at.set(self.at.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
