//! `panel.in_force`: what was in force a year ago, with what was issued and without what was repealed, is in force now.
//!
//! Why: the number in force is counted anew by few. Example: 12 in force, 3 issued, 1 repealed, and 12 in force again.

use super::{Pair, PanelCheck};
use rust_decimal::Decimal;

const KINDS: [&str; 2] = ["regulations", "normative_documents"];
const FORM: &str = "ogi-2021";

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    let of = |kind: &&str| ["issued", "repealed", "in_force"].map(|column| format!("proactive.{kind}.{column}"));
    KINDS.iter().flat_map(of)
}

/// Checks two years; earlier forms count otherwise.
pub fn check(pair: Pair<'_>) -> Vec<PanelCheck> {
    if !pair.are_of(FORM) {
        return Vec::new();
    }
    let one = |kind: &&str| {
        let now = |column: &str| pair.now.figure(&format!("proactive.{kind}.{column}"));
        let before = pair.before.figure(&format!("proactive.{kind}.in_force"));
        pair.check("panel.in_force", kind, made(before, now("issued"), now("repealed")), now("in_force"))
    };
    KINDS.iter().map(one).collect()
}

fn made(before: Option<Decimal>, issued: Option<Decimal>, repealed: Option<Decimal>) -> Option<Decimal> {
    before?.checked_add(issued?)?.checked_sub(repealed?)
}
