//! The cells of two records → those that differ, in the form's order.

use super::change::{Change, Kind, Side};
use super::compare::{Sides, other};
use super::members::Members;
use crate::write::values::Values;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A cell of a record, as far as its members are told of by themselves.
#[derive(Debug, Default, Deserialize)]
struct Cell<'l> {
    #[serde(default)]
    status: String,
    raw: Option<String>,
    note: Option<String>,
    unit: Option<String>,
    #[serde(borrow)]
    at: Option<&'l RawValue>,
    #[serde(borrow)]
    candidates: Option<&'l RawValue>,
}

/// Every cell that differs.
pub(super) fn compare(was: &Members, now: &Members) -> serde_json::Result<Vec<Change>> {
    if was.get("cells") == now.get("cells") && was.get("tables") == now.get("tables") {
        return Ok(Vec::new());
    }
    // Numbers stand apart from what is known of their cells.
    let [tables_before, tables_after] = [was, now].map(|record| record.get("tables").unwrap_or("{}"));
    let (mut numbers_before, mut numbers_after) = (Values::default(), Values::default());
    numbers_before.read(tables_before);
    numbers_after.read(tables_after);
    let was: Members = serde_json::from_str(was.get("cells").unwrap_or("{}"))?;
    let now: Members = serde_json::from_str(now.get("cells").unwrap_or("{}"))?;
    let mut left: BTreeMap<&str, &str> = now.0.iter().map(|(id, cell)| (&**id, cell.get())).collect();
    let mut ids: Vec<(&str, Sides)> =
        was.0.iter().map(|(id, cell)| (&**id, (Some(cell.get()), left.remove(&**id)))).collect();
    ids.extend(now.0.iter().filter_map(|(id, _)| Some((&**id, (None, Some(left.remove(&**id)?))))));
    let mut changes = Vec::new();
    for (id, sides) in ids {
        let numbers = (numbers_before.of(tables_before, id), numbers_after.of(tables_after, id));
        if sides.0 != sides.1 || numbers.0 != numbers.1 {
            one(id, sides, numbers, &mut changes)?;
        }
    }
    Ok(changes)
}

fn read(json: Option<&str>) -> serde_json::Result<Option<Cell<'_>>> {
    json.map(serde_json::from_str).transpose()
}

/// Tells in what a cell differs.
fn one(id: &str, sides: Sides, numbers: Sides, to: &mut Vec<Change>) -> serde_json::Result<()> {
    let told_before = to.len();
    let (was, now) = (read(sides.0)?, read(sides.1)?);
    let side = |cell: &Option<Cell>, number: Option<&str>| {
        cell.as_ref().map(|cell| Side::Cell {
            status: cell.status.clone(),
            value: number.and_then(|digits| digits.parse().ok()),
            raw: cell.raw.clone(),
        })
    };
    let told = (side(&was, numbers.0), side(&now, numbers.1));
    if told.0 != told.1 {
        to.push(Change { kind: Kind::Cell, subject: Some(id.to_owned()), was: told.0, now: told.1 });
    }
    if let (Some(was), Some(now)) = (was, now) {
        for (kind, was, now) in [(Kind::Note, was.note, now.note), (Kind::Unit, was.unit, now.unit)] {
            if was != now {
                to.push(Change::text(kind, Some(id.to_owned()), was, now));
            }
        }
        for (kind, was, now) in [(Kind::Place, was.at, now.at), (Kind::Candidates, was.candidates, now.candidates)] {
            let sides = (was.map(RawValue::get), now.map(RawValue::get));
            if sides.0 != sides.1 {
                to.extend(other(id, sides)?.map(|change| Change { kind, ..change }));
            }
        }
    }
    if to.len() == told_before {
        to.extend(other(&format!("cells.{id}"), sides)?);
    }
    Ok(())
}
