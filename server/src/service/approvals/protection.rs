//! The end of a person's protection.

use super::Approved;
use super::person::{facts_of, tell};
use crate::store::facts::{self, NewFact};
use crate::store::links;
use domain::account::NoticeKind;
use domain::desk::{FactKind, Proof};
use domain::failure::{Failure, Problem};
use domain::id::RequestId;

/// Where the reason of a fact is sealed.
const NOTE: &str = "subject_facts.note";

/// Lifts it from everybody who is this person.
pub(super) async fn lift(approved: &Approved<'_>) -> Result<(), Failure> {
    let (core, tx, request) = (approved.core, approved.tx, approved.request);
    facts_of(tx, request.subject).await?.protected.ok_or(Problem::AlreadyDone)?;
    let sources: Vec<&'static str> = request.evidence.split(' ').filter_map(Proof::from_code).map(Proof::code).collect();
    for subject in links::subjects_with(tx, &[request.subject]).await? {
        if facts::facts_of(tx, &[subject]).await?.protected.is_none() {
            continue;
        }
        let id = RequestId::new(approved.now, &*core.random).0;
        let lifted = NewFact {
            id,
            subject,
            kind: FactKind::Lifted,
            day: None,
            sources: &sources,
            note: Some(core.keys.seal(&*core.random, NOTE, id, &approved.reason)),
            entered_by: Some(request.course.requested_by),
            approved_by: Some(approved.by),
            at: approved.now,
        };
        facts::insert(tx, &lifted).await?;
    }
    tell(core, tx, request.subject, NoticeKind::ProtectionLifted, approved.now).await
}
