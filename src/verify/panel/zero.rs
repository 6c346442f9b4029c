//! `panel.zero`: nought where the peers have hundreds: agencies of one kind in one year, in divisions of the same city or
//! province.
//!
//! Why: a cell that was left at 0 is right by every sum. Of peers the middle one counts, not the average, which one large city
//! makes as large as it likes. Example: twelve districts of a city decide some thousand 行政处罚 each, one decides 0.

use super::{Member, Panel, PanelCheck};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

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
pub fn check(panel: &Panel) -> Vec<PanelCheck> {
    let mut peers: BTreeMap<(u16, &str, &str), Vec<&Member>> = BTreeMap::new();
    for member in panel.single() {
        if let (Some(region), Some(organ)) = (&member.region, &member.organ) {
            peers.entry((member.year, organ, holder(region))).or_default().push(member);
        }
    }
    let mut found = Vec::new();
    for (members, id) in peers.values().flat_map(|members| NUMBERS.map(|id| (members, id))) {
        let numbers: Vec<(&Member, Decimal)> =
            members.iter().filter_map(|member| Some((*member, member.figure(id)?))).collect();
        let mut sorted: Vec<Decimal> = numbers.iter().map(|(_, number)| *number).collect();
        sorted.sort_unstable();
        // Without the nought itself, of which there is one at the least where it matters.
        let others = sorted.get(1..).unwrap_or_default();
        let Some(middle) = others.get(others.len() / 2).filter(|_| others.len() >= FEWEST_PEERS) else { continue };
        if *middle <= USUAL {
            continue;
        }
        for (member, _) in numbers.iter().filter(|(_, number)| number.is_zero()) {
            let message =
                format!("0 at {id}, where {} peers of the same kind have {middle} in the middle", others.len());
            let check = PanelCheck::of("panel.zero", id, &[member], message);
            found.push(PanelCheck { expected: Some(*middle), actual: Some(Decimal::ZERO), ..check });
        }
    }
    found
}

/// What peers have in common: the digits of the city of a county, of the province of a city, none of a province.
fn holder(region: &str) -> &str {
    match (region.get(2..4), region.get(4..)) {
        (Some("00"), _) => "",
        (_, Some("00")) => region.get(..2).unwrap_or_default(),
        _ => region.get(..4).unwrap_or_default(),
    }
}
