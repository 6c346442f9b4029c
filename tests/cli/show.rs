//! One document in the terminal.

use super::{corpus, gongkai};
use serde_json::Value;
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

/// A clean report of the corpus.
fn sample() -> PathBuf {
    let file = corpus().join("pipes.txt");
    assert!(file.is_file(), "{} is missing", file.display());
    file
}

fn show(file: &PathBuf, more: &[&str]) -> String {
    String::from_utf8(gongkai().arg("show").arg(file).args(more).assert().success().get_output().stdout.clone())
        .unwrap()
}

#[test]
fn the_tables_are_shown_with_their_words_and_line_up() {
    let text = show(&sample(), &[]);
    for word in ["玉津省司法厅", "2024", "ogi-2021", "clean", "规章", "自然人", "行政复议", "本年新收", "Checks"]
    {
        assert!(text.contains(word), "{word} is not shown in:\n{text}");
    }
    let rows: Vec<_> = text.lines().filter(|l| l.matches('│').count() == 7).collect();
    assert!(rows.len() >= 26, "{} rows of section three:\n{text}", rows.len());
    let edge = |row: &str| row.match_indices('│').map(|(at, _)| row[..at].width()).collect::<Vec<_>>();
    for row in &rows {
        assert_eq!(edge(row), edge(rows[0]), "{row}");
    }
}

#[test]
fn a_failed_identity_is_marked_with_its_equation() {
    let text = show(&corpus().join("tab-slip-outcome-total.txt"), &[]);
    assert!(text.contains("publisher_inconsistent"), "{text}");
    assert!(text.contains('≠') && text.contains("! in a failed check"), "{text}");
}

#[test]
fn doubtful_cells_are_marked_with_their_candidates() {
    let text = show(&corpus().join("glued-ambiguous.txt"), &[]);
    assert!(text.contains("needs_review") && text.contains("? doubtful") && text.contains(" or "), "{text}");
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let escape = '\u{1b}';
    assert!(!show(&sample(), &[]).contains(escape));
    assert!(show(&sample(), &["--color", "always"]).contains(escape));
    assert!(!show(&sample(), &["--color", "never"]).contains(escape));
    let forced = |name: &str, value: &str| {
        let mut command = gongkai();
        command.env("CLICOLOR_FORCE", "1").env(name, value).arg("show").arg(sample());
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    };
    assert!(forced("X", "1").contains(escape));
    assert!(!forced("NO_COLOR", "1").contains(escape));
}

#[test]
fn json_is_the_line_that_convert_writes() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("ds");
    gongkai().arg("convert").arg(sample()).arg("-o").arg(&dataset).arg("-q").assert().success();
    let line = std::fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
    assert_eq!(show(&sample(), &["--json"]), line);
}

#[test]
fn every_stage_shows_its_product_and_its_trace() {
    let decode: Value = serde_json::from_str(&show(&sample(), &["--stage", "decode"])).unwrap();
    assert!(decode["lines"].as_array().is_some_and(|lines| !lines.is_empty()));
    let layout = show(&sample(), &["--stage", "layout"]);
    assert!(layout.contains("piped grid") && layout.contains("Trace"), "{layout}");
    assert!(show(&sample(), &["--stage", "parse"]).contains("自然人"));
}

#[test]
fn an_unreadable_document_is_shown_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty.txt");
    std::fs::write(&file, "").unwrap();
    assert!(show(&file, &[]).contains("unreadable: empty"));
    assert!(show(&file, &["--stage", "layout"]).contains("unreadable: empty"));
    let record: Value = serde_json::from_str(&show(&file, &["--json"])).unwrap();
    assert_eq!(record["reason"], "empty");
}

#[test]
fn a_document_in_an_archive_is_shown_by_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("2024.tar");
    let mut tar = tar::Builder::new(std::fs::File::create(&archive).unwrap());
    tar.append_path_with_name(sample(), "省/1.txt").unwrap();
    tar.finish().unwrap();
    let inside = PathBuf::from(format!("{}!省/1.txt", archive.display()));
    assert!(show(&inside, &[]).contains("2024.tar!省/1.txt"));
    let told = gongkai().arg("show").arg(&archive).assert().failure().get_output().stderr.clone();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("is an archive") && told.contains("2024.tar!省/1.txt'"), "{told}");
    let nothing = format!("{}!2.txt", archive.display());
    let told = gongkai().arg("show").arg(nothing).assert().failure().get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&told).contains("is not in the archive"));
}
