//! The inputs, checked before anything is begun: a mistyped path is told at once, not as a line in a dataset.

use crate::failure::Failure;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Refuses an input that is not there or can't be looked at.
pub(crate) fn check(input: &Path) -> Result<(), Failure> {
    let Err(error) = fs::symlink_metadata(input) else { return Ok(()) };
    let what = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => "does not exist: check the path",
        ErrorKind::PermissionDenied => "is closed to you: ask for read permission",
        _ => "can't be opened: check the path",
    };
    Err(Failure::new(format!("the input {} {what}", input.display())))
}
