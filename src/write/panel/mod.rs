//! A dataset → its reports as the checks over reports take them.
//!
//! Read line by line from `reports.ndjson`; of each report only what those checks ask for is kept, in a file beside
//! ([`FileShelf`]) and in brief.

mod shelf;

use super::reading::{LONGEST_LINE, Record, Region as Read};
use super::values::Values;
use crate::parse::title::YEARS;
use crate::report::region::{Basis, Region, normalised, organ};
use crate::verify::panel::{Figures, Member, Panel, Register};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
pub use shelf::FileShelf;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// The reports of a dataset.
#[derive(Debug)]
pub struct Members {
    shelf: FileShelf,
    register: Register,
    /// How many have none, and stand in no panel.
    pub nameless: usize,
    /// How many documents are no readable report.
    pub unreadable: usize,
}

impl Members {
    /// How many have an agency and a year.
    pub fn count(&self) -> usize {
        self.register.count()
    }

    /// Those, in the order of agencies and years.
    pub fn panel(&mut self) -> Panel<'_> {
        Panel::new(std::mem::take(&mut self.register), &self.shelf)
    }
}

/// Reads the reports of a dataset's `reports.ndjson`. An error names the line that is no record.
pub fn members(reports: &Path) -> io::Result<Members> {
    let mut lines = BufReader::new(File::open(reports)?);
    let mut found = Members { shelf: FileShelf::new()?, register: Register::default(), nameless: 0, unreadable: 0 };
    let mut values = Values::default();
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        if io::Read::take(&mut lines, LONGEST_LINE).read_line(&mut line)? == 0 {
            break;
        }
        let record: Record = serde_json::from_str(&line).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is no record: {error}"))
        })?;
        if record.reason.is_some() {
            found.unreadable += 1;
            continue;
        }
        match member(&record, &mut values) {
            Some(member) => found.shelf.put(&member, &mut found.register)?,
            None => found.nameless += 1,
        }
    }
    found.shelf.write()?;
    Ok(found)
}

/// A report as a member of a panel; none where it has no agency or year.
pub(super) fn member(record: &Record, values: &mut Values) -> Option<Member> {
    let agency = record.agency.as_ref()?;
    let region = agency.region.as_ref().and_then(region);
    let name = normalised(&agency.name.0, region.as_ref());
    let mut member = Member {
        document: record.document.id.0.to_string(),
        source: record.document.source.0.to_string(),
        organ: region.as_ref().and_then(|region| organ(&name, region)).map(str::to_owned),
        agency: name,
        region: region.filter(|region| region.sure).map(|region| region.code),
        year: u16::try_from(record.year?).ok().filter(|year| YEARS.contains(year))?,
        form: record.form.as_ref().map(|form| form.0.to_string()),
        verdict: record.verdict.0.to_string(),
        ..Member::default()
    };
    let json = record.tables.get();
    values.read(json);
    let mut print = DefaultHasher::new();
    for (id, cell) in &record.cells.0 {
        let Some(digits) = values.of(json, &id.0) else { continue };
        (&id.0, digits).hash(&mut print);
        member.counts += usize::from(digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')));
        if Figures::wants(&id.0)
            && matches!(&*cell.status.0, "read" | "corrected")
            && let Ok(value) = Decimal::from_str_exact(digits)
        {
            member.figures.put(&id.0, value);
        }
    }
    member.print = print.finish();
    Some(member)
}

pub(super) fn region(read: &Read) -> Option<Region> {
    let basis = IntoDeserializer::<Error>::into_deserializer(&*read.basis.0);
    Some(Region {
        code: read.code.0.to_string(),
        name: read.name.0.to_string(),
        path: read.path.iter().map(|name| name.0.to_string()).collect(),
        sure: read.sure,
        basis: Basis::deserialize(basis).ok()?,
    })
}
