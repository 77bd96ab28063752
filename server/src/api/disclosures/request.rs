//! A report as it comes over the wire. What is wrong with a row skips that row; only what is wrong with the whole refuses
//! the whole.

use crate::api::body::{object, object_in};
use crate::api::checks::request::{Rows, WireIdentifier, identifiers};
use domain::category::Form;
use domain::clock::{Date, parse_date};
use domain::disclosure::report::{Correction, Report, ReportRow, RowFault, Shown};
use domain::failure::Problem;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A report of a disclosure.
#[derive(Deserialize, ToSchema)]
pub struct ReportRequest<'a> {
    /// The id of a published study.
    #[schema(example = "01JD4Y3V7Q2M8K5N9P0R1S2T3V")]
    study: String,
    /// When the records were handed over; not in the future.
    #[schema(example = "2026-11-22T01:14:07.000Z")]
    disclosed_at: String,
    /// Who received them; at most 200 characters.
    recipient: String,
    /// `anonymised`, `pseudonymised-processed`, `pseudonymised`, `identifiable`.
    #[schema(example = "pseudonymised")]
    form: String,
    /// The check that was asked before, if one was: yours, of this study.
    check_id: Option<String>,
    /// Codes of the kinds of records; at least one.
    #[schema(example = json!(["laboratory", "prescriptions"]))]
    categories: Vec<String>,
    /// The first day of the records; together with `records_to` or not at all.
    #[schema(example = "2019-04-01")]
    records_from: Option<String>,
    /// Their last day.
    #[schema(example = "2026-03-31")]
    records_to: Option<String>,
    /// Whose records, at most 10,000.
    #[serde(borrow)]
    #[schema(value_type = Vec<ReportedSubject<'_>>, required = true)]
    subjects: Option<Rows<'a>>,
}

/// One person's part: one identifier, or every number that your records of the person carry.
#[derive(Deserialize, ToSchema)]
pub struct ReportedSubject<'a> {
    #[schema(example = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID")]
    system: Option<String>,
    #[schema(example = "06132013:12:567:01")]
    value: Option<String>,
    /// Instead of `system` and `value`; at most 32.
    #[serde(borrow)]
    #[schema(value_type = Option<Vec<WireIdentifier>>)]
    identifiers: Option<Vec<&'a RawValue>>,
    /// The token that the check gave for this person.
    token: Option<String>,
    /// How many records.
    #[serde(borrow)]
    #[schema(value_type = Option<u32>, example = 41)]
    record_count: Option<&'a RawValue>,
    /// How much of it the person may see: `full` (also when absent), `generic`, `hidden`.
    #[schema(example = "full")]
    display: Option<String>,
    /// For less than `full`: `undisclosed-diagnosis`, `risk-of-harm`, `third-party`.
    display_reason: Option<String>,
    /// For less than `full`, who answers for it: `attending-physician`, `department-head`, `hospital-director`, `other-physician`.
    clinician_role: Option<String>,
    /// For less than `full`: when it is reviewed, within 12 months.
    #[schema(example = "2027-03-31")]
    review_by: Option<String>,
}

impl ReportRequest<'_> {
    /// The report that it is.
    ///
    /// # Errors
    /// What is wrong with the whole of it.
    pub fn into_report(mut self) -> Result<Report, Problem> {
        let subjects = self.subjects.take().ok_or(Problem::Malformed)?;
        if subjects.too_many {
            return Err(Problem::TooManyRows);
        }
        self.into_report_of(subjects.rows.into_iter().map(row).collect())
    }

    /// The report of these rows that it is the head of.
    ///
    /// # Errors
    /// What is wrong with it; also where it has rows of its own.
    pub fn into_report_of(self, rows: Vec<Result<ReportRow, RowFault>>) -> Result<Report, Problem> {
        if self.subjects.is_some() {
            return Err(Problem::Malformed);
        }
        let records = match (&self.records_from, &self.records_to) {
            (None, None) => None,
            (Some(from), Some(to)) => Some((day(from)?, day(to)?)),
            _ => return Err(Problem::Malformed),
        };
        Ok(Report {
            // A text that is no id names no study.
            study: self.study.parse().map_err(|_| Problem::UnknownStudy)?,
            disclosed_at: self.disclosed_at.parse().map_err(|_| Problem::Malformed)?,
            recipient: self.recipient,
            form: Form::from_code(&self.form).ok_or(Problem::Malformed)?,
            categories: self.categories,
            records,
            check_id: self.check_id,
            rows,
        })
    }
}

fn day(text: &str) -> Result<Date, Problem> {
    parse_date(text).map_err(|_| Problem::Malformed)
}

/// The person's part that a row is.
pub fn row(raw: &RawValue) -> Result<ReportRow, RowFault> {
    let row: ReportedSubject<'_> = object_in(raw).ok_or(RowFault::InvalidIdentifier)?;
    let identifiers = identifiers(row.system, row.value, row.identifiers).ok_or(RowFault::InvalidIdentifier)?;
    let count = row.record_count.map(|count| serde_json::from_str::<Option<u32>>(count.get())).transpose();
    let [display, reason, role, review_by] = [&row.display, &row.display_reason, &row.clinician_role, &row.review_by].map(Option::as_deref);
    let shown = Shown::read(display, reason, role, review_by)?;
    Ok(ReportRow { identifiers, token: row.token, record_count: count.map_err(|_| RowFault::InvalidCount)?.flatten(), shown })
}

/// What a correction says: a whole report, or `{"withdraw": true}` and nothing else.
///
/// # Errors
/// What is wrong with the whole of it; also where it is both.
pub fn correction(body: &[u8]) -> Result<Correction, Problem> {
    match object::<Said>(body)?.withdraw {
        None => object::<ReportRequest<'_>>(body)?.into_report().map(Correction::Instead),
        Some(_) => match object::<Withdrawal>(body)? {
            Withdrawal { withdraw: true } => Ok(Correction::Withdraw),
            Withdrawal { withdraw: false } => Err(Problem::Malformed),
        },
    }
}

/// Whether a correction says anything of a withdrawal.
#[derive(Deserialize)]
struct Said {
    withdraw: Option<IgnoredAny>,
}

/// That a disclosure never happened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    withdraw: bool,
}
