//! One question to a child process of this same program, and its answer, within bounds on time and output. What the child
//! does to itself hurt nobody.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Silence {
    /// The child could not be started, or not be talked to.
    NotBegun(io::Error),
    /// It took too long.
    TooLong,
    /// It gave more than was allowed.
    TooMuch,
    /// It broke off.
    BrokenOff,
}

/// Starts a child, puts a question to its stdin, and takes what it writes to stdout until it ends.
pub(crate) fn run(
    command: &mut Command,
    question: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    deadline: Duration,
    output: u64,
) -> Result<Vec<u8>, Silence> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(Silence::NotBegun)?;
    let answer = talk(&mut child, question, deadline, output);
    // Killing a child that has ended does nothing; waiting for one leaves no trace of it in the system.
    let _ = child.kill();
    let ended = child.wait();
    let answer = answer?;
    if !ended.is_ok_and(|status| status.success()) && answer.is_empty() {
        return Err(Silence::BrokenOff);
    }
    Ok(answer)
}

/// Puts the question and takes the answer. The two pipes have a thread each, as the child may fill one while it reads the
/// other; both threads end when the child does.
fn talk(
    child: &mut Child,
    question: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    deadline: Duration,
    output: u64,
) -> Result<Vec<u8>, Silence> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Silence::NotBegun(io::ErrorKind::BrokenPipe.into()));
    };
    thread::scope(|scope| {
        let (done, answer) = mpsc::channel();
        scope.spawn(move || {
            // A child that dies early closes the pipe; its answer tells.
            let _ = question(&mut to);
        });
        scope.spawn(move || {
            let mut bytes = Vec::new();
            let read = from.take(output + 1).read_to_end(&mut bytes);
            let _ = done.send(read.map(|_| bytes));
        });
        let answer = match answer.recv_timeout(deadline) {
            Ok(Ok(bytes)) if bytes.len() as u64 > output => Err(Silence::TooMuch),
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(_)) => Err(Silence::BrokenOff),
            Err(_) => Err(Silence::TooLong),
        };
        if answer.is_err() {
            let _ = child.kill();
        }
        answer
    })
}

/// A question that is only bytes.
pub(crate) fn bytes(bytes: &[u8]) -> impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send {
    move |to| to.write_all(bytes)
}
