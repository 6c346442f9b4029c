//! The grammars of cells, labels, headings and titles on any text: they end, and numbers keep the digits that were printed.
#![no_main]

use gongkai::parse::number::{self, Content};
use gongkai::parse::{fold, glued, heading, label, title};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Content::Number(number) = number::read(text) {
        let printed = digits(text);
        let mut left = printed.chars();
        // A sign and leading zeros aside, the digits of the value are digits of the text, in their order.
        let value = digits(&number.value.to_string());
        let value = value.trim_start_matches('0');
        assert!(value.chars().all(|d| left.any(|p| p == d)), "{text:?} was read as {}", number.value);
    }
    let _ = (label::Label::read(text), fold::whole(text), fold::without_brackets(text));
    let _ = (heading::read(text), heading::run_on(text), heading::heading_words(text));
    let _ = (title::read(text), title::author(text), title::first_year(text), title::period(text));
    for parts in [1, 3, 7, 15] {
        for way in glued::ways(text, parts, |_| true).iter().take(8) {
            let joined: String = way.iter().flatten().map(ToString::to_string).collect();
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
