//! Who is one person with whom: the table that checks read, which carries a refusal from one to the other, against the links.

use super::{CHUNK, Check, Fault};
use crate::store::entity::links;
use crate::store::{StoreError, Tx, log_check};
use domain::id::SubjectId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Two subjects, in this direction, and since which entry they are one person.
type Pairs = BTreeMap<(Uuid, Uuid), i64>;

impl Check {
    /// The table of links says what the leaves say: that was looked at beside each leaf. Who is one person follows from it.
    pub(super) async fn kin(&mut self, db: &Tx) -> Result<(), StoreError> {
        let (mut holding, mut from) = (Holding::default(), 0);
        loop {
            let page = log_check::links_from(db, from, CHUNK).await?;
            let Some(last) = page.last() else { break };
            from = last.position + 1;
            page.into_iter().for_each(|link| holding.after(&link));
        }
        let (mut expected, mut after) = (holding.people(), None);
        loop {
            let page = log_check::kin_after(db, after, CHUNK).await?;
            let Some(last) = page.last() else { break };
            after = Some((last.subject_id, last.other_id));
            for row in page {
                if expected.remove(&(row.subject_id, row.other_id)) != Some(row.since_position) {
                    self.faults.push(Fault::Kin(SubjectId(row.subject_id), SubjectId(row.other_id)));
                }
            }
        }
        self.faults.extend(expected.into_keys().map(|(one, other)| Fault::Kin(SubjectId(one), SubjectId(other))));
        Ok(())
    }
}

/// The links in force: of each two, the entry that joined them first since they were last parted.
#[derive(Default)]
struct Holding(Pairs);

impl Holding {
    fn after(&mut self, link: &links::Model) {
        let pair = (link.one.min(link.other), link.one.max(link.other));
        if link.joins {
            self.0.entry(pair).or_insert(link.position);
        } else {
            self.0.remove(&pair);
        }
    }

    /// Links carry over: whoever is linked with one of a person is linked with all of them, since the link that brought the two together.
    fn people(self) -> Pairs {
        let mut links: Vec<_> = self.0.into_iter().collect();
        links.sort_unstable_by_key(|(_, position)| *position);
        let (mut number, mut people): (BTreeMap<Uuid, usize>, Vec<Vec<Uuid>>) = (BTreeMap::new(), Vec::new());
        let mut pairs = Pairs::new();
        for ((one, other), position) in links {
            let [these, those] = [one, other].map(|subject| {
                *number.entry(subject).or_insert_with(|| {
                    people.push(vec![subject]);
                    people.len() - 1
                })
            });
            if these == those {
                continue;
            }
            let joining = std::mem::take(&mut people[those]);
            for (a, b) in joining.iter().flat_map(|b| people[these].iter().map(move |a| (*a, *b))) {
                pairs.extend([((a, b), position), ((b, a), position)]);
            }
            for subject in joining {
                number.insert(subject, these);
                people[these].push(subject);
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(position: i64, joins: bool, one: u128, other: u128) -> links::Model {
        let [one, other] = [one, other].map(Uuid::from_u128);
        links::Model { position, one, other, joins, at: 0, cause: "desk".into() }
    }

    fn people(links: &[links::Model]) -> Vec<(u128, u128, i64)> {
        let mut holding = Holding::default();
        links.iter().for_each(|link| holding.after(link));
        let pairs = holding.people().into_iter().map(|((a, b), since)| (a.as_u128(), b.as_u128(), since));
        pairs.filter(|(a, b, _)| a < b).collect()
    }

    #[test]
    fn links_carry_over_and_are_undone() {
        let both = [link(3, true, 1, 2), link(5, true, 3, 2)];
        assert_eq!(people(&both), [(1, 2, 3), (1, 3, 5), (2, 3, 5)]);
        let parted = [&both[..], &[link(6, true, 1, 2), link(7, false, 2, 3)]].concat();
        assert_eq!(people(&parted), [(1, 2, 3)]);
        let again = [&parted[..], &[link(8, false, 2, 1), link(9, true, 1, 3), link(11, true, 1, 2)]].concat();
        assert_eq!(people(&again), [(1, 2, 11), (1, 3, 9), (2, 3, 11)]);
    }
}
