//! Cells that were run together: `640020470` is seven numbers with nothing between them.
//!
//! Takes a run of digits and the number of cells it must hold, gives every way to part it. Which one was printed is
//! decided elsewhere, by identities; nothing is preferred here.
//!
//! A part has no leading zero (`07` is no way to print a number), and a gap in the run is always a cell's edge: digits
//! are never joined across it.

use rust_decimal::Decimal;

/// The most digits a run of integers may have before parting it is given up: 7 numbers of 5 digits.
const LONGEST_RUN: usize = 40;

/// The most digits of one part.
const LONGEST_PART: usize = 9;

/// The most ways that are kept; a run with more can't be settled by the identities of a report anyway.
pub const MOST_WAYS: usize = 20_000;

/// The most partings that are tried: some milliseconds. Fifteen numbers of one and two digits, the longest rows seen, have
/// some ten thousand.
const MOST_STEPS: usize = 1_000_000;

/// Every way to part a run of digits with gaps (white space) into `parts` whole numbers. `fits` is asked of the numbers
/// taken so far, after each, and of all of them at last.
///
/// Gives none where there is no way, where the run holds anything but digits and white space, or where there are more
/// ways than [`MOST_WAYS`] or it would take too long to find them.
pub fn ways(run: &str, parts: usize, fits: impl Fn(&[u64]) -> bool) -> Vec<Vec<u64>> {
    let mut digits = Vec::new();
    let mut edges = Vec::new();
    for c in run.chars() {
        if let Some(d) = c.to_digit(10) {
            digits.push(d);
        } else if c.is_whitespace() {
            edges.push(digits.len());
        } else {
            return Vec::new();
        }
    }
    if digits.len() < parts || digits.len() > LONGEST_RUN {
        return Vec::new();
    }
    let mut search = Search { digits, edges, fits, taken: Vec::with_capacity(parts), ways: Vec::new(), steps: 0 };
    search.part(0, parts);
    if search.is_over() { Vec::new() } else { search.ways }
}

struct Search<F> {
    digits: Vec<u32>,
    edges: Vec<usize>,
    fits: F,
    taken: Vec<u64>,
    ways: Vec<Vec<u64>>,
    steps: usize,
}

impl<F: Fn(&[u64]) -> bool> Search<F> {
    fn is_over(&self) -> bool {
        self.ways.len() > MOST_WAYS || self.steps > MOST_STEPS
    }

    fn part(&mut self, from: usize, parts: usize) {
        if parts == 0 {
            if from == self.digits.len() {
                self.ways.push(self.taken.clone());
            }
            return;
        }
        let mut value = 0u64;
        // Each part left needs a digit.
        let last = (self.digits.len() + 1).saturating_sub(parts).min(from + LONGEST_PART);
        for to in from..last {
            self.steps += 1;
            value = value * 10 + u64::from(self.digits[to]);
            self.taken.push(value);
            if (self.fits)(&self.taken) {
                self.part(to + 1, parts - 1);
            }
            self.taken.pop();
            let ends_here = self.edges.contains(&(to + 1)) || self.digits[from] == 0;
            if ends_here || self.is_over() {
                break;
            }
        }
    }
}

/// Every way to part a run that may hold signs and one decimal fraction (`2648-18538`, `13575394432.52`) into `parts`
/// numbers. A sign begins a number; only the last number may have a fraction.
pub fn signed_ways(run: &str, parts: usize) -> Vec<Vec<Decimal>> {
    let (whole, fraction) = run.split_once('.').map_or((run, None), |(w, f)| (w, Some(f.trim_end())));
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return Vec::new();
    }
    let pieces: Vec<(bool, &str)> = pieces(whole);
    let mut found = Vec::new();
    spread(&pieces, parts, &mut Vec::new(), &mut found);
    found
        .into_iter()
        .filter_map(|mut way| {
            if let (Some(f), Some(last)) = (fraction, way.last_mut()) {
                last.push('.');
                last.push_str(f);
            }
            way.iter().map(|s| super::number::exact(s)).collect()
        })
        .collect()
}

/// The run cut before every sign: pieces with whether they are negative.
fn pieces(run: &str) -> Vec<(bool, &str)> {
    let mut cut: Vec<(bool, &str)> = Vec::new();
    let mut rest = run.trim();
    while !rest.is_empty() {
        let (negative, body) = match rest.strip_prefix(['-', '−']) {
            Some(body) => (true, body),
            None => (false, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let end = body.find(['-', '−', '+']).unwrap_or(body.len());
        cut.push((negative, body[..end].trim()));
        rest = &body[end..];
    }
    cut
}

fn spread(pieces: &[(bool, &str)], parts: usize, taken: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let Some(((negative, piece), later)) = pieces.split_first() else {
        if parts == 0 {
            found.push(taken.clone());
        }
        return;
    };
    for here in 1..=parts.saturating_sub(later.len()) {
        for way in ways(piece, here, |_| true) {
            let before = taken.len();
            taken.extend(
                way.iter().enumerate().map(|(i, n)| if *negative && i == 0 { format!("-{n}") } else { n.to_string() }),
            );
            spread(later, parts - here, taken, found);
            taken.truncate(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: &[u64]) -> bool {
        n.len() < 7 || n[..6].iter().sum::<u64>() == n[6]
    }

    #[test]
    fn the_row_identity_leaves_one_way() {
        assert_eq!(ways("640020470", 7, row), [[64, 0, 0, 2, 0, 4, 70]]);
        assert_eq!(ways("0000000", 7, row), [[0; 7]]);
        assert_eq!(ways("230 000023", 7, row), [[23, 0, 0, 0, 0, 0, 23]]);
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
        let as_text = |run: &str, n| -> Vec<String> {
            signed_ways(run, n)
                .iter()
                .map(|w| w.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
                .collect()
        };
        assert_eq!(as_text("000", 3), ["0|0|0"]);
        assert_eq!(as_text("24252.311082", 1), ["24252.311082"]);
        assert!(as_text("2648-18538", 3).contains(&"2648|-18|538".to_owned()));
        assert_eq!(as_text("2648-18 538", 3), ["2648|-18|538"]);
        assert_eq!(as_text("12", 3), Vec::<String>::new());
    }
}
