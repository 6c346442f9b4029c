//! The review page's server: who is answered, what is shown, and what becomes of decisions.

mod browser;
mod decided;
mod loaded;

use super::{corpus, gongkai, refusal};
use browser::Server;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// Documents of every verdict, quick ones of several types.
const DOCUMENTS: [&str; 8] = [
    "glued-ambiguous.txt",
    "slip-outcome-total.html",
    "modern-city.html",
    "bad-news-page.html",
    "writer-slip-appeals.pdf",
    "browser-plain.pdf",
    "word-county.docx",
    "pipes.txt",
];

/// A dataset of these, and the folder that holds its sources.
fn sources_and_dataset() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempdir().unwrap();
    let (input, dataset) = (folder.path().join("in"), folder.path().join("ds"));
    fs::create_dir(&input).unwrap();
    for name in DOCUMENTS {
        fs::copy(corpus().join(name), input.join(name)).unwrap();
    }
    convert(&input, &dataset);
    (folder, input, dataset)
}

fn convert(input: &Path, dataset: &Path) {
    gongkai().arg("convert").arg(input).arg("-o").arg(dataset).args(["-q", "--csv"]).assert().success();
}

#[test]
fn what_is_no_dataset_of_this_version_is_said_in_one_sentence() {
    let folder = tempdir().unwrap();
    let said = refusal(gongkai().arg("review").arg(folder.path().join("none")));
    assert!(said.contains("no finished dataset") && said.contains("gongkai convert"), "{said}");
    let (_folder, _, dataset) = sources_and_dataset();
    let log = fs::read_to_string(dataset.join("run.json")).unwrap();
    fs::write(dataset.join("run.json"), log.replace(env!("CARGO_PKG_VERSION"), "0.0.1")).unwrap();
    let said = refusal(gongkai().arg("review").arg(&dataset));
    assert!(said.contains("another version"), "{said}");
    fs::write(dataset.join("run.json"), &log).unwrap();
    fs::write(dataset.join("reports.ndjson"), "{}\n").unwrap();
    let said = refusal(gongkai().arg("review").arg(&dataset));
    assert!(said.contains("line 1 is no record"), "{said}");
}

#[test]
fn who_has_no_token_or_comes_from_elsewhere_gets_nothing() {
    let (_folder, _, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    assert_eq!(server.get("").status, 200);
    let state = format!("/{}/api/state", server.token());
    assert_eq!(server.ask("GET", &state, &[], "").status, 200);
    for path in ["/", "/api/state", "/x/api/state", "//api/state", &format!("/{}x/api/state", server.token())] {
        assert_eq!(server.ask("GET", path, &[], "").status, 404, "{path}");
    }
    for header in [
        ("host", "evil.example"),
        ("host", "evil.example:80"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(server.ask("GET", &state, &[header], "").status, 403, "{header:?}");
        let decide = format!("/{}/api/report/0/decide", server.token());
        let body = r#"{"decision":"accept"}"#;
        assert_eq!(server.ask("POST", &decide, &[header], body).status, 403, "{header:?}");
    }
    assert!(!dataset.join("decisions.ndjson").exists());
    let page = server.get("");
    assert!(page.head.contains("content-security-policy: default-src 'none'"), "{}", page.head);
    assert!(!page.text().contains("http"), "the page names an address");
}

#[test]
fn no_path_leads_out_of_the_sources() {
    let (folder, _, dataset) = sources_and_dataset();
    fs::write(folder.path().join("secret.txt"), "a secret").unwrap();
    let reports = fs::read_to_string(dataset.join("reports.ndjson")).unwrap();
    let ways = ["../secret.txt", "/etc/passwd", "pipes.txt/../../secret.txt", "..\\\\secret.txt"];
    for way in ways {
        // Even where the record names the digest of that very file.
        let own = reports.lines().find(|line| line.contains(r#""source":"glued-ambiguous.txt""#)).unwrap();
        let changed = own.replace(r#""source":"glued-ambiguous.txt""#, &format!(r#""source":"{way}""#));
        let changed = changed
            .replace(&own[own.find("sha256:").unwrap()..][..71], &format!("sha256:{:x}", Sha256::digest("a secret")));
        let changed = reports.replace(own, &changed);
        assert_ne!(changed, reports);
        fs::write(dataset.join("reports.ndjson"), changed).unwrap();
        let server = Server::start(&dataset, &[]);
        let queue = server.get("api/queue").json();
        let plain = way.replace("\\\\", "\\");
        assert!(
            queue["reports"].as_array().unwrap().iter().any(|report| report["source"] == plain),
            "{way} is not listed"
        );
        for report in queue["reports"].as_array().unwrap() {
            let frame = server.get(&format!("api/report/{}/frame", report["number"]));
            assert!(!frame.text().contains("a secret") && !frame.text().contains("root:"), "{way} was served");
        }
    }
    let server = Server::start(&dataset, &[]);
    for path in
        ["../Cargo.toml", "%2e%2e/Cargo.toml", "..%2f..%2fetc/passwd", "api/report/0/../../../x", "api/report/-1"]
    {
        assert!(matches!(server.get(path).status, 400 | 404), "{path}");
    }
}

#[test]
fn what_fails_is_counted_by_the_program_that_made_it() {
    let folder = tempdir().unwrap();
    let (input, dataset) = (folder.path().join("in"), folder.path().join("ds"));
    fs::create_dir(&input).unwrap();
    for name in ["drawn-page-missing.pdf", "writer-county.pdf"] {
        fs::copy(corpus().join(name), input.join(name)).unwrap();
    }
    convert(&input, &dataset);
    let whole = Server::start(&dataset, &[]).get("api/whole").json();
    assert_eq!(whole["counts"]["verdicts"], serde_json::json!({"clean": 1, "needs_review": 1}));
    assert_eq!(whole["counts"]["producers"], serde_json::json!([["ReportLab PDF Library - (opensource)", 1]]));
}

#[test]
fn a_source_is_shown_as_published_and_does_nothing() {
    let (_folder, input, dataset) = sources_and_dataset();
    let page = fs::read_to_string(input.join("slip-outcome-total.html")).unwrap();
    let hostile = page.replacen(
        "<body",
        "<body onload=alert(1)><script>alert(2)</script><img src=//evil.example/x onerror=alert(3)><a href='javascript:alert(4)'>x</a><p",
        1,
    );
    assert_ne!(hostile, page);
    fs::write(input.join("slip-outcome-total.html"), hostile).unwrap();
    convert(&input, &dataset);
    let server = Server::start(&dataset, &[]);
    let number = server.number("slip-outcome-total.html");
    assert_eq!(server.get(&format!("api/report/{number}/source")).json()["published"], true);
    let frame = server.get(&format!("api/report/{number}/frame"));
    assert!(
        frame.head.contains("content-security-policy: sandbox allow-same-origin; default-src 'none'"),
        "{}",
        frame.head
    );
    for bad in ["<script", "onload", "onerror", "javascript:", "evil.example", "<img"] {
        assert!(!frame.text().contains(bad), "{bad} is left");
    }
    // The cell that a value was read from is marked, and holds its text.
    let report = server.report(number);
    let cell = &report["view"]["cells"]["requests.outcome_total.total"];
    let mark = format!(r#"data-at="{}""#, cell["mark"].as_str().unwrap());
    let text = frame.text();
    let after = text.split(&mark).nth(1).unwrap_or_else(|| panic!("{mark} is not there"));
    let inside = after.split("</td>").next().unwrap().split_once('>').unwrap().1;
    let shown: String = inside.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    assert_eq!(shown.trim(), cell["raw"].as_str().unwrap());
}

#[test]
fn pages_are_drawn_and_what_has_changed_is_not() {
    let (_folder, input, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &[]);
    let number = server.number("writer-slip-appeals.pdf");
    let source = server.get(&format!("api/report/{number}/source")).json();
    assert_eq!(source["kind"], "pages");
    let picture = server.get(&format!("api/report/{number}/page/1?scale=1"));
    assert!(picture.status == 200 && picture.body.starts_with(b"\x89PNG"), "{}", picture.text());
    let size = |at: usize| u32::from_be_bytes(picture.body[at..at + 4].try_into().unwrap());
    let told = |side: &str| source["sizes"][0][side].as_f64().unwrap() as u32;
    assert_eq!((size(16), size(20)), (told("width"), told("height")));
    assert_eq!(server.get(&format!("api/report/{number}/page/99")).status, 400);
    drop(server);
    fs::copy(corpus().join("browser-plain.pdf"), input.join("writer-slip-appeals.pdf")).unwrap();
    let server = Server::start(&dataset, &[]);
    let refused = server.get(&format!("api/report/{number}/source"));
    assert!(refused.status == 400 && refused.text().contains("has changed"), "{}", refused.text());
}

#[test]
fn moved_sources_are_found_where_they_lie_now() {
    let (folder, input, dataset) = sources_and_dataset();
    let moved = folder.path().join("moved");
    fs::rename(&input, &moved).unwrap();
    let server = Server::start(&dataset, &[]);
    let number = server.number("glued-ambiguous.txt");
    let refused = server.get(&format!("api/report/{number}/source"));
    assert!(refused.status == 400 && refused.text().contains("--sources"), "{}", refused.text());
    drop(server);
    let server = Server::start(&dataset, &["--sources", moved.to_str().unwrap()]);
    assert_eq!(server.get(&format!("api/report/{number}/source")).json()["kind"], "frame");
}

#[test]
fn the_queue_begins_with_the_most_suspicious() {
    let (_folder, _, dataset) = sources_and_dataset();
    let server = Server::start(&dataset, &["--sample", "2", "--seed", "3"]);
    let queue = server.get("api/queue").json();
    let verdicts: Vec<&str> =
        queue["reports"].as_array().unwrap().iter().map(|r| r["verdict"].as_str().unwrap()).collect();
    let rank = |verdict: &&str| {
        ["unreadable", "needs_review", "publisher_inconsistent", "clean"].iter().position(|v| v == verdict)
    };
    assert!(verdicts.is_sorted_by_key(rank), "{verdicts:?}");
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == "clean").count(), 2);
    for (filter, count) in
        [("verdict=sample", 2), ("verdict=unreadable", 1), ("reason=not_a_report", 1), ("text=nothing-like-it", 0)]
    {
        assert_eq!(server.get(&format!("api/queue?{filter}")).json()["count"], count, "{filter}");
    }
    let same = Server::start(&dataset, &["--sample", "2", "--seed", "3"]);
    assert_eq!(
        same.get("api/queue?verdict=sample").json()["reports"],
        server.get("api/queue?verdict=sample").json()["reports"]
    );
}

#[test]
fn a_page_to_send_holds_all_it_shows() {
    let (folder, _, dataset) = sources_and_dataset();
    let page = folder.path().join("report.html");
    let mut export = gongkai();
    export.arg("review").arg(&dataset).arg("--export").arg(&page);
    export.assert().success();
    let text = fs::read_to_string(&page).unwrap();
    for bad in ["<script", "http://", "https://", "onload", "<link", "<iframe"] {
        assert!(!text.contains(bad), "{bad} is in it");
    }
    assert!(text.contains("data:image/png;base64,iVBOR") && text.contains("default-src 'none'"));
    assert!(text.contains("writer-slip-appeals.pdf") && !text.contains("browser-plain.pdf"));
    let mut export = gongkai();
    export.arg("review").arg(&dataset).arg("--export").arg(&page).args(["--document", "browser-plain.pdf"]);
    export.assert().success();
    assert!(fs::read_to_string(&page).unwrap().contains("browser-plain.pdf"));
    let mut export = gongkai();
    let said = refusal(export.arg("review").arg(&dataset).arg("--export").arg(&page).args(["--document", "nothing"]));
    assert!(said.contains("no document nothing"), "{said}");
}

#[test]
fn a_source_in_an_archive_is_read_there() {
    let folder = tempdir().unwrap();
    let (archive, dataset) = (folder.path().join("2023.zip"), folder.path().join("ds"));
    let mut zip = zip::ZipWriter::new(fs::File::create(&archive).unwrap());
    for name in ["glued-ambiguous.txt", "writer-slip-appeals.pdf"] {
        zip.start_file(format!("县级/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(corpus().join(name)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    convert(&archive, &dataset);
    let server = Server::start(&dataset, &[]);
    let queue = server.get("api/queue").json();
    let reports = queue["reports"].as_array().unwrap();
    assert!(
        reports.iter().all(|report| report["source"].as_str().unwrap().starts_with("2023.zip!县级/")),
        "{reports:?}"
    );
    for report in reports {
        let source = server.get(&format!("api/report/{}/source", report["number"])).json();
        assert!(source["kind"] == "pages" || source["kind"] == "frame", "{source}");
    }
}
