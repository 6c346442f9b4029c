//! What elements do to the text in them: by their name, and by their `style` attribute where it says otherwise.

use scraper::node::Element;

/// Elements whose content is not part of the text: programs, drawings, other pages, text that is struck out, the
/// reading marks above characters, data that Word leaves in its pages.
const WITHOUT_TEXT: [&str; 22] = [
    "script", "style", "noscript", "template", "iframe", "frameset", "noframes", "noembed", "svg", "canvas", "audio",
    "video", "datalist", "xml", "rt", "rp", "rtc", "del", "s", "strike", "link", "base",
];

/// Elements that stand apart from the text before and after them.
const SET_APART: [&str; 58] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "xmp",
];

/// Elements that keep the white space in them.
const AS_WRITTEN: [&str; 5] = ["pre", "textarea", "xmp", "listing", "plaintext"];

/// What of an element shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shows {
    /// Its content.
    #[default]
    Content,
    /// Nothing, and it takes no room.
    Nothing,
    /// Something that is no text, or not the document's.
    NoText,
}

/// What an element does to its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// What of it shows.
    pub(super) shows: Shows,
    /// It and what follows it stand apart.
    pub(super) is_apart: bool,
    /// White space and line breaks are kept (or folded); as around it, if not said.
    pub(super) as_written: Option<bool>,
    /// Its text shows (or takes room without showing); as around it, if not said.
    pub(super) is_visible: Option<bool>,
    /// Raised or lowered: a note's number, an exponent.
    pub(super) is_raised: bool,
}

impl Style {
    /// The style of an element.
    pub(super) fn of(element: &Element) -> Self {
        let name = element.name();
        let mut style = Self {
            shows: match element.attr("hidden") {
                _ if WITHOUT_TEXT.contains(&name) => Shows::NoText,
                Some(_) => Shows::Nothing,
                None => Shows::Content,
            },
            is_apart: SET_APART.contains(&name),
            as_written: AS_WRITTEN.contains(&name).then_some(true),
            is_visible: None,
            is_raised: matches!(name, "sup" | "sub"),
        };
        for declaration in element.attr("style").unwrap_or_default().to_ascii_lowercase().split(';') {
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.split('!').next().unwrap_or_default().trim();
                style.apply(property.trim(), value);
            }
        }
        style
    }

    fn apply(&mut self, property: &str, value: &str) {
        match (property, value) {
            ("display", "none") if self.shows == Shows::Content => self.shows = Shows::Nothing,
            ("display", "none") => {}
            // Whatever is a box of its own stands apart, even where boxes share a line: better two texts than two
            // numbers grown into one.
            ("display", value) if !value.is_empty() && value != "inline" && value != "contents" => {
                self.is_apart = true;
            }
            ("float", "left" | "right") | ("position", "absolute" | "fixed") => self.is_apart = true,
            ("visibility", "hidden" | "collapse") => self.is_visible = Some(false),
            ("visibility", "visible") => self.is_visible = Some(true),
            ("white-space", "pre" | "pre-wrap" | "pre-line" | "break-spaces") => self.as_written = Some(true),
            ("white-space", "normal" | "nowrap") => self.as_written = Some(false),
            // Struck out. The element stays, for it may be a cell.
            ("text-decoration" | "text-decoration-line", v) if v.contains("line-through") => {
                self.is_visible = Some(false);
            }
            ("vertical-align", "super" | "sub") => self.is_raised = true,
            _ => {}
        }
    }
}
