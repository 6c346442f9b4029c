//! The numbers that checks over reports ask for: which they are, and those of one report.
//!
//! A report has some two hundred cells, and an archive some hundred thousand reports: only what a check asks for is kept, under
//! a small number in place of its id.

use super::{appeals, carried, fees, in_force, items, jumps, parent, pending, zero};
use data_encoding::{BASE64_NOPAD, DecodeError};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The ids that some check asks for, sorted.
static WANTED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = carried::wanted()
        .chain(in_force::wanted())
        .chain(items::wanted())
        .chain(pending::wanted())
        .chain(appeals::wanted())
        .chain(jumps::wanted())
        .chain(fees::wanted())
        .chain(parent::wanted())
        .chain(zero::wanted());
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
});

/// The numbers of a report that were read without doubt, as far as a check asks for them.
///
/// Bytes, one number after another: its place among those wanted (and whether it has places after the point), its digits, how many
/// of them stand after the point. Most numbers take two bytes so, where a decimal takes twenty, and an archive has millions.
/// Written as Base64.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Figures(Vec<u8>);

impl From<Figures> for String {
    fn from(figures: Figures) -> Self {
        BASE64_NOPAD.encode(&figures.0)
    }
}

impl TryFrom<String> for Figures {
    type Error = DecodeError;

    fn try_from(written: String) -> Result<Self, DecodeError> {
        BASE64_NOPAD.decode(written.as_bytes()).map(Self)
    }
}

impl Figures {
    /// Whether a check asks for a cell.
    pub fn wants(id: &str) -> bool {
        place(id).is_some()
    }

    /// Keeps a number, if a check asks for it.
    pub fn put(&mut self, id: &str, value: Decimal) {
        if let Some(place) = place(id) {
            let (digits, scale) = (value.mantissa(), value.scale());
            self.write(u128::from(place) << 1 | u128::from(scale > 0));
            // The sign stands last, so that small numbers stay short.
            self.write(digits.unsigned_abs() << 1 | u128::from(digits < 0));
            if scale > 0 {
                self.write(scale.into());
            }
        }
    }

    /// The number of a cell.
    pub fn get(&self, id: &str) -> Option<Decimal> {
        let wanted = place(id)?;
        let mut bytes = self.0.as_slice();
        while !bytes.is_empty() {
            let (head, digits) = (read(&mut bytes), read(&mut bytes));
            let scale = if head & 1 == 1 { read(&mut bytes) } else { 0 };
            if head >> 1 == u128::from(wanted) {
                let size = i128::try_from(digits >> 1).ok()?;
                let value = if digits & 1 == 1 { -size } else { size };
                return Decimal::try_from_i128_with_scale(value, u32::try_from(scale).ok()?).ok();
            }
        }
        None
    }

    /// Seven bits a byte, the lowest first; all bytes but the last have the eighth set.
    fn write(&mut self, mut number: u128) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

/// Takes a number from the front of some bytes.
fn read(bytes: &mut &[u8]) -> u128 {
    let (mut number, mut shift) = (0_u128, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u128::from(byte & 0x7f) << shift;
        shift = (shift + 7).min(126);
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

fn place(id: &str) -> Option<u16> {
    WANTED.binary_search_by(|known| known.as_str().cmp(id)).ok().and_then(|at| u16::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::{Figures, WANTED};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        #[test]
        fn every_number_comes_back_with_every_digit(numbers in prop::collection::vec((any::<i128>(), 0_u32..=28), 1..60)) {
            let numbers: Vec<Decimal> = numbers
                .into_iter()
                .filter_map(|(digits, scale)| Decimal::try_from_i128_with_scale(digits >> 32, scale).ok())
                .collect();
            let mut figures = Figures::default();
            for (id, number) in WANTED.iter().zip(&numbers) {
                figures.put(id, *number);
            }
            figures.put("no.such.cell", Decimal::ONE);
            let written = serde_json::to_string(&figures)?;
            prop_assert_eq!(&serde_json::from_str::<Figures>(&written)?, &figures);
            for (at, id) in WANTED.iter().enumerate() {
                let found = figures.get(id).map(|number| (number.mantissa(), number.scale()));
                prop_assert_eq!(found, numbers.get(at).map(|number| (number.mantissa(), number.scale())));
            }
        }
    }
}
