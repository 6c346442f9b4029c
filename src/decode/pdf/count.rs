//! How many pages a PDF has, whether or not they can be read: a fact about the document, like its size.

use crate::decode::quiet::caught;
use hayro_interpret::hayro_syntax::Pdf;

/// The number of pages; none where the file can't be opened.
pub fn pages(bytes: &[u8]) -> Option<u32> {
    let count = caught(|| Pdf::new(bytes.to_vec()).ok().map(|pdf| pdf.pages().len()))??;
    u32::try_from(count).ok()
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn what_is_no_pdf_has_no_pages() {
        assert_eq!(pages(b"%PDF-1.7\n"), None);
        assert_eq!(pages(b""), None);
    }
}
