//! One member of staff alone, whatever they try and in whatever order: no account is taken over, no refusal is removed, no
//! history is read unseen.

use super::{TWO_PROOFS, ask, decide, look_up};
use crate::identity::{actor, done, is_signed_in};
use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::world::World;
use domain::choice::{Scope, Stance};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::EntityTrait;
use server::store::entity::{binding_codes, proxies};

/// Something that one member of staff tries.
#[derive(Clone, Copy, Debug)]
enum Try {
    Ask(usize),
    Decide { nth: usize, approve: bool },
    MakeCode(usize),
    LookAtRequest(usize),
    Forge(usize),
    EnterAllow,
    OpenHistory,
    LookAtPerson,
    PutIntoView(usize),
}

fn any_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        (0_usize..6).prop_map(Try::Ask),
        (0_usize..6, any::<bool>()).prop_map(|(nth, approve)| Try::Decide { nth, approve }),
        (0_usize..6).prop_map(Try::MakeCode),
        (0_usize..6).prop_map(Try::LookAtRequest),
        (0_usize..4).prop_map(Try::Forge),
        Just(Try::EnterAllow),
        Just(Try::OpenHistory),
        Just(Try::LookAtPerson),
        (0_usize..6).prop_map(Try::PutIntoView),
    ]
}

/// What they hold in their hands.
struct Hands {
    victim: String,
    accomplice: String,
    requests: Vec<String>,
    /// A use of the victim's records, and whether any answer told of it.
    used: String,
    read: bool,
}

impl Hands {
    fn request(&self, nth: usize) -> String {
        self.requests.get(nth).cloned().unwrap_or_else(|| "01J00000000000000000000000".to_owned())
    }
}

/// Tries it. What comes of it is looked at afterwards; an answer that is no answer is a fault.
async fn attempt(sato: &Worker, hands: &mut Hands, what: Try) {
    let answer = match what {
        Try::Ask(kind) => {
            let (kind, more) = [
                ("recovery", TWO_PROOFS.to_vec()),
                ("link", vec![("other", hands.accomplice.as_str()), ("proof", "insurance-card")]),
                ("unlink", vec![("other", hands.accomplice.as_str())]),
                ("permit", vec![("scope", "all"), ("channel", "paper")]),
                ("proxy", vec![("other", hands.accomplice.as_str()), ("role", "attorney"), ("proof", "power-of-attorney")]),
                ("lift-protection", TWO_PROOFS.to_vec()),
            ][kind]
                .clone();
            let answer = ask(&sato.browser, &hands.victim, kind, &more).await;
            if answer.status.is_success() {
                hands.requests.push(super::last_part(&super::led_to(&answer)));
            }
            answer
        }
        Try::Decide { nth, approve } => decide(&sato.browser, &hands.request(nth), if approve { "approve" } else { "decline" }).await,
        Try::MakeCode(nth) => sato.browser.call("/do/binding-code/make", &[("request", &hands.request(nth))]).await,
        Try::LookAtRequest(nth) => sato.browser.get(&format!("/desk/recovery/{}", hands.request(nth))).await,
        Try::Forge(which) => {
            let forged = ["", "01J00000000000000000000000", &hands.victim, &sato.account.to_string()][which].to_owned();
            decide(&sato.browser, &forged, "approve").await
        }
        Try::EnterAllow => {
            let form =
                [("look_up", hands.victim.as_str()), ("scope", "all"), ("stance", "allow"), ("channel", "counter"), ("read_back", "yes")];
            sato.browser.call("/do/person/decide", &form).await
        }
        Try::OpenHistory => {
            let form = [("look_up", hands.victim.as_str()), ("reason", "本人が、どの病院かを尋ねた。")];
            sato.browser.call("/do/person/history", &form).await
        }
        Try::LookAtPerson => sato.browser.get(&format!("/desk/person/{}", hands.victim)).await,
        Try::PutIntoView(nth) => sato.browser.call("/do/person/view", &[("proxy", &hands.request(nth))]).await,
    };
    assert!(!answer.status.is_server_error(), "{what:?}: {} {}", answer.status, answer.text());
    hands.read |= answer.text().contains(&hands.used);
}

/// What must hold after whatever was tried.
async fn nothing_happened(world: &World, victim: &Patient, accomplice: &Patient, hands: &Hands) {
    let db = world.core().store.db();
    assert!(is_signed_in(world, &victim.browser).await, "nobody took the account over");
    assert_eq!(binding_codes::Entity::find().all(db).await.unwrap(), []);
    assert_eq!(proxies::Entity::find().all(db).await.unwrap(), []);
    let ports = &world.hikae.ports;
    let choices = ports.choices.choices(&actor(world, &victim.browser).await).await.unwrap().choices;
    assert_eq!(choices.stance(&Scope::All), Some(Stance::Refuse), "the refusal stands");
    let theirs = ports.choices.decisions(&actor(world, &accomplice.browser).await, None).await.unwrap();
    assert_eq!(theirs.items, [], "nobody else reads what the person decided");
    let told = done(victim.browser.get("/usage").await).text().contains("data-act=\"use-seen\"");
    assert!(told || !hands.read, "the history was read, and the person does not see that");
}

#[test]
fn one_member_of_staff_alone_takes_nothing_over_removes_nothing_and_reads_nothing_unseen() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 12, max_shrink_iters: 40, failure_persistence: None, ..Config::default() });
    let sequences = proptest::collection::vec(any_try(), 1..14);
    runner
        .run(&sequences, |tries| {
            runtime.block_on(async {
                let world = World::on_sqlite().await;
                let (sato, victim, accomplice) = (world.support().await, world.patient().await, world.patient().await);
                // Against the refusal of everything that this victim says first.
                let used = world.against(&world.hospital().await, &[&victim]).await;
                let mut hands = Hands {
                    victim: look_up(&sato, &victim.insured, BIRTH_DATE).await,
                    accomplice: look_up(&sato, &accomplice.insured, BIRTH_DATE).await,
                    requests: Vec::new(),
                    used: used.to_string(),
                    read: false,
                };
                for what in tries {
                    attempt(&sato, &mut hands, what).await;
                }
                nothing_happened(&world, &victim, &accomplice, &hands).await;
            });
            Ok(())
        })
        .unwrap();
}
