//! A run that is killed goes on where it was: the archive holds what that of an undisturbed run holds.

use super::site::{Reply, Site};
use super::{Desk, each, kept, text};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A list of three pages, thirty reports, each with a file.
fn site() -> Site {
    Site::new(|q| {
        let path = q.target.as_str();
        let number = || path.chars().filter(char::is_ascii_digit).collect::<String>().parse::<usize>().unwrap_or(0);
        let reply = match path {
            "/robots.txt" => Reply::of("text/plain", "User-agent: *\nDisallow: /r/17.html"),
            _ if path == "/" || path.starts_with("/index_") => {
                let from = number() * 10;
                let links =
                    each(from..from + 10, |n| format!("<a href=/r/{n}.html>青石市{n}局2023年政府信息公开年报</a>"));
                Reply::page(&format!("{links}<script>createPageHTML(3,{},'index','html')</script>", number()))
            }
            _ if path.starts_with("/r/") => Reply::page(&format!("{path} <a href=/f/{}.pdf>附件</a>", number())),
            _ if path.starts_with("/f/") => Reply::of("application/pdf", path.as_bytes().repeat(3000)),
            _ => Reply::status(404),
        };
        reply.slowly(2, Duration::from_millis(4))
    })
}

/// Numbers that look like chance, the same every time.
fn chance(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Kills a run so many times, each time further on, with what was done by then; `took` is how long an undisturbed one takes.
pub(crate) fn killed(desk: &Desk, took: Duration, times: usize) -> (usize, BTreeSet<usize>) {
    let mut state = 7;
    let mut killed = 0;
    let mut amid = BTreeSet::new();
    for _ in 0..60 {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("gongkai"))
            .arg("fetch")
            .arg(desk.list())
            .arg("-o")
            .arg(desk.archive())
            .args(["--contact", "tests@example.org", "--delay", "0", "-q", "--rotate", "20K"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Less than a run in all, between the first kill and the last.
        let (pause, times) = (took.as_micros() as u64, times as u64);
        std::thread::sleep(Duration::from_micros(pause / (4 * times) + chance(&mut state) % (pause / times)));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        amid.insert(kept_so_far(desk));
        if killed as u64 == times {
            break;
        }
    }
    (killed, amid)
}

#[test]
fn killed_at_random_moments_and_gone_on_the_archive_holds_the_same() {
    let site = site();
    let list = format!("url\n{}\n", site.url("/"));
    let whole = Desk::new(&list);
    let started = Instant::now();
    whole.fetch().args(["--rotate", "20K"]).assert().success();
    let took = started.elapsed();
    let expected = kept::answers(&whole.archive());
    assert_eq!(expected.len(), 1 + 3 + 29 + 29);
    assert!(whole.archive().join("gongkai-00001.warc.gz").exists(), "nothing was rotated");

    let desk = Desk::new(&list);
    site.forget();
    let (killed, amid) = killed(&desk, took, 10);
    assert!(killed >= 10, "the run ended after {killed} kills");
    assert!(amid.len() >= 3, "all kills were at the same moment: {amid:?}");
    desk.fetch().args(["--rotate", "20K"]).assert().success();
    assert_eq!(kept::answers(&desk.archive()), expected);
    let log = std::fs::read_to_string(desk.archive().join("fetch.ndjson")).unwrap();
    assert_eq!(log.matches(r#""event":"end""#).count(), 1);
    assert_eq!(log.matches(r#""event":"begin""#).count(), 1);
    // What was asked twice was being asked when the run was killed.
    let targets = site.targets();
    let asked: BTreeSet<&String> = targets.iter().collect();
    assert!(targets.len() - asked.len() <= killed, "{} questions too many", targets.len() - asked.len());
    assert!(!asked.iter().any(|target| target.contains("/r/17.html")));
    for name in ["total", "roles"] {
        assert_eq!(desk.summary()[name], whole.summary()[name]);
    }
}

fn kept_so_far(desk: &Desk) -> usize {
    std::fs::read_to_string(desk.archive().join("fetch.ndjson")).map_or(0, |log| log.lines().count())
}

#[test]
fn a_torn_end_is_cut_off_and_fetched_again() {
    let site = site();
    let list = format!("url\n{}\n", site.url("/"));
    let whole = Desk::new(&list);
    whole.fetch().assert().success();
    let expected = kept::answers(&whole.archive());
    let log = std::fs::read(whole.archive().join("fetch.ndjson")).unwrap();
    let warc = std::fs::read(whole.archive().join("gongkai-00000.warc.gz")).unwrap();
    let lines: Vec<usize> = log.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    for (log_end, extra) in [(lines[20] + 30, &b"\x1F\x8B\x08torn"[..]), (lines[40], b""), (lines[1], b"x")] {
        let desk = Desk::new(&list);
        std::fs::create_dir(desk.archive()).unwrap();
        std::fs::write(desk.archive().join("fetch.ndjson"), &log[..log_end]).unwrap();
        std::fs::write(desk.archive().join("gongkai-00000.warc.gz"), [&warc[..], extra].concat()).unwrap();
        let said = desk.fetch().assert().success().get_output().stderr.clone();
        assert!(String::from_utf8(said).unwrap().contains("going on with a run that was stopped"));
        assert_eq!(kept::answers(&desk.archive()), expected);
    }
}

#[test]
fn a_run_stops_when_it_is_told_to_and_goes_on() {
    let site = site();
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().args(["--stop-after", "0.2"]).assert().success();
    let before = desk.entries().len();
    assert!(before < 61, "it did not stop");
    assert_eq!(desk.summary()["is_whole"], false);
    desk.fetch().assert().success();
    assert_eq!(desk.summary()["is_whole"], true);
    assert_eq!(desk.entries().len(), 1 + 3 + 30 + 29);
    assert_eq!(text(&desk.entries()[&site.url("/r/17.html")]["end"]), "refused");
}
