//! A second, independent way to the text of a PDF.
