//! Samples of reports: sound, with conflicts and skipped rows, corrected, withdrawn, from before the holder joined; a draft.

use super::{at, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::category::{self, Category};
use domain::disclosure::report::{Before, Changed, Correction, Report, ReportLine, Reported, RowFault};
use domain::disclosure::{Conflict, Page};
use domain::failure::{Failure, Problem};
use domain::id::{DisclosureId, DraftId};
use domain::ports::DisclosuresPort;
use domain::ports::disclosures::{DraftView, NewDraft, Preview, Sending};
use domain::study::Study;
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) struct Sample;

fn id(n: u128) -> DisclosureId {
    DisclosureId(Uuid::from_u128(0x0193_0600 + n))
}

fn line(n: u128, when: &str, study: usize) -> ReportLine {
    let study = studies::all()[study].clone();
    ReportLine {
        id: id(n),
        reported_at: at(when),
        disclosed_at: at(when),
        recipient: study.registration.users[0].name.ja.clone(),
        form: study.registration.form,
        study,
        rows: Some((998, 0)),
        conflicts: 0,
        historic: false,
        changed: None,
        corrects: None,
    }
}

fn lines() -> Vec<ReportLine> {
    let when = at("2026-11-19T02:00:00.000Z");
    vec![
        ReportLine { rows: Some((996, 3)), conflicts: 2, ..line(1, "2026-11-20T02:00:00.000Z", 0) },
        ReportLine { corrects: Some(id(3)), ..line(2, "2026-11-19T02:00:00.000Z", 1) },
        ReportLine { conflicts: 1, changed: Some(Changed { at: when, by: Some(id(2)) }), ..line(3, "2026-11-18T02:00:00.000Z", 1) },
        ReportLine { changed: Some(Changed { at: when, by: None }), ..line(4, "2026-11-17T02:00:00.000Z", 2) },
        ReportLine { rows: None, historic: true, ..line(5, "2019-05-11T02:00:00.000Z", 3) },
    ]
}

fn fields() -> BTreeMap<String, String> {
    let study = studies::all()[0].id.to_string();
    [
        ("study", study.as_str()),
        ("disclosed_at", "2026-11-20T11:00"),
        ("recipient", "東都大学 <データ室>"),
        ("form", "pseudonymised"),
        ("category", "laboratory prescriptions"),
        ("records_from", "2022-04-01"),
        ("records_to", "2026-03-31"),
        ("check_id", "AAABlqbV4AAAAAAAAAAAAQ"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

#[async_trait]
impl DisclosuresPort for Sample {
    async fn report(&self, _: &Actor, _: Sending<'_>, _: Report) -> Result<Reported, Failure> {
        Err(Problem::NotAllowed.into())
    }
    async fn correct(&self, _: &Actor, _: DisclosureId, _: Sending<'_>, _: Correction) -> Result<Reported, Failure> {
        Err(Problem::NotAllowed.into())
    }
    async fn reports(
        &self,
        actor: &Actor,
        before: Option<Before<DisclosureId>>,
    ) -> Result<Page<ReportLine, Before<DisclosureId>>, Failure> {
        actor.may(Operation::Report)?;
        let items: Vec<_> = lines().into_iter().filter(|line| before.is_none_or(|before| line.reported_at < before.at)).collect();
        let next = items.last().filter(|_| before.is_none()).map(|last| Before { at: last.reported_at, id: last.id });
        Ok(Page { items, next })
    }
    async fn one_report(&self, actor: &Actor, wanted: DisclosureId) -> Result<Option<(ReportLine, Option<Reported>)>, Failure> {
        actor.may(Operation::Report)?;
        let answer = Reported {
            disclosure: id(1),
            corrects: None,
            withdrawn: false,
            accepted: 996,
            errors: vec![(17, RowFault::InvalidIdentifier), (40, RowFault::Duplicate), (41, RowFault::NotPermitted)],
            conflicts: vec![(3, Conflict::Against), (700, Conflict::CheckedBefore)],
            unchecked: 3,
        };
        let found = lines().into_iter().find(|line| line.id == wanted);
        Ok(found.map(|line| (line, (wanted == id(1)).then_some(answer))))
    }
    async fn studies(&self, actor: &Actor) -> Result<Vec<Study>, Failure> {
        actor.may(Operation::Report)?;
        Ok(studies::all())
    }
    async fn categories(&self, actor: &Actor) -> Result<Vec<Category>, Failure> {
        actor.may(Operation::Report)?;
        Ok(category::version_1())
    }
    async fn draft(&self, _: &Actor, _: NewDraft) -> Result<DraftId, Failure> {
        Err(Problem::NotAllowed.into())
    }
    async fn drafted(&self, actor: &Actor, wanted: DraftId) -> Result<Option<DraftView>, Failure> {
        actor.may(Operation::Report)?;
        let ready = Preview {
            draft: wanted,
            study: studies::all()[0].clone(),
            fields: fields(),
            rows: 1_000,
            good: 998,
            unchecked: 1,
            left_out: vec![(17, RowFault::InvalidIdentifier), (40, RowFault::NotPermitted)],
            left_out_counts: vec![(RowFault::InvalidIdentifier, 1), (RowFault::NotPermitted, 1)],
        };
        Ok(match wanted.0.as_u128() {
            1 => Some(DraftView::Ready(Box::new(ready))),
            2 => Some(DraftView::Faulty { problem: Problem::UnreadableFile, fields: fields() }),
            3 => Some(DraftView::Ready(Box::new(Preview { good: 0, unchecked: 0, ..ready }))),
            _ => None,
        })
    }
    async fn report_draft(&self, _: &Actor, _: DraftId) -> Result<Reported, Failure> {
        Err(Problem::NotAllowed.into())
    }
}
