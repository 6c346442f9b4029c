//! Tables drawn with lines, aligned by the width characters have in a terminal, where a Chinese one takes two places.

use anstyle::Style;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A piece of text with its colour.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// What is printed.
    pub(crate) text: String,
    /// How.
    pub(crate) style: Style,
}

impl Text {
    /// Text with a style.
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }

    /// Plain text.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Style::new())
    }
}

/// A cell of a drawing.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// What stands in it.
    pub(crate) text: Text,
    /// Columns it covers, at least 1.
    pub(crate) span: usize,
    /// Set to the right: numbers.
    pub(crate) right: bool,
}

impl Cell {
    /// A cell of one column, set to the left.
    pub(crate) fn left(text: Text) -> Self {
        Self { text, span: 1, right: false }
    }

    /// A cell of one column, set to the right.
    pub(crate) fn right(text: Text) -> Self {
        Self { text, span: 1, right: true }
    }
}

/// Draws rows of cells; `widest` is the most a column may take.
pub(crate) fn table(rows: &[Vec<Cell>], widest: usize, to: &mut impl Write) -> io::Result<()> {
    let widths = widths(rows, widest);
    for row in rows {
        let mut column = 0;
        write!(to, "  ")?;
        for (n, cell) in row.iter().enumerate() {
            let span = cell.span.max(1);
            let own = &widths[column.min(widths.len())..(column + span).min(widths.len())];
            let width = own.iter().sum::<usize>() + GAP.width() * own.len().saturating_sub(1);
            let text = cut(&cell.text.text, width);
            let pad = " ".repeat(width.saturating_sub(text.width()));
            let (style, reset) = (cell.text.style, cell.text.style.render_reset());
            let last = n + 1 == row.len();
            match (cell.right, last) {
                (true, _) => write!(to, "{pad}{style}{text}{reset}")?,
                (false, false) => write!(to, "{style}{text}{reset}{pad}")?,
                (false, true) => write!(to, "{style}{text}{reset}")?,
            }
            if !last {
                write!(to, "{GAP}")?;
            }
            column += span;
        }
        writeln!(to)?;
    }
    Ok(())
}

const GAP: &str = " │ ";

/// The width of each column: that of its widest cell of one column; wide cells over several columns are cut, not counted.
fn widths(rows: &[Vec<Cell>], widest: usize) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        let mut column = 0;
        for cell in row {
            let span = cell.span.max(1);
            if widths.len() < column + span {
                widths.resize(column + span, 1);
            }
            if span == 1 {
                widths[column] = widths[column].max(cell.text.text.width().min(widest));
            }
            column += span;
        }
    }
    widths
}

/// A text cut to a width, its last character `…` where something is gone.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let own = c.width().unwrap_or(0);
        if used + own + 1 > width {
            break;
        }
        used += own;
        kept.push(c);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::{Cell, Text, cut, table};

    #[test]
    fn chinese_takes_two_places() {
        let row = |label: &str, n: &str| vec![Cell::left(Text::plain(label)), Cell::right(Text::plain(n))];
        let mut out = Vec::new();
        table(&[row("规章", "1"), row("abc", "1234")], 40, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  规章 │    1\n  abc  │ 1234\n");
    }

    #[test]
    fn long_texts_are_cut_with_a_sign() {
        assert_eq!(cut("行政规范性文件", 7), "行政规…");
        assert_eq!(cut("短", 7), "短");
    }
}
