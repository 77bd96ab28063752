//! What changes the register: writing, publishing by a second person, ending, results. One transaction each, audit line last.

use super::{RegisterService, Rules, keeper};
use crate::service::leaves;
use crate::store::register::{self, KeptDraft};
use crate::store::{Tx, accounts, studies};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, StudyId};
use domain::log::leaf::StudyEvent;
use domain::ports::register::Saving;
use domain::study::draft::{Draft, left, results};
use domain::study::{Registration, Status, Study};
use domain::words::Words;
use sha2::{Digest, Sha256};

impl RegisterService {
    pub(super) async fn keep(&self, actor: &Actor, saving: Saving) -> Result<StudyId, Failure> {
        actor.may(Operation::DraftStudy)?;
        let writer = keeper(actor)?;
        let draft = saving.draft.tidy()?;
        let key = saving.key.filter(|key| !key.is_empty()).map(|key| form_key(writer, &key));
        let tx = self.core.store.begin().await?;
        let known = match (saving.study, key) {
            (Some(id), _) => Some(id),
            // The same form again: it goes on with the draft that it made.
            (None, Some(key)) => register::draft_made_by_form(&tx, key).await?,
            (None, None) => None,
        };
        let id = if let Some(id) = known {
            self.change(&tx, (id, writer), &draft).await?;
            id
        } else {
            let id = StudyId::new(self.core.now(), &*self.core.random);
            register::insert_draft(&tx, &self.first(id, writer, draft), key).await?;
            id
        };
        self.done(tx, actor, Operation::DraftStudy, id, "saved").await?;
        Ok(id)
    }

    fn first(&self, study: StudyId, drafted_by: AccountId, draft: Draft) -> KeptDraft {
        KeptDraft { study, draft, drafted_by, revision: 1, saved_at: self.core.now() }
    }

    /// Changes one's own draft, or begins a new version of a published study.
    async fn change(&self, tx: &Tx, (id, writer): (StudyId, AccountId), draft: &Draft) -> Result<(), Failure> {
        register::lock_study(tx, id).await?;
        match studies::study(tx, id).await?.map(|study| study.status) {
            None | Some(Status::Published) => {}
            Some(Status::Draft) => return Err(Problem::NotFound.into()),
            Some(Status::Ended | Status::Deleted) => return Err(Problem::StudyEnded.into()),
        }
        match register::lock_draft_of(tx, id).await? {
            Some(kept) if kept.drafted_by != writer => Err(Problem::NotAllowed.into()),
            Some(_) => Ok(register::change_draft(tx, id, draft, self.core.now()).await?),
            None if studies::study(tx, id).await?.is_some() => {
                Ok(register::insert_draft(tx, &self.first(id, writer, draft.clone()), None).await?)
            }
            // An id that somebody made up, or a draft that was thrown away.
            None => Err(Problem::NotFound.into()),
        }
    }

    pub(super) async fn throw_away(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        actor.may(Operation::DraftStudy)?;
        let writer = keeper(actor)?;
        let tx = self.core.store.begin().await?;
        let kept = register::lock_draft_of(&tx, id).await?.ok_or(Problem::NotFound)?;
        if kept.drafted_by != writer {
            return Err(Problem::NotAllowed.into());
        }
        register::remove_draft(&tx, id).await?;
        self.done(tx, actor, Operation::DraftStudy, id, "discarded").await
    }

    /// Takes over a draft that its writer left. Who wrote at it before stays known: none of them publishes it.
    pub(super) async fn take_draft_over(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        actor.may(Operation::DraftStudy)?;
        let (taker, now) = (keeper(actor)?, self.core.now());
        let tx = self.core.store.begin().await?;
        let kept = register::lock_draft_of(&tx, id).await?.ok_or(Problem::NotFound)?;
        if kept.drafted_by == taker {
            return Err(Problem::AlreadyDone.into());
        }
        let gone = accounts::account(&tx, kept.drafted_by).await?.is_none_or(|account| account.ended_at.is_some());
        if !left(kept.saved_at, gone, now) {
            return Err(Problem::NotAllowed.into());
        }
        register::take_over(&tx, id, taker, now).await?;
        self.done(tx, actor, Operation::DraftStudy, id, &format!("taken over from {}", kept.drafted_by)).await
    }

    pub(super) async fn publish_draft(&self, actor: &Actor, id: StudyId, revision: i32) -> Result<(), Failure> {
        actor.may(Operation::PublishStudy)?;
        let publisher = keeper(actor)?;
        let rules = Rules::read(&self.core).await?;
        let tx = self.core.store.begin().await?;
        let mut head = self.core.lock_log(&tx).await?;
        register::lock_study(&tx, id).await?;
        let registered = studies::study(&tx, id).await?;
        let Some(kept) = register::lock_draft_of(&tx, id).await? else {
            return Err(if registered.is_some() { Problem::AlreadyDone } else { Problem::NotFound }.into());
        };
        if kept.drafted_by == publisher || register::writers_of(&tx, &[id]).await?.contains(&(id, publisher)) {
            return Err(Problem::OwnRequest.into());
        }
        // What nobody else has read is not published.
        if kept.revision != revision {
            return Err(Problem::AlreadyDone.into());
        }
        // It was refused when it was saved; what stands in the table since is looked at once more.
        if kept.draft.names_prohibited() {
            return Err(Problem::ProhibitedPurpose.into());
        }
        let registration = kept
            .draft
            .examine(&rules.catalogue, &rules.categories)
            .map_err(|flaws| flaws.first().map_or(Problem::TextNeeded, |(_, flaw)| flaw.problem()))?;
        let study = self.register(&tx, id, registered, registration).await?;
        register::sign_version(&tx, (id, study.version), kept.drafted_by, publisher).await?;
        register::remove_draft(&tx, id).await?;
        leaves::enter_study(&tx, &mut head, StudyEvent::Published, &study, self.core.now()).await?;
        self.done(tx, actor, Operation::PublishStudy, id, &format!("published version {}", study.version)).await
    }

    /// Enters a registration as the first or the next version.
    async fn register(&self, tx: &Tx, id: StudyId, before: Option<Study>, registration: Registration) -> Result<Study, Failure> {
        let now = self.core.now();
        match before {
            None => {
                let study = Study { id, version: 1, status: Status::Published, ended_at: None, registration };
                studies::insert(tx, &study, now, Some(now)).await?;
                Ok(study)
            }
            Some(before) if before.status == Status::Published => {
                let results = before.registration.results;
                let registration = Registration { results, ..registration };
                let study = Study { version: before.version + 1, registration, ..before };
                studies::amend(tx, &study, now).await?;
                Ok(study)
            }
            Some(_) => Err(Problem::StudyEnded.into()),
        }
    }

    pub(super) async fn end_study(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        actor.may(Operation::PublishStudy)?;
        let tx = self.core.store.begin().await?;
        let mut head = self.core.lock_log(&tx).await?;
        let study = public(&tx, id).await?;
        match study.status {
            Status::Ended | Status::Deleted => return Err(Problem::AlreadyDone.into()),
            Status::Published | Status::Draft => {}
        }
        register::end_study(&tx, id, self.core.now()).await?;
        leaves::enter_study(&tx, &mut head, StudyEvent::Ended, &study, self.core.now()).await?;
        self.done(tx, actor, Operation::PublishStudy, id, "ended").await
    }

    pub(super) async fn set_deleted(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        actor.may(Operation::PublishStudy)?;
        let now = self.core.now();
        let tx = self.core.store.begin().await?;
        let mut head = self.core.lock_log(&tx).await?;
        let study = public(&tx, id).await?;
        if study.status == Status::Deleted {
            return Err(Problem::AlreadyDone.into());
        }
        // Who still receives records has not deleted them.
        if !study.over_at(now) {
            return Err(Problem::StudyRuns.into());
        }
        register::set_deleted(&tx, id, study.last_moment()).await?;
        // One that ended with its period: nobody has said so yet.
        if study.status == Status::Published {
            leaves::enter_study(&tx, &mut head, StudyEvent::Ended, &study, now).await?;
        }
        leaves::enter_study(&tx, &mut head, StudyEvent::Deleted, &study, now).await?;
        self.done(tx, actor, Operation::PublishStudy, id, "data deleted").await
    }

    pub(super) async fn set_results(&self, actor: &Actor, id: StudyId, typed: &Words) -> Result<(), Failure> {
        actor.may(Operation::PublishStudy)?;
        let results = Some(results(typed)?);
        let tx = self.core.store.begin().await?;
        let study = public(&tx, id).await?;
        let registration = Registration { results, ..study.registration };
        register::set_document(&tx, (id, study.version), &registration).await?;
        self.done(tx, actor, Operation::PublishStudy, id, "results").await
    }
}

/// A study of the public register, locked until the transaction ends.
async fn public(tx: &Tx, id: StudyId) -> Result<Study, Failure> {
    register::lock_study(tx, id).await?;
    let study = studies::study(tx, id).await?.filter(|study| study.status != Status::Draft);
    Ok(study.ok_or(Problem::NotFound)?)
}

/// A key means something only to the account that sent it.
fn form_key(writer: AccountId, key: &str) -> [u8; 32] {
    Sha256::new().chain_update(writer.0.as_bytes()).chain_update(key).finalize().into()
}
