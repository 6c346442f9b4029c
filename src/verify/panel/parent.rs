//! `panel.parent`: a government's report counts no fewer than the governments right below it together.
//!
//! Why: the report of a city is made of those of its counties and of its own offices. It counts more than the counties by what
//! its offices have, so that more is no fault; fewer means that it tells of its own offices only, or that a county's number is
//! wrong. Nothing is said unless there is a report of every division below; which are lacking is told. Example: a city's
//! report has 805 requests, those of its seven counties 911.
//!
//! Divisions are those of today: where a county was merged or parted, it is lacking in the years before.

use super::register::Brief;
use super::{Member, Panel, PanelCheck};
use crate::report::region::parts;
use crate::verify::CheckResult;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io;

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
pub fn check(panel: &Panel) -> io::Result<Vec<PanelCheck>> {
    let register = &panel.register;
    let mut governments: BTreeMap<(u16, &str), &Brief> = BTreeMap::new();
    for brief in register.single().filter(|brief| brief.organ.is_some_and(|organ| register.text(organ) == GOVERNMENT)) {
        if let Some(region) = brief.region {
            governments.insert((brief.year, register.text(region)), brief);
        }
    }
    let mut found = Vec::new();
    for ((year, region), parent) in &governments {
        let (mut children, mut lacking) = (Vec::new(), Vec::new());
        for (code, name) in parts(region) {
            match governments.get(&(*year, code)) {
                Some(child) => children.push(*child),
                None => lacking.push(name),
            }
        }
        if children.is_empty() {
            continue;
        }
        let parent = panel.member(parent)?;
        if lacking.is_empty() {
            let children: Vec<Member> = children.iter().map(|child| panel.member(child)).collect::<io::Result<_>>()?;
            found.extend(NUMBERS.iter().map(|id| against(id, &parent, &children)));
        } else {
            let message = format!("{} reports of divisions below it, and none of {}", children.len(), named(&lacking));
            found.push(open("report", &parent, message));
        }
    }
    Ok(found)
}

/// Holds a number of a government against those of all divisions below it.
fn against(id: &str, parent: &Member, children: &[Member]) -> PanelCheck {
    let members: Vec<&Member> = std::iter::once(parent).chain(children).collect();
    let without: Vec<&str> =
        members.iter().filter(|member| member.figure(id).is_none()).map(|member| member.agency.as_str()).collect();
    if !without.is_empty() {
        return open(id, parent, format!("{id} was not read without doubt in the reports of {}", named(&without)));
    }
    let sum = children.iter().filter_map(|child| child.figure(id)).try_fold(Decimal::ZERO, Decimal::checked_add);
    let (Some(sum), Some(printed)) = (sum, parent.figure(id)) else {
        return open(id, parent, format!("{id} is too large to be added up"));
    };
    let message = format!("{id}: {printed} printed, and the {} divisions below make {sum}", children.len());
    PanelCheck {
        result: if printed >= sum { CheckResult::Pass } else { CheckResult::Fail },
        expected: Some(sum),
        actual: Some(printed),
        ..PanelCheck::of("panel.parent", id, &members, message)
    }
}

fn open(subject: &str, parent: &Member, message: String) -> PanelCheck {
    PanelCheck { result: CheckResult::NotAssessable, ..PanelCheck::of("panel.parent", subject, &[parent], message) }
}

/// The first few names, and how many more there are.
fn named(names: &[&str]) -> String {
    let told = names.iter().take(NAMES).copied().collect::<Vec<_>>().join("、");
    match names.len().saturating_sub(NAMES) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}
