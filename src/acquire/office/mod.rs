//! Documents of old or foreign office formats → the same as Word files or XLSX workbooks, written again by LibreOffice, if
//! it is there.
//!
//! LibreOffice starts slowly and goes on quickly, so it is given many documents at once. It may crash, hang or give up on
//! any of them; then the first that is missing is tried alone and the rest anew, so that a bad document costs itself only,
//! and what comes out of a document does not depend on its company. The bytes as found stay the document; what is made here is a further input.

mod refusal;

pub use refusal::refusal;

use super::{Document, MediaType};
use crate::finding::{Reason, Unreadable};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What to do where no LibreOffice is found.
pub const HOW_TO_INSTALL: &str = "reading it takes LibreOffice, which was not found: install it (Debian and Ubuntu: apt-get install libreoffice-writer libreoffice-calc; \
     Fedora: dnf install libreoffice-writer libreoffice-calc; macOS: brew install --cask libreoffice), and convert again";

/// The names it is found under on the path.
const NAMES: [&str; 2] = ["soffice", "libreoffice"];

/// Where it is on a Mac, which has it on no path.
const ON_A_MAC: &str = "/Applications/LibreOffice.app/Contents/MacOS/soffice";

/// Time for starting, and for each document. A start on a cold and busy machine takes some ten seconds, a report half a
/// second.
const START: Duration = Duration::from_mins(1);
const EACH: Duration = Duration::from_secs(10);

/// How often it is looked whether the program has ended.
const LOOK: Duration = Duration::from_millis(20);

/// The largest file taken back. A report has some 100 KB; pictures in it may make it ten times its source.
const OUTPUT: u64 = 256 << 20;

/// Settings for a document from nowhere: no macros, nothing fetched that it links to, nothing calculated anew (which it
/// does all the same with workbooks of the old Excel format).
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"#;

/// Whether a document of this type is read by what LibreOffice makes of it.
pub fn is_wanted(media_type: MediaType) -> bool {
    extension(media_type).is_some()
}

fn extension(media_type: MediaType) -> Option<&'static str> {
    match media_type {
        MediaType::Doc => Some("doc"),
        MediaType::Rtf => Some("rtf"),
        MediaType::Odt => Some("odt"),
        MediaType::Xls => Some("xls"),
        MediaType::Ods => Some("ods"),
        _ => None,
    }
}

/// What is written: one run of the program writes one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Book,
}

impl Kind {
    fn of(document: &Document) -> Self {
        if matches!(document.media_type, MediaType::Xls | MediaType::Ods) { Self::Book } else { Self::Word }
    }

    /// The file's extension, and the filter that writes it.
    fn output(self) -> (&'static str, &'static str) {
        match self {
            Self::Word => ("docx", "docx:MS Word 2007 XML"),
            Self::Book => ("xlsx", "xlsx:Calc MS Excel 2007 XML"),
        }
    }

    /// The library of the component that does it.
    fn library(self) -> &'static str {
        match self {
            Self::Word => "libswlo.",
            Self::Book => "libsclo.",
        }
    }
}

/// The program.
#[derive(Debug, Clone)]
pub struct Office {
    program: PathBuf,
    start: Duration,
}

impl Office {
    /// Finds it on the path.
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let on_path = std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
        let program = on_path.chain([PathBuf::from(ON_A_MAC)]).find(|program| program.is_file())?;
        Some(Self { program, start: START })
    }

    /// Whether the component for a kind is not installed, as far as the program's folder tells: the other one is there.
    fn lacks(&self, kind: Kind) -> bool {
        let folder = fs::canonicalize(&self.program).ok().and_then(|program| Some(program.parent()?.to_owned()));
        let names = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
        let names: Vec<_> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let has = |kind: Kind| names.iter().any(|name| name.starts_with(kind.library()));
        !has(kind) && (has(Kind::Word) || has(Kind::Book))
    }

    /// Has documents written again as Word files or workbooks, in their order.
    pub fn write_again(&self, documents: &[&Document]) -> Vec<Result<Vec<u8>, Unreadable>> {
        let mut made: Vec<Option<Result<Vec<u8>, Unreadable>>> = vec![None; documents.len()];
        let mut waiting = Vec::new();
        for kind in [Kind::Word, Kind::Book] {
            let batch: Vec<usize> = (0..documents.len()).filter(|&i| Kind::of(documents[i]) == kind).collect();
            if !batch.is_empty() && self.lacks(kind) {
                let why = Unreadable::new(Reason::UnsupportedType, HOW_TO_INSTALL);
                for i in batch {
                    made[i] = Some(Err(why.clone()));
                }
            } else if !batch.is_empty() {
                waiting.push(batch);
            }
        }
        while let Some(batch) = waiting.pop() {
            let given: Vec<&Document> = batch.iter().map(|&i| documents[i]).collect();
            match self.ask(&given) {
                Ok((outputs, ended)) => {
                    let mut left = Vec::new();
                    for (&i, output) in batch.iter().zip(outputs) {
                        match output {
                            Some(output) => made[i] = Some(output),
                            None => left.push(i),
                        }
                    }
                    if batch.len() == 1 {
                        for i in left {
                            made[i] = Some(Err(gave_nothing(ended)));
                        }
                    } else if !left.is_empty() {
                        // It goes from one to the next: the first one missing is where it stuck.
                        let rest = left.split_off(1);
                        waiting.extend([rest, left].into_iter().filter(|batch| !batch.is_empty()));
                    }
                }
                Err(error) => {
                    let why = Unreadable::new(
                        Reason::UnsupportedType,
                        format!(
                            "LibreOffice could not be run to read it ({error}): see whether soffice --version works"
                        ),
                    );
                    for i in batch {
                        made[i] = Some(Err(why.clone()));
                    }
                }
            }
        }
        made.into_iter().map(|output| output.unwrap_or_else(|| Err(gave_nothing(Ended::ByItself)))).collect()
    }

    /// Runs it once; for each document, what it made of it.
    #[expect(clippy::type_complexity, reason = "a document may be made, refused or left out, and the run may fail")]
    fn ask(&self, documents: &[&Document]) -> io::Result<(Vec<Option<Result<Vec<u8>, Unreadable>>>, Ended)> {
        let folder = tempfile::Builder::new().prefix("gongkai-office-").tempdir()?;
        let (extension_made, filter) = documents.first().map_or(Kind::Word, |first| Kind::of(first)).output();
        let (profile, output) = (folder.path().join("profile"), folder.path().join("out"));
        fs::create_dir_all(profile.join("user"))?;
        fs::create_dir(&output)?;
        fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS)?;
        let mut inputs = Vec::new();
        for (i, document) in documents.iter().enumerate() {
            let input = folder.path().join(format!("{i}.{}", extension(document.media_type).unwrap_or("doc")));
            fs::write(&input, &document.bytes)?;
            inputs.push(input);
        }
        let mut command = Command::new(&self.program);
        command
            .arg(format!("-env:UserInstallation={}", address(&profile)))
            .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", filter, "--outdir"])
            .arg(&output)
            .args(&inputs)
            .current_dir(folder.path())
            .env("HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let ended = run(&mut command, self.start + EACH * documents.len() as u32)?;
        let made = (0..documents.len()).map(|i| taken(&output.join(format!("{i}.{extension_made}")))).collect();
        Ok((made, ended))
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    ByItself,
    AtTheDeadline,
}

fn gave_nothing(ended: Ended) -> Unreadable {
    match ended {
        Ended::ByItself => Unreadable::new(
            Reason::Damaged,
            "LibreOffice, asked to read it, could not: open it in the program that wrote it, and save it again",
        ),
        Ended::AtTheDeadline => Unreadable::new(
            Reason::Timeout,
            "LibreOffice, asked to read it, did not come to an end: open it in the program that wrote it, and save it again",
        ),
    }
}

/// What was made of a document, if anything; a file that is still being written is broken, and its decoder says so.
fn taken(path: &Path) -> Option<Result<Vec<u8>, Unreadable>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(OUTPUT + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > OUTPUT {
        let message = format!("written again by LibreOffice it has more than {} MB, which is the limit", OUTPUT >> 20);
        return Some(Err(Unreadable::new(Reason::Memory, message)));
    }
    // The archive's list comes last: without it the file was not finished.
    (!bytes.is_empty() && zip::ZipArchive::new(Cursor::new(&bytes)).is_ok()).then_some(Ok(bytes))
}

/// A path as the address of a file.
fn address(path: &Path) -> String {
    use std::fmt::Write;
    let mut address = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => address.push(*byte as char),
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

/// Runs a program until it ends or its time is over; then all that it has started goes with it.
fn run(command: &mut Command, time: Duration) -> io::Result<Ended> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn()?;
    let deadline = Instant::now() + time;
    let ended = loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
            Ok(None) => break Ended::AtTheDeadline,
            Ok(Some(_)) | Err(_) => break Ended::ByItself,
        }
    };
    // Also after an end by itself: the script that starts it may have been outlived by what it started.
    kill(&mut child);
    let _ = child.wait();
    Ok(ended)
}

#[cfg(unix)]
fn kill(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
}

#[cfg(not(unix))]
fn kill(child: &mut Child) {
    let _ = child.kill();
}

/// Whether a file's beginning may be that of a document to be written again: cheap, for telling which of many to read.
pub fn may_be_wanted(path: &Path) -> bool {
    const STARTS: [&[u8]; 4] = [b"\xD0\xCF\x11\xE0", b"{\\rt", b"PK\x03\x04", b"\xEF\xBB\xBF{"];
    let mut start = [0; 4];
    let by_content =
        File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| STARTS.contains(&&start[..]));
    // Files of today's Word and Excel are ZIP files too, and need no other program.
    let is_of_today = |e: &str| ["docx", "xlsx"].iter().any(|today| e.eq_ignore_ascii_case(today));
    by_content && !path.extension().and_then(OsStr::to_str).is_some_and(is_of_today)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A stand-in for LibreOffice: `each` is run for each input, whose content is in `$text` and its output in `$to`.
    fn office(each: &str) -> (tempfile::TempDir, Office) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("soffice");
        let script = format!(
            "#!/bin/sh\nwhile [ \"$1\" != --outdir ]; do shift; done; out=$2; shift 2\nfor f; do text=$(cat $f); \
             to=$out/$(basename $f .rtf).docx; {each}\ndone\n"
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        (folder, Office { program, start: Duration::from_millis(300) })
    }

    fn document(text: &str) -> Document {
        Document {
            id: String::new(),
            source: String::new(),
            media_type: MediaType::Rtf,
            bytes: text.into(),
            rendition: None,
            served: None,
        }
    }

    fn outcome(office: &Office, texts: &[&str]) -> Vec<Option<Reason>> {
        let documents: Vec<Document> = texts.iter().map(|text| document(text)).collect();
        let made = office.write_again(&documents.iter().collect::<Vec<_>>());
        made.into_iter().map(|m| m.err().map(|why| why.reason)).collect()
    }

    /// The end of an empty archive, which is all that a finished file needs here.
    const MAKE: &str =
        r"printf 'PK\005\006\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000' > $to";

    #[test]
    fn a_document_that_is_refused_costs_itself_only() {
        let (_folder, office) = office(&format!("[ $text = bad ] || {MAKE}"));
        let damaged = Some(Reason::Damaged);
        assert_eq!(outcome(&office, &["1", "bad", "2", "bad", "3"]), [None, damaged, None, damaged, None]);
        assert_eq!(outcome(&office, &[]), []);
    }

    #[test]
    fn a_document_that_crashes_it_costs_itself_only() {
        let (_folder, office) = office(&format!("[ $text = bad ] && kill -9 $$; {MAKE}"));
        assert_eq!(outcome(&office, &["1", "bad", "2"]), [None, Some(Reason::Damaged), None]);
    }

    #[test]
    fn what_hangs_is_stopped_with_all_it_started() {
        let (folder, office) = office("sleep 1000 & echo $! > $0.pid; wait");
        let mut command = Command::new(&office.program);
        let ended = run(command.args(["--outdir", "/nowhere", "/dev/null"]), Duration::from_secs(3)).unwrap();
        assert_eq!(ended, Ended::AtTheDeadline);
        let child = fs::read_to_string(folder.path().join("soffice.pid")).unwrap();
        // A killed process is gone once the system gets round to it.
        let is_gone = (0..500).any(|_| {
            let state = fs::read_to_string(format!("/proc/{}/stat", child.trim())).unwrap_or_default();
            thread::sleep(LOOK);
            state.is_empty() || state.contains(") Z")
        });
        assert!(is_gone, "process {} goes on", child.trim());
    }

    #[test]
    fn a_component_that_is_not_installed_is_told() {
        let (folder, office) = office(MAKE);
        fs::write(folder.path().join("libswlo.so"), "").unwrap();
        let book = Document { media_type: MediaType::Ods, ..document("1") };
        let made = office.write_again(&[&book, &document("2")]);
        let reasons = made.iter().map(|m| m.as_ref().err().map(|why| (why.reason, why.message.as_str())));
        assert_eq!(reasons.collect::<Vec<_>>(), [Some((Reason::UnsupportedType, HOW_TO_INSTALL)), None]);
    }

    #[test]
    fn a_program_that_can_not_run_is_told() {
        let office = Office { program: PathBuf::from("/nowhere/soffice"), start: START };
        assert_eq!(outcome(&office, &["1"]), [Some(Reason::UnsupportedType)]);
    }

    #[test]
    fn addresses_of_folders_with_odd_names() {
        assert_eq!(address(Path::new("/tmp/年 1")), "file:///tmp/%E5%B9%B4%201");
    }
}
