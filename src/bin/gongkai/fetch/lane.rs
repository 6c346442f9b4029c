//! The line of jobs of one host: one connection, one question at a time, with the pause that the server needs between two.
//!
//! What fails for now is tried again, later and later; a host that does not answer at all is not asked for each of its
//! addresses anew.

use super::ask::{Exchange, Manner, ask};
use super::connect::{Allowed, Connection, Doors};
use super::trouble::Trouble;
use gongkai::acquire::fetch::address;
use gongkai::acquire::fetch::job::Job;
use gongkai::acquire::fetch::pace::{Pace, backoff, retry_after};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Sender, UnboundedReceiver};
use tokio::time::sleep;
use url::Url;

/// Addresses of a host that may fail one after another by what is the host's, until the others are not asked for any more.
const FAILURES: u32 = 3;

/// The statuses by which a server asks for a pause, or fails for now.
const FOR_NOW: [u16; 5] = [429, 500, 502, 503, 504];

/// How hosts are treated.
#[derive(Debug, Clone)]
pub(super) struct Treatment {
    /// The least pause between two questions.
    pub(super) delay: Duration,
    /// The longest pause that a server may ask for.
    pub(super) longest_wait: Duration,
    /// How often it is tried again.
    pub(super) retries: u32,
    /// How it is asked.
    pub(super) manner: Manner,
}

/// A job on its way to a lane.
#[derive(Debug)]
pub(super) struct Order {
    /// The job.
    pub(super) job: Box<Job>,
    /// What is allowed for it.
    pub(super) allowed: Allowed,
    /// The pause that the host's rules ask for.
    pub(super) delay: Option<Duration>,
}

/// What came of a job.
#[derive(Debug)]
pub(super) struct Done {
    /// The job.
    pub(super) job: Box<Job>,
    /// The exchange, or why there was none.
    pub(super) result: Result<Box<Exchange>, Trouble>,
    /// How often it was asked for.
    pub(super) tries: u32,
}

/// The lane of an address: its host, whether secure or not; other ports are other servers.
pub(super) fn name(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What all lanes share.
pub(super) struct Shared {
    pub(super) doors: Doors,
    pub(super) treatment: Treatment,
    /// Questions asked at the same time, of all hosts together.
    pub(super) at_once: Semaphore,
}

/// A host's line.
pub(super) struct Lane {
    shared: Arc<Shared>,
    pace: Pace,
    connection: Option<Connection>,
    /// By scheme, host and port: addresses that failed one after another by what is the host's.
    failures: BTreeMap<String, u32>,
    /// Likewise: what the other addresses fail by without being asked for.
    given_up: BTreeMap<String, Trouble>,
    /// Nothing was asked yet, so there is nothing to pause after.
    is_fresh: bool,
}

impl Lane {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let pace = Pace::new(shared.treatment.delay);
        let (failures, given_up) = (BTreeMap::new(), BTreeMap::new());
        Self { shared, pace, connection: None, failures, given_up, is_fresh: true }
    }

    /// Works off orders until there are no more.
    pub(super) async fn run(mut self, mut orders: UnboundedReceiver<Order>, done: Sender<Done>) {
        while let Some(order) = orders.recv().await {
            if let Some(delay) = order.delay {
                self.pace.at_least(delay);
            }
            let host = address::authority(&order.job.url);
            let (result, tries) = match self.given_up.get(&host) {
                Some(trouble) => (Err(trouble.clone()), 0),
                None => self.fetch(&order).await,
            };
            self.count(host, &result);
            if orders.is_empty() {
                self.connection = None;
            }
            if done.send(Done { job: order.job, result, tries }).await.is_err() {
                return;
            }
        }
    }

    /// Counts what is the host's; after some of it the host is given up for this run.
    fn count(&mut self, host: String, result: &Result<Box<Exchange>, Trouble>) {
        let failures = self.failures.entry(host.clone()).or_default();
        match result {
            Err(trouble) if trouble.of_host => {
                *failures += 1;
                if *failures == FAILURES {
                    self.given_up.insert(host, trouble.for_the_others(FAILURES));
                }
            }
            _ => *failures = 0,
        }
    }

    async fn fetch(&mut self, order: &Order) -> (Result<Box<Exchange>, Trouble>, u32) {
        let treatment = self.shared.treatment.clone();
        let mut tries = 0;
        loop {
            if !std::mem::take(&mut self.is_fresh) {
                sleep(self.pace.wait()).await;
            }
            tries += 1;
            let result = self.once(order).await;
            let asked = match &result {
                Ok(exchange) if FOR_NOW.contains(&exchange.status) => exchange
                    .line("retry-after")
                    .and_then(|value| retry_after(&value, Timestamp::now()))
                    .or(Some(Duration::ZERO)),
                Ok(_) => None,
                Err(trouble) => trouble.passes.then_some(Duration::ZERO),
            };
            let Some(asked) = asked else { return (result, tries) };
            if tries > treatment.retries || asked > treatment.longest_wait {
                return (result, tries);
            }
            let first = treatment.delay.saturating_mul(2);
            let wait = backoff(tries - 1, Some(first), treatment.longest_wait, chance(&order.job, tries));
            sleep(wait.max(asked)).await;
        }
    }

    /// Asks once. A connection that was kept open, and turns out to be closed, is opened anew.
    async fn once(&mut self, order: &Order) -> Result<Box<Exchange>, Trouble> {
        let shared = Arc::clone(&self.shared);
        let Ok(_permit) = shared.at_once.acquire().await else { return Err(Trouble::cut_off()) };
        let manner = &shared.treatment.manner;
        let wanted = (address::authority(&order.job.url), order.allowed.any_certificate);
        let kept = self.connection.take().filter(|open| open.leads_to == wanted && !open.sender.is_closed());
        if let Some(mut connection) = kept {
            match ask(&mut connection, &order.job, manner).await {
                Err(trouble) if trouble.reason == "cut-off" && connection.reel.is_blank() => {}
                result => return self.keep(connection, result),
            }
        }
        let mut connection = shared.doors.open(&order.job.url, order.allowed).await?;
        let result = ask(&mut connection, &order.job, manner).await;
        self.keep(connection, result)
    }

    fn keep(&mut self, connection: Connection, result: Result<Exchange, Trouble>) -> Result<Box<Exchange>, Trouble> {
        if let Ok(exchange) = &result {
            self.pace.answered(exchange.took);
            self.connection = Some(connection);
        }
        result.map(Box::new)
    }
}

/// A number that differs from job to job and try to try.
fn chance(job: &Job, tries: u32) -> u64 {
    let mut hasher = DefaultHasher::new();
    job.name().hash(&mut hasher);
    tries.hash(&mut hasher);
    hasher.finish()
}
