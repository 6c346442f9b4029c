//! Harms to tagged tables: cells, rows, columns and tables lost, moved, merged and printed again.

use crate::chance::Chance;
use crate::harm::{Cells, Harm, cut, interleave, other_numbers, swap_digits, value};
use gongkai::decode::{Block, TaggedCell, TaggedTable};
use gongkai::place::Place;

/// A harm to one table of a page, or to its tables.
pub(crate) fn harm(blocks: &mut Vec<Block>, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let tables: Vec<usize> = (0..blocks.len()).filter(|&i| matches!(blocks[i], Block::Table(_))).collect();
    let b = chance.one(&tables)?;
    match chance.below(30)? {
        0 => {
            blocks.remove(b);
            return Some(Harm::new("a table lost"));
        }
        1 => {
            let (a, b) = chance.two(&tables)?;
            blocks.swap(a, b);
            return Some(Harm::new("two tables swapped"));
        }
        2 => {
            let mut again = blocks[b].clone();
            if let Block::Table(table) = &mut again {
                table.rows.iter_mut().flatten().for_each(|c| c.text = other_numbers(&c.text));
            }
            let (at, what) = if chance.below(2)? == 0 { (b, "before it") } else { (b + 1, "after it") };
            blocks.insert(at, again);
            return Some(Harm::new(format!("a table printed with other numbers {what}")));
        }
        3 => {
            let Block::Table(table) = &mut blocks[b] else { return None };
            let at = chance.below(table.rows.len())?;
            let rest = TaggedTable { rows: table.rows.split_off(at), ..table.clone() };
            blocks.insert(b + 1, Block::Table(rest));
            return Some(Harm::new(format!("a table cut before row {at}")));
        }
        _ => {}
    }
    let Block::Table(table) = &mut blocks[b] else { return None };
    let r = chance.below(table.rows.len())?;
    let c = chance.below(table.rows[r].len())?;
    let text = table.rows[r][c].text.clone();
    let mut harm = match chance.below(3)? {
        0 => to_cell(table, r, c, cells, chance),
        1 => to_rows(table, r, cells, chance),
        _ => to_neighbours(table, r, c, cells, chance),
    }?;
    harm.what = format!("{}, row {r} cell {c} of table {} ({text:?})", harm.what, table.number);
    Some(harm)
}

/// A harm to the tags of one table: spans too wide, too narrow, cells without a text lost or added.
pub(crate) fn to_tags(blocks: &mut [Block], chance: &mut Chance) -> Option<Harm> {
    let tables: Vec<usize> = (0..blocks.len()).filter(|&i| matches!(blocks[i], Block::Table(_))).collect();
    let Block::Table(table) = &mut blocks[chance.one(&tables)?] else { return None };
    let r = chance.below(table.rows.len())?;
    let row = &mut table.rows[r];
    let c = chance.below(row.len())?;
    let what = match chance.below(6)? {
        0 => {
            row[c].column_span += 1;
            "a column span widened"
        }
        1 => {
            row[c].row_span += 1;
            "a row span lengthened"
        }
        2 if row[c].column_span > 1 => {
            row[c].column_span -= 1;
            "a column span narrowed"
        }
        3 if row[c].row_span > 1 => {
            row[c].row_span -= 1;
            "a row span shortened"
        }
        4 if row[c].text.trim().is_empty() => {
            row.remove(c);
            "an empty cell lost"
        }
        5 => {
            row.insert(c, empty());
            "an empty cell added"
        }
        _ => return None,
    };
    Some(Harm::new(what))
}

/// The id of a cell as written.
fn id(table: &TaggedTable, r: usize, c: usize, cells: &Cells) -> Option<String> {
    let here = Place::Cell { table: table.number, row: r as u32 + 1, cell: c as u32 + 1 };
    cells.at(|at| *at == here).cloned()
}

/// The column that a cell's id names.
fn column_of(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or_default()
}

fn empty() -> TaggedCell {
    TaggedCell { text: String::new(), row_span: 1, column_span: 1, origin: 0 }
}

fn holds_digits(cell: &TaggedCell) -> bool {
    cell.text.contains(char::is_numeric) && value(&cell.text).is_some()
}

/// Where a row's label is: the last words before its first number.
fn label(row: &[TaggedCell]) -> Option<usize> {
    let first = row.iter().position(holds_digits)?;
    row[..first].iter().rposition(|c| value(&c.text).is_none())
}

fn to_cell(table: &mut TaggedTable, r: usize, c: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let id = id(table, r, c, cells);
    let row = &mut table.rows[r];
    let what = match chance.below(8)? {
        0 => {
            row.remove(c);
            "a cell lost"
        }
        1 => {
            row[c].column_span = 1;
            "its column span lost"
        }
        2 => {
            row[c].row_span = 1;
            "its row span lost"
        }
        3 => {
            row.insert(c, empty());
            "an empty cell before it"
        }
        // A number's text lost is a blank that may as well have been printed, and then is what is printed.
        4 if row[c].text.contains(char::is_numeric) => {
            value(&row[c].text)?;
            row[c].text.clear();
            return Some(Harm { what: "its number lost".to_owned(), printed: vec![(id?, None)] });
        }
        4 => {
            row[c].text.clear();
            "its text lost"
        }
        5 => {
            row[c].text = cut(&row[c].text, chance)?;
            "letters lost"
        }
        6 => {
            let (text, id) = (swap_digits(&row[c].text, chance)?, id?);
            let printed = vec![(id, value(&text)?)];
            row[c].text = text;
            return Some(Harm { what: "digits swapped".to_owned(), printed });
        }
        _ => {
            let again = row[c].clone();
            row.insert(c, again);
            "it is printed twice"
        }
    };
    Some(Harm::new(what))
}

fn to_rows(table: &mut TaggedTable, r: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let other = chance.below(table.rows.len()).filter(|o| *o != r)?;
    let what = match chance.below(11)? {
        0 => {
            table.rows.remove(r);
            "the row lost"
        }
        1 => {
            table.rows.swap(r, other);
            "two rows swapped"
        }
        2 => {
            let again = table.rows[r].clone();
            table.rows.insert(r, again);
            "the row printed twice"
        }
        3 => {
            let mut again = table.rows[r].clone();
            again.iter_mut().filter(|c| holds_digits(c)).for_each(|c| c.text = other_numbers(&c.text));
            table.rows.insert(r + chance.below(2)?, again);
            "the row printed with other numbers too"
        }
        4 => {
            let (a, b) = (label(&table.rows[r])?, label(&table.rows[other])?);
            let text = std::mem::take(&mut table.rows[r][a].text);
            table.rows[r][a].text = std::mem::replace(&mut table.rows[other][b].text, text);
            "two labels of rows swapped"
        }
        5 => {
            let l = label(&table.rows[r])?;
            let text: Vec<char> = table.rows[r][l].text.chars().collect();
            let at = chance.below(text.len())?;
            let mut second: Vec<TaggedCell> = table.rows[r].iter().map(|_| empty()).collect();
            second[l].text = text[at..].iter().collect();
            table.rows[r][l].text = text[..at].iter().collect();
            table.rows.insert(r + 1, second);
            "a label split over two rows"
        }
        6 => {
            let l = label(&table.rows[r])?;
            table.rows[r][l].text.clear();
            "a label lost"
        }
        7 => return shifted(table, r, cells, chance),
        8 => {
            // A column is told from the right: labels span more cells in some rows than in others.
            let back = chance.below(7)? + 1;
            let with_header = chance.below(2)? == 0;
            return Some(without_column(table, back, with_header, cells));
        }
        9 => {
            let first = table.rows.iter().position(|row| row.iter().any(holds_digits))?;
            table.rows.drain(..first.max(1));
            "the header lost"
        }
        _ => {
            table.rows[r].retain(|c| !c.text.is_empty());
            "its empty cells lost"
        }
    };
    Some(Harm::new(what))
}

/// Takes a column out. Where a table has it by choice (the numbers of all years) and its header goes with it, or an empty cell
/// at the edge comes to stand for the totals, what is left is what another publisher prints.
fn without_column(table: &mut TaggedTable, back: usize, with_header: bool, cells: &Cells) -> Harm {
    let mut printed = Vec::new();
    for r in 0..table.rows.len() {
        let Some(at) = table.rows[r].len().checked_sub(back) else { continue };
        if !with_header && !holds_digits(&table.rows[r][at]) {
            continue;
        }
        if let Some(id) = id(table, r, at, cells) {
            let is_optional = with_header && column_of(&id) == "cumulative";
            let next = table.rows[r].get(at + 1);
            let is_left_empty =
                !with_header && column_of(&id) == "total" && next.is_some_and(|cell| cell.text.trim().is_empty());
            printed.extend((is_optional || is_left_empty).then_some((id, None)));
        }
        table.rows[r].remove(at);
    }
    Harm { what: if with_header { "a column lost" } else { "a column's numbers lost" }.to_owned(), printed }
}

/// Moves a row by one. Nothing in section two tells a row that moved and kept its width from one that was printed so, nor in a
/// row of zeros: there what stands in each cell now is what is printed.
fn shifted(table: &mut TaggedTable, r: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let row = &table.rows[r];
    let width = row.len();
    let is_zero = |c: &TaggedCell| value(&c.text).flatten().is_some_and(|number| number.is_zero());
    let tells = row.iter().filter(|c| holds_digits(c)).skip(4).any(|c| !is_zero(c));
    let narrow = row.iter().filter(|c| holds_digits(c)).all(|c| (c.row_span, c.column_span) == (1, 1));
    let mut harm = Harm::new(shift(&mut table.rows[r], chance)?);
    if !tells && table.rows[r].len() == width {
        let now = |c: usize| Some((id(table, r, c, cells)?, value(&table.rows[r][c].text)?));
        harm.printed = narrow.then(|| (0..width).filter_map(now).collect())?;
    }
    Some(harm)
}

/// Moves the contents or the cells of a row by one.
fn shift(row: &mut Vec<TaggedCell>, chance: &mut Chance) -> Option<&'static str> {
    let first = row.iter().position(holds_digits)?;
    Some(match chance.below(4)? {
        0 => {
            row.remove(first);
            row.push(empty());
            "its numbers moved left over the first"
        }
        1 => {
            row.insert(first, empty());
            row.pop();
            "its numbers moved right over the last"
        }
        2 => {
            row.insert(first, empty());
            "its numbers moved right"
        }
        _ => {
            let texts: Vec<String> = row[first..].iter().map(|c| c.text.clone()).collect();
            for (cell, text) in row[first..].iter_mut().skip(1).zip(texts) {
                cell.text = text;
            }
            row[first].text.clear();
            "its texts moved right over the last"
        }
    })
}

fn to_neighbours(table: &mut TaggedTable, r: usize, c: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let what = match chance.below(6)? {
        kind @ 0..=2 => {
            let row = &mut table.rows[r];
            let next = row.get(c + 1)?.clone();
            let (between, how) = chance.one(&[("", "together"), (" ", "with a space"), ("\n", "over two lines")])?;
            row[c].text = format!("{}{between}{}", row[c].text, next.text);
            let joined = between.is_empty() && row.len() < 6 && holds_digits(&row[c]);
            let moved = row[c].text.trim() == next.text.trim();
            match kind {
                0 => {
                    row[c].column_span += next.column_span;
                    row.remove(c + 1);
                    return Some(Harm::new(format!("merged with the next {how}, and spanning both")));
                }
                1 => {
                    row.remove(c + 1);
                    return Some(Harm::new(format!("merged with the next {how}")));
                }
                _ if next.text.trim().is_empty() => return None,
                // One number and an empty cell: where no sum tells that it was two, or stood in the other, it is printed so.
                _ if joined || moved => {
                    row[c + 1].text.clear();
                    let text = value(&row[c].text)?;
                    let printed = vec![(id(table, r, c, cells)?, text), (id(table, r, c + 1, cells)?, None)];
                    return Some(Harm { what: format!("put together with the next {how}"), printed });
                }
                _ => {
                    row[c + 1].text.clear();
                    return Some(Harm::new(format!("merged with the next {how}, which is left empty")));
                }
            }
        }
        3 => {
            let below = table.rows.get(r + 1)?.get(c)?.text.clone();
            let (here, there) = (id(table, r, c, cells), id(table, r + 1, c, cells)?);
            let text = std::mem::take(&mut table.rows[r][c].text);
            if chance.below(2)? == 0 || below.trim().is_empty() {
                // Nothing tells that it was not printed so: the tags give it to the row below, as they would a publisher's
                // slip. Where sums tell that it broke them, the report may not be called clean (`fate`).
                table.rows[r + 1][c].text.clone_from(&text);
                let printed = vec![(here?, None), (there, value(&text)?)];
                return Some(Harm { what: "its value moved to the row below".to_owned(), printed });
            }
            table.rows[r + 1][c].text = format!("{text}\n{below}");
            "its value moved to the row below, above that one's"
        }
        4 => {
            let words: Vec<usize> =
                (0..table.rows[r].len()).filter(|&i| value(&table.rows[r][i].text).is_none()).collect();
            let (a, b) = chance.two(&words)?;
            let text = std::mem::take(&mut table.rows[r][a].text);
            table.rows[r][a].text = std::mem::replace(&mut table.rows[r][b].text, text);
            "two labels of the row swapped"
        }
        _ => {
            let (a, b) = (id(table, r, c, cells)?, id(table, r, c + 1, cells)?);
            let row = &mut table.rows[r];
            let (left, right) = interleave(&row[c].text, &row.get(c + 1)?.text)?;
            let printed = vec![(a, value(&left)?), (b, value(&right)?)];
            (row[c].text, row[c + 1].text) = (left, right);
            return Some(Harm { what: "digits mixed with the next".to_owned(), printed });
        }
    };
    Some(Harm::new(what))
}
