//! Whether the words before a run are the header that the run's order stands for.
//!
//! Running text has no columns: numbers are given theirs by the order of the header. So the header must be there, and in
//! the form's order. Where its names are whole, their order is checked; where they are broken over lines and run into one
//! another, their letters must be there, and nothing whole may stand out of order.

use super::form::{Appeals, Item, Requests};
use super::recognise::means_another;

/// The first place where the item's statutory name stands; a short alias may be a piece of another name.
fn find(words: &str, item: &Item) -> Option<usize> {
    words.find(item.names()[0].as_str())
}

fn has_letters(words: &str, item: &Item) -> bool {
    item.names().iter().any(|n| n.chars().all(|c| words.contains(c)))
}

/// What of the words is the header of section three: from what announces it on, the words that belong to no column out.
fn header(words: &str, form: &Requests) -> String {
    let from = words.rfind(form.frame[0].as_str()).unwrap_or(0);
    form.frame.iter().fold(words[from..].to_owned(), |w, frame| w.replace(frame.as_str(), "|"))
}

/// Whether the words are the header of section three.
pub(super) fn of_requests(words: &str, form: &Requests) -> bool {
    let words = header(words, form);
    let [first, inner @ .., last] = &form.columns[..] else { return false };
    let whole: Vec<usize> = inner.iter().filter_map(|c| find(&words, c)).collect();
    let natural = find(&words, first);
    let leads = natural.is_none_or(|n| whole.iter().all(|w| n < *w) && find(&words, last).is_none_or(|t| n < t));
    let enough = whole.len() * 2 >= inner.len() || form.columns.iter().all(|c| has_letters(&words, c));
    leads && enough && whole.is_sorted()
}

/// The order in which a header whose names are all whole prints the columns: for each column of the form, the number of its
/// value in a row. The first and the last keep their places; a header of several lines says nothing of them.
pub(super) fn printed(words: &str, form: &Requests) -> Option<Vec<usize>> {
    let words = header(words, form);
    let last = form.columns.len() - 1;
    let places: Option<Vec<usize>> = form.columns[1..last].iter().map(|c| find(&words, c)).collect();
    let places = places?;
    let rank = |place: &usize| places.iter().filter(|p| *p < place).count() + 1;
    Some(std::iter::once(0).chain(places.iter().map(rank)).chain(std::iter::once(last)).collect())
}

/// Whether the words are the header of section four.
pub(super) fn of_appeals(words: &str, form: &Appeals) -> bool {
    let kinds: Vec<Option<usize>> =
        form.kinds[1..].iter().map(|k| k.names().iter().filter_map(|n| words.rfind(n.as_str())).max()).collect();
    let first = form.kinds[0].names().iter().filter_map(|n| words.rfind(n.as_str())).max();
    let leads = form.frame.iter().filter_map(|f| words.rfind(f.as_str())).all(|f| first < Some(f));
    if kinds.iter().any(Option::is_none) || !kinds.is_sorted() || !leads {
        return false;
    }
    let mut printed: Vec<(usize, usize)> = form
        .results
        .iter()
        .enumerate()
        .flat_map(|(i, r)| words.match_indices(r.names()[0].as_str()).map(move |(at, _)| (at, i)))
        .collect();
    printed.sort_unstable();
    let order: Vec<usize> = printed.into_iter().map(|(_, i)| i).collect();
    if (0..form.results.len()).all(|i| order.contains(&i)) {
        // A name broken in one block leaves a gap at the beginning, never a turn.
        let last = form.results.len() - 1;
        let follows = |two: &[usize]| two[1] == if two[0] == last { 0 } else { two[0] + 1 };
        return order.windows(2).all(follows) && order.last() == Some(&last);
    }
    if are_begun_in_order(&words[first.unwrap_or(0)..], form) {
        return true;
    }
    // Broken names: what is left of the first two must stand in order.
    let any = |i: usize| form.results[i].names().iter().filter_map(|n| words.find(n.as_str())).min();
    form.results.iter().all(|r| has_letters(words, r)) && any(0) < any(1)
}

/// Whether names broken over lines stand in order, each as often as there are kinds: of every name the letter that no
/// other has is looked for. Those that it opens (`其他结果`) stand on the first line of a header, those that share their
/// beginning (`结果维持`, `结果纠正`) may be told apart on the second only, so each of these two must be in order by itself.
pub(super) fn are_begun_in_order(words: &str, form: &Appeals) -> bool {
    let labels: Vec<&str> = form.results.iter().map(|r| r.label.as_str()).collect();
    let own = |label: &str| {
        let is_own = |c: &char| labels.iter().filter(|other| other.contains(*c)).count() == 1;
        label.chars().position(|c| is_own(&c)).zip(label.chars().find(is_own))
    };
    let Some(letters) = labels.iter().map(|l| own(l)).collect::<Option<Vec<(usize, char)>>>() else { return false };
    let (opening, inner): (Vec<_>, Vec<_>) = letters.into_iter().partition(|(at, _)| *at == 0);
    [opening, inner].iter().all(|group| {
        let group: String = group.iter().map(|(_, c)| *c).collect();
        let printed: String = words.chars().filter(|c| group.contains(*c)).collect();
        printed == group.repeat(form.kinds.len())
    })
}

/// Whether the last headers printed name the columns of a row, in order.
pub(super) fn of_row(words: &str, columns: &[&Item]) -> bool {
    let last = |c: &&Item| {
        let found = c.names().iter().filter_map(|n| words.rfind(n.as_str()).map(|at| (at + n.len(), at)));
        found
            .max_by_key(|(end, at)| (*end, std::cmp::Reverse(*at)))
            .filter(|(_, at)| !means_another(&words[..*at]))
            .map(|(end, _)| end)
    };
    let ends: Vec<Option<usize>> = columns.iter().map(last).collect();
    ends.iter().all(Option::is_some) && ends.windows(2).all(|two| two[0] < two[1])
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    #[test]
    fn section_three() {
        let form = &forms().requests;
        let whole = "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他一本年新收";
        assert!(of_requests(whole, form));
        assert!(of_requests("申请人情况法人或其他组织自然社会法律商业科研总计人公益服务其他企业机构组织机构", form));
        assert!(!of_requests(&whole.replace("商业企业科研机构", "科研机构商业企业"), form));
        assert!(!of_requests("申请人情况总计自然人法人或其他组织商业企业科研机构社会公益组织法律服务机构其他", form));
        assert!(!of_requests("根据本年申请情况", form));
        let turned = whole.replace("商业企业科研机构", "科研机构商业企业");
        assert_eq!(printed(&turned, form), Some(vec![0, 2, 1, 3, 4, 5, 6]));
    }

    #[test]
    fn section_four() {
        let form = &forms().appeals;
        let set = "结果维持结果纠正其他结果尚未审结总计";
        assert!(of_appeals(&format!("行政复议行政诉讼{set}未经复议直接起诉复议后起诉{set}{set}"), form));
        assert!(of_appeals("行政复议行政诉讼未经复议直接起诉复议后起诉结果结果其他尚未总计维持纠正结果审结", form));
        let broken = "行政复议行政诉讼结果维结果纠其他结尚未审总计未经复议直接起诉复议后起诉持正果结结果维结果纠其他结尚未审总计结果维结果纠其他结尚未审总计持正果结持正果结";
        assert!(of_appeals(broken, form));
        assert!(!of_appeals(&broken.replacen("其他结尚未审", "尚未审其他结", 1), form));
        assert!(!of_appeals(&broken.replace("结果维结果纠", "结果纠结果维"), form));
        let turned = set.replace("结果维持结果纠正", "结果纠正结果维持");
        assert!(!of_appeals(&format!("行政复议行政诉讼{turned}未经复议直接起诉复议后起诉{turned}{turned}"), form));
        assert!(!of_appeals(&format!("行政复议行政诉讼{set}复议后起诉未经复议直接起诉{set}{set}"), form));
    }

    #[test]
    fn a_row_of_section_two() {
        let form = forms().form("ogi-2021").unwrap();
        let columns: Vec<&Item> = form.columns_of(&form.rows[0]).collect();
        assert!(of_row("信息内容本年制发件数本年废止件数现行有效件数规章", &columns));
        assert!(!of_row("信息内容本年废止件数本年制发件数现行有效件数规章", &columns));
        assert!(!of_row("信息内容规章", &columns));
    }
}
