//! Whether a report as a whole can be taken in, and what it would be: the same for a report and for its preview.

use crate::service::Core;
use crate::store::conflicts::covering_of;
use crate::store::disclosures::Disclosure;
use crate::store::{Tx, reports, studies};
use domain::check::{AskedFor, Question};
use domain::clock::Timestamp;
use domain::disclosure::Covering;
use domain::disclosure::report::Report;
use domain::failure::{Failure, Problem};
use domain::id::{DisclosureId, HolderId};
use domain::study::Study;

/// A report whose head is sound.
pub(super) struct Sound {
    pub disclosure: Disclosure,
    /// What the named check covers.
    pub covering: Option<Covering>,
    /// The study as it stands now.
    pub study: Study,
}

/// Looks up what the report names.
///
/// # Errors
/// The problem with the whole of it.
pub(super) async fn sound(core: &Core, holder: HolderId, tx: &Tx, report: &Report, now: Timestamp) -> Result<Sound, Failure> {
    if let Some(problem) = report.fault(now, &studies::categories(tx).await?) {
        return Err(problem.into());
    }
    let study = studies::study(tx, report.study).await?.ok_or(Problem::UnknownStudy)?;
    report.may_name(&study)?;
    let missing = || Failure::Inconsistent { table: "study_versions", column: "version", row: study.id.to_string() };
    let version = reports::version_at(tx, study.id, study.version, report.disclosed_at).await?.ok_or_else(missing)?;
    let covering = covering(core, holder, report)?;
    let missing = || Failure::Inconsistent { table: "holders", column: "joined_at", row: holder.to_string() };
    let joined_at = reports::joined_at(tx, holder).await?.ok_or_else(missing)?;
    let disclosure = Disclosure {
        id: DisclosureId::new(now, &*core.random),
        holder,
        study: (study.id, version),
        disclosed_at: report.disclosed_at,
        reported_at: now,
        recipient: report.recipient.trim().to_owned(),
        form: report.form,
        categories: report.categories.clone(),
        records: report.records,
        check: report.check_id.clone().zip(covering.map(|covering| covering.checked_at)),
        historic: report.disclosed_at < joined_at,
    };
    Ok(Sound { disclosure, covering, study })
}

/// What the named check covers, if it was answered by us, to this holder, for this study.
fn covering(core: &Core, holder: HolderId, report: &Report) -> Result<Option<Covering>, Problem> {
    let Some(named) = &report.check_id else { return Ok(None) };
    let covering = covering_of(named).ok_or(Problem::UnknownCheck)?;
    let question = Question { asked_for: AskedFor::Study(report.study), rows: Vec::new() };
    let ours = core.keys.is_check_id(named, holder, &question, covering.checked_at, covering.log_size);
    if ours { Ok(Some(covering)) } else { Err(Problem::UnknownCheck) }
}
