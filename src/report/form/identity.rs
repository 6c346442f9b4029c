//! The arithmetic of the forms (勾稽关系): identities as they are written in the data, and applied to one subject.

use crate::report::id::{CellId, Ids};
use serde::Deserialize;

/// Arithmetic that the form demands: the cells named on the left make the sum of those on the right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Its id.
    pub id: String,
    /// What it holds for each of.
    pub per: Per,
    /// Parts of cell ids.
    pub left: Vec<String>,
    /// Parts of cell ids.
    pub right: Vec<String>,
    /// Why it holds.
    pub why: String,
    /// It holds only where every cell it names is one of the report's.
    #[serde(default)]
    pub whole: bool,
}

/// What an identity holds for each of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each column; the sides name rows.
    Column,
    /// Each row; the sides name columns.
    Row,
    /// Each kind of appeal; the sides name results.
    Kind,
}

/// An identity, applied to one column, row or kind: whole cell ids on both sides.
#[derive(Debug)]
pub struct Equation<'f> {
    /// The identity.
    pub identity: &'f Identity,
    /// The column, row or kind.
    pub subject: &'f str,
    /// Cell ids.
    pub left: Vec<CellId>,
    /// Cell ids.
    pub right: Vec<CellId>,
}

impl<'f> Equation<'f> {
    pub(super) fn of(identity: &'f Identity, table: &str, subject: &'f str, ids: &Ids) -> Self {
        let whole = |part: &String| match identity.per {
            Per::Column => ids.id(&format!("{table}.{part}.{subject}")),
            Per::Row | Per::Kind => ids.id(&format!("{table}.{subject}.{part}")),
        };
        Self {
            identity,
            subject,
            left: identity.left.iter().map(whole).collect(),
            right: identity.right.iter().map(whole).collect(),
        }
    }

    /// Whether it can be said of a report with these cells.
    pub fn applies(&self, has: impl Fn(&CellId) -> bool) -> bool {
        let side = |ids: &[CellId]| if self.identity.whole { ids.iter().all(&has) } else { ids.iter().any(&has) };
        side(&self.left) && side(&self.right)
    }
}
