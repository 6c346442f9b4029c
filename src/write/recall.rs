//! A line of `reports.ndjson` → what it tells of a document, to be judged anew or shown to a person.
//!
//! A [`Report`] made of a record knows all but one thing: why a cell is certain or in doubt is not written. So its cells are
//! certain only where the record's verdict says that all were (`publisher_inconsistent`). Members that nobody changes
//! are kept as they are written, byte for byte.

use super::values::Values;
use crate::finding::Finding;
use crate::place::Place;
use crate::report::{Cell, Report, Section, Status};
use crate::verify::{Check, Verdict};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A record, as far as it is read back.
#[derive(Debug, Deserialize)]
pub struct Recalled<'l> {
    /// The shape's name.
    #[serde(borrow)]
    pub schema: &'l RawValue,
    /// The document's facts.
    #[serde(borrow)]
    pub document: &'l RawValue,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unreadable.
    #[serde(borrow)]
    pub reason: &'l RawValue,
    /// The agency and its region.
    #[serde(borrow)]
    pub agency: &'l RawValue,
    /// The year reported on.
    pub year: Option<u16>,
    /// The title.
    #[serde(borrow)]
    pub title: &'l RawValue,
    /// The form's id.
    pub form: Option<String>,
    /// The sections.
    #[serde(borrow)]
    pub sections: &'l RawValue,
    /// The values, nested.
    #[serde(borrow)]
    pub tables: &'l RawValue,
    /// What is known of each cell.
    pub cells: Cells,
    /// The checks that were made.
    pub checks: Vec<Check>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The program that wrote it.
    #[serde(borrow)]
    pub parser: &'l RawValue,
}

/// Cells by id, in the order of the line.
#[derive(Debug, Default)]
pub struct Cells(pub Vec<(String, CellRead)>);

/// What a record says of a cell, its value left out.
#[derive(Debug, Clone, Deserialize)]
pub struct CellRead {
    /// What is known.
    pub status: Status,
    /// The text as printed.
    #[serde(default)]
    pub raw: Option<String>,
    /// What stood beside the number.
    #[serde(default)]
    pub note: Option<String>,
    /// `万元` or `元`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub at: Option<Place>,
    /// Readings that were possible.
    #[serde(default)]
    pub candidates: Vec<Decimal>,
}

impl<'l> Recalled<'l> {
    /// Reads a record's line.
    pub fn read(line: &'l [u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(line)
    }

    /// The report that the record tells of, with everything that was found in it.
    pub fn report(&self) -> Result<Report, serde_json::Error> {
        #[derive(Deserialize)]
        struct Named {
            name: String,
        }
        let agency: Option<Named> = serde_json::from_str(self.agency.get())?;
        let sections: Vec<Section> = serde_json::from_str(self.sections.get())?;
        let json = self.tables.get();
        let mut values = Values::default();
        values.read(json);
        let certain = self.verdict == Verdict::PublisherInconsistent;
        let cell = |(id, read): &(String, CellRead)| {
            let value = values.of(json, id).and_then(|digits| Decimal::from_str_exact(digits).ok());
            let CellRead { status, raw, note, unit, at, candidates } = read.clone();
            let doubts = BTreeSet::new();
            let [raw, note, unit] = [raw, note, unit].map(|text| text.map(SmolStr::from));
            (id.as_str().into(), Cell { status, value, raw, note, unit, at, certain, doubts, candidates })
        };
        Ok(Report {
            agency: agency.map(|agency| agency.name),
            region: None,
            year: self.year,
            title: serde_json::from_str(self.title.get())?,
            form: self.form.clone(),
            sections,
            cells: self.cells.0.iter().map(cell).collect(),
            findings: self.findings.clone(),
        })
    }
}

/// The id of the document of a record's line; the rest is passed over.
pub fn document_id(line: &[u8]) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Line {
        document: Document,
    }
    #[derive(Deserialize)]
    struct Document {
        id: String,
    }
    serde_json::from_slice::<Line>(line).map(|line| line.document.id)
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Cells;

            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("cells by id")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Cells, M::Error> {
                let mut cells = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    cells.push(entry);
                }
                Ok(Cells(cells))
            }
        }
        from.deserialize_map(All)
    }
}
