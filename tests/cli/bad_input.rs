//! What bad input gets: one line with its reason; the run goes on, and nothing else is lost.

use super::{corpus, gongkai, record, records};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn converted(input: &Path, more: &[&str]) -> Vec<Value> {
    let folder = tempdir().unwrap();
    let dataset = folder.path().join("ds");
    gongkai().arg("convert").arg(input).arg("-o").arg(&dataset).arg("-q").args(more).assert().success();
    records(&dataset)
}

/// One bad file beside a good one, whatever the good one's verdict.
fn reason(name: &str, bytes: &[u8], more: &[&str]) -> String {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    fs::write(folder.path().join("zz.txt"), "another document").unwrap();
    let records = converted(folder.path(), more);
    assert_eq!(records.len(), 2);
    let record = record(&records, name);
    assert_eq!(record["verdict"], "unreadable", "{name}");
    assert!(!record["findings"][0]["message"].as_str().unwrap().is_empty());
    assert_eq!(record["tables"], serde_json::json!({}));
    record["reason"].as_str().unwrap().to_owned()
}

fn id(record: &Value) -> &str {
    record["document"]["id"].as_str().unwrap()
}

/// Bytes without meaning, the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A good PDF of the corpus.
fn a_pdf() -> Vec<u8> {
    fs::read(corpus().join("browser-plain.pdf")).unwrap()
}

#[test]
fn an_empty_file() {
    assert_eq!(reason("empty.pdf", b"", &[]), "empty");
    assert_eq!(reason("white.txt", b" \r\n\t\n", &[]), "empty");
}

#[test]
fn random_bytes() {
    assert_eq!(reason("noise.pdf", &noise(40_000), &[]), "unsupported_type");
    let zip = [b"PK\x03\x04".as_slice(), &noise(4000)].concat();
    assert_eq!(reason("report.html", &zip, &[]), "damaged");
}

#[test]
fn a_truncated_pdf() {
    let pdf = a_pdf();
    assert_eq!(reason("cut.pdf", &pdf[..pdf.len() / 3], &[]), "damaged");
    assert_eq!(reason("head.pdf", b"%PDF-1.7\n", &[]), "damaged");
    let noise = [b"%PDF-1.7\n".as_slice(), &noise(20_000)].concat();
    assert_eq!(reason("noise.pdf", &noise, &[]), "damaged");
}

#[test]
fn the_second_reading_gives_lines_or_fails_by_itself() {
    let read = |bytes: Vec<u8>| gongkai().arg("second-reading").write_stdin(bytes).assert();
    let lines = read(a_pdf()).success().get_output().stdout.clone();
    let lines: Vec<(u32, String)> = serde_json::from_slice(&lines).unwrap();
    assert!(lines.iter().any(|(_, text)| text.contains("政府信息公开")), "{lines:?}");
    read([b"%PDF-1.7\n".as_slice(), &noise(20_000)].concat()).failure().stdout("");
}

#[test]
fn pages_and_texts_that_are_no_reports() {
    let page = "<!DOCTYPE html><html><head><meta charset=utf-8><title>天气预报</title></head><body><p>明天晴。</p></body></html>";
    assert_eq!(reason("weather.html", page.as_bytes(), &[]), "not_a_report");
    assert_eq!(reason("poem.txt", "床前明月光，疑是地上霜。\n".as_bytes(), &[]), "not_a_report");
    let told = "<html><head><meta charset=utf-8><title>《2023年政府信息公开工作年度报告》解读</title></head><body><h1>《2023年政府信息公开工作年度报告》解读</h1><p>一图读懂：2023年收到申请12件。</p></body></html>";
    assert_eq!(reason("told.html", told.as_bytes(), &[]), "not_a_report");
}

#[test]
fn a_file_over_the_limit() {
    assert_eq!(reason("big.txt", "年度报告".repeat(1000).as_bytes(), &["--max-size", "1K"]), "memory");
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.txt"), "a").unwrap();
    std::os::unix::fs::symlink(&input, input.join("loop")).unwrap();
    std::os::unix::fs::symlink(input.join("nowhere"), input.join("dangling.txt")).unwrap();
    let records = converted(&input, &[]);
    assert_eq!(records.len(), 3);
    for name in ["loop", "dangling.txt"] {
        assert_eq!(record(&records, name)["reason"], "damaged", "{name}");
    }
    assert!(id(record(&records, "a.txt")).starts_with("sha256:"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempdir().unwrap();
    // GBK for 年报, as unpacked from an old archive.
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xc4\xea\xb1\xa8.txt")), "a").unwrap();
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xc4\xea\xb1\xa9.txt")), "b").unwrap();
    let records = converted(folder.path(), &[]);
    assert_eq!(records.len(), 2);
    let sources = super::sources(&records);
    assert_ne!(sources[0], sources[1], "two documents, one name");
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission() {
    use std::os::unix::fs::PermissionsExt;
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folder = tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir_all(input.join("closed")).unwrap();
    fs::write(input.join("closed/b.txt"), "b").unwrap();
    fs::write(input.join("locked.txt"), "a").unwrap();
    fs::write(input.join("open.txt"), "c").unwrap();
    open(&input.join("locked.txt"), 0o000);
    open(&input.join("closed"), 0o000);
    let dataset = folder.path().join("ds");
    fs::create_dir(&dataset).unwrap();
    open(folder.path(), 0o755);
    open(&dataset, 0o777);
    // Nothing is closed to root, so root runs a copy of the program as nobody.
    let root = fs::read("/proc/self/status").is_ok_and(|s| String::from_utf8_lossy(&s).contains("\nUid:\t0\t"));
    let mut command = if root {
        let program = folder.path().join("gongkai");
        fs::copy(assert_cmd::cargo::cargo_bin!("gongkai"), &program).unwrap();
        let mut command = assert_cmd::Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        command
    } else {
        gongkai()
    };
    command.current_dir(folder.path()).args(["convert", "in", "-o", "ds", "-q"]).assert().success();
    open(&input.join("closed"), 0o755);
    let records = records(&dataset);
    assert_eq!(records.len(), 3);
    for name in ["locked.txt", "closed"] {
        let record = record(&records, name);
        assert_eq!(record["reason"], "damaged", "{name}");
        assert!(id(record).starts_with("path:"), "{name}");
    }
    assert!(id(record(&records, "open.txt")).starts_with("sha256:"));
}
