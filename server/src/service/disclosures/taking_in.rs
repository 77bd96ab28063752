//! One report, from its key to the commit: all of its good rows, or nothing.

use super::people::{People, ReadRow, read_rows};
use super::placing::Taken;
use super::sound::{Sound, sound};
use crate::service::Core;
use crate::service::contact::outbox;
use crate::store::audit::{self, Line};
use crate::store::disclosures::{self, Disclosure};
use crate::store::reports::{self, UsedKey};
use crate::store::{Tx, commit, corrections, holder_counts, log, reviews};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::disclosure::Conflict;
use domain::disclosure::report::{Changed, Correction, MAX_KEY, Report, Reported};
use domain::failure::{Failure, Problem};
use domain::id::{DisclosureId, HolderId};
use domain::ports::disclosures::Sending;
use domain::statistics::{Month, What};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// A report on its way in.
#[derive(Clone, Copy)]
pub(super) struct Intake<'a> {
    pub core: &'a Core,
    pub actor: &'a Actor,
    pub holder: HolderId,
    pub sending: Sending<'a>,
}

impl Intake<'_> {
    /// Takes it in. `corrects`: it says how that report should have been, or that it never happened.
    pub(super) async fn take(self, corrects: Option<DisclosureId>, said: Correction) -> Result<Reported, Failure> {
        if self.sending.key.is_empty() || self.sending.key.len() > MAX_KEY {
            return Err(Problem::Malformed.into());
        }
        let keys = self.used_keys(corrects);
        // A copy of a report that is known is answered without waiting for anybody.
        for key in &keys {
            if let Some(answer) = self.answered(*key).await? {
                return Ok(answer);
            }
        }
        let key = keys.into_iter().next().ok_or_else(|| Failure::Internal("no pepper".to_owned()))?;
        let outcome = self.record(key, corrects, said).await;
        if let Err(Failure::Refused(problem)) = &outcome {
            self.note_refusal(corrects, *problem).await?;
        }
        outcome
    }

    /// Key and body as they may be remembered, under the newest pepper first; a key means something to its holder only, a body only
    /// for what it was sent to.
    fn used_keys(&self, corrects: Option<DisclosureId>) -> Vec<UsedKey> {
        let holder = self.holder.0.as_bytes();
        let digests = |part: &[u8], target: &[u8], bytes: &[u8]| self.core.keys.form_digests(&[b"report ", part, holder, target, bytes]);
        let target = corrects.map_or([0; 16], |id| *id.0.as_bytes());
        let bodies = digests(b"body", &target, self.sending.body);
        let keys = digests(b"key", &[], self.sending.key.as_bytes());
        keys.into_iter().zip(bodies).map(|(digest, body)| UsedKey { holder: self.holder, digest, body }).collect()
    }

    async fn answered(&self, key: UsedKey) -> Result<Option<Reported>, Failure> {
        let Some((body, answer)) = reports::answer_of(self.core.store.db(), self.holder, key.digest).await? else { return Ok(None) };
        if bool::from(body.as_slice().ct_eq(&key.body)) { Ok(Some(answer)) } else { Err(Problem::KeyReused.into()) }
    }

    async fn record(self, key: UsedKey, corrects: Option<DisclosureId>, said: Correction) -> Result<Reported, Failure> {
        let (core, now) = (self.core, self.core.now());
        let rows = match &said {
            Correction::Instead(report) => read_rows(core, self.holder, report).await?,
            Correction::Withdraw => Vec::new(),
        };
        let tx = core.store.begin().await?;
        // Under the lock no refusal and no link is entered meanwhile, so that none is missed; and two reports that bring
        // the same unknown number do not make two persons of it.
        let _head = log::lock(&tx).await?;
        if !reports::take_key(&tx, key, now).await? {
            drop(tx);
            let missing = || Failure::Unavailable("a report with this key was under way and did not come in".to_owned());
            return self.answered(key).await?.ok_or_else(missing);
        }
        if let Some(old) = corrects {
            self.may_change(&tx, old).await?;
        }
        let reported = match said {
            Correction::Withdraw => withdrawn(corrects)?,
            Correction::Instead(report) => self.report(&tx, (&report, &rows), corrects, now).await?,
        };
        if let Some(old) = corrects {
            let by = (!reported.withdrawn).then_some(reported.disclosure);
            corrections::insert(&tx, old, Changed { at: now, by }).await?;
            reviews::drop_all(&tx, old).await?;
        }
        reports::set_answer(&tx, key, &reported).await?;
        let line = Line::of(self.actor, Operation::Report, now).to(reported.disclosure).because(&told(&reported));
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
        Ok(reported)
    }

    async fn may_change(&self, tx: &Tx, old: DisclosureId) -> Result<(), Failure> {
        reports::report_of_holder(tx, self.holder, old).await?.ok_or(Problem::NotFound)?;
        if corrections::of(tx, &[old]).await?.is_empty() { Ok(()) } else { Err(Problem::AlreadyDone.into()) }
    }

    async fn report(
        &self,
        tx: &Tx,
        (report, rows): (&Report, &[ReadRow]),
        corrects: Option<DisclosureId>,
        now: Timestamp,
    ) -> Result<Reported, Failure> {
        let Sound { disclosure, covering, .. } = sound(self.core, self.holder, tx, report, now).await?;
        let people = People { core: self.core, holder: self.holder, study: disclosure.study };
        let (taken, known) = people.place(tx, report, rows, covering).await?;
        people.write_down(tx, known).await?;
        let counts = (taken.accepted, taken.unchecked);
        let found = disclosures::report_rows(tx, &disclosure, covering, &taken.uses, counts).await?;
        let alike = disclosures::judged(tx, &disclosure, covering, &taken.alike).await?;
        let against = taken.uses.iter().zip(&found).filter(|(_, conflict)| conflict.is_some()).map(|(part, _)| part.subject);
        outbox::tell_of_conflicts(self.core, tx, disclosure.id, &against.collect::<Vec<_>>()).await?;
        reports::add_reasons(tx, disclosure.id, &taken.reasons).await?;
        reviews::open(tx, &disclosure, &taken.uses, &taken.reasons).await?;
        let reported = reported(&disclosure, corrects, &taken, (&found, &alike));
        if let Some(old) = corrects {
            let shown: Vec<_> = taken.uses.iter().map(|part| (part.subject, part.display)).collect();
            corrections::show_no_more(tx, old, &shown).await?;
        } else {
            self.count(tx, &disclosure, &reported).await?;
        }
        Ok(reported)
    }

    async fn count(&self, tx: &Tx, disclosure: &Disclosure, reported: &Reported) -> Result<(), Failure> {
        let (month, (study, _)) = (Month::of(disclosure.reported_at), disclosure.study);
        let mut counts = vec![
            (What::Reports(study), 1),
            (What::ReportedRows(study), u64::from(reported.accepted)),
            (What::UncheckedRows(study), u64::from(reported.unchecked)),
        ];
        for kind in Conflict::ALL {
            let n = reported.conflicts.iter().filter(|(_, found)| *found == kind).count();
            counts.push((What::AgainstChoice(kind), n as u64));
        }
        for (what, n) in counts {
            holder_counts::add(tx, self.holder, month, what, n).await?;
        }
        Ok(())
    }

    /// A refusal that somebody may have to look at later; what was merely mistyped is not.
    async fn note_refusal(&self, corrects: Option<DisclosureId>, problem: Problem) -> Result<(), Failure> {
        if !matches!(problem, Problem::UnknownCheck | Problem::NotFound | Problem::KeyReused) {
            return Ok(());
        }
        let line = Line::of(self.actor, Operation::Report, self.core.now()).refused(problem, problem.code());
        let line = if let Some(id) = corrects { line.to(id) } else { line };
        let tx = self.core.store.begin().await?;
        audit::append(&tx, &self.core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }
}

fn withdrawn(old: Option<DisclosureId>) -> Result<Reported, Problem> {
    let disclosure = old.ok_or(Problem::Malformed)?;
    Ok(Reported { disclosure, corrects: None, withdrawn: true, accepted: 0, errors: vec![], conflicts: vec![], unchecked: 0 })
}

/// What the holder is told: of a row that reached several persons the gravest that was found; of one whose person other rows
/// reached, too, what it would be told without them.
fn reported(
    disclosure: &Disclosure,
    corrects: Option<DisclosureId>,
    taken: &Taken,
    (found, alike): (&[Option<Conflict>], &[Option<Conflict>]),
) -> Reported {
    let several = taken.several();
    let only = taken.uses.iter().zip(found).filter(|(part, _)| !several.contains(&part.subject));
    let mut conflicts: BTreeMap<u32, Conflict> = BTreeMap::new();
    for (part, kind) in only.chain(taken.alike.iter().zip(alike)) {
        if let (Some(row), Some(kind)) = (part.row, *kind) {
            let gravest = conflicts.entry(row).or_insert(kind);
            *gravest = (*gravest).max(kind);
        }
    }
    Reported {
        disclosure: disclosure.id,
        corrects,
        withdrawn: false,
        accepted: taken.accepted,
        errors: taken.errors.clone(),
        conflicts: conflicts.into_iter().collect(),
        unchecked: taken.unchecked,
    }
}

fn told(reported: &Reported) -> String {
    let Reported { accepted, errors, conflicts, unchecked, corrects, withdrawn, .. } = reported;
    if *withdrawn {
        return "withdrawn".to_owned();
    }
    let corrects = corrects.map(|old| format!(", corrects {old}")).unwrap_or_default();
    format!("accepted {accepted}, errors {}, conflicts {}, unchecked {unchecked}{corrects}", errors.len(), conflicts.len())
}
