//! A tiny browser: the page's server, asked over a plain connection, with whatever headers a test wants.

use super::super::gongkai;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
pub(super) struct Server {
    child: Child,
    host: String,
    token: String,
}

/// What a server answers.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Server {
    /// Starts the program as a person would.
    pub(super) fn start(dataset: &Path, args: &[&str]) -> Self {
        let mut command = Command::new(gongkai().get_program());
        command.arg("review").arg(dataset).args(["--by", "王"]).args(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://").unwrap();
        let (host, token) = rest.split_once('/').unwrap();
        Self { host: host.to_owned(), token: token.trim_end_matches('/').to_owned(), child }
    }

    /// Asks for a path below the token.
    pub(super) fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("/{}/{path}", self.token), &[], "")
    }

    /// Puts JSON to a path below the token.
    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", &format!("/{}/{path}", self.token), &[], &body.to_string())
    }

    /// Asks for any path, with further headers; a `host` replaces the right one.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let host = headers.iter().find(|(name, _)| *name == "host").map_or(self.host.as_str(), |(_, host)| host);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(!head.contains("transfer-encoding"), "a body in chunks is not read here");
        Answer { status, head, body: answer[end + 4..].to_vec() }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The number of the report of a source.
    pub(super) fn number(&self, source: &str) -> u64 {
        let queue = self.get(&format!("api/queue?text={source}")).json();
        let found = queue["reports"].as_array().unwrap().iter().find(|report| report["source"] == source);
        found.unwrap()["number"].as_u64().unwrap()
    }

    /// A report, as the page gets it.
    pub(super) fn report(&self, number: u64) -> Value {
        self.get(&format!("api/report/{number}")).json()
    }

    /// Decides, and gives the action's name.
    pub(super) fn decide(&self, number: u64, decision: &str, cells: &[&str], now: &str) -> String {
        let body = json!({"decision": decision, "cells": cells, "now": now, "why": "看过原件"});
        let answer = self.post(&format!("api/report/{number}/decide"), &body).json();
        answer["action"].as_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
