//! Which columns name the person of a row.

use super::{Encoding, Header, Record, Unreadable, text};
use domain::check::{RawIdentifier, Row};
use domain::identifier::{INSURED, RowError};

/// Where the numbers of a person stand (holder-api.md, "CSV in"). A row names every number that its columns carry; the
/// first of them, in the order below, is the one that its token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonColumns {
    insured: Option<usize>,
    patient: Option<usize>,
    pair: Option<(usize, usize)>,
}

impl PersonColumns {
    /// Finds them by name.
    ///
    /// # Errors
    /// [`Unreadable::NoColumns`] where none is there, [`Unreadable::TwoColumns`] where one is there twice. `system` and `value`
    /// are common names: beside a column of numbers, those that are there twice mean something else, and pass through.
    pub fn find(header: &Header) -> Result<Self, Unreadable> {
        let insured = header.find(&["insured_number", "被保険者番号"])?;
        let patient = header.find(&["patient_number", "患者番号"])?;
        let pair = match (header.find(&["system"]), header.find(&["value"])) {
            (Ok(system), Ok(value)) => system.zip(value),
            (Err(_), _) | (_, Err(_)) if insured.or(patient).is_some() => None,
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        let found = Self { insured, patient, pair };
        if found == (Self { insured: None, patient: None, pair: None }) { Err(Unreadable::NoColumns) } else { Ok(found) }
    }

    /// The person of that row; `own` is the system of the holder's own patient numbers.
    ///
    /// # Errors
    /// The row names nobody, or is no text.
    pub fn row(&self, encoding: Encoding, record: &Record, own: &str) -> Result<Row, RowError> {
        let cell = |index| {
            let text = text(encoding, record.cell(index)).ok_or(RowError::InvalidIdentifier)?;
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        };
        let mut identifiers = Vec::new();
        for (system, index) in [(INSURED, self.insured), (own, self.patient)] {
            if let Some(value) = index.map(cell).transpose()?.flatten() {
                identifiers.push(RawIdentifier { system: system.to_owned(), value });
            }
        }
        if let Some((system, value)) = self.pair {
            match (cell(system)?, cell(value)?) {
                (None, None) => {}
                (system, value) => {
                    identifiers.push(RawIdentifier { system: system.unwrap_or_default(), value: value.unwrap_or_default() });
                }
            }
        }
        if identifiers.is_empty() { Err(RowError::InvalidIdentifier) } else { Ok(Row { identifiers, no_insured_number: false }) }
    }
}
