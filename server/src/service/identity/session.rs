//! Sessions: what they remember, how long they live, and who acts through one.

use crate::service::{Core, proxies};
use crate::store::accounts::{self, Account, Kind};
use crate::store::audit::{self, Line};
use crate::store::passkeys::{self, Behind};
use crate::store::recovery::{self, Recovery};
use crate::store::sessions::{self, Session};
use crate::store::{StoreError, Tx, commit};
use domain::account::{FRESH_PASSKEY, IDLE_PATIENT, IDLE_STAFF, SESSION_LIFETIME, SESSION_SEEN_EVERY, Standing};
use domain::actor::{Actor, Operation, OwnSignIn, Patient};
use domain::clock::{Span, Timestamp};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, PasskeyId, SessionRef, SubjectId};
use domain::ports::SignedIn;
use serde::{Deserialize, Serialize};

/// How far the clocks of two nodes may be apart.
const CLOCKS_APART: Span = Span::minutes(1);

/// All that a session remembers. It is written as a whole, so nothing that requests change side by side belongs here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionData {
    /// What its owner sees of it.
    pub reference: SessionRef,
    /// Who signed in.
    pub account: AccountId,
    /// With which passkey. What became of that is asked at every request: a recovery, or its removal, may come between the moment in
    /// which it was verified and the one in which the session begins.
    pub passkey: PasskeyId,
    /// The person in view.
    pub subject: Option<SubjectId>,
    /// When the passkey was used.
    pub passkey_at: Timestamp,
}

/// What a session of someone who just signed in remembers.
///
/// # Errors
/// The store cannot be reached.
pub async fn begun(core: &Core, who: SignedIn) -> Result<SessionData, Failure> {
    let now = core.now();
    let account = accounts::account(core.store.db(), who.account).await?.ok_or(Problem::SignInNeeded)?;
    Ok(SessionData {
        reference: SessionRef::new(now, &*core.random),
        account: account.id,
        passkey: who.passkey,
        subject: account.subject(),
        passkey_at: now,
    })
}

/// Who acts through a session; [`Actor::Anonymous`] when what it stood for is gone.
///
/// # Errors
/// The store cannot be reached.
pub async fn actor_of(core: &Core, data: &SessionData) -> Result<Actor, Failure> {
    let now = core.now();
    let db = core.store.db();
    let account = accounts::account(db, data.account).await?.filter(|account| account.ended_at.is_none());
    let passkey = passkeys::behind_session(db, data.passkey).await?.filter(|passkey| passkey.account == data.account);
    let (Some(account), Some(passkey)) = (account, passkey) else { return Ok(Actor::Anonymous) };
    let (by, origin) = match passkey.set_aside_by {
        Some(id) => (recovery::recovery(db, id).await?, recovery::last_of(db, account.id, Some(passkey.created_at)).await?),
        None => (None, None),
    };
    let Some(standing) = standing_with(&account, passkey, (by, origin), now) else { return Ok(Actor::Anonymous) };
    Ok(match account.kind {
        Kind::Patient(subject) => {
            let patient = Patient {
                account: account.id,
                subject,
                level: account.level,
                standing,
                fresh: is_fresh(data.passkey_at, now),
                session: Some(data.reference),
            };
            in_view(core, patient, data.subject).await?
        }
        // Who works here is let in by somebody else, and cancels no recovery of their own.
        Kind::Staff(_) | Kind::Operator(..) if matches!(standing, Standing::OnlyCancel(_)) => Actor::Anonymous,
        Kind::Staff(role) => Actor::Staff { by: own_sign_in(data, now), role },
        Kind::Operator(holder, role) => Actor::Operator { by: own_sign_in(data, now), holder, role },
        Kind::Left => Actor::Anonymous,
    })
}

/// When a session ends however busy it is. It begins with its passkey: whoever shows that again gets a new one.
#[must_use]
pub fn latest_end(data: &SessionData) -> Timestamp {
    data.passkey_at + SESSION_LIFETIME
}

fn own_sign_in(data: &SessionData, now: Timestamp) -> OwnSignIn {
    OwnSignIn { account: data.account, fresh: is_fresh(data.passkey_at, now), session: Some(data.reference) }
}

/// The person for themselves, or for the one whom they put into view: while the grant lives, asked anew each time.
async fn in_view(core: &Core, patient: Patient, viewed: Option<SubjectId>) -> Result<Actor, Failure> {
    let other = viewed.filter(|viewed| *viewed != patient.subject && !matches!(patient.standing, Standing::OnlyCancel(_)));
    let Some(of) = other else { return Ok(Actor::Patient(patient)) };
    Ok(match proxies::sight_of(core, patient.account, of).await? {
        Some(sight) => Actor::Proxy { by: patient, of, sight },
        None => Actor::Patient(patient),
    })
}

/// What an account may do now, signed in with a passkey in use.
pub(super) fn standing(account: &Account, now: Timestamp) -> Standing {
    account.closed_until.filter(|until| now < *until).map_or(Standing::Open, Standing::ClosedUntil)
}

/// What it may do, signed in with that passkey. One that a recovery set aside can cancel that recovery (`by`) while that is possible, and
/// unless the recovery that it goes back to (`origin`) is less to be believed; then it can do nothing.
pub(super) fn standing_with(
    account: &Account,
    passkey: Behind,
    (by, origin): (Option<Recovery>, Option<Recovery>),
    now: Timestamp,
) -> Option<Standing> {
    let Some(id) = passkey.set_aside_by else { return Some(standing(account, now)) };
    let open = by.filter(|by| by.id == id && by.account == account.id && by.is_open(now));
    let cancels = open.filter(|by| by.by.may_be_cancelled_from(origin.map(|origin| origin.by)));
    cancels.map(|by| Standing::OnlyCancel(by.id))
}

/// A passkey is fresh for five minutes; one that was used in the future was not used.
fn is_fresh(used_at: Timestamp, now: Timestamp) -> bool {
    used_at <= now + CLOCKS_APART && now < used_at + FRESH_PASSKEY
}

/// Ends the session through which the actor acts, with its audit line.
///
/// # Errors
/// The store cannot be reached; then it goes on.
pub async fn end(core: &Core, actor: &Actor, session: SessionRef) -> Result<(), Failure> {
    let Some(account) = actor.account() else { return Ok(()) };
    let tx = core.store.begin().await?;
    sessions::remove_one_of(&tx, account, session).await?;
    audit::append(&tx, &core.config.node, [Line::of(actor, Operation::SignOut, core.now())]).await?;
    Ok(commit(tx).await?)
}

/// The sessions of this installation, by the secret in the cookie.
#[derive(Clone)]
pub struct Sessions {
    core: Core,
}

impl Sessions {
    /// The sessions of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Where secrets come from.
    #[must_use]
    pub fn new_secret(&self) -> [u8; 16] {
        let mut secret = [0; 16];
        self.core.random.fill(&mut secret);
        secret
    }

    /// Begins a session; `record` is `data` as the caller wants to read it back.
    ///
    /// # Errors
    /// The store cannot be reached.
    pub async fn begin(&self, secret: [u8; 16], data: &SessionData, record: String) -> Result<(), Failure> {
        let now = self.core.now();
        let db = self.core.store.db();
        let account = accounts::account(db, data.account).await?.ok_or(Problem::SignInNeeded)?;
        let session = Session {
            reference: data.reference,
            account: Some(account.id),
            data: record,
            created_at: now,
            seen_at: now,
            expires_at: end_of(&account, now, now),
        };
        Ok(sessions::insert(db, &self.core.keys.session_digest(&secret), &session).await?)
    }

    /// What a living session remembers. One whose time is over is removed, so that a clock set back does not bring it
    /// back to life.
    ///
    /// # Errors
    /// The store cannot be reached.
    pub async fn record(&self, secret: [u8; 16]) -> Result<Option<(String, Timestamp)>, Failure> {
        let now = self.core.now();
        let db = self.core.store.db();
        let digest = self.core.keys.session_digest(&secret);
        let Some(session) = sessions::session(db, &digest).await? else { return Ok(None) };
        // One from the future was begun under a clock that has been set back: nobody knows how old it is.
        if session.expires_at <= now || now + CLOCKS_APART < session.seen_at {
            sessions::remove(db, &digest).await?;
            return Ok(None);
        }
        if session.seen_at + SESSION_SEEN_EVERY <= now
            && let Err(failure) = self.seen(&digest, &session, now).await
        {
            // Nobody is signed out by a full disk: unwritten, the session ends by its idle time, as it would unused.
            tracing::warn!(%failure, "the use of a session could not be written down");
        }
        Ok(Some((session.data, session.expires_at)))
    }

    async fn seen(&self, digest: &sessions::SessionDigest, session: &Session, now: Timestamp) -> Result<(), Failure> {
        let db = self.core.store.db();
        let Some(id) = session.account else { return Ok(()) };
        let Some(account) = accounts::account(db, id).await? else { return Ok(()) };
        Ok(sessions::set_seen(db, digest, now, end_of(&account, session.created_at, now)).await?)
    }

    /// Writes what a session remembers. One that ended meanwhile stays ended.
    ///
    /// # Errors
    /// The store cannot be reached.
    pub async fn set_record(&self, secret: [u8; 16], record: &str) -> Result<(), Failure> {
        Ok(sessions::set_data(self.core.store.db(), &self.core.keys.session_digest(&secret), record).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The store cannot be reached.
    pub async fn end(&self, secret: [u8; 16]) -> Result<(), Failure> {
        Ok(sessions::remove(self.core.store.db(), &self.core.keys.session_digest(&secret)).await?)
    }
}

/// When a session that is used now ends if it is not used again: the earlier of the idle and the absolute end.
fn end_of(account: &Account, began: Timestamp, now: Timestamp) -> Timestamp {
    let idle = if matches!(account.kind, Kind::Patient(_)) { IDLE_PATIENT } else { IDLE_STAFF };
    (now + idle).min(began + SESSION_LIFETIME)
}

/// Ends an account's sessions but the one that the actor acts through: its ways in have changed.
pub(super) async fn end_others(tx: &Tx, own: OwnSignIn) -> Result<(), StoreError> {
    sessions::remove_of(tx, own.account, own.session).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_is_fresh_for_five_minutes() {
        let used = Timestamp::from_millis(1_000_000_000);
        let almost = Span::seconds(299);
        assert!(is_fresh(used, used));
        assert!(is_fresh(used, used + almost));
        assert!(!is_fresh(used, used + FRESH_PASSKEY));
        assert!(!is_fresh(used, used - Span::hours(1)), "a clock set back does not make it fresh again");
    }
}
