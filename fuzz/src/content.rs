//! Content as a decoder could have made it, built from the fuzzer's choices: pages of marks and rules, flows of text and
//! tagged tables, lines.
//!
//! Words are mostly labels of the forms and numbers, so that what is built is often nearly a report. A decoder's promises
//! are kept: marks lie inside their page, spans are at least 1, blocks and tables are counted in order.

use arbitrary::Arbitrary;
use gongkai::decode::{
    Block, Content, Direction, Line, Mark, Page, Role, Rule, TaggedCell, TaggedTable, TextBlock, Trust,
};
use gongkai::place::Area;
use gongkai::report::form::{Item, forms};
use std::sync::LazyLock;

/// The size of every page, in points; a coordinate of the fuzzer is scaled to it.
const PAGE: [f32; 2] = [595.0, 842.0];

/// The most of anything in one place: a bound on the work of one input, not on what a document may hold.
const MOST: usize = 400;

/// A piece of text.
#[derive(Debug, Arbitrary)]
pub enum Word<'a> {
    /// A label of the forms.
    Label(u8),
    /// A number.
    Number(u16),
    /// Nothing.
    Empty,
    /// Any text.
    Any(&'a str),
}

/// A document.
#[derive(Debug, Arbitrary)]
pub enum Choice<'a> {
    /// Pages.
    Pages(Vec<Vec<Piece<'a>>>),
    /// Blocks.
    Flow(Vec<Chunk<'a>>),
    /// Lines: words, each with the separator after it.
    Lines(Vec<Vec<(Word<'a>, Separator)>>),
}

/// Something on a page. Coordinates are shares of the page.
#[derive(Debug, Arbitrary)]
pub enum Piece<'a> {
    /// A run of marks.
    Run { left: u8, top: u8, size: u8, vertical: bool, guessed: bool, hidden: bool, word: Word<'a> },
    /// A rule.
    Rule { level: bool, at: u8, from: u8, to: u8 },
    /// Rules around rows and columns of equal size, words in the cells.
    Grid { left: u8, top: u8, wide: u8, high: u8, columns: u8, words: Vec<Word<'a>> },
}

/// A block of a flow.
#[derive(Debug, Arbitrary)]
pub enum Chunk<'a> {
    /// A text.
    Text(Vec<Word<'a>>, u8),
    /// A table: each cell's words, rows and columns.
    Table(Vec<Vec<(Word<'a>, u8, u8)>>),
    /// A table of the labels of section three with a number in each cell.
    Requests(Vec<(u8, u8)>),
}

/// What stands after a word of a line.
#[derive(Debug, Arbitrary)]
pub enum Separator {
    /// Nothing.
    None,
    /// A tab.
    Tab,
    /// A bar.
    Bar,
    /// So many spaces.
    Spaces(u8),
}

/// Every label of the forms, in order.
static LABELS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let forms = forms();
    let proactive = forms.proactive.iter().flat_map(|f| f.rows.iter().chain(&f.columns));
    let requests = forms.requests.columns.iter().chain(&forms.requests.rows);
    let appeals = forms.appeals.kinds.iter().chain(&forms.appeals.results);
    let label = |item: &'static Item| item.label.as_str();
    let others =
        ["政府信息公开工作年度报告", "一、总体情况", "申请人情况", "行政诉讼", "信息内容", "青石市水利局2023年"];
    proactive.chain(requests).chain(appeals).map(label).chain(others).collect()
});

impl Word<'_> {
    fn text(&self) -> String {
        match self {
            Self::Label(n) => LABELS[usize::from(*n) % LABELS.len()].to_owned(),
            Self::Number(n) => n.to_string(),
            Self::Empty => String::new(),
            Self::Any(text) => text.chars().take(MOST).collect(),
        }
    }
}

impl Choice<'_> {
    /// The content that was chosen.
    pub fn content(&self) -> Content {
        match self {
            Self::Pages(pages) => Content::Pages(pages.iter().take(8).zip(1..).map(|(p, n)| page(p, n)).collect()),
            Self::Flow(chunks) => Content::Flow(flow(chunks)),
            Self::Lines(lines) => Content::Lines(lines.iter().take(MOST).zip(1..).map(|(l, n)| line(l, n)).collect()),
        }
    }
}

fn across(share: u8) -> f32 {
    f32::from(share) / 255.0 * PAGE[0]
}

fn down(share: u8) -> f32 {
    f32::from(share) / 255.0 * PAGE[1]
}

fn page(pieces: &[Piece], number: u32) -> Page {
    let mut page = Page {
        number,
        width: PAGE[0],
        height: PAGE[1],
        marks: Vec::new(),
        rules: Vec::new(),
        pictured: 0.0,
        trust: Trust::default(),
    };
    for piece in pieces.iter().take(MOST) {
        match piece {
            Piece::Run { left, top, size, vertical, guessed, hidden, word } => {
                let size = f32::from(*size % 32 + 4);
                let like = Mark {
                    text: "".into(),
                    area: Area::new(0.0, 0.0, 0.0, 0.0),
                    size,
                    vertical: *vertical,
                    hidden: *hidden,
                    guessed: *guessed,
                };
                run(&mut page, [across(*left), down(*top)], &like, &word.text());
            }
            Piece::Rule { level, at, from, to } => {
                let (at, from, to) = match level {
                    true => (down(*at), across(*from), across(*to)),
                    false => (across(*at), down(*from), down(*to)),
                };
                rule(&mut page, *level, at, from.min(to), from.max(to));
            }
            Piece::Grid { left, top, wide, high, columns, words } => {
                let columns = usize::from(*columns % 16 + 1);
                let rows = words.len().min(MOST).div_ceil(columns);
                let (wide, high) = (f32::from(*wide % 64) + 8.0, f32::from(*high % 64) + 8.0);
                let (x, y) = (|c: usize| across(*left) + wide * c as f32, |r: usize| down(*top) + high * r as f32);
                (0..=rows).for_each(|r| rule(&mut page, true, y(r), x(0), x(columns)));
                (0..=columns).for_each(|c| rule(&mut page, false, x(c), y(0), y(rows)));
                let like = Mark {
                    text: "".into(),
                    area: Area::new(0.0, 0.0, 0.0, 0.0),
                    size: 6.0,
                    vertical: false,
                    hidden: false,
                    guessed: false,
                };
                for (i, word) in words.iter().take(MOST).enumerate() {
                    run(&mut page, [x(i % columns) + 1.0, y(i / columns) + 1.0], &like, &word.text());
                }
            }
        }
    }
    page
}

/// The marks of a text from a place on, as far as they lie inside the page.
fn run(page: &mut Page, [left, top]: [f32; 2], like: &Mark, text: &str) {
    for (n, c) in text.chars().enumerate() {
        let on = n as f32 * like.size * if c.is_ascii() { 0.5 } else { 1.0 };
        let (x, y) = if like.vertical { (left, top + on) } else { (left + on, top) };
        let area = Area::new(x, y, x + like.size * 0.5, y + like.size);
        if area.right() <= page.width && area.bottom() <= page.height {
            page.marks.push(Mark { text: c.to_string().into(), area, ..like.clone() });
        }
    }
}

fn rule(page: &mut Page, level: bool, at: f32, from: f32, to: f32) {
    let direction = if level { Direction::Horizontal } else { Direction::Vertical };
    page.rules.push(Rule { direction, at, from, to, thickness: 0.5 });
}

fn flow(chunks: &[Chunk]) -> Vec<Block> {
    let (mut order, mut number) = (0, 0);
    let mut table = |rows: Vec<Vec<TaggedCell>>| {
        number += 1;
        Block::Table(TaggedTable { number, within: vec![1], rows, is_loose: number % 2 == 0 })
    };
    let cell = |text: String, rows: u8, columns: u8| TaggedCell {
        text,
        row_span: u32::from(rows).max(1),
        column_span: u32::from(columns).max(1),
        origin: 0,
    };
    let block = |chunk: &Chunk| match chunk {
        Chunk::Text(words, role) => {
            order += 1;
            let role = match role % 8 {
                0 => Role::PageTitle,
                1 => Role::Heading(role / 8),
                _ => Role::Paragraph,
            };
            let text = words.iter().take(MOST).map(Word::text).collect();
            Block::Text(TextBlock { text, role, within: vec![1], order })
        }
        Chunk::Table(rows) => table(
            rows.iter()
                .take(MOST)
                .map(|row| row.iter().take(MOST).map(|(word, r, c)| cell(word.text(), *r, *c)).collect())
                .collect(),
        ),
        Chunk::Requests(harms) => table(requests(harms)),
    };
    chunks.iter().take(MOST).map(block).collect()
}

/// Section three with small numbers; each harm takes a cell away, or puts one in.
fn requests(harms: &[(u8, u8)]) -> Vec<Vec<TaggedCell>> {
    let form = &forms().requests;
    let cell = |text: &str| TaggedCell { text: text.to_owned(), row_span: 1, column_span: 1, origin: 0 };
    let labels = |items: &[Item]| items.iter().map(|i| cell(&i.label)).collect::<Vec<_>>();
    let header = std::iter::once(cell("")).chain(labels(&form.columns)).collect();
    let body = form.rows.iter().enumerate().map(|(r, row)| {
        let numbers = (0..form.columns.len()).map(|c| cell(&((r * 7 + c) % 12).to_string()));
        std::iter::once(cell(&row.label)).chain(numbers).collect()
    });
    let mut rows: Vec<Vec<TaggedCell>> = std::iter::once(header).chain(body).collect();
    for (row, harm) in harms.iter().take(MOST) {
        let row = usize::from(*row) % rows.len();
        let at = usize::from(*harm) % (rows[row].len() + 1);
        if harm & 0x80 == 0 && at < rows[row].len() {
            rows[row].remove(at);
        } else {
            rows[row].insert(at, cell("0"));
        }
    }
    rows
}

fn line(words: &[(Word, Separator)], number: u32) -> Line {
    let mut text = String::new();
    for (word, separator) in words.iter().take(MOST) {
        text.push_str(&word.text().replace(['\n', '\r'], " "));
        match separator {
            Separator::None => {}
            Separator::Tab => text.push('\t'),
            Separator::Bar => text.push('|'),
            Separator::Spaces(n) => text.extend(std::iter::repeat_n(' ', usize::from(n % 16) + 1)),
        }
    }
    Line { number, text }
}
