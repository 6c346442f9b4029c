//! A second run: what has not changed is not sent again, what has is taken.

use super::site::{Reply, Site};
use super::{Desk, corpus, kept, text};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

const LIST: &str = "<a href=/1.html>青石市教育局2023年政府信息公开年报</a><a href=/2.html>青石市教育局2022年政府信息公开年报</a>\
     <a href=/3.pdf>青石市教育局2021年政府信息公开年报</a>";

fn site(version: &Arc<AtomicU16>) -> Site {
    let version = Arc::clone(version);
    Site::new(move |q| match q.target.as_str() {
        "/robots.txt" => Reply::of("text/plain", "").versioned(),
        "/" => Reply::page(LIST).versioned(),
        "/1.html" => Reply::page(&format!("<a href=/1.docx>附件</a> {}", version.load(Ordering::SeqCst))).versioned(),
        "/1.docx" => Reply::of("application/msword", corpus("word-county.docx")).versioned(),
        // By its date only.
        "/2.html" if q.headers.get("if-modified-since").is_some_and(|d| d == "Mon, 01 Jan 2024 00:00:00 GMT") => {
            Reply::status(304)
        }
        "/2.html" => Reply::page("2").with("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT"),
        "/3.pdf" => Reply::of("application/pdf", corpus("drawn-plain.pdf")),
        _ => Reply::status(404),
    })
}

#[test]
fn a_second_run_over_what_has_not_changed_transfers_nothing_and_keeps_nothing_twice() {
    let site = site(&Arc::default());
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().assert().success();
    let first = site.targets();
    let responses = |desk: &Desk| kept::records(&desk.archive()).iter().filter(|r| r.kind() == "response").count();
    assert_eq!(responses(&desk), 6);
    site.forget();
    desk.fetch().assert().success();
    assert_eq!(site.targets(), first);
    assert_eq!(responses(&desk), 6, "something was kept twice");
    let total = &desk.summary()["total"];
    assert_eq!((total["unchanged"].as_u64(), total["taken"].as_u64()), (Some(5), Some(0)));
    // The server of the PDF names no version, so it sent it again; everything else came without content.
    assert_eq!(total["bytes"].as_u64(), Some(corpus("drawn-plain.pdf").len() as u64));
    let revisits: Vec<_> = kept::records(&desk.archive()).into_iter().filter(|r| r.kind() == "revisit").collect();
    assert_eq!(revisits.len(), 6);
    let responses = kept::records(&desk.archive());
    for revisit in &revisits {
        let of = responses.iter().find(|r| r.kind() == "response" && r.url() == revisit.url()).unwrap();
        assert_eq!(revisit.line("WARC-Refers-To"), of.line("WARC-Record-ID"));
        assert_eq!(revisit.line("WARC-Refers-To-Date"), of.line("WARC-Date"));
        assert_eq!(revisit.line("WARC-Payload-Digest"), of.line("WARC-Payload-Digest"));
    }
    // A third one knows it by the second.
    site.forget();
    desk.fetch().assert().success();
    assert_eq!(desk.summary()["total"]["unchanged"], 5);
}

#[test]
fn what_has_changed_is_taken_and_both_versions_are_kept() {
    let version = Arc::default();
    let site = site(&version);
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().assert().success();
    version.store(2, Ordering::SeqCst);
    desk.fetch().assert().success();
    let total = &desk.summary()["total"];
    assert_eq!((total["unchanged"].as_u64(), total["taken"].as_u64()), (Some(4), Some(1)));
    assert_eq!(desk.entries()[&site.url("/1.html")]["end"], "taken");
    let records = kept::records(&desk.archive());
    assert_eq!(records.iter().filter(|r| r.kind() == "response" && r.url() == site.url("/1.html")).count(), 2);
    let log = std::fs::read_to_string(desk.archive().join("fetch.ndjson")).unwrap();
    assert_eq!(log.matches(r#"{"event":"begin""#).count(), 2);
    assert_eq!(text(&desk.summary()["schema"]), "gongkai.fetch-summary/1");
}

#[test]
fn what_is_lost_from_the_archive_is_fetched_again() {
    let site = site(&Arc::default());
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().assert().success();
    let file = desk.archive().join("gongkai-00000.warc.gz");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let output = desk.fetch().assert().success().get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("are fetched again"));
    let total = &desk.summary()["total"];
    assert!(total["taken"].as_u64() > Some(0) && total["failed"] == 0, "{total}");
}
