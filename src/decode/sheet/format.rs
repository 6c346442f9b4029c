//! A stored number and its number format → what the cell displays.
//!
//! ```text
//! format  = section *3( ";" section )              positive, negative, zero, text
//! section = "General" | "@" | *piece
//! piece   = "0" | "#" | "?" | "." | "," | "%" | '"' … '"' | "\" char | "_" char | "*" char | "[" … "]" | literal
//! ```
//!
//! Dates are displayed where they are years, months and days. Everything else (fractions, exponents, conditions, times)
//! is refused: the caller marks the cell. Computed in decimals, as the digits were typed; a number stored with the noise
//! of binary arithmetic is cut to the fifteen digits that every spreadsheet program shows.

use rust_decimal::{Decimal, RoundingStrategy};

/// Digits that a spreadsheet program shows of a number.
const SIGNIFICANT: u32 = 15;

/// What a number looks like in its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Displayed {
    pub(super) text: String,
    /// The display says less than what is stored.
    pub(super) differs: bool,
}

/// A stored number, exactly, without the noise of binary arithmetic.
pub(super) fn stored(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let number = Decimal::from_scientific(text).or_else(|_| text.parse()).ok()?;
    let number = number.round_sf_with_strategy(SIGNIFICANT, RoundingStrategy::MidpointAwayFromZero)?;
    Some(number.normalize())
}

/// What a number displays in a format; nothing where the format is beyond this program.
pub(super) fn display(number: Decimal, format: &str) -> Option<Displayed> {
    // The end stays: it may be a space that a backslash stands before.
    let format = format.trim_start();
    if format.is_empty() || format.trim_end().eq_ignore_ascii_case("general") || format == "@" {
        return Some(Displayed { text: number.to_string(), differs: false });
    }
    let sections = sections(format);
    // The fourth section is for texts.
    let numeric = &sections[..sections.len().min(3)];
    let (section, shown) = match (numeric, number.is_sign_negative() && !number.is_zero(), number.is_zero()) {
        ([_, negative, ..], true, _) => (negative, -number),
        ([only], true, _) => (only, number),
        ([_, _, zero], _, true) => (zero, number),
        ([first, ..], ..) => (first, number),
        ([], ..) => return None,
    };
    if section.trim().eq_ignore_ascii_case("general") {
        return Some(Displayed { text: shown.to_string(), differs: false });
    }
    let mut pieces = pieces(section)?;
    if pieces.iter().any(|p| matches!(p, Piece::Date(_))) {
        let text = date(number, &pieces)?;
        return Some(Displayed { text, differs: false });
    }
    // A minus sign of its own stands before everything, unless the format has a section for negative numbers.
    let magnitude = shown.abs();
    let (text, printed) = fill(magnitude, &mut pieces)?;
    let is_negative = shown.is_sign_negative() && !printed.is_some_and(|p| p.is_zero());
    let sign = if is_negative { "-" } else { "" };
    let differs = printed.map_or(!magnitude.is_zero(), |p| p != magnitude);
    Some(Displayed { text: format!("{sign}{}", text.trim()), differs })
}

/// Whether texts are displayed as they are.
pub(super) fn shows_text(format: &str) -> bool {
    let sections = sections(format);
    match &sections[..] {
        [.., text] if sections.len() == 4 => text.contains('@'),
        _ => true,
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    Literal(String),
    /// A run of one letter that stands for a part of a date.
    Date(String),
}

/// The sections, cut at each `;` outside of quotes.
fn sections(format: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = !escaped && !quoted && matches!(c, '\\' | '_' | '*');
        if let Some(section) = sections.last_mut() {
            section.push(c);
        }
    }
    sections
}

fn pieces(section: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut chars = section.chars().peekable();
    let is_date = |c: &char| matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd');
    while let Some(c) = chars.next() {
        let piece = match c {
            '0' | '#' | '?' => Piece::Digit(c),
            '.' => Piece::Point,
            ',' => Piece::Comma,
            '%' => Piece::Percent,
            '"' => Piece::Literal(chars.by_ref().take_while(|&c| c != '"').collect()),
            '\\' => Piece::Literal(chars.next()?.to_string()),
            '_' => {
                chars.next();
                Piece::Literal(" ".to_owned())
            }
            '*' => {
                chars.next();
                continue;
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                Piece::Literal(bracketed(&inside)?)
            }
            c if is_date(&c) => {
                let mut run = c.to_ascii_lowercase().to_string();
                while let Some(next) = chars.next_if(|n| n.eq_ignore_ascii_case(&c)) {
                    run.push(next.to_ascii_lowercase());
                }
                Piece::Date(run)
            }
            // Fractions; hours, seconds, exponents, the text itself, weekdays, eras.
            '/' if !pieces.iter().any(|p| matches!(p, Piece::Date(_))) => {
                return None;
            }
            '@' | 'a'..='z' | 'A'..='Z' => return None,
            c => Piece::Literal(c.to_string()),
        };
        pieces.push(piece);
    }
    Some(pieces)
}

/// What stands in brackets: a colour displays nothing, a currency its sign, a language nothing; the rest is refused.
fn bracketed(inside: &str) -> Option<String> {
    const COLOURS: [&str; 10] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "红色", "黑色"];
    if let Some(currency) = inside.strip_prefix('$') {
        return Some(currency.split('-').next().unwrap_or_default().to_owned());
    }
    let lower = inside.to_lowercase();
    let is_colour = COLOURS.contains(&lower.as_str())
        || lower.strip_prefix("color").is_some_and(|n| n.trim().chars().all(|c| c.is_ascii_digit()));
    // White on white is not displayed to anybody.
    (is_colour && lower != "white").then(String::new)
}

/// Fills the places of a section with the digits of a number that is not negative. Also the number that is displayed, if
/// the section has places at all.
fn fill(number: Decimal, pieces: &mut [Piece]) -> Option<(String, Option<Decimal>)> {
    let place = |p: &Piece| matches!(p, Piece::Digit(_));
    let Some(last) = pieces.iter().rposition(place) else {
        let text = pieces.iter().map(|p| if let Piece::Literal(l) = p { l.as_str() } else { "" }).collect();
        return (!pieces.contains(&Piece::Percent)).then_some((text, None));
    };
    let point = pieces.iter().position(|p| *p == Piece::Point);
    let whole_end = point.unwrap_or(pieces.len());
    // A comma after the last place divides by a thousand.
    if pieces[last + 1..].contains(&Piece::Comma)
        || pieces[..whole_end].iter().rposition(place).is_some_and(|w| pieces[w + 1..whole_end].contains(&Piece::Comma))
    {
        return None;
    }
    let places = point.map_or(0, |p| pieces[p..].iter().filter(|p| place(p)).count()) as u32;
    let percent = pieces.contains(&Piece::Percent);
    let scaled = if percent { number.checked_mul(Decimal::ONE_HUNDRED)? } else { number };
    let rounded = scaled.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let digits = format!("{rounded:.*}", places as usize);
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let grouped = pieces[..whole_end].contains(&Piece::Comma);
    let text = whole_part(whole.trim_start_matches('0'), &pieces[..whole_end], grouped)
        + &fraction_part(fraction, &pieces[whole_end..]);
    let printed = if percent { rounded.checked_div(Decimal::ONE_HUNDRED)? } else { rounded };
    Some((text, Some(printed)))
}

/// The digits before the point. The first place takes all that are left over.
fn whole_part(digits: &str, pieces: &[Piece], grouped: bool) -> String {
    let mut digits: Vec<char> = digits.chars().collect();
    let mut left = pieces.iter().filter(|p| matches!(p, Piece::Digit(_))).count();
    let mut backwards: Vec<char> = Vec::new();
    let mut count = 0;
    let mut put = |backwards: &mut Vec<char>, digit: char| {
        if grouped && count > 0 && count % 3 == 0 {
            backwards.push(',');
        }
        backwards.push(digit);
        count += 1;
    };
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Digit(kind) => {
                left -= 1;
                match digits.pop() {
                    Some(digit) => put(&mut backwards, digit),
                    None if *kind == '0' => put(&mut backwards, '0'),
                    None => {}
                }
                while left == 0 && !digits.is_empty() {
                    if let Some(digit) = digits.pop() {
                        put(&mut backwards, digit);
                    }
                }
            }
            Piece::Literal(text) => backwards.extend(text.chars().rev()),
            Piece::Percent => backwards.push('%'),
            Piece::Point | Piece::Comma | Piece::Date(_) => {}
        }
    }
    // A format without a place before its point (`.00`) shows none of these digits: they are put in front, as programs do.
    backwards.extend(digits.into_iter().rev());
    backwards.into_iter().rev().collect()
}

/// The point and the digits after it. Places of `#` show no zeros at the end.
fn fraction_part(digits: &str, pieces: &[Piece]) -> String {
    let needed = digits.trim_end_matches('0').len();
    let mut digits = digits.chars();
    let (mut text, mut at) = (String::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Point => text.push('.'),
            Piece::Digit(kind) => {
                let digit = digits.next().unwrap_or('0');
                if at < needed || *kind == '0' {
                    text.push(digit);
                }
                at += 1;
            }
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Percent => text.push('%'),
            Piece::Comma | Piece::Date(_) => {}
        }
    }
    text
}

/// A day counted from the end of 1899, in a format of years, months and days.
fn date(number: Decimal, pieces: &[Piece]) -> Option<String> {
    if !number.fract().is_zero() {
        return None;
    }
    let days: i64 = number.try_into().ok()?;
    // Before March 1900 the count is off by one, for the sake of a program of 1983.
    if !(61..=2_958_465).contains(&days) {
        return None;
    }
    let day = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?;
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Date(run) => {
                let part = match run.as_str() {
                    "y" | "yy" => format!("{:02}", day.year() % 100),
                    "yyyy" => day.year().to_string(),
                    "m" => day.month().to_string(),
                    "mm" => format!("{:02}", day.month()),
                    "d" => day.day().to_string(),
                    "dd" => format!("{:02}", day.day()),
                    _ => return None,
                };
                text.push_str(&part);
            }
            _ => return None,
        }
    }
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shows(number: &str, format: &str) -> Option<String> {
        display(stored(number)?, format).map(|d| d.text)
    }

    #[test]
    fn numbers_are_displayed_as_their_format_says() {
        for (number, format, text) in [
            ("96171.600000000006", "General", "96171.6"),
            ("24252.311082", "General", "24252.311082"),
            ("1.2E+3", "General", "1200"),
            ("12", "0", "12"),
            ("12.6", "0", "13"),
            ("-12.6", "0", "-13"),
            ("-0.2", "0", "0"),
            ("7730.28", "0.00", "7730.28"),
            ("7730.2", "0.00_ ", "7730.20"),
            ("7730.2", "0.00\\ ", "7730.20"),
            ("-5", "0 ", "-5"),
            ("7730.2", "0.##", "7730.2"),
            ("1234567", "#,##0", "1,234,567"),
            ("12", "#,##0", "12"),
            ("0", "#", ""),
            ("0", "0;-0;;@", ""),
            ("-5", "0;-0;;@", "-5"),
            ("0", "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", "-"),
            ("1234", "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", "1,234"),
            ("-3", "#,##0_);(#,##0)", "(3)"),
            ("-3", "0_);[Red]\\(0\\)", "(3)"),
            ("12", "0\"件\"", "12件"),
            ("12", "0件", "12件"),
            ("0.125", "0.0%", "12.5%"),
            ("5", "000", "005"),
            ("12", "[$￥-804]#,##0.00", "￥12.00"),
            ("45292", "yyyy\"年\"m\"月\"d\"日\"", "2024年1月1日"),
            ("45292", "yyyy\\-mm\\-dd", "2024-01-01"),
            ("45292", "yyyy/m/d", "2024/1/1"),
        ] {
            assert_eq!(shows(number, format).as_deref(), Some(text), "{number} as {format}");
        }
    }

    #[test]
    fn formats_beyond_it_are_refused() {
        for format in
            ["# ?/?", "0.00E+00", "[>100]0;0", "[DBNum1]0", "h:mm", "0,", "#,##0.0,,", "yyyy-mm-dd hh:mm", "aaaa"]
        {
            assert_eq!(shows("45292", format), None, "{format}");
        }
        assert_eq!(stored("1e400"), None);
    }

    #[test]
    fn what_is_hidden_or_rounded_is_said() {
        let differs = |n: &str, f| display(stored(n).unwrap(), f).map(|d| d.differs);
        assert_eq!(differs("12", ";;;"), Some(true));
        assert_eq!(differs("0", "0;-0;;@"), Some(false));
        assert_eq!(differs("12.6", "0"), Some(true));
        assert_eq!(differs("12.60", "0.0"), Some(false));
        assert_eq!(differs("-12", "0"), Some(false));
    }

    #[test]
    fn a_text_section_without_a_place_hides_texts() {
        assert!(shows_text("General") && shows_text("0;-0;;@") && !shows_text(";;;"));
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(number in 0u64..1_000_000_000_000, grouped: bool) {
            let text = shows(&number.to_string(), if grouped { "#,##0" } else { "0" }).unwrap();
            prop_assert_eq!(text.replace(',', ""), number.to_string());
        }

        #[test]
        fn no_format_crashes_it(number in any::<i64>(), format in "[-0#?.,%;\"\\\\_*\\[\\]ymdE@$ a]{0,12}") {
            let _ = shows(&number.to_string(), &format);
        }
    }
}
