//! The progress on stderr: how far, how fast, how long yet, and what came out. Gone when stderr is no terminal.

use gongkai::verify::Verdict;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// The line that moves: bytes of the inputs, because how many documents archives hold is not known before they end.
pub(crate) struct Progress {
    bar: ProgressBar,
    counts: BTreeMap<Verdict, u64>,
    documents: u64,
    known: u64,
}

/// How often the line moves by itself, so that a slow document does not look like a dead program.
const TICK: Duration = Duration::from_millis(250);

impl Progress {
    /// Shows progress over so many bytes, unless told to be quiet.
    pub(crate) fn new(bytes: u64, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(bytes), target);
        let rate = |state: &ProgressState, to: &mut dyn Write| {
            let _ = write!(to, "{}/s", indicatif::HumanBytes(state.per_sec() as u64));
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:10} {bytes}/{total_bytes} {rate} {eta} left {wide_msg}") {
            bar.set_style(style.with_key("rate", rate));
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Self { bar, counts: BTreeMap::new(), documents: 0, known: 0 }
    }

    /// One document further, which came out so, in this run or in an earlier one (`known`); so many bytes are behind.
    pub(crate) fn step(&mut self, verdict: Option<Verdict>, known: bool, passed: u64) {
        self.documents += 1;
        self.known += u64::from(known);
        if let Some(verdict) = verdict {
            *self.counts.entry(verdict).or_default() += 1;
        }
        if !self.bar.is_hidden() {
            self.bar.set_message(self.message());
        }
        self.bar.set_position(self.bar.position().max(passed));
    }

    fn message(&self) -> String {
        let mut message = format!("· {} documents ", HumanCount(self.documents));
        let words = [
            (Verdict::Clean, "clean"),
            (Verdict::PublisherInconsistent, "inconsistent"),
            (Verdict::NeedsReview, "to review"),
            (Verdict::Unreadable, "unreadable"),
        ];
        for (verdict, told) in words {
            if let Some(n) = self.counts.get(&verdict) {
                let _ = write!(message, "· {} {told} ", HumanCount(*n));
            }
        }
        if self.known > 0 {
            let _ = write!(message, "· {} known ", HumanCount(self.known));
        }
        message
    }

    /// Everything is read; what follows is told by a line of its own.
    pub(crate) fn closing(&self, doing: &'static str, documents: usize) {
        if let Ok(style) = ProgressStyle::with_template("{bar:10} {wide_msg} {human_pos}/{human_len} documents") {
            self.bar.set_style(style);
        }
        self.bar.set_message(doing);
        self.bar.set_length(documents as u64);
        self.bar.set_position(0);
    }

    /// So many documents of the closing done.
    pub(crate) fn closed(&self, documents: u64) {
        self.bar.inc(documents);
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// The line that moves while a dataset is loaded.
pub(crate) struct Loading(ProgressBar);

impl Loading {
    /// Shows progress over so many documents, unless told to be quiet.
    pub(crate) fn new(documents: u64, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(documents), target);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:10} {human_pos}/{human_len} documents {per_sec} {eta} left")
        {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Self(bar)
    }

    /// So many documents further.
    pub(crate) fn step(&self, documents: u64) {
        self.0.inc(documents);
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
