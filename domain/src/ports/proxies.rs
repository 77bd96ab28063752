//! People who act for others.

use crate::actor::{Actor, ProxySight};
use crate::clock::{Date, Timestamp};
use crate::failure::Failure;
use crate::id::{LookUpId, ProxyId, SubjectId};
use crate::proxy::{Ages, ProxyRole};
use async_trait::async_trait;

/// A grant as the people whom it concerns see it. Nobody's name is kept, so it goes by a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyView {
    /// Names it in forms.
    pub id: ProxyId,
    /// Its number in this list, from 1.
    pub number: usize,
    /// Why somebody acts.
    pub role: ProxyRole,
    /// Since when.
    pub from: Timestamp,
    /// For a child: when that changes.
    pub ages: Option<Ages>,
    /// The day on which the person came of age, and it was over, if it has come.
    pub over_since: Option<Date>,
    /// When somebody ended it.
    pub ended_at: Option<Timestamp>,
    /// What the proxy sees today; `None`: nothing.
    pub sight: Option<ProxySight>,
    /// Whether the person is in view now.
    pub in_view: bool,
}

/// The people around an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleAround {
    /// For whom the account may act.
    pub acts_for: Vec<ProxyView>,
    /// Who may act for the account's own person.
    pub acted_for_by: Vec<ProxyView>,
}

/// People who act for others.
#[async_trait]
pub trait ProxyPort: Send + Sync {
    /// For whom one acts, and who acts for oneself.
    async fn people(&self, actor: &Actor) -> Result<PeopleAround, Failure>;
    /// The grant under which somebody else is in view now; `None`: it is one's own view.
    async fn in_view(&self, actor: &Actor) -> Result<Option<ProxyView>, Failure>;
    /// Whom to put into view: the person of that grant of one's own, if it lives; `None`: oneself.
    async fn to_view(&self, actor: &Actor, grant: Option<ProxyId>) -> Result<(Option<SubjectId>, ProxySight), Failure>;
    /// The person ends a grant to act for them.
    async fn end_own(&self, actor: &Actor, grant: ProxyId) -> Result<(), Failure>;
    /// Who acts for the person of that look-up.
    async fn of_look_up(&self, actor: &Actor, look_up: LookUpId) -> Result<Option<Vec<ProxyView>>, Failure>;
    /// A member of staff ends a grant to act for the person of that look-up: it only takes power away.
    async fn end(&self, actor: &Actor, look_up: LookUpId, grant: ProxyId) -> Result<(), Failure>;
}
