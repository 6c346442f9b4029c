//! A decimal → a JSON number, digit by digit.
//!
//! Nearly all numbers are small and whole: their digits are those of an integer, which is written without a text of its own.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// Writes a number.
pub(super) fn serialize<S: Serializer>(number: &Decimal, to: S) -> Result<S::Ok, S::Error> {
    let is_whole = number.scale() == 0 && number.is_sign_positive();
    match u64::try_from(number.mantissa()) {
        Ok(whole) if is_whole => to.serialize_u64(whole),
        _ => Serialize::serialize(number, to),
    }
}

#[cfg(test)]
mod tests {
    use super::serialize;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        #[test]
        fn digits_are_those_of_the_decimal(whole: i64, scale in 0u32..5, small in 0i64..100) {
            for number in [Decimal::new(whole, scale), Decimal::new(small, scale), Decimal::MAX, -Decimal::ZERO] {
                let mut written = Vec::new();
                serialize(&number, &mut serde_json::Serializer::new(&mut written)).unwrap();
                prop_assert_eq!(written, serde_json::to_vec(&number).unwrap());
            }
        }
    }
}
