//! The desk's work on inquiries.

use super::prelude::*;
use crate::visit::Visit;
use domain::id::InquiryId;

fn inquiry(text: &str) -> Result<InquiryId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

fn to_case(visit: &Visit, id: InquiryId, done: &str) {
    visit.outgoing.redirect(&format!("{}?done={done}#done", Path::Case(id)));
}

/// Takes an inquiry from the queue.
#[server(prefix = "/do", endpoint = "cases/take")]
pub async fn take(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = inquiry(&case)?;
        visit.ports.inquiries.take(&visit.actor, id).await?;
        to_case(&visit, id, "taken");
        Ok(())
    })
    .await
}

/// Puts it back.
#[server(prefix = "/do", endpoint = "cases/give-back")]
pub async fn give_back(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.inquiries.give_back(&visit.actor, inquiry(&case)?).await?;
        visit.outgoing.redirect(&format!("{}?done=given-back#done", Path::Desk));
        Ok(())
    })
    .await
}

/// Opens the asker's view once more.
#[server(prefix = "/do", endpoint = "cases/look")]
pub async fn look(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let look_up = visit.ports.inquiries.look(&visit.actor, inquiry(&case)?).await?;
        visit.outgoing.redirect(&Path::PersonLookUp(look_up).to_string());
        Ok(())
    })
    .await
}

/// Answers.
#[server(prefix = "/do", endpoint = "cases/answer")]
pub async fn answer(case: String, text: String, key: Option<String>) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = inquiry(&case)?;
        visit.ports.inquiries.answer(&visit.actor, id, &text, key.as_deref()).await?;
        to_case(&visit, id, "answered");
        Ok(())
    })
    .await
}

/// Nothing more is to be said.
#[server(prefix = "/do", endpoint = "cases/close")]
pub async fn close(case: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.inquiries.close_case(&visit.actor, inquiry(&case)?).await?;
        visit.outgoing.redirect(&format!("{}?done=closed#done", Path::Desk));
        Ok(())
    })
    .await
}
