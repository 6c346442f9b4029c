//! A question to a server and its answer, whole or not at all.
//!
//! `hyper` speaks the protocol; what is kept is what went over the wire.

use super::connect::{Asked, Connection};
use super::trouble::Trouble;
use super::wire::Tape;
use gongkai::acquire::fetch::job::Job;
use gongkai::acquire::fetch::question::is_json;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, USER_AGENT,
};
use hyper::http::request::Builder;
use hyper::{Method, Request, Response, Version};
use jiff::Timestamp;
use std::net::IpAddr;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use url::{Position, Url};

/// The longest time that one answer may take, however it trickles.
const LONGEST: Duration = Duration::from_mins(30);

/// Bytes beyond the content that an answer's head and the marks of its chunks may take.
const BESIDE: usize = 1 << 20;

/// How questions are asked.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    /// The user agent, with whom to ask about it.
    pub(super) agent: String,
    /// How long nothing may come.
    pub(super) patience: Duration,
    /// The largest answer.
    pub(super) most: u64,
}

/// An exchange, as it went over the wire.
#[derive(Debug)]
pub(super) struct Exchange {
    /// When it was asked.
    pub(super) at: String,
    /// How long it took.
    pub(super) took: Duration,
    /// The status.
    pub(super) status: u16,
    /// The head.
    pub(super) headers: HeaderMap,
    /// The question's bytes.
    pub(super) question: Vec<u8>,
    /// The answer's bytes.
    pub(super) answer: Vec<u8>,
    /// How many of them are its head.
    pub(super) head: usize,
    /// The machine.
    pub(super) ip: Option<IpAddr>,
    /// The certificate was believed unseen.
    pub(super) unverified: bool,
    /// The version and the cipher of a TLS that is too old to be safe.
    pub(super) old_tls: Option<String>,
}

impl Exchange {
    /// A line of the head.
    pub(super) fn line(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
    }
}

/// Asks for a job's address over an open connection.
pub(super) async fn ask(connection: &mut Connection, job: &Job, manner: &Manner) -> Result<Exchange, Trouble> {
    let most = usize::try_from(manner.most).unwrap_or(usize::MAX).saturating_add(BESIDE);
    connection.reel.rewind(most);
    let question = question(job, manner, connection)?;
    let at = Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
    let started = Instant::now();
    let sent = async {
        connection.sender.ready().await?;
        connection.sender.send_request(question).await
    };
    let answer = timeout(manner.patience, sent).await.map_err(|_| Trouble::timeout(manner.patience))?;
    let answer = answer.map_err(|error| broken(&error, connection, manner))?;
    let (parts, mut body) = answer.into_parts();
    loop {
        if started.elapsed() > LONGEST {
            return Err(Trouble::too_slow(LONGEST));
        }
        match timeout(manner.patience, body.frame()).await.map_err(|_| Trouble::timeout(manner.patience))? {
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(broken(&error, connection, manner)),
            None => break,
        }
    }
    let took = started.elapsed();
    let parts = Response::from_parts(parts, ());
    let Tape { sent, received, .. } = connection.reel.take();
    let (answer, head) = whole(received, parts.headers()).ok_or_else(Trouble::cut_off)?;
    if (answer.len() - head) as u64 > manner.most {
        return Err(Trouble::too_large(manner.most));
    }
    Ok(Exchange {
        at,
        took,
        status: parts.status().as_u16(),
        headers: parts.headers().clone(),
        question: without_secrets(&sent),
        answer,
        head,
        ip: connection.ip,
        unverified: connection.leads_to.1,
        old_tls: connection.old_tls.clone(),
    })
}

/// The question's bytes as the server got them: what a proxy was told besides is for nobody else.
fn without_secrets(sent: &[u8]) -> Vec<u8> {
    const SECRET: &[u8] = b"proxy-authorization:";
    let is_secret = |line: &&[u8]| line.len() >= SECRET.len() && line[..SECRET.len()].eq_ignore_ascii_case(SECRET);
    let (head, posted) = sent.split_at(end_of_head(sent).unwrap_or(sent.len()));
    let lines = head.split_inclusive(|byte| *byte == b'\n').filter(|line| !is_secret(line));
    lines.chain([posted]).flatten().copied().collect()
}

fn broken(error: &hyper::Error, connection: &Connection, manner: &Manner) -> Trouble {
    if connection.reel.is_full() {
        Trouble::too_large(manner.most)
    } else if error.is_parse() && !connection.reel.is_blank() {
        Trouble::no_http(error)
    } else {
        Trouble::cut_off()
    }
}

fn question(job: &Job, manner: &Manner, connection: &Connection) -> Result<Request<Full<Bytes>>, Trouble> {
    let url = &job.url;
    let target = match connection.asked {
        Asked::Proxy(_) => url.as_str(),
        Asked::Server => &url[Position::BeforePath..],
    };
    let mut request = Request::builder()
        .uri(target)
        .version(Version::HTTP_11)
        .header(HOST, host(url))
        .header(USER_AGENT, &manner.agent)
        .header(ACCEPT, "*/*")
        .header(ACCEPT_LANGUAGE, "zh-CN,zh;q=0.9")
        .header(ACCEPT_ENCODING, "gzip, deflate")
        .header(CONNECTION, "keep-alive");
    if let Asked::Proxy(Some(auth)) = &connection.asked {
        request = request.header(HeaderName::from_static("proxy-authorization"), auth);
    }
    let Some(post) = &job.post else {
        let request = conditional(request, job);
        return request.body(Full::default()).map_err(|_| unwritable());
    };
    let form = if is_json(post) { "application/json" } else { "application/x-www-form-urlencoded; charset=UTF-8" };
    let request = request.method(Method::POST).header(CONTENT_TYPE, form).header(CONTENT_LENGTH, post.len());
    request.body(Full::from(post.clone())).map_err(|_| unwritable())
}

fn unwritable() -> Trouble {
    Trouble::damaged("its address can't be written as a question")
}

/// Only if it has changed since an earlier run. Whoever posts gets an answer in any case (RFC 9110, 13.1).
fn conditional(mut request: Builder, job: &Job) -> Builder {
    if let Some(prior) = &job.prior {
        if let Some(etag) = &prior.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &prior.last_modified {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
    }
    request
}

fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// The answer in what came over the connection, without what a server sent before it (1xx) or after it, and the length of its
/// head; nothing where it is not whole.
fn whole(mut received: Vec<u8>, headers: &HeaderMap) -> Option<(Vec<u8>, usize)> {
    let mut head = end_of_head(&received)?;
    while received.starts_with(b"HTTP/1.1 1") || received.starts_with(b"HTTP/1.0 1") {
        received.drain(..head);
        head = end_of_head(&received)?;
    }
    let line = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_chunked = line("transfer-encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked"));
    let is_without = matches!(received.get(9..12), Some(b"204" | b"304"));
    let end = if is_without {
        head
    } else if is_chunked {
        head + end_of_chunks(&received[head..])?
    } else if let Some(length) = line("content-length").and_then(|l| l.parse::<usize>().ok()) {
        head.checked_add(length).filter(|end| *end <= received.len())?
    } else {
        received.len()
    };
    received.truncate(end);
    Some((received, head))
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let after = |mark: &[u8]| bytes.windows(mark.len()).position(|w| w == mark).map(|at| at + mark.len());
    match (after(b"\r\n\r\n"), after(b"\n\n")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Where a body in chunks ends.
fn end_of_chunks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let Ok(httparse::Status::Complete((start, length))) = httparse::parse_chunk_size(rest) else { return None };
        if length == 0 {
            // Trailers, if there are any, end with an empty line.
            let after = &rest[start..];
            let trailers = if after.starts_with(b"\r\n") { 2 } else { end_of_head(after)? };
            return Some(at + start + trailers);
        }
        at = at.checked_add(start)?.checked_add(usize::try_from(length).ok()?)?;
        let after = bytes.get(at..)?;
        at += if after.starts_with(b"\r\n") { 2 } else { 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn what_a_proxy_is_told_is_not_kept() {
        let sent = b"GET / HTTP/1.1\r\nProxy-Authorization: Basic eA==\r\nHost: a.cn\r\n\r\n";
        assert_eq!(without_secrets(sent), b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n");
        let posted = b"POST / HTTP/1.1\r\nHost: a.cn\r\n\r\nProxy-Authorization: posted\r\n";
        assert_eq!(without_secrets(posted), posted);
    }

    #[test]
    fn an_answer_is_cut_out_of_what_came() {
        let length = of(&[("content-length", "2")]);
        let came = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokrest".to_vec();
        assert_eq!(whole(came, &length), Some((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec(), 38)));
        assert_eq!(whole(b"HTTP/1.1 200 OK\r\n\r\no".to_vec(), &length), None);
        let chunked = of(&[("transfer-encoding", "chunked")]);
        let came = b"HTTP/1.1 200 OK\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\nmore".to_vec();
        assert_eq!(whole(came, &chunked).map(|(answer, _)| answer.len()), Some(19 + 7 + 3 + 6 + 2));
        assert_eq!(whole(b"HTTP/1.1 200 OK\r\n\r\n5\r\nok".to_vec(), &chunked), None);
        let whole_rest = whole(b"HTTP/1.0 200 OK\n\nall".to_vec(), &HeaderMap::new());
        assert_eq!(whole_rest.map(|(answer, head)| answer.len() - head), Some(3));
    }
}
