//! A check as it comes over the wire. What is wrong with a row is that row's answer; only what is wrong with the whole
//! refuses the whole.

use crate::api::body::object_in;
use domain::check::{AskedFor, MAX_ROWS, Question, RawIdentifier, Row};
use domain::failure::Problem;
use domain::identifier::RowError;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use utoipa::ToSchema;

/// A check. Name either a study or a purpose.
#[derive(Deserialize, ToSchema)]
pub struct CheckRequest<'a> {
    /// The id of a published study.
    #[schema(example = "01JD4Y3V7Q2M8K5N9P0R1S2T3V")]
    study: Option<String>,
    /// The code of a purpose, for planning. Such a check covers no disclosure.
    #[schema(example = "ai-development")]
    purpose: Option<String>,
    /// Only with a purpose: whether a commercial user takes part. Absent means that one does.
    commercial: Option<bool>,
    /// The persons asked about, at most 10,000.
    #[serde(borrow)]
    #[schema(value_type = Vec<SubjectRow<'_>>)]
    subjects: Rows<'a>,
}

/// A person asked about: one identifier, or every number that the sender's records of the person carry.
#[derive(Deserialize, ToSchema)]
pub struct SubjectRow<'a> {
    #[schema(example = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID")]
    system: Option<String>,
    #[schema(example = "06132013:12:567:01")]
    value: Option<String>,
    /// Instead of `system` and `value`; at most 32.
    #[serde(borrow)]
    #[schema(value_type = Option<Vec<WireIdentifier>>)]
    identifiers: Option<Vec<&'a RawValue>>,
    /// The sender attests that the person has no insured number. Such attestations are counted.
    no_insured_number: Option<bool>,
}

/// An identifier.
#[derive(Deserialize, ToSchema)]
pub struct WireIdentifier {
    system: String,
    value: String,
}

/// The rows as they stand in the body, not yet looked into; of too many, as many as matter.
pub(in crate::api) struct Rows<'a> {
    /// Each as it stands there.
    pub rows: Vec<&'a RawValue>,
    /// There were more than one request may carry.
    pub too_many: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Rows<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Rows<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rows")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows<'de>, A::Error> {
                let mut rows = Vec::new();
                while rows.len() < MAX_ROWS {
                    let Some(row) = list.next_element()? else { return Ok(Rows { rows, too_many: false }) };
                    rows.push(row);
                }
                let mut too_many = false;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    too_many = true;
                }
                Ok(Rows { rows, too_many })
            }
        }

        from.deserialize_seq(InOrder)
    }
}

impl CheckRequest<'_> {
    /// The question it asks.
    ///
    /// # Errors
    /// What is wrong with the whole of it.
    pub fn into_question(self) -> Result<Question, Problem> {
        if self.subjects.too_many {
            return Err(Problem::TooManyRows);
        }
        let asked_for = AskedFor::named(self.study.as_deref(), self.purpose.as_deref(), self.commercial)?;
        let rows = self.subjects.rows.into_iter().map(|raw| row(raw).ok_or(RowError::InvalidIdentifier)).collect();
        Ok(Question { asked_for, rows })
    }
}

/// The person of a row.
pub(in crate::api) fn row(raw: &RawValue) -> Option<Row> {
    let row: SubjectRow<'_> = object_in(raw)?;
    let identifiers = identifiers(row.system, row.value, row.identifiers)?;
    Some(Row { identifiers, no_insured_number: row.no_insured_number.unwrap_or(false) })
}

/// The numbers of a row: one, or a list of them, and not both.
pub(in crate::api) fn identifiers(
    system: Option<String>,
    value: Option<String>,
    several: Option<Vec<&RawValue>>,
) -> Option<Vec<RawIdentifier>> {
    match (system, value, several) {
        (Some(system), Some(value), None) => Some(vec![RawIdentifier { system, value }]),
        (None, None, Some(several)) if !several.is_empty() => several.into_iter().map(identifier).collect(),
        _ => None,
    }
}

fn identifier(raw: &RawValue) -> Option<RawIdentifier> {
    object_in(raw).map(|WireIdentifier { system, value }| RawIdentifier { system, value })
}
