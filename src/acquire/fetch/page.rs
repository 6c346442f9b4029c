//! The source of a page → its title, the links and pictures on it, and its scripts.
//!
//! Only tags are read, no tree is built: a page nested a hundred thousand deep costs no more than another. Links in the parts
//! that all pages of a site share (head, foot, menus) are marked, by the names of the elements they stand in.

use super::address;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use url::Url;

/// Links and pictures of one page, above which the rest is let go. The longest index pages seen list some thousand.
const MOST_LINKS: usize = 20_000;

/// Open elements that are remembered, above which new ones are not.
const DEEPEST: usize = 512;

/// Characters of a link's text that are kept, and of all scripts of a page.
const LONGEST_TEXT: usize = 400;
const LONGEST_SCRIPTS: usize = 4 << 20;

/// Words in the `id` and `class` of elements that all pages of a site share.
const FURNITURE: [&str; 22] = [
    "header",
    "footer",
    "foot",
    "head-",
    "nav",
    "menu",
    "logo",
    "banner",
    "share",
    "qrcode",
    "ewm",
    "breadcrumb",
    "crumb",
    "sidebar",
    "toolbar",
    "topbar",
    "copyright",
    "friend",
    "links",
    "icon",
    "search",
    "weixin",
];

/// A link, or something else that leads to another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where to.
    pub url: Url,
    /// What it says: its text, or its `title` where that says more.
    pub text: String,
    /// It stands in a part that all pages of the site share.
    pub shared: bool,
}

/// What a page holds.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What the page calls itself.
    pub title: String,
    /// Links, in the order of the page.
    pub anchors: Vec<Anchor>,
    /// Links to what is no address of the web: what they say, and why.
    pub odd: Vec<(String, &'static str)>,
    /// Pictures.
    pub pictures: Vec<Anchor>,
    /// Documents shown in the page: frames, embedded files.
    pub frames: Vec<Url>,
    /// Where `rel=next` leads.
    pub next: Vec<Url>,
    /// Where the page sends its readers by itself (`http-equiv=refresh`).
    pub refresh: Option<Url>,
    /// The scripts in it, one after the other.
    pub scripts: String,
    /// Chinese characters that stand in no link.
    pub prose: usize,
}

/// Reads a page that was served at `url`. Links that are no addresses of the web are left out.
pub fn read(source: &str, url: &Url) -> Page {
    let reader = Reader(RefCell::new(State::at(url)));
    let tokens = Tokenizer::new(reader, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(source));
    // The tokenizer stops after each script, for a browser to run it.
    while !input.is_empty() {
        let _ = tokens.feed(&input);
    }
    tokens.end();
    let mut state = tokens.sink.0.into_inner();
    state.close_link();
    let mut page = state.page;
    page.title = squeezed(&page.title);
    // TRS and others put a list's items into a script or a store of XML, for a script to draw.
    if page.scripts.contains("<record>") || page.scripts.contains("<datastore") {
        let stored = records(&page.scripts);
        let inner = read(&stored, url);
        page.anchors.extend(inner.anchors);
    }
    page
}

/// The items of a `datastore`, as HTML; so is the answer of a `dataproxy`.
pub fn records(text: &str) -> String {
    let mut items = String::new();
    for part in text.split("<![CDATA[").skip(1) {
        items.push_str(part.split("]]>").next().unwrap_or_default());
        items.push('\n');
    }
    // A store may stand in a page that stands in a store; once is enough.
    items.replace("<record>", "").replace("<datastore", "<x")
}

struct Reader(RefCell<State>);

struct State {
    page: Page,
    base: Url,
    /// Names of open elements, and whether they or one around them is shared.
    open: Vec<(String, bool)>,
    link: Option<Link>,
    is_title: bool,
    is_script: bool,
}

/// A link whose end has not come.
struct Link {
    href: Result<Url, &'static str>,
    title: String,
    text: String,
    shared: bool,
}

impl State {
    fn at(url: &Url) -> Self {
        let base = url.clone();
        Self { page: Page::default(), base, open: Vec::new(), link: None, is_title: false, is_script: false }
    }

    fn address(&self, text: &str) -> Option<Url> {
        self.href(text).ok()
    }

    fn href(&self, text: &str) -> Result<Url, &'static str> {
        if text.trim().is_empty() || text.trim().starts_with('#') {
            return Err("it leads nowhere but by a script");
        }
        address::read(Some(&self.base), text)
    }

    fn is_shared(&self) -> bool {
        self.open.last().is_some_and(|(_, shared)| *shared)
    }

    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        if self.page.anchors.len() + self.page.odd.len() >= MOST_LINKS {
            return;
        }
        let (text, title) = (squeezed(&link.text), squeezed(&link.title));
        let text = if title.chars().count() > text.chars().count() { title } else { text };
        match link.href {
            Ok(url) => self.page.anchors.push(Anchor { url, text, shared: link.shared }),
            Err(why) => self.page.odd.push((text, why)),
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match name {
            "base" => {
                let base = attribute(tag, "href").and_then(|href| self.address(&href));
                self.base = base.unwrap_or_else(|| self.base.clone());
            }
            "a" | "area" => {
                self.close_link();
                let href = self.href(&attribute(tag, "href").unwrap_or_default());
                let title = attribute(tag, "title").unwrap_or_default();
                if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next")) {
                    self.page.next.extend(href.clone().ok());
                }
                self.link = Some(Link { href, title, text: String::new(), shared: self.is_shared() });
                if name == "area" {
                    self.close_link();
                }
            }
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next")) => {
                let next = attribute(tag, "href").and_then(|href| self.address(&href));
                self.page.next.extend(next);
            }
            "img" => self.picture(tag),
            "iframe" | "frame" | "embed" | "object" => {
                let at = attribute(tag, "src").or_else(|| attribute(tag, "data"));
                if let Some(url) = at.and_then(|at| self.address(&at)).filter(|_| self.page.frames.len() < MOST_LINKS) {
                    self.page.frames.push(url);
                }
            }
            "meta" if attribute(tag, "http-equiv").is_some_and(|what| what.eq_ignore_ascii_case("refresh")) => {
                let content = attribute(tag, "content").unwrap_or_default();
                let at = content
                    .to_ascii_lowercase()
                    .find("url=")
                    .map(|at| content[at + 4..].trim_matches(['"', '\'', ' ']).to_owned());
                self.page.refresh = at.and_then(|at| self.address(&at));
            }
            "title" => {
                self.is_title = self.page.title.is_empty();
                return TokenSinkResult::RawData(Rcdata);
            }
            "script" => {
                self.is_script = true;
                return TokenSinkResult::RawData(ScriptData);
            }
            "style" | "noframes" | "xmp" => return TokenSinkResult::RawData(Rawtext),
            "textarea" => return TokenSinkResult::RawData(Rcdata),
            "div" | "ul" | "nav" | "header" | "footer" | "table" | "section" | "aside" | "dl"
                if self.open.len() < DEEPEST =>
            {
                let shared = self.is_shared() || matches!(name, "nav" | "header" | "footer") || is_furniture(tag);
                self.open.push((name.to_owned(), shared));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.close_link(),
            "title" => self.is_title = false,
            "script" => {
                self.is_script = false;
                self.page.scripts.push('\n');
            }
            _ => {
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.open.truncate(at);
                }
            }
        }
    }

    fn picture(&mut self, tag: &Tag) {
        // Decoration says its size, and is small.
        let small = |side: &str| {
            attribute(tag, side).and_then(|n| n.trim_end_matches("px").parse::<u32>().ok()).is_some_and(|n| n < 100)
        };
        let src = attribute(tag, "src").and_then(|src| self.address(&src));
        let (Some(url), false) = (src, small("width") || small("height")) else { return };
        if self.page.pictures.len() < MOST_LINKS {
            let text = attribute(tag, "title").or_else(|| attribute(tag, "alt")).unwrap_or_default();
            self.page.pictures.push(Anchor { url, text: squeezed(&text), shared: self.is_shared() });
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_script {
            if self.page.scripts.len() + text.len() <= LONGEST_SCRIPTS {
                self.page.scripts.push_str(text);
            }
        } else if self.is_title {
            push(&mut self.page.title, text);
        } else if let Some(link) = &mut self.link {
            push(&mut link.text, text);
        } else {
            self.page.prose += text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        }
    }
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(text) => state.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string())
}

fn is_furniture(tag: &Tag) -> bool {
    let names = ["id", "class"].map(|name| attribute(tag, name).unwrap_or_default().to_ascii_lowercase());
    FURNITURE.iter().any(|word| names.iter().any(|name| name.contains(word)))
}

fn push(to: &mut String, text: &str) {
    if to.len() < LONGEST_TEXT * 4 {
        to.push_str(text);
    }
}

/// Text with single spaces, of bounded length.
fn squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: &str) -> Page {
        read(source, &Url::parse("http://www.qingshi.gov.cn/nb/index.html").unwrap())
    }

    #[test]
    fn links_come_with_what_they_say() {
        let page = at(
            "<title>政府信息公开 年报</title><ul><li><a href=./t1.html title='青石市2023年政府信息公开工作年度报告'>青石市2023年…</a>\
             <li><a href='javascript:void(0)'>x</a><a href='#'>y</a><a href='/2.html'><b>二</b> 三</a></ul>",
        );
        assert_eq!(page.title, "政府信息公开 年报");
        let read: Vec<_> = page.anchors.iter().map(|a| (a.url.path(), a.text.as_str())).collect();
        assert_eq!(read, [("/nb/t1.html", "青石市2023年政府信息公开工作年度报告"), ("/2.html", "二 三")]);
    }

    #[test]
    fn shared_parts_and_decoration_are_told() {
        let page = at(
            "<div class='Header'><div><img src=/logo.png></div></div><div id=zoom><img src=W02.jpg><img src=dot.gif width=8>\
             <iframe src='/a.pdf'></iframe></div><div class=footer><a href=/f.html>年报</a></div>",
        );
        let pictures: Vec<_> = page.pictures.iter().map(|p| (p.url.path(), p.shared)).collect();
        assert_eq!(pictures, [("/logo.png", true), ("/nb/W02.jpg", false)]);
        assert_eq!(page.frames[0].path(), "/a.pdf");
        assert!(page.anchors[0].shared);
    }

    #[test]
    fn scripts_are_kept_and_their_strings_are_no_links() {
        let page = at(
            "<script>document.write('<a href=\"/x.html\">年报</a>');createPageHTML(3,0,'index','html');</script><a href=1.html>1</a>",
        );
        assert_eq!(page.anchors.len(), 1);
        assert!(page.scripts.contains("createPageHTML(3"));
    }

    #[test]
    fn items_in_a_store_are_links() {
        let page = at(
            "<script type='text/xml'><datastore><recordset><record><![CDATA[<li><a href='/art/1.html'>2023年政府信息公开年报</a>]]></record></recordset></datastore></script>",
        );
        assert_eq!(page.anchors[0].url.path(), "/art/1.html");
    }

    #[test]
    fn a_page_nested_without_end_costs_no_more_than_another() {
        let page = at(&("<div class=a>".repeat(200_000) + "<a href=1.html>1</a>" + &"<a><p><b>".repeat(50_000)));
        assert_eq!(page.anchors.len(), 1);
    }
}
