//! Where a value was read: the ground under every stage.
//!
//! A place is made once, in `decode`, and travels with the value to the record, the findings and the review page.
//! It never says what was read, only where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rectangle on a page: `[x0, y0, x1, y1]` in points, from the page's top left, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Area(
    #[serde(serialize_with = "tenths")]
    #[schemars(with = "[f32; 4]")]
    pub [f32; 4],
);

/// Boxes are written to a tenth of a point: finer than any glyph, and the same bytes on every machine.
fn tenths<S: serde::Serializer>(corners: &[f32; 4], to: S) -> Result<S::Ok, S::Error> {
    corners.map(|v| (f64::from(v) * 10.0).round() / 10.0).serialize(to)
}

impl Area {
    /// The rectangle that two corners span, whichever way round they are given.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
    }

    /// Left edge.
    pub fn left(&self) -> f32 {
        self.0[0]
    }

    /// Top edge.
    pub fn top(&self) -> f32 {
        self.0[1]
    }

    /// Right edge.
    pub fn right(&self) -> f32 {
        self.0[2]
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f32 {
        self.0[3]
    }

    /// Width in points.
    pub fn width(&self) -> f32 {
        self.right() - self.left()
    }

    /// Height in points.
    pub fn height(&self) -> f32 {
        self.bottom() - self.top()
    }

    /// The middle, as `(x, y)`.
    pub fn centre(&self) -> (f32, f32) {
        (f32::midpoint(self.left(), self.right()), f32::midpoint(self.top(), self.bottom()))
    }

    /// Whether the two share some area.
    pub fn meets(&self, other: &Self) -> bool {
        self.left() < other.right()
            && other.left() < self.right()
            && self.top() < other.bottom()
            && other.top() < self.bottom()
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self([
            self.left().min(other.left()),
            self.top().min(other.top()),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        ])
    }
}

/// A place in a document. All counts start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Place {
    /// On a page of a PDF or scan.
    Page {
        /// The page.
        page: u32,
        /// The rectangle on it; absent when the whole page is meant.
        #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
        area: Option<Area>,
    },
    /// In a text.
    Text {
        /// The line.
        line: u32,
        /// First and last column, in characters; absent when the whole line is meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        columns: Option<[u32; 2]>,
    },
    /// In a table of a web page, a Word file or a spreadsheet.
    Cell {
        /// The table, in document order.
        table: u32,
        /// The row as written.
        row: u32,
        /// The cell within its row as written, spans not counted.
        cell: u32,
    },
}

/// By the members that are there. (What serde would try one after the other it first holds in memory, and there a number
/// that is kept digit by digit is none of a box any more.)
impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            page: Option<u32>,
            #[serde(rename = "box")]
            area: Option<Area>,
            line: Option<u32>,
            columns: Option<[u32; 2]>,
            table: Option<u32>,
            row: Option<u32>,
            cell: Option<u32>,
        }
        match Members::deserialize(from)? {
            Members { page: Some(page), area, .. } => Ok(Self::Page { page, area }),
            Members { line: Some(line), columns, .. } => Ok(Self::Text { line, columns }),
            Members { table: Some(table), row: Some(row), cell: Some(cell), .. } => Ok(Self::Cell { table, row, cell }),
            _ => Err(serde::de::Error::custom("a place has a page, a line, or a table, row and cell")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Place};

    #[test]
    fn a_place_is_read_back_as_it_was_written() {
        for place in [
            Place::Page { page: 3, area: Some(Area([310.2, 402.0, 331.5, 418.4])) },
            Place::Page { page: 3, area: None },
            Place::Text { line: 41, columns: Some([12, 14]) },
            Place::Text { line: 41, columns: None },
            Place::Cell { table: 2, row: 5, cell: 3 },
        ] {
            let written = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&written).unwrap(), place, "{written}");
        }
        assert!(serde_json::from_str::<Place>(r#"{"table":2,"row":5}"#).is_err());
    }
}
