//! Fetched, then converted: the reports come out right, with their addresses, and what the list says stays a hint.

use super::site::{Reply, Site};
use super::{Desk, corpus, each, text};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Documents, and what servers call them.
const SERVED: [(&str, &str, &str); 7] = [
    ("/r/1.html", "modern-city.html", "text/html; charset=utf-8"),
    ("/r/2.html", "old-gbk-2021-form.html", "text/html; charset=gbk"),
    ("/r/3.pdf", "drawn-plain.pdf", "application/pdf"),
    ("/r/4.docx", "word-county.docx", "application/octet-stream"),
    ("/r/5.xlsx", "sheet-whole-report.xlsx", "application/octet-stream"),
    ("/r/6.txt", "pipes.txt", "text/plain"),
    ("/r/7.pdf", "drawn-slip-row-total.pdf", "application/pdf"),
];

fn truth(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/truth").join(format!("{name}.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn value<'v>(record: &'v Value, cell: &str) -> &'v Value {
    cell.split('.').fold(&record["tables"], |value, part| &value[part])
}

fn site() -> Site {
    Site::new(|q| {
        if q.target == "/nb/" {
            let links = each(&SERVED, |(at, name, _)| format!("<a href={at}>{name} 2023年政府信息公开年报</a>"));
            return Reply::page(&links);
        }
        match SERVED.iter().find(|(at, ..)| *at == q.target) {
            // Packed, in chunks, and plain, as servers do.
            Some((at, name, kind)) => {
                let reply = Reply::of(kind, corpus(name));
                match at.as_bytes()[3] % 3 {
                    0 => reply.gzip(),
                    1 => reply.in_chunks(1000),
                    _ => reply,
                }
            }
            None if q.target == "/robots.txt" => Reply::of("text/plain", "User-agent: *\nDisallow:"),
            None => Reply::status(404),
        }
    })
}

#[test]
fn what_was_served_is_what_is_converted() {
    let site = site();
    let desk = Desk::new(&format!("url,agency,year\n{},青石市人民政府,2023\n", site.url("/nb/")));
    desk.fetch().assert().success();
    let records = desk.convert();
    assert_eq!(records.len(), SERVED.len(), "lists and rules are no documents");
    for (at, name, _) in SERVED {
        let truth = truth(name);
        let record = records.iter().find(|r| r["document"]["url"] == site.url(at)).unwrap();
        assert_eq!(record["verdict"], truth["verdict"], "{name}");
        assert_eq!((&record["year"], &record["agency"]["name"]), (&truth["year"], &truth["agency"]), "{name}");
        for (cell, expected) in truth["cells"].as_object().unwrap() {
            assert_eq!(value(record, cell), expected, "{name}: {cell}");
        }
        let retrieved = text(&record["document"]["retrieved_at"]);
        assert!(retrieved.parse::<jiff::Timestamp>().is_ok(), "{retrieved}");
        let hints = &record["document"]["hints"];
        assert_eq!(text(&hints["title"]), format!("{name} 2023年政府信息公开年报"));
        assert_eq!(text(&hints["page"]), site.url("/nb/"));
        assert_eq!((text(&hints["agency"]).as_str(), hints["year"].as_u64()), ("青石市人民政府", Some(2023)));
        // The list says one thing, the document another: the document counts, and that they differ is said.
        let differs = hints["differs"].as_array().cloned().unwrap_or_default();
        for of in ["year", "title"] {
            assert_eq!(differs.contains(&of.into()), truth["year"] != 2023, "{name}");
        }
        let is_other = !text(&truth["agency"]).ends_with("青石市人民政府");
        assert_eq!(differs.contains(&"agency".into()), is_other, "{name}");
    }
    let dataset = desk.folder.path().join("dataset");
    let run: Value = serde_json::from_slice(&fs::read(dataset.join("run.json")).unwrap()).unwrap();
    assert_eq!(run["counts"]["ways"], 2);
}

#[test]
fn a_document_that_names_no_year_is_given_none() {
    let site = Site::new(|q| {
        if q.target == "/1.txt" { Reply::of("text/plain", corpus("title-missing.txt")) } else { Reply::status(404) }
    });
    let desk = Desk::new(&format!("url,kind,agency,year\n{},page,青石市某局,2009\n", site.url("/1.txt")));
    desk.fetch().assert().success();
    let records = desk.convert();
    let truth = truth("title-missing.txt");
    assert_eq!((&records[0]["year"], &records[0]["document"]["hints"]["year"]), (&truth["year"], &2009.into()));
}

#[test]
fn a_report_that_is_called_a_list_is_converted_all_the_same() {
    let site = Site::new(|q| match q.target.as_str() {
        // With the tables of the form, and with text only.
        "/1.html" => Reply::of("text/html", corpus("modern-city.html")),
        "/2.html" => Reply::of("text/html", corpus("tables-are-pictures.html")),
        _ => Reply::status(404),
    });
    let desk = Desk::new(&format!("url\n{}\n{}\n", site.url("/1.html"), site.url("/2.html")));
    let said = desk.fetch().assert().success().get_output().stderr.clone();
    assert!(String::from_utf8(said).unwrap().contains("is itself a report"));
    let entries = desk.entries();
    for at in ["/1.html", "/2.html"] {
        assert_eq!(text(&entries[&site.url(at)]["reason"]), "is-report");
    }
    let records = desk.convert();
    for (at, name) in [("/1.html", "modern-city.html"), ("/2.html", "tables-are-pictures.html")] {
        let record = records.iter().find(|r| r["document"]["url"] == site.url(at)).unwrap();
        assert_eq!(record["verdict"], truth(name)["verdict"], "{name}");
    }
}

#[test]
fn the_same_dataset_comes_out_after_a_run_that_changed_nothing() {
    let site = site();
    let desk = Desk::new(&format!("url\n{}\n", site.url("/nb/")));
    desk.fetch().assert().success();
    let before = desk.convert();
    desk.fetch().assert().success();
    assert_eq!(desk.convert(), before);
}
