//! Whom the rows of a report are about. A number that nobody bears makes a person known (product.md, "One person, several
//! identifiers").

use super::placing::{Part, Placing, Taken};
use crate::keys::IdentifierDigest;
use crate::service::Core;
use crate::store::{Tx, holders, links, subjects};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::check::MAX_IDENTIFIERS;
use domain::clock::Timestamp;
use domain::disclosure::Covering;
use domain::disclosure::report::{Report, ReportRow, RowFault};
use domain::failure::Failure;
use domain::id::{HolderId, StudyId, SubjectId};
use domain::identifier::{Identifier, Kind, Systems};
use domain::link::Kin;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many rows are read before others have their turn.
const ROWS_AT_ONCE: usize = 500;

/// The numbers of one row, hashed; at least one.
type Numbers = Vec<(IdentifierDigest, Kind)>;

/// A row as it was read: its numbers, or why it is skipped.
pub(super) type ReadRow = Result<Numbers, RowFault>;

/// Reads and hashes the numbers of every row: a second's work for a large report, which needs nobody to wait. It is done before
/// anything is locked.
pub(super) async fn read_rows(core: &Core, holder: HolderId, report: &Report) -> Result<Vec<ReadRow>, Failure> {
    let missing = || Failure::Inconsistent { table: "holders", column: "id", row: holder.to_string() };
    let organisation = holders::holder(core.store.db(), holder).await?.ok_or_else(missing)?;
    let local = Systems::local_of(&organisation, &core.config.base_url);
    let open = Systems { insured_numbers: core.config.insured_numbers, local: Some(local) };
    let (now, mut rows) = (core.now(), Vec::with_capacity(report.rows.len()));
    for part in report.rows.chunks(ROWS_AT_ONCE) {
        rows.extend(part.iter().map(|row| row.as_ref().map_err(|fault| *fault).and_then(|row| read(core, row, &open, now))));
        // Others have their turn in between.
        tokio::task::yield_now().await;
    }
    Ok(rows)
}

fn read(core: &Core, row: &ReportRow, open: &Systems, now: Timestamp) -> ReadRow {
    if row.identifiers.is_empty() || row.identifiers.len() > MAX_IDENTIFIERS {
        return Err(RowFault::InvalidIdentifier);
    }
    let mut numbers = Vec::with_capacity(row.identifiers.len());
    for raw in &row.identifiers {
        let identifier = Identifier::parse(&raw.system, &raw.value, open)?;
        numbers.push((core.keys.identifier_digest(&identifier), identifier.kind()));
    }
    if row.shown.reviewed_in_time(now) { Ok(numbers) } else { Err(RowFault::InvalidDisplay) }
}

/// Finds the persons of a report.
pub(super) struct People<'a> {
    pub core: &'a Core,
    pub holder: HolderId,
    pub study: (StudyId, i32),
}

/// Who bears which number, as it is known so far.
pub(super) struct Known {
    bearers: HashMap<IdentifierDigest, BTreeSet<SubjectId>>,
    kin: Kin,
    new_subjects: Vec<SubjectId>,
    said: BTreeSet<(IdentifierDigest, SubjectId, i16)>,
    /// The numbers of the rows that were taken in.
    stood: HashSet<IdentifierDigest>,
}

impl People<'_> {
    /// Finds whom each row is about, as it was read. Nothing is written yet.
    pub(super) async fn place(
        &self,
        tx: &Tx,
        report: &Report,
        rows: &[ReadRow],
        covering: Option<Covering>,
    ) -> Result<(Taken, Known), Failure> {
        let now = self.core.now();
        let mut known = self.known(tx, rows).await?;
        let mut placing = Placing::default();
        let covering = covering.filter(|check| check.in_force(report.disclosed_at));
        for ((index, row), said) in (0_u32..).zip(rows).zip(&report.rows) {
            let (numbers, said) = match (row, said) {
                (Ok(numbers), Ok(said)) => (numbers, said),
                (Err(fault), _) | (_, Err(fault)) => {
                    placing.skip(index, *fault);
                    continue;
                }
            };
            // Only what the report itself says: that two other numbers are one person's may be known from somebody else, and
            // the assignments of this holder do not tell which of them it joined.
            if numbers.iter().all(|(digest, _)| known.stood.contains(digest)) {
                placing.skip(index, RowFault::Duplicate);
                continue;
            }
            let persons = known.settle(numbers, || SubjectId::new(now, &*self.core.random));
            let covered = covering.is_some() && self.token_holds(report, said, numbers);
            placing.accept(covered);
            for (person, (subject, alone)) in persons {
                placing.put(person, &Part { subject, alone, row: index, covered }, said);
            }
        }
        Ok((placing.taken(), known))
    }

    /// Makes known whom nobody knew, and which numbers this holder says are theirs.
    pub(super) async fn write_down(&self, tx: &Tx, known: Known) -> Result<(), Failure> {
        let now = self.core.now();
        subjects::create_all(tx, &known.new_subjects, now).await?;
        let said: Vec<_> = known.said.into_iter().collect();
        Ok(subjects::assign_all(tx, &said, self.holder, self.core.keys.storage_version(), now).await?)
    }

    async fn known(&self, tx: &Tx, rows: &[ReadRow]) -> Result<Known, Failure> {
        let digests: BTreeSet<_> = rows.iter().flatten().flatten().map(|(digest, _)| *digest).collect();
        let mut bearers: HashMap<IdentifierDigest, BTreeSet<SubjectId>> = HashMap::new();
        for (digest, subject) in subjects::of_digests(tx, &digests.into_iter().collect::<Vec<_>>()).await? {
            bearers.entry(digest).or_default().insert(subject);
        }
        let everybody: BTreeSet<_> = bearers.values().flatten().copied().collect();
        let kin = links::kin_of(tx, &everybody.into_iter().collect::<Vec<_>>()).await?;
        Ok(Known { bearers, kin, new_subjects: Vec::new(), said: BTreeSet::new(), stood: HashSet::new() })
    }

    /// Whether the row's token was given by the named check for one of its very numbers.
    fn token_holds(&self, report: &Report, row: &ReportRow, numbers: &Numbers) -> bool {
        let (Some(check_id), Some(token)) = (&report.check_id, &row.token) else { return false };
        // As it stands in the answer to a list: with an apostrophe, where a spreadsheet would calculate it.
        let token = token.trim();
        let Ok(token) = URL_SAFE_NO_PAD.decode(token.strip_prefix('\'').unwrap_or(token)) else { return false };
        numbers.iter().any(|(digest, _)| self.core.keys.is_row_token(&token, check_id, self.holder, self.study, digest))
    }
}

/// Whom the numbers of one row reach.
struct Reached {
    /// The first of their subjects that a number reaches.
    home: Option<SubjectId>,
    persons: Persons,
}

/// Each person by one name, with the subject whose use it will be, and whether a number of the row is theirs alone.
type Persons = BTreeMap<SubjectId, (SubjectId, bool)>;

impl Known {
    fn reached(&self, numbers: &Numbers) -> Reached {
        let (mut home, mut persons) = (None, Persons::new());
        for (digest, _) in numbers {
            let bearers = self.bearers.get(digest).into_iter().flatten();
            let reached: BTreeMap<_, _> = bearers.map(|subject| (self.person(*subject), *subject)).collect();
            let alone = reached.len() == 1;
            for (person, subject) in reached {
                home.get_or_insert(subject);
                persons.entry(person).or_insert((subject, false)).1 |= alone;
            }
        }
        Reached { home, persons }
    }

    /// The persons of a row that is taken in; whoever is new becomes one. Numbers that nobody bore become those of the
    /// first of them; a number of somebody else stays theirs, so that what a row says of two known persons joins nobody.
    fn settle(&mut self, numbers: &Numbers, new: impl FnOnce() -> SubjectId) -> Persons {
        let Reached { home, mut persons } = self.reached(numbers);
        let home = home.unwrap_or_else(|| {
            let subject = new();
            self.new_subjects.push(subject);
            persons.insert(subject, (subject, true));
            subject
        });
        for (digest, kind) in numbers {
            let bearers = self.bearers.entry(*digest).or_default();
            if bearers.is_empty() {
                bearers.insert(home);
            }
            if bearers.contains(&home) {
                self.said.insert((*digest, home, kind.number()));
            }
            self.stood.insert(*digest);
        }
        persons
    }

    /// One name for all subjects that are one person.
    fn person(&self, subject: SubjectId) -> SubjectId {
        self.kin.with(subject).first().copied().unwrap_or(subject)
    }
}
