//! Damage a right report: it comes out right, or marked.
//!
//! Takes every document of the corpus that should come out unmarked, damages what was decoded from it in the ways that
//! publishers and converters do (a cell lost, a row moved, labels swapped, a rule not drawn, a tab gone), and reads it
//! again. A value that differs from the printed one in a report that nothing marks is a silent error, and fails the test.
//!
//! `GONGKAI_DAMAGE=150` damages each document so many times; `GONGKAI_DAMAGE_FROM=DIR` takes the documents of another
//! folder that has `documents/` and `truth/`.

mod chance;
mod harm;
mod lined;
mod paged;
mod tagged;

use chance::Chance;
use gongkai::acquire::Document;
use gongkai::acquire::office::{Office, is_wanted};
use gongkai::decode::{self, Content};
use gongkai::report::Status;
use gongkai::report::form::forms;
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
const TIMES: u64 = 12;

/// What is printed in a document.
type Printed = BTreeMap<String, Option<Decimal>>;

/// A document and what is printed in it.
struct Known {
    name: String,
    content: Content,
    printed: Printed,
    cells: Cells,
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
        let mut document = Document { id: String::new(), source: name.clone(), media_type, bytes, rendition: None };
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
        let places = report.cells.iter().filter(|(id, cell)| printed.get(id) == Some(&cell.value));
        let cells = Cells(places.filter_map(|(id, cell)| Some((id.clone(), cell.at?))).collect());
        found.push(Known { name, content, printed, cells });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Whether all identities hold among what is printed.
fn adds_up(printed: &Printed) -> bool {
    forms().equations().all(|equation| {
        let cells = |ids: &[String]| -> Vec<Decimal> { ids.iter().filter_map(|id| *printed.get(id)?).collect() };
        let (left, right) = (cells(&equation.left), cells(&equation.right));
        left.is_empty() || right.is_empty() || left.iter().sum::<Decimal>() == right.iter().sum()
    })
}

/// The cells that are wrong without a mark.
fn silent(printed: &Printed, harm: &Harm, content: &Content) -> Vec<String> {
    let Ok((report, judgement)) = gongkai::read(content) else { return Vec::new() };
    if judgement.verdict == Verdict::NeedsReview {
        return Vec::new();
    }
    let now = |id: &String| harm.printed.iter().find(|(i, _)| i == id).map_or(printed[id], |(_, value)| *value);
    let now: Printed = printed.keys().map(|id| (id.clone(), now(id))).collect();
    if judgement.verdict == Verdict::Clean && !harm.printed.is_empty() && adds_up(printed) && !adds_up(&now) {
        return vec!["it is called clean, and what is printed now does not add up".to_owned()];
    }
    let wrong = |(id, printed): (&String, &Option<Decimal>)| {
        let cell = report.cell(id);
        let value = cell.and_then(|c| c.value);
        (value != *printed && cell.is_none_or(|c| c.status != Status::Doubtful))
            .then(|| format!("{id}: printed {printed:?}, read {value:?}"))
    };
    now.iter().filter_map(wrong).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "what was measured is asked for in figures")]
fn a_damaged_report_comes_out_right_or_marked() -> Fallible<()> {
    let times = std::env::var("GONGKAI_DAMAGE").ok().and_then(|n| n.parse().ok()).unwrap_or(TIMES);
    let documents = known()?;
    let only = std::env::var("GONGKAI_DAMAGE_ONLY").is_ok();
    assert!(documents.len() > 50 || only, "the corpus is gone: {} documents", documents.len());
    let outcomes: Vec<Vec<String>> =
        documents.par_iter().flat_map_iter(|known| (0..times).filter_map(|seed| damaged(known, seed))).collect();
    let failures: Vec<&String> = outcomes.iter().flatten().collect();
    println!("damaged {} documents: {} silent", outcomes.len(), failures.len());
    let told: Vec<&str> = failures.iter().take(200).map(|f| f.as_str()).collect();
    assert!(failures.is_empty(), "{} silent errors:\n{}", failures.len(), told.join("\n"));
    Ok(())
}

/// One damaged report: nothing where the harm could not be done, what is silently wrong in it otherwise.
fn damaged(known: &Known, seed: u64) -> Option<Vec<String>> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let harm = harm::do_one(&mut content, &known.cells, &mut chance)?;
    let wrong = silent(&known.printed, &harm, &content);
    let told = format!("{} seed {seed}, {}: {}", known.name, harm.what, wrong[..wrong.len().min(3)].join("; "));
    Some(if wrong.is_empty() { Vec::new() } else { vec![told] })
}
