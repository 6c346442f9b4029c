//! Servers that speak only a TLS which is given up: real ones, of the `openssl` program, by which they are read, too.

use super::{Desk, kept, text};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What is served, head and all.
const REPORT: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Old: yes\r\n\r\n<html><p>2023</p><a href=2.pdf>附件</a></html>";
const FILE: &[u8] = b"HTTP/1.0 200 OK\nContent-Length: 8\n\n%PDF-1.4";
const NONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

/// Only TLS 1.0.
const TLS_1_0: [&str; 3] = ["-tls1", "-cipher", "ALL:@SECLEVEL=0"];

/// Only keys that are sent under the server's own key, which whoever gets that can read for ever after.
const STATIC_RSA: [&str; 3] = ["-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0"];

/// A server, with its issuer's certificate.
struct Old {
    child: Child,
    port: u16,
    folder: TempDir,
    said: Arc<Mutex<String>>,
}

impl Drop for Old {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Old {
    /// Starts one; nothing where there is no program to start.
    #[expect(clippy::print_stderr, reason = "what is not tested is said")]
    fn start(manner: &[&str]) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            // scripts/test sees that it is there.
            eprintln!("openssl is not installed: servers with an old TLS are NOT TESTED");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let issuer = "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=issuer -days 2";
        let request = "req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost";
        let signing =
            "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2 -extfile names";
        fs::write(at.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
        for line in [issuer, request, signing] {
            openssl(at, &line.split(' ').collect::<Vec<_>>());
        }
        for (name, content) in [("1.html", REPORT.as_bytes()), ("2.pdf", FILE), ("robots.txt", NONE.as_bytes())] {
            fs::write(at.join(name), content).unwrap();
        }
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-HTTP"])
            .args(manner)
            .current_dir(at)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        for pipe in [Box::new(out) as Box<dyn std::io::Read + Send>, Box::new(err)] {
            let said = Arc::clone(&said);
            let listen = move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    said.lock().unwrap().push_str(&(line + "\n"));
                }
            };
            thread::Builder::new().spawn(listen).unwrap();
        }
        let started = Instant::now();
        let port = loop {
            let line =
                said.lock().unwrap().lines().find(|line| line.starts_with("ACCEPT 127.0.0.1:")).map(str::to_owned);
            if let Some(line) = line {
                break line.rsplit(':').next().unwrap().trim().parse().unwrap();
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no server: {}", said.lock().unwrap());
            thread::sleep(Duration::from_millis(10));
        };
        Some(Self { child, port, folder, said })
    }

    fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    fn issuer(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The files that it was asked for.
    fn asked(&self) -> usize {
        self.said.lock().unwrap().matches("FILE:").count()
    }

    /// The connections that came to nothing.
    fn refused(&self) -> usize {
        self.said.lock().unwrap().matches(":error:").count()
    }

    /// The entry of its report after a run, and what was said.
    fn fetched(&self, more: &str, manner: impl Fn(&mut assert_cmd::Command)) -> (Desk, Value, String) {
        let columns = if more.is_empty() { "" } else { ",insecure" };
        let desk = Desk::new(&format!("url,kind{columns}\n{},page{more}\n", self.url("/1.html")));
        let mut command = desk.fetch();
        command.args(["--retries", "0"]);
        manner(&mut command);
        let said = String::from_utf8(command.assert().success().get_output().stderr.clone()).unwrap();
        let entry = desk.entries()[&self.url("/1.html")].clone();
        (desk, entry, said)
    }
}

fn is_read(old: &Old, spoken: &str) {
    let (desk, entry, said) = old.fetched("", |command| {
        command.env("SSL_CERT_FILE", old.issuer());
    });
    assert_eq!(entry["end"], "taken", "{entry} {said}");
    assert_eq!((text(&entry["old_tls"]).as_str(), &entry["unverified"]), (spoken, &Value::Null));
    assert_eq!(text(&desk.summary()["old_tls_hosts"][old.url("")]), spoken);
    assert!(
        said.contains(&format!("only an old TLS ({spoken})")) && said.contains("could have been changed"),
        "{said}"
    );
    // What is kept is what was served, head and all, as over any connection.
    let answers = kept::answers(&desk.archive());
    for (at, content) in [("/1.html", REPORT.as_bytes()), ("/2.pdf", FILE)] {
        let kept = answers.iter().find(|(url, ..)| *url == old.url(at)).unwrap();
        assert_eq!(kept.2, content, "{at}");
    }
    let records = kept::records(&desk.archive());
    let response = records.iter().find(|r| r.kind() == "response" && r.url() == old.url("/2.pdf")).unwrap();
    assert_eq!(response.line("WARC-IP-Address"), "127.0.0.1");
    assert_eq!((old.asked(), old.refused()), (3, 1), "more than one connection was tried in vain");
}

#[test]
fn a_server_of_tls_1_0_is_read_and_that_is_said() {
    let Some(old) = Old::start(&TLS_1_0) else { return };
    is_read(&old, "TLSv1 ECDHE-RSA-AES256-SHA");
}

#[test]
fn a_server_of_ciphers_that_are_given_up_is_read_and_that_is_said() {
    let Some(old) = Old::start(&STATIC_RSA) else { return };
    is_read(&old, "TLSv1.2 AES128-SHA");
}

#[test]
fn a_certificate_over_an_old_tls_is_verified_as_any_other() {
    let Some(old) = Old::start(&TLS_1_0) else { return };
    // Of an issuer that nobody knows.
    let (desk, ..) = old.fetched("", |_| {});
    let robots = &desk.entries()[&old.url("/robots.txt")];
    assert_eq!(text(&robots["reason"]), "certificate", "{robots}");
    assert_eq!(old.asked(), 0, "it was asked before its certificate was known");
    // Of another name.
    let (by_number, list) = (format!("https://127.0.0.1:{}", old.port), "url,kind\n");
    let desk = Desk::new(&format!("{list}{by_number}/1.html,page\n"));
    desk.fetch().args(["--retries", "0"]).env("SSL_CERT_FILE", old.issuer()).assert().success();
    assert_eq!(text(&desk.entries()[&format!("{by_number}/robots.txt")]["reason"]), "certificate");
    assert_eq!(old.asked(), 0);
    // Where the source says so, it is not.
    let (_, entry, said) = old.fetched(",yes", |_| {});
    assert_eq!((&entry["end"], &entry["unverified"]), (&"taken".into(), &true.into()), "{entry}");
    assert!(said.contains("was not verified") && said.contains("only an old TLS"), "{said}");
}

#[test]
fn without_openssl_it_is_said_that_it_would_help() {
    let Some(old) = Old::start(&TLS_1_0) else { return };
    let empty = tempfile::tempdir().unwrap();
    let (desk, ..) = old.fetched("", |command| {
        command.env("PATH", empty.path());
    });
    let robots = &desk.entries()[&old.url("/robots.txt")];
    assert_eq!(text(&robots["reason"]), "tls-old", "{robots}");
    assert!(text(&robots["why"]).contains("install the openssl program"), "{robots}");
}

#[test]
fn an_old_server_is_read_through_a_proxy() {
    let Some(old) = Old::start(&STATIC_RSA) else { return };
    let at = super::secure::proxy(([127, 0, 0, 1], old.port).into());
    let (_, entry, said) = old.fetched("", |command| {
        command.env("SSL_CERT_FILE", old.issuer()).env("HTTPS_PROXY", format!("http://{at}"));
    });
    assert_eq!((&entry["end"], text(&entry["old_tls"]).as_str()), (&"taken".into(), "TLSv1.2 AES128-SHA"), "{said}");
}

#[test]
fn an_old_server_that_breaks_off_without_a_word_is_read_too() {
    let Some(mut old) = Old::start(&TLS_1_0) else { return };
    // In front of it, what some old servers do: whoever offers versions beyond 1.2 is shown the door.
    let (listener, behind) = (TcpListener::bind("127.0.0.1:0").unwrap(), old.port);
    old.port = listener.local_addr().unwrap().port();
    let serve = move || {
        for client in listener.incoming().map(Result::unwrap) {
            let mut hello = [0; 2000];
            let count = client.peek(&mut hello).unwrap();
            // The extension by which versions are offered (RFC 8446, 4.2.1), and those of TLS 1.3 and 1.2.
            if !hello[..count].windows(9).any(|w| w == [0, 0x2B, 0, 5, 4, 3, 4, 3, 3]) {
                super::secure::join(client, TcpStream::connect(("127.0.0.1", behind)).unwrap());
            }
        }
    };
    thread::Builder::new().spawn(serve).unwrap();
    let (_, entry, said) = old.fetched("", |command| {
        command.env("SSL_CERT_FILE", old.issuer());
    });
    assert_eq!(text(&entry["old_tls"]), "TLSv1 ECDHE-RSA-AES256-SHA", "{entry} {said}");
    assert_eq!(old.refused(), 0);
}
