//! What the sections tell in figures: sentences → claims, each a quantity, a number and where it stands.
//!
//! Takes a report's sections, gives every claim whose quantity is certain by the words around the number. Sentences about
//! anything else (site visits, letters, another year, a part of the whole) are passed over: a claim not found costs little,
//! a false one is noise. Nothing is compared here.

use super::patterns::{self, OTHER_THINGS};
use crate::parse::fold::Folded;
use crate::parse::numeral::{self, Amount};
use crate::report::{Report, Section};
use rust_decimal::Decimal;

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quantity {
    /// Requests newly received.
    Received,
    /// Requests carried in from the year before.
    CarriedIn,
    /// Requests carried out into the next year.
    CarriedOut,
    /// That every request is done with.
    AllDone,
    /// Requests answered, of all.
    Answered,
    /// Requests handled or finished, of all: less plain than answered.
    Handled,
    /// 予以公开
    Granted,
    /// 部分公开
    Partial,
    /// 予以公开 and 部分公开 in one number.
    GrantedOrPartial,
    /// 不予公开
    Refused,
    /// 无法提供
    Unavailable,
    /// 不予处理
    NotProcessed,
    /// 其他处理
    OtherHandling,
    /// 行政复议
    Reconsideration,
    /// 行政诉讼
    Litigation,
    /// 收费
    Fees,
}

/// A number that a sentence tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    /// What it counts.
    pub(super) quantity: Quantity,
    /// The number.
    pub(super) amount: Amount,
    /// The word says that it is what came newly (`新收`).
    pub(super) newly: bool,
    /// The heading of its section.
    pub(super) heading: String,
    /// Characters of the section's text, from 1, that the sentence is.
    pub(super) characters: [usize; 2],
    /// The sentence, as printed.
    pub(super) sentence: String,
}

/// A sentence with its numbers taken out: `收到申请⟨0⟩,其中⟨1⟩` and what they are.
pub(super) struct Sentence {
    /// The words, without white space, each counted number as `⟨n⟩`.
    pub(super) words: String,
    /// The numbers.
    pub(super) amounts: Vec<Amount>,
}

/// Every claim of a report, in the order of its text.
pub(super) fn read(report: &Report) -> Vec<Claim> {
    report.sections.iter().filter(|s| s.number != Some(5)).flat_map(|s| of_section(s, report.year)).collect()
}

fn of_section(section: &Section, year: Option<u16>) -> Vec<Claim> {
    let folded = Folded::new(&section.text);
    let mut found = Vec::new();
    let mut from = 0;
    let about_requests = section.number == Some(3) || section.heading.contains("申请");
    for paragraph in folded.text.split_inclusive('\n') {
        let context = patterns::Context {
            requests: about_requests || patterns::about_requests(paragraph),
            appeals: section.number == Some(4),
            rest: section.number == Some(6),
            year,
        };
        for text in paragraph.split_inclusive(['。', ';', '!', '?', '\n']) {
            let to = from + text.len();
            let printed = folded.printed(from..to);
            let told = patterns::claims(&taken_apart(text), &context);
            if let (false, Some(before)) = (told.is_empty(), offset(&section.text, printed)) {
                let first = section.text[..before].chars().count() + 1;
                let sentence = printed.trim();
                found.extend(told.into_iter().map(|(quantity, amount, newly)| Claim {
                    quantity,
                    amount,
                    newly,
                    heading: section.heading.clone(),
                    characters: [first, first + printed.chars().count().saturating_sub(1)],
                    sentence: sentence.to_owned(),
                }));
            }
            from = to;
        }
    }
    found
}

/// Where in a text one of its parts begins.
fn offset(text: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize).filter(|at| *at <= text.len())
}

/// Takes the counted numbers out of a sentence.
fn taken_apart(text: &str) -> Sentence {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut made = Sentence { words: String::with_capacity(text.len()), amounts: Vec::new() };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        // A number begins where none went before: not in `A12`, not behind a point.
        let opens = || !made.words.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '〇'));
        let amount = Some(&text[at..]).filter(|_| numeral::may_begin(c) && opens()).and_then(numeral::amount);
        if let Some((mut amount, length)) = amount.and_then(|(a, n)| Some((a, n + unit(&text[at + n..])?))) {
            let after = &text[at + length..];
            amount.about |= ["以上", "左右", "余"].iter().any(|w| after.starts_with(w));
            made.words.push('⟨');
            made.words.push_str(&made.amounts.len().to_string());
            made.words.push('⟩');
            made.amounts.push(amount);
            at += length;
        } else {
            made.words.push(c);
            at += c.len_utf8();
        }
    }
    made
}

/// The unit that requests and cases are counted in, in bytes.
fn unit(text: &str) -> Option<usize> {
    ["件次", "件", "条", "份", "宗", "例", "起"].iter().find(|u| text.starts_with(**u)).map(|u| u.len())
}

/// Whether words are about something that is counted beside requests.
pub(super) fn is_other(words: &str) -> bool {
    OTHER_THINGS.iter().any(|w| words.contains(w))
}

/// Nothing, told in words.
pub(super) fn none() -> Amount {
    Amount { value: Decimal::ZERO, about: false }
}
