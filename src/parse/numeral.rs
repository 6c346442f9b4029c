//! Numbers as sentences write them: `1,204`, `１２`, `一百二十三`, `两`, `廿三`, `1.2万`, `30余`.
//!
//! ```text
//! amount   = [ about ] ( arabic | chinese ) [ "万" | "亿" ] [ "余" | "多" ]
//! arabic   = digits { "," 3digits } [ "." digits ]
//! chinese  = [ section "万" ] section | positional
//! section  = [ digit "千" ] [ digit "百" ] [ [ digit ] "十" ] [ digit ], gaps filled with "零"
//! ```
//!
//! What is short for more (`二百五`) is refused, and what is said to be about so much is told as such: neither is compared.

use super::number::exact;
use rust_decimal::Decimal;

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Its value as written, `万` counted in.
    pub value: Decimal,
    /// It says that it is about so much: `余`, `约`, or rounded to `万`.
    pub about: bool,
}

const DIGITS: &str = "零一二三四五六七八九";
const UNITS: [(char, u64); 3] = [('千', 1000), ('百', 100), ('十', 10)];

/// The longest number that is read, in characters: 九千九百九十九万九千九百九十九 has 15.
const LONGEST: usize = 20;

fn digit(c: char) -> Option<u64> {
    match c {
        '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => DIGITS.chars().position(|d| d == c).map(|d| d as u64),
    }
}

fn is_chinese(c: char) -> bool {
    digit(c).is_some() || "千百十廿卅万".contains(c)
}

/// Reads a Chinese numeral, all of it.
///
/// ```
/// assert_eq!(gongkai::parse::numeral::chinese("一百二十三"), Some(123));
/// assert_eq!(gongkai::parse::numeral::chinese("二百五"), None);
/// ```
pub fn chinese(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > LONGEST || !text.chars().all(is_chinese) {
        return None;
    }
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        let digits = text.chars().filter(|c| *c != '两').filter_map(digit);
        return (!text.contains('两') && text.chars().count() <= 8).then(|| digits.fold(0, |n, d| n * 10 + d));
    }
    match text.split_once('万') {
        None => section(text, 10_000),
        Some((high, "")) => Some(section(high, 10_000)? * 10_000),
        Some((high, low)) => {
            let low_value = section(low, 10_000)?;
            // `一万二` is short for 12,000: below a whole thousand a 零 or a unit must show.
            let told = low.starts_with(['零', '〇']) || low.chars().any(|c| UNITS.iter().any(|u| u.0 == c));
            (told && low_value > 0).then_some(section(high, 10_000)? * 10_000 + low_value)
        }
    }
}

/// section = [ digit "千" ] [ digit "百" ] [ [ digit ] "十" ] [ digit ]
fn section(text: &str, below: u64) -> Option<u64> {
    let mut rest: Vec<char> = text.chars().rev().collect();
    let (mut total, mut last, mut zero) = (0, below, false);
    if matches!(text, "零" | "〇" | "○") {
        return Some(0);
    }
    while let Some(c) = rest.pop() {
        if digit(c) == Some(0) {
            if zero {
                return None;
            }
            zero = true;
            continue;
        }
        let (value, unit) = match c {
            '廿' => (20, 10),
            '卅' => (30, 10),
            '十' => (10, 10),
            _ => {
                let value = digit(c)?;
                match rest.last().and_then(|n| UNITS.iter().find(|u| u.0 == *n)) {
                    Some((_, unit)) => {
                        rest.pop();
                        (value * unit, *unit)
                    }
                    None => (value, 1),
                }
            }
        };
        // Each unit is smaller than the one before; a lone digit stands after 十 or after 零.
        if unit >= last || (unit == 1 && last > 10 && last < below && !zero) {
            return None;
        }
        total += value;
        (last, zero) = (unit, false);
    }
    (!zero && total > 0).then_some(total)
}

/// Words that say that a number is about so much.
const ABOUT: [&str; 9] = ["大约", "接近", "将近", "超过", "不到", "约", "近", "超", "逾"];

/// Whether an amount can begin with a character: few of a sentence's can.
pub fn may_begin(c: char) -> bool {
    c.is_ascii_digit() || is_chinese(c) || ABOUT.iter().any(|w| w.starts_with(c))
}

/// Reads the number that a text begins with: the amount, and how many bytes it is.
pub fn amount(text: &str) -> Option<(Amount, usize)> {
    let about = ABOUT.iter().find(|w| text.starts_with(**w));
    let start = about.map_or(0, |w| w.len());
    let body = &text[start..];
    let (value, mut end) = arabic(body).or_else(|| {
        let end = body.find(|c| !is_chinese(c)).unwrap_or(body.len());
        Some((Decimal::from(chinese(&body[..end])?), end))
    })?;
    let mut made = Amount { value, about: about.is_some() };
    for (unit, times) in [("万", 10_000), ("亿", 100_000_000)] {
        if let Some(rest) = body[end..].strip_prefix(unit) {
            made = Amount { value: value.checked_mul(Decimal::from(times))?.normalize(), about: true };
            end = body.len() - rest.len();
        }
    }
    for word in ["余", "多", "来"] {
        if let Some(rest) = body[end..].strip_prefix(word) {
            made.about = true;
            end = body.len() - rest.len();
        }
    }
    Some((made, start + end))
}

/// arabic = digits { "," 3digits } [ "." digits ]
fn arabic(text: &str) -> Option<(Decimal, usize)> {
    let run = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = run(text);
    if end == 0 || end > LONGEST {
        return None;
    }
    while end <= LONGEST && text[end..].starts_with(',') && run(&text[end + 1..]) == 3 {
        end += 4;
    }
    if text[end..].starts_with('.') && (1..=6).contains(&run(&text[end + 1..])) {
        end += 1 + run(&text[end + 1..]);
    }
    Some((exact(&text[..end].replace(',', ""))?, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A writer of its own: group by group, as children learn it.
    fn written(n: u64) -> String {
        const NAMES: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        fn four(n: u64) -> String {
            let mut text = String::new();
            for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let d = (n / unit % 10) as usize;
                if d > 0 {
                    text.push(NAMES[d]);
                    text.push_str(name);
                } else if !text.is_empty() && !text.ends_with('零') {
                    text.push('零');
                }
            }
            text.trim_end_matches('零').to_owned()
        }
        let (high, low) = (n / 10_000, n % 10_000);
        let text = match (high, low) {
            (0, 0) => "零".to_owned(),
            (0, _) => four(low),
            (_, 0) => four(high) + "万",
            _ => four(high) + "万" + if low < 1000 { "零" } else { "" } + &four(low),
        };
        // Ten to nineteen drop their 一.
        if (10..20).contains(&n) { text.trim_start_matches('一').to_owned() } else { text }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(n in prop_oneof![0u64..10_000, 0u64..100_000_000]) {
            prop_assert_eq!(chinese(&written(n)), Some(n), "{}", written(n));
        }
    }

    proptest! {
        #[test]
        fn no_amount_begins_otherwise(text in "[大约将近超过0-9零两千十廿〇A.,件]{1,6}") {
            prop_assert!(amount(&text).is_none() || text.starts_with(may_begin));
        }
    }

    #[test]
    fn numerals_in_all_their_shapes() {
        for (text, value) in [
            ("十二", 12),
            ("两", 2),
            ("两千零三", 2003),
            ("廿三", 23),
            ("一百一十", 110),
            ("一百十二", 112),
            ("二〇二四", 2024),
            ("三万零五", 30005),
            ("一万三百", 10300),
        ] {
            assert_eq!(chinese(text), Some(value), "{text}");
        }
        for text in ["二百五", "一万二", "百", "千一", "十百", "一零零二百", "", "一百零"] {
            assert_eq!(chinese(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_say_whether_they_are_exact() {
        for (text, value, about, length) in [
            ("1,204件", "1204", false, 5),
            ("34件", "34", false, 2),
            ("1.2万件", "12000", true, 6),
            ("30余件", "30", true, 5),
            ("约三十件", "30", true, 9),
            ("十二件", "12", false, 6),
            ("3,4件", "3", false, 1),
        ] {
            let found = amount(text);
            let wanted = exact(value).map(|value| (Amount { value, about }, length));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
