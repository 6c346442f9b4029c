//! The numbering part → the numbers that Word sets before paragraphs by itself, which stand nowhere in the text.
//!
//! Only for headings and other running text: what stands in a cell is never made up of such numbers (see `walk`).
//! A format of number that is not known here gives none.

use super::styles::ListPlace;
use crate::decode::package::xml::{Tag, Xml};
use crate::finding::Unreadable;
use std::collections::BTreeMap;

/// Levels of a list, as Word has them.
const LEVELS: usize = 9;

/// Lists that are read. Documents pasted together over years have some hundreds.
const LISTS: usize = 20_000;

/// A level of a list: how it counts, what is set around the number, where it starts.
#[derive(Debug, Clone)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self { format: "decimal".to_owned(), text: String::new(), start: 1 }
    }
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each definition.
    definitions: BTreeMap<u32, Vec<Level>>,
    /// The definition each list follows.
    lists: BTreeMap<u32, u32>,
    /// Where lists start again.
    restarts: BTreeMap<(u32, usize), u32>,
    /// How far each definition has counted.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let mut found = Self::default();
        let mut xml = Xml::new(text);
        let mut names: Vec<String> = Vec::new();
        let (mut definition, mut list, mut level) = (None, None, 0);
        while let Some(tag) = xml.next()? {
            match tag {
                Tag::Open(element) => {
                    match element.name() {
                        "abstractNum" => definition = element.number("abstractNumId"),
                        "num" => list = element.number("numId"),
                        "abstractNumId" if found.lists.len() < LISTS => {
                            if let (Some(list), Some(definition)) = (list, element.number("val")) {
                                found.lists.insert(list, definition);
                            }
                        }
                        "lvl" | "lvlOverride" => level = element.number("ilvl").unwrap_or(0) as usize,
                        "startOverride" if found.restarts.len() < LISTS * LEVELS => {
                            if let (Some(list), Some(start)) = (list, element.number("val")) {
                                found.restarts.insert((list, level), start);
                            }
                        }
                        name @ ("numFmt" | "lvlText" | "start") => {
                            // A level redefined for one list is left alone: its definition's is as good a guess.
                            let is_overridden = names.iter().any(|n| n == "lvlOverride");
                            if let Some(level) = found.level(definition.filter(|_| !is_overridden), level) {
                                match name {
                                    "numFmt" => level.format = element.val().unwrap_or_default(),
                                    "lvlText" => level.text = element.val().unwrap_or_default(),
                                    _ => level.start = element.number("val").unwrap_or(1),
                                }
                            }
                        }
                        _ => {}
                    }
                    names.push(element.name().to_owned());
                }
                Tag::Close(_) => match names.pop().as_deref() {
                    Some("abstractNum") => definition = None,
                    Some("num") => list = None,
                    _ => {}
                },
                Tag::Text(_) => {}
            }
        }
        Ok(found)
    }

    /// A level being read.
    fn level(&mut self, definition: Option<u32>, level: usize) -> Option<&mut Level> {
        let definition = definition.filter(|_| self.definitions.len() < LISTS)?;
        let levels = self.definitions.entry(definition).or_insert_with(|| vec![Level::default(); LEVELS]);
        levels.get_mut(level)
    }

    /// Whether a number is set before a paragraph at this place.
    pub(super) fn shows(&self, at: ListPlace) -> bool {
        let level = self.lists.get(&at.list).and_then(|d| self.definitions.get(d)?.get(at.level as usize));
        level.is_some_and(|l| l.format != "none" && l.format != "bullet" && !l.text.is_empty())
    }

    /// Counts a paragraph, and gives what is set before it; nothing where that is no number or can't be told.
    pub(super) fn next(&mut self, at: ListPlace) -> Option<String> {
        let definition = *self.lists.get(&at.list)?;
        let levels = self.definitions.get(&definition)?;
        let here = at.level as usize;
        let counts = self.counts.entry(definition).or_default();
        let start = levels.get(here)?.start;
        let restart = self.restarts.remove(&(at.list, here));
        counts[here] = Some(match (restart, counts[here]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => start,
        });
        counts[here + 1..].fill(None);
        let mut shown = levels[here].text.clone();
        for (i, level) in levels.iter().enumerate().take(here + 1) {
            let place = format!("%{}", i + 1);
            if shown.contains(&place) {
                shown = shown.replace(&place, &spell(counts[i].unwrap_or(level.start), &level.format)?);
            }
        }
        shown.contains(|c: char| c.is_alphanumeric()).then_some(shown)
    }
}

/// A number as Word writes it.
fn spell(number: u32, format: &str) -> Option<String> {
    match format {
        "decimal" => Some(number.to_string()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => {
            Some(number.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            (1..=20).contains(&number).then(|| char::from_u32(0x245F + number)).flatten().map(String::from)
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "taiwaneseCounting" => chinese(number),
        _ => None,
    }
}

/// A number up to 99 in Chinese; no list of headings is longer.
fn chinese(number: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, DIGITS[(number % 10) as usize]);
    match tens {
        0 if number > 0 => Some(ones.to_owned()),
        1 => Some(format!("十{ones}")),
        2..=9 => Some(format!("{}十{ones}", DIGITS[tens as usize])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
        <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
        <w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>
        <w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        </w:numbering>"#;

    #[test]
    fn lists_count_as_word_does() {
        let mut numbering = Numbering::read(PART).unwrap();
        let mut next = |list, level| numbering.next(ListPlace { list, level }).unwrap_or_default();
        assert_eq!([next(7, 0), next(7, 1), next(7, 1)], ["一、", "1.", "2."]);
        assert_eq!([next(7, 0), next(7, 1), next(8, 1), next(8, 1)], ["二、", "1.", "5.", "6."]);
        assert_eq!([next(7, 2), next(9, 0), next(7, 12)], ["", "", ""]);
    }

    #[test]
    fn numbers_in_chinese() {
        let spelled: Vec<_> = [1, 10, 11, 20, 45, 0, 100].map(|n| chinese(n).unwrap_or_default()).into();
        assert_eq!(spelled, ["一", "十", "十一", "二十", "四十五", "", ""]);
    }
}
