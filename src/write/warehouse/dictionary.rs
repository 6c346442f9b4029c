//! What the warehouse knows before any report: the divisions of the country and the cells of the forms.
//!
//! Both only grow. A division or a cell that a dataset names and this version does not know is added as the dataset tells it.

use super::agency::{Named, level};
use super::star::{CELLS, REGIONS, STAR};
use super::target::{LoadError, Target};
use crate::report::region;
use crate::write::tables::catalogue::{Cell, catalogues, split};
use crate::write::tables::columns::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The code of the whole country.
pub(super) const COUNTRY: &str = "000000";

/// The divisions that the warehouse has.
#[derive(Debug, Default)]
pub(super) struct Regions {
    codes: BTreeSet<String>,
    /// Whether any was added.
    pub(super) has_grown: bool,
}

impl Regions {
    /// Reads them, and adds those of this version that it lacks.
    pub(super) fn fill(target: &mut dyn Target) -> Result<Self, LoadError> {
        let mut regions = Self::default();
        target.rows("select region_code from region", &mut |row| {
            regions.codes.insert(row[0].text().to_owned());
            Ok(())
        })?;
        regions.add(target, COUNTRY, &["全国".to_owned()])?;
        for (code, _, path) in region::all() {
            regions.add(target, code, &path)?;
        }
        Ok(regions)
    }

    /// Sees that an agency's division is there.
    pub(super) fn meet(&mut self, target: &mut dyn Target, agency: &Named) -> Result<(), LoadError> {
        agency.region.as_ref().map_or(Ok(()), |code| self.add(target, code, &agency.path))
    }

    fn add(&mut self, target: &mut dyn Target, code: &str, path: &[String]) -> Result<(), LoadError> {
        if !self.codes.insert(code.to_owned()) {
            return Ok(());
        }
        self.has_grown = true;
        // A code that this version does not know may lie in what it does not know either.
        let holder = |digits: usize| {
            let code = format!("{}{}", code.get(..digits).unwrap_or_default(), "0".repeat(6 - digits));
            Some(code).filter(|code| code != COUNTRY && self.codes.contains(code))
        };
        let (province, prefecture) = (holder(2), holder(4));
        // A province's own code ends in zeros, too.
        let prefecture = prefecture.filter(|prefecture| Some(prefecture) != province.as_ref());
        let row = [
            Value::Text(code),
            path.last().map(String::as_str).into(),
            Value::Text(level(code)),
            Value::Text(&path.join("/")),
            province.as_deref().into(),
            prefecture.as_deref().into(),
        ];
        target.append(&STAR[REGIONS], &row)
    }
}

/// The numbers of cells, by form and id.
#[derive(Debug, Default)]
pub(super) struct Cells {
    numbers: BTreeMap<String, BTreeMap<String, i64>>,
    last: i64,
    /// Whether any was added.
    pub(super) has_grown: bool,
}

impl Cells {
    /// Reads them, and adds those of this version's forms that the warehouse lacks.
    pub(super) fn fill(target: &mut dyn Target) -> Result<Self, LoadError> {
        let mut cells = Self::default();
        target.rows("select form, cell_id, cell_no from cell", &mut |row| {
            let number = row[2].whole().unwrap_or_default();
            cells.last = cells.last.max(number);
            cells.numbers.entry(row[0].text().to_owned()).or_default().insert(row[1].text().to_owned(), number);
            Ok(())
        })?;
        for form in catalogues() {
            for cell in &form.cells {
                cells.number(target, form.form, &cell.id)?;
            }
        }
        Ok(cells)
    }

    /// The number of a cell.
    pub(super) fn number(&mut self, target: &mut dyn Target, form: &str, id: &str) -> Result<i64, LoadError> {
        if let Some(number) = self.numbers.get(form).and_then(|cells| cells.get(id)) {
            return Ok(*number);
        }
        self.last += 1;
        self.has_grown = true;
        let known = catalogues().iter().find(|c| c.form == form).and_then(|c| Some(&c.cells[c.find(id, 0)?]));
        let (table, row, column) = split(id);
        let row = [
            Value::Whole(self.last),
            Some(form).filter(|form| !form.is_empty()).into(),
            Value::Text(id),
            Value::Text(table),
            Value::Text(row),
            Value::Text(column),
            known.map(|cell| cell.row_label).into(),
            known.map(|cell| cell.column_label).into(),
            known.and_then(|cell| cell.unit).into(),
            Value::Truth(known.is_some_and(Cell::is_sum)),
        ];
        target.append(&STAR[CELLS], &row)?;
        self.numbers.entry(form.to_owned()).or_default().insert(id.to_owned(), self.last);
        Ok(self.last)
    }

    /// The cells of a form, by id.
    pub(super) fn of(&self, form: &str) -> impl Iterator<Item = (&str, i64)> {
        self.numbers.get(form).into_iter().flatten().map(|(id, number)| (id.as_str(), *number))
    }
}
