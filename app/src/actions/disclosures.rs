//! Reporting what was prepared, and withdrawing a report. The file goes up by a route of its own (`/do/disclosures/upload`).

use super::prelude::*;

/// Reports a draft, once however often it is sent, and lands on the report.
#[server(prefix = "/do", endpoint = "disclosures/report")]
pub async fn report(draft: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let draft = draft.parse().map_err(|_| Problem::NotFound)?;
        let reported = visit.ports.disclosures.report_draft(&visit.actor, draft).await?;
        visit.outgoing.redirect(&format!("{}?done=reported", Path::HolderReport(reported.disclosure)));
        Ok(())
    })
    .await
}

/// Says that a report's disclosure never happened.
#[server(prefix = "/do", endpoint = "disclosures/withdraw")]
pub async fn withdraw(report: String, key: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = report.parse().map_err(|_| Problem::NotFound)?;
        let sending = Sending { key: &key, body: b"withdraw" };
        visit.ports.disclosures.correct(&visit.actor, id, sending, Correction::Withdraw).await?;
        visit.outgoing.redirect(&format!("{}?done=withdrawn", Path::HolderReport(id)));
        Ok(())
    })
    .await
}
