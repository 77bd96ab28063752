//! What takes two members of staff: one asks, another one decides, and what was approved is done in the very transaction
//! in which the outcome is written down. Where that entered something into the log, it is signed and kept before anybody is told.

mod asking;
pub(super) mod binding;
mod detail;
mod link;
mod permit;
mod person;
pub(super) mod posting;
mod protection;
mod proxy;
mod view;

use crate::log::publisher::Publisher;
use crate::service::Core;
use crate::store::approvals::{self, Request};
use crate::store::audit::{self, Line};
use crate::store::log::LockedHead;
use crate::store::{Tx, commit, posted_codes};
pub(crate) use asking::{NewRequest, keep};
use async_trait::async_trait;
use detail::Detail;
use domain::actor::{Actor, Operation};
use domain::approval::{Kind, Outcome};
use domain::clock::Timestamp;
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, LookUpId, RequestId};
use domain::log::Position;
use domain::log::leaf::LeafHash;
use domain::ports::{ApprovalPort, ApprovalView, Approvals, Asking, AskingView, BindingCode};

/// How many waiting requests are shown, and how many settled ones on a page.
const WAITING: u64 = 50;
const SETTLED: usize = 20;

/// What takes two.
#[derive(Clone)]
pub struct ApprovalsService {
    core: Core,
    publisher: Publisher,
}

impl ApprovalsService {
    /// The requests of this installation; what they enter into the log goes through that publisher.
    #[must_use]
    pub fn new(core: Core, publisher: Publisher) -> Self {
        Self { core, publisher }
    }

    /// Settles a request; whoever is told so finds what it entered signed and kept.
    async fn settle(&self, actor: &Actor, id: RequestId, outcome: Outcome) -> Result<(), Failure> {
        match decide(&self.core, actor, id, outcome).await? {
            Entered::Nothing => Ok(()),
            Entered::Event => self.publisher.publish().await,
            Entered::Decision(position, hash) => self.publisher.cover_entry(position, hash).await,
        }
    }
}

/// What settling a request entered into the log.
#[derive(Clone, Copy, Debug)]
enum Entered {
    Nothing,
    /// A link, its end, or a grant.
    Event,
    /// A decision, of which the person holds a receipt.
    Decision(Position, LeafHash),
}

/// A request that is being carried out.
struct Approved<'a> {
    core: &'a Core,
    tx: &'a Tx,
    request: &'a Request,
    /// The second member of staff.
    by: AccountId,
    /// Why it was asked for.
    reason: String,
    now: Timestamp,
}

#[async_trait]
impl ApprovalPort for ApprovalsService {
    async fn asking(&self, actor: &Actor, look_up: LookUpId) -> Result<Option<AskingView>, Failure> {
        actor.may(Operation::RequestApproval)?;
        asking::view(&self.core, staff(actor)?, look_up).await
    }

    async fn request(&self, actor: &Actor, asked: Asking) -> Result<RequestId, Failure> {
        let taken = match actor.may(Operation::RequestApproval) {
            Ok(()) => asking::request(&self.core, actor, &asked).await,
            Err(problem) => Err(problem.into()),
        };
        audited(&self.core, actor, Operation::RequestApproval, asked.look_up, taken).await
    }

    async fn approvals(&self, actor: &Actor, before: Option<RequestId>) -> Result<Approvals, Failure> {
        actor.may(Operation::Approve)?;
        let (db, now) = (self.core.store.db(), self.core.now());
        let waiting = approvals::waiting(db, now, WAITING).await?;
        // One more than is shown tells whether there is a next page.
        let mut settled = approvals::settled(db, now, before, SETTLED as u64 + 1).await?;
        let more = settled.len() > SETTLED;
        settled.truncate(SETTLED);
        let next = if more { settled.last().map(|last| last.course.id) } else { None };
        Ok(Approvals {
            waiting: view::views(&self.core, actor, waiting).await?,
            settled: Page { items: view::views(&self.core, actor, settled).await?, next },
        })
    }

    async fn approval(&self, actor: &Actor, id: RequestId) -> Result<Option<ApprovalView>, Failure> {
        actor.may(Operation::Approve)?;
        let found = approvals::request(self.core.store.db(), id).await?;
        Ok(view::views(&self.core, actor, found.into_iter().collect()).await?.pop())
    }

    async fn decide(&self, actor: &Actor, id: RequestId, approve: bool) -> Result<(), Failure> {
        let decided = match actor.may(Operation::Approve) {
            Ok(()) => self.settle(actor, id, if approve { Outcome::Approved } else { Outcome::Declined }).await,
            Err(problem) => Err(problem.into()),
        };
        audited(&self.core, actor, Operation::Approve, id, decided).await
    }

    async fn make_binding_code(&self, actor: &Actor, id: RequestId) -> Result<(), Failure> {
        let made = match actor.may(Operation::RequestApproval) {
            Ok(()) => binding::make(&self.core, actor, id).await,
            Err(problem) => Err(problem.into()),
        };
        audited(&self.core, actor, Operation::RequestApproval, id, made).await
    }

    async fn binding_code(&self, actor: &Actor, id: RequestId) -> Result<Option<BindingCode>, Failure> {
        actor.may(Operation::RequestApproval)?;
        binding::made(&self.core, staff(actor)?, id).await
    }
}

/// The member of staff.
fn staff(actor: &Actor) -> Result<AccountId, Problem> {
    actor.account().ok_or(Problem::SignInNeeded)
}

/// Hands a result on; a refusal is written down first, in a transaction of its own.
async fn audited<T>(
    core: &Core,
    actor: &Actor,
    operation: Operation,
    object: impl ToString,
    result: Result<T, Failure>,
) -> Result<T, Failure> {
    if let Err(Failure::Refused(problem)) = &result
        && actor.account().is_some()
    {
        let line = Line::of(actor, operation, core.now()).to(object).refused(*problem, problem.code());
        let tx = core.store.begin().await?;
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
    }
    result
}

/// Writes the outcome down and, if it is a yes, does what was asked. Of two who decide at once the second finds it done.
async fn decide(core: &Core, actor: &Actor, id: RequestId, outcome: Outcome) -> Result<Entered, Failure> {
    let (by, now) = (staff(actor)?, core.now());
    let kind = approvals::request(core.store.db(), id).await?.ok_or(Problem::NotFound)?.course.kind;
    let tx = core.store.begin().await?;
    // Whatever enters the log takes its head before anything else.
    let head = match kind {
        Kind::Link | Kind::Unlink | Kind::Permit | Kind::Proxy if outcome == Outcome::Approved => Some(core.lock_log(&tx).await?),
        _ => None,
    };
    let request = approvals::request_locked(&tx, id).await?.ok_or(Problem::NotFound)?;
    request.course.may_decide(by, now)?;
    if !approvals::set_outcome(&tx, id, outcome, by, now).await? {
        return Err(Problem::AlreadyDone.into());
    }
    let (mut lines, mut entered) = (Vec::new(), Entered::Nothing);
    if outcome == Outcome::Declined {
        posted_codes::forget_number(&tx, id).await?;
    }
    if outcome == Outcome::Approved {
        let reason = core.keys.unseal(detail::REASON, id.0, &request.reason)?;
        let approved = Approved { core, tx: &tx, request: &request, by, reason, now };
        let (line, what) = carry_out(&approved, head).await?;
        lines.extend(line);
        entered = what;
    }
    let what = format!("{} {}", kind.code(), outcome.code());
    lines.push(Line { on_behalf_of: Some(request.subject), ..Line::of(actor, Operation::Approve, now).to(id).because(&what) });
    audit::append(&tx, &core.config.node, lines).await?;
    commit(tx).await?;
    Ok(entered)
}

/// Does what was approved; answers the audit line of what was done beside the approval itself, and what it entered into the log.
async fn carry_out(approved: &Approved<'_>, head: Option<LockedHead>) -> Result<(Option<Line>, Entered), Failure> {
    let entered = match (detail::open(approved.core, approved.request)?, head) {
        // It waits for its code.
        (Detail::Recovery, _) => {
            binding::still_possible(approved).await?;
            posting::approved(approved).await?;
            Entered::Nothing
        }
        (Detail::Link, _) => link::join(approved).await.map(|()| Entered::Event)?,
        (Detail::Unlink, _) => link::part(approved).await.map(|()| Entered::Event)?,
        (Detail::Permit { scope, channel }, Some(head)) => {
            let (line, entered) = permit::permit(approved, head, scope, channel).await?;
            return Ok((Some(line), entered));
        }
        (Detail::Proxy { proxy, role, ages }, Some(head)) => {
            proxy::grant(approved, head, proxy, role, ages).await.map(|()| Entered::Event)?
        }
        (Detail::Permit { .. } | Detail::Proxy { .. }, None) => {
            return Err(Failure::Internal("an entry without the head of the log".to_owned()));
        }
        (Detail::LiftProtection, _) => protection::lift(approved).await.map(|()| Entered::Nothing)?,
    };
    Ok((None, entered))
}
