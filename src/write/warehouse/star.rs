//! The tables of the warehouse: a star of facts and what they are looked at by, described as the tables of a dataset are.
//!
//! Its keys are numbers that the warehouse gives and keeps over loads; beside each stands what it is known by everywhere (the
//! document's digest, the agency's name and division, the cell's id). No row is ever removed: what a later load puts out of
//! force keeps its dates.

use crate::write::tables::description::{
    Column, FORM, Kind, REASONS, REGION, REGION_SURE, RESULTS, STATUSES, Table, VERDICTS, YEAR, column,
};

/// The version of the warehouse's shape. A warehouse of an earlier one is migrated, one of a later one refused.
pub const VERSION: i64 = 4;

/// How a report stands among the others of the warehouse.
pub const STANDINGS: &[&str] =
    &["current", "doubled", "copy", "superseded", "reread", "withdrawn", "left_out", "nameless", "unreadable"];

/// Levels of divisions and agencies.
pub const LEVELS: &[&str] = &["country", "province", "prefecture", "county", "township"];

/// What agencies are.
pub const KINDS: &[&str] = &["government", "office", "department"];

const REPORT: Column = column("report_no", Kind::Integer, 0, "The report.").required().of("report", "report_no");
const FROM: Column =
    column("from_load", Kind::Integer, 0, "The load that brought it.").required().of("load", "load_no");
const UNTIL: Column = column(
    "until_load",
    Kind::Integer,
    0,
    "The load that put it out of force: by a newer report, by another reading of the same document, or because the document was no longer there; null while it is in force.",
)
.of("load", "load_no");

/// All tables of the star, each after those that it names.
pub const STAR: [Table; 10] = [
    Table {
        name: "load",
        title: "Loads",
        about: "One row a load that changed something.",
        columns: &[
            column("load_no", Kind::Integer, 0, "The load, counted from 1.").required(),
            column("loaded_at", Kind::Text, 0, "When it began, in UTC.").required(),
            column("dataset", Kind::Text, 0, "The dataset, as it was named.").required(),
            column("converted_at", Kind::Text, 0, "When the dataset was finished, as its run.json tells."),
            column("program", Kind::Text, 0, "The version of the program that loaded.").required(),
            column("only_verdicts", Kind::Text, 0, "The verdicts that were loaded with their cells, where --only named some."),
            column("documents", Kind::Integer, 0, "Documents of the dataset.").required(),
            column("added", Kind::Integer, 0, "Documents that the warehouse did not know.").required(),
            column("changed", Kind::Integer, 0, "Documents that were read otherwise than before.").required(),
            column("returned", Kind::Integer, 0, "Documents that had been withdrawn and are there again.").required(),
            column("withdrawn", Kind::Integer, 0, "Documents that are there no longer.").required(),
            column("superseded", Kind::Integer, 0, "Reports that a newer one took the place of.").required(),
            column("facts", Kind::Integer, 0, "Facts that were written; 0 for loads of the first version, which did not count them.").required(),
            column("panel_checks", Kind::Integer, 0, "Checks over reports that were written; null where none were made: nothing had changed for them, --no-check left them out, or the load is of a version that had none."),
        ],
        key: &["load_no"],
        has_document: false,
    },
    Table {
        name: "region",
        title: "Regions",
        about: "One row an administrative division (GB/T 2260), from the country to the counties.",
        columns: &[
            column("region_code", Kind::Text, 0, "Its code of six digits; 000000 for the whole country.").required(),
            column("name", Kind::Text, 0, "Its name today.").required(),
            column("level", Kind::Text, 0, "country, province, prefecture or county, by the code.").required().words(LEVELS),
            column("path", Kind::Text, 0, "The divisions it lies in and itself, the largest first, parted by slashes.").required(),
            column("province_code", Kind::Text, 0, "The province it lies in or is.").of("region", "region_code"),
            column("prefecture_code", Kind::Text, 0, "The prefecture or city it lies in or is; null for a county that its province governs directly.").of("region", "region_code"),
        ],
        key: &["region_code"],
        has_document: false,
    },
    Table {
        name: "agency",
        title: "Agencies",
        about: "One row an agency, whatever wordings its reports sign with.",
        columns: &[
            column("agency_no", Kind::Integer, 0, "The agency.").required(),
            column("name", Kind::Text, 0, "Its normalised name: the division as it is called today with the city it lies in, and what the agency is in full words.").required(),
            REGION.of("region", "region_code"),
            column("level", Kind::Text, 0, "The level it governs at; null where its division can't be told.").words(LEVELS),
            column("kind", Kind::Text, 0, "government: a 人民政府, whose report usually covers its departments too; office: its office (办公室, 办公厅), whose report may do so; department: any other agency.").required().words(KINDS),
        ],
        key: &["agency_no"],
        has_document: false,
    },
    Table {
        name: "document",
        title: "Documents",
        about: "One row a document that any load has held.",
        columns: &[
            column("document_no", Kind::Integer, 0, "The document.").required(),
            column("document_id", Kind::Text, 0, "sha256: and the digest of its bytes; path:sha256: and the digest of its source where the bytes could not be read.").required(),
            column("source", Kind::Text, 0, "The way to it, relative to the input given; a file in an archive stands after the archive's name and a !.").required(),
            column("also", Kind::Integer, 0, "How many further places held the same bytes.").required(),
            column("media_type", Kind::Text, 0, "What the bytes are, told by the bytes; null where they could not be read."),
            column("bytes", Kind::Long, 0, "How many bytes; null where that could not be told."),
            column("pages", Kind::Integer, 0, "How many pages, for a format that has pages."),
            column("url", Kind::Text, 0, "Where it was published, where the archive says so."),
            column("retrieved_at", Kind::Text, 0, "When it was fetched from there, where the archive says so."),
            column("first_load", Kind::Integer, 0, "The load that brought it first.").required().of("load", "load_no"),
            column("withdrawn_load", Kind::Integer, 0, "The load whose dataset held it no longer; null while it is there.").of("load", "load_no"),
            column("facts_digest", Kind::Text, 0, "A digest of what the record says of the document, by which a change is known.").required(),
            column("producer", Kind::Text, 0, "The program that made it, by its own word, where it is a PDF that says so."),
        ],
        key: &["document_no"],
        has_document: false,
    },
    Table {
        name: "report",
        title: "Reports",
        about: "One row a reading of a document. One that comes out otherwise, by a newer version of the program or by a reviewer's correction, is a row more.",
        columns: &[
            column("report_no", Kind::Integer, 0, "The report.").required(),
            column("document_no", Kind::Integer, 0, "The document it was read from.").required().of("document", "document_no"),
            column("agency_no", Kind::Integer, 0, "The agency; null where the document does not name it.").of("agency", "agency_no"),
            column("agency", Kind::Text, 0, "The agency that made the report, as printed in its title."),
            REGION_SURE,
            column("region_basis", Kind::Text, 0, "By what the division was told: name, former_name, similar_name, short_name, text or telephone."),
            YEAR,
            FORM,
            column("verdict", Kind::Text, 0, "clean, publisher_inconsistent, needs_review or unreadable.").required().words(VERDICTS),
            column("reason", Kind::Text, 0, "Why no report came out; null unless the verdict is unreadable.").words(REASONS),
            column("title", Kind::Text, 0, "The title, as printed."),
            column("doubtful_cells", Kind::Integer, 0, "How many of its cells are doubtful.").required(),
            column("missing_cells", Kind::Integer, 0, "How many cells of the form it does not show.").required(),
            column("standing", Kind::Text, 0, "current: the one report of its agency and year; doubled: others of the same agency and year print other numbers, and nothing tells which is newer; copy: another one, which is current, prints the same numbers; superseded: a newer one took its place; reread: a later reading of the same document did; withdrawn: the document is no longer in the dataset; left_out: --only left its cells out; nameless: it names no agency or year; unreadable: no report came out.").required().words(STANDINGS),
            column("superseded_by", Kind::Integer, 0, "The report that took its place, or that it is a copy of.").of("report", "report_no"),
            FROM,
            UNTIL,
            column("program", Kind::Text, 0, "The version of the program that read it so first.").required(),
            column("record_digest", Kind::Text, 0, "A digest of its record, by which an unchanged one is passed over.").required(),
            column("rows_digest", Kind::Text, 0, "A digest of its rows, by which a record that differs and says the same is known.").required(),
            column("print_digest", Kind::Text, 0, "A digest of its cells and their numbers, by which two documents that print the same are known.").required(),
        ],
        key: &["report_no"],
        has_document: false,
    },
    Table {
        name: "cell",
        title: "Cells",
        about: "One row a cell of a form: the dictionary of what facts mean.",
        columns: &[
            column("cell_no", Kind::Integer, 0, "The cell.").required(),
            FORM,
            column("cell_id", Kind::Text, 0, "Its id, a dotted path: table, row, column. Cells of one id mean the same in all forms.").required(),
            column("table_id", Kind::Text, 0, "The first word of cell_id: proactive, requests, appeals or statistics.").required(),
            column("row_id", Kind::Text, 0, "The words of cell_id between the first and the last.").required(),
            column("column_id", Kind::Text, 0, "The last word of cell_id.").required(),
            column("row_label", Kind::Text, 0, "The row's label in the words of the form; null for a cell that this version's forms do not have."),
            column("column_label", Kind::Text, 0, "The column's label in the words of the form."),
            column("unit", Kind::Text, 0, "The unit that the form sets where money is meant; what a report prints stands with the fact."),
            column("is_total", Kind::Truth, 0, "The form makes it the sum of other cells, where a report has these.").required(),
        ],
        key: &["cell_no"],
        has_document: false,
    },
    Table {
        name: "fact",
        title: "Facts",
        about: "One row a cell of a report, with the value as printed and what is known of its reading.",
        columns: &[
            REPORT,
            column("cell_no", Kind::Integer, 0, "The cell.").required().of("cell", "cell_no"),
            column("value", Kind::Decimal, 0, "The number as printed (as the reviewer set it where corrected); the best reading or null where doubtful."),
            column("unit", Kind::Text, 0, "万元 or 元 where money is meant; the value is as printed, not converted."),
            column("status", Kind::Text, 0, "read, blank, missing, doubtful or corrected.").required().words(STATUSES),
            column("is_total", Kind::Truth, 0, "The form makes this cell the sum of other cells of the same document: leave it out of a sum over cells.").required(),
            column("raw", Kind::Text, 0, "The text as printed."),
            column("note", Kind::Text, 0, "What stood beside the number."),
            column("page", Kind::Integer, 0, "The page it was read from, for a format that has pages."),
        ],
        key: &["report_no", "cell_no"],
        has_document: false,
    },
    Table {
        name: "check",
        title: "Checks",
        about: "One row a check: one identity, applied to one column, row or kind of one report.",
        columns: &[
            REPORT,
            column("identity", Kind::Text, 0, "The identity, or what was told in a narrative.").required(),
            column("subject", Kind::Text, 0, "What it was applied to: a column, a row, a kind.").required(),
            column("expected", Kind::Decimal, 0, "What the other numbers make; null where it could not be assessed."),
            column("actual", Kind::Decimal, 0, "What is printed; null where it could not be assessed."),
            column("result", Kind::Text, 0, "pass, fail or not_assessable.").required().words(RESULTS),
            column("advisory", Kind::Truth, 0, "It advises, and changes no verdict.").required(),
        ],
        key: &["report_no", "identity", "subject"],
        has_document: false,
    },
    Table {
        name: "narrative",
        title: "Narratives",
        about: "One row a section of a report: its heading and running text, tables left out.",
        columns: &[
            REPORT,
            column("position", Kind::Integer, 0, "Its place among the sections of the document, from 1.").required(),
            column("number", Kind::Integer, 0, "The section of the form it is, 1 to 6; null for a chapter of the publisher's own."),
            column("heading", Kind::Text, 0, "The heading as printed.").required(),
            column("text", Kind::Text, 0, "Its text, paragraphs parted by line ends.").required(),
        ],
        key: &["report_no", "position"],
        has_document: false,
    },
    Table {
        name: "panel_check",
        title: "Checks over reports",
        about: "One row a check of reports against one another, over years and agencies, of those that are in force (left out by --only or not); all of it advice. One that comes out otherwise in a later load, or is made no longer, ends there, and stays.",
        columns: &[
            column("report_no", Kind::Integer, 0, "The report that it is said of, the one with actual.").required().of("report", "report_no"),
            column("panel_check_no", Kind::Integer, 0, "The check, counted over all reports.").required(),
            column("identity", Kind::Text, 0, "The check: panel.carried and the like.").required(),
            column("agency_no", Kind::Integer, 0, "The agency of that report.").required().of("agency", "agency_no"),
            column("year", Kind::Integer, 0, "The year it is said of: that of the report, but for panel.gap, which names a year without one.").required(),
            column("subject", Kind::Text, 0, "What it was applied to: a column, a kind, a cell.").required(),
            column("result", Kind::Text, 0, "pass: the reports agree; fail: they do not; not_assessable: something it needs is missing, doubtful or printed empty.").required().words(RESULTS),
            column("expected", Kind::Decimal, 0, "What the other reports make; null where it could not be assessed, is no matter of a number, or has more than 9 places after the point (evidence tells it)."),
            column("actual", Kind::Decimal, 0, "What is printed; null likewise."),
            column("other_report_no", Kind::Integer, 0, "The report that it was held against, of several the first; null where there is none.").of("report", "report_no"),
            column("further_reports", Kind::Text, 0, "The numbers of the other reports that it was held against, parted by spaces."),
            column("evidence", Kind::Text, 0, "One sentence for people; null where the reports agree."),
            column("from_load", Kind::Integer, 0, "The load from which it came out so.").required().of("load", "load_no"),
            column("until_load", Kind::Integer, 0, "The load from which it did so no longer; null while it does.").of("load", "load_no"),
        ],
        key: &["report_no", "panel_check_no"],
        has_document: false,
    },
];

/// The place of each table among [`STAR`].
pub(super) const LOAD: usize = 0;
pub(super) const REGIONS: usize = 1;
pub(super) const AGENCIES: usize = 2;
pub(super) const DOCUMENTS: usize = 3;
pub(super) const REPORTS: usize = 4;
pub(super) const CELLS: usize = 5;
pub(super) const FACTS: usize = 6;
pub(super) const CHECKS: usize = 7;
pub(super) const NARRATIVES: usize = 8;
pub(super) const PANEL_CHECKS: usize = 9;

/// Changes on their way: kept for one load only, and put into force by one statement a table.
pub(super) const STAGED: [Table; 4] = [
    Table {
        name: "staged_document",
        title: "",
        about: "",
        columns: STAR[DOCUMENTS].columns,
        key: &["document_no"],
        has_document: false,
    },
    Table {
        name: "staged_report",
        title: "",
        about: "",
        columns: &[
            column("report_no", Kind::Integer, 0, "").required(),
            column("standing", Kind::Text, 0, "").required(),
            column("superseded_by", Kind::Integer, 0, ""),
            column("until_load", Kind::Integer, 0, ""),
            column("record_digest", Kind::Text, 0, ""),
        ],
        key: &["report_no"],
        has_document: false,
    },
    Table {
        name: "touched",
        title: "",
        about: "",
        columns: &[
            column("agency_no", Kind::Integer, 0, "").required(),
            column("year", Kind::Integer, 0, "").required(),
        ],
        key: &["agency_no", "year"],
        has_document: false,
    },
    Table {
        name: "staged_panel_check",
        title: "",
        about: "",
        columns: STAR[PANEL_CHECKS].columns,
        key: &["report_no", "panel_check_no"],
        has_document: false,
    },
];

/// The place of each table among [`STAGED`].
pub(super) const STAGED_DOCUMENTS: usize = 0;
pub(super) const STAGED_REPORTS: usize = 1;
pub(super) const TOUCHED: usize = 2;
pub(super) const STAGED_PANEL_CHECKS: usize = 3;
