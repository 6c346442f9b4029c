//! The progress on stderr: how far, how fast, how long yet, and what came out. Gone when stderr is no terminal.

use gongkai::verify::Verdict;
use gongkai::write::record::word;
use gongkai::write::run::Counts;
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

/// The line that moves.
pub(crate) struct Progress {
    bar: ProgressBar,
}

/// How often the line moves by itself, so that a slow document does not look like a dead program.
const TICK: Duration = Duration::from_millis(250);

impl Progress {
    /// Shows progress over so many documents, unless told to be quiet.
    pub(crate) fn new(documents: usize, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
        let template = "{bar:20} {pos}/{len} documents, {per_sec}, {eta} left, {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Self { bar }
    }

    /// One document further.
    pub(crate) fn step(&self, counts: &Counts) {
        if !self.bar.is_hidden() {
            let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
            let mut message = format!("{}/s", HumanBytes((counts.bytes as f64 / seconds) as u64));
            let verdicts = [Verdict::Clean, Verdict::PublisherInconsistent, Verdict::NeedsReview, Verdict::Unreadable];
            for verdict in verdicts.map(|v| word(&v)) {
                if let Some(n) = counts.verdicts.get(&verdict) {
                    let _ = write!(message, " · {n} {verdict}");
                }
            }
            self.bar.set_message(message);
        }
        self.bar.inc(1);
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
