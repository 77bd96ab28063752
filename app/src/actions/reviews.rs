//! Looking again at what persons do not see of uses.

use super::prelude::*;

/// Says what was found for the rows that are ticked.
#[server(prefix = "/do", endpoint = "reviews/settle")]
pub async fn settle(
    report: String,
    #[server(default)] rows: Vec<String>,
    display: String,
    #[server(default)] reason: String,
    #[server(default)] role: String,
    #[server(default)] review_by: String,
) -> Result<(), ServerProblem> {
    let ticked = rows.join(" ");
    let typed = Typed::from([("rows", &*ticked), ("display", &display), ("reason", &reason), ("role", &role), ("review_by", &review_by)]);
    act_keeping(report.parse().ok().map(Place::Review), typed, move |visit| async move {
        let id = report.parse().map_err(|_| Problem::NotFound)?;
        let review = Review::read(&rows, [&display, &reason, &role, &review_by], visit.ports.clock.now())?;
        visit.ports.reviews.review(&visit.actor, id, review).await?;
        visit.outgoing.redirect(&format!("{}?done=reviewed#reviews", Path::HolderReport(id)));
        Ok(())
    })
    .await
}
