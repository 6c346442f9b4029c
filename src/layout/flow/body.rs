//! Where in a web page the report stands.
//!
//! The body is the smallest element that holds all the statutory tables and section headings of the page; the title,
//! which many sites set above it beside date and font buttons, is added where it is near. Statutory words are used for
//! this one purpose, to find the place; what labels mean is not decided here. Where fewer than two such landmarks are
//! found, the whole page counts as body: to call text furniture needs evidence.

use crate::decode::{Block, Role, TextBlock};
use crate::place::Place;

/// Words of which each statutory table shows at least one, whatever the form: 2019 and 2021 sections two to four, the
/// indicator list of 2014; where characters differ, the traditional ones too. None is a word of site menus.
const TABLE_WORDS: [&str; 14] = [
    "第二十条",
    "第二十條",
    "申请人情况",
    "申請人情況",
    "自然人",
    "结果维持",
    "結果維持",
    "办理结果",
    "辦理結果",
    "统计指标",
    "統計指標",
    "指标名称",
    "指標名稱",
    "主动公开政府信息数",
];

/// Words of section headings that site menus do not use (`行政复议` or `依申请公开` alone are in every menu).
const HEADING_WORDS: [&str; 17] = [
    "总体情况",
    "总体工作情况",
    "主动公开政府信息",
    "处理政府信息公开申请",
    "申请公开政府信息",
    "政府信息公开行政复议",
    "主要问题及改进",
    "存在的主要问题",
    "其他需要报告的事项",
    "總體情況",
    "主動公開政府信息",
    "主動公開政府資訊",
    "處理政府信息公開申請",
    "處理政府資訊公開申請",
    "主要問題及改進",
    "存在的主要問題",
    "其他需要報告的事項",
];

/// A heading has at most so many characters; the longest seen has 40.
const HEADING_AT_MOST: usize = 60;

/// A title has at most so many characters: the longest agency names have about 40, the rest is fixed.
const TITLE_AT_MOST: usize = 90;

/// The title stands at most so many blocks above the body: date, source, font buttons, a table of the document's data
/// lie between.
const TITLE_WITHIN: usize = 40;

/// Where the body is.
#[derive(Debug)]
pub(super) struct Body {
    /// How it was found.
    pub(super) message: String,
    /// Where it begins.
    pub(super) place: Option<Place>,
    is_in: Vec<bool>,
}

impl Body {
    /// Whether a block stands in the body.
    pub(super) fn holds(&self, block: usize) -> bool {
        self.is_in.get(block).copied().unwrap_or(true)
    }
}

/// Finds the body of a page.
pub(super) fn find(blocks: &[Block]) -> Body {
    let landmarks: Vec<&[u32]> = blocks.iter().filter(|b| is_landmark(b)).map(around).collect();
    let shared = landmarks.iter().copied().reduce(common).unwrap_or_default();
    let Some(&element) = shared.last().filter(|_| landmarks.len() >= 2) else {
        return Body {
            message: format!("{} landmarks of a report found: the whole page counts as body", landmarks.len()),
            place: None,
            is_in: vec![true; blocks.len()],
        };
    };
    let mut is_in: Vec<bool> = blocks.iter().map(|b| within(b).contains(&element)).collect();
    let first = is_in.iter().position(|&b| b).unwrap_or(0);
    let start = title_above(blocks, first).unwrap_or(first);
    is_in[start..first].fill(true);
    let outside = is_in.iter().filter(|&&b| !b).count();
    Body {
        message: format!("the body holds {} landmarks; {outside} blocks stand outside", landmarks.len()),
        place: blocks.get(start).and_then(place),
        is_in,
    }
}

/// The title above the body, if the body does not begin with one itself: the nearest heading that says what the title
/// must say, or else the nearest text that does.
fn title_above(blocks: &[Block], first: usize) -> Option<usize> {
    let is_title = |i: &usize| blocks.get(*i).is_some_and(|b| matches!(b, Block::Text(t) if says_title(t)));
    if (first..first + 4).any(|i| is_title(&i)) {
        return None;
    }
    let above = || (first.saturating_sub(TITLE_WITHIN)..first).rev().filter(is_title);
    let is_heading = |i: &usize| matches!(&blocks[*i], Block::Text(TextBlock { role: Role::Heading(_), .. }));
    above().find(is_heading).or_else(|| above().next())
}

/// Whether a text reads like a report's title, and not like the name of a column of a site (`政府信息公开年报`): it names
/// a year.
fn says_title(text: &TextBlock) -> bool {
    let folded: String = text.text.chars().filter(|c| !c.is_whitespace()).collect();
    text.role != Role::PageTitle
        && folded.chars().count() <= TITLE_AT_MOST
        && says(&folded, &["信息公开", "信息公開", "資訊公開"])
        && says(&folded, &["年度报告", "年度報告", "年报", "年報"])
        && folded.contains(|c: char| c.is_ascii_digit() || c == '〇')
}

fn is_landmark(block: &Block) -> bool {
    match block {
        Block::Text(text) => {
            text.role != Role::PageTitle
                && text.text.chars().count() <= HEADING_AT_MOST
                && says(&text.text, &HEADING_WORDS)
        }
        Block::Note(_) => false,
        Block::Table(table) => {
            let says_one = |word: &&str| table.rows.iter().flatten().any(|cell| says(&cell.text, &[word]));
            TABLE_WORDS.iter().any(says_one)
        }
    }
}

fn says(text: &str, words: &[&str]) -> bool {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    words.iter().any(|w| folded.contains(w))
}

/// The elements around a block: for a text, without the one that is its own paragraph.
fn around(block: &Block) -> &[u32] {
    match block {
        Block::Text(text) => text.within.split_last().map_or(&[], |(_, outer)| outer),
        Block::Table(table) => &table.within,
        Block::Note(_) => &[],
    }
}

fn within(block: &Block) -> &[u32] {
    match block {
        Block::Text(text) => &text.within,
        Block::Table(table) => &table.within,
        Block::Note(_) => &[],
    }
}

fn place(block: &Block) -> Option<Place> {
    match block {
        Block::Text(text) => Some(text.place()),
        Block::Table(table) => Some(Place::Cell { table: table.number, row: 1, cell: 1 }),
        Block::Note(_) => None,
    }
}

/// What two chains of elements share from the outside in.
fn common<'a>(one: &'a [u32], other: &'a [u32]) -> &'a [u32] {
    let shared = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    &one[..shared]
}
