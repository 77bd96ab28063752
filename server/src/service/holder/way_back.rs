//! Codes for people who lost every way in, which this holder prints and sends because it has their address.

use super::{organisation, qr};
use crate::service::Core;
use crate::service::approvals::binding::nonce;
use crate::service::approvals::posting::NUMBER;
use crate::store::audit::{self, Line};
use crate::store::posted_codes::{self, Posted};
use crate::store::{Db, approvals, commit, facts, links};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::{HolderId, RequestId};
use domain::ports::{WayBack, WayBackLetter};

/// How many are shown at once.
const SHOWN: u64 = 100;

/// The organisation of a person who works there: programs print no letters.
fn printer(actor: &Actor) -> Result<HolderId, Problem> {
    actor.may(Operation::IssueActivation)?;
    if let Actor::Operator { holder, .. } = actor { Ok(*holder) } else { Err(Problem::NotAllowed) }
}

pub(super) async fn waiting(core: &Core, actor: &Actor) -> Result<Vec<WayBack>, Failure> {
    let holder = printer(actor)?;
    let db = core.store.db();
    let mut waiting = Vec::new();
    for posted in posted_codes::waiting_of(db, holder, core.now(), SHOWN).await? {
        if may_be_sent(db, posted.request).await? {
            waiting.push(way_back(core, &posted)?);
        }
    }
    Ok(waiting)
}

/// Whether it may still go out: whoever came under protection meanwhile may not be where the letter goes.
async fn may_be_sent(db: &Db, request: RequestId) -> Result<bool, Failure> {
    let Some(request) = approvals::request(db, request).await? else { return Ok(false) };
    let facts = facts::facts_of(db, &links::subjects_with(db, &[request.subject]).await?).await?;
    let used = approvals::binding_of(db, request.course.id).await?.is_none_or(|code| code.used_at.is_some());
    Ok(facts.protected.is_none() && facts.deceased_on.is_none() && !used)
}

fn way_back(core: &Core, posted: &Posted) -> Result<WayBack, Failure> {
    let gone = || Failure::Inconsistent { table: "posted_codes", column: "number", row: posted.request.to_string() };
    let number = core.keys.unseal(NUMBER, posted.request.0, posted.number.as_ref().ok_or_else(gone)?)?;
    Ok(WayBack { id: posted.request, number, until: posted.ends_at })
}

pub(super) async fn letter(core: &Core, actor: &Actor, id: RequestId) -> Result<Option<WayBackLetter>, Failure> {
    let holder = printer(actor)?;
    let db = core.store.db();
    let posted = posted_codes::of(db, id).await?.filter(|posted| posted.holder == holder && posted.number.is_some());
    let Some(posted) = posted.filter(|posted| core.now() < posted.ends_at) else { return Ok(None) };
    let Some(code) = approvals::binding_of(db, id).await? else { return Ok(None) };
    if !may_be_sent(db, id).await? {
        return Ok(None);
    }
    let spelled = core.keys.recovery_code_stored_as(code.account, &nonce(&code), &code.digest);
    let spelled = spelled.ok_or(Failure::Inconsistent { table: "binding_codes", column: "digest", row: id.to_string() })?.grouped();
    let base_url = core.config.base_url.trim_end_matches('/').to_owned();
    // What stands behind the # of an address never leaves the browser.
    let qr = qr::draw(&format!("{base_url}/recover#code={spelled}"))?;
    let holder = organisation(db, actor).await?;
    Ok(Some(WayBackLetter { of: way_back(core, &posted)?, holder, code: spelled, qr, base_url }))
}

pub(super) async fn printed(core: &Core, actor: &Actor, id: RequestId) -> Result<(), Failure> {
    let holder = printer(actor)?;
    let now = core.now();
    let tx = core.store.begin().await?;
    if !posted_codes::set_printed(&tx, holder, id, now).await? {
        return Err(Problem::NotFound.into());
    }
    let line = Line::of(actor, Operation::IssueActivation, now).to(id).because("way back printed");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Numbers that nobody needs any more go.
pub(super) async fn tidy(core: &Core) -> Result<(), Failure> {
    Ok(posted_codes::forget_numbers_before(core.store.db(), core.now()).await?)
}
