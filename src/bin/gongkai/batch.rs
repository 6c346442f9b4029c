//! Many documents on many threads: one finds them, a pool converts them, and the caller takes what comes of them as it
//! comes.
//!
//! Few documents wait at a time and of bounded size, so memory does not grow with their number, and one slow document
//! holds up only its own thread.

use crate::failure::Failure;
use rayon::ThreadPool;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Condvar, Mutex, PoisonError};

/// Documents a thread may have waiting before it, and results after it. One waiting is enough while finding is quicker than
/// converting; a few more even out what archives take.
const WAITING: usize = 8;

/// Bytes of waiting documents that came out of archives, which are held in memory. One larger than this waits alone.
const WAITING_BYTES: u64 = 64 << 20;

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

/// What a thread of the pool does, with what it keeps from item to item.
pub(crate) trait Hands<I, R> {
    /// Works on an item. Its result, and those of items kept back earlier, are given out in any order.
    fn work(&mut self, item: I, give: &mut dyn FnMut(R));
    /// Ends what was kept back: no more items come.
    fn end(&mut self, give: &mut dyn FnMut(R));
}

/// Something that holds memory while it waits.
pub(crate) trait Held {
    /// How many bytes.
    fn bytes(&self) -> u64;
}

/// Has items found, worked on by the hands of each thread of the pool, and their results taken.
pub(crate) fn run<I: Held + Send, R: Send, H: Hands<I, R>>(
    pool: &ThreadPool,
    find: impl FnOnce(&mut dyn FnMut(I) -> ControlFlow<()>) + Send,
    hands: impl Fn() -> H + Sync,
    mut take: impl FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let threads = pool.current_num_threads();
    let (to_threads, items) = mpsc::sync_channel::<I>(WAITING * threads);
    let (done, results) = mpsc::sync_channel::<R>(WAITING * threads);
    let items = Mutex::new(items);
    let gate = Gate::default();
    let has_failed = AtomicBool::new(false);
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let done = done.clone();
            let (items, gate, hands, has_failed) = (&items, &gate, &hands, &has_failed);
            scope.spawn(move |_| {
                let mut hands = hands();
                // Nobody listens any more only when taking has failed; then results are not wanted.
                let mut give = |result| drop(done.send(result));
                while let Some(item) = next(items) {
                    let bytes = item.bytes();
                    if !has_failed.load(Ordering::Relaxed) {
                        hands.work(item, &mut give);
                    }
                    gate.leave(bytes);
                }
                if !has_failed.load(Ordering::Relaxed) {
                    hands.end(&mut give);
                }
            });
        }
        drop(done);
        std::thread::scope(|own| {
            let finder = own.spawn(|| {
                let to_threads = to_threads;
                let found = panic::catch_unwind(AssertUnwindSafe(|| {
                    find(&mut |item| {
                        gate.enter(item.bytes());
                        if has_failed.load(Ordering::Relaxed) || to_threads.send(item).is_err() {
                            return ControlFlow::Break(());
                        }
                        ControlFlow::Continue(())
                    });
                }));
                found.is_ok()
            });
            let mut taken = Ok(());
            for result in results {
                if taken.is_ok() {
                    taken = take(result);
                    has_failed.store(taken.is_err(), Ordering::Relaxed);
                }
            }
            taken?;
            if finder.join().unwrap_or(false) {
                return Ok(());
            }
            Err(Failure::new("looking through the inputs failed in gongkai itself: please report this with the inputs"))
        })
    })
}

fn next<I>(items: &Mutex<Receiver<I>>) -> Option<I> {
    items.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Lets so many bytes in at a time.
#[derive(Default)]
struct Gate {
    inside: Mutex<u64>,
    left: Condvar,
}

impl Gate {
    fn enter(&self, bytes: u64) {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |inside: &mut u64| *inside > 0 && *inside + bytes > WAITING_BYTES;
        *self.left.wait_while(inside, full).unwrap_or_else(PoisonError::into_inner) += bytes;
    }

    fn leave(&self, bytes: u64) {
        *self.inside.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, Hands, Held, pool, run};
    use std::collections::BTreeSet;
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    struct Item(usize);

    impl Held for Item {
        fn bytes(&self) -> u64 {
            if self.0.is_multiple_of(50) { 100 << 20 } else { 1 << 20 }
        }
    }

    /// Gives each number back, but keeps every tenth until the end.
    #[derive(Default)]
    struct Slow(Vec<usize>);

    impl Hands<Item, usize> for Slow {
        fn work(&mut self, item: Item, give: &mut dyn FnMut(usize)) {
            match item.0 {
                n if n.is_multiple_of(10) => self.0.push(n),
                n => give(n),
            }
            if item.0 == 3 {
                std::thread::sleep(Duration::from_millis(50));
            }
        }

        fn end(&mut self, give: &mut dyn FnMut(usize)) {
            self.0.drain(..).for_each(give);
        }
    }

    fn find(count: usize) -> impl FnOnce(&mut dyn FnMut(Item) -> ControlFlow<()>) + Send {
        move |give| assert!((0..count).all(|n| give(Item(n)).is_continue()))
    }

    #[test]
    fn every_item_has_its_result_once() {
        let mut seen = BTreeSet::new();
        let done = run(&pool(Some(3)).unwrap(), find(500), Slow::default, |n| {
            assert!(seen.insert(n), "{n} came twice");
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!(seen.len(), 500);
    }

    #[test]
    fn a_failing_taker_ends_the_run() {
        let found = AtomicUsize::new(0);
        let endless = |give: &mut dyn FnMut(Item) -> ControlFlow<()>| {
            while give(Item(1)).is_continue() {
                found.fetch_add(1, Ordering::SeqCst);
            }
        };
        let failing = |_| Err(Failure::new("the disk is full"));
        assert!(run(&pool(Some(2)).unwrap(), endless, Slow::default, failing).is_err());
    }

    #[test]
    fn a_finder_that_breaks_down_is_told() {
        let breaking = |_: &mut dyn FnMut(Item) -> ControlFlow<()>| panic!("no such archive");
        let done = run(&pool(Some(2)).unwrap(), breaking, Slow::default, |_| Ok(()));
        assert!(done.is_err());
    }
}
