//! A page of a list → the further pages of it.
//!
//! Lists are cut into pages by a few families of programs, each in its own way: a link that says so, numbered links, or a
//! script that makes them (`createPageHTML` of TRS WCM, `countPage` of its older templates, the `nextgroup` of jpage).

use super::address;
use super::page::Page;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// Pages of a list, the one that is shown among them. What announces more is broken, or made to keep a crawler busy; the pages
/// that are in fact fetched have a limit of their own.
const MOST_PAGES: u32 = 2000;

/// What links to the next page say.
const NEXT: [&str; 10] = ["下一页", "下页", "后一页", "下一頁", "下頁", "next", "next page", ">", "»", ">>"];

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// `createPageHTML(25, 0, "index", "html")`: pages, the one that is shown counted from 0, name, extension.
static TRS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"createPageHTML\w*\(\s*['"]?(\d{1,6})['"]?\s*,\s*['"]?(\d{1,6})['"]?\s*,\s*['"]([\w.-]{1,80})['"]\s*,\s*['"](\w{1,8})['"]"#,
    )
});

/// `createPageHTML('page_div', 25, 1, 'list', 'shtml', 484)`: the same after the place it is drawn in, counted from 1.
static TRS_IN_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"createPageHTML\w*\(\s*['"][^'"]{0,80}['"]\s*,\s*['"]?(\d{1,6})['"]?\s*,\s*['"]?(\d{1,6})['"]?\s*,\s*['"]([\w.-]{1,80})['"]\s*,\s*['"](\w{1,8})['"]"#,
    )
});

/// `var countPage = 5//共多少页`.
static COUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"var\s+countPage\s*=\s*(\d{1,6})"));

/// The address at which jpage keeps the next group of items.
static NEXT_GROUP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"<nextgroup>\s*<!\[CDATA\[\s*<a\s+href=["']([^"']{1,2000})["']"#));

/// The further pages that a page of a list leads to, without doubles, in their order.
pub fn further(page: &Page, source: &str, url: &Url) -> Vec<Url> {
    let mut found = page.next.clone();
    for anchor in page.anchors.iter().filter(|anchor| !anchor.shared || NEXT.contains(&anchor.text.as_str())) {
        let text = anchor.text.trim().trim_matches(['[', ']', '(', ')']).to_ascii_lowercase();
        let is_number = text.parse::<u32>().is_ok_and(|n| (1..=MOST_PAGES).contains(&n));
        if NEXT.contains(&text.as_str()) || (is_number && is_same_list(&anchor.url, url)) {
            found.push(anchor.url.clone());
        }
    }
    found.extend(by_script(&page.scripts, url));
    let group = NEXT_GROUP.captures(source).map(|found| found[1].replace("&amp;", "&"));
    found.extend(group.and_then(|href| address::read(Some(url), &href).ok()));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|next| next != url && seen.insert(next.as_str().to_owned()));
    found.truncate(MOST_PAGES as usize - 1);
    found
}

/// The pages that a script would make links to.
fn by_script(scripts: &str, url: &Url) -> Vec<Url> {
    let named = |name: &str, ends: &str, number: u32| {
        let name = if number == 0 { format!("{name}.{ends}") } else { format!("{name}_{number}.{ends}") };
        address::read(Some(url), &name).ok()
    };
    if let Some(found) = TRS.captures(scripts) {
        let count = found[1].parse().unwrap_or(0).min(MOST_PAGES);
        return (1..count).filter_map(|n| named(&found[3], &found[4], n)).collect();
    }
    if let Some(found) = TRS_IN_PLACE.captures(scripts) {
        let count = found[1].parse().unwrap_or(0).min(MOST_PAGES);
        return (2..=count).filter_map(|n| named(&found[3], &found[4], n)).collect();
    }
    if let Some(found) = COUNT.captures(scripts) {
        let count = found[1].parse().unwrap_or(0).min(MOST_PAGES);
        let file = address::file_name(url);
        let (name, ends) = file.rsplit_once('.').unwrap_or(("index", "html"));
        let name = name.rsplit_once('_').filter(|(_, n)| n.parse::<u32>().is_ok()).map_or(name, |(name, _)| name);
        return (1..count).filter_map(|n| named(name, ends, n)).collect();
    }
    Vec::new()
}

/// Whether a numbered link leads to a page of the same list: the same address but for digits, or for the query.
fn is_same_list(a: &Url, b: &Url) -> bool {
    let plain = |url: &Url| {
        let folder = url.path().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let file = address::file_name(url);
        let name = file.split('.').next().unwrap_or_default();
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['_', '-']);
        (address::authority(url), folder, if name.is_empty() { "index".to_owned() } else { name.to_owned() })
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::super::page::read;
    use super::*;

    fn pages(source: &str, at: &str) -> Vec<String> {
        let url = Url::parse(at).unwrap();
        further(&read(source, &url), source, &url).iter().map(|u| u[url::Position::BeforePath..].to_owned()).collect()
    }

    #[test]
    fn links_and_scripts_together_announce_no_more_pages_than_a_list_has() {
        let source = "<a href='x.html'>下一页</a><script>var countPage = 999999</script>";
        assert_eq!(pages(source, "http://a.cn/nb/").len(), 1999);
    }

    #[test]
    fn pages_made_by_script_are_known() {
        let script = "<script>createPageHTML(3, 0, \"index\", \"html\");</script>";
        assert_eq!(pages(script, "http://a.cn/nb/"), ["/nb/index_1.html", "/nb/index_2.html"]);
        let script = "<script>createPageHTML('page_div',3, 1,'nb_list','shtml',50);</script>";
        assert_eq!(pages(script, "http://a.cn/nb/nb_list.shtml"), ["/nb/nb_list_2.shtml", "/nb/nb_list_3.shtml"]);
        let script = "<script>var currentPage = 1;var countPage = 3//共多少页</script>";
        assert_eq!(pages(script, "http://a.cn/nb/default_1.htm"), ["/nb/default_2.htm"]);
        assert!(pages("<script>createPageHTML(1, 0, 'index', 'html')</script>", "http://a.cn/").is_empty());
        assert_eq!(pages("<script>createPageHTML(999999, 0, 'index', 'html')</script>", "http://a.cn/").len(), 1999);
    }

    #[test]
    fn links_to_pages_are_known() {
        let source = "<a href=list.jsp?p=2>下一页</a><a href=list.jsp?p=3>3</a><a href=/2023/>2023</a><a href=list.jsp?p=9>尾页</a>";
        assert_eq!(pages(source, "http://a.cn/list.jsp?p=1"), ["/list.jsp?p=2", "/list.jsp?p=3"]);
        let source = "<a href=index_2.html>2</a><a href=/other/3.html>3</a>";
        assert_eq!(pages(source, "http://a.cn/nb/"), ["/nb/index_2.html"]);
        let source = "<div class=nav><a href=/b.html>2</a></div><link rel=next href=p2.html>";
        assert_eq!(pages(source, "http://a.cn/p1.html"), ["/p2.html"]);
    }

    #[test]
    fn the_next_group_of_a_store_is_known() {
        let source = "<datastore><nextgroup><![CDATA[<a href=\"/module/jpage/dataproxy.jsp?page=1&amp;n=2\"></a>]]></nextgroup></datastore>";
        assert_eq!(pages(source, "http://a.cn/col/index.html"), ["/module/jpage/dataproxy.jsp?page=1&n=2"]);
    }
}
