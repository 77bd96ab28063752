//! Samples of alarms: open ones, one that was closed, one that whoever looks at it caused.

use super::at;
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::alarm::{Alarm, AlarmView, COUNTED, Cause, Sign};
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::{AccountId, AlarmId, SubjectId};
use domain::ports::AlarmsPort;
use uuid::Uuid;

pub(crate) struct Sample;

fn alarm(n: u128, sign: Sign, open: bool) -> Alarm {
    let account = (n != 3).then(|| AccountId(Uuid::from_u128(n)).into());
    with(n, Cause::Person { sign, subject: SubjectId(Uuid::from_u128(n)).into(), account }, open)
}

fn look_ups(n: u128, own: bool) -> Alarm {
    let label = (!own).then(|| "窓口 <佐倉>".to_owned());
    let cause = Cause::LookUps { by: AccountId(Uuid::from_u128(n)).into(), label, refused: 3, last_at: at("2026-11-20T02:20:00.000Z") };
    Alarm { own, ..with(n, cause, true) }
}

fn with(n: u128, cause: Cause, open: bool) -> Alarm {
    let closed_at = (!open).then(|| at("2026-11-21T02:00:00.000Z"));
    Alarm { id: AlarmId(Uuid::from_u128(0x0193_0900 + n)), cause, at: at("2026-11-20T02:00:00.000Z"), closed_at, own: false }
}

#[async_trait]
impl AlarmsPort for Sample {
    async fn alarms(&self, actor: &Actor, only_open: bool, before: Option<AlarmId>) -> Result<Page<Alarm, AlarmId>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let signs = [alarm(1, Sign::SignedIn, true), alarm(2, Sign::Recovered, false), alarm(3, Sign::Activated, true)];
        let all = signs.into_iter().chain([look_ups(4, false), look_ups(5, true)]);
        let items: Vec<_> = all.filter(|alarm| !only_open || alarm.closed_at.is_none()).collect();
        let next = before.is_none().then(|| AlarmId(Uuid::from_u128(0x0193_0900)));
        Ok(Page { items, next })
    }

    async fn alarm(&self, actor: &Actor, id: AlarmId) -> Result<Option<AlarmView>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        Ok(match id.0.as_u128().checked_sub(0x0193_0900) {
            Some(1) => Some(AlarmView { alarm: alarm(1, Sign::SignedIn, true), closing: None }),
            Some(2) => {
                let words = "ご家族がお電話をくださいました。</p><script>alert(1)</script>".to_owned();
                Some(AlarmView { alarm: alarm(2, Sign::Recovered, false), closing: Some(words) })
            }
            Some(own @ (4 | 5)) => Some(AlarmView { alarm: look_ups(own, own == 5), closing: None }),
            _ => None,
        })
    }

    async fn close(&self, actor: &Actor, _id: AlarmId, _reason: &str) -> Result<(), Failure> {
        Ok(actor.may(Operation::SeeIncidents)?)
    }

    async fn waiting(&self, actor: &Actor) -> Result<usize, Failure> {
        actor.may(Operation::SeeIncidents)?;
        Ok(COUNTED)
    }
}
