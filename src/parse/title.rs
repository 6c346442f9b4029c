//! The title: whose report, of which year.
//!
//! ```text
//! title  = agency year words | year agency words | agency words year | agency topic year report | agency words
//! agency = letters, digits, brackets and quotes, ending as the names of public bodies end
//! year   = 4digit "年" [ "度" ], digits Arabic or Chinese, in brackets or quotes or not
//! words  = topic [ "的" ] [ "年度" ] report
//! topic  = [ "政府" | "政务" ] "信息公开" [ "工作" ] [ "情况" ]
//! report = "报告" | "年报"
//! ```

use super::fold::{Folded, may_hold, normal, simplify, without_brackets};
use super::label::ordinal;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// First and last year a report can be of: the regulation came into force in May 2008.
pub const YEARS: std::ops::RangeInclusive<u16> = 2008..=2099;

/// How many letters after a title tell what page it heads (`…年度报告格式的通知`).
const LONGEST_TAIL: usize = 8;

/// A title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// As printed, in one line.
    pub text: String,
    /// The agency named in it.
    pub agency: Option<String>,
    /// The year named in it.
    pub year: Option<u16>,
    /// It speaks about a report, and is none: an explanation, a notice, a letter that sends one, a statistic of a part of
    /// the year.
    pub about: bool,
}

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    let parts = [
        ("NAME", r"[\p{Han}A-Za-z0-9()·、“”\s—-]"),
        ("YEAR", r"[“(]?\s*(?P<year>20\d\d)\s*年?\s*度?\s*[”)]?"),
        ("TOPIC", r"(?:政府|政务)?\s*(?:信息公开|政务公开)\s*(?:工作)?\s*(?:情况)?\s*的?\s*"),
        ("REPORT", r"(?:年度)?\s*(?:工作)?\s*(?:情况)?\s*(?:的)?\s*(?:报告|年报)"),
        ("ANNUAL", r"(?:年度\s*(?:工作)?\s*报告|年报)"),
    ];
    let whole = parts.iter().fold(text.to_owned(), |t, (name, part)| t.replace(name, part));
    Regex::new(&format!("(?x){}", whole.replace(' ', ""))).expect("a constant pattern")
}

/// What a title says after the name that it begins with, in the orders it comes in, those that say most first.
static ORDERS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        pattern(r"YEAR \s* (?P<between>NAME{0,40}?) (?P<words>TOPIC REPORT)"),
        pattern(r"(?P<words>TOPIC ANNUAL) \s* YEAR"),
        pattern(r"(?P<words>TOPIC) YEAR \s* REPORT"),
        pattern(r"(?P<words>TOPIC ANNUAL)"),
    ]
});

/// A character of a name.
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^NAME$"));

/// The longest name before the rest of a title, in characters.
const LONGEST_NAME: usize = 60;

/// Where the name begins that ends before a place in a text: as `NAME{0,60}?` before the rest of a title finds it, for the
/// first place at which the rest stands is the one that the earliest of such names reaches.
fn name_before(text: &str, at: usize) -> usize {
    let of_a_name = |c: &char| match c {
        '\u{4e00}'..='\u{9fff}' | 'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' | '(' | ')' => true,
        ',' | '.' | ':' | '\u{3002}' => false,
        _ => NAME.is_match(c.encode_utf8(&mut [0; 4])),
    };
    let name = text[..at].chars().rev().take(LONGEST_NAME).take_while(of_a_name);
    at - name.map(char::len_utf8).sum::<usize>()
}

/// Readings of characters that converted copies carry: `報(bào)告`.
static READING_MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[(（]\p{Latin}{1,7}[)）]"));

/// A year in Chinese digits.
static CHINESE_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"二[〇○零Ｏ０0][一二三四五六七八九〇○零]{2}"));

/// `本报告由…编制`, `按照…要求，…编制了2022年度报告`.
static AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:报告由|[,,](?:现?由)?)(\p{Han}{3,30}?)(?:负责|组织)?(?:编制|编写)(?:完成)?了?(?:本|《|20\d\d|[。.,]|$)",
    )
});

/// What may touch a name and is none of it: the site's column above it, what announces the report.
const BEFORE_NAMES: [&str; 17] = [
    "依申请公开",
    "信息公开指南",
    "信息公开制度",
    "信息公开目录",
    "政府信息公开年度报告",
    "政府信息公开年报",
    "政府信息公开",
    "政府资讯公开",
    "政府讯息公开",
    "政务公开",
    "信息公开",
    "年度报告",
    "现予公布",
    "现公布",
    "现发布",
    "现公开",
    "兹公布",
];

/// The shortest name that is one without the words before it (`政务公开办公室` is one with them), in characters.
const SHORTEST_REST: usize = 4;

/// What goes on with the words before it: they are the beginning of a name (`政务公开办公室`, `政务公开和政务服务局`).
const GOES_ON: [&str; 12] = ["办公", "领导", "工作", "辦公", "領導", "管理", "服务", "中心", "和", "与", "及", "、"];

/// A name without what may touch it, which may be several entries of a site's menu.
fn without_touching(name: &str) -> &str {
    let simple: String = name.chars().map(simplify).collect();
    let ends = BEFORE_NAMES.iter().flat_map(|words| {
        let before = simple.match_indices(words).map(|(at, _)| simple[..at].chars().count());
        before.map(|before| before + words.chars().count())
    });
    let rest = |end: usize| name.char_indices().nth(end).map_or("", |(at, _)| &name[at..]);
    let fits = |end: &usize| {
        let rest = rest(*end);
        rest.chars().count() >= SHORTEST_REST && is_body(rest) && !GOES_ON.iter().any(|w| rest.starts_with(w))
    };
    ends.filter(fits).max().map_or(name, rest)
}

static SHORT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<year>20\d\d)\s*年?度?\s*年报[_\-\s]+(?P<agency>\p{Han}{2,30})"));

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起)?\s*[,,]?\s*(?:至|到|-|—|－|~)\s*(?:(20\d\d)\s*年)?\s*12\s*月\s*31\s*日",
    )
});

/// What stands between an agency and the title proper.
static ABOUT_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"关于\s*(?:开展|做好|报送|上报|发布|公布|印发|编制|编报)?\s*(?:本[市县区局]|全[市县区])?\s*$")
});

/// Reads a line (or a few joined ones) as a title.
pub fn read(text: &str) -> Option<Title> {
    // Every order has 报告 or 年报, and few lines have either.
    if !may_hold(text, '报') || !normal(text).contains('报') {
        return None;
    }
    let printed = arabic_years(&READING_MARK.replace_all(&spaced_out(text.trim()), ""));
    let folded = Folded::new(&printed);
    if !["报告", "年报"].iter().any(|words| folded.text.contains(words)) {
        return None;
    }
    // All of them say what is made public, and all but the last name a year.
    let from = if folded.text.contains("20") { 0 } else { ORDERS.len() - 1 };
    let ordered = || ORDERS[from..].iter().find_map(|order| order.captures(&folded.text));
    if let Some(found) = folded.text.contains("公开").then(ordered).flatten() {
        return by_order(&found, &folded);
    }
    SHORT.captures(&folded.text).map(|found| Title {
        text: found[0].trim().to_owned(),
        agency: found.name("agency").map(|m| folded.printed(m.range()).to_owned()),
        year: found["year"].parse().ok(),
        about: false,
    })
}

fn by_order(found: &Captures, folded: &Folded) -> Option<Title> {
    let year: Option<u16> = match found.name("year") {
        Some(year) => Some(year.as_str().parse().ok().filter(|y| YEARS.contains(y))?),
        None => None,
    };
    let whole = found.get(0)?;
    let start = name_before(&folded.text, whole.start());
    let before = &folded.text[start..whole.start()];
    let rest = folded.text[whole.end()..].trim_start();
    let tail: String = rest.chars().take(LONGEST_TAIL).collect();
    let sends = is_about(&tail);
    // With the agency after the year, what stands before it is something else.
    let between = found.name("between").and_then(|m| last_name(folded.printed(m.range())));
    let from = if between.is_some() { found.name("year").map_or(start, |y| y.start()) } else { start };
    let mut text = folded.printed(from..whole.end()).trim();
    let agency = between.or_else(|| last_name(folded.printed(start..whole.start())));
    if let Some(at) = agency.as_ref().and_then(|name| text.find(name.as_str())) {
        let touching = BEFORE_NAMES.iter().any(|w| text[..at].chars().map(simplify).eq(w.chars()));
        text = if touching { &text[at..] } else { text };
    }
    Some(Title {
        text: text.to_owned(),
        agency,
        year,
        about: sends || is_about(before) || before.contains("做好") || before.contains("报送"),
    })
}

/// Years in Chinese digits made Arabic.
fn arabic_years(text: &str) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).unwrap_or(0).to_string();
    CHINESE_YEAR.replace_all(text, |found: &Captures| found[0].chars().map(digit).collect::<String>()).into_owned()
}

/// What the names of public bodies end with.
const BODIES: &str = "府局委办厅部院心区县市镇乡道会处所站队司学校社行署关馆园团组场旗州盟室台庭省狱协联库村";

/// Whether a name ends as the names of public bodies do, a bracketed addition aside.
pub fn is_body(name: &str) -> bool {
    let plain = without_brackets(name);
    let site = ["网站", "门户", "首页"].iter().any(|s| plain.ends_with(s));
    plain.chars().count() >= 3 && !site && plain.chars().last().is_some_and(|c| BODIES.contains(simplify(c)))
}

/// Words of pages that speak about reports. Source: look-alikes seen beside published reports.
fn is_about(text: &str) -> bool {
    ["解读", "一图读懂", "图解", "通知", "来函", "的函", "公告", "上半年", "下半年", "季度", "月份"]
        .iter()
        .any(|w| text.contains(w))
}

/// The agency's name out of what stands before or after the year: the last stretch without a gap that is a public body's
/// name, labels of the site, ordinals and `关于` let go.
fn last_name(text: &str) -> Option<String> {
    let last = text.split_whitespace().last()?;
    let name = last.rsplit(['>', '：', ':', '《', '》', '—']).next()?;
    let name = &name[..ABOUT_WORDS.find(name).map_or(name.len(), |m| m.start())];
    let name = ["关于", "附件", "标题"].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name);
    let name = ordinal(name).map_or(name, |(rest, _)| rest);
    let name = name.trim_start_matches([')', '）', '”', '-', '、']).trim_end_matches(['的', '度', '“', '(', '（']);
    // What a printer puts at the top of a page (`3:02 PM`) may touch the name.
    let name = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let name = without_touching(name);
    let in_a_sentence = name.contains(['我', '将', '为']) || name.starts_with('本');
    (is_body(name) && !in_a_sentence).then(|| name.to_owned())
}

/// A line set with a space between all its characters is one word.
fn spaced_out(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let single = words.iter().filter(|w| w.chars().count() == 1).count();
    if words.len() >= 6 && single * 10 >= words.len() * 8 { words.concat() } else { text.to_owned() }
}

/// The agency that a text names as the report's author.
pub fn author(text: &str) -> Option<String> {
    if !may_hold(text, '编') || !normal(text).contains('编') {
        return None;
    }
    let folded = Folded::new(text);
    let name = AUTHOR.captures(&folded.text)?.get(1)?;
    Some(folded.printed(name.range()).to_owned()).filter(|name| is_body(name))
}

/// The first year that a text names, for reports that name theirs nowhere else.
pub fn first_year(text: &str) -> Option<u16> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d\d)\s*年"));
    YEAR.captures(&normal(text))?[1].parse().ok().filter(|y| YEARS.contains(y))
}

/// The year that a text gives as the period of its figures (`自2021年1月1日起至2021年12月31日止`).
pub fn period(text: &str) -> Option<u16> {
    if !may_hold(text, '月') {
        return None;
    }
    let folded = normal(text);
    let found = PERIOD.captures(&folded)?;
    let from: u16 = found[1].parse().ok()?;
    let to = found.get(2).map_or(Some(from), |y| y.as_str().parse().ok());
    (to == Some(from) && YEARS.contains(&from)).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The orders with the name before them as part of the pattern: the slow way to find both.
    static WHOLE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let orders = ORDERS.iter().map(|order| order.as_str().trim_start_matches("(?x)"));
        orders.map(|order| pattern(&format!("(?P<before>NAME{{0,60}}?){order}"))).collect()
    });

    proptest! {
        #[test]
        fn a_name_is_found_as_the_whole_pattern_finds_it(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "青石市水利局", "2023年", "2024", "度", "政府信息公开", "政务公开", "工作", "情况", "的", "年度", "报告", "年报",
                " ", ",", "。", ">", "（", "(", "“", "关于", "A1", "\u{3000}", "一二三四五六七八九十一二三四五六七八九十",
            ]), 1..14),
        ) {
            let text = pieces.concat();
            for (order, whole) in ORDERS.iter().zip(WHOLE.iter()) {
                let slow = whole.captures(&text).map(|found| {
                    let group = |name: &str| found.name(name).map(|m| m.range());
                    (found[0].to_owned(), group("before"), group("year"), group("between"), group("words"))
                });
                let quick = order.captures(&text).and_then(|found| {
                    let group = |name: &str| found.name(name).map(|m| m.range());
                    let core = found.get(0)?;
                    let start = name_before(&text, core.start());
                    let before = Some(start..core.start());
                    Some((text[start..core.end()].to_owned(), before, group("year"), group("between"), group("words")))
                });
                prop_assert_eq!(quick, slow);
            }
        }
    }

    #[test]
    fn the_characters_of_a_name_are_those_of_its_pattern() {
        for c in '\0'..=char::MAX {
            let is_of_a_name = NAME.is_match(c.encode_utf8(&mut [0; 4]));
            assert_eq!(name_before(&format!("{c}x"), c.len_utf8()) == 0, is_of_a_name, "{c:?}");
        }
    }

    #[test]
    fn titles_in_all_their_orders() {
        for (text, agency, year) in [
            ("青石市人民政府2024年政府信息公开工作年度报告", Some("青石市人民政府"), 2024),
            ("青石市云岭区民政局 2024 年 政府信息公开工作年度报告", Some("青石市云岭区民政局"), 2024),
            ("2019年云岭区教育局政府信息公开工作年度报告", Some("云岭区教育局"), 2019),
            ("2024 年青石市科委政府信息公开工作 年度报告", Some("青石市科委"), 2024),
            ("关于2021年度政府信息公开工作的年度报告", None, 2021),
            ("2020年信息公开工作年度报告", None, 2020),
            ("2020年报_审计局", Some("审计局"), 2020),
            ("云岭区教育局关于2023年度政府信息公开工作的报告", Some("云岭区教育局"), 2023),
            ("（2023年度）云岭区教育局政府信息公开工作年度报告", Some("云岭区教育局"), 2023),
            ("云岭区2023年法治政府建设和政府信息公开工作年度报告", Some("云岭区"), 2023),
            ("云岭区教育局政府信息公开工作年度报告（2023年度）", Some("云岭区教育局"), 2023),
            ("云岭区教育局政府信息公开工作2023年度报告", Some("云岭区教育局"), 2023),
            ("云岭区教育局二〇二三年政府信息公开工作年度报告", Some("云岭区教育局"), 2023),
            ("云岭区教育局“2023年”政府信息公开工作年度报告", Some("云岭区教育局"), 2023),
            ("云岭区、松台区2023年政府信息公开工作年度报告", Some("云岭区、松台区"), 2023),
            ("云岭县12345热线服务中心2023年政府信息公开工作年度报告", Some("云岭县12345热线服务中心"), 2023),
            ("云岭海关（本级机关）2020年政府信息公开工作年度报告", Some("云岭海关（本级机关）"), 2020),
            ("雲嶺縣機關事務局2020年政府信息公開工作年度報告", Some("雲嶺縣機關事務局"), 2020),
            ("雲嶺縣良塘村2023年政府資訊公開工作年度報告", Some("雲嶺縣良塘村"), 2023),
            ("雲嶺縣衞生局2023年政府訊息公開工作年度報告", Some("雲嶺縣衞生局"), 2023),
            ("雲嶺區臺辦二〇二三年政府信息公開工作年度報告", Some("雲嶺區臺辦"), 2023),
            ("当前位置： 首页 政务公开 云岭实验区2021年度政府信息公开工作年度报告 来源", Some("云岭实验区"), 2021),
        ] {
            let title = read(text);
            assert_eq!(title.as_ref().and_then(|t| t.year), Some(year), "{text}");
            assert_eq!(title.as_ref().and_then(|t| t.agency.as_deref()), agency, "{text}");
        }
    }

    #[test]
    fn what_touches_a_name_is_not_of_it() {
        for (text, agency) in [
            ("政府信息公开白鹭县民政局2021年政府信息公开工作年度报告", "白鹭县民政局"),
            ("按照条例要求,现公布白鹭县民政局2021年政府信息公开工作年度报告", "白鹭县民政局"),
            ("政務公開白鷺縣民政局2021年政府信息公開工作年度報告", "白鷺縣民政局"),
            ("政务公开办公室2021年政府信息公开工作年度报告", "政务公开办公室"),
            ("指南政府信息公开制度依申请公开白鹭县民政局2021年政府信息公开工作年度报告", "白鹭县民政局"),
            ("白鹭县政务公开和政务服务局2021年政府信息公开工作年度报告", "白鹭县政务公开和政务服务局"),
        ] {
            assert_eq!(read(text).and_then(|t| t.agency).as_deref(), Some(agency), "{text}");
        }
        assert_eq!(author("按照条例要求，白鹭县民政局编制了2022年度报告。").as_deref(), Some("白鹭县民政局"));
        assert_eq!(author("本报告由白鹭县民政局编制。").as_deref(), Some("白鹭县民政局"));
    }

    #[test]
    fn what_stands_before_a_title_is_not_of_it() {
        let title = read("正文2024 年青石市科委政府信息公开工作年度报告");
        assert_eq!(title.map(|t| t.text).as_deref(), Some("2024 年青石市科委政府信息公开工作年度报告"));
    }

    #[test]
    fn pages_about_reports_say_so() {
        assert!(read("文字解读:关于云岭区2021年政府信息公开工作年度报告的解读").is_some_and(|t| t.about));
        assert!(read("关于做好2024年政府信息公开工作年度报告编制发布工作的通知").is_some_and(|t| t.about));
        assert!(!read("云岭区2021年政府信息公开工作年度报告").is_some_and(|t| t.about));
    }

    #[test]
    fn the_period_names_the_year() {
        assert_eq!(period("统计期限自2021年1月1日起至2021年12月31日止。"), Some(2021));
        assert_eq!(period("2024 年 1 月 1 日至 12 月 31 日"), Some(2024));
        assert_eq!(period("自2020年1月1日起至202112月31日"), None);
        assert_eq!(period("統計期限為2024年1月1日至12月31日"), Some(2024));
    }
}
