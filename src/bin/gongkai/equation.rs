//! A check as an equation in numbers, as a person would write it in the margin: `13 + 1 = 12 + 2`.

use gongkai::report::form::{Equation, equation};
use gongkai::report::id::CellId;
use gongkai::report::{Cell, Report};
use gongkai::verify::{Check, CheckResult};

/// The equation of a check; where its identity is none of the form, the two numbers that were compared.
pub(crate) fn of(check: &Check, report: &Report) -> String {
    let Some(equation) = find(check, report) else {
        let told = |v: Option<rust_decimal::Decimal>| v.map_or_else(|| "—".to_owned(), |v| v.to_string());
        return match check.expected {
            Some(_) => format!("expected {}, printed {}", told(check.expected), told(check.actual)),
            None => format!("printed {}", told(check.actual)),
        };
    };
    let equals = if check.result == CheckResult::Fail { "≠" } else { "=" };
    format!("{} {equals} {}", sum(&equation.left, report), sum(&equation.right, report))
}

/// The cells to mark for a check: the total, where it is about one; else all it speaks of.
pub(crate) fn cells(check: &Check, report: &Report) -> Vec<CellId> {
    match find(check, report) {
        Some(equation) if equation.right.len() == 1 => equation.right.clone(),
        Some(equation) => equation.left.iter().chain(&equation.right).cloned().collect(),
        None => vec![check.subject.as_str().into()],
    }
}

fn find(check: &Check, report: &Report) -> Option<&'static Equation<'static>> {
    equation(&check.id, &check.subject, |id| report.cell(id).is_some())
}

/// A sum without its zeros and blanks, which would hide the numbers that matter.
fn sum(ids: &[CellId], report: &Report) -> String {
    let value = |cell: &Cell| cell.value.filter(|v| !v.is_zero()).map(|v| v.to_string());
    let parts: Vec<_> = ids.iter().filter_map(|id| value(report.cell(id)?)).collect();
    if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") }
}

#[cfg(test)]
mod tests {
    use super::{cells, of};
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
            doubts: std::collections::BTreeSet::new(),
            candidates: Vec::new(),
        };
        Report { cells: cells.iter().map(|(id, v)| ((*id).into(), cell(*v))).collect(), ..Report::default() }
    }

    fn check(id: &str, subject: &str) -> Check {
        Check {
            id: id.to_owned(),
            subject: subject.to_owned(),
            result: CheckResult::Fail,
            expected: None,
            actual: Some(Decimal::ONE),
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
    fn a_check_that_is_no_sum_tells_its_number() {
        let check = check("cells.whole", "requests.received.other");
        assert_eq!(of(&check, &report(&[])), "printed 1");
        assert_eq!(cells(&check, &report(&[])), ["requests.received.other"]);
    }
}
