//! The rules of the house that no compiler knows: which stage may name which, how long a file may grow, prose at its head.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages, in the order in which data flows, which is that of the alphabet.
const STAGES: [&str; 7] = ["acquire", "decode", "layout", "parse", "report", "verify", "write"];

/// What every stage stands on.
const GROUND: [&str; 2] = ["finding", "place"];

/// Names of the library's root, and the stage that may use them: a record is made of the outcome.
const ROOT: [(&str, &str); 3] = [("Outcome", "write"), ("ReadTwice", "write"), ("SecondReading", "write")];

/// The usual ceiling of a file, in lines.
const CEILING: usize = 400;

/// Files that may be longer, each with its reason. One that is short again must leave this list.
const LONG: [(&str, &str); 0] = [];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under a folder, by its path from the project's folder.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![home().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(home()).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no Rust");
    found
}

/// The words that follow `crate::` in a text, those in the braces of `use crate::{a, b::c}` included.
fn named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for rest in text.split("crate::").skip(1) {
        let Some(inside) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    found.push(word(&inside[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn a_stage_names_only_the_stages_before_it_and_the_ground() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(place) = STAGES.iter().position(|s| file.starts_with(&format!("src/{s}/"))) else { continue };
        let stage = STAGES[place];
        for name in named(&text) {
            let before = STAGES[..=place].contains(&name.as_str());
            let root = ROOT.iter().any(|(n, s)| *n == name && *s == stage);
            if !before && !root && !GROUND.contains(&name.as_str()) {
                wrong.push(format!("{file} names crate::{name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "data flows one way; these look ahead:\n{}", wrong.join("\n"));
}

#[test]
fn the_ground_names_no_stage() {
    for ground in GROUND {
        let text = fs::read_to_string(home().join(format!("src/{ground}.rs"))).unwrap();
        let wrong: Vec<_> = named(&text).into_iter().filter(|name| STAGES.contains(&name.as_str())).collect();
        assert!(wrong.is_empty(), "src/{ground}.rs names {wrong:?}");
    }
}

#[test]
fn stages_are_all_there_is() {
    for entry in fs::read_dir(home().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = STAGES.iter().chain(&GROUND).chain(&["bin", "lib"]).any(|k| name.trim_end_matches(".rs") == *k);
        assert!(known, "src/{name} is neither a stage nor the ground");
    }
}

#[test]
fn files_stay_small() {
    let files = [sources("src"), sources("tests")].into_iter().flatten().collect::<BTreeMap<_, _>>();
    for (file, text) in &files {
        let lines = text.lines().count();
        let excused = LONG.iter().find(|(name, _)| name == file);
        assert!(lines <= CEILING || excused.is_some(), "{file} has {lines} lines, {CEILING} is the ceiling");
        assert!(lines > CEILING || excused.is_none(), "{file} is short again: take it off the list");
    }
    for (name, reason) in LONG {
        assert!(files.contains_key(name) && !reason.is_empty(), "{name} is excused, and not there or without a reason");
    }
}

#[test]
fn modules_open_with_prose() {
    // A module's tests in a file of their own say what they are by its name.
    let files = [sources("src"), sources("tests")].into_iter().flatten();
    for (file, text) in files.filter(|(file, _)| !file.ends_with("/tests.rs")) {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.len() > "//! ".len() + 8 && first.starts_with("//! "),
            "{file} does not say what it is: {first:?}"
        );
    }
}

#[test]
fn no_shelf_for_odds_and_ends() {
    for file in sources("src").keys() {
        for name in ["utils", "util", "common", "core", "types", "helpers", "misc"] {
            assert!(!file.split(['/', '.']).any(|part| part == name), "{file}: name it for what it does");
        }
    }
}

#[test]
fn imports_are_seen_in_all_their_forms() {
    let text =
        "use crate::place::{Area, Place};\nuse crate::{decode::{Page, Mark}, layout};\n[`x`](crate::report::Report)";
    assert_eq!(named(text), ["place", "decode", "layout", "report"]);
}
