//! Places of a template that were left to be filled in.
//!
//! **What it does.** Looks in titles and texts for `XX` or `××` where a number belongs: before 件, 年, 万元 and what else is counted.
//! `XX` in the place of a name (`XX局`, `张××`) is how names are withheld, and is passed over.
//!
//! **Why it matters.** A sentence that nobody filled in stands beside tables that somebody may not have filled in either.
//!
//! **Example.** `全年共收到政府信息公开申请XX件`.

use crate::finding::{Finding, Severity};
use crate::parse::fold;
use crate::report::Report;
use regex::Regex;
use std::sync::LazyLock;

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test")]
static LEFT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^A-Za-z0-9])((?:20)?(?:[Xx×✕]{2,4}|×)\s*(?:余|多)?\s*(?:年|月|日|件|条|次|份|个|篇|期|人|宗|例|起|万元|元|%))")
        .expect("a constant pattern")
});

/// Characters before a place that are told with it.
const BEFORE: usize = 12;

/// One finding for all of them, with the first and how many there are.
pub fn told(report: &Report) -> Option<Finding> {
    let texts = report.sections.iter().flat_map(|section| [&section.heading, &section.text]);
    let mut first = None;
    let mut count = 0;
    for text in report.title.iter().chain(texts).map(|text| fold::normal(text)) {
        for found in LEFT.captures_iter(&text).filter_map(|found| found.get(1)) {
            count += 1;
            first.get_or_insert_with(|| {
                let start = text[..found.start()].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
                text[start..found.end()].trim().replace('\n', " ")
            });
        }
    }
    let places = if count == 1 { "a place".to_owned() } else { format!("{count} places") };
    first.map(|first| {
        Finding::new("template-left", Severity::Note, format!("{places} of a template left as they were: “…{first}”"))
    })
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::report::{Report, Section};

    fn of(text: &str) -> Option<String> {
        let section = Section { number: Some(1), heading: "一、总体情况".to_owned(), text: text.to_owned() };
        told(&Report { sections: vec![section], ..Report::default() }).map(|finding| finding.message)
    }

    #[test]
    fn numbers_that_nobody_filled_in_are_told() {
        for text in
            ["全年收到申请XX件。", "全年收到申请××件。", "ＸＸ年度", "20XX年，我局", "主动公开信息×条", "收费xx万元"]
        {
            assert!(of(text).is_some(), "{text}");
        }
        assert_eq!(
            of("全年共收到政府信息公开申请XX件，答复XX件。").unwrap(),
            "2 places of a template left as they were: “…年共收到政府信息公开申请XX件”"
        );
    }

    #[test]
    fn names_that_are_withheld_are_none() {
        for text in ["张××申请公开", "某XX局", "型号AXX件", "3×5件", "全年收到申请12件。", "DXX次列车"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
