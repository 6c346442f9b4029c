//! Rows as PostgreSQL's `COPY` takes and gives them: fields parted by tabs, a row a line, `\N` for null.

use super::super::star::{STAGED, STAR};
use crate::write::tables::columns::Value;
use crate::write::tables::decimal;
use crate::write::tables::description::Table;
use crate::write::warehouse::target::Field;

/// What stands for the character of number 0, which PostgreSQL can't keep in a text: the sign that shows it.
const NUL: &str = "␀";

/// Rows that wait to be sent, by table.
#[derive(Debug)]
pub(super) struct Waiting {
    tables: Vec<(&'static Table, Vec<u8>)>,
    bytes: usize,
    digits: String,
}

impl Default for Waiting {
    fn default() -> Self {
        let tables = STAR.iter().chain(&STAGED).map(|table| (table, Vec::new())).collect();
        Self { tables, bytes: 0, digits: String::new() }
    }
}

impl Waiting {
    /// Adds a row; gives how many bytes wait.
    pub(super) fn add(&mut self, table: &Table, row: &[Value]) -> usize {
        let Some((_, lines)) = self.tables.iter_mut().find(|(known, _)| known.name == table.name) else {
            return self.bytes;
        };
        let before = lines.len();
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                lines.push(b'\t');
            }
            write(*value, &mut self.digits, lines);
        }
        lines.push(b'\n');
        self.bytes += lines.len() - before;
        self.bytes
    }

    /// What waits, in the order of the tables; then nothing does.
    pub(super) fn take(&mut self) -> Vec<(&'static Table, Vec<u8>)> {
        self.bytes = 0;
        let all = self.tables.iter_mut().map(|(table, lines)| (*table, std::mem::take(lines)));
        all.filter(|(_, lines)| !lines.is_empty()).collect()
    }
}

fn write(value: Value, digits: &mut String, to: &mut Vec<u8>) {
    match value {
        Value::Null => to.extend_from_slice(b"\\N"),
        Value::Truth(is_so) => to.push(if is_so { b't' } else { b'f' }),
        Value::Whole(number) => to.extend_from_slice(number.to_string().as_bytes()),
        Value::Decimal(number) => {
            digits.clear();
            decimal::write(number, digits);
            to.extend_from_slice(digits.as_bytes());
        }
        Value::Text(text) => {
            for byte in text.bytes() {
                match byte {
                    b'\\' => to.extend_from_slice(b"\\\\"),
                    b'\t' => to.extend_from_slice(b"\\t"),
                    b'\n' => to.extend_from_slice(b"\\n"),
                    b'\r' => to.extend_from_slice(b"\\r"),
                    0 => to.extend_from_slice(NUL.as_bytes()),
                    other => to.push(other),
                }
            }
        }
    }
}

/// A field that comes back.
pub(super) fn read(field: &str) -> Field {
    if field == "\\N" {
        return Field::Null;
    }
    let mut text = String::with_capacity(field.len());
    let mut characters = field.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('v') => '\u{b}',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    Field::Text(text)
}

#[cfg(test)]
mod tests {
    use super::{Field, Value, read, write};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back_from_one_line(text in "[\\PC\t\n\r\\\\]{0,20}") {
            let mut line = Vec::new();
            write(Value::Text(&text), &mut String::new(), &mut line);
            let line = String::from_utf8(line).unwrap();
            prop_assert!(!line.contains(['\t', '\n', '\r']));
            prop_assert_eq!(read(&line), Field::Text(text));
        }
    }

    #[test]
    fn null_is_no_text() {
        let mut line = Vec::new();
        write(Value::Null, &mut String::new(), &mut line);
        write(Value::Text("\\N\0"), &mut String::new(), &mut line);
        assert_eq!(String::from_utf8(line).unwrap(), "\\N\\\\N␀");
        assert_eq!((read("\\N"), read("\\\\N")), (Field::Null, Field::Text("\\N".to_owned())));
    }
}
