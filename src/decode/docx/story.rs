//! Text on its way into a paragraph: the document's own, or that of a text box inside it.
//!
//! A story knows its paragraph, how its text looks, and in which fields it stands. It gives runs of text; what becomes of
//! them is decided in `walk`.

use super::styles::{ListPlace, Look};
use crate::decode::pieces::run::Run;

/// So many characters of a field's code are kept: its first word says what it is.
const CODE_KEPT: usize = 16;

/// Fields that show nothing by themselves, result or not: index entries, tables of authorities, references, questions.
const SILENT_FIELDS: [&str; 8] = ["XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "HYPERLINK"];

/// A field that began and has not ended.
#[derive(Debug, Default)]
struct Field {
    code: String,
    /// What follows is what it shows.
    in_result: bool,
}

/// The paragraph that is open.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// How its style has its text look.
    pub(super) look: Look,
    /// The level of heading it has.
    pub(super) heading: Option<u8>,
    /// The list that it names itself, and the level.
    pub(super) list: Option<u32>,
    pub(super) list_level: Option<u32>,
    /// The list it stands in.
    pub(super) place: Option<ListPlace>,
    /// A number is set before it that is not in its text.
    pub(super) is_counted: bool,
    /// Its end was deleted or is hidden: the next one goes on with it.
    pub(super) goes_on: bool,
}

/// A sequence of paragraphs.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) run: Run,
    pub(super) paragraph: Paragraph,
    /// How the run that is open looks by itself, and by its character style.
    pub(super) own: Look,
    pub(super) character: Look,
    was_raised: bool,
    fields: Vec<Field>,
    /// How many of the fields are in their code.
    in_code: usize,
}

impl Story {
    /// How text that comes now looks.
    pub(super) fn look(&self) -> Look {
        self.own.over(self.character).over(self.paragraph.look)
    }

    /// Whether text that comes now is a field's code.
    pub(super) fn is_in_code(&self) -> bool {
        self.in_code > 0
    }

    /// Adds text that shows.
    pub(super) fn push(&mut self, text: &str) {
        let is_raised = self.look().raised == Some(true);
        if is_raised != self.was_raised {
            self.run.raise();
            self.was_raised = is_raised;
        }
        self.run.push(text, true);
    }

    /// What was gathered; a new run of text begins.
    pub(super) fn take(&mut self) -> Option<String> {
        self.was_raised = false;
        self.run.take()
    }

    pub(super) fn begin_field(&mut self) {
        self.fields.push(Field::default());
        self.in_code += 1;
    }

    pub(super) fn begin_result(&mut self) {
        if let Some(field) = self.fields.last_mut().filter(|f| !f.in_result) {
            field.in_result = true;
            self.in_code -= 1;
        }
    }

    /// Ends the last field; true if it shows something that stands nowhere as text (a character in a circle, say).
    pub(super) fn end_field(&mut self) -> bool {
        let Some(field) = self.fields.pop() else { return false };
        if field.in_result {
            return false;
        }
        self.in_code -= 1;
        let word = field.code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        !SILENT_FIELDS.contains(&word.as_str())
    }

    /// Adds to the code of the last field.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|f| f.code.len() < CODE_KEPT) {
            field.code.extend(text.chars().take(CODE_KEPT));
        }
    }

    /// A code ends with its paragraph: one that is never closed must not swallow the rest of the report.
    pub(super) fn end_codes(&mut self) {
        if self.in_code > 0 {
            self.fields.iter_mut().for_each(|field| field.in_result = true);
            self.in_code = 0;
        }
    }
}
