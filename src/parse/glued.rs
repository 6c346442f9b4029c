//! Cells that were run together: `640020470` is seven numbers with nothing between them, `91////10` seven cells of which four
//! hold a nil mark.
//!
//! Takes a run of digits and marks and the number of cells it must hold, gives every way to part it. Which one was printed is
//! decided elsewhere, by identities; nothing is preferred here.
//!
//! A part has no leading zero (`07` is no way to print a number), and a gap in the run is always a cell's edge: digits
//! are never joined across it. A nil mark is a cell of its own; of dashes, two may be one (`——`).

use rust_decimal::Decimal;
use std::ops::RangeInclusive;

/// The most digits a run of integers may have before parting it is given up: 7 numbers of 5 digits.
const LONGEST_RUN: usize = 40;

/// The most digits of one part.
const LONGEST_PART: usize = 9;

/// The most ways that are kept; a run with more can't be settled by the identities of a report anyway.
pub const MOST_WAYS: usize = 20_000;

/// The most partings that are tried: some milliseconds. Fifteen numbers of one and two digits, the longest rows seen, have
/// some ten thousand.
const MOST_STEPS: usize = 1_000_000;

/// A way to part a run: the numbers, and nothing for nil marks.
pub type Parted = Vec<Option<Decimal>>;

/// Something of a run that stands for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Digit(u32),
    Nil(char),
}

/// Whether a character alone says that a cell is empty on purpose.
fn is_nil(c: char) -> bool {
    is_dash(c) || matches!(c, '/' | '无')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '−')
}

/// How many cells so many equal nil marks may be.
fn cells(mark: char, count: usize) -> RangeInclusive<usize> {
    if is_dash(mark) { count.div_ceil(2)..=count } else { count..=count }
}

/// Every way to part a run of digits and nil marks with gaps (white space) into `parts` whole numbers or nothing. `fits` is
/// asked of the numbers taken so far, a nil mark counting as 0, after each, and of all of them at last.
///
/// Gives none where there is no way, where the run holds anything else, or where there are more ways than [`MOST_WAYS`] or it
/// would take too long to find them.
pub fn ways(run: &str, parts: usize, fits: impl Fn(&[u64]) -> bool) -> Vec<Parted> {
    let mut signs = Vec::new();
    let mut edges = Vec::new();
    for c in run.chars() {
        match c.to_digit(10) {
            Some(digit) => signs.push(Sign::Digit(digit)),
            None if is_nil(c) => signs.push(Sign::Nil(c)),
            None if c.is_whitespace() => edges.push(signs.len()),
            None => return Vec::new(),
        }
    }
    if signs.len() < parts || signs.len() > LONGEST_RUN {
        return Vec::new();
    }
    let taken = Vec::with_capacity(parts);
    let mut search = Search { signs, edges, fits, taken, nils: Vec::new(), ways: Vec::new(), steps: 0 };
    search.part(0, parts);
    if search.is_over() { Vec::new() } else { search.ways }
}

struct Search<F> {
    signs: Vec<Sign>,
    edges: Vec<usize>,
    fits: F,
    taken: Vec<u64>,
    /// Which of those taken are nil marks, by their places.
    nils: Vec<usize>,
    ways: Vec<Parted>,
    steps: usize,
}

impl<F: Fn(&[u64]) -> bool> Search<F> {
    fn is_over(&self) -> bool {
        self.ways.len() > MOST_WAYS || self.steps > MOST_STEPS
    }

    fn part(&mut self, from: usize, parts: usize) {
        if parts == 0 {
            if from == self.signs.len() {
                let number = |(at, n): (usize, &u64)| (!self.nils.contains(&at)).then(|| Decimal::from(*n));
                self.ways.push(self.taken.iter().enumerate().map(number).collect());
            }
            return;
        }
        match self.signs.get(from) {
            Some(Sign::Nil(mark)) => self.nil(*mark, from, parts),
            Some(Sign::Digit(_)) => self.number(from, parts),
            None => {}
        }
    }

    fn number(&mut self, from: usize, parts: usize) {
        let mut value = 0u64;
        // Each part left needs a sign.
        let last = (self.signs.len() + 1).saturating_sub(parts).min(from + LONGEST_PART);
        for to in from..last {
            let Sign::Digit(digit) = self.signs[to] else { break };
            self.steps += 1;
            value = value * 10 + u64::from(digit);
            self.taken.push(value);
            if (self.fits)(&self.taken) {
                self.part(to + 1, parts - 1);
            }
            self.taken.pop();
            let ends_here = self.edges.contains(&(to + 1)) || self.signs[from] == Sign::Digit(0);
            if ends_here || self.is_over() {
                break;
            }
        }
    }

    /// Nil marks of one kind, up to the next gap.
    fn nil(&mut self, mark: char, from: usize, parts: usize) {
        let is_more = |at: &usize| self.signs[*at] == Sign::Nil(mark) && !self.edges.contains(at);
        let count = 1 + (from + 1..self.signs.len()).take_while(is_more).count();
        for cells in cells(mark, count).take_while(|cells| *cells <= parts) {
            let before = self.taken.len();
            self.steps += 1;
            self.taken.resize(before + cells, 0);
            self.nils.extend(before..before + cells);
            if (self.fits)(&self.taken) && !self.is_over() {
                self.part(from + count, parts - cells);
            }
            self.taken.truncate(before);
            self.nils.truncate(self.nils.len() - cells);
        }
    }
}

/// Every way to part a run that may hold signs, nil marks and one decimal fraction (`2648-18538`, `13575394432.52`, `1/25`) into
/// `parts` numbers or nothing. A sign begins a number, or is a nil mark; only the last number may have a fraction.
pub fn signed_ways(run: &str, parts: usize) -> Vec<Parted> {
    let (whole, fraction) = run.split_once('.').map_or((run, None), |(w, f)| (w, Some(f.trim_end())));
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return Vec::new();
    }
    let mut found = Vec::new();
    spread(&pieces(whole), parts, &mut Vec::new(), &mut found);
    if found.len() > MOST_WAYS {
        return Vec::new();
    }
    let exact = |way: Vec<Option<String>>| -> Option<Parted> {
        let mut way = way;
        if let Some(fraction) = fraction {
            let last = way.last_mut()?.as_mut()?;
            last.push('.');
            last.push_str(fraction);
        }
        way.iter()
            .map(|part| part.as_ref().map_or(Some(None), |digits| super::number::exact(digits).map(Some)))
            .collect()
    };
    let mut ways: Vec<Parted> = Vec::new();
    for way in found.into_iter().filter_map(exact) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// Equal marks, and the digits after them.
#[derive(Debug, Clone, Copy)]
struct Piece<'r> {
    mark: Option<char>,
    count: usize,
    digits: &'r str,
}

/// The run cut before every mark.
fn pieces(run: &str) -> Vec<Piece<'_>> {
    let mut cut: Vec<Piece> = Vec::new();
    let mut rest = run.trim();
    while let Some(first) = rest.chars().next() {
        let mark = Some(first).filter(|c| is_nil(*c) || *c == '+');
        let body = mark.map_or(rest, |mark| rest.trim_start_matches(mark));
        let count = mark.map_or(0, |mark| (rest.len() - body.len()) / mark.len_utf8());
        let end = body.find(|c| is_nil(c) || c == '+').unwrap_or(body.len());
        cut.push(Piece { mark, count, digits: body[..end].trim() });
        rest = &body[end..];
    }
    cut
}

/// Spreads pieces over the parts that are left. Each takes one part at the least.
fn spread(pieces: &[Piece], parts: usize, taken: &mut Vec<Option<String>>, found: &mut Vec<Vec<Option<String>>>) {
    let Some((piece, later)) = pieces.split_first() else {
        if parts == 0 {
            found.push(taken.clone());
        }
        return;
    };
    if later.len() >= parts || found.len() > MOST_WAYS {
        return;
    }
    for (nils, sign) in readings(piece) {
        let Some(left) = parts.checked_sub(nils) else { continue };
        if piece.digits.is_empty() {
            if sign.is_none() {
                put(taken, nils, &[], |taken| spread(later, left, taken, found));
            }
            continue;
        }
        for here in 1..=left.saturating_sub(later.len()) {
            for way in ways(piece.digits, here, |_| true) {
                let number = |(at, n): (usize, &Option<Decimal>)| {
                    let sign = sign.filter(|sign| at == 0 && *sign != '+').map_or("", |_| "-");
                    n.map(|n| format!("{sign}{n}"))
                };
                let numbers: Vec<_> = way.iter().enumerate().map(number).collect();
                put(taken, nils, &numbers, |taken| spread(later, left - here, taken, found));
            }
        }
    }
}

/// How the marks of a piece can be read: so many nil cells, and a sign of the digits after them or none.
fn readings(piece: &Piece) -> Vec<(usize, Option<char>)> {
    let Some(mark) = piece.mark else { return vec![(0, None)] };
    let is_sign = matches!(mark, '-' | '−' | '+');
    let as_nil = if mark == '+' { None } else { Some(cells(mark, piece.count)) };
    let signed = is_sign.then(|| if piece.count == 1 { 0..=0 } else { cells(mark, piece.count - 1) });
    let signed = signed.filter(|_| mark != '+' || piece.count == 1);
    let signed = signed.into_iter().flatten().map(|nils| (nils, Some(mark)));
    signed.chain(as_nil.into_iter().flatten().map(|nils| (nils, None))).collect()
}

/// Goes on with some nil cells and numbers taken, and takes them back.
fn put(
    taken: &mut Vec<Option<String>>,
    nils: usize,
    numbers: &[Option<String>],
    go_on: impl FnOnce(&mut Vec<Option<String>>),
) {
    let before = taken.len();
    taken.resize(before + nils, None);
    taken.extend_from_slice(numbers);
    go_on(taken);
    taken.truncate(before);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(n: &[u64]) -> bool {
        n.len() < 7 || n[..6].iter().sum::<u64>() == n[6]
    }

    /// The ways, each as text: `64|0|_`.
    fn told(ways: &[Parted]) -> Vec<String> {
        let part = |part: &Option<Decimal>| part.map_or_else(|| "_".to_owned(), |n| n.to_string());
        ways.iter().map(|way| way.iter().map(part).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn the_row_identity_leaves_one_way() {
        assert_eq!(told(&ways("640020470", 7, row)), ["64|0|0|2|0|4|70"]);
        assert_eq!(told(&ways("0000000", 7, row)), ["0|0|0|0|0|0|0"]);
        assert_eq!(told(&ways("230 000023", 7, row)), ["23|0|0|0|0|0|23"]);
    }

    #[test]
    fn a_nil_mark_is_a_cell() {
        assert_eq!(told(&ways("91////10", 7, row)), ["9|1|_|_|_|_|10"]);
        assert_eq!(told(&ways("///////", 7, row)), ["_|_|_|_|_|_|_"]);
        assert_eq!(told(&ways("3无无无无无3", 7, row)), ["3|_|_|_|_|_|3"]);
        assert_eq!(told(&ways("3——————————3", 7, row)), ["3|_|_|_|_|_|3"], "two dashes are one mark, or each is one");
        assert_eq!(told(&ways("//////", 7, row)), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn every_way_has_all_parts_and_all_digits(run in "[-0-9./—无+ ]{0,24}", parts in 1_usize..16) {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            for way in ways(&run, parts, |_| true).iter().take(50).chain(signed_ways(&run, parts.min(4)).iter().take(50)) {
                let joined: String = way.iter().flatten().map(|n| digits(&n.to_string())).collect();
                prop_assert!(way.len() == parts || way.len() == parts.min(4));
                prop_assert_eq!(joined, digits(&run));
            }
        }
    }

    #[test]
    fn or_more_than_one() {
        assert_eq!(ways("270020130", 7, row).len(), 2);
    }

    #[test]
    fn digits_are_not_joined_over_a_gap() {
        assert!(ways("2 30000023", 7, row).is_empty());
    }

    #[test]
    fn a_run_without_end_is_given_up() {
        assert!(ways(&"1".repeat(40), 15, |_| true).is_empty());
        assert!(ways(&"1".repeat(400), 7, row).is_empty());
    }

    #[test]
    fn signs_and_fractions_part_too() {
        let as_text = |run: &str, n| told(&signed_ways(run, n));
        assert_eq!(as_text("000", 3), ["0|0|0"]);
        assert_eq!(as_text("24252.311082", 1), ["24252.311082"]);
        assert!(as_text("2648-18538", 3).contains(&"2648|-18|538".to_owned()));
        assert_eq!(as_text("2648-18 538", 3), ["2648|-18|538"]);
        assert_eq!(as_text("///", 3), ["_|_|_"]);
        assert_eq!(as_text("1无25", 3), ["1|_|25"]);
        assert_eq!(as_text("3-18", 3), ["3|-1|8", "3|_|18"], "a dash is a sign or a cell");
        assert_eq!(as_text("--", 2), ["_|_"]);
        assert_eq!(as_text("+5", 1), ["5"]);
        assert_eq!(as_text("5/.2", 2), Vec::<String>::new());
        assert_eq!(as_text("12", 3), Vec::<String>::new());
    }
}
