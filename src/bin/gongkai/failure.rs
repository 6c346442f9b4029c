//! Why a command could not be done.

use gongkai::write::folder::FolderError;
use std::io::{self, Write};
use std::process::ExitCode;

/// The exit code of a command that could not be done.
const COULD_NOT: u8 = 2;

/// One sentence that says what happened, where, and what to do; none when the reader of our output has left.
#[derive(Debug)]
pub(crate) struct Failure(Option<String>);

impl Failure {
    /// A failure with its sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(Some(sentence.into()))
    }

    /// Says it on stderr.
    pub(crate) fn report(self) -> ExitCode {
        let Some(sentence) = self.0 else { return ExitCode::SUCCESS };
        let _ = writeln!(io::stderr(), "gongkai: {sentence}");
        ExitCode::from(COULD_NOT)
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        Self::new(error.to_string())
    }
}

/// Writing to stdout failed. A closed pipe (`gongkai show … | head`) is the reader's choice and no failure.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self(None);
        }
        Self::new(format!("writing to the standard output failed ({error}): see where it leads"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        if error.io_error_kind() == Some(io::ErrorKind::BrokenPipe) {
            return Self(None);
        }
        Self::new(format!("the result could not be written as JSON ({error}): please report this as a defect"))
    }
}
