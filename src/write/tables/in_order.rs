//! Things made by many threads and taken in order, a bounded number of them in hand.
//!
//! Which thread makes what is left to chance; what is taken, and in what order, is not. A thread that runs too far ahead
//! waits, so that memory does not depend on how unlike the pieces are.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many more things than threads may be in hand: made, and waiting for their turn.
const AHEAD: usize = 2;

/// Makes `count` things on the threads of the pool and takes each in its turn. The first error ends it.
pub(in crate::write) fn in_order<T: Send>(
    count: usize,
    make: impl Fn(usize) -> io::Result<T> + Sync,
    take: impl FnMut(T) -> io::Result<()> + Send,
) -> io::Result<()> {
    let threads = rayon::current_num_threads();
    let belt = Belt {
        count,
        most: threads + AHEAD,
        state: Mutex::new(State {
            claimed: 0,
            taken: 0,
            waiting: BTreeMap::new(),
            is_taking: false,
            is_over: false,
            error: None,
        }),
        moved: Condvar::new(),
        take: Mutex::new(take),
    };
    rayon::scope(|scope| {
        for _ in 0..threads.min(count) {
            scope.spawn(|_| belt.work(&make));
        }
    });
    let state = belt.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.error.map_or(Ok(()), Err)
}

struct Belt<T, F> {
    count: usize,
    most: usize,
    state: Mutex<State<T>>,
    moved: Condvar,
    take: Mutex<F>,
}

struct State<T> {
    claimed: usize,
    taken: usize,
    waiting: BTreeMap<usize, T>,
    is_taking: bool,
    is_over: bool,
    error: Option<io::Error>,
}

impl<T: Send, F: FnMut(T) -> io::Result<()>> Belt<T, F> {
    fn work(&self, make: &impl Fn(usize) -> io::Result<T>) {
        let end = EndsOnPanic(self);
        while let Some(number) = self.claim() {
            match make(number) {
                Ok(thing) => self.hand_over(number, thing),
                Err(error) => self.end(Some(error)),
            }
        }
        drop(end);
    }

    /// The next thing to make, once there is room for it. The one whose turn it is is always in some thread's hands, so
    /// waiting ends.
    fn claim(&self) -> Option<usize> {
        let mut state = self.lock();
        while !state.is_over && state.claimed < self.count && state.claimed >= state.taken + self.most {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_over || state.claimed == self.count {
            return None;
        }
        state.claimed += 1;
        Some(state.claimed - 1)
    }

    /// Takes all whose turn has come, unless another thread is at it.
    fn hand_over(&self, number: usize, made: T) {
        let mut state = self.lock();
        state.waiting.insert(number, made);
        if state.is_taking {
            return;
        }
        state.is_taking = true;
        while !state.is_over {
            let turn = state.taken;
            let Some(next) = state.waiting.remove(&turn) else { break };
            drop(state);
            let took = self.take.lock().unwrap_or_else(PoisonError::into_inner)(next);
            if let Err(error) = took {
                self.end(Some(error));
            }
            state = self.lock();
            state.taken += 1;
            self.moved.notify_all();
        }
        state.is_taking = false;
    }

    fn end(&self, error: Option<io::Error>) {
        let mut state = self.lock();
        state.is_over = true;
        state.error = state.error.take().or(error);
        self.moved.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that panics must not leave the others waiting for what it had in hand.
struct EndsOnPanic<'b, T: Send, F: FnMut(T) -> io::Result<()>>(&'b Belt<T, F>);

impl<T: Send, F: FnMut(T) -> io::Result<()>> Drop for EndsOnPanic<'_, T, F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.end(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::io;
    use std::time::Duration;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    #[test]
    fn what_was_slow_to_make_keeps_its_turn() {
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let make = |n: usize| {
                std::thread::sleep(Duration::from_micros(if n.is_multiple_of(5) { 900 } else { 10 }));
                Ok(n)
            };
            let take = |n| {
                taken.push(n);
                Ok(())
            };
            pool(threads).install(|| in_order(100, make, take)).unwrap();
            assert_eq!(taken, (0..100).collect::<Vec<_>>());
        }
        in_order(0, |_| Ok(()), |()| Ok(())).unwrap();
    }

    #[test]
    fn an_error_ends_it_wherever_it_comes_from() {
        let wrong = || Err(io::Error::other("no"));
        for threads in [1, 3] {
            let made = pool(threads).install(|| in_order(50, |n| if n == 9 { wrong() } else { Ok(n) }, |_| Ok(())));
            assert_eq!(made.unwrap_err().to_string(), "no");
            let took = pool(threads)
                .install(|| in_order(50, Ok, |n| if n == 9 { wrong().map(|_: usize| ()) } else { Ok(()) }));
            assert_eq!(took.unwrap_err().to_string(), "no");
        }
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let run = || pool(3).install(|| in_order(50, |n| if n == 9 { panic!("made") } else { Ok(n) }, |_| Ok(())));
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
