//! Why an address could not be fetched, as a stable word and a sentence that says what to do.

use std::time::Duration;
use tokio_rustls::rustls;

/// What an old server is said to be, and what can be done without reading it.
const OLD: &str = "the server speaks only a TLS older than 1.2, or only ciphers that are given up, which is not secure";
const HELP: &str =
    if cfg!(unix) { "install the openssl program, by which gongkai reads most such servers, or " } else { "" };
const WAYS_OUT: &str = "try its http:// address, or fetch it with a browser and convert the saved file";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The stable word.
    pub(super) reason: &'static str,
    /// What happened and what can be done.
    pub(super) why: String,
    /// Whether another try may end otherwise.
    pub(super) passes: bool,
    /// It is the host's, not the address's: other addresses of it will meet it, too.
    pub(super) of_host: bool,
}

impl Trouble {
    fn new(reason: &'static str, why: impl Into<String>) -> Self {
        Self { reason, why: why.into(), passes: false, of_host: false }
    }

    fn passing(mut self) -> Self {
        self.passes = true;
        self
    }

    fn of_host(mut self) -> Self {
        self.of_host = true;
        self
    }

    /// The same for addresses that were not asked for, because so many others of the host met it.
    pub(super) fn for_the_others(&self, count: u32) -> Self {
        let why = format!("{} (it was not asked for: {count} others of the host in a row met this)", self.why);
        Self { why, ..self.clone() }
    }

    /// The host has no number.
    pub(super) fn no_name(error: &std::io::Error) -> Self {
        Self::new("name-not-found", format!("no machine has this name ({error}): check the address, and your network"))
            .passing()
            .of_host()
    }

    /// The host can be reached by the reader only.
    pub(super) fn private() -> Self {
        Self::new("private-address", gongkai::acquire::fetch::crawl::private())
    }

    /// No connection came about.
    pub(super) fn no_connection(error: &std::io::Error) -> Self {
        Self::new("no-connection", format!("the server can't be reached ({error}): fetch again later"))
            .passing()
            .of_host()
    }

    /// The proxy did not lead on.
    pub(super) fn proxy(what: &str) -> Self {
        Self::new("proxy", format!("the proxy {what}: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY")).of_host()
    }

    /// Nothing came for so long.
    pub(super) fn timeout(after: Duration) -> Self {
        let seconds = after.as_secs();
        Self::new(
            "timeout",
            format!("the server sent nothing for {seconds} seconds: fetch again later, or raise --timeout"),
        )
        .passing()
        .of_host()
    }

    /// It trickles.
    pub(super) fn too_slow(after: Duration) -> Self {
        Self::new("timeout", format!("it was not there after {} minutes: fetch again later", after.as_secs() / 60))
            .passing()
    }

    /// It ended too early.
    pub(super) fn cut_off() -> Self {
        Self::new("cut-off", "the server broke off before the end of its answer: fetch again later").passing()
    }

    /// It is larger than is taken.
    pub(super) fn too_large(most: u64) -> Self {
        Self::new(
            "too-large",
            format!("it is larger than {}: raise --max-size if it is a report", crate::size::told(most)),
        )
    }

    /// It is not HTTP, or a kind of it that nobody reads.
    pub(super) fn no_http(error: &hyper::Error) -> Self {
        Self::new("protocol", format!("the server's answer is no HTTP ({error}): open the address in a browser"))
    }

    /// Its content can't be unpacked.
    pub(super) fn damaged(why: &str) -> Self {
        Self::new("damaged", format!("the content is damaged ({why})"))
    }

    /// A TLS that is spoken by nobody here: `why` is a clause of what came in the way of the `openssl` program.
    #[cfg(unix)]
    pub(super) fn too_old(why: &str) -> Self {
        Self::new("tls-old", format!("{OLD}, and openssl could not read it ({why}): {WAYS_OUT}")).of_host()
    }

    /// No secure connection came about.
    pub(super) fn secure(error: &std::io::Error) -> Self {
        use rustls::AlertDescription::{HandshakeFailure, InsufficientSecurity, ProtocolVersion};
        use rustls::Error;
        let told = error.get_ref().and_then(|error| error.downcast_ref::<Error>());
        match told {
            Some(Error::InvalidCertificate(why)) => Self::new(
                "certificate",
                format!(
                    "the server's certificate can't be verified ({}): if you know the site and accept the risk, set insecure for \
                     its source, or put its issuer into a file named by SSL_CERT_FILE",
                    unbelieved(why)
                ),
            )
            .of_host(),
            Some(
                Error::PeerIncompatible(_)
                | Error::AlertReceived(ProtocolVersion | HandshakeFailure | InsufficientSecurity),
            ) => Self::new("tls-old", format!("{OLD}: {HELP}{WAYS_OUT}")).of_host(),
            Some(other) => {
                Self::new("tls", format!("no secure connection came about ({other}): open the address in a browser")).of_host()
            }
            None => Self::no_connection(error),
        }
    }

    /// Whether a server that could be reached may have met a TLS that it does not know: some old ones say so, and others just
    /// break off.
    pub(super) fn may_be_old(&self) -> bool {
        matches!(self.reason, "tls-old" | "no-connection")
    }
}

/// Why a certificate is not believed. What it is signed by may be told at any length.
fn unbelieved(why: &rustls::CertificateError) -> String {
    match why {
        rustls::CertificateError::UnsupportedSignatureAlgorithmContext { .. } => {
            "it is signed in a way that is given up, such as SHA-1, or unknown".to_owned()
        }
        other => other.to_string(),
    }
}
