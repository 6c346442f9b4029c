//! The ways to damage a decoded document. Printed numbers are lost or moved, never changed: what is left of them is still
//! what was printed.

use gongkai::decode::{Block, Content, Line, Page, TaggedTable};

/// A small reproducible generator (xorshift), seeded by a number and a name.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let mixed = name.bytes().fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(mixed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `n`; none where there is none.
    fn below(&mut self, n: usize) -> Option<usize> {
        (n > 0).then(|| (self.next() % n as u64) as usize)
    }
}

/// Does one harm and tells which; none where the document has nothing to harm.
pub(crate) fn do_one(content: &mut Content, chance: &mut Chance) -> Option<String> {
    match content {
        Content::Flow(blocks) => tagged(blocks, chance),
        Content::Lines(lines) => lined(lines, chance),
        Content::Pages(pages) => paged(pages, chance),
    }
}

fn tagged(blocks: &mut Vec<Block>, chance: &mut Chance) -> Option<String> {
    let tables: Vec<usize> = (0..blocks.len()).filter(|&i| matches!(blocks[i], Block::Table(_))).collect();
    let b = tables[chance.below(tables.len())?];
    if chance.below(12)? == 0 {
        blocks.remove(b);
        return Some("a table lost".to_owned());
    }
    let Block::Table(table) = &mut blocks[b] else { return None };
    let r = chance.below(table.rows.len())?;
    let c = chance.below(table.rows[r].len())?;
    harm_table(table, r, c, chance)
}

fn harm_table(table: &mut TaggedTable, r: usize, c: usize, chance: &mut Chance) -> Option<String> {
    let row = &mut table.rows[r];
    let where_ = format!("row {r} cell {c} of table {} ({:?})", table.number, row[c].text);
    let what = match chance.below(8)? {
        0 | 1 => {
            row.remove(c);
            "a cell lost"
        }
        2 => {
            table.rows.remove(r);
            "a row lost"
        }
        3 => {
            row[c].column_span = 1;
            "its column span lost"
        }
        4 => {
            row[c].row_span = 1;
            "its row span lost"
        }
        5 => {
            let mut empty = row[c].clone();
            empty.text.clear();
            (empty.row_span, empty.column_span) = (1, 1);
            row.insert(c, empty);
            "an empty cell before it"
        }
        // A number's text lost is a blank that may as well have been printed.
        6 => {
            if row[c].text.contains(|c: char| c.is_numeric()) {
                return None;
            }
            row[c].text.clear();
            "its text lost"
        }
        _ => {
            row[c].text = cut(&row[c].text, chance)?;
            "letters lost"
        }
    };
    Some(format!("{what}, {where_}"))
}

/// A text with some of its letters gone; digits stay.
fn cut(text: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<usize> =
        (0..text.chars().count()).filter(|&i| text.chars().nth(i).is_some_and(char::is_alphabetic)).collect();
    let from = chance.below(letters.len())?;
    let gone = &letters[from..letters.len().min(from + 1 + chance.below(4)?)];
    Some(text.chars().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, c)| c).collect())
}

fn lined(lines: &mut Vec<Line>, chance: &mut Chance) -> Option<String> {
    let digits: Vec<usize> =
        (0..lines.len()).filter(|&i| lines[i].text.contains(['\t', '|']) || lines[i].text.trim().len() < 60).collect();
    let l = digits[chance.below(digits.len())?];
    let text = lines[l].text.clone();
    let what = match chance.below(6)? {
        0 => {
            lines.remove(l);
            "a line lost"
        }
        1 => {
            let tabs: Vec<usize> = text.match_indices(['\t', '|']).map(|(i, _)| i).collect();
            let at = tabs[chance.below(tabs.len())?];
            lines[l].text.replace_range(at..=at, "");
            "a tab lost"
        }
        2 => {
            let tabs: Vec<usize> = text.match_indices(['\t', '|']).map(|(i, _)| i).collect();
            let at = tabs[chance.below(tabs.len())?];
            lines[l].text.replace_range(at..=at, " ");
            "a tab made a space"
        }
        3 => {
            let next = lines.get(l + 1)?.text.clone();
            lines[l].text.push_str(&next);
            lines.remove(l + 1);
            "a line end lost"
        }
        4 => {
            lines[l].text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            "white space folded"
        }
        _ => {
            lines[l].text = cut(&text, chance)?;
            "letters lost"
        }
    };
    Some(format!("{what}, line {} ({text:?})", l + 1))
}

fn paged(pages: &mut [Page], chance: &mut Chance) -> Option<String> {
    let p = chance.below(pages.len())?;
    let page = &mut pages[p];
    let number = page.number;
    let what = match chance.below(6)? {
        0 | 1 => {
            let r = chance.below(page.rules.len())?;
            let gone = page.rules.remove(r);
            format!("a rule lost {gone:?}")
        }
        2 => {
            let r = chance.below(page.rules.len())?;
            let rule = &mut page.rules[r];
            rule.to = f32::midpoint(rule.from, rule.to);
            format!("half a rule lost {rule:?}")
        }
        3 => {
            let keep = chance.below(4)? + 1;
            let mut n = 0;
            page.rules.retain(|_| {
                n += 1;
                n % 5 < keep
            });
            "many rules lost".to_owned()
        }
        4 => {
            page.rules.clear();
            "all rules lost".to_owned()
        }
        _ => {
            let letters: Vec<usize> =
                (0..page.marks.len()).filter(|&i| page.marks[i].text.chars().all(char::is_alphabetic)).collect();
            let from = chance.below(letters.len())?;
            let gone: Vec<usize> = letters[from..letters.len().min(from + 3)].to_vec();
            let mut n = 0;
            page.marks.retain(|_| {
                n += 1;
                !gone.contains(&(n - 1))
            });
            format!("marks lost from {from}")
        }
    };
    Some(format!("{what}, page {number}"))
}
