//! Harms to pages: rules lost and moved, marks lost, moved, doubled and replaced, pages lost and swapped.

use crate::chance::Chance;
use crate::harm::{Cells, Harm, value};
use gongkai::decode::{Direction, Mark, Page};
use gongkai::place::{Area, Place};

/// A harm to one page of a document, or to its pages.
pub(crate) fn harm(pages: &mut Vec<Page>, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let p = chance.below(pages.len())?;
    let number = pages[p].number;
    if chance.below(20)? == 0 {
        let other = chance.below(pages.len()).filter(|o| *o != p)?;
        if chance.below(2)? == 0 {
            pages.remove(p);
            return Some(Harm::new(format!("page {number} lost")));
        }
        pages.swap(p, other);
        return Some(Harm::new(format!("page {number} and page {} swapped", pages[p].number)));
    }
    let mut harm = match chance.below(2)? {
        0 => Harm::new(to_rules(&mut pages[p], chance)?),
        _ => to_marks(&mut pages[p], cells, chance)?,
    };
    harm.what = format!("{}, page {number}", harm.what);
    Some(harm)
}

/// A harm to the rules of a page.
pub(crate) fn to_rules(page: &mut Page, chance: &mut Chance) -> Option<String> {
    Some(match chance.below(7)? {
        0 => {
            let r = chance.below(page.rules.len())?;
            let gone = page.rules.remove(r);
            format!("a rule lost {gone:?}")
        }
        1 => {
            let r = chance.below(page.rules.len())?;
            let rule = &mut page.rules[r];
            rule.to = f32::midpoint(rule.from, rule.to);
            format!("half a rule lost {rule:?}")
        }
        2 => {
            let keep = chance.below(4)? + 1;
            let mut n = 0;
            page.rules.retain(|_| {
                n += 1;
                n % 5 < keep
            });
            "many rules lost".to_owned()
        }
        3 => {
            page.rules.clear();
            "all rules lost".to_owned()
        }
        4 => {
            let direction = chance.one(&[Direction::Horizontal, Direction::Vertical])?;
            page.rules.retain(|r| r.direction != direction);
            format!("all {direction:?} rules lost")
        }
        5 => {
            let r = chance.below(page.rules.len())?;
            let rule = page.rules[r];
            let near = (rule.at, rule.direction);
            page.rules.retain(|r| r.direction != near.1 || (r.at - near.0).abs() > 2.0);
            format!("a whole line of rules lost, {:?} at {}", near.1, near.0)
        }
        _ => {
            let r = chance.below(page.rules.len())?;
            let by = chance.one(&[-12.0, -5.0, 3.0, 8.0, 20.0])?;
            page.rules[r].at += by;
            format!("a rule moved by {by} {:?}", page.rules[r])
        }
    })
}

fn to_marks(page: &mut Page, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let of = |page: &Page, is: fn(char) -> bool| -> Vec<usize> {
        (0..page.marks.len())
            .filter(|&i| !page.marks[i].text.is_empty() && page.marks[i].text.chars().all(is))
            .collect()
    };
    let letters = of(page, char::is_alphabetic);
    let digits = of(page, |c| c.is_ascii_digit());
    match chance.below(8)? {
        0 => {
            let from = chance.below(letters.len())?;
            let gone: Vec<usize> = letters[from..letters.len().min(from + 3)].to_vec();
            drop_marks(page, &gone);
            Some(Harm::new(format!("letters lost from {from}")))
        }
        1 => {
            let from = chance.below(letters.len())?;
            let to = letters.len().min(from + 1 + chance.below(6)?);
            letters[from..to].iter().for_each(|&i| page.marks[i].text = "某".into());
            Some(Harm::new(format!("letters replaced from {from}")))
        }
        2 => {
            let run = number(page, chance.one(&digits)?);
            let id = id(page, &run, cells)?;
            let i = chance.one(&run)?;
            let d = page.marks[i].text.chars().next()?.to_digit(10)?;
            page.marks[i].text = ((d + 1 + chance.below(8)? as u32) % 10).to_string().into();
            reprinted(page, &run, id, "a digit replaced")
        }
        3 => {
            let run = number(page, chance.one(&digits)?);
            let id = id(page, &run, cells)?;
            let (a, b) = chance.two(&run)?;
            if page.marks[a].text == page.marks[b].text {
                return None;
            }
            let text = page.marks[a].text.clone();
            page.marks[a].text = std::mem::replace(&mut page.marks[b].text, text);
            reprinted(page, &run, id, "digits swapped")
        }
        4 => {
            let run = number(page, chance.one(&digits)?);
            let size = page.marks[run[0]].size;
            let by =
                chance.one(&[(0.3, 0.0), (-0.4, 0.2), (1.5, 0.0), (-3.0, 0.0), (4.0, 0.0), (0.0, 1.2), (0.0, -2.0)])?;
            let told: String = run.iter().map(|&i| page.marks[i].text.as_str()).collect();
            let from = id(page, &run, cells);
            for &i in &run {
                shift(&mut page.marks[i], by, size, page.width, page.height);
            }
            let mut harm = Harm::new(format!("the number {told} moved by {by:?} of its size"));
            // Whole within a cell that was empty, it is that one's: the paper prints it there, and no reader could say
            // otherwise. Where sums tell that it broke them, the report may not be called clean (`fate`); it is the
            // publisher's as far as anything printed tells.
            let whole = |to: &String| run.iter().all(|&i| cell_of(page, i, cells) == Some(to));
            if let (Some(from), Some(to)) = (from, id(page, &run, cells).filter(whole))
                && from != to
            {
                harm.printed = vec![(from, None), (to, value(&told)?)];
            }
            Some(harm)
        }
        5 => stray(page, chance.one(&digits)?, cells, chance),
        6 => {
            let run = number(page, chance.one(&digits)?);
            let by = chance.one(&[(0.1, 0.05), (0.02, 0.02), (0.4, 0.0), (0.0, 0.5)])?;
            for &i in &run {
                let (mut again, size) = (page.marks[i].clone(), page.marks[i].size);
                shift(&mut again, by, size, page.width, page.height);
                page.marks.push(again);
            }
            Some(Harm::new(format!("a number printed again {by:?} of its size away")))
        }
        _ => {
            // Labels of two rows: equal stretches of letters change places.
            let (a, b) = chance.two(&letters)?;
            let (a, b) = (line(page, a), line(page, b));
            if a.iter().any(|i| b.contains(i)) || a.is_empty() || b.is_empty() {
                return None;
            }
            let (from, to) = (page.marks[a[0]].area, page.marks[b[0]].area);
            let by = |marks: &[usize], page: &mut Page, from: Area, to: Area| {
                for &i in marks {
                    let by = (to.left() - from.left(), to.top() - from.top());
                    shift(&mut page.marks[i], by, 1.0, page.width, page.height);
                }
            };
            by(&a, page, from, to);
            by(&b, page, to, from);
            Some(Harm::new("two stretches of letters swapped".to_owned()))
        }
    }
}

/// A misreading of one number by an engine: a digit of it lost, taken for another, or before the one it stands behind.
pub(crate) fn misread(pages: &mut [Page], cells: &Cells, chance: &mut Chance) -> Option<()> {
    let p = chance.below(pages.len())?;
    let page = &mut pages[p];
    let is_digit = |m: &Mark| !m.text.is_empty() && m.text.bytes().all(|c| c.is_ascii_digit());
    let digits: Vec<usize> = (0..page.marks.len()).filter(|i| is_digit(&page.marks[*i])).collect();
    let run = number(page, chance.one(&digits)?);
    id(page, &run, cells)?;
    let i = chance.one(&run)?;
    match chance.below(3)? {
        0 => drop_marks(page, &[i]),
        1 => {
            let digit = page.marks[i].text.chars().next()?.to_digit(10)?;
            page.marks[i].text = ((digit + 1 + chance.below(8)? as u32) % 10).to_string().into();
        }
        _ => {
            let (a, b) = chance.two(&run)?;
            let text = page.marks[a].text.clone();
            page.marks[a].text = std::mem::replace(&mut page.marks[b].text, text);
        }
    }
    Some(())
}

/// One digit leaves its number.
fn stray(page: &mut Page, i: usize, cells: &Cells, chance: &mut Chance) -> Option<Harm> {
    let size = page.marks[i].size;
    let by = chance.one(&[(0.6, 0.0), (1.2, 0.0), (0.0, 0.6), (3.0, 0.0), (-2.5, 0.0)])?;
    if number(page, i).len() < 2 {
        return None;
    }
    let left: Vec<usize> = number(page, i).into_iter().filter(|&j| j != i).collect();
    let before = cell_of(page, i, cells).cloned();
    shift(&mut page.marks[i], by, size, page.width, page.height);
    // In another cell, or right beside another number, it is a digit of that one's, and printed there.
    let run = number(page, i);
    let after = cell_of(page, i, cells).cloned();
    if run.len() > 1 || after.as_ref().is_some_and(|id| Some(id) != before.as_ref()) {
        let told = |run: &[usize]| run.iter().map(|&i| page.marks[i].text.as_str()).collect::<String>();
        // What is left must be one number still, each the whole of its cell.
        let whole = number(page, *left.first()?) == left && before != after;
        let (from, to) = (id(page, &left, cells)?, id(page, &run, cells)?);
        let printed = vec![(from, value(&told(&left))?), (to, value(&told(&run))?)];
        let what = format!("the digit {} moved by {by:?} of its size to another cell", page.marks[i].text);
        return whole.then_some(Harm { what, printed });
    }
    Some(Harm::new(format!("the digit {} moved by {by:?} of its size", page.marks[i].text)))
}

fn drop_marks(page: &mut Page, gone: &[usize]) {
    let mut n = 0;
    page.marks.retain(|_| {
        n += 1;
        !gone.contains(&(n - 1))
    });
}

/// Moves a mark by so many sizes, within its page.
fn shift(mark: &mut Mark, by: (f32, f32), size: f32, width: f32, height: f32) {
    let [x0, y0, x1, y1] = mark.area.0;
    let dx = (by.0 * size).clamp(-x0, (width - x1).max(-x0));
    let dy = (by.1 * size).clamp(-y0, (height - y1).max(-y0));
    mark.area = Area::new(x0 + dx, y0 + dy, x1 + dx, y1 + dy);
}

/// The digits drawn together with one, left to right.
fn number(page: &Page, of: usize) -> Vec<usize> {
    let joins = |a: &Mark, b: &Mark| {
        (a.area.top() - b.area.top()).abs() < a.size / 4.0 && (b.area.left() - a.area.right()).abs() < a.size / 3.0
    };
    let is_digit = |m: &Mark| !m.text.is_empty() && m.text.bytes().all(|c| c.is_ascii_digit());
    let mut run = vec![of];
    while let Some(next) = (0..page.marks.len()).find(|i| {
        !run.contains(i) && is_digit(&page.marks[*i]) && joins(&page.marks[run[run.len() - 1]], &page.marks[*i])
    }) {
        run.push(next);
    }
    while let Some(before) = (0..page.marks.len())
        .find(|i| !run.contains(i) && is_digit(&page.marks[*i]) && joins(&page.marks[*i], &page.marks[run[0]]))
    {
        run.insert(0, before);
    }
    run
}

/// The letters drawn in one line with one, left to right, without a gap.
fn line(page: &Page, of: usize) -> Vec<usize> {
    let first = &page.marks[of];
    let mut found: Vec<usize> = (0..page.marks.len())
        .filter(|&i| {
            let m = &page.marks[i];
            (m.area.top() - first.area.top()).abs() < first.size / 4.0
                && (m.area.left() - first.area.left()).abs() < first.size * 10.0
                && !m.text.chars().any(|c| c.is_ascii_digit())
        })
        .collect();
    found.sort_by(|a, b| page.marks[*a].area.left().total_cmp(&page.marks[*b].area.left()));
    found
}

/// The cell that a mark stands in.
fn cell_of<'c>(page: &Page, mark: usize, cells: &'c Cells) -> Option<&'c String> {
    let (x, y) = page.marks[mark].area.centre();
    cells.at(|at| match at {
        Place::Page { page: number, area: Some(area) } if *number == page.number => {
            (area.left()..=area.right()).contains(&x) && (area.top()..=area.bottom()).contains(&y)
        }
        _ => false,
    })
}

/// The cell that is printed by these marks and by no others.
fn id(page: &Page, run: &[usize], cells: &Cells) -> Option<String> {
    let inside = |area: &Area, mark: &Mark| {
        let (x, y) = mark.area.centre();
        (area.left()..=area.right()).contains(&x) && (area.top()..=area.bottom()).contains(&y)
    };
    let holds = |at: &Place| match at {
        Place::Page { page: number, area: Some(area) } if *number == page.number => inside(area, &page.marks[run[0]]),
        _ => false,
    };
    let id = cells.at(holds)?;
    let Some(Place::Page { area: Some(area), .. }) = cells.0.iter().find(|(i, _)| i == id).map(|(_, at)| at) else {
        return None;
    };
    let others = (0..page.marks.len()).filter(|i| !run.contains(i) && inside(area, &page.marks[*i]));
    (others.filter(|&i| !page.marks[i].text.trim().is_empty()).count() == 0).then(|| id.clone())
}

fn reprinted(page: &Page, run: &[usize], id: String, what: &str) -> Option<Harm> {
    let told: String = run.iter().map(|&i| page.marks[i].text.as_str()).collect();
    Some(Harm { what: format!("{what}: {told}"), printed: vec![(id, value(&told)?)] })
}
