//! `hikae bench`: how many decisions a second this machine takes (`make bench`). It makes up the people who decide, so it wants a
//! database that nobody has ever used.

use crate::config::Config;
use crate::log::publisher::Publisher;
use crate::log::signer::Signer;
use crate::sequencer::Sequencer;
use crate::service::Core;
use crate::service::choices::ChoicesService;
use crate::service::identity::session::{self, Sessions};
use crate::state::{open_core, whole};
use crate::store::accounts::{self, Account, Kind};
use crate::store::{commit, log, passkeys, studies, subjects};
use clap::Args;
use domain::account::{Level, Standing};
use domain::actor::{Actor, Patient};
use domain::choice::{Channel, Scope, Stance};
use domain::clock::Span;
use domain::failure::Failure;
use domain::id::{AccountId, PasskeyId, SubjectId};
use domain::log::Position;
use domain::ports::{ChoicesPort, Choosing, Decided, SignedIn};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::task::JoinSet;

/// How often something that is measured alone is done.
const ALONE: i64 = 300;
/// How often the two ways take turns.
const TURNS: i64 = 3;
/// How many decisions a second have to be answered through the port, at least (issue of the transparency log, "Speed").
const A_SECOND: i64 = 5_000;
/// How many times as many as with a transaction for each.
const TIMES: i64 = 2;
/// How many waits for the disk the pool may cost whoever comes alone (docs/decisions/0021-lone-decision.md).
const FSYNCS: i64 = 2;

/// What is measured.
#[derive(Args, Debug)]
pub struct BenchArgs {
    /// How many people decide at once.
    #[arg(long, default_value_t = 200)]
    callers: usize,
    /// How many seconds each way is measured.
    #[arg(long, default_value_t = 15)]
    seconds: i64,
    /// Where to write the cookies of sessions of these people, one a line, for a client that measures over HTTP.
    #[arg(long)]
    cookies: Option<PathBuf>,
}

/// Measures, and prints what it found.
///
/// # Errors
/// The database is not an empty one, a decision failed, or a bar was missed.
pub async fn decisions(config: Config, args: &BenchArgs) -> Result<(), Box<dyn Error>> {
    let core = open_core(config).await?;
    core.store.migrate().await?;
    whole(&core).await?;
    if log::head(core.store.db()).await?.size != Position::FIRST {
        return Err("this database is in use: the bench wants an empty one".into());
    }
    let people = people(&core, args.callers).await?;
    let publisher = Publisher::new(core.clone(), Signer::new(&core)?);
    let choices = ChoicesService::new(core.clone(), Sequencer::start(core.clone(), publisher));
    let bench = Bench { scopes: scopes(&core).await?, core, choices, people, number: Arc::default() };

    let mut missed: Vec<&str> = Vec::new();
    missed.extend((!bench.alone_in_time().await?).then_some("one decision alone"));
    let (mut together, mut one_by_one) = (0, 0);
    let share = Span::seconds(args.seconds / TURNS);
    for _ in 0..TURNS {
        one_by_one += bench.at_once(share, Way::OneByOne).await?;
        together += bench.at_once(share, Way::Together).await?;
    }
    let a_second = |count: i64| count * 1_000 / (share.millis() * TURNS).max(1);
    println!("{} callers, a transaction for each decision: {} decisions/s", args.callers, a_second(one_by_one));
    println!("{} callers, through the port: {} decisions/s (bar: {A_SECOND})", args.callers, a_second(together));
    missed.extend((a_second(together) < A_SECOND).then_some("decisions through the port"));
    let one_by_one = one_by_one.max(1);
    println!("ratio: {}.{:02} (bar: {TIMES})", together / one_by_one, together % one_by_one * 100 / one_by_one);
    missed.extend((together < TIMES * one_by_one).then_some("ratio"));
    if let Some(path) = &args.cookies {
        bench.write_cookies(path).await?;
    }
    if missed.is_empty() { Ok(()) } else { Err(format!("MISSED: {}", missed.join(", ")).into()) }
}

#[derive(Clone, Copy)]
enum Way {
    Together,
    OneByOne,
}

#[derive(Clone)]
struct Bench {
    core: Core,
    choices: ChoicesService,
    people: Vec<Patient>,
    scopes: Vec<Scope>,
    number: Arc<AtomicU64>,
}

impl Bench {
    /// What nobody has said yet: every decision has a key of its own, as those of forms have.
    fn next(&self) -> Choosing {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let scope = self.scopes.get(usize::try_from(number).unwrap_or(0) % self.scopes.len()).cloned().unwrap_or(Scope::All);
        Choosing { scope, stance: Stance::Refuse, channel: Channel::Online, made_for: None, key: Some(format!("bench-{number}")) }
    }

    async fn decide(&self, who: &Patient, way: Way) -> Result<Decided, Failure> {
        let actor = Actor::Patient(who.clone());
        match way {
            Way::Together => self.choices.decide(&actor, self.next()).await,
            Way::OneByOne => self.choices.decide_by_itself(&actor, &self.next()).await,
        }
    }

    /// Whether whoever decides while nobody else does is answered in the time of a transaction of their own, as measured in the same run,
    /// and no more than two waits for the disk: the pool, which nobody else is in, closes at once.
    async fn alone_in_time(&self) -> Result<bool, Box<dyn Error>> {
        let (mut pooled, mut by_itself, mut fsync) = (0, 0, 0);
        for _ in 0..TURNS {
            by_itself += self.alone(Way::OneByOne).await?;
            pooled += self.alone(Way::Together).await?;
            fsync += fsync_micros(&self.core)?;
        }
        let [pooled, by_itself, fsync] = [pooled, by_itself, fsync].map(|sum| sum / TURNS);
        let bar = by_itself + FSYNCS * fsync;
        println!("one decision alone: {pooled} µs (bar: at most {bar} µs)");
        println!("  a transaction of its own: {by_itself} µs; one fsync: {fsync} µs");
        Ok(pooled <= bar)
    }

    /// How many microseconds one decision takes while nobody else decides.
    async fn alone(&self, way: Way) -> Result<i64, Failure> {
        let first = self.people.first().ok_or_else(|| Failure::Internal("nobody to decide".to_owned()))?;
        let began = self.core.now();
        for _ in 0..ALONE {
            self.decide(first, way).await?;
        }
        Ok((self.core.now().millis() - began.millis()) * 1_000 / ALONE)
    }

    /// How many decisions are answered while everybody decides for so long, one after the other.
    async fn at_once(&self, time: Span, way: Way) -> Result<i64, Failure> {
        let until = self.core.now() + time;
        let mut running = JoinSet::new();
        for who in self.people.clone() {
            let bench = self.clone();
            running.spawn(async move {
                let mut count = 0;
                while bench.core.now() < until {
                    bench.decide(&who, way).await?;
                    count += 1;
                }
                Ok::<i64, Failure>(count)
            });
        }
        running.join_all().await.into_iter().sum()
    }

    async fn write_cookies(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let sessions = Sessions::new(self.core.clone());
        let mut lines = String::new();
        for who in &self.people {
            let (now, passkey) = (self.core.now(), PasskeyId::new(self.core.now(), &*self.core.random));
            passkeys::insert_without_key(self.core.store.db(), passkey, who.account, now).await?;
            let data = session::begun(&self.core, SignedIn { account: who.account, passkey, standing: who.standing }).await?;
            let secret = sessions.new_secret();
            sessions.begin(secret, &data, serde_json::json!({ "session": data }).to_string()).await?;
            writeln!(lines, "{}", tower_sessions::session::Id(i128::from_le_bytes(secret)))?;
        }
        Ok(std::fs::write(path, lines)?)
    }
}

async fn people(core: &Core, count: usize) -> Result<Vec<Patient>, Failure> {
    let (tx, now) = (core.store.begin().await?, core.now());
    let mut people = Vec::with_capacity(count);
    for _ in 0..count {
        let subject = SubjectId::new(now, &*core.random);
        subjects::create(&tx, subject, None, now).await?;
        let account = Account {
            id: AccountId::new(now, &*core.random),
            handle: subject.0,
            kind: Kind::Patient(subject),
            level: Level::Two,
            issuers: Vec::new(),
            created_at: now,
            overview_seen_at: None,
            overview_opened_at: None,
            closed_until: None,
            label: None,
            ended_at: None,
        };
        accounts::insert(&tx, &account).await?;
        people.push(Patient { account: account.id, subject, level: Level::Two, standing: Standing::Open, fresh: true, session: None });
    }
    commit(tx).await?;
    Ok(people)
}

async fn scopes(core: &Core) -> Result<Vec<Scope>, Failure> {
    let catalogue = studies::catalogue(core.store.db()).await?;
    let purposes = catalogue.refusable().map(|purpose| Scope::Purpose(purpose.code.clone()));
    Ok([Scope::All, Scope::Commercial].into_iter().chain(purposes).collect())
}

/// How many microseconds this disk takes to make a small write durable, where this installation keeps what is its own.
fn fsync_micros(core: &Core) -> Result<i64, Box<dyn Error>> {
    std::fs::create_dir_all(&core.config.var)?;
    let path = core.config.var.join("fsync");
    let mut file = std::fs::File::create(&path)?;
    let began = core.now();
    for _ in 0..ALONE {
        file.write_all(&[0; 8_192])?;
        file.sync_data()?;
    }
    let took = core.now().millis() - began.millis();
    std::fs::remove_file(&path)?;
    Ok(took * 1_000 / ALONE)
}
