//! `postgres://…` → a connection.
//!
//! The address is that of `psql`: `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=FILE`. The password comes from
//! the address or, so that it stands on no command line, from outside (`PGPASSWORD`).

use super::{trust, unreached};
use crate::write::warehouse::target::LoadError;
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use std::path::PathBuf;
use std::time::Duration;

/// How a database is reached.
#[derive(Debug, Clone)]
pub struct Address {
    config: Config,
    mode: Mode,
    roots: Option<PathBuf>,
}

/// How far the connection is to be trusted, as `sslmode` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// In the clear.
    Disable,
    /// Hidden where the server can: whoever it is.
    Prefer,
    /// Hidden: from a server that a root vouches for, where roots are named; else whoever it is.
    Require,
    /// Hidden, from the server that the address names, as a root vouches. (`verify-ca` asks for no less here.)
    Verify,
}

/// How long a server is waited for, where the address does not say.
const PATIENCE: Duration = Duration::from_secs(15);

impl Address {
    /// Reads an address; none where it is no address of PostgreSQL.
    pub fn read(address: &str, password: Option<&str>) -> Option<Result<Self, LoadError>> {
        ["postgres://", "postgresql://"]
            .iter()
            .any(|start| address.starts_with(start))
            .then(|| parse(address, password))
    }

    /// The server and the database, without the password.
    pub(super) fn shown(&self) -> String {
        let host = self.config.get_hosts().first().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        });
        let port = self.config.get_ports().first().map(|port| format!(":{port}")).unwrap_or_default();
        let database = self.config.get_dbname().or(self.config.get_user()).unwrap_or_default();
        format!("postgres://{}{port}/{database}", host.unwrap_or_default())
    }

    /// Connects.
    pub(super) fn connect(&self) -> Result<Client, LoadError> {
        let untrusted = |why: String| {
            LoadError::new(format!("no certificate of {} can be checked ({why}): see to sslrootcert", self.shown()))
        };
        let connected = if self.mode == Mode::Disable {
            self.config.connect(NoTls)
        } else if self.mode == Mode::Verify || self.roots.is_some() {
            self.config.connect(trust::verified(self.roots.as_deref()).map_err(untrusted)?)
        } else {
            self.config.connect(trust::anyone().map_err(untrusted)?)
        };
        connected.map_err(|error| unreached(&self.shown(), &error))
    }
}

fn parse(address: &str, password: Option<&str>) -> Result<Address, LoadError> {
    let wrong = |why: &str| {
        LoadError::new(format!(
            "the address of the database can't be read ({why}): it looks like postgres://user@host:5432/database?sslmode=require"
        ))
    };
    let (before, query) = address.split_once('?').unwrap_or((address, ""));
    let (mut mode, mut roots, mut rest) = (Mode::Prefer, None, Vec::new());
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("sslmode", word)) => {
                mode = match word {
                    "disable" => Mode::Disable,
                    "allow" | "prefer" => Mode::Prefer,
                    "require" => Mode::Require,
                    "verify-ca" | "verify-full" => Mode::Verify,
                    _ => return Err(wrong("sslmode is disable, prefer, require, verify-ca or verify-full")),
                }
            }
            Some(("sslrootcert", "system")) => mode = Mode::Verify,
            Some(("sslrootcert", path)) => roots = Some(PathBuf::from(decoded(path))),
            _ => rest.push(parameter),
        }
    }
    let rest = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
    let mut config: Config = format!("{before}{rest}").parse().map_err(|error: postgres::Error| {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        wrong(&source.unwrap_or_else(|| error.to_string()))
    })?;
    if let Some(password) = password
        && config.get_password().is_none()
    {
        config.password(password);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.application_name("gongkai load").ssl_mode(match mode {
        Mode::Disable => SslMode::Disable,
        Mode::Prefer => SslMode::Prefer,
        Mode::Require | Mode::Verify => SslMode::Require,
    });
    Ok(Address { config, mode, roots })
}

/// A text of an address, its `%2F` and the like resolved.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = code.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Address, Mode, decoded};

    fn read(address: &str) -> Address {
        Address::read(address, Some("hidden")).unwrap().unwrap()
    }

    #[test]
    fn an_address_tells_how_far_to_trust() {
        for (address, mode) in [
            ("postgres://u@h/d", Mode::Prefer),
            ("postgresql://u@h/d?sslmode=disable", Mode::Disable),
            ("postgres://u@h/d?connect_timeout=3&sslmode=require", Mode::Require),
            ("postgres://u@h/d?sslmode=verify-full&application_name=x", Mode::Verify),
        ] {
            assert_eq!(read(address).mode, mode, "{address}");
        }
        assert!(Address::read("warehouse.sqlite", None).is_none());
        let refused = Address::read("postgres://u@h/d?sslmode=no", None).unwrap().unwrap_err();
        assert!(refused.to_string().contains("sslmode is"), "{refused}");
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(read("postgres://u:secret@h:5433/d").shown(), "postgres://h:5433/d");
        assert_eq!(read("postgres://u@h/d").config.get_password(), Some(&b"hidden"[..]));
        assert_eq!(decoded("/a%2Fb%20c%"), "/a/b c%");
    }
}
