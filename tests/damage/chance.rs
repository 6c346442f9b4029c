//! Choices that can be made again.

/// A small reproducible generator (xorshift), seeded by a number and a name.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let mixed = name.bytes().fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(mixed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `n`; none where there is none.
    pub(crate) fn below(&mut self, n: usize) -> Option<usize> {
        (n > 0).then(|| (self.next() % n as u64) as usize)
    }

    /// One of some things.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        self.below(of.len()).map(|i| of[i])
    }

    /// Two different ones of some things, in their order.
    pub(crate) fn two<T: Copy>(&mut self, of: &[T]) -> Option<(T, T)> {
        let (a, b) = (self.below(of.len())?, self.below(of.len())?);
        (a != b).then(|| (of[a.min(b)], of[a.max(b)]))
    }
}
