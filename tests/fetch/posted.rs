//! Lists that are asked for by POST: all pages have one address, and are told apart by what is posted.

use super::site::{Question, Reply, Site};
use super::{Desk, each, gongkai, kept, stopped, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

/// What is posted for the pages of a form's list and of a JSON list, which are at the same address.
const FORMS: [&str; 3] = ["q=%E5%B9%B4%E6%8A%A5&page=1", "q=%E5%B9%B4%E6%8A%A5&page=2", "q=%E5%B9%B4%E6%8A%A5&page=3"];
const OBJECTS: [&str; 3] =
    [r#"{"q": "年报", "page": 0}"#, r#"{"q": "年报", "page": 1}"#, r#"{"q": "年报", "page": 2}"#];

/// Four reports a page, three pages a list; the form's list says how many pages there are, the other ends with an empty one.
fn answer(q: &Question) -> Reply {
    if q.method == "GET" {
        return match q.target.as_str() {
            "/robots.txt" => Reply::of("text/plain", "User-agent: *\nDisallow: /r/5.html"),
            at if at.starts_with("/r/") => Reply::page(at).versioned(),
            _ => Reply::status(404),
        };
    }
    let items = |from: usize| {
        let items =
            (from..from + 4).map(|n| format!(r#"{{"t":"青石市{n}局2023年政府信息公开年报","u":"/r/{n}.html"}}"#));
        items.collect::<Vec<_>>().join(",")
    };
    let kind = q.headers["content-type"].as_str();
    let form = FORMS.iter().position(|post| *post == q.body);
    let object = OBJECTS.iter().position(|post| *post == q.body);
    let body = match (form, object) {
        (Some(page), _) if kind.starts_with("application/x-www-form-urlencoded") => {
            format!(r#"{{"rows":[{}],"pages":3}}"#, items(page * 4))
        }
        (_, Some(2)) if kind == "application/json" => r#"{"rows":[]}"#.to_owned(),
        (_, Some(page)) if kind == "application/json" => format!(r#"{{"rows":[{}]}}"#, items(100 + page * 4)),
        _ => return Reply::status(400),
    };
    // A version that a server may name, and by which nobody asks again.
    Reply::of("application/json", body).with("ETag", "\"1\"").with("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")
}

fn list(site: &Site) -> String {
    let at = site.url("/list");
    format!(
        "url,kind,list,title,link,pages,first_page,post\n{at},json,rows,t,u,pages,,q=年报&page={{page}}\n\
         {at},json,rows,t,u,,0,\"{{\"\"q\"\": \"\"年报\"\", \"\"page\"\": {{page}}}}\"\n"
    )
}

/// What was posted, sorted.
fn posts(site: &Site) -> Vec<String> {
    let mut posts: Vec<String> = site.asked().into_iter().filter(|q| q.method == "POST").map(|q| q.body).collect();
    posts.sort();
    posts
}

fn expected_posts() -> Vec<String> {
    let mut posts: Vec<String> = FORMS.iter().chain(&OBJECTS).map(|post| (*post).to_owned()).collect();
    posts.sort();
    posts
}

/// The entries of lists, by what was posted.
fn lists(desk: &Desk) -> BTreeMap<String, Value> {
    let log = fs::read_to_string(desk.archive().join("fetch.ndjson")).unwrap();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["role"] == "list").map(|line| (text(&line["post"]), line)).collect()
}

#[test]
fn every_page_is_asked_for_once_and_leads_to_its_reports() {
    let site = Site::new(answer);
    let desk = Desk::new(&list(&site));
    desk.fetch().assert().success();
    assert_eq!(posts(&site), expected_posts());
    let reports: BTreeSet<String> = site.targets().into_iter().filter(|at| at.starts_with("/r/")).collect();
    let numbers = (0..12).chain(100..108).filter(|n| *n != 5);
    assert_eq!(reports, numbers.map(|n| format!("/r/{n}.html")).collect());
    let lists = lists(&desk);
    assert_eq!(lists.keys().cloned().collect::<Vec<_>>(), expected_posts());
    assert!(lists.values().all(|entry| entry["end"] == "taken" && entry["url"] == site.url("/list")));
    assert_eq!(text(&lists[FORMS[0]]["pages"][0]), format!("POST {} {}", site.url("/list"), FORMS[1]));
    let summary = desk.summary();
    assert_eq!((&summary["asked_by_post"], &summary["roles"]["list"]["taken"]), (&6.into(), &6.into()));
    // The question is kept with what was posted, and every record is called otherwise.
    let records = kept::records(&desk.archive());
    let ids: BTreeSet<&str> = records.iter().map(|r| r.line("WARC-Record-ID")).collect();
    assert_eq!(ids.len(), records.len());
    let questions = records.iter().filter(|r| r.kind() == "request" && r.url() == site.url("/list"));
    let mut kept: Vec<String> = questions
        .map(|r| {
            let (head, posted) = std::str::from_utf8(&r.block).unwrap().split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("POST /list HTTP/1.1\r\n"), "{head}");
            assert!(head.contains(&format!("Content-Length: {}", posted.len())), "{head}");
            posted.to_owned()
        })
        .collect();
    kept.sort();
    assert_eq!(kept, expected_posts());
}

#[test]
fn a_second_run_asks_for_the_lists_anew_and_transfers_no_report() {
    let site = Site::new(answer);
    let desk = Desk::new(&list(&site));
    desk.fetch().assert().success();
    let responses = |desk: &Desk| kept::records(&desk.archive()).iter().filter(|r| r.kind() == "response").count();
    let (before, transferred) = (responses(&desk), desk.summary()["roles"]["list"]["bytes"].clone());
    site.forget();
    desk.fetch().assert().success();
    assert_eq!(posts(&site), expected_posts());
    let asked = site.asked();
    let mut posted = asked.iter().filter(|q| q.method == "POST");
    assert!(posted.all(|q| !q.headers.contains_key("if-none-match") && !q.headers.contains_key("if-modified-since")));
    let summary = desk.summary();
    assert_eq!(summary["total"]["bytes"], transferred, "more came than the lists");
    assert_eq!((&summary["total"]["unchanged"], &summary["total"]["taken"]), (&(6 + 19).into(), &0.into()));
    assert_eq!(responses(&desk), before, "something was kept twice");
    // Each page is the same as itself, and not as another of its address.
    let records = kept::records(&desk.archive());
    for revisit in records.iter().filter(|r| r.kind() == "revisit" && r.url() == site.url("/list")) {
        let of = records.iter().find(|r| r.line("WARC-Record-ID") == revisit.line("WARC-Refers-To")).unwrap();
        assert_eq!((of.kind(), of.line("WARC-Payload-Digest")), ("response", revisit.line("WARC-Payload-Digest")));
    }
}

#[test]
fn killed_and_gone_on_no_page_is_taken_for_another() {
    let site = Site::new(|q| answer(q).slowly(2, Duration::from_millis(8)));
    let list = list(&site);
    let whole = Desk::new(&list);
    let started = std::time::Instant::now();
    whole.fetch().assert().success();
    let took = started.elapsed();
    let desk = Desk::new(&list);
    site.forget();
    let (killed, _) = stopped::killed(&desk, took, 6);
    assert!(killed >= 6, "the run ended after {killed} kills");
    desk.fetch().assert().success();
    assert_eq!(kept::answers(&desk.archive()), kept::answers(&whole.archive()));
    assert_eq!(lists(&desk).keys().cloned().collect::<Vec<_>>(), expected_posts());
    for name in ["total", "roles", "asked_by_post"] {
        assert_eq!(desk.summary()[name], whole.summary()[name]);
    }
    let asked = posts(&site);
    assert!(asked.len() <= expected_posts().len() + killed, "{asked:?}");
}

#[test]
fn a_rehearsal_tells_what_is_posted_and_keeps_nothing() {
    let site = Site::new(answer);
    let desk = Desk::new(&list(&site));
    let mut command = gongkai();
    command.arg("fetch").arg(desk.list()).args(["--dry-run", "--contact", "tests@example.org", "--delay", "0"]);
    let output = command.assert().success().get_output().clone();
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(found.lines().count(), 1 + 19, "{found}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("for 6 of their pages, something was posted"), "{said}");
    assert!(site.targets().iter().all(|at| !at.starts_with("/r/")) && !desk.archive().exists());
}

#[test]
fn a_redirection_is_followed_with_what_was_posted_only_where_it_says_so() {
    let item = r#"[{"t":"青石市2023年政府信息公开年报","u":"/r/1.html"}]"#;
    let site = Site::new(move |q| match (q.method.as_str(), q.target.as_str()) {
        ("POST", "/kept") => Reply::status(307).with("Location", "/list"),
        // The answer is to be had at the same address, without posting anything.
        ("POST", "/seen") => Reply::status(303).with("Location", "/seen"),
        ("POST", "/round") => Reply::status(308).with("Location", "/round"),
        ("POST", "/list") if q.body == "a=1" => Reply::of("application/json", item),
        ("GET", "/seen") => Reply::of("application/json", item.replace("/1", "/2")),
        ("GET", at) if at.starts_with("/r/") => Reply::page("2023"),
        _ => Reply::status(404),
    });
    let lines = each(["/kept", "/seen", "/round"], |at| format!("{},json,t,u,a=1\n", site.url(at)));
    let desk = Desk::new(&format!("url,kind,title,link,post\n{lines}"));
    desk.fetch().assert().success();
    let entries = desk.entries();
    for (at, end) in
        [("/list", "taken"), ("/seen", "taken"), ("/round", "failed"), ("/r/1.html", "taken"), ("/r/2.html", "taken")]
    {
        assert_eq!(text(&entries[&site.url(at)]["end"]), end, "{at}: {entries:?}");
    }
    assert_eq!(text(&entries[&site.url("/round")]["reason"]), "redirect");
}
