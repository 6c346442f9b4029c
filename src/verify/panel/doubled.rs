//! `panel.doubled`: two reports of one agency and year that print different numbers.
//!
//! Why: one of them was corrected, or belongs to another agency or year. The checks between years leave both out.

use super::{PanelCheck, Years, only};

/// Names every year of an agency with several reports.
pub(super) fn check(years: &Years) -> Vec<PanelCheck> {
    let doubled = years.values().filter(|members| only(members).is_none());
    let told = doubled.map(|members| {
        let message = format!("{} reports of one year print different numbers", members.len());
        PanelCheck::of("panel.doubled", "report", &members.iter().collect::<Vec<_>>(), message)
    });
    told.collect()
}
