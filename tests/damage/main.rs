//! Damage a right report: it comes out right, or marked.
//!
//! Takes every document of the corpus that should come out unmarked, damages what was decoded from it in the ways that
//! publishers and converters do (a cell lost, spans lost, a label cut, a rule not drawn, a tab gone), and reads it again.
//! A value that differs from the printed one in a report that nothing marks is a silent error, and fails the test.

mod harm;

use gongkai::decode::{self, Content};
use gongkai::report::Status;
use gongkai::verify::Verdict;
use harm::Chance;
use rust_decimal::Decimal;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// How many times each document is damaged; `GONGKAI_DAMAGE` sets another number.
const TIMES: u64 = 12;

/// A document and what is printed in it.
struct Known {
    name: String,
    content: Content,
    cells: Vec<(String, Option<Decimal>)>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn known() -> Vec<Known> {
    let mut found = Vec::new();
    for entry in fs::read_dir(corpus().join("truth")).expect("the corpus is there") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a truth file");
        let truth: Value = serde_json::from_str(&text).expect("a truth file is JSON");
        let name = truth["file"].as_str().expect("a name").to_owned();
        if truth["verdict"] != "clean" && truth["verdict"] != "publisher_inconsistent" {
            continue;
        }
        let bytes = fs::read(corpus().join("documents").join(&name)).expect("its document");
        let media_type = gongkai::acquire::media::tell(&bytes);
        let document = gongkai::acquire::Document { id: String::new(), source: name.clone(), media_type, bytes };
        let cells = truth["cells"].as_object().expect("cells").iter();
        let cells = cells
            .map(|(id, v)| (id.clone(), v.as_number().map(|n| n.to_string().parse().expect("a number"))))
            .collect();
        found.push(Known { name, content: decode::decode(&document).expect("it decodes"), cells });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(found.len() > 50, "the corpus is gone: {} documents", found.len());
    found
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
fn a_damaged_report_comes_out_right_or_marked() {
    let times = std::env::var("GONGKAI_DAMAGE").ok().and_then(|n| n.parse().ok()).unwrap_or(TIMES);
    let documents = known();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let half = documents.len().div_ceil(2);
        let work = |part: &'_ [Known]| -> Vec<String> {
            part.iter().flat_map(|known| (0..times).filter_map(move |seed| damaged(known, seed))).collect()
        };
        let handles: Vec<_> = documents.chunks(half).map(|part| scope.spawn(move || work(part))).collect();
        handles.into_iter().flat_map(|h| h.join().expect("no panic")).collect()
    });
    assert!(failures.is_empty(), "{} silent errors:\n{}", failures.len(), failures.join("\n"));
}

fn damaged(known: &Known, seed: u64) -> Option<String> {
    let mut chance = Chance::new(seed, &known.name);
    let mut content = known.content.clone();
    let what = harm::do_one(&mut content, &mut chance)?;
    let wrong = silent(known, &content);
    (!wrong.is_empty())
        .then(|| format!("{} seed {seed}, {what}: {}", known.name, wrong[..wrong.len().min(3)].join("; ")))
}
