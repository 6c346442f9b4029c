//! Office Open XML → sheets: [`strings`] and [`styles`] are read first, then each sheet by [`cells`].

mod cells;
mod strings;
mod styles;

use super::book::{Budget, Sheet};
use super::package::Package;
use super::results::Results;
use super::xml::{Part, walk};
use crate::finding::{Reason, Unreadable};
use std::collections::BTreeMap;

/// Sheets of a workbook. A report has one to ten.
const MOST_SHEETS: usize = 256;

/// Reads a workbook. Where the results of its formulas, sheet by sheet, are given, no others are taken.
pub(super) fn read(bytes: &[u8], results: Option<Vec<Results>>) -> Result<Vec<Sheet>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let root = targets(&package.part("_rels/.rels")?.unwrap_or_default(), "")?;
    let workbook = root.values().find(|t| t.ends_with("workbook.xml") || t.contains("/workbook"));
    let workbook = workbook.cloned().unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let file = workbook.rsplit('/').next().unwrap_or_default();
    let related = targets(&package.part(&format!("{folder}/_rels/{file}.rels"))?.unwrap_or_default(), &folder)?;
    let listed = sheets(&package.needed(&workbook)?)?;
    let other = |wanted: &str| related.values().find(|t| t.ends_with(wanted)).cloned();
    let strings = match other("sharedStrings.xml") {
        Some(name) => strings::read(&package.part(&name)?.unwrap_or_default())?,
        None => Vec::new(),
    };
    let styles = match other("styles.xml") {
        Some(name) => styles::read(&package.part(&name)?.unwrap_or_default())?,
        None => styles::Styles::default(),
    };
    let mut budget = Budget::default();
    let mut found = Vec::new();
    // Sheets that can't be told from each other have no known results.
    let results = results.map(|of_sheets| if of_sheets.len() == listed.len() { of_sheets } else { Vec::new() });
    for (number, (name, is_hidden, id)) in listed.into_iter().enumerate() {
        let Some(target) = related.get(&id) else { continue };
        // Charts and dialogs have no cells.
        if !target.contains("worksheets/") && !target.contains("sheet") || target.contains("chartsheets/") {
            continue;
        }
        let source = package.needed(target)?;
        let expected = results.as_ref().map(|of_sheets| of_sheets.get(number).cloned().unwrap_or_default());
        let mut sheet = cells::read(&source, &strings, &styles, expected, &mut budget)?;
        sheet.name = name;
        sheet.is_hidden = is_hidden;
        found.push(sheet);
    }
    Ok(found)
}

/// The targets of a part's relations, by their ids.
fn targets(source: &str, folder: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut found = BTreeMap::new();
    walk(source, |part| {
        if let Part::Open(tag) = part
            && tag.name == "Relationship"
            && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
        {
            found.insert(id.to_owned(), resolved(target, folder));
        }
        Ok(())
    })?;
    Ok(found)
}

/// A target as a path from the package's root.
fn resolved(target: &str, folder: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Name, whether it is hidden, and relation of each sheet, in order.
fn sheets(source: &str) -> Result<Vec<(String, bool, String)>, Unreadable> {
    let mut found = Vec::new();
    walk(source, |part| {
        if let Part::Open(tag) = part
            && tag.name == "sheet"
        {
            if found.len() == MOST_SHEETS {
                return Err(Unreadable::new(
                    Reason::Memory,
                    format!("the workbook has more than {MOST_SHEETS} sheets"),
                ));
            }
            let is_hidden = tag.get("state").is_some_and(|s| s != "visible");
            let text = |name| tag.get(name).unwrap_or_default().to_owned();
            found.push((text("name"), is_hidden, text("id")));
        }
        Ok(())
    })?;
    Ok(found)
}
