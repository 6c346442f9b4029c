//! Dotted cell ids → the nested `tables` of a record.
//!
//! The order of the cells is kept (it is the form's), which is why this is no map of `serde_json`. Numbers stay the exact
//! decimals they were printed as.

use super::digits;
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, Serializer};
use smol_str::SmolStr;
use std::borrow::Cow;

/// A table, a row of one, or a single value.
#[derive(Debug, Clone, PartialEq)]
pub enum Tables {
    /// Members by the next word of their id, in the form's order.
    Branch(Vec<(SmolStr, Tables)>),
    /// The value of a cell, none where no number is known.
    Value(Option<Decimal>),
}

impl Default for Tables {
    fn default() -> Self {
        Self::Branch(Vec::new())
    }
}

impl Tables {
    /// Nests the values of dotted ids.
    pub fn nest<'a>(cells: impl IntoIterator<Item = (&'a str, Option<Decimal>)>) -> Self {
        let mut root = Self::default();
        for (id, value) in cells {
            root.put(id, value);
        }
        root
    }

    fn put(&mut self, path: &str, value: Option<Decimal>) {
        let (word, rest) = path.split_once('.').map_or((path, None), |(word, rest)| (word, Some(rest)));
        // An id that runs on below a value would mean a form whose ids contradict each other; the longer one wins.
        if matches!(self, Self::Value(_)) {
            *self = Self::default();
        }
        let Self::Branch(members) = self else { return };
        // Cells of one row follow one another: the member that was put last is the likeliest.
        let at = members.iter().rposition(|(name, _)| name == word).unwrap_or_else(|| {
            members.push((word.into(), Self::default()));
            members.len() - 1
        });
        match rest {
            Some(rest) => members[at].1.put(rest, value),
            None => members[at].1 = Self::Value(value),
        }
    }
}

impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(Some(value)) => digits::serialize(value, to),
            Self::Value(None) => to.serialize_none(),
            Self::Branch(members) => {
                let mut map = to.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, member)?;
                }
                map.end()
            }
        }
    }
}

impl JsonSchema for Tables {
    fn schema_name() -> Cow<'static, str> {
        "Tables".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let deeper = generator.subschema_for::<Self>();
        json_schema!({
            "description": "The values, nested by the words of their cell ids: a number where one is known, else null.",
            "type": ["object", "number", "null"],
            "additionalProperties": deeper,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Tables;
    use rust_decimal::Decimal;

    fn json(cells: &[(&str, Option<&str>)]) -> String {
        let values = cells.iter().map(|(id, v)| (*id, v.map(|v| v.parse::<Decimal>().unwrap())));
        serde_json::to_string(&Tables::nest(values)).unwrap()
    }

    #[test]
    fn numbers_stay_as_printed_and_in_the_order_of_the_form() {
        let cells = [
            ("proactive.fees.amount", Some("7730.28")),
            ("proactive.regulations.issued", Some("3")),
            ("proactive.fees.items_change", Some("-18")),
            ("appeals.litigation_direct.total", None),
        ];
        assert_eq!(
            json(&cells),
            r#"{"proactive":{"fees":{"amount":7730.28,"items_change":-18},"regulations":{"issued":3}},"appeals":{"litigation_direct":{"total":null}}}"#
        );
    }

    #[test]
    fn many_digits_survive() {
        assert_eq!(json(&[("a.b", Some("12345678901234567.123456"))]), r#"{"a":{"b":12345678901234567.123456}}"#);
    }
}
