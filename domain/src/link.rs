//! Subjects that are one person.
//!
//! Links and unlinks are append-only events. What follows from them is computed here, from the links in force, so that
//! an unlink leaves no trace in anyone's answers.

use crate::id::SubjectId;
use crate::log::Position;
use std::collections::BTreeMap;

/// A link in force: since that position of the log the two are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where in the log it stands.
    pub position: Position,
    /// One of the two.
    pub one: SubjectId,
    /// The other.
    pub other: SubjectId,
}

/// Who is one person with whom, and since when. Empty for nearly everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// Both ways, so that what is asked about one of many is found without looking at the others.
    others: BTreeMap<SubjectId, BTreeMap<SubjectId, Position>>,
}

impl Kin {
    /// From the links in force, in any order.
    #[must_use]
    pub fn from_links(links: impl IntoIterator<Item = Link>) -> Self {
        let mut links: Vec<_> = links.into_iter().collect();
        links.sort_by_key(|link| link.position);
        let mut kin = Self::default();
        for link in links {
            let these = kin.with(link.one);
            let those = kin.with(link.other);
            for &a in &these {
                for &b in &those {
                    if a != b {
                        kin.others.entry(a).or_default().entry(b).or_insert(link.position);
                        kin.others.entry(b).or_default().entry(a).or_insert(link.position);
                    }
                }
            }
        }
        kin
    }

    /// Everybody who is one person with this subject, the subject included.
    #[must_use]
    pub fn with(&self, subject: SubjectId) -> Vec<SubjectId> {
        let others = self.others.get(&subject).into_iter().flat_map(|others| others.keys().copied());
        let mut all: Vec<_> = others.chain([subject]).collect();
        all.sort_unstable();
        all
    }

    /// What is known of the person who is this subject, and of nobody else.
    #[must_use]
    pub fn of(&self, subject: SubjectId) -> Self {
        let theirs = |one| Some((one, self.others.get(&one)?.clone()));
        Self { others: self.with(subject).into_iter().filter_map(theirs).collect() }
    }

    /// Since when the two are one person: `None` if they are not. A subject has been itself from the beginning.
    #[must_use]
    pub fn since(&self, a: SubjectId, b: SubjectId) -> Option<Position> {
        if a == b { Some(Position::FIRST) } else { self.others.get(&a)?.get(&b).copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn subject(n: u128) -> SubjectId {
        SubjectId(Uuid::from_u128(n))
    }

    fn link(position: u64, one: u128, other: u128) -> Link {
        Link { position: Position(position), one: subject(one), other: subject(other) }
    }

    #[test]
    fn links_carry_over() {
        let kin = Kin::from_links([link(9, 2, 3), link(5, 1, 2)]);
        assert_eq!(kin.with(subject(1)), [subject(1), subject(2), subject(3)]);
        assert_eq!(kin.since(subject(1), subject(2)), Some(Position(5)));
        assert_eq!(kin.since(subject(1), subject(3)), Some(Position(9)));
        assert_eq!(kin.since(subject(1), subject(4)), None);
    }

    #[test]
    fn of_one_person_is_what_the_links_of_that_person_give() {
        let (theirs, somebody_elses) = ([link(5, 1, 2), link(9, 2, 3)], link(7, 4, 5));
        let kin = Kin::from_links([theirs[0], theirs[1], somebody_elses]);
        for one in 1..=3 {
            assert_eq!(kin.of(subject(one)), Kin::from_links(theirs), "{one}");
        }
        assert_eq!(kin.of(subject(5)), Kin::from_links([somebody_elses]));
        assert_eq!(kin.of(subject(6)), Kin::default());
    }

    #[test]
    fn a_second_link_of_the_same_two_changes_nothing() {
        assert_eq!(Kin::from_links([link(5, 1, 2), link(9, 2, 1)]), Kin::from_links([link(5, 1, 2)]));
    }
}
