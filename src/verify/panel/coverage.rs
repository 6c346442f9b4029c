//! `panel.gap`: a year without a report between two that have one; and the matrix of agencies and years.
//!
//! Why: a report that is missing was not fetched, or is among the unreadable ones.

use super::{Member, Panel, PanelCheck, only};
use std::collections::BTreeMap;

/// Names every year of an agency that is missing.
pub(super) fn gaps(years: &BTreeMap<u16, Vec<Member>>) -> Vec<PanelCheck> {
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
#[derive(Debug, Clone, Copy)]
pub struct Covered<'p> {
    /// The year.
    pub year: u16,
    /// What there is.
    pub state: State,
    /// How many reports.
    pub reports: usize,
    /// The report, where it is known which.
    pub only: Option<&'p Member>,
}

/// Every agency with every year from the first to the last of any report.
pub fn states(panel: &Panel) -> impl Iterator<Item = (&str, Vec<Covered<'_>>)> {
    let all = || panel.agencies.values().flat_map(BTreeMap::keys).copied();
    let years = all().min().zip(all().max()).map(|(first, last)| first..=last);
    panel.agencies.iter().map(move |(agency, of)| {
        let years = years.clone().into_iter().flatten();
        (agency.as_str(), years.map(|year| covered(year, of)).collect())
    })
}

fn covered(year: u16, of: &BTreeMap<u16, Vec<Member>>) -> Covered<'_> {
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
    Covered { year, state, reports: members.len(), only: one }
}

/// Verdicts by agency and year; of several, all. The years are those of any report.
pub fn matrix(panel: &Panel) -> (Vec<u16>, Vec<(&str, Vec<String>)>) {
    let mut years: Vec<u16> = panel.agencies.values().flat_map(BTreeMap::keys).copied().collect();
    years.sort_unstable();
    years.dedup();
    let row = |of: &BTreeMap<u16, Vec<Member>>| {
        let cell = |year: &u16| {
            let verdicts: Vec<&str> = of.get(year).into_iter().flatten().map(|m| m.verdict.as_str()).collect();
            verdicts.join(" ")
        };
        years.iter().map(cell).collect()
    };
    let rows = panel.agencies.iter().map(|(agency, of)| (agency.as_str(), row(of))).collect();
    (years, rows)
}
