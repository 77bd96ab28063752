//! The rows of a question: which numbers each one names, or why it cannot be answered.

use crate::keys::IdentifierDigest;
use crate::service::Core;
use crate::store::{Tx, subjects};
use domain::check::{self, MAX_IDENTIFIERS};
use domain::failure::Failure;
use domain::id::HolderId;
use domain::identifier::{Identifier, Kind, RowError, Systems};
use std::collections::BTreeSet;

/// The numbers of one row, hashed; at least one.
pub(super) struct Numbers {
    first: IdentifierDigest,
    others: Vec<IdentifierDigest>,
    /// No insured or public-payer number is among them.
    only_local: bool,
    no_insured_number: bool,
}

impl Numbers {
    /// The one that the row's token stands for.
    pub(super) fn first(&self) -> &IdentifierDigest {
        &self.first
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &IdentifierDigest> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The holder has to have linked such a row's numbers to an insured number.
    fn needs_link(&self) -> bool {
        self.only_local && !self.no_insured_number
    }
}

/// A row's numbers, or its error.
pub(super) type Row = Result<Numbers, RowError>;

/// All rows, in their order.
pub(super) struct Rows(Vec<Row>);

impl Rows {
    /// Hashes every number, and refuses local ones that this holder never linked to an insured number.
    pub(super) async fn read(
        db: &Tx,
        core: &Core,
        holder: HolderId,
        open: &Systems,
        rows: &[Result<check::Row, RowError>],
    ) -> Result<Self, Failure> {
        let numbers = |row: &Result<check::Row, RowError>| match row {
            Ok(row) => numbers(core, open, row),
            Err(error) => Err(*error),
        };
        let mut rows: Vec<Row> = rows.iter().map(numbers).collect();
        // Where insured numbers are no keys there is nothing that a local number could be linked to.
        if core.config.insured_numbers {
            refuse_unlinked(db, holder, &mut rows).await?;
        }
        Ok(Self(rows))
    }

    /// In their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.0.iter()
    }

    /// Every number of every row that can be answered, once.
    pub(super) fn digests(&self) -> BTreeSet<IdentifierDigest> {
        self.iter().flatten().flat_map(Numbers::all).copied().collect()
    }

    /// How many rows rest on the holder's word that the person has no insured number.
    pub(super) fn attested(&self) -> Option<u64> {
        let times = self.iter().flatten().filter(|numbers| numbers.only_local && numbers.no_insured_number).count();
        u64::try_from(times).ok().filter(|times| *times > 0)
    }
}

fn numbers(core: &Core, open: &Systems, row: &check::Row) -> Row {
    if row.identifiers.len() > MAX_IDENTIFIERS {
        return Err(RowError::InvalidIdentifier);
    }
    let read = row.identifiers.iter().map(|raw| Identifier::parse(&raw.system, &raw.value, open));
    let identifiers = read.collect::<Result<Vec<_>, _>>()?;
    let mut digests = identifiers.iter().map(|identifier| core.keys.identifier_digest(identifier));
    Ok(Numbers {
        first: digests.next().ok_or(RowError::InvalidIdentifier)?,
        others: digests.collect(),
        only_local: identifiers.iter().all(|identifier| identifier.kind() == Kind::Local),
        no_insured_number: row.no_insured_number,
    })
}

/// One number of a row that is linked is enough: it leads to the person, and so to the refusals under the insured number.
async fn refuse_unlinked(db: &Tx, holder: HolderId, rows: &mut [Row]) -> Result<(), Failure> {
    let asked: BTreeSet<_> = rows.iter().flatten().filter(|numbers| numbers.needs_link()).flat_map(Numbers::all).copied().collect();
    let linked = subjects::linked_by(db, holder, &asked.into_iter().collect::<Vec<_>>()).await?;
    for row in rows {
        if row.as_ref().is_ok_and(|numbers| numbers.needs_link() && !numbers.all().any(|digest| linked.contains(digest))) {
            *row = Err(RowError::NotLinked);
        }
    }
    Ok(())
}
