//! `panel.carried`: what a year carries in is what the year before carried out, for each kind of applicant.
//!
//! Why: both numbers are printed a year apart, often by different people. Example: 2022 says 结转下年度 5, 2023 says 上年结转 3.

use super::{Pair, PanelCheck};

const COLUMNS: [&str; 7] =
    ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total"];

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    COLUMNS
        .iter()
        .flat_map(|column| [format!("requests.carried_in.{column}"), format!("requests.carried_out.{column}")])
}

/// Checks two years.
pub fn check(pair: Pair<'_>) -> Vec<PanelCheck> {
    let one = |column: &&str| {
        let expected = pair.before.figure(&format!("requests.carried_out.{column}"));
        let actual = pair.now.figure(&format!("requests.carried_in.{column}"));
        pair.check("panel.carried", column, expected, actual)
    };
    COLUMNS.iter().map(one).collect()
}
