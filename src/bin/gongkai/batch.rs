//! Many documents on many threads, their results in input order.
//!
//! At most [`WINDOW`] documents a thread are under way or waiting for an earlier one, so memory does not grow with their
//! number, and one slow document holds nobody up until the window is full.

use crate::failure::Failure;
use rayon::ThreadPool;
use std::collections::BTreeMap;
use std::sync::mpsc;

/// Documents a thread may be ahead of the slowest one. A result has about 100 KB; one slow PDF takes as long as some
/// thirty quick pages.
const WINDOW: usize = 32;

/// Stack of a thread that reads documents. Pages may nest deeper than their reader's author thought; an overflow would end
/// the whole run, and unused stack costs only addresses.
const STACK: usize = 64 << 20;

/// A pool of `threads` threads, or of one a core.
pub(crate) fn pool(threads: Option<usize>) -> Result<ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(STACK)
        .thread_name(|n| format!("reader {n}"))
        .build();
    pool.map_err(|error| Failure::new(format!("the threads could not be started ({error}): try fewer with -j")))
}

/// Makes a result of each item on the pool, and hands them on in order.
pub(crate) fn in_order<I: Sync, R: Send>(
    pool: &ThreadPool,
    items: &[I],
    make: impl Fn(&I) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let window = WINDOW * pool.current_num_threads();
    let (done, results) = mpsc::channel();
    let make = &make;
    pool.in_place_scope_fifo(|scope| {
        let mut begun = 0;
        let mut taken = 0;
        let mut early = BTreeMap::new();
        while taken < items.len() {
            for (n, item) in items.iter().enumerate().take(taken + window).skip(begun) {
                let done = done.clone();
                scope.spawn_fifo(move |_| {
                    // Nobody listens any more only when writing has failed; then the result is not wanted.
                    let _ = done.send((n, make(item)));
                });
                begun = n + 1;
            }
            let Ok((n, result)) = results.recv() else { break };
            early.insert(n, result);
            while let Some(result) = early.remove(&taken) {
                take(result)?;
                taken += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, in_order, pool};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_and_never_far_ahead() {
        let items: Vec<usize> = (0..500).collect();
        let pool = pool(Some(3)).unwrap();
        let begun = AtomicUsize::new(0);
        let mut taken = 0;
        let make = |n: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            if n.is_multiple_of(97) {
                std::thread::sleep(Duration::from_millis(20));
            }
            *n
        };
        in_order(&pool, &items, make, |n| {
            assert_eq!(n, taken);
            taken += 1;
            assert!(begun.load(Ordering::SeqCst) <= taken + 3 * WINDOW);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, 500);
    }

    #[test]
    fn a_failing_taker_ends_the_run() {
        let pool = pool(Some(2)).unwrap();
        let items = [0; 1000];
        let done = in_order(&pool, &items, |n| *n, |_| Err(super::Failure::new("the disk is full")));
        assert!(done.is_err());
    }
}
