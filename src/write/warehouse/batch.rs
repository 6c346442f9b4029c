//! Some lines of a dataset → what a load does with each: nothing, where its digests are known; else its rows.
//!
//! The rows are made by what makes those of the Parquet files, so that both say the same.

use super::Options;
use super::agency::{self, Named};
use super::dataset::Dataset;
use super::digest::{self, Digest, Digester};
use super::target::LoadError;
use crate::verify::panel::Member;
use crate::write::panel::{member, region};
use crate::write::reading::Record;
use crate::write::record::SCHEMA;
use crate::write::tables::columns::{Rows, Value};
use crate::write::tables::description::{CHECKS, DOCUMENTS, FACTS, NARRATIVES, TABLES};
use crate::write::tables::group::Group;
use crate::write::values::Values;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;

/// Some documents, in the order of their lines.
pub(super) struct Batch {
    pub(super) items: Vec<Item>,
    /// The rows of those that are not known.
    pub(super) rows: [Rows; 4],
}

/// A document.
pub(super) struct Item {
    /// The number of its line, from 0.
    pub(super) line: usize,
    /// The digest of its id.
    pub(super) key: Digest,
    /// The digest of what the record says of the document.
    pub(super) facts: Digest,
    /// The digest of all else that it says.
    pub(super) record: Digest,
    /// Its report, where it is not known.
    pub(super) fresh: Option<Fresh>,
}

/// A report on its way in.
pub(super) struct Fresh {
    /// Its row among the documents.
    pub(super) row: usize,
    pub(super) cells: Range<usize>,
    pub(super) checks: Range<usize>,
    pub(super) narratives: Range<usize>,
    /// The digest of all these rows.
    pub(super) rows: Digest,
    /// The digest of its cells and their numbers.
    pub(super) print: Digest,
    /// Its rows are not wanted.
    pub(super) is_left_out: bool,
    pub(super) agency: Option<Named>,
    pub(super) program: String,
    /// It among others, where checks over reports are wanted and it has an agency and a year.
    pub(super) member: Option<Member>,
}

/// A place among the columns of a table of a dataset.
pub(super) fn column(table: usize, name: &str) -> usize {
    TABLES[table].columns.iter().position(|column| column.name == name).unwrap_or_default()
}

/// Reads some lines, as the options say. `is_known` tells of a document's digests whether all it says is known.
pub(super) fn read(
    dataset: &Dataset,
    numbers: Range<usize>,
    options: &Options,
    is_known: &(dyn Fn(&Digest, &Digest, &Digest) -> bool + Sync),
) -> Result<Batch, LoadError> {
    let only = &options.only;
    let lines = &dataset.lines[numbers.clone()];
    let text = dataset.read(lines)?;
    let mut group = Group::new();
    let mut values = Values::default();
    let mut items = Vec::with_capacity(lines.len());
    for (number, line) in numbers.zip(lines) {
        let broken = |why: &str| dataset.broken(number, why);
        let line = text.line(line).map_err(|why| broken(&why))?;
        let mut outline: Outline = serde_json::from_str(line).map_err(|error| broken(&error.to_string()))?;
        let is_left_out = !only.is_empty() && !only.iter().any(|verdict| *verdict == outline.verdict);
        let (key, facts, record) = outline.digests(is_left_out);
        let mut item = Item { line: number, key, facts, record, fresh: None };
        if !is_known(&item.key, &item.facts, &item.record) {
            let record: Record = serde_json::from_str(line).map_err(|error| broken(&error.to_string()))?;
            let starts = group.tables.each_ref().map(Rows::count);
            group.add(&record);
            let ends = group.tables.each_ref().map(Rows::count);
            let span = |table: usize| starts[table]..ends[table];
            item.fresh = Some(Fresh {
                row: starts[DOCUMENTS],
                cells: span(FACTS),
                checks: span(CHECKS),
                narratives: span(NARRATIVES),
                rows: Digest::default(),
                print: Digest::default(),
                is_left_out,
                agency: record
                    .agency
                    .as_ref()
                    .map(|agency| agency::named(&agency.name.0, agency.region.as_ref().and_then(region))),
                program: outline.program.into_owned(),
                member: if options.no_check { None } else { member(&record, &mut values) },
            });
        }
        items.push(item);
    }
    let rows = group.tables;
    for fresh in items.iter_mut().filter_map(|item| item.fresh.as_mut()) {
        fresh.rows = rows_digest(&rows, fresh);
        fresh.print = print_digest(&rows[FACTS], &fresh.cells);
    }
    Ok(Batch { items, rows })
}

/// The digest of what a report's rows say, but for what they say of the document.
fn rows_digest(rows: &[Rows; 4], fresh: &Fresh) -> Digest {
    let mut digest = Digester::default();
    for name in ["agency", "region_code", "region_sure", "year", "form", "verdict", "reason", "title"] {
        digest.value(rows[DOCUMENTS].columns[column(DOCUMENTS, name)].get(fresh.row));
    }
    if let Some(agency) = &fresh.agency {
        digest.value(Value::Text(&agency.name));
        digest.value(agency.basis.as_deref().into());
    }
    for (table, span, first) in [
        (FACTS, &fresh.cells, "cell_id"),
        (CHECKS, &fresh.checks, "identity"),
        (NARRATIVES, &fresh.narratives, "position"),
    ] {
        for row in span.clone() {
            for values in &rows[table].columns[column(table, first)..] {
                digest.value(values.get(row));
            }
        }
    }
    digest.digest()
}

/// The digest of a report's cells and their numbers.
fn print_digest(facts: &Rows, cells: &Range<usize>) -> Digest {
    let mut digest = Digester::default();
    for row in cells.clone() {
        let value = facts.columns[column(FACTS, "value")].get(row);
        if value != Value::Null {
            digest.value(facts.columns[column(FACTS, "cell_id")].get(row));
            digest.value(value);
        }
    }
    digest.digest()
}

/// The members of a record, looked at from outside.
struct Outline<'l> {
    id: Cow<'l, str>,
    document: &'l RawValue,
    verdict: Cow<'l, str>,
    program: Cow<'l, str>,
    rest: Digester,
}

impl Outline<'_> {
    fn digests(&mut self, is_left_out: bool) -> (Digest, Digest, Digest) {
        let mut rest = std::mem::take(&mut self.rest);
        if is_left_out {
            rest.add(b"left out");
        }
        (digest::of(self.id.as_bytes()), digest::of(self.document.get().as_bytes()), rest.digest())
    }
}

#[derive(Deserialize)]
struct Known<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
}

#[derive(Deserialize)]
struct Program<'l> {
    #[serde(borrow)]
    version: Cow<'l, str>,
}

impl<'de: 'l, 'l> Deserialize<'de> for Outline<'l> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Outline<'de>;

            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("a record")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let (mut document, mut verdict, mut program, mut is_ours) = (None, None, None, false);
                let mut rest = Digester::default();
                while let Some(member) = map.next_key::<Cow<str>>()? {
                    match &*member {
                        "schema" => is_ours = map.next_value::<Cow<str>>()? == SCHEMA,
                        "document" => document = Some(map.next_value::<&RawValue>()?),
                        "parser" => program = Some(map.next_value::<Program>()?.version),
                        // What was off is told in sentences, which no table holds.
                        "findings" => drop(map.next_value::<IgnoredAny>()?),
                        _ => {
                            let value = map.next_value::<&RawValue>()?;
                            rest.add(member.as_bytes());
                            rest.add(value.get().as_bytes());
                            if member == "verdict" {
                                verdict = Some(word(value)?);
                            }
                        }
                    }
                }
                if !is_ours {
                    return Err(M::Error::custom(format!("its schema is not {SCHEMA}")));
                }
                let document = document.ok_or_else(|| M::Error::missing_field("document"))?;
                let known: Known = serde_json::from_str(document.get()).map_err(M::Error::custom)?;
                Ok(Outline {
                    id: known.id,
                    document,
                    verdict: verdict.ok_or_else(|| M::Error::missing_field("verdict"))?,
                    program: program.ok_or_else(|| M::Error::missing_field("parser"))?,
                    rest,
                })
            }
        }
        from.deserialize_map(Members)
    }
}

fn word<E: serde::de::Error>(value: &RawValue) -> Result<Cow<'_, str>, E> {
    serde_json::from_str::<&str>(value.get()).map(Cow::Borrowed).map_err(E::custom)
}
