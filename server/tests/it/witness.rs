//! Witnesses, over real HTTP: one that keeps its word and its memory, as C2SP tlog-witness asks of it, and those that do not.

mod stories;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::clock::{Clock, Random};
use domain::log::note::{SignedCheckpoint, VerifierKey, cosigned_message};
use domain::log::tree::{TreeHash, verify_consistency};
use ed25519_dalek::{Signer, SigningKey};
use server::machine::SystemRandom;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What a witness does with what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As the specification says.
    Good,
    /// As the specification says, each time once the test lets it.
    Held,
    /// Takes far too much time.
    Slow,
    /// Answers nothing that can be read.
    Garbage,
    /// Answers far too much.
    Endless,
    /// Signs with another key under its own name and id.
    Forger,
    /// Signs as if it was long after.
    InTheFuture,
    /// Leaves out the time.
    Timeless,
    /// Says 409, and names the very size it was told.
    Contrary,
    /// Says another size each time.
    Wavering,
    /// Sends elsewhere.
    Redirecting,
    /// Cannot, for now.
    Overloaded,
}

/// A witness, its memory, and where it is.
#[derive(Clone)]
pub struct TestWitness(Arc<Shared>);

struct Shared {
    name: String,
    key: SigningKey,
    manner: Manner,
    clock: Arc<dyn Clock>,
    memory: Mutex<Memory>,
    url: Mutex<String>,
    /// How often one that is held may still answer.
    answers: Semaphore,
}

#[derive(Default)]
struct Memory {
    /// The log's keys that it trusts; none: it does not know the log.
    logs: Vec<VerifierKey>,
    seen: Option<(u64, TreeHash)>,
    asked: usize,
}

impl TestWitness {
    /// One that listens on a port of its own. It does not know any log yet.
    pub async fn start(name: &str, manner: Manner, clock: Arc<dyn Clock>) -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/submit", listener.local_addr().unwrap());
        let mut seed = [0; 32];
        SystemRandom.fill(&mut seed);
        let key = SigningKey::from_bytes(&seed);
        let shared = Shared {
            name: name.to_owned(),
            key,
            manner,
            clock,
            memory: Mutex::default(),
            url: Mutex::new(url),
            answers: Semaphore::new(0),
        };
        let witness = Self(Arc::new(shared));
        let router = Router::new().route("/submit/add-checkpoint", post(add_checkpoint)).with_state(witness.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        witness
    }

    /// As the configuration names it.
    pub fn line(&self) -> String {
        format!("{} {}", self.0.url.lock().unwrap(), self.key())
    }

    pub fn key(&self) -> VerifierKey {
        VerifierKey::of_witness(&self.0.name, self.0.key.verifying_key().as_bytes()).unwrap()
    }

    /// Makes a log known to it.
    pub fn trusts(&self, keys: &[VerifierKey]) {
        self.0.memory.lock().unwrap().logs = keys.to_vec();
    }

    /// Makes it remember another past.
    pub fn remembers(&self, size: u64, root: TreeHash) {
        self.0.memory.lock().unwrap().seen = Some((size, root));
    }

    pub fn seen(&self) -> Option<(u64, TreeHash)> {
        self.0.memory.lock().unwrap().seen
    }

    /// Lets it answer once more, if it is held.
    pub fn lets_go(&self) {
        self.0.answers.add_permits(1);
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.0.memory.lock().unwrap().asked
    }

    /// A cosignature line: key ID, time and signature.
    fn cosign(&self, note: &SignedCheckpoint, seconds: u64, key: &SigningKey) -> String {
        let signature = key.sign(&cosigned_message(note.claimed().body().as_bytes(), seconds));
        let bytes = [&self.key().id().to_be_bytes()[..], &seconds.to_be_bytes(), &signature.to_bytes()].concat();
        format!("— {} {}\n", self.0.name, STANDARD.encode(bytes))
    }

    /// Checks and remembers, in one.
    fn judge(&self, body: &str) -> Response {
        let Some((old, proof, note)) = read(body) else { return StatusCode::BAD_REQUEST.into_response() };
        let mut memory = self.0.memory.lock().unwrap();
        memory.asked += 1;
        if !memory.logs.iter().any(|key| key.name() == note.claimed().origin) {
            return StatusCode::NOT_FOUND.into_response();
        }
        let Ok(checkpoint) = note.verify(&memory.logs) else { return StatusCode::FORBIDDEN.into_response() };
        if old > checkpoint.size {
            return StatusCode::BAD_REQUEST.into_response();
        }
        let (size, root) = memory.seen.unwrap_or((0, TreeHash::empty()));
        if old != size {
            return (StatusCode::CONFLICT, [("content-type", "text/x.tlog.size")], format!("{size}\n")).into_response();
        }
        if verify_consistency((size, root), (checkpoint.size, checkpoint.root), &proof).is_err() {
            return StatusCode::UNPROCESSABLE_ENTITY.into_response();
        }
        memory.seen = Some((checkpoint.size, checkpoint.root));
        let seconds = u64::try_from(self.0.clock.now().millis() / 1_000).unwrap();
        let other = SigningKey::from_bytes(&[7; 32]);
        match self.0.manner {
            Manner::Forger => self.cosign(&note, seconds, &other),
            Manner::InTheFuture => self.cosign(&note, seconds + 100_000, &self.0.key),
            Manner::Timeless => self.cosign(&note, 0, &self.0.key),
            // Lines of keys that nobody knows are to be ignored.
            _ => format!("— somebody/else AAAAAAA=\n{}", self.cosign(&note, seconds, &self.0.key)),
        }
        .into_response()
    }
}

async fn add_checkpoint(State(witness): State<TestWitness>, body: String) -> Response {
    let size = |n: usize| (StatusCode::CONFLICT, format!("{n}\n")).into_response();
    match witness.0.manner {
        Manner::Slow => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
        Manner::Garbage => vec![0xff; 100].into_response(),
        Manner::Endless => "— a AAAA\n".repeat(100_000).into_response(),
        Manner::Contrary => size(body.lines().next().unwrap().strip_prefix("old ").unwrap().parse().unwrap()),
        Manner::Wavering => {
            let mut memory = witness.0.memory.lock().unwrap();
            memory.asked += 1;
            size(memory.asked % 3)
        }
        Manner::Redirecting => (StatusCode::TEMPORARY_REDIRECT, [("location", "http://localhost:1/")]).into_response(),
        Manner::Overloaded => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Manner::Held => {
            witness.0.answers.acquire().await.unwrap().forget();
            witness.judge(&body)
        }
        _ => witness.judge(&body),
    }
}

/// Old size, proof and checkpoint, read strictly.
fn read(body: &str) -> Option<(u64, Vec<TreeHash>, SignedCheckpoint)> {
    let (head, note) = body.split_once("\n\n")?;
    let mut lines = head.split('\n');
    let old = lines.next()?.strip_prefix("old ")?.parse().ok()?;
    let proof: Vec<TreeHash> = lines.map(|line| line.parse().ok()).collect::<Option<_>>()?;
    if proof.len() > 63 {
        return None;
    }
    Some((old, proof, SignedCheckpoint::parse(note).ok()?))
}
