//! A page's source → its element tree, by the HTML standard's own algorithm, within limits.
//!
//! The source is fed in small pieces and the tree measured in between: a page can be written whose tree is the square of
//! its length (unclosed formatting elements are reopened in every paragraph), or that nests a hundred thousand deep.

use crate::finding::{Reason, Unreadable};
use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::TendrilSink;
use scraper::{Html, HtmlTreeSink};

/// Elements and texts of one page. The largest pages of ministries have some ten thousand; a million take about 200 MB.
const MOST_NODES: usize = 1_000_000;

/// Levels of nesting. Browsers stop at 512; editors that never close a `span` reach some hundreds.
const DEEPEST: usize = 4096;

/// Bytes fed between two looks at the tree.
const FED_AT_ONCE: usize = 4096;

/// A parsed page.
pub(super) struct Page {
    pub(super) html: Html,
    /// It is a piece of a page, or a text with some tags in it (Markdown): line breaks outside of all tags are meant.
    pub(super) is_loose: bool,
}

/// Parses a page, or a piece of one.
pub(super) fn parse(source: &str) -> Result<Page, Unreadable> {
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default());
    // Rows without their table: outside of one, the standard drops the tags and joins what they held.
    if is_cut_from_table(source) {
        parser.process("<table>".into());
    }
    let mut rest = source;
    while !rest.is_empty() {
        let end = (FED_AT_ONCE.min(rest.len())..=rest.len()).find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len());
        let (now, later) = rest.split_at(end);
        parser.process(now.into());
        measure(&parser.tokenizer.sink.sink.0.borrow())?;
        rest = later;
    }
    Ok(Page { html: parser.finish(), is_loose: is_loose(source) })
}

fn measure(html: &Html) -> Result<(), Unreadable> {
    let mut nodes = html.tree.nodes();
    if nodes.len() > MOST_NODES {
        return Err(Unreadable::new(
            Reason::Memory,
            format!("the page has more than {MOST_NODES} elements and texts, which is the limit"),
        ));
    }
    if nodes.next_back().is_some_and(|last| last.ancestors().take(DEEPEST + 1).count() > DEEPEST) {
        return Err(Unreadable::new(
            Reason::Damaged,
            format!("the page's elements are nested more than {DEEPEST} deep, which is the limit"),
        ));
    }
    Ok(())
}

fn is_cut_from_table(source: &str) -> bool {
    let start = source.trim_start_matches('\u{FEFF}').trim_start().as_bytes();
    ["<tr", "<td", "<th", "<tbody", "<thead", "<tfoot"].iter().any(|tag| {
        let follows = start.get(tag.len()).copied();
        start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag.as_bytes()))
            && follows.is_some_and(|b| b == b'>' || b.is_ascii_whitespace())
    })
}

fn is_loose(source: &str) -> bool {
    !["<!doctype", "<html", "<body"].iter().any(|tag| super::begins_in(source, tag).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(source: &str) -> Option<Reason> {
        parse(source).err().map(|e| e.reason)
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        assert_eq!(reason(&"<div>".repeat(1000)), None);
        assert_eq!(reason(&"<div>".repeat(100_000)), Some(Reason::Damaged));
        assert_eq!(reason(&"<table><tr><td>".repeat(100_000)), Some(Reason::Damaged));
    }

    #[test]
    fn reopened_elements_do_not_eat_the_memory() {
        use std::fmt::Write;
        let mut source = String::new();
        for i in 0..20_000 {
            let _ = write!(source, "<p><font size={i}>x</p>");
        }
        assert!(matches!(reason(&source), Some(Reason::Memory | Reason::Damaged)));
    }
}
