//! A WARC (a crawl: ISO 28500) → the documents that servers answered with.
//!
//! Records are read one after the other; those of answers (`response`) and of files fetched otherwise (`resource`) are
//! documents, if the server said that all is well. Their own declarations of type and charset go with them as hints.

mod answer;
mod record;
mod said;

use super::{Budget, Done, End, Limits, Member, Passage, State, names, told};
use crate::acquire::read::too_large;
use crate::acquire::visit::{Hints, Served};
use crate::finding::{Reason, Unreadable};
use record::Record;
use said::Said;
use std::io::{self, BufReader, Cursor, Read};

/// Passes it.
pub(super) fn pass(passage: &mut Passage, label: &str, packed: &mut dyn Read, depth: u32) -> Done {
    let mut reader = BufReader::with_capacity(super::BUFFER, packed);
    let mut said = None;
    loop {
        let record = match Record::read(&mut reader) {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(State::Whole),
            Err(error) => return passage.broken(label, &told(&error)),
        };
        passage.count()?;
        let mut block = Read::take(&mut reader, record.length);
        let state = if record.kind == "metadata" {
            match Said::read(&record, &mut block) {
                Ok(of_next) => said = of_next.or(said),
                Err(error) => return passage.broken(label, &told(&error)),
            }
            State::Whole
        } else {
            let (hints, is_way) = match record.kind.as_str() {
                "response" | "resource" | "revisit" => said.take().map_or((None, false), |said: Said| said.of(&record)),
                _ => (None, false),
            };
            if is_way {
                passage.opened.over.ways += 1;
                State::Whole
            } else {
                one(passage, label, &record, &mut block, hints, depth)?
            }
        };
        if state == State::Broken {
            return passage.broken(label, "it ends within a record");
        }
        // What is left of a record is skipped, and two line ends follow it.
        if let Err(error) = io::copy(&mut block, &mut io::sink()) {
            return passage.broken(label, &told(&error));
        }
        if block.limit() > 0 {
            return passage.broken(label, "it ends within a record");
        }
    }
}

/// Passes a record.
fn one(
    passage: &mut Passage,
    archive: &str,
    record: &Record,
    block: &mut io::Take<impl Read>,
    hints: Option<Hints>,
    depth: u32,
) -> Done {
    match record.kind.as_str() {
        "revisit" => {
            passage.opened.over.revisits += 1;
            return Ok(State::Whole);
        }
        "response" | "resource" => {}
        _ => return Ok(State::Whole),
    }
    let mut served = Served { url: record.url.clone(), retrieved_at: record.date.clone(), hints, ..Served::default() };
    let is_answer = record.kind == "response" && record.is_http();
    let head = if is_answer {
        match answer::Head::read(block) {
            Ok(Some(head)) => Some(head),
            Ok(None) => {
                passage.opened.over.answers += 1;
                return Ok(State::Whole);
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && block.limit() > 0 => {
                return Ok(State::Broken);
            }
            Err(error) => {
                let label = passage.claim(&format!("{archive}!{}", names::address(&served.url)));
                let Some(label) = label else { return Ok(State::Whole) };
                let member = Member { label, bytes: None, served: Some(served) };
                return passage.problem(member, damaged(&told(&error)));
            }
        }
    } else {
        None
    };
    let content_type = head.as_ref().map_or(record.content_type.as_deref(), |head| head.content_type.as_deref());
    (served.media_type, served.charset) = answer::declared(content_type);
    let limit = passage.opened.limits.document_bytes;
    let mut raw = Vec::new();
    if block.take(limit.saturating_add(1)).read_to_end(&mut raw).is_err() && passage.budget.tripped().is_some() {
        return Err(End::Tripped);
    }
    let is_large = raw.len() as u64 > limit;
    let is_cut = !is_large && block.limit() > 0;
    let Some(label) = passage.claim(&format!("{archive}!{}", names::address(&served.url))) else {
        return Ok(if is_cut { State::Broken } else { State::Whole });
    };
    let member = Member { label, bytes: Some(raw.len() as u64), served: Some(served) };
    if is_large {
        return passage.problem(Member { bytes: None, ..member }, too_large(None, limit));
    }
    if is_cut {
        passage.problem(member, damaged("the archive breaks off within it"))?;
        return Ok(State::Broken);
    }
    if let Some(why) = record.cut.as_deref() {
        return passage.problem(member, damaged(&format!("the crawler cut it off ({why})")));
    }
    let body = match head {
        Some(head) => head.body(raw, limit, &passage.budget),
        None => Ok(raw),
    };
    match body {
        Ok(body) => passage.contents(member, &mut Cursor::new(body), depth + 1).map(|_| State::Whole),
        Err(_) if passage.budget.tripped().is_some() => Err(End::Tripped),
        Err(why) => passage.problem(member, why),
    }
}

/// The document in an answer of a web server as it came over the wire, of at most `limit` bytes, unpacked as whoever reads the
/// archive will see it, with the type and charset that the server declared; nothing where it answered with none.
pub fn answered(block: &[u8], limit: u64) -> Result<Option<(Served, Vec<u8>)>, Unreadable> {
    let mut rest = block;
    let head = answer::Head::read(&mut rest).map_err(|error| damaged(&told(&error)))?;
    let Some(head) = head else { return Ok(None) };
    let budget = Budget::new(&Limits::of_documents(limit), block.len() as u64);
    let body = head.body(rest.to_vec(), limit, &budget)?;
    let (media_type, charset) = answer::declared(head.content_type.as_deref());
    Ok(Some((Served { media_type, charset, ..Served::default() }, body)))
}

fn damaged(what: &str) -> Unreadable {
    Unreadable::new(Reason::Damaged, format!("{what}: fetch it again"))
}
