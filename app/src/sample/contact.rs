//! Samples of the contact data: none, one that waits for its code, one that is proved, and an installation without mail.

use super::{Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::contact::{ContactView, EmailAddress, Topics};
use domain::failure::Failure;
use domain::inquiry::Language;
use domain::ports::ContactPort;

pub(crate) struct Sample(pub(crate) Person);

fn address(text: &str) -> EmailAddress {
    EmailAddress::read(text).unwrap()
}

#[async_trait]
impl ContactPort for Sample {
    async fn contact(&self, actor: &Actor) -> Result<ContactView, Failure> {
        actor.may(Operation::TendOwnData)?;
        let topics = Topics { conflicts: true, inquiries: false };
        let none = ContactView { sends: true, ..ContactView::default() };
        Ok(match self.0 {
            Person::LevelOne => ContactView { sends: false, ..none },
            Person::Newcomer => none,
            Person::Refuser => ContactView { waiting: Some((address("new@example.jp"), at("2026-11-22T01:27:00.000Z"))), ..none },
            _ => ContactView { address: Some(address("hana.suzuki+hikae@mail.example.jp")), topics, ..none },
        })
    }
    async fn enter(&self, actor: &Actor, _: &str, _: Language) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendOwnData)?)
    }
    async fn confirm(&self, actor: &Actor, _: &str) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendOwnData)?)
    }
    async fn choose(&self, actor: &Actor, _: Topics) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendOwnData)?)
    }
    async fn remove(&self, actor: &Actor) -> Result<(), Failure> {
        Ok(actor.may(Operation::TendOwnData)?)
    }
}
