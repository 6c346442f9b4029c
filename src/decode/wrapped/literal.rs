//! String literals of JavaScript.
//!
//! ```text
//! literal = quote *( escape | character ) quote         quote = '"' | "'" | "`"
//! escape  = "\" ( "n" | "t" | "r" | … | "u" 4hex | "u{" 1*hex "}" | "x" 2hex | line-end | character )
//! joined  = literal *( "+" literal )
//! ```
//!
//! A template literal with a `${…}` in it is a program's result, not a text: it is passed over.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{anychar, char, multispace0, none_of};
use nom::combinator::{map, map_opt, value};
use nom::multi::{fold_many0, separated_list1};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser as _};

/// The string literals of a script, in order; those joined by `+` as one.
pub(super) fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\'', '`', '/']) {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.find('\n').map_or("", |end| &comment[end..]);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else if let Ok((after, text)) = joined(rest) {
            found.push(text);
            rest = after;
        } else {
            rest = &rest[1..];
        }
        if found.len() >= super::MOST_PARTS {
            break;
        }
    }
    found
}

/// A text with the escapes of a string undone.
pub(super) fn unescaped(text: &str) -> String {
    let piece = alt((escape, map(none_of("\\"), Some), map(anychar, Some)));
    let parsed: IResult<&str, String> = fold_many0(piece, String::new, push).parse(text);
    parsed.map_or_else(|_| text.to_owned(), |(_, text)| text)
}

/// joined = literal *( "+" literal )
fn joined(input: &str) -> IResult<&str, String> {
    let plus = delimited(multispace0, char('+'), multispace0);
    map(separated_list1(plus, literal), |parts| parts.concat()).parse(input)
}

/// literal = quote *( escape | character ) quote
fn literal(input: &str) -> IResult<&str, String> {
    alt((quoted('"', "\"\\\n\r"), quoted('\'', "'\\\n\r"), template)).parse(input)
}

fn quoted<'a>(
    quote: char,
    but: &'static str,
) -> impl nom::Parser<&'a str, Output = String, Error = nom::error::Error<&'a str>> {
    let piece = alt((escape, map(none_of(but), Some)));
    delimited(char(quote), fold_many0(piece, String::new, push), char(quote))
}

fn template(input: &str) -> IResult<&str, String> {
    let plain = nom::combinator::verify(none_of("`\\"), |_| true);
    let piece = alt((escape, map(plain, Some)));
    let (rest, text) = delimited(char('`'), fold_many0(piece, String::new, push), char('`')).parse(input)?;
    Ok((rest, if text.contains("${") { String::new() } else { text }))
}

fn push(mut text: String, piece: Option<char>) -> String {
    text.extend(piece);
    text
}

/// An escape; nothing for one that ends a line of source. Halves of a surrogate pair are joined.
fn escape(input: &str) -> IResult<&str, Option<char>> {
    let hex = |n| take_while_m_n(n, n, |c: char| c.is_ascii_hexdigit());
    let unit = || map_opt(preceded(tag("\\u"), hex(4)), |h: &str| u32::from_str_radix(h, 16).ok());
    let pair = map_opt((unit(), unit()), |(high, low)| {
        let is_pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
        is_pair.then(|| char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))).flatten()
    });
    let code = delimited(tag("\\u{"), take_while1(|c: char| c.is_ascii_hexdigit()), char('}'));
    let lone = |n: u32| char::from_u32(n).unwrap_or('\u{FFFD}');
    alt((
        map(pair, Some),
        map(unit(), move |n| Some(lone(n))),
        map(code, move |h: &str| u32::from_str_radix(h, 16).ok().map(lone)),
        map(preceded(tag("\\x"), hex(2)), move |h: &str| u32::from_str_radix(h, 16).ok().map(lone)),
        value(Some('\n'), tag("\\n")),
        value(Some('\t'), tag("\\t")),
        value(Some('\r'), tag("\\r")),
        value(Some(' '), alt((tag("\\b"), tag("\\f"), tag("\\v")))),
        value(None, alt((tag("\\\r\n"), tag("\\\n"), tag("\\\r")))),
        map(preceded(char('\\'), anychar), Some),
    ))
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn literals_with_their_escapes() {
        let source = r#"// "no"
        var a = "<td class=\"x\">1<\/td>", b = '\u516c\u5f00' + "\x41" /* "no" */; c = `<p>${n}</p>`; d = "\ud83d\ude00""#;
        assert_eq!(literals(source), ["<td class=\"x\">1</td>", "公开A", "", "😀"]);
    }

    #[test]
    fn a_quote_that_does_not_end_ends_with_its_line() {
        assert_eq!(literals("it's\n x = 'a'"), ["a"]);
    }

    #[test]
    fn escapes_are_undone_in_text_without_quotes() {
        assert_eq!(unescaped(r#"<a b=\"c\">\u516c\n\/</a>\"#), "<a b=\"c\">公\n/</a>\\");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_a_literal(text in "\\PC{0,60}") {
            let escaped: String = text.chars().flat_map(|c| match c { '"' | '\\' => vec!['\\', c], c => vec![c] }).collect();
            prop_assert_eq!(literals(&format!("x=\"{escaped}\"")), vec![text]);
        }

        #[test]
        fn no_source_crashes_it(source in "[-\"'`\\\\/u{}x0-9a+*\n$公]{0,60}") {
            let _ = (literals(&source), unescaped(&source));
        }
    }
}
