//! Why uses were allowed, by what their person had said when they were made.

use crate::service::Core;
use crate::store::{choices, links};
use domain::choice::{Choices, Decision, Reason, Scope, Stance, Verdict};
use domain::clock::Timestamp;
use domain::disclosure::Allowed;
use domain::failure::Failure;
use domain::id::SubjectId;
use domain::link::Kin;
use domain::purpose::Catalogue;
use domain::study::Study;

/// Everything that a person ever said.
pub(super) struct Word {
    said: Vec<Decision>,
    kin: Kin,
    proved: Vec<SubjectId>,
}

impl Word {
    /// Of the person who is `proved` to be these subjects: as for checks, all who are one with them count.
    pub(super) async fn of(core: &Core, proved: &[SubjectId]) -> Result<Self, Failure> {
        let db = core.store.db();
        let everybody = links::subjects_with(db, proved).await?;
        let said = choices::all_decisions_of(db, &everybody).await?;
        Ok(Self { said, kin: links::kin_of(db, &everybody).await?, proved: proved.to_vec() })
    }

    /// Why a use for that study was allowed at that moment; `None`: the law exempts it, or it was not allowed.
    pub(super) fn allowed(&self, study: &Study, at: Timestamp, catalogue: &Catalogue) -> Option<Allowed> {
        let then = Choices::fold_at(&self.said, self.kin.clone(), at);
        match then.verdict(&study.intended(catalogue), catalogue) {
            Verdict::Permit(Reason::Study) => Some(self.yes_to(study, at).map_or(Allowed::NothingAgainst, Allowed::ThisStudy)),
            Verdict::Permit(Reason::NoObjection) => Some(Allowed::NothingAgainst),
            Verdict::Permit(_) | Verdict::Deny(_) => None,
        }
    }

    /// When the person said yes to it. What somebody said whom only the desk joined to them is not theirs to read.
    fn yes_to(&self, study: &Study, at: Timestamp) -> Option<Timestamp> {
        let yeses = self.said.iter().filter(|said| {
            said.scope == Scope::Study(study.id)
                && said.stance == Stance::Allow
                && said.effective <= at
                && self.proved.contains(&said.subject)
        });
        yeses.map(|said| said.effective).max()
    }
}
