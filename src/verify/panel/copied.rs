//! `panel.copied`: two reports that print the same numbers in every cell, of one agency in two years or of two agencies in one.
//!
//! Why: last year's table was left in the new report, or one report stands under two names. Reports of few numbers are alike
//! by chance, and are left out.

use super::register::Brief;
use super::{FEWEST_COUNTS, Member, Pair, Panel, PanelCheck};
use std::io;

/// The same tables as last year.
pub fn from_last_year(pair: Pair<'_>) -> Option<PanelCheck> {
    let is_copy = pair.now.print == pair.before.print && pair.now.counts >= FEWEST_COUNTS;
    let message = format!("all {} numbers of {} are those of {}", pair.now.counts, pair.now.year, pair.before.year);
    is_copy.then(|| pair.note("panel.copied", "all tables", message))
}

/// The same tables under two names.
pub fn between_agencies(panel: &Panel) -> io::Result<Vec<PanelCheck>> {
    let mut telling: Vec<&Brief> = panel.register.briefs().iter().filter(|brief| brief.is_telling).collect();
    // Those of an agency stay side by side.
    telling.sort_by_key(|brief| (brief.year, brief.print));
    let mut found = Vec::new();
    for same in telling.chunk_by(|a, b| (a.year, a.print) == (b.year, b.print)) {
        let firsts: Vec<&[&Brief]> = same.chunk_by(|a, b| a.agency == b.agency).collect();
        if firsts.len() < 2 {
            continue;
        }
        let members: Vec<Member> = firsts.iter().map(|of| panel.member(of[0])).collect::<io::Result<_>>()?;
        let others: Vec<&str> = members[1..].iter().map(|other| other.agency.as_str()).collect();
        let message = format!("all {} numbers are those of {}", members[0].counts, others.join(", "));
        let members: Vec<&Member> = members.iter().collect();
        found.push(PanelCheck::of("panel.copied", "all tables", &members, message));
    }
    Ok(found)
}
