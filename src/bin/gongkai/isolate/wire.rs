//! What parent and child say to each other: a head as one line of JSON, then the bytes that it announces.

use gongkai::ReadTwice;
use gongkai::acquire::{Document, MediaType, Served};
use gongkai::finding::{Reason, Unreadable};
use gongkai::write::brief::Brief;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

/// The longest head. A brief names an agency, a form and some finding codes.
const HEAD: u64 = 1 << 20;

/// The longest line of a record that is taken from a child. The longest known report makes 300 KB.
const LINE: u64 = 256 << 20;

/// What the parent asks: convert these bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Question {
    id: String,
    source: String,
    media_type: MediaType,
    bytes: u64,
    rendition: Option<Result<u64, (Reason, String)>>,
    served: Option<Served>,
    read_all_twice: bool,
}

impl Question {
    /// Puts a question.
    pub(crate) fn send(document: &Document, which: ReadTwice, to: &mut impl Write) -> io::Result<()> {
        let rendition = document.rendition.as_ref().map(|made| match made {
            Ok(bytes) => Ok(bytes.len() as u64),
            Err(why) => Err((why.reason, why.message.clone())),
        });
        let question = Self {
            id: document.id.clone(),
            source: document.source.clone(),
            media_type: document.media_type,
            bytes: document.bytes.len() as u64,
            rendition,
            served: document.served.clone(),
            read_all_twice: which == ReadTwice::All,
        };
        head(&question, to)?;
        to.write_all(&document.bytes)?;
        if let Some(Ok(rendition)) = &document.rendition {
            to.write_all(rendition)?;
        }
        to.flush()
    }

    /// Takes the next question; none when the parent has gone.
    pub(crate) fn receive(from: &mut impl BufRead) -> io::Result<Option<(Document, ReadTwice)>> {
        let Some(question) = told::<Self>(from)? else { return Ok(None) };
        let bytes = exactly(question.bytes, from)?;
        let rendition = match question.rendition {
            Some(Ok(length)) => Some(Ok(exactly(length, from)?)),
            Some(Err((reason, message))) => Some(Err(Unreadable::new(reason, message))),
            None => None,
        };
        let document = Document {
            id: question.id,
            source: question.source,
            media_type: question.media_type,
            bytes,
            rendition,
            served: question.served,
        };
        Ok(Some((document, if question.read_all_twice { ReadTwice::All } else { ReadTwice::Unclean })))
    }
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    brief: Brief,
    bytes: u64,
}

/// A record's brief and line.
pub(super) type Made = (Brief, Vec<u8>);

/// Gives an answer: a record's brief and line.
pub(super) fn answer(brief: Brief, line: &[u8], to: &mut impl Write) -> io::Result<()> {
    head(&Answer { brief, bytes: line.len() as u64 }, to)?;
    to.write_all(line)?;
    to.flush()
}

/// Takes an answer; none when the child has gone.
pub(super) fn answered(from: &mut impl BufRead) -> io::Result<Option<Made>> {
    let Some(Answer { brief, bytes }) = told(from)? else { return Ok(None) };
    if bytes > LINE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some((brief, exactly(bytes, from)?)))
}

fn head(head: &impl Serialize, to: &mut impl Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(head)?;
    line.push(b'\n');
    to.write_all(&line)
}

fn told<T: for<'a> Deserialize<'a>>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    if from.take(HEAD).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

fn exactly(length: u64, from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if from.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Question, answer, answered};
    use gongkai::ReadTwice;
    use gongkai::acquire::{Document, MediaType};
    use gongkai::finding::{Reason, Unreadable};

    fn document(rendition: Option<Result<Vec<u8>, Unreadable>>) -> Document {
        let (id, source) = ("sha256:1".to_owned(), "a\nb".to_owned());
        Document { id, source, media_type: MediaType::Doc, bytes: b"\n{}\n".to_vec(), rendition, served: None }
    }

    #[test]
    fn a_question_arrives_as_it_was_put() {
        let refused = Unreadable::new(Reason::Damaged, "it is cut short");
        for rendition in [None, Some(Ok(b"12".to_vec())), Some(Err(refused))] {
            let mut sent = Vec::new();
            let put = document(rendition);
            Question::send(&put, ReadTwice::All, &mut sent).unwrap();
            Question::send(&put, ReadTwice::Unclean, &mut sent).unwrap();
            let mut from = sent.as_slice();
            for which in [ReadTwice::All, ReadTwice::Unclean] {
                let (came, asked) = Question::receive(&mut from).unwrap().unwrap();
                assert_eq!((came.id, came.source, came.bytes), (put.id.clone(), put.source.clone(), put.bytes.clone()));
                assert_eq!((came.rendition, asked), (put.rendition.clone(), which));
            }
            assert!(Question::receive(&mut from).unwrap().is_none());
        }
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        let line = br#"{"document":{"id":"a"},"verdict":"clean","findings":[],"parser":{"version":"1"}}"#;
        let brief = gongkai::write::brief::Brief::read(line).unwrap();
        let mut sent = Vec::new();
        answer(brief.clone(), line, &mut sent).unwrap();
        assert_eq!(answered(&mut sent.as_slice()).unwrap(), Some((brief, line.to_vec())));
        assert!((1..sent.len()).all(|end| answered(&mut &sent[..end]).is_err()));
    }
}
