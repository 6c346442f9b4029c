//! A sitemap (sitemaps.org) → the addresses it lists, and the further sitemaps.
//!
//! It is read leniently, as text between tags: a sitemap that breaks off still gives what stands before that.

use super::address;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// Addresses of one sitemap; the protocol allows 50,000.
const MOST: usize = 50_000;

/// What addresses of reports have in them, where the source says nothing else: the pinyin of 政府信息公开年报 as sites shorten it.
pub const USUAL: &str = r"(?i)gknb|gkndbg|xxgknd|gkgznb|gkgzndbg|ndbg|xxgknb|/nb/|/gknb|年报|年度报告|%E5%B9%B4%E6%8A%A5|%E5%B9%B4%E5%BA%A6%E6%8A%A5%E5%91%8A";

/// What a sitemap lists.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages.
    pub pages: Vec<Url>,
    /// Further sitemaps.
    pub maps: Vec<Url>,
}

/// Reads a sitemap: XML, or a plain text of addresses.
pub fn read(text: &str, url: &Url) -> Sitemap {
    let mut map = Sitemap::default();
    if !text.trim_start().trim_start_matches('\u{FEFF}').starts_with('<') {
        map.pages.extend(text.lines().take(MOST).filter_map(|line| address::read(Some(url), line).ok()));
        return map;
    }
    let mut xml = Reader::from_str(text);
    xml.config_mut().check_end_names = false;
    let (mut is_loc, mut is_index) = (false, false);
    let mut loc = String::new();
    // An error ends it: what was listed before stands.
    while let Ok(event) = xml.read_event() {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "loc" => {
                    is_loc = true;
                    loc.clear();
                }
                "sitemap" => is_index = true,
                "url" => is_index = false,
                _ => {}
            },
            Event::Text(part) if is_loc => loc.push_str(part.as_ref()),
            Event::CData(part) if is_loc => loc.push_str(part.as_ref()),
            Event::GeneralRef(name) if is_loc && name.as_ref() == "amp" => loc.push('&'),
            Event::End(tag) if tag.local_name().as_ref() == "loc" => {
                is_loc = false;
                if let Ok(at) = address::read(Some(url), &loc) {
                    if is_index { map.maps.push(at) } else { map.pages.push(at) }
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if map.pages.len() + map.maps.len() >= MOST {
            break;
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_further_maps_are_told_apart() {
        let url = Url::parse("https://a.cn/sitemap.xml").unwrap();
        let map = read(
            "<?xml version='1.0'?><urlset><url><loc>https://a.cn/nb/1.html?a=1&amp;b=2</loc></url><url><loc><![CDATA[https://a.cn/2.html]]></loc></url><url><loc>https://a.c",
            &url,
        );
        assert_eq!(
            map.pages.iter().map(Url::as_str).collect::<Vec<_>>(),
            ["https://a.cn/nb/1.html?a=1&b=2", "https://a.cn/2.html"]
        );
        let map = read("<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>", &url);
        assert_eq!(map.maps[0].as_str(), "https://a.cn/s1.xml");
        assert_eq!(read("https://a.cn/1.html\nhttps://a.cn/2.html\n", &url).pages.len(), 2);
    }

    #[test]
    fn usual_addresses_are_a_pattern() {
        let usual = regex::Regex::new(USUAL).unwrap();
        assert!(usual.is_match("http://www.a.gov.cn/zfxxgk/gknb/202401/t1.html"));
        assert!(!usual.is_match("http://www.a.gov.cn/news/1.html"));
    }
}
