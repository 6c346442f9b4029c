//! What each kind of evidence is worth: how many wrong cells nothing would tell of, if it were not there.
//!
//! Takes reports that were damaged and came out wrong, takes one kind of evidence away from each and judges it anew: the
//! doubts of that kind, or the mark of a missing cell, or the knowledge that a cell is not certain. What then stands
//! unmarked in a report that nothing marks would have been a silent error. A sum that a doubtful cell kept from being
//! checked is checked then; other evidence is left as it is.
//!
//! Damage is of three sorts: one harm to what was decoded; several; and digits that the first of two PDF engines misreads,
//! while the paper and the second engine have them right. `GONGKAI_WORTH=FILE` writes the figures there as JSON.

use crate::chance::Chance;
use crate::harm::{self, Harm};
use crate::{Fallible, Known, Printed, known};
use gongkai::decode::Content;
use gongkai::finding::Severity;
use gongkai::report::{Cell, Doubt, Report, Status};
use gongkai::verify::{self, Judgement, Verdict};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// How many harms a document suffers that suffers several.
const SEVERAL: usize = 4;

/// How many times each document is damaged in each way; `GONGKAI_DAMAGE` sets another number.
const TIMES: u64 = 1;

/// How many more times numbers are misread: that harms one cell only.
const MISREAD: u64 = 4;

/// A kind of evidence.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Doubts that are cast on cells.
    Cast(Doubt),
    /// The form has a cell that the document does not show.
    Missing,
    /// Numbers contradict each other, and their reading is not certain.
    Uncertain,
    /// Something is off with the document as a whole.
    Whole,
}

/// Every kind, in words.
const KINDS: [(&str, Kind); 15] = [
    ("rules against places of numbers", Kind::Cast(Doubt::Alignment)),
    ("tables against order of text", Kind::Cast(Doubt::TextOrder)),
    ("second PDF engine", Kind::Cast(Doubt::Engine)),
    ("a cell that is printed twice", Kind::Cast(Doubt::Twice)),
    ("a text that is no plain number", Kind::Cast(Doubt::Text)),
    ("characters that may be others", Kind::Cast(Doubt::Characters)),
    ("a label known by its place only", Kind::Cast(Doubt::Label)),
    ("a header that was not recognised", Kind::Cast(Doubt::Header)),
    ("cells that are not under one column each", Kind::Cast(Doubt::Moved)),
    ("rows or columns out of order", Kind::Cast(Doubt::Order)),
    ("numbers beside a row", Kind::Cast(Doubt::Beside)),
    ("an empty cell that a sum lacks", Kind::Cast(Doubt::Lost)),
    ("a cell that no table shows", Kind::Missing),
    ("a failing sum over uncertain cells", Kind::Uncertain),
    ("faults of the whole document", Kind::Whole),
];

/// How a report is damaged.
#[derive(Debug, Clone, Copy)]
enum How {
    /// By one harm.
    One,
    /// By several.
    Several,
    /// By several to what tells its cells apart: its rules, its tags. Its text stays as it is.
    Frame,
}

/// A report without one kind of evidence; none where it has none of it.
fn without(report: &Report, kind: Kind) -> Option<Report> {
    let mut bare = report.clone();
    let mut found = false;
    for (_, cell) in &mut bare.cells {
        match kind {
            Kind::Cast(why) if cell.doubts.remove(&why) => {
                found = true;
                if cell.doubts.is_empty() && cell.status == Status::Doubtful {
                    cell.status = if cell.value.is_some() { Status::Read } else { Status::Blank };
                }
            }
            Kind::Missing if cell.status == Status::Missing => {
                found = true;
                (cell.status, cell.certain) = (Status::Blank, true);
            }
            Kind::Uncertain if !cell.certain => {
                found = true;
                cell.certain = true;
            }
            _ => {}
        }
    }
    if let Kind::Whole = kind {
        let before = bare.findings.len();
        bare.findings.retain(|f| f.severity < Severity::Error);
        found = bare.findings.len() < before;
    }
    found.then_some(bare)
}

/// Whether nothing marks a cell.
fn stands(cell: &Cell) -> bool {
    matches!(cell.status, Status::Read | Status::Blank)
}

/// Wrong cells of reports.
#[derive(Debug, Clone, Copy, Default)]
struct Wrong {
    /// All reports.
    read: usize,
    /// Reports that hold any.
    reports: usize,
    /// All of them.
    cells: usize,
    /// Those that neither they nor their report is marked for.
    silent: usize,
    /// Those that are not marked themselves.
    bare: usize,
}

impl Wrong {
    fn of(report: &Report, judgement: &Judgement, printed: &Printed) -> Self {
        let value = |id: &String| report.cell(id).and_then(|c| c.value);
        let wrong: Vec<_> = printed.iter().filter(|(id, printed)| value(id) != **printed).collect();
        let bare = wrong.iter().filter(|(id, _)| report.cell(id).is_none_or(stands)).count();
        let silent = if judgement.verdict == Verdict::NeedsReview { 0 } else { bare };
        Self { read: 1, reports: usize::from(!wrong.is_empty()), cells: wrong.len(), silent, bare }
    }

    fn add(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            reports: self.reports + other.reports,
            cells: self.cells + other.cells,
            silent: self.silent + other.silent,
            bare: self.bare + other.bare,
        }
    }
}

/// Wrong cells with all evidence, and without each kind.
#[derive(Debug, Clone, Default)]
struct Worth {
    all: Wrong,
    without: BTreeMap<&'static str, Wrong>,
}

impl Worth {
    fn of(report: &Report, printed: &Printed) -> Self {
        let all = Wrong::of(report, &verify::judge(report), printed);
        let without = KINDS.iter().map(|(name, kind)| {
            let bare = if all.reports > 0 { without(report, *kind) } else { None };
            let wrong = bare.map(|bare| Wrong::of(&bare, &verify::judge(&bare), printed));
            (*name, wrong.unwrap_or(all))
        });
        Self { all, without: without.collect() }
    }

    fn add(mut self, other: Self) -> Self {
        self.all = self.all.add(other.all);
        for (name, wrong) in other.without {
            let sum = self.without.entry(name).or_default();
            *sum = sum.add(wrong);
        }
        self
    }
}

/// What is printed after harms: a later one's number counts.
fn printed(before: &Printed, harms: &[Harm]) -> Printed {
    let mut now = before.clone();
    now.extend(harms.iter().flat_map(|h| h.printed.iter().cloned()));
    now
}

/// One report after harms.
fn harmed(known: &Known, how: How, seed: u64) -> Option<Worth> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let mut once = || match how {
        How::One | How::Several => harm::do_one(&mut content, &known.cells, &mut chance),
        How::Frame => harm::to_frame(&mut content, &mut chance),
    };
    let done: Vec<Harm> = (0..if let How::One = how { 1 } else { SEVERAL }).filter_map(|_| once()).collect();
    let (report, _) = gongkai::read(&content).ok().filter(|_| !done.is_empty())?;
    Some(Worth::of(&report, &printed(&known.printed, &done)))
}

/// Whether a report of this verdict is read a second time.
type Asks = fn(&Report, Verdict) -> bool;

/// Which reports are read a second time.
const ASKED: [(&str, Asks); 4] = [
    ("none", |_, _| false),
    ("those in doubt", |report, verdict| verdict != Verdict::Clean && is_in_doubt(report)),
    ("those not clean", |_, verdict| verdict != Verdict::Clean),
    ("all", |_, _| true),
];

fn is_in_doubt(report: &Report) -> bool {
    report.cells.iter().any(|(_, c)| !stands(c) || !c.certain)
}

/// One report of which the first engine misread a number, with each choice of what the second engine is asked.
fn misread(known: &Known, seed: u64) -> Option<[Worth; 4]> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let Content::Pages(pages) = &mut content else { return None };
    crate::paged::misread(pages, &known.cells, &mut chance)?;
    let lines = known.second.as_ref()?;
    let (alone, judgement) = gongkai::read(&content).ok()?;
    let mut both = alone.clone();
    gongkai::read_again(&mut both, lines.clone());
    Some(ASKED.map(|(_, asks)| {
        let report = if asks(&alone, judgement.verdict) { &both } else { &alone };
        Worth::of(report, &known.printed)
    }))
}

#[test]
fn what_each_kind_of_evidence_is_worth() -> Fallible<()> {
    let times = std::env::var("GONGKAI_DAMAGE").ok().and_then(|n| n.parse().ok()).unwrap_or(TIMES);
    let documents = known()?;
    let damaged = |how| {
        let each = documents.par_iter().flat_map_iter(|d| (0..times).filter_map(move |seed| harmed(d, how, seed)));
        each.reduce(Worth::default, Worth::add)
    };
    let one = damaged(How::One);
    let mut figures = vec![
        told("one harm", &one),
        told("several harms", &damaged(How::Several)),
        told("rules or tags", &damaged(How::Frame)),
    ];
    let each = documents.par_iter().flat_map_iter(|d| (0..MISREAD * times).filter_map(|seed| misread(d, seed)));
    let misread = each.reduce(Default::default, |a: [Worth; 4], b| {
        let mut b = b.into_iter();
        a.map(|worth| worth.add(b.next().unwrap_or_default()))
    });
    figures
        .extend(ASKED.iter().zip(&misread).map(|((name, _), worth)| told(&format!("misread, asked: {name}"), worth)));
    if let Some(path) = std::env::var_os("GONGKAI_WORTH") {
        fs::write(path, serde_json::to_string_pretty(&figures)?)?;
    }
    assert_eq!(one.all.silent, 0, "{one:?}");
    let silent = |asked: usize| misread[asked].all.silent;
    assert!(
        silent(3) * 10 <= silent(0),
        "the second engine tells {} misread cells of {}",
        silent(0) - silent(3),
        silent(0)
    );
    Ok(())
}

fn told(damage: &str, worth: &Worth) -> Value {
    let told =
        |w: &Wrong| json!({"read": w.read, "reports": w.reports, "cells": w.cells, "silent": w.silent, "bare": w.bare});
    let without: BTreeMap<_, _> = worth.without.iter().map(|(kind, wrong)| (*kind, told(wrong))).collect();
    json!({"damage": damage, "all": told(&worth.all), "without": without})
}
