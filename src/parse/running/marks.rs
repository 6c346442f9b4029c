//! Signs and nil marks in running text: which of them begin a number or stand for a cell, and which are a sentence's.

use super::Char;

/// So many dashes in a row are no dash of a sentence.
const FEWEST_DASHES: usize = 3;

/// Whether a sign or mark begins a number or stands for one: `-18`, or as a cell, alone or glued to its label.
pub(super) fn starts_number(chars: &[Char], at: usize) -> bool {
    let next = chars.get(at + 1);
    let sign = matches!(chars[at].c, '-' | '+' | '−');
    let nil = matches!(chars[at].c, '-' | '—' | '–' | '/' | '−');
    chars[at].nil
        || (sign && next.is_some_and(|n| n.c.is_ascii_digit() && !n.gap))
        || (nil && chars[at].gap && next.is_none_or(|n| n.gap))
        || (nil && at > 0 && !chars[at].gap && is_glued_cell(chars, at))
}

/// Whether nil marks after a letter are cells of a row whose cells are glued: `规章///`, or the last of a line. Of dashes,
/// which sentences have, it takes more.
fn is_glued_cell(chars: &[Char], at: usize) -> bool {
    let before = chars[at - 1].c;
    let is_cell = |c: &Char| c.nil || c.c.is_ascii_digit() || matches!(c.c, '-' | '—' | '–' | '/' | '−');
    let rest = &chars[at + 1..];
    let count = 1 + rest.iter().take_while(|c| !c.gap && is_cell(c)).count();
    let ends = rest.get(count - 1).is_none_or(|c| c.gap);
    let is_slash = chars[at].c == '/';
    (before.is_alphabetic() || matches!(before, ')' | ']'))
        && (count >= FEWEST_DASHES || is_slash && (count > 1 || ends))
}
