//! A list of sources → what is to be fetched, in which order, and what is to be kept of the answers.
//!
//! Everything about fetching but the network and the disk: which addresses are allowed ([`address`], [`robots`]), what a page
//! leads to ([`page`], [`files`], [`paging`], [`listing`], [`sitemap`], [`recognise`]), what servers are asked ([`question`], [`interface`]), how long to wait ([`pace`]), what a run knows
//! and does next ([`crawl`]), what it writes ([`entry`], [`warc`]) and what came out ([`tally`]). Nothing here opens a
//! connection, so all of it is tested as functions.

pub mod address;
pub mod crawl;
pub mod entry;
pub mod files;
pub mod interface;
pub mod job;
pub mod judge;
pub mod listing;
pub mod pace;
pub mod page;
pub mod paging;
pub mod question;
pub mod recognise;
pub mod robots;
pub mod sitemap;
pub mod source;
pub mod tally;
pub mod warc;
