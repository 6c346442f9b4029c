//! `panel.gap`: a year without a report between two that have one; and the matrix of agencies and years.
//!
//! Why: a report that is missing was not fetched, or is among the unreadable ones.

use super::{Panel, PanelCheck};
use crate::verify::CheckResult;
use std::collections::BTreeMap;

/// Names every year that is missing.
pub fn gaps(panel: &Panel) -> Vec<PanelCheck> {
    let mut gaps = Vec::new();
    for (agency, years) in &panel.agencies {
        for ((before, _), (after, of)) in years.iter().zip(years.iter().skip(1)) {
            let missing = before.saturating_add(1)..*after;
            gaps.extend(missing.map(|year| PanelCheck {
                id: "panel.gap",
                agency: agency.clone(),
                year,
                subject: "report".to_owned(),
                result: CheckResult::Fail,
                expected: None,
                actual: None,
                sources: of.iter().map(|member| member.source.clone()).collect(),
                message: format!("no report of {year}, and there are those of {before} and {after}"),
            }));
        }
    }
    gaps
}

/// Verdicts by agency and year; of several, all. The years are those of any report.
pub fn matrix(panel: &Panel) -> (Vec<u16>, Vec<(&str, Vec<String>)>) {
    let mut years: Vec<u16> = panel.agencies.values().flat_map(BTreeMap::keys).copied().collect();
    years.sort_unstable();
    years.dedup();
    let row = |of: &BTreeMap<u16, Vec<super::Member>>| {
        let cell = |year: &u16| {
            let verdicts: Vec<&str> = of.get(year).into_iter().flatten().map(|m| m.verdict.as_str()).collect();
            verdicts.join(" ")
        };
        years.iter().map(cell).collect()
    };
    let rows = panel.agencies.iter().map(|(agency, of)| (agency.as_str(), row(of))).collect();
    (years, rows)
}
