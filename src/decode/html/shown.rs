//! A web page's source → a piece of HTML that shows what the page shows, and does nothing else.
//!
//! A published page is hostile input. What is written here holds only elements and attributes of the lists below, all text
//! escaped: no script, no address, nothing that is fetched, no style but a few of its own. Pictures are told by their
//! words. Cells get the mark that the caller has for them, so that a value can be pointed at.

use super::tree::parse;
use super::walk::is_cell;
use crate::finding::{Reason, Unreadable};
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;
use std::fmt::Write;

/// Elements that are shown as they are.
const SHOWN: [&str; 54] = [
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "article",
    "figure",
    "figcaption",
    "nobr",
    "code",
    "cite",
    "q",
];

/// Elements that nothing is shown of, whatever they hold.
const PASSED_OVER: [&str; 21] = [
    "script", "style", "template", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "svg",
    "math", "canvas", "video", "audio", "head", "title", "base", "link", "meta", "xmp",
];

/// Elements without an end.
const EMPTY: [&str; 3] = ["br", "hr", "col"];

/// Attributes that are kept where their value is a plain word or number.
const ATTRIBUTES: [&str; 8] = ["colspan", "rowspan", "align", "valign", "width", "border", "span", "start"];

/// Properties that are kept of a `style`.
const PROPERTIES: [&str; 10] = [
    "text-align",
    "vertical-align",
    "font-weight",
    "font-style",
    "text-decoration",
    "text-indent",
    "white-space",
    "display",
    "visibility",
    "width",
];

/// The longest value of an attribute or property that is kept.
const LONGEST: usize = 40;

/// Bytes that are written at most: more than the largest page that is read, with its marks.
const MOST_BYTES: usize = 64 << 20;

/// Writes a page again. `mark` is asked for the mark of each cell by its number, counted as
/// [`TaggedCell::origin`](crate::decode::TaggedCell::origin) is.
pub fn safe(source: &str, mark: &dyn Fn(u32) -> Option<String>) -> Result<String, Unreadable> {
    let page = parse(source)?;
    let mut to = String::new();
    let mut cells = 0;
    let mut skipping = None;
    for edge in page.html.tree.root().traverse() {
        if let Edge::Open(node) = edge {
            cells += u32::from(is_cell(node.value()));
        }
        if to.len() > MOST_BYTES {
            return Err(Unreadable::new(Reason::Memory, "the page is too large to be shown"));
        }
        match (edge, skipping) {
            (Edge::Close(node), Some(id)) if node.id() == id => skipping = None,
            (_, Some(_)) => {}
            (Edge::Open(node), None) => match node.value() {
                Node::Text(text) => escape(text, &mut to),
                Node::Element(element) if PASSED_OVER.contains(&element.name()) => skipping = Some(node.id()),
                Node::Element(element) => open(element, is_cell(node.value()).then(|| mark(cells)).flatten(), &mut to),
                _ => {}
            },
            (Edge::Close(node), None) => {
                if let Some(name) = node.value().as_element().map(Element::name).filter(|name| has_end(name)) {
                    let _ = write!(to, "</{name}>");
                }
            }
        }
    }
    Ok(to)
}

fn has_end(name: &str) -> bool {
    SHOWN.contains(&name) && !EMPTY.contains(&name)
}

fn open(element: &Element, mark: Option<String>, to: &mut String) {
    let name = element.name();
    match name {
        "img" => picture(element.attr("alt").unwrap_or_default(), to),
        "input" if element.attr("type").is_none_or(|kind| kind.eq_ignore_ascii_case("text")) => {
            escape(element.attr("value").unwrap_or_default(), to);
        }
        _ if SHOWN.contains(&name) => {
            let _ = write!(to, "<{name}");
            for attribute in ATTRIBUTES {
                if let Some(value) = element.attr(attribute).filter(|value| is_plain(value)) {
                    let _ = write!(to, " {attribute}=\"{value}\"");
                }
            }
            let style = element.attr("style").map(style).unwrap_or_default();
            if !style.is_empty() {
                let _ = write!(to, " style=\"{style}\"");
            }
            if let Some(mark) = mark {
                to.push_str(" data-at=\"");
                escape(&mark, to);
                to.push('"');
            }
            to.push('>');
        }
        _ => {}
    }
}

fn picture(words: &str, to: &mut String) {
    to.push_str("<span class=\"picture\">▨");
    escape(words, to);
    to.push_str("</span>");
}

/// The declarations of a `style` that are kept.
fn style(text: &str) -> String {
    let mut kept = String::new();
    for (property, value) in text.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim());
        if PROPERTIES.contains(&property.as_str()) && is_plain(value) {
            let _ = write!(kept, "{property}:{value};");
        }
    }
    kept
}

/// Letters, digits and what stands in a number or length: nothing that could end a value or call something.
fn is_plain(value: &str) -> bool {
    value.len() <= LONGEST && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-' | ' '))
}

/// Writes a text so that it is only text, in an element or an attribute's value.
pub fn escape(text: &str, to: &mut String) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\0' => to.push('\u{FFFD}'),
            c => to.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::safe;
    use proptest::prelude::*;

    fn shown(source: &str) -> String {
        safe(source, &|cell| Some(format!("c{cell}"))).unwrap()
    }

    #[test]
    fn cells_are_marked_and_structure_stays() {
        assert_eq!(
            shown("<table border=1><tr><td colspan=2 onclick=x>一<th style='text-align:right;color:url(x)'>2</table>"),
            "<table border=\"1\"><tbody><tr><td colspan=\"2\" data-at=\"c1\">一</td><th style=\"text-align:right;\" data-at=\"c2\">2</th></tr></tbody></table>"
        );
    }

    #[test]
    fn nothing_active_is_left() {
        for source in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>x</a>",
            "<svg><script>alert(1)</script></svg>",
            "<p style='background:url(http://a)'>x</p>",
            "<p style=\"width:1px\\\";background:url(//a)\">x</p>",
            "<iframe srcdoc='<script>1</script>'></iframe>",
            "<table background=//a><tr><td background=//b width='1\" onload=\"x'>x</table>",
            "<math><mtext></mtext><mglyph><style><img src=x onerror=1></style></mglyph></math>",
            "<noscript><p title='</noscript><img src=x onerror=1>'></noscript>",
            "<form action=//a><button formaction=//b>x</button></form>",
            "<link rel=stylesheet href=//a><meta http-equiv=refresh content='0;url=//a'><base href=//a>",
        ] {
            let out = shown(source);
            for bad in [
                "<script", "<img", "href", "src", "url(", " on", "<svg", "<iframe", "<style", "<form", "<meta",
                "<link", "action",
            ] {
                assert!(!out.contains(bad), "{source} gives {out}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_only_listed_elements_go(source in "(<[a-z/]{1,7}( [a-z]{1,6}=['\"]?[a-z:;<>&\"' ]{0,9})?>?|[a-z<>&\"' ]){0,30}") {
            let out = shown(&source);
            for tag in out.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                prop_assert!(super::SHOWN.contains(&name.as_str()), "{} gives {}", source, out);
            }
        }
    }
}
