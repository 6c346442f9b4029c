//! The reviewer's bench: a dataset, its queue and sample, the decisions about it, and how new ones are made.

use super::Args;
use super::sources::Sources;
use super::view::{self, View};
use crate::failure::Failure;
use gongkai::verify::Verdict;
use gongkai::write::decisions::apply::{Applied, apply, read_in, read_in_all};
use gongkai::write::decisions::log::Log;
use gongkai::write::decisions::standing::{OfDocument, Standing};
use gongkai::write::decisions::{Decision, Kind, LONGEST_TEXT, SCHEMA, Was};
use gongkai::write::recall::Recalled;
use gongkai::write::record::Parser;
use gongkai::write::review::index::{Entry, Index};
use gongkai::write::review::{queue, sample};
use gongkai::write::run::{Before, Run};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};
use std::{fs, io};

/// Cells that one action may decide: all of a report.
const MOST_CELLS: usize = 1_000;

/// What a reviewer works on.
pub(super) struct Bench {
    pub(super) index: Index,
    pub(super) sources: Sources,
    pub(super) sample: BTreeSet<usize>,
    pub(super) order: Vec<usize>,
    pub(super) by: String,
    numbers: BTreeMap<String, usize>,
    log: Mutex<Log>,
    /// Documents in which nothing is left to decide, and the number of decisions by which that was told.
    done: RwLock<(usize, BTreeSet<usize>)>,
}

/// What is decided about a report.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// The cells; none where the report as a whole is meant.
    #[serde(default)]
    cells: Vec<String>,
    decision: Kind,
    /// The number that is printed, where it is corrected; empty where none is.
    #[serde(default)]
    now: String,
    #[serde(default)]
    why: String,
}

impl Bench {
    /// Opens a dataset.
    pub(super) fn open(args: &Args) -> Result<Self, Failure> {
        let before = log_of(&args.dataset)?;
        let broken = |error: &io::Error| {
            Failure::new(format!("{} can't be read ({error}): convert again", args.dataset.display()))
        };
        let index = Index::open(&args.dataset).map_err(|error| broken(&error))?;
        let log = Log::open(&args.dataset).map_err(|error| broken(&error))?;
        let roots =
            if args.sources.is_empty() { before.inputs.iter().map(Into::into).collect() } else { args.sources.clone() };
        let sample = sample::draw(&index.entries, args.sample, args.seed);
        let bench = Self {
            sources: Sources::new(roots, &args.dataset),
            order: queue::order(&index.entries, &sample),
            numbers: index.entries.iter().enumerate().map(|(number, entry)| (entry.id.clone(), number)).collect(),
            by: args.by.clone().unwrap_or_else(reviewer),
            log: Mutex::new(log),
            done: RwLock::default(),
            index,
            sample,
        };
        bench.settle().map_err(|error| broken(&error))?;
        Ok(bench)
    }

    /// The entry of a report.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        self.index.entries.get(number)
    }

    /// Does something with the decisions, those that others have just made included.
    pub(super) fn with_decisions<T>(&self, work: impl FnOnce(&Log) -> T) -> io::Result<T> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.refresh()?;
        Ok(work(&log))
    }

    /// The record of a report with what stands about it.
    pub(super) fn applied<T>(&self, number: usize, work: impl FnOnce(&Applied, &OfDocument) -> T) -> io::Result<T> {
        let line = self.index.line(number)?;
        let id = self.entry(number).map(|entry| entry.id.as_str()).unwrap_or_default();
        self.with_decisions(|log| {
            let standing = Standing::of(log.decisions());
            let none = OfDocument::new();
            let own = standing.document(id).unwrap_or(&none);
            apply(&line, own).map(|applied| work(&applied, own))
        })?
        .map_err(io::Error::from)
    }

    /// What the page shows of a report.
    pub(super) fn view(&self, number: usize) -> io::Result<View> {
        let read = self.entry(number).map_or(Verdict::Unreadable, |entry| entry.verdict);
        self.applied(number, |applied, standing| view::of(applied, standing, read))
    }

    /// The numbers of the reports in which nothing is left to decide, and how many decisions there are.
    pub(super) fn done(&self) -> io::Result<(usize, BTreeSet<usize>)> {
        self.settle()?;
        Ok(self.done.read().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Tells anew which reports are done, where decisions were made since.
    fn settle(&self) -> io::Result<()> {
        let (count, reviewed) = self.with_decisions(|log| {
            let reviewed: BTreeSet<usize> =
                log.decisions().iter().filter_map(|decision| self.numbers.get(&decision.document)).copied().collect();
            (log.decisions().len(), reviewed)
        })?;
        if self.done.read().unwrap_or_else(PoisonError::into_inner).0 == count {
            return Ok(());
        }
        let mut done = BTreeSet::new();
        for number in reviewed {
            let read = self.index.entries[number].verdict;
            if self.applied(number, |applied, _| view::stops(applied, read).is_empty())? {
                done.insert(number);
            }
        }
        *self.done.write().unwrap_or_else(PoisonError::into_inner) = (count, done);
        Ok(())
    }

    /// Makes decisions about a report, as one action; its name, by which it is taken back. An error says what is wrong
    /// with what was asked.
    pub(super) fn decide(&self, number: usize, asked: &Asked) -> Result<String, String> {
        let entry = self.entry(number).ok_or("there is no such report")?;
        let line = self.index.line(number).map_err(|error| error.to_string())?;
        let recalled = Recalled::read(&line).map_err(|error| error.to_string())?;
        let report = recalled.report().map_err(|error| error.to_string())?;
        if asked.why.len() > LONGEST_TEXT || asked.cells.len() > MOST_CELLS {
            return Err("that is too much for one decision".to_owned());
        }
        let now = match (asked.decision, asked.now.trim()) {
            (Kind::Correct, "") => None,
            (Kind::Correct, text) => Some(
                Decimal::from_str_exact(text).map_err(|_| format!("{text} is no number: type digits as printed"))?,
            ),
            _ => None,
        };
        let mut about: Vec<(Option<String>, Was)> = Vec::new();
        for id in &asked.cells {
            let cell = report.cell(id).ok_or_else(|| format!("the report has no cell {id}"))?;
            about.push((Some(id.clone()), read_in(cell)));
        }
        match asked.decision {
            Kind::Undo => return Err("to take a decision back, name its action".to_owned()),
            Kind::Correct if about.len() != 1 => return Err("a correction is of one cell".to_owned()),
            Kind::NotAReport if !about.is_empty() => return Err("a report as a whole is none".to_owned()),
            _ => {}
        }
        if about.is_empty() {
            about.push((None, read_in_all(recalled.verdict, &report)));
        }
        let action = token(8).map_err(|error| format!("no name could be made ({error})"))?;
        let decisions: Vec<Decision> = about
            .into_iter()
            .enumerate()
            .map(|(n, (cell, was))| Decision {
                cell,
                was,
                now,
                decision: asked.decision,
                why: Some(asked.why.trim()).filter(|why| !why.is_empty()).map(str::to_owned),
                ..self.blank(format!("{action}-{n}"), entry)
            })
            .collect();
        self.add(&decisions)?;
        Ok(action)
    }

    /// Takes back an action about a report, or the last one that stands.
    pub(super) fn undo(&self, number: usize, action: Option<&str>) -> Result<(), String> {
        let entry = self.entry(number).ok_or("there is no such report")?;
        let standing: Vec<String> = self
            .with_decisions(|log| {
                let undone: BTreeSet<&str> = log.decisions().iter().filter_map(|d| d.undoes.as_deref()).collect();
                let stands = |d: &&Decision| {
                    d.document == entry.id && d.decision != Kind::Undo && !undone.contains(d.id.as_str())
                };
                log.decisions().iter().filter(stands).map(|decision| decision.id.clone()).collect()
            })
            .map_err(|error| error.to_string())?;
        let of = |id: &str| id.split_once('-').map_or(id, |(action, _)| action).to_owned();
        let action = action.map(str::to_owned).or_else(|| standing.last().map(|id| of(id)));
        let action = action.ok_or("nothing was decided about this report")?;
        let name = token(8).map_err(|error| format!("no name could be made ({error})"))?;
        let undoing: Vec<Decision> = standing
            .into_iter()
            .filter(|id| of(id) == action)
            .enumerate()
            .map(|(n, id)| Decision {
                undoes: Some(id),
                decision: Kind::Undo,
                ..self.blank(format!("{name}-{n}"), entry)
            })
            .collect();
        if undoing.is_empty() {
            return Err("that decision does not stand any more".to_owned());
        }
        self.add(&undoing)
    }

    fn blank(&self, id: String, entry: &Entry) -> Decision {
        Decision {
            schema: SCHEMA.to_owned(),
            id,
            at: jiff::Timestamp::now().to_string(),
            by: self.by.clone(),
            document: entry.id.clone(),
            cell: None,
            decision: Kind::Accept,
            was: Was::default(),
            now: None,
            why: None,
            undoes: None,
            parser: Parser::THIS.version.to_owned(),
        }
    }

    fn add(&self, decisions: &[Decision]) -> Result<(), String> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.add(decisions)
            .map_err(|error| format!("the decision could not be kept ({error}): see to the disk, then decide again"))
    }
}

/// The log of a dataset's run: of this program's version, or there is no dataset to review.
fn log_of(dataset: &Path) -> Result<Before, Failure> {
    let shown = dataset.display();
    let log = fs::read(dataset.join("run.json")).ok().filter(|log| Run::is_log(log)).ok_or_else(|| {
        Failure::new(format!(
            "{shown} is no finished dataset of gongkai: name a folder that gongkai convert has written"
        ))
    })?;
    let before = Run::before(&log).filter(|before| before.settings.version == Parser::THIS.version);
    before.ok_or_else(|| {
        let version = Parser::THIS.version;
        Failure::new(format!(
            "{shown} was written by another version than this one, {version}: run gongkai convert on it again"
        ))
    })
}

/// A random word, that nobody can guess, of so many bytes.
pub(super) fn token(bytes: usize) -> Result<String, getrandom::Error> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random)?;
    Ok(random.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// The name of whoever is logged in.
fn reviewer() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "reviewer".to_owned())
}
