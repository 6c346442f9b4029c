//! What can't be done is said in one sentence, before anything is asked or written.

use super::{Desk, gongkai};
use std::fs;

fn refusal(desk: &Desk, args: &[&str]) -> String {
    let mut command = gongkai();
    command.arg("fetch").arg(desk.list()).args(args);
    let output = command.assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "not one sentence: {said}");
    said
}

#[test]
fn what_is_missing_is_said() {
    let desk = Desk::new("url\nhttp://127.0.0.1:8099/\n");
    assert!(refusal(&desk, &["-o", "x"]).contains("--contact"));
    assert!(refusal(&desk, &["--contact", "me@example.org"]).contains("-o ARCHIVE"));
    for contact in ["me", "a b@c.d", "x@y", "javascript:1"] {
        assert!(refusal(&desk, &["-o", "x", "--contact", contact]).contains("neither a mail"), "{contact}");
    }
}

#[test]
fn a_list_that_can_t_be_read_is_said_with_its_line() {
    let said = refusal(
        &Desk::new("url,kind\nhttp://a.cn/,index\nhttp://a.cn/,liste\n"),
        &["-o", "x", "--contact", "me@example.org"],
    );
    assert!(said.contains("sources.csv:3") && said.contains("sitemap"), "{said}");
    let said = refusal(&Desk::new("url,kind\n"), &["-o", "x", "--contact", "me@example.org"]);
    assert!(said.contains("no source"), "{said}");
    let said = refusal(&Desk::named("s.toml", "[[source]]\nadress = 1\n"), &["-o", "x", "--contact", "me@example.org"]);
    assert!(said.contains("s.toml:"), "{said}");
}

#[test]
fn a_folder_that_is_no_archive_is_left_alone() {
    let desk = Desk::new("url\nhttp://127.0.0.1:8099/\n");
    fs::create_dir(desk.archive()).unwrap();
    fs::write(desk.archive().join("thesis.tex"), "years of work").unwrap();
    let archive = desk.archive();
    let said = refusal(&desk, &["--contact", "me@example.org", "-o", archive.to_str().unwrap()]);
    assert!(said.contains("no archive"), "{said}");
    assert_eq!(fs::read_dir(desk.archive()).unwrap().count(), 1);
}

#[test]
fn a_log_that_is_damaged_is_said() {
    let desk = Desk::new("url\nhttp://127.0.0.1:8099/\n");
    fs::create_dir(desk.archive()).unwrap();
    fs::write(desk.archive().join("fetch.ndjson"), "{\"event\":\"begin\"\n{}\n").unwrap();
    let archive = desk.archive();
    let said = refusal(&desk, &["--contact", "me@example.org", "-o", archive.to_str().unwrap()]);
    assert!(said.contains("line 1") && said.contains("restore"), "{said}");
}
