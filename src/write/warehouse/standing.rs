//! The reports of one agency and year → which of them counts.
//!
//! A later one takes the place of an earlier one: one that was fetched from the same address later, or from anywhere on a later
//! day, or came with a later load. Where nothing tells which is later and they print different numbers, none of them counts
//! alone: all stay, marked as doubled. It is never guessed.
//!
//! Reports with tables and reports without stand apart: many agencies publish the text and the table as two files.

use crate::write::tables::columns::Value;

/// A report among those of its agency and year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) report: i64,
    pub(super) agency: i64,
    pub(super) year: i64,
    pub(super) has_tables: bool,
    pub(super) document_id: String,
    pub(super) verdict: String,
    pub(super) print: String,
    pub(super) url: Option<String>,
    pub(super) retrieved_at: Option<String>,
    pub(super) first_load: i64,
    pub(super) is_left_out: bool,
    /// What is kept of it now.
    pub(super) kept: Standing,
}

/// How a report stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) word: String,
    pub(super) by: Option<i64>,
}

impl Standing {
    fn new(word: &str, by: Option<i64>) -> Self {
        Self { word: word.to_owned(), by }
    }

    /// Whether it is in force no longer.
    pub(super) fn is_over(&self) -> bool {
        matches!(&*self.word, "superseded" | "reread" | "withdrawn")
    }
}

/// The numbers of a date in front of a text: `2024-03-01…`.
fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let is_sign = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    day.bytes().enumerate().all(is_sign).then_some(day)
}

/// A time that can be compared with others: `2024-03-01T08:00:00Z`.
fn time(text: &str) -> Option<&str> {
    day(text).filter(|_| text.len() >= 20 && text.ends_with('Z')).map(|_| text)
}

/// Whether a report is known to be later than another.
fn is_later(one: &Member, other: &Member) -> bool {
    let fetched = |member: &Member| member.retrieved_at.clone().unwrap_or_default();
    let (at, before) = (fetched(one), fetched(other));
    if one.url.is_some()
        && one.url == other.url
        && let Some((at, before)) = time(&at).zip(time(&before))
        && at != before
    {
        return at > before;
    }
    match day(&at).zip(day(&before)) {
        Some((at, before)) if at != before => at > before,
        _ => one.first_load > other.first_load,
    }
}

/// How well a report was read, the best first.
fn quality(verdict: &str) -> usize {
    ["clean", "publisher_inconsistent", "needs_review"].iter().position(|word| *word == verdict).unwrap_or(3)
}

/// How each of some reports stands. They are of one agency and year, and all have tables or none has.
pub(super) fn judge(members: &[Member]) -> Vec<Standing> {
    let newest: Vec<usize> =
        (0..members.len()).filter(|at| members.iter().all(|other| !is_later(other, &members[*at]))).collect();
    // Evidence of several kinds may run in a circle: then nothing is known to be the newest.
    let newest = if newest.is_empty() { (0..members.len()).collect() } else { newest };
    let by_quality = |at: &&usize| (quality(&members[**at].verdict), members[**at].document_id.clone());
    let Some(chosen) = newest.iter().min_by_key(by_quality).copied() else { return Vec::new() };
    let is_doubled = newest.iter().any(|at| members[*at].print != members[chosen].print);
    let stand = |(at, member): (usize, &Member)| {
        let word = match (newest.contains(&at), is_doubled) {
            (false, _) => return Standing::new("superseded", Some(members[chosen].report)),
            (true, true) => "doubled",
            (true, false) if at == chosen => "current",
            (true, false) => return Standing::new("copy", Some(members[chosen].report)),
        };
        Standing::new(if member.is_left_out { "left_out" } else { word }, None)
    };
    members.iter().enumerate().map(stand).collect()
}

/// A change of a report's standing, as the table of changes takes it.
pub(super) fn staged(report: i64, standing: &Standing, load: i64) -> [Value<'_>; 5] {
    let until = if standing.is_over() { Value::Whole(load) } else { Value::Null };
    let by = standing.by.map_or(Value::Null, Value::Whole);
    [Value::Whole(report), Value::Text(&standing.word), by, until, Value::Null]
}

#[cfg(test)]
mod tests {
    use super::{Member, judge};

    fn member(report: i64, print: &str, load: i64) -> Member {
        let document_id = format!("sha256:{report}");
        let (print, verdict) = (print.to_owned(), "clean".to_owned());
        Member { report, document_id, verdict, print, first_load: load, has_tables: true, ..Member::default() }
    }

    fn fetched(mut member: Member, url: &str, at: &str) -> Member {
        member.url = Some(url.to_owned());
        member.retrieved_at = Some(at.to_owned());
        member
    }

    fn words(members: &[Member]) -> Vec<String> {
        judge(members).into_iter().map(|s| s.by.map_or(s.word.clone(), |by| format!("{} {by}", s.word))).collect()
    }

    #[test]
    fn a_later_load_supersedes() {
        assert_eq!(words(&[member(1, "a", 1)]), ["current"]);
        assert_eq!(words(&[member(1, "a", 1), member(2, "b", 2)]), ["superseded 2", "current"]);
        assert_eq!(
            words(&[member(2, "b", 2), member(1, "a", 2), member(3, "a", 1)]),
            ["doubled", "doubled", "superseded 1"]
        );
    }

    #[test]
    fn what_was_fetched_later_supersedes_whatever_the_load() {
        let old = fetched(member(2, "b", 2), "u", "2023-03-01T10:00:00Z");
        let new = fetched(member(1, "a", 1), "v", "2024-03-01T10:00:00Z");
        assert_eq!(words(&[old.clone(), new]), ["superseded 1", "current"]);
        // Two addresses of one day say nothing; one address does.
        let elsewhere = fetched(member(1, "a", 2), "v", "2023-03-01T11:00:00Z");
        assert_eq!(words(&[old.clone(), elsewhere]), ["doubled", "doubled"]);
        let again = fetched(member(1, "a", 2), "u", "2023-03-01T11:00:00Z");
        assert_eq!(words(&[old, again]), ["superseded 1", "current"]);
    }

    #[test]
    fn what_prints_the_same_counts_once() {
        let mut worse = member(1, "a", 1);
        worse.verdict = "needs_review".to_owned();
        assert_eq!(words(&[worse.clone(), member(2, "a", 1)]), ["copy 2", "current"]);
        assert_eq!(words(&[worse, member(2, "a", 1), member(3, "b", 1)]), ["doubled"; 3]);
    }

    #[test]
    fn evidence_that_runs_in_a_circle_decides_nothing() {
        let a = fetched(member(1, "a", 1), "u", "2024-01-02T00:00:00Z");
        let b = fetched(member(2, "b", 3), "u", "2024-01-01T00:00:00Z");
        let c = member(3, "c", 2);
        // a is later than b by its day, b than c and c than a by their loads.
        assert_eq!(words(&[a, b, c]), ["doubled"; 3]);
    }

    #[test]
    fn what_is_left_out_supersedes_all_the_same() {
        let mut new = member(2, "b", 2);
        new.is_left_out = true;
        assert_eq!(words(&[member(1, "a", 1), new]), ["superseded 2", "left_out"]);
    }
}
