//! The cells of one sheet, as they show.

use super::super::book::{Budget, COLUMNS, ROWS, Sheet, Shown, UNTOLD};
use super::super::format;
use super::super::results::{Outcome, Results};
use super::strings::Rich;
use super::styles::{Look, Styles};
use crate::decode::package::xml::{Element, Tag, Xml};
use crate::finding::Unreadable;

/// A column narrower than this share of a digit shows nothing.
const NARROWEST: f32 = 0.3;

/// Stretches of hidden columns. Programs write neighbours as one stretch.
const MOST_HIDDEN: usize = 256;

#[derive(Debug, Default)]
struct Reading<'a> {
    strings: &'a [String],
    sheet: Sheet,
    hides_zeros: bool,
    row: u32,
    column: u32,
    cell: Option<Cell>,
    /// The results that formulas must have; each is taken out when it is met.
    expected: Option<Results>,
}

/// A cell being read.
#[derive(Debug, Default)]
struct Cell {
    kind: String,
    look: Look,
    value: Option<String>,
    is_formula: bool,
    rich: Option<Rich>,
    in_value: bool,
}

/// Reads a sheet. A formula must have the result that is expected of it, if any are.
pub(super) fn read(
    source: &str,
    strings: &[String],
    styles: &Styles,
    expected: Option<Results>,
    budget: &mut Budget,
) -> Result<Sheet, Unreadable> {
    let mut reading = Reading { strings, expected, ..Reading::default() };
    let mut xml = Xml::new(source);
    while let Some(tag) = xml.next()? {
        match &tag {
            Tag::Open(element) => reading.open(element, styles),
            Tag::Close(end) => match end.name() {
                "c" => {
                    budget.spend(1)?;
                    reading.end_cell();
                }
                "row" => reading.row += 1,
                "is" => {
                    if let Some(cell) = &mut reading.cell {
                        cell.value = cell.rich.take().map(Rich::finish);
                    }
                }
                _ => {}
            },
            Tag::Text(_) => {}
        }
        if let Some(cell) = &mut reading.cell {
            cell.take(&tag);
        }
    }
    // A formula that was not written again at all.
    for (place, _) in reading.expected.into_iter().flatten().filter(|(_, result)| *result != Outcome::Empty) {
        reading.sheet.cells.entry(place).or_default().text.push(UNTOLD);
    }
    Ok(reading.sheet)
}

impl Cell {
    fn take(&mut self, tag: &Tag) {
        if let Some(rich) = &mut self.rich {
            rich.take(tag);
            return;
        }
        match tag {
            Tag::Open(element) => match element.name() {
                "v" => {
                    self.in_value = true;
                    self.value.get_or_insert_default();
                }
                "f" => self.is_formula = true,
                "is" => self.rich = Some(Rich::default()),
                _ => {}
            },
            Tag::Close(end) if end.name() == "v" => self.in_value = false,
            Tag::Text(text) if self.in_value => self.value.get_or_insert_default().push_str(text),
            _ => {}
        }
    }

    /// What it shows.
    fn shown(&self, strings: &[String], hides_zeros: bool) -> Shown {
        let plain = |text: String| Shown { text, is_bordered: self.look.is_bordered, differs: false };
        let untold = |text: &str| plain(format!("{text}{UNTOLD}"));
        let Some(value) = &self.value else {
            return if self.is_formula { untold("") } else { plain(String::new()) };
        };
        let text = match self.kind.as_str() {
            "s" => match value.trim().parse::<usize>().ok().and_then(|i| strings.get(i)) {
                Some(text) => text.clone(),
                None => return untold(""),
            },
            "str" | "inlineStr" | "e" => value.clone(),
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            // A date as ISO 8601 writes it: how it is displayed its format says, which is not asked.
            "d" => return untold(value),
            _ if value.trim().is_empty() => return if self.is_formula { untold("") } else { plain(String::new()) },
            _ => return self.number(value, hides_zeros),
        };
        let hides = self.look.format.as_deref().is_some_and(|f| !format::shows_text(f));
        if !text.trim().is_empty() && (self.look.is_struck || hides) { untold("") } else { plain(text) }
    }

    fn number(&self, value: &str, hides_zeros: bool) -> Shown {
        let is_bordered = self.look.is_bordered;
        let untold = |text: &str| Shown { text: format!("{text}{UNTOLD}"), is_bordered, differs: false };
        let Some(number) = format::stored(value) else { return untold(value) };
        if self.look.is_struck {
            return untold("");
        }
        if hides_zeros && number.is_zero() {
            return Shown { text: String::new(), is_bordered, differs: false };
        }
        match self.look.format.as_deref().and_then(|f| format::display(number, f)) {
            // A number that is there and not displayed at all is not blank, and not a number either.
            Some(displayed) if displayed.differs && !displayed.text.contains(|c: char| c.is_ascii_digit()) => {
                untold("")
            }
            Some(displayed) => Shown { text: displayed.text, is_bordered, differs: displayed.differs },
            None => untold(&number.to_string()),
        }
    }
}

impl Reading<'_> {
    fn open(&mut self, element: &Element, styles: &Styles) {
        match element.name() {
            "sheetView" => self.hides_zeros |= element.flag("showZeros") == Some(false),
            "col" => {
                let width = element.attr("width").and_then(|w| w.parse::<f32>().ok());
                let is_hidden = element.flag("hidden") == Some(true) || width.is_some_and(|w| w < NARROWEST);
                let is_hidden = is_hidden && self.sheet.hidden_columns.len() < MOST_HIDDEN;
                if let (true, Some(from), Some(to)) = (is_hidden, element.number("min"), element.number("max")) {
                    self.sheet.hidden_columns.push((from.saturating_sub(1), to.saturating_sub(1)));
                }
            }
            "row" => {
                self.row = element.number("r").map_or(self.row, |r| r.saturating_sub(1));
                self.column = 0;
                let is_flat = element.attr("ht").and_then(|h| h.parse::<f32>().ok()).is_some_and(|h| h <= 0.0);
                if element.flag("hidden") == Some(true) || is_flat {
                    self.sheet.hidden_rows.insert(self.row);
                }
            }
            "c" => {
                if let Some((row, column)) = element.attr("r").as_deref().and_then(reference) {
                    (self.row, self.column) = (row, column);
                }
                let kind = element.attr("t").unwrap_or_else(|| "n".to_owned());
                let look = styles.look(element.number("s").unwrap_or(0));
                self.cell = Some(Cell { kind, look, ..Cell::default() });
            }
            "mergeCell" => {
                let merged = element.attr("ref").unwrap_or_default();
                if let Some((from, to)) = merged.split_once(':').and_then(|(a, b)| Some((reference(a)?, reference(b)?)))
                {
                    self.sheet.merged.push([from.0, from.1, to.0, to.1]);
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let mut shown = cell.shown(self.strings, self.hides_zeros);
        if let Some(expected) = &mut self.expected {
            let result = expected.remove(&(self.row, self.column));
            let value = cell.value.as_deref().unwrap_or_default();
            let is_it = result.map_or(!cell.is_formula, |result| result.is(value));
            if !is_it && !shown.text.contains(UNTOLD) {
                shown.text.push(UNTOLD);
            }
        }
        if self.row < ROWS && self.column < COLUMNS && (shown.is_bordered || !shown.text.is_empty()) {
            self.sheet.cells.insert((self.row, self.column), shown);
        }
        self.column += 1;
    }
}

/// Row and column, from 0, of a reference such as `$B$12`.
fn reference(text: &str) -> Option<(u32, u32)> {
    let text: String = text.chars().filter(|c| *c != '$').collect();
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(digits);
    let column = letters.chars().try_fold(0_u32, |n, c| {
        let c = c.to_ascii_uppercase();
        c.is_ascii_uppercase().then(|| n.checked_mul(26)?.checked_add(c as u32 - 'A' as u32 + 1)).flatten()
    })?;
    let row: u32 = digits.parse().ok()?;
    let is_inside = (1..=ROWS).contains(&row) && (1..=COLUMNS).contains(&column);
    is_inside.then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references() {
        assert_eq!(reference("A1"), Some((0, 0)));
        assert_eq!(reference("$AB$12"), Some((11, 27)));
        assert_eq!(reference("XFD1048576"), Some((1_048_575, 16_383)));
        for none in ["", "A", "12", "A0", "XFE1", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(reference(none), None, "{none}");
        }
    }
}
