//! The reports of many agencies and years → checks that need more than one report, all of them advisory.
//!
//! An agency's reports are found by its name (`region::normalised`) and put into the order of their years. Where a year has
//! two reports that differ, neither is held against anything: which of them counts is not known, and that is said. One check,
//! one file; nothing is changed, and no verdict.
//!
//! Only some bytes of each report are kept in memory ([`Register`]): an agency's reports are taken from a [`Shelf`] when its turn
//! comes, and those of several agencies where some check has reason to.

pub mod appeals;
pub mod carried;
pub mod copied;
pub mod coverage;
pub mod doubled;
pub mod fees;
pub mod figures;
pub mod in_force;
pub mod items;
pub mod jumps;
pub mod one_sided;
pub mod parent;
pub mod pending;
pub mod register;
#[cfg(test)]
mod tests;
pub mod zero;

use super::CheckResult;
pub use figures::Figures;
use register::Brief;
pub use register::{Register, Shelf};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// Numbers other than zero that two reports do not share by chance. Four in a column make each other.
const FEWEST_COUNTS: usize = 12;

/// A report among others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The document's id.
    pub document: String,
    /// The way to it.
    pub source: String,
    /// The agency's normalised name.
    pub agency: String,
    /// The code of its division, where that is sure.
    pub region: Option<String>,
    /// What it is, without its place: `人民政府`. None where its division is not known.
    pub organ: Option<String>,
    /// The year reported on.
    pub year: u16,
    /// The form's id.
    pub form: Option<String>,
    /// The verdict's word.
    pub verdict: String,
    /// The numbers that the checks ask for, where they were read without doubt.
    pub figures: Figures,
    /// A digest of every cell with its number, by which two reports are known to print the same.
    pub print: u64,
    /// How many of its numbers are not zero.
    pub counts: usize,
}

/// What a check says of some reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelCheck {
    /// The check's id, `panel.carried`.
    pub id: &'static str,
    /// The agency's normalised name.
    pub agency: String,
    /// The year, of several the last.
    pub year: u16,
    /// What it was applied to.
    pub subject: String,
    /// How it came out.
    pub result: CheckResult,
    /// What the other report makes of it.
    pub expected: Option<Decimal>,
    /// What is printed.
    pub actual: Option<Decimal>,
    /// The sources of the reports, the one with `actual` first.
    pub sources: Vec<String>,
    /// The ids of their documents.
    pub documents: Vec<String>,
    /// One sentence for people.
    pub message: String,
}

/// Reports by agency and year.
pub struct Panel<'s> {
    register: Register,
    shelf: &'s dyn Shelf,
}

/// The reports of an agency, by year.
pub type Years = BTreeMap<u16, Vec<Member>>;

/// A report and the one of the year before, of one agency.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'p> {
    /// The earlier one.
    pub before: &'p Member,
    /// The later one.
    pub now: &'p Member,
}

impl<'s> Panel<'s> {
    /// Puts the reports of a shelf in order; of one year and agency, in the order of the register.
    pub fn new(mut register: Register, shelf: &'s dyn Shelf) -> Self {
        register.settle();
        Self { register, shelf }
    }

    /// Makes every check, in the order of agencies, years and ids. An agency's are made when its turn comes. An error is one of
    /// the shelf.
    pub fn judge(&self) -> io::Result<impl Iterator<Item = io::Result<PanelCheck>>> {
        let mut among: BTreeMap<String, Vec<PanelCheck>> = BTreeMap::new();
        for check in copied::between_agencies(self)?.into_iter().chain(parent::check(self)?).chain(zero::check(self)?) {
            among.entry(check.agency.clone()).or_default().push(check);
        }
        Ok(self.agencies().flat_map(move |found| {
            let made = found.map(|(agency, years)| {
                let mut checks = among.remove(agency).unwrap_or_default();
                checks.extend(doubled::check(&years));
                checks.extend(coverage::gaps(&years));
                checks.extend(pairs(&years).flat_map(between_years));
                checks.sort_by(|a, b| (a.year, a.id).cmp(&(b.year, b.id)));
                checks
            });
            let (checks, error) = made.map_or_else(|error| (Vec::new(), Some(error)), |checks| (checks, None));
            checks.into_iter().map(Ok).chain(error.map(Err))
        }))
    }

    /// The agencies in the order of their names, each with its reports by year.
    pub fn agencies(&self) -> impl Iterator<Item = io::Result<(&str, Years)>> {
        self.register.agencies().map(|briefs| {
            let mut years = Years::new();
            for brief in briefs {
                years.entry(brief.year).or_default().push(self.member(brief)?);
            }
            let name = briefs.first().map_or("", |brief| self.register.text(brief.agency));
            Ok((name, years))
        })
    }

    /// How many agencies there are.
    pub fn count(&self) -> usize {
        self.register.agencies().count()
    }

    /// The years of any report, from the first on.
    pub fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.register.briefs().iter().map(|brief| brief.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The code of an agency's division, where that is sure.
    pub fn region(&self, agency: &str) -> Option<&str> {
        let region = self.register.of(agency).iter().find_map(|brief| brief.region)?;
        Some(self.register.text(region))
    }

    fn member(&self, brief: &Brief) -> io::Result<Member> {
        self.shelf.member(brief.at())
    }
}

/// The reports of an agency that follow one another.
fn pairs(years: &Years) -> impl Iterator<Item = Pair<'_>> {
    years.iter().filter_map(|(year, now)| {
        let before = years.get(&year.checked_sub(1)?)?;
        Some(Pair { before: only(before)?, now: only(now)? })
    })
}

/// Every check of a year against the one before.
fn between_years(pair: Pair<'_>) -> Vec<PanelCheck> {
    let mut checks = carried::check(pair);
    checks.extend(in_force::check(pair));
    checks.extend(items::check(pair));
    checks.extend(pending::check(pair));
    checks.extend(appeals::check(pair));
    checks.extend(one_sided::check(pair));
    checks.extend(copied::from_last_year(pair));
    checks.extend(jumps::check(pair));
    checks.extend(fees::check(pair));
    checks
}

/// The report of a year: the only one, or the first of several that print the same.
fn only(members: &[Member]) -> Option<&Member> {
    let (first, rest) = members.split_first()?;
    rest.iter().all(|other| other.print == first.print).then_some(first)
}

impl Pair<'_> {
    /// A check of a number of the later report against one that the earlier makes; not assessable where either is lacking.
    fn check(&self, id: &'static str, subject: &str, expected: Option<Decimal>, actual: Option<Decimal>) -> PanelCheck {
        let result = match (expected, actual) {
            (Some(expected), Some(actual)) if expected == actual => CheckResult::Pass,
            (Some(_), Some(_)) => CheckResult::Fail,
            _ => CheckResult::NotAssessable,
        };
        let said = |number: Option<Decimal>| number.map_or_else(|| "nothing".to_owned(), |n| n.normalize().to_string());
        let message = format!(
            "{subject}: the report of {} makes {}, that of {} prints {}",
            self.before.year,
            said(expected),
            self.now.year,
            said(actual)
        );
        PanelCheck { result, expected, actual, ..self.note(id, subject, message) }
    }

    /// What fails without being a sum.
    fn note(&self, id: &'static str, subject: &str, message: String) -> PanelCheck {
        PanelCheck::of(id, subject, &[self.now, self.before], message)
    }

    /// Whether both reports are of a form.
    fn are_of(&self, form: &str) -> bool {
        [self.before, self.now].iter().all(|member| member.form.as_deref() == Some(form))
    }
}

impl PanelCheck {
    /// What fails of some reports, of which the first is the one that it is said of.
    fn of(id: &'static str, subject: &str, members: &[&Member], message: String) -> Self {
        let first = members.first();
        Self {
            id,
            agency: first.map(|member| member.agency.clone()).unwrap_or_default(),
            year: first.map_or(0, |member| member.year),
            subject: subject.to_owned(),
            result: CheckResult::Fail,
            expected: None,
            actual: None,
            sources: members.iter().map(|member| member.source.clone()).collect(),
            documents: members.iter().map(|member| member.document.clone()).collect(),
            message,
        }
    }
}

impl Member {
    /// A number that was read without doubt.
    pub fn figure(&self, id: &str) -> Option<Decimal> {
        self.figures.get(id)
    }
}
