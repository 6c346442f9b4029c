//! The id of a cell: a dotted path, `requests.received.total`.
//!
//! A report has two hundred cells, and every reading, sum and check of it names them. All ids that a form has are made once,
//! with the form, and are ranked in the order of their letters: to copy such an id allocates nothing, and to compare two looks
//! at their ranks alone. Any other text may be an id too; it is compared letter by letter.

use super::form::forms;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use smol_str::SmolStr;
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

/// The id of a cell.
#[derive(Debug, Clone)]
pub struct CellId {
    /// Its place among the sorted ids of all forms; none where no form has it.
    rank: Option<u16>,
    text: SmolStr,
}

impl CellId {
    /// The place of the id among the sorted ids of all forms, which is below [`Ids::len`].
    pub(crate) fn rank(&self) -> Option<usize> {
        self.rank.map(usize::from)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The ids of all forms, sorted.
#[derive(Debug, Default)]
pub(crate) struct Ids(Vec<CellId>);

impl Ids {
    /// Ranks the ids of all forms.
    pub(super) fn of(texts: impl Iterator<Item = String>) -> Self {
        let mut texts: Vec<String> = texts.collect();
        texts.sort_unstable();
        texts.dedup();
        let id = |(rank, text): (u16, String)| CellId {
            rank: Some(rank),
            // There are some hundreds, and they live as long as the program does.
            text: SmolStr::new_static(Box::leak(text.into_boxed_str())),
        };
        Self((0u16..).zip(texts).map(id).collect())
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The id of a rank.
    #[cfg(test)]
    pub(super) fn nth(&self, rank: usize) -> CellId {
        self.0[rank].clone()
    }

    /// The id of a text, ranked where a form has it.
    pub(super) fn id(&self, text: &str) -> CellId {
        let known = self.0.binary_search_by(|id| id.as_str().cmp(text)).ok().map(|at| self.0[at].clone());
        known.unwrap_or_else(|| CellId { rank: None, text: text.into() })
    }
}

impl From<&str> for CellId {
    fn from(text: &str) -> Self {
        forms().ids.id(text)
    }
}

impl From<String> for CellId {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl Deref for CellId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for CellId {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl PartialEq for CellId {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for CellId {}

impl PartialEq<str> for CellId {
    fn eq(&self, other: &str) -> bool {
        self.text == *other
    }
}

impl PartialEq<&str> for CellId {
    fn eq(&self, other: &&str) -> bool {
        self.text == **other
    }
}

impl PartialOrd for CellId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of the texts: of two that are ranked, their ranks say the same.
impl Ord for CellId {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.rank, other.rank) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.text.cmp(&other.text),
        }
    }
}

impl fmt::Display for CellId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(&self.text)
    }
}

impl Serialize for CellId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

impl JsonSchema for CellId {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_in_the_order_of_their_texts_whether_a_form_has_them_or_not() {
        let known = forms().ids.0.iter().map(|id| id.as_str().to_owned());
        let mut texts: Vec<String> = known.flat_map(|text| [format!("{text}!"), text]).chain(["a".into()]).collect();
        let mut ids: Vec<CellId> = texts.iter().map(|text| text.as_str().into()).collect();
        assert!(ids.iter().filter(|id| id.rank().is_some()).count() == forms().ids.len());
        texts.sort();
        ids.sort();
        assert!(ids.iter().zip(&texts).all(|(id, text)| id == text.as_str()));
    }

    #[test]
    fn an_id_is_found_by_its_text() {
        let cells = std::collections::BTreeMap::from([(CellId::from("requests.received.total"), 1)]);
        assert_eq!(cells.get("requests.received.total"), Some(&1));
        assert_ne!(CellId::from("requests.received.total"), CellId::from("requests.received.other"));
    }
}
