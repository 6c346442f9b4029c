//! `gongkai fetch`: collects published reports into an archive.
//!
//! What is to be fetched, and what follows from an answer, is decided by the library (`acquire::fetch`); here are the network
//! and the disk. One task a host (`lane`), one that decides and writes (`drive`).

mod archive;
mod ask;
mod connect;
mod drive;
mod lane;
#[cfg(unix)]
mod openssl;
#[cfg(not(unix))]
#[path = "no_openssl.rs"]
mod openssl;
mod progress;
mod trouble;
mod trust;
mod wire;

use crate::failure::Failure;
use crate::size;
use archive::{Archive, Known};
use ask::Manner;
use clap::ValueEnum;
use connect::Doors;
use drive::Drive;
use gongkai::acquire::fetch::crawl::{Crawl, Settings};
use gongkai::acquire::fetch::source::{self, Source};
use gongkai::acquire::fetch::tally::{self, Counts, Summary, Tally};
use gongkai::decode::charset;
use lane::{Shared, Treatment};
use progress::Progress;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The version, for the user agent and the archive.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name by which a robots.txt addresses this program.
const NAME: &str = "gongkai";

/// A mark that tells spreadsheet programs that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Collect published reports into an archive
///
/// SOURCES is a CSV with the columns url, kind (index, page, sitemap or json), agency and year, of which only url must be there; or
/// a TOML with the same as [[source]]; a json source has more, such as post where it is asked by POST. From an index, its further pages are followed, links that are titled as reports are
/// fetched, and the files and pictures on a report's page. docs/FETCH.md tells all of it.
///
/// Everything is kept as it was served, in WARC files in ARCHIVE, which `gongkai convert ARCHIVE` reads. Beside them stand
/// fetch.ndjson (what became of every address), fetch.json (counts, and what can be done about failures) and coverage.csv
/// (agencies by year). A run that was stopped goes on where it was; given again after its end, the same command fetches only what
/// has changed.
///
/// Sites are asked politely: robots.txt is obeyed, a host gets one question at a time, with pauses that grow with the time it
/// takes to answer. Addresses in your own network are fetched only where SOURCES names them. Proxies are those of the environment
/// (`HTTPS_PROXY` and so on), certificates those that the system trusts (or the file in `SSL_CERT_FILE`). Servers that speak only
/// TLS 1.0 or 1.1 are read through the `openssl` program, where it is installed, and named at the end.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "gongkai fetch [OPTIONS] --contact <CONTACT> --output <ARCHIVE> <SOURCES>...",
    after_help = "Examples:\n  gongkai fetch sources.csv -o archive --contact me@example.org\n  gongkai fetch sources.csv --dry-run --contact me@example.org > found.csv\n  gongkai fetch cities.csv interfaces.toml -o archive --contact https://example.org/bot --delay 3\n  gongkai convert archive -o dataset"
)]
pub(crate) struct Args {
    /// Lists of sources, CSV or TOML
    #[arg(value_name = "SOURCES", required = true)]
    sources: Vec<PathBuf>,
    /// Folder to write
    #[arg(short, long, value_name = "ARCHIVE")]
    output: Option<PathBuf>,
    /// A mail or web address, told to every site, where its keepers can ask about this
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// Fetch only lists, and print the reports that would be fetched as CSV
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    manners: Manners,
    #[command(flatten)]
    limits: Limits,
    /// Fetch what pages lead to in your own network, too
    #[arg(long)]
    allow_private: bool,
    /// Exit with 1 when an address ended so
    #[arg(long, value_name = "END", value_enum, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

// How hosts are treated. (clap would print a docstring of this instead of what `fetch` says.)
#[derive(Debug, clap::Args)]
struct Manners {
    /// Least pause between two questions to a host
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    delay: Duration,
    /// Longest pause that a host may ask for
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    longest_wait: Duration,
    /// How often to try again what fails for now
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(..=20))]
    retries: u32,
    /// How long a host may send nothing
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// How many hosts to ask at the same time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    hosts: u16,
}

// What a run holds to.
#[derive(Debug, clap::Args)]
struct Limits {
    /// Leave what is larger
    #[arg(long, value_name = "SIZE", default_value = "100M", value_parser = size::parse)]
    max_size: u64,
    /// Pages to follow of one list
    #[arg(long, value_name = "N", default_value_t = 200)]
    pages: u32,
    /// Columns of columns to follow
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(..=8))]
    depth: u8,
    /// Addresses to fetch of one host
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    per_host: u64,
    /// Redirections to follow
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(..=20))]
    redirects: u8,
    /// Stop after so long; the same command goes on later
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    stop_after: Option<Duration>,
    /// Begin a new file of the archive at this size
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size::parse)]
    rotate: u64,
}

/// What a run can be made to fail on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Refused,
    Missing,
    Barred,
    Failed,
}

impl FailOn {
    fn is_met(self, counts: &Counts) -> bool {
        0 < match self {
            Self::Refused => counts.refused,
            Self::Missing => counts.missing,
            Self::Barred => counts.barred,
            Self::Failed => counts.failed,
        }
    }
}

/// Seconds, with parts of one.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "that is no number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|_| "that is no length of time".to_owned())
}

/// Runs it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let agent = agent(args.contact.as_deref())?;
    let output = match (&args.output, args.dry_run) {
        (Some(output), false) => Some(output.as_path()),
        (None, false) => {
            return Err(Failure::new(
                "no output folder is named: say where the archive shall be written with -o ARCHIVE",
            ));
        }
        (_, true) => None,
    };
    let sources = sources(&args.sources)?;
    let started = (Instant::now(), drive::now());
    let settings = Settings {
        agent: NAME.to_owned(),
        hops: usize::from(args.limits.redirects),
        depth: args.limits.depth,
        pages: args.limits.pages,
        per_host: args.limits.per_host,
        allow_private: args.allow_private,
        only_ways: args.dry_run,
    };
    let (archive, known) = match output {
        Some(output) => {
            let (archive, known) = Archive::open(output, args.limits.rotate, &agent, &started.1)?;
            (Some(archive), known)
        }
        None => (None, Known::default()),
    };
    if !args.quiet {
        said_before(&known)?;
    }
    let shared = Shared {
        doors: Doors::new()?,
        treatment: args.treatment(agent),
        at_once: Semaphore::new(args.manners.hosts.into()),
    };
    let mut progress = Progress::new(args.quiet);
    let mut drive = Drive {
        crawl: Crawl::new(settings, sources, known.ended, known.earlier),
        shared: Arc::new(shared),
        archive,
        progress: &mut progress,
        until: args.limits.stop_after.map(|after| started.0 + after),
    };
    let mut found = csv::Writer::from_writer(io::stdout().lock());
    if args.dry_run {
        found.write_record(["url", "agency", "year", "title"]).map_err(io::Error::from)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format!("the network could not be set up ({error}): free some memory or files"))
    })?;
    let is_whole = runtime.block_on(drive.run(|job, _| drive::print(job, &mut found)));
    // Looking up a name can't be broken off, and nobody waits for it.
    runtime.shutdown_background();
    let Drive { crawl, archive, .. } = drive;
    progress.done();
    let is_whole = is_whole?;
    found.flush()?;
    let tally = Tally::of(crawl.ended().values(), crawl.sources());
    if let Some(mut archive) = archive {
        let done = finish(&mut archive, &crawl, &tally, &started, is_whole);
        done.map_err(|error| archive.broken(&error))?;
    }
    if !args.quiet {
        progress::tell(&tally, started.0.elapsed(), output, is_whole, &mut io::stderr().lock())?;
    }
    Ok(ExitCode::from(u8::from(args.fail_on.iter().any(|end| end.is_met(&tally.total)))))
}

impl Args {
    fn treatment(&self, agent: String) -> Treatment {
        Treatment {
            delay: self.manners.delay,
            longest_wait: self.manners.longest_wait,
            retries: self.manners.retries,
            manner: Manner { agent, patience: self.manners.timeout, most: self.limits.max_size },
        }
    }
}

/// The user agent, with whom to ask.
fn agent(contact: Option<&str>) -> Result<String, Failure> {
    let contact = contact.ok_or_else(|| {
        Failure::new("no contact is named: sites want to know whom to ask about a program, so give a mail or web address with --contact")
    })?;
    let is_plain = contact.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')'));
    let is_mail = contact.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let is_web = contact.starts_with("http://") || contact.starts_with("https://");
    if !is_plain || !(is_mail || is_web) {
        return Err(Failure::new(format!(
            "the contact {contact:?} is neither a mail nor a web address: give one with --contact"
        )));
    }
    let scheme = if is_web || contact.starts_with("mailto:") { "" } else { "mailto:" };
    Ok(format!("{NAME}/{VERSION} (+{scheme}{contact})"))
}

fn sources(lists: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for list in lists {
        crate::inputs::check(list)?;
        let shown = list.display();
        let bytes =
            fs::read(list).map_err(|error| Failure::new(format!("{shown} can't be read ({error}): check the path")))?;
        // Spreadsheet programs in China write CSV as GBK.
        let text =
            charset::decode(&bytes, None).map_err(|why| Failure::new(format!("{shown} can't be read: {why}")))?.text;
        let name = list.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        sources.extend(source::read(&name, &text).map_err(Failure::new)?);
    }
    if sources.is_empty() {
        return Err(Failure::new("the lists name no source: add a line with a url to one of them"));
    }
    Ok(sources)
}

fn said_before(known: &Known) -> io::Result<()> {
    let mut to = io::stderr().lock();
    if known.goes_on {
        writeln!(to, "going on with a run that was stopped: {} addresses are done", known.ended.len())?;
    }
    if known.lost > 0 {
        writeln!(to, "{} addresses of the log are not in the archive's files, and are fetched again", known.lost)?;
    }
    Ok(())
}

/// Writes what is told at the end of a run.
fn finish(
    archive: &mut Archive,
    crawl: &Crawl,
    tally: &Tally,
    started: &(Instant, String),
    is_whole: bool,
) -> io::Result<()> {
    let finished = drive::now();
    let (run, version) = (archive.run, VERSION);
    let summary =
        Summary { schema: tally::SCHEMA, version, run, started: &started.1, finished: &finished, is_whole, tally };
    let mut bytes = serde_json::to_vec_pretty(&summary)?;
    bytes.push(b'\n');
    archive.write("fetch.json", &bytes)?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    for row in tally::coverage(crawl.ended().values(), crawl.sources()) {
        table.write_record(row)?;
    }
    archive.write("coverage.csv", &table.into_inner().map_err(|error| io::Error::other(error.to_string()))?)?;
    if is_whole { archive.end(&finished) } else { Ok(()) }
}
