//! All that was ever said by and for one person, with what is needed to judge whose word it is.

use super::entered_of;
use crate::store::links::kin_of;
use crate::store::{StoreError, proxies, studies};
use domain::choice::{Decision, Scope};
use domain::id::{AccountId, SubjectId};
use domain::link::Kin;
use domain::proxy::Ages;
use domain::study::Study;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// Over everybody who is this one person.
pub(crate) struct Whole {
    /// Who that is.
    pub kin: Kin,
    /// In log order, each with the account with which it was entered.
    pub entered: Vec<(Decision, Option<AccountId>)>,
    /// The studies that are named in it.
    pub studies: Vec<Study>,
    /// When the person's age changes what their proxies may; from every grant, also those that ended.
    pub ages: Vec<Ages>,
}

/// All of it.
pub(crate) async fn whole_of<C: ConnectionTrait>(db: &C, subject: SubjectId) -> Result<Whole, StoreError> {
    let kin = kin_of(db, &[subject]).await?;
    let person = kin.with(subject);
    let entered = entered_of(db, &person).await?;
    let study = |(said, _): &(Decision, _)| if let Scope::Study(id) = said.scope { Some(id) } else { None };
    let named: BTreeSet<_> = entered.iter().filter_map(study).collect();
    let studies = studies::current(db, &named.into_iter().collect::<Vec<_>>()).await?;
    let ages = proxies::of_subjects(db, &person).await?.into_iter().filter_map(|kept| kept.grant.ages).collect();
    Ok(Whole { kin, entered, studies, ages })
}
