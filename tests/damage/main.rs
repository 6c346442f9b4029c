//! Damage a right report: it comes out right, or marked.
//!
//! Takes every document of the corpus that should come out unmarked, damages what was decoded from it in the ways that
//! publishers and converters do (a cell lost, spans lost, a label cut, a rule not drawn, a tab gone), and reads it again.
//! A value that differs from the printed one in a report that nothing marks is a silent error, and fails the test.

mod harm;

use gongkai::acquire::Document;
use gongkai::acquire::office::{Office, is_wanted};
use gongkai::decode::{self, Content};
use gongkai::report::Status;
use gongkai::verify::Verdict;
use harm::Chance;
use rayon::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// How many times each document is damaged; `GONGKAI_DAMAGE` sets another number.
const TIMES: u64 = 12;

/// A document and what is printed in it.
struct Known {
    name: String,
    content: Content,
    cells: Vec<(String, Option<Decimal>)>,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

fn known() -> Fallible<Vec<Known>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut found = Vec::new();
    for entry in fs::read_dir(corpus.join("truth"))? {
        let truth: Value = serde_json::from_str(&fs::read_to_string(entry?.path())?)?;
        if truth["verdict"] != "clean" && truth["verdict"] != "publisher_inconsistent" {
            continue;
        }
        let name = truth["file"].as_str().ok_or("a truth without a file")?.to_owned();
        if std::env::var("GONGKAI_DAMAGE_ONLY").is_ok_and(|only| !name.contains(&only)) {
            continue;
        }
        let bytes = fs::read(corpus.join("documents").join(&name))?;
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
        let cells = truth["cells"].as_object().ok_or("a truth without cells")?.iter();
        let cells = cells.map(|(id, v)| Ok((id.clone(), v.as_number().map(|n| n.to_string().parse()).transpose()?)));
        found.push(Known { name, content: decode::decode(&document)?, cells: cells.collect::<Fallible<_>>()? });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The cells that are wrong without a mark.
fn silent(known: &Known, content: &Content) -> Vec<String> {
    let Ok((report, judgement)) = gongkai::read(content) else { return Vec::new() };
    if judgement.verdict == Verdict::NeedsReview {
        return Vec::new();
    }
    let wrong = |(id, printed): &(String, Option<Decimal>)| {
        let cell = report.cell(id);
        let value = cell.and_then(|c| c.value);
        (value != *printed && cell.is_none_or(|c| c.status != Status::Doubtful))
            .then(|| format!("{id}: printed {printed:?}, read {value:?}"))
    };
    known.cells.iter().filter_map(wrong).collect()
}

#[test]
fn a_damaged_report_comes_out_right_or_marked() -> Fallible<()> {
    let times = std::env::var("GONGKAI_DAMAGE").ok().and_then(|n| n.parse().ok()).unwrap_or(TIMES);
    let documents = known()?;
    assert!(
        documents.len() > 50 || std::env::var("GONGKAI_DAMAGE_ONLY").is_ok(),
        "the corpus is gone: {} documents",
        documents.len()
    );
    let failures: Vec<String> =
        documents.par_iter().flat_map_iter(|known| (0..times).filter_map(|seed| damaged(known, seed))).collect();
    assert!(failures.is_empty(), "{} silent errors:\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

fn damaged(known: &Known, seed: u64) -> Option<String> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let what = harm::do_one(&mut content, &mut chance)?;
    let wrong = silent(known, &content);
    (!wrong.is_empty())
        .then(|| format!("{} seed {seed}, {what}: {}", known.name, wrong[..wrong.len().min(3)].join("; ")))
}
