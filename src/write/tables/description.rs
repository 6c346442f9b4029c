//! The one description of the tables: their columns, types, keys and what each means.
//!
//! The schema of the Parquet files, the data package, the headers of CSV files and sheets are all made from it, so that
//! none can drift from another; so are the warehouse's tables, which `write::warehouse::star` describes in the same words, and
//! `docs/TABLES.md`. It holds no rows and writes nothing.

/// A table of a dataset.
#[derive(Debug)]
pub struct Table {
    /// Its name, and its file's.
    pub name: &'static str,
    /// What it is called for people.
    pub title: &'static str,
    /// What one row is, and how rows are ordered.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// The columns by which a row is known.
    pub key: &'static [&'static str],
    /// Whether its `document_id` names a row of `documents`.
    pub has_document: bool,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Few values come again and again, so they are kept in a dictionary.
    pub coded: bool,
    /// It is never null.
    pub required: bool,
    /// It may be a text without a character, which CSV can't tell from null.
    pub may_be_empty: bool,
    /// The words it holds, where these are all.
    pub words: &'static [&'static str],
    /// The table and column whose values it takes, in the warehouse.
    pub of: Option<(&'static str, &'static str)>,
    /// How many characters wide a sheet shows it.
    pub width: u16,
    /// What it means.
    pub about: &'static str,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// An exact decimal of [`PRECISION`] digits, [`SCALE`] of them after the point.
    Decimal,
    /// Yes or no.
    Truth,
}

/// Digits of a decimal: the most that 16 bytes hold, and that databases take.
pub const PRECISION: u32 = 38;

/// Digits of a decimal after the point. The 29 before it hold every whole number that a record can; amounts in 万元 are
/// printed with up to six, which make a fen of them.
pub const SCALE: u32 = 9;

pub(in crate::write) const fn column(name: &'static str, kind: Kind, width: u16, about: &'static str) -> Column {
    Column { name, kind, coded: false, required: false, may_be_empty: false, words: &[], of: None, width, about }
}

impl Column {
    pub(super) const fn coded(mut self) -> Self {
        self.coded = true;
        self
    }

    pub(in crate::write) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    pub(in crate::write) const fn words(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    pub(in crate::write) const fn of(mut self, table: &'static str, column: &'static str) -> Self {
        self.of = Some((table, column));
        self
    }
}

pub(in crate::write) const VERDICTS: &[&str] = &["clean", "publisher_inconsistent", "needs_review", "unreadable"];
pub(in crate::write) const REASONS: &[&str] = &[
    "encrypted",
    "damaged",
    "image_only",
    "not_a_report",
    "unsupported_type",
    "empty",
    "timeout",
    "memory",
    "crashed",
];
pub(in crate::write) const STATUSES: &[&str] = &["read", "blank", "missing", "doubtful", "corrected"];
pub(in crate::write) const RESULTS: &[&str] = &["pass", "fail", "not_assessable"];

const DOCUMENT: Column =
    column("document_id", Kind::Text, 24, "The document: sha256: and the digest of its bytes.").required().coded();
pub(in crate::write) const AGENCY: Column =
    column("agency", Kind::Text, 28, "The agency that made the report, as printed in its title.").coded();
pub(in crate::write) const REGION: Column = column(
    "region_code",
    Kind::Text,
    12,
    "Code of the administrative division (GB/T 2260), null where that can't be told.",
)
.coded();
pub(in crate::write) const REGION_SURE: Column =
    column("region_sure", Kind::Truth, 8, "Whether the division can be no other one; null where there is none.");
pub(in crate::write) const YEAR: Column = column("year", Kind::Integer, 7, "The year reported on.").coded();
pub(in crate::write) const FORM: Column =
    column("form", Kind::Text, 10, "The statutory form, told by its labels.").coded();

/// All tables, in the order of their files.
pub const TABLES: [Table; 4] = [
    Table {
        name: "documents",
        title: "Documents",
        about: "One row a document, the unreadable ones too, ordered by agency, year and id.",
        columns: &[
            column("document_id", Kind::Text, 24, "sha256: and the digest of the document's bytes; path:sha256: and the digest of its source where the bytes could not be read.").required(),
            column("source", Kind::Text, 40, "The way to it, relative to the input given; a file in an archive stands after the archive's name and a !.").required(),
            column("also", Kind::Integer, 6, "How many further places held the same bytes.").required().coded(),
            column("media_type", Kind::Text, 20, "What the bytes are, told by the bytes; null where they could not be read.").coded(),
            column("bytes", Kind::Long, 10, "How many bytes; null where that could not be told."),
            column("pages", Kind::Integer, 7, "How many pages, for a format that has pages.").coded(),
            column("producer", Kind::Text, 20, "The program that made it, by its own word, where it is a PDF that says so.").coded(),
            AGENCY,
            REGION,
            REGION_SURE,
            YEAR,
            FORM,
            column("verdict", Kind::Text, 22, "clean: every cell was read or is plainly blank, and every sum holds; publisher_inconsistent: read with certainty, and the printed numbers contradict each other; needs_review: a cell is missing or doubtful, or a sum fails and the reading is not certain; unreadable: no report came out.").required().coded().words(VERDICTS),
            column("reason", Kind::Text, 16, "Why no report came out; null unless the verdict is unreadable.").coded().words(REASONS),
            column("title", Kind::Text, 50, "The title, as printed."),
            column("url", Kind::Text, 40, "Where it was published, where the archive says so."),
            column("retrieved_at", Kind::Text, 22, "When it was fetched from there, where the archive says so."),
        ],
        key: &["document_id"],
        has_document: false,
    },
    Table {
        name: "facts",
        title: "Facts",
        about: "One row a cell of a report's form, with the value as printed and what is known of its reading. In Parquet, each row group holds whole documents (ordered by agency, year and id) and is ordered by cell_id within.",
        columns: &[
            DOCUMENT,
            AGENCY,
            REGION,
            REGION_SURE,
            YEAR,
            FORM,
            column("cell_id", Kind::Text, 44, "The cell of the form, a dotted path: table, row, column.").required().coded(),
            column("table_id", Kind::Text, 12, "The first word of cell_id: proactive, requests, appeals or statistics.").required().coded(),
            column("row_id", Kind::Text, 34, "The words of cell_id between the first and the last.").required().coded(),
            column("column_id", Kind::Text, 18, "The last word of cell_id.").required().coded(),
            column("row_label", Kind::Text, 36, "The row's label in the words of the form (the first of its tables that has the row); null for a cell that this version's forms do not have.").coded(),
            column("column_label", Kind::Text, 18, "The column's label in the words of the form.").coded(),
            column("value", Kind::Decimal, 14, "The number as printed (as the reviewer set it where corrected); the best reading or null where doubtful. A printed number of more than 9 places after the point is null here and doubtful; raw holds it.").coded(),
            column("unit", Kind::Text, 7, "万元 or 元 where money is meant; the value is as printed, not converted.").coded(),
            column("status", Kind::Text, 10, "read: printed and read; blank: the cell is there, and empty or only a nil mark; missing: the form has the cell, the document does not show it; doubtful: something was read, and the evidence is against it or ambiguous; corrected: set by a reviewer.").required().coded().words(STATUSES),
            column("is_total", Kind::Truth, 9, "The form makes this cell the sum of other cells of the same document: leave it out of a sum over cells.").required(),
            column("raw", Kind::Text, 14, "The text as printed.").coded(),
            column("note", Kind::Text, 24, "What stood beside the number.").coded(),
            column("page", Kind::Integer, 7, "The page it was read from, for a format that has pages.").coded(),
        ],
        key: &["document_id", "cell_id"],
        has_document: true,
    },
    Table {
        name: "checks",
        title: "Checks",
        about: "One row a check: one identity, applied to one column, row or kind of one report.",
        columns: &[
            DOCUMENT,
            AGENCY,
            YEAR,
            column("identity", Kind::Text, 22, "The identity, or what was told in a narrative.").required().coded(),
            column("subject", Kind::Text, 34, "What it was applied to: a column, a row, a kind.").required().coded(),
            column("expected", Kind::Decimal, 12, "What the other numbers make; null where it could not be assessed.").coded(),
            column("actual", Kind::Decimal, 12, "What is printed; null where it could not be assessed.").coded(),
            column("result", Kind::Text, 16, "pass: the numbers agree; fail: they do not; not_assessable: something it needs is missing, doubtful or printed empty.").required().coded().words(RESULTS),
            column("advisory", Kind::Truth, 10, "It advises, and changes no verdict.").required(),
        ],
        key: &["document_id", "identity", "subject"],
        has_document: true,
    },
    Table {
        name: "narratives",
        title: "Narratives",
        about: "One row a section of a report: its heading and running text, tables left out.",
        columns: &[
            DOCUMENT,
            AGENCY,
            YEAR,
            column("position", Kind::Integer, 9, "Its place among the sections of the document, from 1.").required().coded(),
            column("number", Kind::Integer, 9, "The section of the form it is, 1 to 6, by its words; null for a chapter of the publisher's own.").coded(),
            column("heading", Kind::Text, 36, "The heading as printed.").required().may_be_empty().coded(),
            column("text", Kind::Text, 100, "Its text, paragraphs parted by line ends; empty where there is only a heading, or only a table.").required().may_be_empty(),
        ],
        key: &["document_id", "position"],
        has_document: true,
    },
];

/// The place of each table among [`TABLES`].
pub(in crate::write) const DOCUMENTS: usize = 0;
pub(in crate::write) const FACTS: usize = 1;
pub(in crate::write) const CHECKS: usize = 2;
pub(in crate::write) const NARRATIVES: usize = 3;
