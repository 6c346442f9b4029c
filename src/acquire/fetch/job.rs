//! An address that waits to be fetched, and all that is known of it before.

use super::address;
use super::entry::{End, Entry, Lead, Role};
use super::question::{self, Question};
use super::source::{Kind, Source};
use url::Url;

/// An address that waits to be fetched.
#[derive(Debug, Clone)]
pub struct Job {
    /// The address.
    pub url: Url,
    /// What is posted to it; nothing where it is asked for as usual.
    pub post: Option<String>,
    /// What it is fetched for.
    pub role: Role,
    /// The source, by its place among all.
    pub source: usize,
    /// What the link says.
    pub title: Option<String>,
    /// The agency, by the list of sources or else by the link.
    pub agency: Option<String>,
    /// The year, likewise.
    pub year: Option<u16>,
    /// The page with the link.
    pub via: Option<Url>,
    /// Columns of reports that were gone through to get here.
    pub depth: u8,
    /// The number of a list's page, from 0.
    pub page: u32,
    /// Addresses that led here by redirection, the first one first.
    pub chain: Vec<Url>,
    /// The host whose rules this is, for a robots.txt: redirections may lead to another one.
    pub gate: String,
    /// How it ended in an earlier run, if its content is still in the archive.
    pub prior: Option<Box<Entry>>,
}

impl Job {
    /// The first address of a source.
    pub fn of(number: usize, source: &Source) -> Self {
        let role = match source.kind {
            Kind::Index => Role::Index,
            Kind::Page => Role::Report,
            Kind::Sitemap => Role::Sitemap,
            Kind::Json => Role::List,
        };
        Self {
            url: source.url.clone(),
            post: source.post.clone(),
            role,
            source: number,
            title: None,
            agency: source.agency.clone(),
            year: source.year,
            via: None,
            depth: 0,
            page: 0,
            chain: Vec::new(),
            gate: address::authority(&source.url),
            prior: None,
        }
    }

    /// The name of what is asked, by which it is told from all others.
    pub fn name(&self) -> String {
        question::name(self.url.as_str(), self.post.as_deref())
    }

    /// The rules of its host.
    #[must_use]
    pub fn robots(&self) -> Self {
        Self {
            url: address::robots(&self.url),
            post: None,
            role: Role::Robots,
            title: None,
            via: None,
            chain: Vec::new(),
            prior: None,
            ..self.clone()
        }
    }

    /// What this job's answer leads to.
    pub fn lead(&self, lead: &Lead, source: &Source) -> Option<Self> {
        let url = address::read(None, &lead.url).ok()?;
        let gate = address::authority(&url);
        Some(Self {
            role: lead.role,
            title: lead.title.clone().or_else(|| self.title.clone().filter(|_| lead.role == Role::Attachment)),
            agency: source.agency.clone().or_else(|| lead.agency.clone()).or_else(|| self.agency.clone()),
            year: source.year.or(lead.year).or(self.year),
            via: Some(self.url.clone()),
            depth: self.depth + u8::from(lead.role == Role::Index),
            page: 0,
            chain: Vec::new(),
            gate,
            prior: None,
            url,
            post: None,
            ..self.clone()
        })
    }

    /// A further page of the list, by its name.
    pub fn further(&self, page: &str) -> Option<Self> {
        let Question { url, post } = Question::read(page)?;
        let gate = address::authority(&url);
        let via = Some(self.url.clone());
        Some(Self { page: self.page + 1, via, chain: Vec::new(), gate, prior: None, url, post, ..self.clone() })
    }

    /// The same thing, where a redirection says that it is; with or without posting again what was posted.
    pub fn moved(&self, to: &str, posts_again: bool) -> Option<Self> {
        let url = address::read(None, to).ok()?;
        let gate = if self.role == Role::Robots { self.gate.clone() } else { address::authority(&url) };
        let mut chain = self.chain.clone();
        chain.push(self.url.clone());
        let post = self.post.clone().filter(|_| posts_again);
        Some(Self { chain, gate, prior: None, url, post, ..self.clone() })
    }

    /// An entry for it, of a run, without anything about an answer.
    pub fn entry(&self, run: u32, at: String, end: End, source: &Source) -> Entry {
        Entry {
            run,
            at,
            url: self.url.to_string(),
            post: self.post.clone(),
            role: self.role,
            end,
            reason: None,
            why: None,
            status: None,
            media_type: None,
            bytes: None,
            etag: None,
            last_modified: None,
            kept: None,
            holder: None,
            source: source.place.clone(),
            via: self.via.as_ref().map(Url::to_string),
            title: self.title.clone(),
            agency: self.agency.clone(),
            year: self.year,
            unverified: false,
            old_tls: None,
            tries: 0,
            leads: Vec::new(),
            pages: Vec::new(),
            let_go: Vec::new(),
            print: None,
            judged_by: None,
            rules: None,
        }
    }
}
