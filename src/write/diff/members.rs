//! A record's line → its members as JSON text, and what it is known by, without reading more than that.

use crate::write::record::START;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What a record begins with, up to the document's id.
const ID: &str = r#"{"id":""#;

/// What stands before the program that wrote a record, which is its last member.
const PARSER: &str = r#","parser":{"#;

/// Members of an object in the order in which they stand.
#[derive(Debug)]
pub(super) struct Members<'l>(pub(super) Vec<(Cow<'l, str>, &'l RawValue)>);

impl<'de: 'l, 'l> Deserialize<'de> for Members<'l> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(All)
    }
}

/// Borrowed where possible.
#[derive(Deserialize)]
struct Name<'l>(#[serde(borrow)] Cow<'l, str>);

impl<'l> Members<'l> {
    /// The member of a name.
    pub(super) fn get(&self, name: &str) -> Option<&'l str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.get())
    }
}

/// What a document is known by.
#[derive(Deserialize)]
struct Known<'l> {
    #[serde(borrow)]
    document: Document<'l>,
}

#[derive(Deserialize)]
struct Document<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    source: Cow<'l, str>,
}

/// The id of a record's document. What this program wrote has it at its beginning; anything else is read as JSON.
pub(super) fn id(line: &str) -> serde_json::Result<String> {
    let at_start =
        line.strip_prefix(START).and_then(|rest| rest.strip_prefix(ID)).and_then(|rest| rest.split_once('"'));
    match at_start {
        Some((id, _)) if !id.contains('\\') => Ok(id.to_owned()),
        _ => names(line).map(|(id, _)| id),
    }
}

/// The id and the source of a record's document.
pub(super) fn names(line: &str) -> serde_json::Result<(String, String)> {
    let known: Known = serde_json::from_str(line)?;
    Ok((known.document.id.into_owned(), known.document.source.into_owned()))
}

/// Whether two records are the same, but for the program that wrote them.
pub(super) fn are_alike(was: &str, now: &str) -> bool {
    was == now || {
        let what =
            |line: &str| line.rfind(PARSER).map(|at| (at, line[at + PARSER.len()..].matches(['{', '}']).count()));
        // Nothing follows the parser but the ends of it and of the record.
        matches!((what(was), what(now)), (Some((a, 2)), Some((b, 2))) if was[..a] == now[..b])
    }
}
