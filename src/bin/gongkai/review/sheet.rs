//! HTML that is written here: the frame around a source, and the tables of a report for a page to send.

use super::view::{CellView, Stop, View};
use gongkai::decode::html::shown::escape;
use gongkai::report::Status;
use gongkai::verify::CheckResult;
use gongkai::write::record::word;
use std::fmt::Write;

/// How a source looks in its frame, and in a page to send.
pub(super) const SOURCE_STYLE: &str = include_str!("page/source.css");

/// A text, escaped.
pub(super) fn text(text: &str) -> String {
    let mut to = String::new();
    escape(text, &mut to);
    to
}

/// A page of its own around a source that was drawn as HTML.
pub(super) fn frame(body: &str, published: bool) -> String {
    let class = if published { "published" } else { "decoded" };
    format!(
        "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>来源 Source</title><style>{SOURCE_STYLE}</style></head>\
         <body class=\"{class}\"><main>{body}</main></body></html>"
    )
}

/// The tables of a report, each cell an anchor, with its place to go to.
pub(super) fn tables(view: &View, anchor: &str, to: &mut String) {
    for table in &view.tables {
        let _ = write!(to, "<table class=\"form\"><caption>{}</caption><thead><tr><td></td>", text(&table.label));
        for column in &table.columns {
            let _ = write!(to, "<th scope=\"col\">{}</th>", text(column));
        }
        to.push_str("</tr></thead><tbody>");
        let mut among = None;
        for row in &table.rows {
            if row.group != among {
                if let Some(group) = &row.group {
                    let width = table.columns.len() + 1;
                    let _ = write!(
                        to,
                        "<tr><th scope=\"rowgroup\" colspan=\"{width}\" class=\"group\">{}</th></tr>",
                        text(group)
                    );
                }
                among.clone_from(&row.group);
            }
            let _ = write!(to, "<tr><th scope=\"row\">{}</th>", text(&row.label));
            for id in &row.cells {
                match id.as_ref().and_then(|id| Some((id, view.cells.get(id)?))) {
                    Some((id, cell)) => self::cell(id, cell, anchor, to),
                    None => to.push_str("<td class=\"none\"></td>"),
                }
            }
            to.push_str("</tr>");
        }
        to.push_str("</tbody></table>");
    }
}

fn cell(id: &str, cell: &CellView, anchor: &str, to: &mut String) {
    let status = word(&cell.status);
    let fails = if cell.fails { " fails" } else { "" };
    let shown = match (&cell.value, cell.status) {
        (Some(value), _) => value.clone(),
        (None, Status::Blank) => "—".to_owned(),
        (None, Status::Missing) => "∅".to_owned(),
        (None, _) => "?".to_owned(),
    };
    let sign = match cell.status {
        Status::Doubtful => "?",
        Status::Corrected => "✎",
        _ if cell.fails => "≠",
        _ => "",
    };
    let note = cell.note.as_ref().map(|note| format!("<small>{}</small>", text(note))).unwrap_or_default();
    let _ = write!(
        to,
        "<td id=\"{anchor}-cell-{id}\" class=\"{status}{fails}\"><a href=\"#{anchor}-at-{id}\" title=\"{id}: {status}\">{}<sup>{sign}</sup></a>{note}</td>",
        text(&shown)
    );
}

/// What is to be looked at, as a list: cells in doubt, sums that fail, what was found.
pub(super) fn doubts(view: &View, anchor: &str, to: &mut String) {
    to.push_str("<ul class=\"doubts\">");
    for stop in &view.stops {
        if let Stop::Cells { cells } = stop {
            let names: Vec<String> =
                cells.iter().take(12).map(|id| format!("<a href=\"#{anchor}-cell-{id}\">{id}</a>")).collect();
            let more = if cells.len() > 12 { format!(" … ({})", cells.len()) } else { String::new() };
            let _ = write!(to, "<li>{}{more}</li>", names.join(", "));
        }
    }
    for check in view.checks.iter().filter(|check| check.check.result == CheckResult::Fail) {
        let (id, subject) = (text(&check.check.id), text(&check.check.subject));
        let hint = check.hint.as_ref().map(|hint| format!(" <em>{}</em>", text(hint))).unwrap_or_default();
        let _ = write!(to, "<li><b>{id}</b> {subject}: <code>{}</code>{hint}</li>", text(&check.equation));
    }
    for finding in &view.findings {
        let _ = write!(to, "<li><code>{}</code> {}</li>", text(&finding.code), text(&finding.message));
    }
    to.push_str("</ul>");
}
