//! Which uses the rows of a report come to. A person has one use under each of their subjects, however many rows reach it; a row
//! that reaches a person alone counts before one that reaches others, too.
//!
//! What a holder is told of a row does not depend on the other rows, unless it knows itself that they name one person: whether two
//! numbers are one person's is known here from others, too, and is not the holder's to learn.

use crate::store::disclosures::NewUse;
use domain::disclosure::Display;
use domain::disclosure::report::{ReportRow, RowFault, Withheld};
use domain::id::SubjectId;
use std::collections::{BTreeMap, BTreeSet};

/// What the rows came to.
#[derive(Default)]
pub(super) struct Taken {
    /// At most one for each subject.
    pub uses: Vec<NewUse>,
    pub reasons: Vec<(SubjectId, Withheld)>,
    pub errors: Vec<(u32, RowFault)>,
    /// Rows, of which one may be about several persons.
    pub accepted: u32,
    pub unchecked: u32,
    /// Where several rows reach one subject: each of them as if it stood alone, for what is told of it.
    pub alike: Vec<NewUse>,
}

impl Taken {
    /// The subjects of `alike`.
    pub(super) fn several(&self) -> BTreeSet<SubjectId> {
        self.alike.iter().map(|part| part.subject).collect()
    }
}

/// A row's part in one person.
pub(super) struct Part {
    /// The subject whose use it will be.
    pub subject: SubjectId,
    /// Whether a number of the row is this person's alone.
    pub alone: bool,
    /// Which row.
    pub row: u32,
    /// Whether the named check covers it.
    pub covered: bool,
}

/// A use, as far as it is known.
struct Placed {
    subject: SubjectId,
    alone: bool,
    /// The row that it is.
    row: u32,
    display: Display,
    withheld: Option<Withheld>,
    record_count: Option<u32>,
    /// Whether the named check covers every row that says as much of the person.
    covered: bool,
    /// Every row that reaches it, and whether the check covers that row.
    reached_by: Vec<(u32, bool)>,
}

impl Placed {
    fn new(part: &Part, said: &ReportRow) -> Self {
        // Whoever is reached only by a number that others bear, too, learns no details: they may be the others'.
        let display = match said.shown.display() {
            Display::Full if !part.alone => Display::Generic,
            said => said,
        };
        Self {
            subject: part.subject,
            alone: part.alone,
            row: part.row,
            display,
            withheld: said.shown.withheld(),
            record_count: said.record_count,
            covered: part.covered,
            reached_by: vec![(part.row, part.covered)],
        }
    }

    /// Another row says as much of this person: nothing of either is lost, and the stricter display holds for both.
    fn and(&mut self, other: Self) {
        if other.display.number() > self.display.number() {
            (self.display, self.withheld) = (other.display, other.withheld);
        }
        self.record_count = match (self.record_count, other.record_count) {
            (Some(one), Some(more)) => Some(one.saturating_add(more)),
            (one, more) => one.or(more),
        };
        self.covered &= other.covered;
        self.reached_by.extend(other.reached_by);
    }

    /// A row names this person alone, of whom it was only said before that they, too, bear a number.
    fn make_room_for(&mut self, other: Self) {
        let reached_by = std::mem::take(&mut self.reached_by);
        *self = other;
        self.reached_by.splice(0..0, reached_by);
    }
}

/// The uses of a report, while its rows are read one after the other.
#[derive(Default)]
pub(super) struct Placing {
    placed: Vec<Placed>,
    of_person: BTreeMap<SubjectId, Vec<usize>>,
    errors: Vec<(u32, RowFault)>,
    accepted: u32,
    unchecked: u32,
}

impl Placing {
    /// A row that is skipped.
    pub(super) fn skip(&mut self, row: u32, fault: RowFault) {
        self.errors.push((row, fault));
    }

    /// A row that is taken in.
    pub(super) fn accept(&mut self, covered: bool) {
        self.accepted += 1;
        self.unchecked += u32::from(!covered);
    }

    /// Its part in a person, who goes by the name `person` whichever of their subjects is reached.
    pub(super) fn put(&mut self, person: SubjectId, part: &Part, said: &ReportRow) {
        let theirs = self.of_person.entry(person).or_default();
        let placed = &mut self.placed;
        let same = theirs.iter().copied().find(|at| {
            let before = &placed[*at];
            before.alone == part.alone && (!part.alone || before.subject == part.subject)
        });
        let other = theirs.iter().copied().find(|at| placed[*at].alone != part.alone);
        let new = Placed::new(part, said);
        match (same, other) {
            (_, Some(at)) if !part.alone => placed[at].reached_by.extend(new.reached_by),
            (Some(at), _) => placed[at].and(new),
            (None, Some(at)) => placed[at].make_room_for(new),
            (None, None) => {
                theirs.push(placed.len());
                placed.push(new);
            }
        }
    }

    /// What all of them came to.
    pub(super) fn taken(self) -> Taken {
        let mut taken = Taken { errors: self.errors, accepted: self.accepted, unchecked: self.unchecked, ..Taken::default() };
        for of in self.placed {
            let part = |(row, covered)| NewUse {
                subject: of.subject,
                display: of.display,
                covered,
                record_count: of.record_count,
                row: Some(row),
            };
            taken.uses.push(part((of.row, of.covered)));
            taken.reasons.extend(of.withheld.map(|withheld| (of.subject, withheld)));
            if of.reached_by.len() > 1 {
                taken.alike.extend(of.reached_by.iter().copied().map(part));
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::check::RawIdentifier;
    use domain::clock::parse_date;
    use domain::disclosure::report::{ClinicianRole, DisplayReason, Shown};
    use uuid::Uuid;

    fn who(n: u128) -> SubjectId {
        SubjectId(Uuid::from_u128(n))
    }

    fn said(record_count: u32, hidden: bool) -> ReportRow {
        let review_by = parse_date("2027-01-01").unwrap();
        let withheld = Withheld { reason: DisplayReason::RiskOfHarm, role: ClinicianRole::DepartmentHead, review_by };
        let shown = if hidden { Shown::Hidden(withheld) } else { Shown::Full };
        let identifiers = vec![RawIdentifier { system: String::new(), value: String::new() }];
        ReportRow { identifiers, token: None, record_count: Some(record_count), shown }
    }

    /// A person, the subject that is reached, and whether it is by a number of theirs alone.
    type Reached = (u128, u128, bool);

    /// Rows in their order: for each the persons it reaches, with their subject, and what it says.
    fn taken(rows: Vec<(Vec<Reached>, ReportRow)>) -> Taken {
        let mut placing = Placing::default();
        for (row, (reached, said)) in (0_u32..).zip(rows) {
            placing.accept(true);
            for (person, subject, alone) in reached {
                placing.put(who(person), &Part { subject: who(subject), alone, row, covered: row == 0 }, &said);
            }
        }
        placing.taken()
    }

    fn uses(taken: &Taken) -> Vec<(SubjectId, Display, Option<u32>, Option<u32>)> {
        taken.uses.iter().map(|part| (part.subject, part.display, part.record_count, part.row)).collect()
    }

    #[test]
    fn a_row_of_its_own_counts_before_a_number_that_is_shared() {
        // A number of A and B, hidden for A's sake; then B's own number; in either order.
        let (shared, own) = (vec![(1, 1, false), (2, 2, false)], vec![(2, 2, true)]);
        let first = taken(vec![(shared.clone(), said(4, true)), (own.clone(), said(7, false))]);
        assert_eq!(uses(&first), [(who(1), Display::Hidden, Some(4), Some(0)), (who(2), Display::Full, Some(7), Some(1))]);
        assert_eq!(first.reasons.len(), 1);
        let last = taken(vec![(own, said(7, false)), (shared, said(4, true))]);
        assert_eq!(uses(&last), [(who(2), Display::Full, Some(7), Some(0)), (who(1), Display::Hidden, Some(4), Some(1))]);
        assert!(last.uses[0].covered, "by the check that covers the row of its own");
        // What is told of the shared row is still told of B, too.
        assert_eq!(first.alike.iter().map(|part| (part.subject, part.row)).collect::<Vec<_>>(), [(who(2), Some(0)), (who(2), Some(1))]);
    }

    #[test]
    fn two_rows_of_one_subject_are_one_use_and_nothing_of_them_is_lost() {
        let both = taken(vec![(vec![(1, 1, true)], said(4, false)), (vec![(1, 1, true)], said(7, true))]);
        assert_eq!(uses(&both), [(who(1), Display::Hidden, Some(11), Some(0))]);
        assert!(!both.uses[0].covered, "a check covered one of them only");
        assert_eq!(both.alike.iter().map(|part| (part.row, part.covered)).collect::<Vec<_>>(), [(Some(0), true), (Some(1), false)]);
    }

    #[test]
    fn linked_subjects_have_a_use_each() {
        let both = taken(vec![(vec![(1, 1, true)], said(4, false)), (vec![(1, 2, true)], said(7, false))]);
        assert_eq!(uses(&both), [(who(1), Display::Full, Some(4), Some(0)), (who(2), Display::Full, Some(7), Some(1))]);
        assert!(both.alike.is_empty());
    }
}
