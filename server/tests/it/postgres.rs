//! One throw-away PostgreSQL per test process, in a temporary folder, on a unix socket; a database of its own for each test.
//!
//! It is stopped and removed by a shell that waits for this process to end: its standard input closes when we die, however
//! we die. Where PostgreSQL is not installed the tests fail: what was not tried on it is not known to work on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    bin: PathBuf,
    port: u16,
}

/// The cluster that the tests share.
pub fn shared() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start("-c fsync=off -c max_connections=500"))
}

impl Cluster {
    /// Starts one with more settings of `postgres`.
    pub fn start(settings: &str) -> Self {
        let bin = find_bin();
        // Only this user and the one that runs the server may look in.
        let folder = tempfile::Builder::new().prefix("hikae-pg-").tempdir().unwrap().keep();
        let owner = if is_root() { Some("postgres") } else { None };
        if let Some(owner) = owner {
            assert!(Command::new("chown").arg(owner).arg(&folder).status().unwrap().success());
        }
        let data = folder.join("data");
        let init = as_user(owner, &bin.join("initdb"))
            .args(["--auth=trust", "--username=hikae", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(init.success(), "initdb failed");
        let cluster = Self { folder, bin, port: 5432 };
        cluster.run(owner, settings);
        cluster.wait();
        cluster
    }

    fn run(&self, owner: Option<&str>, settings: &str) {
        let folder = self.folder.display();
        let script = format!(
            "{bin}/postgres -D {folder}/data -k {folder} -p {port} -c listen_addresses= {settings} >{folder}/log 2>&1 & \
             server=$!; cat >/dev/null; kill -INT $server; wait $server; [ ! -f {folder}/data/postmaster.pid ] || kill -INT $(head -1 {folder}/data/postmaster.pid); sleep 1; rm -rf {folder}",
            bin = self.bin.display(),
            port = self.port,
        );
        let child = as_user(owner, Path::new("sh")).args(["-c", &script]).stdin(Stdio::piped()).spawn().unwrap();
        // Its standard input has to stay open as long as this process lives.
        std::mem::forget(child);
    }

    fn wait(&self) {
        for _ in 0..300 {
            let ready = Command::new(self.bin.join("pg_isready"))
                .args(["-q", "-h"])
                .arg(&self.folder)
                .args(["-p", &self.port.to_string()])
                .status()
                .unwrap();
            if ready.success() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start: {log}");
    }

    /// Makes an empty database and answers its URL.
    pub fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("hikae_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Runs a statement as the cluster's owner.
    pub fn sql(&self, database: &str, statement: &str) {
        let done = Command::new(self.bin.join("psql"))
            .args(["-q", "-U", "hikae", "-d", database, "-c", statement, "-h"])
            .arg(&self.folder)
            .args(["-p", &self.port.to_string()])
            .status()
            .unwrap();
        assert!(done.success(), "{statement}");
    }

    fn url(&self, database: &str) -> String {
        let host: String = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://hikae@{host}:{}/{database}", self.port)
    }

    /// Stops the server as an administrator would, with everybody connected.
    pub fn stop(&self) {
        self.control(&["stop", "-m", "fast", "-w"]);
    }

    /// Starts it again.
    pub fn start_again(&self) {
        let options = format!("-k {} -p {} -c listen_addresses=", self.folder.display(), self.port);
        self.control(&["start", "-w", "-l", &self.folder.join("log").display().to_string(), "-o", &options]);
    }

    /// Ends a cluster of one test for good, with its folder.
    pub fn end(self) {
        self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }

    fn control(&self, args: &[&str]) {
        let owner = if is_root() { Some("postgres") } else { None };
        let done = as_user(owner, &self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(args)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "pg_ctl {args:?}");
    }
}

/// PostgreSQL refuses to run as root.
fn as_user(owner: Option<&str>, program: &Path) -> Command {
    let mut command = match owner {
        Some(owner) => {
            let mut command = Command::new("runuser");
            command.args(["-u", owner, "--"]).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// `HIKAE_PG_BIN`, else the newest below Debian's folder, else wherever `initdb` is.
#[expect(clippy::disallowed_methods, reason = "where the programs of this machine are is no part of the server's configuration")]
fn find_bin() -> PathBuf {
    if let Some(bin) = std::env::var_os("HIKAE_PG_BIN") {
        return bin.into();
    }
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    versions.sort();
    if let Some(bin) = versions.into_iter().rev().map(|version| version.join("bin")).find(|bin| bin.join("initdb").exists()) {
        return bin;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .expect("PostgreSQL is installed (apt-get install postgresql), or HIKAE_PG_BIN names its programs")
}
