//! Asking the desk, and writing on.

use super::prelude::*;

/// Asks. Lands on the inquiry.
#[server(prefix = "/do", endpoint = "inquiries/ask")]
pub async fn ask(text: String, about: Option<String>, key: Option<String>) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let about = about.map(|id| id.parse()).transpose().map_err(|_| Problem::Malformed)?;
        let language = Language::from_code(visit.locale.code()).unwrap_or(Language::Ja);
        let id = visit.ports.inquiries.ask(&visit.actor, domain::inquiry::Asking { text, about, language, key }).await?;
        visit.outgoing.redirect(&format!("{}?done=asked#done", Path::Inquiry(id)));
        Ok(())
    })
    .await
}

/// Writes on.
#[server(prefix = "/do", endpoint = "inquiries/reply")]
pub async fn reply(inquiry: String, text: String, key: Option<String>) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = inquiry.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.reply(&visit.actor, id, &text, key.as_deref()).await?;
        visit.outgoing.redirect(&format!("{}?done=sent#done", Path::Inquiry(id)));
        Ok(())
    })
    .await
}

/// Needs no more answer.
#[server(prefix = "/do", endpoint = "inquiries/close")]
pub async fn close(inquiry: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = inquiry.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.inquiries.close(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=closed#done", Path::Inquiry(id)));
        Ok(())
    })
    .await
}
