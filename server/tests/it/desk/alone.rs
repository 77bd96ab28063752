//! Whatever one member of staff does alone, in whatever order: no refusal that stood is gone, no sign-in is changed, and
//! every look and act is the person's to see.

use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::world::World;
use domain::account::Level;
use domain::actor::{Actor, Patient as Signed, StaffRole};
use domain::choice::{Channel, Scope, Stance};
use domain::clock::Span;
use domain::desk::{Act, FoundBy, Proof, Source, Telling};
use domain::failure::Failure;
use domain::id::LookUpId;
use domain::identifier::INSURED;
use domain::ports::Ports;
use domain::ports::desk::{LookSeen, LookUpBy};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{EntityTrait, QueryOrder};
use server::store::entity::{accounts, passkeys, sessions};
use std::collections::BTreeMap;

/// Something that the one member of staff tries, to one of two people.
#[derive(Clone, Debug)]
enum Try {
    LookUp { right_day: bool, reason: bool },
    Decide { scope: usize, allow: bool, channel: usize, day: Option<i64>, read_back: bool },
    RaiseLevel(usize, usize),
    Letter,
    Protect,
    Deceased(usize, usize),
    History,
    LetThemselvesLook,
    Create,
    Close,
    Wait(i64),
}

fn tries() -> impl Strategy<Value = Vec<(usize, Try)>> {
    let one = prop_oneof![
        4 => (any::<bool>(), prop::bool::weighted(0.8)).prop_map(|(right_day, reason)| Try::LookUp { right_day, reason }),
        6 => (0_usize..4, any::<bool>(), 0_usize..4, prop::option::of(-3_i64..100), prop::bool::weighted(0.8))
            .prop_map(|(scope, allow, channel, day, read_back)| Try::Decide { scope, allow, channel, day, read_back }),
        1 => (0_usize..7, 0_usize..7).prop_map(|(one, other)| Try::RaiseLevel(one, other)),
        1 => Just(Try::Letter),
        1 => Just(Try::Protect),
        1 => (0_usize..6, 0_usize..6).prop_map(|(one, other)| Try::Deceased(one, other)),
        2 => Just(Try::History),
        2 => Just(Try::LetThemselvesLook),
        1 => Just(Try::Create),
        1 => Just(Try::Close),
        1 => (1_i64..40).prop_map(Try::Wait),
    ];
    prop::collection::vec((0_usize..2, one), 1..25)
}

const SCOPES: [&str; 4] = ["all", "commercial", "purpose:ai-development", "purpose:education"];

struct Story {
    world: World,
    actor: Actor,
    people: [Patient; 2],
    open: [Option<LookUpId>; 2],
    /// What was done with success, per person: looks, and acts.
    looks: [usize; 2],
    acts: [Vec<Act>; 2],
}

impl Story {
    async fn new() -> Self {
        let world = World::on_sqlite().await;
        let staff: Worker = world.support().await;
        let actor = Actor::Staff { by: staff.sign_in(), role: StaffRole::Support };
        let hospital = world.hospital().await;
        let people = [world.patient().await, world.patient_of(hospital.id, Level::One).await];
        for (person, scope) in people.iter().zip(["all", "purpose:ai-development"]) {
            assert_eq!(person.decide(scope, "refuse").await.status, 200);
        }
        Self { world, actor, people, open: [None; 2], looks: [0; 2], acts: [vec![], vec![]] }
    }

    fn ports(&self) -> &Ports {
        &self.world.hikae.ports
    }

    async fn signed(&self, who: usize) -> Actor {
        let found = accounts::Entity::find().all(self.world.core().store.db()).await.unwrap();
        let account = found.into_iter().find(|row| row.subject_id == Some(self.people[who].subject.0)).unwrap();
        Actor::Patient(Signed {
            account: domain::id::AccountId(account.id),
            subject: self.people[who].subject,
            level: Level::Two,
            standing: domain::account::Standing::Open,
            fresh: false,
            session: None,
        })
    }

    async fn refusals(&self) -> Vec<(usize, Scope)> {
        let mut standing = vec![];
        for who in 0..2 {
            let view = self.ports().choices.choices(&self.signed(who).await).await.unwrap();
            for scope in SCOPES.map(|scope| scope.parse::<Scope>().unwrap()) {
                if view.choices.stance(&scope) == Some(Stance::Refuse) {
                    standing.push((who, scope));
                }
            }
        }
        standing
    }

    /// Accounts but for their level and issuers, passkeys, and sessions: everything that a sign-in is made of.
    async fn sign_ins(&self) -> BTreeMap<String, String> {
        let db = self.world.core().store.db();
        let mut all = BTreeMap::new();
        for row in accounts::Entity::find().order_by_asc(accounts::Column::Id).all(db).await.unwrap() {
            all.insert(format!("account {}", row.id), format!("{} {:?} {} {:?}", row.handle, row.subject_id, row.kind, row.closed_until));
        }
        for row in passkeys::Entity::find().all(db).await.unwrap() {
            all.insert(format!("passkey {}", row.id), format!("{} {:?} {:?}", row.account_id, row.credential_id, row.set_aside_by));
        }
        for row in sessions::Entity::find().all(db).await.unwrap() {
            all.insert(format!("session {}", row.ref_id), format!("{:?}", row.account_id));
        }
        all
    }

    async fn run(&mut self, who: usize, what: &Try) {
        let desk = self.ports().desk.clone();
        let actor = self.actor.clone();
        let outcome = match (what, self.open[who]) {
            (Try::LookUp { right_day, reason }, _) => {
                let by = LookUpBy {
                    system: INSURED.to_owned(),
                    value: self.people[who].insured.clone(),
                    birth_date: if *right_day { BIRTH_DATE.to_owned() } else { "1980-01-01".to_owned() },
                    reason: if *reason { "理由。".to_owned() } else { String::new() },
                };
                if let Ok(id) = desk.look_up(&actor, by).await {
                    self.open[who] = Some(id);
                    self.looks[who] += usize::from(*right_day);
                }
                return;
            }
            (Try::Wait(minutes), _) => {
                self.world.clock.pass(Span::minutes(*minutes));
                return;
            }
            (_, None) => return,
            (Try::Decide { scope, allow, channel, day, read_back }, Some(id)) => {
                let received = day.map(|back| (self.world.core().now() - Span::days(back)).in_tokyo().0);
                let telling = Telling {
                    scope: SCOPES[*scope].parse().unwrap(),
                    stance: if *allow { Stance::Allow } else { Stance::Refuse },
                    channel: Channel::ALL[*channel],
                    received,
                    read_back: *read_back,
                };
                desk.decide(&actor, id, telling, None).await.map(|_| Some(Act::Decided))
            }
            (Try::RaiseLevel(one, other), Some(id)) => {
                desk.raise_level(&actor, id, [Proof::ALL[*one].code(), Proof::ALL[*other].code()]).await.map(|()| Some(Act::LevelRaised))
            }
            (Try::Letter, Some(id)) => desk.issue_letter(&actor, id).await.map(|()| Some(Act::LetterIssued)),
            (Try::Protect, Some(id)) => desk.protect(&actor, id, "本人の申し出。").await.map(|()| Some(Act::Protected)),
            (Try::Deceased(one, other), Some(id)) => {
                let sources = [Source::ALL[*one].code(), Source::ALL[*other].code()];
                desk.deceased(&actor, id, "2026-11-01", sources).await.map(|()| Some(Act::Deceased))
            }
            (Try::History, Some(id)) => desk.open_history(&actor, id, "理由。").await.map(|()| Some(Act::UseSeen)),
            (Try::LetThemselvesLook, Some(id)) => {
                let let_look: Result<(), Failure> = desk.let_look(&actor, id, true).await;
                assert!(let_look.is_err(), "nobody agrees with themselves");
                return;
            }
            (Try::Create, Some(id)) => desk.create(&actor, id).await.map(|()| None),
            (Try::Close, Some(id)) => desk.close(&actor, id).await.map(|()| None),
        };
        // What was done for somebody who was made known is that new person's to see.
        let theirs = self.looks_of(who).await.iter().any(|look| Some(look.id) == self.open[who]);
        if let (Ok(Some(act)), true) = (outcome, theirs) {
            self.acts[who].push(act);
        }
    }

    async fn looks_of(&self, who: usize) -> Vec<LookSeen> {
        let actor = self.signed(who).await;
        let (mut all, mut before) = (vec![], None);
        loop {
            let page = self.ports().desk.looked(&actor, before).await.unwrap();
            all.extend(page.items);
            before = page.next;
            if before.is_none() {
                return all;
            }
        }
    }
}

async fn told(tried: Vec<(usize, Try)>) {
    let mut story = Story::new().await;
    let (stood, sign_ins) = (story.refusals().await, story.sign_ins().await);
    assert_eq!(stood.len(), 2);
    for (who, what) in &tried {
        story.run(*who, what).await;
        let now = story.refusals().await;
        assert!(stood.iter().all(|refusal| now.contains(refusal)), "{what:?} removed a refusal");
    }
    assert_eq!(story.sign_ins().await, sign_ins, "a sign-in was changed");
    for who in 0..2 {
        let looks = story.looks_of(who).await;
        assert_eq!(looks.len(), story.looks[who], "every look is seen");
        assert!(looks.iter().all(|look| look.found_by == FoundBy::Told || look.found_by == FoundBy::Approved));
        let mut seen: Vec<Act> = looks.into_iter().flat_map(|look| look.acts).map(|done| done.act).collect();
        let mut done = story.acts[who].clone();
        seen.sort();
        done.sort();
        assert_eq!(seen, done, "every act is seen");
    }
}

#[test]
fn no_single_member_of_staff_removes_a_refusal_takes_a_sign_in_or_looks_unseen() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..Config::default() });
    runner
        .run(&tries(), |tried| {
            let outcome = runtime.block_on(async { tokio::spawn(told(tried)).await });
            outcome.map_err(|error| TestCaseError::fail(format!("{error:?}")))
        })
        .unwrap();
}

#[tokio::test]
async fn whoever_made_the_letter_and_opened_the_account_stays_at_level_one() {
    let world = World::on_sqlite().await;
    let staff = world.support().await;
    let actor = Actor::Staff { by: staff.sign_in(), role: StaffRole::Support };
    let desk = world.hikae.ports.desk.clone();
    let insured = world.new_insured_number();
    world.issue(&[&insured], BIRTH_DATE, world.hospital().await.id, Level::One).await;
    let by = LookUpBy { system: INSURED.into(), value: insured, birth_date: BIRTH_DATE.into(), reason: "理由。".into() };
    let id = desk.look_up(&actor, by).await.unwrap();
    desk.issue_letter(&actor, id).await.unwrap();
    let code = desk.letter(&actor, id).await.unwrap().unwrap().code;
    let (browser, _) = world.activate(&code.grouped(), BIRTH_DATE).await;
    assert!(desk.raise_level(&actor, id, ["photo-id", "insurance-card"]).await.is_err());
    let usage = browser.get("/usage").await;
    assert!(usage.text().contains("data-act=\"letter-issued\""), "{}", usage.text());
}
