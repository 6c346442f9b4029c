//! A check as an equation in numbers, as a person would write it in the margin: `13 + 1 = 12 + 1`.

use gongkai::report::{Cell, Report};
use gongkai::verify::{Check, CheckResult};

/// The equation of a check.
pub(crate) fn of(check: &Check, report: &Report) -> String {
    written(check, report).unwrap_or_else(|| bare(check))
}

fn written(check: &Check, report: &Report) -> Option<String> {
    let subject = &check.subject;
    let equals = if check.result == CheckResult::Fail { "≠" } else { "=" };
    let at = |id: &str| report.cell(id).map(number);
    match check.id.as_str() {
        "requests.balance" => {
            let [received, carried_in, total, carried_out] = ["received", "carried_in", "outcome_total", "carried_out"]
                .map(|row| at(&format!("requests.{row}.{subject}")));
            Some(format!("{} + {} {equals} {} + {}", received?, carried_in?, total?, carried_out?))
        }
        "requests.outcomes" => {
            let outside = ["received", "carried_in", "outcome_total", "carried_out"];
            let parts = report.cells.iter().filter(|(id, _)| {
                let row = id.strip_prefix("requests.").and_then(|id| id.strip_suffix(subject)?.strip_suffix('.'));
                row.is_some_and(|row| !outside.contains(&row))
            });
            Some(format!("{} {equals} {}", sum(parts), at(&format!("requests.outcome_total.{subject}"))?))
        }
        "requests.applicants" => within(report, &format!("requests.{subject}."), equals),
        "appeals.results" => within(report, &format!("appeals.{subject}."), equals),
        _ => None,
    }
}

/// The parts of a row and its total.
fn within(report: &Report, row: &str, equals: &str) -> Option<String> {
    let total = report.cell(&format!("{row}total")).map(number)?;
    let parts = report.cells.iter().filter(|(id, _)| id.strip_prefix(row).is_some_and(|column| column != "total"));
    Some(format!("{} {equals} {total}", sum(parts)))
}

/// A sum without its zeros and blanks, which would hide the numbers that matter.
fn sum<'a>(parts: impl Iterator<Item = &'a (String, Cell)>) -> String {
    let parts: Vec<_> =
        parts.filter(|(_, cell)| cell.value.is_some_and(|v| !v.is_zero())).map(|(_, cell)| number(cell)).collect();
    if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") }
}

fn number(cell: &Cell) -> String {
    cell.value.map_or_else(|| "—".to_owned(), |v| v.to_string())
}

fn bare(check: &Check) -> String {
    let told = |v: Option<rust_decimal::Decimal>| v.map_or_else(|| "—".to_owned(), |v| v.to_string());
    format!("expected {}, printed {}", told(check.expected), told(check.actual))
}

/// The cells a failed check speaks of, so that they can be marked.
pub(crate) fn touches(check: &Check, id: &str) -> bool {
    let subject = &check.subject;
    match check.id.as_str() {
        "requests.balance" => {
            let rows = ["received", "carried_in", "outcome_total", "carried_out"];
            rows.iter().any(|row| id == format!("requests.{row}.{subject}"))
        }
        "requests.outcomes" => id == format!("requests.outcome_total.{subject}"),
        "requests.applicants" => id == format!("requests.{subject}.total"),
        "appeals.results" => id == format!("appeals.{subject}.total"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use gongkai::report::{Cell, Report, Status};
    use gongkai::verify::{Check, CheckResult};
    use rust_decimal::Decimal;

    fn report(cells: &[(&str, i64)]) -> Report {
        let cell = |v: i64| Cell {
            status: Status::Read,
            value: Some(Decimal::from(v)),
            raw: None,
            note: None,
            unit: None,
            at: None,
            certain: true,
            candidates: Vec::new(),
        };
        Report { cells: cells.iter().map(|(id, v)| ((*id).to_owned(), cell(*v))).collect(), ..Report::default() }
    }

    fn check(id: &str, subject: &str) -> Check {
        Check {
            id: id.to_owned(),
            subject: subject.to_owned(),
            result: CheckResult::Fail,
            expected: None,
            actual: None,
            advisory: false,
        }
    }

    #[test]
    fn sums_are_written_out_without_zeros() {
        let report = report(&[
            ("appeals.reconsideration.upheld", 10),
            ("appeals.reconsideration.corrected", 1),
            ("appeals.reconsideration.other", 0),
            ("appeals.reconsideration.total", 0),
        ]);
        assert_eq!(of(&check("appeals.results", "reconsideration"), &report), "10 + 1 ≠ 0");
    }

    #[test]
    fn outcome_rows_are_those_between_the_balance_rows() {
        let report = report(&[
            ("requests.received.total", 9),
            ("requests.granted.total", 4),
            ("requests.refused.third_party.total", 3),
            ("requests.outcome_total.total", 8),
            ("requests.carried_out.total", 1),
        ]);
        assert_eq!(of(&check("requests.outcomes", "total"), &report), "4 + 3 ≠ 8");
    }
}
