//! Documents inside other documents → the [`Content`] of the one that is the report: parts of a mail or a saved web page
//! ([`mail`]), strings of a JSON answer or a script ([`strings`]), what a page's scripts would put into it ([`page`]).
//!
//! Statutory words are used for this one purpose, to tell which part holds a report. Where parts hold the same figures the
//! first is read; where each holds another table they are joined; where they contradict each other that is said, and the
//! first is read: no guess passes unmarked.

mod literal;
pub mod mail;
pub mod page;
pub mod strings;

use super::{Block, Content, Role, TextBlock};
use crate::finding::{Finding, Reason, Severity, Unreadable};

/// Parts of one document that are looked at. A saved page has some hundreds of files, an answer some thousand strings.
const MOST_PARTS: usize = 10_000;

/// Of the words of one table so many show that a part holds it: one word alone is quoted in many a text.
const WORDS_OF_A_TABLE: usize = 2;

/// Words of each table, in the characters of both scripts.
const TABLES: [&[&str]; 4] = [
    &["第二十条", "第二十條", "规范性文件", "規範性文件", "規範性檔案", "行政处罚", "行政處罰"],
    &["自然人", "商业企业", "商業企業", "结转下年度", "結轉下年度"],
    &["结果维持", "結果維持", "尚未审结", "尚未審結", "结果纠正", "結果糾正"],
    &["统计指标", "指标名称", "主动公开政府信息数", "单位负责人"],
];

/// A part that was decoded.
struct Part {
    content: Content,
    /// A title that belongs to it and stands beside it.
    title: Option<String>,
    /// Which statutory tables it holds.
    tables: [bool; TABLES.len()],
    text: String,
}

impl Part {
    fn new(content: Content, title: Option<String>) -> Self {
        let text = text_of(&content);
        Self { content, title, tables: tables_in(&text), text }
    }

    /// Its digits, one after the other.
    fn digits(&self) -> String {
        self.text.chars().filter(char::is_ascii_digit).collect()
    }

    fn has_tables(&self) -> bool {
        self.tables.contains(&true)
    }

    /// Its content, with its title in front.
    fn finish(self) -> Content {
        match (self.content, self.title) {
            (Content::Flow(mut blocks), Some(text)) => {
                let title = TextBlock { text, role: Role::PageTitle, within: Vec::new(), order: 0 };
                blocks.insert(0, Block::Text(title));
                Content::Flow(blocks)
            }
            (content, _) => content,
        }
    }
}

/// Which statutory tables a text holds.
fn tables_in(text: &str) -> [bool; TABLES.len()] {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    TABLES.map(|words| words.iter().filter(|w| folded.contains(**w)).count() >= WORDS_OF_A_TABLE)
}

/// Everything that a content says.
fn text_of(content: &Content) -> String {
    match content {
        Content::Pages(pages) => pages.iter().flat_map(|p| p.marks.iter().map(|m| m.text.as_str())).collect(),
        Content::Lines(lines) => lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n"),
        Content::Flow(blocks) => {
            let mut said: Vec<&str> = Vec::new();
            for block in blocks {
                match block {
                    Block::Text(text) if text.role != Role::PageTitle => said.push(&text.text),
                    Block::Table(table) => said.extend(table.rows.iter().flatten().map(|c| c.text.as_str())),
                    _ => {}
                }
            }
            said.join("\n")
        }
    }
}

/// The report among the parts; where none holds a table of one, the part that stands first.
fn choose(parts: Vec<Part>, what: &str) -> Result<Content, Unreadable> {
    let count = parts.iter().filter(|p| p.has_tables()).count();
    let overlaps = (0..TABLES.len()).any(|t| parts.iter().filter(|p| p.tables[t]).count() > 1);
    // Each holds another table: together, with what stands between them, they are the report.
    if count > 1 && !overlaps && parts.iter().all(|p| matches!(p.content, Content::Flow(_))) {
        let message = format!("the report is put together from {} parts of the {what}", parts.len());
        return Ok(joined(parts, Finding::new("parts-joined", Severity::Note, message)));
    }
    let (mut with, without): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(Part::has_tables);
    // What has tagged tables goes before a plain copy of the same text.
    let is_plain = |p: &Part| !matches!(&p.content, Content::Flow(b) if b.iter().any(|b| matches!(b, Block::Table(_))));
    with.sort_by_key(is_plain);
    let Some(first) = with.first() else {
        let message = format!("no part of the {what} holds a report");
        return without.into_iter().next().map(Part::finish).ok_or(Unreadable::new(Reason::NotAReport, message));
    };
    let digits = first.digits();
    if with.iter().all(|p| p.digits() == digits) {
        return Ok(with.swap_remove(0).finish());
    }
    let message = format!("{count} parts of the {what} hold tables of a report, and differ: only one of them is read");
    let finding = Finding::new("several-reports", Severity::Error, message);
    Ok(noted(with.swap_remove(0).finish(), finding))
}

/// The same content with a finding; lines become blocks, for only those can hold it.
fn noted(content: Content, finding: Finding) -> Content {
    let mut blocks = match content {
        Content::Flow(blocks) => blocks,
        Content::Lines(lines) => {
            let text = lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n");
            vec![Block::Text(TextBlock { text, role: Role::Paragraph, within: Vec::new(), order: 1 })]
        }
        // Pages can't hold a finding: nothing of them is read, so that nothing is read unmarked.
        Content::Pages(_) => Vec::new(),
    };
    blocks.push(Block::Note(finding));
    Content::Flow(blocks)
}

/// The blocks of several parts, counted through.
fn joined(parts: Vec<Part>, finding: Finding) -> Content {
    let (mut texts, mut tables) = (0, 0);
    let mut all = Vec::new();
    let mut title = None;
    for mut part in parts {
        // One title stands beside all of them.
        if part.title == title {
            part.title = None;
        } else {
            title.clone_from(&part.title);
        }
        let Content::Flow(blocks) = part.finish() else { continue };
        let (before, tables_before) = (texts, tables);
        for mut block in blocks {
            match &mut block {
                Block::Text(text) => {
                    text.order += before;
                    text.within.clear();
                    texts = texts.max(text.order + text.text.matches('\n').count() as u32);
                }
                Block::Table(table) => {
                    table.number += tables_before;
                    table.within.clear();
                    tables = tables.max(table.number);
                }
                Block::Note(_) => {}
            }
            all.push(block);
        }
    }
    all.push(Block::Note(finding));
    Content::Flow(all)
}

#[cfg(test)]
mod tests;
