//! What the desk has to look at: signs of life after a death was written down, raised by whoever signs in; codes that were
//! tried for protected persons (`protection.rs`); too many look-ups, raised by whoever makes them. Read and closed at the desk.

pub(super) mod look_ups;

use crate::service::Core;
use crate::service::conflicts::sound;
use crate::service::identity::stop::audited;
use crate::store::alarms::{self, CLOSING, Row};
use crate::store::audit::{self, Line};
use crate::store::facts::{self, NewFact};
use crate::store::{Tx, cases, commit, links, look_up_alarms};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::alarm::{Alarm, AlarmView, COUNTED, Cause, Sign};
use domain::desk::FactKind;
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, AlarmId, SubjectId};
use domain::ports::AlarmsPort;

/// How many alarms one page of the list holds.
const PAGE: usize = 20;

/// Alarms of the desk.
#[derive(Clone)]
pub struct AlarmsService {
    core: Core,
}

impl AlarmsService {
    /// The alarms of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// Whoever does that lives: a death that was written down of them is suspended, and somebody at the desk has to look at it.
/// Answers the line of the audit; it belongs at the end of the caller's transaction.
pub(super) async fn suspend_death(
    core: &Core,
    tx: &Tx,
    actor: &Actor,
    sign: Sign,
    (subject, account): (SubjectId, AccountId),
) -> Result<Option<Line>, Failure> {
    let person = links::subjects_with(tx, &[subject]).await?;
    if facts::facts_of(tx, &person).await?.deceased_on.is_none() {
        return Ok(None);
    }
    let at = core.now();
    let id = AlarmId::new(at, &*core.random);
    let kind = FactKind::DeceasedSuspended;
    let fact = NewFact { id: id.0, subject, kind, day: None, sources: &[], note: None, entered_by: None, approved_by: None, at };
    facts::insert(tx, &fact).await?;
    alarms::insert(tx, &Row { id, sign, subject, account: Some(account), at, closed_at: None, closing: None }).await?;
    let (operation, what) = match sign {
        Sign::SignedIn => (Operation::SignIn, "signed in"),
        Sign::Recovered => (Operation::Recover, "recovered"),
        Sign::Activated | Sign::ProtectedCode => (Operation::Activate, "activated"),
    };
    let line = Line::of(actor, operation, at).to(id).because(&format!("alarm: {what} after a death was written down"));
    Ok(Some(Line { on_behalf_of: Some(subject), ..line }))
}

/// As the desk sees it: whose it is, only as far as it can be found again in the audit chain.
fn shown(row: &Row) -> Alarm {
    let cause = Cause::Person { sign: row.sign, subject: row.subject.into(), account: row.account.map(Into::into) };
    Alarm { id: row.id, cause, at: row.at, closed_at: row.closed_at, own: false }
}

#[async_trait]
impl AlarmsPort for AlarmsService {
    async fn alarms(&self, actor: &Actor, only_open: bool, before: Option<AlarmId>) -> Result<Page<Alarm, AlarmId>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        // One more than is shown tells whether there is a next page.
        let limit = PAGE as u64 + 1;
        let mut items = look_ups::latest(&self.core, actor, only_open, before, limit).await?;
        items.extend(alarms::latest(self.core.store.db(), only_open, before, limit).await?.iter().map(shown));
        // Ids of either kind grow with time.
        items.sort_by_key(|alarm| std::cmp::Reverse(alarm.id));
        let more = items.len() > PAGE;
        items.truncate(PAGE);
        let next = if more { items.last().map(|last| last.id) } else { None };
        Ok(Page { items, next })
    }

    async fn alarm(&self, actor: &Actor, id: AlarmId) -> Result<Option<AlarmView>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let core = &self.core;
        let tx = core.store.begin().await?;
        let Some(row) = alarms::alarm(&tx, id).await? else { return look_ups::one(core, actor, id).await };
        let closing = row.closing.as_deref().map(|sealed| core.keys.unseal(CLOSING, id.0, sealed)).transpose()?;
        let line = Line::of(actor, Operation::SeeIncidents, core.now()).to(id).because("alarm read");
        audit::append(&tx, &core.config.node, [Line { on_behalf_of: Some(row.subject), ..line }]).await?;
        commit(tx).await?;
        Ok(Some(AlarmView { alarm: shown(&row), closing }))
    }

    async fn close(&self, actor: &Actor, id: AlarmId, why: &str) -> Result<(), Failure> {
        actor.may(Operation::SeeIncidents)?;
        let (core, by, now) = (&self.core, actor.account().ok_or(Problem::NotAllowed)?, self.core.now());
        let why = sound(why, Problem::TextNeeded)?;
        let tx = core.store.begin().await?;
        let Some(row) = alarms::alarm(&tx, id).await? else {
            drop(tx);
            let closed = look_ups::close(core, actor, by, id, why).await.map_err(|stop| stop.about(id));
            return audited(core, actor, Operation::SeeIncidents, closed).await;
        };
        if !alarms::close(&tx, id, by, core.keys.seal(&*core.random, CLOSING, id.0, why), now).await? {
            return Err(Problem::AlreadyDone.into());
        }
        let line = Line::of(actor, Operation::SeeIncidents, now).to(id).because("alarm closed");
        audit::append(&tx, &core.config.node, [Line { on_behalf_of: Some(row.subject), ..line }]).await?;
        Ok(commit(tx).await?)
    }

    async fn waiting(&self, actor: &Actor) -> Result<usize, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let (db, most) = (self.core.store.db(), COUNTED as u64);
        let alarms = alarms::latest(db, true, None, most).await?.len() + look_up_alarms::latest(db, true, None, most).await?.len();
        let incidents = cases::open_reports(db, most).await?;
        Ok((alarms + incidents).min(COUNTED))
    }
}
