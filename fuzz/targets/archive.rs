//! Bytes as an archive, down to the documents in it: whatever they are, it ends within its limits.
#![no_main]
use gongkai::acquire::{Inputs, Limits, visit};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = tempfile::NamedTempFile::new() else { return };
    if std::fs::write(file.path(), bytes).is_err() {
        return;
    }
    let inputs = Inputs::list(&[file.path().to_owned()], &[], None);
    let limits = Limits { unpacked_bytes: 16 << 20, members: 10_000, ..Limits::of_documents(1 << 20) };
    let mut sources = BTreeSet::new();
    visit(&inputs, &limits, &mut |found| {
        assert!(sources.insert(found.source.clone()), "a source was given twice: {}", found.source);
        assert!(found.passed <= inputs.bytes());
        ControlFlow::Continue(())
    });
    assert!(!sources.is_empty());
});
