//! Which items of the form the rows of a table are: by their labels, and, where these are damaged or lost, by likeness and
//! by place between rows that are certain.
//!
//! Takes the rows' wordings in printed order, gives each its item and how it was found. Nothing is matched by place alone
//! without saying so.

use super::form::Item;
use super::recognise::{ALIKE, Match, is_exact, likeness_from};
use smol_str::SmolStr;

/// The most rows that are aligned. The form has thirty; a table cut into many, with its header on every page, has not many
/// more. Aligning takes time with their number times the form's.
pub(super) const MOST_ROWS: usize = 500;

/// A printed row on its way to an item: the wordings its label may have, folded.
#[derive(Debug, Clone, Default)]
pub(super) struct Labelled {
    /// Those of the row's own words, surest first. None where the row has no label.
    pub(super) own: Vec<SmolStr>,
    /// Those of its words joined with what stands above or below it.
    pub(super) pieced: Vec<SmolStr>,
}

/// Matches printed rows, in printed order, with the items of a form.
///
/// Exact names are taken wherever they stand. Between them, rows without words of their own are matched by place where
/// exactly as many items as rows are left; then by the pieces of label around them; and damaged labels are aligned in
/// order by likeness.
pub(super) fn align(rows: &[Labelled], items: &[&Item]) -> Vec<Option<(usize, Match)>> {
    align_in_chapters(rows, items, |_| None)
}

/// The same for a list of chapters, which stand in any order: labels are held to the form's order within each.
pub(super) fn align_in_chapters(
    rows: &[Labelled],
    items: &[&Item],
    chapter: impl Fn(usize) -> Option<usize>,
) -> Vec<Option<(usize, Match)>> {
    let mut alignment = Alignment { rows, items, matched: vec![None; rows.len()] };
    alignment.take_exact();
    alignment.each_gap(Alignment::by_place);
    alignment.take_pieced();
    alignment.each_gap(Alignment::by_likeness);
    alignment.each_gap(Alignment::by_place);
    alignment.doubt_order(chapter);
    alignment.matched
}

/// Which of some items stand out of order: before one that the form has before them, or after one that it has after them.
/// Of an item that is printed again only the first place counts: a table that was cut repeats rows.
pub(super) fn out_of_order(items: &[usize]) -> Vec<bool> {
    let first: Vec<(usize, usize)> =
        items.iter().copied().enumerate().filter(|(r, i)| !items[..*r].contains(i)).collect();
    let turned = |item: usize| {
        let (place, _) = first.iter().find(|(_, i)| *i == item).copied().unwrap_or_default();
        first.iter().any(|(r, i)| (*r < place && *i > item) || (*r > place && *i < item))
    };
    items.iter().map(|i| turned(*i)).collect()
}

/// Rows between two that are matched, and the items between theirs.
#[derive(Debug, Clone, Copy)]
struct Gap {
    rows: (usize, usize),
    items: (usize, usize),
}

struct Alignment<'a> {
    rows: &'a [Labelled],
    items: &'a [&'a Item],
    matched: Vec<Option<(usize, Match)>>,
}

impl Alignment<'_> {
    fn named(&self, wordings: &[SmolStr]) -> Option<usize> {
        wordings.iter().find_map(|w| self.items.iter().position(|i| is_exact(w, i)))
    }

    /// Rows whose own words are a name.
    fn take_exact(&mut self) {
        self.matched = self.rows.iter().map(|r| self.named(&r.own).map(|i| (i, Match::Exact))).collect();
    }

    /// Rows whose words make a name with the pieces around them. A piece may belong to the neighbour: what pieces make is
    /// believed in order, and once; what they make without any word of the row, with a doubt.
    fn take_pieced(&mut self) {
        for r in 0..self.rows.len() {
            let Some(i) = self.named(&self.rows[r].pieced).filter(|_| self.matched[r].is_none()) else { continue };
            let before = self.matched[..r].iter().rev().flatten().next().is_none_or(|(b, _)| *b < i);
            let after = self.matched[r..].iter().flatten().next().is_none_or(|(a, _)| *a > i);
            if before && after && !self.is_taken(i) {
                let how = if self.rows[r].own.is_empty() { Match::Pieced } else { Match::Exact };
                self.matched[r] = Some((i, how));
            }
        }
    }

    /// Rows whose labels stand out of the form's order: in order, a label and its place are two witnesses; out of it, they
    /// contradict each other.
    fn doubt_order(&mut self, chapter: impl Fn(usize) -> Option<usize>) {
        let mut chapters: Vec<Option<usize>> = self.matched.iter().flatten().map(|(i, _)| chapter(*i)).collect();
        chapters.sort_unstable();
        chapters.dedup();
        for of in chapters {
            let mut mine: Vec<&mut (usize, Match)> =
                self.matched.iter_mut().flatten().filter(|(i, _)| chapter(*i) == of).collect();
            let items: Vec<usize> = mine.iter().map(|(i, _)| *i).collect();
            for (found, _) in mine.iter_mut().zip(out_of_order(&items)).filter(|(_, turned)| *turned) {
                found.1 = Match::OutOfOrder;
            }
        }
    }

    fn is_taken(&self, item: usize) -> bool {
        self.matched.iter().flatten().any(|(i, _)| *i == item)
    }

    /// Calls for every stretch of unmatched rows that lies, in order, between two matched ones or an end.
    fn each_gap(&mut self, work: fn(&mut Self, Gap)) {
        let mut r = 0;
        while r < self.rows.len() {
            if self.matched[r].is_some() {
                r += 1;
                continue;
            }
            let end = (r..self.rows.len()).find(|&x| self.matched[x].is_some()).unwrap_or(self.rows.len());
            let below = self.matched[..r].iter().rev().flatten().next().map_or(0, |(i, _)| i + 1);
            let above = self.matched.get(end).copied().flatten().map_or(self.items.len(), |(i, _)| i);
            if below < above {
                work(self, Gap { rows: (r, end), items: (below, above) });
            }
            r = end;
        }
    }

    /// Rows without words of their own are the items left between their neighbours, if there are as many.
    fn by_place(&mut self, gap: Gap) {
        let unnamed = (gap.rows.0..gap.rows.1).all(|r| self.rows[r].own.is_empty());
        let bounded = gap.rows.0 > 0 && gap.rows.1 < self.rows.len();
        let printed_as_one = |i: usize| !self.items[i].instead_of.is_empty();
        let left: Vec<usize> =
            (gap.items.0..gap.items.1).filter(|&i| !self.is_taken(i) && !printed_as_one(i)).collect();
        if unnamed && bounded && left.len() == gap.rows.1 - gap.rows.0 {
            for (r, i) in (gap.rows.0..gap.rows.1).zip(left) {
                self.matched[r] = Some((i, Match::Place));
            }
        }
    }

    /// The alignment in order with the greatest sum of likenesses.
    fn by_likeness(&mut self, gap: Gap) {
        let (n, m) = (gap.rows.1 - gap.rows.0, gap.items.1 - gap.items.0);
        let like = |wordings: &[SmolStr], i: usize| {
            wordings.iter().map(|w| likeness_from(ALIKE, w, self.items[i])).fold(0.0, f32::max)
        };
        let score = |r: usize, i: usize| -> (f32, Match) {
            let (row, item) = (&self.rows[gap.rows.0 + r], gap.items.0 + i);
            if self.is_taken(item) {
                return (0.0, Match::Alike);
            }
            let (own, pieced) = (like(&row.own, item), like(&row.pieced, item));
            if own >= ALIKE { (own, Match::Alike) } else { (pieced, Match::Pieced) }
        };
        // best[r][i]: the greatest sum with the first r rows and i items.
        let mut best = vec![vec![0.0f32; m + 1]; n + 1];
        for r in 1..=n {
            for i in 1..=m {
                let (s, _) = score(r - 1, i - 1);
                let take = if s >= ALIKE { best[r - 1][i - 1] + s } else { 0.0 };
                best[r][i] = best[r - 1][i].max(best[r][i - 1]).max(take);
            }
        }
        let mut found = Vec::new();
        let (mut r, mut i) = (n, m);
        while r > 0 && i > 0 {
            if best[r][i] <= best[r - 1][i] {
                r -= 1;
            } else if best[r][i] <= best[r][i - 1] {
                i -= 1;
            } else {
                found.push((gap.rows.0 + r - 1, gap.items.0 + i - 1, score(r - 1, i - 1).1));
                r -= 1;
                i -= 1;
            }
        }
        for (r, i, how) in found {
            self.matched[r] = Some((i, how));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    fn rows(labels: &[&str]) -> Vec<Labelled> {
        let read = |l: &&str| Labelled {
            own: if l.is_empty() { vec![] } else { vec![crate::parse::label::Label::read(l).words] },
            pieced: vec![],
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
    fn labels_that_changed_places_are_told() {
        let found = ids(&["一、本年新收政府信息公开申请数量", "（二）部分公开", "（一）予以公开", "1.属于国家秘密"]);
        let turned: Vec<bool> = found.iter().map(|m| m.is_some_and(|(_, how)| how == Match::OutOfOrder)).collect();
        assert_eq!(turned, [false, true, true, false]);
        assert_eq!(out_of_order(&[0, 1, 2, 0, 1, 2, 3]), [false; 7]);
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
