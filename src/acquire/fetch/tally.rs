//! How all addresses of a run ended → what is told at its end: counts by host and by role, what stood in the way with what
//! can be done, and which reports of which agency and year were found.

use super::address;
use super::entry::{End, Entry, Role};
use super::source::Source;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The name and version of the summary's shape.
pub const SCHEMA: &str = "gongkai.fetch-summary/1";

/// Addresses that are named as examples of a problem.
const EXAMPLES: usize = 5;

/// Addresses counted by how they ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All that were found.
    pub found: u64,
    /// New in the archive.
    pub taken: u64,
    /// As an earlier run left them.
    pub unchanged: u64,
    /// Somewhere else now.
    pub moved: u64,
    /// Not wanted by robots.txt.
    pub refused: u64,
    /// Not there.
    pub missing: u64,
    /// No public addresses, or beyond a limit.
    pub barred: u64,
    /// Not to be had.
    pub failed: u64,
    /// Bytes that came.
    pub bytes: u64,
}

impl Counts {
    fn add(&mut self, entry: &Entry) {
        self.found += 1;
        self.bytes += entry.bytes.unwrap_or(0);
        *match entry.end {
            End::Taken => &mut self.taken,
            End::Unchanged => &mut self.unchanged,
            End::Moved => &mut self.moved,
            End::Refused => &mut self.refused,
            End::Missing => &mut self.missing,
            End::Barred => &mut self.barred,
            End::Failed => &mut self.failed,
        } += 1;
    }
}

/// Something that stood in the way, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its stable word.
    pub reason: String,
    /// How often.
    pub count: u64,
    /// What happened and what can be done, of the first one.
    pub what_can_be_done: String,
    /// Some of the addresses.
    pub examples: Vec<String>,
}

/// What a run came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Everything but the rules of hosts, which nobody looks for.
    pub total: Counts,
    /// By what it was fetched for.
    pub roles: BTreeMap<&'static str, Counts>,
    /// By host.
    pub hosts: BTreeMap<String, Counts>,
    /// What stood in the way, the most frequent first.
    pub problems: Vec<Problem>,
    /// Pages of lists that were asked for by POST.
    pub asked_by_post: u64,
    /// Hosts whose certificates were not verified, because their sources say so.
    pub unverified_hosts: BTreeSet<String>,
    /// Hosts that spoke only a TLS that is not secure any more, with its version and cipher: what came from them could have been
    /// changed on its way.
    pub old_tls_hosts: BTreeMap<String, String>,
    /// Links that sound like reports and were let go, by the word that decided.
    pub let_go: BTreeMap<String, u64>,
    /// Sources that no report was found by.
    pub sources_without_reports: Vec<String>,
}

impl Tally {
    /// Counts the entries of a run.
    pub fn of<'e>(entries: impl Iterator<Item = &'e Entry>, sources: &[Source]) -> Self {
        let mut tally = Self::default();
        let mut problems: BTreeMap<String, Problem> = BTreeMap::new();
        let mut fruitful = BTreeSet::new();
        for entry in entries {
            let host = Url::parse(&entry.url).map_or_else(|_| entry.url.clone(), |url| address::authority(&url));
            tally.roles.entry(entry.role.word()).or_default().add(entry);
            if entry.role != Role::Robots {
                tally.total.add(entry);
                tally.hosts.entry(host.clone()).or_default().add(entry);
            }
            tally.asked_by_post += u64::from(entry.post.is_some());
            if let Some(spoken) = &entry.old_tls {
                tally.old_tls_hosts.insert(host.clone(), spoken.clone());
            }
            if entry.unverified {
                tally.unverified_hosts.insert(host);
            }
            for let_go in &entry.let_go {
                *tally.let_go.entry(let_go.because.clone()).or_default() += 1;
            }
            if matches!(entry.role, Role::Report) {
                fruitful.insert(entry.source.clone());
            }
            // That a site has no robots.txt stands in nobody's way; what it is barred by bars its addresses, too.
            let is_normal = entry.role == Role::Robots && matches!(entry.end, End::Missing | End::Barred);
            if let (Some(reason), Some(why), false) = (&entry.reason, &entry.why, is_normal) {
                let problem = problems.entry(reason.clone()).or_insert_with(|| Problem {
                    reason: reason.clone(),
                    count: 0,
                    what_can_be_done: why.clone(),
                    examples: Vec::new(),
                });
                problem.count += 1;
                if problem.examples.len() < EXAMPLES {
                    problem.examples.push(entry.name());
                }
            }
        }
        tally.problems = problems.into_values().collect();
        tally.problems.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.reason.cmp(&b.reason)));
        let barren = sources.iter().filter(|source| !fruitful.contains(&source.place));
        tally.sources_without_reports = barren.map(|source| format!("{} {}", source.place, source.url)).collect();
        tally
    }
}

/// What `fetch.json` holds.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// The shape: [`SCHEMA`].
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'a str,
    /// The run, counted from 1.
    pub run: u32,
    /// When this part of it began.
    pub started: &'a str,
    /// When it ended.
    pub finished: &'a str,
    /// It came to its end.
    pub is_whole: bool,
    /// What it came to.
    #[serde(flatten)]
    pub tally: &'a Tally,
}

/// Which reports of which agency and year were found: a head, and a row an agency. A cell holds how its report ended, with the
/// number where there are several; agencies of the list that have none have their row, too.
pub fn coverage<'e>(entries: impl Iterator<Item = &'e Entry>, sources: &[Source]) -> Vec<Vec<String>> {
    let mut rows: BTreeMap<String, BTreeMap<Option<u16>, Vec<End>>> = BTreeMap::new();
    for agency in sources.iter().filter_map(|source| source.agency.clone()) {
        rows.entry(agency).or_default();
    }
    for entry in entries.filter(|entry| entry.role == Role::Report && entry.end != End::Moved) {
        let host = || Url::parse(&entry.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let agency = entry.agency.clone().unwrap_or_else(host);
        rows.entry(agency).or_default().entry(entry.year).or_default().push(entry.end);
    }
    let years: BTreeSet<u16> = rows.values().flat_map(|row| row.keys().filter_map(|year| *year)).collect();
    // Years between are columns, too: a gap is what one looks for.
    let mut columns: Vec<Option<u16>> = match (years.first(), years.last()) {
        (Some(first), Some(last)) => (*first..=*last).map(Some).collect(),
        _ => Vec::new(),
    };
    if rows.values().any(|row| row.contains_key(&None)) {
        columns.push(None);
    }
    let head = columns.iter().map(|year| year.map_or_else(|| "year_unknown".to_owned(), |year| year.to_string()));
    let mut table = vec![std::iter::once("agency".to_owned()).chain(head).collect::<Vec<_>>()];
    for (agency, row) in rows {
        let cells = columns.iter().map(|year| row.get(year).map_or_else(String::new, |ends| cell(ends)));
        table.push(std::iter::once(agency).chain(cells).collect());
    }
    table
}

/// The best of several, and how many there are of it.
fn cell(ends: &[End]) -> String {
    let Some(best) = ends.iter().min() else { return String::new() };
    let word = match best {
        End::Taken => "taken",
        End::Unchanged => "unchanged",
        End::Moved => "moved",
        End::Missing => "missing",
        End::Refused => "refused",
        End::Barred => "barred",
        End::Failed => "failed",
    };
    match ends.iter().filter(|end| *end == best).count() {
        1 => word.to_owned(),
        count => format!("{word} {count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{job::Job, source};
    use super::*;

    #[test]
    fn reports_are_laid_out_by_agency_and_year_with_the_gaps() {
        let sources = source::read("s.csv", "url,agency\nhttp://a.cn/,甲局\nhttp://b.cn/,乙局\n").unwrap();
        let entry = |source: usize, at: &str, year, end| {
            let job =
                Job { url: Url::parse(at).unwrap(), role: Role::Report, year, ..Job::of(source, &sources[source]) };
            job.entry(1, String::new(), end, &sources[source])
        };
        let mut entries = [
            entry(0, "http://a.cn/1", Some(2021), End::Taken),
            entry(0, "http://a.cn/2", Some(2023), End::Missing),
            entry(0, "http://a.cn/3", Some(2021), End::Taken),
            entry(0, "http://a.cn/4", None, End::Failed),
        ];
        entries[1].reason = Some("missing".into());
        entries[1].why = Some("gone: look".into());
        let table = coverage(entries.iter(), &sources);
        assert_eq!(table[0], ["agency", "2021", "2022", "2023", "year_unknown"]);
        assert_eq!(table[1], ["乙局", "", "", "", ""]);
        assert_eq!(table[2], ["甲局", "taken 2", "", "missing", "failed"]);
        let tally = Tally::of(entries.iter(), &sources);
        assert_eq!((tally.total.found, tally.total.taken, tally.hosts["http://a.cn:80"].missing), (4, 2, 1));
        assert_eq!(tally.problems[0].what_can_be_done, "gone: look");
        assert_eq!(tally.sources_without_reports, ["s.csv:3 http://b.cn/"]);
    }
}
