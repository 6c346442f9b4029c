//! Checks and verdicts on small reports.

use super::{CheckResult, Judgement, Verdict, judge};
use crate::report::form::forms;
use crate::report::id::CellId;
use crate::report::{Cell, Report, Section, Status};
use rust_decimal::Decimal;

/// A report of the form of 2021, every cell read for certain and 0 but those given.
fn report(known: &[(&str, i64)]) -> Report {
    let form = forms().form("ogi-2021").unwrap();
    let cell = |id: CellId| {
        let n = known.iter().find(|(k, _)| id == *k).map_or(0, |(_, n)| *n);
        let cell = Cell { certain: true, ..Cell::number(Decimal::from(n), &n.to_string(), None) };
        (id, cell)
    };
    let cells = forms().cells(form, false).into_iter().map(cell).collect();
    Report { form: Some(form.id.clone()), cells, ..Report::default() }
}

fn cell<'a>(report: &'a mut Report, id: &str) -> &'a mut Cell {
    &mut report.cells.iter_mut().find(|(i, _)| *i == *id).unwrap().1
}

fn failing(judged: &Judgement) -> Vec<(&str, &str)> {
    let fails = judged.checks.iter().filter(|c| c.result == CheckResult::Fail);
    fails.map(|c| (c.id.as_str(), c.subject.as_str())).collect()
}

fn hint(judged: &Judgement) -> &str {
    judged.findings.iter().find_map(|f| f.hint.as_deref()).unwrap_or_default()
}

#[test]
fn all_zero_is_clean() {
    assert_eq!(judge(&report(&[])).verdict, Verdict::Clean);
}

#[test]
fn a_table_of_noughts_beside_a_text_with_requests_is_told_and_no_verdict_changes() {
    let told = |text: &str, known: &[(&str, i64)]| {
        let section = Section { number: Some(1), heading: "一、总体情况".to_owned(), text: text.to_owned() };
        let judged = judge(&Report { sections: vec![section], ..report(known) });
        assert_eq!(judged.verdict, Verdict::Clean);
        failing(&judged).into_iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told("全年收到政府信息公开申请300余件。", &[]), ["narrative.all_zero"]);
    assert_eq!(told("全年收到政府信息公开申请5件。", &[]), ["narrative.received", "narrative.all_zero"]);
    assert_eq!(told("全年未收到政府信息公开申请。", &[]), [""; 0]);
    let filled = ["received", "outcome_total", "granted"]
        .map(|row| ["natural_person", "total"].map(|column| format!("requests.{row}.{column}")));
    let filled: Vec<(&str, i64)> = filled.iter().flatten().map(|id| (id.as_str(), 310)).collect();
    assert_eq!(told("全年收到政府信息公开申请300余件。", &filled), [""; 0]);
}

#[test]
fn a_contradiction_is_the_publishers_only_where_everything_is_certain() {
    let mut slip = report(&[("appeals.reconsideration.upheld", 10)]);
    let judged = judge(&slip);
    assert_eq!(failing(&judged), [("appeals.results", "reconsideration")]);
    assert_eq!(judged.verdict, Verdict::PublisherInconsistent);
    cell(&mut slip, "proactive.fees.amount").certain = false;
    assert_eq!(judge(&slip).verdict, Verdict::NeedsReview);
}

#[test]
fn a_mark_on_any_cell_asks_for_review() {
    for status in [Status::Missing, Status::Doubtful] {
        let mut marked = report(&[]);
        cell(&mut marked, "proactive.fees.amount").status = status;
        assert_eq!(judge(&marked).verdict, Verdict::NeedsReview);
    }
}

#[test]
fn an_empty_cell_counts_as_nothing_and_an_empty_total_is_not_checked() {
    let mut blanks = report(&[("requests.received.natural_person", 5), ("requests.received.total", 5)]);
    for column in ["enterprise", "research", "public_interest", "legal_service", "other"] {
        let id = format!("requests.received.{column}");
        *cell(&mut blanks, &id) = Cell::blank(None);
    }
    *cell(&mut blanks, "requests.granted.total") = Cell::blank(None);
    *cell(&mut blanks, "requests.granted.other") = Cell::number(Decimal::ONE, "1", None);
    let judged = judge(&blanks);
    let of = |subject| judged.checks.iter().find(|c| c.id == "requests.applicants" && c.subject == subject).unwrap();
    assert_eq!(of("received").result, CheckResult::Pass);
    assert_eq!(of("granted").result, CheckResult::NotAssessable);
}

#[test]
fn a_count_that_is_no_count_is_a_misreading() {
    let mut odd = report(&[]);
    cell(&mut odd, "proactive.licensing.decisions").value = Some(Decimal::new(125, 1));
    assert_eq!(judge(&odd).verdict, Verdict::NeedsReview);
    let mut money = report(&[]);
    cell(&mut money, "proactive.fees.amount").value = Some(Decimal::new(125, 1));
    assert_eq!(judge(&money).verdict, Verdict::Clean);
}

#[test]
fn a_row_and_a_column_off_by_the_same_amount_name_their_cell() {
    let judged = judge(&report(&[("requests.granted.enterprise", 3)]));
    assert!(hint(&judged).contains("requests.granted.enterprise"), "{}", hint(&judged));
}

#[test]
fn two_columns_off_against_each_other_suggest_one_request_classed_two_ways() {
    let known = [
        ("requests.received.natural_person", 4),
        ("requests.received.enterprise", 3),
        ("requests.received.total", 7),
        ("requests.granted.natural_person", 3),
        ("requests.granted.enterprise", 4),
        ("requests.granted.total", 7),
        ("requests.outcome_total.natural_person", 3),
        ("requests.outcome_total.enterprise", 4),
        ("requests.outcome_total.total", 7),
    ];
    assert!(hint(&judge(&report(&known))).contains("classed two ways"));
}

#[test]
fn a_split_number_and_swapped_digits_are_suggested() {
    let split = [
        ("appeals.reconsideration.upheld", 1),
        ("appeals.reconsideration.corrected", 2),
        ("appeals.reconsideration.total", 12),
    ];
    assert!(hint(&judge(&report(&split))).contains("read as one number, 12"));
    let swapped = [("appeals.reconsideration.upheld", 81), ("appeals.reconsideration.total", 18)];
    assert!(hint(&judge(&report(&swapped))).contains("swapped"));
}

#[test]
fn the_text_advises_and_changes_no_verdict() {
    let mut told = report(&[]);
    told.sections.push(Section {
        number: Some(1),
        heading: "一、总体情况".into(),
        text: "全年共收到政府信息公开申请３４件，均已答复。".into(),
    });
    let judged = judge(&told);
    assert_eq!(failing(&judged), [("narrative.received", "received"), ("narrative.all_zero", "requests")]);
    assert_eq!(judged.verdict, Verdict::Clean);
}

#[test]
fn the_text_is_held_against_sums_of_rows() {
    let mut told = report(&[
        ("requests.unavailable.not_held.total", 20),
        ("requests.unavailable.unclear.total", 4),
        ("requests.granted.natural_person", 6),
    ]);
    let total = cell(&mut told, "requests.granted.total");
    (total.status, total.value) = (Status::Blank, None);
    told.sections.push(Section {
        number: Some(3),
        heading: "三、收到和处理政府信息公开申请情况".into(),
        text: "全年予以公开6件，无法提供21件，部分公开约3件。".into(),
    });
    let judged = judge(&told);
    let text = |c: &&super::Check| c.id == "narrative.outcomes";
    let results: Vec<_> = judged.checks.iter().filter(text).map(|c| (c.subject.as_str(), c.result)).collect();
    assert_eq!(
        results,
        [("granted", CheckResult::Pass), ("partial", CheckResult::NotAssessable), ("unavailable", CheckResult::Fail)]
    );
    let finding = judged.findings.iter().find(|f| f.code == "text-disagrees").unwrap();
    assert!(finding.message.contains("the text tells 21, the table has 24"), "{}", finding.message);
}
