//! What is written down about a person beside their decisions: that they are protected, that they died.

use crate::clock::{Date, Timestamp};
use crate::id::SubjectId;
use std::collections::BTreeMap;

/// What a fact says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Put under protection (violence, stalking).
    Protected,
    /// The protection was lifted, by two members of staff in person.
    Lifted,
    /// Died on a day, by two sources.
    Deceased,
    /// The person signed in after that: the death is suspended until somebody has looked at it.
    DeceasedSuspended,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Protected, Self::Lifted, Self::Deceased, Self::DeceasedSuspended];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Protected => "protected",
            Self::Lifted => "lifted",
            Self::Deceased => "deceased",
            Self::DeceasedSuspended => "deceased-suspended",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What holds of one person, over all the subjects that are known to be that person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Since when they are protected; `None`: they are not.
    pub protected: Option<Timestamp>,
    /// The day of their death; `None`: none was written down, or it was suspended.
    pub deceased_on: Option<Date>,
}

impl Facts {
    /// From what was written down, oldest first. Protection holds while any subject of the person is protected.
    #[must_use]
    pub fn fold(written: impl IntoIterator<Item = (SubjectId, FactKind, Timestamp, Option<Date>)>) -> Self {
        let mut protected: BTreeMap<SubjectId, Timestamp> = BTreeMap::new();
        let mut facts = Self::default();
        for (subject, kind, at, day) in written {
            match kind {
                FactKind::Protected => {
                    protected.entry(subject).or_insert(at);
                }
                FactKind::Lifted => {
                    protected.remove(&subject);
                }
                FactKind::Deceased => facts.deceased_on = day,
                FactKind::DeceasedSuspended => facts.deceased_on = None,
            }
        }
        facts.protected = protected.into_values().min();
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;
    use uuid::Uuid;

    fn fact(subject: u128, kind: FactKind, at: i64) -> (SubjectId, FactKind, Timestamp, Option<Date>) {
        let day = (kind == FactKind::Deceased).then(|| parse_date("2026-11-20").unwrap());
        (SubjectId(Uuid::from_u128(subject)), kind, Timestamp::from_millis(at), day)
    }

    #[test]
    fn protection_holds_until_it_is_lifted_from_each_who_is_that_person() {
        use FactKind::{Lifted, Protected};
        assert_eq!(Facts::fold([]).protected, None);
        assert_eq!(Facts::fold([fact(1, Protected, 5), fact(1, Protected, 6)]).protected, Some(Timestamp::from_millis(5)));
        assert_eq!(Facts::fold([fact(1, Protected, 5), fact(1, Lifted, 6)]).protected, None);
        assert_eq!(
            Facts::fold([fact(1, Protected, 5), fact(2, Protected, 6), fact(1, Lifted, 7)]).protected,
            Some(Timestamp::from_millis(6))
        );
        assert_eq!(
            Facts::fold([fact(1, Protected, 5), fact(1, Lifted, 6), fact(1, Protected, 7)]).protected,
            Some(Timestamp::from_millis(7))
        );
    }

    #[test]
    fn a_death_is_suspended_by_a_sign_in() {
        use FactKind::{Deceased, DeceasedSuspended};
        assert_eq!(Facts::fold([fact(1, Deceased, 5)]).deceased_on, parse_date("2026-11-20").ok());
        assert_eq!(Facts::fold([fact(1, Deceased, 5), fact(1, DeceasedSuspended, 6)]).deceased_on, None);
    }
}
