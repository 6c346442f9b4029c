//! A web server on this machine, with a handler that a test writes, and a memory of what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What is asked for: path and query, or a whole address by a proxy.
    pub(crate) target: String,
    /// The first word.
    pub(crate) method: String,
    /// Names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    /// What is posted.
    pub(crate) body: String,
    /// How often this was asked for before.
    pub(crate) before: usize,
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Sent in chunks of so many bytes.
    chunks: Option<usize>,
    /// Sent in so many pieces, with so long between two.
    slow: Option<(usize, Duration)>,
    /// What the head says the length is, if that is wrong.
    length: Option<usize>,
    etag: bool,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    pub(crate) fn of(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, body: body.into(), ..Self::default() }.with("Content-Type", media_type)
    }

    pub(crate) fn page(html: &str) -> Self {
        Self::of("text/html; charset=utf-8", format!("<!DOCTYPE html><html><body>{html}</body></html>"))
    }

    pub(crate) fn to(location: &str) -> Self {
        Self::status(302).with("Location", location)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn gzip(mut self) -> Self {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&self.body).unwrap();
        self.body = packed.finish().unwrap();
        self.with("Content-Encoding", "gzip")
    }

    pub(crate) fn in_chunks(self, of: usize) -> Self {
        Self { chunks: Some(of), ..self }
    }

    pub(crate) fn slowly(self, pieces: usize, pause: Duration) -> Self {
        Self { slow: Some((pieces, pause)), ..self }
    }

    pub(crate) fn saying_length(self, length: usize) -> Self {
        Self { length: Some(length), ..self }
    }

    /// With a name for the version, by which nothing is sent again.
    pub(crate) fn versioned(self) -> Self {
        Self { etag: true, ..self }
    }

    /// The bytes on the wire, and whether the connection must be closed after them.
    fn wire(&self, question: &Question) -> (Vec<u8>, bool) {
        let mut headers = self.headers.clone();
        let (mut status, mut body) = (self.status, self.body.clone());
        if self.etag {
            let tag = format!(
                "\"{}-{}\"",
                body.len(),
                body.iter().fold(0u32, |a, b| a.wrapping_mul(31).wrapping_add((*b).into()))
            );
            if question.headers.get("if-none-match") == Some(&tag) {
                (status, body) = (304, Vec::new());
            }
            headers.push(("ETag".to_owned(), tag));
        }
        let mut wire = format!("HTTP/1.1 {status} X\r\n").into_bytes();
        for (name, value) in &headers {
            wire.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        let is_wrong = self.length.is_some_and(|length| length != body.len());
        if status == 304 {
            wire.extend_from_slice(b"\r\n");
        } else if let Some(size) = self.chunks {
            wire.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in body.chunks(size) {
                wire.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                wire.extend_from_slice(chunk);
                wire.extend_from_slice(b"\r\n");
            }
            wire.extend_from_slice(b"0\r\n\r\n");
        } else {
            wire.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.length.unwrap_or(body.len())).as_bytes());
            wire.extend_from_slice(&body);
        }
        (wire, is_wrong)
    }
}

/// How a site answers.
pub(crate) type Handler = Arc<dyn Fn(&Question) -> Reply + Send + Sync>;

/// A site.
pub(crate) struct Site {
    /// Where it is.
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Vec<Question>>>,
    /// Questions that are being answered, and the most that were at the same time.
    busy: Arc<Mutex<(usize, usize)>>,
}

impl Site {
    /// Opens one.
    pub(crate) fn new(handler: impl Fn(&Question) -> Reply + Send + Sync + 'static) -> Self {
        Self::over(Arc::new(handler), |stream| stream)
    }

    /// Opens one whose connections are made into others first (TLS).
    pub(crate) fn over<S: Read + Write + Send + 'static>(
        handler: Handler,
        wrap: impl Fn(TcpStream) -> S + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let busy = Arc::new(Mutex::new((0, 0)));
        let (memory, count, wrap) = (Arc::clone(&asked), Arc::clone(&busy), Arc::new(wrap));
        let serve = move || {
            for stream in listener.incoming() {
                let (handler, memory, count, wrap) =
                    (Arc::clone(&handler), Arc::clone(&memory), Arc::clone(&count), Arc::clone(&wrap));
                let one = move || converse(wrap(stream.unwrap()), &handler, &memory, &count);
                thread::Builder::new().spawn(one).unwrap();
            }
        };
        thread::Builder::new().spawn(serve).unwrap();
        Self { at, asked, busy }
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What it was asked for, in order.
    pub(crate) fn asked(&self) -> Vec<Question> {
        self.asked.lock().unwrap().clone()
    }

    /// The targets of it, sorted.
    pub(crate) fn targets(&self) -> Vec<String> {
        let mut targets: Vec<String> = self.asked().into_iter().map(|q| q.target).collect();
        targets.sort();
        targets
    }

    pub(crate) fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }

    /// The most questions that it was asked at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.busy.lock().unwrap().1
    }
}

fn converse<S: Read + Write>(
    stream: S,
    handler: &Handler,
    memory: &Mutex<Vec<Question>>,
    busy: &Mutex<(usize, usize)>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(mut question) = read(&mut stream) {
        {
            let mut busy = busy.lock().unwrap();
            busy.0 += 1;
            busy.1 = busy.1.max(busy.0);
        }
        {
            let mut memory = memory.lock().unwrap();
            question.before = memory.iter().filter(|q| q.target == question.target).count();
            memory.push(question.clone());
        }
        let reply = handler(&question);
        let (wire, is_last) = reply.wire(&question);
        let (pieces, pause) = reply.slow.unwrap_or((1, Duration::ZERO));
        let size = wire.len().div_ceil(pieces);
        let count = wire.len().div_ceil(size);
        for (number, piece) in wire.chunks(size).enumerate() {
            // With the last piece the asker may go on.
            if number + 1 == count {
                busy.lock().unwrap().0 -= 1;
            }
            if stream.get_mut().write_all(piece).and_then(|()| stream.get_mut().flush()).is_err() {
                return;
            }
            thread::sleep(pause);
        }
        if is_last {
            return;
        }
    }
}

fn read(stream: &mut impl BufRead) -> Option<Question> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Question { target, method, headers, body: String::from_utf8(body).unwrap(), before: 0 })
}
