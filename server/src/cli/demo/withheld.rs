//! Why persons of the demo do not see all of some uses, and when that was looked at again. Nothing here is by chance: it follows
//! from who it is about and when.

use super::register::HolderSeat;
use super::rows::Row;
use super::waiting::account;
use super::{DemoError, Stage};
use crate::store::accounts::Kind;
use crate::store::disclosures::Disclosure;
use crate::store::reviews::{self, Found, Waiting};
use crate::store::{Tx, reports};
use domain::actor::OperatorRole;
use domain::clock::{Date, Span, Timestamp};
use domain::disclosure::Display;
use domain::disclosure::report::{ClinicianRole, DisplayReason, Withheld};
use domain::id::{NoticeId, SubjectId};

/// How many days after one look the next one is due.
const EVERY_DAYS: i64 = 330;
/// How many days before it is due somebody looks.
const AHEAD_DAYS: i64 = 4;
/// One in so many looks of the last weeks was forgotten.
const FORGOTTEN: usize = 3;
const LAST_WEEKS: Span = Span::days(50);

/// A use of which the person does not see everything, and what they see of it.
pub(super) struct Kept {
    /// Which of the people.
    person: usize,
    display: Display,
    waiting: Waiting,
}

/// Writes down what the holder said with its report.
pub(super) async fn say(tx: &Tx, report: &Disclosure, rows: &[Row]) -> Result<Vec<Kept>, DemoError> {
    let kept: Vec<Kept> = rows
        .iter()
        .filter(|row| row.part.display != Display::Full)
        .filter_map(|row| {
            let withheld = withheld(report, row);
            let waiting = Waiting { disclosure: report.id, subject: row.part.subject, holder: report.holder, row: row.part.row?, withheld };
            Some(Kept { person: row.person, display: row.part.display, waiting })
        })
        .collect();
    let reasons: Vec<(SubjectId, Withheld)> = kept.iter().map(|kept| (kept.waiting.subject, kept.waiting.withheld)).collect();
    let parts: Vec<_> = rows.iter().map(|row| row.part).collect();
    reports::add_reasons(tx, report.id, &reasons).await?;
    reviews::open(tx, report, &parts, &reasons).await?;
    Ok(kept)
}

fn withheld(report: &Disclosure, row: &Row) -> Withheld {
    let roles = [ClinicianRole::AttendingPhysician, ClinicianRole::AttendingPhysician, ClinicianRole::DepartmentHead];
    let reason = match row.part.display {
        Display::Hidden if row.person.is_multiple_of(2) => DisplayReason::RiskOfHarm,
        _ => DisplayReason::UndisclosedDiagnosis,
    };
    let days = 180 + i64::try_from(row.person % 170).unwrap_or_default();
    Withheld { reason, role: roles[row.person % roles.len()], review_by: day(report.reported_at + Span::days(days)) }
}

fn day(at: Timestamp) -> Date {
    at.in_tokyo().0
}

/// Somebody of each holder looked again at what was due, found nothing changed, and forgot some. Of several looks at one use the last
/// one is written down.
pub(super) async fn look_again(stage: &Stage, tx: &Tx, holders: &[HolderSeat], kept: Vec<Kept>) -> Result<(), DemoError> {
    for seat in holders {
        let due: Vec<_> = kept
            .iter()
            .filter(|kept| kept.waiting.holder == seat.holder.id)
            .filter_map(|kept| Some((kept, last_look(stage, kept)?)))
            .collect();
        if due.is_empty() {
            continue;
        }
        stage.clock.set(seat.joined_at);
        let label = format!("{}-clerk", seat.facts.client_id);
        let by = account(stage, tx, Kind::Operator(seat.holder.id, OperatorRole::Clerk), Some(&label)).await?;
        for (Kept { display, waiting, .. }, at) in due {
            let withheld = Withheld { review_by: day(at + Span::days(EVERY_DAYS)), ..waiting.withheld };
            let found = Found { id: NoticeId::new(at, &*stage.random).0, display: *display, withheld: Some(withheld), by, at };
            reviews::settle(tx, waiting, &found).await?;
        }
    }
    Ok(())
}

/// When somebody looked last, if anybody did.
fn last_look(stage: &Stage, kept: &Kept) -> Option<Timestamp> {
    let (mut due, mut last) = (Timestamp::start_of_day_in_tokyo(kept.waiting.withheld.review_by), None);
    while due < stage.today {
        let forgotten = kept.person.is_multiple_of(FORGOTTEN) && stage.today - LAST_WEEKS < due;
        if forgotten {
            break;
        }
        let looked = due - Span::days(AHEAD_DAYS) + Span::hours(14);
        last = Some(looked);
        due = looked + Span::days(EVERY_DAYS);
    }
    last
}
