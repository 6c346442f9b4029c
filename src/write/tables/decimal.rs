//! Decimal digits ↔ whole numbers of billionths (see [`SCALE`]). No digit is lost: what does not fit is refused.

use super::description::{PRECISION, SCALE};

/// The first number that has too many digits.
const LIMIT: i128 = 10_i128.pow(PRECISION);

/// A printed decimal in units of its last place, none where it has more places than the tables keep.
pub(in crate::write) fn parse(digits: &str) -> Option<i128> {
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (whole, places) = digits.split_once('.').map_or((digits, ""), |(whole, places)| (whole, places));
    let places = places.trim_end_matches('0');
    let missing = SCALE.checked_sub(u32::try_from(places.len()).ok()?)?;
    if whole.is_empty() {
        return None;
    }
    let mut value = 0_i128;
    for digit in whole.bytes().chain(places.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    value = value.checked_mul(10_i128.pow(missing)).filter(|v| *v < LIMIT)?;
    Some(if negative { -value } else { value })
}

/// Writes it as people do: no places that are nought.
pub(in crate::write) fn write(value: i128, to: &mut String) {
    use std::fmt::Write;
    let one = 10_u128.pow(SCALE);
    let (whole, places) = (value.unsigned_abs() / one, value.unsigned_abs() % one);
    let sign = if value < 0 { "-" } else { "" };
    // Writing to a String can't fail.
    let _ = write!(to, "{sign}{whole}");
    if places != 0 {
        let _ = write!(to, ".{places:0width$}", width = SCALE as usize);
        to.truncate(to.trim_end_matches('0').len());
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, write};
    use proptest::prelude::*;

    fn written(digits: &str) -> Option<String> {
        let mut text = String::new();
        write(parse(digits)?, &mut text);
        Some(text)
    }

    #[test]
    fn digits_come_back_and_what_does_not_fit_is_refused() {
        for digits in
            ["0", "7730.28", "12345678901234567.123456", "-18", "-0.000000001", "99999999999999999999999999999.5"]
        {
            assert_eq!(written(digits).as_deref(), Some(digits));
        }
        assert_eq!(written("7.5000000000000").as_deref(), Some("7.5"));
        for digits in ["0.1234567891", "100000000000000000000000000000", "1e3", "", "-", ".5", "１", "1.-2"] {
            assert_eq!(parse(digits), None, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn any_decimal_of_the_size_comes_back(whole in "0|[1-9][0-9]{0,28}", places in "([0-9]{0,8}[1-9])?") {
            let digits = if places.is_empty() { whole } else { format!("{whole}.{places}") };
            prop_assert_eq!(written(&digits), Some(digits));
        }
    }
}
