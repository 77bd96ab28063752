//! Samples of decisions and of what holds.

use super::{Person, at, studies, subject};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::choice::{Channel, Choices, DecidedBy, Decision, Scope, Stance};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::StudyId;
use domain::log::Position;
use domain::log::leaf::LeafHash;
use domain::ports::{ChoicesPort, ChoicesView, Choosing, Decided, StudyChoice};
use domain::purpose::Catalogue;
use domain::study::Study;

pub(crate) struct Sample(pub(crate) Person);

/// What the person said, newest first.
pub(crate) fn decisions(person: Person) -> Vec<Decision> {
    let said = |position, scope: &str, stance, effective: &str, recorded: &str, channel, by| Decision {
        position: Position(position),
        subject: subject(),
        scope: scope.parse().unwrap(),
        stance,
        effective: at(effective),
        recorded: at(recorded),
        channel,
        by,
        notice: "2026-11".to_owned(),
    };
    let online = |position, scope, stance, when| said(position, scope, stance, when, when, Channel::Online, DecidedBy::Patient);
    if matches!(person, Person::Newcomer | Person::Visitor) {
        return vec![];
    }
    let study = Scope::Study(studies::all()[1].id).to_string();
    if person == Person::Refuser {
        let allowed = Scope::Study(studies::all()[0].id).to_string();
        return vec![
            online(50_002, &allowed, Stance::Allow, "2026-11-22T01:14:00.000Z"),
            online(50_001, "all", Stance::Refuse, "2026-11-22T01:13:00.000Z"),
            online(41_870, &study, Stance::Refuse, "2026-10-30T08:20:00.000Z"),
        ];
    }
    vec![
        online(48_213, "purpose:ai-development", Stance::Refuse, "2026-11-22T01:14:07.000Z"),
        online(41_870, &study, Stance::Refuse, "2026-10-30T08:20:00.000Z"),
        online(30_402, "purpose:education", Stance::Allow, "2026-09-02T03:00:00.000Z"),
        said(
            12_044,
            "commercial",
            Stance::Refuse,
            "2026-08-31T15:00:00.000Z",
            "2026-09-03T02:10:00.000Z",
            Channel::Paper,
            DecidedBy::Staff,
        ),
        online(9_001, "purpose:education", Stance::Refuse, "2026-08-01T03:00:00.000Z"),
    ]
}

/// What holds.
pub(crate) fn choices(person: Person) -> Choices {
    Choices::fold(&decisions(person), domain::link::Kin::default())
}

fn decided(decision: Decision) -> Decided {
    let leaf_hash = LeafHash::of(decision.position.to_string().as_bytes());
    Decided { decision, leaf_hash, catalogue: Some(1) }
}

#[async_trait]
impl ChoicesPort for Sample {
    async fn decide(&self, actor: &Actor, choosing: Choosing) -> Result<Decided, Failure> {
        actor.may(if choosing.stance == Stance::Refuse { Operation::Refuse } else { Operation::Allow })?;
        if choosing.made_for.is_some_and(|made_for| made_for != subject()) {
            return Err(Problem::WrongPerson.into());
        }
        let now = at(super::NOW);
        Ok(decided(Decision {
            position: Position(48_214),
            subject: subject(),
            scope: choosing.scope,
            stance: choosing.stance,
            effective: now,
            recorded: now,
            channel: choosing.channel,
            by: DecidedBy::Patient,
            notice: "2026-11".to_owned(),
        }))
    }
    async fn choices(&self, actor: &Actor) -> Result<ChoicesView, Failure> {
        actor.may(Operation::SeeChoices)?;
        let catalogue = Catalogue::version_1();
        let choices = choices(self.0);
        let offered = |study: Study| {
            let intended = study.intended(&catalogue);
            let (permitted, exempt) = (choices.verdict(&intended, &catalogue).permits(), intended.exempt());
            StudyChoice { study, permitted, exempt }
        };
        let studies =
            if matches!(self.0, Person::Newcomer | Person::Protected) { vec![] } else { studies::all().into_iter().map(offered).collect() };
        Ok(ChoicesView {
            subject: subject(),
            choices: choices.clone(),
            studies,
            catalogue: catalogue.clone(),
            veiled: self.0 == Person::Protected,
            held: if self.0 == Person::ProxyOfTeen { vec!["purpose:education".parse().unwrap()] } else { vec![] },
            locked: if self.0 == Person::LevelOne { vec![Scope::Commercial] } else { vec![] },
            closed_until: self.0.closed_until(),
        })
    }
    async fn choices_with(&self, actor: &Actor, _: StudyId) -> Result<ChoicesView, Failure> {
        self.choices(actor).await
    }
    async fn decisions(&self, actor: &Actor, before: Option<Position>) -> Result<Page<Decision, Position>, Failure> {
        actor.may(Operation::SeeChoices)?;
        let items: Vec<_> = decisions(self.0).into_iter().filter(|d| before.is_none_or(|before| d.position < before)).collect();
        let next = (before.is_none() && !items.is_empty()).then_some(Position(9_001));
        Ok(Page { items, next })
    }
    async fn decision(&self, actor: &Actor, position: Position) -> Result<Option<Decided>, Failure> {
        actor.may(Operation::SeeChoices)?;
        Ok(decisions(self.0).into_iter().find(|d| d.position == position).map(decided))
    }
    async fn studies_named(&self, _: &Actor, scopes: &[Scope]) -> Result<Vec<Study>, Failure> {
        Ok(studies::all().into_iter().filter(|study| scopes.contains(&Scope::Study(study.id))).collect())
    }
}
