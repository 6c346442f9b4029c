//! Digests by which a load knows what it has seen before.

use crate::write::tables::columns::Value;
use sha2::{Digest as _, Sha256};

/// The first half of a SHA-256: two different things have the same one no sooner than every disk holds them.
pub(super) type Digest = [u8; 16];

/// Gathers what a digest is of. What comes one after another does not run into each other.
#[derive(Debug, Default)]
pub(super) struct Digester(Sha256);

impl Digester {
    /// Adds bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a value with its kind.
    pub(super) fn value(&mut self, value: Value) {
        match value {
            Value::Null => self.0.update([0]),
            Value::Text(text) => {
                self.0.update([1]);
                self.add(text.as_bytes());
            }
            Value::Whole(number) => {
                self.0.update([2]);
                self.0.update(number.to_le_bytes());
            }
            Value::Decimal(number) => {
                self.0.update([3]);
                self.0.update(number.to_le_bytes());
            }
            Value::Truth(is_so) => self.0.update([4, u8::from(is_so)]),
        }
    }

    /// The digest.
    pub(super) fn digest(self) -> Digest {
        let whole = self.0.finalize();
        std::array::from_fn(|at| whole[at])
    }
}

/// The digest of some bytes.
pub(super) fn of(bytes: &[u8]) -> Digest {
    let mut digester = Digester::default();
    digester.add(bytes);
    digester.digest()
}

/// As it is kept.
pub(super) fn written(digest: &Digest) -> String {
    format!("{:032x}", u128::from_be_bytes(*digest))
}

/// As it was kept; what is none is like no other.
pub(super) fn read(text: &str) -> Option<Digest> {
    let is_whole = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    u128::from_str_radix(text, 16).ok().filter(|_| is_whole).map(u128::to_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::{of, read, written};

    #[test]
    fn a_digest_comes_back() {
        for text in ["", "a", "bc"] {
            assert_eq!(read(&written(&of(text.as_bytes()))), Some(of(text.as_bytes())));
        }
        assert_eq!(read("-00000000000000000000000000000001"), None);
        assert_eq!(written(&[0; 16]).len(), 32);
    }
}
