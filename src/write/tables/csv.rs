//! Rows → CSV, for people who open a table in a spreadsheet program.
//!
//! UTF-8 with a byte order mark, without which Excel takes Chinese for something else; line ends of Windows. Null is an
//! empty field. A spreadsheet program runs a text that begins with `=`, `+`, `-`, `@` as a formula: such a text gets an
//! apostrophe before it, which the programs take for "this is text". What reads as a number, or as a mark for nothing
//! (`-18`, `--`), stays as it is. The guard can be undone: take one apostrophe away where one or more stand before such a sign
//! ([`guarded()`] adds one to those too). Parquet holds every text unchanged.

use super::columns::{Rows, Value};
use super::decimal;
use super::description::Table;
use std::borrow::Cow;
use std::io;

/// What a table's file begins with: the byte order mark and the names of the columns.
pub(super) fn head(table: &Table) -> io::Result<Vec<u8>> {
    let mut head = "\u{feff}".as_bytes().to_vec();
    let mut writer = writer(&mut head);
    writer.write_record(table.columns.iter().map(|c| c.name))?;
    writer.flush()?;
    drop(writer);
    Ok(head)
}

/// The lines of some rows.
pub(super) fn lines(rows: &Rows) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    let mut writer = writer(&mut lines);
    let mut text = String::new();
    for row in 0..rows.count() {
        for column in &rows.columns {
            match column.get(row) {
                Value::Null => writer.write_field("")?,
                Value::Text(value) => writer.write_field(guarded(value).as_bytes())?,
                Value::Truth(value) => writer.write_field(if value { "true" } else { "false" })?,
                value => {
                    text.clear();
                    number(value, &mut text);
                    writer.write_field(&text)?;
                }
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(lines)
}

fn writer(to: &mut Vec<u8>) -> csv::Writer<&mut Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to)
}

/// Writes a number as people do.
pub(super) fn number(value: Value, to: &mut String) {
    match value {
        Value::Whole(n) => to.push_str(&n.to_string()),
        Value::Decimal(n) => decimal::write(n, to),
        _ => {}
    }
}

/// A text that no spreadsheet program runs.
fn guarded(text: &str) -> Cow<'_, str> {
    let signs = text.trim_start_matches('\'');
    let runs = signs.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_plain(signs);
    if runs { format!("'{text}").into() } else { text.into() }
}

/// Whether a text is a number with its sign, or nothing but signs of nothing.
fn is_plain(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number || text.bytes().all(|b| b == b'-')
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use proptest::prelude::*;

    #[test]
    fn texts_that_would_run_are_guarded_and_numbers_are_not() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+86 10", "'+86 10"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("-18", "-18"),
            ("+3.5", "+3.5"),
            ("--", "--"),
            ("’=1", "’=1"),
            ("'引'", "'引'"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written);
        }
    }

    proptest! {
        #[test]
        fn the_guard_can_be_undone(text in "'{0,3}[=+@\t1a.-]{0,4}") {
            let written = guarded(&text).into_owned();
            let signs = written.trim_start_matches('\'');
            let was_guarded = signs.len() < written.len() && guarded(signs) != signs;
            prop_assert_eq!(if was_guarded { &written[1..] } else { &written }, text);
        }
    }
}
