//! The folder of the tables of checks over reports: opened with care for what is there, and given its files when all of them
//! are complete.
//!
//! A folder that holds anything else is refused. A run that is stopped leaves the old tables, and a folder beside them whose
//! name says what it is; the next run begins anew.

use super::folder::{self, FolderError};
use super::tables::{PACKAGE, Written, panel as tables};
use crate::verify::panel::{Panel, PanelCheck};
use serde::Deserialize;
use std::fs;
use std::io;
use std::path::Path;

/// Where files are gathered until all of them are there.
const PART: &str = "part";

/// The files of a finished folder, its package last.
const OWN: [&str; 5] = ["panel.parquet", "coverage.parquet", "panel.csv", "coverage.csv", PACKAGE];

/// Writes the tables of a panel into a folder. `each` is told of every check.
pub fn write(
    panel: &Panel,
    into: &Path,
    with_csv: bool,
    each: impl FnMut(&PanelCheck),
) -> Result<Vec<Written>, FolderError> {
    let made = fs::create_dir_all(into).and_then(|()| is_free(into));
    match made {
        Err(error) => Err(FolderError::new(format!(
            "the output folder {} can't be made ({}): choose another with -o",
            into.display(),
            folder::said(&error)
        ))),
        Ok(false) => Err(FolderError::new(format!(
            "the output folder {} holds other files and no checks of gongkai: name a new or empty folder with -o",
            into.display()
        ))),
        Ok(true) => put(panel, into, with_csv, each).map_err(|error| folder::broken(into, &error)),
    }
}

fn put(panel: &Panel, into: &Path, with_csv: bool, each: impl FnMut(&PanelCheck)) -> io::Result<Vec<Written>> {
    let part = into.join(PART);
    folder::remove(&part)?;
    fs::create_dir(&part)?;
    let written = tables::write(panel, &part, with_csv, each)?;
    for name in OWN {
        folder::remove(&into.join(name))?;
    }
    for name in OWN.iter().filter(|name| part.join(name).exists()) {
        fs::rename(part.join(name), into.join(name))?;
    }
    folder::remove(&part)?;
    Ok(written)
}

/// Whether a folder is empty, or holds what an earlier run wrote or began.
fn is_free(folder: &Path) -> io::Result<bool> {
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }
    let package = fs::read(folder.join(PACKAGE)).ok().and_then(|json| serde_json::from_slice::<Package>(&json).ok());
    let mut is_known = true;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        is_known &= name == PART || OWN.iter().any(|own| name == *own);
    }
    Ok(is_known && package.map_or(!folder.join(PACKAGE).exists(), |package| package.name == tables::PACKAGE_NAME))
}
