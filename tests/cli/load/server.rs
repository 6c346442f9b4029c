//! A PostgreSQL of the test's own, in a temporary folder, on a free port, with TLS.

use postgres::{Client, NoTls};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server that ends with the test.
pub(super) struct Server {
    folder: TempDir,
    process: Child,
    port: u16,
}

/// Who owns the server, and is let in without a password; everybody else needs one.
const OWNER: &str = "owner";

/// The folder with the programs of PostgreSQL; none where it is not installed.
fn programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = debian.chain(std::env::split_paths(&path)).collect();
    folders.retain(|folder| folder.join("initdb").exists() && folder.join("postgres").exists());
    folders.into_iter().next()
}

/// A command as the user that PostgreSQL may run as: it refuses root.
fn as_nobody(program: &Path) -> Command {
    if fs::metadata("/root").is_ok_and(|root| fs::read_dir("/root").is_ok() && owner(&root) == 0) {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        return command;
    }
    Command::new(program)
}

#[cfg(unix)]
fn owner(of: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(of)
}

impl Server {
    /// Starts one; none where PostgreSQL is not installed, which is told.
    #[expect(clippy::print_stderr, reason = "whoever runs the tests must see what was not tested")]
    pub(super) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("CI").is_none(), "PostgreSQL is not installed");
            eprintln!("PostgreSQL is not installed: loading into it is NOT TESTED");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let _ = std::os::unix::fs::chown(folder.path(), Some(65534), Some(65534));
        let run = |command: &mut Command| {
            let done = command.current_dir(folder.path()).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        };
        run(as_nobody(&programs.join("initdb"))
            .args(["-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data));
        let certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
        let name = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"];
        run(as_nobody(Path::new("openssl")).args(certificate).args(name).args([
            "-keyout",
            "server.key",
            "-out",
            "server.crt",
        ]));
        let rules = format!("host all {OWNER} all trust\nhost all all all scram-sha-256\n");
        fs::write(data.join("pg_hba.conf"), rules).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let setting = |name: &str, value: &Path| format!("{name}={}", value.display());
        let process = as_nobody(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=localhost", "-c", "fsync=off", "-c", "ssl=on"])
            .args(["-c", &setting("unix_socket_directories", folder.path())])
            .args(["-c", &setting("ssl_cert_file", &folder.path().join("server.crt"))])
            .args(["-c", &setting("ssl_key_file", &folder.path().join("server.key"))])
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { folder, process, port };
        let patience = Instant::now() + Duration::from_mins(1);
        while Client::connect(&server.address("postgres"), NoTls).is_err() {
            assert!(Instant::now() < patience, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    /// The address of a database, for its owner.
    pub(super) fn address(&self, database: &str) -> String {
        format!("postgres://{OWNER}@localhost:{}/{database}", self.port)
    }

    /// The same for somebody else.
    pub(super) fn address_for(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@localhost:{}/{database}", self.port)
    }

    /// The server's certificate.
    pub(super) fn certificate(&self) -> PathBuf {
        self.folder.path().join("server.crt")
    }

    /// Makes a database.
    pub(super) fn make(&self, database: &str) -> String {
        self.run("postgres", &format!("create database {database}"));
        self.address(database)
    }

    /// Runs statements as the owner.
    pub(super) fn run(&self, database: &str, sql: &str) {
        self.client(database).batch_execute(sql).unwrap();
    }

    /// A connection of the owner's.
    pub(super) fn client(&self, database: &str) -> Client {
        Client::connect(&self.address(database), NoTls).unwrap()
    }

    /// The rows of a query in the schema of the warehouse, fields parted by spaces.
    pub(super) fn ask(&self, database: &str, query: &str) -> Vec<String> {
        let mut client = self.client(database);
        client.batch_execute("set search_path to gongkai").unwrap();
        let mut rows = Vec::new();
        for message in client.simple_query(query).unwrap() {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                let fields: Vec<&str> = (0..row.len()).map(|at| row.get(at).unwrap_or("-")).collect();
                rows.push(fields.join(" "));
            }
        }
        rows
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The fast way to end, which rolls back what is under way; a server that was killed would leave its children.
        let id = self.process.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        let _ = self.process.wait();
    }
}
