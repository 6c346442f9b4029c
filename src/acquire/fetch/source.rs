//! A list of sources → where to look for reports: pages that list them, single pages, sitemaps, JSON interfaces.
//!
//! CSV with a head line, or TOML with `[[source]]`; the members are the same. What can't be read is told with its line, before
//! anything is fetched.

use super::address;
use super::interface::Interface;
use super::listing::Shape;
use super::question::Question;
use regex::Regex;
use serde::Deserialize;
use url::Url;

/// Sources of one list; a province's agencies down to towns are some ten thousand.
const MOST: usize = 1_000_000;

/// What is found at the address of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A page that lists reports, and the pages that go on with it.
    Index,
    /// A report.
    Page,
    /// A sitemap.
    Sitemap,
    /// An interface that answers with a list as JSON.
    Json,
}

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it stands: `sources.csv:3`.
    pub place: String,
    /// Its address; of a JSON interface, that of its first page.
    pub url: Url,
    /// What is posted to it for the first page of an interface.
    pub post: Option<String>,
    /// What is found there.
    pub kind: Kind,
    /// The agency whose reports these are, where the list says so.
    pub agency: Option<String>,
    /// The year, likewise.
    pub year: Option<u16>,
    /// The JSON interface.
    pub interface: Option<Interface>,
    /// What addresses of a sitemap must match to be fetched.
    pub matching: Option<Regex>,
    /// Its certificate is not verified.
    pub insecure: bool,
}

/// What a line or a table of a list says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Row {
    url: String,
    kind: Option<String>,
    agency: Option<String>,
    year: Option<u16>,
    list: Option<String>,
    title: Option<String>,
    link: Option<String>,
    pages: Option<String>,
    first_page: Option<u32>,
    post: Option<String>,
    r#match: Option<String>,
    insecure: Option<bool>,
}

/// The members that a source can have, as the head of a CSV names them.
pub const COLUMNS: [&str; 12] =
    ["url", "kind", "agency", "year", "list", "title", "link", "pages", "first_page", "post", "match", "insecure"];

/// Reads a list. `name` is what its sources are named by. The error is a sentence.
pub fn read(name: &str, text: &str) -> Result<Vec<Source>, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    if name.to_ascii_lowercase().ends_with(".toml") { from_toml(name, text) } else { from_csv(name, text) }
}

fn from_toml(name: &str, text: &str) -> Result<Vec<Source>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        source: Vec<toml::Spanned<Row>>,
    }
    let list: List = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        format!("{name}:{line}: {}: see `gongkai fetch --help` for the members of a [[source]]", error.message())
    })?;
    let source = |row: toml::Spanned<Row>| {
        let line = line_of(text, row.span().start);
        Source::of(format!("{name}:{line}"), row.into_inner())
    };
    list.source.into_iter().take(MOST).map(source).collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// The line of a row: what is told is where the row before it ended, with empty lines after that.
fn line_of_row(text: &str, byte: u64) -> usize {
    let at = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let empty = text.as_bytes()[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    line_of(text, at + empty)
}

fn from_csv(name: &str, text: &str) -> Result<Vec<Source>, String> {
    let mut rows = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let unread =
        |error: &csv::Error| format!("{name} can't be read as CSV ({error}): save it as UTF-8 CSV with commas");
    let head: Vec<String> = rows.headers().map_err(|e| unread(&e))?.iter().map(str::to_ascii_lowercase).collect();
    if !head.iter().any(|column| column == "url") {
        return Err(format!(
            "{name}:1: no column is called url: give the columns names in the first line, such as url,kind,agency,year"
        ));
    }
    if let Some(other) = head.iter().find(|column| !COLUMNS.contains(&column.as_str()) && !column.starts_with("note")) {
        return Err(format!(
            "{name}:1: the column {other:?} is not known: the columns are {}, and any that begins with note",
            COLUMNS.join(", ")
        ));
    }
    let mut sources = Vec::new();
    for row in rows.records().take(MOST) {
        let row = row.map_err(|e| unread(&e))?;
        let place = format!("{name}:{}", row.position().map_or(0, |at| line_of_row(text, at.byte())));
        let cell = |column: &str| {
            let at = head.iter().position(|name| name == column)?;
            row.get(at).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let number = |column: &str| match cell(column) {
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => {
                    Err(format!("{place}: {column} is {text:?}, which is no number: correct it, or leave it empty"))
                }
            },
            None => Ok(None),
        };
        let Some(url) = cell("url") else {
            if row.iter().all(str::is_empty) {
                continue;
            }
            return Err(format!("{place}: the url is empty: say where the source is"));
        };
        let row = Row {
            url,
            kind: cell("kind"),
            agency: cell("agency"),
            year: number("year")?.and_then(|year| u16::try_from(year).ok()),
            list: cell("list"),
            title: cell("title"),
            link: cell("link"),
            pages: cell("pages"),
            first_page: number("first_page")?,
            post: cell("post"),
            r#match: cell("match"),
            insecure: cell("insecure").map(|said| matches!(said.to_ascii_lowercase().as_str(), "true" | "yes" | "1")),
        };
        sources.push(Source::of(place, row)?);
    }
    Ok(sources)
}

impl Source {
    fn of(place: String, row: Row) -> Result<Self, String> {
        let kind = match row.kind.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("index") => Kind::Index,
            Some("page") => Kind::Page,
            Some("sitemap") => Kind::Sitemap,
            Some("json") => Kind::Json,
            Some(other) => {
                return Err(format!("{place}: the kind is {other:?}: it is one of index, page, sitemap, json"));
            }
        };
        if row.year.is_some_and(|year| !(2008..=2099).contains(&year)) {
            return Err(format!(
                "{place}: no report is of the year {}: reports began with 2008",
                row.year.unwrap_or(0)
            ));
        }
        if row.post.is_some() && kind != Kind::Json {
            return Err(format!("{place}: post is for sources of the kind json, which is the only one asked by POST"));
        }
        let interface = match (kind, row.title, row.link) {
            (Kind::Json, Some(title), Some(link)) => {
                let shape = Shape { list: row.list.unwrap_or_default(), title, link, pages: row.pages };
                let interface = Interface::new(shape, row.url.clone(), row.post, row.first_page.unwrap_or(1));
                Some(interface.map_err(|why| format!("{place}: post {why}: correct it"))?)
            }
            (Kind::Json, ..) => {
                return Err(format!(
                    "{place}: a json source must say which members of an item are its title and its link"
                ));
            }
            _ => None,
        };
        let first = interface.as_ref().map_or_else(
            || address::read(None, &row.url).map(|url| Question { url, post: None }),
            |interface| interface.page(0),
        );
        let Question { url, post } =
            first.map_err(|why| format!("{place}: {} can't be fetched: {why}; write it as https://…", row.url))?;
        let matching = match row.r#match.as_deref().map(Regex::new) {
            Some(Err(_)) => return Err(format!("{place}: match is no regular expression: correct it")),
            Some(Ok(pattern)) => Some(pattern),
            None => None,
        };
        let agency = row.agency.map(|a| a.trim().to_owned()).filter(|a| !a.is_empty());
        let insecure = row.insecure.unwrap_or(false);
        Ok(Self { place, url, post, kind, agency, year: row.year, interface, matching, insecure })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_is_read_by_the_names_of_its_columns() {
        let text = "\u{FEFF}agency,url,kind,year,note\n青石市教育局,http://a.cn/nb/,index,,x\n\n,https://a.cn/1.pdf,page,2023,\n";
        let sources = read("s.csv", text).unwrap();
        assert_eq!(sources.len(), 2);
        assert_eq!((sources[0].agency.as_deref(), sources[0].kind), (Some("青石市教育局"), Kind::Index));
        assert_eq!((sources[1].year, sources[1].place.as_str()), (Some(2023), "s.csv:4"));
    }

    #[test]
    fn a_toml_holds_interfaces() {
        let text = "[[source]]\nurl = 'http://a.cn/'\n\n[[source]]\nurl = 'http://a.cn/list?p={page}'\nkind = 'json'\nlist = 'data'\ntitle = 't'\nlink = 'u'\nfirst_page = 0\n";
        let sources = read("s.toml", text).unwrap();
        let interface = sources[1].interface.as_ref().unwrap();
        assert_eq!(interface.page(2).unwrap().url.as_str(), "http://a.cn/list?p=2");
        assert_eq!(sources[1].place, "s.toml:4");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (name, text, said) in [
            ("s.csv", "url,kind\nhttp://a.cn/,list\n", "s.csv:2"),
            ("s.csv", "url\nwww.a.cn\n", "https://"),
            ("s.csv", "address\nhttp://a.cn\n", "column"),
            ("s.csv", "url,agncy\nhttp://a.cn,x\n", "agncy"),
            ("s.csv", "url,year\nhttp://a.cn,1998\n", "2008"),
            ("s.csv", "url,year\nhttp://a.cn,last\n", "no number"),
            ("s.csv", "url,kind\nhttp://a.cn,json\n", "title"),
            ("s.csv", "url,post\nhttp://a.cn,a=1\n", "kind json"),
            ("s.csv", "url,kind,title,link,post\nhttp://a.cn,json,t,u,{{page}\n", "s.csv:2: post"),
            ("s.toml", "[[source]]\nurl = 'http://a.cn/'\nagncy = 'x'\n", "s.toml:3"),
        ] {
            let error = read(name, text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
