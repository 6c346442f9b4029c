//! Running a reader that may panic, without its panic reaching the caller or the terminal.
//!
//! The engines under `decode` are other people's, and a file can make them panic. That is one document's misfortune: it
//! becomes a [`Reason::Crashed`](crate::finding::Reason::Crashed). The message that a panic prints would only
//! tear the progress display, so it is kept back in the thread that is inside [`caught`], and nowhere else.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `work`; `None` if it panics.
///
/// Unwind safety is asserted because `work` is expected to own all that it changes.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !INSIDE.get() {
                before(panic);
            }
        }));
    });
    let outer = INSIDE.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_becomes_none_and_leaves_the_next_one_loud() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught(|| -> u8 { panic!("kept back") }), None);
        assert!(!super::INSIDE.get());
    }
}
