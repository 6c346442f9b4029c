//! What a cell says: a number with its unit and note, a nil mark, nothing, or words.
//!
//! Syntax only. A cell that is no number is kept with its text; a number that could be read in more than one way says so.
//!
//! ```text
//! cell    = [ sign ] amount [ unit ] [ note ]
//! sign    = "+" | "-" | "−"
//! amount  = grouped | plain
//! grouped = 1*3digit 1*( "," 3digit ) [ "." 1*digit ]
//! plain   = 1*digit [ "." 1*digit ]
//! unit    = "万元" | "元" | a counter word
//! note    = "(" … ")" | [ "," ] ( "其中" | "含" | "注" ) … | footnote marks | footnote marks
//! nil     = "-" | "—" | "/" | "无" | …
//! ```

use super::fold::{is_footnote, normal};
use super::label::ordinal;
use nom::Parser as _;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, multispace0, one_of};
use nom::combinator::{all_consuming, eof, map, opt, recognize, rest, verify};
use nom::multi::many1_count;
use nom::sequence::{preceded, terminated};
use nom::{IResult, combinator::value as constant};
use rust_decimal::Decimal;
use std::str::FromStr as _;

/// The longest number a cell may hold, in characters: what a [`Decimal`] keeps exactly.
const LONGEST: usize = 27;

/// Digits that a whole number of 64 bits holds for certain.
const SHORT: usize = 19;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing, or white space.
    Empty,
    /// A mark that says there is nothing: `—`, `/`, `无`.
    Nil,
    /// A number.
    Number(Number),
    /// Digits that make no number of the grammar, or more than one: kept as unread.
    Unread,
    /// Words.
    Words,
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The value, exactly.
    pub value: Decimal,
    /// `元` or `万元`, where printed in the cell.
    pub unit: Option<String>,
    /// What stood beside it.
    pub note: Option<String>,
    /// Why the reading may be wrong, where it may.
    pub doubt: Option<Doubt>,
}

/// Why a number in a cell may not be what it seems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// White space between digits: one number broken, or two numbers.
    Broken,
    /// A leading zero: `05` or `00` is no way to print a number.
    LeadingZero,
}

/// Reads a cell.
///
/// ```
/// use gongkai::parse::number::{Content, read};
/// let Content::Number(n) = read("２２（其中修订 16 件）") else { panic!() };
/// assert_eq!((n.value.to_string().as_str(), n.note.as_deref()), ("22", Some("其中修订 16 件")));
/// assert_eq!(read(" — "), Content::Nil);
/// ```
pub fn read(text: &str) -> Content {
    // Digits fold to themselves.
    if let Some(number) = bare(text) {
        return Content::Number(number);
    }
    let folded = normal(text);
    let text = folded.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}');
    // Converters to Markdown set numbers as formulas.
    let text = text.strip_prefix('$').and_then(|t| t.strip_suffix('$')).map_or(text, str::trim);
    if text.is_empty() {
        return Content::Empty;
    }
    if is_nil(text) {
        return Content::Nil;
    }
    // Most cells are words without a digit, or digits and nothing else: neither needs the grammar.
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return if is_unread(text) { Content::Unread } else { Content::Words };
    }
    if let Some(number) = bare(text) {
        return Content::Number(number);
    }
    if let Ok((_, number)) = all_consuming(cell).parse(text) {
        return Content::Number(number);
    }
    if let Some(number) = broken(text) {
        return Content::Number(number);
    }
    if is_unread(text) { Content::Unread } else { Content::Words }
}

/// Digits that make no number, with hardly a word beside them (`3.其他` is a label with its ordinal), or what stands where a
/// number should be and is none: a spreadsheet's error, Unicode's mark for something that is no text.
fn is_unread(text: &str) -> bool {
    if is_error(text) || text.starts_with('\u{FFFC}') {
        return true;
    }
    let labelled = ordinal(text).is_ok_and(|(rest, _)| rest.starts_with(char::is_alphabetic));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.contains(|c: char| c.is_ascii_digit()) && letters <= 2 && !labelled
}

/// `#REF!`, `#DIV/0!`, `#N/A`, `####`.
fn is_error(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '0' | '/' | '!' | '?' | '#'))
    })
}

/// Marks that say a cell is left empty on purpose (seen: `—` `-` `/` `无`; the longer ones are the field's usual).
fn is_nil(text: &str) -> bool {
    let marks = |c: char| matches!(c, '-' | '—' | '–' | '―' | '─' | '−' | '/' | '\\' | 'ˉ');
    (text.chars().count() <= 4 && text.chars().all(marks))
        || matches!(text, "无" | "不适用" | "N/A" | "n/a" | "空" | "暂无")
}

/// A cell of digits alone.
fn bare(text: &str) -> Option<Number> {
    let is_bare = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let value = is_bare.then(|| exact(text)).flatten()?;
    Some(Number { value, unit: None, note: None, doubt: leading_zero(text) })
}

/// The doubt of `05` and `00`.
fn leading_zero(digits: &str) -> Option<Doubt> {
    (digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")).then_some(Doubt::LeadingZero)
}

/// `cell = [ sign ] amount [ unit ] [ note ]`
fn cell(input: &str) -> IResult<&str, Number> {
    let (input, sign) = opt(terminated(sign, multispace0)).parse(input)?;
    let (input, digits) = amount(input)?;
    let (input, unit) = opt(preceded(multispace0, unit)).parse(input)?;
    let (input, note) = preceded(multispace0, opt(note)).parse(input)?;
    let (input, _) = multispace0(input)?;
    let doubt = leading_zero(&digits);
    let mut value =
        exact(&digits).ok_or_else(|| nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit)))?;
    if sign == Some('-') {
        value.set_sign_negative(true);
    }
    Ok((input, Number { value, unit: unit.flatten().map(str::to_owned), note, doubt }))
}

/// sign = "+" | "-" | "−"
fn sign(input: &str) -> IResult<&str, char> {
    alt((constant('+', char('+')), constant('-', one_of("-−－")))).parse(input)
}

/// amount = grouped | plain
fn amount(input: &str) -> IResult<&str, String> {
    map(recognize((alt((recognize((grouped, opt(fraction))), recognize((plain, opt(fraction))))),)), |s: &str| {
        s.replace(',', "")
    })
    .parse(input)
}

/// grouped = 1*3digit 1*( "," 3digit )
fn grouped(input: &str) -> IResult<&str, &str> {
    let digit = |c: char| c.is_ascii_digit();
    terminated(
        recognize((
            take_while_m_n(1, 3, digit),
            many1_count((char(','), verify(take_while1(digit), |s: &str| s.len() == 3))),
        )),
        nom::combinator::not(one_of(",0123456789")),
    )
    .parse(input)
}

/// plain = 1*digit
fn plain(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(input)
}

/// fraction = "." 1*digit
fn fraction(input: &str) -> IResult<&str, &str> {
    recognize((char('.'), plain)).parse(input)
}

/// unit = "万元" | "元" | a counter word (which carries no meaning of its own and is left to `raw`)
fn unit(input: &str) -> IResult<&str, Option<&str>> {
    alt((
        map(alt((tag("万元"), tag("元"))), Some),
        constant(None, alt((tag("件次"), tag("人次"), recognize(one_of("件条项个份宗次起户家部篇人"))))),
    ))
    .parse(input)
}

/// `note = "(" … [ ")" ] | [ "," ] ( "其中" | "含" | "注" ) … | footnote marks`
fn note(input: &str) -> IResult<&str, String> {
    // Nothing may stand behind the bracket: it may be a second number.
    let inside = take_while1(|c| !")]〕】".contains(c));
    let parts = (one_of("([〔【"), inside, opt(one_of(")]〕】")), multispace0, eof);
    let bracketed = map(parts, |(_, inside, ..): (_, &str, _, _, _)| inside.trim().to_owned());
    let mark = map(take_while1(|c| is_footnote(c) || c == '*'), str::to_owned);
    let worded = map(
        recognize((opt(one_of(",;、")), multispace0, alt((tag("其中"), tag("包含"), tag("含"), tag("注"))), rest)),
        |s: &str| s.trim_start_matches([',', ';', '、']).trim().to_owned(),
    );
    alt((bracketed, worded, mark)).parse(input)
}

/// A number with white space inside: read as one number, in doubt.
fn broken(text: &str) -> Option<Number> {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if joined.len() == text.len() || !joined.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')) {
        return None;
    }
    let (_, mut number) = all_consuming(cell).parse(&joined).ok()?;
    number.doubt = Some(Doubt::Broken);
    Some(number)
}

/// Digits as an exact decimal; none where there are more of them than can be kept.
pub fn exact(digits: &str) -> Option<Decimal> {
    if (1..=SHORT).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Decimal::from(digits.bytes().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))));
    }
    (digits.len() <= LONGEST).then(|| Decimal::from_str(digits).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_alone_are_what_the_grammar_says(text in "[0-9]{1,30}") {
            prop_assert_eq!(bare(&text), all_consuming(cell).parse(text.as_str()).ok().map(|(_, number)| number));
            let slowly = Some(&text).filter(|t| t.len() <= LONGEST).and_then(|t| Decimal::from_str(t).ok());
            prop_assert_eq!(exact(&text).map(|n| n.serialize()), slowly.map(|n| n.serialize()));
        }
    }

    fn number(text: &str) -> Number {
        match read(text) {
            Content::Number(n) => n,
            other => unreachable!("{text:?} read as {other:?}"),
        }
    }

    #[test]
    fn numbers_as_printed() {
        for (printed, value) in [
            ("0", "0"),
            (" 42 ", "42"),
            ("４２", "42"),
            ("1,234,567", "1234567"),
            ("24252.311082", "24252.311082"),
            ("-18", "-18"),
            ("－18", "-18"),
            ("+36", "36"),
            ("7730.28万元", "7730.28"),
            ("251000元", "251000"),
            ("12件", "12"),
            ("\u{3000}5\u{a0}", "5"),
        ] {
            let n = number(printed);
            assert_eq!((n.value.to_string(), n.doubt), (value.to_owned(), None), "{printed}");
        }
        assert_eq!(number("251000元").unit.as_deref(), Some("元"));
        assert_eq!(number("7730.28 万元").unit.as_deref(), Some("万元"));
    }

    #[test]
    fn notes_are_kept_beside() {
        assert_eq!(number("55(含自然失效 29 件)").note.as_deref(), Some("含自然失效 29 件"));
        assert_eq!(number("13，其中修订2件").note.as_deref(), Some("其中修订2件"));
    }

    #[test]
    fn a_footnote_mark_is_no_digit_and_a_second_number_is_no_note() {
        for printed in ["319①", "319²", "319*", "319 ⑴"] {
            let n = number(printed);
            assert_eq!((n.value.to_string().as_str(), n.note.is_some()), ("319", true), "{printed}");
        }
        assert!(!matches!(read("23（当场）、45（一般）"), Content::Number(_)));
    }

    #[test]
    fn nil_marks_are_not_numbers() {
        for mark in ["—", "-", "/", "无", "——", "－", "不适用"] {
            assert_eq!(read(mark), Content::Nil, "{mark}");
        }
        assert_eq!(read(" \u{3000}\u{a0}"), Content::Empty);
    }

    #[test]
    fn what_may_be_two_numbers_is_in_doubt() {
        assert_eq!(number("23 0").doubt, Some(Doubt::Broken));
        assert_eq!(number("96171.\n6").doubt, Some(Doubt::Broken));
        assert_eq!(number("00").doubt, Some(Doubt::LeadingZero));
    }

    #[test]
    fn what_is_no_number_is_not_read_as_one() {
        assert_eq!(read("1,23"), Content::Unread);
        assert_eq!(read("1.2.3"), Content::Unread);
        assert_eq!(read("3/5"), Content::Unread);
        assert_eq!(read("约12"), Content::Unread);
        assert_eq!(read("3. 其他"), Content::Words);
        assert_eq!(read("2023年度共计"), Content::Words);
        assert_eq!(read(&"9".repeat(40)), Content::Unread);
    }
}
