//! Runs of lines whose fields are set apart by a character: tabs, pipes and their drawn kin, or commas.
//!
//! Takes lines, gives the run that opens them and its grid. It does not guess columns: a field keeps its ordinal.

use super::text::printed;
use super::{Grid, GridCell, GridKind, boxed, commas};
use crate::decode::Line;
use crate::place::Place;

/// What counts as a pipe: the ASCII one, its full-width form, and the uprights of drawn boxes.
pub(crate) const PIPES: &[char] = &['|', '｜', '│', '┃', '║'];

/// A line without a separator may be a row of one field inside a run up to this length; the longest labels of published
/// tables stay below 60 characters, while paragraphs run to hundreds.
const LONGEST_LONE_FIELD: usize = 80;

/// How many lines without a separator may follow one another inside a run: a label and its second half.
const MOST_LONE_FIELDS: usize = 2;

/// What sets fields apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tab,
    Pipe,
    Comma,
}

/// Lines whose fields are set apart by the same separator.
#[derive(Debug)]
pub(super) struct Run<'a> {
    /// How many lines it takes, blank ones inside included.
    pub(super) lines: usize,
    separator: Separator,
    text: &'a [Line],
}

/// A piece of a line, trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// As written, without the white space round it.
    pub(super) text: String,
    /// First and last character, from 1.
    pub(super) columns: [u32; 2],
}

impl<'a> Run<'a> {
    /// The run that opens these lines; if none does, how many of them need not be asked again.
    pub(super) fn at(lines: &'a [Line]) -> Result<Self, usize> {
        let found = match piped(lines) {
            Ok(count) => Ok((Separator::Pipe, count)),
            Err(pipes) => tabbed(lines).map(|count| (Separator::Tab, count)).map_err(|tabs| pipes.max(tabs)),
        };
        // Lines that are not rows by their pipes or tabs may be by their commas.
        let found = found.or_else(|without| commas::run(lines).map(|count| (Separator::Comma, count)).ok_or(without));
        found.map(|(separator, count)| Self { lines: count, separator, text: &lines[..count] })
    }

    /// The separator's name.
    pub(super) fn separator(&self) -> &'static str {
        match self.separator {
            Separator::Tab => "tabs",
            Separator::Pipe => "pipes",
            Separator::Comma => "commas",
        }
    }

    /// Its grid, and how many printed characters were separators.
    pub(super) fn grid(&self) -> (Grid, u32) {
        let kind = match self.separator {
            Separator::Tab | Separator::Comma => GridKind::Tabbed,
            Separator::Pipe => GridKind::Piped,
        };
        let mut grid = Grid { kind, rows: 0, columns: 0, cells: Vec::new() };
        let mut aside = 0;
        // For each row, how many lines were drawn above it.
        let (mut drawn_above, mut boxes) = (0, Vec::new());
        for line in self.text {
            drawn_above += u32::from(self.separator == Separator::Pipe && drawn(&line.text));
            let fields = match self.separator {
                Separator::Pipe if drawn(&line.text) || line.text.trim().is_empty() => Vec::new(),
                Separator::Pipe => pipe_fields(&line.text),
                Separator::Tab if line.text.trim().is_empty() && !line.text.contains('\t') => Vec::new(),
                Separator::Tab => split(&line.text, &['\t']),
                Separator::Comma => commas::fields(&line.text),
            };
            aside += printed(&line.text) - fields.iter().map(|f| printed(&f.text)).sum::<u32>();
            if fields.is_empty() {
                continue;
            }
            grid.columns = grid.columns.max(fields.len() as u32);
            for (column, field) in fields.into_iter().enumerate() {
                grid.cells.push(GridCell {
                    row: grid.rows,
                    column: column as u32,
                    row_span: 1,
                    column_span: 1,
                    reach: [column as f32, column as f32 + 1.0],
                    text: field.text,
                    at: Place::Text { line: line.number, columns: Some(field.columns) },
                });
            }
            grid.rows += 1;
            boxes.push(drawn_above);
        }
        if self.text.first().is_some_and(|l| l.text.trim_start().starts_with('+') && drawn(&l.text)) {
            boxed::join(&mut grid, &boxes);
        }
        (grid, aside)
    }
}

/// How many lines the tabbed run takes that opens here; if there is none, how many lines hold none.
fn tabbed(lines: &[Line]) -> Result<usize, usize> {
    let filled = |text: &str| text.split('\t').filter(|f| !f.trim().is_empty()).count();
    // An indented paragraph or heading is no row: its only tabs stand before its text.
    let indented = |text: &str| text.contains('\t') && filled(text) == 1 && !text.trim().contains('\t');
    let prose = |text: &str| filled(text) == 1 && text.contains('。');
    let row = |text: &str| text.contains('\t') && filled(text) > 0 && !prose(text);
    let edge = |text: &str| indented(text) && text.starts_with('\t') && !text.contains(|c: char| c.is_ascii_digit());

    if !lines.first().is_some_and(|l| row(&l.text) && !edge(&l.text)) {
        return Err(1);
    }
    let (mut end, mut lone, mut blank) = (0, 0, false);
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        if text.trim().is_empty() {
            if lone > 0 {
                break;
            }
            blank = true;
        } else if row(text) {
            if !edge(text) {
                end = index + 1;
            }
            (lone, blank) = (0, false);
        } else if !blank && lone < MOST_LONE_FIELDS && !prose(text) && text.chars().count() <= LONGEST_LONE_FIELD {
            lone += 1;
        } else {
            break;
        }
    }
    if lines[..end].iter().any(|l| filled(&l.text) >= 2) { Ok(end) } else { Err(end) }
}

/// How many lines the piped run takes that opens here; if there is none, how many lines hold none.
fn piped(lines: &[Line]) -> Result<usize, usize> {
    if !lines.first().is_some_and(|l| pipes(&l.text) >= 2 || drawn(&l.text)) {
        return Err(1);
    }
    let (mut end, mut rows, mut blank) = (0, 0, false);
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        // After a blank line, a row with a separator below it heads a table of its own.
        let heads = blank && !drawn(text) && lines.get(index + 1).is_some_and(|l| drawn(&l.text));
        if text.trim().is_empty() {
            blank = true;
        } else if (pipes(text) >= 2 || inner_pipe(text) || drawn(text)) && !heads {
            rows += usize::from(!drawn(text) && text.contains(|c| is_printed(c) && !PIPES.contains(&c)));
            (end, blank) = (index + 1, false);
        } else {
            break;
        }
    }
    // One line of words between pipes and nothing before the first is a trail of links, not a table.
    let edged = lines[0].text.trim_start().starts_with(PIPES) || drawn(&lines[0].text);
    if rows >= 2 || rows == 1 && edged { Ok(end) } else { Err(end) }
}

fn pipes(text: &str) -> usize {
    text.chars().filter(|c| PIPES.contains(c)).count()
}

/// One pipe with text on both sides.
fn inner_pipe(text: &str) -> bool {
    pipes(text) == 1 && text.split(PIPES).all(|part| part.contains(is_printed))
}

/// A line that only draws: `|---|---|`, `+----+----+`, `├──┼──┤`. One hyphen alone between pipes is a nil mark, not a line.
fn drawn(text: &str) -> bool {
    if !text.contains(['-', '=', '─', '━', '═', '┄', '┈']) {
        return false;
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let strokes = text.contains("--") || text.contains("==") || text.contains(['─', '━', '═', '┄', '┈']);
    let joints = text.contains(|c: char| c == '+' || PIPES.contains(&c) || ('\u{2500}'..='\u{257f}').contains(&c));
    let only = text.chars().all(|c| matches!(c, '-' | '=' | '+' | ':' | '\u{2500}'..='\u{257f}') || PIPES.contains(&c));
    let halves = split(&text, PIPES).iter().any(|f| matches!(f.text.as_str(), "-" | "=" | "+" | ":"));
    strokes && joints && only && !halves
}

/// The fields between pipes; what stands before the first and after the last pipe is a field only if it holds text.
fn pipe_fields(text: &str) -> Vec<Field> {
    let mut fields = split(text, PIPES);
    if fields.len() > 1 && fields.last().is_some_and(|f| f.text.is_empty()) {
        fields.pop();
    }
    if fields.len() > 1 && fields[0].text.is_empty() {
        fields.remove(0);
    }
    fields
}

/// Cuts a line at its separators.
fn split(text: &str, separators: &[char]) -> Vec<Field> {
    let length = text.chars().count();
    let mut from = 0;
    let mut fields = Vec::new();
    for part in text.split(separators) {
        let to = from + part.chars().count();
        // An empty field has no character of its own: its place is the separator that ends it, or the line's last one.
        let nothing = (to + 1).min(length).max(1) as u32;
        let empty = || Field { text: String::new(), columns: [nothing, nothing] };
        fields.push(trimmed(part, from).unwrap_or_else(empty));
        from = to + 1;
    }
    fields
}

/// The characters of a part that begins after `before` others, without the white space round them.
pub(super) fn trimmed(part: &str, before: usize) -> Option<Field> {
    let from = part.find(is_printed)?;
    let inner = part[from..].trim_end_matches(|c: char| !is_printed(c));
    let first = before + part[..from].chars().count() + 1;
    let columns = [first as u32, (first + inner.chars().count()) as u32 - 1];
    let text = if inner.contains(Line::UNPRINTED) { inner.replace(Line::UNPRINTED, "") } else { inner.to_owned() };
    Some(Field { text, columns })
}

/// Whether a character is printed: no white space, and not the place of a mark that is none of the text.
pub(super) fn is_printed(c: char) -> bool {
    !c.is_whitespace() && c != Line::UNPRINTED
}

/// White space folded: a gap two columns wide or wider to two spaces, a narrower one to one.
pub(super) fn squeezed(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = 0;
    for c in text.chars() {
        if c.is_whitespace() {
            gap += if c == '\t' { 2 } else { unicode_width::UnicodeWidthChar::width(c).unwrap_or(1).max(1) };
            continue;
        }
        match gap {
            0 => {}
            1 => folded.push(' '),
            _ => folded.push_str("  "),
        }
        gap = 0;
        folded.push(c);
    }
    folded
}
