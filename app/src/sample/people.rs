//! Samples of people of work: of the service and of a hospital, invited, there and gone.

use super::studies::sakuradai;
use super::{Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, OperatorRole, StaffRole};
use domain::code::ActivationCode;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::{AccountId, ActivationId};
use domain::ports::{Colleague, Handed, Invitation, Invited, Me, People, PeoplePort, WorkRole};
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

fn operator(role: OperatorRole) -> WorkRole {
    WorkRole::Operator(sakuradai().id, role)
}

fn colleague(id: u128, label: &str, role: WorkRole, since: &str, ended: Option<&str>) -> Colleague {
    Colleague {
        account: AccountId(Uuid::from_u128(id)),
        label: label.to_owned(),
        role,
        holder: role.holder().map(|_| sakuradai().name),
        since: at(since),
        ended_at: ended.map(at),
        own: id == 0x0193_0003,
    }
}

fn invited(id: u128, label: &str, role: WorkRole, when: &str, until: Option<&str>) -> Invited {
    let holder = role.holder().map(|_| sakuradai().name);
    Invited { id: ActivationId(Uuid::from_u128(id)), label: label.to_owned(), role, holder, at: at(when), until: until.map(at) }
}

#[async_trait]
impl PeoplePort for Sample {
    async fn invite(&self, _: &Actor, _: Invitation) -> Result<(), Failure> {
        Ok(())
    }
    async fn handed(&self, actor: &Actor) -> Result<Option<Handed>, Failure> {
        let role =
            if matches!(actor, Actor::Operator { .. }) { operator(OperatorRole::Clerk) } else { WorkRole::Staff(StaffRole::Support) };
        Ok(Some(Handed {
            code: ActivationCode::from_bytes(&[0x5a; 16]),
            label: "受付 <2>".to_owned(),
            role,
            holder: role.holder().map(|_| sakuradai().name),
            until: Some(at("2026-12-13T01:14:07.000Z")),
            base_url: "https://hikae.example".to_owned(),
            qr: super::holder::qr(),
        }))
    }
    async fn handed_over(&self, _: &Actor) -> Result<(), Failure> {
        Ok(())
    }
    async fn withdraw(&self, _: &Actor, _: ActivationId) -> Result<(), Failure> {
        Ok(())
    }
    async fn people(&self, actor: &Actor, before: Option<AccountId>) -> Result<People, Failure> {
        let mut came = vec![
            colleague(0x0193_0003, "医事課 佐藤", operator(OperatorRole::Manager), "2026-04-01T00:30:00.000Z", None),
            colleague(0x0193_0202, "受付 1", operator(OperatorRole::Clerk), "2026-04-02T00:30:00.000Z", None),
            colleague(
                0x0193_0203,
                "受付 <前任>",
                operator(OperatorRole::Clerk),
                "2025-04-02T00:30:00.000Z",
                Some("2026-03-31T08:00:00.000Z"),
            ),
        ];
        let mut open = vec![invited(
            0x0193_0301,
            "受付 2",
            operator(OperatorRole::Clerk),
            "2026-11-20T00:30:00.000Z",
            Some("2026-12-11T00:30:00.000Z"),
        )];
        if matches!(actor, Actor::Staff { .. }) {
            came[0] =
                colleague(0x0193_0003, "administrator-1", WorkRole::Staff(StaffRole::Administrator), "2026-01-05T00:30:00.000Z", None);
            came.push(colleague(0x0193_0204, "support-1", WorkRole::Staff(StaffRole::Support), "2026-01-06T00:30:00.000Z", None));
            open.push(invited(0x0193_0302, "registrar-2", WorkRole::Staff(StaffRole::Registrar), "2026-11-01T00:30:00.000Z", None));
        }
        let next = before.is_none().then(|| AccountId(Uuid::from_u128(0x0193_0203)));
        Ok(People { invited: if before.is_none() { open } else { Vec::new() }, came: Page { items: came, next } })
    }
    async fn end(&self, _: &Actor, _: AccountId) -> Result<(), Failure> {
        Ok(())
    }
    async fn me(&self, actor: &Actor) -> Result<Option<Me>, Failure> {
        let (label, role) = match actor {
            Actor::Staff { role, .. } => ("窓口 <1>", WorkRole::Staff(*role)),
            Actor::Operator { role, .. } => ("医事課 佐藤", operator(*role)),
            _ => return Ok(None),
        };
        let label = if self.0 == Person::Administrator { "administrator-1" } else { label };
        Ok(Some(Me { label: label.to_owned(), role, holder: role.holder().map(|_| sakuradai().name) }))
    }
}
