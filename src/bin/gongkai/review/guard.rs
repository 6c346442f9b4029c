//! Who may ask: whoever has the token, from this very page. Whoever else asks learns nothing.
//!
//! A page of somebody else in the same browser can make it ask this server. It does not know the token; and if it did, its
//! origin tells. A name that was made to point here (DNS rebinding) is no name that is answered to.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Whether a request comes from a page of ours.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let Some(host) = text(header::HOST).filter(|host| is_plain(host)) else { return false };
    let is_same = text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|own| own == value);
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
    // A link that somebody clicks on opens the page itself, and no more.
    let is_opened = is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    is_same && (is_opened || site.is_none_or(|site| matches!(site, "same-origin" | "none")))
}

/// Whether a host is an address or this machine, with whatever port: it may be reached through a tunnel.
fn is_plain(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name == "localhost" || address.parse::<IpAddr>().is_ok()
}

/// Whether a token is the right one. Digests are compared, so that the time it takes tells nothing of the token.
pub(super) fn is_token(given: &str, token: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(token)
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn own(headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        is_own(&map)
    }

    #[test]
    fn only_this_machine_and_addresses_are_answered_to() {
        for host in ["127.0.0.1:8000", "localhost:1", "localhost", "[::1]:80", "10.0.0.7:99"] {
            assert!(own(&[("host", host)]), "{host}");
        }
        for host in ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example:8000", "localhost.evil:1"] {
            assert!(!own(&[("host", host)]), "{host}");
        }
        assert!(!own(&[]));
    }

    #[test]
    fn other_origins_are_refused() {
        let host = ("host", "127.0.0.1:8000");
        assert!(own(&[host, ("origin", "http://127.0.0.1:8000")]));
        for origin in ["http://127.0.0.1:8001", "https://127.0.0.1:8000", "null", "http://evil.example", ""] {
            assert!(!own(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(own(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!own(&[host, ("sec-fetch-site", "same-site")]));
        let opened = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert!(own(&[host, ("sec-fetch-site", "cross-site"), opened[0], opened[1]]));
        assert!(!own(&[host, ("sec-fetch-site", "cross-site"), opened[0], ("sec-fetch-dest", "iframe")]));
    }
}
