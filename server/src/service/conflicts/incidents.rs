//! Disclosures that went against choices, as the desk sees them: numbers and what was said, nobody's identity.

use super::opened;
use crate::service::Core;
use crate::store::cases::{self, Case};
use crate::store::disclosures::{Disclosure, disclosures};
use crate::store::holders::holders;
use crate::store::{corrections, inconsistent, studies};
use domain::disclosure::case::{CaseStatus, Incident, IncidentView};
use domain::disclosure::{Conflict, Page};
use domain::failure::Failure;
use domain::id::DisclosureId;

/// How many incidents one page of the list holds.
const PAGE: usize = 20;

/// A page of them, newest report first.
pub(super) async fn page(core: &Core, only_open: bool, before: Option<DisclosureId>) -> Result<Page<Incident, DisclosureId>, Failure> {
    // One more than is shown tells whether there is a next page.
    let mut found = cases::reports_with_cases(core.store.db(), only_open, before, PAGE as u64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().copied() } else { None };
    let items = incidents(core, &found).await?.into_iter().map(|(incident, _)| incident).collect();
    Ok(Page { items, next })
}

/// One of them.
pub(super) async fn one(core: &Core, id: DisclosureId) -> Result<Option<IncidentView>, Failure> {
    let Some((incident, report)) = incidents(core, &[id]).await?.pop().filter(|(incident, _)| !incident.counts.is_empty()) else {
        return Ok(None);
    };
    let notes = cases::notes_in(core.store.db(), &[id]).await?;
    // An answer for all conflicts stands once; of answers for single ones the desk reads each.
    Ok(Some(IncidentView { incident, recipient: report.recipient, notes: opened(&core.keys, &notes)? }))
}

/// In the order asked for; a report that does not exist is left out.
async fn incidents(core: &Core, ids: &[DisclosureId]) -> Result<Vec<(Incident, Disclosure)>, Failure> {
    let db = core.store.db();
    let mut reports = disclosures(db, ids).await?;
    let named: Vec<_> = reports.values().map(|report| report.study.0).collect();
    let registered = studies::every_version(db, &named).await?;
    let organisations = holders(db, &reports.values().map(|report| report.holder).collect::<Vec<_>>()).await?;
    let changed = corrections::of(db, ids).await?;
    let cases = cases::cases_in(db, ids).await?;
    let incident = |id: &DisclosureId| {
        let report = reports.remove(id)?;
        let own: Vec<_> = cases.iter().filter(|case| case.disclosure == *id).collect();
        let broken = |column| inconsistent("disclosures", column, *id);
        let found = || {
            Ok(Incident {
                disclosure: *id,
                holder: organisations.get(&report.holder).cloned().ok_or_else(|| broken("holder_id"))?,
                study: registered.get(&report.study).cloned().ok_or_else(|| broken("study_version"))?,
                disclosed_at: report.disclosed_at,
                reported_at: report.reported_at,
                counts: Conflict::ALL
                    .map(|kind| (kind, count(&own, |case| case.kind == kind)))
                    .into_iter()
                    .filter(|(_, n)| *n > 0)
                    .collect(),
                hidden: count(&own, |case| case.hidden),
                open: count(&own, |case| case.status.is_open()),
                answered: count(&own, |case| case.status == CaseStatus::Answered),
                changed: changed.get(id).copied(),
            })
        };
        Some(found().map(|incident| (incident, report.clone())))
    };
    ids.iter().filter_map(incident).collect()
}

fn count(cases: &[&Case], of: impl Fn(&Case) -> bool) -> u32 {
    u32::try_from(cases.iter().filter(|case| of(case)).count()).unwrap_or(u32::MAX)
}
