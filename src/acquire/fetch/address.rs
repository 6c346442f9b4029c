//! What a page or a list says → an address that can be fetched, in one spelling, or why it is none.
//!
//! Two spellings of one address would be fetched twice: the fragment, the default port and a session's number in the path are
//! left out. Nothing else is touched; the order of a query means something to some servers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// The longest address, in characters. Servers refuse longer ones, and pages that make them up never end.
const LONGEST: usize = 4096;

/// Ports on which no web server answers, but one of mail, files or remote control: the list of browsers (Fetch standard,
/// "port blocking").
const BAD_PORTS: [u16; 80] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
    5061, 6000, 6566, 6665, 6667, 6679, 6697, 10080,
];

/// Reads an address as it stands on a page (`base`) or in a list. The error is a clause: `it is …`.
pub fn read(base: Option<&Url>, text: &str) -> Result<Url, &'static str> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err("it is longer than any server takes");
    }
    let parsed = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let mut url = parsed.map_err(|_| "it is no address")?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err("it is no address of the web (http or https)");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a name or a password");
    }
    if url.port_or_known_default().is_none_or(|port| BAD_PORTS.contains(&port)) {
        return Err("its port is not one of web servers");
    }
    url.set_fragment(None);
    if let Some(at) = url.path().to_ascii_lowercase().find(";jsessionid=") {
        let path = url.path()[..at].to_owned();
        url.set_path(&path);
    }
    if url.as_str().len() > LONGEST {
        return Err("it is longer than any server takes");
    }
    Ok(url)
}

/// Scheme, host and port: what has its own robots.txt, and its own manners.
pub fn authority(url: &Url) -> String {
    format!("{}://{}:{}", url.scheme(), url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0))
}

/// The address of the robots.txt that holds for an address.
pub fn robots(url: &Url) -> Url {
    let mut robots = url.clone();
    robots.set_path("/robots.txt");
    robots.set_query(None);
    robots
}

/// The last part of the path, without what stands before its last `/`.
pub fn file_name(url: &Url) -> &str {
    url.path().rsplit('/').next().unwrap_or_default()
}

/// Whether the host is written as a number, and that number is one of [`is_public`]'s; names must be looked up first.
pub fn names_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => !is_public(ip.into()),
        Some(Host::Ipv6(ip)) => !is_public(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || [".localhost", ".local", ".internal"].iter().any(|end| name.ends_with(end))
        }
        None => true,
    }
}

/// Whether a number belongs to a machine that everybody can reach. A page that leads elsewhere leads into the reader's own
/// network. Source: the registries of special-purpose addresses of IANA (RFC 6890).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by customers of one provider, protocol assignments, 6to4 relays, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let inner = |high: u16, low: u16| is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match s {
        // An IPv4 number in the clothes of IPv6: mapped, compatible, translated (NAT64), tunnelled (6to4).
        [0, 0, 0, 0, 0, 0xFFFF | 0, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        // Everything that is assigned to the public lies in 2000::/3, without Teredo, documentation and benchmarks.
        [first, second, ..] => {
            first & 0xE000 == 0x2000 && !(first == 0x2001 && (second < 0x200 || second == 0xDB8)) && first != 0x3FFF
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_spelling() {
        let base = Url::parse("http://www.qingshi.gov.cn/zwgk/nb/index.html").unwrap();
        for (text, expected) in [
            ("./202401/t1.html#top", "http://www.qingshi.gov.cn/zwgk/nb/202401/t1.html"),
            (" ../../a.jsp;jsessionid=AB12?id=1 ", "http://www.qingshi.gov.cn/a.jsp?id=1"),
            ("//jyj.qingshi.gov.cn:80/", "http://jyj.qingshi.gov.cn/"),
            ("HTTPS://WWW.qingshi.gov.cn:443/年报.pdf", "https://www.qingshi.gov.cn/%E5%B9%B4%E6%8A%A5.pdf"),
        ] {
            assert_eq!(read(Some(&base), text).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        let base = Url::parse("http://www.qingshi.gov.cn/").unwrap();
        for text in [
            "javascript:void(0)",
            "mailto:a@b.cn",
            "ftp://a.cn/x",
            "file:///etc/passwd",
            "http://u:p@a.cn/",
            "http://a.cn:22/",
        ] {
            assert!(read(Some(&base), text).is_err(), "{text}");
        }
        assert!(read(Some(&base), &"a".repeat(5000)).is_err());
    }

    #[test]
    fn numbers_that_only_the_reader_can_reach_are_private() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
            "2001::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["1.2.4.8", "219.141.136.10", "2400:3200::1", "::ffff:1.2.4.8", "2001:250::1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in
            ["http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://localhost./", "http://[::1]:8080/"]
        {
            assert!(names_private(&Url::parse(private).unwrap()), "{private}");
        }
    }
}
