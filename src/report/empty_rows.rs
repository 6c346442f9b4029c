//! Rows of section three that are printed without a number, in a table that has nothing but white space.
//!
//! Such a row is a label and nothing beside it, which may be a row that was left empty, or one whose numbers were lost.
//! Takes the rows that were recognised and what stands between them, gives those of the form that are left between two of
//! them, if the words there are exactly their labels. One row alone is no evidence: a publisher who leaves rows without
//! applications empty leaves several, and what is lost is lost once. But one who leaves cells empty and prints no zeros has no
//! other way to print a row of them.

use super::form::Requests;
use super::recognise::is_exact;
use crate::parse::Printed;
use crate::parse::fold::letters;
use crate::parse::label::Label;

/// The fewest rows that are left empty on purpose.
const FEWEST: usize = 2;

/// Zeros are left out where so many cells of the rows that hold values are empty for each that is printed.
const LEFT_OUT_PER_ZERO: usize = 4;

/// The most lines that a label is broken over.
const MOST_LINES: usize = 5;

/// A place in the printed tables: which table, which of its rows.
pub(super) type At = (usize, usize);

/// The indexes of the form's rows that are printed and empty.
pub(super) fn find(printed: &[Printed], rows: &[(At, usize)], form: &Requests) -> Vec<usize> {
    let single = rows.iter().any(|(_, i)| !form.rows[*i].instead_of.is_empty());
    let wanted: Vec<usize> =
        form.rows_printed(single).filter_map(|r| form.rows.iter().position(|x| x.id == r.id)).collect();
    let lines = lines(printed);
    let mut found: Vec<usize> = Vec::new();
    for pair in rows.windows(2) {
        let ((from, above), (to, below)) = (pair[0], pair[1]);
        let between = wanted.iter().copied().filter(|w| above < *w && *w < below);
        let words = lines.iter().filter(|(at, _)| from < *at && *at < to).map(|(_, words)| words.as_str());
        found.extend(named(&words.collect::<Vec<_>>(), between, form));
    }
    if let Some((from, last)) = rows.last().copied() {
        let words: Vec<&str> = lines.iter().filter(|(at, _)| from < *at).map(|(_, words)| words.as_str()).collect();
        found.extend(named(&words, wanted.iter().copied().filter(|w| *w > last), form));
    }
    if found.len() >= FEWEST || leaves_zeros_out(printed, rows, form.columns.len()) { found } else { Vec::new() }
}

/// Whether rows that hold values leave cells empty in place of zeros.
fn leaves_zeros_out(printed: &[Printed], rows: &[(At, usize)], columns: usize) -> bool {
    let tables: Vec<_> =
        printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None }).collect();
    let (mut zeros, mut empty) = (0, 0);
    for ((table, row), _) in rows {
        let Some(row) = tables.get(*table).and_then(|t| t.rows.get(*row)) else { continue };
        let values: Vec<_> = row.values().filter(|f| f.is_printed_value()).collect();
        zeros += values.iter().filter(|f| f.text.trim() == "0").count();
        empty += columns.saturating_sub(values.len());
    }
    empty >= LEFT_OUT_PER_ZERO && empty >= zeros * LEFT_OUT_PER_ZERO
}

/// Every line of words, and where it stands; a line between tables stands after the last row before it.
fn lines(printed: &[Printed]) -> Vec<(At, String)> {
    let mut found = Vec::new();
    let mut last = (0, 0);
    let mut table = 0;
    for item in printed {
        match item {
            Printed::Line(line) => found.push((last, line.text.clone())),
            Printed::Table(t) => {
                for (r, line) in t.rows.iter().enumerate().filter(|(_, line)| !line.has_values()) {
                    found.extend(line.fields.last().map(|f| ((table, r), f.text.to_string())));
                }
                last = (table, t.rows.len());
                table += 1;
            }
        }
    }
    found
}

/// Those of some rows, in order, whose labels are the words of a few lines that follow one another.
fn named(lines: &[&str], rows: impl Iterator<Item = usize>, form: &Requests) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    for row in rows {
        let named = (at..lines.len()).find_map(|from| {
            let upto = (from + MOST_LINES).min(lines.len());
            // A group's label may stand before the row's own, set apart by a space.
            let first = [lines[from], lines[from].rsplit(' ').next().unwrap_or_default()];
            (from + 1..=upto).find(|to| {
                let rest = lines[from + 1..*to].concat();
                // Pieces of a group's label, set in its middle, stand between those of the row's.
                let own = |line: &&str| !is_of_a_group(line, form);
                let rests = [rest, lines[from + 1..*to].iter().copied().filter(own).collect::<String>()];
                let whole = |f: &str, rest: &str| is_exact(&Label::read(&format!("{f}{rest}")).words, &form.rows[row]);
                first.iter().any(|f| rests.iter().any(|rest| whole(f, rest)))
            })
        });
        if let Some(to) = named {
            found.push(row);
            at = to;
        }
    }
    found
}

/// Whether a line is a piece of the label of a group of rows.
fn is_of_a_group(line: &str, form: &Requests) -> bool {
    let words = letters(line);
    !words.is_empty() && form.groups.iter().any(|g| letters(&g.label).contains(&words))
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;
    use crate::decode::Line;

    /// The empty rows between （一）予以公开 and （七）总计, as the form's ids.
    fn between(labels: &str) -> Vec<&'static str> {
        let form = &forms().requests;
        let lines = labels.lines().enumerate().map(|(n, t)| Line { number: n as u32 + 1, text: t.to_owned() });
        let printed = crate::parse::read(&crate::layout::text::lay_out(&lines.collect::<Vec<_>>()));
        let index = |id: &str| form.rows.iter().position(|r| r.id == id).unwrap();
        // Lines before any table stand at its first place.
        let rows = [((0, 0), index("received")), ((0, 0), index("granted"))];
        let mut found = find(&printed, &rows, form);
        found.extend(named(&labels.lines().collect::<Vec<_>>(), index("partial")..index("unavailable.not_held"), form));
        found.into_iter().map(|i| form.rows[i].id.as_str()).collect()
    }

    #[test]
    fn labels_without_numbers_are_empty_rows_broken_ones_too() {
        let found = between("1.属于国家秘密\n（三）不予公开 2.其他法律行政法\n规禁止公开\n4.保护第三方合法权益");
        assert_eq!(found, ["refused.state_secret", "refused.prohibited_by_law", "refused.third_party"]);
    }

    #[test]
    fn words_that_are_no_label_are_none() {
        assert!(between("属于国家的秘密\n其他事项说明").is_empty());
    }
}
