//! The warehouse's shape: made where there is none, brought up to date where it is of an earlier version, refused where it is
//! somebody else's or of a later one.

use super::dictionary::Cells;
use super::digest;
use super::star::{PANEL_CHECKS, STAGED, STAR, VERSION};
use super::target::{LoadError, Target};
use super::views;

/// The table by which a warehouse of ours is known: its one row tells the version of its shape, the digest of its views,
/// and the version of the program whose checks over reports stand there (none where some are due).
pub(super) const MARK: &str = "warehouse";

/// What was done to the shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// There was none.
    New,
    /// It was of an earlier version.
    Migrated,
    /// It was right.
    Same,
}

/// A step from one version to the next.
enum Step {
    /// A statement that all databases understand.
    Run(&'static str),
    /// A table more, by its place in the star.
    Add(usize),
}

/// The steps that lead on from each version.
const MIGRATIONS: [(i64, Step); 5] = [
    (1, Step::Run("alter table \"load\" add column facts integer not null default 0")),
    (2, Step::Run("alter table document add column producer text")),
    (3, Step::Run("alter table \"load\" add column panel_checks integer")),
    (3, Step::Run("alter table warehouse add column checks text not null default ''")),
    (3, Step::Add(PANEL_CHECKS)),
];

/// Sees that the tables are there, and makes those that live for one load.
pub(super) fn prepare(target: &mut dyn Target) -> Result<Shape, LoadError> {
    let dialect = target.dialect();
    let shape = if target.has(MARK)? {
        let version = version(target)?;
        if version > VERSION {
            return Err(target.refusal(&format!(
                "it was written by a later version of gongkai (shape {version}, this one knows {VERSION}): load with that version"
            )));
        }
        if version < VERSION {
            views::drop_all(target)?;
        }
        for (_, step) in MIGRATIONS.iter().filter(|(from, _)| *from >= version) {
            match step {
                Step::Run(statement) => target.execute(statement)?,
                Step::Add(table) => {
                    let table = std::slice::from_ref(&STAR[*table]);
                    target.execute(&dialect.create(&table[0]))?;
                    target.execute(&dialect.keys(table))?;
                    target.execute(&dialect.comments(table))?;
                }
            }
        }
        if version < VERSION {
            target.execute(&format!("update {MARK} set version = {VERSION}, views = ''"))?;
            Shape::Migrated
        } else {
            Shape::Same
        }
    } else {
        let names = target.names()?;
        if !names.is_empty() {
            let some: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
            let more = if names.len() > 3 { ", …" } else { "" };
            return Err(target
                .refusal(&format!("it holds tables of something else ({}{more}): name another one", some.join(", "))));
        }
        target.execute(&format!(
            "create table {MARK} (version integer not null, views text not null, checks text not null default '')"
        ))?;
        target.execute(&format!("insert into {MARK} values ({VERSION}, '', '')"))?;
        for table in &STAR {
            target.execute(&dialect.create(table))?;
        }
        Shape::New
    };
    for table in &STAGED {
        target.execute(&dialect.stage(table))?;
    }
    Ok(shape)
}

fn version(target: &mut dyn Target) -> Result<i64, LoadError> {
    let mut version = None;
    let read = target.rows(&format!("select version from {MARK}"), &mut |row| {
        version = row[0].whole();
        Ok(())
    });
    match (read, version) {
        (Ok(()), Some(version)) if version > 0 => Ok(version),
        _ => Err(target.refusal(&format!("its table {MARK} is not one of gongkai: name another one"))),
    }
}

/// Ends what a first load puts off, and makes the views anew where they are not those of this version.
pub(super) fn complete(target: &mut dyn Target, shape: Shape, cells: &Cells) -> Result<bool, LoadError> {
    let dialect = target.dialect();
    if shape == Shape::New {
        target.execute(&dialect.keys(&STAR))?;
        target.execute(&dialect.comments(&STAR))?;
    }
    let views = views::all(dialect, cells);
    let sql: Vec<&str> = views.iter().map(|view| view.sql.as_str()).collect();
    let wanted = digest::written(&digest::of(sql.concat().as_bytes()));
    let mut kept = String::new();
    target.rows(&format!("select views from {MARK}"), &mut |row| {
        row[0].text().clone_into(&mut kept);
        Ok(())
    })?;
    if kept == wanted {
        return Ok(shape != Shape::Same);
    }
    views::drop_all(target)?;
    for view in &views {
        target.execute(&view.sql)?;
    }
    target.execute(&format!("update {MARK} set views = '{wanted}'"))?;
    Ok(true)
}
