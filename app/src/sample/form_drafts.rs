//! A sample of forms that came back: one for each place where something hostile could have been typed.

use async_trait::async_trait;
use domain::actor::Actor;
use domain::failure::Failure;
use domain::form_draft::{Place, Typed};
use domain::ports::FormDraftsPort;

pub(crate) struct Sample;

#[async_trait]
impl FormDraftsPort for Sample {
    async fn keep(&self, actor: &Actor, place: Place, _typed: &Typed) -> Result<(), Failure> {
        Ok(actor.may(place.operation())?)
    }

    async fn typed(&self, actor: &Actor, place: Place) -> Result<Option<Typed>, Failure> {
        actor.may(place.operation())?;
        Ok(match place {
            Place::Approval(_) => {
                Some(Typed::from([("kind", "recovery"), ("reason", "</textarea><script>alert(1)</script>"), ("proof", "photo-id")]))
            }
            Place::IncidentNote(_) => Some(Typed::from([("text", "</textarea><script>alert(1)</script>")])),
            _ => None,
        })
    }

    async fn forget(&self, actor: &Actor, place: Place) -> Result<(), Failure> {
        Ok(actor.may(place.operation())?)
    }
}
