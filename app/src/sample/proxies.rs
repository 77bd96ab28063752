//! Samples of people who act for others.

use super::{Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, Operation, ProxySight};
use domain::clock::parse_date;
use domain::failure::Failure;
use domain::id::{LookUpId, ProxyId, SubjectId};
use domain::ports::{PeopleAround, ProxyPort, ProxyView};
use domain::proxy::{Ages, ProxyRole};
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

fn grant(number: usize, role: ProxyRole, sight: Option<ProxySight>) -> ProxyView {
    let ages = Ages { turns_15: parse_date("2030-06-10").unwrap(), turns_18: parse_date("2033-06-10").unwrap() };
    ProxyView {
        id: ProxyId(Uuid::from_u128(0x0193_7000 + number as u128)),
        number,
        role,
        from: at("2026-04-01T01:00:00.000Z"),
        ages: (role == ProxyRole::Parent).then_some(ages),
        over_since: None,
        ended_at: None,
        sight,
        in_view: false,
    }
}

impl Sample {
    fn acts_for(&self) -> Vec<ProxyView> {
        if matches!(self.0, Person::Newcomer | Person::LevelOne) {
            return vec![];
        }
        let grown = Ages { turns_15: parse_date("2023-06-10").unwrap(), turns_18: parse_date("2026-06-10").unwrap() };
        let mut all = vec![
            grant(1, ProxyRole::Parent, Some(ProxySight::Everything)),
            grant(2, ProxyRole::Parent, Some(ProxySight::Choices)),
            grant(3, ProxyRole::Guardian, None),
            ProxyView { ages: Some(grown), over_since: Some(grown.turns_18), ..grant(4, ProxyRole::Parent, None) },
        ];
        all[0].in_view = self.0 == Person::Proxy;
        all[1].in_view = self.0 == Person::ProxyOfTeen;
        all
    }
}

#[async_trait]
impl ProxyPort for Sample {
    async fn people(&self, actor: &Actor) -> Result<PeopleAround, Failure> {
        actor.may(Operation::ViewPerson)?;
        let ended = ProxyView { ended_at: Some(at("2026-10-01T01:00:00.000Z")), ..grant(2, ProxyRole::Guardian, None) };
        let acted_for_by = vec![grant(1, ProxyRole::Attorney, Some(ProxySight::Everything)), ended];
        Ok(PeopleAround { acts_for: self.acts_for(), acted_for_by: if self.0 == Person::Patient { acted_for_by } else { vec![] } })
    }
    async fn in_view(&self, _: &Actor) -> Result<Option<ProxyView>, Failure> {
        Ok(self.acts_for().into_iter().find(|view| view.in_view))
    }
    async fn to_view(&self, actor: &Actor, grant: Option<ProxyId>) -> Result<(Option<SubjectId>, ProxySight), Failure> {
        actor.may(Operation::ViewPerson)?;
        Ok((grant.map(|_| super::subject()), ProxySight::Everything))
    }
    async fn end_own(&self, actor: &Actor, _: ProxyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::ProtectOneself)?)
    }
    async fn of_look_up(&self, actor: &Actor, _: LookUpId) -> Result<Option<Vec<ProxyView>>, Failure> {
        actor.may(Operation::ActOnBehalf)?;
        let ended = ProxyView { ended_at: Some(at("2026-10-01T01:00:00.000Z")), ..grant(2, ProxyRole::Guardian, None) };
        Ok(Some(vec![grant(1, ProxyRole::Parent, Some(ProxySight::Everything)), ended]))
    }
    async fn end(&self, actor: &Actor, _: LookUpId, _: ProxyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::ActOnBehalf)?)
    }
}
