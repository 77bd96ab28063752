//! The demo: organisations, studies and people that do not exist, and what they did over five years (ui.md, "Demo data").
//!
//! The same seed makes the same demo, codes and private keys included, so it protects nobody: production refuses it.

mod chance;
mod facts;
mod holders;
mod people;
mod register;
mod releases;
mod rows;
mod sayings;
mod studies;
mod waiting;
mod withheld;
mod workers;

pub use facts::{DemoFacts, DemoHolder, DemoIdentifier, DemoPatient, DemoProxy, DemoStaff, DemoStudy};

use crate::config::Mode;
use crate::keys::Keys;
use crate::service::Core;
use crate::store::{Tx, activations, commit, holders as kept_holders, marks, recovery};
use chance::{SeededRandom, StoryClock};
use domain::clock::{Span, Timestamp};
use domain::code::{ActivationCode, RecoveryCode};
use domain::failure::Failure;
use std::sync::Arc;

/// The seed of the demo that everybody gets.
const SEED: &str = "hikae demo 1";
/// How many days ago the story begins.
const BEGINS_DAYS_AGO: i64 = 1_900;

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The demo's keys are known to everybody.
    #[error("production refuses demo data")]
    Production,
    /// There is something in the database, and it is not this demo.
    #[error("the database is not empty and {0} is missing: this is no demo; `make reset` starts over")]
    NotADemo(String),
    /// The store did not do it.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The facts cannot be read or written.
    #[error("demo.json: {0}")]
    File(#[from] std::io::Error),
    /// The demo's own plan is broken.
    #[error("the demo's plan: {0}")]
    Plan(&'static str),
}

impl From<crate::store::StoreError> for DemoError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Failure(error.into())
    }
}

/// Where the demo is made: its own time and chance over the installation's keys and store.
struct Stage {
    core: Core,
    random: Arc<SeededRandom>,
    clock: Arc<StoryClock>,
    /// 00:00 in Tokyo of the last Monday before the demo is made: all its times count from there. As nobody works on
    /// weekends, which of two uses is the newer one would otherwise change with the day of the week.
    today: Timestamp,
    /// When the demo is made.
    now: Timestamp,
}

impl Stage {
    fn new(core: &Core, seed: &str) -> Self {
        let now = core.now();
        let (day, _) = now.in_tokyo();
        let since_monday = Span::days(i64::from(day.weekday().number_days_from_monday()));
        let today = Timestamp::start_of_day_in_tokyo(day) - since_monday;
        let random = Arc::new(SeededRandom::new(seed));
        let clock = Arc::new(StoryClock::new(today - Span::days(BEGINS_DAYS_AGO)));
        let core = Core { clock: clock.clone(), random: random.clone(), ..core.clone() };
        Self { core, random, clock, today, now }
    }

    fn days_ago(&self, days: i64) -> Timestamp {
        self.today - Span::days(days)
    }
}

/// Opens the demo: makes it in an empty database, else drops from the facts the codes that were used meanwhile. Writes
/// the facts to `demo.json` and answers them.
///
/// # Errors
/// Production; a database that holds something else; the store or the file cannot be reached.
pub async fn open(core: &Core) -> Result<DemoFacts, DemoError> {
    if core.config.mode == Mode::Production {
        return Err(DemoError::Production);
    }
    if kept_holders::nobody(core.store.db()).await? {
        return seed(core).await;
    }
    let facts = facts(core).await?.ok_or_else(|| DemoError::NotADemo(DemoFacts::file(&core.config.var).display().to_string()))?;
    facts.write(&core.config.var)?;
    Ok(facts)
}

/// Makes the demo in an empty database, in one transaction, and writes its facts.
///
/// # Errors
/// Production; a database that is not empty; the store or the file cannot be reached.
pub async fn seed(core: &Core) -> Result<DemoFacts, DemoError> {
    seed_from(core, SEED).await
}

/// [`seed`], from any seed.
///
/// # Errors
/// As [`seed`].
pub async fn seed_from(core: &Core, seed: &str) -> Result<DemoFacts, DemoError> {
    if core.config.mode == Mode::Production {
        return Err(DemoError::Production);
    }
    let tx = core.store.begin().await?;
    if !kept_holders::nobody(&tx).await? {
        return Err(DemoError::NotADemo(DemoFacts::file(&core.config.var).display().to_string()));
    }
    let facts = make(&Stage::new(core, seed), &tx).await?;
    marks::set(&tx, marks::DEMO_DATA, core.now()).await?;
    // The codes are nowhere but in these facts: they are written before what they open becomes durable.
    facts.write(&core.config.var)?;
    commit(tx).await?;
    Ok(facts)
}

/// The facts of the demo that is there, without the codes that were used. The store keeps only digests of codes, so the
/// file written first remains their source. `None`: there is no such file.
///
/// # Errors
/// The store or the file cannot be reached.
pub async fn facts(core: &Core) -> Result<Option<DemoFacts>, DemoError> {
    let Some(mut facts) = DemoFacts::read(&core.config.var)? else { return Ok(None) };
    let (mut patients, mut proxies, mut staff) = (Vec::new(), Vec::new(), Vec::new());
    for patient in facts.patients {
        if is_unused(core, &patient.activation_code).await? {
            patients.push(patient);
        }
    }
    for proxy in facts.proxies {
        if is_good(core, &proxy.recovery_code).await? {
            proxies.push(proxy);
        }
    }
    for one in facts.staff {
        if is_unused(core, &one.activation_code).await? {
            staff.push(one);
        }
    }
    for holder in &mut facts.holders {
        if let Some(code) = &holder.operator_activation_code
            && !is_unused(core, code).await?
        {
            holder.operator_activation_code = None;
        }
    }
    Ok(Some(DemoFacts { base_url: core.config.base_url.clone(), patients, proxies, staff, ..facts }))
}

/// Whether a code still opens an account.
async fn is_unused(core: &Core, code: &str) -> Result<bool, DemoError> {
    let Some(code) = ActivationCode::read(code) else { return Ok(false) };
    let kept = activations::with_code(core.store.db(), &core.keys.activation_digests(&code)).await?;
    Ok(kept.is_some_and(|kept| kept.used_at.is_none() && kept.expires_at.is_none()))
}

/// Whether a printed code still leads back into its account.
async fn is_good(core: &Core, code: &str) -> Result<bool, DemoError> {
    let Some(code) = RecoveryCode::read(code) else { return Ok(false) };
    let printed = recovery::printed_with(core.store.db(), &Keys::recovery_digest(&code)).await?;
    Ok(printed.is_some_and(|printed| printed.used_at.is_none()))
}

/// The demo from beginning to end. Nothing is committed.
async fn make(stage: &Stage, tx: &Tx) -> Result<DemoFacts, DemoError> {
    let holders = register::holders(stage, tx).await?;
    let studies = register::studies(stage, tx).await?;
    let people = people::settle(stage, tx, &holders).await?;
    let releases = releases::plan(stage, &studies, &holders);
    let plan = sayings::plan(stage, &people, &releases, &studies)?;
    let said = sayings::enter(stage, tx, &people, plan).await?;
    let counts =
        rows::report(stage, tx, rows::Cast { holders: &holders, studies: &studies, people: &people, releases: &releases, said: &said })
            .await?;
    Ok(DemoFacts {
        base_url: stage.core.config.base_url.clone(),
        proxies: waiting::leave(stage, tx, &people).await?,
        patients: people.iter().zip(counts).filter_map(|(person, counts)| person.facts(counts)).collect(),
        staff: workers::staff(stage, tx).await?,
        holders: workers::managers(stage, tx, holders).await?,
        studies: studies.iter().map(register::StudySeat::facts).collect(),
    })
}
