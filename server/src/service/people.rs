//! People of work: inviting them, and ending their access.

mod handing;

use crate::service::Core;
use crate::service::identity::stop::{Stop, audited};
use crate::store::accounts::{self, Account, Kind};
use crate::store::activations::{self, Activation};
use crate::store::audit::{self, Line};
use crate::store::{Tx, ceremonies, commit, holders, people, sessions};
use async_trait::async_trait;
use domain::account::{ACTIVATION_LIFETIME, Level};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::code::ActivationCode;
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::holder::Holder;
use domain::id::{AccountId, ActivationId, HolderId};
use domain::ports::{Colleague, Handed, Invitation, Invited, LABEL_LIMIT, Me, People, PeoplePort, WorkRole};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many people one page of the list holds.
const PAGE: usize = 30;
/// How many open invitations are shown.
const INVITATIONS: u64 = 50;

/// The people of work.
#[derive(Clone)]
pub struct PeopleService {
    core: Core,
}

impl PeopleService {
    /// Those of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// Whom somebody may invite, see and end, and as what that is written down.
#[derive(Clone, Copy)]
struct Reach {
    operation: Operation,
    /// `None`: everybody.
    holder: Option<HolderId>,
}

impl Reach {
    fn of(actor: &Actor) -> Result<Self, Problem> {
        let (operation, holder) = match actor {
            Actor::Operator { holder, .. } => (Operation::ManageOperators, Some(*holder)),
            _ => (Operation::ManagePeople, None),
        };
        actor.may(operation)?;
        Ok(Self { operation, holder })
    }

    /// Whether somebody with that role is within it: for a manager, the people of the own organisation.
    fn covers(self, role: WorkRole) -> bool {
        self.holder.is_none() || self.holder == role.holder()
    }
}

/// Makes an invitation. Who may is the caller's to ask, and the audit line the caller's to write.
///
/// # Errors
/// There is no such holder, the label is empty or too long, or the database cannot be reached.
pub async fn issue(core: &Core, tx: &Tx, by: &Actor, invitation: &Invitation, expires: bool) -> Result<ActivationCode, Failure> {
    let code = ActivationCode::new(&*core.random);
    insert(core, tx, by, invitation, expires, &code).await?;
    Ok(code)
}

async fn insert(
    core: &Core,
    tx: &Tx,
    by: &Actor,
    invitation: &Invitation,
    expires: bool,
    code: &ActivationCode,
) -> Result<Activation, Failure> {
    let label = label(&invitation.label)?;
    if let Some(holder) = invitation.role.holder() {
        holders::holder(tx, holder).await?.ok_or(Problem::NotFound)?;
    }
    let now = core.now();
    let activation = Activation {
        id: ActivationId::new(now, &*core.random),
        opens: kind_of(invitation.role),
        issuer: HolderId(Uuid::nil()),
        grants: Level::One,
        tries: 0,
        created_at: now,
        expires_at: expires.then(|| now + ACTIVATION_LIFETIME),
        used_at: None,
        used_by: None,
        label: Some(label),
        invited_by: by.account(),
    };
    activations::insert(tx, &core.keys.activation_digest(code), &activation).await?;
    Ok(activation)
}

/// What somebody is to go by: one line, not empty, not long.
fn label(text: &str) -> Result<String, Problem> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let label = words.join(" ");
    match label.chars().count() {
        0 => Err(Problem::TextNeeded),
        count if count > LABEL_LIMIT => Err(Problem::TextTooLong),
        _ => Ok(label),
    }
}

const fn kind_of(role: WorkRole) -> Kind {
    match role {
        WorkRole::Staff(role) => Kind::Staff(role),
        WorkRole::Operator(holder, role) => Kind::Operator(holder, role),
    }
}

const fn role_of(kind: Kind) -> Option<WorkRole> {
    match kind {
        Kind::Patient(_) | Kind::Left => None,
        Kind::Staff(role) => Some(WorkRole::Staff(role)),
        Kind::Operator(holder, role) => Some(WorkRole::Operator(holder, role)),
    }
}

#[async_trait]
impl PeoplePort for PeopleService {
    async fn invite(&self, actor: &Actor, invitation: Invitation) -> Result<(), Failure> {
        let reach = Reach::of(actor)?;
        let done = self.invite_within(actor, reach, &invitation).await;
        audited(&self.core, actor, reach.operation, done).await
    }

    async fn handed(&self, actor: &Actor) -> Result<Option<Handed>, Failure> {
        Reach::of(actor)?;
        handing::handed(&self.core, actor).await
    }

    async fn handed_over(&self, actor: &Actor) -> Result<(), Failure> {
        let reach = Reach::of(actor)?;
        handing::handed_over(&self.core, actor, reach.operation).await
    }

    async fn withdraw(&self, actor: &Actor, invitation: ActivationId) -> Result<(), Failure> {
        let reach = Reach::of(actor)?;
        let done = self.withdraw_within(actor, reach, invitation).await;
        audited(&self.core, actor, reach.operation, done).await
    }

    async fn people(&self, actor: &Actor, before: Option<AccountId>) -> Result<People, Failure> {
        let reach = Reach::of(actor)?;
        let (db, now) = (self.core.store.db(), self.core.now());
        // One more than is shown tells whether there is a next page.
        let mut came = people::people(db, reach.holder, before, PAGE as u64 + 1).await?;
        let more = came.len() > PAGE;
        came.truncate(PAGE);
        let next = if more { came.last().map(|last| last.id) } else { None };
        // The invitations stand on the first page.
        let invited = match before {
            None => people::open_invitations(db, reach.holder, now, INVITATIONS).await?,
            Some(_) => Vec::new(),
        };
        let roles = came.iter().map(|account| account.kind).chain(invited.iter().map(|invited| invited.opens));
        let organisations: Vec<HolderId> = roles.filter_map(role_of).filter_map(WorkRole::holder).collect();
        let organisations = holders::holders(db, &organisations).await?;
        let items = came.into_iter().filter_map(|account| colleague(account, &organisations, actor)).collect();
        let invited = invited.into_iter().filter_map(|activation| invited_one(activation, &organisations)).collect();
        Ok(People { invited, came: Page { items, next } })
    }

    async fn end(&self, actor: &Actor, account: AccountId) -> Result<(), Failure> {
        let reach = Reach::of(actor)?;
        let done = self.end_within(actor, reach, account).await.map_err(|stop| stop.about(account));
        audited(&self.core, actor, reach.operation, done).await
    }

    async fn me(&self, actor: &Actor) -> Result<Option<Me>, Failure> {
        let (Actor::Staff { by, .. } | Actor::Operator { by, .. }) = actor else { return Ok(None) };
        let db = self.core.store.db();
        let Some(account) = accounts::account(db, by.account).await? else { return Ok(None) };
        let Some(role) = role_of(account.kind) else { return Ok(None) };
        let holder = match role.holder() {
            Some(holder) => holders::holder(db, holder).await?.map(|holder| holder.name),
            None => None,
        };
        Ok(Some(Me { label: account.label.unwrap_or_default(), role, holder }))
    }
}

impl PeopleService {
    async fn invite_within(&self, actor: &Actor, reach: Reach, invitation: &Invitation) -> Result<(), Stop> {
        if !reach.covers(invitation.role) {
            return Err(Stop::refused(Problem::NotAllowed, "an invitation beyond the own organisation"));
        }
        let (core, code) = (&self.core, ActivationCode::new(&*self.core.random));
        let tx = core.store.begin().await?;
        let activation = insert(core, &tx, actor, invitation, true, &code).await?;
        handing::show(core, &tx, actor, activation.id, &code).await?;
        let line = Line::of(actor, reach.operation, core.now()).to(activation.id).because(&format!("invited: {}", invitation.role.code()));
        audit::append(&tx, &core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }

    async fn withdraw_within(&self, actor: &Actor, reach: Reach, id: ActivationId) -> Result<(), Stop> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        let found = activations::activation_locked(&tx, id).await?;
        let role = found.as_ref().and_then(|found| role_of(found.opens));
        if !role.is_some_and(|role| reach.covers(role)) {
            return Err(Stop::refused(Problem::NotFound, "no invitation within reach").about(id));
        }
        if found.is_some_and(|found| found.used_at.is_some()) {
            return Err(Stop::refused(Problem::AlreadyDone, "the invitation was used").about(id));
        }
        people::withdraw(&tx, id, now).await?;
        let line = Line::of(actor, reach.operation, now).to(id).because("invitation withdrawn");
        audit::append(&tx, &core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }

    async fn end_within(&self, actor: &Actor, reach: Reach, id: AccountId) -> Result<(), Stop> {
        let (core, now) = (&self.core, self.core.now());
        if actor.account() == Some(id) {
            return Err(Stop::refused(Problem::NotAllowed, "nobody ends their own access"));
        }
        let tx = core.store.begin().await?;
        // Of two administrators who end each other, the second has no access left to end anything with.
        let administrators = people::administrators_locked(&tx).await?;
        if matches!(actor, Actor::Staff { by, .. } if !administrators.contains(&by.account)) {
            return Err(Stop::refused(Problem::SignInNeeded, "the access of whoever asks has ended"));
        }
        let found = accounts::account_locked(&tx, id).await?;
        let role = found.as_ref().and_then(|account| role_of(account.kind));
        if !role.is_some_and(|role| reach.covers(role)) {
            return Err(Stop::refused(Problem::NotFound, "nobody within reach"));
        }
        people::set_ended(&tx, id, now).await?;
        sessions::remove_of(&tx, id, None).await?;
        ceremonies::remove_all_of(&tx, id).await?;
        people::withdraw_those_of(&tx, id, now).await?;
        let line = Line::of(actor, reach.operation, now).to(id).because("access ended");
        audit::append(&tx, &core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }
}

fn colleague(account: Account, organisations: &BTreeMap<HolderId, Holder>, asks: &Actor) -> Option<Colleague> {
    let role = role_of(account.kind)?;
    Some(Colleague {
        account: account.id,
        label: account.label.unwrap_or_default(),
        role,
        holder: name_of(role, organisations),
        since: account.created_at,
        ended_at: account.ended_at,
        own: asks.account() == Some(account.id),
    })
}

fn invited_one(activation: Activation, organisations: &BTreeMap<HolderId, Holder>) -> Option<Invited> {
    let role = role_of(activation.opens)?;
    Some(Invited {
        id: activation.id,
        label: activation.label.unwrap_or_default(),
        role,
        holder: name_of(role, organisations),
        at: activation.created_at,
        until: activation.expires_at,
    })
}

fn name_of(role: WorkRole, organisations: &BTreeMap<HolderId, Holder>) -> Option<domain::words::Words> {
    organisations.get(&role.holder()?).map(|holder| holder.name.clone())
}

/// Whether a code is still good for somebody to come with.
fn is_open(activation: &Activation, now: Timestamp) -> bool {
    activation.used_at.is_none() && activation.expires_at.is_none_or(|end| now < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_that_says_something() {
        assert_eq!(label("  窓口\u{3000}1 \n"), Ok("窓口 1".to_owned()));
        assert_eq!(label(" \n\t "), Err(Problem::TextNeeded));
        assert_eq!(label(&"あ".repeat(LABEL_LIMIT)), Ok("あ".repeat(LABEL_LIMIT)));
        assert_eq!(label(&"あ".repeat(LABEL_LIMIT + 1)), Err(Problem::TextTooLong));
    }
}
