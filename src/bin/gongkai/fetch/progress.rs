//! The progress on stderr, and what is said at the end. Gone when stderr is no terminal.

use gongkai::acquire::fetch::crawl::Crawl;
use gongkai::acquire::fetch::tally::{Counts, Tally};
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// How often the line moves by itself.
const TICK: Duration = Duration::from_millis(250);

/// Problems told on the terminal; all of them stand in fetch.json.
const TOLD: usize = 12;

/// The line that moves.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Shows progress, unless told to be quiet.
    pub(super) fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Self(bar)
    }

    /// How far the run is.
    pub(super) fn show(&self, crawl: &Crawl, under_way: u64) {
        if !self.0.is_hidden() {
            let (found, ended) = (crawl.found() as u64, crawl.ended().len() as u64);
            self.0.set_message(format!(
                "· {} addresses found · {} ended · {} under way",
                HumanCount(found),
                HumanCount(ended),
                HumanCount(under_way)
            ));
        }
    }

    /// Takes the line away.
    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}

/// Says what a run came to.
pub(super) fn tell(
    tally: &Tally,
    took: Duration,
    folder: Option<&Path>,
    is_whole: bool,
    to: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        to,
        "{:12} {:>8} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "found", "taken", "unchanged", "moved", "refused", "missing", "barred", "failed"
    )?;
    for (role, counts) in &tally.roles {
        row(role, counts, to)?;
    }
    row("total", &tally.total, to)?;
    for problem in tally.problems.iter().take(TOLD) {
        writeln!(to, "\n{} × {}: {}", problem.count, problem.reason, problem.what_can_be_done)?;
        if let Some(example) = problem.examples.first() {
            writeln!(to, "    {example}")?;
        }
    }
    if tally.problems.len() > TOLD {
        writeln!(to, "\nand {} further problems: see fetch.json", tally.problems.len() - TOLD)?;
    }
    for host in &tally.unverified_hosts {
        writeln!(to, "\nthe certificate of {host} was not verified, because its source says insecure")?;
    }
    for (host, spoken) in &tally.old_tls_hosts {
        writeln!(
            to,
            "\n{host} spoke only an old TLS ({spoken}): what came over it could have been changed on its way"
        )?;
    }
    if !tally.sources_without_reports.is_empty() {
        let count = tally.sources_without_reports.len();
        writeln!(to, "\nno report was found by {count} of the sources, such as {}", tally.sources_without_reports[0])?;
    }
    let Some(folder) = folder.map(Path::display) else {
        let posted = match tally.asked_by_post {
            0 => String::new(),
            count => format!(" (for {count} of their pages, something was posted, as the sources say)"),
        };
        return writeln!(
            to,
            "\nonly lists were fetched{posted}, and nothing was kept; without --dry-run the reports are"
        );
    };
    if is_whole {
        writeln!(to, "\n{} · {folder}: records, fetch.ndjson, fetch.json, coverage.csv", HumanDuration(took))?;
        writeln!(to, "convert it with: gongkai convert {folder} -o DATASET")
    } else {
        writeln!(to, "\nstopped after {}, as asked; the same command goes on", HumanDuration(took))
    }
}

fn row(name: &str, counts: &Counts, to: &mut impl Write) -> io::Result<()> {
    let Counts { found, taken, unchanged, moved, refused, missing, barred, failed, .. } = counts;
    writeln!(
        to,
        "{name:12} {found:>8} {taken:>8} {unchanged:>10} {moved:>8} {refused:>8} {missing:>8} {barred:>8} {failed:>8}"
    )
}
