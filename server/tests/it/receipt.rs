//! Receipts as people hold them: the file, and the command that verifies it on anybody's computer.

use crate::on_both_databases;
use crate::witness::{Manner, TestWitness};
use crate::world::{Browser, World};
use axum::http::StatusCode;
use server::log::witness::Witnesses;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Refuses everything; the decision's number.
async fn refuse(browser: &Browser) -> u64 {
    let answer = browser.call("/do/choices/record", &[("scope", "all"), ("stance", "refuse")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["position"].as_u64().unwrap()
}

async fn key_of(world: &World) -> String {
    let answer = world.browser().get("/log/key").await;
    answer.text().lines().next().unwrap().to_owned()
}

on_both_databases! {
    async fn the_receipt_is_there_with_the_answer_and_verifies_anywhere(world: World) {
        let patient = world.patient().await.browser;
        let number = refuse(&patient).await;
        let file = patient.get(&format!("/decisions/{number}/receipt")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        assert_eq!(file.header("cache-control"), Some("no-store"));
        assert_eq!(file.header("content-disposition"), Some(&*format!("attachment; filename=\"hikae-{number}.tlog-proof\"")));
        let (said, out) = Verifying::of(file.text()).with(&key_of(&world).await);
        assert_eq!(said, 0, "{out}");
        for part in ["YES", "refuse all", "patient, online", &format!("number     {number}\n"), "none was named", "never what holds today"] {
            assert!(out.contains(part), "{part}: {out}");
        }
        // The page has the same receipt in it.
        let page = patient.get(&format!("/decisions/{number}")).await;
        let leaf = file.text().lines().nth(1).unwrap();
        assert!(page.text().contains(leaf), "the receipt stands on its page");
    }

    async fn a_receipt_is_for_the_person_it_is_of(world: World) {
        let number = refuse(&world.patient().await.browser).await;
        let address = format!("/decisions/{number}/receipt");
        assert_eq!(world.patient().await.browser.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.support().await.browser.get(&address).await.status, StatusCode::FORBIDDEN);
        let visitor = world.browser().get(&address).await;
        assert_eq!(visitor.status, StatusCode::SEE_OTHER);
        assert!(visitor.header("location").unwrap().starts_with("/sign-in"), "{:?}", visitor.header("location"));
    }
}

#[tokio::test]
async fn whatever_is_changed_in_a_receipt_is_named() {
    let world = World::on_sqlite().await;
    let patient = world.patient().await.browser;
    refuse(&patient).await;
    let number = refuse(&patient).await;
    let receipt = patient.get(&format!("/decisions/{number}/receipt")).await.text().to_owned();
    let key = key_of(&world).await;
    let holds = Verifying::of(&receipt);
    assert_eq!(holds.with(&key).0, 0);
    // Ends of lines say nothing.
    assert_eq!(Verifying::of(&receipt.replace('\n', "\r\n")).with(&key).0, 0);

    let lines: Vec<&str> = receipt.lines().collect();
    let with = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at] = line;
        lines.join("\n")
    };
    let other = if lines[3].starts_with('A') { lines[3].replacen('A', "B", 1) } else { format!("A{}", &lines[3][1..]) };
    for (changed, code) in [
        ("Dear Sir or Madam".to_owned(), "not-a-receipt"),
        (with(1, "extra !"), "malformed"),
        (with(1, "extra e30="), "leaf-changed"),
        (with(2, "index 99999999"), "beyond-checkpoint"),
        (with(3, &other), "not-included"),
        (receipt.replace("\n\n—", "\n\n- "), "malformed"),
        (receipt.lines().take(4).collect::<Vec<_>>().join("\n"), "malformed"),
    ] {
        let (said, out) = Verifying::of(&changed).with(&key);
        assert_eq!(said, 1, "{code}: {out}");
        assert!(out.contains("NO") && out.contains(&format!("({code})")), "{code}: {out}");
    }
    // Somebody else's key, of the same name and of another.
    let (name, _) = key.split_once('+').unwrap();
    let strangers = domain::log::note::VerifierKey::from_ed25519(name, &OTHER).unwrap().to_string();
    assert!(holds.with(&strangers).1.contains("(unknown-key)"));
    let elsewhere = domain::log::note::VerifierKey::from_ed25519("elsewhere.example/log", &OTHER).unwrap().to_string();
    let (said, out) = holds.with(&elsewhere);
    assert!(said == 1 && out.contains("(other-log)") && out.contains(name), "{out}");
}

#[tokio::test]
async fn one_witness_is_pending_however_often_it_is_named() {
    let world = World::on_sqlite().await;
    let [one, other] = ["one.example/w", "other.example/w"].map(|name| TestWitness::start(name, Manner::Good, world.clock.clone()));
    let (one, other) = (one.await, other.await);
    let keys = world.hikae.ports.log.state().await.unwrap().keys;
    [&one, &other].into_iter().for_each(|witness| witness.trusts(&keys));
    let witnesses = Witnesses::of(&[one.line(), other.line()]).unwrap();
    let patient = world.patient().await.browser;
    let number = refuse(&patient).await;
    world.hikae.sequencer.publisher().beat().await.unwrap();
    witnesses.ask(world.core()).await.unwrap();
    let receipt = Verifying::of(patient.get(&format!("/decisions/{number}/receipt")).await.text());
    let (key, one, other) = (key_of(&world).await, one.key().to_string(), other.key().to_string());
    let told = |witnesses: &[&str]| receipt.with_witnesses(&key, witnesses);
    for (named, says) in [
        (&[][..], "none was named"),
        (&[&one], "pending (1 of 2): one.example/w"),
        (&[&one, &one], "pending (1 of 2): one.example/w"),
        (&[&one, &other], "witnesses  one.example/w, other.example/w"),
    ] {
        let (said, out) = told(&named.iter().map(|key| key.as_str()).collect::<Vec<_>>());
        assert!(said == 0 && out.contains(says), "{says}: {out}");
    }
}

#[tokio::test]
async fn what_cannot_be_verified_at_all_is_another_thing_than_a_receipt_that_does_not_hold() {
    let empty = Verifying::of("");
    for key in ["x", "name+00000000+AAAA", "/no/such/file"] {
        let (said, out) = empty.with(key);
        assert!(said == 2 && out.contains("--key"), "{key}: {out}");
    }
    let missing = run(&["receipt", "verify", "/no/such/file", "--key", "x"]);
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(run(&["receipt", "verify", "-"]).status.code(), Some(2), "a key has to be named");
}

/// What a page of receipts loads beside everything else stays below 60 kB, as the browser gets it. Where nothing was built for
/// the browser yet, there is nothing to measure.
#[test]
fn the_module_that_verifies_is_small() {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("target/site/pkg");
    let sizes: Vec<(&str, usize)> = ["verify.js", "verifier.js", "verifier_bg.wasm", "hikae.js", "hikae_bg.wasm"]
        .into_iter()
        .filter_map(|name| Some((name, compressed(&std::fs::read(built.join(name)).ok()?))))
        .collect();
    let of = |part: &str| sizes.iter().filter(|(name, _)| name.starts_with(part)).map(|(_, size)| size).sum::<usize>();
    assert!(of("verif") <= 60_000, "{sizes:?}");
    assert!(of("hikae") <= 100_000, "{sizes:?}");
}

/// As `http::assets` does it where anybody measures: in this build that would take seconds, so a little worse.
fn compressed(plain: &[u8]) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    brotli::BrotliCompress(&mut &plain[..], &mut out, &params).unwrap();
    out.len()
}

/// A point of the curve that is nobody's key here.
const OTHER: [u8; 32] =
    *b"\x3d\x40\x17\xc3\xe8\x43\x89\x5a\x92\xb7\x0a\xa7\x4d\x1b\x7e\xbc\x9c\x98\x2c\xcf\x2e\xc4\x96\x8c\xc0\xcd\x55\xf1\x2a\xf4\x66\x0c";

/// A receipt in a folder of its own, where there is nothing else.
struct Verifying {
    folder: tempfile::TempDir,
}

impl Verifying {
    fn of(receipt: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("r.tlog-proof"), receipt).unwrap();
        Self { folder }
    }

    /// The exit code, and everything that was said.
    fn with(&self, key: &str) -> (i32, String) {
        self.with_witnesses(key, &[])
    }

    fn with_witnesses(&self, key: &str, witnesses: &[&str]) -> (i32, String) {
        let file = self.folder.path().join("r.tlog-proof");
        let named = witnesses.iter().flat_map(|witness| ["--witness", witness]);
        let args: Vec<&str> = ["receipt", "verify", file.to_str().unwrap(), "--key", key].into_iter().chain(named).collect();
        told(&run(&args))
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hikae")).args(args).env_clear().current_dir("/").stdin(Stdio::null()).output().unwrap()
}

fn told(output: &Output) -> (i32, String) {
    let all = [&output.stdout[..], &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(all).unwrap())
}
