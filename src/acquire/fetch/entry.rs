//! What became of an address: a line of the log `fetch.ndjson`.
//!
//! The log is the memory of an archive. A run that was killed goes on by it, and the next one asks by it whether things have
//! changed; so an entry holds what followed from the answer (`leads`, `pages`), not only that there was one.

use super::question;
use serde::{Deserialize, Serialize};

/// The name and version of the log's shape.
pub const SCHEMA: &str = "gongkai.fetch/1";

/// What an address was fetched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The rules of a host.
    Robots,
    /// A page that lists reports.
    Index,
    /// An answer of a JSON interface.
    List,
    /// A sitemap.
    Sitemap,
    /// A report.
    Report,
    /// A file or picture that a report's page leads to.
    Attachment,
}

impl Role {
    /// Its word in the log and the archive.
    pub fn word(self) -> &'static str {
        match self {
            Self::Robots => "robots",
            Self::Index => "index",
            Self::List => "list",
            Self::Sitemap => "sitemap",
            Self::Report => "report",
            Self::Attachment => "attachment",
        }
    }

    /// Whether it is only a way to reports.
    pub fn is_a_way(self) -> bool {
        matches!(self, Self::Robots | Self::Index | Self::List | Self::Sitemap)
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// It is in the archive now.
    Taken,
    /// It is as an earlier run left it.
    Unchanged,
    /// It is somewhere else, which is fetched in its turn.
    Moved,
    /// It is not there (404, 410).
    Missing,
    /// The site's robots.txt does not want it fetched.
    Refused,
    /// It is no address of the public web, or stands behind a limit.
    Barred,
    /// It could not be had.
    Failed,
}

/// Something that an answer leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Where.
    pub url: String,
    /// What it is fetched for.
    pub role: Role,
    /// What the link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The agency that the link names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The year that the link names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// Something that sounds like a report and was not followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetGo {
    /// Where.
    pub url: String,
    /// What the link says.
    pub title: String,
    /// The word that decided.
    pub because: String,
}

/// Where in the archive the records of an address lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The file.
    pub file: String,
    /// The offset of the first record.
    pub offset: u64,
    /// The bytes of all of them.
    pub bytes: u64,
}

/// The record that holds the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its id.
    pub id: String,
    /// When it was fetched.
    pub at: String,
    /// The digest of its payload.
    pub digest: String,
    /// The file it lies in.
    pub file: String,
}

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The run, counted from 1.
    pub run: u32,
    /// When it ended.
    pub at: String,
    /// The address.
    pub url: String,
    /// What was posted to it; absent where it was asked for as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// What it was fetched for.
    pub role: Role,
    /// How it ended.
    pub end: End,
    /// A stable word for what stood in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What happened and what can be done, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the server says it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The bytes that came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// What the server names the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Where its records lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// The record that holds the content: of this run or an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The source it was found by.
    pub source: String,
    /// The page with the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// What the link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The agency, by the list of sources or else by the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The year, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The certificate was not verified, because the source says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// The server spoke only a TLS that is not secure any more: its version and cipher, such as `TLSv1 AES128-SHA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_tls: Option<String>,
    /// How many times it was asked for.
    #[serde(default)]
    pub tries: u32,
    /// What it leads to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<Lead>,
    /// The further pages of a list, by the names of what is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
    /// What sounds like a report and was let go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub let_go: Vec<LetGo>,
    /// A digest of the links of a list's page, by which pages without end are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<String>,
    /// A digest of what a list was judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
    /// The text of a robots.txt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
}

impl Entry {
    /// The name of what was asked ([`question`]).
    pub fn name(&self) -> String {
        question::name(&self.url, self.post.as_deref())
    }

    /// Whether what was posted is posted to where it is now: of the redirections, only these keep the method (RFC 9110, 15.4).
    pub fn posts_again(&self) -> bool {
        matches!(self.status, Some(307 | 308))
    }

    /// Whether another try, at another time, may end otherwise.
    pub fn is_passing(&self) -> bool {
        const PASSING: [&str; 7] =
            ["name-not-found", "no-connection", "timeout", "cut-off", "server-error", "busy", "robots-unreachable"];
        self.end == End::Failed && self.reason.as_deref().is_some_and(|reason| PASSING.contains(&reason))
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Line {
    /// A run begins.
    Begin {
        /// The shape of the log.
        schema: String,
        /// The run, counted from 1.
        run: u32,
        /// When.
        at: String,
        /// The version of the program.
        version: String,
    },
    /// An address came to its end.
    Address(Box<Entry>),
    /// A run came to its end.
    End {
        /// The run.
        run: u32,
        /// When.
        at: String,
    },
}
