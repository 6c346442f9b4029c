//! The administrative divisions of the country, from provinces to counties: codes, names, and names they had.
//!
//! `divisions.csv` holds the divisions of 2023 (`scripts/make-divisions` tells its source); `former.csv` names that were
//! given up since 2008, each with where it lay and the division that it belongs to now. A name that only changed its last
//! word (`洪泽县`, now `洪泽区`) needs no line there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A division.
#[derive(Debug)]
pub(super) struct Division {
    /// Six digits: two for the province, two for the city, two for the county; zeros for what it is not.
    pub(super) code: &'static str,
    /// Its name.
    pub(super) name: &'static str,
}

impl Division {
    /// The digits that every division in it begins with.
    pub(super) fn prefix(&self) -> &'static str {
        match (&self.code[2..4], &self.code[4..]) {
            ("00", _) => &self.code[..2],
            (_, "00") => &self.code[..4],
            _ => self.code,
        }
    }

    /// Whether it lies in another one. A county that its province governs directly lies in no city.
    pub(super) fn is_in(&self, other: &Self) -> bool {
        self.code != other.code && self.code.starts_with(other.prefix())
    }

    pub(super) fn is_county(&self) -> bool {
        self.code[4..] != *"00"
    }

    /// The divisions it lies in, and itself, the largest first.
    pub(super) fn path(&self) -> Vec<String> {
        let holders = [format!("{}0000", &self.code[..2]), format!("{}00", &self.code[..4]), self.code.to_owned()];
        let mut path: Vec<String> = Vec::new();
        for division in holders.iter().filter_map(|code| divisions().of_code(code)) {
            if path.last().is_none_or(|last| last != division.name) {
                path.push(division.name.to_owned());
            }
        }
        path
    }
}

/// How a name says what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// By the name of today.
    Name,
    /// By a name of before.
    Former,
    /// By a name of before, a shorter one or a slip: it differs from today's in its last words only (`洪泽县`, `恩施州`).
    OtherKind,
    /// Without the last word: `洪泽`.
    Short,
}

/// All of them, by their names.
#[derive(Debug)]
pub(super) struct Divisions {
    all: Vec<Division>,
    by_name: BTreeMap<String, Vec<(usize, How)>>,
    /// Characters of the longest name.
    longest: usize,
}

/// Last words of counties, which are what changes when a county becomes a district or a city.
const KINDS: [&str; 4] = ["县", "区", "市", "新区"];

/// Peoples in names of autonomous places, left out where they are named shortly. The longer before what it ends with.
const PEOPLES: [&str; 47] = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "达斡尔族",
    "鄂温克族",
    "朝鲜族",
    "土家族",
    "布依族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "东乡族",
    "纳西族",
    "景颇族",
    "仫佬族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "普米族",
    "塔吉克",
    "德昂族",
    "保安族",
    "裕固族",
    "独龙族",
    "鄂伦春",
    "蒙古族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "锡伯",
    "怒族",
    "蒙古",
    "各族",
];

/// All divisions.
pub(super) fn divisions() -> &'static Divisions {
    static ALL: LazyLock<Divisions> = LazyLock::new(Divisions::new);
    &ALL
}

/// The divisions that a division is made of, one step down, as code and name, by code: the cities of a province with the
/// counties that it governs directly, the counties of a city. None for what is no division, and for a county.
pub fn parts(code: &str) -> Vec<(&'static str, &'static str)> {
    let Some(whole) = divisions().of_code(code) else { return Vec::new() };
    let all = &divisions().all;
    // All that lie in it stand behind it, one after another.
    let inside = all[all.partition_point(|d| d.code <= whole.code)..].iter().take_while(|d| d.is_in(whole));
    let is_part = |d: &&Division| {
        let city = divisions().of_code(&format!("{}00", &d.code[..4])).filter(|city| city.code != d.code);
        city.is_none_or(|city| !city.is_in(whole))
    };
    inside.filter(is_part).map(|d| (d.code, d.name)).collect()
}

/// The lines of a table that is compiled in, without its header.
fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split(',').collect())
}

impl Divisions {
    fn new() -> Self {
        let row = |line: Vec<&'static str>| match line[..] {
            [code, name] => Some(Division { code, name }),
            _ => None,
        };
        let all: Vec<Division> = lines(include_str!("divisions.csv")).filter_map(row).collect();
        let mut divisions = Self { all, by_name: BTreeMap::new(), longest: 0 };
        for at in 0..divisions.all.len() {
            let name = divisions.all[at].name;
            divisions.enter(name.to_owned(), at, How::Name);
            for (other, how) in variants(name, divisions.all[at].is_county()) {
                divisions.enter(other, at, how);
            }
        }
        for line in lines(include_str!("former.csv")) {
            if let [name, _, code] = line[..]
                && let Some(at) = divisions.place(code)
            {
                divisions.enter(name.to_owned(), at, How::Former);
            }
        }
        for found in divisions.by_name.values_mut() {
            found.sort_by_key(|(_, how)| *how);
        }
        divisions.longest = divisions.by_name.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        divisions
    }

    fn enter(&mut self, name: String, at: usize, how: How) {
        let found = self.by_name.entry(name).or_default();
        match found.iter_mut().find(|(known, _)| *known == at) {
            Some((_, known)) => *known = how.min(*known),
            None => found.push((at, how)),
        }
    }

    /// Every one, by code.
    pub(super) fn all(&'static self) -> impl Iterator<Item = &'static Division> {
        self.all.iter()
    }

    fn place(&self, code: &str) -> Option<usize> {
        self.all.binary_search_by_key(&code, |division| division.code).ok()
    }

    /// The division of a code.
    pub(super) fn of_code(&'static self, code: &str) -> Option<&'static Division> {
        self.place(code).map(|at| &self.all[at])
    }

    /// Every way to read the beginning of a text as a name, the longest name first, with what is left of the text.
    pub(super) fn at_start<'t>(
        &'static self,
        text: &'t str,
    ) -> impl Iterator<Item = (Vec<(&'static Division, How)>, &'t str)> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest);
        let mut ends: Vec<usize> = ends.skip(1).collect();
        ends.reverse();
        ends.into_iter().filter_map(move |end| {
            let found = self.by_name.get(&text[..end])?;
            Some((found.iter().map(|(at, how)| (&self.all[*at], *how)).collect(), &text[end..]))
        })
    }
}

/// The other names that a division goes by.
fn variants(name: &str, is_county: bool) -> Vec<(String, How)> {
    let mut variants = Vec::new();
    let bare = match name.strip_prefix("内蒙古") {
        None if name.contains("自治") => {
            PEOPLES.iter().fold(name.to_owned(), |name, people| name.replace(people, ""))
        }
        _ => name.to_owned(),
    };
    let kinds = ["自治区", "自治州", "自治县", "自治旗", "地区", "新区", "省", "市", "盟", "州", "县", "区", "旗"];
    // A word of one character names anything; and 清新区 is 清新, not 清.
    let is_name = |stem: &&str| stem.chars().count() >= 2;
    let Some(stem) = kinds.iter().filter_map(|kind| bare.strip_suffix(kind)).find(is_name) else { return variants };
    for (long, short) in [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")] {
        if name.ends_with(long) {
            variants.push((format!("{stem}{short}"), How::OtherKind));
        }
    }
    if is_county {
        variants.extend(KINDS.iter().map(|kind| (format!("{stem}{kind}"), How::OtherKind)));
    }
    variants.push((stem.to_owned(), How::Short));
    variants
}
