//! The demo's people of work: staff of every role, and a manager for every holder. They have invitations, which do not
//! expire, and no accounts: whoever tries the demo comes as one of them.

use super::facts::{DemoHolder, DemoStaff};
use super::register::HolderSeat;
use super::{DemoError, Stage};
use crate::service::people;
use crate::store::Tx;
use domain::actor::{Actor, OperatorRole, StaffRole};
use domain::ports::{Invitation, WorkRole};

/// Enough of every role for what needs two.
const STAFF: [(&str, StaffRole); 6] = [
    ("support-1", StaffRole::Support),
    ("support-2", StaffRole::Support),
    ("support-3", StaffRole::Support),
    ("registrar-1", StaffRole::Registrar),
    ("registrar-2", StaffRole::Registrar),
    ("administrator-1", StaffRole::Administrator),
];

/// Invites the staff.
pub(super) async fn staff(stage: &Stage, tx: &Tx) -> Result<Vec<DemoStaff>, DemoError> {
    let mut invited = Vec::new();
    for (label, role) in STAFF {
        let activation_code = invite(stage, tx, WorkRole::Staff(role), label).await?;
        invited.push(DemoStaff { label: label.to_owned(), role: role.code().to_owned(), activation_code });
    }
    Ok(invited)
}

/// Invites a manager for every holder.
pub(super) async fn managers(stage: &Stage, tx: &Tx, seats: Vec<HolderSeat>) -> Result<Vec<DemoHolder>, DemoError> {
    let mut invited = Vec::new();
    for HolderSeat { holder, facts, .. } in seats {
        let label = format!("{}-manager", facts.client_id);
        let code = invite(stage, tx, WorkRole::Operator(holder.id, OperatorRole::Manager), &label).await?;
        invited.push(DemoHolder { operator_activation_code: Some(code), ..facts });
    }
    Ok(invited)
}

async fn invite(stage: &Stage, tx: &Tx, role: WorkRole, label: &str) -> Result<String, DemoError> {
    let invitation = Invitation { role, label: label.to_owned() };
    Ok(people::issue(&stage.core, tx, &Actor::System, &invitation, false).await?.grouped())
}
