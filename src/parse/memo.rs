//! What a text was read as, kept for when it comes again.
//!
//! The labels of a form stand in every report of an archive, and most of its numbers are of one digit; reading such a text is a
//! pure function of it, so what came out the first time is what would come out now. Each thread keeps its own. What is kept is
//! bounded: no long text is, and when there are many all are let go, which costs time and changes nothing.

use foldhash::{HashMap, HashMapExt as _};
use smol_str::SmolStr;
use std::cell::RefCell;

/// The longest text that is kept, in bytes: the longest labels of the forms have 180. What is longer is prose, and rarely
/// comes again.
const LONGEST: usize = 240;

/// The most texts that are kept: the forms have some hundred labels, and an archive prints each in some ways. With what is
/// made of them, they take less than 2 MB a thread.
const MOST: usize = 4096;

/// Readings by their text.
pub(crate) struct Memo<R>(RefCell<HashMap<SmolStr, R>>);

impl<R: Clone> Memo<R> {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(RefCell::new(HashMap::new()))
    }

    /// What a text is read as, by a function of nothing but the text.
    pub(crate) fn of(&self, text: &str, read: impl FnOnce(&str) -> R) -> R {
        if text.len() > LONGEST {
            return read(text);
        }
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let made = read(text);
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(text.into(), made.clone());
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gives_what_reading_gives_and_keeps_no_more_than_it_may() {
        let memo = Memo::new();
        let long = "长".repeat(LONGEST);
        for round in 0..3 * MOST {
            let text = (round % (MOST + 7)).to_string();
            assert_eq!(memo.of(&text, str::len), text.len());
            assert_eq!(memo.of(&long, str::len), long.len());
        }
        assert!(memo.0.borrow().len() <= MOST);
        assert!(!memo.0.borrow().contains_key(long.as_str()));
    }
}
