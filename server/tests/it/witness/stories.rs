//! What becomes of what witnesses say.

use super::{Manner, TestWitness};
use crate::on_both_databases;
use crate::world::World;
use domain::clock::Span;
use domain::log::note::SignedCheckpoint;
use domain::log::receipt::Receipt;
use domain::log::tree::TreeHash;
use domain::ports::{LogView, WitnessAnswer};
use server::http::assets::Assets;
use server::log::witness::Witnesses;
use server::state::Hikae;
use std::sync::Arc;

/// Begins to ask these witnesses, each of which knows the log.
async fn watched(world: &World, witnesses: &[TestWitness]) -> (Witnesses, Hikae) {
    let view = world.hikae.ports.log.state().await.unwrap();
    for witness in witnesses {
        witness.trusts(&view.keys);
    }
    asking(world, witnesses.iter().map(TestWitness::line).collect()).await
}

/// A node that is told of these witnesses.
async fn asking(world: &World, lines: Vec<String>) -> (Witnesses, Hikae) {
    let mut core = world.core().clone();
    let mut config = server::config::Config::clone(&core.config);
    config.witnesses = lines;
    core.config = Arc::new(config);
    let hikae = Hikae::new(core, Assets::none()).await.unwrap();
    (hikae.witnesses.clone(), hikae)
}

async fn publish(world: &World) -> u64 {
    world.hikae.sequencer.publisher().beat().await.unwrap();
    world.hikae.ports.log.state().await.unwrap().entries()
}

async fn view(hikae: &Hikae) -> LogView {
    hikae.ports.log.state().await.unwrap()
}

fn answers(witnesses: &Witnesses) -> Vec<&'static str> {
    witnesses.views().iter().map(|view| view.answer.code()).collect()
}

async fn two(world: &World) -> [TestWitness; 2] {
    let (one, other) = ("one.example/w", "other.example/w");
    [TestWitness::start(one, Manner::Good, world.clock.clone()).await, TestWitness::start(other, Manner::Good, world.clock.clone()).await]
}

on_both_databases! {
    async fn two_witnesses_cosign_what_is_published_and_follow_it_as_it_grows(world: World) {
        let patient = world.patient().await;
        let both = two(&world).await;
        let (witnesses, hikae) = watched(&world, &both).await;
        patient.decide("all", "refuse").await;
        let first = publish(&world).await;
        assert_eq!((view(&hikae).await.cosigners(), view(&hikae).await.witnessed()), (0, 0), "nothing is claimed before anybody signed");

        witnesses.ask(&hikae.core).await.unwrap();
        assert_eq!((view(&hikae).await.cosigners(), view(&hikae).await.witnessed()), (2, first));
        let note = SignedCheckpoint::parse(world.browser().get("/log/checkpoint").await.text()).unwrap();
        let now = world.core().clock.now();
        let signed = note.cosignatures(&witnesses.keys());
        assert_eq!(signed, [("one.example/w".to_owned(), now), ("other.example/w".to_owned(), now)]);
        assert!(note.verify(&view(&hikae).await.keys).is_ok() && note.lines().count() == 3, "and no line of anybody else");

        // Who has signed is not asked again about the same, not even by a server that was started since.
        witnesses.ask(&hikae.core).await.unwrap();
        let (later, _) = watched(&world, &both).await;
        assert_eq!(answers(&later), ["not-asked", "not-asked"]);
        later.ask(&hikae.core).await.unwrap();
        assert_eq!((answers(&later), both[0].asked()), (vec!["cosigned", "cosigned"], 1));

        // What comes later is not covered until they saw it, and they see that it goes on from there.
        patient.decide("all", "allow").await;
        world.clock.pass(Span::seconds(5));
        let second = publish(&world).await;
        assert_eq!(view(&hikae).await.witnessed(), first);
        witnesses.ask(&hikae.core).await.unwrap();
        assert_eq!((view(&hikae).await.witnessed(), both[1].seen().unwrap().0), (second, second));
        assert_eq!(both[1].asked(), 2, "the size that it saw was known");
    }

    async fn a_server_that_was_started_again_learns_from_the_witness_where_it_stands(world: World) {
        let patient = world.patient().await;
        let both = two(&world).await;
        patient.decide("all", "refuse").await;
        publish(&world).await;
        let (witnesses, hikae) = watched(&world, &both).await;
        witnesses.ask(&hikae.core).await.unwrap();
        let mut size = 0;
        for stance in ["allow", "refuse", "allow"] {
            patient.decide("commercial", stance).await;
            size = publish(&world).await;
        }
        // Another server knows nothing of what they saw: 409, then a proof from there.
        let (witnesses, hikae) = watched(&world, &both).await;
        witnesses.ask(&hikae.core).await.unwrap();
        assert_eq!((answers(&witnesses), view(&hikae).await.witnessed()), (vec!["cosigned", "cosigned"], size));
        assert_eq!(both[0].asked(), 3);
    }

    async fn on_a_busy_log_two_slow_witnesses_cosign_the_same_checkpoint_and_then_a_newer_one(world: World) {
        let patient = world.patient().await;
        let quick = TestWitness::start("quick.example", Manner::Good, world.clock.clone()).await;
        let slow = TestWitness::start("slow.example", Manner::Held, world.clock.clone()).await;
        let (witnesses, hikae) = watched(&world, &[quick.clone(), slow.clone()]).await;
        let mut witnessed = Vec::new();
        for _ in 0..3 {
            patient.decide("all", "refuse").await;
            let asked = publish(&world).await;
            let asking = tokio::spawn({
                let (witnesses, core) = (witnesses.clone(), hikae.core.clone());
                async move { witnesses.ask(&core).await }
            });
            while quick.seen().is_none_or(|(size, _)| size < asked) {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            // A beat between the two: what is published is another checkpoint when the slow one answers.
            patient.decide("commercial", "refuse").await;
            assert!(publish(&world).await > asked && slow.seen().is_none_or(|(size, _)| size < asked));
            slow.lets_go();
            asking.await.unwrap().unwrap();
            assert_eq!((view(&hikae).await.cosigners(), view(&hikae).await.witnessed()), (2, asked));
            witnessed.push(asked);
        }
        assert!(witnessed.is_sorted() && quick.asked() == 3, "each was asked about the same, once: {witnessed:?}");
    }

    async fn what_two_nodes_heard_of_the_same_checkpoint_counts_together(world: World) {
        let patient = world.patient().await;
        let near = TestWitness::start("near.example", Manner::Good, world.clock.clone()).await;
        let slow = TestWitness::start("slow.example", Manner::Held, world.clock.clone()).await;
        watched(&world, &[near.clone(), slow.clone()]).await;
        // One node reaches one of them alone, the other node the other.
        let (ours, hikae) = asking(&world, vec![near.line(), format!("http://127.0.0.1:9/ {}", slow.key())]).await;
        let (theirs, _) = asking(&world, vec![format!("http://127.0.0.1:9/ {}", near.key()), slow.line()]).await;
        patient.decide("all", "refuse").await;
        let size = publish(&world).await;
        let waiting = tokio::spawn({
            let (theirs, core) = (theirs.clone(), hikae.core.clone());
            async move { theirs.ask(&core).await }
        });
        // It asks both at once, and hears from the one that it cannot reach that there is nobody.
        while answers(&theirs)[0] == "not-asked" {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        ours.ask(&hikae.core).await.unwrap();
        assert_eq!((view(&hikae).await.cosigners(), view(&hikae).await.witnessed()), (1, 0));
        patient.decide("commercial", "refuse").await;
        assert!(publish(&world).await > size, "what is published is another one when the slow one answers");
        slow.lets_go();
        waiting.await.unwrap().unwrap();
        assert_eq!((view(&hikae).await.cosigners(), view(&hikae).await.witnessed()), (2, size));
    }

    async fn what_one_witness_does_not_sign_is_given_up_for_the_newest_after_a_while(world: World) {
        let patient = world.patient().await;
        let [good, other] = two(&world).await;
        let (witnesses, hikae) = watched(&world, &[good.clone(), other.clone()]).await;
        other.trusts(&[]);
        patient.decide("all", "refuse").await;
        let first = publish(&world).await;
        witnesses.ask(&hikae.core).await.unwrap();
        patient.decide("all", "allow").await;
        let second = publish(&world).await;
        witnesses.ask(&hikae.core).await.unwrap();
        assert_eq!((good.seen().unwrap().0, view(&hikae).await.witnessed()), (first, 0), "both are asked about the same");
        world.clock.pass(Span::seconds(31));
        other.trusts(&world.hikae.sequencer.publisher().signer().keys());
        for _ in 0..4 {
            witnesses.ask(&hikae.core).await.unwrap();
        }
        assert_eq!((good.seen().unwrap().0, view(&hikae).await.witnessed()), (second, second));
    }

    async fn the_page_of_a_decision_claims_only_what_two_witnesses_have_signed(world: World) {
        let patient = world.patient().await;
        let both = two(&world).await;
        let (witnesses, hikae) = watched(&world, &both).await;
        let browser = patient.browser.at(server::http::router(&hikae));
        patient.decide("all", "refuse").await;
        let position = publish(&world).await - 1;
        let page = async || browser.get(&format!("/decisions/{position}")).await.text().to_owned();
        assert!(page().await.contains("data-standing=\"receipt-pending\""), "nobody has signed");
        both[1].trusts(&[]);
        witnesses.ask(&hikae.core).await.unwrap();
        assert!(page().await.contains("data-standing=\"receipt-pending\""), "one is not enough");
        both[1].trusts(&view(&hikae).await.keys);
        for _ in 0..4 {
            witnesses.ask(&hikae.core).await.unwrap();
        }
        assert!(page().await.contains("data-standing=\"receipt-witnessed\""));
        // The file says the same to whoever verifies it with the witnesses' keys.
        let receipt: Receipt = browser.get(&format!("/decisions/{position}/receipt")).await.text().parse().unwrap();
        let verified = receipt.verify(&view(&hikae).await.keys, &witnesses.keys()).unwrap();
        assert_eq!(verified.cosigned_by, ["one.example/w", "other.example/w"]);
    }

    async fn a_witness_that_saw_more_is_an_alarm_for_everybody_and_changes_nothing(world: World) {
        let patient = world.patient().await;
        let [good, ahead] = two(&world).await;
        let (witnesses, hikae) = watched(&world, &[good.clone(), ahead.clone()]).await;
        patient.decide("all", "refuse").await;
        let size = publish(&world).await;
        ahead.remembers(size + 40, TreeHash([1; 32]));
        witnesses.ask(&hikae.core).await.unwrap();
        assert_eq!(witnesses.views()[1].answer, WitnessAnswer::Ahead { size: size + 40 });
        let page = crate::world::send(&server::http::router(&hikae), axum::http::Request::get("/log").body(axum::body::Body::empty()).unwrap()).await;
        assert!(page.text().contains("data-alarm=\"ahead\"") && page.text().contains(&format!("{}", size + 40)));
        assert_eq!(view(&hikae).await.cosigners(), 1, "the other one signed all the same");
        // Of the same size it saw another root: to it this is another log.
        ahead.remembers(size, TreeHash([1; 32]));
        for _ in 0..3 {
            witnesses.ask(&hikae.core).await.unwrap();
        }
        assert_eq!(answers(&witnesses), ["cosigned", "inconsistent"]);
        assert_eq!((view(&hikae).await.entries(), view(&hikae).await.witnessed()), (size, 0));
        let decided = patient.decide("commercial", "refuse").await;
        assert!(decided.status.is_success() || decided.status.is_redirection(), "decisions go on: {}", decided.status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_that_lies_or_cannot_is_told_apart_and_its_line_is_shown_nowhere() {
    let world = World::on_sqlite().await;
    let patient = world.patient().await;
    let manners = [
        (Manner::Good, "cosigned"),
        (Manner::Garbage, "wrong"),
        (Manner::Endless, "wrong"),
        (Manner::Forger, "wrong"),
        (Manner::InTheFuture, "wrong"),
        (Manner::Timeless, "wrong"),
        (Manner::Contrary, "wrong"),
        (Manner::Wavering, "wrong"),
        (Manner::Redirecting, "wrong"),
        (Manner::Overloaded, "silent"),
    ];
    let mut all = Vec::new();
    for (number, (manner, _)) in manners.into_iter().enumerate() {
        all.push(TestWitness::start(&format!("w{number}.example"), manner, world.clock.clone()).await);
    }
    let unknowing = TestWitness::start("unknowing.example", Manner::Good, world.clock.clone()).await;
    all.push(unknowing.clone());
    let (witnesses, hikae) = watched(&world, &all).await;
    unknowing.trusts(&[]);
    for stance in ["refuse", "allow", "refuse"] {
        patient.decide("all", stance).await;
    }
    publish(&world).await;
    witnesses.ask(&hikae.core).await.unwrap();
    let expected: Vec<_> = manners.iter().map(|(_, code)| *code).chain(["unknown"]).collect();
    assert_eq!(answers(&witnesses), expected);
    let note = SignedCheckpoint::parse(world.browser().get("/log/checkpoint").await.text()).unwrap();
    assert_eq!(note.lines().count(), 2, "the log's own line, and that of the one that did as it should: {note}");
    // Who did not sign is left alone for a while.
    let before = unknowing.asked();
    witnesses.ask(&hikae.core).await.unwrap();
    assert_eq!(unknowing.asked(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_a_witness_that_is_slow_or_gone() {
    let world = World::on_sqlite().await;
    let patient = world.patient().await;
    let slow = TestWitness::start("slow.example", Manner::Slow, world.clock.clone()).await;
    let gone = TestWitness::start("gone.example", Manner::Good, world.clock.clone()).await;
    *gone.0.url.lock().unwrap() = "http://127.0.0.1:1/submit".to_owned();
    let good = TestWitness::start("good.example", Manner::Good, world.clock.clone()).await;
    patient.decide("all", "refuse").await;
    publish(&world).await;
    let (witnesses, hikae) = watched(&world, &[slow, gone, good]).await;
    let asking = tokio::spawn({
        let (witnesses, core) = (witnesses.clone(), hikae.core.clone());
        async move { witnesses.ask(&core).await }
    });
    let mut decided = 0;
    while view(&hikae).await.cosigners() == 0 || decided < 3 {
        patient.decide("commercial", if decided % 2 == 0 { "refuse" } else { "allow" }).await;
        publish(&world).await;
        decided += 1;
    }
    assert!(!asking.is_finished(), "three decisions and the good witness's signature were there before the slow one gave up");
    asking.await.unwrap().unwrap();
    assert_eq!(answers(&witnesses), ["silent", "silent", "cosigned"]);
}

#[test]
fn a_line_that_names_no_witness_is_refused_at_the_start() {
    let key = "one.example/w+a3cff7bf+BGQYUMsRkwfBJFok2IgOh70Nif/NdyzXm4CPiLN2nYfQ";
    for line in
        ["", "https://one.example", "ftp://one.example x", "https://one.example nonsense", &format!("https://one.example?a=b {key}")]
    {
        assert!(Witnesses::of(&[line.to_owned()]).is_err(), "{line}");
    }
}
