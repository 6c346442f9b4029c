//! Documents converted in a child process of this same program, where their faults hurt nobody.
//!
//! A decoder may hang, abort, overflow its stack or swell; `catch_unwind` stops none of these. So a thread of the pool owns
//! a [`Worker`]: a child that is kept from document to document, within limits on processor time and memory. Where it dies,
//! the document that killed it is `timeout`, `memory` or `crashed`, and the next one gets a new child. What died in a child
//! that had read other documents before is tried once more in a fresh one, so that what comes out of a document does not
//! depend on its company.

pub(crate) mod child;
mod rehearsal;
mod wire;

pub(crate) use wire::Question;

use crate::failure::Failure;
use gongkai::ReadTwice;
use gongkai::acquire::Document;
use gongkai::finding::{Reason, Unreadable};
use gongkai::write::brief::Brief;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Documents that a child reads before it is let go: memory that an allocator does not give back, and caches that only grow,
/// end with it. Starting one takes a few milliseconds.
const DOCUMENTS: u32 = 2_000;

/// Addresses that a child needs before it has read anything: the program, its libraries and threads, beside its stack.
const BASE: u64 = 512 << 20;

/// A child that is waiting for something uses no processor time. It is given so many times the limit, and some seconds for
/// a busy machine.
const WAITS: u32 = 4;
const GRACE: Duration = Duration::from_secs(30);

/// Bytes that a child may write to a file, which is what it says while it dies.
#[cfg(unix)]
const SAID: u64 = 1 << 20;

/// What one document may take; a child is told it by its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub(crate) struct Limits {
    /// Seconds of a processor.
    #[arg(long)]
    pub(crate) seconds: u64,
    /// Bytes.
    #[arg(long)]
    pub(crate) memory: u64,
}

impl Limits {
    fn deadline(self) -> Duration {
        Duration::from_secs(self.seconds).saturating_mul(WAITS).saturating_add(GRACE)
    }

    /// In a child that has one task: limits its memory and its time.
    pub(crate) fn bound(self) {
        self.bound_memory();
        self.bound_time();
    }

    /// In the child: limits its memory, what it says, and the core file it would leave. A system that refuses leaves the
    /// deadline.
    #[cfg(unix)]
    fn bound_memory(self) {
        use rlimit::Resource;
        let addresses = self.memory.saturating_add(child::STACK as u64).saturating_add(BASE);
        for (resource, limit) in [(Resource::AS, addresses), (Resource::FSIZE, SAID), (Resource::CORE, 0)] {
            let _ = rlimit::setrlimit(resource, limit, limit);
        }
    }

    #[cfg(not(unix))]
    fn bound_memory(self) {}

    /// In the child: gives the next document its time. The system kills who has used it up, however busy the machine is.
    #[cfg(unix)]
    fn bound_time(self) {
        use rustix::time::{ClockId, clock_gettime};
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec as u64 + 1;
        if let Ok((_, hard)) = rlimit::getrlimit(rlimit::Resource::CPU) {
            let soft = used.saturating_add(self.seconds).min(hard);
            let _ = rlimit::setrlimit(rlimit::Resource::CPU, soft, hard);
        }
    }

    #[cfg(not(unix))]
    fn bound_time(self) {}
}

/// A thread's child, begun when it is needed.
pub(crate) struct Worker {
    limits: Limits,
    running: Option<Running>,
}

/// A record's brief and line, or why there is none.
pub(crate) type Answer = Result<(Brief, Vec<u8>), Unreadable>;

impl Worker {
    /// A worker whose child keeps to the limits.
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, running: None }
    }

    /// Has a document converted.
    pub(crate) fn convert(&mut self, document: &Document, which: ReadTwice) -> Result<Answer, Failure> {
        let was_fresh = self.running.as_ref().is_none_or(|running| running.read == 0);
        let answer = self.ask(document, which)?;
        let again = answer.as_ref().is_err_and(|why| why.reason != Reason::Timeout) && !was_fresh;
        if again { self.ask(document, which) } else { Ok(answer) }
    }

    fn ask(&mut self, document: &Document, which: ReadTwice) -> Result<Answer, Failure> {
        if self.running.as_ref().is_some_and(|running| running.read >= DOCUMENTS) {
            self.running = None;
        }
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(Running::start(self.limits).map_err(|error| {
                Failure::new(format!(
                    "a process to read documents in could not be started ({error}): see to the machine's limits, then run the same command again"
                ))
            })?),
        };
        let answer = running.ask(document, which, self.limits.deadline());
        Ok(answer.map_err(|silence| {
            let why = self.running.take().map(|running| running.die(silence, self.limits));
            why.unwrap_or_else(|| Unreadable::new(Reason::Crashed, "the process that read it was lost"))
        }))
    }
}

/// Why a child did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It ended, or said what nobody understands.
    Ended,
    /// It took too long.
    TooLong,
}

struct Running {
    child: Child,
    to: BufWriter<ChildStdin>,
    answers: Receiver<io::Result<Option<wire::Made>>>,
    said: File,
    read: u32,
}

/// Stack of the thread that takes answers, which parse flat JSON.
const LISTENER: usize = 1 << 20;

/// Bytes of a pipe that are given or taken at a time.
const BUFFER: usize = 1 << 18;

impl Running {
    fn start(limits: Limits) -> io::Result<Self> {
        let said = tempfile::tempfile()?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("convert-for-parent")
            .args(["--seconds", &limits.seconds.to_string(), "--memory", &limits.memory.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(said.try_clone()?)
            .spawn()?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (tell, answers) = mpsc::channel();
        // It ends with the child, whose end of the pipe closes.
        thread::Builder::new().stack_size(LISTENER).spawn(move || {
            let mut from = BufReader::with_capacity(BUFFER, from);
            loop {
                let answer = wire::answered(&mut from);
                let is_last = !matches!(answer, Ok(Some(_)));
                if tell.send(answer).is_err() || is_last {
                    break;
                }
            }
        })?;
        Ok(Self { child, to: BufWriter::with_capacity(BUFFER, to), answers, said, read: 0 })
    }

    fn ask(&mut self, document: &Document, which: ReadTwice, deadline: Duration) -> Result<(Brief, Vec<u8>), Silence> {
        self.read += 1;
        Question::send(document, which, &mut self.to).map_err(|_| Silence::Ended)?;
        match self.answers.recv_timeout(deadline) {
            Ok(Ok(Some(answer))) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TooLong),
            _ => Err(Silence::Ended),
        }
    }

    /// Ends a child that did not answer, and tells why.
    fn die(mut self, silence: Silence, limits: Limits) -> Unreadable {
        if silence == Silence::TooLong {
            let _ = self.child.kill();
        }
        let status = ended(&mut self.child);
        let mut said = Vec::new();
        let read = self.said.seek(SeekFrom::Start(0)).and_then(|_| (&self.said).take(SAID).read_to_end(&mut said));
        let said = if read.is_ok() { String::from_utf8_lossy(&said).into_owned() } else { String::new() };
        explain(silence, status, &said, limits)
    }
}

/// How a child ended. One that closed its pipe without ending would be waited for in vain.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..LOOKS {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(LOOK);
    }
    let _ = child.kill();
    child.wait().ok()
}

/// How often, and after what time, it is looked whether a dying child has ended. A core file may take its time.
const LOOKS: u32 = 400;
const LOOK: Duration = Duration::from_millis(5);

/// What an end says about the document.
fn explain(silence: Silence, status: Option<ExitStatus>, said: &str, limits: Limits) -> Unreadable {
    let (seconds, memory) = (limits.seconds, crate::size::told(limits.memory));
    let timeout = || {
        Unreadable::new(
            Reason::Timeout,
            format!(
                "reading it took longer than {seconds} s; if it is a report, allow more with --timeout and run again with --retry failed"
            ),
        )
    };
    let memory = || {
        Unreadable::new(
            Reason::Memory,
            format!(
                "reading it took more than {memory} of memory; if it is a report, allow more with --memory and run again with --retry failed"
            ),
        )
    };
    let crashed = |how: &str| {
        Unreadable::new(
            Reason::Crashed,
            format!("reading it ended the process that read it ({how}): please report this with the document"),
        )
    };
    if silence == Silence::TooLong {
        return timeout();
    }
    // What the runtime says of an allocation that failed, and of a stack that ran over, before it aborts.
    if said.contains("memory allocation of") {
        return memory();
    }
    if said.contains("has overflowed its stack") {
        return crashed("its stack ran over");
    }
    match status.map(signal) {
        Some(Some(signal)) if signal == OUT_OF_TIME => timeout(),
        // Nobody here sends it; the system does when it has no memory left.
        Some(Some(signal)) if signal == KILLED => memory(),
        Some(Some(signal)) => crashed(&format!("signal {signal}")),
        Some(None) => crashed(&status.map(|status| status.to_string()).unwrap_or_default()),
        None => crashed("nobody knows how"),
    }
}

/// SIGXCPU: the limit on processor time is used up.
const OUT_OF_TIME: i32 = 24;

/// SIGKILL.
const KILLED: i32 = 9;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

impl Drop for Running {
    fn drop(&mut self) {
        // An idle child ends when its stdin closes; whatever else it does is not worth waiting for.
        let _ = self.to.flush();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
