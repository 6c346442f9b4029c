//! WARC files, as crawlers write them: answers packed and in chunks, revisits, errors, cut off.

use super::*;
use encoding_rs::GBK;

fn record(kind: &str, head: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-03-01T02:03:04Z\r\n{head}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let of = format!("WARC-Target-URI: <{url}>\r\nContent-Type: application/http;msgtype=response\r\n");
    record("response", &of, &[format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let chunks = body.chunks(7).map(|c| [format!("{:x};x=y\r\n", c.len()).as_bytes(), c, b"\r\n"].concat());
    [chunks.collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
}

const PAGE: &str = "<p>二〇二四年政府信息公开工作年度报告</p>";

pub(super) fn crawl() -> Vec<u8> {
    let gbk = GBK.encode(PAGE).0;
    [
        record("warcinfo", "", b"software: a crawler\r\n"),
        answer(
            "https://www.example.cn/1.html",
            "200 OK\r\nContent-Type: text/html; charset=\"GBK\"\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip",
            &chunked(&gz(&gbk)),
        ),
        answer("https://www.example.cn/2.html", "404 Not Found\r\nContent-Type: text/html", b"<p>gone</p>"),
        // A crawler that unpacks what it keeps, and keeps the head as it was.
        answer("https://www.example.cn/1.html", "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br", PAGE.as_bytes()),
        record("revisit", "WARC-Target-URI: https://www.example.cn/1.html\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        record("resource", "WARC-Target-URI: ftp://example.cn/3.txt\r\nContent-Type: text/plain\r\n", b"three"),
        answer("https://www.example.cn/4.html", "200 OK\r\nContent-Length: 400", b"<p>cut"),
        answer("https://www.example.cn/5.html", "200 OK\r\nContent-Encoding: deflate", &{
            let mut to = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            to.write_all(PAGE.as_bytes()).unwrap();
            to.finish().unwrap()
        }),
    ]
    .concat()
}

fn expected() -> Taken {
    vec![
        ("a!https://www.example.cn/1.html".to_owned(), Ok(GBK.encode(PAGE).0.into_owned())),
        ("a!https://www.example.cn/1.html (2)".to_owned(), Ok(PAGE.as_bytes().to_vec())),
        ("a!ftp://example.cn/3.txt".to_owned(), Ok(b"three".to_vec())),
        ("a!https://www.example.cn/4.html".to_owned(), Err(Reason::Damaged)),
        ("a!https://www.example.cn/5.html".to_owned(), Ok(PAGE.as_bytes().to_vec())),
    ]
}

#[test]
fn a_crawl_gives_the_documents_that_servers_answered_with() {
    assert_eq!(taken(&crawl()), expected());
    assert_eq!(taken(&gz(&crawl())), expected());
    let (_folder, path) = file(&crawl());
    let (all, over) = found(&path, &Limits::of_documents(SIZE_LIMIT));
    assert_eq!((over.answers, over.revisits), (1, 1));
    let served = all[0].served.clone().unwrap();
    assert_eq!(
        (served.url.as_str(), served.retrieved_at.as_deref()),
        ("https://www.example.cn/1.html", Some("2024-03-01T02:03:04Z"))
    );
    assert_eq!((served.media_type.as_deref(), served.charset.as_deref()), (Some("text/html"), Some("gbk")));
}

/// Crawlers compress each record by itself.
#[test]
fn a_crawl_of_compressed_records_is_one_stream() {
    let crawl = crawl();
    let at = crawl.windows(8).position(|w| w == b"\r\n\r\nWARC").unwrap() + 4;
    assert_eq!(taken(&[gz(&crawl[..at]), gz(&crawl[at..])].concat()), expected());
}

#[test]
fn a_cut_crawl_keeps_what_was_before() {
    let crawl = crawl();
    for length in (100..crawl.len() - 4).step_by(50) {
        let taken = taken(&crawl[..length]);
        let whole: Vec<_> = taken.iter().filter(|t| t.1.is_ok()).collect();
        let expected: Vec<_> = expected().into_iter().filter(|t| t.1.is_ok()).collect();
        assert!(whole.iter().zip(&expected).all(|(t, e)| **t == *e), "cut at {length}");
        // Cut between two records, nothing tells that there were more.
        assert!(taken.iter().any(|t| t.1.is_err()) || whole.len() <= expected.len(), "cut at {length}");
    }
}

/// What `gongkai fetch` says before an answer goes with it as a hint; ways to reports are no documents. What others say, or of
/// other records, goes with nothing.
#[test]
fn what_is_said_of_an_answer_goes_with_it() {
    let said = |of: &str, lines: &str| {
        let head = format!("Content-Type: application/warc-fields\r\nWARC-Concurrent-To: {of}\r\n");
        record("metadata", &head, lines.as_bytes())
    };
    let answer = |number: u32| {
        let url = format!("https://www.example.cn/{number}.html");
        let head = format!(
            "WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http;msgtype=response\r\n"
        );
        record("response", &head, format!("HTTP/1.1 200 OK\r\n\r\n{PAGE}{number}").as_bytes())
    };
    let question = record("request", "Content-Type: application/http;msgtype=request\r\n", b"GET / HTTP/1.1\r\n\r\n");
    let crawl = [
        said(
            "<urn:uuid:1>",
            "role: report\r\ntitle: 2023年: 年报\r\nvia: https://a.cn/\r\nagency: 甲局\r\nyear: 2023\r\n",
        ),
        question.clone(),
        answer(1),
        said("<urn:uuid:2>", "role: index\r\n"),
        question,
        answer(2),
        said("<urn:uuid:9>", "role: index\r\nyear: 2023\r\n"),
        answer(3),
        record("metadata", "Content-Type: text/plain\r\nWARC-Concurrent-To: <urn:uuid:4>\r\n", b"role: index\r\n"),
        answer(4),
        said("<urn:uuid:5>", "\u{0}\r\nyear: last\r\n: :\r\n"),
        answer(5),
    ]
    .concat();
    let (_folder, path) = file(&crawl);
    let (all, over) = found(&path, &Limits::of_documents(SIZE_LIMIT));
    assert_eq!(over.ways, 1);
    let hints: Vec<_> = all.iter().map(|f| f.served.clone().unwrap().hints).collect();
    assert_eq!(hints.len(), 4);
    let first = hints[0].clone().unwrap();
    assert_eq!((first.title.as_deref(), first.page.as_deref()), (Some("2023年: 年报"), Some("https://a.cn/")));
    assert_eq!((first.agency.as_deref(), first.year), (Some("甲局"), Some(2023)));
    assert!(hints[1..].iter().all(Option::is_none));
}
