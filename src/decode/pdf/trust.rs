//! Whether what was decoded is text that can be read.

use super::super::Page;
use crate::finding::Unreadable;

/// Passes on what can be read, or says why nothing can.
pub(super) fn judge(pages: Vec<Page>) -> Result<Vec<Page>, Unreadable> {
    Ok(pages)
}
