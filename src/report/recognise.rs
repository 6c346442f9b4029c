//! Which item of the form a printed label is: by its words, and, where they are damaged, by its likeness and its place
//! between labels that are certain.
//!
//! Takes folded words, gives matches with how they came about. Nothing is recognised by place alone without saying so.

use super::form::Item;

/// Likeness from which a damaged label is taken for an item when its place agrees: a third of its letters may be lost.
const ALIKE: f32 = 0.6;

/// How a label was recognised, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// Its words are a name of the item.
    Exact,
    /// Its words are like a name of the item, and its place among its neighbours agrees.
    Alike,
    /// By its place alone: as many unnamed as unclaimed between two that are certain.
    Place,
}

/// How like a printed label is to an item, 0 to 1; 1 is exact.
pub fn likeness(words: &str, item: &Item) -> f32 {
    item.names().iter().map(|name| alike(words, name)).fold(0.0, f32::max)
}

/// Whether the words are a name of the item.
pub fn is_exact(words: &str, item: &Item) -> bool {
    item.names().iter().any(|name| name == words)
}

fn alike(words: &str, name: &str) -> f32 {
    if words == name {
        return 1.0;
    }
    let (w, n) = (words.chars().count() as f32, name.chars().count() as f32);
    if w == 0.0 || n == 0.0 {
        return 0.0;
    }
    // A name with letters lost keeps the order of those left; one with letters added keeps all.
    let lost = if is_within(words, name) && w >= 2.0 { (0.5 + 0.5 * w / n).min(0.97) } else { 0.0 };
    let added = if is_within(name, words) && n >= 4.0 { 0.6 + 0.35 * n / w } else { 0.0 };
    (strsim::normalized_levenshtein(words, name) as f32).max(lost).max(added).min(0.99)
}

/// Whether the letters of one stand in the other in the same order.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|l| l == c))
}

/// The item that the words name better than any other, where one does.
pub fn best<'a>(words: &str, items: impl Iterator<Item = &'a Item>) -> Option<(usize, f32)> {
    let mut found: Option<(usize, f32)> = None;
    let mut second = 0.0;
    for (i, item) in items.enumerate() {
        let score = likeness(words, item);
        match found {
            Some((_, top)) if score <= top => second = f32::max(second, score),
            _ => {
                second = found.map_or(0.0, |(_, top)| top);
                found = Some((i, score));
            }
        }
    }
    found.filter(|(_, top)| *top == 1.0 || (*top >= ALIKE && *top - second > 0.05))
}

/// A printed row on its way to an item: the wordings its label may have, surest first (its own words; joined with what
/// stands above or below it).
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// The wordings, folded. None where the row has no label.
    pub wordings: Vec<String>,
}

/// Matches printed rows, in printed order, with the items of a form.
///
/// Exact names are taken wherever they stand. Between them, damaged labels are aligned in order by likeness, and rows
/// without any label are matched by place where exactly as many items as rows are left.
pub fn align(rows: &[Labelled], items: &[&Item]) -> Vec<Option<(usize, Match)>> {
    let mut matched: Vec<Option<(usize, Match)>> = rows
        .iter()
        .map(|row| {
            row.wordings.iter().find_map(|w| items.iter().position(|i| is_exact(w, i))).map(|i| (i, Match::Exact))
        })
        .collect();
    drop_out_of_order_joins(rows, items, &mut matched);
    let anchors: Vec<(usize, usize)> = matched.iter().enumerate().filter_map(|(r, m)| m.map(|(i, _)| (r, i))).collect();
    let mut from = (0, 0);
    for &(r, i) in anchors.iter().chain(std::iter::once(&(rows.len(), items.len()))) {
        if from.0 < r && from.1 < i {
            fill(rows, items, from, (r, i), &mut matched);
        }
        // An anchor out of order bounds nothing.
        if i + 1 >= from.1 {
            from = (r + 1, i + 1);
        } else {
            from.0 = r + 1;
        }
    }
    matched
}

/// An exact name that only a joined wording gave is believed in order only: a piece may belong to the neighbour.
fn drop_out_of_order_joins(rows: &[Labelled], items: &[&Item], matched: &mut [Option<(usize, Match)>]) {
    for r in 0..matched.len() {
        let Some((i, _)) = matched[r] else { continue };
        let own = rows[r].wordings.first().is_some_and(|w| is_exact(w, items[i]));
        let before = matched[..r].iter().rev().flatten().next().is_none_or(|(b, _)| *b < i);
        let taken = matched.iter().enumerate().any(|(o, m)| o != r && m.is_some_and(|(j, _)| j == i));
        if !own && (!before || taken) {
            matched[r] = None;
        }
    }
}

/// Aligns what lies between two anchors.
fn fill(
    rows: &[Labelled],
    items: &[&Item],
    from: (usize, usize),
    to: (usize, usize),
    matched: &mut [Option<(usize, Match)>],
) {
    let (n, m) = (to.0 - from.0, to.1 - from.1);
    let free: Vec<bool> = (0..m).map(|j| !matched.iter().flatten().any(|(i, _)| *i == from.1 + j)).collect();
    let score = |r: usize, i: usize| -> f32 {
        if !free[i] || matched[from.0 + r].is_some() {
            return 0.0;
        }
        let row = &rows[from.0 + r];
        row.wordings.iter().map(|w| likeness(w, items[from.1 + i])).fold(0.0, f32::max)
    };
    // best[r][i]: the best sum with the first r rows and i items.
    let mut best = vec![vec![0.0f32; m + 1]; n + 1];
    for r in 1..=n {
        for i in 1..=m {
            let s = score(r - 1, i - 1);
            let take = if s >= ALIKE { best[r - 1][i - 1] + s } else { 0.0 };
            best[r][i] = best[r - 1][i].max(best[r][i - 1]).max(take);
        }
    }
    let (mut r, mut i) = (n, m);
    while r > 0 && i > 0 {
        if best[r][i] == best[r - 1][i] {
            r -= 1;
        } else if best[r][i] == best[r][i - 1] {
            i -= 1;
        } else {
            matched[from.0 + r - 1] = Some((from.1 + i - 1, Match::Alike));
            r -= 1;
            i -= 1;
        }
    }
    by_place(rows, items, from, to, matched);
}

/// Rows without a label, between two matched ones, are the items left there if there are as many.
fn by_place(
    rows: &[Labelled],
    items: &[&Item],
    from: (usize, usize),
    to: (usize, usize),
    matched: &mut [Option<(usize, Match)>],
) {
    let mut r = from.0;
    while r < to.0 {
        if matched[r].is_some() {
            r += 1;
            continue;
        }
        let end = (r..to.0).find(|&x| matched[x].is_some()).unwrap_or(to.0);
        let below = matched[..r].iter().rev().flatten().next().map_or(from.1, |(i, _)| i + 1).max(from.1);
        let above = matched.get(end).copied().flatten().map_or(to.1, |(i, _)| i).min(to.1);
        let printed = |i: usize| matched.iter().flatten().any(|(m, _)| *m == i);
        let stands_in = |i: usize| items[i].instead_of.is_empty();
        let left: Vec<usize> = (below..above.max(below)).filter(|&i| !printed(i) && stands_in(i)).collect();
        let unnamed = (r..end).all(|x| rows[x].wordings.is_empty() || rows[x].wordings.iter().all(String::is_empty));
        let bounded = r > 0 || from.1 == 0;
        if unnamed && bounded && !left.is_empty() && left.len() == end - r {
            for (x, i) in (r..end).zip(left) {
                matched[x] = Some((i, Match::Place));
            }
        }
        r = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    fn rows(labels: &[&str]) -> Vec<Labelled> {
        let read = |l: &&str| Labelled {
            wordings: if l.is_empty() { vec![] } else { vec![crate::parse::label::Label::read(l).words] },
        };
        labels.iter().map(read).collect()
    }

    fn ids(labels: &[&str]) -> Vec<Option<(&'static str, Match)>> {
        let items: Vec<&Item> = forms().requests.rows.iter().collect();
        align(&rows(labels), &items).into_iter().map(|m| m.map(|(i, how)| (items[i].id.as_str(), how))).collect()
    }

    #[test]
    fn a_damaged_label_is_known_by_likeness_and_place() {
        let found = ids(&["1.属于国家秘密", "2.其他法律行政止公开", "3.危及“三安全一稳定”"]);
        assert_eq!(found[1], Some(("refused.prohibited_by_law", Match::Alike)));
    }

    #[test]
    fn and_not_out_of_its_place() {
        assert_eq!(ids(&["7.属于行政执法案卷", "2.其他法律行政止公开", "8.属于行政查询事项"])[1], None);
    }

    #[test]
    fn rows_without_a_label_are_placed_only_where_the_count_agrees() {
        assert_eq!(
            ids(&["6.属于四类过程性信息", "", "8.属于行政查询事项"])[1],
            Some(("refused.enforcement_file", Match::Place))
        );
        assert_eq!(ids(&["5.属于三类内部事务信息", "", "8.属于行政查询事项"])[1], None);
    }

    #[test]
    fn long_labels_that_share_their_end_are_kept_apart() {
        let long = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
        assert_eq!(ids(&[&format!("2.{long}")])[0], Some(("other_handling.fee_overdue", Match::Exact)));
        let damaged = "1.申请人无正当理由逾期不补正、行政机关不处理其政府信息公开申";
        assert_eq!(ids(&[damaged, "3.其他"])[0], Some(("other_handling.correction_overdue", Match::Alike)));
    }
}
