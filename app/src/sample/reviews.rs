//! Samples of reviews: one that is overdue, one that is due, rows of a report.

use super::studies;
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::clock::parse_date;
use domain::disclosure::Display;
use domain::disclosure::report::{ClinicianRole, DisplayReason, Withheld};
use domain::disclosure::review::{DueReport, Review, ReviewRow, Standing};
use domain::failure::Failure;
use domain::id::DisclosureId;
use domain::ports::ReviewsPort;
use uuid::Uuid;

pub(crate) struct Sample;

fn report(n: u128, day: &str) -> DueReport {
    let review_by = parse_date(day).unwrap();
    DueReport {
        disclosure: DisclosureId(Uuid::from_u128(0x0193_0600 + n)),
        holder: studies::aoba(),
        study: studies::all()[1].clone(),
        disclosed_at: super::at("2026-05-20T01:00:00.000Z"),
        review_by,
        standing: Standing::at(review_by, super::at(super::NOW)),
        rows: 3,
    }
}

fn row(n: u32, display: Display, day: &str) -> ReviewRow {
    let review_by = parse_date(day).unwrap();
    let withheld = Withheld { reason: DisplayReason::UndisclosedDiagnosis, role: ClinicianRole::AttendingPhysician, review_by };
    ReviewRow { row: n, display, withheld, standing: Standing::at(review_by, super::at(super::NOW)) }
}

#[async_trait]
impl ReviewsPort for Sample {
    async fn due(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure> {
        actor.may(Operation::Report)?;
        Ok(vec![report(1, "2026-11-20"), report(2, "2026-12-01")])
    }

    async fn of_report(&self, actor: &Actor, _id: DisclosureId) -> Result<Vec<ReviewRow>, Failure> {
        actor.may(Operation::Report)?;
        Ok(vec![row(3, Display::Hidden, "2026-11-20"), row(11, Display::Generic, "2026-12-01"), row(17, Display::Hidden, "2027-05-01")])
    }

    async fn review(&self, actor: &Actor, _id: DisclosureId, _review: Review) -> Result<(), Failure> {
        Ok(actor.may(Operation::Report)?)
    }

    async fn overdue(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        Ok(vec![report(1, "2026-11-20")])
    }
}
