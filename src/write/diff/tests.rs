use super::*;
use serde_json::{Value, json};
use std::fs;

/// A record with two cells.
fn record(n: u32) -> Value {
    json!({
        "schema": "gongkai.report/1",
        "document": {"id": format!("sha256:{n:064x}"), "source": format!("{n}.html"), "media_type": "text/html", "bytes": 9},
        "verdict": "clean", "reason": null,
        "agency": {"name": "青石市水利局", "region": {"code": "320813", "name": "洪泽区", "path": [], "sure": true, "basis": "name"}},
        "year": 2023, "title": "题", "form": "ogi-2021",
        "sections": [{"number": 1, "heading": "一、总体情况", "text": "字"}],
        "tables": {"proactive": {"fees": {"amount": 7730.28}}, "requests": {"received": {"total": 21}}},
        "cells": {
            "proactive.fees.amount": {"status": "read", "raw": "7730.28", "unit": "万元", "at": {"page": 1}},
            "requests.received.total": {"status": "read", "raw": "21"},
        },
        "checks": [{"id": "requests.balance", "subject": "total", "result": "pass", "expected": 21, "actual": 21}],
        "findings": [{"code": "label-damaged", "severity": "note", "message": "…"}],
        "parser": {"name": "gongkai", "version": "0.1.0"},
    })
}

/// Records as their lines are written: schema and document first, the program last.
fn written(records: &[Value]) -> String {
    let line = |record: &Value| {
        let member = |name: &str| format!("{}:{}", json!(name), record[name]);
        let first = ["schema", "document"];
        let mut members: Vec<String> = first.iter().map(|name| member(name)).collect();
        let names = record.as_object().unwrap().keys();
        members
            .extend(names.filter(|name| !first.contains(&name.as_str()) && *name != "parser").map(|name| member(name)));
        members.push(member("parser"));
        format!("{{{}}}\n", members.join(","))
    };
    records.iter().map(line).collect()
}

fn compared(was: &[Value], now: &[Value]) -> (Counts, Vec<Changed>) {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    fs::write(&a, written(was)).unwrap();
    fs::write(&b, written(now)).unwrap();
    let mut told = Vec::new();
    let counts = diff::<io::Error>(&a, &b, |changed| {
        told.push(changed.clone());
        Ok(())
    });
    (counts.unwrap(), told)
}

/// A way to change a record.
type Edit<'e> = &'e dyn Fn(&mut Value);

/// The one record changed in one way, and what is told: `kind subject: was → now`.
fn changed(change: impl Fn(&mut Value)) -> Vec<String> {
    let mut now = record(1);
    change(&mut now);
    let (counts, told) = compared(&[record(1)], &[now]);
    assert_eq!((counts.before, counts.after), (1, 1));
    assert_eq!(counts.alike, u64::from(told.is_empty()));
    let side = |side: &Option<Side>| match side {
        None => "none".to_owned(),
        Some(Side::Text(text)) => text.clone(),
        Some(Side::Cell { status, value, raw }) => {
            format!("{status} {} {}", json!(value), raw.as_deref().unwrap_or("none"))
        }
    };
    let line = |change: &Change| {
        let subject = change.subject.as_deref().unwrap_or_default();
        format!("{:?} {subject}: {} → {}", change.kind, side(&change.was), side(&change.now))
    };
    told.iter().flat_map(|changed| changed.changes.iter().map(line)).collect()
}

#[test]
fn what_is_the_same_says_nothing() {
    assert_eq!(changed(|_| {}), [""; 0]);
    assert_eq!(changed(|r| r["parser"]["version"] = json!("0.2.0")), [""; 0]);
    let (counts, told) = compared(&[record(1), record(2)], &[record(2), record(1)]);
    assert_eq!((counts.alike, told.len()), (2, 0));
    // The same in other JSON words.
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    fs::write(&a, written(&[record(1)])).unwrap();
    fs::write(&b, format!("{} \n", record(1)).replace("\":", "\" : ")).unwrap();
    let counts = diff::<io::Error>(&a, &b, |changed| panic!("{changed:?}")).unwrap();
    assert_eq!(counts, Counts { before: 1, after: 1, alike: 1 });
}

#[test]
fn each_kind_of_change_is_told_with_what_was_and_is() {
    let total = "requests.received.total";
    let cases: [(Edit, &str); 17] = [
        (&|r| r["verdict"] = json!("needs_review"), "Verdict : clean → needs_review"),
        (&|r| r["form"] = json!(null), "Form : ogi-2021 → none"),
        (&|r| r["year"] = json!(2022), "Year : 2023 → 2022"),
        (&|r| r["title"] = json!("名"), "Title : 题 → 名"),
        (&|r| r["agency"]["name"] = json!("水利局"), "Agency : 青石市水利局 → 水利局"),
        (
            &|r| r["agency"]["region"]["sure"] = json!(false),
            "Region : 320813 洪泽区 (name) → 320813 洪泽区, not sure (name)",
        ),
        (&|r| r["agency"]["region"] = json!(null), "Region : 320813 洪泽区 (name) → none"),
        (&|r| r["document"]["source"] = json!("x"), "Document source: 1.html → x"),
        (
            &|r| r["tables"]["requests"]["received"]["total"] = json!(12),
            "Cell requests.received.total: read 21 21 → read 12 21",
        ),
        (
            &|r| r["cells"][total] = json!({"status": "missing"}),
            "Cell requests.received.total: read 21 21 → missing 21 none",
        ),
        (&|r| r["cells"][total]["note"] = json!("其中"), "Note requests.received.total: none → 其中"),
        (&|r| r["cells"]["proactive.fees.amount"]["unit"] = json!("元"), "Unit proactive.fees.amount: 万元 → 元"),
        (
            &|r| r["cells"]["proactive.fees.amount"]["at"]["page"] = json!(2),
            "Place proactive.fees.amount: {\"page\":1} → {\"page\":2}",
        ),
        (&|r| r["sections"][0]["text"] = json!("词"), "Section 1: 一、总体情况\n字 → 一、总体情况\n词"),
        (
            &|r| r["checks"][0]["result"] = json!("fail"),
            "Check requests.balance total: pass, 21 expected, 21 printed → fail, 21 expected, 21 printed",
        ),
        (&|r| r["findings"] = json!([]), "Finding label-damaged: note: … → none"),
        (&|r| r["novel"] = json!([1]), "Other novel: none → [1]"),
    ];
    for (change, told) in cases {
        assert_eq!(changed(change), [told]);
    }
    // A member of a cell that this version does not know, and one that is only written otherwise.
    let told = changed(|r| r["cells"][total]["novel"] = json!(1));
    assert!(told.len() == 1 && told[0].starts_with("Other cells.requests.received.total: "), "{told:?}");
    // An exact number has no other digits.
    let told = changed(|r| r["tables"]["proactive"]["fees"]["amount"] = serde_json::from_str("7730.280").unwrap());
    assert_eq!(told, ["Cell proactive.fees.amount: read 7730.28 7730.28 → read 7730.280 7730.28"]);
    // A cell that only one record has.
    let told = changed(|r| r["cells"]["a.b"] = json!({"status": "blank"}));
    assert_eq!(told, ["Cell a.b: none → blank null none"]);
}

#[test]
fn documents_of_one_side_are_told_and_paired_by_source() {
    let mut again = record(9);
    again["document"]["source"] = json!("2.html");
    let (counts, told) = compared(&[record(1), record(2), record(3)], &[record(4), again, record(3)]);
    assert_eq!(counts, Counts { before: 3, after: 3, alike: 1 });
    let kinds: Vec<_> = told.iter().map(|t| (t.source.as_str(), t.changes[0].kind, t.changes.len())).collect();
    assert_eq!(kinds, [("2.html", Kind::Bytes, 1), ("1.html", Kind::Removed, 1), ("4.html", Kind::Added, 1)]);
}

#[test]
fn what_is_no_record_is_told_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    let told = |was: &str, now: &str| {
        fs::write(&a, was).unwrap();
        fs::write(&b, now).unwrap();
        diff::<io::Error>(&a, &b, |_| Ok(())).unwrap_err().to_string()
    };
    let one = written(&[record(1)]);
    assert!(told(&format!("{one}x\n"), &one).starts_with(&format!("line 2 of {} is no record", a.display())));
    assert!(told(&one, &format!("{one}\n")).starts_with(&format!("line 2 of {} is no record", b.display())));
    assert!(told(&one, &one.repeat(2)).contains("has another before it"));
    assert!(told(&one.repeat(2), &one).contains("has another before it"));
    let cut = &one[..one.len() - 30];
    assert!(told(&one, cut).contains("convert again"), "{}", told(&one, cut));
}
