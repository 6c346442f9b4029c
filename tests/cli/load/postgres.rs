//! The warehouse in PostgreSQL: the same as in SQLite, and reached with care.

use super::super::refusal;
use super::server::Server;
use super::{Archive, ask, load, with};
use crate::{corpus, gongkai};
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Queries whose rows must be the same, texts and whole numbers only.
const SAME: [&str; 10] = [
    "select d.document_id, c.cell_id, f.exact, f.status, f.unit, f.raw, f.note, f.page from facts f
        join reports d on d.report_no = f.report_no join cell c on c.cell_id = f.cell_id and c.form = f.form",
    "select document_id, source, standing, verdict, reason, title, agency, region_code from documents",
    "select d.document_id, k.identity, k.subject, k.result from checks k join reports d on d.report_no = k.report_no",
    "select document_id, position, number, heading, text from narratives",
    "select year, level, kind, form, cell_id, unit, reports, left_out, sum from cell_sums",
    "select document_id, requests_received_total, doubtful_cells, doubtful from report_all",
    "select region_code, year, level, kind, reports, left_out, decided, disclosed from disclosure_by_region",
    "select identity, agency, year, subject, result, evidence, document_id, other_document_id from panel_checks",
    "select panel_check_no, report_no, agency_no, other_report_no, further_reports, from_load, until_load from panel_check",
    "select region_code, year, level, kind, appeal, reports, left_out, concluded, corrected from reviews_by_region",
];

/// The lock that a load takes.
const LOCK: i64 = 0x0067_6f6e_676b_6169;

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    // What is told in one line here is told in several there.
    for row in &mut rows {
        *row = row.replace(['\r', '\0'], "␀");
    }
    rows.sort();
    rows
}

#[test]
fn postgres_holds_what_sqlite_holds_over_loads() {
    let Some(server) = Server::start() else { return };
    let archive = Archive::new();
    let address = server.make("whole");
    let target = Path::new(&address);
    let whole = archive.folder.path().join("whole");
    gongkai().arg("convert").arg(corpus()).arg("-o").arg(&whole).arg("-q").assert().success();
    let same = |what: &str| {
        for query in SAME {
            let (here, there) = (sorted(server.ask("whole", query)), sorted(ask(&archive.warehouse(), query)));
            let differ: Vec<_> = here.iter().zip(&there).filter(|(here, there)| here != there).take(2).collect();
            assert!(here == there, "{what}: {} here, {} there, {query}: {differ:?}", here.len(), there.len());
        }
    };
    load(&whole, target, &[]);
    load(&whole, &archive.warehouse(), &[]);
    same("first");
    assert!(load(&whole, target, &[]).contains("nothing changed"));
    assert_eq!(server.ask("whole", "select count(*) from load"), ["1"]);
    // Every document of the corpus is gone now, one report comes, is published again, and read otherwise.
    let old = archive.report(1, "淮安市洪泽区人民政府", 2023);
    let new = with(&archive.report(2, "淮安市洪泽区人民政府", 2023), "requests.received.total", 4_321);
    let mut moved = archive.report(3, "青石市财政局", 2023);
    moved["document"]["source"] = "a\\b\tc\n.txt".into();
    for records in [&[&old][..], &[&old, &new, &moved], &[&old, &with(&new, "requests.received.total", 5), &moved]] {
        archive.holds(records);
        let said = [load(&archive.dataset(), target, &[]), load(&archive.dataset(), &archive.warehouse(), &[])];
        assert_eq!(said[0], said[1]);
        same("later");
    }
    let facts = "select column_name from information_schema.columns where table_schema = 'gongkai' and col_description('gongkai.fact'::regclass, ordinal_position) is null and table_name = 'fact'";
    assert!(server.ask("whole", facts).is_empty(), "a column says nothing of itself");
    let older = "drop view panel_checks; drop table panel_check; alter table \"load\" drop column panel_checks;
        alter table warehouse drop column checks; update warehouse set version = 3, views = ''";
    server.run("whole", &format!("set search_path to gongkai; {older}"));
    Connection::open(archive.warehouse()).unwrap().execute_batch(older).unwrap();
    load(&archive.dataset(), target, &[]);
    load(&archive.dataset(), &archive.warehouse(), &[]);
    same("migrated");
    assert_eq!(server.ask("whole", "select version from warehouse"), ["4"]);
    killed(&server, &archive, &address);
}

/// A load that is killed leaves no row, and the next one is let in.
fn killed(server: &Server, archive: &Archive, address: &str) {
    let reports: Vec<Value> = (0..100).map(|n| archive.report(n, "青石市水利局", 1900 + u16::from(n))).collect();
    archive.holds(&reports.iter().collect::<Vec<_>>());
    let state = || {
        server.ask(
            "whole",
            "select (select count(*) from load), (select count(*) from report), (select count(*) from fact)",
        )
    };
    let before = state();
    for step in 0..4 {
        let mut load = Command::new(assert_cmd::cargo::cargo_bin!("gongkai"))
            .arg("load")
            .arg(archive.dataset())
            .arg(address)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(40 + 60 * step));
        load.kill().unwrap();
        if load.wait().unwrap().success() {
            return;
        }
        // The server notices a client that is gone when it next speaks to it.
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(state(), before);
    }
    load(&archive.dataset(), Path::new(address), &[]);
    assert_ne!(state(), before);
}

#[test]
fn a_database_is_reached_as_its_address_says_or_the_reason_is_told() {
    let Some(server) = Server::start() else { return };
    let archive = Archive::new();
    let refused =
        |address: &str| refusal(gongkai().env_remove("PGPASSWORD").arg("load").arg(archive.dataset()).arg(address));
    let told = |address: &str, part: &str| {
        let said = refused(address);
        assert!(said.contains(part), "{part} is not in: {said}");
        assert!(!said.contains("secret"), "a password was told: {said}");
    };
    told("postgres://somebody:secret@localhost:1/none?sslmode=disable", "can't be reached");
    told(&server.address("none"), "make the database first");
    let address = server.make("reached");
    server.run("reached", "create role loader login password 'secret'");
    told(&server.address_for("loader", "reached"), "password");
    told(&server.address_for("loader:wrong", "reached"), "see to the user and the password");
    told(&server.address_for("loader:secret", "reached"), "does not allow it");
    server.run("reached", "create schema gongkai authorization loader");
    // By TLS from a server that a root vouches for, that none does, and that is another one.
    let by_tls = |more: &str| format!("{}?{more}", server.address_for("loader", "reached"));
    let root = format!("sslmode=verify-full&sslrootcert={}", server.certificate().display());
    told(&by_tls("sslmode=verify-full").replace("loader", "loader:secret"), "can't be reached");
    told(&by_tls(&root).replace("loader@localhost", "loader:secret@127.0.0.1"), "can't be reached");
    told(&by_tls("sslmode=verify-full&sslrootcert=Cargo.toml"), "can be checked");
    let done =
        gongkai().env("PGPASSWORD", "secret").arg("load").arg(archive.dataset()).arg(by_tls(&root)).assert().success();
    assert!(String::from_utf8_lossy(&done.get_output().stderr).contains("1 new"));
    load(&archive.dataset(), Path::new(&by_tls("sslmode=require").replace("loader", "loader:secret")), &[]);
    // Two at once.
    let mut other = server.client("reached");
    other.batch_execute(&format!("select pg_advisory_lock({LOCK})")).unwrap();
    told(&address, "another load");
    drop(other);
    server.run("reached", "update gongkai.warehouse set version = 99");
    told(&address, "later version");
    server.run("reached", "drop schema gongkai cascade; create schema gongkai; create table gongkai.document (n int)");
    told(&address, "tables of something else (document)");
    assert_eq!(server.ask("reached", "select count(*) from gongkai.document"), ["0"]);
}
