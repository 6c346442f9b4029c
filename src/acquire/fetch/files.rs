//! The page of a report → its files and pictures, but for those that belong to the site.

use super::address;
use super::entry::{Lead, Role};
use super::page::{Anchor, Page};
use std::collections::BTreeSet;
use url::Url;

/// Pictures taken from one report: scans of its pages. Reports have up to some thirty pages.
const MOST_PICTURES: usize = 60;

/// Files taken from one report.
const MOST_FILES: usize = 40;

/// The files and pictures that belong to the report on a page that was served at `at`, and how many more were let go.
pub fn of(page: &Page, at: &Url) -> (Vec<Lead>, usize) {
    let mut leads: Vec<Lead> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |url: &Url, text: &str| {
        if *url != *at && seen.insert(url.as_str().to_owned()) {
            let title = Some(text.to_owned()).filter(|text| !text.is_empty());
            leads.push(Lead { url: url.to_string(), role: Role::Attachment, title, agency: None, year: None });
        }
    };
    let files: Vec<_> = page.anchors.iter().filter(|a| !a.shared && is_file(&a.url, &a.text)).collect();
    files.iter().take(MOST_FILES).for_each(|a| add(&a.url, &a.text));
    for frame in page.frames.iter().take(MOST_FILES) {
        // A viewer in a frame is told in its query which file to show.
        let shown = frame
            .query_pairs()
            .find(|(name, _)| matches!(name.as_ref(), "file" | "url" | "src"))
            .map(|(_, at)| at.into_owned());
        let shown = shown.and_then(|at| address::read(Some(frame), &at).ok()).filter(|url| is_file(url, ""));
        if let Some(url) = shown.or_else(|| Some(frame.clone()).filter(|url| is_file(url, ""))) {
            add(&url, "");
        }
    }
    let is_own = |p: &&Anchor| !p.shared && has_end(&p.url, &PICTURES) && !is_decoration(&p.url);
    let pictures: Vec<_> = page.pictures.iter().filter(is_own).collect();
    pictures.iter().take(MOST_PICTURES).for_each(|p| add(&p.url, &p.text));
    let gone = files.len().saturating_sub(MOST_FILES)
        + page.frames.len().saturating_sub(MOST_FILES)
        + pictures.len().saturating_sub(MOST_PICTURES);
    (leads, gone)
}

/// How the names of files end that reports are published as.
const FILES: [&str; 15] = [
    ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip", ".rar", ".7z", ".rtf", ".odt", ".ofd", ".txt",
    ".csv",
];

/// How those of pictures end.
const PICTURES: [&str; 8] = [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"];

fn has_end(url: &Url, ends: &[&str]) -> bool {
    let name = address::file_name(url).to_ascii_lowercase();
    ends.iter().any(|end| name.ends_with(end))
}

/// Whether a link leads to a file: by the end of its name, in the path or in the query, or of its text.
fn is_file(url: &Url, text: &str) -> bool {
    let says = |text: &str| {
        let text = text.trim().to_ascii_lowercase();
        FILES.iter().any(|end| text.ends_with(end))
    };
    has_end(url, &FILES) || has_end(url, &PICTURES) || says(text) || url.query_pairs().any(|(_, value)| says(&value))
}

/// Pictures of a site's own: by the names of the folders they lie in.
fn is_decoration(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    ["/images/", "/image/", "/img/", "/icon", "/style", "/skin", "/theme", "/template", "/static/", "/public/", "fileicon", "blank.gif"]
        .iter()
        .any(|part| path.contains(part))
        // A picture that an editor put in has a number for a name (`W020240131.png`), wherever it lies.
        && address::file_name(url).bytes().filter(u8::is_ascii_digit).count() < 8
}
