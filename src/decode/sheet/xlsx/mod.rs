//! Office Open XML → sheets: [`strings`] and [`styles`] are read first, then each sheet by [`cells`].

mod cells;
mod strings;
mod styles;

use super::book::{Budget, Sheet};
use super::results::Results;
use crate::decode::package::Package;
use crate::decode::package::xml::{Tag, Xml};
use crate::finding::{Reason, Unreadable};

/// Sheets of a workbook. A report has one to ten.
const MOST_SHEETS: usize = 256;

/// Reads a workbook. Where the results of its formulas, sheet by sheet, are given, no others are taken.
pub(super) fn read(bytes: &[u8], results: Option<Vec<Results>>) -> Result<Vec<Sheet>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let workbook = package.main("xl/workbook.xml")?;
    let related = package.relationships(&workbook)?;
    let listed = sheets(&package.needed(&workbook)?)?;
    let mut beside = |kind| related.iter().find(|r| r.is(kind)).map_or(Ok(None), |r| package.part(&r.target));
    let strings = beside("sharedStrings")?.map_or_else(|| Ok(Vec::new()), |text| strings::read(&text))?;
    let styles = beside("styles")?.map_or_else(|| Ok(styles::Styles::default()), |text| styles::read(&text))?;
    let mut budget = Budget::default();
    let mut found = Vec::new();
    // Sheets that can't be told from each other have no known results.
    let results = results.map(|of_sheets| if of_sheets.len() == listed.len() { of_sheets } else { Vec::new() });
    for (number, (name, is_hidden, id)) in listed.into_iter().enumerate() {
        // Charts and dialogs have no cells.
        let Some(sheet) = related.iter().find(|r| r.id == id && r.is("worksheet")) else { continue };
        let source = package.needed(&sheet.target)?;
        let expected = results.as_ref().map(|of_sheets| of_sheets.get(number).cloned().unwrap_or_default());
        let mut sheet = cells::read(&source, &strings, &styles, expected, &mut budget)?;
        sheet.name = name;
        sheet.is_hidden = is_hidden;
        found.push(sheet);
    }
    Ok(found)
}

/// Name, whether it is hidden, and relation of each sheet, in order.
fn sheets(source: &str) -> Result<Vec<(String, bool, String)>, Unreadable> {
    let mut found = Vec::new();
    let mut xml = Xml::new(source);
    while let Some(tag) = xml.next()? {
        if let Tag::Open(element) = tag
            && element.name() == "sheet"
        {
            if found.len() == MOST_SHEETS {
                return Err(Unreadable::new(
                    Reason::Memory,
                    format!("the workbook has more than {MOST_SHEETS} sheets"),
                ));
            }
            let is_hidden = element.attr("state").is_some_and(|s| s != "visible");
            let text = |name| element.attr(name).unwrap_or_default();
            found.push((text("name"), is_hidden, text("id")));
        }
    }
    Ok(found)
}
