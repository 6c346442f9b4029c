//! A connection to a server whose TLS is too old for `rustls` → the same connection made secure by the `openssl` program, where
//! one is on the path.
//!
//! The program is only a pipe that speaks the old protocol. Connections are made by this one (to the number that was looked at,
//! through a proxy if there is one) and handed over by a socket in a folder of the reader's own. The certificates that the
//! server showed are read from what the program tells of the handshake, and held against the very verifier that all other
//! servers are; nothing is sent before that. So what is weaker than elsewhere is the version and the ciphers, and no more.

use super::trouble::Trouble;
use super::wire::{Secured, Stream};
use data_encoding::HEXLOWER_PERMISSIVE;
use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, BufReader, ReadBuf, copy, copy_bidirectional, sink,
};
use tokio::net::UnixListener;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};

/// The name it is found under on the path.
const NAME: &str = "openssl";

/// How it is to speak. Every version from TLS 1.0 to 1.2 and every cipher that it has, but for those that hide nothing or ask
/// for no certificate; no second handshake, in which other certificates could be shown; messages told on stderr.
const MANNER: [&str; 13] = [
    "s_client",
    "-quiet",
    "-brief",
    "-min_protocol",
    "TLSv1",
    "-no_tls1_3",
    "-cipher",
    "DEFAULT:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0",
    "-legacy_server_connect",
    "-no_renegotiation",
    "-msg",
    "-msgfile",
    "/dev/stderr",
];

/// Bytes that it may tell of a handshake: the largest chain of certificates that it takes (100 KB) as digits, and as much again.
const MOST_TOLD: u64 = 1 << 20;

/// Characters of its last words that are passed on.
const MOST_SAID: usize = 120;

/// The program.
#[derive(Debug)]
pub(super) struct OpenSsl(PathBuf);

impl OpenSsl {
    /// Finds it on the path.
    pub(super) fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(NAME)).find(|program| program.is_file()).map(Self)
    }

    /// Makes a connection secure. Without a verifier, whoever answers is believed.
    pub(super) async fn secure(
        &self,
        stream: Box<dyn Stream>,
        name: &ServerName<'static>,
        verifier: Option<&dyn ServerCertVerifier>,
        patience: Duration,
    ) -> Result<Secured, Trouble> {
        let broken = |error: io::Error| Trouble::too_old(&format!("{} can't be used ({error})", self.0.display()));
        let (mut child, relay) = self.begin(stream, name).map_err(broken)?;
        let (Some(input), Some(output), Some(told)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(broken(io::Error::other("it has no pipes")));
        };
        let handshake = timeout(patience, listen(told)).await.map_err(|_| Trouble::timeout(patience))?;
        let Handshake { certificates, spoken } = handshake.map_err(|why| Trouble::too_old(&why))?;
        if let Some(verifier) = verifier {
            let chain = chain(&certificates).ok_or_else(|| Trouble::too_old("it told no certificates"))?;
            let (own, others) = chain.split_first().ok_or_else(|| Trouble::too_old("the server has no certificate"))?;
            let seen = verifier.verify_server_cert(own, others, name, &[], UnixTime::now());
            seen.map_err(|error| Trouble::secure(&io::Error::other(error)))?;
        }
        Ok(Secured { stream: Box::new(Pipe { input, output, course: Course::Open(child), relay }), spoken })
    }

    /// Starts it, over a connection that is handed to it by a socket.
    fn begin(&self, mut stream: Box<dyn Stream>, name: &ServerName) -> io::Result<(Child, Relay)> {
        let folder = tempfile::Builder::new().prefix("gongkai").tempdir()?;
        let door = folder.path().join("tls");
        let listener = UnixListener::bind(&door)?;
        let mut command = Command::new(&self.0);
        command.args(MANNER).args([OsStr::new("-unix"), door.as_os_str()]);
        match name {
            ServerName::DnsName(name) => command.args(["-servername", name.as_ref()]),
            _ => command.arg("-noservername"),
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let child = command.spawn()?;
        let relay = tokio::spawn(async move {
            let accepted = listener.accept().await;
            drop(folder);
            if let Ok((mut socket, _)) = accepted {
                // However it ends, the program sees the end, and says which it was.
                let _ = copy_bidirectional(&mut socket, &mut stream).await;
            }
        });
        Ok((child, Relay(relay)))
    }
}

/// Bytes from a socket to a connection and back, until nobody wants them.
#[derive(Debug)]
struct Relay(JoinHandle<()>);

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Listens to what is told until the handshake is done; what is told after that is let go. The error says what went wrong.
async fn listen(told: ChildStderr) -> Result<Handshake, String> {
    let mut told = BufReader::new(told.take(MOST_TOLD));
    let mut telling = Telling::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        if told.read_until(b'\n', &mut line).await.map_err(|error| error.to_string())? == 0 {
            return Err(telling.last_words());
        }
        if let Some(handshake) = telling.line(&String::from_utf8_lossy(&line)) {
            let mut rest = told.into_inner().into_inner();
            tokio::spawn(async move { copy(&mut rest, &mut sink()).await });
            return Ok(handshake);
        }
    }
}

/// What came of a handshake.
#[derive(Debug, PartialEq, Eq)]
struct Handshake {
    /// The message with the server's certificates.
    certificates: Vec<u8>,
    /// The version and the cipher.
    spoken: String,
}

/// What the program has told so far, line by line. A message is a line that names it, and lines of its bytes in hexadecimal
/// digits. What a server chose (names in certificates) it tells without line ends.
#[derive(Debug, Default)]
struct Telling {
    certificates: Vec<u8>,
    /// The lines that follow are those of the certificates' message.
    is_message: bool,
    /// Messages with certificates, of which there is to be one.
    messages: u32,
    is_done: bool,
    version: Option<String>,
    last: String,
}

impl Telling {
    /// Takes in a line; the handshake with the last one of it.
    fn line(&mut self, line: &str) -> Option<Handshake> {
        let text = line.trim();
        if let Some(digits) = line.strip_prefix("    ") {
            if self.is_message {
                let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
                // What is no digit leaves a message that can't be read.
                self.certificates.extend(HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).unwrap_or_default());
            }
            return None;
        }
        self.is_message = text.starts_with("<<< ") && text.ends_with(", Certificate");
        self.messages += u32::from(self.is_message);
        if !text.is_empty() && !text.starts_with("<<< ") && !text.starts_with(">>> ") {
            text.clone_into(&mut self.last);
        }
        self.is_done |= text == "CONNECTION ESTABLISHED";
        if !self.is_done {
            return None;
        }
        if let Some(version) = text.strip_prefix("Protocol version: ") {
            self.version = Some(version.to_owned());
        }
        let cipher = text.strip_prefix("Ciphersuite: ")?;
        let spoken = format!("{} {cipher}", self.version.take()?);
        // Two chains would leave it open which one the handshake was made with.
        let certificates = if self.messages == 1 { std::mem::take(&mut self.certificates) } else { Vec::new() };
        Some(Handshake { certificates, spoken })
    }

    /// Why there was no handshake: of `…:error:0A000102:SSL routines:where:unsupported protocol:…` the reason.
    fn last_words(&self) -> String {
        let reason = self.last.split(":error:").nth(1).and_then(|rest| rest.split(':').nth(3));
        let words = reason.unwrap_or(&self.last).chars().filter(|c| !c.is_control()).take(MOST_SAID);
        Some(words.collect::<String>()).filter(|words| !words.is_empty()).unwrap_or_else(|| "it broke off".to_owned())
    }
}

/// The certificates in a message of TLS 1.0 to 1.2 (RFC 5246, 7.4.2), the server's own first.
fn chain(message: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let (kind, rest) = message.split_first()?;
    let (body, beyond) = counted(rest)?;
    let (mut list, after) = counted(body)?;
    let mut chain = Vec::new();
    while !list.is_empty() {
        let (certificate, rest) = counted(list)?;
        chain.push(CertificateDer::from(certificate.to_vec()));
        list = rest;
    }
    (*kind == 11 && beyond.is_empty() && after.is_empty()).then_some(chain)
}

/// What a length of three bytes counts off, and the rest.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<3>()?;
    rest.split_at_checked(u32::from_be_bytes([0, length[0], length[1], length[2]]) as usize)
}

/// The program's ends, as one connection.
struct Pipe {
    input: ChildStdin,
    output: ChildStdout,
    course: Course,
    #[expect(dead_code, reason = "it is held so that it ends with the connection")]
    relay: Relay,
}

/// How far the program is.
enum Course {
    Open(Child),
    Ending(Pin<Box<dyn Future<Output = io::Result<ExitStatus>> + Send>>),
    Ended,
}

impl AsyncRead for Pipe {
    /// The end of its output is the end of what the server sent only if the server said so: else it was cut off.
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, to: &mut ReadBuf) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if matches!(this.course, Course::Open(_)) {
            let before = to.filled().len();
            ready!(Pin::new(&mut this.output).poll_read(context, to))?;
            if to.filled().len() > before || to.remaining() == 0 {
                return Poll::Ready(Ok(()));
            }
            if let Course::Open(mut child) = std::mem::replace(&mut this.course, Course::Ended) {
                this.course = Course::Ending(Box::pin(async move { child.wait().await }));
            }
        }
        if let Course::Ending(end) = &mut this.course {
            let status = ready!(end.as_mut().poll(context));
            this.course = Course::Ended;
            if !status?.success() {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.input).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[&str]) -> (Telling, Option<Handshake>) {
        let mut telling = Telling::default();
        let handshake = lines.iter().find_map(|line| telling.line(&format!("{line}\n")));
        (telling, handshake)
    }

    const MESSAGE: [&str; 3] = [
        "<<< TLS 1.0, Handshake [length 000d], Certificate",
        "    0b 00 00 0b 00 00 08 00",
        "    00 01 aa 00 00 01 bb",
    ];
    const DONE: [&str; 3] = ["CONNECTION ESTABLISHED", "Protocol version: TLSv1", "Ciphersuite: AES128-SHA"];

    #[test]
    fn a_handshake_tells_its_certificates_and_what_is_spoken() {
        let before = [
            "depth=0 CN = a\\0ACONNECTION ESTABLISHED",
            "verify error:num=20:x",
            "<<< TLS 1.0, RecordHeader [length 0005]",
            "    16",
        ];
        let handshake = told(&[&before[..], &MESSAGE, &DONE].concat()).1.unwrap();
        assert_eq!(handshake.spoken, "TLSv1 AES128-SHA");
        let chain = chain(&handshake.certificates).unwrap();
        assert_eq!(chain.iter().map(|c| c.to_vec()).collect::<Vec<_>>(), [vec![0xAA], vec![0xBB]]);
    }

    #[test]
    fn what_is_not_one_whole_chain_is_none() {
        let twice = told(&[&MESSAGE[..], &MESSAGE, &DONE].concat()).1.unwrap();
        assert_eq!(chain(&twice.certificates), None);
        assert_eq!(chain(&told(&DONE).1.unwrap().certificates), None);
        for torn in [
            &b"\x0b"[..],
            b"\x0b\0\0\x0b\0\0\x08\0\0\x01\xaa",
            b"\x0b\0\0\x07\0\0\x04\0\xFF\xFF\xaa",
            b"\x0c\0\0\x03\0\0\0",
        ] {
            assert_eq!(chain(torn), None, "{torn:?}");
        }
        assert!(told(&DONE[1..]).1.is_none(), "before it was established");
    }

    #[test]
    fn the_last_words_are_the_reason() {
        let line = "40F7:error:0A000102:SSL routines:ssl_choose_client_version:unsupported protocol:../ssl/x.c:1983:";
        assert_eq!(told(&["depth=0", line]).0.last_words(), "unsupported protocol");
        assert_eq!(told(&["s_client: Unknown option: brief"]).0.last_words(), "s_client: Unknown option: brief");
        assert_eq!(told(&[]).0.last_words(), "it broke off");
    }
}
