//! The grammars of cells and labels on any text: they end, keep what was printed, and fold to something that folds to
//! itself.
#![no_main]

use gongkai::parse::number::{self, Content};
use gongkai::parse::{fold, glued, label};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Content::Number(number) = number::read(text) {
        let printed = digits(text);
        let mut left = printed.chars();
        // A sign and leading zeros aside, the digits of the value are digits of the text, in their order.
        let value = digits(&number.value.to_string());
        let value = value.trim_start_matches('0');
        assert!(value.chars().all(|d| left.any(|p| p == d)), "{text:?} was read as {}", number.value);
    }
    let label = label::Label::read(text);
    assert_eq!(fold::letters(&label.words), label.words, "{text:?}");
    let _ = fold::whole(text);
    for parts in [1, 3, 7, 15] {
        for way in glued::ways(text, parts, |_| true).iter().take(8) {
            let joined: String = way.iter().map(u64::to_string).collect();
            assert_eq!((way.len(), joined), (parts, digits(text)), "{text:?}");
        }
    }
    for parts in [1, 3] {
        for way in glued::signed_ways(text, parts).iter().take(8) {
            assert_eq!(way.len(), parts, "{text:?}");
        }
    }
});

/// The decimal digits of a text, those of both widths as one.
fn digits(text: &str) -> String {
    fold::normal(text).chars().filter(char::is_ascii_digit).collect()
}
