//! The run: jobs out to the lanes of their hosts, what comes back into the archive, until nothing is left.

use super::archive::Archive;
use super::ask::Exchange;
use super::connect::Allowed;
use super::lane::{Done, Lane, Order, Shared, name};
use super::progress::Progress;
use super::trouble::Trouble;
use crate::failure::Failure;
use flate2::read::MultiGzDecoder;
use gongkai::acquire::fetch::crawl::{Crawl, Step};
use gongkai::acquire::fetch::entry::{End, Entry, Holder, Line, Role};
use gongkai::acquire::fetch::job::Job;
use gongkai::acquire::fetch::judge::{Answer, Following, IS_REPORT, NO_LIST};
use gongkai::acquire::fetch::warc::{self, Capture, Revisit};
use gongkai::acquire::{self, MediaType, media};
use gongkai::decode::charset;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::{self, Sender, UnboundedSender};
use tokio::time::timeout_at;

/// Answers that wait to be written; each may be as large as the limit.
const WAITING: usize = 2;

/// The largest text that is looked through for links, in bytes. The largest index pages have a few megabytes.
const LARGEST_TEXT: u64 = 32 << 20;

/// A run.
pub(super) struct Drive<'a> {
    pub(super) crawl: Crawl,
    pub(super) shared: Arc<Shared>,
    /// Where everything is kept; nothing is where the run is only rehearsed.
    pub(super) archive: Option<Archive>,
    pub(super) progress: &'a mut Progress,
    /// When no more is begun.
    pub(super) until: Option<Instant>,
}

impl Drive<'_> {
    /// Runs to the end; false where it was stopped before.
    pub(super) async fn run(&mut self, mut would: impl FnMut(&Job, &Crawl) -> io::Result<()>) -> Result<bool, Failure> {
        let (done, mut coming) = mpsc::channel::<Done>(WAITING);
        let mut lanes: BTreeMap<String, UnboundedSender<Order>> = BTreeMap::new();
        let mut under_way = 0u64;
        loop {
            while let Some(step) = self.crawl.step() {
                match step {
                    Step::Fetch(job) => {
                        self.send(job, &mut lanes, &done);
                        under_way += 1;
                    }
                    Step::Settled(job, following) => {
                        let mut entry = self.entry(&job, now());
                        following.put(&mut entry);
                        self.enter(&job, entry)?;
                    }
                    Step::Would(job) => would(&job, &self.crawl)?,
                }
            }
            self.progress.show(&self.crawl, under_way);
            if under_way == 0 {
                return Ok(true);
            }
            let next = match self.until {
                Some(until) => timeout_at(until.into(), coming.recv()).await.unwrap_or_default(),
                None => coming.recv().await,
            };
            let Some(next) = next else { return Ok(false) };
            under_way -= 1;
            self.take(next)?;
        }
    }

    fn send(&self, job: Box<Job>, lanes: &mut BTreeMap<String, UnboundedSender<Order>>, done: &Sender<Done>) {
        let lane = lanes.entry(name(&job.url)).or_insert_with(|| {
            let (sender, orders) = mpsc::unbounded_channel();
            tokio::spawn(Lane::new(Arc::clone(&self.shared)).run(orders, done.clone()));
            sender
        });
        let allowed = Allowed {
            private: self.crawl.may_be_private(&job.url),
            any_certificate: self.crawl.source(&job).insecure && self.is_of_source(&job),
        };
        // A lane lives as long as its sender, which is here.
        let _ = lane.send(Order { allowed, delay: self.crawl.delay(&job), job });
    }

    /// A certificate is believed unseen for the source's own host only.
    fn is_of_source(&self, job: &Job) -> bool {
        self.crawl.source(job).url.host() == job.url.host()
    }

    /// Takes in what came of a job.
    fn take(&mut self, done: Done) -> Result<(), Failure> {
        let Done { job, result, tries } = done;
        let mut entry = self.entry(&job, now());
        match result {
            Ok(exchange) => {
                exchange.at.clone_into(&mut entry.at);
                self.judge(&job, &exchange, &mut entry)?;
            }
            Err(trouble) => fail(&mut entry, &trouble),
        }
        entry.tries = tries;
        self.enter(&job, entry)
    }

    fn enter(&mut self, job: &Job, entry: Entry) -> Result<(), Failure> {
        if let Some(archive) = &mut self.archive {
            let line = Line::Address(Box::new(entry));
            archive.note(&line).map_err(|error| archive.broken(&error))?;
            if let Line::Address(entry) = line {
                self.crawl.enter(job, *entry);
            }
        } else {
            self.crawl.enter(job, entry);
        }
        Ok(())
    }

    fn entry(&self, job: &Job, at: String) -> Entry {
        let run = self.archive.as_ref().map_or(1, |archive| archive.run);
        job.entry(run, at, End::Failed, self.crawl.source(job))
    }

    /// Judges an exchange, keeps it, and puts all that into its entry.
    fn judge(&mut self, job: &Job, exchange: &Exchange, entry: &mut Entry) -> Result<(), Failure> {
        entry.status = Some(exchange.status);
        entry.bytes = Some((exchange.answer.len() - exchange.head) as u64);
        entry.etag = exchange.line("etag");
        entry.last_modified = exchange.line("last-modified");
        entry.unverified = exchange.unverified;
        entry.old_tls.clone_from(&exchange.old_tls);
        let digest = warc::digest(&exchange.answer[exchange.head..]);
        let prior = job.prior.as_deref();
        let holder = prior.and_then(|prior| prior.holder.clone());
        let revisit = match &holder {
            Some(_) if exchange.status == 304 && job.post.is_none() => Some(Revisit::NotModified),
            Some(holder) if exchange.status == 200 && holder.digest == digest => Some(Revisit::SamePayload),
            _ => None,
        };
        match (revisit, prior) {
            (Some(_), Some(prior)) => unchanged(entry, prior),
            _ => match self.answer(job, exchange, entry) {
                Ok(following) => following.put(entry),
                Err(trouble) => fail(entry, &trouble),
            },
        }
        let Some(archive) = &mut self.archive else { return Ok(()) };
        let reasons = reasons(job, entry, &self.crawl);
        let place = archive.place();
        let capture = Capture {
            url: job.url.as_str(),
            at: &exchange.at,
            behind: &place,
            ip: exchange.ip,
            question: &exchange.question,
            answer: &exchange.answer,
            head: exchange.head,
            reasons: &reasons,
            revisit: revisit.zip(holder.as_ref()),
        };
        let kept =
            warc::records(&capture).and_then(|records| Ok((archive.keep(&records.bytes, &exchange.at)?, records.id)));
        let (kept, id) = kept.map_err(|error| archive.broken(&error))?;
        let is_content = exchange.status == 200 && entry.end != End::Failed;
        entry.holder = match revisit {
            Some(_) => holder,
            None => is_content.then(|| Holder { id, at: exchange.at.clone(), digest, file: kept.file.clone() }),
        };
        entry.kept = Some(kept);
        Ok(())
    }

    fn answer(&self, job: &Job, exchange: &Exchange, entry: &mut Entry) -> Result<Following, Trouble> {
        let mut answer = Answer { status: exchange.status, location: exchange.line("location"), ..Answer::default() };
        let most = self.shared.treatment.manner.most;
        let content = acquire::answered(&exchange.answer, most).map_err(|why| Trouble::damaged(&why.message))?;
        if let Some((served, content)) = content {
            answer.media_type.clone_from(&served.media_type);
            entry.media_type = served.media_type;
            answer.text = text(job.role, &content, served.charset.as_deref());
        }
        Ok(self.crawl.judge(job, &answer))
    }
}

/// The text in a content, where it is one that may lead on.
fn text(role: Role, content: &[u8], charset: Option<&str>) -> Option<String> {
    if content.len() as u64 > LARGEST_TEXT {
        return None;
    }
    let mut unpacked = Vec::new();
    // Sitemaps come packed.
    let content = if role == Role::Sitemap && content.starts_with(b"\x1F\x8B") {
        MultiGzDecoder::new(content).take(LARGEST_TEXT).read_to_end(&mut unpacked).ok()?;
        &unpacked
    } else {
        content
    };
    if role == Role::Robots {
        return Some(String::from_utf8_lossy(content).into_owned());
    }
    let is_text =
        matches!(media::tell(content), MediaType::Html | MediaType::Text | MediaType::Json | MediaType::Script);
    if !is_text && !role.is_a_way() {
        return None;
    }
    let declared = charset.and_then(charset::declared);
    charset::decode(content, declared).ok().map(|decoded| decoded.text)
}

fn fail(entry: &mut Entry, trouble: &Trouble) {
    entry.end = if trouble.reason == "private-address" { End::Barred } else { End::Failed };
    entry.reason = Some(trouble.reason.to_owned());
    entry.why = Some(trouble.why.clone());
}

/// It is as it was: what followed from it then follows from it now.
fn unchanged(entry: &mut Entry, prior: &Entry) {
    entry.end = End::Unchanged;
    entry.etag = entry.etag.take().or_else(|| prior.etag.clone());
    entry.last_modified = entry.last_modified.take().or_else(|| prior.last_modified.clone());
    entry.media_type.clone_from(&prior.media_type);
    entry.leads.clone_from(&prior.leads);
    entry.pages.clone_from(&prior.pages);
    entry.let_go.clone_from(&prior.let_go);
    entry.print.clone_from(&prior.print);
    entry.judged_by.clone_from(&prior.judged_by);
    entry.rules.clone_from(&prior.rules);
    entry.reason.clone_from(&prior.reason);
    entry.why.clone_from(&prior.why);
}

/// Why an address was fetched, for whoever reads the archive. Agency and year are those of the list of sources: what a link
/// says stands in its title.
fn reasons(job: &Job, entry: &Entry, crawl: &Crawl) -> Vec<(&'static str, String)> {
    let source = crawl.source(job);
    // A page that was named as a list and lists nothing may be a report.
    let is_unsure = entry.reason.as_deref().is_some_and(|reason| reason == NO_LIST || reason == IS_REPORT);
    let role = if is_unsure { "unsure" } else { job.role.word() };
    let mut reasons = vec![("role", role.to_owned()), ("source", source.place.clone())];
    let mut add = |name, value: Option<String>| reasons.extend(value.map(|value| (name, value)));
    add("via", job.via.as_ref().map(ToString::to_string));
    add("title", job.title.clone());
    add("agency", source.agency.clone());
    add("year", source.year.map(|year| year.to_string()));
    reasons
}

/// The time, to the second.
pub(super) fn now() -> String {
    Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()
}

/// Prints what would be fetched.
pub(super) fn print(job: &Job, to: &mut csv::Writer<impl Write>) -> io::Result<()> {
    let year = job.year.map(|year| year.to_string()).unwrap_or_default();
    let cells =
        [job.url.as_str(), job.agency.as_deref().unwrap_or_default(), &year, job.title.as_deref().unwrap_or_default()];
    to.write_record(cells).map_err(io::Error::from)
}
