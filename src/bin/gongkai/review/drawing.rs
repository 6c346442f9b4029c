//! Documents drawn by a child of this program, and what was drawn kept for a while.

use super::drawer::{Head, Task};
use crate::errand::{self, Silence};
use crate::isolate::{Limits, Question};
use gongkai::ReadTwice;
use gongkai::acquire::Document;
use std::collections::VecDeque;
use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// What drawing one page may take. A page of a report takes a tenth of a second.
const LIMITS: Limits = Limits { seconds: 30, memory: 1 << 30 };

/// How long a person is let wait, on a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// The largest answer: a picture of sixteen million pixels, or the largest page.
const ANSWER: u64 = 96 << 20;

/// Bytes of what was drawn that are kept.
const KEPT: usize = 128 << 20;

/// What was drawn: its head, and the picture or HTML.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
}

/// The drawing room: so many children at a time as there are cores, and what they drew.
pub(super) struct Room {
    kept: Mutex<Kept>,
    free: Mutex<usize>,
    left: Condvar,
}

/// What is kept, the last that was asked for at the end.
#[derive(Default)]
struct Kept {
    bytes: usize,
    drawn: VecDeque<(String, Arc<Drawn>)>,
}

impl Room {
    /// An empty room.
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { kept: Mutex::default(), free: Mutex::new(cores), left: Condvar::new() }
    }

    /// What a task makes of a document, which is fetched only when it was not drawn lately.
    pub(super) fn draw(
        &self,
        id: &str,
        task: &Task,
        document: impl FnOnce() -> Result<Document, String>,
    ) -> Result<Arc<Drawn>, String> {
        let key = format!("{id} {}", serde_json::to_string(task).map_err(|error| error.to_string())?);
        if let Some(drawn) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(drawn);
        }
        let document = document()?;
        let place = Place::take(self);
        let drawn = Arc::new(ask(task, &document)?);
        drop(place);
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(key, Arc::clone(&drawn));
        Ok(drawn)
    }
}

/// A place in the room, left when it is dropped.
struct Place<'r>(&'r Room);

impl<'r> Place<'r> {
    fn take(room: &'r Room) -> Self {
        let free = room.free.lock().unwrap_or_else(PoisonError::into_inner);
        *room.left.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner) -= 1;
        Self(room)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.left.notify_one();
    }
}

impl Kept {
    fn get(&mut self, key: &str) -> Option<Arc<Drawn>> {
        let at = self.drawn.iter().position(|(kept, _)| kept == key)?;
        let kept = self.drawn.remove(at)?;
        let drawn = Arc::clone(&kept.1);
        self.drawn.push_back(kept);
        Some(drawn)
    }

    fn put(&mut self, key: String, drawn: Arc<Drawn>) {
        self.bytes += drawn.body.len();
        self.drawn.push_back((key, drawn));
        while self.bytes > KEPT
            && let Some((_, old)) = self.drawn.pop_front()
        {
            self.bytes -= old.body.len();
        }
    }
}

fn ask(task: &Task, document: &Document) -> Result<Drawn, String> {
    let program = std::env::current_exe().map_err(|error| format!("this program was not found again: {error}"))?;
    let mut command = Command::new(program);
    let (seconds, memory) = (LIMITS.seconds.to_string(), LIMITS.memory.to_string());
    command.args(["draw-for-parent", "--seconds", &seconds, "--memory", &memory]);
    let mut head = serde_json::to_vec(task).map_err(|error| error.to_string())?;
    head.push(b'\n');
    let answer = errand::run(
        &mut command,
        |to| {
            to.write_all(&head)?;
            Question::send(document, ReadTwice::Unclean, to)
        },
        DEADLINE,
        ANSWER,
    );
    let answer = answer.map_err(|silence| match silence {
        Silence::NotBegun(error) => format!("drawing it could not be begun: {error}"),
        Silence::TooLong => "drawing it took too long".to_owned(),
        Silence::TooMuch => "what was drawn is too large to be shown".to_owned(),
        Silence::BrokenOff => "drawing it took too much time or memory, or failed".to_owned(),
    })?;
    let end = answer.iter().position(|byte| *byte == b'\n').ok_or("drawing it broke off")?;
    let head = serde_json::from_slice(&answer[..end]).map_err(|_| "drawing it broke off")?;
    match head {
        Head::Failed(why) => Err(why),
        head => Ok(Drawn { head, body: answer[end + 1..].to_vec() }),
    }
}
