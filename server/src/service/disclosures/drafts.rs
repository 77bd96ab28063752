//! Reports that somebody prepares on the page: kept sealed for an hour, so that nothing is lost between form, preview and
//! report, and nothing has to be written twice.

mod file;

use super::holder_of;
use super::people::{People, read_rows};
use super::sound::{Sound, sound};
use crate::service::Core;
use crate::store::reports::{self, DRAFT, SealedDraft};
use crate::store::{commit, holders};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use domain::actor::Actor;
use domain::category::Form;
use domain::clock::{Span, TO_THE_MINUTE, Timestamp, parse_date};
use domain::disclosure::report::{Report, RowFault};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, DisclosureId, DraftId, HolderId};
use domain::identifier::Systems;
use domain::ports::disclosures::{DraftView, NewDraft, Preview};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a draft can be looked at and reported.
pub(super) const KEPT: Span = Span::hours(1);
/// How many rows that are left out the preview names.
const NAMED: usize = 100;

/// The fields of the form.
type Fields = BTreeMap<String, String>;

/// A draft as it is sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    fields: Fields,
    /// Base64.
    file: String,
}

/// A draft that can be reported.
pub(super) struct Drafted {
    pub corrects: Option<DisclosureId>,
    pub report: Report,
}

/// Keeps a draft, whatever it holds.
pub(super) async fn keep(core: &Core, actor: &Actor, draft: NewDraft) -> Result<DraftId, Failure> {
    let (holder, account) = whose(actor)?;
    let id = DraftId::new(core.now(), &*core.random);
    let kept = Kept { fields: draft.fields, file: STANDARD_NO_PAD.encode(&draft.file) };
    let kept = serde_json::to_string(&kept).map_err(|error| Failure::Internal(error.to_string()))?;
    let sealed = core.keys.seal(&*core.random, DRAFT, id.0, &kept);
    let tx = core.store.begin().await?;
    reports::keep_draft(&tx, SealedDraft { id, holder, account, sealed, at: core.now() }).await?;
    commit(tx).await?;
    Ok(id)
}

/// What would be reported, or what has to be changed first.
pub(super) async fn look_at(core: &Core, actor: &Actor, id: DraftId) -> Result<Option<DraftView>, Failure> {
    let Some(kept) = unsealed(core, actor, id).await? else { return Ok(None) };
    match preview(core, holder_of(actor)?, id, &kept).await {
        Ok(preview) => Ok(Some(DraftView::Ready(Box::new(preview)))),
        Err(Failure::Refused(problem)) => Ok(Some(DraftView::Faulty { problem, fields: kept.0.fields })),
        Err(failure) => Err(failure),
    }
}

/// A draft, to be reported.
pub(super) async fn open(core: &Core, actor: &Actor, id: DraftId) -> Result<Drafted, Failure> {
    let kept = unsealed(core, actor, id).await?.ok_or(Problem::NotFound)?;
    let corrects = filled(&kept.0.fields, "corrects").map(str::parse).transpose().map_err(|_| Problem::NotFound)?;
    Ok(Drafted { corrects, report: read(core, holder_of(actor)?, &kept).await? })
}

/// A draft belongs to whoever made it, in the organisation they made it for.
fn whose(actor: &Actor) -> Result<(HolderId, AccountId), Problem> {
    Ok((holder_of(actor)?, actor.account().ok_or(Problem::NotAllowed)?))
}

/// A draft, and when it was made.
async fn unsealed(core: &Core, actor: &Actor, id: DraftId) -> Result<Option<(Kept, Timestamp)>, Failure> {
    let Some(draft) = reports::draft_of(core.store.db(), whose(actor)?, id, core.now() - KEPT).await? else { return Ok(None) };
    let text = core.keys.unseal(DRAFT, id.0, &draft.sealed)?;
    let broken = || Failure::Inconsistent { table: "report_drafts", column: "sealed", row: id.to_string() };
    serde_json::from_str(&text).map(|kept| Some((kept, draft.at))).map_err(|_| broken())
}

async fn preview(core: &Core, holder: HolderId, id: DraftId, kept: &(Kept, Timestamp)) -> Result<Preview, Failure> {
    let report = read(core, holder, kept).await?;
    let rows = read_rows(core, holder, &report).await?;
    let snapshot = core.store.snapshot().await?;
    let Sound { disclosure, covering, study } = sound(core, holder, &snapshot, &report, core.now()).await?;
    let people = People { core, holder, study: disclosure.study };
    let (taken, _) = people.place(&snapshot, &report, &rows, covering).await?;
    commit(snapshot).await?;
    let mut counts: BTreeMap<RowFault, u32> = BTreeMap::new();
    for (_, fault) in &taken.errors {
        *counts.entry(*fault).or_default() += 1;
    }
    let mut fields = kept.0.fields.clone();
    if let Some(check_id) = report.check_id {
        fields.insert("check_id".to_owned(), check_id);
    }
    Ok(Preview {
        draft: id,
        study,
        fields,
        rows: u32::try_from(report.rows.len()).unwrap_or(u32::MAX),
        good: taken.accepted,
        unchecked: taken.unchecked,
        left_out: taken.errors.into_iter().take(NAMED).collect(),
        left_out_counts: counts.into_iter().collect(),
    })
}

/// The report that form and file make.
async fn read(core: &Core, holder: HolderId, (kept, made_at): &(Kept, Timestamp)) -> Result<Report, Failure> {
    let fields = &kept.fields;
    let needed = |name| filled(fields, name).ok_or(Problem::TextNeeded);
    let broken = || Failure::Internal("a sealed file is not base64".to_owned());
    let bytes = STANDARD_NO_PAD.decode(&kept.file).map_err(|_| broken())?;
    let missing = || Failure::Inconsistent { table: "holders", column: "id", row: holder.to_string() };
    let organisation = holders::holder(core.store.db(), holder).await?.ok_or_else(missing)?;
    let own = Systems::local_of(&organisation, &core.config.base_url);
    let records = match (filled(fields, "records_from"), filled(fields, "records_to")) {
        (None, None) => None,
        (Some(from), Some(to)) => Some((date(from)?, date(to)?)),
        _ => return Err(Problem::InvalidDate.into()),
    };
    let study = needed("study")?.parse().map_err(|_| Problem::UnknownStudy)?;
    let disclosed_at = moment(needed("disclosed_at")?, *made_at)?;
    let file = file::read(&bytes, &own, filled(fields, "include_denied").is_some())?;
    Ok(Report {
        study,
        disclosed_at,
        recipient: needed("recipient")?.to_owned(),
        form: Form::from_code(needed("form")?).ok_or(Problem::Malformed)?,
        categories: needed("category")?.split_whitespace().map(ToOwned::to_owned).collect(),
        records,
        check_id: filled(fields, "check_id").map(ToOwned::to_owned).or(file.check_id),
        rows: file.rows,
    })
}

fn filled<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn date(text: &str) -> Result<domain::clock::Date, Problem> {
    parse_date(text).map_err(|_| Problem::InvalidDate)
}

/// When records were handed over. A minute is meant to its end, as far as it was over when the form was sent: whoever checks a
/// list and hands it on within one minute has checked before.
fn moment(text: &str, sent_at: Timestamp) -> Result<Timestamp, Problem> {
    let begins = Timestamp::typed_in_tokyo(text).map_err(|_| Problem::InvalidDate)?;
    let over = text.len() == TO_THE_MINUTE && begins <= sent_at;
    Ok(if over { sent_at.min(begins + Span::seconds(59)) } else { begins })
}
