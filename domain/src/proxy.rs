//! People who act for somebody else, and how long they may (product.md, "People in special situations").

use crate::actor::ProxySight;
use crate::clock::Date;
use crate::failure::Problem;
use crate::id::{AccountId, ProxyId, SubjectId};

/// Why somebody may act for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxyRole {
    /// 親権者: has parental responsibility.
    Parent,
    /// 後見人: was appointed by a court.
    Guardian,
    /// 任意代理人: holds the person's power of attorney.
    Attorney,
}

impl ProxyRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Parent, Self::Guardian, Self::Attorney];

    /// As it is stored, and the key of its words (`proxy-role-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Guardian => "guardian",
            Self::Attorney => "attorney",
        }
    }

    /// The role with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The days on which the person's age changes what the proxy may, for somebody born that day. A parent's child has
    /// them; a guardian's ward has them if the court appointed the guardian for a child; who gives a power of attorney is of age.
    ///
    /// # Errors
    /// [`Problem::InvalidDate`]: a parent without the child's birth date, or a birth date of somebody who is of age or not
    /// born yet; [`Problem::Malformed`]: a birth date for a power of attorney.
    pub fn ages(self, born: Option<Date>, today: Date) -> Result<Option<Ages>, Problem> {
        match (self, born) {
            (Self::Parent, None) => Err(Problem::InvalidDate),
            (Self::Guardian | Self::Attorney, None) => Ok(None),
            (Self::Attorney, Some(_)) => Err(Problem::Malformed),
            (Self::Parent | Self::Guardian, Some(born)) => {
                let ages = Ages::of(born).ok_or(Problem::InvalidDate)?;
                if born > today || ages.turns_18 <= today { Err(Problem::InvalidDate) } else { Ok(Some(ages)) }
            }
        }
    }
}

/// At which a proxy's powers change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// The young person's word prevails, and the history is theirs alone.
    Fifteen,
    /// Nobody acts for them as for a child.
    Eighteen,
}

impl Age {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fifteen, Self::Eighteen];
}

/// The two days that matter in the life of a child who has a proxy. The birth date itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// From here on the young person's word prevails, and the history is theirs alone.
    pub turns_15: Date,
    /// From here on nobody acts for them as for a child.
    pub turns_18: Date,
}

impl Ages {
    /// The day on which that age is reached.
    #[must_use]
    pub const fn day(&self, of: Age) -> Date {
        match of {
            Age::Fifteen => self.turns_15,
            Age::Eighteen => self.turns_18,
        }
    }

    /// Of somebody born that day; `None` where the calendar ends.
    #[must_use]
    pub fn of(born: Date) -> Option<Self> {
        Some(Self { turns_15: birthday(born, 15)?, turns_18: birthday(born, 18)? })
    }
}

/// The first day of being that old. Who was born on a 29 February is a year older, in other years, from 1 March on: the
/// law counts the year as full with the end of the day before (年齢計算ニ関スル法律).
fn birthday(born: Date, age: i32) -> Option<Date> {
    let year = born.year() + age;
    born.replace_year(year).or_else(|_| Date::from_calendar_date(year, time::Month::March, 1)).ok()
}

/// A grant to act for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: ProxyId,
    /// For whom.
    pub subject: SubjectId,
    /// Whose sign-in acts.
    pub proxy: AccountId,
    /// Why.
    pub role: ProxyRole,
    /// For a child: when that changes.
    pub ages: Option<Ages>,
    /// Whether somebody ended it.
    pub ended: bool,
}

/// What is known of the person for whom somebody acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// 支援措置: nobody who says they act for the person may learn anything.
    pub protected: bool,
    /// Dead, from two sources.
    pub deceased: bool,
}

impl Grant {
    /// The day on which the person came of age, and the grant was over, if it has come.
    #[must_use]
    pub fn over_since(&self, today: Date) -> Option<Date> {
        self.ages.map(|ages| ages.turns_18).filter(|day| *day <= today)
    }

    /// What the proxy sees today; `None`: nothing, and the person cannot be put into view.
    #[must_use]
    pub fn sight(&self, today: Date, of: Circumstances) -> Option<ProxySight> {
        if self.ended || of.protected || of.deceased {
            return None;
        }
        match self.ages {
            Some(ages) if today >= ages.turns_18 => None,
            Some(ages) if today >= ages.turns_15 => Some(ProxySight::Choices),
            _ => Some(ProxySight::Everything),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn grant(role: ProxyRole, ages: Option<Ages>) -> Grant {
        let (subject, proxy) = (SubjectId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        Grant { id: ProxyId(Uuid::from_u128(3)), subject, proxy, role, ages, ended: false }
    }

    #[test]
    fn a_parent_loses_the_history_at_15_and_everything_at_18() {
        let grant = grant(ProxyRole::Parent, Ages::of(day("2015-06-10")));
        let sight = |today| grant.sight(day(today), Circumstances::default());
        assert_eq!(sight("2026-11-22"), Some(ProxySight::Everything));
        assert_eq!(sight("2030-06-09"), Some(ProxySight::Everything));
        assert_eq!(sight("2030-06-10"), Some(ProxySight::Choices));
        assert_eq!(sight("2033-06-09"), Some(ProxySight::Choices));
        assert_eq!(sight("2033-06-10"), None);
    }

    #[test]
    fn who_was_born_on_a_leap_day_is_older_from_the_first_of_march() {
        let ages = Ages::of(day("2012-02-29")).unwrap();
        assert_eq!((ages.turns_15, ages.turns_18), (day("2027-03-01"), day("2030-03-01")));
        assert_eq!(Ages::of(day("2008-02-29")).map(|ages| ages.turns_15), Some(day("2023-03-01")));
    }

    #[test]
    fn each_role_has_the_dates_that_it_needs() {
        let today = day("2026-11-22");
        let ages = |role: ProxyRole, born: Option<&str>| role.ages(born.map(day), today);
        assert_eq!(ages(ProxyRole::Parent, None), Err(Problem::InvalidDate));
        assert_eq!(ages(ProxyRole::Parent, Some("2008-11-22")), Err(Problem::InvalidDate), "18 today");
        assert!(matches!(ages(ProxyRole::Parent, Some("2008-11-23")), Ok(Some(_))), "18 tomorrow");
        assert_eq!(ages(ProxyRole::Parent, Some("2026-11-23")), Err(Problem::InvalidDate), "born tomorrow");
        assert!(matches!(ages(ProxyRole::Parent, Some("2026-11-22")), Ok(Some(_))), "born today");
        assert_eq!(ages(ProxyRole::Guardian, None), Ok(None));
        assert!(matches!(ages(ProxyRole::Guardian, Some("2015-06-10")), Ok(Some(_))));
        assert_eq!(ages(ProxyRole::Attorney, None), Ok(None));
        assert_eq!(ages(ProxyRole::Attorney, Some("2015-06-10")), Err(Problem::Malformed));
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (2_430_000..2_480_000).prop_map(|julian| Date::from_julian_day(julian).unwrap())
    }

    proptest! {
        #[test]
        fn what_a_proxy_sees_never_grows_with_the_years(born in any_day(), one in any_day(), other in any_day()) {
            let grant = grant(ProxyRole::Parent, Ages::of(born));
            let rank = |today| match grant.sight(today, Circumstances::default()) {
                Some(ProxySight::Everything) => 2,
                Some(ProxySight::Choices) => 1,
                None => 0,
            };
            let (earlier, later) = (one.min(other), one.max(other));
            prop_assert!(rank(earlier) >= rank(later));
        }

        #[test]
        fn nobody_sees_anything_of_a_protected_or_a_dead_person_or_after_the_end(
            born in proptest::option::of(any_day()), today in any_day(), which in 1_u8..8, role in 0_usize..3,
        ) {
            let mut grant = grant(ProxyRole::ALL[role], born.and_then(Ages::of));
            grant.ended = which & 4 != 0;
            prop_assert_eq!(grant.sight(today, Circumstances { protected: which & 1 != 0, deceased: which & 2 != 0 }), None);
        }

        #[test]
        fn the_two_days_come_in_their_order_and_in_their_years(born in any_day()) {
            let ages = Ages::of(born).unwrap();
            prop_assert!(born < ages.turns_15 && ages.turns_15 < ages.turns_18);
            prop_assert_eq!((ages.turns_15.year() - born.year(), ages.turns_18.year() - born.year()), (15, 18));
        }
    }
}
