//! Two records of one document → every member in which they differ.
//!
//! A member that this version does not know, and a difference that no rule here names, is told as JSON: nothing that differs
//! is passed over, but for the program that wrote the records.

use super::change::{Change, Kind};
use super::members::Members;
use super::{Changed, cells};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is compared as one value.
const SIMPLE: [(&str, Kind); 5] = [
    ("verdict", Kind::Verdict),
    ("reason", Kind::Reason),
    ("form", Kind::Form),
    ("year", Kind::Year),
    ("title", Kind::Title),
];

/// Members in which records may differ without a change: the second is no different for who wrote it.
const PASSED_OVER: [&str; 1] = ["parser"];

/// Compares two records. An error tells what is wrong with them.
pub(super) fn records(was: &str, now: &str) -> Result<Changed, String> {
    let read = |line| serde_json::from_str::<Members>(line).map_err(|error| unread(line, &error));
    let (was, now) = (read(was)?, read(now)?);
    let (document, source) = name(&now)?;
    let mut changes = Vec::new();
    let wrong = |error: serde_json::Error| format!("the record of {source} is none ({error}): convert again");
    for member in union(&was, &now) {
        let sides = (was.get(member), now.get(member));
        if sides.0 == sides.1 || PASSED_OVER.contains(&member) || matches!(member, "cells" | "tables") {
            continue;
        }
        let told = one(member, sides).map_err(wrong)?;
        if told.is_empty() {
            changes.extend(other(member, sides).map_err(wrong)?);
        }
        changes.extend(told);
    }
    changes.extend(cells::compare(&was, &now).map_err(wrong)?);
    // In the order of kinds: what weighs most first.
    changes.sort_by_key(|change| change.kind);
    Ok(Changed { document, source, changes })
}

fn unread(line: &str, error: &serde_json::Error) -> String {
    let start: String = line.chars().take(100).collect();
    format!("a line is no record ({error}): convert again; it begins with {start}")
}

fn name(members: &Members) -> Result<(String, String), String> {
    #[derive(Deserialize)]
    struct Document {
        id: String,
        source: String,
    }
    let document = members.get("document").unwrap_or("null");
    let document: Document = serde_json::from_str(document).map_err(|error| unread(document, &error))?;
    Ok((document.id, document.source))
}

/// The names of the members of either, each once.
fn union<'m>(was: &'m Members, now: &'m Members) -> Vec<&'m str> {
    let mut names: Vec<&str> = was.0.iter().map(|(name, _)| &**name).collect();
    names.extend(now.0.iter().map(|(name, _)| &**name).filter(|name| was.get(name).is_none()));
    names
}

/// JSON texts of a member before and after.
pub(super) type Sides<'l> = (Option<&'l str>, Option<&'l str>);

fn one(member: &str, sides: Sides) -> serde_json::Result<Vec<Change>> {
    if let Some((_, kind)) = SIMPLE.iter().find(|(name, _)| *name == member) {
        let (was, now) = (word(sides.0)?, word(sides.1)?);
        return Ok(if was == now { Vec::new() } else { vec![Change::text(*kind, None, was, now)] });
    }
    match member {
        "document" => document(sides),
        "agency" => agency(sides),
        "sections" => sections(sides),
        "checks" => checks(sides),
        "findings" => findings(sides),
        _ => Ok(Vec::new()),
    }
}

/// What no rule names, unless it is the same in other JSON words.
pub(super) fn other(subject: &str, sides: Sides) -> serde_json::Result<Option<Change>> {
    let value = |json: Option<&str>| json.map(serde_json::from_str::<Value>).transpose();
    let differ = value(sides.0)? != value(sides.1)?;
    let [was, now] = [sides.0, sides.1].map(|json| json.map(str::to_owned));
    Ok(differ.then(|| Change::text(Kind::Other, Some(subject.to_owned()), was, now)))
}

/// A text without its quotes, anything else as JSON; null and nothing are one.
fn word(json: Option<&str>) -> serde_json::Result<Option<String>> {
    match json.map(serde_json::from_str::<Value>).transpose()? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(value) => Ok(Some(value.to_string())),
    }
}

/// A member of an object, and its words before and after.
type Differing = (String, Option<String>, Option<String>);

/// The members of an object that differ.
fn differing(sides: Sides) -> serde_json::Result<Vec<Differing>> {
    let read = |json: Option<&str>| -> serde_json::Result<BTreeMap<String, Value>> {
        Ok(json.map(serde_json::from_str::<Option<_>>).transpose()?.flatten().unwrap_or_default())
    };
    let (mut was, now) = (read(sides.0)?, read(sides.1)?);
    let told = |value: Option<Value>| match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(value) => Some(value.to_string()),
    };
    let mut found = Vec::new();
    for (name, now) in now {
        let was = was.remove(&name);
        if was.as_ref() != Some(&now) {
            found.push((name, told(was), told(Some(now))));
        }
    }
    found.extend(was.into_iter().map(|(name, was)| (name, told(Some(was)), None)));
    found.retain(|(_, was, now)| was != now);
    Ok(found)
}

fn document(sides: Sides) -> serde_json::Result<Vec<Change>> {
    let change = |(name, was, now): (String, _, _)| match name.as_str() {
        "id" => Change::text(Kind::Bytes, None, was, now),
        _ => Change::text(Kind::Document, Some(name), was, now),
    };
    Ok(differing(sides)?.into_iter().map(change).collect())
}

fn agency(sides: Sides) -> serde_json::Result<Vec<Change>> {
    #[derive(Deserialize)]
    struct Region {
        code: String,
        name: String,
        sure: Option<bool>,
        basis: Option<String>,
    }
    let region = |json: Option<String>| -> serde_json::Result<Option<String>> {
        let region: Option<Region> = json.map(|json| serde_json::from_str(&json)).transpose()?;
        Ok(region.map(|region| {
            let sure = if region.sure == Some(false) { ", not sure" } else { "" };
            format!("{} {}{sure} ({})", region.code, region.name, region.basis.unwrap_or_default())
        }))
    };
    let mut found = Vec::new();
    for (name, was, now) in differing(sides)? {
        found.push(match name.as_str() {
            "name" => Change::text(Kind::Agency, None, was, now),
            "region" => Change::text(Kind::Region, None, region(was)?, region(now)?),
            _ => Change::text(Kind::Other, Some(format!("agency.{name}")), was, now),
        });
    }
    Ok(found)
}

/// Values by a name; of several of one name, the later with its number.
fn named(json: Option<&str>, name: impl Fn(usize, &Value) -> String) -> serde_json::Result<Vec<(String, Value)>> {
    let values: Vec<Value> = json.map(serde_json::from_str::<Option<_>>).transpose()?.flatten().unwrap_or_default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let one = |(at, value): (usize, Value)| {
        let name = name(at, &value);
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        (if *times == 1 { name } else { format!("{name} ({times})") }, value)
    };
    Ok(values.into_iter().enumerate().map(one).collect())
}

/// What differs between two lists of named values.
fn lists(kind: Kind, was: &[(String, Value)], now: &[(String, Value)], told: impl Fn(&Value) -> String) -> Vec<Change> {
    let mut now_by_name: BTreeMap<&str, &Value> = now.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let mut found = Vec::new();
    for (name, was) in was {
        let now = now_by_name.remove(name.as_str());
        if now != Some(was) {
            found.push(Change::text(kind, Some(name.clone()), Some(told(was)), now.map(&told)));
        }
    }
    let new = now.iter().filter(|(name, _)| now_by_name.contains_key(name.as_str()));
    found.extend(new.map(|(name, value)| Change::text(kind, Some(name.clone()), None, Some(told(value)))));
    found
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn sections(sides: Sides) -> serde_json::Result<Vec<Change>> {
    let number = |at: usize, _: &Value| (at + 1).to_string();
    let told = |section: &Value| format!("{}\n{}", text(section, "heading"), text(section, "text"));
    Ok(lists(Kind::Section, &named(sides.0, number)?, &named(sides.1, number)?, told))
}

fn checks(sides: Sides) -> serde_json::Result<Vec<Change>> {
    let name = |_: usize, check: &Value| format!("{} {}", text(check, "id"), text(check, "subject"));
    let told = |check: &Value| {
        let number = |member| check.get(member).map_or_else(|| "nothing".to_owned(), Value::to_string);
        match text(check, "result") {
            "not_assessable" => "not_assessable".to_owned(),
            result => format!("{result}, {} expected, {} printed", number("expected"), number("actual")),
        }
    };
    Ok(lists(Kind::Check, &named(sides.0, name)?, &named(sides.1, name)?, told))
}

/// A finding is known by all of it: one that changed is one that went, and one that came.
fn findings(sides: Sides) -> serde_json::Result<Vec<Change>> {
    let name = |_: usize, finding: &Value| finding.to_string();
    let told = |finding: &Value| format!("{}: {}", text(finding, "severity"), text(finding, "message"));
    let (was, now) = (named(sides.0, name)?, named(sides.1, name)?);
    let code = |list: &[(String, Value)], name: &str| {
        list.iter().find(|(known, _)| known == name).map(|(_, finding)| text(finding, "code").to_owned())
    };
    let mut found = lists(Kind::Finding, &was, &now, told);
    for change in &mut found {
        let name = change.subject.take().unwrap_or_default();
        change.subject = code(&was, &name).or_else(|| code(&now, &name));
    }
    Ok(found)
}
