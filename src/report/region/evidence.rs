//! What a report prints besides its agency's name → which of several divisions is meant.

use super::divisions::{Division, divisions};
use super::traditional::simple;
use super::{Basis, TOWNS};
use regex::Regex;
use std::sync::LazyLock;

/// Characters of the longest way from a province to a county that is printed before a town's name.
const LONGEST_WAY: usize = 30;

/// Lines looked at: a report has some hundreds, a page around it some more.
const LINES: usize = 5_000;

/// `telephones.csv`: the area codes of the cities in whose counties' names there is more than one place.
static TELEPHONES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| include_str!("telephones.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect());

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test")]
static TELEPHONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d.])(0\d{2,3})\s*[-—– )]\s*\d{7,8}(?:\D|$)").expect("a constant pattern"));

/// The one of several divisions whose city, or else telephone, or else province, is the only one of theirs in a report.
pub(super) fn among<'d, 't>(
    possible: &[&'d Division],
    lines: impl Iterator<Item = &'t str> + Clone,
) -> Option<(&'d Division, Basis)> {
    let lines: Vec<String> = lines.take(LINES).map(simple).collect();
    let is_named = |code: &str| {
        divisions().of_code(code).is_some_and(|holder| lines.iter().any(|line| line.contains(holder.name)))
    };
    let city = |division: &Division| is_named(&format!("{}00", &division.code[..4]));
    let province = |division: &Division| is_named(&format!("{}0000", &division.code[..2]));
    let called: Vec<&str> = lines
        .iter()
        .flat_map(|line| TELEPHONE.captures_iter(line))
        .filter_map(|found| found.get(1))
        .map(|m| m.as_str())
        .collect();
    let telephone = |division: &Division| {
        TELEPHONES.iter().any(|(prefix, code)| {
            divisions().of_code(code).is_some_and(|holder| division.is_in(holder)) && called.contains(prefix)
        })
    };
    only(possible, city)
        .map(|division| (division, Basis::Text))
        .or_else(|| only(possible, telephone).map(|division| (division, Basis::Telephone)))
        .or_else(|| only(possible, province).map(|division| (division, Basis::Text)))
}

fn only<'d>(possible: &[&'d Division], is_it: impl Fn(&Division) -> bool) -> Option<&'d Division> {
    let mut found = possible.iter().filter(|division| is_it(division));
    found.next().filter(|_| found.next().is_none()).copied()
}

/// The county of a town whose name begins an agency's name: the one that the report prints before the town's name,
/// always the same.
pub(super) fn of_town<'t>(agency: &str, lines: impl Iterator<Item = &'t str>) -> Option<&'static Division> {
    let end = TOWNS.iter().filter_map(|town| agency.find(town).map(|at| at + town.len())).min()?;
    let town = &agency[..end];
    let mut county: Option<&'static Division> = None;
    for line in lines.take(LINES).map(simple) {
        for (at, _) in line.match_indices(town) {
            let Some(before) = holder(&line[..at]) else { continue };
            if county.is_some_and(|county| county.code != before.code) {
                return None;
            }
            county = Some(before);
        }
    }
    county
}

/// The county or city whose name a text ends with, if that is the only one of its name.
fn holder(text: &str) -> Option<&'static Division> {
    let starts: Vec<usize> = text.char_indices().rev().map(|(at, _)| at).take(LONGEST_WAY).collect();
    // From the longest way on, so that `淮安市洪泽区` is read before `洪泽区`.
    starts.into_iter().rev().find_map(|start| {
        let (way, rest) = super::Way::read(&text[start..]);
        match way.places[..] {
            [place] if rest.is_empty() => Some(place.division),
            _ => None,
        }
    })
}
