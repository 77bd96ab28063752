//! Random histories: decisions of several people in any order, late entries, links and partings, the same again, forms sent twice,
//! erasures, proxies, studies, the catalogue, restarts, and on PostgreSQL two nodes, also at the same moment. The invariants hold after
//! every step; at the end nothing that was handed out lies.

use super::check_log;
use super::seen::Seen;
use crate::ground::{Ground, signed_in};
use domain::actor::{Actor, Patient};
use domain::choice::{Channel, DecidedBy, NewDecision, Stance};
use domain::clock::Span;
use domain::failure::Problem;
use domain::id::ProxyId;
use domain::log::Position;
use domain::log::leaf::StudyEvent;
use domain::ports::{Choosing, Decided};
use domain::proxy::{Grant, ProxyRole};
use domain::study::Status;
use proptest::prelude::*;
use proptest::test_runner::{Config as Cases, TestRunner};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use server::config::Config;
use server::http::assets::Assets;
use server::log::soundness::Soundness;
use server::machine::SystemRandom;
use server::service::choices::entry::enter;
use server::service::erasures::{self, Erasing, NotErased, Whose};
use server::service::links::{link, unlink};
use server::service::{Core, leaves};
use server::state::Hikae;
use server::store::entity::purposes;
use server::store::links::Cause;
use server::store::proxies::{self, GrantedBy};
use server::store::{Store, commit, log};
use std::collections::BTreeSet;
use std::sync::Arc;

const SCOPES: [&str; 4] = ["all", "commercial", "purpose:ai-development", "purpose:education"];
/// How many people there are.
const PEOPLE: usize = 4;

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody says something about a scope; with a key, or without.
    Decide {
        who: usize,
        scope: usize,
        refuses: bool,
        keyed: bool,
    },
    /// One of the forms with a key comes once more.
    Again(prop::sample::Index),
    /// What came by post so many days ago is entered.
    Late {
        who: usize,
        scope: usize,
        days: i64,
    },
    /// Two become one person, or are parted.
    Join(usize, usize),
    Part(usize, usize),
    /// Two decide at the same moment, each at another node where there are two, while two become one person.
    AtOnce(usize, usize),
    /// Whatever of somebody's decisions holds no more is erased, as far as may be.
    Erase(usize),
    /// Somebody may act for somebody else from now on; or the first who may does so no longer.
    Grant(usize, usize),
    EndGrant,
    /// A study comes into the register, or a purpose into the catalogue.
    Study,
    Purpose,
    /// The node ends and another one takes its place.
    Restart,
    /// What others appended is published.
    Beat,
    /// So many minutes pass; the clock may be set back.
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..PEOPLE;
    prop_oneof![
        6 => (who(), 0..SCOPES.len(), any::<bool>(), any::<bool>())
            .prop_map(|(who, scope, refuses, keyed)| Step::Decide { who, scope, refuses, keyed }),
        2 => any::<prop::sample::Index>().prop_map(Step::Again),
        2 => (who(), 0..SCOPES.len(), 0..80_i64).prop_map(|(who, scope, days)| Step::Late { who, scope, days }),
        1 => (who(), who()).prop_map(|(one, other)| Step::Join(one, other)),
        1 => (who(), who()).prop_map(|(one, other)| Step::Part(one, other)),
        2 => (who(), who()).prop_map(|(one, other)| Step::AtOnce(one, other)),
        1 => who().prop_map(Step::Erase),
        1 => (who(), who()).prop_map(|(one, other)| Step::Grant(one, other)),
        1 => Just(Step::EndGrant),
        1 => Just(Step::Study),
        1 => Just(Step::Purpose),
        1 => Just(Step::Restart),
        2 => Just(Step::Beat),
        1 => (-30..600_i64).prop_map(Step::Pass),
    ]
}

/// One installation in a history.
struct History {
    ground: Ground,
    nodes: Vec<Hikae>,
    people: Vec<Patient>,
    /// The forms that had a key: who sent it, what it was, where it stands.
    keyed: Vec<(usize, Choosing, Decided)>,
    /// What was erased.
    erased: BTreeSet<Position>,
    /// Who may act for whom.
    grants: Vec<Grant>,
    /// How many purposes came into the catalogue.
    purposes: i32,
    seen: Seen,
}

async fn open(core: &Core) -> Hikae {
    Hikae::new(core.clone(), Assets::none()).await.unwrap()
}

/// The same installation on another machine.
async fn another_node(core: &Core) -> Core {
    let var = core.config.var.join("node-2");
    std::fs::create_dir(&var).unwrap();
    let config = Config { node: "node-2".into(), var, ..Config::clone(&core.config) };
    let store = Store::connect(&config.database_url, 4, false).await.unwrap();
    Core { config: Arc::new(config), store, soundness: Soundness::default(), ..core.clone() }
}

impl History {
    async fn begin(ground: Ground, two_nodes: bool) -> Self {
        let mut nodes = vec![open(&ground.core).await];
        if two_nodes {
            nodes.push(open(&another_node(&ground.core).await).await);
        }
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(ground.patient().await);
        }
        let seen = Seen::begin(&server::http::router(&nodes[0])).await;
        Self { ground, nodes, people, keyed: Vec::new(), erased: BTreeSet::new(), grants: Vec::new(), purposes: 0, seen }
    }

    async fn take(&mut self, node: usize, step: &Step) {
        match *step {
            Step::Decide { who, scope, refuses, keyed } => {
                let stance = if refuses { Stance::Refuse } else { Stance::Allow };
                let key = keyed.then(|| format!("k{}", self.keyed.len()));
                let scope = SCOPES[scope].parse().unwrap();
                let choosing = Choosing { scope, stance, channel: Channel::Online, made_for: None, key };
                let decided = self.decide(node, who, choosing.clone()).await;
                if keyed {
                    self.keyed.push((who, choosing, decided));
                }
            }
            Step::Again(which) if !self.keyed.is_empty() => {
                let (who, choosing, before) = which.get(&self.keyed).clone();
                if self.erased.contains(&before.decision.position) {
                    // What the form said is not known any more: it is not entered once more, either.
                    let again = self.nodes[node].ports.choices.decide(&signed_in(&self.people[who]), choosing).await;
                    assert_eq!(again.unwrap_err().problem(), Problem::DecisionKeyReused);
                } else {
                    assert_eq!(self.decide(node, who, choosing).await, before, "P6");
                }
            }
            Step::Late { who, scope, days } => self.enter_late(node, who, scope, days).await,
            Step::Join(one, other) if one != other => self.join(node, one, other).await,
            Step::Part(one, other) if one != other => self.part(node, one, other).await,
            Step::AtOnce(one, other) => self.at_once(one, other).await,
            Step::Erase(who) => self.erase(node, who).await,
            Step::Grant(one, other) if one != other => self.grant(node, one, other).await,
            Step::EndGrant => self.end_grant(node).await,
            Step::Study => self.publish_study(node).await,
            Step::Purpose => self.add_purpose(node).await,
            Step::Restart => self.nodes[node] = open(&self.nodes[node].core.clone()).await,
            Step::Beat => self.beat(node).await,
            Step::Pass(minutes) => self.ground.clock.pass(Span::minutes(minutes)),
            Step::Again(_) | Step::Join(..) | Step::Part(..) | Step::Grant(..) => {}
        }
    }

    /// Decides, and holds the receipt at once.
    async fn decide(&mut self, node: usize, who: usize, choosing: Choosing) -> Decided {
        let (ports, actor) = (self.nodes[node].ports.clone(), signed_in(&self.people[who]));
        let decided = ports.choices.decide(&actor, choosing).await.unwrap();
        let receipt = ports.log.receipt(&actor, decided.decision.position).await.unwrap().expect("P1: the receipt is there");
        let verified = self.seen.keep(&receipt.to_string());
        assert_eq!(verified.decision.unwrap().scope, decided.decision.scope);
        for node in &self.nodes {
            let there = node.ports.choices.decision(&actor, decided.decision.position).await.unwrap();
            assert_eq!(there.as_ref(), Some(&decided), "P5: every node sees it");
        }
        decided
    }

    async fn enter_late(&self, node: usize, who: usize, scope: usize, days: i64) {
        let core = &self.nodes[node].core;
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        let new = NewDecision {
            subject: self.people[who].subject,
            scope: SCOPES[scope].parse().unwrap(),
            stance: Stance::Refuse,
            channel: Channel::Paper,
            received: Some((core.now() - Span::days(days)).in_tokyo().0),
            notice: "2026-11".into(),
        };
        enter(core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
        commit(tx).await.unwrap();
    }

    async fn join(&self, node: usize, one: usize, other: usize) {
        let (core, one, other) = (&self.nodes[node].core, self.people[one].subject, self.people[other].subject);
        let tx = core.store.begin().await.unwrap();
        link(core, &tx, one, other, Cause::Desk, core.now()).await.unwrap();
        commit(tx).await.unwrap();
    }

    async fn part(&self, node: usize, one: usize, other: usize) {
        let (core, one, other) = (&self.nodes[node].core, self.people[one].subject, self.people[other].subject);
        let tx = core.store.begin().await.unwrap();
        unlink(core, &tx, one, other, Cause::Desk, core.now()).await.unwrap();
        commit(tx).await.unwrap();
    }

    /// Through the first node and the last, which are one where there is one.
    async fn at_once(&mut self, one: usize, other: usize) {
        let last = self.nodes.len() - 1;
        let decide = |node: usize, who: usize, scope: &str| {
            let (ports, actor, scope) = (self.nodes[node].ports.clone(), signed_in(&self.people[who]), scope.parse().unwrap());
            let choosing = Choosing { scope, stance: Stance::Refuse, channel: Channel::Online, made_for: None, key: None };
            async move {
                let decided = ports.choices.decide(&actor, choosing).await.unwrap();
                ports.log.receipt(&actor, decided.decision.position).await.unwrap().expect("P1: the receipt is there")
            }
        };
        let joined = self.join(last, one, other);
        let (first, second, third, ()) =
            tokio::join!(decide(0, one, SCOPES[0]), decide(last, other, SCOPES[1]), decide(0, other, SCOPES[2]), async {
                if one != other {
                    joined.await;
                }
            });
        for receipt in [first, second, third] {
            self.seen.keep(&receipt.to_string());
        }
    }

    async fn erase(&mut self, node: usize, who: usize) {
        let erasing = Erasing { whose: Whose::Subject(self.people[who].subject), entries: [].into(), reason: "第35条".into() };
        match erasures::erase(&self.nodes[node].core, &Actor::System, &erasing).await {
            Ok(erased) => self.erased.extend(erased.entries),
            Err(NotErased::Nothing | NotErased::Holds(_) | NotErased::NotPublished(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }

    async fn grant(&mut self, node: usize, of: usize, by: usize) {
        let core = &self.nodes[node].core;
        let (id, accounts) = (ProxyId::new(core.now(), &SystemRandom), [0, 1].map(|who| self.people[who].account));
        let (subject, proxy) = (self.people[of].subject, self.people[by].account);
        let grant = Grant { id, subject, proxy, role: ProxyRole::Attorney, ages: None, ended: false };
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        leaves::enter_proxy(core, &tx, &mut head, true, &grant).await.unwrap();
        let granted = GrantedBy { asked: accounts[0], approved: accounts[1] };
        proxies::insert(&tx, &grant, "power-of-attorney", granted, core.now()).await.unwrap();
        commit(tx).await.unwrap();
        self.grants.push(grant);
    }

    async fn end_grant(&mut self, node: usize) {
        let core = &self.nodes[node].core;
        let Some(grant) = self.grants.pop() else { return };
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        assert!(proxies::end_of_subjects(&tx, &[grant.subject], grant.id, grant.proxy, core.now()).await.unwrap());
        leaves::enter_proxy(core, &tx, &mut head, false, &grant).await.unwrap();
        commit(tx).await.unwrap();
    }

    async fn publish_study(&self, node: usize) {
        let core = &self.nodes[node].core;
        let study = self.ground.study(&["education"], false, Status::Published).await;
        let tx = core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        leaves::enter_study(&tx, &mut head, StudyEvent::Published, &study, core.now()).await.unwrap();
        commit(tx).await.unwrap();
    }

    /// A migration brings a purpose; the server that starts after it enters the catalogue.
    async fn add_purpose(&mut self, node: usize) {
        let core = &self.nodes[node].core;
        self.purposes += 1;
        let there = purposes::Entity::find_by_id("education").one(core.store.db()).await.unwrap().unwrap();
        let code = format!("education-{}", self.purposes);
        let new = purposes::Model { code, since_version: 1 + self.purposes, sort_order: 100 + self.purposes, ..there };
        new.into_active_model().reset_all().insert(core.store.db()).await.unwrap();
        leaves::catch_up(core).await.unwrap();
    }

    async fn beat(&mut self, node: usize) {
        self.nodes[node].sequencer.publisher().beat().await.unwrap();
        let size = log::head(self.ground.core.store.db()).await.unwrap().size;
        let newest = self.seen.look().await.expect("a checkpoint is published");
        assert_eq!(Position(newest.size), size, "all of the log is published");
    }
}

fn histories_hold(cases: u32, begin: impl AsyncFn() -> History) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Cases { cases, max_shrink_iters: 20, failure_persistence: None, ..Cases::default() });
    let steps = prop::collection::vec((0..2_usize, step()), 15..30);
    runner
        .run(&steps, |steps| {
            runtime.block_on(async {
                let mut history = begin().await;
                for (node, step) in steps {
                    let node = node % history.nodes.len();
                    history.take(node, &step).await;
                    check_log(&history.ground.core.store).await;
                }
                history.beat(0).await;
                history.seen.compare().await;
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn after_every_step_of_any_history_the_log_holds_on_sqlite() {
    histories_hold(4, async || History::begin(Ground::on_sqlite().await, false).await);
}

#[test]
fn after_every_step_of_any_history_of_two_nodes_the_log_holds_on_postgresql() {
    histories_hold(3, async || History::begin(Ground::on_postgresql().await, true).await);
}
