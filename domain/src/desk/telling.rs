//! What a person told the desk, and whether one member of staff may enter it (product.md, "The choice model").

use crate::choice::{Channel, NewDecision, Scope, Stance};
use crate::clock::{Date, Timestamp};
use crate::failure::Problem;
use crate::id::SubjectId;
use uuid::Uuid;

/// What a person said by phone, on paper or at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// About what.
    pub scope: Scope,
    /// What was said.
    pub stance: Stance,
    /// How it reached the desk.
    pub channel: Channel,
    /// The day on which it came; `None`: now, while the person is there.
    pub received: Option<Date>,
    /// Whether it was read back to the person, who agreed; of a paper, whether it was compared word for word.
    pub read_back: bool,
}

impl Telling {
    /// Whether one member of staff may enter it alone. It is a refusal then: nothing that one member of staff does lets a
    /// record out.
    ///
    /// # Errors
    /// See [`Self::may_be_entered_by_two`], and [`Problem::NeedsSecondPerson`] for an allow.
    pub fn may_be_entered(&self, now: Timestamp) -> Result<(), Problem> {
        self.may_be_entered_by_two(now)?;
        if self.stance == Stance::Allow { Err(Problem::NeedsSecondPerson) } else { Ok(()) }
    }

    /// Whether two members of staff may enter it.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for the online channel, which belongs to the person; [`Problem::EvidenceNeeded`] for an allow
    /// by phone: that takes a signed form or presence; [`Problem::InFuture`], [`Problem::TooLongAgo`],
    /// [`Problem::OnlyRefusalBackdated`] for the day; [`Problem::ReadBackNeeded`].
    pub fn may_be_entered_by_two(&self, now: Timestamp) -> Result<(), Problem> {
        match (self.channel, self.stance) {
            (Channel::Online, _) => return Err(Problem::NotAllowed),
            (Channel::Phone, Stance::Allow) => return Err(Problem::EvidenceNeeded),
            _ => {}
        }
        let new = NewDecision {
            // Whose it is does not change the day from which it holds.
            subject: SubjectId(Uuid::nil()),
            scope: self.scope.clone(),
            stance: self.stance,
            channel: self.channel,
            received: self.received,
            notice: String::new(),
        };
        new.effective(now).map_err(Problem::from)?;
        if self.read_back { Ok(()) } else { Err(Problem::ReadBackNeeded) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;
    use proptest::prelude::*;

    fn telling(stance: Stance, channel: Channel, received: Option<&str>) -> Telling {
        let received = received.map(|day| parse_date(day).unwrap());
        Telling { scope: Scope::All, stance, channel, received, read_back: true }
    }

    fn enter(telling: &Telling) -> Result<(), Problem> {
        telling.may_be_entered("2026-11-22T03:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_refusal_may_be_entered_however_it_came() {
        for channel in [Channel::Phone, Channel::Paper, Channel::Counter] {
            assert_eq!(enter(&telling(Stance::Refuse, channel, None)), Ok(()));
            assert_eq!(enter(&telling(Stance::Refuse, channel, Some("2026-11-01"))), Ok(()));
        }
    }

    #[test]
    fn a_phone_call_can_only_refuse_and_the_rest_takes_two() {
        assert_eq!(enter(&telling(Stance::Allow, Channel::Phone, None)), Err(Problem::EvidenceNeeded));
        for channel in [Channel::Paper, Channel::Counter] {
            let allow = telling(Stance::Allow, channel, None);
            assert_eq!(enter(&allow), Err(Problem::NeedsSecondPerson));
            assert_eq!(allow.may_be_entered_by_two("2026-11-22T03:00:00Z".parse().unwrap()), Ok(()));
        }
    }

    #[test]
    fn days_that_cannot_be_and_words_not_read_back_are_refused() {
        assert_eq!(enter(&telling(Stance::Refuse, Channel::Phone, Some("2026-11-23"))), Err(Problem::InFuture));
        assert_eq!(enter(&telling(Stance::Refuse, Channel::Paper, Some("2026-08-23"))), Err(Problem::TooLongAgo));
        assert_eq!(enter(&telling(Stance::Allow, Channel::Paper, Some("2026-11-21"))), Err(Problem::OnlyRefusalBackdated));
        let unread = Telling { read_back: false, ..telling(Stance::Refuse, Channel::Phone, None) };
        assert_eq!(enter(&unread), Err(Problem::ReadBackNeeded));
        assert_eq!(enter(&telling(Stance::Refuse, Channel::Online, None)), Err(Problem::NotAllowed));
    }

    proptest! {
        #[test]
        fn nothing_that_permits_passes_with_one_person(channel in 0_usize..4, day in proptest::option::of(1_u8..28), read_back: bool) {
            let received = day.map(|day| parse_date(&format!("2026-11-{day:02}")).unwrap());
            let telling = Telling { scope: Scope::All, stance: Stance::Allow, channel: Channel::ALL[channel], received, read_back };
            prop_assert!(enter(&telling).is_err());
        }
    }
}
