//! Damage a right report: it comes out right, or marked.
//!
//! Takes every document of the corpus that should come out unmarked, damages what was decoded from it in the ways that
//! publishers and converters do (a cell lost, a row moved, labels swapped, a rule not drawn, a tab gone), and reads it
//! again. A value that differs from the printed one in a report that nothing marks is a silent error, and fails the test.
//!
//! `GONGKAI_DAMAGE=150` damages each document so many times; `GONGKAI_DAMAGE_SEED=1000` begins with other damages than the
//! usual ones; `GONGKAI_DAMAGE_FROM=DIR` takes the documents of another folder that has `documents/` and `truth/`.

mod chance;
mod harm;
mod lined;
mod paged;
mod tagged;
mod worth;

use chance::Chance;
use gongkai::acquire::office::{Office, is_wanted};
use gongkai::acquire::{Document, MediaType};
use gongkai::decode::{self, Content, Line};
use gongkai::report::Status;
use gongkai::report::form::forms;
use gongkai::report::id::CellId;
use gongkai::verify::Verdict;
use harm::{Cells, Harm};
use rayon::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// How many times each document is damaged; `GONGKAI_DAMAGE` sets another number.
const TIMES: u64 = 4;

/// What is printed in a document.
type Printed = BTreeMap<String, Option<Decimal>>;

/// A document and what is printed in it.
struct Known {
    name: String,
    content: Content,
    printed: Printed,
    cells: Cells,
    /// What the second engine reads in a PDF.
    second: Option<Vec<Line>>,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

fn known() -> Fallible<Vec<Known>> {
    let home = std::env::var_os("GONGKAI_DAMAGE_FROM").map(PathBuf::from);
    let home = home.unwrap_or_else(|| [env!("CARGO_MANIFEST_DIR"), "corpus"].iter().collect());
    let mut found = Vec::new();
    for entry in fs::read_dir(home.join("truth"))? {
        let truth: Value = serde_json::from_str(&fs::read_to_string(entry?.path())?)?;
        if truth["verdict"] != "clean" && truth["verdict"] != "publisher_inconsistent" {
            continue;
        }
        let name = truth["file"].as_str().ok_or("a truth without a file")?.to_owned();
        if std::env::var("GONGKAI_DAMAGE_ONLY").is_ok_and(|only| !name.contains(&only)) {
            continue;
        }
        let bytes = fs::read(home.join("documents").join(&name))?;
        let media_type = gongkai::acquire::media::tell(&bytes);
        let mut document =
            Document { id: String::new(), source: name.clone(), media_type, bytes, rendition: None, served: None };
        if is_wanted(media_type) {
            match Office::find() {
                Some(office) => document.rendition = office.write_again(&[&document]).pop(),
                None if std::env::var_os("CI").is_none() => {
                    writeln!(io::stderr(), "NOT TESTED: {name}, for LibreOffice is not installed")?;
                    continue;
                }
                None => {}
            }
        }
        let printed = truth["cells"].as_object().ok_or("a truth without cells")?.iter();
        let printed =
            printed.map(|(id, v)| Ok((id.clone(), v.as_number().map(|n| n.to_string().parse()).transpose()?)));
        let (content, printed) = (decode::decode(&document)?, printed.collect::<Fallible<Printed>>()?);
        // A report that is marked without any damage shows nothing.
        let Ok((report, judgement)) = gongkai::read(&content) else { continue };
        if judgement.verdict == Verdict::NeedsReview {
            continue;
        }
        let places = report.cells.iter().filter(|(id, cell)| printed.get(id.as_str()) == Some(&cell.value));
        let cells = Cells(places.filter_map(|(id, cell)| Some((id.to_string(), cell.at?))).collect());
        let pdf = document.media_type == MediaType::Pdf;
        let second = if pdf { decode::second::read(&document.bytes).ok() } else { None };
        found.push(Known { name, content, printed, cells, second });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Whether all identities hold among what is printed.
fn adds_up(printed: &Printed) -> bool {
    forms().equations().all(|equation| {
        let cells =
            |ids: &[CellId]| -> Vec<Decimal> { ids.iter().filter_map(|id| *printed.get(id.as_str())?).collect() };
        let (left, right) = (cells(&equation.left), cells(&equation.right));
        left.is_empty() || right.is_empty() || left.iter().sum::<Decimal>() == right.iter().sum()
    })
}

/// What became of one damaged report.
enum Fate {
    /// Right, whatever its marks.
    Right,
    /// Wrong, and marked.
    Marked,
    /// Wrong, and nothing says so.
    Silent(Vec<String>),
}

fn fate(printed: &Printed, harm: &Harm, content: &Content) -> Fate {
    let Ok((report, judgement)) = gongkai::read(content) else { return Fate::Marked };
    let now = |id: &String| harm.printed.iter().find(|(i, _)| i == id).map_or(printed[id], |(_, value)| *value);
    let now: Printed = printed.keys().map(|id| (id.clone(), now(id))).collect();
    if judgement.verdict == Verdict::Clean && !harm.printed.is_empty() && adds_up(printed) && !adds_up(&now) {
        return Fate::Silent(vec!["it is called clean, and what is printed now does not add up".to_owned()]);
    }
    let wrong: Vec<(&String, &Option<Decimal>)> =
        now.iter().filter(|(id, printed)| report.cell(id).and_then(|c| c.value) != **printed).collect();
    let unmarked = |(id, _): &&(&String, &Option<Decimal>)| {
        judgement.verdict != Verdict::NeedsReview && report.cell(id).is_none_or(|c| c.status != Status::Doubtful)
    };
    let told = |(id, printed): &(&String, &Option<Decimal>)| {
        format!("{id}: printed {printed:?}, read {:?}", report.cell(id).and_then(|c| c.value))
    };
    match wrong.iter().filter(unmarked).map(told).collect::<Vec<_>>() {
        _ if wrong.is_empty() => Fate::Right,
        none if none.is_empty() => Fate::Marked,
        some => Fate::Silent(some),
    }
}

#[test]
fn a_damaged_report_comes_out_right_or_marked() -> Fallible<()> {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let (first, times) = (number("GONGKAI_DAMAGE_SEED").unwrap_or(0), number("GONGKAI_DAMAGE").unwrap_or(TIMES));
    let documents = known()?;
    assert!(
        documents.len() > 50 || std::env::var("GONGKAI_DAMAGE_ONLY").is_ok(),
        "the corpus is gone: {} documents",
        documents.len()
    );
    let outcomes: Vec<Result<Fate, String>> = documents
        .par_iter()
        .flat_map_iter(|known| (first..first + times).filter_map(|seed| damaged(known, seed)))
        .collect();
    let failures: Vec<&str> = outcomes.iter().filter_map(|o| o.as_ref().err().map(String::as_str)).collect();
    let marked = outcomes.iter().filter(|o| matches!(o, Ok(Fate::Marked))).count();
    println!("damaged {} documents: {} silent, {marked} wrong and marked", outcomes.len(), failures.len());
    assert!(
        failures.is_empty(),
        "{} silent errors:\n{}",
        failures.len(),
        failures[..failures.len().min(200)].join("\n")
    );
    Ok(())
}

/// One damaged report: nothing where the harm could not be done, an error where it is silently wrong.
fn damaged(known: &Known, seed: u64) -> Option<Result<Fate, String>> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let harm = harm::do_one(&mut content, &known.cells, &mut chance)?;
    Some(match fate(&known.printed, &harm, &content) {
        Fate::Silent(wrong) => {
            let wrong = wrong[..wrong.len().min(3)].join("; ");
            Err(format!("{} seed {seed}, {}: {wrong}", known.name, harm.what))
        }
        fate => Ok(fate),
    })
}
