//! An address → a connection to its server, by a proxy if the environment names one.
//!
//! A name is looked up once, and the connection goes to the very number that was looked at: a name that leads to the reader's
//! own network is not followed there, whatever it leads to a moment later. Where a proxy looks names up, only what the address
//! itself says can be looked at.
//!
//! A server whose TLS is too old for `rustls` is connected to once more, with the `openssl` program between (see
//! [`super::openssl`]); from then on it is known, and not tried in vain again.

use super::openssl::OpenSsl;
use super::trouble::Trouble;
use super::trust::Trust;
use super::wire::{Reel, Stream, Taped};
use gongkai::acquire::fetch::address;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper::header::HeaderValue;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::ServerName;
use url::{Host, Url};

/// How long a connection may take to come about.
const PATIENCE: Duration = Duration::from_secs(20);

/// Numbers of one name that are tried.
const NUMBERS: usize = 4;

/// The longest answer of a proxy to a request for a tunnel, in bytes.
const TUNNEL_HEAD: usize = 16 * 1024;

/// Lines in the head of an answer, and its bytes.
const LINES: usize = 256;
const HEAD: usize = 256 * 1024;

/// Makes connections.
pub(super) struct Doors {
    trust: Trust,
    proxies: Matcher,
    openssl: Option<OpenSsl>,
    /// Scheme, host and port of the servers that only it can speak with.
    old: Mutex<BTreeSet<String>>,
}

/// An open connection.
pub(super) struct Connection {
    /// Where questions are put.
    pub(super) sender: SendRequest<Full<Bytes>>,
    /// What goes over it.
    pub(super) reel: Reel,
    /// The machine, where it is known.
    pub(super) ip: Option<IpAddr>,
    /// Who is asked.
    pub(super) asked: Asked,
    /// The version and the cipher of a TLS that is too old to be safe.
    pub(super) old_tls: Option<String>,
    /// Scheme, host and port that it leads to, and whether its certificate was believed unseen.
    pub(super) leads_to: (String, bool),
}

/// Who is asked over a connection.
pub(super) enum Asked {
    /// The server, also at the end of a tunnel.
    Server,
    /// A proxy, in the open, with what it wants to know of the asker.
    Proxy(Option<HeaderValue>),
}

/// What is allowed for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowed {
    /// It may lead to the reader's own network.
    pub(super) private: bool,
    /// Its certificate is believed unseen.
    pub(super) any_certificate: bool,
}

impl Doors {
    pub(super) fn new() -> Result<Self, crate::failure::Failure> {
        let (trust, openssl) = (Trust::of_the_system()?, OpenSsl::find());
        Ok(Self { trust, proxies: Matcher::from_env(), openssl, old: Mutex::default() })
    }

    /// Opens a connection for an address.
    pub(super) async fn open(&self, url: &Url, allowed: Allowed) -> Result<Connection, Trouble> {
        let uri: Option<hyper::Uri> = url.as_str().parse().ok();
        let proxy = uri.and_then(|uri| self.proxies.intercept(&uri));
        let is_secure = url.scheme() == "https";
        let any = allowed.any_certificate;
        let Line { stream, ip, old_tls } = if is_secure {
            self.secure(url, proxy.as_ref(), allowed).await?
        } else {
            self.line(url, proxy.as_ref(), allowed).await?
        };
        let reel = Reel::default();
        let mut client = Builder::new();
        client
            .title_case_headers(true)
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .max_headers(LINES)
            .max_buf_size(HEAD);
        let io = TokioIo::new(Taped::new(stream, reel.clone()));
        let (sender, connection) = client.handshake(io).await.map_err(|error| Trouble::no_http(&error))?;
        // What becomes of it is told to whoever asks over it.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        let asked = match proxy {
            Some(proxy) if !is_secure => Asked::Proxy(proxy.basic_auth().cloned()),
            _ => Asked::Server,
        };
        let leads_to = (address::authority(url), any);
        Ok(Connection { sender, reel, ip, asked, old_tls, leads_to })
    }

    /// A connection that is not secure yet.
    async fn line(&self, url: &Url, proxy: Option<&Intercept>, allowed: Allowed) -> Result<Line, Trouble> {
        let (stream, ip): (Box<dyn Stream>, _) = if let Some(proxy) = proxy {
            (Box::new(self.to_proxy(proxy, url, url.scheme() == "https").await?), None)
        } else {
            let stream = direct(url, allowed.private).await?;
            let ip = stream.peer_addr().ok().map(|at| at.ip());
            (Box::new(stream), ip)
        };
        Ok(Line { stream, ip, old_tls: None })
    }

    /// A connection over TLS.
    async fn secure(&self, url: &Url, proxy: Option<&Intercept>, allowed: Allowed) -> Result<Line, Trouble> {
        let name = ServerName::try_from(url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned());
        let name = name.map_err(|_| Trouble::no_name(&io::Error::other("it is no name of a server")))?;
        let any = allowed.any_certificate;
        let host = address::authority(url);
        let is_known = self.old.lock().unwrap_or_else(PoisonError::into_inner).contains(&host);
        let mut met = None;
        if !is_known {
            let line = self.line(url, proxy, allowed).await?;
            let shaking = self.trust.connector(any).connect(name.clone(), line.stream);
            match timeout(PATIENCE, shaking).await.map_err(|_| Trouble::timeout(PATIENCE))? {
                Ok(stream) => return Ok(Line { stream: Box::new(stream), ..line }),
                Err(error) => met = Some(Trouble::secure(&error)),
            }
        }
        let Some(openssl) = self.openssl.as_ref().filter(|_| met.as_ref().is_none_or(Trouble::may_be_old)) else {
            return Err(met.unwrap_or_else(Trouble::cut_off));
        };
        let verifier = self.trust.verifier(any).map_err(|error| Trouble::secure(&io::Error::other(error)))?;
        let line = self.line(url, proxy, allowed).await?;
        let secured = openssl.secure(line.stream, &name, verifier, PATIENCE).await;
        match (secured, met) {
            // Whoever broke off was not old, but had a bad moment.
            (Ok(secured), Some(met)) if met.reason != "tls-old" && !is_old(&secured.spoken) => Err(met),
            (Err(trouble), Some(met)) if met.reason != "tls-old" && trouble.reason != "certificate" => Err(met),
            (Err(trouble), _) => Err(trouble),
            (Ok(secured), _) => {
                self.old.lock().unwrap_or_else(PoisonError::into_inner).insert(host);
                Ok(Line { stream: secured.stream, ip: line.ip, old_tls: Some(secured.spoken) })
            }
        }
    }

    /// A connection to a proxy, and for what is secure a tunnel through it.
    async fn to_proxy(&self, proxy: &Intercept, url: &Url, is_tunnel: bool) -> Result<TcpStream, Trouble> {
        if proxy.uri().scheme_str().is_some_and(|scheme| scheme != "http") {
            return Err(Trouble::proxy("is not one of plain HTTP, which is the only kind used here"));
        }
        let host = proxy.uri().host().unwrap_or_default();
        let port = proxy.uri().port_u16().unwrap_or(80);
        let opening = TcpStream::connect((host.trim_matches(['[', ']']), port));
        let stream = timeout(PATIENCE, opening).await.map_err(|_| Trouble::proxy("does not answer"))?;
        let mut stream = stream.map_err(|error| Trouble::proxy(&format!("can't be reached ({error})")))?;
        if is_tunnel {
            let done = timeout(PATIENCE, tunnel(&mut stream, proxy, url)).await;
            done.map_err(|_| Trouble::proxy("does not answer"))?.map_err(|error| Trouble::proxy(&error.to_string()))?;
        }
        Ok(stream)
    }
}

/// A connection before a question is put.
struct Line {
    stream: Box<dyn Stream>,
    ip: Option<IpAddr>,
    old_tls: Option<String>,
}

/// Whether a version and a cipher are not among those that `rustls` speaks.
fn is_old(spoken: &str) -> bool {
    let is_new = |cipher: &str| cipher.starts_with("ECDHE-") && (cipher.contains("GCM") || cipher.contains("CHACHA20"));
    !spoken.strip_prefix("TLSv1.2 ").is_some_and(is_new)
}

/// Asks a proxy for a tunnel (RFC 9110, 9.3.6).
async fn tunnel(stream: &mut TcpStream, proxy: &Intercept, url: &Url) -> io::Result<()> {
    let to = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
    let mut question = format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n").into_bytes();
    if let Some(auth) = proxy.basic_auth() {
        question.extend_from_slice(b"Proxy-Authorization: ");
        question.extend_from_slice(auth.as_bytes());
        question.extend_from_slice(b"\r\n");
    }
    question.extend_from_slice(b"\r\n");
    stream.write_all(&question).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= TUNNEL_HEAD {
            return Err(io::Error::other("answers at too great length"));
        }
        head.push(stream.read_u8().await?);
    }
    let first = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
    if first.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    Err(io::Error::other(format!("makes no tunnel ({first})")))
}

/// A connection to the server itself.
async fn direct(url: &Url, private: bool) -> Result<TcpStream, Trouble> {
    let port = url.port_or_known_default().unwrap_or(80);
    let numbers: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => vec![(ip, port).into()],
        Some(Host::Ipv6(ip)) => vec![(ip, port).into()],
        Some(Host::Domain(name)) => {
            let looked = timeout(PATIENCE, lookup_host((name, port))).await.map_err(|_| Trouble::timeout(PATIENCE))?;
            looked.map_err(|error| Trouble::no_name(&error))?.collect()
        }
        None => Vec::new(),
    };
    let open: Vec<&SocketAddr> =
        numbers.iter().filter(|at| private || address::is_public(at.ip())).take(NUMBERS).collect();
    if open.is_empty() {
        let none = || Trouble::no_name(&io::Error::other("it has no number"));
        return Err(if numbers.is_empty() { none() } else { Trouble::private() });
    }
    let mut last = Trouble::timeout(PATIENCE);
    for at in open {
        match timeout(PATIENCE, TcpStream::connect(at)).await {
            Ok(Ok(stream)) => {
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(error)) => last = Trouble::no_connection(&error),
            Err(_) => last = Trouble::timeout(PATIENCE),
        }
    }
    Err(last)
}
