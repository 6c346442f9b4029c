//! What a run knows → what is to be fetched next.
//!
//! One address after the other comes out of [`Crawl::step`] and goes back in with its entry ([`Crawl::enter`]). An entry that
//! the log of a run that was stopped holds already is entered at once, so a run that goes on finds what it would have found.
//! Nothing is fetched before the rules of its host are known, and no address twice.

use super::address;
use super::entry::{End, Entry, Role};
use super::job::Job;
use super::judge::{Answer, Following, judge};
use super::robots::Rules;
use super::source::Source;
use super::warc;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use url::Url;

/// What a run holds to.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The first word of the user agent, by which a robots.txt names it.
    pub agent: String,
    /// Redirections followed one after another.
    pub hops: usize,
    /// Columns of columns followed.
    pub depth: u8,
    /// Pages of one list.
    pub pages: u32,
    /// Addresses of one host.
    pub per_host: u64,
    /// Addresses that only the reader can reach are fetched, too, when a page leads to them.
    pub allow_private: bool,
    /// Only the ways to reports are fetched.
    pub only_ways: bool,
}

/// What is to be done next.
#[derive(Debug)]
pub enum Step {
    /// Fetch it.
    Fetch(Box<Job>),
    /// It needs no fetching: it ended so. Log it, and enter it.
    Settled(Box<Job>, Box<Following>),
    /// It would be fetched, but only the ways are.
    Would(Box<Job>),
}

/// A run.
#[derive(Debug)]
pub struct Crawl {
    settings: Settings,
    sources: Vec<Source>,
    ready: VecDeque<Job>,
    /// The names of what was found to be asked, each once.
    found: BTreeSet<String>,
    /// How they ended in this run, by name.
    ended: BTreeMap<String, Entry>,
    /// How they ended in earlier runs.
    earlier: BTreeMap<String, Entry>,
    gates: BTreeMap<String, Gate>,
    /// Robots files that are being fetched, and the hosts that wait for them beside the first.
    asked: BTreeMap<String, Vec<Job>>,
    lists: BTreeMap<usize, List>,
    /// Hosts that the list of sources names.
    named: BTreeSet<String>,
}

/// A host, as far as its rules go.
#[derive(Debug, Default)]
struct Gate {
    rules: Option<Rules>,
    waiting: Vec<Job>,
    fetched: u64,
}

/// A source's list, as far as its pages go.
#[derive(Debug, Default)]
struct List {
    pages: u32,
    prints: BTreeSet<String>,
}

impl Crawl {
    /// A run over sources. `ended` is what the log of this run holds already, `earlier` what those of earlier ones do.
    pub fn new(
        settings: Settings,
        sources: Vec<Source>,
        ended: BTreeMap<String, Entry>,
        earlier: BTreeMap<String, Entry>,
    ) -> Self {
        let named = sources.iter().map(|source| address::authority(&source.url)).collect();
        let ended = ended.into_iter().filter(|(_, entry)| !entry.is_passing()).collect();
        let mut crawl = Self {
            settings,
            sources: Vec::new(),
            ready: VecDeque::new(),
            found: BTreeSet::new(),
            ended,
            earlier,
            gates: BTreeMap::new(),
            asked: BTreeMap::new(),
            lists: BTreeMap::new(),
            named,
        };
        for (number, source) in sources.iter().enumerate() {
            crawl.find(Job::of(number, source));
        }
        crawl.sources = sources;
        crawl
    }

    /// The source of a job.
    pub fn source(&self, job: &Job) -> &Source {
        &self.sources[job.source]
    }

    /// All sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// How all addresses of this run ended, by the names of what was asked.
    pub fn ended(&self) -> &BTreeMap<String, Entry> {
        &self.ended
    }

    /// Addresses found so far.
    pub fn found(&self) -> usize {
        self.found.len()
    }

    /// The delay that a host's rules ask for.
    pub fn delay(&self, job: &Job) -> Option<Duration> {
        self.gates.get(&job.gate)?.rules.as_ref()?.delay()
    }

    /// Whether a job may be fetched although only the reader can reach it: the list of sources names its host.
    pub fn may_be_private(&self, url: &Url) -> bool {
        self.settings.allow_private || self.named.contains(&address::authority(url))
    }

    /// What is to be done next; nothing where answers must come first.
    pub fn step(&mut self) -> Option<Step> {
        while let Some(mut job) = self.ready.pop_front() {
            let name = job.name();
            if let Some(entry) = self.ended.get(&name) {
                let entry = entry.clone();
                self.gates.entry(job.gate.clone()).or_default().fetched += u64::from(entry.tries > 0);
                self.enter(&job, entry);
                continue;
            }
            if let Some(following) = self.barrier(&job) {
                return Some(Step::Settled(Box::new(job), Box::new(following)));
            }
            if self.settings.only_ways && !job.role.is_a_way() {
                return Some(Step::Would(Box::new(job)));
            }
            self.gates.entry(job.gate.clone()).or_default().fetched += 1;
            let judged_by = self.judged_by(&job);
            let prior = self.earlier.get(&name);
            let prior = prior.filter(|entry| entry.holder.is_some() && entry.judged_by == judged_by);
            job.prior = prior.cloned().map(Box::new);
            return Some(Step::Fetch(Box::new(job)));
        }
        None
    }

    /// What keeps a job from being fetched.
    fn barrier(&self, job: &Job) -> Option<Following> {
        let barred = |end, reason, why: String| Following {
            end: Some(end),
            reason: Some(reason),
            why: Some(why),
            ..Following::default()
        };
        if address::names_private(&job.url) && !self.may_be_private(&job.url) {
            return Some(barred(End::Barred, "private-address", private()));
        }
        if job.role == Role::Robots {
            return None;
        }
        let gate = self.gates.get(&job.gate)?;
        match gate.rules.as_ref()? {
            Rules::Closed(why) => return Some(barred(End::Failed, "robots-unreachable", why.clone())),
            rules if !rules.allow(&job.url) => {
                let why = "the site's robots.txt does not want it fetched by programs: ask the agency for it, or fetch it with a browser";
                return Some(barred(End::Refused, "robots", why.to_owned()));
            }
            _ => {}
        }
        (gate.fetched >= self.settings.per_host).then(|| {
            let why = format!(
                "it is beyond the {} addresses of one host: raise --per-host if they are all reports",
                self.settings.per_host
            );
            barred(End::Barred, "limit", why)
        })
    }

    /// A digest of what lists are judged by: where it is another than in an earlier run, a list is read anew although it has
    /// not changed.
    fn judged_by(&self, job: &Job) -> Option<String> {
        if !matches!(job.role, Role::Index | Role::List | Role::Sitemap) {
            return None;
        }
        let (source, settings) = (self.source(job), &self.settings);
        let of =
            (env!("CARGO_PKG_VERSION"), &source.interface, &source.matching, settings.depth, settings.pages, job.depth);
        Some(warc::digest(format!("{of:?}").as_bytes()))
    }

    /// Judges an answer: an entry's part that follows from it.
    pub fn judge(&self, job: &Job, answer: &Answer) -> Following {
        let mut following = judge(job, self.source(job), answer, self.settings.hops, self.settings.depth);
        following.judged_by = self.judged_by(job);
        let Some(print) = &following.print else { return following };
        let list = self.lists.get(&job.source);
        if list.is_some_and(|list| list.prints.contains(print)) && job.page > 0 {
            // The same links as on another page: a list without end, or the last page again.
            following.pages.clear();
        }
        following.pages.retain(|page| !self.found.contains(page));
        let left = self.settings.pages.saturating_sub(list.map_or(0, |list| list.pages).max(1));
        if following.pages.len() > left as usize {
            following.pages.truncate(left as usize);
            following.reason = Some("limit");
            following.why = Some(format!(
                "the list has more than {} pages, and the rest was let go: raise --pages if they hold reports",
                self.settings.pages
            ));
        }
        following
    }

    /// Takes in how a job ended, and finds what follows from it.
    pub fn enter(&mut self, job: &Job, entry: Entry) {
        if job.role == Role::Robots {
            self.open(job, &entry);
        } else if entry.end == End::Moved {
            if let Some(next) = entry.leads.first().and_then(|lead| job.moved(&lead.url, entry.posts_again())) {
                self.find(next);
            }
        } else {
            let source = &self.sources[job.source];
            let leads: Vec<Job> = entry.leads.iter().filter_map(|lead| job.lead(lead, source)).collect();
            let pages: Vec<Job> = entry.pages.iter().filter_map(|page| job.further(page)).collect();
            if let Some(print) = &entry.print {
                let list = self.lists.entry(job.source).or_default();
                list.prints.insert(print.clone());
                list.pages = list.pages.max(1) + pages.len() as u32;
            }
            pages.into_iter().chain(leads).for_each(|job| self.find(job));
        }
        self.ended.insert(job.name(), entry);
    }

    /// Takes in a job, if its address is new; it waits until the rules of its host are known.
    fn find(&mut self, job: Job) {
        if !self.found.insert(job.name()) {
            return;
        }
        let gate = self.gates.entry(job.gate.clone()).or_default();
        if gate.rules.is_some() {
            self.ready.push_back(job);
            return;
        }
        let is_first = gate.waiting.is_empty();
        let robots = job.robots();
        gate.waiting.push(job);
        if is_first {
            self.ask(robots);
        }
    }

    /// Asks for a robots.txt, unless that is being done.
    fn ask(&mut self, robots: Job) {
        if let Some(others) = self.asked.get_mut(robots.url.as_str()) {
            others.push(robots);
        } else {
            self.asked.insert(robots.url.to_string(), Vec::new());
            self.ready.push_front(robots);
        }
    }

    /// The rules of a host have come.
    fn open(&mut self, job: &Job, entry: &Entry) {
        let others = self.asked.remove(job.url.as_str()).unwrap_or_default();
        for other in std::iter::once(job).chain(&others) {
            if entry.end == End::Moved
                && let Some(next) = entry.leads.first().and_then(|lead| other.moved(&lead.url, false))
            {
                self.ask(next);
                continue;
            }
            let rules = self.rules(entry);
            let gate = self.gates.entry(other.gate.clone()).or_default();
            gate.rules = Some(rules);
            self.ready.extend(std::mem::take(&mut gate.waiting));
        }
    }

    fn rules(&self, entry: &Entry) -> Rules {
        match (entry.end, &entry.rules) {
            (End::Taken | End::Unchanged, Some(text)) => Rules::read(&self.settings.agent, text.as_bytes()),
            (End::Taken | End::Unchanged | End::Missing, _) => Rules::None,
            // Unavailable, as the standard calls it: 400 to 499 but for "too many requests".
            _ if entry.status.is_some_and(|status| (400..500).contains(&status) && status != 429) => Rules::None,
            // Sent round in circles: unavailable as well.
            _ if entry.reason.as_deref() == Some("redirect") => Rules::None,
            _ => {
                let why = entry.why.as_deref().unwrap_or("it could not be fetched");
                Rules::Closed(format!("the site's robots.txt could not be had, so nothing of it is fetched ({why})"))
            }
        }
    }
}

/// What is said of an address that only the reader can reach.
pub fn private() -> String {
    "it leads into your own network: if that is meant, give --allow-private".to_owned()
}

#[cfg(test)]
mod tests;
