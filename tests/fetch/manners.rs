//! How sites are treated: pauses, rules that can't be had, hosts that do not answer, limits.

use super::site::{Reply, Site};
use super::{Desk, each, text};
use std::net::TcpListener;
use std::time::{Duration, Instant};

fn list(count: usize) -> String {
    each(0..count, |n| format!("<a href=/{n}.html>青石市{n}局2023年政府信息公开年报</a>"))
}

#[test]
fn a_host_gets_its_pause() {
    let site = Site::new(|q| match q.target.as_str() {
        "/" => Reply::page(&list(3)),
        "/robots.txt" => Reply::of("text/plain", "User-agent: *\nCrawl-delay: 0.4"),
        _ => Reply::page("x"),
    });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    let started = Instant::now();
    desk.fetch().assert().success();
    assert_eq!(site.asked().len(), 5);
    // Between the rules and the list, and before each report.
    assert!(started.elapsed() >= Duration::from_millis(4 * 400), "{:?}", started.elapsed());
}

#[test]
fn a_slow_host_gets_longer_pauses() {
    let site = Site::new(|q| match q.target.as_str() {
        "/robots.txt" => Reply::status(404),
        "/" => Reply::page(&list(2)).slowly(2, Duration::from_millis(200)),
        _ => Reply::page("x"),
    });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    let started = Instant::now();
    desk.fetch().assert().success();
    // The list took 0.2 s and more: twice that before the next, half of it before the one after.
    assert!(started.elapsed() >= Duration::from_millis(200 + 400 + 200), "{:?}", started.elapsed());
}

#[test]
fn a_site_whose_rules_can_t_be_had_is_left_alone() {
    let site = Site::new(|q| if q.target == "/robots.txt" { Reply::status(500) } else { Reply::page(&list(2)) });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().args(["--retries", "1", "--fail-on", "failed"]).assert().code(1);
    assert_eq!(site.targets(), ["/robots.txt", "/robots.txt"]);
    let entry = &desk.entries()[&site.url("/")];
    assert_eq!(text(&entry["reason"]), "robots-unreachable");
    // Another time they can be had, maybe: the run is over, so the next one asks anew.
    desk.fetch().args(["--retries", "0"]).assert().success();
    assert_eq!(site.asked().len(), 3);
}

#[test]
fn a_host_that_does_not_answer_is_not_asked_for_each_address() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let lines = each(0..20, |n| format!("http://127.0.0.1:{port}/{n}.pdf,page\n"));
    let desk = Desk::new(&format!("url,kind\n{lines}"));
    desk.fetch().args(["--retries", "1"]).assert().success();
    let entries = desk.entries();
    assert_eq!(entries.len(), 21);
    assert!(entries.values().all(|e| e["end"] == "failed" && e["status"].is_null()));
    let robots = &entries[&format!("http://127.0.0.1:{port}/robots.txt")];
    assert_eq!(text(&robots["reason"]), "no-connection");
}

#[test]
fn a_host_that_falls_silent_is_given_up() {
    let site = Site::new(|q| match q.target.as_str() {
        "/robots.txt" => Reply::status(404),
        "/" => Reply::page(&list(10)),
        _ => Reply::page("x").slowly(2, Duration::from_secs(2)),
    });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().args(["--retries", "0", "--timeout", "0.3"]).assert().success();
    assert_eq!(site.asked().len(), 2 + 3);
    let entries = desk.entries();
    assert_eq!(entries.values().filter(|e| e["reason"] == "timeout").count(), 10);
    assert!(text(&entries[&site.url("/9.html")]["why"]).contains("not asked for"));
}

#[test]
fn limits_are_kept_and_said() {
    let site = Site::new(|q| match q.target.as_str() {
        "/" => Reply::page(&list(12)),
        "/0.html" => Reply::of("application/pdf", vec![7; 3 << 20]),
        "/1.html" => Reply::of("application/pdf", vec![7; 3 << 20]).in_chunks(1 << 16),
        "/2.html" => Reply::page("x").slowly(2, Duration::from_millis(2500)),
        "/robots.txt" => Reply::status(404),
        _ => Reply::page("x"),
    });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    let limits = ["--max-size", "1M", "--timeout", "1", "--per-host", "10", "--retries", "0"];
    desk.fetch().args(limits).assert().success();
    let entries = desk.entries();
    for (at, end, reason) in [
        ("/0.html", "failed", "too-large"),
        ("/1.html", "failed", "too-large"),
        ("/2.html", "failed", "timeout"),
        ("/11.html", "barred", "limit"),
        ("/3.html", "taken", ""),
    ] {
        let entry = &entries[&site.url(at)];
        assert_eq!((text(&entry["end"]).as_str(), text(&entry["reason"]).as_str()), (end, reason), "{at}: {entry}");
    }
    assert_eq!(site.asked().len(), 10);
}

#[test]
fn a_pause_that_is_too_long_is_not_waited_for() {
    let site = Site::new(|q| match q.target.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(503).with("Retry-After", "86400"),
    });
    let desk = Desk::new(&format!("url,kind\n{},page\n", site.url("/1.html")));
    desk.fetch().assert().success();
    assert_eq!(site.asked().len(), 2);
    assert_eq!(text(&desk.entries()[&site.url("/1.html")]["reason"]), "busy");
}

#[test]
fn a_rehearsal_fetches_only_lists_and_keeps_nothing() {
    let site = Site::new(|q| if q.target == "/" { Reply::page(&list(2)) } else { Reply::status(404) });
    let desk = Desk::new(&format!("url,agency\n{},青石市教育局\n", site.url("/")));
    let output = desk.fetch().arg("--dry-run").assert().success().get_output().clone();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!(
            "url,agency,year,title\n{},青石市教育局,2023,青石市0局2023年政府信息公开年报\n{},青石市教育局,2023,青石市1局2023年政府信息公开年报\n",
            site.url("/0.html"),
            site.url("/1.html")
        )
    );
    assert_eq!(site.targets(), ["/", "/robots.txt"]);
    assert!(!desk.archive().exists());
}

#[test]
fn agencies_and_years_are_laid_out_with_their_gaps() {
    let site = Site::new(|q| match q.target.as_str() {
        "/" => Reply::page("<a href=1.html>2021年政府信息公开年报</a><a href=2.html>2023年政府信息公开年报</a>"),
        "/1.html" => Reply::page("x"),
        _ => Reply::status(404),
    });
    let desk = Desk::new(&format!("url,agency\n{},青石市教育局\n{},青石市民政局\n", site.url("/"), site.url("/none/")));
    desk.fetch().assert().success();
    let table = std::fs::read_to_string(desk.archive().join("coverage.csv")).unwrap();
    assert_eq!(table, "\u{FEFF}agency,2021,2022,2023\r\n青石市教育局,taken,,missing\r\n青石市民政局,,,\r\n");
}
