//! `panel.doubled`: two reports of one agency and year that print different numbers.
//!
//! Why: one of them was corrected, or belongs to another agency or year. The checks between years leave both out.

use super::{Panel, PanelCheck, only};
use crate::verify::CheckResult;

/// Names every agency and year with several reports.
pub fn check(panel: &Panel) -> Vec<PanelCheck> {
    let all = panel.agencies.iter().flat_map(|(agency, years)| years.iter().map(move |(year, of)| (agency, year, of)));
    let doubled = all.filter(|(_, _, members)| only(members).is_none());
    let told = doubled.map(|(agency, year, members)| PanelCheck {
        id: "panel.doubled",
        agency: agency.clone(),
        year: *year,
        subject: "report".to_owned(),
        result: CheckResult::Fail,
        expected: None,
        actual: None,
        sources: members.iter().map(|member| member.source.clone()).collect(),
        message: format!("{} reports of one year print different numbers", members.len()),
    });
    told.collect()
}
