//! `panel.parent`: a government's report counts no fewer than the governments right below it together.
//!
//! Why: the report of a city is made of those of its counties and of its own offices. It counts more than the counties by what
//! its offices have, so that more is no fault; fewer means that it tells of its own offices only, or that a county's number is
//! wrong. Nothing is said unless there is a report of every division below; which are lacking is told. Example: a city's
//! report has 805 requests, those of its seven counties 911.
//!
//! Divisions are those of today: where a county was merged or parted, it is lacking in the years before.

use super::{Member, Panel, PanelCheck};
use crate::report::region::parts;
use crate::verify::CheckResult;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const NUMBERS: [&str; 3] = ["requests.received.total", "requests.outcome_total.total", "appeals.reconsideration.total"];

/// What a government is called behind its place.
const GOVERNMENT: &str = "人民政府";

/// Names told of those that are lacking.
const NAMES: usize = 5;

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    NUMBERS.iter().map(|id| (*id).to_owned())
}

/// Checks every government that has a report, where there is one of a division below it.
pub fn check(panel: &Panel) -> Vec<PanelCheck> {
    let mut governments: BTreeMap<(u16, &str), &Member> = BTreeMap::new();
    for member in panel.single().filter(|member| member.organ.as_deref() == Some(GOVERNMENT)) {
        if let Some(region) = &member.region {
            governments.insert((member.year, region), member);
        }
    }
    governments.iter().flat_map(|((year, region), parent)| below(*year, region, parent, &governments)).collect()
}

fn below(year: u16, region: &str, parent: &Member, all: &BTreeMap<(u16, &str), &Member>) -> Vec<PanelCheck> {
    let (mut children, mut lacking) = (Vec::new(), Vec::new());
    for (code, name) in parts(region) {
        match all.get(&(year, code)) {
            Some(child) => children.push(*child),
            None => lacking.push(name),
        }
    }
    if children.is_empty() {
        return Vec::new();
    }
    let open = |subject: &str, message: String| PanelCheck {
        result: CheckResult::NotAssessable,
        ..PanelCheck::of("panel.parent", subject, &[parent], message)
    };
    if !lacking.is_empty() {
        let message = format!("{} reports of divisions below it, and none of {}", children.len(), named(&lacking));
        return vec![open("report", message)];
    }
    let one = |id: &str| {
        let without: Vec<&str> = std::iter::once(&parent)
            .chain(&children)
            .filter(|member| member.figure(id).is_none())
            .map(|member| member.agency.as_str())
            .collect();
        if !without.is_empty() {
            return open(id, format!("{id} was not read without doubt in the reports of {}", named(&without)));
        }
        let sum = children.iter().filter_map(|child| child.figure(id)).try_fold(Decimal::ZERO, Decimal::checked_add);
        let (Some(sum), Some(printed)) = (sum, parent.figure(id)) else {
            return open(id, format!("{id} is too large to be added up"));
        };
        let message = format!("{id}: {printed} printed, and the {} divisions below make {sum}", children.len());
        let members: Vec<&Member> = std::iter::once(parent).chain(children.iter().copied()).collect();
        PanelCheck {
            result: if printed >= sum { CheckResult::Pass } else { CheckResult::Fail },
            expected: Some(sum),
            actual: Some(printed),
            ..PanelCheck::of("panel.parent", id, &members, message)
        }
    };
    NUMBERS.iter().map(|id| one(id)).collect()
}

/// The first few names, and how many more there are.
fn named(names: &[&str]) -> String {
    let told = names.iter().take(NAMES).copied().collect::<Vec<_>>().join("、");
    match names.len().saturating_sub(NAMES) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}
