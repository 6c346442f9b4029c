//! Small whole numbers → Parquet's hybrid of runs and packed bits, which definition levels and dictionary codes share.
//!
//! ```text
//! hybrid = { run | packed }
//! run    = varint(count << 1) value            ; the value in as many bytes as its bits fill
//! packed = varint(groups << 1 | 1) { 8 values, each of `width` bits, lowest first }
//! ```

/// A run shorter than this takes no less room than its values packed.
const SHORTEST_RUN: usize = 8;

/// Numbers are packed by eights.
const EIGHT: usize = 8;

/// Bits that numbers up to this one take.
pub(super) fn width(most: u32) -> u32 {
    // One bit for nothing but noughts: readers differ on none.
    (u32::BITS - most.leading_zeros()).max(1)
}

/// Writes numbers of `width` bits.
pub(super) fn write(numbers: &[u32], width: u32, to: &mut Vec<u8>) {
    let mut packed_from = 0;
    let mut at = 0;
    while at < numbers.len() {
        let length = numbers[at..].iter().take_while(|n| **n == numbers[at]).count();
        // What stands before a run is packed, and has to fill whole eights: it takes from the run what it lacks.
        let lacking = (EIGHT - (at - packed_from) % EIGHT) % EIGHT;
        if length >= lacking + SHORTEST_RUN {
            pack(&numbers[packed_from..at + lacking], width, to);
            varint(((length - lacking) as u64) << 1, to);
            let bytes = numbers[at].to_le_bytes();
            to.extend_from_slice(&bytes[..(width as usize).div_ceil(8)]);
            packed_from = at + length;
        }
        at += length;
    }
    pack(&numbers[packed_from..], width, to);
}

/// Packs numbers; the last eight are filled up with noughts, which readers don't count.
fn pack(numbers: &[u32], width: u32, to: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let groups = numbers.len().div_ceil(EIGHT);
    varint((groups as u64) << 1 | 1, to);
    let end = to.len() + groups * width as usize;
    let mut bits = 0_u64;
    let mut held = 0;
    for number in numbers {
        bits |= u64::from(*number) << held;
        held += width;
        while held >= 8 {
            to.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    }
    if held > 0 {
        to.push(bits as u8);
    }
    to.resize(end, 0);
}

fn varint(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::{EIGHT, width, write};
    use proptest::prelude::*;

    /// Reads the production above, slowly.
    fn read(bytes: &[u8], width: u32, count: usize) -> Vec<u32> {
        let mut found = Vec::new();
        let mut at = 0;
        while found.len() < count {
            let (mut head, mut shift) = (0_u64, 0);
            loop {
                head |= u64::from(bytes[at] & 0x7f) << shift;
                shift += 7;
                at += 1;
                if bytes[at - 1] < 0x80 {
                    break;
                }
            }
            if head & 1 == 0 {
                let size = (width as usize).div_ceil(8);
                let value = bytes[at..at + size].iter().rev().fold(0, |v, b| v << 8 | u32::from(*b));
                found.extend(std::iter::repeat_n(value, (head >> 1) as usize));
                at += size;
            } else {
                let groups = (head >> 1) as usize;
                for number in 0..groups * EIGHT {
                    let bit = |b: usize| u32::from(bytes[at + b / 8] >> (b % 8) & 1);
                    let first = number * width as usize;
                    found.push((0..width as usize).map(|b| bit(first + b) << b).sum());
                }
                at += groups * width as usize;
            }
        }
        assert_eq!(at, bytes.len());
        found.truncate(count);
        found
    }

    #[test]
    fn long_runs_take_next_to_no_room() {
        let mut bytes = Vec::new();
        write(&[1; 4096], 1, &mut bytes);
        assert_eq!(bytes, [0x80, 0x40, 1]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(runs in prop::collection::vec((0..5000_u32, 1..40_usize), 0..60), single in any::<bool>()) {
            let numbers: Vec<u32> =
                runs.iter().flat_map(|(n, count)| std::iter::repeat_n(*n, if single { 1 } else { *count })).collect();
            let width = width(numbers.iter().copied().max().unwrap_or(0));
            let mut bytes = Vec::new();
            write(&numbers, width, &mut bytes);
            prop_assert_eq!(read(&bytes, width, numbers.len()), numbers);
        }
    }
}
