//! The words by which a number in a sentence is known to count something of the tables.
//!
//! ```text
//! received    = ( "新收" | "收到" | … ) { "政府信息公开" | "申请" | "共" | … } number [ "申请" ]
//! carried in  = "上年" "结转" … number        carried out = "结转" "下年" … number | number "结转下年"
//! answered    = ( "答复" | "办结" | … ) { … } number
//! outcome     = "予以公开" [ "及部分公开" ] { … } number | number "予以公开"
//! appeals     = ( "行政复议" | "诉讼" ) { "案件" | … } number
//! ```
//!
//! Between word and number only listed words may stand. Source of the words: sentences of published reports.

use super::claims::{Quantity, Sentence, is_other, none};
use crate::parse::numeral::Amount;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// What is counted beside requests, or counts a part of them only.
pub(super) const OTHER_THINGS: [&str; 34] = [
    "网站",
    "信箱",
    "热线",
    "微信",
    "公众号",
    "微博",
    "留言",
    "投诉",
    "咨询",
    "建议",
    "提案",
    "信访",
    "邮件",
    "信函",
    "邮寄",
    "当面",
    "传真",
    "网上",
    "网络",
    "在线",
    "平台",
    "12345",
    "各乡镇",
    "各镇",
    "各街道",
    "各部门",
    "各单位",
    "下属",
    "所属",
    "直属",
    "同比",
    "以来",
    "同期",
    "平均",
];

/// What stands around a sentence.
pub(super) struct Context {
    /// Its paragraph or section is about requests for information.
    pub(super) requests: bool,
    /// Its section is about appeals in matters of information.
    pub(super) appeals: bool,
    /// Its section is the last, of other matters.
    pub(super) rest: bool,
    /// The year of the report.
    pub(super) year: Option<u16>,
}

/// Whether a paragraph is about requests for information.
pub(super) fn about_requests(paragraph: &str) -> bool {
    ["依申请公开", "信息公开申请", "公开申请"].iter().any(|w| paragraph.contains(w))
}

#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test")]
fn pattern(text: &str) -> Regex {
    let parts = [
        ("LAST", r"(?:上一?年度?|去年|前一年度?|上年底)"),
        ("NEXT", r"(?:下|次|明)一?年度?"),
        (
            "SAID",
            r"(?:政府信息公开|信息公开|依申请公开|公开|政府信息|有关|关于|各类|有效|书面|公民|群众|社会公众|法人|及|和|其他组织|的|申请人?|申请书|申请件|共计?|合计|总计|累计|为|有|了|数量?|件数|总量|量|已|完毕|完成|继续|办理|答复|处理)",
        ),
        ("NUM", r"⟨(?P<n>\d+)⟩"),
    ];
    Regex::new(&parts.iter().fold(text.to_owned(), |t, (name, part)| t.replace(name, part)))
        .expect("a constant pattern")
}

/// A way to say a quantity.
struct Way {
    quantity: Quantity,
    /// Of these characters one stands in all that the words find: most sentences have none of most ways'.
    signs: u32,
    words: LazyLock<Regex>,
}

impl Way {
    /// Whether the words can find anything of use in a sentence: a number, but for what is told without one, and a sign.
    fn may_find(&self, sentence: &Sentence, signs: u32) -> bool {
        let is_told_without = matches!(self.quantity, Quantity::AllDone | Quantity::Fees);
        (is_told_without || !sentence.amounts.is_empty()) && self.signs & signs != 0
    }
}

/// All signs of all ways.
const SIGNS: [char; 22] = [
    '收', '增', '理', '接', '转', '遗', '顺', '延', '复', '办', '予', '同', '全', '均', '都', '分', '不', '提', '他',
    '议', '诉', '无',
];

/// Which signs a text holds, a bit each.
fn signs(text: &str) -> u32 {
    text.chars().filter_map(|c| SIGNS.iter().position(|sign| *sign == c)).fold(0, |signs, at| signs | 1 << at)
}

macro_rules! ways {
    ($($quantity:ident $signs:literal $words:literal)*) => {
        LazyLock::new(|| [$(Way {
            quantity: Quantity::$quantity,
            signs: signs($signs),
            words: LazyLock::new(|| pattern($words)),
        }),*])
    };
}

static WAYS: LazyLock<[Way; 24]> = ways! {
    Received "收增理接" r"(?P<verb>新收|新增|收到|收|受理|接收|接到)到?SAID{0,6}NUM"
    CarriedIn "转遗顺" r"LAST(?:度)?(?:结转|转结|转入|遗留|顺延)(?:至|到)?(?:本年度?|今年)?SAID{0,6}NUM"
    CarriedIn "转" r"(?:结转|转结)LASTSAID{0,6}NUM"
    CarriedOut "转延" r"(?:结转|转结|转|顺延|延期)(?:至|到|入)?NEXTSAID{0,8}NUM"
    CarriedOut "转顺" r"NUM(?:申请)?(?:按[^,。⟨]{0,10})?(?:需|将|尚在办理,?)?(?:结转|转|顺延)(?:(?:至|到|入)?NEXT|[,。)])"
    AllDone "均都全" r"申请(?:均|都|全部)已?(?:按[^,。⟨]{0,8}|依法[^,。⟨]{0,6})?(?:办理完成|办结|办理完毕|答复完毕|办理完结)"
    Answered "复" r"(?P<verb>答复|回复)SAID{0,6}NUM"
    Handled "办" r"(?P<verb>办结|办理)SAID{0,6}NUM"
    GrantedOrPartial "分" r"(?:予以|同意)公开(?:及|和|、|与|或)(?:予以|同意)?部分公开SAID{0,4}NUM"
    Granted "予同全" r"(?:予以|同意|全部)公开SAID{0,4}NUM"
    Granted "予同" r"(?:^|[,:(、中有对])NUM(?:申请)?(?:予以|同意)公开(?:[,。;、)]|$)"
    Partial "分" r"(?P<verb>(?:同意|予以)?部分公开)SAID{0,4}NUM"
    Partial "分" r"(?:^|[,:(、中有对])NUM(?:申请)?(?:予以)?部分公开(?:[,。;、)]|$)"
    Refused "不" r"(?:不予|不同意)公开SAID{0,4}NUM"
    Refused "不" r"(?:^|[,:(、中有对])NUM(?:申请)?不予公开(?:[,。;、)]|$)"
    Unavailable "提" r"无法提供SAID{0,4}NUM"
    Unavailable "提" r"(?:^|[,:(、中有对])NUM(?:申请)?无法提供(?:[,。;、)]|$)"
    NotProcessed "不" r"不予处理SAID{0,4}NUM"
    OtherHandling "他" r"其他处理SAID{0,4}NUM"
    Reconsideration "议" r"(?P<verb>复议)(?:案件|申请|的|共|有|数|量|为|计)*NUM"
    Reconsideration "议" r"NUM(?:涉及|因|有关|关于)?(?:政府)?信息公开(?:工作|事项)?(?:类|的|引发的|引起的|相关的)*行政复议(?:[,。;、)]|案件|$)"
    Litigation "诉" r"(?P<verb>诉讼)(?:案件|申请|的|共|有|数|量|为|计)*NUM"
    Litigation "诉" r"NUM(?:涉及|因|有关|关于)?(?:政府)?信息公开(?:工作|事项)?(?:类|的|引发的|引起的|相关的)*行政诉讼(?:[,。;、)]|案件|$)"
    Fees "无" r"^无[。]?$"
};

/// Nothing, told in words.
static NOT_RECEIVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:未|没有|无)(?:收到|接到|受理)(?:过)?(?:任何|公民、法人(?:和|或|及)其他组织|公民)?(?:有关|关于|的)*(?:政府信息公开|信息公开|依申请公开|公开政府信息)?的?申请(?:[,。;、)]|$|情况|事项)",
    )
});
static NO_APPEAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:未|没有|无)(?:收到|接到|发生|出现|产生|被|因)[^,。⟨]{0,24}?(?:复议|诉讼)[^,。⟨]{0,24}")
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(20\d\d)年|(今年|本年)|LAST"));

/// The claims of a sentence.
pub(super) fn claims(sentence: &Sentence, context: &Context) -> Vec<(Quantity, Amount, bool)> {
    let mut found: Vec<(usize, Quantity, Amount, bool)> = Vec::new();
    let signs = signs(&sentence.words);
    for way in WAYS.iter().filter(|way| way.may_find(sentence, signs)) {
        for words in way.words.captures_iter(&sentence.words) {
            let Some(whole) = words.get(0).filter(|m| holds(way.quantity, sentence, m.start(), &words, context)) else {
                continue;
            };
            let number = words.name("n").and_then(|n| n.as_str().parse::<usize>().ok());
            let Some(amount) = number.map_or_else(|| Some(none()), |n| sentence.amounts.get(n).cloned()) else {
                continue;
            };
            let newly = words.name("verb").is_some_and(|v| v.as_str().starts_with('新'));
            found.push((whole.start(), way.quantity, amount, newly));
        }
    }
    found.extend(nothing(sentence, context));
    found.sort_by_key(|f| f.0);
    found.dedup_by(|a, b| a.1 == b.1 && a.2 == b.2);
    found.into_iter().map(|(_, quantity, amount, newly)| (quantity, amount, newly)).collect()
}

/// What is said not to have been: `未收到政府信息公开申请`.
fn nothing(sentence: &Sentence, context: &Context) -> Vec<(usize, Quantity, Amount, bool)> {
    let mut found = Vec::new();
    // All of both patterns say not, and of what.
    if !["未", "没有", "无"].iter().any(|not| sentence.words.contains(not)) {
        return found;
    }
    for words in NOT_RECEIVED.find_iter(&sentence.words) {
        let before = &sentence.words[..words.start()];
        if of_the_year(before, context.year) && !is_other(clause(before)) && !before.contains("其中") {
            found.push((words.start(), Quantity::Received, none(), false));
        }
    }
    for words in NO_APPEAL.find_iter(&sentence.words) {
        let before = &sentence.words[..words.start()];
        let is_about = context.appeals || sentence.words.contains("信息公开");
        let of_results = ["纠错", "纠正", "败诉", "撤销", "维持", "责令"].iter().any(|w| words.as_str().contains(w));
        if is_about && !of_results && of_the_year(before, context.year) && !is_other(clause(before)) {
            for (word, quantity) in [("复议", Quantity::Reconsideration), ("诉讼", Quantity::Litigation)] {
                if words.as_str().contains(word) {
                    found.push((words.start(), quantity, none(), false));
                }
            }
        }
    }
    found
}

/// Whether what stands around the words allows the quantity.
fn holds(quantity: Quantity, sentence: &Sentence, at: usize, words: &Captures, context: &Context) -> bool {
    let before = &sentence.words[..at];
    let here = clause(before);
    let after = words.get(0).map_or("", |m| &sentence.words[m.end()..]);
    let own = of_the_year(before, context.year);
    let whole = own && !is_other(here) && !before.contains("其中");
    let last = ["上年", "去年", "上一年", "上半年", "下半年", "季度", "往年", "历年"].iter().any(|w| here.contains(w));
    match quantity {
        Quantity::Received => {
            let said = words.get(0).is_some_and(|m| m.as_str().contains("申请")) || after.contains("申请");
            let negated = here.ends_with(['未', '不']) || here.ends_with("没有");
            let appeal = ["复议", "诉讼"].iter().any(|w| here.contains(w) || clause_after(after).contains(w));
            whole && !last && !negated && !appeal && (context.requests || said && sentence.words.contains("公开"))
        }
        Quantity::Answered | Quantity::Handled => {
            let other = ["公开", "提供", "同意", "不予", "其他", "延期", "未", "部分", "补正"]
                .iter()
                .any(|w| here.trim_end_matches("信息公开").trim_end_matches("依申请公开").ends_with(w));
            let moved = ["转", "顺延", "复议", "诉讼"].iter().any(|w| here.contains(w));
            whole && !last && !other && !moved && context.requests && !is_other(clause_after(after))
        }
        Quantity::CarriedIn | Quantity::CarriedOut | Quantity::AllDone => {
            context.requests && own_or_last(before, context)
        }
        Quantity::Partial => {
            context.requests && own && !["及", "和", "、", "与", "或"].iter().any(|w| before.ends_with(w))
        }
        Quantity::Granted
        | Quantity::GrantedOrPartial
        | Quantity::Refused
        | Quantity::Unavailable
        | Quantity::NotProcessed
        | Quantity::OtherHandling => context.requests && own,
        Quantity::Reconsideration | Quantity::Litigation => {
            let about = context.appeals || sentence.words.contains("信息公开");
            let joined = ["复议、", "复议和", "复议及", "复议或", "复议与", "诉讼、", "诉讼和", "诉讼及"];
            let is_joined = joined.iter().any(|w| here.trim_end_matches("行政").trim_end_matches("提起").ends_with(w));
            let part = ["审结", "办结", "维持", "经"].iter().any(|w| here.contains(w));
            whole && !last && about && !is_joined && !part
        }
        Quantity::Fees => context.rest,
    }
}

/// The clause that a text ends in, to the last comma.
fn clause(before: &str) -> &str {
    before.rsplit([',', ':', '(']).next().unwrap_or(before)
}

/// The clause that a text begins with.
fn clause_after(after: &str) -> &str {
    after.split([',', '。', ')']).next().unwrap_or(after)
}

/// Whether the last year named before is the report's.
fn of_the_year(before: &str, year: Option<u16>) -> bool {
    let named = YEAR.captures_iter(before).last();
    let Some(named) = named else { return true };
    match (named.get(1), named.get(2), year) {
        (Some(printed), _, Some(year)) => printed.as_str().parse() == Ok(year),
        (_, Some(_), _) | (Some(_), _, None) => true,
        // `上年` alone names the year before, but in `上年结转`, where it names what came from it.
        (None, None, _) => before[named.get(0).map_or(0, |m| m.end())..].starts_with(['结', '转', '度']),
    }
}

/// The same, where `上年` is a word of the quantity itself.
fn own_or_last(before: &str, context: &Context) -> bool {
    let named = YEAR.captures_iter(before).filter_map(|c| c.get(1)).last();
    named.is_none_or(|printed| context.year.is_none_or(|year| printed.as_str().parse() == Ok(year)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_way_that_is_passed_over_finds_nothing_of_use(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "新收", "收到", "受理", "接到", "上年", "下年度", "结转", "转入", "遗留", "顺延", "延期", "申请", "均", "全部", "已",
                "办结", "办理", "答复", "回复", "予以", "同意", "公开", "及", "部分公开", "不予", "不同意", "无法提供", "不予处理",
                "其他处理", "复议", "诉讼", "案件", "信息公开", "无", "。", ",", "⟨0⟩", "⟨1⟩", "完毕",
            ]), 0..8),
            count in 0usize..3,
        ) {
            let sentence = Sentence { words: pieces.concat(), amounts: vec![none(); count] };
            let signs = signs(&sentence.words);
            for way in WAYS.iter().filter(|way| !way.may_find(&sentence, signs)) {
                let number = |words: Captures| words.name("n").map(|n| n.as_str().parse::<usize>().unwrap());
                let mut found = way.words.captures_iter(&sentence.words).map(number);
                prop_assert!(found.all(|n| n.is_some_and(|n| n >= count)), "{:?} in {}", way.quantity, sentence.words);
            }
        }
    }
}
