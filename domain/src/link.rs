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
    joined: BTreeMap<(SubjectId, SubjectId), Position>,
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
                        kin.joined.entry((a.min(b), a.max(b))).or_insert(link.position);
                    }
                }
            }
        }
        kin
    }

    /// Everybody who is one person with this subject, the subject included.
    #[must_use]
    pub fn with(&self, subject: SubjectId) -> Vec<SubjectId> {
        let mut all = vec![subject];
        for &(a, b) in self.joined.keys() {
            if a == subject {
                all.push(b);
            } else if b == subject {
                all.push(a);
            }
        }
        all.sort_unstable();
        all
    }

    /// Since when the two are one person: `None` if they are not. A subject has been itself from the beginning.
    #[must_use]
    pub fn since(&self, a: SubjectId, b: SubjectId) -> Option<Position> {
        if a == b { Some(Position::FIRST) } else { self.joined.get(&(a.min(b), a.max(b))).copied() }
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
    fn a_second_link_of_the_same_two_changes_nothing() {
        assert_eq!(Kin::from_links([link(5, 1, 2), link(9, 2, 1)]), Kin::from_links([link(5, 1, 2)]));
    }
}
