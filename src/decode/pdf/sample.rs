//! Minimal PDFs for tests, written around a content stream.
