//! Faults on demand, so that what a run does about them can be tried: nobody knows a document that hangs the decoder, or it
//! would have been mended.
//!
//! Only where the environment variable [`WANTED`] is set, and only in a child, a document that holds
//! `gongkai-rehearsal: hang` (or `abort`, `overflow`, `memory`, `sleep`) makes the child do that.

use std::hint::black_box;
use std::time::Duration;

/// The variable that has faults played.
const WANTED: &str = "GONGKAI_REHEARSAL";

const SIGN: &[u8] = b"gongkai-rehearsal: ";

/// Plays the fault that a document asks for, if faults are wanted.
pub(super) fn play(bytes: &[u8]) {
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let Some(at) = bytes.windows(SIGN.len()).position(|window| window == SIGN) else { return };
    let rest = &bytes[at + SIGN.len()..];
    let end = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    match &rest[..end] {
        b"hang" => loop {
            black_box(());
        },
        b"sleep" => std::thread::sleep(Duration::from_hours(24)),
        b"abort" => std::process::abort(),
        b"overflow" => {
            black_box(deeper(0));
        }
        b"memory" => {
            let mut held: Vec<Vec<u8>> = Vec::new();
            loop {
                held.push(black_box(vec![1; 1 << 24]));
            }
        }
        _ => {}
    }
}

#[expect(unconditional_recursion, reason = "that is what is rehearsed")]
fn deeper(depth: u64) -> u64 {
    black_box(deeper(black_box(depth + 1))) + depth
}
