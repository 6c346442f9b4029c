//! The README can't drift: its usage blocks are what `--help` prints, and its commands run.

use super::{corpus, gongkai, home};
use std::fs;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(home().join("README.md")).unwrap()
}

/// The fenced blocks of a language, each with the line before its fence.
fn blocks(text: &str, language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    let mut before = String::new();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            let block: Vec<_> = lines.by_ref().take_while(|l| *l != "```").collect();
            found.push((before.clone(), block.join("\n")));
        }
        if !line.is_empty() {
            line.clone_into(&mut before);
        }
    }
    found
}

#[test]
fn usage_blocks_are_what_help_prints() {
    let readme = readme();
    let blocks = blocks(&readme, "text");
    for command in ["", " fetch", " convert", " check", " diff", " load", " review", " show"]
        .map(|command| format!("gongkai{command} --help"))
    {
        let marker = format!("<!-- {command} -->");
        let (_, block) = blocks.iter().find(|(before, _)| *before == marker).unwrap_or_else(|| panic!("no {marker}"));
        let args = command.split(' ').skip(1);
        let printed = String::from_utf8(gongkai().args(args).assert().success().get_output().stdout.clone()).unwrap();
        let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(block.trim_end(), trimmed(printed.trim_end()), "{command}: bring the block up to date");
    }
}

#[test]
fn commands_run_as_printed() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus();
    #[cfg(unix)]
    std::os::unix::fs::symlink(corpus.parent().unwrap(), folder.path().join("corpus")).unwrap();
    let program = assert_cmd::cargo::cargo_bin!("gongkai");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let mut ran = 0;
    for (_, block) in blocks(&readme(), "sh") {
        for line in block.lines() {
            // Building, and running the very tests that this is one of, is not for here.
            let line = line.replace("cargo run --release --locked -- ", "gongkai ");
            if !line.contains("gongkai ") || line.starts_with("cargo install") {
                continue;
            }
            let mut shell = Command::new("bash");
            shell.args(["-euo", "pipefail", "-c", &line]).current_dir(folder.path()).env("PATH", &path);
            let done = shell.output().unwrap();
            assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
            ran += 1;
        }
    }
    assert!(ran >= 3, "only {ran} commands were found");
}

#[test]
fn linked_files_exist() {
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/FETCH.md"] {
        let text = fs::read_to_string(home().join(page)).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.starts_with("http") {
                assert!(home().join(target).exists(), "{page} links to {target}, which is not there");
            }
        }
    }
}
