//! An answer to a job → how it ended, and what follows from it.

use super::entry::{End, Entry, Lead, LetGo, Role};
use super::job::Job;
use super::page::{self, Anchor, Page};
use super::recognise::{self, recognise};
use super::source::Source;
use super::{address, files, listing, paging, robots, sitemap, warc};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use url::Url;

/// Bytes of the links that one page leads to. A sitemap of 50,000 addresses has some 5 MB of them.
const MOST_BYTES: usize = 16 << 20;

/// Why a list is kept like a report: nothing was found on it, so it may be one; it has the words of one.
pub const NO_LIST: &str = "no-list";
/// See [`NO_LIST`].
pub const IS_REPORT: &str = "is-report";

/// What a server answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it sends the asker.
    pub location: Option<String>,
    /// What it says the content is.
    pub media_type: Option<String>,
    /// The content as text, where it is one.
    pub text: Option<String>,
}

/// What follows from an answer, to be put into an [`Entry`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Following {
    /// How it ended.
    pub end: Option<End>,
    /// A stable word for what stood in the way.
    pub reason: Option<&'static str>,
    /// What happened and what can be done.
    pub why: Option<String>,
    /// What it leads to.
    pub leads: Vec<Lead>,
    /// The further pages of a list, by the names of what is asked.
    pub pages: Vec<String>,
    /// What was let go.
    pub let_go: Vec<LetGo>,
    /// The digest of a list's links.
    pub print: Option<String>,
    /// A digest of what a list was judged by.
    pub judged_by: Option<String>,
    /// The text of a robots.txt.
    pub rules: Option<String>,
}

impl Following {
    fn failed(reason: &'static str, why: impl Into<String>) -> Self {
        Self { end: Some(End::Failed), reason: Some(reason), why: Some(why.into()), ..Self::default() }
    }

    fn ended(end: End) -> Self {
        Self { end: Some(end), ..Self::default() }
    }

    /// Puts it into an entry.
    pub fn put(self, entry: &mut Entry) {
        entry.end = self.end.unwrap_or(End::Failed);
        entry.reason = self.reason.map(str::to_owned);
        entry.why = self.why;
        entry.leads = self.leads;
        entry.pages = self.pages;
        entry.let_go = self.let_go;
        entry.print = self.print;
        entry.judged_by = self.judged_by;
        entry.rules = self.rules;
    }
}

/// Judges an answer. `hops` is how many redirections are followed, `depth` how many columns of columns.
pub fn judge(job: &Job, source: &Source, answer: &Answer, hops: usize, depth: u8) -> Following {
    match answer.status {
        200 => bounded(read(job, source, answer, hops, depth)),
        301 | 302 | 303 | 307 | 308 => moved(job, answer.location.as_deref(), hops, answer.status),
        404 | 410 => Following {
            reason: Some("missing"),
            why: Some(
                "it is not there: look for it on the site, and correct the list of sources if that named it".to_owned(),
            ),
            ..Following::ended(End::Missing)
        },
        429 | 503 => Following::failed(
            "busy",
            format!("the server asks for a pause ({}): fetch again later, with a longer --delay", answer.status),
        ),
        401 | 403 | 405 | 406 | 412 | 451 | 521 => Following::failed(
            "forbidden",
            format!(
                "the server does not give it to programs ({}): fetch it with a browser, and convert the saved file",
                answer.status
            ),
        ),
        206 => Following::failed("cut-off", "the server sent a part of it only, unasked: fetch it with a browser"),
        status if status >= 500 => {
            Following::failed("server-error", format!("the server failed ({status}): fetch again later"))
        }
        status => Following::failed(
            "status",
            format!("the server answered with {status}, and no document: open the address in a browser"),
        ),
    }
}

/// Lets go of what is more than any page leads to: it would fill the log.
fn bounded(mut following: Following) -> Following {
    let mut bytes = 0;
    let mut fits = |length: usize| {
        bytes += length;
        bytes <= MOST_BYTES
    };
    let before = following.leads.len() + following.pages.len() + following.let_go.len();
    following.leads.retain(|lead| fits(lead.url.len() + lead.title.as_ref().map_or(0, String::len)));
    following.pages.retain(|page| fits(page.len()));
    following.let_go.retain(|let_go| fits(let_go.url.len() + let_go.title.len()));
    let gone = before - following.leads.len() - following.pages.len() - following.let_go.len();
    if gone > 0 {
        following.reason = Some("limit");
        following.why =
            Some(format!("{gone} of its links were let go, for it has more than any list: name its parts as sources"));
    }
    following
}

/// Sent on, by a redirection of a status or by a page.
fn moved(job: &Job, location: Option<&str>, hops: usize, status: u16) -> Following {
    let target = location.map(|to| address::read(Some(&job.url), to));
    let Some(Ok(target)) = target else {
        return Following::failed("redirect", "the server sends on to no address of the web: open it in a browser");
    };
    // What was posted may be answered at the same address, to a question that posts nothing.
    let is_another = job.post.is_some() && !matches!(status, 307 | 308);
    if (target == job.url && !is_another) || job.chain.contains(&target) {
        return Following::failed(
            "redirect",
            "the server sends round in a circle: open the address in a browser, it may want a cookie",
        );
    }
    if job.chain.len() >= hops {
        return Following::failed(
            "redirect",
            format!("the server sends on more than {hops} times: open the address in a browser"),
        );
    }
    let lead = Lead { url: target.to_string(), role: job.role, title: None, agency: None, year: None };
    Following { leads: vec![lead], ..Following::ended(End::Moved) }
}

fn read(job: &Job, source: &Source, answer: &Answer, hops: usize, depth: u8) -> Following {
    let text = answer.text.as_deref();
    match (job.role, text) {
        (Role::Robots, text) => {
            // A page in its place says that there is none.
            let is_page = text.is_some_and(|text| text.trim_start().starts_with('<'));
            let rules = text.filter(|_| !is_page).map(|text| &text[..text.floor_char_boundary(robots::LIMIT)]);
            Following { rules: rules.map(str::to_owned), ..Following::ended(End::Taken) }
        }
        (Role::Index, Some(text)) => index(job, text, hops, depth),
        (Role::List, Some(text)) => list(job, source, text),
        (Role::Sitemap, Some(text)) => site(job, source, text),
        (Role::Report, Some(text)) if is_page(text) => report(job, &page::read(text, &job.url), hops),
        (Role::Report | Role::Attachment, _) => Following::ended(End::Taken),
        (Role::Index | Role::List | Role::Sitemap, None) => Following {
            reason: Some(NO_LIST),
            why: Some(
                "what is there is no text, so it lists nothing: call the source page if it is a report".to_owned(),
            ),
            ..Following::ended(End::Taken)
        },
    }
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(2000).collect::<String>().to_ascii_lowercase();
    start.contains("<html")
        || start.contains("<!doctype")
        || start.contains("<body")
        || start.contains("<div")
        || start.contains("<a ")
}

/// A page that lists reports.
fn index(job: &Job, text: &str, hops: usize, depth: u8) -> Following {
    // The answer of a store (jpage) has its items wrapped.
    let stored = text.contains("<datastore") && !text.contains("<html") && !text.contains("<HTML");
    let page = if stored { page::read(&page::records(text), &job.url) } else { page::read(text, &job.url) };
    if let Some(to) = sent_on(&page).filter(|_| page.anchors.len() < 5) {
        return moved(job, Some(to.as_str()), hops, 200);
    }
    let mut following = Following::ended(End::Taken);
    let mut seen = BTreeSet::new();
    for anchor in page.anchors.iter().filter(|anchor| anchor.url != job.url) {
        if seen.insert(anchor.url.as_str().to_owned()) {
            // What all pages of a site share has columns of every kind in it.
            let is_ours = !anchor.shared && address::authority(&anchor.url) == address::authority(&job.url);
            follow(anchor, is_ours && job.depth < depth, &mut following);
        }
    }
    for (title, why) in &page.odd {
        if matches!(recognise(title), recognise::Lead::Report { .. }) {
            following.let_go.push(LetGo { url: job.url.to_string(), title: title.clone(), because: (*why).to_owned() });
        }
    }
    let pages = paging::further(&page, text, &job.url);
    let links = page.anchors.iter().filter(|a| !a.shared && !pages.contains(&a.url)).map(|a| a.url.as_str());
    following.print = Some(print(links));
    following.pages = pages.iter().map(Url::to_string).collect();
    if page.prose > MOST_PROSE || OF_REPORTS.iter().any(|words| text.contains(words)) {
        let files = files::of(&page, &job.url).0.into_iter().filter(|lead| seen.insert(lead.url.clone()));
        following.leads.extend(files);
        following.reason = Some(IS_REPORT);
        following.why = Some(
            "it is itself a report, as it seems by its text, and is kept as one: call the source page if that is so"
                .to_owned(),
        );
        return following;
    }
    said_if_empty(following, job)
}

/// Chinese characters outside of links, above which a page is more than a list. Reports in prose begin with some thousand.
const MOST_PROSE: usize = 600;

/// Words that stand in reports and on no page that lists them: of the statutory form of 2019 and later, and of 2014.
const OF_REPORTS: [&str; 5] = [
    "本年新收政府信息公开申请",
    "结转下年度继续办理",
    "三、本年度办理结果",
    "主动公开政府信息数",
    "收到政府信息公开申请数",
];

/// Takes a link, or lets it go with a word.
fn follow(anchor: &Anchor, columns: bool, into: &mut Following) {
    let url = anchor.url.to_string();
    let title = Some(anchor.text.clone());
    match recognise(&anchor.text) {
        recognise::Lead::Report { year, agency } => {
            into.leads.push(Lead { url, role: Role::Report, title, agency, year });
        }
        recognise::Lead::Column if columns => {
            into.leads.push(Lead { url, role: Role::Index, title, agency: None, year: None });
        }
        recognise::Lead::LookAlike(word) => {
            into.let_go.push(LetGo { url, title: anchor.text.clone(), because: word.to_owned() });
        }
        recognise::Lead::Column | recognise::Lead::Nothing => {}
    }
}

fn said_if_empty(mut following: Following, job: &Job) -> Following {
    if following.leads.is_empty() && job.page == 0 {
        following.reason = Some(NO_LIST);
        following.why = Some(
            "no link on it was recognised as a report: open it in a browser; a list that a script draws needs a json source, a report \
             the kind page"
                .to_owned(),
        );
    }
    following
}

/// An answer of a JSON interface.
fn list(job: &Job, source: &Source, text: &str) -> Following {
    let Some(interface) = &source.interface else { return Following::ended(End::Taken) };
    let listing = match listing::read(text, &interface.shape) {
        Ok(listing) => listing,
        Err(why) => {
            return Following {
                reason: Some(NO_LIST),
                why: Some(format!("{why}: look at the answer, and correct the source")),
                ..Following::ended(End::Taken)
            };
        }
    };
    let mut following = Following::ended(End::Taken);
    let mut seen = BTreeSet::new();
    for (title, link) in &listing.items {
        if let Ok(url) = address::read(Some(&job.url), link)
            && seen.insert(url.as_str().to_owned())
        {
            follow(&Anchor { url, text: title.clone(), shared: false }, false, &mut following);
        }
    }
    following.print = Some(print(seen.iter().map(String::as_str)));
    let is_more = !listing.items.is_empty() && listing.pages.is_none_or(|count| job.page + 1 < count);
    following.pages =
        interface.page(job.page + 1).ok().filter(|_| is_more).map(|page| page.name()).into_iter().collect();
    said_if_empty(following, job)
}

/// A sitemap.
fn site(job: &Job, source: &Source, text: &str) -> Following {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled by a test")]
    static USUAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(sitemap::USUAL).expect("a constant pattern"));
    let matching = source.matching.as_ref().unwrap_or(&USUAL);
    let map = sitemap::read(text, &job.url);
    let lead = |url: &Url, role| Lead { url: url.to_string(), role, title: None, agency: None, year: None };
    let pages = map.pages.iter().filter(|url| matching.is_match(url.as_str())).map(|url| lead(url, Role::Report));
    let mut following = Following::ended(End::Taken);
    // Maps of maps of maps are not meant by the protocol.
    let maps = map.maps.iter().filter(|_| job.depth == 0).map(|url| lead(url, Role::Sitemap));
    following.leads = maps.chain(pages).collect();
    if following.leads.is_empty() {
        following.reason = Some(NO_LIST);
        following.why =
            Some("no address in it looks like one of reports: say with match what they look like".to_owned());
    }
    following
}

/// The page of a report.
fn report(job: &Job, page: &Page, hops: usize) -> Following {
    if let Some(to) = sent_on(page).filter(|_| page.anchors.len() < 5) {
        return moved(job, Some(to.as_str()), hops, 200);
    }
    let (leads, gone) = files::of(page, &job.url);
    let mut following = Following { leads, ..Following::ended(End::Taken) };
    if gone > 0 {
        following.reason = Some("limit");
        following.why =
            Some(format!("{gone} of its files were let go, for it has more than any report: name them as sources"));
    }
    following
}

/// Where a page sends its readers by itself.
fn sent_on(page: &Page) -> Option<Url> {
    page.refresh.clone()
}

/// A digest of links, by which a page that comes again under another address is known.
fn print<'u>(links: impl Iterator<Item = &'u str>) -> String {
    let sorted: BTreeSet<&str> = links.collect();
    let all: Vec<&str> = sorted.into_iter().collect();
    warc::digest(all.join("\n").as_bytes())
}

#[cfg(test)]
mod tests;
