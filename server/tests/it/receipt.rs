//! Receipts as people hold them: the file, and the command that verifies it on anybody's computer.

use crate::approvals::{asked, decide, look_up};
use crate::identity::{actor, done};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::process::Installation;
use crate::witness::{Manner, TestWitness};
use crate::world::{Browser, World};
use axum::http::StatusCode;
use domain::choice::Stance;
use domain::clock::Span;
use domain::log::note::SignedCheckpoint;
use domain::ports::WitnessAnswer;
use server::http::assets::Assets;
use server::keys::Keys;
use server::log::kept;
use server::log::witness::Witnesses;
use server::machine::SystemRandom;
use server::service::{Core, leaves};
use server::state::Hikae;
use server::store::log_tree::{self, CheckpointKind};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

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

    /// No beat of the node runs here: what is signed, is signed for the answer.
    async fn the_receipt_of_an_allow_that_two_members_of_staff_made_is_there_with_their_answer(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        refuse(&taro.browser).await;
        world.clock.pass(Span::minutes(1));
        let seen = look_up(&sato, &taro.insured, BIRTH_DATE).await;
        let request = asked(&sato.browser, &seen, "permit", &[("scope", "all"), ("channel", "paper")]).await;
        done(decide(&mori.browser, &request, "approve").await);

        let signed = log_tree::checkpoint(world.core().store.db(), CheckpointKind::Signed).await.unwrap().unwrap();
        let kept = kept::read(&world.core().config).unwrap().unwrap();
        let said = world.hikae.ports.choices.decisions(&actor(&world, &taro.browser).await, None).await.unwrap().items;
        let allow = said.iter().find(|decision| decision.stance == Stance::Allow).unwrap();
        assert!(signed.size > allow.position.0, "signed for {} entries, and this is entry {}", signed.size, allow.position);
        assert!(kept.size > allow.position.0, "kept beside the database, too: {}", kept.size);
        let file = taro.browser.get(&format!("/decisions/{}/receipt", allow.position)).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        let (said, out) = Verifying::of(file.text()).with(&key_of(&world).await);
        assert!(said == 0 && out.contains("allow all"), "{out}");
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

/// Two nodes ask one witness. What it saw of the other one is no longer log than there is.
#[tokio::test]
async fn a_witness_that_saw_what_another_node_published_is_no_alarm() {
    let world = World::on_sqlite().await;
    let witness = TestWitness::start("one.example/w", Manner::Good, world.clock.clone()).await;
    let [here, elsewhere] = [(); 2].map(|()| Witnesses::of(&[witness.line()]).unwrap());
    let patient = world.patient().await.browser;
    let publish = async || {
        refuse(&patient).await;
        world.hikae.sequencer.publisher().beat().await.unwrap();
    };
    publish().await;
    here.ask(world.core()).await.unwrap();
    assert_eq!(here.views()[0].answer, WitnessAnswer::Unknown, "it does not know the log yet");
    witness.trusts(&world.hikae.ports.log.state().await.unwrap().keys);
    publish().await;
    elsewhere.ask(world.core()).await.unwrap();
    assert_eq!((elsewhere.views()[0].answer, witness.asked()), (WitnessAnswer::Cosigned, 2));
    // Who did not sign is left alone for two rounds; in the third it is asked about a checkpoint that it will not sign any more.
    for _ in 0..3 {
        here.ask(world.core()).await.unwrap();
        assert_eq!(here.views()[0].answer, WitnessAnswer::Unknown);
    }
    assert_eq!(witness.asked(), 3);
    here.ask(world.core()).await.unwrap();
    assert_eq!((here.views()[0].answer, witness.asked()), (WitnessAnswer::Cosigned, 3), "the newest it has signed already");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_goes_once_another_one_has_signed_what_receipts_rest_on_and_not_before() {
    let (installation, world) = Installation::on_sqlite().await;
    let (core, publisher) = (world.core(), world.hikae.sequencer.publisher());
    leaves::catch_up(core).await.unwrap();
    publisher.beat().await.unwrap();
    let published = async || log_tree::checkpoint(core.store.db(), CheckpointKind::Published).await.unwrap().unwrap();
    // The witnesses cosign what only the old key has signed, and are slow with what both have.
    let before = published().await;
    log_tree::replace_checkpoint(core.store.db(), CheckpointKind::Cosigned, None, &before).await.unwrap();
    assert!(installation.run(&["log", "key", "add"]).await.status.success());
    let keys = Arc::new(Keys::open(&core.config, &SystemRandom).unwrap());
    let with_both = Hikae::new(Core { keys, ..core.clone() }, Assets::none()).await.unwrap();
    with_both.sequencer.publisher().beat().await.unwrap();
    let now = published().await;
    assert_eq!(SignedCheckpoint::parse(&now.note).unwrap().lines().count(), 2, "{}", now.note);

    let old = format!("{:08x}", publisher.signer().keys()[0].id());
    let retire = async || told(&installation.run(&["log", "key", "retire", &old]).await);
    let (said, out) = retire().await;
    assert!(said == 1 && out.contains("no other key has signed the newest cosigned checkpoint"), "{out}");
    log_tree::replace_checkpoint(core.store.db(), CheckpointKind::Cosigned, Some(&before), &now).await.unwrap();
    let (said, out) = retire().await;
    assert!(said == 0 && out.contains(&old), "{out}");
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
