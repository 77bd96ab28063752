//! Notices in the portal.

use super::prelude::*;

/// The person has read it. Back to the page on which it was.
#[server(prefix = "/do", endpoint = "notice/seen")]
pub async fn seen(notice: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let notice = notice.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.identity.notice_seen(&visit.actor, notice).await
    })
    .await
}
