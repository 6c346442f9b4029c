//! The progress on stderr: how far, how fast, how long yet, and what came out. Gone when stderr is no terminal.

use gongkai::verify::Verdict;
use gongkai::write::record::word;
use gongkai::write::run::Counts;
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
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
        if let Ok(style) = ProgressStyle::with_template("{bar:10} {pos}/{len} {rate} {eta} left {wide_msg}") {
            let rate = |state: &ProgressState, to: &mut dyn Write| {
                let _ = write!(to, "{:.0}/s", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
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
            let mut message = String::new();
            let words = [
                (Verdict::Clean, "clean"),
                (Verdict::PublisherInconsistent, "inconsistent"),
                (Verdict::NeedsReview, "to review"),
                (Verdict::Unreadable, "unreadable"),
            ];
            for (verdict, told) in words {
                if let Some(n) = counts.verdicts.get(&word(&verdict)) {
                    let _ = write!(message, "· {n} {told} ");
                }
            }
            let _ = write!(message, "· {}/s", HumanBytes((counts.bytes as f64 / seconds) as u64));
            self.bar.set_message(message);
        }
        self.bar.inc(1);
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
