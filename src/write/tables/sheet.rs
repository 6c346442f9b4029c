//! Rows → one Excel workbook, a sheet a table.
//!
//! Rows go to temporary files as they come, so memory does not grow. A sheet holds 1,048,576 rows; further ones continue on
//! `facts 2`, each with its header. Excel keeps numbers as binary floats of 15 digits: one that has more is written as
//! text, digit by digit. A cell holds 32,767 characters: a longer text is cut, and ends with a sentence that says so.
//! Texts are written as texts, so nothing in them runs.

use super::columns::{Rows, Value};
use super::csv::number;
use super::description::{TABLES, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::io;
use std::path::Path;

/// Rows of a sheet, its header included: Excel's own limit.
const SHEET_ROWS: u32 = 1_048_576;

/// Bytes of a sheet's XML after which it goes on with the next, as counted by [`room()`]. Parts of 4 GB and more need the
/// large kind of zip, whose entries LibreOffice does not open.
const SHEET_BYTES: u64 = 3 << 30;

/// Bytes that a cell takes beside its text, at the most: its tags and its place.
const CELL_ROOM: u64 = 96;

/// Characters of a cell, in UTF-16 as Excel counts them: its own limit.
const CELL_CHARACTERS: usize = 32_767;

/// Room for the sentence at the end of a text that is cut.
const CUT_ROOM: usize = 64;

/// Digits that a binary float of 64 bits keeps exactly.
const DIGITS: usize = 15;

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    bold: Format,
    sheets: Vec<Sheets>,
    rows: u64,
    sheet_rows: u32,
}

/// The sheets of one table.
struct Sheets {
    all: Vec<Worksheet>,
    /// The row that is next on the last.
    next: u32,
    /// Bytes that the last takes by now.
    bytes: u64,
}

impl Book {
    pub(super) fn begin(temporary: &Path) -> Result<Self, XlsxError> {
        Self::begin_with(temporary, SHEET_ROWS)
    }

    pub(super) fn begin_with(temporary: &Path, sheet_rows: u32) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(temporary)?;
        // Same input, same bytes: when it was made is in run.json.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_author(env!("CARGO_PKG_NAME")).set_creation_datetime(&made));
        let mut book = Self { workbook, bold: Format::new().set_bold(), sheets: Vec::new(), rows: 0, sheet_rows };
        for table in &TABLES {
            let first = book.sheet(table, 1)?;
            book.sheets.push(Sheets { all: vec![first], next: 1, bytes: 0 });
        }
        Ok(book)
    }

    fn sheet(&mut self, table: &Table, number: usize) -> Result<Worksheet, XlsxError> {
        let mut sheet = self.workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(if number == 1 { table.name.to_owned() } else { format!("{} {number}", table.name) })?;
        sheet.set_freeze_panes(1, 0)?;
        for (c, column) in (0_u16..).zip(table.columns) {
            sheet.set_column_width(c, column.width)?;
        }
        for (c, column) in (0_u16..).zip(table.columns) {
            sheet.write_string_with_format(0, c, column.name, &self.bold)?;
        }
        Ok(sheet)
    }

    /// Adds rows to the sheet of a table.
    pub(super) fn append(&mut self, table: usize, rows: &Rows) -> Result<(), XlsxError> {
        let mut text = String::new();
        for row in 0..rows.count() {
            let last = &self.sheets[table];
            if last.next == self.sheet_rows || last.bytes > SHEET_BYTES {
                let next = self.sheet(rows.table, last.all.len() + 1)?;
                let sheets = &mut self.sheets[table];
                sheets.all.push(next);
                (sheets.next, sheets.bytes) = (1, 0);
            }
            let Sheets { all, next, bytes } = &mut self.sheets[table];
            let Some(sheet) = all.last_mut() else { continue };
            for (c, column) in (0_u16..).zip(&rows.columns) {
                *bytes += CELL_ROOM;
                match column.get(row) {
                    Value::Null => {}
                    Value::Text(value) => {
                        *bytes += room(value);
                        sheet.write_string(*next, c, fitting(value))?;
                    }
                    Value::Truth(value) => _ = sheet.write_boolean(*next, c, value)?,
                    value => {
                        text.clear();
                        number(value, &mut text);
                        match exactly(&text) {
                            Some(float) => _ = sheet.write_number(*next, c, float)?,
                            None => _ = sheet.write_string(*next, c, text.as_str())?,
                        }
                    }
                }
            }
            *next += 1;
        }
        self.rows += rows.count() as u64;
        Ok(())
    }

    /// Writes the workbook; gives how many rows it holds.
    pub(super) fn finish(mut self, path: &Path) -> Result<u64, XlsxError> {
        for sheet in self.sheets.into_iter().flat_map(|s| s.all) {
            self.workbook.push_worksheet(sheet);
        }
        self.workbook.save(path)?;
        Ok(self.rows)
    }
}

/// Bytes that a text takes in XML, at the most: signs and marks are written in up to seven.
fn room(text: &str) -> u64 {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() || !b.is_ascii() { 1 } else { 7 }).sum()
}

/// A decimal as the only number that a sheet knows, where that keeps every digit.
fn exactly(digits: &str) -> Option<f64> {
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    if count <= DIGITS { digits.parse().ok() } else { None }
}

/// A text that fits a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    // Bytes are never fewer than what Excel counts.
    if text.len() <= CELL_CHARACTERS || text.encode_utf16().count() <= CELL_CHARACTERS {
        return text.into();
    }
    let mut left = CELL_CHARACTERS - CUT_ROOM;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    let lost = text.chars().count() - kept.chars().count();
    format!("{kept}…[cut here, {lost} more characters: see the Parquet table]").into()
}

/// An error of the workbook's writer: one of the system in its own words, where it is that.
pub(super) fn system(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{CELL_CHARACTERS, exactly, fitting};

    #[test]
    fn a_number_is_a_number_only_where_all_its_digits_stay() {
        assert_eq!(exactly("7730.28").map(|f| f.to_string()).as_deref(), Some("7730.28"));
        assert_eq!(exactly("-123456789012345").map(|f| f.to_string()).as_deref(), Some("-123456789012345"));
        assert_eq!(exactly("12345678901234567.123456"), None);
    }

    #[test]
    fn a_long_text_says_that_it_is_cut() {
        let fits = "字".repeat(CELL_CHARACTERS);
        assert_eq!(fitting(&fits), fits);
        for long in ["字".repeat(CELL_CHARACTERS + 1), "𠀀".repeat(CELL_CHARACTERS / 2 + 1)] {
            let cut = fitting(&long);
            assert!(cut.encode_utf16().count() <= CELL_CHARACTERS);
            let kept = cut.chars().take_while(|c| *c != '…').count();
            assert!(
                cut.contains(&format!("{} more characters", long.chars().count() - kept)),
                "{}",
                &cut[cut.len() - 60..]
            );
        }
    }
}
