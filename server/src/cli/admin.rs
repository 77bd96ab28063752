//! `hikae admin`: letting the first administrator in, who lets in everybody else.

use crate::service::{Core, people};
use crate::state::{self, StartError};
use crate::store::audit::{self, Line};
use crate::store::commit;
use clap::{Args, Subcommand};
use domain::actor::{Actor, Operation, StaffRole};
use domain::failure::{Failure, Problem};
use domain::ports::{Invitation, LABEL_LIMIT, WorkRole};

/// What can be done for administrators.
#[derive(Clone, Debug, Subcommand)]
pub enum AdminCommand {
    /// Make an invitation for an administrator and print its code: for the first one, and when nobody else can.
    Invite(InviteArgs),
}

/// Whom to invite.
#[derive(Clone, Debug, Args)]
pub struct InviteArgs {
    /// What the administrator is to go by. Need not be a name.
    #[arg(long, default_value = "administrator", value_name = "NAME")]
    label: String,
}

/// Why there is no invitation.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The installation is not whole.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The label cannot be used.
    #[error("--label: one to {LABEL_LIMIT} characters")]
    Label,
    /// The database did not do it.
    #[error(transparent)]
    Failure(Failure),
}

impl From<Failure> for AdminError {
    fn from(failure: Failure) -> Self {
        match failure.problem() {
            Problem::TextNeeded | Problem::TextTooLong => Self::Label,
            _ => Self::Failure(failure),
        }
    }
}

/// Makes the invitation, and answers what to tell whoever asked for it. It stands in the audit as done by the system:
/// whoever has the machine has this.
///
/// # Errors
/// [`AdminError`] says what to do.
pub async fn invite(core: &Core, args: &InviteArgs) -> Result<String, AdminError> {
    state::whole(core).await?;
    let (actor, role) = (Actor::System, WorkRole::Staff(StaffRole::Administrator));
    let invitation = Invitation { role, label: args.label.clone() };
    let store = |error| AdminError::Failure(Failure::from(error));
    let tx = core.store.begin().await.map_err(store)?;
    let code = people::issue(core, &tx, &actor, &invitation, true).await?;
    let line = Line::of(&actor, Operation::ManagePeople, core.now()).because("invited: administrator, on the command line");
    audit::append(&tx, &core.config.node, [line]).await.map_err(store)?;
    commit(tx).await.map_err(store)?;
    Ok(format!(
        "An invitation for one administrator, for 21 days:\n  {}\nEnter it at {}/activate?invited\n",
        code.grouped(),
        core.config.base_url
    ))
}
