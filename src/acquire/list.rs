//! A list of paths, such as `find` prints → the paths.

use std::io::{self, BufRead};
use std::path::PathBuf;

/// The longest path taken from a list; no system takes a longer one.
const PATH_LIMIT: u64 = 64 * 1024;

/// The paths of a list: one a line, or parted by zero bytes if there is one.
pub fn paths(mut list: impl BufRead) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    let mut paths = Vec::new();
    let mut parted_by = None;
    loop {
        bytes.clear();
        let start = list.fill_buf()?;
        let end = *parted_by.get_or_insert(if start.contains(&0) { 0 } else { b'\n' });
        if io::Read::take(&mut list, PATH_LIMIT).read_until(end, &mut bytes)? == 0 {
            return Ok(paths);
        }
        if bytes.len() as u64 == PATH_LIMIT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it holds a path longer than any system takes"));
        }
        let name = bytes.strip_suffix(&[end]).unwrap_or(&bytes);
        let name = if end == b'\n' { name.strip_suffix(b"\r").unwrap_or(name) } else { name };
        if !name.is_empty() {
            paths.push(path(name));
        }
    }
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(name).into()
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acquire::Inputs;

    #[test]
    fn a_list_of_paths_is_taken_as_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("x/2")).unwrap();
        for file in ["x/1.txt", "x/2/3.txt"] {
            std::fs::write(folder.path().join(file), file).unwrap();
        }
        let at = |p: &str| folder.path().join(p).to_str().unwrap().to_owned();
        for (list, expected) in [
            (format!("{}\r\n\n{}\n{}", at("x/1.txt"), at("x/2"), at("x/1.txt")), [at("x/1.txt"), at("x/2/3.txt")]),
            (format!("{}\0./{}\0", at("x/1.txt"), "gone"), [at("x/1.txt"), "gone".to_owned()]),
        ] {
            let inputs = Inputs::list(&[], &paths(list.as_bytes()).unwrap(), None);
            assert_eq!(inputs.files().map(|f| f.source).collect::<Vec<_>>(), expected);
        }
        assert!(paths("a".repeat(1 << 20).as_bytes()).is_err());
    }
}
