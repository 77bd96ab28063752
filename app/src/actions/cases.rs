//! The desk's work on inquiries.

use super::prelude::*;

/// Takes an inquiry from the queue.
#[server(prefix = "/do", endpoint = "cases/take")]
pub async fn take(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = case.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.take(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=taken#done", Path::Case(id)));
        Ok(())
    })
    .await
}

/// Puts it back.
#[server(prefix = "/do", endpoint = "cases/give-back")]
pub async fn give_back(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = case.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.give_back(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=given-back#done", Path::Desk));
        Ok(())
    })
    .await
}

/// Opens the asker's view once more.
#[server(prefix = "/do", endpoint = "cases/look")]
pub async fn look(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let look_up = visit.ports.inquiries.look(&visit.actor, case.parse().map_err(|_| Problem::NotFound)?).await?;
        visit.outgoing.redirect(&Path::PersonLookUp(look_up).to_string());
        Ok(())
    })
    .await
}

/// Answers.
#[server(prefix = "/do", endpoint = "cases/answer")]
pub async fn answer(case: String, text: String, key: Option<String>) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = case.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.answer(&visit.actor, id, &text, key.as_deref()).await?;
        visit.outgoing.redirect(&format!("{}?done=answered#done", Path::Case(id)));
        Ok(())
    })
    .await
}

/// Nothing more is to be said.
#[server(prefix = "/do", endpoint = "cases/close")]
pub async fn close(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = case.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.close_case(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=closed#done", Path::Desk));
        Ok(())
    })
    .await
}
