//! Sites of all kinds at once: everything that may be taken is taken once, and nothing else.

use super::site::{Question, Reply, Site};
use super::{Desk, corpus, each, kept, text};
use encoding_rs::GBK;
use std::collections::BTreeSet;
use std::time::Duration;

fn title(year: u16) -> String {
    format!("青石市{year}年政府信息公开工作年度报告")
}

fn link(to: &str, year: u16) -> String {
    format!("<li><a href='{to}'>{}</a></li>", title(year))
}

/// A site with lists of every family, and everything that servers do wrong.
fn answer(q: &Question, elsewhere: &str) -> Reply {
    let path = q.target.as_str();
    let report = |text: &str| Reply::page(&format!("<h1>{}</h1>{text}", title(2023)));
    match path {
        "/robots.txt" => Reply::of("text/plain", "User-agent: *\nDisallow: /secret/\n"),
        // Pages made by a script.
        "/trs/" => Reply::page(&format!(
            "<div class=nav><a href=/about.html>政府信息公开年报</a></div><ul>{}{}</ul><script>createPageHTML(3, 0, \"index\", \"html\");</script>",
            link("../r/1.html", 2023),
            link("/secret/2.html", 2022),
        )),
        "/trs/index_1.html" => Reply::page(&link("/r/3.html", 2021)),
        "/trs/index_2.html" => Reply::page(&(link("/r/1.html", 2023) + &link("/r/4.pdf", 2020))).gzip(),
        // A store of items, and the next group of them.
        "/jpage/" => Reply::page(
            "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href=\"/jpage/dataproxy.jsp?page=1&n=2\"></a>]]></nextgroup>\
             <recordset><record><![CDATA[<a href='/r/5.html'>2019年政府信息公开年报</a>]]></record></recordset></datastore></script>",
        ),
        "/jpage/dataproxy.jsp?page=1&n=2" => Reply::of(
            "text/xml",
            "<datastore><recordset><record><![CDATA[<a href='/r/6.html'>2018年政府信息公开年报</a>]]></record></recordset></datastore>",
        ),
        // In GBK, in chunks, with links to the next page.
        "/list.jsp?p=1" => {
            let html = format!("<html><ul>{}</ul><a href='list.jsp?p=2'>下一页</a></html>", link("/r/7.html", 2017));
            Reply::of("text/html; charset=gb2312", GBK.encode(&html).0.into_owned()).in_chunks(100)
        }
        "/list.jsp?p=2" => Reply::page(&format!("{}<a href='?p=1'>1</a><a href='?p=2'>2</a>", link("/r/8.html", 2016))),
        "/api?page=1" => Reply::of("application/json", r#"{"data":{"rows":[{"t":"2015年政府信息公开年报","u":"/r/9.html"}]}}"#),
        "/api?page=2" => Reply::of("application/json", r#"{"data":{"rows":[]}}"#),
        "/sitemap.xml" => Reply::of(
            "application/xml",
            "<urlset><url><loc>/gknb/10.html</loc></url><url><loc>/news/11.html</loc></url></urlset>",
        )
        .gzip(),
        // A calendar: every page has links, and a next one.
        _ if path.starts_with("/calendar") => {
            let day = path.rsplit('=').next().unwrap().parse::<u32>().unwrap_or(0);
            Reply::page(&format!("<a href='/day/{day}'>{day}日</a><a href='/calendar?d={}'>下一页</a>", day + 1))
        }
        // Pages that only say that they are further ones.
        _ if path.starts_with("/same") => {
            let page = path.rsplit('=').next().unwrap().parse::<u32>().unwrap_or(0);
            Reply::page(&format!("{}<a href='/same?p={}'>下一页</a>", link("/r/12.html", 2014), page + 1))
        }
        // Everything that goes wrong.
        "/faults/" => {
            let bad = [
                "/f/short.html", "/f/once.html", "/f/long.html", "/f/circle1", "/f/moved", "/f/busy.html", "/f/down.html",
                "/f/gone.html", "/f/slow.html", "/f/range.pdf", "/f/part.pdf", "/f/closed.html", "/f/private", "/f/refresh.html",
                "/f/crashed.html",
            ];
            let links = each(bad, |at| link(at, 2013));
            Reply::page(&format!("{links}{}<a href='mailto:x@y.cn'>2012年政府信息公开年报</a>", link(&format!("{elsewhere}/x.html"), 2012)))
        }
        "/f/short.html" => report("short").saying_length(5000),
        "/f/once.html" if q.before == 0 => report("once").saying_length(5000),
        "/f/long.html" => report("long").saying_length(60),
        "/f/circle1" => Reply::to("/f/circle2"),
        "/f/circle2" => Reply::to("/f/circle1"),
        "/f/moved" => Reply::to("/r/13.html"),
        "/f/busy.html" if q.before == 0 => Reply::status(429).with("Retry-After", "1"),
        "/f/down.html" => Reply::status(503),
        "/f/gone.html" => Reply::status(404),
        "/f/slow.html" => report("slow").slowly(8, Duration::from_millis(100)),
        "/f/range.pdf" => Reply::of("application/pdf", corpus("drawn-plain.pdf")).with("Accept-Ranges", "bytes"),
        "/f/part.pdf" => Reply::status(206).with("Content-Range", "bytes 0-3/100"),
        "/f/closed.html" => Reply::status(403),
        "/f/private" => Reply::to(&format!("{elsewhere}/y.html")),
        "/f/refresh.html" => Reply::of("text/html", "<html><meta http-equiv=refresh content='0;url=/r/14.html'></html>"),
        "/f/crashed.html" => Reply::status(500),
        "/r/1.html" => report(
            "<div class=header><img src=/images/logo.png></div><a href=1.docx>附件</a><a href='/down?f=1.xlsx'>附件2</a>\
             <img src=W020240131.png><iframe src=/r/1.pdf></iframe><a href=/r/2.html>上一篇</a>",
        )
        .gzip(),
        "/r/1.docx" | "/down?f=1.xlsx" | "/r/1.pdf" | "/r/4.pdf" | "/r/W020240131.png" => {
            Reply::of("application/octet-stream", path.as_bytes().repeat(100))
        }
        _ if path.starts_with("/r/") || path.starts_with("/f/") || path.starts_with("/gknb/") => report(path),
        _ => Reply::status(404),
    }
}

/// What is asked for, as often as it stands here.
const ASKED: [&str; 60] = [
    "/robots.txt",
    "/trs/",
    "/trs/index_1.html",
    "/trs/index_2.html",
    "/jpage/",
    "/jpage/dataproxy.jsp?page=1&n=2",
    "/list.jsp?p=1",
    "/list.jsp?p=2",
    "/same?p=1",
    "/same?p=2",
    "/faults/",
    "/api?page=1",
    "/api?page=2",
    "/sitemap.xml",
    "/r/1.html",
    "/r/1.docx",
    "/down?f=1.xlsx",
    "/r/1.pdf",
    "/r/W020240131.png",
    "/r/3.html",
    "/r/4.pdf",
    "/r/5.html",
    "/r/6.html",
    "/r/7.html",
    "/r/8.html",
    "/r/9.html",
    "/gknb/10.html",
    "/r/12.html",
    "/r/13.html",
    "/r/14.html",
    "/calendar?d=1",
    "/calendar?d=2",
    "/calendar?d=3",
    "/calendar?d=4",
    "/calendar?d=5",
    "/calendar?d=6",
    "/f/long.html",
    "/f/circle1",
    "/f/circle2",
    "/f/moved",
    "/f/gone.html",
    "/f/slow.html",
    "/f/range.pdf",
    "/f/part.pdf",
    "/f/closed.html",
    "/f/private",
    "/f/refresh.html",
    // What fails for now is asked for again.
    "/f/short.html",
    "/f/short.html",
    "/f/short.html",
    "/f/once.html",
    "/f/once.html",
    "/f/busy.html",
    "/f/busy.html",
    "/f/down.html",
    "/f/down.html",
    "/f/down.html",
    "/f/crashed.html",
    "/f/crashed.html",
    "/f/crashed.html",
];

/// How it ends, and by what.
const ENDS: [(&str, &str, &str); 15] = [
    ("/r/1.html", "taken", ""),
    ("/secret/2.html", "refused", "robots"),
    ("/f/short.html", "failed", "cut-off"),
    ("/f/once.html", "taken", ""),
    ("/f/long.html", "taken", ""),
    ("/f/circle1", "moved", ""),
    ("/f/circle2", "failed", "redirect"),
    ("/f/moved", "moved", ""),
    ("/f/busy.html", "taken", ""),
    ("/f/down.html", "failed", "busy"),
    ("/f/gone.html", "missing", "missing"),
    ("/f/part.pdf", "failed", "cut-off"),
    ("/f/closed.html", "failed", "forbidden"),
    ("/f/crashed.html", "failed", "server-error"),
    ("/calendar?d=6", "taken", "limit"),
];

/// The world's sites, one of them the reader's own, and what was fetched of them.
fn fetched() -> (Site, Site, Desk) {
    let elsewhere = Site::new(|_| Reply::page("<p>a machine of the reader's own</p>"));
    let at = elsewhere.url("");
    let site = Site::new(move |q| answer(q, &at));
    let lists = ["/trs/", "/jpage/", "/list.jsp?p=1", "/calendar?d=1", "/same?p=1", "/faults/"];
    let lists = each(lists, |list| format!("{},index,,,\n", site.url(list)));
    let others =
        format!("{},json,data.rows,t,u\n{},sitemap,,,\n", site.url("/api?page={page}"), site.url("/sitemap.xml"));
    let desk = Desk::new(&format!("url,kind,list,title,link\n{lists}{others}"));
    let said = desk.fetch().args(["--pages", "6", "--retries", "2"]).assert().success().get_output().stderr.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("busy") && said.contains("fetch again later"), "{said}");
    (site, elsewhere, desk)
}

#[test]
fn everything_that_may_be_taken_is_taken_once_and_nothing_else() {
    let (site, elsewhere, desk) = fetched();
    let mut expected = ASKED.to_vec();
    expected.sort_unstable();
    assert_eq!(site.targets(), expected);
    assert!(elsewhere.asked().is_empty(), "a machine of the reader's own was asked");
    assert_eq!(site.most_at_once(), 1, "more than one question was asked at once");
    let is_ours = |agent: &str| agent.starts_with("gongkai/") && agent.ends_with(" (+mailto:tests@example.org)");
    assert!(site.asked().iter().all(|q| is_ours(&q.headers["user-agent"]) && q.method == "GET"));
    let entries = desk.entries();
    for (at, end, reason) in ENDS {
        let entry = &entries[&site.url(at)];
        assert_eq!((text(&entry["end"]).as_str(), text(&entry["reason"]).as_str()), (end, reason), "{at}: {entry}");
    }
    for at in ["/x.html", "/y.html"] {
        assert_eq!(entries[&elsewhere.url(at)]["end"], "barred");
    }
    let summary = desk.summary();
    assert_eq!(summary["total"]["refused"], 1);
    assert_eq!(summary["roles"]["attachment"]["taken"], 4);
    assert!(summary["problems"].as_array().unwrap().iter().all(|p| text(&p["what_can_be_done"]).contains(": ")));
    // Every answer is there once, as it came, and what was cut off is not.
    let answers = kept::answers(&desk.archive());
    let urls: BTreeSet<&str> = answers.iter().map(|(url, ..)| url.as_str()).collect();
    let once: BTreeSet<String> = ASKED.iter().filter(|at| **at != "/f/short.html").map(|at| site.url(at)).collect();
    assert_eq!(urls, once.iter().map(String::as_str).collect());
    assert_eq!(answers.len(), urls.len(), "an answer was kept twice");
    let of = |at: &str| answers.iter().find(|(url, ..)| *url == site.url(at)).unwrap().2.clone();
    let long = of("/f/long.html");
    let head = long.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(long.len() - head, 60, "more was kept than the server said that there is");
    assert!(of("/list.jsp?p=1").ends_with(b"\r\n0\r\n\r\n"), "chunks were joined");
}

#[test]
fn with_leave_the_reader_s_own_machines_are_asked() {
    let elsewhere = Site::new(|_| Reply::page("<p>report</p>"));
    let at = elsewhere.url("/x.html");
    let site = Site::new(move |q| if q.target == "/" { Reply::page(&link(&at, 2023)) } else { Reply::status(404) });
    let desk = Desk::new(&format!("url\n{}\n", site.url("/")));
    desk.fetch().arg("--allow-private").assert().success();
    assert_eq!(elsewhere.targets(), ["/robots.txt", "/x.html"]);
}
