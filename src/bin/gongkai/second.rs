//! The second reading of a PDF, in a child process of this same program, where its faults hurt nobody.
//!
//! The second engine may panic, overflow its stack, or want more time or memory than there is. The parent gives it the
//! bytes on stdin, takes lines as JSON from stdout, and stops it at the deadline. Whatever goes wrong is an answer too: no
//! second reading of this document.

use crate::errand::{self, Silence};
use crate::failure::Failure;
use gongkai::acquire::Document;
use gongkai::decode::{self, Line};
use gongkai::finding::{Reason, Unreadable};
use std::io::{self, Read, Write};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

/// How long a second reading may take. A report has some ten pages, which take a second at most; what takes longer is stuck.
const DEADLINE: Duration = Duration::from_secs(15);

/// Bytes of text it may give. The longest known report has 200 KB of it.
const OUTPUT: u64 = 16 << 20;

/// Addresses it may take, its stack and the program itself included.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;

/// Stack of the thread that reads, in the child.
const STACK: usize = 256 << 20;

/// Read a PDF from stdin a second way, and print its lines as JSON
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// The child's side.
pub(crate) fn run(_: &Args) -> Result<ExitCode, Failure> {
    bound();
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let reader = thread::Builder::new().stack_size(STACK).spawn(move || decode::second::read(&bytes))?;
    let Ok(Ok(lines)) = reader.join() else { return Ok(ExitCode::FAILURE) };
    let lines: Vec<(u32, String)> = lines.into_iter().map(|line| (line.number, line.text)).collect();
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &lines)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Limits of the child: memory, processor time, and no core file when it dies of them. A system that refuses them leaves
/// the deadline.
#[cfg(unix)]
fn bound() {
    use rlimit::Resource;
    let seconds = DEADLINE.as_secs();
    for (resource, limit) in [(Resource::AS, MEMORY), (Resource::CPU, seconds), (Resource::CORE, 0)] {
        let _ = rlimit::setrlimit(resource, limit, limit);
    }
}

#[cfg(not(unix))]
fn bound() {}

/// The parent's side: a second reading as the library wants it.
pub(crate) fn reading() -> impl Fn(&Document) -> Result<Vec<Line>, Unreadable> + Sync {
    let program = std::env::current_exe();
    move |document| {
        let program =
            program.as_ref().map_err(|e| none(Reason::Damaged, &format!("the program was not found: {e}")))?;
        ask(Command::new(program).arg("second-reading"), &document.bytes, DEADLINE, OUTPUT)
    }
}

fn ask(command: &mut Command, bytes: &[u8], deadline: Duration, output: u64) -> Result<Vec<Line>, Unreadable> {
    let text = errand::run(command, errand::bytes(bytes), deadline, output).map_err(|silence| match silence {
        Silence::NotBegun(error) => none(Reason::Damaged, &format!("it could not be started: {error}")),
        Silence::TooLong => none(Reason::Timeout, "it took too long"),
        Silence::TooMuch => none(Reason::Memory, "it gave too much text"),
        Silence::BrokenOff => none(Reason::Damaged, "it gave up"),
    })?;
    let lines: Vec<(u32, String)> =
        serde_json::from_slice(&text).map_err(|_| none(Reason::Damaged, "it broke off within its answer"))?;
    Ok(lines.into_iter().map(|(number, text)| Line { number, text }).collect())
}

fn none(reason: Reason, why: &str) -> Unreadable {
    Unreadable::new(reason, format!("there is no second reading: {why}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Command, Duration, Reason, ask};

    fn sh(script: &str, bytes: &[u8], output: u64) -> Result<Vec<gongkai::decode::Line>, Reason> {
        let mut command = Command::new("sh");
        ask(command.arg("-c").arg(script), bytes, Duration::from_millis(500), output).map_err(|why| why.reason)
    }

    #[test]
    fn lines_come_back() {
        let lines = sh(r#"cat >/dev/null; echo '[[1,"一"],[3,"三"]]'"#, &vec![0; 1 << 20], 100).unwrap();
        assert_eq!((lines[1].number, lines[1].text.as_str()), (3, "三"));
    }

    #[test]
    fn whatever_goes_wrong_is_an_answer() {
        assert_eq!(sh("kill -SEGV $$", &vec![0; 1 << 20], 100), Err(Reason::Damaged));
        assert_eq!(sh("exec sleep 60", b"", 100), Err(Reason::Timeout));
        assert_eq!(sh("exec yes", b"", 100), Err(Reason::Memory));
        assert_eq!(sh("echo '[[1,'", b"", 100), Err(Reason::Damaged));
    }
}
