//! Signs of life after a death was written down.

use super::prelude::*;

/// The desk looked into one, and says what it was.
#[server(prefix = "/do", endpoint = "alarms/close")]
pub async fn close(alarm: String, reason: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("reason", &*reason)]);
    act_keeping(alarm.parse().ok().map(Place::AlarmClosing), typed, move |visit| async move {
        let id = alarm.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.alarms.close(&visit.actor, id, &reason).await?;
        visit.outgoing.redirect(&format!("{}?done=closed#done", Path::Alarm(id)));
        Ok(())
    })
    .await
}
