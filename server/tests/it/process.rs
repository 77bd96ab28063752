//! `hikae serve` as a process of its own, spoken to over HTTP: what is killed here is killed as a machine kills it.

use crate::world::World;
use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use axum::response::IntoResponse;
use domain::clock::Clock;
use http_body_util::BodyExt;
use server::config::Config;
use server::keys::Keys;
use server::log::kept;
use server::machine::{SystemClock, SystemRandom};
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The program that these tests were built with.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hikae");

/// A folder, a database and an address, at which the program runs or does not.
pub struct Installation {
    folder: PathBuf,
    config: Config,
    /// Further variables of the environment.
    settings: Vec<(&'static str, String)>,
    running: Mutex<Option<Child>>,
}

impl Installation {
    /// One on a SQLite file of its own.
    pub async fn on_sqlite() -> (Self, World) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
        Self::on(folder, url).await
    }

    /// The same, with settings of its own.
    pub async fn on_sqlite_with(settings: &[(&'static str, &str)]) -> (Self, World) {
        let (mut installation, world) = Self::on_sqlite().await;
        installation.settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        (installation, world)
    }

    /// One on a PostgreSQL database of its own.
    pub async fn on_postgresql() -> (Self, World) {
        let url = tokio::task::spawn_blocking(|| crate::postgres::shared().database()).await.unwrap();
        Self::on(tempfile::tempdir().unwrap(), url).await
    }

    /// Beside it stands a world over the same database and keys, for handing out letters and for looking into tables; its
    /// browsers talk to the process.
    async fn on(folder: tempfile::TempDir, database_url: String) -> (Self, World) {
        let mut config = Config::defaults().unwrap();
        config.addr = free_address();
        config.base_url = format!("http://localhost:{}", config.addr.port());
        config.database_url = database_url;
        config.database_connections = 8;
        config.var = folder.path().to_owned();
        config.keys = folder.path().join("keys");
        config.site_root = folder.path().join("site");
        config.tries_per_minute = 100_000;
        std::fs::create_dir(&config.site_root).unwrap();
        let keys = Keys::open(&config, &SystemRandom).unwrap();
        let installation =
            Self { folder: folder.path().to_owned(), config: config.clone(), settings: Vec::new(), running: Mutex::default() };
        let world = World::with_keys(folder, config, keys).await.served_by(installation.router());
        world.clock.set(SystemClock.now());
        (installation, world)
    }

    /// Another node on the same database, with the same keys and a folder of its own.
    pub fn beside(&self) -> Self {
        let folder = self.folder.join("node-2");
        std::fs::create_dir(&folder).unwrap();
        let config = Config { addr: free_address(), var: folder.clone(), node: "node-2".into(), ..self.config.clone() };
        Self { folder, config, settings: self.settings.clone(), running: Mutex::default() }
    }

    /// Runs the program, and waits until it serves.
    pub async fn start(&self) {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let child = self.command(&["serve"]).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        *self.running.lock().unwrap() = Some(child);
        let router = self.router();
        for _ in 0..3_000 {
            let request = Request::get("/readyz").body(Body::empty()).unwrap();
            if crate::world::send(&router, request).await.status == StatusCode::OK {
                return;
            }
            let ended = self.running.lock().unwrap().as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the program ended ({ended:?}): {}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the program does not answer: {}", self.said());
    }

    /// `kill -9`: nothing is finished, nothing is written.
    pub fn kill(&self) {
        if let Some(mut child) = self.running.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Tells it to stop, and waits until it has: answers whether it ended well.
    pub async fn stop(&self) -> bool {
        let Some(mut child) = self.running.lock().unwrap().take() else { return true };
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        for _ in 0..1_500 {
            if let Some(ended) = child.try_wait().unwrap() {
                return ended.success();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("the program does not stop: {}", self.said());
    }

    /// Where it can be reached.
    pub fn addr(&self) -> SocketAddr {
        self.config.addr
    }

    /// The folder of its keys.
    pub fn keys(&self) -> &std::path::Path {
        &self.config.keys
    }

    /// What it says when it refuses to do that, with these variables of the environment.
    pub async fn refusal(&self, arguments: &[&str], settings: &[(&str, &str)]) -> String {
        let mut command = self.command(arguments);
        command.envs(settings.iter().copied());
        let output = Self::to_its_end(command, arguments).await;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(!output.status.success(), "hikae {arguments:?} did it: {said}");
        said
    }

    /// Runs another of its commands to its end, which comes soon.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        Self::to_its_end(self.command(arguments), arguments).await
    }

    async fn to_its_end(mut command: Command, arguments: &[&str]) -> Output {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        for _ in 0..1_500 {
            if child.try_wait().unwrap().is_some() {
                return child.wait_with_output().unwrap();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        panic!("hikae {arguments:?} does not end: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What it is called.
    pub fn node(&self) -> &str {
        &self.config.node
    }

    /// The checkpoint that it keeps, as it stands there.
    pub fn kept(&self) -> Option<String> {
        kept::text(&self.config).unwrap()
    }

    /// The address below which it can be reached.
    pub fn url(&self) -> &str {
        &self.config.base_url
    }

    /// From now on it comes to its database as that role.
    pub fn become_role(&mut self, role: &str) {
        self.config.database_url = self.config.database_url.replacen("hikae@", &format!("{role}@"), 1);
    }

    /// Where its database is.
    pub fn database_url(&self) -> &str {
        &self.config.database_url
    }

    /// Which of the two databases it has.
    pub fn is_on_sqlite(&self) -> bool {
        self.config.database_url.starts_with("sqlite:")
    }

    /// What it wrote until now.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Passes every request on to the process. While there is none the answer is 502.
    pub fn router(&self) -> Router {
        let addr = self.config.addr;
        Router::new().fallback(move |request: Request<Body>| async move {
            let (parts, body) = taken_apart(request).await;
            pass_on(addr, &parts, &body).await.unwrap_or_else(bad_gateway)
        })
    }

    /// Passes requests on to this process and to the other one in turn, as what stands before two nodes does: what one of them does not
    /// even accept goes to the other.
    pub fn router_to_both(&self, other: &Self) -> Router {
        let addresses = [self.config.addr, other.config.addr];
        let number = Arc::new(AtomicUsize::new(0));
        Router::new().fallback(move |request: Request<Body>| {
            let first = number.fetch_add(1, Ordering::Relaxed) % 2;
            async move {
                let (parts, body) = taken_apart(request).await;
                match pass_on(addresses[first], &parts, &body).await {
                    Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                        pass_on(addresses[1 - first], &parts, &body).await.unwrap_or_else(bad_gateway)
                    }
                    answered => answered.unwrap_or_else(bad_gateway),
                }
            }
        })
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log.txt")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let config = &self.config;
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", &config.database_url)
            .env("HIKAE_DATABASE_CONNECTIONS", config.database_connections.to_string())
            .env("HIKAE_VAR", &config.var)
            .env("HIKAE_KEYS", &config.keys)
            .env("HIKAE_NODE", &config.node)
            .env("HIKAE_SITE_ROOT", &config.site_root)
            .env("HIKAE_ADDR", config.addr.to_string())
            .env("HIKAE_BASE_URL", &config.base_url)
            .env("HIKAE_TRIES_PER_MINUTE", config.tries_per_minute.to_string())
            .envs(self.settings.iter().map(|(name, value)| (*name, value.as_str())))
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_address() -> SocketAddr {
    std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

async fn taken_apart(request: Request<Body>) -> (Parts, Vec<u8>) {
    let (parts, body) = request.into_parts();
    (parts, body.collect().await.unwrap().to_bytes().to_vec())
}

fn bad_gateway(error: io::Error) -> Response<Body> {
    (StatusCode::BAD_GATEWAY, error.to_string()).into_response()
}

/// One request in HTTP/1.0: the answer ends where the connection does, and is whole only if it is as long as it says.
async fn pass_on(addr: SocketAddr, parts: &Parts, body: &[u8]) -> io::Result<Response<Body>> {
    let mut head =
        format!("{} {} HTTP/1.0\r\nhost: localhost:{}\r\ncontent-length: {}\r\n", parts.method, parts.uri, addr.port(), body.len());
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().map_err(io::Error::other)?));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    read_answer(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn read_answer(answer: &[u8]) -> Option<Response<Body>> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (std::str::from_utf8(&answer[..end]).ok()?, &answer[end + 4..]);
    let mut lines = head.split("\r\n");
    let status: StatusCode = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        if name.eq_ignore_ascii_case("content-length") && value.parse() != Ok(body.len()) {
            return None;
        }
        response = response.header(name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?);
    }
    response.body(Body::from(body.to_vec())).ok()
}
