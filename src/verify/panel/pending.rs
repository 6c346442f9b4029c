//! `panel.pending`: appeals that a year leaves 尚未审结 are among those of the next.
//!
//! Why: what was pending is decided in the next year, or pending still, and the table of that year counts it either way. Some
//! publishers count new cases only, so this is the softest of the checks: it speaks only where the next year has fewer in all.
//! Example: 2022 leaves 5 cases of 行政复议 pending, and 2023 has 3 in all.

use super::{Pair, PanelCheck};
use crate::verify::CheckResult;

const KINDS: [&str; 3] = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"];

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    KINDS.iter().flat_map(|kind| ["pending", "total"].map(|result| format!("appeals.{kind}.{result}")))
}

/// Checks two years.
pub fn check(pair: Pair<'_>) -> Vec<PanelCheck> {
    let one = |kind: &&str| {
        let pending = pair.before.figure(&format!("appeals.{kind}.pending"));
        let total = pair.now.figure(&format!("appeals.{kind}.total"));
        let mut check = pair.check("panel.pending", kind, pending, total);
        if let (Some(pending), Some(total)) = (pending, total) {
            check.result = if total >= pending { CheckResult::Pass } else { CheckResult::Fail };
            check.message = format!(
                "{kind}: {pending} were pending at the end of {}, and {} has {total} in all",
                pair.before.year, pair.now.year
            );
        }
        check
    };
    KINDS.iter().map(one).collect()
}
