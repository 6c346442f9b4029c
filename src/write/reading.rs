//! A line of `reports.ndjson`, read back as far as the tables need it.
//!
//! Texts are borrowed from the line wherever JSON writes them as they are; numbers stay the digits that were written.
//! Members that no table shows are passed over.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The longest line that is read: the longest record of a document within its limits is far shorter.
pub(super) const LONGEST_LINE: u64 = 256 << 20;

/// Borrowed where possible. (A bare `Option<Cow<str>>` is always owned by serde.)
#[derive(Debug, Deserialize)]
pub(super) struct Words<'l>(#[serde(borrow)] pub(super) Cow<'l, str>);

#[derive(Debug, Deserialize)]
pub(super) struct Record<'l> {
    #[serde(borrow)]
    pub(super) document: Document<'l>,
    #[serde(borrow)]
    pub(super) verdict: Words<'l>,
    #[serde(borrow)]
    pub(super) reason: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) agency: Option<Agency<'l>>,
    pub(super) year: Option<i32>,
    #[serde(borrow)]
    pub(super) title: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) form: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) sections: Vec<Section<'l>>,
    #[serde(borrow)]
    pub(super) tables: &'l RawValue,
    #[serde(borrow)]
    pub(super) cells: Cells<'l>,
    #[serde(borrow)]
    pub(super) checks: Vec<Check<'l>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Document<'l> {
    #[serde(borrow)]
    pub(super) id: Words<'l>,
    #[serde(borrow)]
    pub(super) source: Words<'l>,
    #[serde(borrow, default)]
    pub(super) also: Vec<&'l RawValue>,
    #[serde(borrow)]
    pub(super) media_type: Option<Words<'l>>,
    pub(super) bytes: Option<i64>,
    pub(super) pages: Option<i32>,
    #[serde(borrow)]
    pub(super) producer: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) url: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) retrieved_at: Option<Words<'l>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Agency<'l> {
    #[serde(borrow)]
    pub(super) name: Words<'l>,
    #[serde(borrow)]
    pub(super) region: Option<Region<'l>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Region<'l> {
    #[serde(borrow)]
    pub(super) code: Words<'l>,
    pub(super) sure: bool,
    #[serde(borrow)]
    pub(super) basis: Words<'l>,
    #[serde(borrow)]
    pub(super) path: Vec<Words<'l>>,
    #[serde(borrow)]
    pub(super) name: Words<'l>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Section<'l> {
    pub(super) number: Option<i32>,
    #[serde(borrow)]
    pub(super) heading: Words<'l>,
    #[serde(borrow)]
    pub(super) text: Words<'l>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Check<'l> {
    #[serde(borrow)]
    pub(super) id: Words<'l>,
    #[serde(borrow)]
    pub(super) subject: Words<'l>,
    #[serde(borrow)]
    pub(super) result: Words<'l>,
    #[serde(borrow)]
    pub(super) expected: Option<&'l RawValue>,
    #[serde(borrow)]
    pub(super) actual: Option<&'l RawValue>,
    #[serde(default)]
    pub(super) advisory: bool,
}

/// Cells by id, in the order of the line.
#[derive(Debug)]
pub(super) struct Cells<'l>(pub(super) Vec<(Words<'l>, Cell<'l>)>);

#[derive(Debug, Deserialize)]
pub(super) struct Cell<'l> {
    #[serde(borrow)]
    pub(super) status: Words<'l>,
    #[serde(borrow)]
    pub(super) raw: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) note: Option<Words<'l>>,
    #[serde(borrow)]
    pub(super) unit: Option<Words<'l>>,
    pub(super) at: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(super) struct At {
    pub(super) page: Option<i32>,
}

/// About as many cells as a report has: room is made once.
const CELLS: usize = 224;

impl<'de: 'l, 'l> Deserialize<'de> for Cells<'l> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Cells<'de>;

            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("cells by id")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Cells<'de>, M::Error> {
                let mut cells = Vec::with_capacity(CELLS);
                while let Some(entry) = map.next_entry()? {
                    cells.push(entry);
                }
                Ok(Cells(cells))
            }
        }
        from.deserialize_map(All)
    }
}
