//! HTTPS and proxies.

use super::site::{Handler, Reply, Site};
use super::{Desk, kept, text};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A site with a certificate of an issuer that nobody knows, and that issuer's.
fn secure(handler: Handler) -> (Site, String) {
    let mut issuing = CertificateParams::new(Vec::new()).unwrap();
    issuing.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(issuing, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let config = Arc::new(config);
    let site = Site::over(handler, move |stream: TcpStream| {
        StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream)
    });
    (site, issuer.pem())
}

fn report() -> Handler {
    Arc::new(|q| if q.target == "/1.html" { Reply::page("2023") } else { Reply::status(404) })
}

fn written(desk: &Desk, name: &str, content: &str) -> PathBuf {
    let folder = desk.folder.path().join("certificates");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), content).unwrap();
    folder.join(name)
}

#[test]
fn a_certificate_is_verified() {
    let (site, issuer) = secure(report());
    let url = format!("https://localhost:{}/1.html", site.at.port());
    let desk = Desk::new(&format!("url,kind\n{url},page\n"));
    desk.fetch().args(["--retries", "0"]).assert().success();
    let robots = &desk.entries()[&format!("https://localhost:{}/robots.txt", site.at.port())];
    assert_eq!(text(&robots["reason"]), "certificate", "{robots}");
    assert!(text(&robots["why"]).contains("insecure"));
    assert!(site.asked().is_empty());

    let desk = Desk::new(&format!("url,kind\n{url},page\n"));
    let issuer = written(&desk, "issuer.pem", &issuer);
    desk.fetch().env("SSL_CERT_FILE", issuer).assert().success();
    assert_eq!(desk.entries()[&url]["end"], "taken");
    assert!(kept::answers(&desk.archive()).iter().any(|(at, ..)| *at == url));
}

#[test]
fn a_source_can_say_that_its_certificate_is_not_verified_and_that_is_told() {
    let (site, _) = secure(report());
    let url = format!("https://localhost:{}/1.html", site.at.port());
    let desk = Desk::new(&format!("url,kind,insecure\n{url},page,yes\n"));
    let said = desk.fetch().assert().success().get_output().stderr.clone();
    assert!(String::from_utf8(said).unwrap().contains("was not verified"));
    assert_eq!(desk.entries()[&url]["unverified"], true);
    assert_eq!(desk.summary()["unverified_hosts"][0], format!("https://localhost:{}", site.at.port()));
}

#[test]
fn a_server_with_an_old_tls_is_said_to_have_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let serve = move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            // Alert, TLS 1.0: fatal, protocol_version.
            let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]);
        }
    };
    thread::Builder::new().spawn(serve).unwrap();
    let desk = Desk::new(&format!("url,kind\nhttps://localhost:{}/1.html,page\n", at.port()));
    desk.fetch().assert().success();
    let robots = &desk.entries()[&format!("https://localhost:{}/robots.txt", at.port())];
    assert_eq!(text(&robots["reason"]), "tls-old", "{robots}");
    // With openssl or without it, that speaks nothing this server would understand either.
    assert!(text(&robots["why"]).contains("openssl") && text(&robots["why"]).contains("http://"), "{robots}");
    assert_eq!(desk.summary()["problems"][0]["count"], 1);
}

/// Carries what one says to the other.
pub(crate) fn join(client: TcpStream, server: TcpStream) {
    let (from_client, to_client) = (client.try_clone().unwrap(), client);
    let (from_server, to_server) = (server.try_clone().unwrap(), server);
    for (mut from, mut to) in [(from_client, to_server), (from_server, to_client)] {
        let carry = move || {
            let _ = std::io::copy(&mut from, &mut to);
            // Who has no more to say is heard out all the same.
            let _ = to.shutdown(Shutdown::Write);
        };
        thread::Builder::new().spawn(carry).unwrap();
    }
}

/// A proxy that makes tunnels, and leads every one of them to the same place.
pub(crate) fn proxy(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let serve = move || {
        for stream in listener.incoming() {
            let mut client = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            assert!(head.starts_with(b"CONNECT localhost:"), "{}", String::from_utf8_lossy(&head));
            client.write_all(b"HTTP/1.1 200 made\r\n\r\n").unwrap();
            join(client, TcpStream::connect(to).unwrap());
        }
    };
    thread::Builder::new().spawn(serve).unwrap();
    at
}

#[test]
fn proxies_are_used_as_the_environment_says() {
    // In the open, the proxy gets the whole address.
    let site =
        Site::new(
            |q| if q.target == "http://www.example.org/1.html" { Reply::page("2023") } else { Reply::status(404) },
        );
    let desk = Desk::new("url,kind\nhttp://www.example.org/1.html,page\n");
    let with_name = format!("http://reader:secret@{}", site.at);
    desk.fetch().env("HTTP_PROXY", &with_name).env("http_proxy", &with_name).assert().success();
    assert_eq!(desk.entries()["http://www.example.org/1.html"]["end"], "taken");
    assert!(site.asked().iter().all(|q| q.headers.contains_key("proxy-authorization")));
    assert!(
        kept::records(&desk.archive())
            .iter()
            .all(|r| !String::from_utf8_lossy(&r.block).to_lowercase().contains("authorization"))
    );

    // What is secure goes through a tunnel, and is verified as ever.
    let (site, issuer) = secure(report());
    let at = proxy(site.at);
    let desk = Desk::new("url,kind\nhttps://localhost:7/1.html,page\nhttps://localhost:8443/1.html,page\n");
    let issuer = written(&desk, "issuer.pem", &issuer);
    std::fs::write(desk.list(), "url,kind\nhttps://localhost:8443/1.html,page\n").unwrap();
    desk.fetch().env("HTTPS_PROXY", format!("http://{at}")).env("SSL_CERT_FILE", issuer).assert().success();
    assert_eq!(desk.entries()["https://localhost:8443/1.html"]["end"], "taken");
}
