//! The title: whose report, of which year.
//!
//! ```text
//! title  = [ "关于" ] ( agency year | year agency | year ) words
//! agency = letters and brackets without a gap
//! year   = 4digit "年" [ "度" ]
//! words  = [ "政府" | "政务" ] [ "信息" ] "公开" [ "工作" ] [ "的" ] ( "年度报告" | "报告" | "年报" )
//! ```

use super::fold::{Folded, normal, simplify, without_brackets};
use regex::Regex;
use std::sync::LazyLock;

/// First and last year a report can be of: the regulation came into force in May 2008.
const YEARS: std::ops::RangeInclusive<u16> = 2008..=2099;

/// A title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// As printed, in one line.
    pub text: String,
    /// The agency named in it.
    pub agency: Option<String>,
    /// The year named in it.
    pub year: Option<u16>,
    /// It speaks about a report, and is none: an explanation, a notice, a statistic of a part of the year.
    pub about: bool,
}

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<before>[\p{Han}A-Za-z()·、\s\d]{0,60}?)
        (?P<year>20\d\d)\s*年?\s*度?\s*
        (?P<between>[\p{Han}()·、]{0,40}?\s?)
        (?P<words>(?:政府|政务)?\s*(?:信息公开|政务公开)\s*(?:工作)?\s*(?:情况)?\s*的?\s*(?:年度)?\s*(?:工作)?\s*(?:报告|年报))",
    )
});

/// Readings of characters that converted copies carry: `報(bào)告`.
static READING_MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[(（]\p{Latin}{1,7}[)）]"));

/// `本报告由…编制`.
static AUTHOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"报告由(\p{Han}{3,30}?)(?:负责|组织)?(?:编制|编写)"));

static SHORT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<year>20\d\d)\s*年?度?\s*年报[_\-\s]+(?P<agency>\p{Han}{2,30})"));

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起)?\s*[,,]?\s*(?:至|到|-|—|－|~)\s*(?:(20\d\d)\s*年)?\s*12\s*月\s*31\s*日",
    )
});

/// Reads a line (or a few joined ones) as a title.
pub fn read(text: &str) -> Option<Title> {
    let printed = READING_MARK.replace_all(&spaced_out(text.trim()), "").into_owned();
    let folded = Folded::new(&printed);
    if let Some(found) = WORDS.captures(&folded.text) {
        let year: u16 = found["year"].parse().ok().filter(|y| YEARS.contains(y))?;
        let name = |group: &str| found.name(group).and_then(|m| last_name(folded.printed(m.range())));
        let whole = found.get(0)?;
        let rest = folded.text[whole.end()..].trim_start();
        let about = is_about(&folded.text[..whole.end()]) || rest.starts_with(['的', '解']) && is_about(rest);
        // With the agency after the year, what stands before it is something else.
        let between = name("between");
        let from = if between.is_some() { found.name("year")?.start() } else { whole.start() };
        return Some(Title {
            text: folded.printed(from..whole.end()).trim().to_owned(),
            agency: between.or_else(|| name("before")),
            year: Some(year),
            about,
        });
    }
    SHORT.captures(&folded.text).map(|found| Title {
        text: found[0].trim().to_owned(),
        agency: found.name("agency").map(|m| folded.printed(m.range()).to_owned()),
        year: found["year"].parse().ok(),
        about: false,
    })
}

/// What the names of public bodies end with.
const BODIES: &str = "府局委办厅部院心区县市镇乡道会处所站队司学校社行署关馆园团组场旗州盟室台庭省";

/// Whether a name ends as the names of public bodies do, a bracketed addition aside.
pub fn is_body(name: &str) -> bool {
    let plain = without_brackets(name);
    plain.chars().count() >= 3 && plain.chars().last().is_some_and(|c| BODIES.contains(simplify(c)))
}

/// Words of pages that speak about reports. Source: look-alikes seen beside published reports.
fn is_about(text: &str) -> bool {
    ["解读", "一图读懂", "图解", "通知", "上半年", "下半年", "季度", "月份"].iter().any(|w| text.contains(w))
}

/// The agency's name out of what stands before or after the year: the last stretch without a gap, `关于` and labels of
/// the site let go.
fn last_name(text: &str) -> Option<String> {
    let last = text.split_whitespace().last()?;
    let name = last.rsplit(['、', '>', '：', ':', '《', '》']).next()?;
    let name = name.strip_prefix("关于").unwrap_or(name);
    let name = name.strip_suffix(['的', '度']).unwrap_or(name);
    let plain = name.chars().filter(|c| !"()（）·".contains(*c)).count();
    (plain >= 2 && !name.chars().any(|c| c.is_ascii_digit()) && name != "本级").then(|| name.to_owned())
}

/// A line set with a space between all its characters is one word.
fn spaced_out(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let single = words.iter().filter(|w| w.chars().count() == 1).count();
    if words.len() >= 6 && single * 10 >= words.len() * 8 { words.concat() } else { text.to_owned() }
}

/// The agency that a text names as the report's author.
pub fn author(text: &str) -> Option<String> {
    AUTHOR.captures(text).map(|found| found[1].to_owned()).filter(|name| is_body(name))
}

/// The first year that a text names, for reports that name theirs nowhere else.
pub fn first_year(text: &str) -> Option<u16> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d\d)\s*年"));
    YEAR.captures(&normal(text))?[1].parse().ok().filter(|y| YEARS.contains(y))
}

/// The year that a text gives as the period of its figures (`自2021年1月1日起至2021年12月31日止`).
pub fn period(text: &str) -> Option<u16> {
    let folded = normal(text);
    let found = PERIOD.captures(&folded)?;
    let from: u16 = found[1].parse().ok()?;
    let to = found.get(2).map_or(Some(from), |y| y.as_str().parse().ok());
    (to == Some(from) && YEARS.contains(&from)).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("云岭海关（本级机关）2020年政府信息公开工作年度报告", Some("云岭海关（本级机关）"), 2020),
            ("雲嶺縣機關事務局2020年政府信息公開工作年度報告", Some("雲嶺縣機關事務局"), 2020),
            ("当前位置： 首页 政务公开 云岭实验区2021年度政府信息公开工作年度报告 来源", Some("云岭实验区"), 2021),
        ] {
            let title = read(text);
            assert_eq!(title.as_ref().and_then(|t| t.year), Some(year), "{text}");
            assert_eq!(title.as_ref().and_then(|t| t.agency.as_deref()), agency, "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_title_is_not_of_it() {
        let title = read("正文2024 年青石市科委政府信息公开工作年度报告");
        assert_eq!(title.map(|t| t.text).as_deref(), Some("2024 年青石市科委政府信息公开工作年度报告"));
    }

    #[test]
    fn pages_about_reports_say_so() {
        assert!(read("文字解读:关于云岭区2021年政府信息公开工作年度报告的解读").is_some_and(|t| t.about));
        assert!(!read("云岭区2021年政府信息公开工作年度报告").is_some_and(|t| t.about));
    }

    #[test]
    fn the_period_names_the_year() {
        assert_eq!(period("统计期限自2021年1月1日起至2021年12月31日止。"), Some(2021));
        assert_eq!(period("2024 年 1 月 1 日至 12 月 31 日"), Some(2024));
        assert_eq!(period("自2020年1月1日起至202112月31日"), None);
    }
}
