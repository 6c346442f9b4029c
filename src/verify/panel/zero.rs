//! `panel.zero`: nought where the peers have hundreds: agencies of one kind in one year, in divisions of the same city or
//! province.
//!
//! Why: a cell that was left at 0 is right by every sum. Of peers the middle one counts, not the average, which one large city
//! makes as large as it likes. Example: twelve districts of a city decide some thousand 行政处罚 each, one decides 0.

use super::register::Brief;
use super::{Member, Panel, PanelCheck};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io;

const NUMBERS: [&str; 3] =
    ["requests.received.total", "proactive.licensing.decisions", "proactive.penalties.decisions"];

/// Fewer others say nothing of what is usual.
const FEWEST_PEERS: usize = 4;

/// What the middle one of the others must be above.
const USUAL: Decimal = Decimal::ONE_HUNDRED;

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    NUMBERS.iter().map(|id| (*id).to_owned())
}

/// Names every nought among large numbers.
pub fn check(panel: &Panel) -> io::Result<Vec<PanelCheck>> {
    let register = &panel.register;
    let mut peers: BTreeMap<(u16, &str, &str), Vec<&Brief>> = BTreeMap::new();
    for brief in register.single() {
        if let (Some(region), Some(organ)) = (brief.region, brief.organ) {
            let of = (brief.year, register.text(organ), holder(register.text(region)));
            peers.entry(of).or_default().push(brief);
        }
    }
    let mut found = Vec::new();
    for briefs in peers.values().filter(|briefs| briefs.len() > FEWEST_PEERS) {
        let members: Vec<Member> = briefs.iter().map(|brief| panel.member(brief)).collect::<io::Result<_>>()?;
        found.extend(NUMBERS.iter().flat_map(|id| noughts(id, &members)));
    }
    Ok(found)
}

/// The noughts of peers whose others are large.
fn noughts(id: &str, members: &[Member]) -> Vec<PanelCheck> {
    let numbers: Vec<(&Member, Decimal)> =
        members.iter().filter_map(|member| Some((member, member.figure(id)?))).collect();
    let mut sorted: Vec<Decimal> = numbers.iter().map(|(_, number)| *number).collect();
    sorted.sort_unstable();
    // Without the nought itself, of which there is one at the least where it matters.
    let others = sorted.get(1..).unwrap_or_default();
    let middle = others.get(others.len() / 2).filter(|middle| others.len() >= FEWEST_PEERS && **middle > USUAL);
    let Some(middle) = middle else { return Vec::new() };
    let told = |member: &Member| {
        let message = format!("0 at {id}, where {} peers of the same kind have {middle} in the middle", others.len());
        let check = PanelCheck::of("panel.zero", id, &[member], message);
        PanelCheck { expected: Some(*middle), actual: Some(Decimal::ZERO), ..check }
    };
    numbers.iter().filter(|(_, number)| number.is_zero()).map(|(member, _)| told(member)).collect()
}

/// What peers have in common: the digits of the city of a county, of the province of a city, none of a province.
fn holder(region: &str) -> &str {
    match (region.get(2..4), region.get(4..)) {
        (Some("00"), _) => "",
        (_, Some("00")) => region.get(..2).unwrap_or_default(),
        _ => region.get(..4).unwrap_or_default(),
    }
}
