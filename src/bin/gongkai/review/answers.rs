//! What the page asks, answered: each a question about the bench → JSON, a picture or HTML; or a sentence that says why not.

use super::bench::{Asked, Bench};
use super::drawer::{Head, Task};
use super::server::Shared;
use super::sheet;
use crate::labels;
use gongkai::acquire::{Document, MediaType};
use gongkai::place::Place;
use gongkai::report::Status;
use gongkai::verify::Verdict;
use gongkai::write::decisions::standing::Standing;
use gongkai::write::review::queue::{Facets, Filter};
use gongkai::write::review::rate::Rate;
use gongkai::write::review::whole as counts;
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// JSON, or why there is none.
pub(super) type Answer = Result<Vec<u8>, String>;

/// Reports of the queue that are listed at a time.
const LISTED: usize = 200;

/// Scales in which pages are drawn, in pixels a point: a few, so that what was drawn is used again.
const SCALES: [f32; 5] = [1.0, 1.5, 2.0, 3.0, 4.0];

/// Bounds of an error rate for which it is told how many more have to be looked at.
const BOUNDS: [f64; 4] = [0.01, 0.005, 0.001, 0.0005];

/// What of the queue is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Listed {
    #[serde(flatten)]
    filter: Filter,
    #[serde(default)]
    from: String,
}

/// Which agencies are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Agencies {
    text: String,
    from: usize,
}

fn told(answer: &impl serde::Serialize) -> Answer {
    serde_json::to_vec(answer).map_err(|error| error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn broken(error: io::Error) -> String {
    format!("the dataset can't be read any more ({error}): start gongkai review again")
}

/// The dataset, who reviews it, and how far that is.
pub(super) fn state(shared: &Shared) -> Answer {
    let bench = &shared.bench;
    let (decisions, done) = bench.done().map_err(broken)?;
    let waiting = bench.order.iter().filter(|number| !done.contains(number)).count();
    told(&json!({
        "by": bench.by, "documents": bench.index.entries.len(), "waiting": waiting, "queue": bench.order.len(),
        "decisions": decisions, "sample": bench.sample.len(),
    }))
}

/// The queue, as far as it is asked for, and how many of it have what.
pub(super) fn queue(shared: &Shared, asked: &Listed) -> Answer {
    let bench = &shared.bench;
    let (decisions, done) = bench.done().map_err(broken)?;
    let from: usize = asked.from.parse().unwrap_or(0);
    let mut facets = Facets::default();
    let mut taken = Vec::new();
    for number in &bench.order {
        let entry = &bench.index.entries[*number];
        let is_done = done.contains(number);
        if asked.filter.takes(entry, is_done) {
            facets.add(entry, is_done);
            taken.push(*number);
        }
    }
    let shown: Vec<_> = taken
        .iter()
        .skip(from)
        .take(LISTED)
        .map(|number| {
            let entry = &bench.index.entries[*number];
            json!({
                "number": number, "agency": entry.agency, "year": entry.year, "form": entry.form, "verdict": entry.verdict,
                "reason": entry.reason, "source": entry.source, "done": done.contains(number),
                "doubts": entry.marked.len() + entry.failed.len(),
            })
        })
        .collect();
    told(&json!({"count": taken.len(), "from": from, "reports": shown, "facets": facets, "decisions": decisions}))
}

/// A report.
pub(super) fn report(shared: &Shared, number: usize) -> Answer {
    let bench = &shared.bench;
    let entry = bench.entry(number).ok_or("there is no such report")?;
    let view = bench.view(number).map_err(broken)?;
    let place = bench.order.iter().position(|other| *other == number);
    told(&json!({
        "number": number, "id": entry.id, "source": entry.source, "media_type": entry.media_type, "reason": entry.reason,
        "agency": entry.agency, "region": entry.region, "year": entry.year, "form": entry.form,
        "next": place.and_then(|place| bench.order.get(place + 1)),
        "previous": place.and_then(|place| place.checked_sub(1)).and_then(|place| bench.order.get(place)),
        "view": view,
    }))
}

/// How the source of a report is shown: as pages of these sizes, or in a frame.
pub(super) fn source(shared: &Shared, number: usize) -> Answer {
    let bench = &shared.bench;
    let entry = bench.entry(number).ok_or("there is no such report")?;
    match drawn(shared, number)?.head {
        Head::Sizes(ref sizes) => told(&json!({"kind": "pages", "sizes": sizes, "id": entry.id})),
        Head::Html { published } => told(&json!({"kind": "frame", "published": published})),
        _ => Err("that is nothing that can be shown".to_owned()),
    }
}

fn drawn(shared: &Shared, number: usize) -> Result<Arc<super::drawing::Drawn>, String> {
    let bench = &shared.bench;
    let entry = bench.entry(number).ok_or("there is no such report")?;
    let task = match entry.media_type {
        Some(MediaType::Pdf) => Task::Sizes,
        _ => Task::Html { places: places(bench, number).map_err(broken)? },
    };
    shared.room.draw(&entry.id, &task, || document(bench, number))
}

fn places(bench: &Bench, number: usize) -> io::Result<Vec<Place>> {
    bench.applied(number, |applied, _| applied.report.cells.iter().filter_map(|(_, cell)| cell.at).collect())
}

pub(super) fn document(bench: &Bench, number: usize) -> Result<Document, String> {
    let entry = bench.entry(number).ok_or("there is no such report")?;
    bench.sources.document(&entry.source, &entry.id)
}

/// A page of a PDF as PNG, and whether characters may lack in it.
pub(super) fn picture(shared: &Shared, number: usize, page: u32, scale: f32) -> Result<(Vec<u8>, bool), String> {
    let bench = &shared.bench;
    let entry = bench.entry(number).ok_or("there is no such report")?;
    let scale = SCALES.into_iter().find(|known| *known >= scale).unwrap_or(SCALES[SCALES.len() - 1]);
    let drawn = shared.room.draw(&entry.id, &Task::Picture { page, scale }, || document(bench, number))?;
    match drawn.head {
        Head::Picture { lacks_faces } => Ok((drawn.body.clone(), lacks_faces)),
        _ => Err("that is no picture".to_owned()),
    }
}

/// A document that has no pages, as a page of its own.
pub(super) fn frame(shared: &Shared, number: usize) -> Result<String, String> {
    let drawn = drawn(shared, number)?;
    let Head::Html { published } = drawn.head else { return Err("that is no page".to_owned()) };
    Ok(sheet::frame(&String::from_utf8_lossy(&drawn.body), published))
}

/// Decides; the action's name, and the report as it stands then.
pub(super) fn decide(shared: &Shared, number: usize, asked: &Asked) -> Answer {
    let action = shared.bench.decide(number, asked)?;
    told(&json!({"action": action}))
}

/// Takes an action back.
pub(super) fn undo(shared: &Shared, number: usize, action: Option<&str>) -> Answer {
    shared.bench.undo(number, action)?;
    told(&json!({}))
}

/// What the sample says so far.
pub(super) fn sample(shared: &Shared) -> Answer {
    let bench = &shared.bench;
    let (mut looked, mut wrong_reports, mut cells, mut wrong) = (0u64, 0u64, 0u64, 0u64);
    let mut errors = Vec::new();
    for number in &bench.sample {
        let seen = bench.applied(*number, |applied, _| {
            // Of a report that was looked at as a whole each cell was; of another one, nothing is known.
            let count = applied.report.cells.iter().filter(|(_, cell)| cell.status != Status::Missing).count();
            (applied.verdict, applied.seen.whole, count as u64, applied.was.keys().cloned().collect::<Vec<_>>())
        });
        match seen.map_err(broken)? {
            // What is no report at all was wrong to be called clean, and has no cells.
            (Verdict::Unreadable, ..) => {
                (looked, wrong_reports) = (looked + 1, wrong_reports + 1);
                errors.push(json!({"number": number, "cell": null}));
            }
            (_, true, count, set) => {
                (looked, cells, wrong) = (looked + 1, cells + count, wrong + set.len() as u64);
                wrong_reports += u64::from(!set.is_empty());
                errors.extend(set.into_iter().map(|cell| json!({"number": number, "cell": cell})));
            }
            _ => {}
        }
    }
    let (by_cell, by_report) = (Rate::of(wrong, cells), Rate::of(wrong_reports, looked));
    let a_report = if looked == 0 { 0.0 } else { cells as f64 / looked as f64 };
    let more: Vec<_> = BOUNDS
        .iter()
        .map(|bound| {
            let cells = by_cell.more_for(*bound);
            let reports = cells.filter(|_| looked > 0).map(|cells| (cells as f64 / a_report).ceil());
            json!({"bound": bound, "cells": cells, "reports": reports})
        })
        .collect();
    let clean = bench.index.entries.iter().filter(|entry| entry.verdict == Verdict::Clean).count();
    let next = bench.order.iter().find(|number| bench.sample.contains(number));
    told(&json!({
        "drawn": bench.sample.len(), "clean": clean, "looked": looked, "cells": by_cell, "reports": by_report,
        "cells_a_report": a_report, "more": more, "errors": errors, "first": next,
    }))
}

/// The whole in counts, and decisions that do not hold any more.
pub(super) fn whole(shared: &Shared) -> Answer {
    let bench = &shared.bench;
    let known: BTreeSet<&str> = bench.index.entries.iter().map(|entry| entry.id.as_str()).collect();
    let gone = bench.with_decisions(|log| {
        let standing = Standing::of(log.decisions());
        let gone = standing.0.iter().filter(|(document, _)| !known.contains(*document));
        let gone: Vec<_> = gone.flat_map(|(_, of)| of.values()).map(|decision| json!(decision)).collect();
        (gone, standing.len(), log.broken())
    });
    let (gone, decisions, unread) = gone.map_err(broken)?;
    let counts = counts::count(&bench.index.entries);
    let labels: BTreeMap<&str, &str> =
        counts.rows.iter().filter_map(|(row, _)| Some((row.as_str(), labels::of_row(row)?))).collect();
    told(&json!({"counts": counts, "labels": labels, "decisions": decisions, "gone": gone, "unread": unread}))
}

/// Agencies by years.
pub(super) fn matrix(shared: &Shared, asked: &Agencies) -> Answer {
    told(&counts::matrix(&shared.bench.index.entries, &asked.text, asked.from))
}
