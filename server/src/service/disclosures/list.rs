//! A holder's own reports.

use crate::service::Core;
use crate::store::reports::{self, Listed};
use crate::store::{corrections, inconsistent, studies};
use domain::disclosure::Page;
use domain::disclosure::report::{Before, ReportLine, Reported};
use domain::failure::Failure;
use domain::id::{DisclosureId, HolderId};

/// How many reports one page of the list holds.
const PAGE: usize = 20;

/// A page of them, newest first.
pub(super) async fn page(
    core: &Core,
    holder: HolderId,
    before: Option<Before<DisclosureId>>,
) -> Result<Page<ReportLine, Before<DisclosureId>>, Failure> {
    // One more than is shown tells whether there is a next page.
    let mut found = reports::reports_of_holder(core.store.db(), holder, before, PAGE as u64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let items = lines(core, found).await?;
    let next = if more { items.last().map(|last| Before { at: last.reported_at, id: last.id }) } else { None };
    Ok(Page { items, next })
}

/// One of them, with what was answered when it came in.
pub(super) async fn one(core: &Core, holder: HolderId, id: DisclosureId) -> Result<Option<(ReportLine, Option<Reported>)>, Failure> {
    let db = core.store.db();
    let Some(found) = reports::report_of_holder(db, holder, id).await? else { return Ok(None) };
    let answer = reports::answer_about(db, holder, id).await?;
    Ok(lines(core, vec![found]).await?.pop().map(|line| (line, answer)))
}

async fn lines(core: &Core, found: Vec<Listed>) -> Result<Vec<ReportLine>, Failure> {
    let db = core.store.db();
    let ids: Vec<_> = found.iter().map(|one| one.disclosure.id).collect();
    let named: Vec<_> = found.iter().map(|one| one.disclosure.study.0).collect();
    let registered = studies::every_version(db, &named).await?;
    let (changed, corrects) = (corrections::of(db, &ids).await?, corrections::made_by(db, &ids).await?);
    let conflicts = reports::conflicts_in(db, &ids).await?;
    let line = |Listed { disclosure: of, rows }| {
        let study = registered.get(&of.study).cloned().ok_or_else(|| inconsistent("disclosures", "study_version", of.id))?;
        Ok(ReportLine {
            id: of.id,
            reported_at: of.reported_at,
            disclosed_at: of.disclosed_at,
            study,
            recipient: of.recipient,
            form: of.form,
            rows,
            conflicts: conflicts.get(&of.id).copied().unwrap_or(0),
            historic: of.historic,
            changed: changed.get(&of.id).copied(),
            corrects: corrects.get(&of.id).copied(),
        })
    };
    found.into_iter().map(line).collect()
}
