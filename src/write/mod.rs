//! Outcomes → what a reader takes home: JSON records, a dataset, its log and its schema.
//!
//! Same input, same bytes: nothing here looks at a clock, a thread or a hash order. The one exception is `run.json`, which
//! is there to say when and how long. Nothing is judged or changed on the way out.

pub mod assemble;
pub mod brief;
pub mod checks;
pub mod decisions;
pub mod diff;
mod digits;
pub mod folder;
pub mod journal;
pub mod ledger;
pub mod nest;
pub mod panel;
pub mod places;
mod reading;
pub mod recall;
pub mod record;
pub mod review;
pub mod run;
pub mod schema;
pub mod tables;
mod values;
pub mod warehouse;
