//! `panel.gap`: a year without a report between two that have one; and the matrix of agencies and years.
//!
//! Why: a report that is missing was not fetched, or is among the unreadable ones.

use super::{Member, Panel, PanelCheck, Years, only};
use std::io;

/// Names every year of an agency that is missing.
pub(super) fn gaps(years: &Years) -> Vec<PanelCheck> {
    let mut gaps = Vec::new();
    for ((before, _), (after, of)) in years.iter().zip(years.iter().skip(1)) {
        let members: Vec<&Member> = of.iter().collect();
        gaps.extend((before.saturating_add(1)..*after).map(|year| {
            let message = format!("no report of {year}, and there are those of {before} and {after}");
            PanelCheck { year, ..PanelCheck::of("panel.gap", "report", &members, message) }
        }));
    }
    gaps
}

/// What there is of an agency and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// One report.
    One,
    /// Several that print the same numbers.
    Copies,
    /// Several that print different ones.
    Doubled,
    /// None, and there are some of years before and after.
    Gap,
    /// None, and none before or none after.
    None,
}

/// A year of an agency.
#[derive(Debug, Clone)]
pub struct Covered {
    /// The year.
    pub year: u16,
    /// What there is.
    pub state: State,
    /// How many reports.
    pub reports: usize,
    /// The report, where it is known which.
    pub only: Option<Member>,
}

/// Every agency with every year from the first to the last of any report.
pub fn states<'p>(panel: &'p Panel) -> impl Iterator<Item = io::Result<(&'p str, Vec<Covered>)>> {
    let years = panel.years();
    let span = years.first().copied().zip(years.last().copied());
    panel.agencies().map(move |found| {
        let (agency, of) = found?;
        let years = span.into_iter().flat_map(|(first, last)| first..=last);
        Ok((agency, years.map(|year| covered(year, &of)).collect()))
    })
}

fn covered(year: u16, of: &Years) -> Covered {
    let members = of.get(&year).map_or(&[][..], Vec::as_slice);
    let one = only(members);
    let is_between = of.range(..year).next().is_some() && of.range(year..).next().is_some();
    let state = match (members.len(), one) {
        (0, _) if is_between => State::Gap,
        (0, _) => State::None,
        (1, _) => State::One,
        (_, Some(_)) => State::Copies,
        (_, None) => State::Doubled,
    };
    Covered { year, state, reports: members.len(), only: one.cloned() }
}

/// The verdicts of an agency in each of some years; of several, all.
pub fn verdicts(years: &[u16], of: &Years) -> Vec<String> {
    let cell = |year: &u16| {
        let verdicts: Vec<&str> = of.get(year).into_iter().flatten().map(|m| m.verdict.as_str()).collect();
        verdicts.join(" ")
    };
    years.iter().map(cell).collect()
}
