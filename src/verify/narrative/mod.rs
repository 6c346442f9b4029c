//! What the text tells against what the tables say: a claim, the cells it is about, and whether they agree.
//!
//! Advisory, all of it: publishers count in several ways, and a sentence is read with less certainty than a cell. No check
//! here changes a verdict. Each has its file; what they share is how a claim is held against a sum of cells. A number that
//! is only about so much, and a sum with a cell that does not stand, is not assessable.

mod all_zero;
mod appeals;
mod carried;
mod claims;
mod fees;
mod outcomes;
mod patterns;
mod received;
#[cfg(test)]
mod tests;

use super::{Check, CheckResult};
use crate::finding::{Finding, Severity};
use crate::report::Report;
use claims::{Claim, Quantity};
use rust_decimal::Decimal;

/// The longest piece of a sentence that a finding quotes, in characters.
const LONGEST_QUOTE: usize = 80;

/// Every check of text against tables, and what they found.
pub fn check(report: &Report) -> (Vec<Check>, Vec<Finding>) {
    let claims = claims::read(report);
    let mut found = Vec::new();
    found.extend(received::check(report, &claims));
    found.extend(carried::check(report, &claims));
    found.extend(outcomes::check(report, &claims));
    found.extend(appeals::check(report, &claims));
    found.extend(fees::check(report, &claims));
    found.extend(all_zero::check(report, &claims));
    let findings = found.iter().filter(|(c, _)| c.result == CheckResult::Fail).map(|(c, claim)| told(c, claim));
    let findings = findings.collect();
    let mut checks: Vec<Check> = found.into_iter().map(|(check, _)| check).collect();
    checks.dedup();
    (checks, findings)
}

fn told(check: &Check, claim: &Claim) -> Finding {
    let number = |n: Option<Decimal>| n.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
    let quote: String = claim.sentence.chars().take(LONGEST_QUOTE).collect();
    let cut = if quote.len() < claim.sentence.len() { "…" } else { "" };
    let [from, to] = claim.characters;
    let message = format!(
        "{}: the text tells {}, the table has {}: “{quote}{cut}” ({}, characters {from} to {to})",
        check.id,
        number(check.expected),
        number(check.actual),
        claim.heading
    );
    Finding::new("text-disagrees", Severity::Note, message)
}

/// The claims about one quantity, each number once.
fn about(claims: &[Claim], quantity: Quantity) -> Vec<&Claim> {
    let mut found: Vec<&Claim> = Vec::new();
    for claim in claims.iter().filter(|c| c.quantity == quantity) {
        if !found.iter().any(|f| f.amount == claim.amount) {
            found.push(claim);
        }
    }
    found
}

/// A claim held against the sum of cells, where all of them stand and one is printed.
fn against(id: &str, subject: &str, claim: &Claim, actual: Option<Decimal>) -> (Check, Claim) {
    let result = match actual {
        _ if claim.amount.about => CheckResult::NotAssessable,
        None => CheckResult::NotAssessable,
        Some(actual) if actual == claim.amount.value => CheckResult::Pass,
        Some(_) => CheckResult::Fail,
    };
    let check = Check {
        id: format!("narrative.{id}"),
        subject: subject.to_owned(),
        result,
        expected: Some(claim.amount.value),
        actual,
        advisory: true,
    };
    (check, claim.clone())
}

/// The sum of the cells whose ids begin and end so; none where one does not stand, or nothing is printed.
fn sum(report: &Report, prefix: &str, suffix: &str) -> Option<Decimal> {
    let cells: Vec<_> =
        report.cells.iter().filter(|(id, _)| id.starts_with(prefix) && id.ends_with(suffix)).map(|(_, c)| c).collect();
    let stand = cells.iter().all(|c| c.stands());
    let printed = cells.iter().any(|c| c.value.is_some());
    (stand && printed).then(|| cells.iter().filter_map(|c| c.value).sum())
}

/// The total of one row of section three.
fn row(report: &Report, row: &str) -> Option<Decimal> {
    rows(report, &format!("requests.{row}."))
}

/// The totals of rows of section three together, by how their ids begin. A total that is printed empty is what the columns
/// of its row make; that is no value of the table, only what the text is held against.
fn rows(report: &Report, prefix: &str) -> Option<Decimal> {
    let is_total = |id: &str| id.rsplit_once('.').is_some_and(|(_, column)| column == "total");
    let totals = report.cells.iter().filter(|(id, _)| id.starts_with(prefix) && is_total(id));
    let mut made: Option<Decimal> = None;
    for (id, total) in totals {
        if !total.stands() {
            return None;
        }
        let columns = || sum(report, id.trim_end_matches("total"), "");
        if let Some(value) = total.value.or_else(columns) {
            made = Some(made.unwrap_or_default() + value);
        }
    }
    made
}
