//! What a holder answers, and what the desk notes, about uses that went against a choice.

use super::prelude::*;

/// The holder answers a conflict, or all that are open in its report.
#[server(prefix = "/do", endpoint = "conflicts/answer")]
pub async fn answer(conflict: String, text: String, all: Option<String>) -> Result<(), ServerProblem> {
    let typed = Typed::from([("conflict", &*conflict), ("text", &text), ("all", all.as_deref().unwrap_or_default())]);
    act_keeping(Some(Place::ConflictAnswer), typed, move |visit| async move {
        let id = conflict.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.conflicts.answer(&visit.actor, id, &text, all.is_some()).await?;
        visit.outgoing.redirect(&format!("{}?done=answered#done", Path::HolderConflicts));
        Ok(())
    })
    .await
}

/// The desk writes something about an incident, or closes it with a reason.
#[server(prefix = "/do", endpoint = "incidents/note")]
pub async fn note(incident: String, text: String, closes: Option<String>) -> Result<(), ServerProblem> {
    let typed = Typed::from([("text", &*text)]);
    act_keeping(incident.parse().ok().map(Place::IncidentNote), typed, move |visit| async move {
        let id = incident.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.conflicts.note(&visit.actor, id, &text, closes.is_some()).await?;
        visit.outgoing.redirect(&format!("{}?done=noted#done", Path::Incident(id)));
        Ok(())
    })
    .await
}
