//! The name of an agency, and what its report prints → the division it governs, how sure that is, and why.
//!
//! A name is read from its beginning as a way through the country (`江苏省淮安市洪泽区…`), of names of today and of before.
//! Where it fits several divisions (four cities have a 鼓楼区) the report's own words and telephones settle it, which is
//! never sure; where they don't, it is left open. A division is never guessed from what is usual.

mod agency;
mod divisions;
mod evidence;
mod traditional;

pub use agency::{normalised, organ};
pub use divisions::parts;
use divisions::{Division, How, divisions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An administrative division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Its code of six digits (GB/T 2260).
    pub code: String,
    /// Its name today.
    pub name: String,
    /// The divisions it lies in, and itself, the largest first.
    pub path: Vec<String>,
    /// Whether it can be no other one.
    pub sure: bool,
    /// By what it was told.
    pub basis: Basis,
}

/// By what a division was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The agency's name holds its name.
    Name,
    /// The agency's name holds a name it had before (`陕县`).
    FormerName,
    /// The agency's name holds its name with another last word (`洪泽县` for `洪泽区`).
    SimilarName,
    /// The agency's name holds its name without the last word (`洪泽`).
    ShortName,
    /// The agency's name fits several, or none, and the report names where it lies.
    Text,
    /// The agency's name fits several, and the report prints a telephone number of one.
    Telephone,
}

/// What stands before the name of a place in the names of agencies that the centre runs, the longer before the shorter.
const CENTRAL: [&str; 22] = [
    "国家金融监督管理总局",
    "中国银行保险监督管理委员会",
    "中国证券监督管理委员会",
    "国家粮食和物资储备局",
    "国家矿山安全监察局",
    "国家外汇管理局",
    "国家税务总局",
    "国家统计局",
    "国家能源局",
    "国家邮政局",
    "中国人民银行",
    "中国气象局",
    "中国地震局",
    "中国民用航空",
    "中国银保监会",
    "中国证监会",
    "审计署驻",
    "财政部",
    "中华人民共和国",
    "中国共产党",
    "中共",
    // 中国(上海)自由贸易试验区
    "中国(",
];

/// Last words of names of towns and what is like them, which are in no list of divisions.
const TOWNS: [&str; 6] = ["街道", "镇", "民族乡", "乡", "苏木", "地区"];

/// Words that end like the name of a division and are none.
const LOOKALIKES: [&str; 5] = ["城市", "地区", "社区", "夜市", "股市"];

/// What follows a place's name in the name of a street, which lies anywhere (`中山路街道`, `南京东路街道`).
const STREETS: [&str; 6] = ["路", "东路", "西路", "南路", "北路", "中路"];

/// Characters of the longest name of a county.
const LONGEST_NAME: usize = 15;

/// Whether a text begins with what may be the name of a division in no list: a new one, or a zone for development.
fn goes_on(rest: &str) -> bool {
    let ends = rest.char_indices().take(LONGEST_NAME).skip(1).filter(|(_, c)| matches!(c, '县' | '区' | '市' | '旗'));
    ends.map(|(at, c)| &rest[..at + c.len_utf8()]).any(|name| !LOOKALIKES.iter().any(|word| name.ends_with(word)))
}

/// The division that an agency governs. `lines` are the texts of its report.
pub fn find<'t>(agency: &str, lines: impl Iterator<Item = &'t str> + Clone) -> Option<Region> {
    let name = traditional::name(agency);
    let start = CENTRAL.iter().find_map(|central| name.strip_prefix(central)).unwrap_or(&name);
    let (way, rest) = Way::read(start);
    match way.places[..] {
        [] => evidence::of_town(start, lines).map(|division| told(division, false, Basis::Text)),
        [place] => {
            let is_named = place.how <= How::Former || (place.how == How::OtherKind && way.steps > 1);
            let is_sure = is_named && !goes_on(rest);
            Some(told(place.division, is_sure, place.how.into()))
        }
        _ => {
            let possible: Vec<&Division> = way.places.iter().map(|place| place.division).collect();
            evidence::among(&possible, lines).map(|(division, basis)| told(division, false, basis)).or_else(|| {
                // A province and what is in it may have one short name (`吉林`): the way goes no further than the province.
                let largest =
                    possible.iter().find(|d| possible.iter().all(|other| d.code == other.code || other.is_in(d)));
                largest.map(|division| told(division, false, Basis::ShortName))
            })
        }
    }
}

/// Every division, by code: its code, its name, and the names of those it lies in, the largest first, with its own last.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Vec<String>)> {
    divisions().all().map(|division| (division.code, division.name, division.path()))
}

fn told(division: &Division, sure: bool, basis: Basis) -> Region {
    Region { code: division.code.to_owned(), name: division.name.to_owned(), path: division.path(), sure, basis }
}

impl From<How> for Basis {
    fn from(how: How) -> Self {
        match how {
            How::Name => Self::Name,
            How::Former => Self::FormerName,
            How::OtherKind => Self::SimilarName,
            How::Short => Self::ShortName,
        }
    }
}

/// A division that a name may mean, and how the last step on the way names it.
#[derive(Debug, Clone, Copy)]
struct Place {
    division: &'static Division,
    how: How,
}

/// The way that the beginning of a name leads, with every place where it may end.
#[derive(Debug, Default)]
struct Way {
    places: Vec<Place>,
    steps: usize,
}

impl Way {
    /// With what is left of the text.
    fn read(mut text: &str) -> (Self, &str) {
        let mut way = Self::default();
        while let Some((places, rest)) = divisions().at_start(text).find_map(|(found, rest)| {
            let places = way.onward(&found, rest);
            (!places.is_empty()).then_some((places, rest))
        }) {
            way = Self { places, steps: way.steps + 1 };
            text = rest;
        }
        (way, text)
    }

    /// Where a name leads from here: the strongest of its meanings.
    fn onward(&self, found: &[(&'static Division, How)], rest: &str) -> Vec<Place> {
        let reached = |&(division, how): &(&'static Division, How)| {
            if self.steps == 0 {
                return Some(Place { division, how });
            }
            let holds = |place: &Place| division.is_in(place.division) || division.code == place.division.code;
            self.places.iter().any(holds).then_some(Place { division, how })
        };
        let mut strength = How::Short;
        let mut places = Vec::new();
        for (meaning, place) in found.iter().filter_map(|meaning| reached(meaning).map(|place| (meaning.1, place))) {
            // Names of today and of before weigh the same: a report may be as old as the name.
            let weight = if meaning == How::Former { How::Name } else { meaning };
            if places.is_empty() || weight < strength {
                strength = weight;
                places.clear();
            }
            if weight == strength {
                places.push(place);
            }
        }
        // A short name of a county is a word like any other, unless something larger stands before it.
        let is_word = |place: &Place| strength == How::Short && self.steps == 0 && place.division.is_county();
        places.retain(|place| !is_word(place));
        if strength == How::Short && TOWNS.iter().chain(&STREETS).any(|word| rest.starts_with(word)) {
            // It is the beginning of the name of a town (`洪泽镇`) or a street.
            places.clear();
        }
        places
    }
}

#[cfg(test)]
mod tests;
