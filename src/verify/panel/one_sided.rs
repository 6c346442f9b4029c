//! `panel.one_sided`: a number that the next year follows from, and the report of one of the two years does not print it.
//!
//! Why: what can't be compared is not found wrong, and a number that is left out a year after it was large is worth a look. A
//! nought beside an empty cell says the same, and is passed over. Example: 2022 prints 结转下年度 118, and the cell 上年结转 of
//! 2023 is empty or was not read.

use super::{Pair, PanelCheck};

/// What the report of the year before prints, and what that of the year itself answers it with.
const SIDES: [(&str, &str); 3] = [
    ("requests.carried_out.total", "requests.carried_in.total"),
    ("proactive.regulations.in_force", "proactive.regulations.in_force"),
    ("proactive.normative_documents.in_force", "proactive.normative_documents.in_force"),
];

/// Names every pair of which one side is lacking. Numbers that only one of the two forms has are no pair.
pub fn check(pair: Pair<'_>) -> Vec<PanelCheck> {
    let has_both = |id: &str| id.starts_with("requests.") || pair.are_of("ogi-2021");
    let one = |(earlier, later): &(&str, &str)| {
        let sides = (pair.before.figure(earlier), pair.now.figure(later));
        let (printed, other) = match sides {
            (Some(printed), None) if !printed.is_zero() => {
                ((pair.before.year, earlier, printed), (pair.now.year, later))
            }
            (None, Some(printed)) if !printed.is_zero() => {
                ((pair.now.year, later, printed), (pair.before.year, earlier))
            }
            _ => return None,
        };
        let ((year, id, number), (without, lacking)) = (printed, other);
        let message =
            format!("{year} prints {number} at {id}, and no number of {without} was read without doubt at {lacking}");
        Some(PanelCheck { expected: sides.0, actual: sides.1, ..pair.note("panel.one_sided", later, message) })
    };
    SIDES.iter().filter(|(earlier, _)| has_both(earlier)).filter_map(one).collect()
}
