//! Records → the rows of the four tables, for a group of whole documents.

use super::catalogue::{Catalogue, catalogues, split};
use super::columns::{NULL, Rows, Value};
use super::decimal;
use super::description::{CHECKS, DOCUMENTS, FACTS, NARRATIVES, TABLES};
use crate::write::reading::{Cell, Record, Words};
use crate::write::values::Values;
use serde_json::value::RawValue;

/// The rows of a group of documents.
#[derive(Debug)]
pub(in crate::write) struct Group {
    pub(in crate::write) tables: [Rows; 4],
    values: Values,
    /// For each form and cell, what the columns of facts call it in this group; made when it is met.
    names: Vec<Vec<Option<[u32; 6]>>>,
    /// Places of the cells of one document.
    places: Vec<Option<usize>>,
    is_there: Vec<bool>,
}

impl Group {
    pub(in crate::write) fn new() -> Self {
        let names = catalogues().iter().map(|c| vec![None; c.cells.len()]).collect();
        Self {
            tables: [0, 1, 2, 3].map(|t| Rows::of(&TABLES[t])),
            values: Values::default(),
            names,
            places: Vec::new(),
            is_there: Vec::new(),
        }
    }

    /// Adds the rows of a document.
    pub(in crate::write) fn add(&mut self, record: &Record) {
        self.document(record);
        self.facts(record);
        self.checks(record);
        self.narratives(record);
    }

    fn document(&mut self, record: &Record) {
        let document = &record.document;
        let row: [Value; 17] = [
            document.id.value(),
            document.source.value(),
            document.also.len().into(),
            of(document.media_type.as_ref()),
            document.bytes.map_or(Value::Null, Value::Whole),
            document.pages.into(),
            of(document.producer.as_ref()),
            agency(record),
            region(record),
            is_sure(record),
            record.year.into(),
            of(record.form.as_ref()),
            record.verdict.value(),
            of(record.reason.as_ref()),
            of(record.title.as_ref()),
            of(document.url.as_ref()),
            of(document.retrieved_at.as_ref()),
        ];
        for (column, value) in self.tables[DOCUMENTS].columns.iter_mut().zip(row) {
            column.put(value, 1);
        }
    }

    fn facts(&mut self, record: &Record) {
        let cells = &record.cells.0;
        let form = record.form.as_ref().map_or("", |f| &f.0);
        let catalogue = catalogues().iter().position(|c| c.form == form);
        self.place(catalogue.map(|c| &catalogues()[c]), record);
        let json = record.tables.get();
        self.values.read(json);
        let [document, ag, re, sure, year, fo, names @ .., value, unit, status, total, raw, note, page] =
            self.tables[FACTS].columns.as_mut_slice()
        else {
            return;
        };
        document.put(record.document.id.value(), cells.len());
        ag.put(agency(record), cells.len());
        re.put(region(record), cells.len());
        sure.put(is_sure(record), cells.len());
        year.put(record.year.into(), cells.len());
        fo.put(of(record.form.as_ref()), cells.len());
        for ((id, cell), place) in cells.iter().zip(&self.places) {
            let known = catalogue.zip(*place);
            let kept = known.and_then(|(c, p)| self.names[c][p]);
            let codes = kept.unwrap_or_else(|| {
                let cell = known.map(|(c, p)| &catalogues()[c].cells[p]);
                let (table, row, column) = split(&id.0);
                let labels = [cell.map(|c| c.row_label), cell.map(|c| c.column_label)];
                let all = [Some(&*id.0), Some(table), Some(row), Some(column), labels[0], labels[1]];
                let mut codes = [NULL; 6];
                for ((code, column), text) in codes.iter_mut().zip(names.iter_mut()).zip(all) {
                    *code = column.code(text.into());
                }
                codes
            });
            if let Some((c, p)) = known {
                self.names[c][p] = Some(codes);
            }
            for (column, code) in names.iter_mut().zip(codes) {
                column.push(code);
            }
            let fact = Fact::of(cell, self.values.of(json, &id.0));
            value.put(fact.value.into(), 1);
            unit.put(of(cell.unit.as_ref()), 1);
            status.put(Value::Text(fact.status), 1);
            let sums = known.map_or(&[][..], |(c, p)| &catalogues()[c].cells[p].sums);
            total.put(Value::Truth(sums.iter().any(|s| s.holds(|part| self.is_there[part]))), 1);
            raw.put(fact.raw.into(), 1);
            note.put(of(cell.note.as_ref()), 1);
            page.put(cell.at.as_ref().and_then(|at| at.page).into(), 1);
        }
    }

    /// Finds the cells of a document in the catalogue of its form.
    fn place(&mut self, catalogue: Option<&Catalogue>, record: &Record) {
        self.places.clear();
        self.is_there.clear();
        self.is_there.resize(catalogue.map_or(0, |c| c.cells.len()), false);
        let mut guess = 0;
        for (id, _) in &record.cells.0 {
            let place = catalogue.and_then(|c| c.find(&id.0, guess));
            if let Some(place) = place {
                self.is_there[place] = true;
                guess = place + 1;
            }
            self.places.push(place);
        }
    }

    fn checks(&mut self, record: &Record) {
        let [document, ag, year, identity, subject, expected, actual, result, advisory] =
            self.tables[CHECKS].columns.as_mut_slice()
        else {
            return;
        };
        document.put(record.document.id.value(), record.checks.len());
        ag.put(agency(record), record.checks.len());
        year.put(record.year.into(), record.checks.len());
        for check in &record.checks {
            identity.put(check.id.value(), 1);
            subject.put(check.subject.value(), 1);
            expected.put(number(check.expected), 1);
            actual.put(number(check.actual), 1);
            result.put(check.result.value(), 1);
            advisory.put(Value::Truth(check.advisory), 1);
        }
    }

    fn narratives(&mut self, record: &Record) {
        let [document, ag, year, position, number, heading, text] = self.tables[NARRATIVES].columns.as_mut_slice()
        else {
            return;
        };
        document.put(record.document.id.value(), record.sections.len());
        ag.put(agency(record), record.sections.len());
        year.put(record.year.into(), record.sections.len());
        for (at, section) in record.sections.iter().enumerate() {
            position.put((at + 1).into(), 1);
            number.put(section.number.into(), 1);
            heading.put(section.heading.value(), 1);
            text.put(section.text.value(), 1);
        }
    }
}

/// What the table of facts says of a cell.
struct Fact<'c> {
    value: Option<i128>,
    status: &'c str,
    raw: Option<&'c str>,
}

impl<'c> Fact<'c> {
    /// A number that the tables can't keep exactly is not rounded: it is marked, and its digits stay.
    fn of(cell: &'c Cell, digits: Option<&'c str>) -> Self {
        let raw = cell.raw.as_ref().map(|r| &*r.0);
        let value = digits.and_then(decimal::parse);
        match digits {
            Some(digits) if value.is_none() => Self { value: None, status: "doubtful", raw: raw.or(Some(digits)) },
            _ => Self { value, status: &cell.status.0, raw },
        }
    }
}

impl Words<'_> {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

fn of<'w>(words: Option<&'w Words>) -> Value<'w> {
    words.map_or(Value::Null, Words::value)
}

fn agency<'r>(record: &'r Record) -> Value<'r> {
    of(record.agency.as_ref().map(|a| &a.name))
}

fn is_sure(record: &Record) -> Value<'static> {
    record.agency.as_ref().and_then(|a| a.region.as_ref()).map_or(Value::Null, |r| Value::Truth(r.sure))
}

fn region<'r>(record: &'r Record) -> Value<'r> {
    of(record.agency.as_ref().and_then(|a| a.region.as_ref()).map(|r| &r.code))
}

fn number(digits: Option<&RawValue>) -> Value<'static> {
    digits.and_then(|d| decimal::parse(d.get())).into()
}
