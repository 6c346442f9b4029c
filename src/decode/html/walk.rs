//! The element tree → a flat list of [`Piece`]s: runs of text, and where tables, rows and cells open and close.

use super::style::{Shows, Style};
use super::tree::Page;
use crate::decode::Role;
use crate::decode::pieces::run::Run;
use crate::decode::pieces::{Group, Piece, WIDEST_SPAN};
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;

/// So many levels of the elements around a text are told. Enough to find a page's body; deeper ones are cut, lest a deep
/// page take the square of its length.
const WITHIN_AT_MOST: usize = 64;

/// HTML's limit on `rowspan`.
const LONGEST_SPAN: u32 = 65_534;

/// A picture of at most so many pixels either way is a spacer.
const SPACER: u32 = 3;

/// Names under which pages give their title beside `<title>`: the norm for government web sites, and Open Graph.
const TITLE_NAMES: [&str; 2] = ["articletitle", "og:title"];

/// What to do with elements that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    LeftOut,
    Kept,
}

/// The pieces of a page, and what was hidden from them.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) pieces: Vec<Piece>,
    pub(super) hid_table: bool,
    pub(super) hid_text: bool,
    /// How many characters of its text show, and how many take room without showing.
    pub(super) shown: usize,
    pub(super) unseen: usize,
}

/// Takes a page apart.
pub(super) fn of(page: &Page, hidden: Hidden) -> Seen {
    let mut walk = Walk { hidden, is_loose: page.is_loose, ..Walk::default() };
    let mut skipping = None;
    for edge in page.html.tree.root().traverse() {
        match (edge, skipping) {
            (Edge::Close(node), Some(id)) if node.id() == id => skipping = None,
            (Edge::Open(node), Some(_)) => {
                walk.count(node.value());
                walk.pass_over(node.value());
            }
            (Edge::Close(_), Some(_)) => {}
            (Edge::Open(node), None) => match node.value() {
                Node::Element(element) => {
                    walk.count(node.value());
                    skipping = (!walk.open(element)).then(|| node.id());
                }
                Node::Text(text) => walk.text(text),
                _ => {}
            },
            (Edge::Close(node), None) => {
                if node.value().is_element() {
                    walk.close();
                }
            }
        }
    }
    walk.flush();
    walk.seen
}

/// An element whose end was not yet reached.
#[derive(Debug)]
struct Opened {
    number: u32,
    part: Part,
    style: Style,
    /// What held around it.
    around: Around,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Body,
    Table,
    Cell,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Around {
    role: Role,
    as_written: bool,
    is_visible: bool,
}

struct Walk {
    hidden: Hidden,
    is_loose: bool,
    seen: Seen,
    opened: Vec<Opened>,
    elements: u32,
    /// The `td` and `th` so far, those passed over included.
    cells: u32,
    now: Around,
    run: Run,
    /// How many of the opened elements hold the run as a whole.
    run_within: usize,
    /// For each open cell: whether it holds a picture.
    pictured: Vec<bool>,
    /// The element being passed over is hidden, not without text by nature.
    passes_hidden: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            hidden: Hidden::LeftOut,
            is_loose: false,
            seen: Seen::default(),
            opened: Vec::new(),
            elements: 0,
            cells: 0,
            now: Around { role: Role::Paragraph, as_written: false, is_visible: true },
            run: Run::default(),
            run_within: 0,
            pictured: Vec::new(),
            passes_hidden: false,
        }
    }
}

/// Whether a node is a cell of a table.
pub(super) fn is_cell(node: &Node) -> bool {
    node.as_element().is_some_and(|element| matches!(element.name(), "td" | "th"))
}

impl Walk {
    fn count(&mut self, node: &Node) {
        self.cells += u32::from(is_cell(node));
    }

    /// Enters an element; false if what is in it is to be passed over.
    fn open(&mut self, element: &Element) -> bool {
        self.elements += 1;
        let style = Style::of(element);
        let hides = style.shows == Shows::Nothing && self.hidden == Hidden::LeftOut;
        if style.shows == Shows::NoText || hides {
            self.passes_hidden = hides;
            self.pass_over(&Node::Element(element.clone()));
            if matches!(element.name(), "svg" | "canvas") {
                self.picture();
            }
            return false;
        }
        if style.is_apart {
            self.flush();
        }
        if style.is_raised {
            self.run.raise();
        }
        let part = self.begin(element);
        self.opened.push(Opened { number: self.elements, part, style, around: self.now });
        self.now.as_written = style.as_written.unwrap_or(self.now.as_written);
        if self.hidden == Hidden::LeftOut {
            self.now.is_visible = style.is_visible.unwrap_or(self.now.is_visible);
        }
        self.now.role = match element.name() {
            "title" => Role::PageTitle,
            "h1" => Role::Heading(1),
            "h2" => Role::Heading(2),
            "h3" => Role::Heading(3),
            "h4" => Role::Heading(4),
            "h5" => Role::Heading(5),
            "h6" => Role::Heading(6),
            _ => self.now.role,
        };
        true
    }

    /// Notes what an element is besides a holder of text.
    fn begin(&mut self, element: &Element) -> Part {
        match element.name() {
            "body" => return Part::Body,
            "br" => self.run.end_line(),
            "img" | "embed" | "object" if !is_spacer(element) => self.picture(),
            "input" => self.input(element),
            "meta" => self.meta(element),
            "thead" => self.seen.pieces.push(Piece::OpenGroup(Group::Head)),
            "tbody" => self.seen.pieces.push(Piece::OpenGroup(Group::Body)),
            "tfoot" => self.seen.pieces.push(Piece::OpenGroup(Group::Foot)),
            "tr" => self.seen.pieces.push(Piece::OpenRow),
            "table" => {
                let within = self.within(self.opened.len());
                self.seen.pieces.push(Piece::OpenTable { within });
                return Part::Table;
            }
            "td" | "th" => {
                let row_span = span(element.attr("rowspan"), 1).min(LONGEST_SPAN);
                let column_span = span(element.attr("colspan"), 1).clamp(1, WIDEST_SPAN);
                self.seen.pieces.push(Piece::OpenCell { row_span, column_span, origin: self.cells });
                self.pictured.push(false);
                return Part::Cell;
            }
            _ => {}
        }
        Part::Other
    }

    /// Leaves the element entered last.
    fn close(&mut self) {
        if self.opened.last().is_some_and(|e| e.style.is_apart) {
            self.flush();
        }
        let Some(element) = self.opened.pop() else { return };
        self.run_within = self.run_within.min(self.opened.len());
        self.now = element.around;
        if element.style.is_raised {
            self.run.raise();
        }
        match element.part {
            Part::Table => self.seen.pieces.push(Piece::CloseTable),
            Part::Cell => {
                let pictured = self.pictured.pop().unwrap_or(false);
                self.seen.pieces.push(Piece::CloseCell { pictured });
            }
            Part::Body | Part::Other => {}
        }
    }

    fn text(&mut self, text: &str) {
        let printed = text.chars().filter(|c| !c.is_whitespace()).count();
        if !self.now.is_visible {
            self.seen.hid_text |= printed > 0;
            self.seen.unseen += printed;
            return;
        }
        self.seen.shown += printed;
        let in_body = self.opened.last().is_some_and(|e| e.part == Part::Body);
        self.push(text, self.now.as_written || (self.is_loose && in_body));
    }

    fn push(&mut self, text: &str, as_written: bool) {
        if self.run.is_empty() {
            self.run_within = self.opened.len();
        }
        self.run.push(text, as_written);
    }

    /// What a filled-in field shows is text like any other.
    fn input(&mut self, element: &Element) {
        let kind = element.attr("type").unwrap_or("text").to_ascii_lowercase();
        let shows = !matches!(
            kind.as_str(),
            "hidden" | "button" | "submit" | "reset" | "image" | "checkbox" | "radio" | "file" | "password"
        );
        if shows && self.now.is_visible {
            self.push(element.attr("value").unwrap_or_default(), false);
        }
    }

    fn meta(&mut self, element: &Element) {
        let name = element.attr("name").or_else(|| element.attr("property")).unwrap_or_default().to_ascii_lowercase();
        if TITLE_NAMES.contains(&name.as_str()) {
            let mut title = Run::default();
            title.push(element.attr("content").unwrap_or_default(), false);
            if let Some(text) = title.take() {
                self.seen.pieces.push(Piece::Text { text, role: Role::PageTitle, within: Vec::new() });
            }
        }
    }

    fn picture(&mut self) {
        if let Some(pictured) = self.pictured.last_mut() {
            *pictured = true;
        }
    }

    /// Notes what is lost with an element that is passed over.
    fn pass_over(&mut self, node: &Node) {
        if !self.passes_hidden {
            return;
        }
        match node {
            Node::Element(element) => self.seen.hid_table |= element.name() == "table",
            Node::Text(text) => self.seen.hid_text |= !text.trim().is_empty(),
            _ => {}
        }
    }

    /// Ends the run of text.
    fn flush(&mut self) {
        if let Some(text) = self.run.take() {
            let within = self.within(self.run_within);
            self.seen.pieces.push(Piece::Text { text, role: self.now.role, within });
        }
    }

    fn within(&self, levels: usize) -> Vec<u32> {
        self.opened.iter().take(levels.min(WITHIN_AT_MOST)).map(|e| e.number).collect()
    }
}

/// A span by the standard's rules for non-negative integers: leading white space and digits count, the rest is ignored;
/// without digits it is `otherwise`.
fn span(value: Option<&str>, otherwise: u32) -> u32 {
    let value = value.unwrap_or_default().trim_ascii_start();
    let value = value.strip_prefix('+').unwrap_or(value);
    let digits = &value[..value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len())];
    if digits.is_empty() { otherwise } else { digits.parse().unwrap_or(u32::MAX) }
}

fn is_spacer(element: &Element) -> bool {
    ["width", "height"].iter().any(|side| element.attr(side).is_some_and(|v| span(Some(v), u32::MAX) <= SPACER))
}
