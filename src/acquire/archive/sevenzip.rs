//! A 7z → its files, in the order in which they are packed; those without bytes come last.
//!
//! Many files are packed as one block: what breaks a block costs all behind it in that block, each named with the reason,
//! and no other block.

use super::{Done, End, Member, Passage, Seekable, State, Unpacked, told};
use crate::finding::{Reason, Unreadable};
use sevenz_rust2::{Archive, ArchiveEntry, BlockDecoder, Error, Password};
use std::io::{self, Read};

/// What the list of members, or unpacking a block, may hold, in KiB. Packers take windows of 64 MiB at their strongest
/// setting, and 256 MiB where they are told to.
const MEMORY: usize = 320 << 10;

/// The kind of file, where a packer on Unix has written its permissions into the upper half of the attributes.
const UNIX_KIND: u32 = 0o170_000 << 16;
const UNIX_LINK: u32 = 0o120_000 << 16;

/// Passes it.
pub(super) fn pass(passage: &mut Passage, label: &str, mut file: &mut dyn Seekable, depth: u32) -> Done {
    let password = Password::empty();
    let archive = match Archive::read_with_memory_limit(&mut file, &password, MEMORY) {
        Ok(archive) => archive,
        Err(error) => return unlisted(passage, label, &error),
    };
    let size = archive.files.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size()));
    let mut way = Way { passage, label, depth, size: size.max(1), passed: 0, fault: None };
    for block in 0..archive.blocks.len() {
        let decoder = BlockDecoder::new_with_memory_limit(1, MEMORY, block, &archive, &password, &mut file);
        let first = archive.stream_map.block_first_file_index.get(block);
        let is_locked = first.is_some_and(|&first| archive.is_file_encrypted(first));
        way.block(decoder, is_locked)?;
    }
    for (entry, _) in archive.files.iter().zip(&archive.stream_map.file_block_index).filter(|(_, b)| b.is_none()) {
        way.entry(entry, &mut io::empty())?;
    }
    match way.fault {
        Some(why) => passage.broken(label, &why),
        None => Ok(State::Whole),
    }
}

/// An archive whose list of members can't be read.
fn unlisted(passage: &mut Passage, label: &str, error: &Error) -> Done {
    match error {
        Error::PasswordRequired => passage.problem(Member::of(label), super::locked()),
        Error::UnsupportedCompressionMethod(name) if name.contains("AES") => {
            passage.problem(Member::of(label), super::locked())
        }
        error => match refusal(error) {
            Some(problem) => passage.problem(Member::of(label), problem),
            None => passage.broken(label, &words(error)),
        },
    }
}

/// The way through the members.
struct Way<'p, 'w> {
    passage: &'p mut Passage<'w>,
    label: &'p str,
    depth: u32,
    /// What its members are said to unpack to, and those that were passed.
    size: u64,
    passed: u64,
    /// What is wrong behind the last member of a block.
    fault: Option<String>,
}

impl Way<'_, '_> {
    /// What was packed together.
    fn block<R: Read + io::Seek>(&mut self, decoder: BlockDecoder<R>, is_locked: bool) -> Result<(), End> {
        let entries = decoder.entries().to_vec();
        let mut begun = 0;
        let mut done = Ok(State::Whole);
        let ended = decoder.for_each_entries(&mut |entry, reader| {
            begun += 1;
            done = self.entry(entry, reader);
            Ok(done.is_ok())
        });
        let last = done?;
        let Err(error) = ended else { return Ok(()) };
        let rest = entries.get(begun..).unwrap_or_default();
        if rest.is_empty() && last == State::Whole {
            self.fault = Some(words(&error));
        }
        for entry in rest {
            let Some(member) = self.member(entry)? else { continue };
            match refusal(&error) {
                _ if is_locked => self.passage.problem(member, super::locked())?,
                Some(problem) => self.passage.problem(member, problem)?,
                None => self.passage.unread(member, &io::Error::other(words(&error)))?,
            };
        }
        Ok(())
    }

    /// One of them. Its bytes are read to their end even where nobody wants them, for the next one's follow; here and not
    /// by the library, so that they count.
    fn entry(&mut self, entry: &ArchiveEntry, reader: &mut dyn Read) -> Done {
        let member = self.member(entry)?;
        self.passed = self.passed.saturating_add(entry.size());
        if self.depth == 0 {
            let bytes = u128::from(self.passage.opened.bytes) * u128::from(self.passed) / u128::from(self.size);
            self.passage.at.set(u64::try_from(bytes).unwrap_or(u64::MAX));
        }
        let mut reader = Unpacked::new(reader, &self.passage.budget);
        let state = match member {
            Some(member) => self.passage.contents(member, &mut reader, self.depth + 1)?,
            None => State::Whole,
        };
        // An error is met again, and told, by whoever reads on.
        let _ = io::copy(&mut reader, &mut io::sink());
        if self.passage.budget.tripped().is_some() { Err(End::Tripped) } else { Ok(state) }
    }

    /// The member that an entry is; nothing for folders, links and what is passed over.
    fn member(&mut self, entry: &ArchiveEntry) -> Result<Option<Member>, End> {
        self.passage.count()?;
        if entry.is_directory() || entry.is_anti_item() {
            return Ok(None);
        }
        if entry.windows_attributes() & UNIX_KIND == UNIX_LINK {
            self.passage.opened.over.links += 1;
            return Ok(None);
        }
        let label = self.passage.label(self.label, entry.name());
        Ok(label.map(|label| Member { label, bytes: Some(entry.size()), served: None }))
    }
}

/// What is not unpacked here.
fn refusal(error: &Error) -> Option<Unreadable> {
    let (reason, why) = match error {
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported => {
            (Reason::UnsupportedType, "it is packed by a method that is not read here".to_owned())
        }
        Error::MaxMemLimited { .. } => (Reason::Memory, format!("it takes more than {} MB to unpack", MEMORY >> 10)),
        _ => return None,
    };
    Some(Unreadable::new(reason, format!("{why}: unpack it, or pack it again as ZIP")))
}

/// What the library says, for a sentence.
fn words(error: &Error) -> String {
    match error {
        Error::Io(error, _) | Error::MaybeBadPassword(error) => told(error),
        Error::Other(what) => what.to_string(),
        Error::ChecksumVerificationFailed | Error::NextHeaderCrcMismatch => "its sum is wrong".to_owned(),
        _ => "its list of members is damaged".to_owned(),
    }
}
