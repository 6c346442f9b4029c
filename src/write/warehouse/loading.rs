//! Batches of documents → rows and changes in the warehouse, one document after another.
//!
//! A new document brings rows. Of one that is known, only what differs is written: facts about the document are brought up to
//! date, a report that says something else becomes a report more and ends the one before.

use super::batch::{Batch, Fresh, Item, column};
use super::dataset::Dataset;
use super::dictionary::{Cells, Regions};
use super::digest::{self, Digest};
use super::ledger::{self, Known, Ledger, RowsDigest};
use super::panel::{self, PanelTally};
use super::star::{
    AGENCIES, CHECKS, DOCUMENTS, FACTS, NARRATIVES, REPORTS, STAGED, STAGED_DOCUMENTS, STAGED_REPORTS, STAR,
};
use super::target::{LoadError, Target};
use super::unwrapped;
use crate::write::tables::columns::{Rows, Value};
use crate::write::tables::description::{self as of, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a load did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Documents of the dataset.
    pub documents: u64,
    /// Documents that the warehouse did not know.
    pub added: u64,
    /// Documents that were read otherwise than before.
    pub changed: u64,
    /// Documents of which only the place or the like changed.
    pub moved: u64,
    /// Documents that had been withdrawn and are there again.
    pub returned: u64,
    /// Documents that are there no longer.
    pub withdrawn: u64,
    /// Reports that a newer one took the place of.
    pub superseded: u64,
    /// Reports of one agency and year that print different numbers.
    pub doubled: u64,
    /// Facts that were written.
    pub facts: u64,
    /// How the checks over reports came out, where they were made.
    pub panel: Option<PanelTally>,
    /// Whether the warehouse is another one than before.
    pub has_changed: bool,
}

/// A load under way.
pub(super) struct Loading<'l> {
    dataset: &'l Dataset,
    target: &'l mut dyn Target,
    ledger: &'l Ledger,
    load: i64,
    done: Loaded,
    /// The agencies and years whose reports must be held against one another again.
    touched: BTreeSet<(i64, i64)>,
    /// Agencies that the ledger does not have.
    agencies: BTreeMap<Digest, i64>,
    seen: Vec<bool>,
    new: BTreeSet<Digest>,
    regions: Regions,
    cells: Cells,
    last_document: i64,
    last_report: i64,
    last_agency: i64,
    is_dirty: bool,
    fresh: panel::Fresh,
}

/// What came of the documents of a load.
pub(super) struct Taken {
    pub(super) done: Loaded,
    /// The cells of each form.
    pub(super) cells: Cells,
    /// The agencies and years that were touched.
    pub(super) touched: BTreeSet<(i64, i64)>,
    /// Whether anything was written.
    pub(super) is_dirty: bool,
    /// The new reports, for the checks over reports.
    pub(super) fresh: panel::Fresh,
}

impl<'l> Loading<'l> {
    pub(super) fn begin(
        dataset: &'l Dataset,
        target: &'l mut dyn Target,
        ledger: &'l Ledger,
    ) -> Result<Self, LoadError> {
        let regions = Regions::fill(target)?;
        let cells = Cells::fill(target)?;
        Ok(Self {
            dataset,
            target,
            ledger,
            load: ledger.last_load + 1,
            done: Loaded { documents: dataset.documents(), ..Loaded::default() },
            touched: BTreeSet::new(),
            agencies: BTreeMap::new(),
            seen: vec![false; ledger.documents.len()],
            new: BTreeSet::new(),
            regions,
            cells,
            last_document: ledger.last_document,
            last_report: ledger.last_report,
            last_agency: ledger.last_agency,
            is_dirty: false,
            fresh: panel::Fresh::of(dataset).map_err(unwrapped)?,
        })
    }

    /// Takes the documents of a batch.
    pub(super) fn take(&mut self, batch: &Batch) -> Result<(), LoadError> {
        for item in &batch.items {
            let known = self.ledger.find(&item.key);
            let is_first = match known {
                Some(place) => !std::mem::replace(&mut self.seen[place], true),
                None => self.new.insert(item.key),
            };
            if !is_first {
                return Err(self.dataset.broken(item.line, "its document stands there twice"));
            }
            match (known, &item.fresh) {
                (Some(place), Some(fresh)) => {
                    self.change(&self.ledger.documents[place], item, fresh, &batch.rows)?;
                }
                (None, Some(fresh)) => self.add(item, fresh, &batch.rows)?,
                (_, None) => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, item: &Item, fresh: &Fresh, rows: &[Rows; 4]) -> Result<(), LoadError> {
        self.last_document += 1;
        self.done.added += 1;
        self.document(&STAR[DOCUMENTS], self.last_document, self.load, item, fresh, rows)?;
        self.report(self.last_document, item, fresh, rows)
    }

    fn change(&mut self, known: &Known, item: &Item, fresh: &Fresh, rows: &[Rows; 4]) -> Result<(), LoadError> {
        if known.facts != Some(item.facts) || known.is_withdrawn {
            self.document(&STAGED[STAGED_DOCUMENTS], known.document, known.first_load, item, fresh, rows)?;
            self.done.moved += u64::from(!known.is_withdrawn);
            // Where and when it was fetched decides which report is the newer.
            self.touched.extend(known.group);
        }
        let is_same = known.rows == Some(rows_digest(fresh));
        let record = digest::written(&item.record);
        if !is_same {
            self.done.changed += 1;
            self.touched.extend(known.group);
            self.report(known.document, item, fresh, rows)?;
            let by = Value::Whole(self.last_report);
            return self.stage(known.report, Some("reread"), by, Value::Whole(self.load), Value::Null);
        }
        if known.is_withdrawn {
            self.done.returned += 1;
            self.stage(known.report, Some(known.standing), Value::Null, Value::Null, Value::Text(&record))
        } else if known.record != Some(item.record) {
            self.stage(known.report, None, Value::Null, Value::Null, Value::Text(&record))
        } else {
            Ok(())
        }
    }

    /// Marks the documents that the dataset holds no longer.
    pub(super) fn withdraw(&mut self) -> Result<(), LoadError> {
        for (place, known) in self.ledger.documents.iter().enumerate().filter(|(_, known)| !known.is_withdrawn) {
            if !self.seen[place] {
                self.done.withdrawn += 1;
                self.touched.extend(known.group);
                self.stage(known.report, Some("withdrawn"), Value::Null, Value::Whole(self.load), Value::Null)?;
            }
        }
        Ok(())
    }

    fn stage(
        &mut self,
        report: i64,
        standing: Option<&str>,
        by: Value,
        until: Value,
        record: Value,
    ) -> Result<(), LoadError> {
        self.is_dirty = true;
        self.target.append(&STAGED[STAGED_REPORTS], &[Value::Whole(report), standing.into(), by, until, record])
    }

    /// Writes a document's row, into the table of documents or among their changes.
    fn document(
        &mut self,
        table: &'static Table,
        number: i64,
        first_load: i64,
        item: &Item,
        fresh: &Fresh,
        rows: &[Rows; 4],
    ) -> Result<(), LoadError> {
        let read = |name: &str| rows[of::DOCUMENTS].columns[column(of::DOCUMENTS, name)].get(fresh.row);
        self.is_dirty = true;
        let facts = digest::written(&item.facts);
        let row = [
            Value::Whole(number),
            read("document_id"),
            read("source"),
            read("also"),
            read("media_type"),
            read("bytes"),
            read("pages"),
            read("url"),
            read("retrieved_at"),
            Value::Whole(first_load),
            Value::Null,
            Value::Text(&facts),
            read("producer"),
        ];
        self.target.append(table, &row)
    }

    /// Writes a report with all its rows.
    fn report(&mut self, document: i64, item: &Item, fresh: &Fresh, rows: &[Rows; 4]) -> Result<(), LoadError> {
        self.last_report += 1;
        let read = |name: &str| rows[of::DOCUMENTS].columns[column(of::DOCUMENTS, name)].get(fresh.row);
        let agency = self.agency(fresh)?;
        let group = agency.zip(if let Value::Whole(year) = read("year") { Some(year) } else { None });
        self.touched.extend(group);
        let rows_digest = rows_digest(fresh).written();
        let verdict = if let Value::Text(verdict) = read("verdict") { verdict } else { "" };
        let standing = ledger::alone(verdict, fresh.is_left_out, group.is_some());
        let statuses = &rows[of::FACTS].columns[column(of::FACTS, "status")];
        let count = |status: &str| fresh.cells.clone().filter(|row| statuses.get(*row) == Value::Text(status)).count();
        let (record, print) = (digest::written(&item.record), digest::written(&fresh.print));
        let row = [
            Value::Whole(self.last_report),
            Value::Whole(document),
            agency.map_or(Value::Null, Value::Whole),
            read("agency"),
            read("region_sure"),
            fresh.agency.as_ref().and_then(|agency| agency.basis.as_deref()).into(),
            read("year"),
            read("form"),
            read("verdict"),
            read("reason"),
            read("title"),
            count("doubtful").into(),
            count("missing").into(),
            Value::Text(standing),
            Value::Null,
            Value::Whole(self.load),
            Value::Null,
            Value::Text(&fresh.program),
            Value::Text(&record),
            Value::Text(&rows_digest),
            Value::Text(&print),
        ];
        self.target.append(&STAR[REPORTS], &row)?;
        self.fresh.put(item.line, self.last_report, fresh.member.as_ref()).map_err(unwrapped)?;
        if fresh.is_left_out {
            return Ok(());
        }
        let form = if let Value::Text(form) = read("form") { form } else { "" };
        self.facts(form, fresh, &rows[of::FACTS])?;
        self.many(CHECKS, "identity", fresh.checks.clone(), &rows[of::CHECKS])?;
        self.many(NARRATIVES, "position", fresh.narratives.clone(), &rows[of::NARRATIVES])
    }

    /// The number of a report's agency.
    fn agency(&mut self, fresh: &Fresh) -> Result<Option<i64>, LoadError> {
        let Some(agency) = &fresh.agency else { return Ok(None) };
        let key = ledger::agency(&agency.name, agency.region.as_deref().unwrap_or_default());
        if let Some(number) = self.ledger.agencies.get(&key).or_else(|| self.agencies.get(&key)) {
            return Ok(Some(*number));
        }
        self.regions.meet(self.target, agency)?;
        self.last_agency += 1;
        let row = [
            Value::Whole(self.last_agency),
            Value::Text(&agency.name),
            agency.region.as_deref().into(),
            agency.level.into(),
            Value::Text(agency.kind),
        ];
        self.target.append(&STAR[AGENCIES], &row)?;
        self.agencies.insert(key, self.last_agency);
        Ok(Some(self.last_agency))
    }

    fn facts(&mut self, form: &str, fresh: &Fresh, facts: &Rows) -> Result<(), LoadError> {
        let place = |name: &str| &facts.columns[column(of::FACTS, name)];
        let ids = place("cell_id");
        let kept = ["value", "unit", "status", "is_total", "raw", "note", "page"].map(place);
        for at in fresh.cells.clone() {
            let id = if let Value::Text(id) = ids.get(at) { id } else { "" };
            let cell = self.cells.number(self.target, form, id)?;
            let [value, unit, status, total, raw, note, page] = kept.map(|values| values.get(at));
            let row = [Value::Whole(self.last_report), Value::Whole(cell), value, unit, status, total, raw, note, page];
            self.target.append(&STAR[FACTS], &row)?;
        }
        self.done.facts += fresh.cells.len() as u64;
        Ok(())
    }

    /// Writes rows that have the columns of the dataset's table, from one on.
    fn many(&mut self, table: usize, first: &str, span: Range<usize>, rows: &Rows) -> Result<(), LoadError> {
        let columns = rows.columns.len() - STAR[table].columns.len() + 1;
        debug_assert_eq!(rows.table.columns[columns].name, first);
        let mut row = Vec::with_capacity(STAR[table].columns.len());
        for at in span {
            row.clear();
            row.push(Value::Whole(self.last_report));
            row.extend(rows.columns[columns..].iter().map(|values| values.get(at)));
            self.target.append(&STAR[table], &row)?;
        }
        Ok(())
    }

    /// What came of it.
    pub(super) fn end(self) -> Taken {
        let is_dirty = self.is_dirty || self.regions.has_grown || self.cells.has_grown;
        Taken { done: self.done, cells: self.cells, touched: self.touched, is_dirty, fresh: self.fresh }
    }
}

/// The digest of a report's rows, with whether they were left out.
fn rows_digest(fresh: &Fresh) -> RowsDigest {
    RowsDigest { digest: fresh.rows, is_left_out: fresh.is_left_out }
}
