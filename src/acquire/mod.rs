//! A location → a [`Document`]: bytes as found, with where they came from, what they are and their digest.
//!
//! Types are told by content, never by name. Nothing is decoded here. The road: [`Inputs`] lists the files,
//! [`visit`](visit::visit) hands on what they hold, the members of archives too, and [`take`] brings one
//! document in when its turn has come, so that a batch never holds more than it works on.

mod archive;
pub mod fetch;
pub mod list;
pub mod media;
pub mod office;
pub mod read;
mod spell;
pub mod trust;
pub mod visit;
pub mod walk;

pub use archive::{Limits, answered};
pub use list::paths;
pub use read::{SIZE_LIMIT, read, take, unread_id};
pub use visit::{At, Found, Hints, Origin, PassedOver, Served, at, find, visit};
pub use walk::Inputs;

use crate::finding::Unreadable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a document's bytes are, told by the bytes themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum MediaType {
    /// Plain text of any encoding.
    #[serde(rename = "text/plain")]
    Text,
    /// A web page.
    #[serde(rename = "text/html")]
    Html,
    /// A PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A Word file of today's format (ZIP with XML parts).
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// A Word file of the old format (OLE); WPS writes it too, as `.wps`.
    #[serde(rename = "application/msword")]
    Doc,
    /// Rich text.
    #[serde(rename = "text/rtf")]
    Rtf,
    /// An `OpenDocument` text.
    #[serde(rename = "application/vnd.oasis.opendocument.text")]
    Odt,
    /// A workbook of today's Excel format (ZIP with XML parts).
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    /// A workbook of the old Excel format (OLE); WPS writes it too, as `.et`.
    #[serde(rename = "application/vnd.ms-excel")]
    Xls,
    /// An `OpenDocument` spreadsheet.
    #[serde(rename = "application/vnd.oasis.opendocument.spreadsheet")]
    Ods,
    /// An office file behind a password, whose format nobody can see.
    #[serde(rename = "application/encrypted")]
    Encrypted,
    /// A mail, or a web page saved as one file (MHTML).
    #[serde(rename = "message/rfc822")]
    Mail,
    /// Data as a web service answers it.
    #[serde(rename = "application/json")]
    Json,
    /// A script, or data in the call of one.
    #[serde(rename = "text/javascript")]
    Script,
    /// Anything else.
    #[serde(rename = "application/octet-stream")]
    Other,
}

/// One document, as found.
#[derive(Debug, Clone)]
pub struct Document {
    /// `sha256:` and the digest of the bytes in hexadecimal.
    pub id: String,
    /// The way to it, relative to the input given.
    pub source: String,
    /// What the bytes are.
    pub media_type: MediaType,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The same document as another program has written it again, or why it could not: a further input, for types that
    /// are not read here (see [`office`]). Nothing where no program was asked.
    pub rendition: Option<Result<Vec<u8>, Unreadable>>,
    /// How it was fetched, where a crawler noted that.
    pub served: Option<Served>,
}
