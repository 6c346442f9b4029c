//! The text of a link → whether it leads to a report, to something that only looks like one, or to a column of reports.
//!
//! What is recognised is taken whatever it turns out to be: whether it is a report is told by its content, when it is
//! converted. What is let go although it sounds like one is said, with the word that decided.

use regex::Regex;
use std::sync::LazyLock;

/// The longest text that is still a title, in characters: longer ones are paragraphs inside a link.
const LONGEST: usize = 160;

/// What a link leads to, by its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// A report, of the year and agency that its title names.
    Report {
        /// The year.
        year: Option<u16>,
        /// The agency.
        agency: Option<String>,
    },
    /// A column of reports: `政府信息公开年报`.
    Column,
    /// Something that speaks of annual reports, and the word by which it was let go.
    LookAlike(&'static str),
    /// Anything else.
    Nothing,
}

/// Words of pages that speak about reports, and of statistics of a part of the year. Source: look-alikes seen beside
/// published reports.
const ABOUT: [&str; 24] = [
    "解读",
    "图解",
    "一图读懂",
    "一图看懂",
    "通知",
    "来函",
    "的函",
    "公告",
    "上半年",
    "下半年",
    "半年报",
    "季度",
    "月份",
    "月报",
    "统计表",
    "指南",
    "制度",
    "办法",
    "模板",
    "格式",
    "培训",
    "会议",
    "整改",
    "评估",
];

/// Annual reports of other kinds, and what sites call an annual report beside these.
const OTHERS: [&str; 22] = [
    "法治",
    "依法行政",
    "预算",
    "决算",
    "财政",
    "审计",
    "环境",
    "统计公报",
    "工作总结",
    "政府网站",
    "网站工作",
    "新媒体",
    "企业",
    "社会责任",
    "社会组织",
    "安全生产",
    "质量",
    "体检",
    "执法",
    "双公示",
    "监管",
    "部门年鉴",
];

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

static ANNUAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"年度?(?:工作)?(?:情况)?的?[报報]告|年[报報]|年度.{0,24}(?:[报報]告|…|\.\.\.)$"));
static PUBLIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:信息|政务|資訊|資料|信息公開|讯息)[公][开開]|政府信息公[开開]"));
static REPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"[报報]告|年[报報]|…$|\.\.\.$"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d\d|二[〇○零Ｏ0][一二三四五六七八九〇○零]{2})\s*年"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d\d)"));
static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:政府|政务)?(?:信息公[开開])?(?:工作)?(?:年度[报報]告|年[报報])(?:\(.{0,6}\)|专栏|栏目)?$")
});
static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:20\d\d年度?)?(\p{Han}{2,40}?[府局委办厅部院区县市镇乡会处所站队校社关司])(?:关于)?(?:20\d\d年|政府信息|信息公开|政务公开|年报|年度)",
    )
});

/// Recognises the text of a link, as read on a page that lists reports.
pub fn recognise(text: &str) -> Lead {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).map(narrow).collect();
    let length = plain.chars().count();
    if length == 0 || length > LONGEST {
        return Lead::Nothing;
    }
    let speaks = ANNUAL.is_match(&plain) || (PUBLIC.is_match(&plain) && REPORT.is_match(&plain));
    if !speaks {
        return Lead::Nothing;
    }
    if let Some(word) = ABOUT.iter().find(|word| plain.contains(**word)) {
        return Lead::LookAlike(word);
    }
    let is_public = PUBLIC.is_match(&plain);
    if let Some(word) = OTHERS.iter().find(|word| is_topic(&plain, word)).filter(|_| !is_public) {
        return Lead::LookAlike(word);
    }
    let year = year(&plain);
    if year.is_none() && COLUMN.is_match(&plain) {
        return Lead::Column;
    }
    if year.is_none() && !is_public {
        return Lead::Nothing;
    }
    Lead::Report { year, agency: agency(&plain) }
}

/// The year that a title names.
pub fn year(text: &str) -> Option<u16> {
    let found = YEAR.captures(text).or_else(|| NUMBER.captures(text))?;
    let digits: String = found[1]
        .chars()
        .map(|c| match "〇一二三四五六七八九".chars().position(|digit| digit == c) {
            Some(digit) => char::from_digit(digit as u32, 10).unwrap_or('0'),
            None if c == '二' => '2',
            None if c.is_ascii_digit() => c,
            None => '0',
        })
        .collect();
    digits.parse().ok().filter(|year| (2008..=2099).contains(year))
}

/// The agency that a title begins with, or names after its year.
fn agency(plain: &str) -> Option<String> {
    AGENCY.captures(plain).map(|found| found[1].trim_start_matches("关于").to_owned())
}

/// Whether a word is what a report is about, and not part of an agency's name (`审计局`).
fn is_topic(plain: &str, word: &str) -> bool {
    plain.match_indices(word).any(|(at, _)| {
        !plain[at + word.len()..].starts_with(['局', '厅', '委', '办', '部', '署', '处', '所', '站', '中', '院', '保'])
    })
}

/// Spaces of no width and marks of direction, which editors leave in titles.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{2060}')
}

/// Full-width digits and brackets, as the narrow ones.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_recognised_in_all_their_titles() {
        for (text, year, agency) in [
            ("青石市人民政府2024年政府信息公开工作年度报告", Some(2024), Some("青石市人民政府")),
            ("2019年云岭区教育局政府信息公开工作年度报告", Some(2019), Some("云岭区教育局")),
            ("2023 年度政府信息公开 工作年度报告", Some(2023), None),
            ("关于2021年度政府信息公开工作的年度报告", Some(2021), None),
            ("2020年信息公开工作年度报告", Some(2020), None),
            ("青石市云岭区民政局２０２２年政府信息公开年报", Some(2022), Some("青石市云岭区民政局")),
            ("云岭区教育局关于2023年度政府信息公开工作的报告", Some(2023), Some("云岭区教育局")),
            ("2020年报_审计局", Some(2020), None),
            ("二〇二二年政府信息公开工作年度报告", Some(2022), None),
            ("青石市教育局2023年政府信息公开工作年度…", Some(2023), Some("青石市教育局")),
            ("2023年度报告", Some(2023), None),
            ("青石市民政局政府信息公开年度报告", None, Some("青石市民政局")),
            ("興國縣良村鎮2024年政府信息公開工作年度報告", Some(2024), None),
            ("2015年政务公开工作年报", Some(2015), None),
            ("青石市财政局2023年政府信息公开工作年度报告", Some(2023), Some("青石市财政局")),
        ] {
            match recognise(text) {
                Lead::Report { year: read, agency: named } => {
                    assert_eq!(read, year, "{text}");
                    assert!(agency.is_none() || named.as_deref() == agency, "{text}: {named:?}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_only_looks_like_one_is_let_go_with_a_word() {
        for (text, word) in [
            ("文字解读：关于青石市2023年政府信息公开工作年度报告的解读", "解读"),
            ("一图读懂2023年政府信息公开年报", "一图读懂"),
            ("2022年上半年政府信息公开数据统计报告", "上半年"),
            ("关于做好2023年政府信息公开工作年度报告编制的通知", "通知"),
            ("2023年法治政府建设年度报告", "法治"),
            ("青石市2022年政府网站工作年度报表（年报）", "政府网站"),
            ("2021年第三季度信息公开年报", "季度"),
        ] {
            assert_eq!(recognise(text), Lead::LookAlike(word), "{text}");
        }
        for text in ["2023年工作要点", "机构职能", "", "联系我们", "2023年"] {
            assert_eq!(recognise(text), Lead::Nothing, "{text}");
        }
        for text in ["政府信息公开年报", "政府信息公开工作年度报告", "信息公开年度报告", "年报"]
        {
            assert_eq!(recognise(text), Lead::Column, "{text}");
        }
    }
}
