//! A row's or column's label: its ordinal and its words.
//!
//! ```text
//! label     = [ ordinal ] words
//! ordinal   = chapter | bracketed | arabic
//! chapter   = numeral ( "、" | "." )
//! bracketed = "(" ( numeral | digits ) ")"
//! arabic    = digits ( "." | "、" | "," )
//! numeral   = "一" … "十"
//! ```

use super::fold::{are_brackets_closed, folds_alone, letters, normal, without_brackets};
use super::memo::Memo;
use nom::Parser as _;
use nom::branch::alt;
use nom::character::complete::{char, multispace0, one_of, u8 as digits};
use nom::combinator::{map, map_opt, opt};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, bytes::complete::take_while1};
use smol_str::SmolStr;

/// The number before a label or heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordinal {
    /// `一、`
    Chapter(u8),
    /// `（一）`
    Bracketed(u8),
    /// `1.`
    Arabic(u8),
}

/// A label, taken apart for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its ordinal.
    pub ordinal: Option<Ordinal>,
    /// Its letters without what stands in brackets.
    pub words: SmolStr,
}

impl Label {
    /// Takes a printed label apart. Never fails: what is no ordinal is words.
    pub fn read(text: &str) -> Self {
        thread_local!(static KNOWN: Memo<Label> = Memo::new());
        KNOWN.with(|known| known.of(text, Self::read_anew))
    }

    fn read_anew(text: &str) -> Self {
        let text = normal(text);
        let (rest, ordinal) = opt(ordinal).parse(text.trim()).unwrap_or((text.trim(), None));
        let words = letters(&without_brackets(rest));
        // A label that is all in brackets, or begins with a note, is its content.
        Self { ordinal, words: if words.is_empty() { letters(rest) } else { words }.into() }
    }
}

/// The letters of a piece of a label that are the same whatever the piece is joined to: those that stand in no bracket, where
/// its brackets are closed and its characters fold by themselves. None of any other piece.
///
/// Joined pieces that have such letters make a [`Label`] whose words end these letters: it lacks those of an ordinal. Unless
/// they are all an ordinal's ([`is_numeral`]), for then the words are what stands in brackets.
pub fn lasting(piece: &str) -> Option<SmolStr> {
    thread_local!(static KNOWN: Memo<Option<SmolStr>> = Memo::new());
    KNOWN.with(|known| {
        known.of(piece, |piece| {
            let is_closed = are_brackets_closed(piece) && folds_alone(piece);
            is_closed.then(|| letters(&without_brackets(piece)).into())
        })
    })
}

/// Whether letters are no more than those of an ordinal.
pub fn is_numeral(letters: &str) -> bool {
    letters.chars().all(|c| NUMERALS.contains(c))
}

/// ordinal = chapter | bracketed | arabic
pub fn ordinal(input: &str) -> IResult<&str, Ordinal> {
    // It is asked of every place in a text: most begin with nothing of the grammar.
    if !input.starts_with(|c: char| c == '(' || c.is_ascii_digit() || NUMERALS.contains(c)) {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)));
    }
    one_of_three(input)
}

/// chapter | bracketed | arabic
fn one_of_three(input: &str) -> IResult<&str, Ordinal> {
    alt((
        map(terminated(numeral, (multispace0, one_of("、.,:"))), Ordinal::Chapter),
        map(delimited((char('('), multispace0), alt((numeral, digits)), (multispace0, char(')'))), Ordinal::Bracketed),
        map(terminated(digits, (multispace0, one_of(".、,"))), Ordinal::Arabic),
    ))
    .parse(input)
    .and_then(|(rest, ordinal)| preceded(multispace0, |i| Ok((i, ordinal))).parse(rest))
}

/// numeral = "一" … "十" | "十一" … "十九"
fn numeral(input: &str) -> IResult<&str, u8> {
    map_opt(take_while1(|c| NUMERALS.contains(c)), |s: &str| {
        let units = |c: char| NUMERALS.chars().position(|n| n == c).map(|p| p as u8 + 1);
        let mut parts = s.chars();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(c), None, _) => units(c),
            (Some('十'), Some(c), None) if c != '十' => units(c).map(|u| 10 + u),
            _ => None,
        }
    })
    .parse(input)
}

const NUMERALS: &str = "一二三四五六七八九十";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_turned_away_that_is_an_ordinal(text in "[（(一二十1２ 　]{0,3}[)）、.:]?\\PC{0,2}") {
            prop_assert_eq!(ordinal(&text).ok(), one_of_three(&text).ok());
        }
    }

    proptest! {
        #[test]
        fn what_lasts_of_pieces_is_what_their_label_ends_with(
            pieces in prop::collection::vec("[一二十1（(一)）、.，其中属于申请资讯公開条]{0,4}", 1..4)
        ) {
            let lasting: Option<Vec<SmolStr>> = pieces.iter().map(|piece| lasting(piece)).collect();
            if let Some(all) = lasting.map(|all| all.concat()).filter(|all| !is_numeral(all)) {
                let words = Label::read(&pieces.concat()).words;
                prop_assert!(all.ends_with(words.as_str()), "{pieces:?}: {words} of {all}");
            }
        }
    }

    #[test]
    fn labels_come_apart() {
        for (printed, ordinal, words) in [
            ("一、本年新收", Some(Ordinal::Chapter(1)), "本年新收"),
            ("（二）部分公开（区分处理的）", Some(Ordinal::Bracketed(2)), "部分公开"),
            ("2.其他法律", Some(Ordinal::Arabic(2)), "其他法律"),
            ("3、 其他", Some(Ordinal::Arabic(3)), "其他"),
            ("十一、附则", Some(Ordinal::Chapter(11)), "附则"),
            ("总 计", None, "总计"),
            ("一般规定", None, "一般规定"),
            ("（本列数据的勾稽关系）", None, "本列数据的勾稽关系"),
        ] {
            assert_eq!(Label::read(printed), Label { ordinal, words: words.into() }, "{printed}");
        }
    }
}
