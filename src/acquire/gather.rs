//! Places → documents: places that hold the same bytes are one document.
//!
//! Only files of equal size are read here, and of those only the digest is kept: archives hold many copies, and each
//! would otherwise be converted again. A file that changes between this and its reading is read as it is then.

use super::{Found, Origin};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};

/// Joins the places that hold the same bytes under the first of them; the others become its [`also`](Found::also). Files
/// larger than `limit`, empty ones and those that can't be read stay apart, as they will not be read either.
pub fn gather(found: Vec<Found>, limit: u64) -> Vec<Found> {
    let mut of_size: BTreeMap<u64, u32> = BTreeMap::new();
    for bytes in found.iter().filter_map(|f| f.bytes) {
        *of_size.entry(bytes).or_default() += 1;
    }
    let has_twin = |f: &Found| {
        f.problem.is_none()
            && f.bytes.is_some_and(|b| b > 0 && b <= limit && of_size.get(&b).is_some_and(|&count| count > 1))
    };
    let digests: Vec<Option<[u8; 32]>> =
        found.par_iter().map(|f| if has_twin(f) { digest(f, limit).ok() } else { None }).collect();
    let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    let mut documents: Vec<Found> = Vec::with_capacity(found.len());
    for (found, digest) in found.into_iter().zip(digests) {
        match digest.map(|d| *first.entry(d).or_insert(documents.len())) {
            Some(at) if at < documents.len() => documents[at].also.push(found.source),
            _ => documents.push(found),
        }
    }
    documents
}

fn digest(found: &Found, limit: u64) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    match &found.origin {
        Origin::File(path) => io::copy(&mut File::open(path)?.take(limit), &mut hash).map(drop)?,
        Origin::Member(bytes) => hash.update(bytes),
    }
    Ok(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acquire::{SIZE_LIMIT, read::tests::found_in};

    #[test]
    fn copies_are_one_document() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("c", "same"), ("a", "same"), ("b", "else"), ("d", "longer"), ("e", ""), ("f", "")] {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let found = gather(found_in(folder.path()), SIZE_LIMIT);
        let told: Vec<_> = found.iter().map(|f| (f.source.as_str(), f.also.len())).collect();
        assert_eq!(told, [("a", 1), ("b", 0), ("d", 0), ("e", 0), ("f", 0)]);
        assert_eq!(found[0].also, ["c"]);
    }
}
