//! A Chinese font of this machine, for faces that a document names and does not hold.

use gongkai::write::review::picture::Substitute;
use skrifa::MetadataProvider;
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// Folders in which systems keep fonts.
const FOLDERS: [&str; 6] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
    "/run/host/fonts",
];

/// How the files of Chinese fonts begin, the better before the others.
const NAMES: [&str; 14] = [
    "notoserifcjk-regular",
    "notosanscjk-regular",
    "notoserifsc",
    "notosanssc",
    "sourcehanserif",
    "sourcehansans",
    "simsun",
    "songti",
    "pingfang",
    "msyh",
    "wqy-",
    "droidsansfallback",
    "uming",
    "stheiti",
];

/// Files that are looked at, and how deep they may lie.
const MOST_FILES: usize = 20_000;
const DEEPEST: usize = 6;

/// The largest font that is taken. The largest in use have 60 MB.
const LARGEST: u64 = 256 << 20;

/// The best that there is.
pub(super) fn chinese() -> Option<Substitute> {
    let own = env::var_os("HOME").map(PathBuf::from);
    let own =
        own.iter().flat_map(|home| [home.join(".fonts"), home.join(".local/share/fonts"), home.join("Library/Fonts")]);
    let folders = FOLDERS.iter().map(PathBuf::from).chain(own);
    let files =
        folders.flat_map(|folder| WalkDir::new(folder).max_depth(DEEPEST)).filter_map(Result::ok).take(MOST_FILES);
    let ranked = files.filter_map(|file| Some((rank(file.path())?, file.into_path())));
    let (_, path) = ranked.min()?;
    if fs::metadata(&path).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = fs::read(&path).ok()?;
    let face = simplified(&bytes)?;
    Some((Arc::new(bytes), face))
}

fn rank(path: &Path) -> Option<usize> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let is_font = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|end| name.ends_with(end));
    NAMES.iter().position(|begins| is_font && name.starts_with(begins))
}

/// Of the faces in a file, that for simplified Chinese.
fn simplified(bytes: &[u8]) -> Option<u32> {
    let FileRef::Collection(faces) = FileRef::new(bytes).ok()? else { return Some(0) };
    let is_simplified = |face: &u32| {
        faces.get(*face).is_ok_and(|font| {
            let mut names = font.localized_strings(StringId::FAMILY_NAME);
            names.any(|name| name.to_string().ends_with(" SC"))
        })
    };
    Some((0..faces.len()).find(is_simplified).unwrap_or(0))
}
