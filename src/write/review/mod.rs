//! A dataset → what a person looks at, and in which order; what a random sample of the rest says of all of it; and the
//! whole in counts.
//!
//! What is shown is what was *read*: decisions are laid over it, so that each can be taken back. Nothing here serves,
//! draws or decides; the page that does is the command line's.

pub mod drawn;
pub mod index;
pub mod picture;
pub mod queue;
pub mod rate;
pub mod sample;
pub mod whole;
