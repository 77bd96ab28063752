//! What a holder did in a year, month by month.

use super::holder_of;
use crate::service::Core;
use crate::store::{holder_counts, holders, studies};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::ports::Statistics;
use domain::statistics::Month;
use std::collections::BTreeSet;

/// How many months are shown.
const MONTHS: usize = 12;

pub(super) async fn statistics(core: &Core, actor: &Actor) -> Result<Statistics, Failure> {
    actor.may(Operation::SeeHolder)?;
    let (db, holder) = (core.store.db(), holder_of(actor)?);
    let (_, attested) = holders::joined_and_attested(db, holder).await?.ok_or(Problem::NotAllowed)?;
    let present = Month::of(core.now());
    let months: Vec<Month> = std::iter::successors(Some(present), |month| Some(month.before())).take(MONTHS).collect();
    let counts = holder_counts::of_holder_since(db, holder, months.last().copied().unwrap_or(present)).await?;
    let named: BTreeSet<_> = counts.iter().filter_map(|(_, what, _)| what.parts().1).collect();
    let studies = studies::current(db, &named.into_iter().collect::<Vec<_>>()).await?;
    Ok(Statistics { months, counts, studies, attested })
}
