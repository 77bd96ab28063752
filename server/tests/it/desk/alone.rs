//! Whatever one member of staff does alone, in whatever order: no refusal that stood is gone, no sign-in is changed, no check is
//! answered otherwise than the person lets it, and every look and act is the person's to see.

use super::found;
use crate::approvals;
use crate::identity::{self, done};
use crate::personas::{BIRTH_DATE, Patient, Worker};
use crate::proxies;
use crate::world::World;
use domain::account::Level;
use domain::actor::{Actor, Patient as Signed, StaffRole};
use domain::check::{Answer, Decision, Question, RawIdentifier, Row};
use domain::choice::{Channel, Scope, Stance};
use domain::clock::Span;
use domain::desk::{Act, FoundBy, Proof, Source, Telling};
use domain::failure::Failure;
use domain::holder::ClientScope;
use domain::id::{InquiryId, LookUpId, ProxyId};
use domain::identifier::INSURED;
use domain::inquiry::{Asking, Author, Language};
use domain::ports::Ports;
use domain::ports::desk::{LookSeen, LookUpBy, Looked};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{EntityTrait, QueryOrder};
use server::store::entity::{accounts, passkeys, sessions};
use std::collections::{BTreeMap, BTreeSet};

/// Something that the one member of staff tries, to one of two people.
#[derive(Clone, Debug)]
enum Try {
    LookUp {
        right_day: bool,
        reason: bool,
    },
    /// In the view of the person that was opened last.
    Do(Deed),
    /// There, too.
    EndProxy,
    /// On what the person asked.
    Case(Work),
    Wait(i64),
}

/// What can be done with a person in view.
#[derive(Clone, Debug)]
enum Deed {
    Decide { scope: usize, allow: bool, channel: usize, day: Option<i64>, read_back: bool },
    RaiseLevel(usize, usize),
    Letter,
    Protect,
    Deceased(usize, usize),
    History,
    LetThemselvesLook,
    Create,
    Close,
}

/// What can be done with an inquiry.
#[derive(Clone, Copy, Debug)]
enum Work {
    Take,
    GiveBack,
    Look,
    Answer,
    Close,
}

fn deeds() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (0_usize..4, any::<bool>(), 0_usize..4, prop::option::of(-3_i64..100), prop::bool::weighted(0.8))
            .prop_map(|(scope, allow, channel, day, read_back)| Deed::Decide { scope, allow, channel, day, read_back }),
        1 => (0_usize..7, 0_usize..7).prop_map(|(one, other)| Deed::RaiseLevel(one, other)),
        1 => Just(Deed::Letter),
        1 => Just(Deed::Protect),
        1 => (0_usize..6, 0_usize..6).prop_map(|(one, other)| Deed::Deceased(one, other)),
        2 => Just(Deed::History),
        2 => Just(Deed::LetThemselvesLook),
        3 => Just(Deed::Create),
        1 => Just(Deed::Close),
    ]
}

fn tries() -> impl Strategy<Value = Vec<(usize, Try)>> {
    let works = vec![Work::Take, Work::GiveBack, Work::Look, Work::Answer, Work::Close];
    let one = prop_oneof![
        5 => (any::<bool>(), prop::bool::weighted(0.8)).prop_map(|(right_day, reason)| Try::LookUp { right_day, reason }),
        12 => deeds().prop_map(Try::Do),
        1 => Just(Try::EndProxy),
        4 => prop::sample::select(works).prop_map(Try::Case),
        1 => (1_i64..40).prop_map(Try::Wait),
    ];
    prop::collection::vec((0_usize..2, one), 1..25)
}

const SCOPES: [&str; 4] = ["all", "commercial", "purpose:ai-development", "purpose:education"];

/// What the desk did about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Traces {
    looks: BTreeSet<LookUpId>,
    acts: BTreeMap<Act, usize>,
    answers: usize,
    grants_ended: usize,
}

struct Story {
    world: World,
    actor: Actor,
    /// Who asks what the people have chosen.
    asks: Actor,
    people: [Patient; 2],
    /// What each of them asked.
    inquiries: Vec<InquiryId>,
    /// The second of them may act for the first.
    grant: ProxyId,
    open: [Option<LookUpId>; 2],
    /// What was done with success, per person.
    done: [Traces; 2],
}

/// Somebody asks the desk something.
async fn asked(world: &World, person: &Patient) -> InquiryId {
    let asking = Asking { text: "なぜですか。".to_owned(), about: None, language: Language::Ja, key: None };
    world.hikae.ports.inquiries.ask(&identity::actor(world, &person.browser).await, asking).await.unwrap()
}

/// Before the story begins two members of staff agree that the second of them may act for the first.
async fn granted(world: &World, staff: &Worker, people: &[Patient; 2]) -> ProxyId {
    let (of, by) = (found(staff, &people[0]).await, found(staff, &people[1]).await);
    let form = [("other", by.as_str()), ("role", "attorney"), ("proof", "power-of-attorney")];
    let request = approvals::asked(&staff.browser, &of, "proxy", &form).await;
    let second = world.support().await;
    done(approvals::decide(&second.browser, &request, "approve").await);
    proxies::people(world, &people[0]).await.acted_for_by[0].id
}

impl Story {
    async fn new() -> Self {
        let world = World::on_sqlite().await;
        let staff: Worker = world.support().await;
        let hospital = world.hospital().await;
        let people = [world.patient().await, world.patient_of(hospital.id, Level::One).await];
        let mut inquiries = vec![];
        for (person, scope) in people.iter().zip(["all", "purpose:ai-development"]) {
            assert_eq!(person.decide(scope, "refuse").await.status, 200);
            inquiries.push(asked(&world, person).await);
        }
        let grant = granted(&world, &staff, &people).await;
        let actor = Actor::Staff { by: staff.sign_in(), role: StaffRole::Support };
        let asks = Actor::Client { client: "hospital".to_owned(), holder: hospital.id, scopes: [ClientScope::ConsentRead].into() };
        let mut story = Self { world, actor, asks, people, inquiries, grant, open: [None; 2], done: Default::default() };
        for who in 0..2 {
            story.done[who] = story.seen_by(who).await;
        }
        story
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

    /// What a hospital is told about the numbers of both: for education, and for what each of them has refused.
    async fn verdicts(&self) -> Vec<Decision> {
        let mut verdicts = vec![];
        for purpose in ["purpose:education", "purpose:ai-development"] {
            let number = |person: &Patient| RawIdentifier { system: INSURED.to_owned(), value: person.insured.clone() };
            let rows = self.people.iter().map(|person| Ok(Row { identifiers: vec![number(person)], no_insured_number: false })).collect();
            let question = Question { asked_for: purpose.parse().unwrap(), rows };
            let answers = self.ports().checks.check(&self.asks, question).await.unwrap();
            verdicts.extend(answers.results.into_iter().map(Answer::decision));
        }
        verdicts
    }

    async fn run(&mut self, who: usize, what: &Try) {
        match (what, self.open[who]) {
            (Try::Wait(minutes), _) => self.world.clock.pass(Span::minutes(*minutes)),
            (Try::LookUp { right_day, reason }, _) => self.look_up(who, *right_day, *reason).await,
            (Try::Case(work), _) => self.work_on_case(who, *work).await,
            (Try::EndProxy, Some(id)) => self.end_proxy(id).await,
            (Try::Do(deed), Some(id)) => {
                if let Ok(Some(act)) = self.act(id, deed).await {
                    *self.done[who].acts.entry(act).or_default() += 1;
                }
            }
            (Try::EndProxy | Try::Do(_), None) => {}
        }
    }

    async fn look_up(&mut self, who: usize, right_day: bool, reason: bool) {
        let by = LookUpBy {
            system: INSURED.to_owned(),
            value: self.people[who].insured.clone(),
            birth_date: if right_day { BIRTH_DATE.to_owned() } else { "1980-01-01".to_owned() },
            reason: if reason { "理由。".to_owned() } else { String::new() },
        };
        let Ok(id) = self.ports().desk.look_up(&self.actor, by).await else { return };
        self.open[who] = Some(id);
        if right_day {
            self.done[who].looks.insert(id);
        }
    }

    async fn work_on_case(&mut self, who: usize, work: Work) {
        let (port, id) = (self.ports().inquiries.clone(), self.inquiries[who]);
        let worked = match work {
            Work::Take => port.take(&self.actor, id).await,
            Work::GiveBack => port.give_back(&self.actor, id).await,
            Work::Look => port.look(&self.actor, id).await.map(|_| ()),
            Work::Answer => port.answer(&self.actor, id, "答えます。", None).await,
            Work::Close => port.close_case(&self.actor, id).await,
        };
        if worked.is_err() {
            return;
        }
        self.done[who].answers += usize::from(matches!(work, Work::Answer));
        // Whoever works on it has the person in view, and the person sees that.
        if let Some(opened) = port.case(&self.actor, id).await.unwrap().and_then(|case| case.look_up) {
            self.open[who] = Some(opened);
            self.done[who].looks.insert(opened);
        }
    }

    async fn end_proxy(&mut self, id: LookUpId) {
        if self.ports().proxies.end(&self.actor, id, self.grant).await.is_ok() {
            // For whom it was, and who had it.
            for done in &mut self.done {
                done.grants_ended += 1;
            }
        }
    }

    /// Does that in a look-up; answers what of it the person is told.
    async fn act(&self, id: LookUpId, deed: &Deed) -> Result<Option<Act>, Failure> {
        let (desk, actor) = (&self.ports().desk, &self.actor);
        match deed {
            Deed::Decide { scope, allow, channel, day, read_back } => {
                let received = day.map(|back| (self.world.core().now() - Span::days(back)).in_tokyo().0);
                let telling = Telling {
                    scope: SCOPES[*scope].parse().unwrap(),
                    stance: if *allow { Stance::Allow } else { Stance::Refuse },
                    channel: Channel::ALL[*channel],
                    received,
                    read_back: *read_back,
                };
                desk.decide(actor, id, telling, None).await.map(|_| Some(Act::Decided))
            }
            Deed::RaiseLevel(one, other) => {
                desk.raise_level(actor, id, [Proof::ALL[*one].code(), Proof::ALL[*other].code()]).await.map(|()| Some(Act::LevelRaised))
            }
            Deed::Letter => desk.issue_letter(actor, id).await.map(|()| Some(Act::LetterIssued)),
            Deed::Protect => desk.protect(actor, id, "本人の申し出。").await.map(|()| Some(Act::Protected)),
            Deed::Deceased(one, other) => {
                let sources = [Source::ALL[*one].code(), Source::ALL[*other].code()];
                desk.deceased(actor, id, "2026-11-01", sources).await.map(|()| Some(Act::Deceased))
            }
            Deed::History => desk.open_history(actor, id, "理由。").await.map(|()| Some(Act::UseSeen)),
            Deed::LetThemselvesLook => {
                assert!(desk.let_look(actor, id, true).await.is_err(), "nobody agrees with themselves");
                Ok(None)
            }
            Deed::Create => desk.create(actor, id).await.map(|()| None),
            Deed::Close => desk.close(actor, id).await.map(|()| None),
        }
    }

    /// Whether what is open shows somebody now.
    async fn shows(&self, who: usize) -> bool {
        let Some(id) = self.open[who] else { return false };
        matches!(self.ports().desk.person(&self.actor, id).await, Ok(Looked::Person(_)))
    }

    /// Whether the person sees that it was opened.
    fn theirs(&self, who: usize) -> bool {
        self.open[who].is_some_and(|id| self.done[who].looks.contains(&id))
    }

    /// What the person sees of it all.
    async fn seen_by(&self, who: usize) -> Traces {
        let mut seen = Traces::default();
        for look in self.looks_of(who).await {
            assert_ne!(look.found_by, FoundBy::Created, "they were known before");
            seen.looks.insert(look.id);
            for done in look.acts {
                *seen.acts.entry(done.act).or_default() += 1;
            }
        }
        let person = self.signed(who).await;
        let inquiry = self.ports().inquiries.inquiry(&person, self.inquiries[who]).await.unwrap().unwrap();
        seen.answers = inquiry.messages.iter().filter(|message| message.author == Author::Desk).count();
        let around = self.ports().proxies.people(&person).await.unwrap();
        seen.grants_ended = around.acts_for.iter().chain(&around.acted_for_by).filter(|grant| grant.ended_at.is_some()).count();
        seen
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

/// Whether checks are answered as before, or deny what somebody has refused in a look that is theirs to see.
fn rightly(before: &[Decision], after: &[Decision], refused: bool) -> bool {
    before.iter().zip(after).all(|(before, after)| before == after || (refused && *after == Decision::Deny))
}

async fn told(tried: Vec<(usize, Try)>) {
    let mut story = Story::new().await;
    let (stood, sign_ins, mut verdicts) = (story.refusals().await, story.sign_ins().await, story.verdicts().await);
    assert_eq!(stood.len(), 2);
    for (who, what) in &tried {
        story.run(*who, what).await;
        let now = story.refusals().await;
        assert!(stood.iter().all(|refusal| now.contains(refusal)), "{what:?} removed a refusal");
        assert!(story.theirs(*who) || !story.shows(*who).await, "{what:?} showed somebody who does not see it");
        let refused = story.theirs(*who) && matches!(what, Try::Do(Deed::Decide { .. }));
        let before = std::mem::replace(&mut verdicts, story.verdicts().await);
        assert!(rightly(&before, &verdicts, refused), "{what:?} made checks answer {verdicts:?} and not {before:?}");
    }
    assert_eq!(story.sign_ins().await, sign_ins, "a sign-in was changed");
    for who in 0..2 {
        assert_eq!(story.seen_by(who).await, story.done[who], "every look and act is seen");
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
async fn nobody_makes_a_second_person_known_under_a_number_and_refuses_for_the_first() {
    let phone = Channel::ALL.iter().position(|channel| *channel == Channel::Phone).unwrap();
    let refusal = Deed::Decide { scope: 0, allow: false, channel: phone, day: None, read_back: true };
    let wrong = Try::LookUp { right_day: false, reason: true };
    told(vec![(1, wrong), (1, Try::Do(Deed::Create)), (1, Try::Do(refusal))]).await;
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
