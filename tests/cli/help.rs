//! Help, versions, wrong arguments.

use super::{gongkai, refusal};
use std::fs;
use tempfile::tempdir;

fn help(args: &[&str]) -> String {
    String::from_utf8(gongkai().args(args).assert().success().get_output().stdout.clone()).unwrap()
}

#[test]
fn every_command_has_help_with_an_example() {
    let all = help(&["--help"]);
    for command in ["fetch", "convert", "check", "diff", "load", "review", "show", "schema"] {
        assert!(all.contains(&format!("\n  {command} ")), "{command} is not listed");
        let text = help(&[command, "--help"]);
        assert!(text.contains("Example"), "{command} has no example");
        assert!(text.contains(&format!("gongkai {command} ")), "{command}'s example does not show it");
    }
    for hidden in ["second-reading", "draw-for-parent", "convert-for-parent"] {
        assert!(!all.contains(hidden), "{hidden} is listed");
    }
}

#[test]
fn version_is_that_of_the_package() {
    assert_eq!(help(&["--version"]), format!("gongkai {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_arguments_are_refused_with_2() {
    for args in [
        &["convert"][..],
        &["nonsense"],
        &["convert", "x", "-o", "y", "-j", "0"],
        &["convert", "x", "-o", "y", "--fail-on", "dirty"],
        &["convert", "x", "-o", "y", "--max-size", "much"],
        &["show", "x", "--json", "--stage", "layout"],
    ] {
        gongkai().args(args).assert().code(2);
    }
}

#[test]
fn a_missing_output_is_said_in_one_sentence() {
    let said = refusal(gongkai().args(["convert", "."]));
    assert!(said.contains("-o DATASET"), "{said}");
}

#[test]
fn a_missing_input_is_said_in_one_sentence() {
    let folder = tempdir().unwrap();
    let output = folder.path().join("ds");
    let said = refusal(gongkai().args(["convert", "no/such/report.pdf", "-o"]).arg(&output));
    assert!(said.contains("no/such/report.pdf") && said.contains("does not exist"), "{said}");
    assert!(!output.exists(), "an output was made for nothing");
    let said = refusal(gongkai().args(["show", "no/such/report.pdf"]));
    assert!(said.contains("does not exist"), "{said}");
}

#[test]
fn an_output_that_cannot_be_written_is_said_in_one_sentence() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "x").unwrap();
    // Under a regular file, where not even root can make a folder.
    let said = refusal(gongkai().arg("convert").arg(folder.path()).arg("-o").arg(folder.path().join("a.txt/ds")));
    assert!(said.contains("a.txt/ds") && said.contains("-o"), "{said}");
}

#[test]
fn a_folder_that_is_no_dataset_is_left_alone() {
    let folder = tempdir().unwrap();
    let theirs = folder.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join("thesis.tex"), "years of work").unwrap();
    let said = refusal(gongkai().arg("convert").arg(folder.path()).arg("-o").arg(&theirs));
    assert!(said.contains("no dataset") && said.contains("theirs"), "{said}");
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 1);
}

#[test]
fn show_wants_one_document() {
    let said = refusal(gongkai().args(["show", "."]));
    assert!(said.contains("is a folder"), "{said}");
}

#[test]
fn the_schema_is_a_json_schema() {
    let schema: serde_json::Value = serde_json::from_str(&help(&["schema"])).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
}
